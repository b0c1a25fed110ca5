// SPDX-License-Identifier: AGPL-3.0-or-later

//! The handle, and the trait that an engine implements behind it.

use std::fmt;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use async_trait::async_trait;
use futures::future::BoxFuture;
use futures::stream::BoxStream;

use crate::{
    Ask, Difference, Error, FileRef, Page, Profile, Snapshot, Summary, SummaryBucket, TableName,
};

/// Rows to be written, in batches of one schema. Read on a thread of its own, because producing
/// them parses files.
pub type RowSource =
    Box<dyn Iterator<Item = Result<RecordBatch, Box<dyn std::error::Error + Send + Sync>>> + Send>;

/// Called with the number of rows done so far.
pub type Progress = Arc<dyn Fn(u64) + Send + Sync>;

/// Finds out, when it is polled, which version of a table is the newest that can be read.
pub type Standing<'a> = BoxFuture<'a, Result<Option<Snapshot>, Error>>;

/// The lake of a city. Cheap to clone.
#[derive(Clone)]
pub struct Lake(Arc<dyn Engine>);

impl Lake {
    /// A lake on this engine.
    pub fn new(engine: Arc<dyn Engine>) -> Self {
        Self(engine)
    }
}

impl Deref for Lake {
    type Target = dyn Engine;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl fmt::Debug for Lake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lake")
    }
}

/// What an engine does. One implementation exists, in `panot-lake-engine`; the trait stands here so
/// that features compile without it.
#[async_trait]
pub trait Engine: Send + Sync {
    /// Writes rows as Parquet files of `table`, sorted by `sort_by` (ties keep their order), and
    /// syncs them with their folders. When it fails or is dropped, the files are removed.
    async fn stage(
        &self,
        table: &TableName,
        schema: SchemaRef,
        rows: RowSource,
        sort_by: &[String],
        progress: Progress,
    ) -> Result<Vec<FileRef>, Error>;

    /// Commits a version to the table's Delta log, for other tools: the log's newest version then
    /// has exactly the files of `snapshot`. Safe to repeat; a version that is already there is left
    /// alone.
    async fn announce(&self, snapshot: &Snapshot) -> Result<(), Error>;

    /// One page of rows, with the exact total. Refused above 100 000 rows: use
    /// [`stream`](Self::stream).
    async fn rows(&self, snapshot: &Snapshot, ask: &Ask) -> Result<Page, Error>;

    /// All rows of an answer, streamed in bounded memory.
    async fn stream(
        &self,
        snapshot: &Snapshot,
        ask: &Ask,
    ) -> Result<BoxStream<'static, Result<RecordBatch, Error>>, Error>;

    /// One number per bucket.
    async fn summarize(
        &self,
        snapshot: &Snapshot,
        summary: &Summary,
    ) -> Result<Vec<SummaryBucket>, Error>;

    /// What the columns look like.
    async fn profile(&self, snapshot: &Snapshot) -> Result<Profile, Error>;

    /// How `new` differs from `old`. Rows are matched by `key`; without one, whole rows are
    /// compared as a multiset.
    async fn difference(
        &self,
        old: &Snapshot,
        new: &Snapshot,
        key: &[String],
    ) -> Result<Difference, Error>;

    /// Answers one `SELECT` over these tables, for the operator's own `panot sql`. Not for the
    /// public: it has no bounds but the machine's.
    async fn sql(
        &self,
        tables: &[Snapshot],
        text: &str,
    ) -> Result<(SchemaRef, BoxStream<'static, Result<RecordBatch, Error>>), Error>;

    /// Where a file lies on this machine, for handing it out whole.
    fn path(&self, file: &FileRef) -> PathBuf;

    /// Reads every file of a version and compares size and digest with what the version says.
    async fn verify(&self, snapshot: &Snapshot) -> Result<(), Error>;

    /// Destroys the files of a withdrawn version, in the Delta log first: where the newest version
    /// of the log names one of them, the same commit returns to `instead`, the newest version that
    /// can still be read, or to no rows where there is none. `instead` is asked under the table's
    /// lock: a version that was withdrawn while this call waited is not returned to. When it fails,
    /// nothing is destroyed. Safe to repeat, and beside [`announce`](Self::announce).
    async fn withdraw(
        &self,
        table: &TableName,
        files: &[FileRef],
        instead: Standing<'_>,
    ) -> Result<(), Error>;

    /// [`withdraw`](Self::withdraw) where it is known what stands: nobody withdraws at the same time.
    async fn destroy(
        &self,
        table: &TableName,
        files: &[FileRef],
        instead: Option<&Snapshot>,
    ) -> Result<(), Error> {
        let known = std::future::ready(Ok(instead.cloned()));
        self.withdraw(table, files, Box::pin(known)).await
    }

    /// The number of the Delta log's version that has exactly this version's files, for telling
    /// people how to open it with other tools; `None` while it is not announced.
    async fn log_version(&self, _snapshot: &Snapshot) -> Result<Option<u64>, Error> {
        Ok(None)
    }

    /// Removes files that no version names: what a killed import left behind. Files that this
    /// process staged itself are left alone, because their version row may be about to be written.
    /// Returns how many were removed.
    async fn sweep(&self, known: &[Snapshot]) -> Result<u64, Error>;
}
