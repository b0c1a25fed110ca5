// SPDX-License-Identifier: AGPL-3.0-or-later

//! Merging sorted runs: one batch of each is held, and the least row is taken again and again.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use arrow::ipc::reader::StreamReader;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_row::{RowConverter, Rows, SortField};
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::interleave::interleave_record_batch;
use panot_lake::Error;

use crate::packed::ORDER;
use crate::sort::{broken, cannot_spill};

/// Rows of a merged batch.
const CHUNK: usize = 8_192;

/// A run being read: its current batch, the keys of that batch, and where we are in it.
struct Cursor {
    reader: StreamReader<BufReader<File>>,
    keys: Rows,
    /// The batch's place among the merge's batches.
    batch: usize,
    row: usize,
    rows: usize,
}

/// The rows of several sorted runs in order. Of equal rows the earlier run's come first.
pub struct Merge {
    schema: SchemaRef,
    converter: RowConverter,
    key_columns: Vec<usize>,
    cursors: Vec<Cursor>,
    /// Cursors that have rows left, the one with the least row last.
    waiting: Vec<usize>,
    batches: Vec<RecordBatch>,
    failed: bool,
}

impl Merge {
    /// Opens the runs, in the order in which they were written.
    pub fn open(runs: &[PathBuf], schema: SchemaRef, key_columns: &[usize]) -> Result<Self, Error> {
        let fields = key_columns
            .iter()
            .map(|key| SortField::new_with_options(schema.field(*key).data_type().clone(), ORDER))
            .collect();
        let mut merge = Self {
            converter: RowConverter::new(fields).map_err(broken)?,
            schema,
            key_columns: key_columns.to_vec(),
            cursors: Vec::with_capacity(runs.len()),
            waiting: Vec::with_capacity(runs.len()),
            batches: Vec::new(),
            failed: false,
        };
        for run in runs {
            let file = File::open(run).map_err(|e| cannot_spill(run, e))?;
            let reader = StreamReader::try_new(BufReader::new(file), None).map_err(broken)?;
            let keys = merge.converter.empty_rows(0, 0);
            merge.cursors.push(Cursor {
                reader,
                keys,
                batch: 0,
                row: 0,
                rows: 0,
            });
            let cursor = merge.cursors.len() - 1;
            if merge.refill(cursor).map_err(broken)? {
                merge.place(cursor);
            }
        }
        Ok(merge)
    }

    /// Reads the next batch of a run; false at its end.
    fn refill(&mut self, cursor: usize) -> Result<bool, ArrowError> {
        let at = &mut self.cursors[cursor];
        for batch in at.reader.by_ref() {
            let batch = batch?;
            if batch.num_rows() == 0 {
                continue;
            }
            let keys: Vec<ArrayRef> = self
                .key_columns
                .iter()
                .map(|key| batch.column(*key).clone())
                .collect();
            at.keys = self.converter.convert_columns(&keys)?;
            (at.batch, at.row, at.rows) = (self.batches.len(), 0, batch.num_rows());
            self.batches.push(batch);
            return Ok(true);
        }
        Ok(false)
    }

    /// Whether the current row of cursor `a` comes before that of cursor `b`.
    fn before(&self, a: usize, b: usize) -> bool {
        let (left, right) = (&self.cursors[a], &self.cursors[b]);
        left.keys
            .row(left.row)
            .cmp(&right.keys.row(right.row))
            .then(a.cmp(&b))
            .is_lt()
    }

    /// Puts a cursor where its current row belongs.
    fn place(&mut self, cursor: usize) {
        let at = self
            .waiting
            .partition_point(|other| self.before(cursor, *other));
        self.waiting.insert(at, cursor);
    }

    fn chunk(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        let mut picked = Vec::with_capacity(CHUNK);
        while picked.len() < CHUNK {
            let Some(cursor) = self.waiting.pop() else {
                break;
            };
            let at = &mut self.cursors[cursor];
            picked.push((at.batch, at.row));
            at.row += 1;
            if at.row < at.rows || self.refill(cursor)? {
                self.place(cursor);
            }
        }
        if picked.is_empty() {
            return Ok(None);
        }
        let batches: Vec<&RecordBatch> = self.batches.iter().collect();
        let merged = interleave_record_batch(&batches, &picked)?;
        self.let_go();
        RecordBatch::try_new(self.schema.clone(), merged.columns().to_vec()).map(Some)
    }

    /// Keeps only the batches that a cursor still reads.
    fn let_go(&mut self) {
        let mut kept = Vec::with_capacity(self.waiting.len());
        for cursor in &self.waiting {
            let at = &mut self.cursors[*cursor];
            kept.push(self.batches[at.batch].clone());
            at.batch = kept.len() - 1;
        }
        self.batches = kept;
    }
}

impl Iterator for Merge {
    type Item = Result<RecordBatch, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let chunk = self.chunk().map_err(broken).transpose();
        self.failed = matches!(chunk, Some(Err(_)));
        chunk
    }
}
