// SPDX-License-Identifier: AGPL-3.0-or-later

//! One Parquet file on its way to the disk: how its columns are laid out, its digest, its name.

use std::collections::HashSet;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use panot_lake::{Error, FileRef, TableName};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding};
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use sha2::{Digest, Sha256};

use crate::disk::{Disk, DiskFile};
use crate::wkb::Extent;

/// Rows of a row group: few enough that two cores share a file of a million rows.
pub const ROW_GROUP: usize = 262_144;

/// Rows of a page, the unit that the page index lets a reader pass over.
const PAGE: usize = 8_192;

/// The key of the field metadata under which `tabular` says what a column holds.
const TYPE_KEY: &str = "tabular.type";

/// Whether the column holds well-known binary geometries.
pub fn is_geometry(field: &Field) -> bool {
    field.data_type() == &DataType::Binary
        && field
            .metadata()
            .get(TYPE_KEY)
            .is_some_and(|kind| kind == "geometry")
}

/// How the columns of a table are laid out, found from its first rows.
///
/// Times, and whole numbers of which most are different, are stored as differences; everything else
/// as a dictionary, which the writer gives up by itself where it does not pay; geometries plain.
pub fn layout(schema: &Schema, sort_by: &[usize], first: &RecordBatch) -> WriterProperties {
    let sorting = sort_by
        .iter()
        .filter_map(|column| i32::try_from(*column).ok())
        .map(|column_idx| SortingColumn {
            column_idx,
            descending: false,
            nulls_first: false,
        })
        .collect();
    let mut props = WriterProperties::builder()
        .set_created_by(concat!("panot ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::LZ4_RAW)
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_data_page_row_count_limit(PAGE)
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_sorting_columns(Some(sorting));
    for (field, column) in schema.fields().iter().zip(first.columns()) {
        let path = || ColumnPath::from(vec![field.name().clone()]);
        let growing = match field.data_type() {
            DataType::Timestamp(..) => true,
            kind if kind.is_integer() => mostly_different(column),
            _ => false,
        };
        if growing {
            props = props
                .set_column_dictionary_enabled(path(), false)
                .set_column_encoding(path(), Encoding::DELTA_BINARY_PACKED);
        } else if field.data_type() == &DataType::Binary {
            props = props.set_column_dictionary_enabled(path(), false);
        }
    }
    props.build()
}

fn mostly_different(column: &dyn Array) -> bool {
    let Ok(whole) = arrow::compute::cast(column, &DataType::Int64) else {
        return false;
    };
    let whole = whole.as_primitive::<arrow_array::types::Int64Type>();
    let different: HashSet<i64> = whole.iter().flatten().collect();
    different.len() * 2 > column.len()
}

/// Counts and digests what is written.
struct Digesting {
    file: BufWriter<Box<dyn DiskFile>>,
    digest: Sha256,
    bytes: u64,
}

impl Write for Digesting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.digest.update(&bytes[..count]);
        self.bytes += u64::try_from(count).unwrap_or(u64::MAX);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A name on the disk that is removed again unless it is kept.
pub struct Trace {
    disk: Arc<dyn Disk>,
    path: Option<PathBuf>,
}

impl Trace {
    /// Watches over this name.
    pub fn new(disk: Arc<dyn Disk>, path: PathBuf) -> Self {
        Self {
            disk,
            path: Some(path),
        }
    }

    /// Leaves the name on the disk.
    pub fn keep(mut self) {
        self.path = None;
    }

    /// The name now is another.
    fn renamed(&mut self, path: PathBuf) {
        self.path = Some(path);
    }
}

impl Drop for Trace {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            // What cannot be removed now is swept at the next start.
            self.disk.remove(&path).ok();
        }
    }
}

/// A file being written under a temporary name.
pub struct Part {
    writer: ArrowWriter<Digesting>,
    trace: Trace,
    staged: PathBuf,
    path: PathBuf,
    name: String,
    geometries: Vec<(usize, Extent)>,
    rows: u64,
}

impl Part {
    /// Begins a file of the table in `folder`.
    pub fn begin(
        disk: &Arc<dyn Disk>,
        folder: &Path,
        table: &TableName,
        uuid: &str,
        schema: &SchemaRef,
        layout: &WriterProperties,
    ) -> Result<Self, Error> {
        let staged = folder.join(format!(".part-{uuid}.tmp"));
        let file = disk.create(&staged).map_err(|source| Error::Disk {
            doing: "create",
            path: staged.display().to_string(),
            source,
        })?;
        let trace = Trace::new(disk.clone(), staged.clone());
        let out = Digesting {
            file: BufWriter::with_capacity(1 << 18, file),
            digest: Sha256::new(),
            bytes: 0,
        };
        let writer = ArrowWriter::try_new(out, schema.clone(), Some(layout.clone()))
            .map_err(|e| said(e, &staged))?;
        let geometries = (0..)
            .zip(schema.fields())
            .filter(|(_, field)| is_geometry(field));
        Ok(Self {
            writer,
            trace,
            staged,
            path: folder.join(format!("part-{uuid}.parquet")),
            name: format!("{table}/part-{uuid}.parquet"),
            geometries: geometries
                .map(|(column, _)| (column, Extent::default()))
                .collect(),
            rows: 0,
        })
    }

    /// Writes rows.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        for (column, extent) in &mut self.geometries {
            batch
                .column(*column)
                .as_binary::<i32>()
                .iter()
                .flatten()
                .for_each(|w| extent.add(w));
        }
        self.rows += u64::try_from(batch.num_rows()).unwrap_or(u64::MAX);
        self.writer.write(batch).map_err(|e| said(e, &self.staged))
    }

    /// Bytes of the row groups written so far.
    pub fn bytes(&self) -> u64 {
        u64::try_from(self.writer.bytes_written()).unwrap_or(u64::MAX)
    }

    /// Ends the file, syncs it and gives it its name. The name itself is on the disk when the folder
    /// is synced.
    pub fn finish(
        mut self,
        disk: &Arc<dyn Disk>,
        schema: &SchemaRef,
    ) -> Result<(FileRef, Trace), Error> {
        if let Some(geo) = self.geo(schema) {
            self.writer
                .append_key_value_metadata(KeyValue::new("geo".to_owned(), geo));
        }
        self.writer.finish().map_err(|e| said(e, &self.staged))?;
        let out = self.writer.inner_mut();
        let on_disk = |doing, path: &Path, source| Error::Disk {
            doing,
            path: path.display().to_string(),
            source,
        };
        out.file
            .flush()
            .map_err(|e| on_disk("write", &self.staged, e))?;
        out.file
            .get_mut()
            .sync()
            .map_err(|e| on_disk("sync", &self.staged, e))?;
        let file = FileRef {
            path: self.name,
            bytes: out.bytes,
            rows: self.rows,
            sha256: hex(&out.digest.clone().finalize()),
        };
        disk.rename(&self.staged, &self.path)
            .map_err(|e| on_disk("name", &self.path, e))?;
        self.trace.renamed(self.path);
        Ok((file, self.trace))
    }

    fn geo(&self, schema: &SchemaRef) -> Option<String> {
        let (primary, _) = self.geometries.first()?;
        let columns: serde_json::Map<String, serde_json::Value> = self
            .geometries
            .iter()
            .map(|(column, extent)| (schema.field(*column).name().clone(), extent.metadata()))
            .collect();
        let geo = serde_json::json!({
            "version": "1.1.0",
            "primary_column": schema.field(*primary).name(),
            "columns": columns,
        });
        Some(geo.to_string())
    }
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing to a string cannot fail");
            text
        })
}

/// What the Parquet writer says: the disk's refusal where that is what it was.
fn said(error: parquet::errors::ParquetError, path: &Path) -> Error {
    if let parquet::errors::ParquetError::External(source) = error {
        return match source.downcast::<io::Error>() {
            Ok(source) => Error::Disk {
                doing: "write",
                path: path.display().to_string(),
                source: *source,
            },
            Err(other) => Error::Engine(other),
        };
    }
    Error::Engine(error.into())
}
