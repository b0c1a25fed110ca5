// SPDX-License-Identifier: AGPL-3.0-or-later

//! Sorting the rows of an import in bounded memory: in one block where they fit, else as sorted
//! runs on disk that are merged.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use arrow::ipc::writer::StreamWriter;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, UInt32Array};
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::concat::concat;
use arrow_select::take::take;
use panot_lake::Error;

use crate::merge::Merge;
use crate::packed;

/// Rows of a batch on their way to a file.
pub const CHUNK: usize = 16_384;

/// Rows of a batch of a run, of which the merge holds one per run.
const RUN_CHUNK: usize = 4_096;

/// A failure of Arrow's own, which is a bug or an exhausted machine.
pub fn broken(error: ArrowError) -> Error {
    Error::Engine(error.into())
}

/// Takes rows in, gives them out in order. Rows with equal keys keep the order in which they came.
pub struct Sorter {
    schema: SchemaRef,
    keys: Vec<usize>,
    /// Bytes of rows held before a run is spilled.
    budget: usize,
    folder: PathBuf,
    held: Vec<RecordBatch>,
    held_bytes: usize,
    runs: Vec<PathBuf>,
}

impl Sorter {
    /// Sorts by these columns; runs are spilled into `folder`, which is the sorter's own and is
    /// removed with it.
    pub fn new(schema: SchemaRef, keys: Vec<usize>, budget: usize, folder: PathBuf) -> Self {
        Self {
            schema,
            keys,
            budget,
            folder,
            held: Vec::new(),
            held_bytes: 0,
            runs: Vec::new(),
        }
    }

    /// Takes rows in.
    pub fn push(&mut self, batch: RecordBatch) -> Result<(), Error> {
        self.held_bytes += batch.get_array_memory_size();
        self.held.push(batch);
        if self.held_bytes > self.budget {
            self.spill()?;
        }
        Ok(())
    }

    /// All rows in order.
    pub fn finish(mut self) -> Result<Sorted, Error> {
        if self.runs.is_empty() {
            let block = self.block()?;
            return Ok(Sorted::Block(block, CHUNK));
        }
        if !self.held.is_empty() {
            self.spill()?;
        }
        let merge = Merge::open(&self.runs, self.schema.clone(), &self.keys)?;
        Ok(Sorted::Merge {
            merge: Box::new(merge),
            _runs: self,
        })
    }

    fn block(&mut self) -> Result<Block, Error> {
        self.held_bytes = 0;
        Block::sort(&self.schema, std::mem::take(&mut self.held), &self.keys).map_err(broken)
    }

    fn spill(&mut self) -> Result<(), Error> {
        let block = self.block()?;
        let path = self.folder.join(format!("run-{}", self.runs.len()));
        std::fs::create_dir_all(&self.folder).map_err(|e| cannot_spill(&self.folder, e))?;
        self.runs.push(path.clone());
        let file = File::create_new(&path).map_err(|e| cannot_spill(&path, e))?;
        write_run(file, &self.schema, block).map_err(|e| match e {
            ArrowError::IoError(_, source) => cannot_spill(&path, source),
            other => broken(other),
        })
    }
}

impl Drop for Sorter {
    fn drop(&mut self) {
        if !self.runs.is_empty() {
            std::fs::remove_dir_all(&self.folder).ok();
        }
    }
}

/// The disk did not take or give back a sorted run.
pub fn cannot_spill(path: &Path, source: std::io::Error) -> Error {
    Error::Disk {
        doing: "sort on disk in",
        path: path.display().to_string(),
        source,
    }
}

fn write_run(file: File, schema: &SchemaRef, mut block: Block) -> Result<(), ArrowError> {
    let mut writer = StreamWriter::try_new(BufWriter::with_capacity(1 << 20, file), schema)?;
    while let Some(batch) = block.next_chunk(RUN_CHUNK)? {
        writer.write(&batch)?;
    }
    writer.finish()?;
    writer
        .into_inner()?
        .into_inner()
        .map_err(|e| ArrowError::from(e.into_error()))?;
    Ok(())
}

/// Rows held in memory, and their order.
pub struct Block {
    schema: SchemaRef,
    columns: Vec<ArrayRef>,
    order: Option<UInt32Array>,
    rows: usize,
    at: usize,
}

impl Block {
    fn sort(
        schema: &SchemaRef,
        batches: Vec<RecordBatch>,
        keys: &[usize],
    ) -> Result<Self, ArrowError> {
        let rows = batches.iter().map(RecordBatch::num_rows).sum();
        let columns = joined(schema, batches)?;
        let by: Vec<ArrayRef> = keys.iter().map(|key| columns[*key].clone()).collect();
        let order = packed::order(&by)?.map(UInt32Array::from);
        Ok(Self {
            schema: schema.clone(),
            columns,
            order,
            rows,
            at: 0,
        })
    }

    fn next_chunk(&mut self, size: usize) -> Result<Option<RecordBatch>, ArrowError> {
        let size = size.min(self.rows - self.at);
        if size == 0 {
            return Ok(None);
        }
        let columns = match &self.order {
            None => self
                .columns
                .iter()
                .map(|c| c.slice(self.at, size))
                .collect(),
            Some(order) => {
                let chunk = order.slice(self.at, size);
                let pick = |column: &ArrayRef| take(column, &chunk, None);
                self.columns.iter().map(pick).collect::<Result<_, _>>()?
            }
        };
        self.at += size;
        let options = RecordBatchOptions::new().with_row_count(Some(size));
        RecordBatch::try_new_with_options(self.schema.clone(), columns, &options).map(Some)
    }
}

/// The columns of all batches end to end. One column at a time, so that only one is held twice.
fn joined(schema: &SchemaRef, batches: Vec<RecordBatch>) -> Result<Vec<ArrayRef>, ArrowError> {
    let mut parts: Vec<Vec<ArrayRef>> = vec![Vec::new(); schema.fields().len()];
    for batch in batches {
        for (part, column) in parts.iter_mut().zip(batch.columns()) {
            part.push(column.clone());
        }
    }
    let join = |(part, field): (Vec<ArrayRef>, &arrow_schema::FieldRef)| {
        if part.is_empty() {
            return Ok(arrow_array::new_empty_array(field.data_type()));
        }
        let arrays: Vec<&dyn arrow_array::Array> = part.iter().map(AsRef::as_ref).collect();
        concat(&arrays)
    };
    parts.into_iter().zip(schema.fields()).map(join).collect()
}

/// Rows in order, in batches.
pub enum Sorted {
    /// From memory, so many at a time.
    Block(Block, usize),
    /// From sorted runs.
    Merge {
        merge: Box<Merge>,
        /// Kept because the folder of the runs is removed with it.
        _runs: Sorter,
    },
}

impl Iterator for Sorted {
    type Item = Result<RecordBatch, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Block(block, size) => block.next_chunk(*size).map_err(broken).transpose(),
            Self::Merge { merge, .. } => merge.next(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::cast::AsArray;
    use arrow_array::types::Int64Type;
    use arrow_array::{Int64Array, StringArray};
    use arrow_schema::{DataType, Field, Schema};
    use proptest::prelude::*;

    use super::*;

    fn schema() -> SchemaRef {
        Arc::new(Schema::new(vec![
            Field::new("key", DataType::Utf8, true),
            Field::new("came", DataType::Int64, true),
        ]))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Whatever the budget, the rows come out as a stable sort of the whole would give them.
        #[test]
        fn spilled_runs_merge_to_a_stable_sort(
            keys in proptest::collection::vec(proptest::option::of("[a-c]{1,2}"), 0..600),
            budget in 1_usize..20_000,
        ) {
            let folder = tempfile::tempdir().expect("a folder");
            let spill = folder.path().join("runs");
            let mut sorter = Sorter::new(schema(), vec![0], budget, spill.clone());
            let mut expected: Vec<(Option<String>, i64)> = keys.into_iter().zip(0..).collect();
            for part in expected.chunks(50) {
                let texts: StringArray = part.iter().map(|p| p.0.as_deref()).collect();
                let came = Int64Array::from_iter_values(part.iter().map(|p| p.1));
                sorter.push(RecordBatch::try_new(schema(), vec![Arc::new(texts), Arc::new(came)]).expect("fits")).expect("pushed");
            }
            expected.sort_by(|a, b| (a.0.is_none(), &a.0).cmp(&(b.0.is_none(), &b.0)));
            let mut got = Vec::new();
            for batch in sorter.finish().expect("sorted") {
                let batch = batch.expect("a batch");
                let texts = batch.column(0).as_string::<i32>();
                let came = batch.column(1).as_primitive::<Int64Type>();
                got.extend(texts.iter().zip(came.values()).map(|(t, c)| (t.map(str::to_owned), *c)));
            }
            prop_assert_eq!(got, expected);
            prop_assert!(!spill.exists(), "the runs are removed");
        }
    }
}
