// SPDX-License-Identifier: AGPL-3.0-or-later

//! Batches written as every kind of file, and read back.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array,
    RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use tabular::geometry::{Coord, Geometry};
use tabular::write::{Elsewhere, Features, Format, TYPE, write_all};

use crate::read::read;

fn batch() -> RecordBatch {
    let point = Geometry::from_wkt("POINT (2.1 41.4)")
        .expect("a point")
        .0
        .to_wkb();
    let decimals = Decimal128Array::from(vec![Some(-50), None])
        .with_precision_and_scale(38, 2)
        .expect("fits");
    let columns: Vec<(Field, ArrayRef)> = vec![
        (
            Field::new("codi", DataType::Utf8, true),
            Arc::new(StringArray::from(vec![Some("0081"), Some("")])),
        ),
        (
            Field::new("nom", DataType::Utf8, true),
            Arc::new(StringArray::from(vec![Some("a \"b\", c"), None])),
        ),
        (
            Field::new("n", DataType::Int64, true),
            Arc::new(Int64Array::from(vec![Some(i64::MAX), None])),
        ),
        (
            Field::new("preu", DataType::Decimal128(38, 2), true),
            Arc::new(decimals),
        ),
        (
            Field::new("dia", DataType::Date32, true),
            Arc::new(Date32Array::from(vec![Some(19_723), None])),
        ),
        (
            Field::new(
                "quan",
                DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
                true,
            ),
            Arc::new(TimestampMicrosecondArray::from(vec![Some(0), None]).with_timezone("UTC")),
        ),
        (
            Field::new("ok", DataType::Boolean, true),
            Arc::new(BooleanArray::from(vec![Some(true), None])),
        ),
        (
            Field::new("x", DataType::Float64, true),
            Arc::new(Float64Array::from(vec![Some(0.1), None])),
        ),
        (
            Field::new("lloc", DataType::Binary, true)
                .with_metadata(HashMap::from([(TYPE.to_owned(), "geometry".to_owned())])),
            Arc::new(BinaryArray::from(vec![Some(point.as_slice()), None])),
        ),
    ];
    let (fields, arrays): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("a batch")
}

fn written(format: Format, batch: &RecordBatch) -> Vec<u8> {
    let mut out = Vec::new();
    write_all(format, &batch.schema(), [batch.clone()], &mut out).expect("writes");
    out
}

fn text(format: Format) -> String {
    String::from_utf8(written(format, &batch())).expect("UTF-8")
}

#[test]
fn csv_keeps_digits_codes_and_what_is_missing() {
    assert_eq!(
        text(Format::Csv),
        "codi,nom,n,preu,dia,quan,ok,x,lloc\r\n\
         0081,\"a \"\"b\"\", c\",9223372036854775807,-0.50,2024-01-01,1970-01-01T00:00:00Z,true,0.1,POINT (2.1 41.4)\r\n\
         \"\",,,,,,,,\r\n"
    );
}

#[test]
fn json_writes_decimals_as_the_numbers_they_are() {
    let lines = text(Format::NdJson);
    let first = lines.lines().next().expect("a line");
    assert_eq!(
        first,
        r#"{"codi":"0081","nom":"a \"b\", c","n":9223372036854775807,"preu":-0.50,"dia":"2024-01-01","quan":"1970-01-01T00:00:00Z","ok":true,"x":0.1,"lloc":{"type":"Point","coordinates":[2.1,41.4]}}"#
    );
    let array: serde_json::Value = serde_json::from_str(&text(Format::Json)).expect("JSON");
    assert_eq!(array[1]["nom"], serde_json::Value::Null);
    assert_eq!(array.as_array().map(Vec::len), Some(2));
}

#[test]
fn geojson_has_features_that_our_own_reader_reads() {
    let table = read(text(Format::GeoJson));
    assert_eq!(table.rows.len(), 2);
    assert_eq!(table.row(0).last(), Some(&"POINT (2.1 41.4)"));
    assert_eq!(table.row(0)[3], "-0.50");
}

#[test]
fn geojson_takes_points_from_longitude_and_latitude_digit_by_digit() {
    let degrees = |digits| {
        let array = Decimal128Array::from(vec![digits]).with_precision_and_scale(10, 6);
        let array: ArrayRef = Arc::new(array.expect("fits"));
        array
    };
    let kind = DataType::Decimal128(10, 6);
    let schema = Schema::new(vec![
        Field::new("Longitud", kind.clone(), true),
        Field::new("Latitud", kind, true),
    ]);
    let batch = RecordBatch::try_new(
        Arc::new(schema),
        vec![degrees(2_165_303), degrees(41_437_250)],
    );
    let bytes = written(Format::GeoJson, &batch.expect("a batch"));
    let text = String::from_utf8(bytes).expect("UTF-8");
    assert!(
        text.contains("\"coordinates\":[2.165303,41.437250]"),
        "{text}"
    );
}

#[test]
fn features_have_their_ids_and_the_properties_of_the_file_and_may_lie_elsewhere() {
    let batch = batch();
    let features = |elsewhere, ids: &[u64], most| {
        let writer = Features::new(&batch.schema(), elsewhere).expect("types of ours");
        let (mut ids, mut out) = (ids.iter().copied(), String::new());
        let count = writer
            .append(&batch, &mut ids, most, &mut out)
            .expect("written");
        let list: serde_json::Value = serde_json::from_str(&format!("[{out}]")).expect("JSON");
        assert_eq!(list.as_array().map(Vec::len), Some(count));
        list
    };
    let file = String::from_utf8(written(Format::GeoJson, &batch)).expect("UTF-8");
    let file: serde_json::Value = serde_json::from_str(&file).expect("JSON");
    let both = features(None, &[7, 9], usize::MAX);
    for (at, id) in [(0, 7), (1, 9)] {
        assert_eq!(both[at]["id"], id);
        assert_eq!(both[at]["properties"], file["features"][at]["properties"]);
        assert_eq!(both[at]["geometry"], file["features"][at]["geometry"]);
    }
    // As many as there are ids, and one at least, however small the room.
    assert_eq!(features(None, &[7], usize::MAX)[1], serde_json::Value::Null);
    assert_eq!(features(None, &[7, 9], 1)[1], serde_json::Value::Null);
    let swapped: Elsewhere = Box::new(|at: Coord| Coord {
        x: at.y,
        y: at.x,
        ..at
    });
    let turned = features(Some(swapped), &[1, 2], usize::MAX);
    assert_eq!(
        turned[0]["geometry"]["coordinates"],
        serde_json::json!([41.4, 2.1])
    );
    assert_eq!(turned[1]["geometry"], serde_json::Value::Null);
}

#[test]
fn a_workbook_reads_back_with_codes_as_text_and_dates_as_dates() {
    let table = read(written(Format::Xlsx, &batch()));
    assert_eq!(table.columns[5], "quan (UTC)");
    assert_eq!(
        table.row(0),
        [
            "0081",
            "a \"b\", c",
            "9223372036854775807",
            "-0.5",
            "2024-01-01",
            "1970-01-01",
            "true",
            "0.1",
            "POINT (2.1 41.4)"
        ]
    );
}

#[test]
fn an_empty_table_is_a_whole_file() {
    let schema = batch().schema();
    for (format, expected) in [
        (Format::Json, "[\n\n]\n"),
        (Format::NdJson, ""),
        (
            Format::GeoJson,
            "{\"type\":\"FeatureCollection\",\"features\":[\n\n]}\n",
        ),
    ] {
        let mut out = Vec::new();
        write_all(format, &schema, [], &mut out).expect("writes");
        assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
    }
}
