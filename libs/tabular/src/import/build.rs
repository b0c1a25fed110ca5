// SPDX-License-Identifier: AGPL-3.0-or-later

//! From a column of text cells to an Arrow array.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, BooleanBuilder, PrimitiveBuilder, StringBuilder};
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Int64Type, TimestampMicrosecondType,
};
use arrow_array::{ArrayRef, new_null_array};
use arrow_schema::{DataType, Field, TimeUnit};

use super::report::ColumnReport;
use crate::Cells;
use crate::recipe::{Coarsen, Column, Mask, Type};
use crate::typer::convert::{Converter, DAY_MICROS, Told, Value, Why};
use crate::typer::{moment, number};

/// A column of the file that the table keeps.
#[derive(Debug, Clone)]
pub(super) struct Input {
    /// Its place in the file.
    pub at: usize,
    pub column: Column,
    pub converter: Converter,
    pub field: Field,
    /// Whether its cells are told as `***`.
    pub discreet: bool,
}

/// `tabular.type` and its companions.
pub(super) fn metadata(column: &Column) -> HashMap<String, String> {
    let kind = if column.mask.is_some() {
        Type::Text
    } else {
        column.kind
    };
    let mut metadata = HashMap::from([
        ("tabular.type".to_owned(), kind.name().to_owned()),
        ("tabular.name".to_owned(), column.from.clone()),
    ]);
    if let Some(unit) = &column.unit {
        metadata.insert("tabular.unit".to_owned(), unit.clone());
    }
    if let Some(title) = &column.title {
        metadata.insert("tabular.title".to_owned(), title.clone());
    }
    metadata
}

impl Input {
    pub(super) fn new(at: usize, column: Column) -> Result<Self, String> {
        let converter = Converter::new(&column.reading())?;
        check_coarsen(&column)?;
        let (precision, scale) = converter.precision();
        let kind = match column.kind {
            _ if column.mask.is_some() => DataType::Utf8,
            Type::Text | Type::Code | Type::Time | Type::YearMonth => DataType::Utf8,
            Type::Boolean => DataType::Boolean,
            Type::Integer | Type::Year => DataType::Int64,
            Type::Decimal | Type::Longitude | Type::Latitude => DataType::Decimal128(
                precision,
                i8::try_from(scale).map_err(|_| "too many digits".to_owned())?,
            ),
            Type::Date => DataType::Date32,
            Type::Timestamp if converter.is_utc() => {
                DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
            }
            Type::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, None),
            Type::Geometry => DataType::Binary,
        };
        let field = Field::new(&column.name, kind, true).with_metadata(metadata(&column));
        Ok(Self {
            at,
            discreet: column.coarsen.is_some(),
            column,
            converter,
            field,
        })
    }

    /// Builds the array of this column of a block.
    pub(super) fn build(&self, cells: &Cells, report: &mut ColumnReport) -> ArrayRef {
        if let Some(mask) = self.column.mask {
            return self.masked(mask, cells, report);
        }
        report.discreet = self.discreet;
        match self.column.kind {
            Type::Text | Type::Code | Type::Time | Type::YearMonth => self.texts(cells, report),
            Type::Boolean => {
                let mut out = BooleanBuilder::with_capacity(cells.rows());
                self.each(cells, report, |value| match value {
                    Some(Value::Bool(is)) => out.append_value(is),
                    _ => out.append_null(),
                });
                Arc::new(out.finish())
            }
            Type::Integer | Type::Year => {
                self.numbers::<Int64Type>(cells, report, |value| match value {
                    Value::Int(value) => Some(value),
                    _ => None,
                })
            }
            Type::Decimal | Type::Longitude | Type::Latitude => {
                self.numbers::<Decimal128Type>(cells, report, |value| match value {
                    Value::Decimal(value) => Some(value),
                    _ => None,
                })
            }
            Type::Date => self.numbers::<Date32Type>(cells, report, |value| match value {
                Value::Day(value) => Some(value),
                _ => None,
            }),
            Type::Timestamp => {
                self.numbers::<TimestampMicrosecondType>(cells, report, |value| match value {
                    Value::Moment(value) => Some(value),
                    _ => None,
                })
            }
            Type::Geometry => {
                let mut out = BinaryBuilder::new();
                self.each(cells, report, |value| match value {
                    Some(Value::Wkb(wkb)) => out.append_value(wkb),
                    _ => out.append_null(),
                });
                Arc::new(out.finish())
            }
        }
    }

    fn masked(&self, mask: Mask, cells: &Cells, report: &mut ColumnReport) -> ArrayRef {
        let rows = u64::try_from(cells.rows()).unwrap_or(0);
        if mask == Mask::Nothing {
            report.nulls += rows;
            return new_null_array(&DataType::Utf8, cells.rows());
        }
        let mut out = StringBuilder::new();
        for row in 0..cells.rows() {
            let empty = cells
                .cell(row, self.at)
                .is_none_or(|cell| cell.trim().is_empty());
            if empty {
                report.nulls += 1;
                out.append_null();
            } else {
                report.kept += 1;
                report.told.coarsened += 1;
                out.append_value("***");
            }
        }
        Arc::new(out.finish())
    }

    fn texts(&self, cells: &Cells, report: &mut ColumnReport) -> ArrayRef {
        let mut out =
            StringBuilder::with_capacity(cells.rows(), cells.bytes() / cells.columns().max(1));
        self.each(cells, report, |value| match value {
            Some(Value::Text(text)) => out.append_value(text),
            _ => out.append_null(),
        });
        Arc::new(out.finish())
    }

    fn numbers<T: ArrowPrimitiveType>(
        &self,
        cells: &Cells,
        report: &mut ColumnReport,
        native: impl Fn(Value<'_>) -> Option<T::Native>,
    ) -> ArrayRef {
        let mut out = PrimitiveBuilder::<T>::with_capacity(cells.rows())
            .with_data_type(self.field.data_type().clone());
        self.each(cells, report, |value| {
            out.append_option(value.and_then(&native));
        });
        Arc::new(out.finish())
    }

    /// Reads every cell of the column and counts what became of it.
    #[inline]
    fn each<'a>(
        &self,
        cells: &'a Cells,
        report: &mut ColumnReport,
        mut put: impl FnMut(Option<Value<'a>>),
    ) {
        let mut kept = 0_u64;
        let mut nulls = 0_u64;
        // Sorted files repeat their cells: what was read once is not read again.
        let mut last: Option<(&str, Value<'a>, Told)> = None;
        let repeats = !matches!(self.column.kind, Type::Text | Type::Code | Type::Geometry);
        for row in 0..cells.rows() {
            let Some(raw) = cells.cell(row, self.at) else {
                nulls += 1;
                put(None);
                continue;
            };
            if let Some((text, value, told)) = &last
                && *text == raw
            {
                kept += 1;
                report.tell(*told);
                put(Some(value.clone()));
                continue;
            }
            let mut told = Told::default();
            match self.converter.read(raw, &mut told) {
                Ok(Value::Missing) => {
                    nulls += 1;
                    put(None);
                }
                Ok(value) => {
                    let value = match self.column.coarsen {
                        None => value,
                        Some(how) => {
                            report.told.coarsened += 1;
                            self.coarsened(value, how)
                        }
                    };
                    kept += 1;
                    report.tell(told);
                    if repeats {
                        last = Some((raw, value.clone(), told));
                    }
                    put(Some(value));
                }
                Err(why) => {
                    reject(cells.line(row), raw, why, report);
                    put(None);
                }
            }
        }
        report.kept += kept;
        report.nulls += nulls;
    }

    fn coarsened<'a>(&self, value: Value<'a>, how: Coarsen) -> Value<'a> {
        let (_, scale) = self.converter.precision();
        match (value, how) {
            (Value::Int(value), Coarsen::Step(step)) => {
                let step = i64::from(step);
                Value::Int(value.div_euclid(step) * step)
            }
            (Value::Decimal(value), Coarsen::Step(step)) => {
                let step = i128::from(step) * number::POWERS[usize::from(scale)];
                Value::Decimal(value.div_euclid(step) * step)
            }
            (Value::Decimal(value), Coarsen::Decimals(keep)) => {
                let step = number::POWERS[usize::from(scale.saturating_sub(keep))];
                Value::Decimal(value.div_euclid(step) * step)
            }
            (Value::Day(days), Coarsen::Month | Coarsen::Year) => Value::Day(first_day(days, how)),
            (Value::Moment(micros), Coarsen::Month | Coarsen::Year) => {
                let days = i32::try_from(micros.div_euclid(DAY_MICROS)).unwrap_or(0);
                Value::Moment(i64::from(first_day(days, how)) * DAY_MICROS)
            }
            (value, _) => value,
        }
    }
}

#[cold]
fn reject(line: u64, raw: &str, why: Why, report: &mut ColumnReport) {
    report.reject(line, raw.trim(), why);
}

pub(super) fn first_day(days: i32, how: Coarsen) -> i32 {
    let (year, month, _) = moment::civil(days);
    let month = if how == Coarsen::Year { 1 } else { month };
    i16::try_from(year).map_or(days, |year| moment::days(year, month, 1))
}

fn check_coarsen(column: &Column) -> Result<(), String> {
    let Some(how) = column.coarsen else {
        return Ok(());
    };
    let fits = match how {
        Coarsen::Step(0) => return Err("coarsen by steps of 0 cannot be; use 1 or more".to_owned()),
        Coarsen::Step(_) => matches!(column.kind, Type::Integer | Type::Year | Type::Decimal),
        Coarsen::Decimals(_) => matches!(
            column.kind,
            Type::Decimal | Type::Longitude | Type::Latitude
        ),
        Coarsen::Month | Coarsen::Year => matches!(column.kind, Type::Date | Type::Timestamp),
    };
    if fits {
        Ok(())
    } else {
        Err(format!(
            "a column of type {} cannot be coarsened that way: steps are for numbers, decimals for decimals \
             and coordinates, month and year for dates; mask or drop it instead",
            column.kind
        ))
    }
}
