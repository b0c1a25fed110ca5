// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows of the lake as text: canonical text for programs, readable text for people.

use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::types::TimestampMicrosecondType;
use arrow_array::{Array, ArrayRef, BinaryArray, RecordBatch};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, Schema};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use panot_core::{Language, format};
use serde::Serialize;
use serde_json::value::RawValue;
use tabular::geometry::Geometry;
use utoipa::openapi::schema::{self, SchemaType, Type};
use utoipa::openapi::{ObjectBuilder, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::kind::Kind;
use crate::words::Words;

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

/// A cell as JSON, as the downloads write it: numbers digit by digit with all their decimals, truth
/// as truth, everything else as its canonical text, and null for an empty cell.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Cell(Box<RawValue>);

impl Cell {
    /// The cell of a column that holds `kind`, from its canonical text.
    pub fn of(kind: Kind, cell: Option<&str>) -> Self {
        let Some(text) = cell else {
            return Self(RawValue::NULL.to_owned());
        };
        let is_literal = match kind {
            kind if kind.is_number() => text.starts_with(|c: char| c.is_ascii_digit() || c == '-'),
            Kind::Boolean => matches!(text, "true" | "false"),
            _ => false,
        };
        let literal = is_literal
            .then(|| RawValue::from_string(text.to_owned()).ok())
            .flatten();
        Self(literal.unwrap_or_else(|| {
            serde_json::value::to_raw_value(text).expect("a text is always JSON")
        }))
    }

    /// What stands in the JSON.
    pub fn as_json(&self) -> &str {
        self.0.get()
    }
}

impl PartialSchema for Cell {
    fn schema() -> RefOr<schema::Schema> {
        let types = [Type::String, Type::Number, Type::Boolean, Type::Null];
        ObjectBuilder::new()
            .schema_type(SchemaType::Array(types.to_vec()))
            .description(Some(
                "A number with all its decimals, true or false, a text, or null for an empty cell",
            ))
            .into()
    }
}

impl ToSchema for Cell {}

/// The cells of a row that came as the engine writes them: shapes as Well-Known Text instead of the
/// hexadecimal digits of their bytes.
pub fn readable_shapes(
    row: &[Option<String>],
    kinds: impl Iterator<Item = Kind>,
) -> Vec<Option<String>> {
    let shape = |text: &str| {
        let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
        let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(byte).collect();
        Geometry::from_wkb(&bytes?).ok().map(|shape| shape.to_wkt())
    };
    row.iter()
        .zip(kinds)
        .map(|(cell, kind)| match (kind, cell) {
            (Kind::Geometry, Some(text)) => Some(shape(text).unwrap_or_else(|| text.clone())),
            _ => cell.clone(),
        })
        .collect()
}

/// A cell as a page shows it: numbers with the marks of the language, moments by the clock of `zone`
/// and with a space, long texts cut. Days stay as they are: `03/04` is read in two ways,
/// `2026-04-03` in one.
pub fn readable(kind: Kind, text: &str, language: Language, zone: &TimeZone) -> String {
    match kind {
        Kind::Integer | Kind::Number => format::decimal(language, text),
        Kind::Moment => {
            let moment = text.parse::<Timestamp>();
            let here = moment.map(|moment| zone.to_datetime(moment).to_string());
            // What is no moment of the whole world is shown as the file says it.
            here.as_deref().unwrap_or(text).replacen('T', " ", 1)
        }
        Kind::Boolean => match text {
            "true" => Words::of(language.tag()).yes(),
            "false" => Words::of(language.tag()).no(),
            _ => text.to_owned(),
        },
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
    fn a_number_in_json_has_the_digits_that_it_has_in_the_downloads() {
        let json = |kind, text| Cell::of(kind, Some(text)).as_json().to_owned();
        for digits in ["42", "-3", "9007199254740993"] {
            assert_eq!(json(Kind::Integer, digits), digits);
        }
        for digits in ["3.50", "-0.05", "12.00", "1234567890123456.78"] {
            assert_eq!(json(Kind::Number, digits), digits);
        }
        assert_eq!(json(Kind::Latitude, "41.400000"), "41.400000");
        assert_eq!(json(Kind::Number, "NaN"), r#""NaN""#);
        assert_eq!(json(Kind::Code, "079"), r#""079""#);
        assert_eq!(json(Kind::Text, "12"), r#""12""#);
        assert_eq!(json(Kind::Boolean, "true"), "true");
        assert_eq!(Cell::of(Kind::Number, None).as_json(), "null");
    }

    #[test]
    fn shapes_of_the_engine_are_read_as_text_and_other_hexadecimal_stays() {
        let (point, _) = Geometry::from_wkt("POINT (2.5 41.25)").expect("well known");
        let hex = crate::version::hex(&point.to_wkb());
        let row = [Some(hex.clone()), Some(hex.clone()), Some("è".into()), None];
        let kinds = [Kind::Geometry, Kind::Text, Kind::Geometry, Kind::Geometry];
        assert_eq!(
            readable_shapes(&row, kinds.into_iter()),
            [
                Some("POINT (2.5 41.25)".to_owned()),
                Some(hex),
                Some("è".to_owned()),
                None
            ]
        );
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
        let cut = readable(Kind::Text, &"é".repeat(400), Language::Ca, &TimeZone::UTC);
        assert_eq!(cut.chars().count(), CELL_CHARS_MAX + 1);
    }

    #[test]
    fn a_moment_is_shown_by_the_clock_of_the_city() {
        let zone = TimeZone::get("Europe/Madrid").expect("in the database");
        let shown = |text| readable(Kind::Moment, text, Language::Ca, &zone);
        assert_eq!(shown("2026-11-25T09:00:00Z"), "2026-11-25 10:00:00");
        assert_eq!(shown("2026-06-30T22:30:00.500Z"), "2026-07-01 00:30:00.5");
        assert_eq!(
            shown("2026-11-25T09:00:00"),
            "2026-11-25 09:00:00",
            "of a file that says no zone, the clock is taken as it is"
        );
    }
}
