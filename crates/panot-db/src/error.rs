// SPDX-License-Identifier: AGPL-3.0-or-later

//! What can go wrong with the database.

use std::sync::Arc;

/// Why the database did not do what was asked. Nobody at the counter can act on one of these: it
/// becomes a 500 and a line in the log. What a resident can act on is a domain error, found by a
/// statement that changes no row.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The address of the database is not one.
    #[error(
        "{0:?} is not the address of a database: write sqlite:panot.db or postgres://user@host/name"
    )]
    Address(String),
    /// A statement failed.
    #[error("{statement}: {source}")]
    Statement {
        /// The name of the statement.
        statement: &'static str,
        /// What the engine said.
        source: Arc<sqlx::Error>,
    },
    /// A cell is not what the code expects: the schema and the code do not agree.
    #[error("column {column}: {why}")]
    Cell {
        /// The column.
        column: String,
        /// What is there and what was expected.
        why: String,
    },
    /// A transaction went on after one of its statements had failed. PostgreSQL would have thrown
    /// its work away in silence, so neither engine keeps it.
    #[error("the transaction \"{0}\" went on after a statement had failed; nothing was written")]
    Poisoned(&'static str),
    /// The changes could not be put on the disk; none of them is there.
    #[error("the changes could not be written: {0}")]
    Commit(Arc<str>),
    /// Others held the writer, or kept changing what this transaction had read, for too long.
    #[error("the transaction \"{0}\" found no turn; try again")]
    Busy(&'static str),
    /// The database and this binary do not fit.
    #[error("{0}")]
    Migration(String),
    /// The disk refused, or this engine cannot do this.
    #[error("cannot {doing} {path}: {why}")]
    Disk {
        /// What was being done, as a verb.
        doing: &'static str,
        /// The file or folder.
        path: String,
        /// What the system said.
        why: String,
    },
}

impl Error {
    pub(crate) fn statement(statement: &'static str, source: sqlx::Error) -> Self {
        Self::Statement {
            statement,
            source: Arc::new(source),
        }
    }

    /// Whether running the transaction again may succeed: a serialization failure or a deadlock on
    /// PostgreSQL, another process at the file on SQLite.
    pub(crate) fn is_conflict(&self) -> bool {
        let Self::Statement { source, .. } = self else {
            return false;
        };
        let Some(error) = source.as_database_error() else {
            return false;
        };
        match error.code().as_deref() {
            Some("40001" | "40P01") => true,
            // SQLITE_BUSY and its kinds: the low byte is 5.
            Some(code)
                if error
                    .try_downcast_ref::<sqlx::sqlite::SqliteError>()
                    .is_some() =>
            {
                code.parse::<u32>().is_ok_and(|code| code & 0xff == 5)
            }
            _ => false,
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(source: sqlx::Error) -> Self {
        Self::statement("a statement without a name", source)
    }
}
