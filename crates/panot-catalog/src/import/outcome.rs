// SPDX-License-Identifier: AGPL-3.0-or-later

//! How an import ends.

use panot_core::Name;
use serde::Serialize;
use tabular::import::{AnswerError, Drift, PlanError, Question, Report, Study, Suggestion};
use tabular::source::{Facts, Kind};

use super::dataset_file::DatasetFileError;
use super::remarks::{Serious, Unknown, Used};

/// What was found out about a file, and nothing kept.
#[derive(Debug, Clone, Serialize)]
pub struct Studied {
    /// What the file is.
    pub kind: Kind,
    /// Encoding, dialect, header, oddities.
    pub facts: Facts,
    /// Its columns, what is still asked after the recipe, what is still offered.
    pub study: Study,
    /// How it differs from the version before.
    pub drift: Option<Drift>,
    /// The recipe it would be read with, as TOML.
    pub recipe: String,
    /// The same with what was noticed, asked and offered as comments, for a person to edit.
    pub draft: String,
    /// Which small files were used.
    pub used: Vec<Used>,
    /// Columns that the dataset file names and the table does not have.
    pub unknown: Vec<Unknown>,
}

/// A file that was taken in and waits to be published.
#[derive(Debug, Clone, Serialize)]
pub struct Staged {
    /// The dataset it belongs to.
    pub dataset: Name,
    /// The import.
    #[serde(skip)]
    pub import: panot_core::Id<crate::staged::Import>,
    /// Whether the dataset exists already.
    pub known: bool,
    /// Rows of the table.
    pub rows: u64,
    /// Columns of the table: name and type.
    pub columns: Vec<(String, String)>,
    /// What reading it kept, changed, emptied and rejected.
    pub report: Report,
    /// What is offered and was not taken.
    pub suggestions: Vec<Suggestion>,
    /// Questions that were settled by what the evidence speaks for.
    pub assumed: Vec<Question>,
    /// What the publisher should look at.
    pub serious: Vec<Serious>,
    /// Which small files were used.
    pub used: Vec<Used>,
    /// Columns that the dataset file names and the table does not have.
    pub unknown: Vec<Unknown>,
}

/// Why a file was not taken in. Nothing of it is left behind.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] tabular::ReadError),
    /// It holds several tables, and nobody said which.
    #[error("the file holds {} tables: {}", .0.len(), .0.join(", "))]
    WhichTable(Vec<String>),
    /// The folder's dataset file says which dataset it is, and the version before was made of a file of
    /// another name: its next version, or another table in the same folder.
    #[error(
        "the dataset.toml of the folder is about {dataset}, whose last file was {last:?}, not {file:?}"
    )]
    WhoseFolder {
        /// The dataset.
        dataset: Name,
        /// The file of its last version.
        last: String,
        /// This file.
        file: String,
    },
    /// A file beside it cannot be read.
    #[error("{place}: {why}")]
    Sidecar {
        /// The file, with line and column where there are any.
        place: String,
        /// What is wrong.
        why: String,
    },
    /// The dataset's name cannot be an address.
    #[error("{0}")]
    Name(String),
    /// An answer or a suggestion does not fit what was asked and offered.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// Something must be answered first.
    #[error("{} of its columns can be read in more than one way", questions.len())]
    Open {
        /// What is asked.
        questions: Vec<Question>,
        /// What is offered.
        suggestions: Vec<Suggestion>,
        /// What the publisher should look at.
        serious: Vec<Serious>,
    },
    /// The recipe does not fit the file.
    #[error(transparent)]
    Plan(PlanError),
    /// The columns are not those of the version before.
    #[error("the columns differ from those of the version before")]
    Drift(Box<Drift>),
    /// Too many cells do not fit the type of their column.
    #[error("too many cells do not fit the type of their column")]
    Refused(Box<Report>),
    /// It was changed by somebody while it was read.
    #[error("the file was changed while it was read")]
    Changed,
    /// The version that stands was made of the same file, read the same way.
    #[error("{dataset}@{version} was made of the same file, read the same way")]
    Same {
        /// The dataset.
        dataset: Name,
        /// The version.
        version: u32,
    },
    /// It was told to stop.
    #[error("it was interrupted")]
    Stopped,
    /// The lake or the disk.
    #[error(transparent)]
    Lake(#[from] panot_lake::Error),
    /// The database.
    #[error(transparent)]
    Db(#[from] panot_db::Error),
    /// What was to be undone could not be.
    #[error(transparent)]
    Originals(#[from] crate::jobs::OriginalsError),
}

impl ImportError {
    /// A recipe or dataset file that cannot be read.
    pub(super) fn dataset_file(place: &str, error: &DatasetFileError) -> Self {
        Self::Sidecar {
            place: format!("{place}:{}:{}", error.line, error.column),
            why: error.why.clone(),
        }
    }
}
