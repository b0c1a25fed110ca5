// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the field of one column means, by what the column holds.

use arrow_schema::{DataType, Field, TimeUnit};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use panot_lake::{Filter, Operator};

use crate::kind::Kind;

/// The signs that may stand before a value. Longer ones first, so that `>=` is not read as `>` of
/// `=…`.
const SIGNS: [(&str, Operator); 6] = [
    ("!=", Operator::Ne),
    (">=", Operator::Ge),
    ("<=", Operator::Le),
    (">", Operator::Gt),
    ("<", Operator::Lt),
    ("=", Operator::Eq),
];

/// The sign of a condition on an ordered column with the spaces around it, its value, and the end of
/// a range.
pub(super) fn parts(written: &str) -> (&str, &str, Option<&str>) {
    let sign = SIGNS
        .iter()
        .find(|(sign, _)| written.starts_with(sign))
        .map_or(0, |(sign, _)| sign.len());
    let value = written[sign..].trim_start();
    let sign_end = written.len() - value.len();
    match value.split_once("..") {
        Some((from, to)) if sign == 0 => ("", from.trim(), Some(to.trim())),
        _ => (&written[..sign_end], value.trim_end(), None),
    }
}

/// The conditions that `written` means for the cells of `field`. Numbers have a decimal point. Days and times without an offset
/// are those of `zone` where the column knows moments of the whole world.
pub(super) fn conditions(field: &Field, written: &str, zone: &TimeZone) -> Vec<Filter> {
    let kind = Kind::of(field);
    let filter = |operator, value: String| Filter {
        column: field.name().clone(),
        operator,
        value,
    };
    let compared = |operator, text: &str| {
        if kind == Kind::Moment {
            Point::read(field, text, zone)
                .compared(operator)
                .into_iter()
                .map(|(operator, value)| filter(operator, value))
                .collect()
        } else {
            vec![filter(operator, canonical(kind, text))]
        }
    };
    for (sign, operator) in SIGNS {
        let Some(value) = written.strip_prefix(sign) else {
            continue;
        };
        return match (operator, value.trim()) {
            (Operator::Eq, "") => vec![filter(Operator::Empty, String::new())],
            (Operator::Ne, "") => vec![filter(Operator::Present, String::new())],
            (operator, value) => compared(operator, value),
        };
    }
    if kind.is_ordered()
        && let Some((from, to)) = written.split_once("..")
    {
        let mut both = Vec::new();
        for (text, operator) in [(from.trim(), Operator::Ge), (to.trim(), Operator::Le)] {
            if !text.is_empty() {
                both.extend(compared(operator, text));
            }
        }
        return both;
    }
    if kind == Kind::Text || kind == Kind::Other {
        return vec![filter(Operator::Contains, written.trim().to_owned())];
    }
    compared(Operator::Eq, written.trim())
}

/// What somebody names on a column of moments.
enum Point {
    /// A day: its first moment, and the first of the next.
    Day(String, String),
    /// A moment; or what cannot be read, which the lake says.
    Moment(String),
    /// A time that the clock shows twice, in the night in which it is put back.
    Twice {
        earlier: String,
        /// The next moment after the earlier one that a cell can hold.
        after_earlier: String,
        later: String,
    },
    /// A time that the clock skips: the moment at which it jumps.
    Skipped(String),
}

impl Point {
    fn read(field: &Field, text: &str, zone: &TimeZone) -> Self {
        let zone = match field.data_type() {
            DataType::Timestamp(unit, Some(_)) => Some((zone, *unit)),
            _ => None,
        };
        let (day, time) = match text.split_once([' ', 'T']) {
            Some((day, time)) => (day, Some(time.trim_start())),
            None => (text, None),
        };
        let day = iso_day(day).unwrap_or_else(|| day.to_owned());
        match time {
            None => Self::day(&day, zone.map(|(zone, _)| zone)).unwrap_or(Self::Moment(day)),
            Some(time) => Self::moment(&format!("{day}T{time}"), zone)
                .unwrap_or_else(|| Self::Moment(text.to_owned())),
        }
    }

    fn day(text: &str, zone: Option<&TimeZone>) -> Option<Self> {
        // `2026-12` and `20261231` are read by the parser too, and are no days as people write them.
        let day: Date = (text.len() == "2026-12-31".len())
            .then(|| text.parse().ok())
            .flatten()?;
        let first = |day: Date| {
            Some(match zone {
                None => format!("{day}T00:00:00"),
                // Where the clock skips midnight, the day begins after it.
                Some(zone) => zone
                    .to_timestamp(day.to_datetime(Time::midnight()))
                    .ok()?
                    .to_string(),
            })
        };
        Some(Self::Day(first(day)?, first(day.tomorrow().ok()?)?))
    }

    fn moment(text: &str, zone: Option<(&TimeZone, TimeUnit)>) -> Option<Self> {
        // With an offset, it is a moment of the whole world already.
        if text.parse::<Timestamp>().is_ok() {
            return Some(Self::Moment(text.to_owned()));
        }
        let clock: DateTime = text.parse().ok()?;
        let Some((zone, unit)) = zone else {
            return Some(Self::Moment(clock.to_string()));
        };
        Some(match zone.to_ambiguous_timestamp(clock).offset() {
            AmbiguousOffset::Unambiguous { offset } => {
                Self::Moment(offset.to_timestamp(clock).ok()?.to_string())
            }
            AmbiguousOffset::Fold { before, after } => {
                let earlier = before.to_timestamp(clock).ok()?;
                Self::Twice {
                    earlier: earlier.to_string(),
                    after_earlier: earlier.checked_add(least(unit)).ok()?.to_string(),
                    later: after.to_timestamp(clock).ok()?.to_string(),
                }
            }
            AmbiguousOffset::Gap { after, .. } => {
                // By the offset that begins with the jump, the time would lie before the jump.
                let mut jumps = zone.following(after.to_timestamp(clock).ok()?);
                Self::Skipped(jumps.next()?.timestamp().to_string())
            }
        })
    }

    /// How cells compare with it, as conditions that all hold. A day is all of it, and a time that
    /// the clock shows twice is both.
    fn compared(self, operator: Operator) -> Vec<(Operator, String)> {
        use Operator::{Eq, Ge, Gt, Le, Lt, Ne, Outside};
        match (self, operator) {
            (Self::Moment(moment), _) => vec![(operator, moment)],
            (Self::Day(first, _), Ge | Lt) => vec![(operator, first)],
            (Self::Day(_, next), Gt) => vec![(Ge, next)],
            (Self::Day(_, next), Le) => vec![(Lt, next)],
            (Self::Day(first, next), Ne) => vec![(Outside, format!("{first}/{next}"))],
            (Self::Day(first, next), _) => vec![(Ge, first), (Lt, next)],
            (Self::Twice { earlier, .. }, Ge | Lt) => vec![(operator, earlier)],
            (Self::Twice { later, .. }, Gt | Le) => vec![(operator, later)],
            (Self::Twice { earlier, later, .. }, Ne) => vec![(Ne, earlier), (Ne, later)],
            (
                Self::Twice {
                    earlier,
                    after_earlier,
                    later,
                },
                _,
            ) => {
                let between = format!("{after_earlier}/{later}");
                vec![(Ge, earlier), (Outside, between), (Le, later)]
            }
            // What is at the jump is after the time that was skipped.
            (Self::Skipped(jump), Ge | Gt) => vec![(Ge, jump)],
            (Self::Skipped(jump), Le | Lt) => vec![(Lt, jump)],
            // No cell is at that time: none is found, or all that say a time.
            (Self::Skipped(jump), Eq) => vec![(Ge, jump.clone()), (Lt, jump)],
            (Self::Skipped(jump), _) => vec![(Outside, format!("{jump}/{jump}"))],
        }
    }
}

/// The least that two moments of a column differ by.
fn least(unit: TimeUnit) -> SignedDuration {
    match unit {
        TimeUnit::Second => SignedDuration::from_secs(1),
        TimeUnit::Millisecond => SignedDuration::from_millis(1),
        TimeUnit::Microsecond => SignedDuration::from_micros(1),
        TimeUnit::Nanosecond => SignedDuration::from_nanos(1),
    }
}

/// A value as the lake reads it, from what people write. What is not understood goes through
/// unchanged: the lake then says what is wrong with it.
fn canonical(kind: Kind, value: &str) -> String {
    if kind.is_time() {
        return iso_day(value).unwrap_or_else(|| value.to_owned());
    }
    if kind == Kind::Boolean {
        return match value.to_lowercase().as_str() {
            "sí" | "si" | "yes" | "cert" | "verdadero" | "1" => "true".to_owned(),
            "no" | "fals" | "falso" | "0" => "false".to_owned(),
            other => other.to_owned(),
        };
    }
    value.to_owned()
}

/// `31/12/2026` → `2026-12-31`. Day first, as everywhere in these pages.
fn iso_day(value: &str) -> Option<String> {
    let mut parts = value.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let whole = parts.next().is_none()
        && digits(day, 2)
        && digits(month, 2)
        && year.len() == 4
        && digits(year, 4);
    whole.then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn field(column: &str) -> Field {
        let moment =
            |zone: Option<&str>| DataType::Timestamp(TimeUnit::Microsecond, zone.map(Into::into));
        match column {
            "codi" => Field::new(column, DataType::Utf8, true).with_metadata(HashMap::from([(
                "tabular.type".to_owned(),
                "code".to_owned(),
            )])),
            "no2" => Field::new(column, DataType::Decimal128(6, 2), true),
            "dia" => Field::new(column, DataType::Date32, true),
            "valid" => Field::new(column, DataType::Boolean, true),
            "moment" => Field::new(column, moment(None), true),
            "instant" => Field::new(column, moment(Some("UTC")), true),
            _ => Field::new(column, DataType::Utf8, true),
        }
    }

    /// What is meant in a city whose clock goes by Madrid.
    fn conditions(column: &str, written: &str) -> Vec<(Operator, String)> {
        let zone = TimeZone::get("Europe/Madrid").expect("in the database");
        super::conditions(&field(column), written, &zone)
            .into_iter()
            .map(|filter| (filter.operator, filter.value))
            .collect()
    }

    #[test]
    fn plain_words_are_contained_in_text_and_equal_to_everything_else() {
        assert_eq!(
            conditions("barri", "Gràcia"),
            [(Operator::Contains, "Gràcia".into())]
        );
        assert_eq!(conditions("codi", "079"), [(Operator::Eq, "079".into())]);
        assert_eq!(conditions("no2", "40"), [(Operator::Eq, "40".into())]);
    }

    #[test]
    fn signs_compare_and_a_sign_alone_asks_for_emptiness() {
        assert_eq!(conditions("no2", ">= 40"), [(Operator::Ge, "40".into())]);
        assert_eq!(conditions("no2", "<40"), [(Operator::Lt, "40".into())]);
        assert_eq!(conditions("barri", "=x"), [(Operator::Eq, "x".into())]);
        assert_eq!(conditions("barri", "=>x"), [(Operator::Eq, ">x".into())]);
        assert_eq!(
            conditions("barri", "!=el Raval"),
            [(Operator::Ne, "el Raval".into())]
        );
        assert_eq!(conditions("no2", "="), [(Operator::Empty, String::new())]);
        assert_eq!(
            conditions("no2", "!="),
            [(Operator::Present, String::new())]
        );
    }

    #[test]
    fn a_range_is_two_conditions_and_two_points_in_a_text_are_text() {
        assert_eq!(
            conditions("no2", "10..20.5"),
            [(Operator::Ge, "10".into()), (Operator::Le, "20.5".into())]
        );
        assert_eq!(
            conditions("dia", "1/2/2026.."),
            [(Operator::Ge, "2026-02-01".into())]
        );
        assert_eq!(
            conditions("barri", "a..b"),
            [(Operator::Contains, "a..b".into())]
        );
    }

    #[test]
    fn days_and_truth_are_read_as_people_write_them() {
        // Both marks: the lake refuses it with a reason.
        assert_eq!(
            conditions("no2", "1.234,5"),
            [(Operator::Eq, "1.234,5".into())]
        );
        assert_eq!(
            conditions("dia", "31/12/2026"),
            [(Operator::Eq, "2026-12-31".into())]
        );
        assert_eq!(conditions("dia", "ahir"), [(Operator::Eq, "ahir".into())]);
        assert_eq!(conditions("valid", "Sí"), [(Operator::Eq, "true".into())]);
    }

    #[test]
    fn a_day_of_moments_is_all_of_it() {
        let (ge, lt) = (Operator::Ge, Operator::Lt);
        let day = |n: u32| format!("2026-12-{n}T00:00:00");
        for (written, meant) in [
            (
                "31/12/2026",
                vec![(ge, day(31)), (lt, "2027-01-01T00:00:00".to_owned())],
            ),
            ("=2026-12-30", vec![(ge, day(30)), (lt, day(31))]),
            (
                "!= 30/12/2026",
                vec![(Operator::Outside, format!("{}/{}", day(30), day(31)))],
            ),
            (">2026-12-30", vec![(ge, day(31))]),
            (">=2026-12-30", vec![(ge, day(30))]),
            ("<=2026-12-30", vec![(lt, day(31))]),
            ("< 2026-12-30", vec![(lt, day(30))]),
            ("2026-12-10..2026-12-11", vec![(ge, day(10)), (lt, day(12))]),
            ("..2026-12-11", vec![(lt, day(12))]),
        ] {
            assert_eq!(conditions("moment", written), meant, "{written}");
        }
        for (written, operator) in [("=", Operator::Empty), ("!=", Operator::Present)] {
            assert_eq!(conditions("moment", written), [(operator, String::new())]);
        }
    }

    #[test]
    fn a_moment_is_itself_and_may_stand_beside_a_day() {
        let ten = "2026-12-30T10:00:00".to_owned();
        for (written, operator) in [
            (">=2026-12-30T10:00:00", Operator::Ge),
            ("!=2026-12-30 10:00:00", Operator::Ne),
            ("30/12/2026 10:00:00", Operator::Eq),
        ] {
            assert_eq!(conditions("moment", written), [(operator, ten.clone())]);
        }
        assert_eq!(
            conditions("moment", "2026-12-30T10:00:00..2026-12-30"),
            [
                (Operator::Ge, ten),
                (Operator::Lt, "2026-12-31T00:00:00".into())
            ]
        );
        assert_eq!(
            conditions("moment", "ahir al matí"),
            [(Operator::Eq, "ahir al matí".into())],
            "the lake says what is wrong with it"
        );
    }

    /// The days on which the clock is put forward and back have 23 and 25 hours.
    #[test]
    fn a_day_is_one_of_the_city_where_moments_are_of_the_whole_world() {
        for (written, first, next) in [
            ("2026-01-15", "2026-01-14T23:00:00Z", "2026-01-15T23:00:00Z"),
            ("2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
            ("25/10/2026", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
        ] {
            let (first, next) = (first.to_owned(), next.to_owned());
            let meant = |sign: &str| conditions("instant", &format!("{sign}{written}"));
            let within = [(Operator::Ge, first.clone()), (Operator::Lt, next.clone())];
            assert_eq!(meant(""), within);
            assert_eq!(meant("="), within);
            assert_eq!(
                meant("!="),
                [(Operator::Outside, format!("{first}/{next}"))]
            );
            assert_eq!(meant("<"), [(Operator::Lt, first.clone())]);
            assert_eq!(meant("<="), [(Operator::Lt, next.clone())]);
            assert_eq!(meant(">"), [(Operator::Ge, next)]);
            assert_eq!(meant(">="), [(Operator::Ge, first)]);
        }
    }

    #[test]
    fn a_time_is_the_citys_unless_it_says_an_offset() {
        for (written, meant) in [
            (">2026-07-01 10:00", "2026-07-01T08:00:00Z"),
            (">2026-07-01T10:00:00Z", "2026-07-01T10:00:00Z"),
            (">2026-07-01T10:00:00+09:00", "2026-07-01T10:00:00+09:00"),
        ] {
            assert_eq!(
                conditions("instant", written),
                [(Operator::Gt, meant.into())]
            );
        }
    }

    /// 02:30 comes twice in Madrid on the 25th of October 2026: at 00:30 and at 01:30 in UTC.
    #[test]
    fn a_time_that_the_clock_shows_twice_is_both() {
        let (earlier, later) = ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z");
        let between = "2026-10-25T00:30:00.000001Z/2026-10-25T01:30:00Z";
        let both = [
            (Operator::Ge, earlier.to_owned()),
            (Operator::Outside, between.to_owned()),
            (Operator::Le, later.to_owned()),
        ];
        let meant = |sign: &str| conditions("instant", &format!("{sign}2026-10-25 02:30"));
        assert_eq!(meant(""), both);
        assert_eq!(meant("="), both);
        assert_eq!(
            meant("!="),
            [
                (Operator::Ne, earlier.to_owned()),
                (Operator::Ne, later.to_owned())
            ]
        );
        assert_eq!(meant(">="), [(Operator::Ge, earlier.to_owned())]);
        assert_eq!(meant("<"), [(Operator::Lt, earlier.to_owned())]);
        assert_eq!(meant("<="), [(Operator::Le, later.to_owned())]);
        assert_eq!(meant(">"), [(Operator::Gt, later.to_owned())]);
        assert_eq!(
            conditions("instant", "25/10/2026 02:00..25/10/2026 02:30"),
            [
                (Operator::Ge, "2026-10-25T00:00:00Z".to_owned()),
                (Operator::Le, later.to_owned())
            ]
        );
        assert_eq!(
            conditions("moment", "<=2026-10-25 02:30"),
            [(Operator::Le, "2026-10-25T02:30:00".to_owned())],
            "by a clock of no zone it comes once"
        );
    }

    /// In Madrid 02:00 is 03:00 on the 29th of March 2026: at 01:00 in UTC.
    #[test]
    fn a_time_that_the_clock_skips_is_never_and_the_jump_stands_for_it() {
        let jump = "2026-03-29T01:00:00Z".to_owned();
        let meant = |sign: &str| conditions("instant", &format!("{sign}2026-03-29 02:30"));
        let never = [(Operator::Ge, jump.clone()), (Operator::Lt, jump.clone())];
        assert_eq!(meant(""), never);
        assert_eq!(meant("="), never);
        assert_eq!(meant("!="), [(Operator::Outside, format!("{jump}/{jump}"))]);
        for (sign, operator) in [
            (">", Operator::Ge),
            (">=", Operator::Ge),
            ("<", Operator::Lt),
            ("<=", Operator::Lt),
        ] {
            assert_eq!(meant(sign), [(operator, jump.clone())], "{sign}");
        }
    }
}
