// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows of the lake as text: canonical text for programs, readable text for people.

use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::types::TimestampMicrosecondType;
use arrow_array::{Array, ArrayRef, BinaryArray, RecordBatch};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, Schema};
use panot_core::{Language, format};
use serde_json::Value;
use tabular::geometry::Geometry;

use crate::kind::Kind;

/// How canonical text is written: decimal point, ISO dates, nothing for an empty cell.
const CANONICAL: FormatOptions<'static> = FormatOptions::new()
    .with_display_error(false)
    .with_null("")
    .with_date_format(Some("%Y-%m-%d"))
    .with_datetime_format(Some("%Y-%m-%dT%H:%M:%S%.f"))
    .with_timestamp_format(Some("%Y-%m-%dT%H:%M:%S%.f"));

/// The longest text of a cell on a page; the whole stands in the files.
pub const CELL_CHARS_MAX: usize = 300;

/// Every row of these batches, each cell in canonical text; `None` is an empty cell.
pub fn rows(batches: &[RecordBatch]) -> Result<Vec<Vec<Option<String>>>, ArrowError> {
    let mut rows = Vec::with_capacity(batches.iter().map(RecordBatch::num_rows).sum());
    for batch in batches {
        let columns: Vec<(ArrayRef, FormatOptions)> = batch.columns().iter().map(readied).collect();
        let columns = columns
            .iter()
            .map(|(column, how)| Ok((column, ArrayFormatter::try_new(column.as_ref(), how)?)))
            .collect::<Result<Vec<_>, ArrowError>>()?;
        for row in 0..batch.num_rows() {
            let cells = columns.iter().map(|(column, formatter)| {
                if column.is_null(row) {
                    Ok(None)
                } else if let Some(shape) = shape(column, row) {
                    Ok(Some(shape))
                } else {
                    formatter.value(row).try_to_string().map(Some)
                }
            });
            rows.push(cells.collect::<Result<Vec<_>, ArrowError>>()?);
        }
    }
    Ok(rows)
}

/// A column and how it is written. Moments with a zone are UTC in every table of ours: they are
/// written with a Z, and without asking a database of zones.
fn readied(column: &ArrayRef) -> (ArrayRef, FormatOptions<'static>) {
    match column.as_primitive_opt::<TimestampMicrosecondType>() {
        Some(moments) if moments.timezone().is_some() => {
            let moments = moments.clone().with_timezone_opt(None::<Arc<str>>);
            let how = CANONICAL.with_timestamp_format(Some("%Y-%m-%dT%H:%M:%S%.fZ"));
            (Arc::new(moments), how)
        }
        _ => (Arc::clone(column), CANONICAL),
    }
}

/// A shape as Well-Known Text. Only shapes are stored as bytes; bytes that are none stay bytes.
fn shape(column: &ArrayRef, row: usize) -> Option<String> {
    let bytes = column.as_any().downcast_ref::<BinaryArray>()?.value(row);
    Geometry::from_wkb(bytes).ok().map(|shape| shape.to_wkt())
}

/// A cell as a JSON value: whole numbers that every reader holds exactly as numbers, truth as truth,
/// and everything else, decimals too, as its canonical text.
pub fn json(kind: Kind, cell: Option<&str>) -> Value {
    /// Beyond this, a reader that keeps numbers as doubles would change it.
    const EXACT_MAX: i64 = 9_007_199_254_740_991;
    let Some(text) = cell else {
        return Value::Null;
    };
    match kind {
        Kind::Integer | Kind::Year => match text.parse::<i64>() {
            Ok(number) if number.abs() <= EXACT_MAX => number.into(),
            _ => text.into(),
        },
        Kind::Number | Kind::Latitude | Kind::Longitude if text.len() <= 15 => {
            // At most fifteen digits survive the way through a double unchanged.
            text.parse::<f64>()
                .ok()
                .and_then(serde_json::Number::from_f64)
                .map_or_else(|| text.into(), Value::Number)
        }
        Kind::Boolean => match text {
            "true" => true.into(),
            "false" => false.into(),
            _ => text.into(),
        },
        _ => text.into(),
    }
}

/// A cell as a page shows it: numbers with the marks of the language, moments with a space, long
/// texts cut. Days stay as they are: `03/04` is read in two ways, `2026-04-03` in one.
pub fn readable(kind: Kind, text: &str, language: Language) -> String {
    match kind {
        Kind::Integer | Kind::Number => format::decimal(language, text),
        Kind::Moment => text.replacen('T', " ", 1).trim_end_matches('Z').to_owned(),
        _ if text.chars().count() > CELL_CHARS_MAX => {
            let mut cut: String = text.chars().take(CELL_CHARS_MAX).collect();
            cut.push('…');
            cut
        }
        _ => text.to_owned(),
    }
}

/// A figure for reading: no more digits than say something.
pub fn figure(value: f64, language: Language) -> String {
    let decimals = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    format::decimal(language, if text == "-0" { "0" } else { text })
}

/// Names of columns and what they hold, in order.
pub fn kinds(schema: &Schema) -> Vec<(String, Kind)> {
    schema
        .fields()
        .iter()
        .map(|field| (field.name().clone(), Kind::of(field)))
        .collect()
}

#[cfg(test)]
mod tests {
    use arrow_array::{
        BooleanArray, Date32Array, Decimal128Array, StringArray, TimestampMicrosecondArray,
    };
    use serde_json::json;

    use super::*;

    #[test]
    fn canonical_text_has_a_point_iso_days_and_tells_empty_from_missing() {
        let decimal = Decimal128Array::from(vec![Some(1234), None])
            .with_precision_and_scale(6, 2)
            .expect("fits");
        let moment = TimestampMicrosecondArray::from(vec![Some(0), Some(1_500_000)]);
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("t", Arc::new(StringArray::from(vec![Some(""), None]))),
            ("d", Arc::new(decimal)),
            ("day", Arc::new(Date32Array::from(vec![0, 365]))),
            ("m", Arc::new(moment.clone())),
            ("z", Arc::new(moment.with_timezone("UTC"))),
            ("b", Arc::new(BooleanArray::from(vec![true, false]))),
        ];
        let batch = RecordBatch::try_from_iter(columns).expect("equal lengths");
        let text = |row: &[Option<String>]| -> Vec<Option<String>> { row.to_vec() };
        let rows = rows(&[batch]).expect("formats");
        let some = |t: &str| Some(t.to_owned());
        assert_eq!(
            text(&rows[0]),
            [
                some(""),
                some("12.34"),
                some("1970-01-01"),
                some("1970-01-01T00:00:00"),
                some("1970-01-01T00:00:00Z"),
                some("true")
            ]
        );
        assert_eq!(rows[1][0], None);
        assert_eq!(rows[1][3], some("1970-01-01T00:00:01.500"));
    }

    #[test]
    fn a_number_in_json_is_never_another_number() {
        assert_eq!(json(Kind::Integer, Some("42")), json!(42));
        assert_eq!(
            json(Kind::Integer, Some("9007199254740993")),
            json!("9007199254740993")
        );
        assert_eq!(json(Kind::Number, Some("3.50")), json!(3.5));
        assert_eq!(
            json(Kind::Number, Some("1234567890123456.78")),
            json!("1234567890123456.78")
        );
        assert_eq!(json(Kind::Code, Some("079")), json!("079"));
        assert_eq!(json(Kind::Boolean, Some("true")), json!(true));
        assert_eq!(json(Kind::Text, None), Value::Null);
    }

    #[test]
    fn a_figure_says_no_more_than_can_be_read() {
        assert_eq!(figure(0.0, Language::En), "0");
        assert_eq!(figure(-0.001, Language::En), "0");
        assert_eq!(figure(3.456, Language::Ca), "3,46");
        assert_eq!(figure(45.0, Language::En), "45");
        assert_eq!(figure(12_345.678, Language::En), "12,346");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let cut = readable(Kind::Text, &"é".repeat(400), Language::Ca);
        assert_eq!(cut.chars().count(), CELL_CHARS_MAX + 1);
        assert_eq!(
            readable(Kind::Moment, "2026-11-25T09:00:00Z", Language::Ca),
            "2026-11-25 09:00:00"
        );
    }
}
