// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the columns of a version look like, and how two versions differ.

use serde::{Deserialize, Serialize};

use crate::SummaryBucket;

/// The profile of a whole version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Rows of the version.
    pub rows: u64,
    /// One entry per column, in the order of the schema.
    pub columns: Vec<ColumnProfile>,
}

/// What one column looks like. Values are canonical text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnProfile {
    /// The column.
    pub name: String,
    /// Empty cells.
    pub missing: u64,
    /// Different values; exact up to the engine's bound, then `None`.
    pub distinct: Option<u64>,
    /// The smallest value.
    pub min: Option<String>,
    /// The largest value.
    pub max: Option<String>,
    /// The mean, for numbers.
    pub mean: Option<f64>,
    /// The most frequent values, largest first, at most ten.
    pub top: Vec<SummaryBucket>,
    /// Twenty equal steps from the smallest to the largest value, for numbers and times.
    pub histogram: Vec<u64>,
}

/// How two versions of a table differ.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Difference {
    /// Columns only in the newer version.
    pub columns_added: Vec<String>,
    /// Columns only in the older version.
    pub columns_removed: Vec<String>,
    /// Columns whose type changed: name, old type, new type.
    pub columns_changed: Vec<(String, String, String)>,
    /// Rows only in the newer version.
    pub added: u64,
    /// Rows only in the older version.
    pub removed: u64,
    /// Rows with the same key and other values; always 0 without a key.
    pub changed: u64,
    /// Rows that are the same in both.
    pub same: u64,
    /// Examples, at most fifty of each kind.
    pub examples: Vec<RowChange>,
}

/// One row that differs: what it was and what it is, column by column in canonical text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// The row in the older version; `None` when it was added.
    pub before: Option<Vec<Option<String>>>,
    /// The row in the newer version; `None` when it was removed.
    pub after: Option<Vec<Option<String>>>,
}
