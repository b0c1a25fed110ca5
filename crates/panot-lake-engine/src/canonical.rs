// SPDX-License-Identifier: AGPL-3.0-or-later

//! Cells as canonical text: a decimal point and every decimal of the column, ISO dates and times,
//! `true` and `false`; bytes in hexadecimal.

use arrow::util::display::{ArrayFormatter, FormatOptions};
use arrow_array::Array;
use arrow_schema::ArrowError;

/// The cell of a row; `None` where it is empty.
pub fn text(column: &dyn Array, row: usize) -> Result<Option<String>, ArrowError> {
    if column.is_null(row) {
        return Ok(None);
    }
    let options = FormatOptions::new();
    let cells = ArrayFormatter::try_new(column, &options)?;
    cells.value(row).try_to_string().map(Some)
}

/// All cells of a column.
pub fn texts(column: &dyn Array) -> Result<Vec<Option<String>>, ArrowError> {
    let options = FormatOptions::new();
    let cells = ArrayFormatter::try_new(column, &options)?;
    let cell = |row| {
        if column.is_null(row) {
            return Ok(None);
        }
        cells.value(row).try_to_string().map(Some)
    };
    (0..column.len()).map(cell).collect()
}
