// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a file is, from its first bytes.

use crate::ReadError;

/// Bytes at the beginning that are looked at.
pub(super) const HEAD: usize = 64 << 10;

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Magic {
    Gzip,
    /// A zip: an archive, or a workbook.
    Zip,
    /// An OLE2 container: an old workbook.
    Ole,
    Sqlite,
    Parquet,
    Shapefile,
    Dbase,
    /// Begins like JSON.
    Json,
    Text,
}

/// What a file is; known kinds that are not tables get an error that says how to go on.
pub(super) fn magic(head: &[u8]) -> Result<Magic, ReadError> {
    let known: [(&[u8], Magic); 6] = [
        (b"\x1F\x8B", Magic::Gzip),
        (b"PK\x03\x04", Magic::Zip),
        (b"PK\x05\x06", Magic::Zip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Magic::Ole),
        (b"SQLite format 3\0", Magic::Sqlite),
        (b"PAR1", Magic::Parquet),
    ];
    if let Some((_, magic)) = known.iter().find(|(mark, _)| head.starts_with(mark)) {
        return Ok(*magic);
    }
    if head.starts_with(&9994_u32.to_be_bytes()) {
        return shapefile(head);
    }
    if is_dbase(head) {
        return Ok(Magic::Dbase);
    }
    if let Some(why) = not_a_table(head) {
        return Err(ReadError::damaged(1, why));
    }
    Ok(if begins_like_json(head) {
        Magic::Json
    } else {
        Magic::Text
    })
}

/// The index of a shapefile begins like the shapefile itself; its first record tells them apart.
fn shapefile(head: &[u8]) -> Result<Magic, ReadError> {
    let first = head
        .get(100..104)
        .map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]));
    if first == Some(50) && head.len() >= 108 {
        return Err(ReadError::damaged(
            1,
            "this is the index (.shx) of a shapefile: give the .shp, or all its files in one zip",
        ));
    }
    Ok(Magic::Shapefile)
}

fn is_dbase(head: &[u8]) -> bool {
    if head.len() < 33 || !matches!(head[0], 0x03 | 0x30 | 0x31 | 0x83 | 0x8B | 0xF5) {
        return false;
    }
    let header = usize::from(u16::from_le_bytes([head[8], head[9]]));
    let record = usize::from(u16::from_le_bytes([head[10], head[11]]));
    (1..=12).contains(&head[2]) && (1..=31).contains(&head[3]) && header >= 33 && record >= 2
}

fn not_a_table(head: &[u8]) -> Option<&'static str> {
    let text = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    let start = text[..text.len().min(64)].to_ascii_lowercase();
    let begins = |with: &[u8]| start.starts_with(with);
    if begins(b"%pdf") {
        Some("this is a PDF, not data: ask for the table it was made from")
    } else if begins(b"<!doctype html") || begins(b"<html") {
        Some("this is a web page, not data: was it saved instead of the file it links to?")
    } else if begins(b"<?xml") || begins(b"<rdf:rdf") || begins(b"<kml") || begins(b"<gml") {
        Some("this is XML, which is not read: export it as CSV or GeoJSON")
    } else if begins(b"\x89png") || begins(b"\xff\xd8\xff") || begins(b"gif8") {
        Some("this is a picture, not data")
    } else if head.get(257..262) == Some(b"ustar") {
        Some("this is a tar archive, which is not read: use zip")
    } else if begins(b"rar!") || begins(b"7z\xbc\xaf\x27\x1c") {
        Some("this is a RAR or 7-Zip archive, which is not read: use zip")
    } else if begins(b"\x28\xb5\x2f\xfd") || begins(b"bzh") || begins(b"\xfd7zxz") {
        Some("this is packed in a way that is not read: use gzip or zip")
    } else {
        None
    }
}

/// The first two signs of JSON, in any encoding that keeps ASCII or doubles it with zeros.
fn begins_like_json(head: &[u8]) -> bool {
    let without_mark = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .or_else(|| head.strip_prefix(b"\xFF\xFE"))
        .or_else(|| head.strip_prefix(b"\xFE\xFF"))
        .unwrap_or(head);
    let mut signs = without_mark
        .iter()
        .copied()
        // 0x1E begins each record of a GeoJSON text sequence.
        .filter(|b| *b != 0 && *b != 0x1E && !b.is_ascii_whitespace());
    match (signs.next(), signs.next()) {
        (Some(b'{'), second) => matches!(second, None | Some(b'"' | b'}')),
        (Some(b'['), second) => {
            matches!(second, None | Some(b'{' | b'[' | b']' | b'"' | b'-'))
                || second.is_some_and(|b| b.is_ascii_digit())
        }
        _ => false,
    }
}
