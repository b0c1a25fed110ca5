// SPDX-License-Identifier: AGPL-3.0-or-later

//! What happens to a table once its columns are typed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::reading::Coarsen;

/// One change of the table. Columns are named as the table names them. All but those that
/// [reshape](Step::reshapes) it happen once its columns are typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Step {
    /// Columns side by side become rows below each other.
    Unpivot(Unpivot),
    /// Year, month, day (and hour) in columns of their own become one.
    Join(Join),
    /// Two columns of coordinates become a point.
    Point(Point),
    /// Coordinates that stand in each other's column go back.
    Swap(Swap),
    /// Ruined degrees are computed again from projected coordinates.
    Rebuild(Rebuild),
    /// A range written as text becomes its two ends.
    Split(Split),
    /// Rows that are none of the table are left out.
    LeaveOut(LeaveOut),
    /// Objects in the cells of a column become columns, or rows.
    Flatten(Flatten),
    /// Rows about people say less, so that nobody is alone with what they say.
    Protect(Protect),
    /// Rows about people are counted together.
    Count(Count),
}

impl Step {
    /// Whether the step is done to the rows of the file before their columns are typed, wherever it
    /// stands among the others.
    pub fn reshapes(&self) -> bool {
        matches!(self, Self::LeaveOut(_) | Self::Flatten(_))
    }

    /// Whether the step must know all rows of the finished table; it is the last then, and the only
    /// such one.
    pub fn is_of_all_rows(&self) -> bool {
        matches!(self, Self::Protect(_) | Self::Count(_))
    }
}

/// Rows about people say less. First columns go and others say less; then, where fewer than `k` rows
/// say the same in the columns by which people can be told apart, cells of theirs are emptied, one
/// column after the other, until enough say the same: local suppression (Samarati and Sweeney 1998).
/// A row that says nothing in any of them stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protect {
    /// Columns that go.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// How columns say less.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub coarsen: BTreeMap<String, Coarsen>,
    /// The columns by which people can be told apart. The first is emptied first.
    pub apart: Vec<String>,
    /// Fewer rows than this that say the same are too few; at least 2.
    #[serde(default = "k")]
    pub k: u32,
}

/// One row for each combination of some columns, with how many rows there were. Combinations that too few
/// rows have are one row together, which does not say which.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// The columns by which rows are counted; all others go.
    pub by: Vec<String>,
    /// How they say less.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub coarsen: BTreeMap<String, Coarsen>,
    /// The new column for how many.
    pub into: String,
    /// Fewer than this are too few; at least 2.
    #[serde(default = "k")]
    pub k: u32,
}

/// The bound of most statistical offices.
fn k() -> u32 {
    5
}

/// Which rows are none of the table: sums of the others, notes below them. They stand in the report
/// with their line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum LeaveOut {
    /// Rows in which a column says so.
    Where(Where),
    /// Notes below the table.
    Below(Below),
}

/// Rows in which a column says one of these texts, in small or large letters: `Total`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Where {
    /// The column.
    pub column: String,
    /// The whole texts of its cells.
    pub says: Vec<String>,
    /// How many rows may say so; a file with more of them is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

/// The rows at the end of the file, at most a thousand and 8 MiB of them, that hold nothing but words
/// and fill no more cells than this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Below {
    /// Cells with something in them.
    pub filled: usize,
    /// How many of them may be left out, without empty ones; a file with more is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

/// `{"carrer": "Major", "cp": "08001"}` in a column `adreça` becomes `adreça.carrer` and
/// `adreça.cp`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flatten {
    /// The column of JSON, as the file writes it.
    pub column: String,
    /// Whether each element of a list becomes a row of its own, beside the same other cells.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rows: bool,
    /// How many objects within each other become columns, at most 16; what lies deeper stays JSON.
    #[serde(default = "depth")]
    pub depth: u8,
}

/// Deep enough for what catalogues write, and no more columns than a person looks at.
fn depth() -> u8 {
    4
}

/// `H01…H24` with `V01…V24` become one row per hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unpivot {
    /// The columns of values, with `*` for what differs: `h*`.
    pub values: String,
    /// The columns that say whether the value holds, with `*` for the same: `v*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flags: Option<String>,
    /// The new column for what `*` stood for.
    pub label: String,
    /// The new column for the value.
    pub value: String,
    /// The new column for the flag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<String>,
    /// What the hours mean, where the label is an hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<HourMeans>,
    /// Whether rows without a value are left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub skip_missing: bool,
}

/// What hour 01 of a day means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HourMeans {
    /// From 0 h to 1 h: the label becomes 0, when it begins.
    Ending,
    /// 1 h: the label stays 1, and 24 is 0 h of the next day.
    Instant,
}

/// Parts of a date in columns of their own become one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The year.
    pub year: String,
    /// The month, 1 to 12.
    pub month: String,
    /// The day of the month.
    pub day: String,
    /// The hour, 0 to 24.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hour: Option<String>,
    /// The zone of the hour; the new column then holds UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The new column.
    pub into: String,
    /// Whether the parts stay.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keep: bool,
}

/// Two columns of coordinates become a point in WGS 84.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// East: longitude or easting.
    pub x: String,
    /// North: latitude or northing.
    pub y: String,
    /// The reference system of both.
    pub epsg: u32,
    /// The new column.
    #[serde(default = "geometry")]
    pub into: String,
    /// Whether the two columns are left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub drop: bool,
}

fn geometry() -> String {
    "geometry".to_owned()
}

/// Where `(x, y)` lies outside the bounds and `(y, x)` inside, the two change places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Swap {
    /// The column that should hold what is east.
    pub x: String,
    /// The column that should hold what is north.
    pub y: String,
    /// West, south, east and north, in the system of the columns.
    pub bounds: [f64; 4],
}

/// Longitude and latitude computed from projected coordinates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rebuild {
    /// The column to write degrees east into.
    pub longitude: String,
    /// The column to write degrees north into.
    pub latitude: String,
    /// The easting.
    pub x: String,
    /// The northing.
    pub y: String,
    /// Their reference system.
    pub epsg: u32,
}

/// `30 - 40 µg/m³` becomes 30 and 40.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// The column of ranges.
    pub column: String,
    /// The new column for the lower end.
    pub low: String,
    /// The new column for the upper end.
    pub high: String,
    /// The mark before a fraction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// Digits after it.
    #[serde(default)]
    pub scale: u8,
    /// The unit that stands behind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Whether the column stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keep: bool,
}
