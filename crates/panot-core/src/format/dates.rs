// SPDX-License-Identifier: AGPL-3.0-or-later

//! Dates and times.

use icu_locale_core::{Locale, locale};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::{Language, Timestamp};

/// The locale whose habits a language follows: English is written as a European town hall does.
pub(super) fn locale_of(language: Language) -> Locale {
    match language {
        Language::Ca => locale!("ca"),
        Language::Es => locale!("es-ES"),
        Language::En => locale!("en-GB"),
    }
}

const CA: [&str; 12] = [
    "gener", "febrer", "març", "abril", "maig", "juny", "juliol", "agost", "setembre", "octubre",
    "novembre", "desembre",
];
const ES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
const EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_name(language: Language, month: i8) -> &'static str {
    let names = match language {
        Language::Ca => &CA,
        Language::Es => &ES,
        Language::En => &EN,
    };
    names[usize::try_from(month - 1).expect("months count from 1")]
}

/// A month behind a preposition in Catalan: `de març`, but `d’abril`.
fn of_month(name: &str) -> String {
    if name.starts_with(['a', 'o']) {
        format!("d’{name}")
    } else {
        format!("de {name}")
    }
}

/// A day in words: `3 d’abril del 2026`, `3 de abril de 2026`, `3 April 2026`.
pub fn date(language: Language, day: Date) -> String {
    let month = month_name(language, day.month());
    match language {
        Language::Ca => format!("{} {} del {}", day.day(), of_month(month), day.year()),
        Language::Es => format!("{} de {month} de {}", day.day(), day.year()),
        Language::En => format!("{} {month} {}", day.day(), day.year()),
    }
}

/// A day in digits, for tables: `03/04/2026` in every language.
pub fn date_short(_language: Language, day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// A month of a year in words: `abril del 2026`, `abril de 2026`, `April 2026`.
pub fn month(language: Language, day: Date) -> String {
    let month = month_name(language, day.month());
    match language {
        Language::Ca => format!("{month} del {}", day.year()),
        Language::Es => format!("{month} de {}", day.year()),
        Language::En => format!("{month} {}", day.year()),
    }
}

/// A time of day: `9:05`, `18:30`; in English `09:05`.
pub fn time(language: Language, time: Time) -> String {
    match language {
        Language::Ca | Language::Es => format!("{}:{:02}", time.hour(), time.minute()),
        Language::En => format!("{:02}:{:02}", time.hour(), time.minute()),
    }
}

/// A moment in the city's time zone: `3 d’abril del 2026, 9:05`.
pub fn date_time(language: Language, moment: Timestamp, zone: &TimeZone) -> String {
    let local = moment.in_zone(zone);
    format!(
        "{}, {}",
        date(language, local.date()),
        time(language, local.time())
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil;

    use super::*;
    use Language::{Ca, En, Es};

    #[test]
    fn a_day_is_written_as_each_language_does() {
        let april = civil::date(2026, 4, 3);
        assert_eq!(date(Ca, april), "3 d’abril del 2026");
        assert_eq!(date(Es, april), "3 de abril de 2026");
        assert_eq!(date(En, april), "3 April 2026");
        assert_eq!(date(Ca, civil::date(2026, 10, 12)), "12 d’octubre del 2026");
        assert_eq!(date(Ca, civil::date(2026, 3, 1)), "1 de març del 2026");
        assert_eq!(month(Ca, april), "abril del 2026");
        assert_eq!(date_short(En, april), "03/04/2026");
    }

    /// On the last Sunday of March the clock goes from two to three.
    #[test]
    fn a_moment_is_shown_in_the_time_of_the_city() {
        let zone = TimeZone::get("Europe/Madrid").expect("the zones are compiled in");
        let moment = |text: &str| text.parse::<Timestamp>().expect("a moment");
        let show = |text| date_time(Ca, moment(text), &zone);
        assert_eq!(show("2026-03-29T00:59:00Z"), "29 de març del 2026, 1:59");
        assert_eq!(show("2026-03-29T01:00:00Z"), "29 de març del 2026, 3:00");
    }
}
