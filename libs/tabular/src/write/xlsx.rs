// SPDX-License-Identifier: AGPL-3.0-or-later

//! Workbooks, in the library's constant-memory mode: rows go to a temporary file at once.

use std::io::Write;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Schema};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::text::{Columns, Value, check, push};
use super::{SHEET_ROWS, WriteBatches, WriteError};

/// Letters of a cell, as the format counts them: in UTF-16.
const LETTERS: usize = 32_767;
/// From this day on (1 March 1900) sheets count days like the calendar.
const FIRST_DAY: i32 = -25_508;
/// 31 December 9999.
const LAST_DAY: i32 = 2_932_896;
/// What sheets call the first day of 1970.
const EPOCH: f64 = 25_569.0;
/// Digits that a sheet keeps.
const DIGITS: u32 = 15;

pub(super) struct Xlsx<W> {
    out: W,
    book: Workbook,
    names: Vec<String>,
    /// The next row.
    row: u32,
    day: Format,
    moment: Format,
}

impl<W: Write> Xlsx<W> {
    pub(super) fn new(schema: &Schema, out: W) -> Result<Self, WriteError> {
        check(schema)?;
        let mut book = Workbook::new();
        let bold = Format::new().set_bold();
        let sheet = book.add_worksheet_with_constant_memory()?;
        let mut names = Vec::new();
        for (n, field) in schema.fields().iter().enumerate() {
            let column = column(n, field.name())?;
            let utc = matches!(field.data_type(), DataType::Timestamp(_, Some(_)));
            let name = if utc {
                format!("{} (UTC)", field.name())
            } else {
                field.name().clone()
            };
            sheet.write_string_with_format(0, column, &name, &bold)?;
            names.push(field.name().clone());
        }
        sheet.set_freeze_panes(1, 0)?;
        Ok(Self {
            out,
            book,
            names,
            row: 1,
            day: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        })
    }
}

fn column(n: usize, name: &str) -> Result<u16, WriteError> {
    u16::try_from(n)
        .ok()
        .filter(|n| *n < 16_384)
        .ok_or_else(|| WriteError::Column {
            column: name.to_owned(),
            why: "a sheet has 16384 columns".to_owned(),
        })
}

/// A value as a sheet keeps it.
enum Cell<'a> {
    Blank,
    Boolean(bool),
    Number(f64),
    Day(f64),
    Moment(f64),
    Text(&'a str),
}

/// What does not fit the numbers of a sheet without loss becomes text.
#[expect(
    clippy::cast_precision_loss,
    clippy::as_conversions,
    reason = "only numbers of at most 15 digits get here, and microseconds of a day"
)]
fn cell<'a>(value: Value<'a>, text: &'a mut String) -> Cell<'a> {
    const DAY_US: i64 = 86_400_000_000;
    text.clear();
    match value {
        Value::Missing => return Cell::Blank,
        Value::Boolean(truth) => return Cell::Boolean(truth),
        Value::Text(text) => return Cell::Text(text),
        Value::Integer(n) if n.unsigned_abs() < 10_u64.pow(DIGITS) => {
            return Cell::Number(n as f64);
        }
        Value::Decimal(digits, _) if digits.unsigned_abs() < 10_u128.pow(DIGITS) => {
            push(value, text);
            if let Ok(number) = text.parse() {
                return Cell::Number(number);
            }
        }
        Value::Double(n) if n.is_finite() => return Cell::Number(n),
        Value::Date(days) if (FIRST_DAY..=LAST_DAY).contains(&days) => {
            return Cell::Day(f64::from(days) + EPOCH);
        }
        Value::Timestamp(us, _) => {
            let days = i32::try_from(us.div_euclid(DAY_US)).unwrap_or(i32::MAX);
            if (FIRST_DAY..=LAST_DAY).contains(&days) {
                let of_day = us.rem_euclid(DAY_US) as f64 / DAY_US as f64;
                return Cell::Moment(f64::from(days) + EPOCH + of_day);
            }
            push(value, text);
        }
        other => push(other, text),
    }
    Cell::Text(text)
}

impl<W: Write + Send> WriteBatches for Xlsx<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), WriteError> {
        let columns = Columns::of(batch)?;
        let mut text = String::new();
        let sheet: &mut Worksheet = self.book.worksheet_from_index(0)?;
        for row in 0..columns.rows() {
            if self.row >= SHEET_ROWS {
                return Err(WriteError::TooManyRows);
            }
            for (n, name) in self.names.iter().enumerate() {
                let at = column(n, name)?;
                let value = columns.value(row, n);
                match cell(value, &mut text) {
                    Cell::Blank => {}
                    Cell::Boolean(truth) => drop(sheet.write_boolean(self.row, at, truth)?),
                    Cell::Number(n) => drop(sheet.write_number(self.row, at, n)?),
                    Cell::Day(n) => {
                        sheet.write_number_with_format(self.row, at, n, &self.day)?;
                    }
                    Cell::Moment(n) => {
                        sheet.write_number_with_format(self.row, at, n, &self.moment)?;
                    }
                    Cell::Text(long) if long.encode_utf16().count() > LETTERS => {
                        if !matches!(value, Value::Geometry(_)) {
                            return Err(WriteError::LongText {
                                row: u64::from(self.row),
                                column: name.clone(),
                            });
                        }
                        // Outlines of places are often longer; the rest of the row is still good.
                        let instead = "(too long for a sheet: see the GeoJSON)";
                        sheet.write_string(self.row, at, instead)?;
                    }
                    Cell::Text(text) => drop(sheet.write_string(self.row, at, text)?),
                }
            }
            self.row += 1;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.book.save_to_writer(&mut self.out)?;
        Ok(self.out.flush()?)
    }
}
