// SPDX-License-Identifier: AGPL-3.0-or-later

//! Workbooks: XLS, XLSX, ODS.
//!
//! A sheet is walked once when the workbook is opened (its width, its header, what its columns
//! hold) and once for each reading. The walk of a reading runs in a thread of its own and waits
//! whenever two blocks have not been taken: the library lends cells, and cannot be asked for them.

mod cell;
mod ods;
mod survey;
mod walk;

use std::sync::mpsc::{Receiver, sync_channel};

use cell::Walked;
use survey::Survey;

use super::backing::Backing;
use super::facts::{Facts, Note};
use super::format::{BLOCK_BYTES, BLOCK_ROWS, Format};
use super::{Kind, Limits, ReadOptions, TableInfo};
use crate::{Cells, Hint, ReadCells, ReadError};

/// The kind of workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Book {
    Xls,
    Xlsx,
    Ods,
}

/// A workbook.
#[derive(Debug)]
pub(super) struct Excel {
    file: Backing,
    book: Book,
    limits: Limits,
    tables: Vec<TableInfo>,
    surveys: Vec<Survey>,
    empty: Vec<String>,
}

impl Excel {
    pub(super) fn new(file: &Backing, book: Book, limits: &Limits) -> Result<Self, ReadError> {
        if file.len() > limits.workbook_bytes {
            return Err(ReadError::too_much(
                "the size of the workbook",
                super::backing::bytes_text(limits.workbook_bytes),
            ));
        }
        let names = walk::sheets(file, book)?;
        if names.len() > limits.tables {
            return Err(ReadError::too_much(
                "the number of sheets",
                format!("{} sheets", limits.tables),
            ));
        }
        let mut excel = Self {
            file: file.clone(),
            book,
            limits: limits.clone(),
            tables: Vec::new(),
            surveys: Vec::new(),
            empty: Vec::new(),
        };
        for name in names {
            let mut survey = Survey::default();
            walk::walk(file, book, &name, limits, &mut |row| {
                survey.look_at(&row, limits)
            })?;
            if survey.rows == 0 {
                excel.empty.push(name);
                continue;
            }
            excel.tables.push(TableInfo {
                name,
                kind: Kind::Excel,
                rows: Some(survey.rows_of_data()),
            });
            excel.surveys.push(survey);
        }
        if excel.tables.is_empty() {
            return Err(ReadError::damaged(
                1,
                "no sheet of this workbook has a cell",
            ));
        }
        Ok(excel)
    }
}

impl Format for Excel {
    fn tables(&self) -> &[TableInfo] {
        &self.tables
    }

    fn length(&self) -> u64 {
        self.file.len()
    }

    fn read(&self, table: usize, how: &ReadOptions) -> Result<Box<dyn ReadCells>, ReadError> {
        let survey = &self.surveys[table];
        let found = survey.header(how.header, &self.limits)?;
        let hints = survey.hints(found.skip_to, found.names.len());
        let (send, blocks) = sync_channel(2);
        let (file, book, limits) = (self.file.clone(), self.book, self.limits.clone());
        let name = self.tables[table].name.clone();
        let mut filler = Filler {
            cells: Cells::new(found.names.len()),
            width: found.names.len(),
            first_column: survey.first_column,
            skip_to: found.skip_to,
            limits: limits.clone(),
        };
        let work = move || {
            let walked = walk::walk(&file, book, &name, &limits, &mut |row| {
                Ok(match filler.add(&row)? {
                    Some(block) => send.send(Ok(block)).is_ok(),
                    None => true,
                })
            });
            // A receiver that has gone away wants nothing more: both sends may fail.
            let last = match walked {
                Ok(()) => Ok(filler.cells),
                Err(error) => Err(error),
            };
            let _ = send.send(last);
        };
        std::thread::Builder::new()
            .name("sheet".to_owned())
            .spawn(work)?;
        Ok(Box::new(SheetReader {
            names: found.names,
            hints,
            blocks,
            last_line: survey.last_line,
            at_line: 0,
            length: self.file.len(),
            ended: false,
        }))
    }

    fn facts(&self, table: usize, how: &ReadOptions) -> Result<Facts, ReadError> {
        let survey = &self.surveys[table];
        let found = survey.header(how.header, &self.limits)?;
        let notes = self.empty.iter().map(|sheet| Note::EmptySheet {
            sheet: sheet.clone(),
        });
        Ok(Facts {
            header: found.header,
            above: found.above,
            totals: survey.totals(),
            notes: notes.collect(),
            ..Facts::default()
        })
    }
}

/// Puts the rows of a sheet into blocks.
struct Filler {
    cells: Cells,
    width: usize,
    first_column: usize,
    skip_to: u64,
    limits: Limits,
}

impl Filler {
    /// Adds a row; gives back the block that it completes.
    fn add(&mut self, row: &Walked) -> Result<Option<Cells>, ReadError> {
        if row.line <= self.skip_to {
            return Ok(None);
        }
        self.cells.begin_row(row.line);
        let mut next = 0;
        for cell in &row.cells {
            let Some(column) = cell.column.checked_sub(self.first_column) else {
                continue;
            };
            if column >= self.width {
                break;
            }
            for _ in next..column {
                self.cells.push_absent();
            }
            if cell.text.len() > self.limits.cell_bytes {
                return Err(ReadError::too_much(
                    format!("row {}: the size of a cell", row.line),
                    format!("{} bytes", self.limits.cell_bytes),
                ));
            }
            self.cells.push(&cell.text);
            next = column + 1;
        }
        for _ in next..self.width {
            self.cells.push_absent();
        }
        if self.cells.rows() < BLOCK_ROWS && self.cells.bytes() < BLOCK_BYTES {
            return Ok(None);
        }
        Ok(Some(std::mem::replace(
            &mut self.cells,
            Cells::new(self.width),
        )))
    }
}

struct SheetReader {
    names: Vec<String>,
    hints: Vec<Hint>,
    blocks: Receiver<Result<Cells, ReadError>>,
    last_line: u64,
    at_line: u64,
    length: u64,
    ended: bool,
}

impl ReadCells for SheetReader {
    fn columns(&self) -> &[String] {
        &self.names
    }

    fn hints(&self) -> &[Hint] {
        &self.hints
    }

    fn next_block(&mut self) -> Result<Option<Cells>, ReadError> {
        if self.ended {
            return Ok(None);
        }
        match self.blocks.recv() {
            Ok(Ok(block)) if block.rows() == 0 => {
                self.ended = true;
                Ok(None)
            }
            Ok(Ok(block)) => {
                self.at_line = block.line(block.rows() - 1);
                // The last block is the one that ends with the last row.
                self.ended = self.at_line >= self.last_line;
                Ok(Some(block))
            }
            Ok(Err(error)) => {
                self.ended = true;
                Err(error)
            }
            // The thread ended without a word: the library met what it did not expect.
            Err(_) => {
                self.ended = true;
                Err(ReadError::damaged(
                    self.at_line + 1,
                    "the workbook is damaged: save it again from a spreadsheet program",
                ))
            }
        }
    }

    fn position(&self) -> u64 {
        let share =
            u128::from(self.length) * u128::from(self.at_line) / u128::from(self.last_line.max(1));
        u64::try_from(share).unwrap_or(self.length)
    }

    fn irregular(&self) -> &[(u64, usize)] {
        &[]
    }
}
