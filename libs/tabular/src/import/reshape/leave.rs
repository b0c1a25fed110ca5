// SPDX-License-Identifier: AGPL-3.0-or-later

//! Leaves out rows that are none of the table, and remembers where they stood.

use serde::{Deserialize, Serialize};

use super::copy_row;
use crate::import::report::{LeftOut, WhyLeftOut};
use crate::{Cells, Hint, ReadCells, ReadError};

/// Rows that are held back because nothing full has followed them yet. Notes are shorter.
const HELD_MAX: usize = 1_000;
/// Bytes of them.
const HELD_BYTES: usize = 8 << 20;

/// Which rows are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Leave {
    /// Columns that may say so, with what they say in small letters.
    says: Vec<(usize, Vec<String>)>,
    /// Rows at the end that fill no more cells than this.
    below: Option<usize>,
}

impl Leave {
    pub(super) fn says(&mut self, column: usize, texts: &[String]) {
        let texts = texts.iter().map(|text| text.trim().to_lowercase());
        self.says.push((column, texts.collect()));
    }

    pub(super) fn below(&mut self, filled: usize) {
        self.below = Some(self.below.unwrap_or(0).max(filled));
    }

    /// The column that says that a row is none.
    fn said(&self, cells: &Cells, row: usize) -> Option<usize> {
        self.says.iter().find_map(|(column, texts)| {
            let text = cells.cell(row, *column).unwrap_or_default().trim();
            // Most cells are longer or shorter than any of the texts, and need no small letters.
            let alike = |said: &String| {
                said.len().abs_diff(text.len()) <= 2 && *said == text.to_lowercase()
            };
            texts.iter().any(alike).then_some(*column)
        })
    }
}

/// How many cells of a row have something in them.
fn filled(cells: &Cells, row: usize) -> usize {
    let is = |column: &usize| {
        cells
            .cell(row, *column)
            .is_some_and(|text| !text.trim().is_empty())
    };
    (0..cells.columns()).filter(is).count()
}

/// What stands in a row.
fn text_of(cells: &Cells, row: usize) -> String {
    let texts: Vec<&str> = (0..cells.columns())
        .filter_map(|column| cells.cell(row, column))
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .collect();
    texts.join(" ")
}

/// A reader without the rows that are none of the table.
pub(in crate::import) struct Leaving {
    inner: Box<dyn ReadCells>,
    leave: Leave,
    held: Cells,
    left_out: LeftOut,
}

impl Leaving {
    pub(super) fn new(inner: Box<dyn ReadCells>, leave: Leave) -> Self {
        let held = Cells::new(inner.columns().len());
        Self {
            inner,
            leave,
            held,
            left_out: LeftOut::default(),
        }
    }

    /// The rows that were left out so far.
    pub(in crate::import) fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    fn tell(&mut self, cells: &Cells, row: usize, why: WhyLeftOut) {
        self.left_out
            .add(cells.line(row), &text_of(cells, row), why);
    }

    /// The block without the rows in which a column says that they are none.
    fn without_said(&mut self, block: Cells) -> Cells {
        if !(0..block.rows()).any(|row| self.leave.said(&block, row).is_some()) {
            return block;
        }
        let mut kept = Cells::new(block.columns());
        for row in 0..block.rows() {
            match self.leave.said(&block, row) {
                None => copy_row(&block, row, &mut kept),
                Some(column) => {
                    let name = self.inner.columns()[column].clone();
                    self.tell(&block, row, WhyLeftOut::Says(name));
                }
            }
        }
        kept
    }

    /// What is surely followed by a full row; the rest is held back.
    fn without_end(&mut self, block: Cells, most: usize) -> Cells {
        let thin = |row: &usize| filled(&block, *row) <= most;
        let run = (0..block.rows()).rev().take_while(thin).count();
        if run == 0 && self.held.rows() == 0 {
            return block;
        }
        let all_thin = run == block.rows();
        let too_many =
            self.held.rows() + run > HELD_MAX || self.held.bytes() + block.bytes() > HELD_BYTES;
        let mut out = Cells::new(block.columns());
        if !all_thin || too_many {
            for row in 0..self.held.rows() {
                copy_row(&self.held, row, &mut out);
            }
            self.held = Cells::new(block.columns());
        }
        let first_held = if run > HELD_MAX || block.bytes() > HELD_BYTES {
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
                let held = std::mem::replace(&mut self.held, Cells::new(0));
                for row in 0..held.rows() {
                    self.tell(&held, row, WhyLeftOut::Below);
                }
                return Ok(None);
            };
            let mut block = self.without_said(block);
            if let Some(most) = self.leave.below {
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
