// SPDX-License-Identifier: AGPL-3.0-or-later

//! The traps of real municipal files that concern reading, each on bytes made here.

use std::fmt::Write as _;

use tabular::source::{Confidence, Header, Kind, LineEnds, ReadOptions};

use crate::read::{open, read, table};

#[test]
fn a_utf_8_mark_is_no_part_of_the_first_name() {
    let table = read("\u{FEFF}ID;NOM\n1;x\n2;y\n");
    assert_eq!(table.columns, ["ID", "NOM"]);
    assert!(table.facts.bom);
}

#[test]
fn windows_1252_is_found_and_said_to_be_a_guess() {
    let (bytes, _, _) =
        encoding_rs::WINDOWS_1252.encode("carrer;barri\nGran Via;Sant Martí\nÀvila;el Poblenou\n");
    let table = read(bytes.into_owned());
    assert_eq!(table.row(1), ["Àvila", "el Poblenou"]);
    let found = table.facts.encoding.expect("text");
    assert_eq!(
        (found.name.as_str(), found.confidence),
        ("windows-1252", Confidence::Likely)
    );
}

#[test]
fn an_encoding_that_was_told_is_used() {
    let how = ReadOptions {
        encoding: Some("iso-8859-2".to_owned()),
        ..ReadOptions::default()
    };
    let source = open(b"a;b\n\xF2;1\n\xF2;2\n".to_vec()).expect("opens");
    let table = table(&source, 0, &how).expect("reads");
    assert_eq!(table.row(0), ["ň", "1"]);
    assert_eq!(
        table.facts.encoding.expect("text").confidence,
        Confidence::Told
    );
}

#[test]
fn utf_16_with_its_mark_is_read() {
    let mut bytes = vec![0xFF, 0xFE];
    for unit in "register_id,name\r\n1,Parc de la Ciutadella\r\n2,Jardí\r\n".encode_utf16() {
        bytes.extend_from_slice(&unit.to_le_bytes());
    }
    let table = read(bytes);
    assert_eq!(table.row(1), ["2", "Jardí"]);
    assert_eq!(table.facts.line_ends, Some(LineEnds::CrLf));
}

#[test]
fn a_file_of_two_encodings_tells_the_lines_and_loses_no_letter() {
    let mut bytes = "nom;n\nGràcia;1\nSarrià;2\n".as_bytes().to_vec();
    bytes.extend_from_slice(b"Mart\xED;3\n");
    let table = read(bytes);
    assert_eq!(table.row(2), ["Martí", "3"]);
    assert_eq!(table.facts.mixed.first, [4]);
}

#[test]
fn right_padding_and_leading_spaces_are_kept_as_written() {
    let table = read(" ID-EVENTO;NK_ Any\n2016S001896    ;2016\n2016S004886    ;2016\n");
    assert_eq!(table.columns, [" ID-EVENTO", "NK_ Any"]);
    assert_eq!(table.row(0)[0], "2016S001896    ");
}

#[test]
fn trailing_delimiters_begin_no_column_and_are_told() {
    let table = read("a;b;\n1;2;\n3;4;\n");
    assert_eq!(table.columns, ["a", "b"]);
    assert!(table.facts.trailing_delimiter);
    assert_eq!(table.irregular, []);
    let only_rows = read("a;b\n1;2;\n3;4;\n");
    assert_eq!(only_rows.columns, ["a", "b"]);
    assert_eq!(only_rows.irregular, []);
}

#[test]
fn junk_and_notes_of_several_lines_above_the_header_are_told() {
    let text = "Ajuntament;;\n\"Nota: dades\nprovisionals; vegeu\nel web\";;\n;;\n\
                barri;dones;homes\nRaval;10;12\nGòtic;7;8\nClot;5;6\n";
    let table = read(text);
    assert_eq!(table.columns, ["barri", "dones", "homes"]);
    assert_eq!(table.facts.header, Some(6));
    assert_eq!(table.facts.above[1].line, 2);
    assert!(table.facts.above[1].text.contains("provisionals"));
    assert_eq!(table.lines, [7, 8, 9]);
}

#[test]
fn a_row_of_totals_is_told_and_kept() {
    let table = read("barri;n\nRaval;1\nGòtic;2\nTOTAL;3\n");
    let totals = table.facts.totals.expect("a total");
    assert_eq!((totals.line, totals.text.as_str()), (4, "TOTAL 3"));
    assert_eq!(table.rows.len(), 3);
}

#[test]
fn short_and_long_rows_are_told_with_their_lines() {
    let table = read("a,b,c\n1,2,3\n4,5\n6,7,8\n9,10,11,12\n13,14,15\n");
    assert_eq!(table.irregular, [(3, 2), (5, 4)]);
    assert_eq!(table.row(1), ["4", "5", "∅"]);
    assert_eq!(table.row(3), ["9", "10", "11"]);
}

#[test]
fn lines_are_counted_through_cells_of_several_lines_and_every_line_end() {
    let table = read("a,b\r\n\"x\r\ny\",1\r\n\r\nz,2\nw,3\n");
    assert_eq!(table.lines, [2, 5, 6]);
    assert_eq!(table.row(0)[0], "x\r\ny");
    assert_eq!(table.facts.line_ends, Some(LineEnds::Mixed));
    let old = read("a;b\r1;2\r3;4\r");
    assert_eq!(old.lines, [2, 3]);
    assert_eq!(old.facts.line_ends, Some(LineEnds::Cr));
}

#[test]
fn a_header_can_be_told_or_denied() {
    let source = open("x;y\nu;v\n").expect("opens");
    let how = |header| ReadOptions {
        header: Some(header),
        ..ReadOptions::default()
    };
    let none = table(&source, 0, &how(Header::None)).expect("reads");
    assert_eq!(none.columns, ["column_1", "column_2"]);
    assert_eq!(none.rows.len(), 2);
    let second = table(&source, 0, &how(Header::Line(2))).expect("reads");
    assert_eq!(second.columns, ["u", "v"]);
}

#[test]
fn a_file_of_wkt_is_cut_at_its_delimiter() {
    let mut text = "TRAM,Rang,GEOM_WKT\n".to_owned();
    for n in 0..50 {
        writeln!(
            text,
            "T{n:05}W|a,30 - 40 µg/m³,\"MULTILINESTRING ((427000.{n} 4580000.2, 427001.3 458.4))\""
        )
        .expect("a string takes everything");
    }
    let table = read(text);
    assert_eq!(table.facts.delimiter, Some(','));
    assert_eq!(table.columns, ["TRAM", "Rang", "GEOM_WKT"]);
    assert_eq!(table.irregular, []);
}

#[test]
fn a_workbook_named_csv_is_a_workbook() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Distrito").expect("writes");
    sheet.write(1, 0, "CENTRO").expect("writes");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("zonas.csv");
    book.save(&path).expect("writes");
    let source = tabular::source::Source::open(&path, &tabular::source::Limits::default());
    assert_eq!(source.expect("opens").kind(), Kind::Excel);
}
