// SPDX-License-Identifier: AGPL-3.0-or-later

//! How long ago.

use crate::{Language, Timestamp};

use super::numbers::integer;

/// A span in the largest unit that it fills: its length, its unit.
struct Span {
    count: i64,
    unit: Unit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Minute,
    Hour,
    Day,
    Month,
    Year,
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Span {
    /// `None` below a minute.
    fn of(seconds: i64) -> Option<Self> {
        // A month is counted as 30 days and a year as 365: this is said to people, not computed
        // with.
        [
            (365 * DAY, Unit::Year),
            (30 * DAY, Unit::Month),
            (DAY, Unit::Day),
            (HOUR, Unit::Hour),
            (MINUTE, Unit::Minute),
        ]
        .into_iter()
        .find(|(length, _)| seconds >= *length)
        .map(|(length, unit)| Self {
            count: seconds / length,
            unit,
        })
    }

    fn words(&self, language: Language) -> String {
        let one = self.count == 1;
        let word = match (language, self.unit) {
            (Language::Ca, Unit::Minute) => ["minut", "minuts"],
            (Language::Ca, Unit::Hour) => ["hora", "hores"],
            (Language::Ca, Unit::Day) => ["dia", "dies"],
            (Language::Ca, Unit::Month) => ["mes", "mesos"],
            (Language::Ca, Unit::Year) => ["any", "anys"],
            (Language::Es, Unit::Minute) => ["minuto", "minutos"],
            (Language::Es, Unit::Hour) => ["hora", "horas"],
            (Language::Es, Unit::Day) => ["día", "días"],
            (Language::Es, Unit::Month) => ["mes", "meses"],
            (Language::Es, Unit::Year) => ["año", "años"],
            (Language::En, Unit::Minute) => ["minute", "minutes"],
            (Language::En, Unit::Hour) => ["hour", "hours"],
            (Language::En, Unit::Day) => ["day", "days"],
            (Language::En, Unit::Month) => ["month", "months"],
            (Language::En, Unit::Year) => ["year", "years"],
        };
        format!(
            "{}\u{a0}{}",
            integer(language, self.count),
            word[usize::from(!one)]
        )
    }
}

/// How long before or after `now` a moment is: `fa 3 dies`, `hace 3 días`, `3 days ago`; `d’aquí a
/// 2 hores`; `ara mateix` below a minute. Cut down, never rounded up: after 47 hours it is one day.
pub fn relative(language: Language, moment: Timestamp, now: Timestamp) -> String {
    let seconds = now.since(moment).as_secs();
    let Some(span) = Span::of(seconds.abs()) else {
        return match language {
            Language::Ca => "ara mateix",
            Language::Es => "ahora mismo",
            Language::En => "just now",
        }
        .to_owned();
    };
    let words = span.words(language);
    match (language, seconds > 0) {
        (Language::Ca, true) => format!("fa {words}"),
        (Language::Ca, false) => format!("d’aquí a {words}"),
        (Language::Es, true) => format!("hace {words}"),
        (Language::Es, false) => format!("dentro de {words}"),
        (Language::En, true) => format!("{words} ago"),
        (Language::En, false) => format!("in {words}"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn ago(language: Language, seconds: i64) -> String {
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().expect("a moment");
        relative(language, now.minus(SignedDuration::from_secs(seconds)), now)
            .replace('\u{a0}', " ")
    }

    #[test]
    fn a_moment_is_told_in_the_largest_unit_it_fills() {
        assert_eq!(ago(Language::Ca, 3 * DAY + 5), "fa 3 dies");
        assert_eq!(ago(Language::Es, DAY), "hace 1 día");
        assert_eq!(ago(Language::En, 47 * HOUR), "1 day ago");
        assert_eq!(ago(Language::Ca, 59), "ara mateix");
        assert_eq!(ago(Language::Ca, -2 * HOUR), "d’aquí a 2 hores");
        assert_eq!(ago(Language::En, 2000 * DAY), "5 years ago");
        assert_eq!(ago(Language::Es, 60 * DAY), "hace 2 meses");
    }
}
