// SPDX-License-Identifier: AGPL-3.0-or-later

//! ESRI shapefiles and the dBASE tables beside them.
//!
//! Own readers instead of a crate's: numbers stay the text they are, and no count in the file is
//! believed before the bytes are there.

mod dbf;
mod shp;

use std::path::Path;

use dbf::Table;
use shp::Shapes;

use super::backing::Backing;
use super::facts::{Confidence, EncodingFound, Facts, Note};
use super::format::{BLOCK_BYTES, BLOCK_ROWS, Format};
use super::{Kind, Limits, ReadOptions, TableInfo};
use crate::{Cells, Hint, ReadCells, ReadError};

/// The files that are one shapefile.
#[derive(Debug, Default, Clone)]
pub(super) struct Files {
    /// `.shp`
    pub(super) shapes: Option<Backing>,
    /// `.dbf`
    pub(super) table: Option<Backing>,
    /// `.prj`
    pub(super) projection: Option<Backing>,
    /// `.cpg`
    pub(super) code_page: Option<Backing>,
}

/// The files beside `path` that belong to it.
pub(super) fn companions(
    file: &Backing,
    path: Option<&Path>,
    is_shapes: bool,
    limits: &Limits,
) -> Result<Files, ReadError> {
    let beside = |ending: &str| -> Result<Option<Backing>, ReadError> {
        let Some(path) = path else { return Ok(None) };
        for ending in [ending.to_owned(), ending.to_uppercase()] {
            let other = path.with_extension(ending);
            if other != path && other.is_file() && other.metadata()?.len() > 0 {
                return Ok(Some(Backing::file(&other, limits)?));
            }
        }
        Ok(None)
    };
    Ok(Files {
        shapes: if is_shapes {
            Some(file.clone())
        } else {
            beside("shp")?
        },
        table: if is_shapes {
            beside("dbf")?
        } else {
            Some(file.clone())
        },
        projection: beside("prj")?,
        code_page: beside("cpg")?,
    })
}

/// A shapefile.
#[derive(Debug)]
pub(super) struct Shapefile {
    files: Files,
    limits: Limits,
    tables: [TableInfo; 1],
    about: Option<dbf::About>,
    epsg: Option<u32>,
    unknown_system: Option<String>,
    measures: bool,
}

impl Shapefile {
    pub(super) fn new(files: Files, limits: &Limits) -> Result<Self, ReadError> {
        let about = match &files.table {
            Some(table) => Some(dbf::About::of(table, files.code_page.as_ref(), limits)?),
            None => None,
        };
        let measures = match &files.shapes {
            Some(shapes) => Shapes::open(shapes, limits)?.has_measures(),
            None => false,
        };
        let rows = about.as_ref().map(|about| about.records);
        let (epsg, unknown_system) = match (&files.shapes, &files.projection) {
            (Some(_), Some(projection)) => {
                let text = projection.head(8_192)?;
                let text = String::from_utf8_lossy(&text).into_owned();
                match epsg_of(&text) {
                    Some(epsg) => (Some(epsg), None),
                    None => (None, Some(super::header::shorten(text.trim()))),
                }
            }
            _ => (None, None),
        };
        Ok(Self {
            files,
            limits: limits.clone(),
            tables: [TableInfo {
                name: String::new(),
                kind: Kind::Shapefile,
                rows,
            }],
            about,
            epsg,
            unknown_system,
            measures,
        })
    }
}

/// The number of the reference systems that cities here use, from the text that ESRI writes for
/// them: WGS 84, ETRS89 and ED50 in the UTM zones, Web Mercator.
fn epsg_of(wkt: &str) -> Option<u32> {
    let plain: String = wkt
        .to_uppercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let zone = |text: &str| -> Option<u32> {
        let after = &text[text.find("UTMZONE")? + 7..];
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        let north = after[digits.len()..].starts_with('N');
        digits
            .parse()
            .ok()
            .filter(|z| north && (1..=60).contains(z))
    };
    let name = wkt.split('"').nth(1).unwrap_or_default().to_uppercase();
    let projected = wkt.trim_start().to_uppercase().starts_with("PROJ");
    let has = |word: &str| plain.contains(word);
    if projected && (has("WEBMERCATOR") || has("PSEUDOMERCATOR") || name.contains("3857")) {
        return Some(3857);
    }
    let etrs = has("ETRS1989") || has("ETRS89") || has("EUROPEANTERRESTRIALREFERENCESYSTEM1989");
    match (projected, zone(&plain)) {
        (true, Some(zone)) if etrs => Some(25800 + zone),
        (true, Some(zone)) if has("WGS1984") || has("WGS84") => Some(32600 + zone),
        (true, Some(zone)) if has("EUROPEAN1950") || has("ED50") => Some(23000 + zone),
        (false, _) if etrs => Some(4258),
        (false, _) if has("WGS1984") || has("WGS84") => Some(4326),
        _ => None,
    }
}

impl Format for Shapefile {
    fn tables(&self) -> &[TableInfo] {
        &self.tables
    }

    fn length(&self) -> u64 {
        let length = |file: &Option<Backing>| file.as_ref().map_or(0, Backing::len);
        length(&self.files.shapes) + length(&self.files.table)
    }

    fn read(&self, _table: usize, how: &ReadOptions) -> Result<Box<dyn ReadCells>, ReadError> {
        let mut names = Vec::new();
        let mut hints = Vec::new();
        let mut rows = None;
        if let (Some(table), Some(about)) = (&self.files.table, &self.about) {
            names.extend(about.fields.iter().map(|field| field.name.clone()));
            hints.extend(about.fields.iter().map(dbf::Field::hint));
            rows = Some(Table::open(table, about, how.encoding.as_deref())?);
        }
        let shapes = match &self.files.shapes {
            Some(shapes) => {
                let taken = names.iter().any(|n| n.eq_ignore_ascii_case("geometry"));
                names.push(
                    if taken {
                        "feature_geometry"
                    } else {
                        "geometry"
                    }
                    .to_owned(),
                );
                hints.push(Hint::Geometry(self.epsg));
                Some(Shapes::open(shapes, &self.limits)?)
            }
            None => None,
        };
        Ok(Box::new(ShapefileReader {
            names,
            hints,
            rows,
            shapes,
            row: 0,
        }))
    }

    fn facts(&self, _table: usize, how: &ReadOptions) -> Result<Facts, ReadError> {
        let mut facts = Facts {
            epsg: self.epsg,
            ..Facts::default()
        };
        if let Some(about) = &self.about {
            let encoding = about.encoding(how.encoding.as_deref())?;
            facts.encoding = Some(EncodingFound {
                name: encoding.name().to_owned(),
                confidence: if how.encoding.is_some() {
                    Confidence::Told
                } else {
                    about.confidence
                },
            });
            if about.no_code_page {
                facts.notes.push(Note::NoCodePage);
            }
            if about.deleted > 0 {
                facts.notes.push(Note::DeletedRows {
                    count: about.deleted,
                });
            }
        }
        if let Some(name) = &self.unknown_system {
            facts
                .notes
                .push(Note::UnknownReferenceSystem { name: name.clone() });
        }
        if self.measures {
            facts.notes.push(Note::MeasuresLeft);
        }
        Ok(facts)
    }
}

struct ShapefileReader {
    names: Vec<String>,
    hints: Vec<Hint>,
    rows: Option<Table>,
    shapes: Option<Shapes>,
    row: u64,
}

impl ShapefileReader {
    fn add(&mut self, cells: &mut Cells) -> Result<bool, ReadError> {
        loop {
            self.row += 1;
            let shape = match &mut self.shapes {
                Some(shapes) => shapes.next_shape(self.row)?,
                None => None,
            };
            let deleted = match &mut self.rows {
                Some(rows) => match rows.next_record(self.row)? {
                    Some(deleted) => deleted,
                    None if shape.is_none() => return Ok(false),
                    None => return Err(self.unequal("more shapes than rows")),
                },
                None if shape.is_none() => return Ok(false),
                None => false,
            };
            if self.shapes.is_some() && shape.is_none() {
                return Err(self.unequal("more rows than shapes"));
            }
            if deleted {
                continue;
            }
            cells.begin_row(self.row);
            if let Some(rows) = &self.rows {
                rows.push(cells);
            }
            match shape {
                Some(Some(geometry)) => cells.push(&geometry.to_wkt()),
                Some(None) => cells.push_absent(),
                None => {}
            }
            return Ok(true);
        }
    }

    fn unequal(&self, what: &str) -> ReadError {
        ReadError::damaged(
            self.row,
            format!("there are {what}: .shp and .dbf are not of the same shapefile, or cut off"),
        )
    }
}

impl ReadCells for ShapefileReader {
    fn columns(&self) -> &[String] {
        &self.names
    }

    fn hints(&self) -> &[Hint] {
        &self.hints
    }

    fn next_block(&mut self) -> Result<Option<Cells>, ReadError> {
        let mut cells = Cells::new(self.names.len());
        while cells.rows() < BLOCK_ROWS && cells.bytes() < BLOCK_BYTES {
            if !self.add(&mut cells)? {
                break;
            }
        }
        Ok((cells.rows() > 0).then_some(cells))
    }

    fn position(&self) -> u64 {
        self.rows.as_ref().map_or(0, Table::position)
            + self.shapes.as_ref().map_or(0, Shapes::position)
    }

    fn irregular(&self) -> &[(u64, usize)] {
        &[]
    }
}

#[cfg(test)]
mod tests {
    use super::epsg_of;

    #[test]
    fn the_reference_systems_of_the_coast_are_known_by_the_text_of_esri() {
        let utm31 = r#"PROJCS["ETRS_1989_UTM_Zone_31N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]]],PROJECTION["Transverse_Mercator"]]"#;
        assert_eq!(epsg_of(utm31), Some(25831));
        assert_eq!(epsg_of(&utm31.replace("31N", "30N")), Some(25830));
        let wgs =
            r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.25]]]"#;
        assert_eq!(epsg_of(wgs), Some(4326));
        let web = r#"PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984"]]"#;
        assert_eq!(epsg_of(web), Some(3857));
        assert_eq!(epsg_of(r#"PROJCS["Lambert_93"]"#), None);
    }
}
