// SPDX-License-Identifier: AGPL-3.0-or-later

//! One version of a table: its name, its schema and the files it consists of.

use std::fmt;
use std::str::FromStr;

use arrow_schema::SchemaRef;
use serde::{Deserialize, Serialize};

/// The name of a table: `[a-z0-9-]{1,80}`, the same as the name of the dataset it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TableName(String);

/// A text that cannot name a table.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} cannot be a name: use 1 to 80 of the letters a to z, digits and hyphens")]
pub struct InvalidName(pub String);

impl TableName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TableName {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if (1..=80).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidName(text.to_owned()))
        }
    }
}

impl TryFrom<String> for TableName {
    type Error = InvalidName;

    fn try_from(text: String) -> Result<Self, InvalidName> {
        text.parse()
    }
}

impl From<TableName> for String {
    fn from(name: TableName) -> Self {
        name.0
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One Parquet file of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// Where it lies, relative to the lake: `air-quality/part-….parquet`.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// How many rows it holds.
    pub rows: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// One version of a table, complete: what it is called, what its columns are, where its rows lie.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The table.
    pub table: TableName,
    /// The version, counted from 1.
    pub version: u32,
    /// The columns. Field metadata carries what Arrow's types cannot say; its keys are those that
    /// `tabular` writes (`tabular.type`, `tabular.unit`, …).
    pub schema: SchemaRef,
    /// The files, in the order of their rows.
    pub files: Vec<FileRef>,
}

impl Snapshot {
    /// How many rows the version has.
    pub fn rows(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }

    /// How many bytes its files take.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_folder() {
        for bad in ["", "..", "a/b", "Ünder", "UPPER", "a b", &"x".repeat(81)] {
            assert_eq!(bad.parse::<TableName>(), Err(InvalidName(bad.to_owned())));
        }
        assert_eq!(
            "air-quality".parse::<TableName>().map(|n| n.to_string()),
            Ok("air-quality".to_owned())
        );
    }
}
