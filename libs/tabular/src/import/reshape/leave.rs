// SPDX-License-Identifier: AGPL-3.0-or-later

//! Leaves out rows that are none of the table, and remembers where they stood.

use serde::{Deserialize, Serialize};

use super::copy_row;
use crate::import::report::{LeftOut, MARKER, Over, WhyLeftOut};
use crate::recipe;
use crate::typer::words;
use crate::{Cells, Hint, ReadCells, ReadError};

/// Notes that are held back because nothing full has followed them yet: more are no notes.
const NOTES_MAX: u64 = 1_000;
/// Rows of them, with the empty ones that spreadsheets leave below a table.
const HELD_MAX: usize = 1 << 20;
/// Bytes of them.
const HELD_BYTES: usize = 8 << 20;

/// Which rows are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Leave {
    says: Vec<Says>,
    below: Option<recipe::Below>,
    /// Columns whose cells are not told.
    hidden: Vec<usize>,
    /// Whether no cell is told: it is not known in which column stands what must not be.
    silent: bool,
}

/// What a column may say of a row that is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Says {
    column: usize,
    /// In small letters.
    texts: Vec<String>,
    /// How many rows may say so.
    most: Option<u64>,
}

impl Leave {
    pub(super) fn says(&mut self, column: usize, rows: &recipe::Where) {
        let texts = rows.says.iter().map(|text| text.trim().to_lowercase());
        self.says.push(Says {
            column,
            texts: texts.collect(),
            most: rows.rows,
        });
    }

    /// Whether no row is left out.
    pub(super) fn is_idle(&self) -> bool {
        self.says.is_empty() && self.below.is_none()
    }

    /// What stands in this column is not told of the rows that are left out.
    pub(super) fn hide(&mut self, column: usize) {
        self.hidden.push(column);
    }

    /// Nothing is told of the rows that are left out but where they stood.
    pub(super) fn hide_all(&mut self) {
        self.silent = true;
    }

    /// What may be told of a row.
    fn text_of(&self, cells: &Cells, row: usize) -> String {
        let texts: Vec<&str> = filled(cells, row)
            .map(|(column, text)| {
                if self.silent || self.hidden.contains(&column) {
                    MARKER
                } else {
                    text
                }
            })
            .collect();
        texts.join(" ")
    }

    /// Of several such steps the one that fills most cells holds.
    pub(super) fn below(&mut self, rows: &recipe::Below) {
        if self.below.as_ref().is_none_or(|b| b.filled < rows.filled) {
            self.below = Some(rows.clone());
        }
    }

    /// The entry by which a column says that a row is none.
    fn said(&self, cells: &Cells, row: usize) -> Option<usize> {
        self.says.iter().position(|says| {
            let text = cells.cell(row, says.column).unwrap_or_default().trim();
            // Most cells are longer or shorter than any of the texts, and need no small letters.
            let alike = |said: &String| {
                said.len().abs_diff(text.len()) <= 2 && *said == text.to_lowercase()
            };
            says.texts.iter().any(alike)
        })
    }
}

/// The cells of a row that have something in them, and their columns.
fn filled(cells: &Cells, row: usize) -> impl Iterator<Item = (usize, &str)> {
    (0..cells.columns())
        .filter_map(move |column| Some((column, cells.cell(row, column)?.trim())))
        .filter(|(_, text)| !text.is_empty())
}

/// Whether nothing but words stands in a row, in no more cells than `most`.
fn is_thin(cells: &Cells, row: usize, most: usize) -> bool {
    filled(cells, row).take(most + 1).count() <= most
        && filled(cells, row).all(|(_, text)| words::is_words(text))
}

/// A reader without the rows that are none of the table.
pub(in crate::import) struct Leaving {
    inner: Box<dyn ReadCells>,
    leave: Leave,
    held: Cells,
    left_out: LeftOut,
    /// How many rows each column said to be none.
    said: Vec<u64>,
    /// Thin rows with something in them since the last full one, and the line of the first.
    notes: u64,
    first_note: u64,
    over: Option<Over>,
}

impl Leaving {
    pub(super) fn new(inner: Box<dyn ReadCells>, leave: Leave) -> Self {
        let held = Cells::new(inner.columns().len());
        Self {
            inner,
            said: vec![0; leave.says.len()],
            leave,
            held,
            left_out: LeftOut::default(),
            notes: 0,
            first_note: 1,
            over: None,
        }
    }

    /// The rows that were left out so far.
    pub(in crate::import) fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    /// Where more rows are none of the table than the recipe allows, and what to do.
    pub(in crate::import) fn over(&self) -> Option<&Over> {
        self.over.as_ref()
    }

    fn tell(&mut self, cells: &Cells, row: usize, why: WhyLeftOut) {
        let text = self.leave.text_of(cells, row);
        self.left_out.add(cells.line(row), &text, why);
    }

    /// The block without the rows in which a column says that they are none.
    fn without_said(&mut self, block: Cells) -> Cells {
        if !(0..block.rows()).any(|row| self.leave.said(&block, row).is_some()) {
            return block;
        }
        let mut kept = Cells::new(block.columns());
        for row in 0..block.rows() {
            let Some(at) = self.leave.said(&block, row) else {
                copy_row(&block, row, &mut kept);
                continue;
            };
            let says = &self.leave.says[at];
            let name = self.inner.columns()[says.column].clone();
            self.said[at] += 1;
            let count = self.said[at];
            if says.most.is_some_and(|most| count > most) && self.over.is_none() {
                self.over = Some(Over::Says {
                    line: block.line(row),
                    text: block
                        .cell(row, says.column)
                        .unwrap_or_default()
                        .trim()
                        .to_owned(),
                    column: name.clone(),
                    count,
                });
            }
            self.tell(&block, row, WhyLeftOut::Says(name));
        }
        kept
    }

    /// Tells of the rows below the last full one.
    fn leave_end(&mut self, rows: &recipe::Below) {
        let held = std::mem::replace(&mut self.held, Cells::new(0));
        let count = self.notes;
        if rows.rows.is_some_and(|most| count > most) && self.over.is_none() {
            self.over = Some(Over::Below {
                line: self.first_note,
                count,
            });
        }
        for row in 0..held.rows() {
            self.tell(&held, row, WhyLeftOut::Below);
        }
    }

    /// What is surely followed by a full row; the rest is held back.
    fn without_end(&mut self, block: Cells, most: usize) -> Cells {
        let mut run = 0;
        for row in 0..block.rows() {
            if !is_thin(&block, row, most) {
                (run, self.notes) = (0, 0);
                continue;
            }
            run += 1;
            if filled(&block, row).next().is_some() {
                if self.notes == 0 {
                    self.first_note = block.line(row);
                }
                self.notes += 1;
            }
        }
        if run == 0 && self.held.rows() == 0 {
            return block;
        }
        let all_thin = run == block.rows();
        let too_many = |rows: usize, bytes: usize| {
            self.notes > NOTES_MAX || rows > HELD_MAX || bytes > HELD_BYTES
        };
        let mut out = Cells::new(block.columns());
        if !all_thin || too_many(self.held.rows() + run, self.held.bytes() + block.bytes()) {
            for row in 0..self.held.rows() {
                copy_row(&self.held, row, &mut out);
            }
            self.held = Cells::new(block.columns());
        }
        let first_held = if too_many(run, block.bytes()) {
            block.rows()
        } else {
            block.rows() - run
        };
        for row in 0..block.rows() {
            if row < first_held {
                copy_row(&block, row, &mut out);
            } else {
                copy_row(&block, row, &mut self.held);
            }
        }
        out
    }
}

impl ReadCells for Leaving {
    fn columns(&self) -> &[String] {
        self.inner.columns()
    }

    fn hints(&self) -> &[Hint] {
        self.inner.hints()
    }

    fn next_block(&mut self) -> Result<Option<Cells>, ReadError> {
        loop {
            let Some(block) = self.inner.next_block()? else {
                if let Some(rows) = self.leave.below.clone() {
                    self.leave_end(&rows);
                }
                return Ok(None);
            };
            let mut block = self.without_said(block);
            if let Some(rows) = &self.leave.below {
                let most = rows.filled;
                block = self.without_end(block, most);
            }
            if block.rows() > 0 {
                return Ok(Some(block));
            }
        }
    }

    fn position(&self) -> u64 {
        self.inner.position()
    }

    fn irregular(&self) -> &[(u64, usize)] {
        self.inner.irregular()
    }
}
