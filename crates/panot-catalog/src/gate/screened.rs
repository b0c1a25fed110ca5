// SPDX-License-Identifier: AGPL-3.0-or-later

//! The screen over the rows of a table, while they go by.

use std::fmt::Write as _;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Date32Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_cast::cast;
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use screen::{Column, Finding, Groups, Lonely, Preview, Role, Scan, is_of_single_people};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Accepted;
use crate::kind::Kind;

/// Fewer alike than this are too few.
pub const K: u32 = 5;
/// Rows by which mends are tried, at most; the first of a larger table.
const TRIED_MAX: usize = 2_000_000;

/// What the screen found in the rows of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screened {
    /// What points at people, the gravest first.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Rows about people that are alone.
    #[serde(default)]
    pub people: Option<People>,
    /// The days that the table is about.
    #[serde(default)]
    pub period: Option<Period>,
    /// What of it is public with a reason; known once it is published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Accepted>,
    /// Rows about people that were not held against the others, because there are too many.
    #[serde(default)]
    pub unseen: u64,
}

/// Rows about people that are alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// How many, and by which columns.
    pub lonely: Lonely,
    /// Three ways to mend it.
    pub mends: Vec<Preview>,
}

/// The days that a table is about, as years, months or days of ISO 8601.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Period {
    /// The first.
    pub from: String,
    /// The last.
    pub to: String,
}

/// Looks at the rows of a table while they go by.
#[derive(Debug)]
pub struct Screener {
    scan: Scan,
    groups: Option<Groups>,
    /// Columns that are scanned.
    scanned: Vec<usize>,
    /// Columns that say when.
    when: Vec<usize>,
    period: Option<Period>,
    rows: usize,
    /// Rows that were held against each other.
    held: usize,
}

impl Screener {
    /// A screen over a table with these columns.
    pub fn new(schema: &Schema) -> Self {
        let fields = schema.fields();
        let columns: Vec<Column> = fields.iter().map(|field| column(field)).collect();
        let scanned = |at: &usize| {
            let named = matches!(
                columns[*at].role,
                Role::Identity | Role::Telephone | Role::Name
            );
            named || fields[*at].data_type() == &DataType::Utf8
        };
        let kinds: Vec<Kind> = fields.iter().map(|field| Kind::of(field)).collect();
        let says_when = |at: &usize| {
            let born = columns[*at].role == Role::Birth;
            !born
                && matches!(
                    kinds[*at],
                    Kind::Date | Kind::Moment | Kind::Year | Kind::YearMonth
                )
        };
        Self {
            scan: Scan::new(&columns),
            groups: is_of_single_people(&columns).then(|| Groups::new(&columns, K)),
            scanned: (0..fields.len()).filter(scanned).collect(),
            when: (0..fields.len()).filter(says_when).collect(),
            period: None,
            rows: 0,
            held: 0,
        }
    }

    /// Looks at some rows.
    pub fn see(&mut self, batch: &RecordBatch) {
        for &at in &self.scanned {
            let Some(cells) = text(batch, at) else {
                continue;
            };
            for (row, cell) in cells.iter().enumerate() {
                if let Some(cell) = cell {
                    let row = u64::try_from(self.rows + row + 1).unwrap_or(u64::MAX);
                    self.scan.cell(at, row, cell);
                }
            }
        }
        for at in self.when.clone() {
            let Some(ends) = ends(batch.column(at)) else {
                continue;
            };
            for end in ends.iter().flatten() {
                self.saw_when(end.get(..10).unwrap_or(end));
            }
        }
        if let Some(groups) = self.groups.as_mut().filter(|_| self.rows < TRIED_MAX) {
            let cells: Vec<_> = groups.places().iter().map(|at| text(batch, *at)).collect();
            self.held += batch.num_rows();
            for row in 0..batch.num_rows() {
                groups.row(cells.iter().map(|cells| {
                    let cells = cells.as_ref()?;
                    cells.is_valid(row).then(|| cells.value(row))
                }));
            }
        }
        self.rows += batch.num_rows();
    }

    fn saw_when(&mut self, day: &str) {
        match &mut self.period {
            None => {
                self.period = Some(Period {
                    from: day.to_owned(),
                    to: day.to_owned(),
                });
            }
            Some(period) if *day < *period.from => day.clone_into(&mut period.from),
            Some(period) if *day > *period.to => day.clone_into(&mut period.to),
            Some(_) => {}
        }
    }

    /// What was found.
    pub fn finish(self) -> Screened {
        let unseen = match self.groups {
            Some(_) => u64::try_from(self.rows.saturating_sub(self.held)).unwrap_or(u64::MAX),
            None => 0,
        };
        let people = self.groups.and_then(|groups| {
            let lonely = groups.lonely()?;
            Some(People {
                lonely,
                mends: groups.mends(),
            })
        });
        Screened {
            findings: self.scan.finish(),
            people,
            period: self.period,
            accepted: Vec::new(),
            unseen,
        }
    }
}

/// The first and the last of a column of days, moments, years or months, as text.
fn ends(cells: &ArrayRef) -> Option<StringArray> {
    let order: Vec<Option<i64>> = match cells.data_type() {
        DataType::Utf8 => {
            let cells = cells.as_string::<i32>();
            let said = || cells.iter().flatten();
            return Some(StringArray::from(vec![said().min()?, said().max()?]));
        }
        DataType::Date32 => cells
            .as_primitive::<Date32Type>()
            .iter()
            .map(|day| day.map(i64::from))
            .collect(),
        DataType::Timestamp(TimeUnit::Microsecond, _) => cells
            .as_primitive::<TimestampMicrosecondType>()
            .iter()
            .collect(),
        kind if kind.is_integer() => {
            let cells = cast(cells, &DataType::Int64).ok()?;
            cells.as_primitive::<Int64Type>().iter().collect()
        }
        _ => return None,
    };
    let said = || (0..order.len()).filter(|at| order[*at].is_some());
    let (first, last) = (
        said().min_by_key(|at| order[*at])?,
        said().max_by_key(|at| order[*at])?,
    );
    let text = |at: usize| {
        let cell = cast(&cells.slice(at, 1), &DataType::Utf8).ok()?;
        Some(cell.as_string::<i32>().value(0).to_owned())
    };
    Some(StringArray::from(vec![text(first)?, text(last)?]))
}

/// What a column says about people: by its name, but a place on the map by what it is.
fn column(field: &Field) -> Column {
    let named = Column::of(field.name());
    match Kind::of(field) {
        Kind::Geometry | Kind::Latitude | Kind::Longitude => Column {
            role: Role::Spot,
            ..named
        },
        _ => named,
    }
}

/// A column as text, a shape as the digits of its bytes; nothing where it cannot be told so.
fn text(batch: &RecordBatch, at: usize) -> Option<StringArray> {
    let cells = batch.column(at);
    if let Some(shapes) = cells.as_binary_opt::<i32>() {
        let digits = |shape: &[u8]| {
            shape.iter().fold(String::new(), |mut digits, byte| {
                let _ = write!(digits, "{byte:02x}");
                digits
            })
        };
        let shapes = shapes.iter().map(|shape| shape.map(digits));
        return Some(shapes.collect::<Vec<Option<String>>>().into());
    }
    let cells = cast(cells, &DataType::Utf8).ok()?;
    Some(cells.as_string::<i32>().clone())
}
