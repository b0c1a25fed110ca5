// SPDX-License-Identifier: AGPL-3.0-or-later

//! `OpenDocument` sheets, streamed.
//!
//! Own reader, because the format lets one cell or row stand for a million: libraries that lay them
//! all out in memory can be filled by a file of a kilobyte.

use std::io::{BufRead, BufReader, Read as _};

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::cell::{CellKind, SheetCell, Walked};
use super::walk::{Take, damaged};
use crate::ReadError;
use crate::source::Limits;
use crate::source::backing::Backing;

/// Times that a row with cells may be repeated.
const ROWS: u64 = 1_048_576;

/// Runs `work` over the events of the content.
fn content<T>(
    file: &Backing,
    work: impl FnOnce(&mut Reader<Box<dyn BufRead + '_>>) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let mut archive = ZipArchive::new(file.reader()?).map_err(damaged)?;
    let index = archive
        .index_for_name("content.xml")
        .ok_or_else(|| damaged("it has no content"))?;
    let member = archive.by_index(index).map_err(damaged)?;
    let bounded = member.take(4 << 30);
    let mut reader: Reader<Box<dyn BufRead + '_>> =
        Reader::from_reader(Box::new(BufReader::with_capacity(1 << 16, bounded)));
    reader.config_mut().expand_empty_elements = true;
    work(&mut reader)
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, ReadError> {
    match element.try_get_attribute(name).map_err(damaged)? {
        None => Ok(None),
        Some(attribute) => Ok(Some(
            unescape(attribute.value.as_ref())
                .map_err(damaged)?
                .into_owned(),
        )),
    }
}

fn repeats(element: &BytesStart<'_>, name: &str) -> Result<u64, ReadError> {
    match attribute(element, name)? {
        None => Ok(1),
        Some(count) => count.parse().map_err(|_| damaged("a count is no number")),
    }
}

/// The names of the sheets.
pub(super) fn sheets(file: &Backing) -> Result<Vec<String>, ReadError> {
    content(file, |reader| {
        let mut names = Vec::new();
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(e) if e.name().as_ref() == "table:table" => {
                    names.push(attribute(&e, "table:name")?.unwrap_or_default());
                }
                Event::Eof => return Ok(names),
                _ => {}
            }
        }
    })
}

/// Gives every row of the sheet that has a cell to `take`.
pub(super) fn walk(
    file: &Backing,
    sheet: &str,
    limits: &Limits,
    take: &mut Take<'_>,
) -> Result<(), ReadError> {
    content(file, |reader| {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(e)
                    if e.name().as_ref() == "table:table"
                        && attribute(&e, "table:name")?.as_deref() == Some(sheet) =>
                {
                    return rows(reader, limits, take);
                }
                Event::Eof => return Err(damaged("a sheet is missing")),
                _ => {}
            }
        }
    })
}

fn rows(
    reader: &mut Reader<Box<dyn BufRead + '_>>,
    limits: &Limits,
    take: &mut Take<'_>,
) -> Result<(), ReadError> {
    let mut buffer = Vec::new();
    let mut line = 1_u64;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(e) if e.name().as_ref() == "table:table-row" => {
                let times = repeats(&e, "table:number-rows-repeated")?;
                let cells = row(reader, line, limits)?;
                // Rows without a cell are only counted, however many a file says they are.
                if !cells.is_empty() {
                    if times > ROWS {
                        return Err(ReadError::too_much(
                            format!("row {line}: the times it is repeated"),
                            format!("{ROWS} rows"),
                        ));
                    }
                    for n in 0..times {
                        let again = Walked {
                            line: line + n,
                            cells: cells.clone(),
                        };
                        if !take(again)? {
                            return Ok(());
                        }
                    }
                }
                line = line.saturating_add(times);
            }
            Event::End(e) if e.name().as_ref() == "table:table" => return Ok(()),
            Event::Eof => return Err(damaged("it is cut off")),
            _ => {}
        }
    }
}

fn row(
    reader: &mut Reader<Box<dyn BufRead + '_>>,
    line: u64,
    limits: &Limits,
) -> Result<Vec<SheetCell>, ReadError> {
    let mut cells = Vec::new();
    let mut column = 0_u64;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(e)
                if matches!(
                    e.name().as_ref(),
                    "table:table-cell" | "table:covered-table-cell"
                ) =>
            {
                let times = repeats(&e, "table:number-columns-repeated")?;
                let value = value(&e)?;
                let shown = shown_text(reader, limits)?;
                let (text, kind) = match value {
                    Some(value) => value,
                    None => (shown, CellKind::Text),
                };
                if !text.is_empty() {
                    let end = column.saturating_add(times);
                    let most = u64::try_from(limits.columns).unwrap_or(u64::MAX);
                    if end > most {
                        return Err(ReadError::too_much(
                            format!("row {line}: the number of columns"),
                            format!("{most} columns"),
                        ));
                    }
                    for n in column..end {
                        cells.push(SheetCell {
                            column: usize::try_from(n).expect("below the limit of columns"),
                            text: text.clone(),
                            kind,
                        });
                    }
                }
                column = column.saturating_add(times);
            }
            Event::End(e) if e.name().as_ref() == "table:table-row" => return Ok(cells),
            Event::Eof => return Err(damaged("it is cut off")),
            _ => {}
        }
    }
}

/// The value that a cell says it has, where it is no text.
fn value(element: &BytesStart<'_>) -> Result<Option<(String, CellKind)>, ReadError> {
    let kind = attribute(element, "office:value-type")?;
    let read = |name: &str| attribute(element, name);
    Ok(match kind.as_deref() {
        Some("float" | "percentage" | "currency") => {
            read("office:value")?.map(|text| (text, CellKind::Number))
        }
        Some("boolean") => read("office:boolean-value")?.map(|text| (text, CellKind::Boolean)),
        Some("date") => read("office:date-value")?.map(|text| (text, CellKind::Moment)),
        Some("time") => {
            read("office:time-value")?.map(|text| (clock(&text).unwrap_or(text), CellKind::Moment))
        }
        Some("string") => read("office:string-value")?.map(|text| (text, CellKind::Text)),
        _ => None,
    })
}

/// `PT18H05M00S` as `18:05:00`.
fn clock(duration: &str) -> Option<String> {
    let (hours, rest) = duration.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?;
    let hours: u32 = hours.parse().ok()?;
    let minutes: u32 = minutes.parse().ok()?;
    let whole = seconds.split(['.', ',']).next()?;
    let seconds: u32 = whole.parse().ok()?;
    Some(format!("{hours:02}:{minutes:02}:{seconds:02}"))
}

/// The text inside a cell, paragraphs on lines of their own, without notes; reads to its end.
fn shown_text(
    reader: &mut Reader<Box<dyn BufRead + '_>>,
    limits: &Limits,
) -> Result<String, ReadError> {
    let mut text = String::new();
    let mut depth = 0_u32;
    let mut note = 0_u32;
    let mut paragraphs = 0;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(e) => {
                depth += 1;
                let name = e.name();
                match name.as_ref() {
                    "office:annotation" => note = note.max(depth),
                    _ if note > 0 => {}
                    "text:p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    "text:s" => {
                        let most = u64::try_from(limits.cell_bytes).unwrap_or(u64::MAX);
                        for _ in 0..repeats(&e, "text:c")?.min(most) {
                            text.push(' ');
                        }
                    }
                    _ => {}
                }
            }
            Event::End(_) if depth == 0 => return Ok(text),
            Event::End(_) => {
                if note == depth {
                    note = 0;
                }
                depth -= 1;
            }
            Event::Text(t) if note == 0 && depth > 0 => text.push_str(&t.xml10_content()),
            Event::GeneralRef(e) if note == 0 => {
                let letter = e.resolve_char_ref().map_err(damaged)?;
                match letter {
                    Some(letter) => text.push(letter),
                    None => {
                        text.push_str(resolve_predefined_entity(e.as_ref()).unwrap_or_default());
                    }
                }
            }
            Event::Eof => return Err(damaged("it is cut off")),
            _ => {}
        }
        if text.len() > limits.cell_bytes {
            return Err(ReadError::too_much(
                "the size of a cell",
                format!("{} bytes", limits.cell_bytes),
            ));
        }
    }
}
