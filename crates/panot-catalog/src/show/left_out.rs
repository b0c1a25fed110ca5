// SPDX-License-Identifier: AGPL-3.0-or-later

//! The cells of a file that did not fit their column, and the rows that are none of the table, as a
//! page and as JSON.

use serde::Serialize;
use utoipa::ToSchema;

use super::Reader;
use super::dataset::Loaded;
use crate::account::{self, LeftOut, LeftOutRow};
use crate::said;

/// Left-out cells and rows as JSON.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOutView {
    /// The dataset.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// The file that the cells stand in.
    pub source: String,
    /// How many cells did not fit, in all columns.
    pub rejected: u64,
    /// Those that were kept to be shown, by line: the first hundred of each column.
    pub cells: Vec<LeftOut>,
    /// How many rows of the file are none of the table.
    pub rows_left_out: u64,
    /// The first hundred of them.
    pub rows: Vec<LeftOutRow>,
}

impl LeftOutView {
    /// The view; `None` where the version has no report of its import.
    pub fn of(loaded: &Loaded) -> Option<Self> {
        let content = &loaded.version.content;
        let all = account::left_out(&content.report)?;
        Some(Self {
            name: loaded.name().to_string(),
            version: loaded.version.n,
            source: content.source.name.clone(),
            rejected: all.rejected,
            cells: all.cells,
            rows_left_out: all.rows_left_out,
            rows: all.rows,
        })
    }
}

/// What the page shows of them.
#[derive(Debug, Clone)]
pub struct LeftOutShown {
    /// The file that the cells stand in.
    pub source: String,
    /// How many did not fit, in words.
    pub count: String,
    /// That not all of them are listed, or empty.
    pub bound: String,
    /// Each of them.
    pub cells: Vec<Listed>,
    /// How many rows are none of the table, in words; empty where there are none.
    pub rows_count: String,
    /// That not all of them are listed, or empty.
    pub rows_bound: String,
    /// Each of them, without a column.
    pub rows: Vec<Listed>,
}

/// A cell or a row that was left out.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Where it stands.
    pub line: String,
    /// The column, as the table calls it.
    pub column: String,
    /// What stands there.
    pub text: String,
    /// Why it was left out.
    pub why: String,
}

impl Listed {
    /// A cell.
    pub fn cell(cell: LeftOut, reader: &Reader) -> Self {
        Self {
            line: reader.count(cell.line),
            column: cell.column,
            text: cell.text,
            why: cell
                .misfit
                .map_or(cell.why, |misfit| said::misfit(reader.t, misfit)),
        }
    }

    fn row(row: LeftOutRow, reader: &Reader) -> Self {
        Self {
            line: reader.count(row.line),
            column: String::new(),
            text: row.text,
            why: said::left_out(reader.t, &row.cause),
        }
    }
}

impl LeftOutShown {
    /// What the page shows.
    pub fn of(view: LeftOutView, reader: &Reader) -> Self {
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let (listed, rows) = (number(view.cells.len()), number(view.rows.len()));
        Self {
            count: match view.rejected {
                0 => reader.t.import_none(),
                rejected => reader.t.left_out_count(rejected),
            },
            bound: if listed < view.rejected {
                reader.t.left_out_bound(reader.count(listed))
            } else {
                String::new()
            },
            source: view.source,
            cells: view
                .cells
                .into_iter()
                .map(|cell| Listed::cell(cell, reader))
                .collect(),
            rows_count: match view.rows_left_out {
                0 => String::new(),
                count => reader.t.left_out_rows_count(count),
            },
            rows_bound: if rows < view.rows_left_out {
                reader.t.left_out_rows_bound(reader.count(rows))
            } else {
                String::new()
            },
            rows: view
                .rows
                .into_iter()
                .map(|row| Listed::row(row, reader))
                .collect(),
        }
    }
}
