// SPDX-License-Identifier: AGPL-3.0-or-later

//! What goes through the pipes between the server and the processes that answer questions.
//!
//! ```text
//! to the worker     length (u32, little endian) · question as JSON
//! from the worker   'R' · length · part of an Arrow IPC stream      any number of times
//!                   'E' · length · how it ended, as JSON            once
//! ```
//!
//! A worker that dies says no end: whoever reads knows then that what came is not all.

use arrow_schema::SchemaRef;
use panot_lake::{FileRef, Meaning, Refusal, Snapshot, TableName};
use serde::{Deserialize, Serialize};

/// Bytes of one frame that are believed.
pub const FRAME_MAX: u32 = 64 << 20;
/// Marks a part of the answer.
pub const ROWS: u8 = b'R';
/// Marks the end of the answer.
pub const END: u8 = b'E';

/// A question on its way to a worker.
#[derive(Debug, Serialize, Deserialize)]
pub struct Asked {
    pub text: String,
    pub tables: Vec<Table>,
    pub rows_max: u64,
    pub bytes_max: u64,
    pub deadline_ms: u64,
    pub repeatable: bool,
}

/// A version of a table, as it travels.
#[derive(Debug, Serialize, Deserialize)]
pub struct Table {
    name: TableName,
    version: u32,
    schema: SchemaRef,
    files: Vec<FileRef>,
}

impl From<&Snapshot> for Table {
    fn from(snapshot: &Snapshot) -> Self {
        Self {
            name: snapshot.table.clone(),
            version: snapshot.version,
            schema: snapshot.schema.clone(),
            files: snapshot.files.clone(),
        }
    }
}

impl From<Table> for Snapshot {
    fn from(table: Table) -> Self {
        Self {
            table: table.name,
            version: table.version,
            schema: table.schema,
            files: table.files,
        }
    }
}

/// How an answer ended.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// All rows came.
    Whole(Meaning),
    /// There are more rows than were allowed.
    Truncated(Meaning),
    /// The question is not answered; why.
    Refused(Refusal),
    /// It needs more memory, or more room on the disk, than there is.
    Memory,
    /// The answer has more bytes than were allowed.
    Bytes,
    /// Time was over.
    Deadline,
    /// Something is broken.
    Failed(String),
}
