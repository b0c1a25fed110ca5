// SPDX-License-Identifier: AGPL-3.0-or-later

//! From a file's bytes to its tables.
//!
//! A [`Source`] is an opened file of any kind we read. The kind is found from the bytes, never from
//! the name: a real municipal `.csv` was an Excel workbook. Each of its [tables](Source::tables) can
//! be read as often as wanted, from its beginning, in blocks of rows of text ([`ReadCells`]).
//!
//! # What this module promises
//!
//! - Nothing a file says is dropped in silence: lines above the header, a row of totals, bytes that
//!   are not of the file's encoding are told in [`Facts`]; short and long rows in
//!   [`ReadCells::irregular`].
//! - Memory stays bounded: rows come in blocks, packed files are unpacked to a temporary file, and
//!   every size a file declares is checked against [`Limits`] before anything is allocated for it.

mod backing;
mod csv;
mod detect;
mod dialect;
mod encoding;
mod excel;
mod facts;
mod format;
mod geopackage;
mod header;
pub(crate) mod json;
mod limits;
mod options;
mod parquet;
mod shapefile;
mod unpack;

use std::path::Path;
use std::sync::OnceLock;

use backing::Backing;
pub use facts::{
    Confidence, EncodingFound, Escape, Facts, LineEnds, Lines, Note, Placed, QuoteFound,
};
use format::Format;
pub use limits::Limits;
pub use options::{Header, Quoting, ReadOptions};
use serde::{Deserialize, Serialize};

use crate::{ReadCells, ReadError};

/// What a file is, found from its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Text with a delimiter: CSV, TSV and their relatives.
    Csv,
    /// A workbook: XLS, XLSX or ODS.
    Excel,
    /// JSON with an array of records somewhere.
    Json,
    /// One JSON value after the other.
    NdJson,
    /// `GeoJSON`, as one collection or one feature after the other.
    GeoJson,
    /// An ESRI shapefile, or only its dBASE table.
    Shapefile,
    /// A `GeoPackage`, read as hostile SQLite.
    GeoPackage,
    /// Apache Parquet.
    Parquet,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Csv => "CSV",
            Self::Excel => "Excel",
            Self::Json => "JSON",
            Self::NdJson => "NDJSON",
            Self::GeoJson => "GeoJSON",
            Self::Shapefile => "shapefile",
            Self::GeoPackage => "GeoPackage",
            Self::Parquet => "Parquet",
        })
    }
}

/// What the file was wrapped in. One level: a gzip inside a zip is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "in")]
pub enum Wrapping {
    /// gzip.
    Gzip,
    /// A zip archive.
    Zip {
        /// The member that holds the first table.
        member: String,
    },
}

/// One table of a file: a sheet, a layer, a member of a zip, or the whole of a CSV.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableInfo {
    /// The sheet, layer or member; empty where the file has one table without a name.
    pub name: String,
    /// What holds it. Members of a zip may be of different kinds.
    pub kind: Kind,
    /// Rows, where the file says so or they had to be counted anyway. A promise of the file, not
    /// of ours.
    pub rows: Option<u64>,
}

/// An opened file.
#[derive(Debug)]
pub struct Source {
    kind: Kind,
    wrapping: Option<Wrapping>,
    tables: Vec<TableInfo>,
    /// For each table: which part holds it, and its number there.
    places: Vec<(usize, usize)>,
    parts: Vec<Box<dyn Format>>,
    original: Backing,
    notes: Vec<Note>,
    sha256: OnceLock<[u8; 32]>,
}

impl Source {
    /// Opens the file at `path`. Its kind comes from its bytes, never from its name; only a
    /// shapefile looks for its companions (`.dbf`, `.prj`, `.cpg`) beside it.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, ReadError> {
        let original = Backing::file(path, limits)?;
        Self::from_backing(original, Some(path), limits)
    }

    /// Opens a file that is in memory.
    pub fn from_bytes(bytes: Vec<u8>, limits: &Limits) -> Result<Self, ReadError> {
        let original = Backing::memory(bytes, limits)?;
        Self::from_backing(original, None, limits)
    }

    fn from_backing(
        original: Backing,
        path: Option<&Path>,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        let opened = unpack::open(&original, path, limits)?;
        let mut tables = Vec::new();
        let mut places = Vec::new();
        for (at, part) in opened.parts.iter().enumerate() {
            for (inner, table) in part.format.tables().iter().enumerate() {
                let mut table = table.clone();
                if let Some(member) = &part.member {
                    table.name = match (table.name.is_empty(), opened.parts.len()) {
                        (true, _) => member.clone(),
                        (false, 1) => table.name,
                        (false, _) => format!("{member}/{}", table.name),
                    };
                }
                tables.push(table);
                places.push((at, inner));
            }
        }
        let Some(first) = tables.first() else {
            return Err(ReadError::damaged(1, "there is no table in this file"));
        };
        Ok(Self {
            kind: first.kind,
            wrapping: opened.wrapping,
            tables,
            places,
            parts: opened.parts.into_iter().map(|part| part.format).collect(),
            original,
            notes: opened.notes,
            sha256: OnceLock::new(),
        })
    }

    /// What the file is (of the first table, where a zip holds several kinds).
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What it was wrapped in.
    pub fn wrapping(&self) -> Option<&Wrapping> {
        self.wrapping.as_ref()
    }

    /// Its tables: never empty.
    pub fn tables(&self) -> &[TableInfo] {
        &self.tables
    }

    /// Reads a table from its beginning. May be called again, and at the same time.
    pub fn read(&self, table: usize, how: &ReadOptions) -> Result<Box<dyn ReadCells>, ReadError> {
        let (part, inner) = self.place(table)?;
        let reader = part.read(inner, how)?;
        Ok(Box::new(format::Progress::new(
            reader,
            part.length(),
            self.bytes(),
        )))
    }

    /// What was found about a table before its cells: encoding, dialect, header, oddities.
    pub fn facts(&self, table: usize, how: &ReadOptions) -> Result<Facts, ReadError> {
        let (part, inner) = self.place(table)?;
        let mut facts = part.facts(inner, how)?;
        facts.notes.extend_from_slice(&self.notes);
        Ok(facts)
    }

    /// Bytes of the file as it was given.
    pub fn bytes(&self) -> u64 {
        self.original.len()
    }

    /// SHA-256 of the file as it was given. Computed when first asked for, from a second reading
    /// of the file.
    pub fn sha256(&self) -> Result<[u8; 32], ReadError> {
        if let Some(known) = self.sha256.get() {
            return Ok(*known);
        }
        let digest = self.original.sha256()?;
        Ok(*self.sha256.get_or_init(|| digest))
    }

    fn place(&self, table: usize) -> Result<(&dyn Format, usize), ReadError> {
        let Some(&(part, inner)) = self.places.get(table) else {
            return Err(ReadError::damaged(
                1,
                format!(
                    "there is no table {} in this file, it has {}",
                    table + 1,
                    self.tables.len()
                ),
            ));
        };
        Ok((self.parts[part].as_ref(), inner))
    }
}
