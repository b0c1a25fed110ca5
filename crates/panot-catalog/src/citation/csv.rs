// SPDX-License-Identifier: AGPL-3.0-or-later

//! The canonical CSV of a citation: packed as it is kept, compared, and read again for its page.

use std::io::{self, Read as _, Write as _};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// The most letters of a line that is quoted.
const QUOTED_MAX: usize = 300;

/// Bytes, compressed.
pub fn packed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes)?;
    out.finish()
}

/// Bytes again, of which no more are believed than were ever kept.
pub fn unpacked(packed: &[u8], most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    GzDecoder::new(packed).take(limit).read_to_end(&mut bytes)?;
    if bytes.len() > most {
        return Err(io::Error::other("more rows than were ever kept"));
    }
    Ok(bytes)
}

/// The first line that differs, counted from 1: its number, as it was and as it is.
pub fn first_difference(before: &[u8], now: &[u8]) -> Option<(u64, String, String)> {
    let quoted = |line: Option<&[u8]>| {
        let text = String::from_utf8_lossy(line.unwrap_or_default());
        text.trim_end().chars().take(QUOTED_MAX).collect::<String>()
    };
    let (mut before, mut now) = (before.split(|b| *b == b'\n'), now.split(|b| *b == b'\n'));
    for number in 1.. {
        match (before.next(), now.next()) {
            (None, None) => return None,
            (was, is) if was == is => {}
            (was, is) => return Some((number, quoted(was), quoted(is))),
        }
    }
    None
}

/// The rows of a canonical CSV, at most so many, without its head. An empty cell without quotes is
/// none.
pub fn rows(csv: &str, most: usize) -> Vec<Vec<Option<String>>> {
    let mut rows = Vec::new();
    let mut letters = csv.chars().peekable();
    while letters.peek().is_some() && rows.len() <= most {
        let mut row = Vec::new();
        loop {
            let is_quoted = letters.next_if_eq(&'"').is_some();
            let mut cell = String::new();
            if is_quoted {
                while let Some(letter) = letters.next() {
                    if letter != '"' {
                        cell.push(letter);
                    } else if letters.next_if_eq(&'"').is_some() {
                        cell.push('"');
                    } else {
                        break;
                    }
                }
            } else {
                while let Some(letter) = letters.next_if(|c| !matches!(c, ',' | '\r' | '\n')) {
                    cell.push(letter);
                }
            }
            row.push((is_quoted || !cell.is_empty()).then_some(cell));
            if letters.next_if_eq(&',').is_none() {
                break;
            }
        }
        letters.next_if_eq(&'\r');
        // What ends a row; and if it is something else, then at least it is passed over.
        letters.next();
        rows.push(row);
    }
    rows.drain(..rows.len().min(1));
    rows.truncate(most);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_as_they_were_written() {
        let csv = "a,b\r\n1,\r\n\"x \"\"y\"\", z\",\"\"\r\n\"two\r\nlines\",3\r\n";
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            rows(csv, 10),
            [
                vec![some("1"), None],
                vec![some("x \"y\", z"), some("")],
                vec![some("two\r\nlines"), some("3")]
            ]
        );
        assert_eq!(rows(csv, 1).len(), 1);
        assert!(rows("", 9).is_empty() && rows("a\r\n", 9).is_empty());
    }

    #[test]
    fn the_first_line_that_differs_is_found() {
        let before = b"a\r\n1\r\n2\r\n";
        assert_eq!(first_difference(before, before), None);
        let line = first_difference(before, b"a\r\n1\r\n3\r\n");
        assert_eq!(line, Some((3, "2".into(), "3".into())));
        let line = first_difference(before, b"a\r\n1\r\n");
        assert_eq!(line, Some((3, "2".into(), String::new())));
    }

    #[test]
    fn what_is_kept_is_bounded_on_the_way_out_too() {
        let kept = packed(&[b'x'; 1_000]).expect("memory");
        assert_eq!(unpacked(&kept, 1_000).expect("whole").len(), 1_000);
        assert!(unpacked(&kept, 999).is_err());
        assert!(unpacked(b"nonsense", 10).is_err());
    }
}
