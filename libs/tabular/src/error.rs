// SPDX-License-Identifier: AGPL-3.0-or-later

//! Why a file could not be read.

/// Why a file, or a place in it, could not be read: what, where, and how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The disk refused.
    #[error("cannot read the file: {0}")]
    Io(#[from] std::io::Error),
    /// The file is none of the kinds we read, or is cut off or damaged.
    #[error("line {line}: {why}")]
    Damaged {
        /// Where, counted from 1; 1 when the file as a whole is meant.
        line: u64,
        /// What is wrong and how to mend it.
        why: String,
    },
    /// The file is larger, wider or deeper than what is accepted.
    #[error("{what} is more than the {most} that are accepted")]
    TooMuch {
        /// What there is too much of.
        what: String,
        /// The bound, with its unit.
        most: String,
    },
}

impl ReadError {
    pub(crate) fn damaged(line: u64, why: impl Into<String>) -> Self {
        Self::Damaged {
            line,
            why: why.into(),
        }
    }

    pub(crate) fn too_much(what: impl Into<String>, most: impl Into<String>) -> Self {
        Self::TooMuch {
            what: what.into(),
            most: most.into(),
        }
    }
}
