// SPDX-License-Identifier: AGPL-3.0-or-later

//! The steps of a recipe, on typed batches.

mod columns;

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{
    BinaryBuilder, Date32Builder, Decimal128Builder, Int64Builder, StringBuilder,
    TimestampMicrosecondBuilder,
};
use arrow_array::{Array, ArrayRef, RecordBatch, UInt32Array};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use arrow_select::interleave::interleave;
use arrow_select::take::take;
use columns::{decimals, floats, integers, texts};
use jiff::tz::TimeZone;

use super::report::ColumnReport;
use crate::geometry::{Coord, Geometry};
use crate::project::Crs;
use crate::recipe::{HourMeans, Join, Point, Rebuild, Split, Step, Swap, Unpivot};
use crate::typer::convert::{DAY_MICROS, Told, Why, to_utc};
use crate::typer::{moment, number, shape};

/// Typed columns and the line of each row.
pub(super) struct Table {
    pub columns: Vec<(Field, ArrayRef)>,
    pub lines: Vec<u64>,
}

impl Table {
    pub(super) fn schema(&self) -> SchemaRef {
        let fields: Vec<Field> = self
            .columns
            .iter()
            .map(|(field, _)| field.clone())
            .collect();
        Arc::new(Schema::new(fields))
    }

    pub(super) fn batch(self, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
        let arrays = self.columns.into_iter().map(|(_, array)| array).collect();
        RecordBatch::try_new(Arc::clone(schema), arrays)
    }

    fn place(&self, name: &str) -> Result<usize, String> {
        self.columns
            .iter()
            .position(|(field, _)| field.name() == name)
            .ok_or_else(|| {
                let names: Vec<&str> = self
                    .columns
                    .iter()
                    .map(|(f, _)| f.name().as_str())
                    .collect();
                format!(
                    "there is no column {name:?} here; there are: {}",
                    names.join(", ")
                )
            })
    }

    fn array(&self, name: &str) -> Result<&ArrayRef, String> {
        Ok(&self.columns[self.place(name)?].1)
    }

    fn add(
        &mut self,
        at: usize,
        name: &str,
        kind: &str,
        unit: Option<&String>,
        array: ArrayRef,
    ) -> Result<(), String> {
        if self.columns.iter().any(|(field, _)| field.name() == name) {
            return Err(format!(
                "there is a column {name:?} already; call the new one otherwise"
            ));
        }
        let mut metadata = HashMap::from([("tabular.type".to_owned(), kind.to_owned())]);
        if let Some(unit) = unit {
            metadata.insert("tabular.unit".to_owned(), unit.clone());
        }
        let field = Field::new(name, array.data_type().clone(), true).with_metadata(metadata);
        self.columns.insert(at, (field, array));
        Ok(())
    }

    fn remove(&mut self, names: &[&str]) {
        self.columns
            .retain(|(field, _)| !names.contains(&field.name().as_str()));
    }
}

/// Where what a step could not do is told: one report for each column that it computes.
struct Reports<'a>(&'a mut Vec<ColumnReport>);

impl Reports<'_> {
    fn of(&mut self, column: &str) -> &mut ColumnReport {
        if let Some(at) = self.0.iter().position(|report| report.column == column) {
            return &mut self.0[at];
        }
        self.0.push(ColumnReport::of(column, column));
        self.0.last_mut().expect("it was just added")
    }
}

/// Runs all steps; where one cannot be done, its number from 1 and why.
pub(super) fn run(
    steps: &[Step],
    mut table: Table,
    reports: &mut Vec<ColumnReport>,
) -> Result<Table, (usize, String)> {
    let mut reports = Reports(reports);
    for (at, step) in steps.iter().enumerate() {
        let done = match step {
            Step::Unpivot(step) => unpivot(step, table),
            Step::Join(step) => join(step, table, &mut reports),
            Step::Point(step) => point(step, table, &mut reports),
            Step::Swap(step) => swap(step, table, &mut reports),
            Step::Rebuild(step) => rebuild(step, table, &mut reports),
            Step::Split(step) => split(step, table, &mut reports),
            // Done to the rows before they came here, or once all of them are known.
            Step::LeaveOut(_) | Step::Flatten(_) | Step::Protect(_) | Step::Count(_) => Ok(table),
        };
        table = done.map_err(|why| (at + 1, why))?;
    }
    Ok(table)
}

/// What `*` stands for in the columns that a pattern names, in the table's order.
fn matching(table: &Table, pattern: &str) -> Result<Vec<(usize, String)>, String> {
    let (before, behind) = pattern
        .split_once('*')
        .ok_or_else(|| format!("{pattern:?} needs a * for what differs, as in h*"))?;
    let found: Vec<(usize, String)> = table
        .columns
        .iter()
        .enumerate()
        .filter_map(|(at, (field, _))| {
            let rest = field.name().strip_prefix(before)?.strip_suffix(behind)?;
            // `h*` means h01 and h24, not hora.
            let digits = rest.bytes().all(|b| b.is_ascii_digit());
            (!rest.is_empty() && (digits || pattern.len() > 2)).then(|| (at, rest.to_owned()))
        })
        .collect();
    if found.is_empty() {
        return Err(format!("no column is called like {pattern:?}"));
    }
    Ok(found)
}

fn unpivot(step: &Unpivot, table: Table) -> Result<Table, String> {
    let values = matching(&table, &step.values)?;
    let flags = match &step.flags {
        Some(pattern) => matching(&table, pattern)?,
        None => Vec::new(),
    };
    let labels: Vec<&str> = values.iter().map(|(_, label)| label.as_str()).collect();
    let mut flag_places = Vec::new();
    if step.flags.is_some() {
        for label in &labels {
            let place = flags.iter().find(|(_, of)| of == label).map(|(at, _)| *at);
            flag_places.push(place.ok_or_else(|| format!("there is no flag for {label}"))?);
        }
    }
    let gone: Vec<usize> = values.iter().chain(&flags).map(|(at, _)| *at).collect();
    let first = gone.iter().copied().min().unwrap_or(0);
    let wide: Vec<ArrayRef> = columns::alike(
        &values
            .iter()
            .map(|(at, _)| Arc::clone(&table.columns[*at].1))
            .collect::<Vec<_>>(),
    )?;
    let value_field = table.columns[values[0].0].0.clone();
    let flag_arrays: Vec<ArrayRef> = flag_places
        .iter()
        .map(|&at| Arc::clone(&table.columns[at].1))
        .collect();
    let rows = table.lines.len();
    let mut places: Vec<(usize, usize)> = Vec::with_capacity(rows * wide.len());
    for row in 0..rows {
        for (at, array) in wide.iter().enumerate() {
            if !(step.skip_missing && array.is_null(row)) {
                places.push((at, row));
            }
        }
    }
    let pick = |arrays: &[ArrayRef]| -> Result<ArrayRef, String> {
        let arrays: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
        interleave(&arrays, &places).map_err(|error| error.to_string())
    };
    let value = pick(&wide)?;
    let flag = if flag_arrays.is_empty() {
        None
    } else {
        Some(pick(&flag_arrays)?)
    };
    let label = label_column(&labels, &places, step.hours)?;
    let rows: UInt32Array = places
        .iter()
        .map(|(_, row)| u32::try_from(*row).expect("a block has fewer rows"))
        .collect::<Vec<u32>>()
        .into();
    let mut columns = Vec::new();
    for (at, (field, array)) in table.columns.into_iter().enumerate() {
        if !gone.contains(&at) {
            columns.push((
                field,
                take(&array, &rows, None).map_err(|error| error.to_string())?,
            ));
        }
    }
    let lines = places.iter().map(|(_, row)| table.lines[*row]).collect();
    let mut long = Table { columns, lines };
    let kind = value_field
        .metadata()
        .get("tabular.type")
        .cloned()
        .unwrap_or_default();
    let kind = if matches!(value.data_type(), DataType::Decimal128(..)) {
        "decimal".to_owned()
    } else {
        kind
    };
    let unit = value_field.metadata().get("tabular.unit").cloned();
    let label_kind = if label.data_type() == &DataType::Int64 {
        "integer"
    } else {
        "code"
    };
    let at = first.min(long.columns.len());
    long.add(at, &step.label, label_kind, None, label)?;
    long.add(at + 1, &step.value, &kind, unit.as_ref(), value)?;
    if let Some(flag) = flag {
        let kind = if flag.data_type() == &DataType::Boolean {
            "boolean"
        } else {
            "text"
        };
        long.add(
            at + 2,
            step.flag.as_deref().unwrap_or("flag"),
            kind,
            None,
            flag,
        )?;
    }
    Ok(long)
}

fn label_column(
    labels: &[&str],
    places: &[(usize, usize)],
    hours: Option<HourMeans>,
) -> Result<ArrayRef, String> {
    let numbers: Option<Vec<i64>> = labels.iter().map(|label| label.parse().ok()).collect();
    match (numbers, hours) {
        (Some(numbers), hours) => {
            let less = i64::from(hours == Some(HourMeans::Ending));
            let mut out = Int64Builder::with_capacity(places.len());
            for (at, _) in places {
                out.append_value(numbers[*at] - less);
            }
            Ok(Arc::new(out.finish()))
        }
        (None, Some(_)) => Err(format!(
            "hours are numbers, and {} is none",
            labels.join(", ")
        )),
        (None, None) => {
            let mut out = StringBuilder::new();
            for (at, _) in places {
                out.append_value(labels[*at]);
            }
            Ok(Arc::new(out.finish()))
        }
    }
}

/// One of the parts of a date, as far as it can be one.
fn joined(
    y: i64,
    m: i64,
    d: i64,
    hour: Option<i64>,
    zone: Option<&TimeZone>,
    told: &mut Told,
) -> Result<i64, Why> {
    let small = |value: i64| u8::try_from(value).map_err(|_| Why::NoSuchDay);
    let year = i16::try_from(y).map_err(|_| Why::NoSuchDay)?;
    let (month, day) = (small(m)?, small(d)?);
    if !moment::is_day(year, month, day) {
        return Err(Why::NoSuchDay);
    }
    let day = i64::from(moment::days(year, month, day));
    let Some(hour) = hour else {
        return Ok(day);
    };
    if !(0..=24).contains(&hour) {
        return Err(Why::NoTime);
    }
    told.hour_24 = hour == 24;
    let local = day * DAY_MICROS + hour * 3_600_000_000;
    zone.map_or(Ok(local), |zone| to_utc(zone, local, told))
}

fn join(step: &Join, mut table: Table, reports: &mut Reports<'_>) -> Result<Table, String> {
    let year = integers(table.array(&step.year)?, &step.year)?;
    let month = integers(table.array(&step.month)?, &step.month)?;
    let day = integers(table.array(&step.day)?, &step.day)?;
    let hour = match &step.hour {
        Some(name) => Some(integers(table.array(name)?, name)?),
        None => None,
    };
    let zone = match &step.zone {
        Some(name) => Some(TimeZone::get(name).map_err(|_| {
            format!("there is no time zone {name:?}; write one like Europe/Madrid")
        })?),
        None => None,
    };
    let report = reports.of(&step.into);
    let mut moments: Vec<Option<i64>> = Vec::with_capacity(table.lines.len());
    for (row, line) in table.lines.iter().enumerate() {
        let parts = (
            year[row],
            month[row],
            day[row],
            hour.as_ref().map(|h| h[row]),
        );
        let (Some(y), Some(m), Some(d), h @ (None | Some(Some(_)))) = parts else {
            report.nulls += 1;
            moments.push(None);
            continue;
        };
        let h = h.flatten();
        let mut told = Told::default();
        match joined(y, m, d, h, zone.as_ref(), &mut told) {
            Ok(moment) => {
                report.kept += 1;
                report.tell(told);
                moments.push(Some(moment));
            }
            Err(why) => {
                let hour = h.map(|h| format!(" {h} h")).unwrap_or_default();
                report.reject(*line, &format!("{y}-{m}-{d}{hour}"), why);
                moments.push(None);
            }
        }
    }
    let (array, kind): (ArrayRef, &str) = if hour.is_some() {
        let mut out = TimestampMicrosecondBuilder::with_capacity(moments.len());
        for moment in &moments {
            out.append_option(*moment);
        }
        let out = out.finish();
        (
            Arc::new(if step.zone.is_some() {
                out.with_timezone("UTC")
            } else {
                out
            }),
            "timestamp",
        )
    } else {
        let mut out = Date32Builder::with_capacity(moments.len());
        for day in &moments {
            out.append_option(day.and_then(|day| i32::try_from(day).ok()));
        }
        (Arc::new(out.finish()), "date")
    };
    let at = table.place(&step.year)?;
    if !step.keep {
        let mut parts = vec![step.year.as_str(), &step.month, &step.day];
        parts.extend(step.hour.as_deref());
        table.remove(&parts);
    }
    let at = at.min(table.columns.len());
    table.add(at, &step.into, kind, None, array)?;
    Ok(table)
}

fn crs(epsg: u32) -> Result<Crs, String> {
    Crs::from_epsg(epsg)
        .ok_or_else(|| format!("EPSG:{epsg} is not known here; 4326, 4258, 258xx and 326xx are"))
}

/// Degrees of a place that lies on the globe and, projected, somewhere near its zone.
fn degrees(crs: Crs, x: f64, y: f64) -> Option<(f64, f64)> {
    let plausible = match crs {
        Crs::Degrees => x.abs() <= 180.0 && y.abs() <= 90.0,
        Crs::Utm(_) => {
            (-1_000_000.0..=2_000_000.0).contains(&x)
                && (0.0..=9_500_000.0).contains(&y)
                && !(x == 0.0 && y == 0.0)
        }
    };
    plausible.then(|| crs.to_degrees(x, y))
}

fn point(step: &Point, mut table: Table, reports: &mut Reports<'_>) -> Result<Table, String> {
    let crs = crs(step.epsg)?;
    let x = floats(table.array(&step.x)?, &step.x)?;
    let y = floats(table.array(&step.y)?, &step.y)?;
    let report = reports.of(&step.into);
    let mut out = BinaryBuilder::new();
    for (row, line) in table.lines.iter().enumerate() {
        let (Some(x), Some(y)) = (x[row], y[row]) else {
            report.nulls += 1;
            out.append_null();
            continue;
        };
        if let Some((x, y)) = degrees(crs, x, y) {
            report.kept += 1;
            report.told.projected += u64::from(crs != Crs::Degrees);
            out.append_value(Geometry::Point(Some(Coord { x, y, z: None })).to_wkb());
        } else {
            report.reject(*line, &format!("{x} {y}"), Why::OffTheGlobe);
            out.append_null();
        }
    }
    if step.drop {
        table.remove(&[&step.x, &step.y]);
    }
    let at = table.columns.len();
    table.add(at, &step.into, "geometry", None, Arc::new(out.finish()))?;
    Ok(table)
}

fn swap(step: &Swap, mut table: Table, reports: &mut Reports<'_>) -> Result<Table, String> {
    let [west, south, east, north] = step.bounds;
    if !(west < east && south < north) {
        return Err("bounds are west, south, east, north".to_owned());
    }
    let (px, py) = (table.place(&step.x)?, table.place(&step.y)?);
    let pair = columns::alike(&[
        Arc::clone(&table.columns[px].1),
        Arc::clone(&table.columns[py].1),
    ])?;
    let (xs, scale) = decimals(&pair[0], &step.x)?;
    let (ys, _) = decimals(&pair[1], &step.y)?;
    let value = |v: i128| columns::float(v, scale);
    let inside = |x: f64, y: f64| (west..=east).contains(&x) && (south..=north).contains(&y);
    let mut swapped = 0_u64;
    let mut outs = [columns::like(&pair[0])?, columns::like(&pair[1])?];
    let report = reports.of(&step.x);
    for (x, y) in xs.iter().zip(&ys) {
        let turn = match (x, y) {
            (Some(x), Some(y)) => !inside(value(*x), value(*y)) && inside(value(*y), value(*x)),
            _ => false,
        };
        swapped += u64::from(turn);
        let (x, y) = if turn { (y, x) } else { (x, y) };
        columns::push(&mut outs[0], *x);
        columns::push(&mut outs[1], *y);
    }
    report.kept += u64::try_from(xs.len()).unwrap_or(0);
    report.told.swapped += swapped;
    let [x, y] = outs;
    for (place, out) in [(px, x), (py, y)] {
        let array = columns::finish(out);
        let field = table.columns[place]
            .0
            .clone()
            .with_data_type(array.data_type().clone());
        table.columns[place] = (field, array);
    }
    Ok(table)
}

/// Seven digits behind the mark of a degree are a centimetre.
const DEGREE_SCALE: u8 = 7;

fn rebuild(step: &Rebuild, mut table: Table, reports: &mut Reports<'_>) -> Result<Table, String> {
    let crs = crs(step.epsg)?;
    let x = floats(table.array(&step.x)?, &step.x)?;
    let y = floats(table.array(&step.y)?, &step.y)?;
    let places = [table.place(&step.longitude)?, table.place(&step.latitude)?];
    let new = || Decimal128Builder::new().with_data_type(DataType::Decimal128(18, 7));
    let mut outs = [new(), new()];
    let report = reports.of(&step.longitude);
    for (row, line) in table.lines.iter().enumerate() {
        let (Some(x), Some(y)) = (x[row], y[row]) else {
            report.nulls += 1;
            outs.iter_mut().for_each(Decimal128Builder::append_null);
            continue;
        };
        if let Some((lon, lat)) = degrees(crs, x, y) {
            report.kept += 1;
            report.told.projected += 1;
            outs[0].append_value(columns::fixed(lon, DEGREE_SCALE));
            outs[1].append_value(columns::fixed(lat, DEGREE_SCALE));
        } else {
            report.reject(*line, &format!("{x} {y}"), Why::OffTheGlobe);
            outs.iter_mut().for_each(Decimal128Builder::append_null);
        }
    }
    for ((place, mut out), kind) in places.into_iter().zip(outs).zip(["longitude", "latitude"]) {
        let array: ArrayRef = Arc::new(out.finish());
        let field = &table.columns[place].0;
        let mut metadata = field.metadata().clone();
        metadata.insert("tabular.type".to_owned(), kind.to_owned());
        let field =
            Field::new(field.name(), array.data_type().clone(), true).with_metadata(metadata);
        table.columns[place] = (field, array);
    }
    Ok(table)
}

fn split(step: &Split, mut table: Table, reports: &mut Reports<'_>) -> Result<Table, String> {
    if step.scale > 18 {
        return Err("a range has at most 18 digits behind the mark".to_owned());
    }
    let cells = texts(table.array(&step.column)?, &step.column)?;
    let end = |text: &str| {
        let exact = number::exact(text, step.decimal, None)?;
        number::rescale(exact, 18, step.scale)
    };
    let scale = i8::try_from(step.scale).expect("at most 18");
    let new = || Decimal128Builder::new().with_data_type(DataType::Decimal128(18, scale));
    let mut outs = [new(), new()];
    let report = reports.of(&step.low);
    for (text, line) in cells.iter().zip(&table.lines) {
        let Some(text) = text else {
            report.nulls += 1;
            outs.iter_mut().for_each(Decimal128Builder::append_null);
            continue;
        };
        let ends = shape::range(text)
            .filter(|(_, _, unit)| unit.is_empty() || step.unit.as_deref() == Some(unit))
            .and_then(|(low, high, _)| Some((end(low)?, end(high)?)));
        if let Some((low, high)) = ends {
            report.kept += 1;
            outs[0].append_value(low);
            outs[1].append_value(high);
        } else {
            report.reject(*line, text, Why::NotARange);
            outs.iter_mut().for_each(Decimal128Builder::append_null);
        }
    }
    let at = table.place(&step.column)?;
    if !step.keep {
        table.columns.remove(at);
    }
    let at = if step.keep { at + 1 } else { at };
    let [mut low, mut high] = outs;
    table.add(
        at,
        &step.low,
        "decimal",
        step.unit.as_ref(),
        Arc::new(low.finish()),
    )?;
    table.add(
        at + 1,
        &step.high,
        "decimal",
        step.unit.as_ref(),
        Arc::new(high.finish()),
    )?;
    Ok(table)
}
