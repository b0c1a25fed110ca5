// SPDX-License-Identifier: AGPL-3.0-or-later

//! Writes record batches as the files that people download.
//!
//! Every writer takes one batch after the other and holds none of them. Numbers are written digit by
//! digit as they are, never through a double; text as UTF-8; what is missing stays missing.
//!
//! The schema may carry `tabular.type` (see [`TYPE`]): `geometry` says that a binary column holds
//! WKB in WGS 84, longitude first.

mod csv;
mod json;
mod text;
mod xlsx;

use std::io::Write;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
pub use json::{Elsewhere, Features};
pub use text::Value;

/// The key of a field's metadata that says what its column means: `boolean`, `integer`, `decimal`,
/// `date`, `timestamp`, `text`, `code`, `time`, `geometry` or `double`.
pub const TYPE: &str = "tabular.type";

/// Rows of a sheet of XLSX, the header among them.
pub const SHEET_ROWS: u32 = 1_048_576;

/// A kind of file that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180 in UTF-8, the names of the columns in the first line.
    Csv,
    /// An array of objects.
    Json,
    /// An object a line.
    NdJson,
    /// A feature collection; without a geometry column, points from longitude and latitude.
    GeoJson,
    /// A workbook of one sheet.
    Xlsx,
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Whoever takes the bytes takes no more.
    #[error("cannot write the file: {0}")]
    Io(#[from] std::io::Error),
    /// A sheet has no more rows.
    #[error(
        "a sheet holds {} rows and this table has more: take CSV or Parquet",
        SHEET_ROWS - 1
    )]
    TooManyRows,
    /// A cell of a sheet has a bound.
    #[error(
        "row {row}, column {column}: a cell of a sheet holds 32767 letters and this text has \
         more: take CSV or Parquet"
    )]
    LongText {
        /// Counted from 1, without the header.
        row: u64,
        /// The name of the column.
        column: String,
    },
    /// A column of a type that no table of ours has.
    #[error("column {column}: {why}")]
    Column {
        /// The name of the column.
        column: String,
        /// What is wrong with it.
        why: String,
    },
    /// The workbook could not be put together.
    #[error("cannot write the workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

/// Writes batches of one schema, and what stands before and after them.
pub trait WriteBatches: Send {
    /// Writes the rows of a batch.
    fn write(&mut self, batch: &RecordBatch) -> Result<(), WriteError>;

    /// Writes what stands after the last row. Without it the file is not whole.
    fn finish(self: Box<Self>) -> Result<(), WriteError>;
}

/// A writer of `format` into `out`, which should be buffered by whoever cares: writers hand over
/// some ten kilobytes at a time, and a workbook only when it is finished.
pub fn writer<'a>(
    format: Format,
    schema: &Schema,
    out: impl Write + Send + 'a,
) -> Result<Box<dyn WriteBatches + 'a>, WriteError> {
    Ok(match format {
        Format::Csv => Box::new(csv::Csv::new(schema, out)?),
        Format::Json => Box::new(json::Json::new(json::Frame::Array, schema, out)?),
        Format::NdJson => Box::new(json::Json::new(json::Frame::Lines, schema, out)?),
        Format::GeoJson => Box::new(json::Json::new(json::Frame::Features, schema, out)?),
        Format::Xlsx => Box::new(xlsx::Xlsx::new(schema, out)?),
    })
}

/// Writes all `batches` as one file.
pub fn write_all(
    format: Format,
    schema: &Schema,
    batches: impl IntoIterator<Item = RecordBatch>,
    out: impl Write + Send,
) -> Result<(), WriteError> {
    let mut writer = writer(format, schema, out)?;
    for batch in batches {
        writer.write(&batch)?;
    }
    writer.finish()
}
