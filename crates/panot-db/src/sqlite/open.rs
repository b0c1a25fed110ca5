// SPDX-License-Identifier: AGPL-3.0-or-later

//! Opening the file.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, SqliteConnection};

use crate::Error;

/// Connections that read at the same time.
const READERS: u32 = 8;

/// Opens the file, making it when it is not there: the connection of the writer, and the readers.
pub(crate) async fn open(path: &Path) -> Result<(SqliteConnection, SqlitePool), Error> {
    let fail = |source: sqlx::Error| Error::Disk {
        doing: "open the database",
        path: path.display().to_string(),
        why: source.to_string(),
    };
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .statement_cache_capacity(256)
        .disable_statement_logging();
    let writer = options
        .clone()
        .create_if_missing(true)
        .connect()
        .await
        .map_err(fail)?;
    // A file whose folder entry is not on the disk is gone after a power cut.
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    sync_folder(folder.unwrap_or(Path::new(".")))?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(options.create_if_missing(false).pragma("query_only", "ON"))
        .await
        .map_err(fail)?;
    Ok((writer, readers))
}

/// Puts the entries of a folder on the disk.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), Error> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| Error::Disk {
            doing: "sync the folder",
            path: folder.display().to_string(),
            why: error.to_string(),
        })
}
