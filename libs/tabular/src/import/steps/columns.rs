// SPDX-License-Identifier: AGPL-3.0-or-later

//! Arrays of different types as the numbers or texts that a step needs.

use std::sync::Arc;

use arrow_array::builder::{Decimal128Builder, Int64Builder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

use crate::typer::number::{self, POWERS};

fn wrong(name: &str, wanted: &str, array: &dyn Array) -> String {
    format!(
        "{name:?} must hold {wanted}, and its type is {}",
        array.data_type()
    )
}

/// Whole numbers: also those that were kept as text.
pub(super) fn integers(array: &ArrayRef, name: &str) -> Result<Vec<Option<i64>>, String> {
    match array.data_type() {
        DataType::Int64 => Ok(array.as_primitive::<Int64Type>().iter().collect()),
        DataType::Utf8 => Ok(array
            .as_string::<i32>()
            .iter()
            .map(|text| text.and_then(number::whole))
            .collect()),
        DataType::Decimal128(_, scale) => {
            let one = POWERS[usize::try_from(*scale).unwrap_or(0)];
            Ok(array
                .as_primitive::<Decimal128Type>()
                .iter()
                .map(|value| {
                    value
                        .filter(|v| v % one == 0)
                        .and_then(|v| i64::try_from(v / one).ok())
                })
                .collect())
        }
        _ => Err(wrong(name, "whole numbers", array)),
    }
}

/// A decimal as the nearest floating number.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "coordinates have fewer digits than a double"
)]
pub(super) fn float(value: i128, scale: u8) -> f64 {
    value as f64 / POWERS[usize::from(scale)] as f64
}

/// A floating number as the nearest decimal.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "degrees are far from the bounds of either type"
)]
pub(super) fn fixed(value: f64, scale: u8) -> i128 {
    (value * POWERS[usize::from(scale)] as f64).round() as i128
}

/// Numbers with the digits behind their mark.
pub(super) fn decimals(array: &ArrayRef, name: &str) -> Result<(Vec<Option<i128>>, u8), String> {
    match array.data_type() {
        DataType::Int64 => Ok((
            array
                .as_primitive::<Int64Type>()
                .iter()
                .map(|v| v.map(i128::from))
                .collect(),
            0,
        )),
        DataType::Decimal128(_, scale) => Ok((
            array.as_primitive::<Decimal128Type>().iter().collect(),
            u8::try_from(*scale).unwrap_or(0),
        )),
        _ => Err(wrong(name, "numbers", array)),
    }
}

/// Numbers to compute with.
pub(super) fn floats(array: &ArrayRef, name: &str) -> Result<Vec<Option<f64>>, String> {
    let (values, scale) = decimals(array, name)?;
    Ok(values
        .into_iter()
        .map(|v| v.map(|v| float(v, scale)))
        .collect())
}

/// Text.
pub(super) fn texts(array: &ArrayRef, name: &str) -> Result<Vec<Option<String>>, String> {
    match array.data_type() {
        DataType::Utf8 => Ok(array
            .as_string::<i32>()
            .iter()
            .map(|t| t.map(str::to_owned))
            .collect()),
        _ => Err(wrong(name, "text", array)),
    }
}

/// The same arrays with one type: whole numbers and decimals meet at the most digits of any.
pub(super) fn alike(arrays: &[ArrayRef]) -> Result<Vec<ArrayRef>, String> {
    let Some(first) = arrays.first() else {
        return Ok(Vec::new());
    };
    if arrays
        .iter()
        .all(|array| array.data_type() == first.data_type())
    {
        return Ok(arrays.to_vec());
    }
    let (mut most, mut wide) = (0_i8, 18_u8);
    for array in arrays {
        match array.data_type() {
            DataType::Int64 => {}
            DataType::Decimal128(precision, scale) => {
                most = most.max(*scale);
                wide = wide.max(*precision);
            }
            other => {
                return Err(format!(
                    "these columns have different types ({} and {other}); give them one `type` in the recipe",
                    first.data_type()
                ));
            }
        }
    }
    let precision = if most > 9 { 38 } else { wide };
    let scale = u8::try_from(most).map_err(|_| "a negative scale".to_owned())?;
    arrays
        .iter()
        .map(|array| {
            let (values, from) = decimals(array, "")?;
            let factor = POWERS[usize::from(scale - from)];
            let mut out =
                Decimal128Builder::new().with_data_type(DataType::Decimal128(precision, most));
            for value in values {
                let scaled = value
                    .map(|v| {
                        v.checked_mul(factor)
                            .ok_or("a number has too many digits to be put beside the others")
                    })
                    .transpose()?;
                out.append_option(scaled);
            }
            let array: ArrayRef = Arc::new(out.finish());
            Ok(array)
        })
        .collect()
}

/// A builder of numbers.
pub(super) enum Numbers {
    Whole(Int64Builder),
    Exact(Decimal128Builder),
}

/// A builder for the type of this array.
pub(super) fn like(array: &ArrayRef) -> Result<Numbers, String> {
    match array.data_type() {
        DataType::Int64 => Ok(Numbers::Whole(Int64Builder::new())),
        kind @ DataType::Decimal128(..) => Ok(Numbers::Exact(
            Decimal128Builder::new().with_data_type(kind.clone()),
        )),
        _ => Err(wrong("", "numbers", array)),
    }
}

pub(super) fn push(numbers: &mut Numbers, value: Option<i128>) {
    match numbers {
        Numbers::Whole(out) => out.append_option(value.and_then(|v| i64::try_from(v).ok())),
        Numbers::Exact(out) => out.append_option(value),
    }
}

pub(super) fn finish(numbers: Numbers) -> ArrayRef {
    match numbers {
        Numbers::Whole(mut out) => Arc::new(out.finish()),
        Numbers::Exact(mut out) => Arc::new(out.finish()),
    }
}
