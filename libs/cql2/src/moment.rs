// SPDX-License-Identifier: AGPL-3.0-or-later

//! Days and moments as RFC 3339 writes them, the latter in UTC (clause 6.3.5).

use crate::expr::Expr;
use crate::limits::{Why, short};

/// A day.
pub fn date(text: &str) -> Result<Expr, Why> {
    if is_date(text) {
        return Ok(Expr::Date(text.to_owned()));
    }
    Err(Why::Literal {
        what: "a date, as 2026-01-31",
        written: short(text),
    })
}

/// A moment.
pub fn timestamp(text: &str) -> Result<Expr, Why> {
    if is_timestamp(text) {
        return Ok(Expr::Timestamp(shortest(text)));
    }
    Err(Why::Literal {
        what: "a time in UTC, as 2026-01-31T12:00:00Z",
        written: short(text),
    })
}

/// An end of an interval as it is written: a day, a moment, or `..`.
pub fn bound(text: &str) -> Result<Expr, Why> {
    match text {
        ".." => Ok(Expr::Open),
        text if is_date(text) => Ok(Expr::Date(text.to_owned())),
        text if is_timestamp(text) => Ok(Expr::Timestamp(shortest(text))),
        text => Err(Why::Literal {
            what: "a date, a time in UTC, or ..",
            written: short(text),
        }),
    }
}

/// The same moment without zeros behind its fraction, so that it is the same however it was written.
fn shortest(text: &str) -> String {
    let whole = text.strip_suffix('Z').unwrap_or(text);
    let short = if whole.contains('.') {
        whole.trim_end_matches('0').trim_end_matches('.')
    } else {
        whole
    };
    format!("{short}Z")
}

fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    (digits && !text.is_empty()).then(|| text.parse().ok())?
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else {
        return false;
    };
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (number(year), number(month), number(day)) else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn is_timestamp(text: &str) -> bool {
    let Some((day, time)) = text.split_once('T') else {
        return false;
    };
    let Some(time) = time.strip_suffix('Z') else {
        return false;
    };
    let (whole, fraction) = match time.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (time, None),
    };
    let parts: Vec<Option<u32>> = whole
        .split(':')
        .map(|part| (part.len() == 2).then(|| number(part))?)
        .collect();
    let [Some(hour), Some(minute), Some(second)] = parts[..] else {
        return false;
    };
    let fraction = fraction.is_none_or(|f| f.len() <= 9 && number(f).is_some());
    is_date(day) && hour < 24 && minute < 60 && second < 60 && fraction
}

#[cfg(test)]
mod tests {
    use super::{is_date, is_timestamp};

    #[test]
    fn days_and_moments_that_are_none_are_not_taken() {
        for good in ["2024-02-29", "2000-02-29", "1851-04-29"] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-1-1",
            "24-01-01",
            "",
            "2024-01-0١",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
        for good in ["2012-08-10T05:30:00Z", "2005-01-10T01:01:01.393216Z"] {
            assert!(is_timestamp(good), "{good}");
        }
        for bad in [
            "2012-08-10T05:30:00",
            "2012-08-10T05:30:00+02:00",
            "2012-08-10T24:00:00Z",
            "2012-08-10T05:30:00.Z",
            "2012-08-10T05:30Z",
        ] {
            assert!(!is_timestamp(bad), "{bad}");
        }
    }
}
