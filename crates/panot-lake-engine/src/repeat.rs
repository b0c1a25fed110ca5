// SPDX-License-Identifier: AGPL-3.0-or-later

//! Plans whose answer is the same bytes next year, on another machine, with another number of
//! partitions.
//!
//! Three things change an answer without anybody's doing: the order in which rows meet, which decides
//! among equals; sums of floating numbers, which depend on the order of the addition; and the last
//! digit of a function of the C library. So equals are told apart by all columns that there are,
//! floating numbers are added as decimals of nine places, and leave rounded to them.

use std::sync::Arc;

use arrow::datatypes::{DataType, Float64Type, Schema};
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, Float64Array, RecordBatch, RecordBatchOptions};
use arrow_schema::{ArrowError, Field, SchemaRef};
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Column, DFSchema};
use datafusion::error::Result;
use datafusion::logical_expr::expr::{Sort as Key, WindowFunction};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{
    Expr, ExprSchemable, LogicalPlan, Sort, Window, WindowFrameUnits, cast,
};

/// Places after the point of floating numbers that are added, and of those that leave.
const PLACES: i8 = 9;
/// Decimals with which floating numbers are added: below 10²⁹.
const ADDED: DataType = DataType::Decimal128(38, PLACES);
/// Decimals with which whole numbers are averaged: below 10³².
const AVERAGED: DataType = DataType::Decimal128(38, 6);
/// Functions of windows that number rows or look at those beside.
const BY_PLACE: &[&str] = &["row_number", "ntile", "lag", "lead"];

/// The plan, made so that it repeats.
pub fn made(plan: LogicalPlan) -> Result<LogicalPlan> {
    let made = plan.transform_up_with_subqueries(|plan| {
        let plan = exact(plan.recompute_schema()?)?;
        Ok(Transformed::yes(match plan {
            LogicalPlan::Sort(sort) => LogicalPlan::Sort(total(sort)),
            LogicalPlan::Window(window) => windows(window)?,
            plan => plan,
        }))
    })?;
    Ok(made.data)
}

/// Adds decimals where floating numbers are added.
fn exact(plan: LogicalPlan) -> Result<LogicalPlan> {
    if !matches!(plan, LogicalPlan::Aggregate(_) | LogicalPlan::Window(_)) {
        return Ok(plan);
    }
    let schema = plan.inputs().first().map(|input| input.schema().clone());
    let Some(schema) = schema else {
        return Ok(plan);
    };
    let names = NamePreserver::new(&plan);
    let plan = plan.map_expressions(|expression| {
        let name = names.save(&expression);
        let made = expression.transform_up(|expression| added(expression, &schema))?;
        Ok(made.update_data(|made| name.restore(made)))
    })?;
    plan.data.recompute_schema()
}

fn added(expression: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let (name, args) = match &expression {
        Expr::AggregateFunction(call) => (call.func.name(), &call.params.args),
        Expr::WindowFunction(call) => (call.fun.name(), &call.params.args),
        _ => return Ok(Transformed::no(expression)),
    };
    let kind = match (name, args.first()) {
        ("sum" | "avg", Some(arg)) => arg.get_type(schema)?,
        _ => return Ok(Transformed::no(expression)),
    };
    let to = match kind {
        kind if kind.is_floating() => ADDED,
        kind if kind.is_integer() && name == "avg" => AVERAGED,
        _ => return Ok(Transformed::no(expression)),
    };
    let exactly = |args: &mut Vec<Expr>| {
        if let Some(arg) = args.first_mut() {
            *arg = cast(std::mem::take(arg), to);
        }
    };
    Ok(Transformed::yes(match expression {
        Expr::AggregateFunction(mut call) => {
            exactly(&mut call.params.args);
            Expr::AggregateFunction(call)
        }
        Expr::WindowFunction(mut call) => {
            exactly(&mut call.params.args);
            Expr::WindowFunction(call)
        }
        other => other,
    }))
}

/// Of equals, the one whose other columns are smaller comes first.
fn total(mut sort: Sort) -> Sort {
    let keys = all_columns(sort.input.schema());
    let missing = keys
        .into_iter()
        .filter(|key| sort.expr.iter().all(|known| known.expr != key.expr));
    let missing: Vec<Key> = missing.collect();
    sort.expr.extend(missing);
    sort
}

fn all_columns(schema: &DFSchema) -> Vec<Key> {
    let columns = schema.iter().map(|field| Expr::Column(Column::from(field)));
    columns.map(|column| column.sort(true, false)).collect()
}

/// Windows that go by the place of a row get a total order. They stand in a node of their own: those of
/// one node must have one order, and for a rank equals are equal.
fn windows(window: Window) -> Result<LogicalPlan> {
    let (mut by_place, others): (Vec<Expr>, Vec<Expr>) =
        window.window_expr.into_iter().partition(goes_by_place);
    let input = window.input;
    let keys = all_columns(input.schema());
    for expression in &mut by_place {
        let name = NamePreserver::new_for_projection().save(expression);
        let mut whole = std::mem::take(expression);
        if let Some(call) = window_of(&mut whole) {
            call.params.order_by.extend(keys.iter().cloned());
        }
        *expression = name.restore(whole);
    }
    let input = if others.is_empty() {
        input
    } else {
        Arc::new(LogicalPlan::Window(Window::try_new(others, input)?))
    };
    if by_place.is_empty() {
        return Ok(Arc::unwrap_or_clone(input));
    }
    Ok(LogicalPlan::Window(Window::try_new(by_place, input)?))
}

fn window_of(expression: &mut Expr) -> Option<&mut WindowFunction> {
    match expression {
        Expr::WindowFunction(call) => Some(call),
        Expr::Alias(alias) => window_of(&mut alias.expr),
        _ => None,
    }
}

fn goes_by_place(expression: &Expr) -> bool {
    match expression {
        Expr::WindowFunction(call) => {
            BY_PLACE.contains(&call.fun.name())
                || call.params.window_frame.units == WindowFrameUnits::Rows
        }
        Expr::Alias(alias) => goes_by_place(&alias.expr),
        _ => false,
    }
}

/// The columns of an answer that repeats: floating numbers all have 64 bits.
pub fn schema(schema: &Schema) -> SchemaRef {
    let columns = schema.fields().iter().map(|field| {
        if field.data_type().is_floating() {
            Field::clone(field).with_data_type(DataType::Float64)
        } else {
            Field::clone(field)
        }
    });
    Arc::new(Schema::new(columns.collect::<Vec<_>>()))
}

/// Floating numbers of the rows, rounded.
pub fn rounded(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let columns = batch.columns().iter().map(|column| -> ArrayRef {
        match column.as_primitive_opt::<Float64Type>() {
            Some(numbers) => Arc::new(
                numbers
                    .iter()
                    .map(|number| number.map(round))
                    .collect::<Float64Array>(),
            ),
            None => column.clone(),
        }
    });
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(batch.schema(), columns.collect(), &options)
}

/// By way of decimal digits, which is exact whatever the machine; no minus before nought.
fn round(number: f64) -> f64 {
    let places = usize::try_from(PLACES).unwrap_or_default();
    let rounded = format!("{number:.places$}").parse().unwrap_or(number);
    if rounded == 0.0 { 0.0 } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_leaves_with_nine_places() {
        assert_eq!(round(0.1 + 0.2).to_bits(), 0.3_f64.to_bits());
        assert_eq!(round(-1e-12).to_bits(), 0.0_f64.to_bits());
        assert_eq!(round(1e300).to_bits(), 1e300_f64.to_bits());
        assert!(round(f64::NAN).is_nan() && round(f64::INFINITY).is_infinite());
    }
}
