// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows become files: read on a thread of their own, sorted, written, synced, named.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, SchemaRef};
use arrow_select::concat::concat_batches;
use panot_lake::{Error, FileRef, Progress, RowSource, TableName};
use parquet::file::properties::WriterProperties;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use crate::engine::{Shared, uuid};
use crate::parquet_out::{Part, ROW_GROUP, Trace, layout};
use crate::sort::{CHUNK, Sorted, Sorter, broken};

/// How many of the first rows decide how the columns are laid out.
const SAMPLE: usize = 65_536;

/// One import into one table.
pub struct Job {
    pub shared: Arc<Shared>,
    pub table: TableName,
    pub schema: SchemaRef,
    pub sort_by: Vec<String>,
    pub progress: Progress,
}

/// Set when nobody waits for the import any more.
struct Abandon(Arc<AtomicBool>);

impl Drop for Abandon {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Files that have their names and are removed again unless somebody takes them.
type Written = Vec<(FileRef, Trace)>;

impl Job {
    /// Runs the import and answers with its files. When this future is dropped, the import stops at
    /// its next batch and removes what it wrote.
    pub async fn run(self, runtime: &Handle, rows: RowSource) -> Result<Vec<FileRef>, Error> {
        let keys = self.keys()?;
        let abandoned = Arc::new(AtomicBool::new(false));
        let _abandon = Abandon(abandoned.clone());
        let (send, receive) = oneshot::channel();
        runtime.spawn_blocking(move || {
            let shared = self.shared.clone();
            let written = self.write(rows, &keys, &abandoned);
            // When nobody receives, the value comes back and is dropped here, traces and all.
            if let Err(Ok(untaken)) = send.send(written) {
                for (file, _) in &untaken {
                    shared.forget(&file.path);
                }
            }
        });
        let written = receive.await.map_err(|e| Error::Engine(e.into()))??;
        let take = |(file, trace): (FileRef, Trace)| {
            trace.keep();
            file
        };
        Ok(written.into_iter().map(take).collect())
    }

    fn keys(&self) -> Result<Vec<usize>, Error> {
        if self.schema.fields().is_empty() {
            return Err(Error::Refused(
                "a table needs at least one column".to_owned(),
            ));
        }
        if let Some(field) = self
            .schema
            .fields()
            .iter()
            .find(|f| !storable(f.data_type()))
        {
            return Err(Error::Refused(format!(
                "column {:?} is of type {}, which the lake does not store",
                field.name(),
                field.data_type()
            )));
        }
        let find = |name: &String| {
            self.schema.index_of(name).map_err(|_| Error::NoSuchColumn {
                name: name.clone(),
                known: self
                    .schema
                    .fields()
                    .iter()
                    .map(|f| f.name().clone())
                    .collect(),
            })
        };
        self.sort_by.iter().map(find).collect()
    }

    fn write(
        &self,
        rows: RowSource,
        keys: &[usize],
        abandoned: &AtomicBool,
    ) -> Result<Written, Error> {
        let folder = self.shared.root.join(self.table.as_str());
        let disk = &self.shared.options.disk;
        disk.create_dir(&folder)
            .map_err(|e| on_disk("make the folder", &folder, e))?;
        let rows = self.checked(rows, abandoned);
        let written = if keys.is_empty() {
            self.write_parts(rows, keys, &folder)?
        } else {
            let sorted = self.sorted(rows, keys.to_vec())?;
            self.write_parts(sorted, keys, &folder)?
        };
        disk.sync_dir(&folder)
            .map_err(|e| on_disk("sync", &folder, e))?;
        Ok(written)
    }

    /// The rows as they come, counted, and ended when the import is abandoned.
    fn checked<'a>(
        &'a self,
        rows: RowSource,
        abandoned: &'a AtomicBool,
    ) -> impl Iterator<Item = Result<RecordBatch, Error>> + Send + 'a {
        let mut done = 0_u64;
        rows.map(move |batch| {
            if abandoned.load(Ordering::Relaxed) {
                return Err(Error::Refused("the import was abandoned".to_owned()));
            }
            let batch = batch.map_err(Error::Source)?;
            done += u64::try_from(batch.num_rows()).unwrap_or(u64::MAX);
            (self.progress)(done);
            // The table's own fields, with their metadata, whatever the batch calls them.
            RecordBatch::try_new(self.schema.clone(), batch.columns().to_vec()).map_err(broken)
        })
    }

    fn sorted(
        &self,
        rows: impl Iterator<Item = Result<RecordBatch, Error>>,
        keys: Vec<usize>,
    ) -> Result<Sorted, Error> {
        let folder = self.shared.spill.join(uuid((self.shared.options.random)()));
        let budget = self.shared.options.sort_bytes;
        let mut sorter = Sorter::new(self.schema.clone(), keys, budget, folder);
        for batch in rows {
            sorter.push(batch?)?;
        }
        sorter.finish()
    }

    /// Writes rows as files, gathering the next rows on one thread while another encodes.
    fn write_parts(
        &self,
        rows: impl Iterator<Item = Result<RecordBatch, Error>> + Send,
        keys: &[usize],
        folder: &Path,
    ) -> Result<Written, Error> {
        let (send, receive) = sync_channel(4);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                for batch in rows {
                    let last = batch.is_err();
                    if send.send(batch).is_err() || last {
                        break;
                    }
                }
            });
            self.write_received(receive.into_iter(), keys, folder)
        })
    }

    fn write_received(
        &self,
        mut rows: impl Iterator<Item = Result<RecordBatch, Error>>,
        keys: &[usize],
        folder: &Path,
    ) -> Result<Written, Error> {
        let first = self.sample(&mut rows)?;
        let layout = layout(&self.schema, keys, &first);
        let mut written = Written::new();
        let mut part: Option<Part> = None;
        let mut in_group = 0;
        for batch in std::iter::once(Ok(first)).chain(rows) {
            let mut batch = batch?;
            while batch.num_rows() > 0 || (part.is_none() && written.is_empty()) {
                let mut open = match part.take() {
                    Some(open) => open,
                    None => self.begin(folder, &layout)?,
                };
                // Cut at row groups, so that a file is ended where one ends.
                let fits = batch.num_rows().min(ROW_GROUP - in_group);
                open.write(&batch.slice(0, fits))?;
                batch = batch.slice(fits, batch.num_rows() - fits);
                in_group = (in_group + fits) % ROW_GROUP;
                if in_group == 0 && open.bytes() >= self.shared.options.file_bytes {
                    written.push(open.finish(&self.shared.options.disk, &self.schema)?);
                } else {
                    part = Some(open);
                }
            }
        }
        if let Some(open) = part {
            written.push(open.finish(&self.shared.options.disk, &self.schema)?);
        }
        Ok(written)
    }

    fn begin(&self, folder: &Path, layout: &WriterProperties) -> Result<Part, Error> {
        let options = &self.shared.options;
        let name = uuid((options.random)());
        self.shared.remember(&name);
        Part::begin(
            &options.disk,
            folder,
            &self.table,
            &name,
            &self.schema,
            layout,
        )
    }

    /// The first rows, enough to see how the columns are best laid out.
    fn sample(
        &self,
        rows: &mut impl Iterator<Item = Result<RecordBatch, Error>>,
    ) -> Result<RecordBatch, Error> {
        let mut first: Vec<RecordBatch> = Vec::new();
        let mut count = 0;
        while count < SAMPLE {
            let Some(batch) = rows.next() else { break };
            let batch = batch?;
            count += batch.num_rows();
            first.push(batch);
        }
        if let [only] = &first[..] {
            return Ok(only.clone());
        }
        concat_batches(&self.schema, &first).map_err(broken)
    }
}

/// What the lake stores: flat columns that Parquet, Delta and every reader of them know.
fn storable(kind: &DataType) -> bool {
    match kind {
        DataType::Boolean
        | DataType::Utf8
        | DataType::Binary
        | DataType::Date32
        | DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::Int64
        | DataType::Float32
        | DataType::Float64
        | DataType::Decimal128(..) => true,
        DataType::Timestamp(unit, _) | DataType::Time64(unit) => {
            *unit == arrow_schema::TimeUnit::Microsecond
        }
        _ => false,
    }
}

fn on_disk(doing: &'static str, path: &Path, source: std::io::Error) -> Error {
    let path: PathBuf = path.to_owned();
    Error::Disk {
        doing,
        path: path.display().to_string(),
        source,
    }
}

// A chunk of the sorter is never larger than a row group.
const _: () = assert!(CHUNK <= ROW_GROUP);
