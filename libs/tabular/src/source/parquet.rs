// SPDX-License-Identifier: AGPL-3.0-or-later

//! Apache Parquet.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::{Array, RecordBatch};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{DataType, Field, SchemaRef};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::backing::Backing;
use super::facts::Facts;
use super::format::{BLOCK_ROWS, Format};
use super::{Kind, Limits, ReadOptions, TableInfo};
use crate::geometry::Geometry;
use crate::{Cells, Hint, ReadCells, ReadError};

/// A Parquet file.
#[derive(Debug)]
pub(super) struct Parquet {
    file: Backing,
    limits: Limits,
    tables: [TableInfo; 1],
    schema: SchemaRef,
    geometry: Option<(String, Option<u32>)>,
}

fn damaged(error: impl std::fmt::Display) -> ReadError {
    ReadError::damaged(
        1,
        format!("the Parquet file is damaged or cut off: {error}"),
    )
}

/// A panic of the library over a damaged file is an error of the file.
fn guarded<T>(work: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(damaged("its structure is broken")))
}

fn builder(
    file: &Backing,
    limits: &Limits,
) -> Result<(ParquetRecordBatchReaderBuilder<File>, Backing), ReadError> {
    let (path, kept) = file.on_disk(limits)?;
    let mut input = File::open(path)?;
    let length = file.len();
    let mut tail = [0; 8];
    if length >= 12 {
        input.seek(SeekFrom::Start(length - 8))?;
        input.read_exact(&mut tail)?;
    }
    if &tail[4..] != b"PAR1" {
        return Err(ReadError::damaged(
            1,
            "the Parquet file is cut off: get the whole file again",
        ));
    }
    // The footer is the one thing that must be in memory whole.
    let footer = u64::from(u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]));
    if footer + 12 > length || footer > 64 << 20 {
        return Err(damaged("its footer is larger than it can be"));
    }
    input.rewind()?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(input).map_err(damaged)?;
    Ok((builder, kept))
}

impl Parquet {
    pub(super) fn new(file: &Backing, limits: &Limits) -> Result<Self, ReadError> {
        guarded(|| {
            let (builder, file) = builder(file, limits)?;
            let schema = builder.schema().clone();
            if schema.fields().len() > limits.columns {
                return Err(ReadError::too_much(
                    format!("the number of columns, {},", schema.fields().len()),
                    format!("{} columns", limits.columns),
                ));
            }
            let about = builder.metadata();
            let rows = u64::try_from(about.file_metadata().num_rows()).map_err(damaged)?;
            if rows > limits.rows {
                return Err(ReadError::too_much(
                    "the number of rows",
                    format!("{} rows", limits.rows),
                ));
            }
            check_sizes(about, limits)?;
            let geometry = about
                .file_metadata()
                .key_value_metadata()
                .and_then(|pairs| pairs.iter().find(|pair| pair.key == "geo"))
                .and_then(|pair| geometry_column(pair.value.as_deref()?));
            Ok(Self {
                file,
                limits: limits.clone(),
                tables: [TableInfo {
                    name: String::new(),
                    kind: Kind::Parquet,
                    rows: Some(rows),
                }],
                schema,
                geometry,
            })
        })
    }

    fn is_geometry(&self, field: &Field) -> bool {
        self.geometry
            .as_ref()
            .is_some_and(|(name, _)| name == field.name())
    }
}

/// What row groups say that they unpack to.
fn check_sizes(
    about: &parquet::file::metadata::ParquetMetaData,
    limits: &Limits,
) -> Result<(), ReadError> {
    for group in about.row_groups() {
        for column in group.columns() {
            let unpacked = u64::try_from(column.uncompressed_size()).map_err(damaged)?;
            if unpacked > limits.workbook_bytes {
                return Err(ReadError::too_much(
                    format!(
                        "the size of a column chunk, {},",
                        super::backing::bytes_text(unpacked)
                    ),
                    super::backing::bytes_text(limits.workbook_bytes),
                ));
            }
        }
    }
    Ok(())
}

/// The primary column of `GeoParquet` and its reference system, which is WGS 84 where none is said.
fn geometry_column(json: &str) -> Option<(String, Option<u32>)> {
    let geo: serde_json::Value = serde_json::from_str(json).ok()?;
    let name = geo.get("primary_column")?.as_str()?.to_owned();
    let column = geo.get("columns")?.get(&name)?;
    let epsg = match column.get("crs") {
        None => Some(4326),
        Some(crs) => {
            let code = crs.pointer("/id/code");
            code.and_then(|code| match code {
                serde_json::Value::Number(n) => n.as_u64().and_then(|n| u32::try_from(n).ok()),
                serde_json::Value::String(s) if s == "CRS84" => Some(4326),
                serde_json::Value::String(s) => s.parse().ok(),
                _ => None,
            })
        }
    };
    Some((name, epsg))
}

fn hint(kind: &DataType) -> Hint {
    match kind {
        DataType::Boolean => Hint::Boolean,
        DataType::Date32
        | DataType::Date64
        | DataType::Timestamp(..)
        | DataType::Time32(_)
        | DataType::Time64(_) => Hint::Moment,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Hint::Text,
        DataType::Dictionary(_, values) => hint(values),
        other if other.is_numeric() => Hint::Number,
        _ => Hint::None,
    }
}

impl Format for Parquet {
    fn tables(&self) -> &[TableInfo] {
        &self.tables
    }

    fn length(&self) -> u64 {
        self.file.len()
    }

    fn read(&self, _table: usize, _how: &ReadOptions) -> Result<Box<dyn ReadCells>, ReadError> {
        let fields = self.schema.fields();
        let epsg = self.geometry.as_ref().and_then(|(_, epsg)| *epsg);
        let (builder, file) = builder(&self.file, &self.limits)?;
        let batches = guarded(|| builder.with_batch_size(BLOCK_ROWS).build().map_err(damaged))?;
        Ok(Box::new(ParquetReader {
            batches,
            _file: file,
            names: fields.iter().map(|field| field.name().clone()).collect(),
            hints: fields
                .iter()
                .map(|field| {
                    if self.is_geometry(field) {
                        Hint::Geometry(epsg)
                    } else {
                        hint(field.data_type())
                    }
                })
                .collect(),
            cell_bytes: self.limits.cell_bytes,
            rows: 0,
            all: self.tables[0].rows.unwrap_or(0),
            length: self.file.len(),
        }))
    }

    fn facts(&self, _table: usize, _how: &ReadOptions) -> Result<Facts, ReadError> {
        Ok(Facts {
            epsg: self.geometry.as_ref().and_then(|(_, epsg)| *epsg),
            ..Facts::default()
        })
    }
}

struct ParquetReader {
    batches: ParquetRecordBatchReader,
    _file: Backing,
    names: Vec<String>,
    hints: Vec<Hint>,
    cell_bytes: usize,
    rows: u64,
    all: u64,
    length: u64,
}

impl ParquetReader {
    fn texts(&mut self, batch: &RecordBatch) -> Result<Cells, ReadError> {
        let options = FormatOptions::new()
            .with_date_format(Some("%Y-%m-%d"))
            .with_timestamp_format(Some("%Y-%m-%dT%H:%M:%S%.f"))
            .with_timestamp_tz_format(Some("%Y-%m-%dT%H:%M:%S%.f%:z"));
        let mut formatters = Vec::new();
        for column in batch.columns() {
            formatters.push(ArrayFormatter::try_new(column.as_ref(), &options).map_err(damaged)?);
        }
        let mut cells = Cells::new(self.names.len());
        let mut text = String::new();
        for row in 0..batch.num_rows() {
            self.rows += 1;
            cells.begin_row(self.rows);
            for (n, column) in batch.columns().iter().enumerate() {
                if column.is_null(row) {
                    cells.push_absent();
                    continue;
                }
                text.clear();
                if let (Hint::Geometry(_), Some(bytes)) = (self.hints[n], binary(column, row)) {
                    let geometry = Geometry::from_wkb(bytes)
                        .map_err(|error| ReadError::damaged(self.rows, error.to_string()))?;
                    text = geometry.to_wkt();
                } else {
                    formatters[n].value(row).write(&mut text).map_err(damaged)?;
                    if text.len() > self.cell_bytes {
                        return Err(ReadError::too_much(
                            format!("row {}: the size of a cell", self.rows),
                            format!("{} bytes", self.cell_bytes),
                        ));
                    }
                }
                cells.push(&text);
            }
        }
        Ok(cells)
    }
}

fn binary(column: &dyn Array, row: usize) -> Option<&[u8]> {
    use arrow_array::cast::AsArray;
    match column.data_type() {
        DataType::Binary => Some(column.as_binary::<i32>().value(row)),
        DataType::LargeBinary => Some(column.as_binary::<i64>().value(row)),
        DataType::BinaryView => Some(column.as_binary_view().value(row)),
        _ => None,
    }
}

impl ReadCells for ParquetReader {
    fn columns(&self) -> &[String] {
        &self.names
    }

    fn hints(&self) -> &[Hint] {
        &self.hints
    }

    fn next_block(&mut self) -> Result<Option<Cells>, ReadError> {
        let batches = &mut self.batches;
        let next = guarded(|| batches.next().transpose().map_err(damaged))?;
        match next {
            Some(batch) => self.texts(&batch).map(Some),
            None => Ok(None),
        }
    }

    fn position(&self) -> u64 {
        let share = u128::from(self.length) * u128::from(self.rows) / u128::from(self.all.max(1));
        u64::try_from(share).unwrap_or(self.length)
    }

    fn irregular(&self) -> &[(u64, usize)] {
        &[]
    }
}
