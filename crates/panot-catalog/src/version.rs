// SPDX-License-Identifier: AGPL-3.0-or-later

//! A version of a dataset: published once, never changed, at most withdrawn.

use std::sync::Arc;

use arrow_schema::Schema;
use panot_core::{Id, Name, Timestamp};
use panot_lake::{FileRef, Snapshot, TableName};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::dataset::Dataset;
use crate::gate::Screened;
use crate::portrait::Portrait;

/// What a version consists of and where it came from: all that is fixed when it is published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// The Parquet files, in the order of their rows.
    pub files: Vec<FileRef>,
    /// The columns.
    #[serde(with = "crate::fields")]
    pub schema: Schema,
    /// The recipe that made it from its source, as TOML.
    pub recipe: String,
    /// What the import kept, changed, emptied and rejected.
    pub report: Value,
    /// The file that it was made from.
    pub source: Source,
    /// What the publisher says about this version.
    pub note: String,
    /// What the screen found in its rows; nothing where nobody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screened: Option<Screened>,
}

/// The file that a version was made from, kept byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name as it was handed in.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Where the original is kept, relative to the city's folder; nothing when it is not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_at: Option<String>,
}

/// A published version.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its dataset.
    pub dataset: Id<Dataset>,
    /// Its number, from 1.
    pub n: u32,
    /// When it was published.
    pub published_at: Timestamp,
    /// What it consists of.
    pub content: Content,
    /// What its columns look like, once the job has looked.
    pub portrait: Option<Portrait>,
    /// When its files stood in the Delta log, for other tools.
    pub announced_at: Option<Timestamp>,
    /// Whether and why it was withdrawn.
    pub withdrawal: Option<Withdrawal>,
}

/// What lists show of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its number.
    pub n: u32,
    /// When it was published.
    pub published_at: Timestamp,
    /// Its rows.
    pub rows: u64,
    /// The bytes of its files.
    pub bytes: u64,
    /// Its digest.
    pub digest: String,
    /// The file that it was made from.
    pub source: Source,
    /// What the publisher says about it.
    pub note: String,
    /// Whether and why it was withdrawn.
    pub withdrawal: Option<Withdrawal>,
}

/// What cards show of the newest version of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Newest {
    /// The dataset.
    pub dataset: Id<Dataset>,
    /// Its number.
    pub n: u32,
    /// When it was published.
    pub published_at: Timestamp,
    /// Its rows.
    pub rows: u64,
    /// Its columns.
    pub schema: Schema,
    /// What its columns look like, once the job has looked.
    pub portrait: Option<Portrait>,
}

impl From<Version> for Newest {
    fn from(version: Version) -> Self {
        Self {
            dataset: version.dataset,
            n: version.n,
            published_at: version.published_at,
            rows: version.rows(),
            schema: version.content.schema,
            portrait: version.portrait,
        }
    }
}

/// Why a version is no longer there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// The reason, for everyone to read.
    pub reason: String,
    /// The role that decided.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// When its files were destroyed.
    pub destroyed_at: Option<Timestamp>,
}

/// A version that was withdrawn, as a list tells it to another copy of the city, in which it may
/// still be readable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// The dataset.
    pub dataset: Name,
    /// The version's number.
    pub version: u32,
    /// Its digest: a copy may have gone on by itself, and have another version of this number.
    pub digest: String,
    /// The reason, for everyone to read.
    pub reason: String,
    /// The role that decided.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Whether a version may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It may.
    Published,
    /// It was withdrawn: its address answers why.
    Withdrawn,
}

impl Version {
    /// Whether it may be read.
    pub fn state(&self) -> State {
        match self.withdrawal {
            None => State::Published,
            Some(_) => State::Withdrawn,
        }
    }

    /// How many rows it has.
    pub fn rows(&self) -> u64 {
        self.content.files.iter().map(|file| file.rows).sum()
    }

    /// How many bytes its files take.
    pub fn bytes(&self) -> u64 {
        self.content.files.iter().map(|file| file.bytes).sum()
    }

    /// Its digest: SHA-256 over the digests of its files in order, in hexadecimal.
    pub fn digest(&self) -> String {
        digest(&self.content.files)
    }

    /// The version as the lake reads it.
    pub fn snapshot(&self, table: &TableName) -> Snapshot {
        Snapshot {
            table: table.clone(),
            version: self.n,
            schema: Arc::new(self.content.schema.clone()),
            files: self.content.files.clone(),
        }
    }
}

/// The digest of a list of files. It names the rows, their order and their encoding; two versions
/// with the same digest are the same bytes.
pub fn digest(files: &[FileRef]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.sha256.as_bytes());
        hash.update(b"\n");
    }
    hex(&hash.finalize())
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
