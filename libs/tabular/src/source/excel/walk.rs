// SPDX-License-Identifier: AGPL-3.0-or-later

//! Walks through the rows of a sheet.

use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Reader, Sheet, SheetType, Xls, Xlsx, XlsxError};

use super::cell::{SheetCell, Walked, from_data, from_ref};
use super::{Book, ods};
use crate::ReadError;
use crate::source::Limits;
use crate::source::backing::{Backing, ReadSeek};

type Input = BufReader<Box<dyn ReadSeek>>;
/// Takes a row; false when no more are wanted.
pub(super) type Take<'a> = dyn FnMut(Walked) -> Result<bool, ReadError> + 'a;

/// The names of the sheets that hold cells, in order.
pub(super) fn sheets(file: &Backing, book: Book) -> Result<Vec<String>, ReadError> {
    let names = |sheets: &[Sheet]| {
        sheets
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.clone())
            .collect()
    };
    guarded(|| match book {
        Book::Xls => Ok(names(open_xls(file)?.sheets_metadata())),
        Book::Xlsx => Ok(names(open_xlsx(file)?.sheets_metadata())),
        Book::Ods => ods::sheets(file),
    })
}

/// Gives every row of a sheet that has a cell to `take`, from top to bottom.
pub(super) fn walk(
    file: &Backing,
    book: Book,
    sheet: &str,
    limits: &Limits,
    take: &mut Take<'_>,
) -> Result<(), ReadError> {
    guarded(|| match book {
        Book::Xls => walk_xls(file, sheet, take),
        Book::Xlsx => walk_xlsx(file, sheet, take),
        Book::Ods => ods::walk(file, sheet, limits, take),
    })
}

/// A panic of the library over a damaged file is an error of the file.
fn guarded<T>(work: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(damaged("its structure is broken")))
}

pub(super) fn damaged(why: impl std::fmt::Display) -> ReadError {
    ReadError::damaged(
        1,
        format!("the workbook is damaged ({why}): save it again from a spreadsheet program"),
    )
}

fn input(file: &Backing) -> Result<Input, ReadError> {
    Ok(BufReader::with_capacity(1 << 16, file.reader()?))
}

fn open_xls(file: &Backing) -> Result<Xls<Input>, ReadError> {
    Xls::new(input(file)?).map_err(|error| match error {
        calamine::XlsError::Password => locked(),
        other => damaged(other),
    })
}

fn open_xlsx(file: &Backing) -> Result<Xlsx<Input>, ReadError> {
    Xlsx::new(input(file)?).map_err(|error| match error {
        XlsxError::Password => locked(),
        other => damaged(other),
    })
}

fn locked() -> ReadError {
    ReadError::damaged(1, "the workbook is locked with a password: unlock it first")
}

fn walk_xls(file: &Backing, sheet: &str, take: &mut Take<'_>) -> Result<(), ReadError> {
    let range = open_xls(file)?.worksheet_range(sheet).map_err(damaged)?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    let first_column = usize::try_from(first_column).expect("32 bits");
    for (n, cells) in range.rows().enumerate() {
        let cells: Vec<SheetCell> = cells
            .iter()
            .enumerate()
            .filter_map(|(column, value)| from_data(first_column + column, value))
            .collect();
        let line = u64::from(first_row) + u64::try_from(n).expect("32 bits") + 1;
        if !cells.is_empty() && !take(Walked { line, cells })? {
            break;
        }
    }
    Ok(())
}

fn walk_xlsx(file: &Backing, sheet: &str, take: &mut Take<'_>) -> Result<(), ReadError> {
    let mut book = open_xlsx(file)?;
    let mut cells = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let mut row = Walked::default();
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (at, column) = cell.get_position();
        let line = u64::from(at) + 1;
        if line != row.line {
            if line < row.line {
                return Err(damaged("its rows are out of order"));
            }
            if !row.cells.is_empty() && !take(std::mem::take(&mut row))? {
                return Ok(());
            }
            row.line = line;
        }
        let column = usize::try_from(column).expect("32 bits");
        if row.cells.last().is_some_and(|last| last.column >= column) {
            return Err(damaged("its cells are out of order"));
        }
        row.cells.extend(from_ref(column, cell.get_value()));
    }
    if !row.cells.is_empty() {
        take(row)?;
    }
    Ok(())
}
