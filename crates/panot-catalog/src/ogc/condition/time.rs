// SPDX-License-Identifier: AGPL-3.0-or-later

//! Days, moments and intervals.

use cql2::{Comparison, Expr, Temporal};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

use super::{Ground, Refusal, Scalar, Sql, mismatch};
use crate::ogc::queryables::Type;

/// A day.
pub fn date(text: &str) -> Result<Date, Refusal> {
    let is_day = text.len() == 10;
    let day = is_day.then(|| text.parse().ok()).flatten();
    day.ok_or_else(|| Refusal::NotAnswered(text.to_owned()))
}

/// A moment with its offset or in UTC.
pub fn moment(text: &str) -> Result<Timestamp, Refusal> {
    text.parse()
        .map_err(|_| Refusal::NotAnswered(text.to_owned()))
}

/// What a clock shows, without a zone.
fn clock(shown: DateTime) -> String {
    format!("to_timestamp_micros('{shown}')")
}

impl Ground<'_> {
    /// A moment as the cells of a column are: of the world, or what the city's clock showed.
    pub(super) fn moment(&self, moment: Timestamp, zoned: bool) -> String {
        if zoned {
            format!("to_timestamp_micros('{moment}')")
        } else {
            clock(self.zone.to_datetime(moment))
        }
    }

    /// A column of moments compared with a day, which is all of that day by the city's clock.
    pub(super) fn with_day(
        &self,
        op: Comparison,
        sql: &str,
        zoned: bool,
        day: Date,
    ) -> Option<String> {
        let begin = |day: Date| {
            let midnight = day.to_datetime(Time::midnight());
            if zoned {
                // Where the clock skips midnight, the day begins after it.
                let first = self.zone.to_timestamp(midnight).ok()?;
                Some(self.moment(first, true))
            } else {
                Some(clock(midnight))
            }
        };
        let (from, to) = (begin(day)?, begin(day.tomorrow().ok()?)?);
        Some(match op {
            Comparison::Eq => format!("({sql} >= {from} AND {sql} < {to})"),
            Comparison::Ne => format!("({sql} < {from} OR {sql} >= {to})"),
            Comparison::Lt => format!("({sql} < {from})"),
            Comparison::Le => format!("({sql} < {to})"),
            Comparison::Gt => format!("({sql} >= {to})"),
            Comparison::Ge => format!("({sql} >= {from})"),
        })
    }

    /// How the time of a column lies to a moment, a day or an interval.
    pub(super) fn temporal(&self, op: Temporal, left: &Expr, right: &Expr) -> Sql {
        let not = || Refusal::NotAnswered(op.name().to_ascii_uppercase());
        match (left, right) {
            (Expr::Property(_), _) => self.of_column(op, left, right),
            (_, Expr::Property(_)) => {
                let turned = match op {
                    Temporal::After => Temporal::Before,
                    Temporal::Before => Temporal::After,
                    Temporal::Contains => Temporal::During,
                    same @ (Temporal::Equals | Temporal::Intersects | Temporal::Disjoint) => same,
                    _ => return Err(not()),
                };
                self.of_column(turned, right, left)
            }
            _ => Err(not()),
        }
    }

    fn of_column(&self, op: Temporal, column: &Expr, time: &Expr) -> Sql {
        let Scalar::Sql(_, Type::Date | Type::Moment { .. }) = self.scalar(column)? else {
            return Err(mismatch(column, time));
        };
        let is = |how: Comparison, end: &Expr| self.compared(how, column, end);
        let (from, to) = match time {
            Expr::Interval(two) => (&two[0], &two[1]),
            instant => (instant, instant),
        };
        let within = |low: Comparison, high: Comparison| {
            let low = match from {
                Expr::Open => "TRUE".to_owned(),
                from => is(low, from)?,
            };
            let high = match to {
                Expr::Open => "TRUE".to_owned(),
                to => is(high, to)?,
            };
            Ok(format!("({low} AND {high})"))
        };
        match op {
            Temporal::After if *to == Expr::Open => Ok("FALSE".to_owned()),
            Temporal::After => is(Comparison::Gt, to),
            Temporal::Before if *from == Expr::Open => Ok("FALSE".to_owned()),
            Temporal::Before => is(Comparison::Lt, from),
            Temporal::Intersects => within(Comparison::Ge, Comparison::Le),
            Temporal::Disjoint => {
                let shared = within(Comparison::Ge, Comparison::Le)?;
                Ok(format!("(NOT {shared})"))
            }
            Temporal::During if from != to => within(Comparison::Gt, Comparison::Lt),
            Temporal::Equals if from == to => is(Comparison::Eq, from),
            _ => Err(Refusal::NotAnswered(op.name().to_ascii_uppercase())),
        }
    }
}
