// SPDX-License-Identifier: AGPL-3.0-or-later

//! Zip archives: workbooks, shapefiles, and folders of tables.

use std::collections::BTreeMap;
use std::io::Read;

use zip::ZipArchive;

use super::super::backing::{Backing, ReadSeek};
use super::super::csv::Csv;
use super::super::detect::{HEAD, Magic, magic};
use super::super::excel::Book;
use super::super::format::Format;
use super::super::shapefile::{Files, Shapefile};
use super::super::{Limits, Note, Wrapping};
use super::{Opened, Part, check_declared, keep, most_unpacked, one};
use crate::ReadError;

/// Members of an archive, at most.
const MEMBERS: usize = 10_000;

type Archive = ZipArchive<Box<dyn ReadSeek>>;

fn archive(file: &Backing) -> Result<Archive, ReadError> {
    let archive = ZipArchive::new(file.reader()?).map_err(|error| damaged(&error))?;
    if archive.len() > MEMBERS {
        return Err(ReadError::too_much(
            "the number of files in the zip",
            format!("{MEMBERS} files"),
        ));
    }
    Ok(archive)
}

fn damaged(error: &zip::result::ZipError) -> ReadError {
    ReadError::damaged(
        1,
        format!("the zip is damaged or cut off: get the whole file again ({error})"),
    )
}

/// A file in the archive.
struct Member {
    index: usize,
    name: String,
    packed: u64,
    unpacked: u64,
}

fn members(archive: &mut Archive) -> Result<Vec<Member>, ReadError> {
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let member = archive
            .by_index_raw(index)
            .map_err(|error| damaged(&error))?;
        if member.is_dir() {
            continue;
        }
        if member.encrypted() {
            return Err(ReadError::damaged(
                1,
                "the zip is locked with a password: unlock it first",
            ));
        }
        let name = member.name().map_err(|error| damaged(&error))?.into_owned();
        members.push(Member {
            index,
            name,
            packed: member.compressed_size(),
            unpacked: member.size(),
        });
    }
    Ok(members)
}

/// The kind of workbook that a zip is, if it is one, with its declared sizes checked.
pub(super) fn book(file: &Backing, limits: &Limits) -> Result<Option<Book>, ReadError> {
    let mut archive = archive(file)?;
    let members = members(&mut archive)?;
    let has = |name: &str| members.iter().any(|member| member.name == name);
    let begins = |with: &str| members.iter().any(|member| member.name.starts_with(with));
    let book = if has("xl/workbook.bin") {
        return Err(ReadError::damaged(
            1,
            "this is a binary workbook (.xlsb), which is not read: save it as .xlsx",
        ));
    } else if has("[Content_Types].xml") && begins("xl/") {
        Book::Xlsx
    } else if has("[Content_Types].xml") && (begins("word/") || begins("ppt/")) {
        return Err(ReadError::damaged(
            1,
            "this is a text document or a presentation, not a workbook",
        ));
    } else if has("content.xml") && has("mimetype") {
        Book::Ods
    } else {
        return Ok(None);
    };
    let mut packed = 0_u64;
    let mut unpacked = 0_u64;
    for member in &members {
        packed = packed.saturating_add(member.packed);
        unpacked = unpacked.saturating_add(member.unpacked);
        check_declared(
            member.packed,
            member.unpacked,
            limits.workbook_bytes,
            "a part of the workbook",
            limits,
        )?;
    }
    check_declared(
        packed,
        unpacked,
        limits.workbook_bytes,
        "the workbook",
        limits,
    )?;
    Ok(Some(book))
}

/// Opens an archive that is no workbook.
pub(super) fn open(file: &Backing, limits: &Limits) -> Result<Opened, ReadError> {
    let mut archive = archive(file)?;
    let members = members(&mut archive)?;
    let total = members
        .iter()
        .fold(0_u64, |sum, m| sum.saturating_add(m.unpacked));
    check_declared(
        file.len(),
        total,
        most_unpacked(file.len(), limits),
        "the zip",
        limits,
    )?;
    let mut unpacker = Unpacker {
        archive,
        left: most_unpacked(file.len(), limits),
        limits,
    };
    let mut parts = Vec::new();
    let mut notes = Vec::new();
    let mut refused = None;
    let (shapefiles, others) = sort(members);
    for (_, family) in shapefiles {
        let name = family[0].name.clone();
        let files = unpacker.shapefile(&family)?;
        parts.push(Part {
            member: Some(name),
            format: Box::new(Shapefile::new(files, limits)?),
        });
    }
    let crowd = others.len() + parts.len() > 1;
    for member in others {
        if parts.len() >= limits.tables {
            return Err(ReadError::too_much(
                "the number of tables",
                format!("{} tables", limits.tables),
            ));
        }
        match unpacker.open(&member, crowd) {
            Ok(format) => parts.push(Part {
                member: Some(member.name),
                format,
            }),
            // What is too large is refused as a whole; what is no table is left out.
            Err(error @ (ReadError::TooMuch { .. } | ReadError::Io(_))) => return Err(error),
            Err(error) => {
                notes.push(Note::Skipped {
                    member: member.name,
                    why: error.to_string(),
                });
                refused.get_or_insert(error);
            }
        }
    }
    let Some(first) = parts.first().and_then(|part| part.member.clone()) else {
        return Err(refused.unwrap_or_else(|| ReadError::damaged(1, "the zip is empty")));
    };
    Ok(Opened {
        wrapping: Some(Wrapping::Zip { member: first }),
        parts,
        notes,
    })
}

/// The files of each shapefile together, its `.shp` first, and the other members. What systems put
/// into archives for themselves is nobody's data.
fn sort(members: Vec<Member>) -> (BTreeMap<String, Vec<Member>>, Vec<Member>) {
    const FAMILY: [&str; 12] = [
        "shp", "dbf", "prj", "cpg", "shx", "sbn", "sbx", "qpj", "qix", "qmd", "xml", "cst",
    ];
    let mut families = BTreeMap::<String, Vec<Member>>::new();
    let mut others = Vec::new();
    let split = |name: &str| {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        // The notes of ArcGIS stand in `name.shp.xml`.
        let stem = stem.to_lowercase();
        let stem = stem.strip_suffix(".shp").unwrap_or(&stem).to_owned();
        (stem, ending.to_lowercase())
    };
    for member in members {
        let last = member.name.rsplit('/').next().unwrap_or(&member.name);
        let ours = last.starts_with('.')
            || last.starts_with("~$")
            || member.name.starts_with("__MACOSX/")
            || matches!(last, "Thumbs.db" | "desktop.ini");
        if ours {
            continue;
        }
        let (stem, ending) = split(&member.name);
        if FAMILY.contains(&ending.as_str()) {
            families.entry(stem).or_default().push(member);
        } else {
            others.push(member);
        }
    }
    let is = |member: &Member, ending: &str| split(&member.name).1 == ending;
    let (mut shapes, rest): (BTreeMap<_, _>, BTreeMap<_, _>) = families
        .into_iter()
        .partition(|(_, family)| family.iter().any(|member| is(member, "shp")));
    for family in shapes.values_mut() {
        family.sort_by_key(|member| !is(member, "shp"));
    }
    others.extend(rest.into_values().flatten());
    others.sort_by_key(|member| member.index);
    (shapes, others)
}

struct Unpacker<'a> {
    archive: Archive,
    /// Bytes that may still be unpacked.
    left: u64,
    limits: &'a Limits,
}

impl Unpacker<'_> {
    fn unpack(&mut self, member: &Member) -> Result<Backing, ReadError> {
        let what = format!("{} in the zip", member.name);
        check_declared(
            member.packed,
            member.unpacked,
            self.left,
            &what,
            self.limits,
        )?;
        let reader = self
            .archive
            .by_index(member.index)
            .map_err(|error| damaged(&error))?;
        let kept = keep(reader.take(self.left + 1), self.left, &what, self.limits)?;
        self.left -= kept.len();
        Ok(kept)
    }

    fn open(&mut self, member: &Member, crowd: bool) -> Result<Box<dyn Format>, ReadError> {
        let file = self.unpack(member)?;
        let kind = magic(&file.head(HEAD)?)?;
        if kind == Magic::Text {
            let csv = Csv::new(file, self.limits);
            if crowd && csv.width()? < 2 {
                return Err(ReadError::damaged(1, "this is a text, not a table"));
            }
            return Ok(Box::new(csv));
        }
        one(kind, &file, None, self.limits)
    }

    fn shapefile(&mut self, family: &[Member]) -> Result<Files, ReadError> {
        let mut files = Files::default();
        for member in family {
            let lower = member.name.to_lowercase();
            let ending = lower.rsplit('.').next().unwrap_or_default();
            let of_itself = !lower.ends_with(".shp.xml");
            let place = match ending {
                "shp" => &mut files.shapes,
                "dbf" => &mut files.table,
                "prj" if of_itself => &mut files.projection,
                "cpg" if of_itself => &mut files.code_page,
                _ => continue,
            };
            if place.is_none() {
                *place = Some(self.unpack(member)?);
            }
        }
        Ok(files)
    }
}
