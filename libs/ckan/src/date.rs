// SPDX-License-Identifier: AGPL-3.0-or-later

//! Moments as Solr writes them: `2026-03-01T00:00:00Z`, `2026-03`, `NOW-7DAYS`, `NOW/DAY`.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Unit};

/// Steps of one expression that are read.
const STEPS_MAX: usize = 8;

/// The moment that a text names; without a zone it is UTC's. Nothing where it is none.
///
/// ```
/// let now = "2026-11-25T18:30:00Z".parse().unwrap();
/// let moment = |text| ckan::date::moment(text, now).map(|moment| moment.to_string());
/// assert_eq!(moment("NOW/DAY-7DAYS").as_deref(), Some("2026-11-18T00:00:00Z"));
/// assert_eq!(moment("2026-03").as_deref(), Some("2026-03-01T00:00:00Z"));
/// assert_eq!(moment("soon"), None);
/// ```
pub fn moment(text: &str, now: Timestamp) -> Option<Timestamp> {
    if let Some(steps) = text.strip_prefix("NOW") {
        return stepped(now, steps);
    }
    // 2026-03-01T00:00:00Z-7DAYS
    if let Some((before, steps)) = text.split_once('Z')
        && !steps.is_empty()
    {
        return stepped(plain(&format!("{before}Z"))?, steps);
    }
    plain(text)
}

fn plain(text: &str) -> Option<Timestamp> {
    let utc = |at: DateTime| TimeZone::UTC.to_timestamp(at).ok();
    let day = |day: Date| utc(day.to_datetime(Time::midnight()));
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    match text.len() {
        4 => day(Date::new(text.parse().ok()?, 1, 1).ok()?),
        7 => day(format!("{text}-01").parse().ok()?),
        10 => day(text.parse().ok()?),
        _ => utc(text.parse().ok()?),
    }
}

/// `-7DAYS/DAY+1HOUR`, one step after the other.
fn stepped(from: Timestamp, steps: &str) -> Option<Timestamp> {
    let mut at = TimeZone::UTC.to_datetime(from);
    let mut rest = steps;
    for _ in 0..STEPS_MAX {
        let Some(sign) = rest.chars().next() else {
            return TimeZone::UTC.to_timestamp(at).ok();
        };
        let step = rest.strip_prefix(sign)?;
        let end = step.find(['+', '-', '/']).unwrap_or(step.len());
        let (step, left) = step.split_at(end);
        at = match sign {
            '/' => rounded(at, step)?,
            '+' => at.checked_add(span(step)?).ok()?,
            '-' => at.checked_sub(span(step)?).ok()?,
            _ => return None,
        };
        rest = left;
    }
    let whole = rest.is_empty().then_some(at)?;
    TimeZone::UTC.to_timestamp(whole).ok()
}

fn unit(name: &str) -> Option<Unit> {
    Some(match name.strip_suffix('S').unwrap_or(name) {
        "YEAR" => Unit::Year,
        "MONTH" => Unit::Month,
        "DAY" | "DATE" => Unit::Day,
        "HOUR" => Unit::Hour,
        "MINUTE" => Unit::Minute,
        "SECOND" => Unit::Second,
        "MILLI" | "MILLISECOND" => Unit::Millisecond,
        _ => return None,
    })
}

fn span(text: &str) -> Option<Span> {
    let digits = text.find(|letter: char| !letter.is_ascii_digit())?;
    let count: i64 = text[..digits].parse().ok()?;
    let span = Span::new();
    match unit(&text[digits..])? {
        Unit::Year => span.try_years(count),
        Unit::Month => span.try_months(count),
        Unit::Day => span.try_days(count),
        Unit::Hour => span.try_hours(count),
        Unit::Minute => span.try_minutes(count),
        Unit::Second => span.try_seconds(count),
        _ => span.try_milliseconds(count),
    }
    .ok()
}

fn rounded(at: DateTime, name: &str) -> Option<DateTime> {
    let (day, time) = (at.date(), at.time());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    Some(match unit(name)? {
        Unit::Year => day.first_of_year().at(0, 0, 0, 0),
        Unit::Month => day.first_of_month().at(0, 0, 0, 0),
        Unit::Day => day.at(0, 0, 0, 0),
        Unit::Hour => day.at(hour, 0, 0, 0),
        Unit::Minute => day.at(hour, minute, 0, 0),
        Unit::Second => day.at(hour, minute, second, 0),
        _ => at,
    })
}
