// SPDX-License-Identifier: AGPL-3.0-or-later

//! Why something is not public, as a type: the words stand in `said.rs`.

use panot_core::Language;
use screen::Finding;
use serde::Serialize;

use super::screened::People;

/// Why something is not public, or what its publisher should know.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Reason {
    /// There is no title in these languages.
    NoTitle {
        /// The languages.
        languages: Vec<Language>,
    },
    /// There is no description in these languages.
    NoDescription {
        /// The languages.
        languages: Vec<Language>,
    },
    /// Nobody is named who publishes it.
    NoPublisher,
    /// There is no licence.
    NoLicence,
    /// The licence is none of the known ones.
    UnknownLicence {
        /// As it is written.
        code: String,
    },
    /// There is no theme.
    NoTheme,
    /// The theme is none of the EU's.
    UnknownTheme {
        /// As it is written.
        code: String,
    },
    /// Nobody said how often it is brought up to date.
    NoFrequency,
    /// The frequency is none of the EU's.
    UnknownFrequency {
        /// As it is written.
        code: String,
    },
    /// There is nobody to ask.
    NoContact,
    /// What is given is no address and no page.
    BadContact {
        /// As it is written.
        contact: String,
    },
    /// These columns have no title in all languages.
    ColumnsWithoutTitle {
        /// The columns.
        columns: Vec<String>,
    },
    /// These columns are not described in all languages.
    ColumnsWithoutDescription {
        /// The columns.
        columns: Vec<String>,
    },
    /// Nobody said what these columns count or measure.
    ColumnsWithoutUnit {
        /// The columns.
        columns: Vec<String>,
    },
    /// Nobody looked for people in the rows: the import is from before there was a gate.
    NotScreened,
    /// Something points at people.
    Found {
        /// What and where.
        finding: Finding,
    },
    /// Rows about people are alone.
    Alone {
        /// How many, and three ways to mend it.
        people: People,
    },
    /// There are more rows about people than can be held against each other.
    TooManyPeople {
        /// Rows that were not.
        unseen: u64,
    },
    /// A finding is accepted for a reason that says nothing.
    ReasonTooShort {
        /// The column; empty where rows are alone.
        column: String,
        /// What was found.
        finding: String,
        /// Letters that a reason has at least.
        least: usize,
    },
    /// A finding is accepted that nobody may accept.
    CannotBeAccepted {
        /// The column.
        column: String,
        /// What was found.
        finding: String,
    },
    /// Something is accepted that was not found.
    AcceptedNothing {
        /// The column; empty where rows are alone.
        column: String,
        /// What was said to be found.
        finding: String,
    },
}

/// Where a reason lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A key of `dataset.toml`.
    Key(&'static str),
    /// Columns, by their names in the table.
    Columns(Vec<String>),
    /// The whole import.
    Import,
}

impl Reason {
    /// Where it lies.
    pub fn place(&self) -> Place {
        match self {
            Self::NoTitle { .. } => Place::Key("title"),
            Self::NoDescription { .. } => Place::Key("description"),
            Self::NoPublisher => Place::Key("publisher"),
            Self::NoLicence | Self::UnknownLicence { .. } => Place::Key("licence"),
            Self::NoTheme | Self::UnknownTheme { .. } => Place::Key("theme"),
            Self::NoFrequency | Self::UnknownFrequency { .. } => Place::Key("frequency"),
            Self::NoContact | Self::BadContact { .. } => Place::Key("contact"),
            Self::ColumnsWithoutTitle { columns }
            | Self::ColumnsWithoutDescription { columns }
            | Self::ColumnsWithoutUnit { columns } => Place::Columns(columns.clone()),
            Self::NotScreened | Self::TooManyPeople { .. } => Place::Import,
            Self::Found { finding } => Place::Columns(vec![finding.column.clone()]),
            Self::Alone { people } => Place::Columns(people.lonely.columns.clone()),
            Self::ReasonTooShort { .. }
            | Self::CannotBeAccepted { .. }
            | Self::AcceptedNothing { .. } => Place::Key("accepted"),
        }
    }
}
