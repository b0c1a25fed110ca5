// SPDX-License-Identifier: AGPL-3.0-or-later

//! Questions that pages ask of one version: filtered, sorted, paged rows, and short summaries.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use serde::{Deserialize, Serialize};

/// How a filter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Less than.
    Lt,
    /// Less than or equal.
    Le,
    /// Greater than.
    Gt,
    /// Greater than or equal.
    Ge,
    /// Before the first or not before the second of two values, written `first/second`.
    Outside,
    /// The column's text contains the value, whatever case and accents.
    Contains,
    /// The cell is empty; the value is not read.
    Empty,
    /// The cell is not empty; the value is not read.
    Present,
}

/// One condition on one column. The value is text as a person wrote it in the canonical form of the
/// column's type (decimal point, ISO date); the engine parses it or answers
/// [`WrongValue`](crate::Error::WrongValue).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// The column.
    pub column: String,
    /// The comparison.
    pub operator: Operator,
    /// What to compare with.
    pub value: String,
}

/// Conditions put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// This one.
    Is(Filter),
    /// The cell is one of these values, each in canonical text.
    OneOf {
        /// The column.
        column: String,
        /// The values.
        values: Vec<String>,
    },
    /// Any text column contains this, whatever case and accents.
    Anywhere(String),
    /// All of them; true where there are none.
    All(Vec<Self>),
    /// One of them; false where there are none.
    Any(Vec<Self>),
    /// Not this; true also where an empty cell leaves it open.
    Not(Box<Self>),
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Smallest first; empty cells last.
    #[default]
    Asc,
    /// Largest first; empty cells last.
    Desc,
}

/// One key of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// The column.
    pub column: String,
    /// Its direction.
    pub direction: Direction,
}

/// What to read of a version. The default reads everything in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ask {
    /// Only these columns, in this order; all when `None`.
    pub columns: Option<Vec<String>>,
    /// All of these must hold.
    pub filters: Vec<Filter>,
    /// Any text column contains this, whatever case and accents.
    pub search: Option<String>,
    /// This must hold as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// Each row with its number in the version, from 1: a first column of this name, a whole number,
    /// which conditions and the order may name too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_as: Option<String>,
    /// Of rows that are alike only one, in the order of their columns where none is asked for. They
    /// have no number, and are ordered by what is asked for.
    #[serde(default, skip_serializing_if = "is_false")]
    pub distinct: bool,
    /// The order. Ties keep the order of the file.
    pub sort: Vec<Sort>,
    /// Only these rows of the version, by their numbers from 0, ascending; all when `None`. The
    /// conditions hold besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<Vec<u64>>,
    /// How many rows to pass over.
    pub offset: u64,
    /// How many rows to return at most; all when `None`.
    pub limit: Option<u64>,
}

/// Left out of what is written, so that older questions are written as they always were.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is serde's"
)]
fn is_false(truth: &bool) -> bool {
    !truth
}

/// The rows of an answer, and how many there would be without offset and limit.
#[derive(Debug, Clone)]
pub struct Page {
    /// The columns.
    pub schema: SchemaRef,
    /// The rows.
    pub batches: Vec<RecordBatch>,
    /// How many rows fit the filters. Exact.
    pub total: u64,
}

/// A chart's question: one number per value of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The column whose values become buckets. Dates and times are cut to `cut`.
    pub by: String,
    /// For dates and times: `year`, `month`, `day`, `hour`; ignored for other types.
    pub cut: Option<String>,
    /// The clock by which moments with a zone are cut, as in the IANA database; UTC when `None`.
    /// A bucket's value stays the moment at which its period begins, in UTC. Hours are those of UTC.
    pub zone: Option<String>,
    /// The column to average or add up; rows are counted when `None`.
    pub of: Option<String>,
    /// `sum`, `avg`, `min` or `max`; ignored when rows are counted.
    pub how: String,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// At most this many buckets: the largest for text columns, the last for dates and times.
    pub limit: u32,
}

/// One bucket of a [`Summary`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryBucket {
    /// The value of the bucket in canonical text; `None` for empty cells.
    pub value: Option<String>,
    /// How many rows it holds.
    pub rows: u64,
    /// The number asked for; for drawing, not for citing.
    pub number: Option<f64>,
}
