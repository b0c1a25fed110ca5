// SPDX-License-Identifier: AGPL-3.0-or-later

//! Every kind of file, made here and read back.

use std::sync::Arc;

use arrow_array::{Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tabular::Hint;
use tabular::source::{Kind, Note, Wrapping};

use crate::hostile::{package, zip};
use crate::read::{open, read, table};

#[test]
fn sheets_give_iso_dates_whole_numbers_and_codes_as_they_are() {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet();
    sheet
        .merge_range(0, 0, 0, 3, "Informe 2024", &Format::new())
        .expect("writes");
    for (n, name) in ["codi", "data", "n", "ok"].into_iter().enumerate() {
        sheet
            .write(2, u16::try_from(n).expect("small"), name)
            .expect("writes");
    }
    for row in 3..6 {
        let date = ExcelDateTime::from_ymd(2024, 2, 29).expect("a day");
        sheet.write(row, 0, "00812").expect("writes");
        sheet
            .write_datetime_with_format(row, 1, &date, &day)
            .expect("writes");
        sheet.write(row, 2, 10822).expect("writes");
        sheet.write(row, 3, true).expect("writes");
    }
    book.add_worksheet().set_name("buit").expect("a name");
    book.add_worksheet()
        .set_name("segon")
        .expect("a name")
        .write(0, 0, "x")
        .expect("writes");
    let bytes = book.save_to_buffer().expect("memory");
    let source = open(bytes.clone()).expect("opens");
    let names: Vec<&str> = source.tables().iter().map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["Sheet1", "segon"]);
    let table = read(bytes);
    assert_eq!(table.columns, ["codi", "data", "n", "ok"]);
    assert_eq!(table.row(0), ["00812", "2024-02-29", "10822", "true"]);
    assert_eq!(
        table.hints,
        [Hint::Text, Hint::Moment, Hint::Number, Hint::Boolean]
    );
    assert_eq!(table.facts.header, Some(3));
    assert_eq!(table.facts.above[0].text, "Informe 2024");
    assert_eq!(table.lines, [4, 5, 6]);
    assert_eq!(
        table.facts.notes,
        [Note::EmptySheet {
            sheet: "buit".to_owned()
        }]
    );
}

#[test]
fn open_document_sheets_are_read_with_their_repeats() {
    let content = r#"<?xml version="1.0"?><office:document-content><office:body><office:spreadsheet>
        <table:table table:name="Full">
        <table:table-row><table:table-cell office:value-type="string"><text:p>barri &amp; més</text:p></table:table-cell>
          <table:table-cell office:value-type="string"><text:p>n</text:p></table:table-cell>
          <table:table-cell office:value-type="string"><text:p>dia</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="string"><text:p>Raval</text:p><text:p>nord</text:p></table:table-cell>
          <table:table-cell office:value-type="float" office:value="12.50"><text:p>12,5</text:p></table:table-cell>
          <table:table-cell office:value-type="date" office:date-value="2024-01-31"><text:p>31/1</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="1048571"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        </table:table></office:spreadsheet></office:body></office:document-content>"#;
    let mime = b"application/vnd.oasis.opendocument.spreadsheet";
    let table = read(zip(&[
        ("mimetype", mime),
        ("content.xml", content.as_bytes()),
    ]));
    assert_eq!(table.kind, Kind::Excel);
    assert_eq!(table.columns, ["barri & més", "n", "dia"]);
    assert_eq!(table.rows.len(), 3);
    assert_eq!(table.row(2), ["Raval\nnord", "12.50", "2024-01-31"]);
}

#[test]
fn json_is_found_in_all_the_places_where_portals_put_records() {
    let expected = [["1", "Raval"], ["2.50", "∅"]];
    let columns = ["n", "nom"];
    for text in [
        r#"[{"n":1,"nom":"Raval"},{"n":2.50,"nom":null}]"#,
        r#"{"help":"x","result":{"total":2,"records":[{"n":1,"nom":"Raval"},{"n":2.50}]}}"#,
        r#"{"fields":[{"id":"n"},{"id":"nom"}],"records":[[1,"Raval"],[2.50,null]]}"#,
        r#"{"meta":{"view":{"columns":[{"id":7,"name":"n"},{"name":"nom"}]}},"data":[[1,"Raval"],[2.50,null]]}"#,
        "{\"n\":1,\"nom\":\"Raval\"}\n{\"n\":2.50}\n",
        r#"[["n","nom"],[1,"Raval"],[2.50,null]]"#,
    ] {
        let table = read(text);
        assert_eq!(table.columns, columns, "{text}");
        assert_eq!([table.row(0), table.row(1)], expected, "{text}");
        assert_eq!(table.hints, [Hint::Number, Hint::Text], "{text}");
    }
}

#[test]
fn json_keeps_digits_nesting_and_members_that_come_late() {
    let table =
        read(r#"[{"a":12345678901234567890.10,"b":{"c":[1, 2]}},{"d":"\u00e0\n","a":1e3}]"#);
    assert_eq!(table.columns, ["a", "b", "d"]);
    assert_eq!(
        table.row(0),
        ["12345678901234567890.10", "{\"c\":[1,2]}", "∅"]
    );
    assert_eq!(table.row(1), ["1e3", "∅", "à\n"]);
}

#[test]
fn geojson_gives_properties_ids_and_wkt_in_its_reference_system() {
    let plain = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","id":"t.1","geometry":{"type":"Point","coordinates":[2.165303,41.437253]},"properties":{"id":7,"nom":"pi"}},
        {"type":"Feature","id":"t.2","geometry":null,"properties":null}]}"#;
    let table = read(plain);
    assert_eq!(table.kind, Kind::GeoJson);
    assert_eq!(table.columns, ["feature_id", "id", "nom", "geometry"]);
    assert_eq!(
        table.row(0),
        ["t.1", "7", "pi", "POINT (2.165303 41.437253)"]
    );
    assert_eq!(table.row(1), ["t.2", "∅", "∅", "∅"]);
    assert_eq!(table.hints[3], Hint::Geometry(Some(4326)));
    assert_eq!(table.lines, [2, 3]);
    let utm = r#"{"features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[430000,4580000]},"properties":{"a":1}}],
        "crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::25831"}},"type":"FeatureCollection"}"#;
    assert_eq!(read(utm).hints[1], Hint::Geometry(Some(25831)));
    let lines = "{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"a\":1}}\n".repeat(2);
    assert_eq!(read(lines).kind, Kind::GeoJson);
}

/// A shapefile of points and its table.
fn shapefile(names: &[&str], head_code_page: u8) -> (Vec<u8>, Vec<u8>) {
    let mut shp = vec![0; 100];
    shp[..4].copy_from_slice(&9994_u32.to_be_bytes());
    shp[28..32].copy_from_slice(&1000_u32.to_le_bytes());
    shp[32..36].copy_from_slice(&1_u32.to_le_bytes());
    let mut dbf = vec![0; 32];
    dbf[..4].copy_from_slice(&[3, 124, 1, 31]);
    dbf[29] = head_code_page;
    for (name, kind, length) in [("NOM", b'C', 20_u8), ("AREA", b'N', 9)] {
        let mut field = vec![0; 32];
        field[..name.len()].copy_from_slice(name.as_bytes());
        field[11] = kind;
        field[16] = length;
        dbf.extend_from_slice(&field);
    }
    dbf.push(0x0D);
    let count = u32::try_from(names.len()).expect("few");
    let header = u16::try_from(dbf.len()).expect("short");
    dbf[4..8].copy_from_slice(&count.to_le_bytes());
    dbf[8..10].copy_from_slice(&header.to_le_bytes());
    dbf[10..12].copy_from_slice(&30_u16.to_le_bytes());
    for (n, name) in names.iter().enumerate() {
        let n = u32::try_from(n).expect("few");
        shp.extend_from_slice(&(n + 1).to_be_bytes());
        shp.extend_from_slice(&10_u32.to_be_bytes());
        shp.extend_from_slice(&1_u32.to_le_bytes());
        shp.extend_from_slice(&(430_000.5 + f64::from(n)).to_le_bytes());
        shp.extend_from_slice(&4_580_000.0_f64.to_le_bytes());
        dbf.push(b' ');
        let mut cell = name.as_bytes().to_vec();
        cell.resize(20, b' ');
        dbf.extend_from_slice(&cell);
        dbf.extend_from_slice(b"   12.340");
    }
    let words = u32::try_from(shp.len() / 2).expect("short");
    shp[24..28].copy_from_slice(&words.to_be_bytes());
    (shp, dbf)
}

#[test]
fn trap_14_a_dbf_in_utf_8_without_cpg_is_read_in_a_zip() {
    let (shp, dbf) = shapefile(&["el Barri Gòtic", "Sarrià"], 0);
    let prj = b"PROJCS[\"ETRS_1989_UTM_Zone_31N\",GEOGCS[\"GCS_ETRS_1989\"]]";
    let bytes = zip(&[
        ("barris/BARRIS.dbf", &dbf),
        ("barris/BARRIS.shp", &shp),
        ("barris/BARRIS.prj", prj),
        ("barris/BARRIS.shx", b"x"),
        ("__MACOSX/._BARRIS.shp", b"x"),
    ]);
    let source = open(bytes.clone()).expect("opens");
    assert_eq!(source.tables().len(), 1);
    assert_eq!(
        source.wrapping(),
        Some(&Wrapping::Zip {
            member: "barris/BARRIS.shp".to_owned()
        })
    );
    let table = read(bytes);
    assert_eq!(table.columns, ["NOM", "AREA", "geometry"]);
    assert_eq!(
        table.row(0),
        ["el Barri Gòtic", "12.340", "POINT (430000.5 4580000)"]
    );
    assert_eq!(table.hints[2], Hint::Geometry(Some(25831)));
    assert!(table.facts.notes.contains(&Note::NoCodePage));
    assert_eq!(table.facts.encoding.expect("text").name, "UTF-8");
}

#[test]
fn a_shapefile_whose_parts_do_not_fit_is_refused() {
    let (shp, _) = shapefile(&["a", "b", "c"], 0);
    let (_, dbf) = shapefile(&["a", "b"], 0);
    let source = open(zip(&[("a.shp", &shp), ("a.dbf", &dbf)])).expect("opens");
    let error = table(&source, 0, &tabular::source::ReadOptions::default())
        .err()
        .expect("refused");
    assert!(
        error.to_string().contains("more shapes than rows"),
        "{error}"
    );
    let (shp, dbf) = shapefile(&["a", "b", "c"], 0);
    let cut = zip(&[("a.shp", &shp), ("a.dbf", &dbf[..dbf.len() - 40])]);
    assert!(crate::read::refusal(cut).contains("cut off"));
}

#[test]
fn a_geopackage_gives_its_layers_with_wkt() {
    let bytes = package(
        "CREATE TABLE trams (\"\" INTEGER PRIMARY KEY, geom POINT, nom TEXT, actiu BOOLEAN, r REAL);
         INSERT INTO trams VALUES
           (3, x'47500001E76400000101000000000000000000F03F0000000000000040', 'a', 1, 0.1),
           (9, NULL, NULL, 0, NULL);
         CREATE TABLE notes (id INTEGER PRIMARY KEY, t TEXT);
         INSERT INTO notes VALUES (1, 'x');
         INSERT INTO gpkg_contents VALUES ('trams', 'features'), ('notes', 'attributes');
         INSERT INTO gpkg_geometry_columns VALUES ('trams', 'geom', 25831);",
    );
    let source = open(bytes.clone()).expect("opens");
    let names: Vec<&str> = source.tables().iter().map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["trams", "notes"]);
    let table = read(bytes);
    assert_eq!(table.row(0), ["3", "POINT (1 2)", "a", "true", "0.1"]);
    assert_eq!(table.row(1), ["9", "∅", "∅", "false", "∅"]);
    assert_eq!(table.hints[1], Hint::Geometry(Some(25831)));
}

#[test]
fn parquet_gives_decimals_and_dates_as_text() {
    let schema = Arc::new(Schema::new(vec![
        Field::new("n", DataType::Int64, true),
        Field::new("d", DataType::Decimal128(10, 2), true),
        Field::new("dia", DataType::Date32, true),
        Field::new("nom", DataType::Utf8, true),
    ]));
    let decimals = Decimal128Array::from(vec![Some(1250), None])
        .with_precision_and_scale(10, 2)
        .expect("fits");
    let batch = RecordBatch::try_new(
        Arc::clone(&schema),
        vec![
            Arc::new(Int64Array::from(vec![1, 2])),
            Arc::new(decimals),
            Arc::new(Date32Array::from(vec![19_723, 0])),
            Arc::new(StringArray::from(vec!["à", ""])),
        ],
    )
    .expect("a batch");
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, None).expect("a writer");
    writer.write(&batch).expect("writes");
    let table = read(writer.into_inner().expect("memory"));
    assert_eq!(table.kind, Kind::Parquet);
    assert_eq!(table.row(0), ["1", "12.50", "2024-01-01", "à"]);
    assert_eq!(table.row(1), ["2", "∅", "1970-01-01", ""]);
    assert_eq!(
        table.hints,
        [Hint::Number, Hint::Number, Hint::Moment, Hint::Text]
    );
}

#[test]
fn a_zip_of_tables_leaves_out_what_is_none_and_says_so() {
    let bytes = zip(&[
        ("llegiu-me.txt", b"Aquest arxiu\nconte dades\n"),
        ("stops.txt", b"stop_id,stop_name\n1,A\n2,B\n"),
        ("routes.csv", b"route_id;n\nL1;2\nL2;3\n"),
        ("guia.pdf", b"%PDF-1.4"),
    ]);
    let source = open(bytes.clone()).expect("opens");
    let names: Vec<&str> = source.tables().iter().map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["stops.txt", "routes.csv"]);
    assert_eq!(read(bytes).facts.notes.len(), 2);
}

#[test]
fn a_source_can_be_read_again_and_knows_its_digest() {
    let source = open("a;b\n1;2\n3;4\n").expect("opens");
    let how = tabular::source::ReadOptions::default();
    let first = table(&source, 0, &how).expect("reads").rows;
    assert_eq!(table(&source, 0, &how).expect("reads").rows, first);
    let digest = source.sha256().expect("reads");
    assert_eq!(digest[..4], [0x9E, 0x28, 0xFA, 0x04]);
}
