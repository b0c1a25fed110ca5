// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files that want to hurt, or were hurt: each gets a clear error and leaves nothing behind.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use rusqlite::Connection;
use tabular::source::{Limits, ReadOptions, Source};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::read::{open, refusal, table};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("a member");
        writer.write_all(bytes).expect("memory takes everything");
    }
    writer
        .finish()
        .expect("memory takes everything")
        .into_inner()
}

#[test]
fn an_empty_file_says_so() {
    assert!(refusal("").contains("empty"));
    assert!(refusal(gzip(b"")).contains("empty"));
    assert!(refusal("\n\n\n").contains("no row"));
}

#[test]
fn a_binary_file_says_so_with_its_line() {
    let error = refusal(b"a;b\n1;2\n\x00\x01\x02\x03".to_vec());
    assert!(
        error.starts_with("line 3") && error.contains("binary"),
        "{error}"
    );
}

#[test]
fn files_of_other_kinds_say_how_to_go_on() {
    assert!(refusal("%PDF-1.7 ...").contains("PDF"));
    assert!(refusal("<!DOCTYPE html><html>").contains("web page"));
    assert!(refusal("<?xml version=\"1.0\"?><a/>").contains("XML"));
    assert!(
        refusal(zip(&[
            ("word/document.xml", b"<a/>"),
            ("[Content_Types].xml", b"<a/>")
        ]))
        .contains("document")
    );
}

#[test]
fn packed_files_that_are_cut_off_say_so() {
    let text = "a;b\n".repeat(5_000);
    let whole = gzip(text.as_bytes());
    assert!(refusal(&whole[..whole.len() / 2]).contains("cut off"));
    let whole = zip(&[("a.csv", text.as_bytes())]);
    assert!(refusal(&whole[..whole.len() / 2]).contains("cut off"));
    let json = r#"[{"a":1},{"a":2},{"a""#;
    let error = refusal(json);
    assert!(error.contains("cut off"), "{error}");
    assert!(refusal(b"PAR1 and then nothing of use".to_vec()).contains("cut off"));
}

#[test]
fn two_thousand_and_one_columns_are_refused_and_two_thousand_are_not() {
    let row = |n: usize| {
        (0..n)
            .map(|i| format!("c{i}"))
            .collect::<Vec<_>>()
            .join(",")
    };
    let text = |n| format!("{}\n{}\n", row(n), row(n).replace('c', "7"));
    let error = refusal(text(2_001));
    assert!(
        error.contains("2001") && error.contains("2000 columns"),
        "{error}"
    );
    let source = open(text(2_000)).expect("opens");
    assert!(source.read(0, &ReadOptions::default()).is_ok());
    let members: Vec<String> = (0..2_001).map(|n| format!("\"c{n}\":1")).collect();
    assert!(refusal(format!("[{{{}}}]", members.join(","))).contains("2000 columns"));
}

#[test]
fn a_huge_cell_is_refused_with_its_line_and_column() {
    let text = format!("a,b\n1,2\n3,\"{}\"\n", "x".repeat(1_100_000));
    let error = refusal(text);
    assert!(error.contains("line 3, column 2"), "{error}");
}

#[test]
fn a_quotation_mark_that_is_never_closed_does_not_swallow_the_file_in_silence() {
    let text = format!("a,b\n1,2\n3,\"4\n{}", "5,6\n".repeat(600_000));
    let error = refusal(text);
    assert!(
        error.contains("line 3") && error.contains("not closed"),
        "{error}"
    );
}

#[test]
fn a_gzip_bomb_is_stopped() {
    let bomb = gzip(&vec![b'7'; 80 << 20]);
    assert!(bomb.len() < 200_000);
    assert!(refusal(bomb).contains("unpacks to"));
}

#[test]
fn a_zip_bomb_is_refused_by_what_it_declares() {
    let zeros = vec![b'0'; 80 << 20];
    assert!(refusal(zip(&[("a.csv", &zeros)])).contains("unpacks to"));
    let book: [(&str, &[u8]); 2] = [
        ("[Content_Types].xml", b"<a/>"),
        ("xl/workbook.xml", &zeros),
    ];
    assert!(refusal(zip(&book)).contains("workbook"));
}

#[test]
fn packed_files_are_opened_once_and_no_deeper() {
    let inner = gzip(b"a;b\n1;2\n");
    assert!(refusal(gzip(&inner)).contains("inside"));
    assert!(refusal(zip(&[("a.csv.gz", &inner)])).contains("inside"));
}

#[test]
fn json_that_nests_deep_is_refused() {
    let deep = format!("[{{\"a\":{}1{}}}]", "[".repeat(5_000), "]".repeat(5_000));
    assert!(refusal(deep).contains("depth"));
    assert!(refusal("{\"a\":".repeat(100_000)).contains("depth"));
    assert!(refusal("[".repeat(100_000)).contains("depth"));
}

#[test]
fn damaged_json_names_the_line() {
    let error = refusal("[\n{\"a\":1},\n{\"a\":tru}\n]");
    assert!(error.starts_with("line 3"), "{error}");
    let error = refusal("{\"a\":1}\n{\"a\":2}\nnot json\n");
    assert!(error.starts_with("line 3"), "{error}");
}

/// A `GeoPackage` made of these statements.
pub fn package(sql: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let connection = Connection::open(&path).expect("opens");
    connection
        .execute_batch(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY,
                 organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
             INSERT INTO gpkg_spatial_ref_sys VALUES ('ETRS89', 25831, 'EPSG', 25831, '');
             CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT);
             CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);",
        )
        .expect("the tables of the standard");
    connection.execute_batch(sql).expect("statements");
    drop(connection);
    std::fs::read(&path).expect("is there")
}

#[test]
fn a_view_of_a_geopackage_is_never_run() {
    let bytes = package(
        "CREATE VIEW trap AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
             SELECT i FROM n;
         INSERT INTO gpkg_contents VALUES ('trap', 'attributes');",
    );
    assert!(refusal(bytes).contains("no table"));
}

#[test]
fn a_view_in_place_of_the_contents_is_not_believed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    Connection::open(&path)
        .and_then(|c| {
            c.execute_batch(
                "CREATE VIEW gpkg_contents AS WITH RECURSIVE n(i) AS
                     (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS table_name FROM n",
            )
        })
        .expect("statements");
    assert!(refusal(std::fs::read(&path).expect("is there")).contains("not a GeoPackage"));
}

#[test]
fn an_oversized_value_of_a_geopackage_is_refused() {
    let bytes = package(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB);
         INSERT INTO t VALUES (1, zeroblob(20000000));
         INSERT INTO gpkg_contents VALUES ('t', 'attributes');",
    );
    assert!(refusal(bytes).contains("size"));
    let bytes = package(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, geom BLOB);
         INSERT INTO t VALUES (1, x'4750000100000000010200000000ffffff');
         INSERT INTO gpkg_contents VALUES ('t', 'features');
         INSERT INTO gpkg_geometry_columns VALUES ('t', 'geom', 25831);",
    );
    let error = refusal(bytes);
    assert!(error.contains("geometry is damaged"), "{error}");
}

#[test]
fn a_geopackage_whose_bytes_were_changed_is_an_error_and_no_crash() {
    let good = package(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);
         INSERT INTO t VALUES (1, 'a'), (2, 'b');
         INSERT INTO gpkg_contents VALUES ('t', 'attributes');",
    );
    for at in (100..good.len()).step_by(97) {
        let mut bytes = good.clone();
        bytes[at] ^= 0xFF;
        if let Ok(source) = open(bytes) {
            let _ = table(&source, 0, &ReadOptions::default());
        }
    }
}

#[test]
fn a_row_of_a_sheet_that_stands_for_a_million_is_bounded() {
    let content = br#"<office:document-content><office:body><office:spreadsheet>
        <table:table table:name="a"><table:table-row table:number-rows-repeated="900000000">
        <table:table-cell table:number-columns-repeated="900000000" office:value-type="string">
        <text:p>x</text:p></table:table-cell></table:table-row></table:table>
        </office:spreadsheet></office:body></office:document-content>"#;
    let bytes = zip(&[("mimetype", b"x"), ("content.xml", content)]);
    assert!(refusal(bytes).contains("columns"));
}

#[test]
fn more_bytes_or_rows_than_accepted_are_refused() {
    let limits = Limits {
        file_bytes: 10,
        ..Limits::default()
    };
    let refused = Source::from_bytes(vec![b'a'; 11], &limits).expect_err("too large");
    assert!(
        refused.to_string().contains("size of the file"),
        "{refused}"
    );
    let limits = Limits {
        rows: 2,
        ..Limits::default()
    };
    let source = Source::from_bytes(b"a,b\n1,2\n1,2\n1,2\n".to_vec(), &limits).expect("opens");
    let refused = table(&source, 0, &ReadOptions::default())
        .err()
        .expect("too many");
    assert!(refused.to_string().contains("2 rows"), "{refused}");
}
