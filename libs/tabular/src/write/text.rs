// SPDX-License-Identifier: AGPL-3.0-or-later

//! The values of a batch, and how they are written as text.

use std::fmt::Write as _;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float64Type, Int64Type, TimestampMicrosecondType,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, TimeUnit};

use super::{TYPE, WriteError};
use crate::geometry::Geometry;

/// A value of a batch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Missing,
    /// A truth value.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Digits, and how many of them stand after the point.
    Decimal(i128, i8),
    /// A number that was declared to be a double.
    Double(f64),
    /// Days since 1970.
    Date(i32),
    /// Microseconds since 1970, and whether they are of UTC (and not of a wall clock).
    Timestamp(i64, bool),
    /// A text or a code.
    Text(&'a str),
    /// WKB.
    Geometry(&'a [u8]),
}

/// How a column gives its values.
#[derive(Debug, Clone, Copy)]
enum Reading {
    Boolean,
    Integer,
    Decimal(i8),
    Double,
    Date,
    Timestamp(bool),
    Text,
    Geometry,
}

/// The columns of a batch, in the few types that tables of ours have.
pub(super) struct Columns {
    arrays: Vec<(ArrayRef, Reading)>,
    rows: usize,
}

/// Whether the column holds geometries.
pub(super) fn is_geometry(field: &Field) -> bool {
    field
        .metadata()
        .get(TYPE)
        .is_some_and(|is| is == "geometry")
}

impl Columns {
    /// The columns of `batch`. Views, dictionaries and small numbers, which engines give back for
    /// the same tables, become what they stand for.
    pub(super) fn of(batch: &RecordBatch) -> Result<Self, WriteError> {
        let mut arrays = Vec::new();
        for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
            let (kind, reading) = plain(field)?;
            let array = if *array.data_type() == kind {
                array.clone()
            } else {
                arrow_cast::cast(array, &kind).map_err(|error| WriteError::Column {
                    column: field.name().clone(),
                    why: error.to_string(),
                })?
            };
            arrays.push((array, reading));
        }
        Ok(Self {
            arrays,
            rows: batch.num_rows(),
        })
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn count(&self) -> usize {
        self.arrays.len()
    }

    pub(super) fn value(&self, row: usize, column: usize) -> Value<'_> {
        let (array, reading) = &self.arrays[column];
        if array.is_null(row) {
            return Value::Missing;
        }
        match *reading {
            Reading::Boolean => Value::Boolean(array.as_boolean().value(row)),
            Reading::Integer => Value::Integer(array.as_primitive::<Int64Type>().value(row)),
            Reading::Decimal(scale) => {
                Value::Decimal(array.as_primitive::<Decimal128Type>().value(row), scale)
            }
            Reading::Double => Value::Double(array.as_primitive::<Float64Type>().value(row)),
            Reading::Date => Value::Date(array.as_primitive::<Date32Type>().value(row)),
            Reading::Timestamp(utc) => Value::Timestamp(
                array.as_primitive::<TimestampMicrosecondType>().value(row),
                utc,
            ),
            Reading::Text => Value::Text(array.as_string::<i32>().value(row)),
            Reading::Geometry => Value::Geometry(array.as_binary::<i32>().value(row)),
        }
    }
}

fn plain(field: &Field) -> Result<(DataType, Reading), WriteError> {
    Ok(match field.data_type() {
        DataType::Boolean => (DataType::Boolean, Reading::Boolean),
        // A number above 2^63 would not fit an Int64.
        DataType::UInt64 => (DataType::Decimal128(20, 0), Reading::Decimal(0)),
        kind if kind.is_integer() => (DataType::Int64, Reading::Integer),
        DataType::Decimal128(precision, scale) => (
            DataType::Decimal128(*precision, *scale),
            Reading::Decimal(*scale),
        ),
        DataType::Float32 | DataType::Float64 => (DataType::Float64, Reading::Double),
        DataType::Date32 => (DataType::Date32, Reading::Date),
        DataType::Timestamp(_, zone) => (
            DataType::Timestamp(TimeUnit::Microsecond, zone.clone()),
            Reading::Timestamp(zone.is_some()),
        ),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView if is_geometry(field) => {
            (DataType::Binary, Reading::Geometry)
        }
        DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Dictionary(..)
        | DataType::Null => (DataType::Utf8, Reading::Text),
        other => {
            return Err(WriteError::Column {
                column: field.name().clone(),
                why: format!("{other} is no type of a table of ours"),
            });
        }
    })
}

/// Writes columns only to see that each has a type that can be written.
pub(super) fn check(schema: &arrow_schema::Schema) -> Result<(), WriteError> {
    schema.fields().iter().try_for_each(|f| plain(f).map(drop))
}

/// Appends a value as CSV shows it, not quoted. Nothing for what is missing.
pub(super) fn push(value: Value<'_>, out: &mut String) {
    match value {
        Value::Missing => {}
        Value::Boolean(truth) => out.push_str(if truth { "true" } else { "false" }),
        Value::Integer(n) => push_decimal(i128::from(n), 0, out),
        Value::Decimal(digits, scale) => push_decimal(digits, scale, out),
        Value::Double(n) => write!(out, "{n}").expect("a string takes everything"),
        Value::Date(days) => push_date(i64::from(days), out),
        Value::Timestamp(us, utc) => push_timestamp(us, utc, out),
        Value::Text(text) => out.push_str(text),
        Value::Geometry(bytes) => {
            if let Ok(geometry) = Geometry::from_wkb(bytes) {
                out.push_str(&geometry.to_wkt());
            }
        }
    }
}

/// All digits of a decimal, with as many after the point as its type has.
pub(super) fn push_decimal(digits: i128, scale: i8, out: &mut String) {
    let mut buffer = [b'0'; 80];
    let mut at = buffer.len();
    let mut rest = digits.unsigned_abs();
    let after = usize::try_from(scale).unwrap_or(0);
    let end = buffer.len();
    loop {
        if after > 0 && end - at == after {
            at -= 1;
            buffer[at] = b'.';
        }
        at -= 1;
        // Most numbers fit 64 bits, whose division is many times faster.
        let digit = if let Ok(small) = u64::try_from(rest) {
            rest = u128::from(small / 10);
            small % 10
        } else {
            let digit = rest % 10;
            rest /= 10;
            u64::try_from(digit).expect("a digit")
        };
        buffer[at] = b'0' + u8::try_from(digit).expect("a digit");
        let written = end - at;
        if rest == 0 && (after == 0 || written > after + 1) {
            break;
        }
    }
    if digits < 0 {
        at -= 1;
        buffer[at] = b'-';
    }
    out.push_str(std::str::from_utf8(&buffer[at..]).expect("digits are ASCII"));
    // A negative scale stands for zeros before the point.
    if digits != 0 {
        (scale..0).for_each(|_| out.push('0'));
    }
}

fn push_two(n: i64, out: &mut String) {
    let digit = |n: i64| char::from(b'0' + u8::try_from(n).expect("a digit"));
    out.push(digit(n / 10));
    out.push(digit(n % 10));
}

/// A day of the Gregorian calendar as ISO 8601.
fn push_date(days: i64, out: &mut String) {
    // Days since 1 March of the year 0: leap days then end their years.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    if (0..=9_999).contains(&year) {
        push_two(year / 100, out);
        push_two(year % 100, out);
    } else {
        write!(out, "{year:+07}").expect("a string takes everything");
    }
    out.push('-');
    push_two(month, out);
    out.push('-');
    push_two(day, out);
}

/// RFC 3339; without `Z` where the time is that of a wall clock.
fn push_timestamp(us: i64, utc: bool, out: &mut String) {
    const DAY: i64 = 86_400_000_000;
    push_date(us.div_euclid(DAY), out);
    let of_day = us.rem_euclid(DAY);
    let (seconds, fraction) = (of_day / 1_000_000, of_day % 1_000_000);
    for (sign, n) in [
        ('T', seconds / 3_600),
        (':', seconds / 60 % 60),
        (':', seconds % 60),
    ] {
        out.push(sign);
        push_two(n, out);
    }
    if fraction % 1_000 != 0 {
        write!(out, ".{fraction:06}").expect("a string takes everything");
    } else if fraction != 0 {
        write!(out, ".{:03}", fraction / 1_000).expect("a string takes everything");
    }
    if utc {
        out.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: Value<'_>) -> String {
        let mut out = String::new();
        push(value, &mut out);
        out
    }

    #[test]
    fn decimals_keep_every_digit() {
        for (digits, scale, expected) in [
            (0, 0, "0"),
            (0, 2, "0.00"),
            (5, 2, "0.05"),
            (-5, 2, "-0.05"),
            (-12345, 3, "-12.345"),
            (100, 2, "1.00"),
            (7, -2, "700"),
            (i128::MAX, 38, "1.70141183460469231731687303715884105727"),
            (i128::MIN, 0, "-170141183460469231731687303715884105728"),
        ] {
            assert_eq!(text(Value::Decimal(digits, scale)), expected);
        }
    }

    #[test]
    fn dates_and_times_are_those_of_the_calendar() {
        for (days, expected) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (19_723, "2024-01-01"),
            (-719_528, "0000-01-01"),
        ] {
            assert_eq!(text(Value::Date(days)), expected);
        }
        assert_eq!(
            text(Value::Timestamp(1_500_000, true)),
            "1970-01-01T00:00:01.500Z"
        );
        assert_eq!(
            text(Value::Timestamp(-1, false)),
            "1969-12-31T23:59:59.999999"
        );
    }
}
