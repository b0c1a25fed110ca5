// SPDX-License-Identifier: AGPL-3.0-or-later

//! Why a question is not answered, so that it can be said in the asker's language.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a question is not answered as it is, and where that stands in its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The kind of reason.
    pub why: Why,
    /// Where in the text, when that is known.
    pub at: Option<Place>,
    /// The same in English, as exactly as the engine knows it.
    pub said: String,
}

impl Refusal {
    /// A refusal of which no place is known yet.
    pub fn new(why: Why, said: impl Into<String>) -> Self {
        Self {
            why,
            at: None,
            said: said.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

/// A place in the text of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The line, from 1.
    pub line: u64,
    /// The character of the line, from 1.
    pub column: u64,
}

/// The kinds of reasons. Each is mended in another way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is not SQL.
    Syntax,
    /// It is not one `SELECT`.
    OnlySelect,
    /// It is too long, or too deep.
    TooLong,
    /// It reads too many tables.
    TooManyTables,
    /// It has a part that is not answered here, such as `WITH RECURSIVE`.
    Form,
    /// There is no such table among those that may be read.
    NoSuchTable(String),
    /// There is no such column.
    NoSuchColumn {
        /// What the question calls it.
        name: String,
        /// What there is instead, as it is written in a question.
        known: Vec<String>,
    },
    /// There is no such function, or it is not answered here.
    Function(String),
    /// The function may give another answer the next time.
    NotRepeatable(String),
    /// `LIMIT` without an order: other rows may come the next time.
    Unordered,
    /// A value that cannot be computed or read: a division by nought, a text that is no date.
    Value,
    /// The parts do not fit together: a number added to a day.
    Sense,
}
