// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the columns of a version look like, found in one scan; a second one reads again the columns
//! with too many different values, for their distribution.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, Decimal128Array, Float64Array, Int64Array, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, FieldRef};
use foldhash::fast::RandomState;
use futures::TryStreamExt;
use panot_lake::{Ask, ColumnProfile, Error, Profile, Snapshot, SummaryBucket};

use crate::canonical;
use crate::engine::Shared;
use crate::rows::stream;
use crate::sort::broken;

/// Different values counted in one column, in all columns together, and in bytes of text per column.
/// Beyond any of them the column's `distinct` and `top` are not known.
const DISTINCT_MAX: usize = 100_000;
const DISTINCT_ALL_MAX: usize = 2_000_000;
const TEXT_MAX: usize = 16 << 20;

/// Steps of a distribution.
const STEPS: usize = 20;
/// Most frequent values.
const TOP: usize = 10;

/// Reads every row of a version.
pub async fn profile(shared: &Shared, snapshot: &Snapshot) -> Result<Profile, Error> {
    let columns = snapshot.schema.fields().len().max(1);
    let bound = (DISTINCT_ALL_MAX / columns).clamp(100, DISTINCT_MAX);
    let mut tallies: Vec<Tally> = snapshot
        .schema
        .fields()
        .iter()
        .map(|field| Tally::new(field, bound))
        .collect();
    scan(shared, snapshot, None, |batch| {
        tallies
            .iter_mut()
            .zip(batch.columns())
            .try_for_each(|(tally, cells)| tally.add(cells))
    })
    .await?;
    let again: Vec<usize> = (0..tallies.len())
        .filter(|column| tallies[*column].wants_another_scan())
        .collect();
    if !again.is_empty() {
        let names = again
            .iter()
            .map(|column| snapshot.schema.field(*column).name().clone());
        scan(shared, snapshot, Some(names.collect()), |batch| {
            again
                .iter()
                .zip(batch.columns())
                .try_for_each(|(column, cells)| tallies[*column].distribute(cells))
        })
        .await?;
    }
    let columns = tallies
        .into_iter()
        .map(Tally::finish)
        .collect::<Result<_, _>>();
    Ok(Profile {
        rows: snapshot.rows(),
        columns: columns.map_err(broken)?,
    })
}

async fn scan(
    shared: &Shared,
    snapshot: &Snapshot,
    columns: Option<Vec<String>>,
    mut each: impl FnMut(&RecordBatch) -> Result<(), ArrowError>,
) -> Result<(), Error> {
    let ask = Ask {
        columns,
        ..Ask::default()
    };
    let mut batches = stream(shared, snapshot, &ask).await?;
    while let Some(batch) = batches.try_next().await? {
        each(&batch).map_err(broken)?;
    }
    Ok(())
}

type Counts<K> = HashMap<K, u64, RandomState>;

/// What has been seen of a column.
struct Tally {
    field: FieldRef,
    missing: u64,
    rows: u64,
    seen: Seen,
}

/// The values of a column, by what can be done with them.
enum Seen {
    /// Whole numbers, truths, times and decimals, as the whole number that is stored.
    Whole(Numbers<i128>),
    /// Floating numbers, by the whole number that orders as they do.
    Float(Numbers<i64>),
    /// Texts.
    Text(Texts),
    /// Shapes and bytes: only whether they are there.
    Opaque,
}

struct Numbers<K> {
    counts: Option<Counts<K>>,
    bound: usize,
    range: Option<(K, K)>,
    /// Exact for whole numbers; `None` once it does not fit.
    whole_sum: Option<i128>,
    float_sum: f64,
    steps: Vec<u64>,
}

struct Texts {
    counts: Option<Counts<Box<str>>>,
    bound: usize,
    bytes: usize,
    range: Option<(String, String)>,
}

impl<K: Copy + Ord + std::hash::Hash> Numbers<K> {
    fn new(bound: usize) -> Self {
        Self {
            counts: Some(Counts::default()),
            bound,
            range: None,
            whole_sum: Some(0),
            float_sum: 0.0,
            steps: Vec::new(),
        }
    }

    fn add(&mut self, value: K) {
        self.range = Some(match self.range {
            None => (value, value),
            Some((least, most)) => (least.min(value), most.max(value)),
        });
        if let Some(counts) = &mut self.counts {
            *counts.entry(value).or_insert(0) += 1;
            if counts.len() > self.bound {
                self.counts = None;
            }
        }
    }

    /// Sorts the values counted into the steps, where every value was counted.
    fn distribute_counted(&mut self, place: impl Fn(K, (K, K)) -> usize) {
        let (Some(counts), Some(range)) = (&self.counts, self.range) else {
            return;
        };
        self.steps = vec![0; STEPS];
        for (value, rows) in counts {
            self.steps[place(*value, range)] += rows;
        }
    }

    fn distribute(&mut self, value: K, place: impl Fn(K, (K, K)) -> usize) {
        if let Some(range) = self.range {
            self.steps.resize(STEPS, 0);
            self.steps[place(value, range)] += 1;
        }
    }

    /// The most frequent values; of equally frequent ones the smaller first.
    fn top(&self) -> Vec<(K, u64)> {
        top(self
            .counts
            .iter()
            .flatten()
            .map(|(value, rows)| (*value, *rows)))
    }
}

impl Texts {
    fn add(&mut self, text: &str) {
        match &mut self.range {
            None => self.range = Some((text.to_owned(), text.to_owned())),
            Some((least, _)) if text < least.as_str() => text.clone_into(least),
            Some((_, most)) if text > most.as_str() => text.clone_into(most),
            Some(_) => {}
        }
        let Some(counts) = &mut self.counts else {
            return;
        };
        if let Some(rows) = counts.get_mut(text) {
            *rows += 1;
            return;
        }
        self.bytes += text.len();
        counts.insert(text.into(), 1);
        if counts.len() > self.bound || self.bytes > TEXT_MAX {
            self.counts = None;
        }
    }
}

fn top<K: Ord>(counts: impl Iterator<Item = (K, u64)>) -> Vec<(K, u64)> {
    let mut all: Vec<(K, u64)> = counts.collect();
    all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.truncate(TOP);
    all
}

/// The step of `value` between the ends of its range.
fn whole_step(value: i128, (least, most): (i128, i128)) -> usize {
    let span = most.abs_diff(least);
    let (from, span) = (value.abs_diff(least), span.max(1));
    // Scaled down together, so that the product fits.
    let shift = (u128::BITS - span.leading_zeros()).saturating_sub(120);
    let step = (from >> shift) * 20 / (span >> shift).max(1);
    usize::try_from(step).unwrap_or(STEPS).min(STEPS - 1)
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share between 0 and 20; the cast saturates and not-a-number becomes 0"
)]
fn float_step(value: i64, (least, most): (i64, i64)) -> usize {
    let (value, least, most) = (unorder(value), unorder(least), unorder(most));
    let share = (value - least) / (most - least) * 20.0;
    (share as usize).min(STEPS - 1)
}

/// The whole number that orders as the floating number does, and back.
fn ordered(value: f64) -> i64 {
    let bits = value.to_bits().cast_signed();
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

fn unorder(key: i64) -> f64 {
    f64::from_bits((key ^ ((key >> 63).cast_unsigned() >> 1).cast_signed()).cast_unsigned())
}

impl Tally {
    fn new(field: &FieldRef, bound: usize) -> Self {
        let seen = match field.data_type() {
            DataType::Utf8 => Seen::Text(Texts {
                counts: Some(Counts::default()),
                bound,
                bytes: 0,
                range: None,
            }),
            DataType::Binary => Seen::Opaque,
            DataType::Float32 | DataType::Float64 => Seen::Float(Numbers::new(bound)),
            _ => Seen::Whole(Numbers::new(bound)),
        };
        Self {
            field: field.clone(),
            missing: 0,
            rows: 0,
            seen,
        }
    }

    fn add(&mut self, cells: &ArrayRef) -> Result<(), ArrowError> {
        self.missing += u64::try_from(cells.null_count()).unwrap_or(u64::MAX);
        self.rows += u64::try_from(cells.len()).unwrap_or(u64::MAX);
        match &mut self.seen {
            Seen::Whole(numbers) => {
                for value in wholes(cells)?.into_iter().flatten() {
                    numbers.whole_sum = numbers.whole_sum.and_then(|sum| sum.checked_add(value));
                    numbers.add(value);
                }
            }
            Seen::Float(numbers) => {
                for value in floats(cells)?.into_iter().flatten() {
                    numbers.float_sum += value;
                    numbers.add(ordered(value));
                }
            }
            Seen::Text(texts) => {
                cells
                    .as_string::<i32>()
                    .iter()
                    .flatten()
                    .for_each(|text| texts.add(text));
            }
            Seen::Opaque => {}
        }
        Ok(())
    }

    fn wants_another_scan(&self) -> bool {
        match &self.seen {
            Seen::Whole(numbers) => numbers.counts.is_none(),
            Seen::Float(numbers) => numbers.counts.is_none(),
            Seen::Text(_) | Seen::Opaque => false,
        }
    }

    fn distribute(&mut self, cells: &ArrayRef) -> Result<(), ArrowError> {
        match &mut self.seen {
            Seen::Whole(numbers) => {
                for value in wholes(cells)?.into_iter().flatten() {
                    numbers.distribute(value, whole_step);
                }
            }
            Seen::Float(numbers) => {
                for value in floats(cells)?.into_iter().flatten() {
                    numbers.distribute(ordered(value), float_step);
                }
            }
            Seen::Text(_) | Seen::Opaque => {}
        }
        Ok(())
    }

    fn finish(self) -> Result<ColumnProfile, ArrowError> {
        let there = self.rows - self.missing;
        let mut profile = ColumnProfile {
            name: self.field.name().clone(),
            missing: self.missing,
            distinct: None,
            min: None,
            max: None,
            mean: None,
            top: Vec::new(),
            histogram: Vec::new(),
        };
        let distinct = |count: usize| u64::try_from(count).ok();
        match self.seen {
            Seen::Whole(mut numbers) => {
                numbers.distribute_counted(whole_step);
                let write = |values: Vec<i128>| texts_of(&self.field, &whole_array(&values)?);
                profile.distinct = numbers.counts.as_ref().and_then(|c| distinct(c.len()));
                if self.field.data_type().is_numeric() && there > 0 {
                    profile.mean = mean(numbers.whole_sum, there, self.field.data_type());
                }
                describe(&mut profile, numbers, write)?;
                if self.field.data_type() == &DataType::Boolean {
                    profile.histogram.clear();
                }
            }
            Seen::Float(mut numbers) => {
                numbers.distribute_counted(float_step);
                let write = |values: Vec<i64>| {
                    let floats = values.into_iter().map(unorder);
                    {
                        let floats: ArrayRef = Arc::new(Float64Array::from_iter_values(floats));
                        texts_of(&self.field, &floats)
                    }
                };
                profile.distinct = numbers.counts.as_ref().and_then(|c| distinct(c.len()));
                profile.mean =
                    (there > 0).then(|| numbers.float_sum / whole_float(i128::from(there)));
                describe(&mut profile, numbers, write)?;
            }
            Seen::Text(texts) => {
                profile.distinct = texts.counts.as_ref().and_then(|c| distinct(c.len()));
                let counted = texts.counts.into_iter().flatten();
                profile.top = top(counted)
                    .into_iter()
                    .map(|(text, rows)| bucket(text.into(), rows))
                    .collect();
                (profile.min, profile.max) = texts.range.unzip();
            }
            Seen::Opaque => {}
        }
        Ok(profile)
    }
}

/// Writes the range, the most frequent values and the distribution of numbers.
fn describe<K: Copy + Ord + std::hash::Hash>(
    profile: &mut ColumnProfile,
    numbers: Numbers<K>,
    write: impl Fn(Vec<K>) -> Result<Vec<String>, ArrowError>,
) -> Result<(), ArrowError> {
    if let Some((least, most)) = numbers.range {
        let mut ends = write(vec![least, most])?;
        profile.max = ends.pop();
        profile.min = ends.pop();
    }
    let (values, rows): (Vec<K>, Vec<u64>) = numbers.top().into_iter().unzip();
    let buckets = write(values)?.into_iter().zip(rows);
    profile.top = buckets.map(|(value, rows)| bucket(value, rows)).collect();
    profile.histogram = numbers.steps;
    Ok(())
}

fn bucket(value: String, rows: u64) -> SummaryBucket {
    SummaryBucket {
        value: Some(value),
        rows,
        number: None,
    }
}

fn mean(sum: Option<i128>, there: u64, kind: &DataType) -> Option<f64> {
    let scale = match kind {
        DataType::Decimal128(_, scale) => i32::from(*scale),
        _ => 0,
    };
    sum.map(|sum| whole_float(sum) / whole_float(i128::from(there)) / 10_f64.powi(scale))
}

#[expect(
    clippy::cast_precision_loss,
    clippy::as_conversions,
    reason = "a mean, for drawing"
)]
fn whole_float(value: i128) -> f64 {
    value as f64
}

/// The cells as the whole numbers that are stored.
fn wholes(cells: &ArrayRef) -> Result<Vec<Option<i128>>, ArrowError> {
    if let DataType::Decimal128(..) = cells.data_type() {
        return Ok(cells.as_primitive::<Decimal128Type>().iter().collect());
    }
    let whole = arrow::compute::cast(cells, &DataType::Int64)?;
    let whole = whole.as_primitive::<Int64Type>();
    Ok(whole.iter().map(|value| value.map(i128::from)).collect())
}

fn floats(cells: &ArrayRef) -> Result<Vec<Option<f64>>, ArrowError> {
    let floats = arrow::compute::cast(cells, &DataType::Float64)?;
    Ok(floats.as_primitive::<Float64Type>().iter().collect())
}

fn whole_array(values: &[i128]) -> Result<ArrayRef, ArrowError> {
    let array = Decimal128Array::from_iter_values(values.iter().copied());
    Ok(Arc::new(array.with_precision_and_scale(38, 0)?))
}

/// Stored numbers as the column writes them.
fn texts_of(field: &Field, stored: &ArrayRef) -> Result<Vec<String>, ArrowError> {
    let cells: ArrayRef = match (
        field.data_type(),
        stored.as_primitive_opt::<Decimal128Type>(),
    ) {
        (DataType::Decimal128(precision, scale), Some(whole)) => {
            Arc::new(whole.clone().with_precision_and_scale(*precision, *scale)?)
        }
        (kind, Some(whole)) => {
            let narrow = |value: i128| i64::try_from(value).expect("it was read as 64 bits");
            let whole = Int64Array::from_iter_values(whole.values().iter().copied().map(narrow));
            let whole: ArrayRef = Arc::new(whole);
            // Days and small numbers are 32 bits wide, and dates are only made from those.
            let whole = match kind {
                DataType::Date32 => arrow::compute::cast(&whole, &DataType::Int32)?,
                _ => whole,
            };
            arrow::compute::cast(&whole, kind)?
        }
        (kind, None) => arrow::compute::cast(stored, kind)?,
    };
    Ok(canonical::texts(&cells)?.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_a_range_fall_into_the_first_and_the_last_step() {
        assert_eq!(whole_step(5, (5, 5)), 0);
        assert_eq!(whole_step(0, (0, 100)), 0);
        assert_eq!(whole_step(99, (0, 100)), 19);
        assert_eq!(whole_step(100, (0, 100)), 19);
        assert_eq!(whole_step(i128::MAX, (i128::MIN, i128::MAX)), 19);
        assert_eq!(float_step(ordered(0.5), (ordered(-1.0), ordered(2.0))), 10);
    }

    #[test]
    fn floating_numbers_order_as_their_keys() {
        let rising = [
            f64::NEG_INFINITY,
            -2.5,
            -0.0,
            0.0,
            1e-300,
            7.25,
            f64::INFINITY,
        ];
        assert!(rising.map(ordered).is_sorted());
        assert!(
            rising
                .iter()
                .all(|value| unorder(ordered(*value)).to_bits() == value.to_bits())
        );
    }
}
