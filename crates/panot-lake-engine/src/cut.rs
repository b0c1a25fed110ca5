// SPDX-License-Identifier: AGPL-3.0-or-later

//! Moments cut to the beginning of their year, month, day or hour, for charts over time.
//!
//! DataFusion's own `date_trunc` makes a calendar date of every row and back, and putting the zone
//! back afterwards looks into a database of zones for every row: nine tenths of a mean by month. It
//! also refuses what lies before 1678, which is where a city's archive begins to be interesting. All
//! our moments are UTC, so the calendar is arithmetic, and rows that lie near each other share it.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef, Date32Array, TimestampMicrosecondArray};
use arrow_schema::{DataType, FieldRef, TimeUnit};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};
use datafusion::prelude::cast;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;
/// Days from 1 March of the year 0 to 1970, and days of four hundred years.
const DAYS_TO_1970: i64 = 719_468;
const DAYS_OF_400_YEARS: i64 = 146_097;

/// To the beginning of what a moment is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    Year,
    Month,
    Day,
    Hour,
}

impl Unit {
    /// `year`, `month`, `day` or `hour`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "year" => Self::Year,
            "month" => Self::Month,
            "day" => Self::Day,
            "hour" => Self::Hour,
            _ => return None,
        })
    }

    /// The unit that holds a moment: from when, and until before when, in microseconds since 1970.
    /// What lies beyond 64 bits is the last that does not.
    fn around(self, moment: i64) -> (i64, i64) {
        if self == Self::Hour {
            let from = moment.saturating_sub(moment.rem_euclid(HOUR));
            return (from, from.saturating_add(HOUR));
        }
        let (from, until) = self.around_day(moment.div_euclid(DAY));
        (from.saturating_mul(DAY), until.saturating_mul(DAY))
    }

    /// The same by a clock of the world: a day there may have 23 or 25 hours. `None` for hours, which
    /// are those of UTC, and for years that no calendar of ours knows.
    fn around_by(self, clock: &TimeZone, moment: i64) -> Option<(i64, i64)> {
        let day = clock
            .to_datetime(Timestamp::from_microsecond(moment).ok()?)
            .date();
        let (from, span) = match self {
            Self::Hour => return None,
            Self::Day => (day, 1.day()),
            Self::Month => (day.first_of_month(), 1.month()),
            Self::Year => (day.first_of_year(), 1.year()),
        };
        let at = |day: Date| {
            Some(
                clock
                    .to_timestamp(day.at(0, 0, 0, 0))
                    .ok()?
                    .as_microsecond(),
            )
        };
        Some((at(from)?, at(from.checked_add(span).ok()?)?))
    }

    /// The same in days since 1970.
    fn around_day(self, day: i64) -> (i64, i64) {
        match self {
            Self::Hour | Self::Day => (day, day + 1),
            Self::Month => {
                let (year, month) = month_of(day);
                (first_of(year, month), first_of(year, month + 1))
            }
            Self::Year => {
                let (year, _) = month_of(day);
                (first_of(year, 1), first_of(year + 1, 1))
            }
        }
    }
}

/// Year and month (from 1) of a day since 1970. Counted in years that begin in March, so that the
/// day that leap years add comes last.
fn month_of(day: i64) -> (i64, i64) {
    let day = day + DAYS_TO_1970;
    let era = day.div_euclid(DAYS_OF_400_YEARS);
    let day = day.rem_euclid(DAYS_OF_400_YEARS);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    (year + 400 * era + i64::from(month <= 2), month)
}

/// The first day of a month, in days since 1970. The month after December is the 13th.
fn first_of(year: i64, month: i64) -> i64 {
    let (year, month) = (year + (month - 1) / 12, (month - 1) % 12 + 1);
    let (year, from_march) = if month <= 2 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * from_march + 2) / 5;
    era * DAYS_OF_400_YEARS + 365 * year + year / 4 - year / 100 + of_year - DAYS_TO_1970
}

/// A column of days or moments (`kind`), cut by the clock of `zone`, else by UTC; of the same type.
pub fn cut(unit: Unit, zone: Option<&str>, cell: Expr, kind: &DataType) -> Expr {
    let function = ScalarUDF::from(Cut {
        unit,
        zone: zone.map(str::to_owned),
        signature: Signature::any(1, Volatility::Immutable),
    });
    match kind {
        DataType::Date32 | DataType::Timestamp(TimeUnit::Microsecond, _) => {
            function.call(vec![cell])
        }
        kind => {
            let micros = DataType::Timestamp(TimeUnit::Microsecond, None);
            cast(function.call(vec![cast(cell, micros)]), kind.clone())
        }
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Cut {
    unit: Unit,
    zone: Option<String>,
    signature: Signature,
}

impl ScalarUDFImpl for Cut {
    fn name(&self) -> &str {
        match self.unit {
            Unit::Year => "cut_to_year",
            Unit::Month => "cut_to_month",
            Unit::Day => "cut_to_day",
            Unit::Hour => "cut_to_hour",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, kinds: &[DataType]) -> Result<DataType> {
        Ok(kinds[0].clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let cells = args.args[0].to_array(args.number_rows)?;
        cut_cells(self.unit, self.zone.as_deref(), &cells).map(ColumnarValue::Array)
    }
}

/// `date_trunc` of questions: [`cut`] where the moments are ours, the engine's own function elsewhere.
pub fn date_trunc(own: Arc<ScalarUDF>) -> ScalarUDF {
    ScalarUDF::from(DateTrunc { own })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct DateTrunc {
    own: Arc<ScalarUDF>,
}

impl ScalarUDFImpl for DateTrunc {
    fn name(&self) -> &str {
        self.own.name()
    }

    fn signature(&self) -> &Signature {
        self.own.signature()
    }

    fn return_type(&self, kinds: &[DataType]) -> Result<DataType> {
        self.own.return_type(kinds)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        self.own.return_field_from_args(args)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let unit = match &args.args[0] {
            ColumnarValue::Scalar(text) => text.try_as_str().flatten(),
            ColumnarValue::Array(_) => None,
        };
        let unit = unit.and_then(|name| Unit::named(&name.to_lowercase()));
        let ours = match &args.args[1] {
            ColumnarValue::Array(cells) => match cells.data_type() {
                DataType::Timestamp(TimeUnit::Microsecond, None) => true,
                DataType::Timestamp(TimeUnit::Microsecond, Some(zone)) => zone.as_ref() == "UTC",
                _ => false,
            },
            ColumnarValue::Scalar(_) => false,
        };
        match (unit, &args.args[1]) {
            (Some(unit), ColumnarValue::Array(cells)) if ours => {
                cut_cells(unit, None, cells).map(ColumnarValue::Array)
            }
            _ => self.own.invoke_with_args(args),
        }
    }
}

fn cut_cells(unit: Unit, zone: Option<&str>, cells: &ArrayRef) -> Result<ArrayRef> {
    Ok(match cells.data_type() {
        DataType::Date32 => {
            let cells = cells.as_primitive::<Date32Type>();
            let day = |day: &i32| {
                let (from, _) = unit.around_day(i64::from(*day));
                i32::try_from(from).unwrap_or(i32::MIN)
            };
            let days = cells.values().iter().map(day).collect();
            Arc::new(Date32Array::new(days, cells.nulls().cloned()))
        }
        DataType::Timestamp(TimeUnit::Microsecond, shown) => {
            let cells = cells.as_primitive::<TimestampMicrosecondType>();
            let clock = zone.map(TimeZone::get).transpose();
            let clock = clock.map_err(|error| DataFusionError::Plan(error.to_string()))?;
            // The unit of the row before: most rows lie in it too.
            let (mut from, mut until) = (0, 0);
            let moments = cells.values().iter().map(|moment| {
                if !(from..until).contains(moment) {
                    let here = clock
                        .as_ref()
                        .and_then(|clock| unit.around_by(clock, *moment));
                    (from, until) = here.unwrap_or_else(|| unit.around(*moment));
                }
                from
            });
            let moments = moments.collect();
            let cut = TimestampMicrosecondArray::new(moments, cells.nulls().cloned());
            Arc::new(cut.with_timezone_opt(shown.clone()))
        }
        other => {
            let what = format!("{other} is no time that is cut");
            return Err(DataFusionError::Plan(what));
        }
    })
}

#[cfg(test)]
mod tests {
    use arrow_array::RecordBatch;
    use datafusion::functions::expr_fn::date_trunc;
    use datafusion::logical_expr::lit;
    use datafusion::prelude::{SessionContext, col};
    use proptest::prelude::*;

    use super::*;

    const UNITS: [&str; 4] = ["year", "month", "day", "hour"];

    /// Both answers to the same cells, as numbers.
    fn both(cells: &ArrayRef) -> Vec<(ArrayRef, ArrayRef)> {
        let kind = cells.data_type().clone();
        let local = DataType::Timestamp(TimeUnit::Microsecond, None);
        let ask = UNITS.iter().flat_map(|name| {
            let unit = Unit::named(name).expect("one of four");
            let theirs = date_trunc(lit(*name), cast(col("at"), local.clone()));
            [
                cut(unit, None, col("at"), &kind).alias(format!("our {name}")),
                cast(theirs, kind.clone()).alias(format!("their {name}")),
            ]
        });
        let batch = RecordBatch::try_from_iter_with_nullable([("at", cells.clone(), true)]);
        let rows = SessionContext::new()
            .read_batch(batch.expect("one column"))
            .and_then(|rows| rows.select(ask.collect::<Vec<_>>()))
            .expect("a plan");
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let batches = runtime.expect("a runtime").block_on(rows.collect());
        let batch = &batches.expect("an answer")[0];
        let column = |at: usize| batch.column(at).clone();
        (0..UNITS.len())
            .map(|unit| (column(2 * unit), column(2 * unit + 1)))
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// As DataFusion's own function in the years that it knows, 1678 to 2261.
        #[test]
        fn a_moment_is_cut_as_the_engine_cuts_it(
            far in prop::collection::vec(prop::option::of(-9_200_000_000_000_000..9_200_000_000_000_000_i64), 50),
            near in prop::collection::vec(-40_000_000..40_000_000_i64, 50),
            zoned: bool,
        ) {
            // Near ones are seconds around a turn of the century, where units begin and end.
            let near = near.into_iter().map(|second| Some(951_782_400_000_000 + second * 1_000_000));
            let cells: TimestampMicrosecondArray = far.into_iter().chain(near).collect();
            let cells = if zoned { cells.with_timezone("UTC") } else { cells };
            let cells: ArrayRef = Arc::new(cells);
            for (ours, theirs) in both(&cells) {
                prop_assert_eq!(ours.data_type(), cells.data_type());
                prop_assert_eq!(&ours, &theirs);
            }
        }

        #[test]
        fn a_day_is_cut_as_the_engine_cuts_it(
            days in prop::collection::vec(prop::option::of(-106_000..106_000_i32), 100),
        ) {
            let cells: ArrayRef = Arc::new(days.into_iter().collect::<Date32Array>());
            for (ours, theirs) in both(&cells) {
                prop_assert_eq!(ours.data_type(), &DataType::Date32);
                prop_assert_eq!(&ours, &theirs);
            }
        }
    }

    proptest! {
        /// The calendar repeats every four hundred years, so what holds for those that DataFusion
        /// knows holds for all.
        #[test]
        fn four_hundred_years_later_the_calendar_is_the_same(day in -100_000_000..100_000_000_i64) {
            for unit in UNITS.iter().filter_map(|name| Unit::named(name)) {
                let (from, until) = unit.around_day(day);
                prop_assert!((from..until).contains(&day));
                let later = unit.around_day(day + DAYS_OF_400_YEARS);
                prop_assert_eq!(later, (from + DAYS_OF_400_YEARS, until + DAYS_OF_400_YEARS));
            }
        }
    }

    #[test]
    fn by_a_clock_of_the_world_days_have_23_24_and_25_hours() {
        let clock = TimeZone::get("Europe/Madrid").expect("in the database");
        let micros = |text: &str| {
            text.parse::<Timestamp>()
                .expect("a moment")
                .as_microsecond()
        };
        for (unit, moment, from, until) in [
            (
                Unit::Month,
                "2023-12-31T23:00:00Z",
                "2023-12-31T23:00:00Z",
                "2024-01-31T23:00:00Z",
            ),
            (
                Unit::Month,
                "2024-03-31T21:59:59Z",
                "2024-02-29T23:00:00Z",
                "2024-03-31T22:00:00Z",
            ),
            (
                Unit::Day,
                "2024-03-31T12:00:00Z",
                "2024-03-30T23:00:00Z",
                "2024-03-31T22:00:00Z",
            ),
            (
                Unit::Day,
                "2024-10-27T12:00:00Z",
                "2024-10-26T22:00:00Z",
                "2024-10-27T23:00:00Z",
            ),
            (
                Unit::Year,
                "2024-12-31T23:30:00Z",
                "2024-12-31T23:00:00Z",
                "2025-12-31T23:00:00Z",
            ),
        ] {
            let got = unit.around_by(&clock, micros(moment));
            assert_eq!(
                got,
                Some((micros(from), micros(until))),
                "{unit:?} {moment}"
            );
        }
        assert_eq!(
            Unit::Day.around_by(&clock, i64::MAX),
            None,
            "no calendar knows it"
        );
    }

    #[test]
    fn the_first_and_the_last_moment_are_cut_too() {
        for unit in UNITS.iter().filter_map(|name| Unit::named(name)) {
            for moment in [i64::MIN, -1, 0, 1, i64::MAX] {
                let (from, until) = unit.around(moment);
                assert!(
                    from <= moment && moment <= until,
                    "{unit:?} {moment}: {from} {until}"
                );
            }
        }
    }
}
