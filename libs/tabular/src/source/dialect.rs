// SPDX-License-Identifier: AGPL-3.0-or-later

//! Finds what separates and surrounds cells, by trying.
//!
//! Each candidate cuts the sample into rows. The right one gives rows of one length whose cells are
//! whole: no other delimiter outside quotation marks, no mark in the middle of a cell. (Sniffers
//! that only count characters take the commas or bars inside WKT for delimiters.)

use super::csv::{Dialect, Sample};
use super::header::shape::{Shape, shape};

/// Tried first: what real files use.
const USUAL: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Tried when none of the usual ones cuts the text into columns.
const RARE: [u8; 9] = [b'^', b'~', 0x1F, 0x01, b'#', b'!', b'*', b':', b' '];

/// What somebody said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Told {
    pub(super) delimiter: Option<u8>,
    /// The mark, if any, and whether a backslash escapes it.
    pub(super) quoting: Option<(Option<u8>, bool)>,
}

/// The dialect that cuts the sample best.
pub(super) fn find(sample: &Sample, told: Told) -> Dialect {
    let told = Told {
        delimiter: told.delimiter.or_else(|| said_in_the_first_line(sample)),
        ..told
    };
    if let Some(delimiter) = told.delimiter {
        return best(sample, &[delimiter], told).0;
    }
    let (usual, score) = best(sample, &USUAL, told);
    if score > 0.35 {
        return usual;
    }
    let (rare, rare_score) = best(sample, &RARE, told);
    // One column of times, dates or sentences is one column.
    if rare_score > 0.7 && rare_score > score && !one_column_is_better(sample, rare) {
        return rare;
    }
    if score > 0.0 {
        return usual;
    }
    best(sample, b",", told).0
}

/// Spreadsheet programs write `sep=;` as a first line.
fn said_in_the_first_line(sample: &Sample) -> Option<u8> {
    let line = sample.text().lines().next()?;
    let mark = line.trim_matches('"').strip_prefix("sep=")?;
    match mark.as_bytes() {
        [delimiter] if delimiter.is_ascii() => Some(*delimiter),
        _ => None,
    }
}

fn best(sample: &Sample, delimiters: &[u8], told: Told) -> (Dialect, f64) {
    let mut best: Option<(Dialect, f64)> = None;
    for &delimiter in delimiters {
        if delimiters.len() > 1 && !sample.text().as_bytes().contains(&delimiter) {
            continue;
        }
        for dialect in quotings(sample, delimiter, told) {
            let score = score(sample, dialect);
            if best.is_none_or(|(_, most)| score > most) {
                best = Some((dialect, score));
            }
        }
    }
    best.unwrap_or((
        Dialect {
            delimiter: b',',
            quote: Some(b'"'),
            backslash: false,
            spaced: false,
        },
        0.0,
    ))
}

/// The ways of quoting worth trying. The first of equal score wins, and `"` is what readers of
/// RFC 4180 expect in the part of the file that we have not seen.
fn quotings(sample: &Sample, delimiter: u8, told: Told) -> Vec<Dialect> {
    let plain = Dialect {
        delimiter,
        quote: Some(b'"'),
        backslash: false,
        spaced: false,
    };
    let spaced = delimiter != b' ' && {
        let bytes = [delimiter, b' ', b'"'];
        memchr::memmem::find(sample.text().as_bytes(), &bytes).is_some()
    };
    let plain = Dialect { spaced, ..plain };
    if let Some((quote, backslash)) = told.quoting {
        return vec![Dialect {
            quote,
            backslash,
            ..plain
        }];
    }
    let mut all = vec![plain];
    let text = sample.text();
    if text.contains("\\\"") {
        all.push(Dialect {
            backslash: true,
            ..plain
        });
    }
    let single = |a: &str| text.contains(a);
    let before = format!("{}'", char::from(delimiter));
    let after = format!("'{}", char::from(delimiter));
    if single(&before) && single(&after) {
        let quoted = Dialect {
            quote: Some(b'\''),
            spaced: false,
            ..plain
        };
        all.push(quoted);
        if single("\\'") {
            all.push(Dialect {
                backslash: true,
                ..quoted
            });
        }
    }
    if text.contains('"') {
        all.push(Dialect {
            quote: None,
            spaced: false,
            ..plain
        });
    }
    all
}

/// From 0 to 1: rows of one length, of whole cells, of more than one column.
#[expect(
    clippy::cast_precision_loss,
    clippy::as_conversions,
    reason = "counts of a sample are small"
)]
fn score(sample: &Sample, dialect: Dialect) -> f64 {
    let rows = sample.rows(dialect);
    let mut widths = std::collections::BTreeMap::<usize, usize>::new();
    for row in &rows {
        *widths.entry(width(row)).or_default() += 1;
    }
    let Some((&columns, &agree)) = widths
        .iter()
        .filter(|(columns, _)| **columns > 1)
        .max_by_key(|(columns, rows)| (**rows, **columns))
    else {
        return 0.0;
    };
    let (mut cells, mut whole) = (0.0, 0.0);
    for row in rows.iter().filter(|row| width(row) == columns) {
        for cell in &row.cells {
            cells += 1.0;
            whole += wholeness(&cell.text, cell.quoted, dialect);
        }
    }
    let same_length = agree as f64 / rows.len() as f64;
    let wide = 1.0 - 0.2 / columns as f64;
    same_length * same_length * (whole / cells) * wide
}

/// Cells of a row, without the empty one that a trailing delimiter makes.
fn width(row: &super::csv::SampleRow) -> usize {
    let trailing = row
        .cells
        .last()
        .is_some_and(|cell| cell.text.is_empty() && !cell.quoted);
    row.cells.len() - usize::from(trailing && row.cells.len() > 2)
}

/// How much a cell looks like one whole cell.
fn wholeness(cell: &str, quoted: bool, dialect: Dialect) -> f64 {
    let mark = dialect.quote.unwrap_or(b'"');
    let bytes = cell.as_bytes();
    if !quoted && (bytes.first() == Some(&mark) || bytes.last() == Some(&mark)) {
        return 0.0;
    }
    if quoted {
        // An apostrophe at the beginning of one cell, and one at the end of a cell some lines below.
        if dialect.quote == Some(b'\'') && cell.contains(['\n', '\r']) {
            return 0.0;
        }
        // Halves of cells that were sewn together at the wrong mark begin with a delimiter.
        let odd = [b',', b';', b'\t', b'|'];
        let sewn = bytes.len() > 1
            && (odd.contains(&bytes[0]) || bytes.ends_with(b"\\"))
            && dialect.quote.is_some();
        return if sewn { 0.2 } else { 1.0 };
    }
    if matches!(shape(cell), Shape::Number | Shape::Moment) {
        return 1.0;
    }
    let other = USUAL
        .iter()
        .any(|b| *b != dialect.delimiter && bytes.contains(b));
    match (other, bytes.contains(&mark)) {
        (false, false) => 1.0,
        (true, false) => 0.6,
        (_, true) => 0.3,
    }
}

fn one_column_is_better(sample: &Sample, rare: Dialect) -> bool {
    let one = Dialect {
        delimiter: 0,
        quote: None,
        ..rare
    };
    let rows = sample.rows(one);
    let of_one_shape = rows
        .iter()
        .skip(1)
        .filter(|row| {
            let text = &row.cells[0].text;
            matches!(shape(text), Shape::Moment | Shape::Number)
        })
        .count();
    let sentences = rare.delimiter == b' ' && {
        let cut = sample.rows(rare);
        cut.iter()
            .flat_map(|row| &row.cells)
            .all(|cell| matches!(shape(&cell.text), Shape::Text | Shape::Empty))
    };
    sentences || of_one_shape * 2 > rows.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;
    use crate::source::backing::Backing;
    use crate::source::encoding::Coding;

    fn found(text: &str) -> Dialect {
        let file =
            Backing::memory(text.as_bytes().to_vec(), &Limits::default()).expect("not empty");
        let coding = Coding::of(&file, None).expect("text");
        let sample = Sample::take(&coding, &file, 1 << 16).expect("reads");
        find(&sample, Told::default())
    }

    #[test]
    fn trap_2_semicolons_with_decimal_commas_and_with_points() {
        assert_eq!(found("a;b;c\n1,5;2,25;x\n3,5;4,5;y\n").delimiter, b';');
        assert_eq!(found("a;b\n1.5;2.25\n3.5;4.5\n").delimiter, b';');
        assert_eq!(found("a,b\n1.5,2\n3,4\n").delimiter, b',');
        assert_eq!(found("1,5;2,5\n1,6;2,7\n").delimiter, b';');
    }

    #[test]
    fn wkt_with_its_commas_and_bars_does_not_fool_the_dialect() {
        let comma = "TRAM,Rang,GEOM_WKT\n\
            T00001|A,30 - 40 µg/m³,\"MULTILINESTRING ((427000.1 4580000.2, 427001.3 4580001.4))\"\n\
            T00002|B,40 - 50 µg/m³,\"MULTILINESTRING ((427002.1 4580002.2, 427003.3 4580003.4, 4 5))\"\n";
        assert_eq!(found(comma).delimiter, b',');
        let bare = "id;geom\n1;POLYGON ((1 2, 3 4, 5 6, 1 2))\n2;POLYGON ((1 2, 3 4, 1 2))\n";
        assert_eq!(found(bare).delimiter, b';');
    }

    #[test]
    fn tabs_bars_colons_and_carets() {
        assert_eq!(found("a\tb\n1\tx, y\n2\tz; w\n").delimiter, b'\t');
        assert_eq!(found("a|b|c\n1|x, y|2\n2|z; w|3\n").delimiter, b'|');
        assert_eq!(found("a:b:c\nx:y:1\nz:w:2\nu:v:3\n").delimiter, b':');
        assert_eq!(found("a^b^c\nx^y^1\nz^w^2\n").delimiter, b'^');
    }

    #[test]
    fn one_column_of_times_or_of_sentences_is_one_column() {
        for text in [
            "hora\n10:30\n11:45\n12:00\n",
            "text\nuna frase aqui\notra mas larga aqui\nfin\n",
            "nom\nRaval\nGràcia\n",
        ] {
            assert!(!text.contains(char::from(found(text).delimiter)), "{text}");
        }
    }

    #[test]
    fn single_marks_and_backslashes_are_found() {
        let single = found("'a';'b'\n'l''illa; x';'2'\n'y';'3'\n");
        assert_eq!((single.quote, single.delimiter), (Some(b'\''), b';'));
        let backslash = found("a,b\n\"x \\\"y\\\", z\",1\n\"u \\\"v\\\", w\",2\n");
        assert!(backslash.backslash);
        assert!(!found("a,b\n\"x \"\"y\"\", z\",1\n").backslash);
    }

    #[test]
    fn apostrophes_of_two_lines_do_not_sew_them_together() {
        let text = "id,nom,data\n0,,2024-01-01\n1,'ç,2024-01-01\n2,|',2024-01-01\n3,,2024-01-01\n";
        assert_eq!(found(text).quote, Some(b'"'));
    }

    #[test]
    fn what_a_spreadsheet_says_in_its_first_line_is_believed() {
        assert_eq!(found("sep=;\na,x;b,y\n1,2;3,4\n").delimiter, b';');
    }
}
