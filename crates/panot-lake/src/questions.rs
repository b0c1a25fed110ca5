// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL from the public: bounded on every side, and answered away from everything that must live.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Refusal, Snapshot, TableName};

/// Where questions from the public are answered. Cheap to clone.
#[derive(Clone)]
pub struct Questions(Arc<dyn Answers>);

impl Questions {
    /// Questions, answered so.
    pub fn new(answers: Arc<dyn Answers>) -> Self {
        Self(answers)
    }
}

impl Deref for Questions {
    type Target = dyn Answers;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl fmt::Debug for Questions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Questions")
    }
}

/// What answers questions. One implementation exists, in `panot-lake-engine`; the trait stands here
/// so that features compile without it.
#[async_trait]
pub trait Answers: Send + Sync {
    /// Answers one `SELECT`, or says why not. Whatever the text is, the process of the caller stays
    /// as it is: dropping the future ends the work too.
    async fn ask(&self, question: Question) -> Result<Answer, Unanswered>;
}

/// Under which name a question reads a version with its rows numbered: `"trees@3#"`. It has two columns
/// more, [`number_columns`].
pub fn numbered_name(snapshot: &Snapshot) -> String {
    format!("{}@{}#", snapshot.table, snapshot.version)
}

/// The columns of a [numbered](numbered_name) table that tell where a row stands: the number of its
/// file and of the row in it, both from 0. Named so that no column of the table has their names.
pub fn number_columns(schema: &Schema) -> [String; 2] {
    let free = |name: &str| {
        let mut name = name.to_owned();
        while schema.field_with_name(&name).is_ok() {
            name.insert(0, '_');
        }
        name
    };
    [free("__file"), free("__row")]
}

/// One question of somebody whom nobody knows.
#[derive(Debug, Clone)]
pub struct Question {
    /// The SQL, as it came.
    pub text: String,
    /// Every table that may be read, in every version that may be read: what is not here does not
    /// exist for the question.
    pub tables: Vec<Snapshot>,
    /// What it may take.
    pub bounds: Bounds,
    /// Whether the same question must give the same bytes next year: what cannot is refused, rows get
    /// a total order, floating numbers are added as decimals of nine places and rounded to them.
    pub repeatable: bool,
    /// Who asks, as far as it matters for taking turns; the address of a connection will do.
    pub caller: String,
}

/// What the answer to one question may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Rows; an answer with more of them is cut and marked.
    pub rows: u64,
    /// Bytes of the answer; one with more of them is none.
    pub bytes: u64,
    /// Time from when a worker has the question.
    pub deadline: Duration,
}

/// An answer, whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The columns.
    pub schema: SchemaRef,
    /// The rows.
    pub batches: Vec<RecordBatch>,
    /// There are more rows than the bound.
    pub truncated: bool,
    /// What was answered.
    pub meaning: Meaning,
}

/// What a question means at the moment at which it is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// The question in one spelling, with a version for every table and, where it must repeat, an order
    /// of all columns. Asked again it means the same for ever.
    pub canonical: String,
    /// The tables it reads, by name and version.
    pub tables: Vec<Read>,
    /// What answered it, with its version.
    pub engine: String,
}

/// A version of a table that a question reads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Read {
    /// The table.
    pub table: TableName,
    /// Its version.
    pub version: u32,
    /// Whether the question itself says the version everywhere.
    pub is_fixed: bool,
}

/// Of what an answer would have taken too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// Memory, or room on the disk for what does not fit in it.
    Memory,
    /// Bytes of the answer.
    Bytes,
    /// Time.
    Time,
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Memory => "memory",
            Self::Bytes => "room for its answer",
            Self::Time => "time",
        })
    }
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    /// It is not a question that is answered here; the refusal says what to change.
    #[error("{0}")]
    Refused(Refusal),
    /// It is, and would take more than one question may.
    #[error("the question needs more {0} than one question may have")]
    TooMuch(Resource),
    /// All who answer are at work, or too many of them for this caller.
    #[error("all who answer are busy; ask again in a moment")]
    Busy,
    /// A bug, a damaged file, or a machine without memory or processes.
    #[error("the question could not be answered: {0}")]
    Failed(Box<dyn std::error::Error + Send + Sync>),
}
