// SPDX-License-Identifier: AGPL-3.0-or-later

//! Reads the rows of a CSV file in blocks.

use super::rows::{Cut, Dialect, Span, SpanKind, cut, unmark};
use crate::source::Limits;
use crate::source::encoding::TextStream;
use crate::source::format::{BLOCK_BYTES, BLOCK_ROWS};
use crate::source::header::Found;
use crate::{Cells, Hint, ReadCells, ReadError};

/// Rows of the wrong length that are named, at most.
pub(in crate::source) const IRREGULAR: usize = 100_000;

/// Reads a CSV file in blocks.
pub(super) struct CsvReader {
    stream: TextStream,
    dialect: Dialect,
    names: Vec<String>,
    hints: Vec<Hint>,
    /// Rows that begin up to this line are not data.
    skip_to: u64,
    limits: Limits,
    text: String,
    /// Where in `text` the next row begins, and at which line of the file.
    at: usize,
    line: u64,
    rows: u64,
    /// Nothing follows `text` in the file.
    ended: bool,
    spans: Vec<Span>,
    unmarked: String,
    irregular: Vec<(u64, usize)>,
}

impl CsvReader {
    pub(super) fn new(stream: TextStream, dialect: Dialect, found: Found, limits: Limits) -> Self {
        Self {
            stream,
            dialect,
            hints: vec![Hint::None; found.names.len()],
            names: found.names,
            skip_to: found.skip_to,
            limits,
            text: String::new(),
            at: 0,
            line: 1,
            rows: 0,
            ended: false,
            spans: Vec::new(),
            unmarked: String::new(),
            irregular: Vec::new(),
        }
    }

    /// Puts the unfinished row at the beginning of the text and reads more after it.
    fn more(&mut self) -> Result<(), ReadError> {
        let pending = self.text.len() - self.at;
        if pending > self.limits.record_bytes {
            return Err(ReadError::too_much(
                format!("line {}: the size of the row", self.line),
                crate::source::backing::bytes_text(
                    u64::try_from(self.limits.record_bytes).unwrap_or(u64::MAX),
                ),
            ));
        }
        self.text.drain(..self.at);
        self.at = 0;
        self.ended = !self.stream.fill(&mut self.text)?;
        Ok(())
    }

    /// Adds the row that was just cut.
    fn add(&mut self, cells: &mut Cells) -> Result<(), ReadError> {
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(ReadError::too_much(
                "the number of rows",
                format!("{} rows", self.limits.rows),
            ));
        }
        cells.begin_row(self.line);
        let width = self.names.len();
        for (number, span) in self.spans.iter().take(width).enumerate() {
            if span.end - span.begin > self.limits.cell_bytes {
                return Err(self.huge_cell(number, span.end - span.begin));
            }
            let raw = &self.text[span.begin..span.end];
            if span.kind == SpanKind::Marked {
                unmark(raw, self.dialect, &mut self.unmarked);
                cells.push(&self.unmarked);
            } else {
                cells.push(raw);
            }
        }
        if self.spans.len() != width {
            for _ in self.spans.len()..width {
                cells.push_absent();
            }
            self.tell_irregular(width);
        }
        Ok(())
    }

    /// Empty cells too many are a habit of the program that wrote the file, not a fault of the row.
    fn tell_irregular(&mut self, width: usize) {
        let only_empty = self.spans.len() > width
            && self.spans[width..].iter().all(|span| {
                self.text[span.begin..span.end]
                    .bytes()
                    .all(|b| b == b' ' || b == b'"')
            });
        if !only_empty && self.irregular.len() < IRREGULAR {
            self.irregular.push((self.line, self.spans.len()));
        }
    }

    fn huge_cell(&self, number: usize, bytes: usize) -> ReadError {
        ReadError::too_much(
            format!(
                "line {}, column {}: the size of the cell, {bytes} bytes \
                 (is a quotation mark not closed?),",
                self.line,
                number + 1
            ),
            format!("{} bytes", self.limits.cell_bytes),
        )
    }
}

impl ReadCells for CsvReader {
    fn columns(&self) -> &[String] {
        &self.names
    }

    fn hints(&self) -> &[Hint] {
        &self.hints
    }

    fn next_block(&mut self) -> Result<Option<Cells>, ReadError> {
        let mut cells = Cells::with_capacity(self.names.len(), BLOCK_ROWS);
        while cells.rows() < BLOCK_ROWS && cells.bytes() < BLOCK_BYTES {
            let met = cut(
                self.text.as_bytes(),
                self.at,
                self.ended,
                self.dialect,
                &mut self.spans,
            );
            match met {
                Cut::Row { next, breaks } => {
                    if self.line > self.skip_to {
                        self.add(&mut cells)?;
                    }
                    self.at = next;
                    self.line += breaks;
                }
                Cut::Blank { next } if next > self.at => {
                    self.at = next;
                    self.line += 1;
                }
                Cut::Blank { .. } => break,
                Cut::MoreInQuotes(mark) if self.text.len() - mark > self.limits.cell_bytes => {
                    return Err(self.huge_cell(self.spans.len(), self.text.len() - mark));
                }
                Cut::More | Cut::MoreInQuotes(_) => self.more()?,
            }
        }
        Ok((cells.rows() > 0).then_some(cells))
    }

    fn position(&self) -> u64 {
        let waiting = u64::try_from(self.text.len() - self.at).unwrap_or(0);
        self.stream.taken().saturating_sub(waiting)
    }

    fn irregular(&self) -> &[(u64, usize)] {
        &self.irregular
    }
}
