// SPDX-License-Identifier: AGPL-3.0-or-later

//! What can go wrong in the lake.

/// Why the lake did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The question names a column that the table does not have.
    #[error("there is no column {name:?}; there are: {}", known.join(", "))]
    NoSuchColumn {
        /// The name that was asked for.
        name: String,
        /// The names that exist.
        known: Vec<String>,
    },
    /// A filter compares a column with something that is not of its type.
    #[error("{value:?} is not a value of column {column:?}, which is {kind}")]
    WrongValue {
        /// The column.
        column: String,
        /// The text that does not fit.
        value: String,
        /// The column's type in words.
        kind: String,
    },
    /// The question is not one that is answered here.
    #[error("{0}")]
    Refused(String),
    /// The rows that were to be written could not be produced.
    #[error("the rows could not be read: {0}")]
    Source(Box<dyn std::error::Error + Send + Sync>),
    /// The caller could not say which version stands when another is withdrawn.
    #[error("the version that stands could not be read: {0}")]
    Standing(Box<dyn std::error::Error + Send + Sync>),
    /// The disk refused: full, read-only, or gone.
    #[error("cannot {doing} {path}: {source}")]
    Disk {
        /// What was being done, as a verb.
        doing: &'static str,
        /// The file or folder.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A stored file is missing or is not what its version says it is.
    #[error("the file {path} of this version is damaged: {why}")]
    Damaged {
        /// The file, relative to the lake.
        path: String,
        /// What does not agree.
        why: String,
    },
    /// The engine failed in a way that is a bug or an exhausted machine.
    #[error("the engine failed: {0}")]
    Engine(Box<dyn std::error::Error + Send + Sync>),
}
