// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the columns of a version look like, as JSON.

use panot_lake::{ColumnProfile, Profile, SummaryBucket};
use serde::Serialize;
use utoipa::ToSchema;

/// The profile of a version.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileView {
    /// Rows of the version.
    pub rows: u64,
    /// Its columns, in order.
    pub columns: Vec<ColumnProfileView>,
}

/// What one column looks like. Values are canonical text.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColumnProfileView {
    /// The column.
    pub name: String,
    /// Empty cells.
    pub missing: u64,
    /// Different values; nothing where there are too many to count.
    pub distinct: Option<u64>,
    /// The smallest value.
    pub min: Option<String>,
    /// The largest value.
    pub max: Option<String>,
    /// The mean, for numbers.
    pub mean: Option<f64>,
    /// The most frequent values, largest first, at most ten.
    pub top: Vec<BucketView>,
    /// Twenty equal steps from the smallest to the largest value, for numbers and times.
    pub histogram: Vec<u64>,
}

/// Rows that share a value.
#[derive(Debug, Serialize, ToSchema)]
pub struct BucketView {
    /// The value in canonical text; nothing for empty cells.
    pub value: Option<String>,
    /// How many rows have it.
    pub rows: u64,
    /// The figure of a chart, for drawing and not for citing.
    pub number: Option<f64>,
}

impl ProfileView {
    /// The view.
    pub fn of(profile: &Profile) -> Self {
        Self {
            rows: profile.rows,
            columns: profile.columns.iter().map(ColumnProfileView::of).collect(),
        }
    }
}

impl ColumnProfileView {
    fn of(column: &ColumnProfile) -> Self {
        Self {
            name: column.name.clone(),
            missing: column.missing,
            distinct: column.distinct,
            min: column.min.clone(),
            max: column.max.clone(),
            mean: column.mean,
            top: column.top.iter().map(BucketView::of).collect(),
            histogram: column.histogram.clone(),
        }
    }
}

impl BucketView {
    fn of(bucket: &SummaryBucket) -> Self {
        Self {
            value: bucket.value.clone(),
            rows: bucket.rows,
            number: bucket.number,
        }
    }
}
