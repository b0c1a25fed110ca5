// SPDX-License-Identifier: AGPL-3.0-or-later

//! `GeoPackage`, read as the hostile SQLite file that it may be.
//!
//! The file is opened read-only and immutable, without trust in its schema; views, virtual tables
//! and triggers are never run; only tables that `gpkg_contents` lists are read; a statement that
//! works for too long is stopped.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::backing::{Backing, bytes_text};
use super::facts::{Facts, Note};
use super::format::{BLOCK_BYTES, BLOCK_ROWS, Format};
use super::{Kind, Limits, ReadOptions, TableInfo};
use crate::geometry::Geometry;
use crate::{Cells, Hint, ReadCells, ReadError};

/// Steps of SQLite's machine between looks at the budget.
const STEPS: i32 = 10_000;
/// Looks that one block may take: two thousand million steps are minutes of work.
const LOOKS: u64 = 200_000;

/// A `GeoPackage`.
#[derive(Debug)]
pub(super) struct GeoPackage {
    path: PathBuf,
    /// Keeps a temporary file alive.
    file: Backing,
    limits: Limits,
    tables: Vec<TableInfo>,
    layers: Vec<Layer>,
    notes: Vec<Note>,
}

/// A table of it.
#[derive(Debug, Clone)]
struct Layer {
    table: String,
    columns: Vec<Column>,
    epsg: Option<u32>,
    unknown_system: Option<String>,
}

#[derive(Debug, Clone)]
struct Column {
    name: String,
    hint: Hint,
    geometry: bool,
}

/// An open file and its budget of work.
struct Guarded {
    connection: Connection,
    looks: Arc<AtomicU64>,
}

fn open(path: &Path, limits: &Limits) -> Result<Guarded, ReadError> {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                uri.push(char::from(*byte));
            }
            other => write!(uri, "%{other:02X}").expect("a string takes everything"),
        }
    }
    uri.push_str("?mode=ro&immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri, flags).map_err(damaged)?;
    let set = |config, on| {
        connection
            .set_db_config(config, on)
            .map(drop)
            .map_err(damaged)
    };
    set(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    set(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    set(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    set(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    let length = i32::try_from(limits.record_bytes).unwrap_or(i32::MAX);
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, length),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 18),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 3),
        (Limit::SQLITE_LIMIT_VDBE_OP, 250_000),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, most).map_err(damaged)?;
    }
    let looks = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&looks);
    connection
        .progress_handler(
            STEPS,
            Some(move || counted.fetch_add(1, Ordering::Relaxed) > LOOKS),
        )
        .map_err(damaged)?;
    for pragma in [
        "cell_size_check = ON",
        "mmap_size = 0",
        "cache_size = -8000",
    ] {
        connection
            .execute_batch(&format!("PRAGMA {pragma}"))
            .map_err(damaged)?;
    }
    Ok(Guarded { connection, looks })
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn damaged(error: rusqlite::Error) -> ReadError {
    let code = error.sqlite_error_code();
    if code == Some(ErrorCode::OperationInterrupted) {
        return ReadError::too_much("the work to read this GeoPackage", "time that it may take");
    }
    if code == Some(ErrorCode::TooBig) {
        return ReadError::too_much("the size of a value in the GeoPackage", "bytes");
    }
    ReadError::damaged(1, format!("the GeoPackage is damaged: {error}"))
}

/// A name as SQL writes it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl GeoPackage {
    pub(super) fn new(file: &Backing, limits: &Limits) -> Result<Self, ReadError> {
        let (path, file) = file.on_disk(limits)?;
        let guarded = open(&path, limits)?;
        let mut package = Self {
            path,
            file,
            limits: limits.clone(),
            tables: Vec::new(),
            layers: Vec::new(),
            notes: Vec::new(),
        };
        let has_contents: bool = guarded
            .connection
            .query_row(
                "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND name = 'gpkg_contents'",
                [],
                |row| row.get(0),
            )
            .map_err(damaged)?;
        if !has_contents {
            return Err(ReadError::damaged(
                1,
                "this is an SQLite database, not a GeoPackage: export the table as CSV",
            ));
        }
        for (table, features) in package.listed(&guarded)? {
            package.add(&guarded, table, features)?;
        }
        if package.tables.is_empty() {
            return Err(ReadError::damaged(
                1,
                "the GeoPackage lists no table of features or attributes",
            ));
        }
        Ok(package)
    }

    /// The tables that `gpkg_contents` lists, those with features first.
    fn listed(&self, guarded: &Guarded) -> Result<Vec<(String, bool)>, ReadError> {
        let mut statement = guarded
            .connection
            .prepare(
                "SELECT table_name, data_type = 'features' FROM gpkg_contents
                 WHERE data_type IN ('features', 'attributes')
                 ORDER BY 2 DESC, table_name LIMIT 1001",
            )
            .map_err(damaged)?;
        let listed: Vec<(String, bool)> = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .and_then(Iterator::collect)
            .map_err(damaged)?;
        if listed.len() > self.limits.tables {
            return Err(ReadError::too_much(
                "the number of layers",
                format!("{} layers", self.limits.tables),
            ));
        }
        Ok(listed)
    }

    fn add(&mut self, guarded: &Guarded, table: String, features: bool) -> Result<(), ReadError> {
        // Styles that QGIS keeps for itself.
        if table == "layer_styles" {
            return Ok(());
        }
        let sql: Option<String> = guarded
            .connection
            .query_row(
                "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1",
                [&table],
                |row| row.get(0),
            )
            .or_else(|error| match error {
                rusqlite::Error::QueryReturnedNoRows => Ok(None),
                other => Err(other),
            })
            .map_err(damaged)?;
        let plain = sql.is_some_and(|sql| {
            let sql = sql.to_uppercase();
            sql.trim_start().starts_with("CREATE TABLE") && !sql.contains("WITHOUT ROWID")
        });
        if !plain {
            self.notes.push(Note::NotATable { layer: table });
            return Ok(());
        }
        let layer = self.layer(guarded, table, features)?;
        let rows: i64 = guarded
            .connection
            .query_row(
                &format!("SELECT count(*) FROM main.{}", quoted(&layer.table)),
                [],
                |row| row.get(0),
            )
            .map_err(damaged)?;
        let rows = u64::try_from(rows).expect("a count is not negative");
        guarded.looks.store(0, Ordering::Relaxed);
        self.tables.push(TableInfo {
            name: layer.table.clone(),
            kind: Kind::GeoPackage,
            rows: Some(rows),
        });
        self.layers.push(layer);
        Ok(())
    }

    fn layer(&self, guarded: &Guarded, table: String, features: bool) -> Result<Layer, ReadError> {
        let mut geometry: Option<(String, Option<i64>, Option<String>)> = None;
        if features {
            geometry = guarded
                .connection
                .query_row(
                    "SELECT g.column_name, s.organization_coordsys_id, s.organization
                     FROM gpkg_geometry_columns g
                     LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
                     WHERE g.table_name = ?1",
                    [&table],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
                .map(Some)
                .or_else(|error| match error {
                    rusqlite::Error::QueryReturnedNoRows => Ok(None),
                    other => Err(other),
                })
                .map_err(damaged)?;
        }
        let number = geometry.as_ref().and_then(|(_, number, organization)| {
            let epsg = organization
                .as_ref()
                .is_some_and(|name| name.eq_ignore_ascii_case("epsg"));
            number.filter(|_| epsg).and_then(|n| u32::try_from(n).ok())
        });
        let epsg = number.filter(|n| *n > 0);
        let unknown_system =
            geometry
                .as_ref()
                .filter(|_| epsg.is_none())
                .map(|(_, number, organization)| {
                    format!(
                        "{} {}",
                        organization.as_deref().unwrap_or("?"),
                        number.unwrap_or_default()
                    )
                });
        let mut statement = guarded
            .connection
            .prepare("SELECT name, type FROM pragma_table_info(?1)")
            .map_err(damaged)?;
        let columns: Vec<Column> = statement
            .query_map([&table], |row| {
                let name: String = row.get(0)?;
                let declared: Option<String> = row.get(1)?;
                let is_geometry = geometry
                    .as_ref()
                    .is_some_and(|(column, _, _)| column.eq_ignore_ascii_case(&name));
                let hint = if is_geometry {
                    Hint::Geometry(epsg)
                } else {
                    hint(declared.as_deref().unwrap_or_default())
                };
                Ok(Column {
                    name,
                    hint,
                    geometry: is_geometry,
                })
            })
            .and_then(Iterator::collect)
            .map_err(damaged)?;
        if columns.len() > self.limits.columns {
            return Err(ReadError::too_much(
                format!("the number of columns of {table}"),
                format!("{} columns", self.limits.columns),
            ));
        }
        Ok(Layer {
            table,
            columns,
            epsg,
            unknown_system,
        })
    }
}

/// What a declared type says, by the list in the standard.
fn hint(declared: &str) -> Hint {
    let word = declared
        .split('(')
        .next()
        .unwrap_or_default()
        .trim()
        .to_uppercase();
    match word.as_str() {
        "BOOLEAN" => Hint::Boolean,
        "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT" | "INTEGER" | "FLOAT" | "DOUBLE" | "REAL" => {
            Hint::Number
        }
        "DATE" | "DATETIME" => Hint::Moment,
        "TEXT" => Hint::Text,
        _ => Hint::None,
    }
}

impl Format for GeoPackage {
    fn tables(&self) -> &[TableInfo] {
        &self.tables
    }

    fn length(&self) -> u64 {
        self.file.len()
    }

    fn read(&self, table: usize, _how: &ReadOptions) -> Result<Box<dyn ReadCells>, ReadError> {
        let layer = self.layers[table].clone();
        let columns: Vec<String> = layer.columns.iter().map(|c| quoted(&c.name)).collect();
        Ok(Box::new(LayerReader {
            sql: format!(
                "SELECT rowid, {} FROM main.{} WHERE rowid > ?1 ORDER BY rowid",
                columns.join(", "),
                quoted(&layer.table)
            ),
            names: layer.columns.iter().map(|c| c.name.clone()).collect(),
            hints: layer.columns.iter().map(|c| c.hint).collect(),
            guarded: open(&self.path, &self.limits)?,
            _file: self.file.clone(),
            layer,
            limits: self.limits.clone(),
            after: None,
            rows: 0,
            all: self.tables[table].rows.unwrap_or(0),
            length: self.file.len(),
        }))
    }

    fn facts(&self, table: usize, _how: &ReadOptions) -> Result<Facts, ReadError> {
        let layer = &self.layers[table];
        let mut notes = self.notes.clone();
        if let Some(name) = &layer.unknown_system {
            notes.push(Note::UnknownReferenceSystem { name: name.clone() });
        }
        Ok(Facts {
            epsg: layer.epsg,
            notes,
            ..Facts::default()
        })
    }
}

struct LayerReader {
    guarded: Guarded,
    _file: Backing,
    sql: String,
    layer: Layer,
    names: Vec<String>,
    hints: Vec<Hint>,
    limits: Limits,
    /// The key of the last row that was read.
    after: Option<i64>,
    rows: u64,
    all: u64,
    length: u64,
}

impl LayerReader {
    fn add(&self, cells: &mut Cells, line: u64, row: &rusqlite::Row<'_>) -> Result<(), ReadError> {
        cells.begin_row(line);
        for (n, column) in self.layer.columns.iter().enumerate() {
            let value = row.get_ref(n + 1).map_err(damaged)?;
            let text = match value {
                ValueRef::Null => {
                    cells.push_absent();
                    continue;
                }
                ValueRef::Blob(bytes) if column.geometry => {
                    match geometry(bytes, line)? {
                        Some(geometry) => cells.push(&geometry.to_wkt()),
                        None => cells.push_absent(),
                    }
                    continue;
                }
                ValueRef::Integer(n) if column.hint == Hint::Boolean => (n != 0).to_string(),
                ValueRef::Integer(n) => n.to_string(),
                ValueRef::Real(n) => n.to_string(),
                ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                ValueRef::Blob(bytes) => hexadecimal(bytes),
            };
            if text.len() > self.limits.cell_bytes {
                return Err(ReadError::too_much(
                    format!(
                        "row {line}, column {}: the size of the value, {},",
                        column.name,
                        bytes_text(u64::try_from(text.len()).unwrap_or(u64::MAX))
                    ),
                    format!("{} bytes", self.limits.cell_bytes),
                ));
            }
            cells.push(&text);
        }
        Ok(())
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes everything");
        text
    })
}

/// The geometry in a blob: `GP`, version, flags, reference system, envelope, then WKB.
fn geometry(blob: &[u8], line: u64) -> Result<Option<Geometry>, ReadError> {
    let wrong = |why: &str| ReadError::damaged(line, format!("the geometry is damaged: {why}"));
    let [b'G', b'P', _, flags, _, _, _, _, rest @ ..] = blob else {
        return Err(wrong("it does not begin like one of a GeoPackage"));
    };
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(wrong("its envelope is of no known kind")),
    };
    if flags & 0x20 != 0 {
        return Err(wrong("it is of an extended kind"));
    }
    let empty = flags & 0x10 != 0;
    let wkb = rest
        .get(envelope..)
        .ok_or_else(|| wrong("it ends too soon"))?;
    if empty && wkb.is_empty() {
        return Ok(None);
    }
    Geometry::from_wkb(wkb)
        .map(Some)
        .map_err(|error| wrong(&error.to_string()))
}

impl ReadCells for LayerReader {
    fn columns(&self) -> &[String] {
        &self.names
    }

    fn hints(&self) -> &[Hint] {
        &self.hints
    }

    fn next_block(&mut self) -> Result<Option<Cells>, ReadError> {
        self.guarded.looks.store(0, Ordering::Relaxed);
        let mut cells = Cells::new(self.names.len());
        let mut after = self.after;
        let mut read = 0;
        {
            let first = self.sql.replace("rowid > ?1", "(?1 IS NULL OR rowid > ?1)");
            let sql = if after.is_none() { &first } else { &self.sql };
            let mut statement = self.guarded.connection.prepare(sql).map_err(damaged)?;
            let mut rows = statement.query([after]).map_err(damaged)?;
            while cells.rows() < BLOCK_ROWS && cells.bytes() < BLOCK_BYTES {
                let Some(row) = rows.next().map_err(damaged)? else {
                    break;
                };
                read += 1;
                self.add(&mut cells, self.rows + read, row)?;
                after = Some(row.get(0).map_err(damaged)?);
            }
        }
        self.after = after;
        self.rows += read;
        Ok((cells.rows() > 0).then_some(cells))
    }

    fn position(&self) -> u64 {
        let share = u128::from(self.length) * u128::from(self.rows) / u128::from(self.all.max(1));
        u64::try_from(share).unwrap_or(self.length)
    }

    fn irregular(&self) -> &[(u64, usize)] {
        &[]
    }
}
