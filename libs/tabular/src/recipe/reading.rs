// SPDX-License-Identifier: AGPL-3.0-or-later

//! How the cells of one column are read.

use serde::{Deserialize, Serialize};

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Type {
    /// Words.
    #[default]
    Text,
    /// Text that names something and is not counted with: `08019050`, `079`, a postcode.
    Code,
    /// True or false.
    Boolean,
    /// Whole numbers.
    Integer,
    /// Exact decimal numbers.
    Decimal,
    /// Degrees east, exact.
    Longitude,
    /// Degrees north, exact.
    Latitude,
    /// A day.
    Date,
    /// A day and a time.
    Timestamp,
    /// A time of day, as ISO 8601 text.
    Time,
    /// A year.
    Year,
    /// A month of a year, as ISO 8601 text: `2024-03`.
    YearMonth,
    /// A shape, as WKB in WGS 84.
    Geometry,
}

impl Type {
    /// The name under `tabular.type` and in recipes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Code => "code",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Longitude => "longitude",
            Self::Latitude => "latitude",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
            Self::Time => "time",
            Self::Year => "year",
            Self::YearMonth => "year-month",
            Self::Geometry => "geometry",
        }
    }

    /// Whether cells are numbers to count with.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Self::Integer | Self::Decimal | Self::Longitude | Self::Latitude | Self::Year
        )
    }

    /// Whether cells stay the text they are.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Code)
    }
}

impl std::fmt::Display for Type {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The order of day, month and year in a numeric date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// 31/12/2024.
    Dmy,
    /// 12/31/2024.
    Mdy,
    /// 2024/12/31.
    Ymd,
}

/// What a number that is a date counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Epoch {
    /// Seconds since 1970 in UTC.
    UnixSeconds,
    /// Milliseconds since 1970 in UTC.
    UnixMilliseconds,
    /// Days of a spreadsheet: 1 is 1900-01-01, and 60 is the day that never was.
    ExcelDays,
    /// The digits of a date: 20240131.
    Compact,
}

/// What replaces the values of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mask {
    /// Nothing: every cell becomes missing.
    Nothing,
    /// `***`, where there was a value.
    Marker,
}

/// How values are made coarser, so that fewer can be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Coarsen {
    /// Whole steps of a number, downwards: with 5, ages 20 to 24 become 20.
    Step(u32),
    /// The first day of the month.
    Month,
    /// The first day of the year.
    Year,
    /// Digits after the mark of a coordinate or decimal: with 2, 41.38539 becomes 41.38.
    Decimals(u8),
}

/// How the cells of one column are read: the type and whatever it leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reading {
    /// What the cells are.
    #[serde(rename = "type")]
    pub kind: Type,
    /// The mark before the fraction.
    pub decimal: Option<char>,
    /// The mark between thousands; a space stands for every kind of space.
    pub thousands: Option<char>,
    /// Digits in all and after the mark.
    pub digits: Option<[u8; 2]>,
    /// The unit, which cells may repeat.
    pub unit: Option<String>,
    /// The order of day, month and year.
    pub order: Option<Order>,
    /// The first of the hundred years that two digits can mean.
    pub first_year: Option<i16>,
    /// What a number counts from, where numbers are dates.
    pub epoch: Option<Epoch>,
    /// The zone of times that do not name one.
    pub zone: Option<String>,
    /// What means yes.
    pub yes: Vec<String>,
    /// What means no.
    pub no: Vec<String>,
    /// The reference system of a geometry.
    pub epsg: Option<u32>,
    /// Texts that mean that there is no value.
    pub missing: Vec<String>,
}

impl Reading {
    /// This type, and nothing else said.
    pub fn of(kind: Type) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }
}
