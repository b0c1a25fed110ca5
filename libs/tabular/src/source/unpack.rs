// SPDX-License-Identifier: AGPL-3.0-or-later

//! Opens what a file holds, and what it is wrapped in: once, and no deeper.

mod archive;

use std::io::{ErrorKind, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::backing::{Backing, bytes_text};
use super::csv::Csv;
use super::detect::{HEAD, Magic, magic};
use super::excel::{Book, Excel};
use super::format::Format;
use super::geopackage::GeoPackage;
use super::json::Json;
use super::parquet::Parquet;
use super::shapefile::{Shapefile, companions};
use super::{Limits, Note, Wrapping};
use crate::ReadError;

/// A packed file may be this large before its ratio is judged.
const RATIO_FROM: u64 = 64 << 20;

/// What was found in a file.
pub(super) struct Opened {
    pub(super) wrapping: Option<Wrapping>,
    pub(super) parts: Vec<Part>,
    pub(super) notes: Vec<Note>,
}

/// A file of one kind, alone or in an archive.
pub(super) struct Part {
    /// Its name in the archive.
    pub(super) member: Option<String>,
    pub(super) format: Box<dyn Format>,
}

/// Opens `file`, which stands at `path` if it is on the disk.
pub(super) fn open(
    file: &Backing,
    path: Option<&Path>,
    limits: &Limits,
) -> Result<Opened, ReadError> {
    let alone = |format| Opened {
        wrapping: None,
        parts: vec![Part {
            member: None,
            format,
        }],
        notes: Vec::new(),
    };
    match magic(&file.head(HEAD)?)? {
        Magic::Gzip => {
            let inner = gunzip(file, limits)?;
            let format = match magic(&inner.head(HEAD)?)? {
                Magic::Gzip => Err(nested("gzip")),
                Magic::Zip if archive::book(&inner, limits)?.is_none() => Err(nested("gzip")),
                kind => one(kind, &inner, None, limits),
            }?;
            Ok(Opened {
                wrapping: Some(Wrapping::Gzip),
                ..alone(format)
            })
        }
        Magic::Zip if archive::book(file, limits)?.is_none() => archive::open(file, limits),
        kind => Ok(alone(one(kind, file, path, limits)?)),
    }
}

fn nested(outer: &str) -> ReadError {
    ReadError::damaged(
        1,
        format!("there is a packed file inside the {outer}: unpack the outer one"),
    )
}

/// Opens a file that is not wrapped.
fn one(
    kind: Magic,
    file: &Backing,
    path: Option<&Path>,
    limits: &Limits,
) -> Result<Box<dyn Format>, ReadError> {
    Ok(match kind {
        Magic::Text => Box::new(Csv::new(file.clone(), limits)),
        Magic::Json => Box::new(Json::new(file, limits)?),
        Magic::Ole => Box::new(Excel::new(file, Book::Xls, limits)?),
        Magic::Zip => match archive::book(file, limits)? {
            Some(book) => Box::new(Excel::new(file, book, limits)?),
            None => return Err(nested("zip")),
        },
        Magic::Gzip => return Err(nested("zip")),
        Magic::Sqlite => Box::new(GeoPackage::new(file, limits)?),
        Magic::Parquet => Box::new(Parquet::new(file, limits)?),
        Magic::Shapefile | Magic::Dbase => {
            let beside = companions(file, path, kind == Magic::Shapefile, limits)?;
            Box::new(Shapefile::new(beside, limits)?)
        }
    })
}

/// Unpacks a gzip, and stops where it grows beyond the bounds.
fn gunzip(file: &Backing, limits: &Limits) -> Result<Backing, ReadError> {
    let most = most_unpacked(file.len(), limits);
    let reader = MultiGzDecoder::new(std::io::BufReader::new(file.reader()?));
    keep(reader, most, "the gzip", limits)
}

/// Unpacks what `from` yields.
fn keep(from: impl Read, most: u64, what: &str, limits: &Limits) -> Result<Backing, ReadError> {
    let size = format!("what {what} unpacks to");
    let kept = Backing::keep(from, most, &size, limits).map_err(|error| match error {
        ReadError::Io(io) if matches!(io.kind(), ErrorKind::UnexpectedEof) => {
            ReadError::damaged(1, format!("{what} is cut off: get the whole file again"))
        }
        ReadError::Io(io)
            if matches!(io.kind(), ErrorKind::InvalidInput | ErrorKind::InvalidData) =>
        {
            ReadError::damaged(1, format!("{what} is damaged: {io}"))
        }
        other => other,
    })?;
    if kept.len() == 0 {
        return Err(ReadError::damaged(1, format!("{what} holds an empty file")));
    }
    Ok(kept)
}

/// How many bytes something of `packed` bytes may unpack to.
fn most_unpacked(packed: u64, limits: &Limits) -> u64 {
    packed
        .saturating_mul(limits.unpacked_ratio)
        .max(RATIO_FROM)
        .min(limits.unpacked_bytes)
}

/// Refuses declared sizes before anything is unpacked.
fn check_declared(
    packed: u64,
    unpacked: u64,
    most: u64,
    what: &str,
    limits: &Limits,
) -> Result<(), ReadError> {
    if unpacked > most {
        return Err(ReadError::too_much(
            format!("what {what} unpacks to, {},", bytes_text(unpacked)),
            bytes_text(most),
        ));
    }
    if unpacked > RATIO_FROM && unpacked / limits.unpacked_ratio.max(1) > packed {
        return Err(ReadError::too_much(
            format!(
                "what {what} unpacks to, {} times its size,",
                unpacked / packed.max(1)
            ),
            format!("{} times", limits.unpacked_ratio),
        ));
    }
    Ok(())
}
