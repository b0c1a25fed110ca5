// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is asked of an import, and what it tells while it works.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::gate::Way;

/// A file to take in, and what is to be done with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Request {
    /// Where the file lies, as an absolute path.
    pub file: PathBuf,
    /// The name of the dataset, before what the dataset file or the file's own name say.
    pub id: Option<String>,
    /// The sheet, layer or member, by name, where there are several.
    pub table: Option<String>,
    /// The text of the recipe, and where it came from.
    pub recipe: Option<Sidecar>,
    /// The text of the dataset file, and where it came from.
    pub dataset: Option<Sidecar>,
    /// Answers to questions: column and reading.
    pub answers: Vec<(String, String)>,
    /// Suggestions to take, by name; `all` for all of them.
    pub take: Vec<String>,
    /// Whether columns may differ from those of the version before.
    pub accept_drift: bool,
    /// Whether a file is taken in that the version which stands was made of.
    #[serde(default)]
    pub again: bool,
    /// How the recipe is mended where rows are about people who are alone.
    #[serde(default)]
    pub mend: Option<Way>,
    /// Study only: nothing is kept.
    pub dry_run: bool,
}

/// A small file that stands beside the one that is taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sidecar {
    /// Where it came from, for messages.
    pub place: String,
    /// What stands in it.
    pub text: String,
    /// How it was found.
    #[serde(default)]
    pub found: Found,
}

/// How a small file was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// Somebody named it.
    #[default]
    Named,
    /// It bears the name of the data file.
    OfFile,
    /// It stands in the folder of the data file, for every file there.
    OfFolder,
}

/// What an import or a publication is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The stage, in a word or two.
    pub stage: Stage,
    /// Bytes or rows done in this stage.
    pub done: u64,
    /// Out of how many, where that is known.
    pub total: Option<u64>,
    /// Rows so far.
    pub rows: u64,
}

/// The stages of a file on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Copying the file as it is.
    Keeping,
    /// Reading the whole file to find out what its columns are.
    Studying,
    /// Counting which rows say the same, where they are protected.
    Counting,
    /// Typing, sorting and writing the rows.
    Writing,
    /// Making the version.
    Publishing,
}
