// SPDX-License-Identifier: AGPL-3.0-or-later

//! JSON with records, one JSON value after the other, and `GeoJSON`.
//!
//! The file is walked twice before it is read, holding one record at a time: once to find the array
//! of records, once to know which columns they have.

mod outline;
pub(crate) mod record;
mod scan;
mod survey;

use std::borrow::Cow;
use std::io::{self, Read};

use outline::{Outline, Records, Sequence};
use record::{Feature, Members, ValueKind, kind, text};
use serde_json::value::RawValue;
use survey::Survey;

use super::backing::Backing;
use super::encoding::{Coding, TextStream};
use super::facts::{Facts, Note};
use super::format::{BLOCK_BYTES, BLOCK_ROWS, Format};
use super::{Kind, Limits, ReadOptions, TableInfo};
use crate::geometry::Geometry;
use crate::{Cells, Hint, ReadCells, ReadError};

/// WGS 84, the only reference system of RFC 7946.
const WGS_84: u32 = 4326;

/// A JSON file.
#[derive(Debug)]
pub(super) struct Json {
    file: Backing,
    limits: Limits,
    tables: [TableInfo; 1],
    coding: Coding,
    outline: Outline,
    survey: Survey,
    epsg: Option<u32>,
    unknown_system: Option<String>,
}

/// What each record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// An object: a member is a cell.
    Object,
    /// A list: an element is a cell.
    List,
    /// A `GeoJSON` feature.
    Feature,
}

impl Json {
    pub(super) fn new(file: &Backing, limits: &Limits) -> Result<Self, ReadError> {
        let coding = Coding::of(file, None)?;
        let file = in_utf_8(file, &coding, limits)?;
        let outline = outline::outline(&file, limits)?;
        let shape = shape_of(&file, &outline, limits)?;
        let survey = Survey::of(&file, &outline, shape, limits)?;
        let (epsg, unknown_system) = match (&outline.crs, shape) {
            (_, Shape::Object | Shape::List) => (None, None),
            (None, Shape::Feature) => (Some(WGS_84), None),
            (Some(crs), Shape::Feature) => match epsg_of(crs) {
                Some(epsg) => (Some(epsg), None),
                None if crs == "null" => (None, None),
                None => (None, Some(crs.clone())),
            },
        };
        let kind = match (shape, outline.sequence) {
            (Shape::Feature, _) => Kind::GeoJson,
            (_, Sequence::Lines) if !outline.alone => Kind::NdJson,
            _ => Kind::Json,
        };
        Ok(Self {
            tables: [TableInfo {
                name: String::new(),
                kind,
                rows: Some(survey.rows),
            }],
            file,
            limits: limits.clone(),
            coding,
            outline,
            survey,
            epsg,
            unknown_system,
        })
    }
}

/// The file itself where it is UTF-8, or a copy that is.
fn in_utf_8(file: &Backing, coding: &Coding, limits: &Limits) -> Result<Backing, ReadError> {
    if coding.found().name == "UTF-8" && coding.mixed.is_empty() {
        return Ok(file.clone());
    }
    let text = Transcode {
        stream: coding.text(file)?,
        waiting: String::new(),
        at: 0,
    };
    Backing::keep(
        text,
        limits.unpacked_bytes,
        "the size of the file in UTF-8",
        limits,
    )
}

struct Transcode {
    stream: TextStream,
    waiting: String,
    at: usize,
}

impl Read for Transcode {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.waiting.len() {
            self.waiting.clear();
            self.at = 0;
            let more = self
                .stream
                .fill(&mut self.waiting)
                .map_err(io::Error::other)?;
            if !more && self.waiting.is_empty() {
                return Ok(0);
            }
        }
        let rest = &self.waiting.as_bytes()[self.at..];
        let n = rest.len().min(into.len());
        into[..n].copy_from_slice(&rest[..n]);
        self.at += n;
        Ok(n)
    }
}

/// The shape of the first record is that of all.
fn shape_of(file: &Backing, outline: &Outline, limits: &Limits) -> Result<Shape, ReadError> {
    if outline.kind.as_deref() == Some("FeatureCollection") {
        return Ok(Shape::Feature);
    }
    let mut records = Records::new(file, outline.sequence, limits)?;
    let Some((line, first)) = records.next_record()? else {
        return Ok(Shape::Object);
    };
    match first.as_bytes().first() {
        Some(b'[') => Ok(Shape::List),
        Some(b'{') => {
            let members = members(line, first)?;
            let has = |name: &str| members.0.iter().any(|(key, _)| key == name);
            let feature = members
                .0
                .iter()
                .any(|(key, value)| key == "type" && value.get() == "\"Feature\"");
            Ok(if feature && has("geometry") {
                Shape::Feature
            } else {
                Shape::Object
            })
        }
        _ => Err(ReadError::damaged(
            line,
            "this JSON has no records: a table needs an array of objects or of lists",
        )),
    }
}

fn members(line: u64, record: &str) -> Result<Members<'_>, ReadError> {
    serde_json::from_str(record).map_err(|error| damaged_record(line, &error))
}

fn damaged_record(line: u64, error: &serde_json::Error) -> ReadError {
    let within = u64::try_from(error.line()).unwrap_or(1).saturating_sub(1);
    ReadError::damaged(line + within, format!("the JSON is damaged: {error}"))
}

/// The EPSG number in a `crs` member: `urn:ogc:def:crs:EPSG::25831`, `EPSG:25831`, CRS84.
fn epsg_of(crs: &str) -> Option<u32> {
    if crs.contains("CRS84") {
        return Some(WGS_84);
    }
    let after = &crs[crs.find("EPSG")? + 4..];
    let digits: String = after
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

impl Format for Json {
    fn tables(&self) -> &[TableInfo] {
        &self.tables
    }

    fn length(&self) -> u64 {
        self.file.len()
    }

    fn read(&self, _table: usize, _how: &ReadOptions) -> Result<Box<dyn ReadCells>, ReadError> {
        let mut records = Records::new(&self.file, self.outline.sequence, &self.limits)?;
        for _ in 0..self.survey.header_records {
            records.next_record()?;
        }
        Ok(Box::new(JsonReader {
            records,
            shape: self.survey.shape,
            has_id: self.survey.has_id,
            keys: self.survey.keys.clone(),
            names: self.survey.names(),
            hints: self.survey.hints(self.epsg),
            limits: self.limits.clone(),
            irregular: Vec::new(),
        }))
    }

    fn facts(&self, _table: usize, _how: &ReadOptions) -> Result<Facts, ReadError> {
        let mut notes: Vec<Note> = self
            .outline
            .outside
            .iter()
            .map(|path| Note::Outside { path: path.clone() })
            .collect();
        if let Some(name) = &self.unknown_system {
            notes.push(Note::UnknownReferenceSystem { name: name.clone() });
        }
        Ok(Facts {
            encoding: Some(self.coding.found()),
            bom: self.coding.bom(),
            replacement: self.coding.replacement.clone(),
            mixed: self.coding.mixed.clone(),
            epsg: self.epsg,
            notes,
            ..Facts::default()
        })
    }
}

struct JsonReader {
    records: Records,
    shape: Shape,
    has_id: bool,
    /// The members (of the properties) that are columns, in the order of columns.
    keys: Vec<String>,
    names: Vec<String>,
    hints: Vec<Hint>,
    limits: Limits,
    irregular: Vec<(u64, usize)>,
}

impl JsonReader {
    fn add(&mut self, cells: &mut Cells) -> Result<bool, ReadError> {
        let Some((line, record)) = self.records.next_record()? else {
            return Ok(false);
        };
        let most = self.limits.cell_bytes;
        cells.begin_row(line);
        match self.shape {
            Shape::Object => {
                let members = members(line, record)?;
                add_members(cells, line, &self.keys, &members, most)?;
            }
            Shape::List => {
                let values: Vec<&RawValue> =
                    serde_json::from_str(record).map_err(|e| damaged_record(line, &e))?;
                for column in 0..self.keys.len() {
                    add_value(cells, line, values.get(column).copied(), most)?;
                }
                if values.len() != self.keys.len() && self.irregular.len() < super::csv::IRREGULAR {
                    self.irregular.push((line, values.len()));
                }
            }
            Shape::Feature => {
                let feature: Feature<'_> =
                    serde_json::from_str(record).map_err(|e| damaged_record(line, &e))?;
                if self.has_id {
                    add_value(cells, line, feature.id, most)?;
                }
                let none = Members(Vec::new());
                let members = feature.properties.as_ref().unwrap_or(&none);
                add_members(cells, line, &self.keys, members, most)?;
                match feature.geometry.filter(|raw| kind(raw) != ValueKind::Null) {
                    None => cells.push_absent(),
                    Some(raw) => {
                        let geometry = Geometry::from_geojson(raw.get())
                            .map_err(|error| ReadError::damaged(line, error.to_string()))?;
                        cells.push(&geometry.to_wkt());
                    }
                }
            }
        }
        Ok(true)
    }
}

/// Members mostly come in the order of the columns: the next is looked for where the last was.
fn add_members(
    cells: &mut Cells,
    line: u64,
    keys: &[String],
    members: &Members<'_>,
    most: usize,
) -> Result<(), ReadError> {
    let mut guess = 0;
    let mut used = 0;
    for key in keys {
        let found = if members.0.get(guess).is_some_and(|(name, _)| name == key) {
            Some(guess)
        } else {
            members.0.iter().position(|(name, _)| name == key)
        };
        if let Some(found) = found {
            guess = found + 1;
            used += 1;
        }
        add_value(cells, line, found.map(|n| members.0[n].1), most)?;
    }
    // Every name is a column: a member that was not used is the second one of its name.
    if used < members.0.len() {
        return Err(twice(line, members));
    }
    Ok(())
}

fn twice(line: u64, members: &Members<'_>) -> ReadError {
    let again = |at: usize| {
        members.0[..at]
            .iter()
            .any(|(name, _)| *name == members.0[at].0)
    };
    let name = (0..members.0.len()).find(|at| again(*at));
    let name = name.map_or("", |at| members.0[at].0.as_ref());
    ReadError::damaged(
        line,
        format!(
            "{name:?} stands twice in one record, and only one of the two can be its value; mend the file"
        ),
    )
}

fn add_value(
    cells: &mut Cells,
    line: u64,
    value: Option<&RawValue>,
    most: usize,
) -> Result<(), ReadError> {
    let text: Option<Cow<'_, str>> = match value {
        None => None,
        Some(value) => text(value).map_err(|error| damaged_record(line, &error))?,
    };
    match text {
        Some(text) if text.len() > most => Err(ReadError::too_much(
            format!("line {line}: the size of a cell, {} bytes,", text.len()),
            format!("{most} bytes"),
        )),
        Some(text) => {
            cells.push(&text);
            Ok(())
        }
        None => {
            cells.push_absent();
            Ok(())
        }
    }
}

impl ReadCells for JsonReader {
    fn columns(&self) -> &[String] {
        &self.names
    }

    fn hints(&self) -> &[Hint] {
        &self.hints
    }

    fn next_block(&mut self) -> Result<Option<Cells>, ReadError> {
        let mut cells = Cells::with_capacity(self.names.len(), BLOCK_ROWS);
        while cells.rows() < BLOCK_ROWS && cells.bytes() < BLOCK_BYTES {
            if !self.add(&mut cells)? {
                break;
            }
        }
        Ok((cells.rows() > 0).then_some(cells))
    }

    fn position(&self) -> u64 {
        self.records.position()
    }

    fn irregular(&self) -> &[(u64, usize)] {
        &self.irregular
    }
}
