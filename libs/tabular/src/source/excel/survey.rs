// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a sheet is like, from a walk through all of it.

use super::cell::{CellKind, Walked};
use crate::source::Limits;
use crate::source::csv::{SampleCell, SampleRow};
use crate::source::facts::Placed;
use crate::source::header::{self, Found};
use crate::source::options::Header;
use crate::{Hint, ReadError};

/// Rows that are kept to find the header from.
const SAMPLE: usize = 300;

/// What a sheet is like.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) rows: u64,
    pub(super) last_line: u64,
    /// The leftmost column that is not blank.
    pub(super) first_column: usize,
    /// One more than the rightmost.
    end_column: usize,
    sample: Vec<Walked>,
    last: Walked,
    /// Cells of each kind in each column: text, numbers, truth values, moments.
    kinds: Vec<[u64; 4]>,
}

impl Survey {
    /// Looks at a row; always wants the next.
    pub(super) fn look_at(&mut self, row: &Walked, limits: &Limits) -> Result<bool, ReadError> {
        let (Some(first), Some(last)) = (row.cells.first(), row.cells.last()) else {
            return Ok(true);
        };
        self.first_column = if self.rows == 0 {
            first.column
        } else {
            self.first_column.min(first.column)
        };
        self.end_column = self.end_column.max(last.column + 1);
        let width = self.end_column - self.first_column;
        if width > limits.columns {
            return Err(ReadError::too_much(
                format!("row {}: the number of columns, {width},", row.line),
                format!("{} columns", limits.columns),
            ));
        }
        self.rows += 1;
        if self.rows > limits.rows {
            return Err(ReadError::too_much(
                "the number of rows",
                format!("{} rows", limits.rows),
            ));
        }
        self.last_line = row.line;
        self.kinds.resize(self.end_column, [0; 4]);
        for cell in &row.cells {
            self.kinds[cell.column][slot(cell.kind)] += 1;
        }
        if self.sample.len() < SAMPLE {
            self.sample.push(row.clone());
        }
        self.last = row.clone();
        Ok(true)
    }

    /// Where the columns get their names from.
    pub(super) fn header(&self, told: Option<Header>, limits: &Limits) -> Result<Found, ReadError> {
        let rows: Vec<SampleRow> = self.sample.iter().map(|row| self.padded(row)).collect();
        let found = header::find(&rows, told, limits)?;
        // Every row of a sheet has the width of the sheet, so a last column is never only a
        // delimiter, and what the sample does not show may stand below.
        let width = self.end_column - self.first_column;
        let mut names = found.names;
        for n in names.len()..width {
            names.push(match found.header {
                Some(_) => String::new(),
                None => format!("column_{}", n + 1),
            });
        }
        Ok(Found {
            names,
            trailing: false,
            ..found
        })
    }

    fn padded(&self, row: &Walked) -> SampleRow {
        let blank = SampleCell {
            text: String::new(),
            quoted: false,
        };
        let mut cells = vec![blank; self.end_column - self.first_column];
        for cell in &row.cells {
            let at = &mut cells[cell.column - self.first_column];
            at.text.clone_from(&cell.text);
        }
        SampleRow {
            line: row.line,
            cells,
        }
    }

    /// Rows below the header that is found without being told.
    pub(super) fn rows_of_data(&self) -> u64 {
        let skip_to = self
            .header(None, &Limits::default())
            .map_or(0, |found| found.skip_to);
        let above = self.sample.iter().filter(|row| row.line <= skip_to).count();
        self.rows - u64::try_from(above).unwrap_or(0)
    }

    /// What each column holds below the header, where it holds one kind.
    pub(super) fn hints(&self, skip_to: u64, columns: usize) -> Vec<Hint> {
        let mut kinds = self.kinds.clone();
        for row in self.sample.iter().filter(|row| row.line <= skip_to) {
            for cell in &row.cells {
                kinds[cell.column][slot(cell.kind)] -= 1;
            }
        }
        (0..columns)
            .map(|n| match kinds.get(self.first_column + n) {
                Some([texts, 0, 0, 0]) if *texts > 0 => Hint::Text,
                Some([0, numbers, 0, 0]) if *numbers > 0 => Hint::Number,
                Some([0, 0, truths, 0]) if *truths > 0 => Hint::Boolean,
                Some([0, 0, 0, moments]) if *moments > 0 => Hint::Moment,
                _ => Hint::None,
            })
            .collect()
    }

    /// The last row, if it says that it is a sum.
    pub(super) fn totals(&self) -> Option<Placed> {
        let texts: Vec<&str> = self.last.cells.iter().map(|c| c.text.as_str()).collect();
        (self.rows > 2 && header::looks_like_totals(&texts)).then(|| Placed {
            line: self.last.line,
            text: header::shorten(&texts.join(" ")),
        })
    }
}

fn slot(kind: CellKind) -> usize {
    match kind {
        CellKind::Text => 0,
        CellKind::Number => 1,
        CellKind::Boolean => 2,
        CellKind::Moment => 3,
    }
}
