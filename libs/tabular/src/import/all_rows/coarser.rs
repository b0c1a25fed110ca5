// SPDX-License-Identifier: AGPL-3.0-or-later

//! Columns of the finished table that say less.

use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Date32Type, Decimal128Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{ArrayRef, StringArray};
use arrow_schema::{DataType, TimeUnit};

use crate::import::build::first_day;
use crate::recipe::Coarsen;
use crate::typer::convert::DAY_MICROS;
use crate::typer::number;

/// Whether a column of this type can say less in this way.
pub(super) fn check(column: &str, kind: &DataType, how: Coarsen) -> Result<(), String> {
    let fits = match how {
        Coarsen::Step(0) => false,
        Coarsen::Step(_) => matches!(
            kind,
            DataType::Int64 | DataType::Decimal128(..) | DataType::Utf8
        ),
        Coarsen::Decimals(_) => matches!(kind, DataType::Decimal128(..)),
        Coarsen::Month | Coarsen::Year => {
            matches!(kind, DataType::Date32 | DataType::Timestamp(..))
        }
    };
    if fits {
        return Ok(());
    }
    Err(format!(
        "{column:?} cannot say less that way: steps of 1 and more are for numbers, decimals for \
         decimals and coordinates, month and year for dates; leave it out instead"
    ))
}

/// The column, saying less.
pub(super) fn coarser(array: &ArrayRef, how: Coarsen) -> Result<ArrayRef, String> {
    let done: ArrayRef = match (array.data_type(), how) {
        (DataType::Int64, Coarsen::Step(step)) => {
            let array = array.as_primitive::<Int64Type>();
            Arc::new(array.unary::<_, Int64Type>(|value| floor(value, i64::from(step))))
        }
        (DataType::Decimal128(precision, scale), how) => {
            let scale = usize::try_from(*scale).unwrap_or(0);
            let step = match how {
                Coarsen::Step(step) => i128::from(step) * number::POWERS[scale],
                Coarsen::Decimals(keep) => number::POWERS[scale.saturating_sub(usize::from(keep))],
                Coarsen::Month | Coarsen::Year => return Err("a number has no month".to_owned()),
            };
            let array = array.as_primitive::<Decimal128Type>();
            let coarse = array.unary::<_, Decimal128Type>(|value| value.div_euclid(step) * step);
            let kind = DataType::Decimal128(*precision, i8::try_from(scale).unwrap_or(0));
            Arc::new(coarse.with_data_type(kind))
        }
        (DataType::Date32, Coarsen::Month | Coarsen::Year) => {
            let array = array.as_primitive::<Date32Type>();
            Arc::new(array.unary::<_, Date32Type>(|days| first_day(days, how)))
        }
        (DataType::Timestamp(TimeUnit::Microsecond, zone), Coarsen::Month | Coarsen::Year) => {
            let array = array.as_primitive::<TimestampMicrosecondType>();
            let coarse = array.unary::<_, TimestampMicrosecondType>(|micros| {
                let days = i32::try_from(micros.div_euclid(DAY_MICROS)).unwrap_or(0);
                i64::from(first_day(days, how)) * DAY_MICROS
            });
            Arc::new(coarse.with_timezone_opt(zone.clone()))
        }
        (DataType::Utf8, Coarsen::Step(step)) => {
            // Words among the numbers, as in "unknown", stay.
            let cells = array.as_string::<i32>().iter();
            let coarse = cells.map(|cell| {
                cell.map(|cell| match cell.trim().parse::<i64>() {
                    Ok(value) => floor(value, i64::from(step)).to_string(),
                    Err(_) => cell.to_owned(),
                })
            });
            Arc::new(coarse.collect::<StringArray>())
        }
        (kind, _) => return Err(format!("a column of {kind} cannot say less that way")),
    };
    Ok(done)
}

fn floor(value: i64, step: i64) -> i64 {
    value.div_euclid(step).saturating_mul(step)
}
