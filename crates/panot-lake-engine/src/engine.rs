// SPDX-License-Identifier: AGPL-3.0-or-later

//! Opening a lake, and the engine behind its handle: every call is handed to a runtime of its own,
//! so that no question holds up a thread that serves pages.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::future::Future;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use async_trait::async_trait;
use futures::StreamExt;
use futures::stream::BoxStream;
use panot_lake::{
    Ask, Difference, Engine, Error, FileRef, Lake, Page, Profile, Progress, RowSource, Snapshot,
    Standing, Summary, SummaryBucket, TableName,
};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

use crate::disk::{Disk, LocalDisk};
use crate::durable::Durable;
use crate::session::{Limits, Session};
use crate::{difference, files, log, profile, question, rows, stage, summarize};

/// A source of random bits.
pub type Random = Arc<dyn Fn() -> u128 + Send + Sync>;
/// A clock: milliseconds since 1970.
pub type NowMs = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Folder of what sorts spill, inside the lake; no table can have this name.
pub const SPILL: &str = ".spill";

/// What a lake needs to know of the machine it lives on.
#[derive(Clone)]
pub struct Options {
    /// Names files. Must not repeat: 128 good random bits a call.
    pub random: Random,
    /// Dates commits of the Delta log; nothing else depends on it.
    pub now_ms: NowMs,
    /// Threads that answer questions.
    pub threads: usize,
    /// What all questions together may hold before they spill.
    pub memory_bytes: usize,
    /// What all questions together may spill.
    pub spill_bytes: u64,
    /// What one import may hold of rows before it spills a sorted run.
    pub sort_bytes: usize,
    /// When a file is as big as this, the next one is begun.
    pub file_bytes: u64,
    /// Where writes go.
    pub disk: Arc<dyn Disk>,
}

impl Options {
    /// The usual bounds: all cores, 512 MiB for questions with 8 GiB to spill, 128 MiB for the rows
    /// of an import, files of about 1 GB.
    pub fn new(random: Random, now_ms: NowMs) -> Self {
        Self {
            random,
            now_ms,
            threads: std::thread::available_parallelism().map_or(2, NonZeroUsize::get),
            memory_bytes: 512 << 20,
            spill_bytes: 8 << 30,
            sort_bytes: 128 << 20,
            file_bytes: 1_000_000_000,
            disk: Arc::new(LocalDisk),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("threads", &self.threads)
            .field("memory_bytes", &self.memory_bytes)
            .field("spill_bytes", &self.spill_bytes)
            .field("sort_bytes", &self.sort_bytes)
            .field("file_bytes", &self.file_bytes)
            .field("disk", &self.disk)
            .finish_non_exhaustive()
    }
}

/// Opens the lake in the folder `root`, making the folder where there is none.
///
/// One process at a time: the caller holds the lock of the city's folder.
pub fn open(root: &Path, options: Options) -> Result<Lake, Error> {
    let disk = |doing, path: &Path, source| Error::Disk {
        doing,
        path: path.display().to_string(),
        source,
    };
    std::fs::create_dir_all(root).map_err(|e| disk("make the folder", root, e))?;
    let root = std::fs::canonicalize(root).map_err(|e| disk("open the folder", root, e))?;
    let spill = root.join(SPILL).join(uuid((options.random)()));
    std::fs::create_dir_all(&spill).map_err(|e| disk("make the folder", &spill, e))?;
    let limits = Limits {
        threads: options.threads,
        memory_bytes: options.memory_bytes,
        spill_bytes: options.spill_bytes,
    };
    let session = Session::new(&root, &spill, limits)?;
    let runtime = Builder::new_multi_thread()
        .worker_threads(options.threads.max(1))
        .thread_name("lake")
        // Planning walks expressions by recursion.
        .thread_stack_size(8 << 20)
        .enable_all()
        .build()
        .map_err(|e| Error::Engine(e.into()))?;
    let shared = Shared {
        durable: Durable::new(options.disk.clone(), options.random.clone()),
        root,
        spill,
        options,
        session,
        fresh: Mutex::default(),
        writers: Mutex::default(),
    };
    Ok(Lake::new(Arc::new(LocalEngine {
        shared: Arc::new(shared),
        runtime: Some(runtime),
    })))
}

/// The usual text of 128 random bits, marked as a random UUID.
pub fn uuid(bits: u128) -> String {
    let bits = (bits & !(0xf << 76)) | (4 << 76);
    let bits = (bits & !(0b11 << 62)) | (0b10 << 62);
    let hex = format!("{bits:032x}");
    let part = |from, to| &hex[from..to];
    format!(
        "{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}

/// The random part of the name of a file, whether it has its own name or still the temporary one.
fn uuid_of(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    let (uuid, _) = name
        .trim_start_matches('.')
        .strip_prefix("part-")?
        .split_once('.')?;
    Some(uuid)
}

/// The right to write a table's log and to destroy its files, had.
pub type OnlyWriter = tokio::sync::OwnedMutexGuard<()>;

/// What the calls of one lake share.
pub struct Shared {
    pub root: PathBuf,
    pub spill: PathBuf,
    pub options: Options,
    pub session: Session,
    pub durable: Durable,
    /// The names' random part of files staged by this process. Sweeping leaves them alone: their
    /// version row may be about to be written.
    fresh: Mutex<HashSet<String>>,
    /// By table, the right to write its log and to destroy its files.
    writers: Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

impl Shared {
    /// The right to write a table's log and to destroy its files, to be locked: one has it at a
    /// time, so that no commit names a file that another call is destroying.
    pub fn writer(&self, table: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut writers = self.writers.lock().unwrap_or_else(PoisonError::into_inner);
        writers.entry(table.to_owned()).or_default().clone()
    }

    /// Remembers a file as staged by this process, under both its names.
    pub fn remember(&self, uuid: &str) {
        self.fresh().insert(uuid.to_owned());
    }

    /// Forgets a file that was removed.
    pub fn forget(&self, path: &str) {
        if let Some(uuid) = uuid_of(path) {
            self.fresh().remove(uuid);
        }
    }

    /// Whether this process staged the file, or is about to.
    pub fn is_fresh(&self, path: &str) -> bool {
        uuid_of(path).is_some_and(|uuid| self.fresh().contains(uuid))
    }

    fn fresh(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where a file of the lake lies, or an error when its path would leave the lake.
    pub fn locate(&self, file: &str) -> Result<PathBuf, Error> {
        inside(file).map(|()| self.root.join(file))
    }
}

/// An error when the path of a file would leave the lake.
pub fn inside(file: &str) -> Result<(), Error> {
    let inside = file.split_once('/').is_some_and(|(table, name)| {
        table.parse::<TableName>().is_ok()
            && name.starts_with("part-")
            && !name.contains(['/', '\\'])
    });
    if inside {
        Ok(())
    } else {
        Err(Error::Refused(format!(
            "{file:?} is not a file of the lake"
        )))
    }
}

/// The engine on a local folder.
struct LocalEngine {
    shared: Arc<Shared>,
    runtime: Option<Runtime>,
}

impl Drop for LocalEngine {
    fn drop(&mut self) {
        // Dropping a runtime blocks, which is forbidden inside another one.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        std::fs::remove_dir_all(&self.shared.spill).ok();
    }
}

/// A task that ends when nobody waits for it any more.
pub struct Bound<T>(JoinHandle<T>);

impl<T> Drop for Bound<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl<T> Future for Bound<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0)
            .poll(cx)
            .map_err(|e| Error::Engine(e.into()))
    }
}

impl LocalEngine {
    fn runtime(&self) -> &Runtime {
        self.runtime.as_ref().expect("taken only when dropped")
    }

    /// Runs a call on the lake's own threads.
    async fn run<T: Send + 'static>(
        &self,
        call: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        Bound(self.runtime().spawn(call)).await?
    }

    /// Runs a call on the lake's own threads to its end, also when nobody waits for it any more: a
    /// commit on its way to the disk cannot be called back, and would outlive the table's lock.
    async fn run_to_end<T: Send + 'static>(
        &self,
        call: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        let ended = self.runtime().spawn(call).await;
        ended.map_err(|e| Error::Engine(e.into()))?
    }

    /// Pumps a stream on the lake's own threads, two batches ahead of its reader.
    fn pump(&self, mut batches: rows::Batches) -> rows::Batches {
        let (send, receive) = tokio::sync::mpsc::channel(2);
        let pump = Bound(self.runtime().spawn(async move {
            while let Some(batch) = batches.next().await {
                if send.send(batch).await.is_err() {
                    break;
                }
            }
        }));
        futures::stream::unfold(Some((receive, pump)), |state| async move {
            let (mut receive, pump) = state?;
            match receive.recv().await {
                Some(batch) => Some((batch, Some((receive, pump)))),
                // An end that is no end, but a panic, must not look like a short table.
                None => pump.await.err().map(|e| (Err(e), None)),
            }
        })
        .boxed()
    }
}

#[async_trait]
impl Engine for LocalEngine {
    async fn stage(
        &self,
        table: &TableName,
        schema: SchemaRef,
        source: RowSource,
        sort_by: &[String],
        progress: Progress,
    ) -> Result<Vec<FileRef>, Error> {
        let job = stage::Job {
            shared: self.shared.clone(),
            table: table.clone(),
            schema,
            sort_by: sort_by.to_vec(),
            progress,
        };
        let runtime = self.runtime().handle().clone();
        job.run(&runtime, source).await
    }

    async fn announce(&self, snapshot: &Snapshot) -> Result<(), Error> {
        let (shared, snapshot) = (self.shared.clone(), snapshot.clone());
        self.run_to_end(async move { log::announce(&shared, &snapshot).await })
            .await
    }

    async fn rows(&self, snapshot: &Snapshot, ask: &Ask) -> Result<Page, Error> {
        let (shared, snapshot, ask) = (self.shared.clone(), snapshot.clone(), ask.clone());
        self.run(async move { rows::page(&shared, &snapshot, &ask).await })
            .await
    }

    async fn stream(
        &self,
        snapshot: &Snapshot,
        ask: &Ask,
    ) -> Result<BoxStream<'static, Result<RecordBatch, Error>>, Error> {
        let (shared, snapshot, ask) = (self.shared.clone(), snapshot.clone(), ask.clone());
        let batches = self
            .run(async move { rows::stream(&shared, &snapshot, &ask).await })
            .await?;
        Ok(self.pump(batches))
    }

    async fn summarize(
        &self,
        snapshot: &Snapshot,
        summary: &Summary,
    ) -> Result<Vec<SummaryBucket>, Error> {
        let (shared, snapshot, summary) = (self.shared.clone(), snapshot.clone(), summary.clone());
        self.run(async move { summarize::summarize(&shared, &snapshot, &summary).await })
            .await
    }

    async fn profile(&self, snapshot: &Snapshot) -> Result<Profile, Error> {
        let (shared, snapshot) = (self.shared.clone(), snapshot.clone());
        self.run(async move { profile::profile(&shared, &snapshot).await })
            .await
    }

    async fn difference(
        &self,
        old: &Snapshot,
        new: &Snapshot,
        key: &[String],
    ) -> Result<Difference, Error> {
        let (shared, old, new, key) = (self.shared.clone(), old.clone(), new.clone(), key.to_vec());
        self.run(async move { difference::difference(&shared, &old, &new, &key).await })
            .await
    }

    async fn sql(
        &self,
        tables: &[Snapshot],
        text: &str,
    ) -> Result<(SchemaRef, BoxStream<'static, Result<RecordBatch, Error>>), Error> {
        let (shared, tables, text) = (self.shared.clone(), tables.to_vec(), text.to_owned());
        let (schema, batches) = self
            .run(async move { question::sql(&shared, &tables, &text).await })
            .await?;
        Ok((schema, self.pump(batches)))
    }

    fn path(&self, file: &FileRef) -> PathBuf {
        self.shared.root.join(&file.path)
    }

    async fn verify(&self, snapshot: &Snapshot) -> Result<(), Error> {
        let (shared, snapshot) = (self.shared.clone(), snapshot.clone());
        let job = move || files::verify(&shared, &snapshot);
        Bound(self.runtime().spawn_blocking(job)).await?
    }

    async fn withdraw(
        &self,
        table: &TableName,
        files: &[FileRef],
        instead: Standing<'_>,
    ) -> Result<(), Error> {
        let (shared, table, files) = (self.shared.clone(), table.clone(), files.to_vec());
        let only_writer = shared.writer(table.as_str()).lock_owned().await;
        // Here, not on the lake's own threads: the caller's connections belong to the caller's.
        let instead = instead.await?;
        let call = async move {
            files::destroy(&shared, &only_writer, &table, &files, instead.as_ref()).await
        };
        self.run_to_end(call).await
    }

    async fn log_version(&self, snapshot: &Snapshot) -> Result<Option<u64>, Error> {
        let (shared, snapshot) = (self.shared.clone(), snapshot.clone());
        self.run(async move { log::version_of(&shared, &snapshot).await })
            .await
    }

    async fn sweep(&self, known: &[Snapshot]) -> Result<u64, Error> {
        let (shared, known) = (self.shared.clone(), known.to_vec());
        let job = move || files::sweep(&shared, &known);
        Bound(self.runtime().spawn_blocking(job)).await?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_random_uuid() {
        assert_eq!(uuid(u128::MAX), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(uuid(0), "00000000-0000-4000-8000-000000000000");
    }
}
