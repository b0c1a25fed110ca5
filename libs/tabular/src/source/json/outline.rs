// SPDX-License-Identifier: AGPL-3.0-or-later

//! Where the records of a JSON file are.

use super::scan::{Place, Scanner};
use crate::ReadError;
use crate::source::Limits;
use crate::source::backing::Backing;

/// How deep an array of records is looked for.
const DEPTH: usize = 5;
/// Arrays that are considered.
const CANDIDATES: usize = 1_000;
/// Bytes of a small value that is kept, such as a reference system.
const SMALL: usize = 4_096;

/// How the records follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sequence {
    /// In an array that begins here.
    Array(Place),
    /// One after the other, from the beginning of the file.
    Lines,
}

/// What a JSON file looks like from far away.
#[derive(Debug)]
pub(super) struct Outline {
    pub(super) sequence: Sequence,
    /// Only one record, which is the whole file.
    pub(super) alone: bool,
    /// The value of `type` at the top, if it is a text.
    pub(super) kind: Option<String>,
    /// The value of `crs` at the top.
    pub(super) crs: Option<String>,
    /// An array beside the records that names their columns.
    pub(super) names: Option<Place>,
    /// Paths of what is not read.
    pub(super) outside: Vec<String>,
}

#[derive(Debug)]
struct Candidate {
    path: String,
    place: Place,
    bytes: u64,
    /// The first byte of its first element.
    first: Option<u8>,
}

#[derive(Default)]
struct Walk {
    candidates: Vec<Candidate>,
    kind: Option<String>,
    crs: Option<String>,
    other: Vec<String>,
}

/// Walks through the whole file once.
pub(super) fn outline(file: &Backing, limits: &Limits) -> Result<Outline, ReadError> {
    let mut scanner = Scanner::new(file, None, limits)?;
    let mut walk = Walk::default();
    let sequence = match scanner.peek_sign()? {
        Some(b'[') => {
            let place = scanner.place();
            scanner.value(None)?;
            if scanner.peek_sign()?.is_some() {
                Sequence::Lines
            } else {
                return Ok(Outline {
                    sequence: Sequence::Array(place),
                    alone: false,
                    kind: None,
                    crs: None,
                    names: None,
                    outside: Vec::new(),
                });
            }
        }
        Some(b'{') => {
            object(&mut scanner, "", 0, &mut walk)?;
            if scanner.peek_sign()?.is_some() {
                Sequence::Lines
            } else {
                return Ok(of_one_object(walk));
            }
        }
        Some(_) => return Err(scanner.damaged("this is not JSON: it begins with neither { nor [")),
        None => return Err(ReadError::damaged(1, "the file is empty")),
    };
    Ok(Outline {
        sequence,
        alone: false,
        kind: walk.kind,
        crs: None,
        names: None,
        outside: Vec::new(),
    })
}

/// The largest array of records in the object that the file is. Arrays that name columns are
/// records only when there are no others.
fn of_one_object(walk: Walk) -> Outline {
    let last = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let names_columns = |c: &Candidate| matches!(last(&c.path).as_str(), "fields" | "columns");
    let is_collection = walk.kind.as_deref() == Some("FeatureCollection");
    let is_feature = walk.kind.as_deref() == Some("Feature");
    let records = walk
        .candidates
        .iter()
        .filter(|c| matches!(c.first, Some(b'{' | b'[')) || (is_collection && c.path == "features"))
        .filter(|c| !is_collection || c.path == "features")
        .max_by_key(|c| (!names_columns(c), c.bytes));
    let (Some(records), false) = (records, is_feature) else {
        return Outline {
            sequence: Sequence::Lines,
            alone: true,
            kind: walk.kind,
            crs: walk.crs,
            names: None,
            outside: Vec::new(),
        };
    };
    let names = walk
        .candidates
        .iter()
        .find(|c| names_columns(c) && c.path != records.path && records.first == Some(b'['));
    let known = |path: &str| {
        path == records.path
            || names.is_some_and(|c| c.path == path)
            || (is_collection && matches!(path, "type" | "crs" | "name" | "bbox"))
    };
    let outside = walk
        .candidates
        .iter()
        .map(|c| &c.path)
        .chain(&walk.other)
        .filter(|path| !known(path))
        .take(20)
        .cloned()
        .collect();
    Outline {
        sequence: Sequence::Array(records.place),
        alone: false,
        names: names.map(|c| c.place),
        outside,
        kind: walk.kind,
        crs: walk.crs,
    }
}

fn object(
    scanner: &mut Scanner,
    path: &str,
    depth: usize,
    walk: &mut Walk,
) -> Result<(), ReadError> {
    scanner.expect(b'{')?;
    if scanner.peek_sign()? == Some(b'}') {
        scanner.take();
        return Ok(());
    }
    loop {
        let key = scanner.key()?;
        let path = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}/{key}")
        };
        match scanner.peek_sign()? {
            Some(b'[') => array(scanner, path, walk)?,
            Some(b'{') if depth < DEPTH && key != "crs" => {
                object(scanner, &path, depth + 1, walk)?;
            }
            _ => scalar(scanner, path, depth, &key, walk)?,
        }
        match scanner.peek_sign()? {
            Some(b',') => scanner.take(),
            _ => return scanner.expect(b'}'),
        }
    }
}

fn scalar(
    scanner: &mut Scanner,
    path: String,
    depth: usize,
    key: &str,
    walk: &mut Walk,
) -> Result<(), ReadError> {
    if depth > 0 || !matches!(key, "type" | "crs") {
        scanner.value(None)?;
        if walk.other.len() < CANDIDATES {
            walk.other.push(path);
        }
        return Ok(());
    }
    let mut raw = Vec::new();
    scanner.value(Some(&mut raw))?;
    raw.truncate(SMALL);
    if key == "type" {
        walk.kind = serde_json::from_slice(&raw).ok();
    } else {
        walk.crs = String::from_utf8(raw).ok();
    }
    Ok(())
}

fn array(scanner: &mut Scanner, path: String, walk: &mut Walk) -> Result<(), ReadError> {
    let place = scanner.place();
    scanner.take();
    let first = scanner.peek_sign()?;
    let mut more = first != Some(b']');
    while more {
        scanner.value(None)?;
        more = scanner.peek_sign()? == Some(b',');
        if more {
            scanner.take();
        }
    }
    scanner.expect(b']')?;
    if walk.candidates.len() < CANDIDATES {
        walk.candidates.push(Candidate {
            path,
            place,
            bytes: scanner.place().offset - place.offset,
            first: first.filter(|b| *b != b']'),
        });
    }
    Ok(())
}

/// The records of a file, one after the other.
pub(super) struct Records {
    scanner: Scanner,
    in_array: bool,
    begun: bool,
    raw: Vec<u8>,
}

impl Records {
    pub(super) fn new(
        file: &Backing,
        sequence: Sequence,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        let (from, in_array) = match sequence {
            Sequence::Array(place) => (Some(place), true),
            Sequence::Lines => (None, false),
        };
        Ok(Self {
            scanner: Scanner::new(file, from, limits)?,
            in_array,
            begun: false,
            raw: Vec::new(),
        })
    }

    /// Bytes of the file read so far.
    pub(super) fn position(&self) -> u64 {
        self.scanner.place().offset
    }

    /// The next record and the line it begins at.
    pub(super) fn next_record(&mut self) -> Result<Option<(u64, &str)>, ReadError> {
        if self.in_array {
            if !self.begun {
                self.scanner.expect(b'[')?;
            }
            match self.scanner.peek_sign()? {
                Some(b']') => return Ok(None),
                Some(b',') if self.begun => self.scanner.take(),
                _ => {}
            }
            self.begun = true;
        }
        if self.scanner.peek_sign()?.is_none() {
            return if self.in_array {
                Err(self.scanner.cut_off())
            } else {
                Ok(None)
            };
        }
        let line = self.scanner.place().line;
        self.raw.clear();
        self.scanner.value(Some(&mut self.raw))?;
        let text = std::str::from_utf8(&self.raw)
            .map_err(|_| ReadError::damaged(line, "the JSON is not UTF-8"))?;
        Ok(Some((line, text)))
    }
}
