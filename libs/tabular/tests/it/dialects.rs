// SPDX-License-Identifier: AGPL-3.0-or-later

//! Any cells, written in any dialect, are read back as they were.

use proptest::prelude::*;
use tabular::source::{Header, Quoting, ReadOptions};

use crate::read::{open, table};

/// Writes a cell in quotation marks.
fn quoted(cell: &str, mark: char, backslash: bool) -> String {
    let inside = if backslash {
        cell.replace('\\', "\\\\")
            .replace(mark, &format!("\\{mark}"))
    } else {
        cell.replace(mark, &format!("{mark}{mark}"))
    };
    format!("{mark}{inside}{mark}")
}

fn cells() -> impl Strategy<Value = Vec<Vec<String>>> {
    let letters = proptest::sample::select(vec![
        'a', 'b', 'ç', 'à', '€', ',', ';', '\t', '|', '"', '\'', '\\', '\n', '\r', ' ', '1', '😀',
    ]);
    let cell = proptest::collection::vec(letters, 0..8).prop_map(|c| c.into_iter().collect());
    (1_usize..5).prop_flat_map(move |columns| {
        let row = proptest::collection::vec(cell.clone(), columns..=columns);
        proptest::collection::vec(row, 1..12)
    })
}

fn text() -> impl Strategy<Value = String> {
    let between = |text: &String| text.len() > 1 && text.starts_with('\'') && text.ends_with('\'');
    let text = "[a-zàç,;|'\" ]{0,12}";
    text.prop_filter("between apostrophes", move |text| !between(text))
}

proptest! {
    #[test]
    fn told_dialects_read_back_what_was_written(
        cells in cells(),
        delimiter in proptest::sample::select(vec![',', ';', '\t', '|', ':', '^']),
        quoting in proptest::sample::select(vec![
            (Quoting::Double, '"', false),
            (Quoting::DoubleBackslash, '"', true),
            (Quoting::Single, '\'', false),
            (Quoting::SingleBackslash, '\'', true),
        ]),
        end in proptest::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let (said, mark, backslash) = quoting;
        let mut text = String::new();
        for row in &cells {
            let row: Vec<String> = row.iter().map(|c| quoted(c, mark, backslash)).collect();
            text.push_str(&row.join(&delimiter.to_string()));
            text.push_str(end);
        }
        let how = ReadOptions {
            delimiter: Some(delimiter),
            quoting: Some(said),
            header: Some(Header::None),
            ..ReadOptions::default()
        };
        let source = open(text).expect("opens");
        let read = table(&source, 0, &how).expect("reads");
        let got: Vec<Vec<String>> = read
            .rows
            .into_iter()
            .map(|row| row.into_iter().map(Option::unwrap_or_default).collect())
            .collect();
        prop_assert_eq!(got, cells);
    }

    /// Nothing is told here: names, then rows with a number, as files have. A cell between two
    /// apostrophes can be meant either way, and is left out.
    #[test]
    fn found_dialects_read_back_what_was_written(
        texts in proptest::collection::vec(text(), 4..30),
        delimiter in proptest::sample::select(vec![',', ';', '\t', '|']),
    ) {
        let write = |cell: &str| {
            if cell.contains([delimiter, '"']) { quoted(cell, '"', false) } else { cell.to_owned() }
        };
        let mut text = format!("id{delimiter}nom{delimiter}data\n");
        for (n, cell) in texts.iter().enumerate() {
            let row = format!("{n}{delimiter}{}{delimiter}2024-01-01\n", write(cell));
            text.push_str(&row);
        }
        let source = open(text).expect("opens");
        let read = table(&source, 0, &ReadOptions::default()).expect("reads");
        prop_assert_eq!(read.facts.delimiter, Some(delimiter));
        let got: Vec<&str> = read.rows.iter().filter_map(|row| row[1].as_deref()).collect();
        prop_assert_eq!(got, texts);
    }

    #[test]
    fn no_bytes_at_all_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(source) = open(bytes) {
            let _ = table(&source, 0, &ReadOptions::default());
        }
    }
}
