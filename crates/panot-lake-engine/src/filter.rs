// SPDX-License-Identifier: AGPL-3.0-or-later

//! Conditions as people write them become expressions of the column's type.

use arrow::array::timezone::Tz;
use arrow::compute::kernels::cast_utils::{Parser, string_to_datetime};
use arrow::datatypes::{Date32Type, Time64MicrosecondType};
use arrow_schema::{DataType, Field, FieldRef, Schema, TimeUnit};
use datafusion::common::{Column, ScalarValue};
use datafusion::logical_expr::{Expr, lit};
use datafusion::prelude::cast;
use panot_lake::{Condition, Error, Filter, Operator};

use crate::found::found;

/// More conditions than this are not a page's question.
const FILTERS_MAX: usize = 100;
/// The values of all lists of one question.
const VALUES_MAX: usize = 1_000;
/// Conditions within conditions.
const DEPTH_MAX: usize = 30;

/// A column by its exact name.
pub fn column(name: &str) -> Expr {
    Expr::Column(Column::from_name(name))
}

/// The field of this name, or the error that lists those that exist.
pub fn field<'a>(schema: &'a Schema, name: &str) -> Result<&'a FieldRef, Error> {
    schema
        .fields()
        .iter()
        .find(|field| field.name() == name)
        .ok_or_else(|| Error::NoSuchColumn {
            name: name.to_owned(),
            known: schema
                .fields()
                .iter()
                .map(|field| field.name().clone())
                .collect(),
        })
}

/// All conditions as one; `None` when there are none.
pub fn conditions(
    schema: &Schema,
    filters: &[Filter],
    search: Option<&str>,
) -> Result<Option<Expr>, Error> {
    if filters.len() > FILTERS_MAX {
        return Err(Error::Refused(format!(
            "at most {FILTERS_MAX} conditions are answered"
        )));
    }
    let mut all = filters
        .iter()
        .map(|filter| condition(field(schema, &filter.column)?, filter))
        .collect::<Result<Vec<_>, _>>()?;
    all.extend(search.map(|text| anywhere(schema, text)));
    Ok(all.into_iter().reduce(Expr::and))
}

/// Any text column contains this.
fn anywhere(schema: &Schema, text: &str) -> Expr {
    let texts = schema
        .fields()
        .iter()
        .filter(|field| field.data_type() == &DataType::Utf8);
    let any = texts
        .map(|field| found(column(field.name()), text))
        .reduce(Expr::or);
    any.unwrap_or_else(|| lit(false))
}

/// Conditions put together, as one.
pub fn tree(schema: &Schema, condition: &Condition) -> Result<Expr, Error> {
    let mut tree = Tree {
        schema,
        conditions: 0,
        values: 0,
    };
    tree.expression(condition, 0)
}

struct Tree<'a> {
    schema: &'a Schema,
    conditions: usize,
    values: usize,
}

impl Tree<'_> {
    fn expression(&mut self, condition: &Condition, depth: usize) -> Result<Expr, Error> {
        if depth > DEPTH_MAX {
            return Err(Error::Refused(format!(
                "conditions stand in conditions at most {DEPTH_MAX} deep"
            )));
        }
        match condition {
            Condition::All(all) => {
                let all = self.each(all, depth)?;
                Ok(all.into_iter().reduce(Expr::and).unwrap_or(lit(true)))
            }
            Condition::Any(any) => {
                let any = self.each(any, depth)?;
                Ok(any.into_iter().reduce(Expr::or).unwrap_or(lit(false)))
            }
            Condition::Not(inner) => Ok(self.expression(inner, depth + 1)?.is_not_true()),
            Condition::Is(filter) => {
                self.count(1)?;
                self::condition(field(self.schema, &filter.column)?, filter)
            }
            Condition::Anywhere(text) => {
                self.count(1)?;
                Ok(anywhere(self.schema, text))
            }
            Condition::OneOf { column, values } => {
                self.count(values.len())?;
                let field = field(self.schema, column)?;
                let each = values.iter().map(|text| value(field, text));
                let each = each.collect::<Result<Vec<_>, _>>()?;
                Ok(self::column(column).in_list(each, false))
            }
        }
    }

    fn each(&mut self, all: &[Condition], depth: usize) -> Result<Vec<Expr>, Error> {
        all.iter()
            .map(|one| self.expression(one, depth + 1))
            .collect()
    }

    fn count(&mut self, values: usize) -> Result<(), Error> {
        self.conditions += 1;
        self.values += values;
        if self.conditions > FILTERS_MAX || self.values > VALUES_MAX {
            return Err(Error::Refused(format!(
                "at most {FILTERS_MAX} conditions with {VALUES_MAX} values are answered"
            )));
        }
        Ok(())
    }
}

fn condition(field: &Field, filter: &Filter) -> Result<Expr, Error> {
    let cell = column(field.name());
    Ok(match filter.operator {
        Operator::Empty => cell.is_null(),
        Operator::Present => cell.is_not_null(),
        Operator::Contains => match field.data_type() {
            DataType::Utf8 => found(cell, &filter.value),
            DataType::Binary => return Err(wrong(field, &filter.value)),
            _ => found(cast(cell, DataType::Utf8), &filter.value),
        },
        Operator::Eq => cell.eq(value(field, &filter.value)?),
        Operator::Ne => cell.not_eq(value(field, &filter.value)?),
        Operator::Lt => cell.lt(value(field, &filter.value)?),
        Operator::Le => cell.lt_eq(value(field, &filter.value)?),
        Operator::Gt => cell.gt(value(field, &filter.value)?),
        Operator::Ge => cell.gt_eq(value(field, &filter.value)?),
        Operator::Outside => {
            let (first, second) = filter
                .value
                .split_once('/')
                .ok_or_else(|| wrong(field, &filter.value))?;
            let before = cell.clone().lt(value(field, first)?);
            before.or(cell.gt_eq(value(field, second)?))
        }
    })
}

fn wrong(field: &Field, value: &str) -> Error {
    Error::WrongValue {
        column: field.name().clone(),
        value: value.to_owned(),
        kind: words(field.data_type()),
    }
}

/// The type in words that say how a value of it is written.
fn words(kind: &DataType) -> String {
    match kind {
        DataType::Utf8 => "text".to_owned(),
        DataType::Boolean => "true or false".to_owned(),
        DataType::Date32 => "a date, as 2026-01-31".to_owned(),
        DataType::Timestamp(..) => "a date and time, as 2026-01-31T12:00:00".to_owned(),
        DataType::Time64(_) => "a time of day, as 12:00:00".to_owned(),
        DataType::Decimal128(_, scale) => format!("a number with at most {scale} decimals"),
        DataType::Binary => "a shape, which has no order".to_owned(),
        kind if kind.is_integer() => "a whole number".to_owned(),
        _ => "a number".to_owned(),
    }
}

/// A value of the column's type.
fn value(field: &Field, text: &str) -> Result<Expr, Error> {
    let text = if field.data_type() == &DataType::Utf8 {
        text
    } else {
        text.trim()
    };
    parse(field.data_type(), text)
        .map(|value| Expr::Literal(value, None))
        .ok_or_else(|| wrong(field, text))
}

fn parse(kind: &DataType, text: &str) -> Option<ScalarValue> {
    Some(match kind {
        DataType::Utf8 => ScalarValue::Utf8(Some(text.to_owned())),
        DataType::Boolean => ScalarValue::Boolean(Some(text.parse().ok()?)),
        // Any whole number, so that "less than 300" is an answer for a column of small numbers too.
        kind if kind.is_integer() => ScalarValue::Int64(Some(text.parse().ok()?)),
        DataType::Float32 | DataType::Float64 => ScalarValue::Float64(Some(text.parse().ok()?)),
        DataType::Decimal128(precision, scale) => decimal(text, *precision, *scale)?,
        DataType::Date32 => ScalarValue::Date32(Some(Date32Type::parse(text)?)),
        DataType::Time64(TimeUnit::Microsecond) => {
            ScalarValue::Time64Microsecond(Some(Time64MicrosecondType::parse(text)?))
        }
        DataType::Timestamp(TimeUnit::Microsecond, zone) => {
            let tz: Tz = zone.as_deref().unwrap_or("UTC").parse().ok()?;
            let moment = string_to_datetime(&tz, text).ok()?;
            ScalarValue::TimestampMicrosecond(Some(moment.timestamp_micros()), zone.clone())
        }
        _ => return None,
    })
}

/// An exact decimal of at least the column's scale; more decimals than that are compared as they are.
fn decimal(text: &str, precision: u8, scale: i8) -> Option<ScalarValue> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let written = whole.len() + part.len();
    if written == 0
        || !whole
            .bytes()
            .chain(part.bytes())
            .all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let own = usize::try_from(scale).ok()?;
    let part = part.trim_end_matches('0');
    let decimals = part.len().max(own);
    let number: i128 = format!("{whole}{part:0<decimals$}").parse().ok()?;
    let scale = i8::try_from(decimals).ok()?;
    // 10^38 is where decimals end.
    if decimals > 38 || number >= 10_i128.pow(38) {
        return None;
    }
    let precision = if decimals > own || number >= 10_i128.checked_pow(precision.into())? {
        38
    } else {
        precision
    };
    Some(ScalarValue::Decimal128(
        Some(if negative { -number } else { number }),
        precision,
        scale,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal_of(text: &str) -> Option<(i128, i8)> {
        match decimal(text, 18, 3)? {
            ScalarValue::Decimal128(Some(value), _, scale) => Some((value, scale)),
            other => panic!("{other:?} is no decimal"),
        }
    }

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(decimal_of("12.5"), Some((12_500, 3)));
        assert_eq!(decimal_of("-.05"), Some((-50, 3)));
        assert_eq!(decimal_of("0.12340"), Some((1_234, 4)));
        for bad in ["", ".", "1e3", "12,5", "--1", "1.2.3", &"9".repeat(39)] {
            assert_eq!(decimal_of(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn times_are_read_with_and_without_a_zone() {
        let local = DataType::Timestamp(TimeUnit::Microsecond, None);
        let zoned = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let micros = |kind: &DataType, text| match parse(kind, text) {
            Some(ScalarValue::TimestampMicrosecond(value, _)) => value,
            _ => None,
        };
        assert_eq!(micros(&local, "1970-01-01T00:00:01"), Some(1_000_000));
        assert_eq!(micros(&local, "1970-01-02"), Some(86_400_000_000));
        assert_eq!(micros(&zoned, "1970-01-01T01:00:01+01:00"), Some(1_000_000));
        assert_eq!(micros(&zoned, "yesterday"), None);
    }
}
