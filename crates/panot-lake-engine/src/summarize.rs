// SPDX-License-Identifier: AGPL-3.0-or-later

//! One number per value of a column, for charts.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Field};
use datafusion::functions_aggregate::expr_fn::{count, max, min, sum};
use datafusion::logical_expr::{Expr, lit};
use datafusion::prelude::cast;
use panot_lake::{Error, Snapshot, Summary, SummaryBucket};

use crate::canonical;
use crate::cut::{self, Unit};
use crate::engine::Shared;
use crate::filter::{column, conditions, field};
use crate::session::failed;
use crate::table::{LakeTable, Reading};

/// Buckets of an answer at most.
const BUCKETS_MAX: u32 = 100_000;

/// Answers a chart's question. The result does not depend on the number of cores: exact types are
/// added up exactly, and floating numbers are read on one thread.
pub async fn summarize(
    shared: &Shared,
    snapshot: &Snapshot,
    summary: &Summary,
) -> Result<Vec<SummaryBucket>, Error> {
    if summary.limit > BUCKETS_MAX {
        return Err(Error::Refused(format!(
            "at most {BUCKETS_MAX} buckets are answered"
        )));
    }
    let schema = &snapshot.schema;
    let by = field(schema, &summary.by)?;
    let of = summary
        .of
        .as_ref()
        .map(|name| field(schema, name))
        .transpose()?;
    let number = of.map(|of| Number::new(of, &summary.how)).transpose()?;
    let condition = conditions(schema, &summary.filters, None)?;

    let reading = Reading {
        views: true,
        ..Reading::default()
    };
    let table = LakeTable::open(&shared.session, snapshot, reading).await?;
    let threads = match &number {
        Some(number) if number.floating => 1,
        _ => shared.session.threads,
    };
    let mut rows = shared
        .session
        .context(threads)
        .read_table(Arc::new(table))
        .map_err(failed)?;
    if let Some(condition) = condition {
        rows = rows.filter(condition).map_err(failed)?;
    }
    let mut asked = vec![count(lit(1_i64)).alias("rows")];
    asked.extend(number.iter().flat_map(|number| number.parts.clone()));
    let bucket = bucket(by, summary)?.alias("bucket");
    let rows = rows.aggregate(vec![bucket], asked).map_err(failed)?;
    let last = is_time(by);
    let mut order = Vec::new();
    if last {
        order.push(column("bucket").sort(false, false));
    } else {
        let largest = number
            .as_ref()
            .map_or(column("rows"), |number| number.whole.clone());
        order.push(largest.sort(false, false));
        order.push(column("bucket").sort(true, false));
    }
    let limit = usize::try_from(summary.limit).unwrap_or(usize::MAX);
    let batches = rows
        .sort(order)
        .and_then(|rows| rows.limit(0, Some(limit)))
        .map_err(failed)?
        .collect()
        .await
        .map_err(failed)?;
    let mut buckets = Vec::new();
    for batch in &batches {
        read(batch, number.as_ref(), &mut buckets)?;
    }
    if last {
        buckets.reverse();
    }
    Ok(buckets)
}

fn is_time(field: &Field) -> bool {
    matches!(
        field.data_type(),
        DataType::Date32 | DataType::Timestamp(..)
    )
}

/// The value by which rows are put together.
fn bucket(by: &Field, summary: &Summary) -> Result<Expr, Error> {
    let cell = column(by.name());
    let Some(to) = summary.cut.as_deref().filter(|_| is_time(by)) else {
        return Ok(cell);
    };
    let unit = Unit::named(to).ok_or_else(|| {
        Error::Refused(format!(
            "times are cut to year, month, day or hour, not to {to:?}"
        ))
    })?;
    let zone = summary
        .zone
        .as_deref()
        .filter(|_| matches!(by.data_type(), DataType::Timestamp(_, Some(_))));
    Ok(cut::cut(unit, zone, cell, by.data_type()))
}

/// How one number per bucket is found.
struct Number {
    /// What is asked of DataFusion, named `number` and, for a mean, `count`.
    parts: Vec<Expr>,
    /// The number over those, to sort by.
    whole: Expr,
    mean: bool,
    floating: bool,
}

impl Number {
    fn new(of: &Field, how: &str) -> Result<Self, Error> {
        let kind = of.data_type();
        let cell = column(of.name());
        let floating = matches!(kind, DataType::Float32 | DataType::Float64);
        let exact = match kind {
            DataType::Float32 | DataType::Float64 => cast(cell.clone(), DataType::Float64),
            // Room for the sum of any number of rows.
            kind if kind.is_integer() => cast(cell.clone(), DataType::Decimal128(28, 0)),
            DataType::Decimal128(..) => cell.clone(),
            _ => {
                return Err(Error::Refused(format!(
                    "{:?} is no number: it cannot be added up or compared",
                    of.name()
                )));
            }
        };
        let mean = how == "avg";
        let mut parts = vec![
            match how {
                "sum" | "avg" => sum(exact),
                "min" => min(exact),
                "max" => max(exact),
                _ => {
                    return Err(Error::Refused(format!(
                        "numbers are put together by sum, avg, min or max, not by {how:?}"
                    )));
                }
            }
            .alias("number"),
        ];
        let float = |name| cast(column(name), DataType::Float64);
        let whole = if mean {
            parts.push(count(cell).alias("count"));
            float("number") / float("count")
        } else {
            float("number")
        };
        Ok(Self {
            parts,
            whole,
            mean,
            floating,
        })
    }
}

fn read(
    batch: &RecordBatch,
    number: Option<&Number>,
    buckets: &mut Vec<SummaryBucket>,
) -> Result<(), Error> {
    let engine = |e: arrow_schema::ArrowError| Error::Engine(e.into());
    let values = canonical::texts(batch.column(0)).map_err(engine)?;
    let rows = batch.column(1).as_primitive::<Int64Type>();
    let numbers = match number {
        Some(_) => Some(arrow::compute::cast(batch.column(2), &DataType::Float64).map_err(engine)?),
        None => None,
    };
    for (row, value) in values.into_iter().enumerate() {
        let mut found = numbers
            .as_ref()
            .filter(|numbers| numbers.is_valid(row))
            .map(|numbers| numbers.as_primitive::<Float64Type>().value(row));
        if number.is_some_and(|number| number.mean) {
            let count = batch.column(3).as_primitive::<Int64Type>().value(row);
            found = found.map(|sum| sum / float(count));
        }
        let rows = u64::try_from(rows.value(row)).expect("a count is not negative");
        buckets.push(SummaryBucket {
            value,
            rows,
            number: found,
        });
    }
    Ok(())
}

/// A count, as a number to divide by.
#[expect(
    clippy::cast_precision_loss,
    clippy::as_conversions,
    reason = "exact below 2^53 rows"
)]
pub fn float(count: i64) -> f64 {
    count as f64
}
