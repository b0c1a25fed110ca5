// SPDX-License-Identifier: AGPL-3.0-or-later

//! The Delta log: the versions of a table as other tools read them.
//!
//! Version 0 of a log creates the table; version *n* of ours is one commit that replaces the files of
//! the version before and carries *n* as the transaction of the application `panot`. A version that
//! was never announced leaves an empty commit, so that the numbers agree. Withdrawing the newest
//! version is a commit of its own, which returns to the version that is the newest then.

use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::Arc;

use arrow_schema::{DataType as ArrowType, Schema, TimeUnit};
use deltalake_core::kernel::transaction::{CommitBuilder, CommitProperties};
use deltalake_core::kernel::{
    Action, Add, DataType, LogicalFileView, MetadataExt, PrimitiveType, StructField, StructType,
    Transaction,
};
use deltalake_core::operations::create::CreateBuilder;
use deltalake_core::protocol::{DeltaOperation, SaveMode};
use deltalake_core::{DeltaTable, DeltaTableBuilder, DeltaTableError};
use futures::TryStreamExt;
use panot_lake::{Error, FileRef, Snapshot, TableName};
use url::Url;

use crate::engine::Shared;
use crate::files::on_disk;

/// The application of our transactions in the log.
const APP: &str = "panot";

fn failed(error: DeltaTableError) -> Error {
    Error::Engine(error.into())
}

/// Commits a version, unless it is there already.
pub async fn announce(shared: &Shared, snapshot: &Snapshot) -> Result<(), Error> {
    let writer = shared.writer(snapshot.table.as_str());
    let _only_writer = writer.lock().await;
    check_all(shared, snapshot)?;
    let mut table = match open(shared, &snapshot.table).await? {
        Some(table) => table,
        None => create(shared, snapshot).await?,
    };
    tell(shared, &mut table, snapshot).await?;
    // Perhaps a process died between giving the commit its name and syncing the folder.
    sync(shared, &snapshot.table)
}

/// Commits up to this version, if the log does not have it yet.
async fn tell(shared: &Shared, table: &mut DeltaTable, snapshot: &Snapshot) -> Result<(), Error> {
    let version = i64::from(snapshot.version);
    loop {
        let next = announced(table).await? + 1;
        if next > version {
            return Ok(());
        }
        let actions = if next == version {
            replace(shared, table, snapshot).await?
        } else {
            Vec::new()
        };
        commit(table, actions, Some(next), write()).await?;
    }
}

/// Takes files out of the newest version of the log, if they are in it, and puts those of `instead`
/// there in the same commit. The caller holds the table's lock, and destroys them afterwards.
pub async fn withdraw(
    shared: &Shared,
    table: &TableName,
    files: &[FileRef],
    instead: Option<&Snapshot>,
) -> Result<(), Error> {
    let Some(mut log) = open(shared, table).await? else {
        return Ok(());
    };
    let gone: HashSet<&str> = files
        .iter()
        .filter_map(|file| own_name(&file.path))
        .collect();
    let standing = views(&log).await?;
    if standing
        .iter()
        .any(|view| gone.contains(view.path().as_ref()))
    {
        let version = instead.filter(|version| can_stand(shared, version, files));
        match version {
            Some(version) if announced(&log).await? < i64::from(version.version) => {
                tell(shared, &mut log, version).await?;
            }
            // It was told before: without a number of ours, which only rise.
            Some(version) => {
                let actions = replace(shared, &log, version).await?;
                commit(&mut log, actions, None, write()).await?;
            }
            None => {
                let operation = DeltaOperation::Delete { predicate: None };
                commit(&mut log, remove(&standing, |_| true), None, operation).await?;
            }
        }
    }
    sync(shared, table)
}

/// Whether the log may name this version when `gone` is destroyed. One that is damaged may not; the
/// withdrawal does not wait for its repair.
fn can_stand(shared: &Shared, version: &Snapshot, gone: &[FileRef]) -> bool {
    let kept = |file: &FileRef| gone.iter().all(|gone| gone.path != file.path);
    match check_all(shared, version) {
        Ok(()) => version.files.iter().all(kept),
        Err(error) => {
            let (table, version) = (&version.table, version.version);
            tracing::warn!(%error, %table, version, "a damaged version is not announced again");
            false
        }
    }
}

/// The number in the log of the commit that announced this version.
pub async fn version_of(shared: &Shared, snapshot: &Snapshot) -> Result<Option<u64>, Error> {
    let Some(table) = open(shared, &snapshot.table).await? else {
        return Ok(None);
    };
    let newest = table.version().unwrap_or_default();
    let folder = shared.root.join(snapshot.table.as_str()).join("_delta_log");
    // Withdrawals only push a version to a higher number, and carry none of ours.
    for number in u64::from(snapshot.version)..=newest {
        let path = folder.join(format!("{number:020}.json"));
        let commit = std::fs::read_to_string(&path).map_err(|e| on_disk("read", &path, e))?;
        if transaction(&commit) == Some(i64::from(snapshot.version)) {
            return Ok(Some(number));
        }
    }
    Ok(None)
}

/// The version that a commit announced.
fn transaction(commit: &str) -> Option<i64> {
    commit
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .find(|action| action["txn"]["appId"] == APP)?["txn"]["version"]
        .as_i64()
}

fn check_all(shared: &Shared, snapshot: &Snapshot) -> Result<(), Error> {
    snapshot
        .files
        .iter()
        .try_for_each(|file| check(shared, file))
}

fn check(shared: &Shared, file: &FileRef) -> Result<(), Error> {
    let path = shared.locate(&file.path)?;
    let damaged = |why| Error::Damaged {
        path: file.path.clone(),
        why,
    };
    match std::fs::metadata(&path) {
        Ok(found) if found.len() == file.bytes => Ok(()),
        Ok(found) => Err(damaged(format!(
            "it has {} bytes instead of {}",
            found.len(),
            file.bytes
        ))),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Err(damaged("it is missing".to_owned())),
        Err(e) => Err(on_disk("read", &path, e)),
    }
}

/// The file's name inside its table.
fn own_name(path: &str) -> Option<&str> {
    path.split_once('/').map(|(_, name)| name)
}

fn builder(shared: &Shared, table: &TableName) -> Result<DeltaTable, Error> {
    let folder = shared.root.join(table.as_str());
    let url = Url::from_directory_path(&folder)
        .map_err(|()| Error::Refused(format!("{} is no absolute folder", folder.display())))?;
    DeltaTableBuilder::from_url(url.clone())
        .map_err(failed)?
        .with_storage_backend(Arc::new(shared.durable.clone()), url)
        .build()
        .map_err(failed)
}

/// Waits until the names in the log's folder are on the disk.
fn sync(shared: &Shared, table: &TableName) -> Result<(), Error> {
    let folder = shared.root.join(table.as_str()).join("_delta_log");
    shared
        .options
        .disk
        .sync_dir(&folder)
        .map_err(|e| on_disk("sync", &folder, e))
}

async fn open(shared: &Shared, table: &TableName) -> Result<Option<DeltaTable>, Error> {
    if !shared.root.join(table.as_str()).join("_delta_log").is_dir() {
        return Ok(None);
    }
    let mut log = builder(shared, table)?;
    if !log.verify_deltatable_existence().await.map_err(failed)? {
        return Ok(None);
    }
    log.load().await.map_err(failed)?;
    Ok(Some(log))
}

async fn create(shared: &Shared, snapshot: &Snapshot) -> Result<DeltaTable, Error> {
    let log_store = builder(shared, &snapshot.table)?.log_store();
    CreateBuilder::new()
        .with_log_store(log_store)
        .with_table_name(snapshot.table.as_str())
        .with_columns(columns(&snapshot.schema)?)
        .with_configuration([
            // Old entries are how old versions are read: they stay.
            ("delta.enableExpiredLogCleanup", Some("false")),
            ("delta.checkpointInterval", Some("20")),
        ])
        .await
        .map_err(failed)
}

/// The last version of ours that the log has; 0 for none.
async fn announced(table: &DeltaTable) -> Result<i64, Error> {
    let state = table.snapshot().map_err(failed)?;
    let last = state
        .transaction_version(table.log_store().as_ref(), APP)
        .await;
    Ok(last.map_err(failed)?.unwrap_or_default())
}

async fn views(table: &DeltaTable) -> Result<Vec<LogicalFileView>, Error> {
    let state = table.snapshot().map_err(failed)?;
    state
        .snapshot()
        .file_views(table.log_store().as_ref(), None)
        .try_collect()
        .await
        .map_err(failed)
}

fn remove(views: &[LogicalFileView], which: impl for<'a> Fn(&'a str) -> bool) -> Vec<Action> {
    views
        .iter()
        .filter(|view| which(view.path().as_ref()))
        .map(|view| Action::Remove(view.remove_action(true)))
        .collect()
}

/// What makes the files of the snapshot the only ones, and its columns the table's.
async fn replace(
    shared: &Shared,
    table: &DeltaTable,
    snapshot: &Snapshot,
) -> Result<Vec<Action>, Error> {
    let mut actions = Vec::new();
    let state = table.snapshot().map_err(failed)?;
    let schema =
        StructType::try_new(columns(&snapshot.schema)?).map_err(|e| Error::Engine(e.into()))?;
    if *state.schema() != schema {
        if has_local_times(&snapshot.schema) && state.protocol().min_reader_version() < 3 {
            actions.push(Action::Protocol(local_times_protocol()?));
        }
        let metadata = state
            .metadata()
            .clone()
            .with_schema(&schema)
            .map_err(|e| Error::Engine(e.into()))?;
        actions.push(Action::Metadata(metadata));
    }
    let standing = views(table).await?;
    let name = |file: &FileRef| own_name(&file.path).unwrap_or(&file.path).to_owned();
    let wanted: HashSet<String> = snapshot.files.iter().map(name).collect();
    // A commit may not remove and add the same file.
    actions.extend(remove(&standing, |path| !wanted.contains(path)));
    for file in &snapshot.files {
        let path = name(file);
        if standing.iter().any(|view| view.path().as_ref() == path) {
            continue;
        }
        actions.push(Action::Add(Add {
            path,
            partition_values: HashMap::new(),
            size: i64::try_from(file.bytes).unwrap_or(i64::MAX),
            modification_time: (shared.options.now_ms)(),
            data_change: true,
            stats: Some(serde_json::json!({ "numRecords": file.rows }).to_string()),
            ..Add::default()
        }));
    }
    Ok(actions)
}

fn write() -> DeltaOperation {
    DeltaOperation::Write {
        mode: SaveMode::Overwrite,
        partition_by: None,
        predicate: None,
    }
}

async fn commit(
    table: &mut DeltaTable,
    actions: Vec<Action>,
    version: Option<i64>,
    operation: DeltaOperation,
) -> Result<(), Error> {
    let mut properties = CommitProperties::default()
        .with_max_retries(0)
        .with_cleanup_expired_logs(Some(false));
    if let Some(version) = version {
        properties = properties.with_application_transaction(Transaction::new(APP, version));
    }
    let before = table.version();
    let state = table.snapshot().map_err(failed)?;
    let committed = CommitBuilder::from(properties)
        .with_actions(actions)
        .build(Some(state), table.log_store(), operation)
        .await;
    // A checkpoint may fail after the commit stands, so an error does not say whether it does. Nor
    // whether its name is on the disk: every caller syncs the folder.
    table.update_state().await.map_err(failed)?;
    match committed {
        Err(error) if table.version() == before => Err(failed(error)),
        Err(error) => {
            tracing::warn!(%error, "the commit stands, what follows it failed");
            Ok(())
        }
        Ok(_) => Ok(()),
    }
}

fn has_local_times(schema: &Schema) -> bool {
    schema
        .fields()
        .iter()
        .any(|f| matches!(f.data_type(), ArrowType::Timestamp(_, None)))
}

/// What readers and writers must know once a table has times without a zone.
fn local_times_protocol<P: serde::de::DeserializeOwned>() -> Result<P, Error> {
    serde_json::from_value(serde_json::json!({
        "minReaderVersion": 3,
        "minWriterVersion": 7,
        "readerFeatures": ["timestampNtz"],
        "writerFeatures": ["timestampNtz", "appendOnly"],
    }))
    .map_err(|e| Error::Engine(e.into()))
}

/// The columns as Delta knows them.
fn columns(schema: &Schema) -> Result<Vec<StructField>, Error> {
    let column = |field: &arrow_schema::FieldRef| {
        let kind = match field.data_type() {
            ArrowType::Boolean => DataType::Primitive(PrimitiveType::Boolean),
            ArrowType::Utf8 => DataType::Primitive(PrimitiveType::String),
            ArrowType::Binary => DataType::Primitive(PrimitiveType::Binary),
            ArrowType::Int8 => DataType::Primitive(PrimitiveType::Byte),
            ArrowType::Int16 => DataType::Primitive(PrimitiveType::Short),
            ArrowType::Int32 => DataType::Primitive(PrimitiveType::Integer),
            // Delta has no time of day: it is told as the microseconds since midnight.
            ArrowType::Int64 | ArrowType::Time64(_) => DataType::Primitive(PrimitiveType::Long),
            ArrowType::Float32 => DataType::Primitive(PrimitiveType::Float),
            ArrowType::Float64 => DataType::Primitive(PrimitiveType::Double),
            ArrowType::Date32 => DataType::Primitive(PrimitiveType::Date),
            ArrowType::Timestamp(TimeUnit::Microsecond, Some(_)) => {
                DataType::Primitive(PrimitiveType::Timestamp)
            }
            ArrowType::Timestamp(TimeUnit::Microsecond, None) => {
                DataType::Primitive(PrimitiveType::TimestampNtz)
            }
            ArrowType::Decimal128(precision, scale) => {
                let scale = u8::try_from(*scale).map_err(|e| Error::Engine(e.into()))?;
                DataType::decimal(*precision, scale).map_err(|e| Error::Engine(e.into()))?
            }
            other => return Err(Error::Refused(format!("the log has no word for {other}"))),
        };
        Ok(StructField::nullable(field.name(), kind))
    };
    schema.fields().iter().map(column).collect()
}
