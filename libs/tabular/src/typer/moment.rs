// SPDX-License-Identifier: AGPL-3.0-or-later

//! Dates and times as people write them, before anybody has decided which field is the month.

use crate::recipe::Order;

/// A date or time seen in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub date: Date,
    pub time: Option<Time>,
    pub zone: Zone,
}

/// The date part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Date {
    None,
    /// Year, month, day: there is no doubt, because the year stands first or the month is a word.
    Sure(i16, u8, u8),
    /// Two fields and a year of four digits.
    Fields(u8, u8, i16),
    /// Three fields of at most two digits.
    Short(u8, u8, u8),
    /// A month of a year.
    Month(i16, u8),
}

/// A time of day. Hour 24 is only ever 24:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time {
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub micros: u32,
    /// What was written: `10h` is coarser than `10:00`.
    pub hour_only: bool,
}

/// What was said about the zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    None,
    /// Minutes east of UTC.
    Offset(i16),
}

impl Moment {
    /// Year, month and day under this reading; `None` when there is no such day.
    #[inline]
    pub(crate) fn ymd(
        &self,
        order: Option<Order>,
        first_year: Option<i16>,
    ) -> Option<(i16, u8, u8)> {
        let (y, m, d) = match self.date {
            Date::Sure(y, m, d) => (y, m, d),
            Date::Fields(a, b, y) => match order? {
                Order::Dmy => (y, b, a),
                Order::Mdy => (y, a, b),
                Order::Ymd => return None,
            },
            Date::Short(a, b, c) => {
                let (short, month, day) = match order? {
                    Order::Dmy => (c, b, a),
                    Order::Mdy => (c, a, b),
                    Order::Ymd => (a, b, c),
                };
                let first = first_year?;
                let year = first + (i16::from(short) - first).rem_euclid(100);
                (year, month, day)
            }
            Date::None | Date::Month(..) => return None,
        };
        is_day(y, m, d).then_some((y, m, d))
    }
}

/// Whether there is such a day in the Gregorian calendar.
pub(crate) fn is_day(year: i16, month: u8, day: u8) -> bool {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day) && (1..=9999).contains(&year)
}

/// Days since 1970-01-01.
pub(crate) fn days(year: i16, month: u8, day: u8) -> i32 {
    let (month, day) = (i32::from(month), i32::from(day));
    let year = i32::from(year) - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The day that is this many days after 1970-01-01.
pub(crate) fn civil(days: i32) -> (i32, u8, u8) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i32::from(month <= 2);
    (
        year,
        u8::try_from(month).expect("1 to 12"),
        u8::try_from(day).expect("1 to 31"),
    )
}

impl Time {
    /// Microseconds since the beginning of the day.
    pub(crate) fn micros_of_day(self) -> i64 {
        let seconds =
            i64::from(self.hour) * 3_600 + i64::from(self.minute) * 60 + i64::from(self.second);
        seconds * 1_000_000 + i64::from(self.micros)
    }
}

/// The bytes that are still to be read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.0 = &self.0[1..];
        }
        found
    }

    fn spaces(&mut self) -> bool {
        let before = self.0.len();
        while let Some(b' ' | b'\t') = self.peek() {
            self.0 = &self.0[1..];
        }
        while let [0xc2, 0xa0, rest @ ..] = self.0 {
            self.0 = rest;
        }
        before != self.0.len()
    }

    /// Digits, at most nine: their number and how many.
    #[inline]
    fn digits(&mut self) -> Option<(u32, usize)> {
        let mut value = 0_u32;
        let mut length = 0;
        while let Some(digit) = self.0.get(length).filter(|b| b.is_ascii_digit()) {
            if length == 9 {
                return None;
            }
            value = value * 10 + u32::from(digit - b'0');
            length += 1;
        }
        self.0 = &self.0[length..];
        (length > 0).then_some((value, length))
    }

    /// Letters (of any script), in small letters without accents.
    fn word(&mut self) -> Option<Word> {
        let text = std::str::from_utf8(self.0).ok()?;
        let mut word = Word {
            bytes: [0; 12],
            length: 0,
        };
        let mut end = 0;
        for c in text.chars() {
            let folded = super::name::fold(c);
            if let (None, true) = (folded, c.is_ascii_alphabetic()) {
                word.push(c.to_ascii_lowercase());
            } else if let Some(folded) = folded.filter(|_| c.is_alphabetic()) {
                folded.chars().for_each(|c| word.push(c));
            } else {
                break;
            }
            end += c.len_utf8();
        }
        self.0 = &self.0[end..];
        (end > 0).then_some(word)
    }
}

/// A short word; what is longer than twelve letters is no month.
struct Word {
    bytes: [u8; 12],
    length: usize,
}

impl Word {
    fn push(&mut self, c: char) {
        if let (Some(slot), Ok(byte)) = (self.bytes.get_mut(self.length), u8::try_from(c)) {
            *slot = byte;
        }
        self.length += 1;
    }

    fn text(&self) -> &str {
        self.bytes
            .get(..self.length)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or("")
    }
}

/// Months in Catalan, Spanish and English; a word stands for the month when it is one of the
/// abbreviations people use or the whole name.
const MONTHS: [&[&str]; 12] = [
    &["gener", "gen", "enero", "ene", "january", "jan"],
    &["febrer", "febrero", "feb", "febr", "february"],
    &["marc", "marzo", "mar", "march"],
    &["abril", "abr", "april", "apr"],
    &["maig", "mayo", "may", "mai"],
    &["juny", "junio", "jun", "june"],
    &["juliol", "julio", "jul", "july"],
    &["agost", "agosto", "ago", "ag", "august", "aug"],
    &[
        "setembre",
        "septiembre",
        "setiembre",
        "set",
        "sep",
        "sept",
        "september",
    ],
    &["octubre", "oct", "october"],
    &["novembre", "noviembre", "nov", "november"],
    &["desembre", "diciembre", "dic", "des", "december", "dec"],
];

const WEEKDAYS: [&str; 35] = [
    "dilluns",
    "dimarts",
    "dimecres",
    "dijous",
    "divendres",
    "dissabte",
    "diumenge",
    "lunes",
    "martes",
    "miercoles",
    "jueves",
    "viernes",
    "sabado",
    "domingo",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "dl",
    "dt",
    "dc",
    "dj",
    "dv",
    "ds",
    "dg",
];

fn month_named(word: &str) -> Option<u8> {
    let at = MONTHS.iter().position(|names| names.contains(&word))?;
    u8::try_from(at + 1).ok()
}

fn small(value: u32) -> Option<u8> {
    u8::try_from(value).ok().filter(|v| *v <= 99)
}

fn year(value: u32, length: usize) -> Option<i16> {
    (length == 4).then_some(())?;
    i16::try_from(value).ok()
}

/// Sees a date, a time or both; the whole text or nothing.
pub(crate) fn see(text: &str) -> Option<Moment> {
    if text.len() > 48 || text.len() < 2 {
        return None;
    }
    let mut rest = Rest(text.as_bytes());
    let first = rest.peek()?;
    if first.is_ascii_digit() {
        let begin = rest.0;
        let date = date(&mut rest);
        if date.is_none() {
            rest.0 = begin;
            let time = time(&mut rest)?;
            let zone = zone(&mut rest)?;
            return rest.0.is_empty().then_some(Moment {
                date: Date::None,
                time: Some(time),
                zone,
            });
        }
        return with_time(date?, rest);
    }
    if !text.as_bytes().iter().any(u8::is_ascii_digit) {
        return None;
    }
    let mut word = rest.word()?;
    if WEEKDAYS.contains(&word.text()) {
        rest.eat(b'.');
        rest.eat(b',');
        rest.spaces();
        if rest.peek()?.is_ascii_digit() {
            let date = date(&mut rest)?;
            return with_time(date, rest);
        }
        word = rest.word()?;
    }
    let month = month_named(word.text())?;
    rest.eat(b'.');
    rest.eat(b',');
    if !rest.spaces() && !rest.eat(b'-') && !rest.eat(b'/') {
        return None;
    }
    joining_words(&mut rest);
    let (number, length) = rest.digits()?;
    if length == 4 {
        // Abril 2020
        return rest.0.is_empty().then_some(Moment {
            date: Date::Month(year(number, length)?, month),
            time: None,
            zone: Zone::None,
        });
    }
    // March 5, 2024
    let day = small(number)?;
    rest.eat(b',');
    rest.spaces();
    let (number, length) = rest.digits()?;
    let date = Date::Sure(year(number, length)?, month, day);
    with_time(date, rest)
}

/// "de", "d'", "del", "of": what stands between day, month and year.
fn joining_words(rest: &mut Rest<'_>) {
    loop {
        let before = rest.0;
        rest.spaces();
        if let [b'd' | b'D', b'\'', tail @ ..] | [b'd' | b'D', 0xe2, 0x80, 0x99, tail @ ..] = rest.0
        {
            rest.0 = tail;
            continue;
        }
        let at = rest.0;
        match rest.word() {
            Some(word)
                if matches!(word.text(), "de" | "del" | "of" | "st" | "nd" | "rd" | "th") => {}
            _ => {
                rest.0 = at;
                return;
            }
        }
        if rest.0 == before {
            return;
        }
    }
}

fn date(rest: &mut Rest<'_>) -> Option<Date> {
    let (a, la) = rest.digits()?;
    let separator = rest.peek()?;
    if matches!(separator, b'-' | b'/' | b'.') && rest.0.get(1).is_some_and(u8::is_ascii_digit) {
        rest.0 = &rest.0[1..];
        let (b, lb) = rest.digits()?;
        if !rest.eat(separator) {
            return match (la, lb) {
                _ if separator == b'.' => None,
                (4, 1 | 2) if (1..=12).contains(&b) => Some(Date::Month(year(a, la)?, small(b)?)),
                (1 | 2, 4) if (1..=12).contains(&a) => Some(Date::Month(year(b, lb)?, small(a)?)),
                _ => None,
            };
        }
        let (c, lc) = rest.digits()?;
        return match (la, lb, lc) {
            (4, 1 | 2, 1 | 2) => Some(Date::Sure(year(a, la)?, small(b)?, small(c)?)),
            (1 | 2, 1 | 2, 4) => Some(Date::Fields(small(a)?, small(b)?, year(c, lc)?)),
            (1 | 2, 1 | 2, 1 | 2) => Some(Date::Short(small(a)?, small(b)?, small(c)?)),
            _ => None,
        };
    }
    if la > 2 {
        return None;
    }
    // 1 de enero de 2024, 1 d'abril de 2024, 01-ene-2024, 1st of March 2024
    let day = small(a)?;
    if !matches!(separator, b'-' | b'/' | b'.') || !rest.eat(separator) {
        joining_words(rest);
    }
    let month = month_named(rest.word()?.text())?;
    rest.eat(b'.');
    rest.eat(b',');
    if !rest.eat(b'-') && !rest.eat(b'/') {
        joining_words(rest);
    }
    rest.spaces();
    let (y, ly) = rest.digits()?;
    Some(Date::Sure(year(y, ly)?, month, day))
}

fn with_time(date: Date, mut rest: Rest<'_>) -> Option<Moment> {
    if rest.0.is_empty() {
        return Some(Moment {
            date,
            time: None,
            zone: Zone::None,
        });
    }
    if !rest.eat(b'T') && !rest.eat(b't') {
        rest.eat(b',');
        if !rest.spaces() {
            return None;
        }
    }
    let time = time(&mut rest)?;
    let zone = zone(&mut rest)?;
    rest.0.is_empty().then_some(Moment {
        date,
        time: Some(time),
        zone,
    })
}

/// `9:00`, `09:00:05.123`, `9.30 h`, `10h`, `10h30`, `5:00 pm`.
fn time(rest: &mut Rest<'_>) -> Option<Time> {
    let (hour, length) = rest.digits()?;
    if length > 2 {
        return None;
    }
    let mut hour = small(hour)?;
    let mut bare = false;
    let mut time = Time {
        hour,
        minute: 0,
        second: 0,
        micros: 0,
        hour_only: false,
    };
    if rest.eat(b':') {
        let (minute, length) = rest.digits()?;
        (length == 2).then_some(())?;
        time.minute = small(minute)?;
        if rest.eat(b':') {
            let (second, length) = rest.digits()?;
            (length == 2).then_some(())?;
            time.second = small(second)?;
            if matches!(rest.peek(), Some(b'.' | b',')) {
                rest.0 = &rest.0[1..];
                time.micros = fraction(rest)?;
            }
        }
        let before = rest.0;
        rest.spaces();
        if !(rest.eat(b'h') && {
            rest.eat(b's');
            rest.eat(b'.');
            rest.0.is_empty()
        }) {
            rest.0 = before;
        }
    } else {
        let before = rest.0;
        rest.spaces();
        if rest.eat(b'h') || rest.eat(b'H') {
            if let Some((minute, 2)) = rest.digits() {
                time.minute = small(minute)?;
            } else {
                time.hour_only = true;
            }
        } else {
            // A number alone is no time, unless "pm" follows.
            rest.0 = before;
            bare = true;
        }
    }
    let before = rest.0;
    rest.spaces();
    let half = rest.word().and_then(|word| match word.text() {
        "am" => Some(false),
        "pm" => Some(true),
        _ => None,
    });
    if let Some(afternoon) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if afternoon { 12 } else { 0 };
        time.hour = hour;
    } else {
        rest.0 = before;
        if bare {
            return None;
        }
    }
    let whole = time.minute == 0 && time.second == 0 && time.micros == 0;
    (time.hour < 24 && time.minute < 60 && time.second < 60 || time.hour == 24 && whole)
        .then_some(time)
}

/// Up to nine digits of a second, cut to microseconds.
fn fraction(rest: &mut Rest<'_>) -> Option<u32> {
    let (value, length) = rest.digits()?;
    let length = u32::try_from(length).ok()?;
    Some(if length <= 6 {
        value * 10_u32.pow(6 - length)
    } else {
        value / 10_u32.pow(length - 6)
    })
}

fn zone(rest: &mut Rest<'_>) -> Option<Zone> {
    let before = rest.0;
    rest.spaces();
    if rest.0.is_empty() {
        return before.is_empty().then_some(Zone::None);
    }
    if rest.eat(b'Z') || rest.eat(b'z') {
        return Some(Zone::Offset(0));
    }
    let sign = match rest.peek()? {
        b'+' => 1,
        b'-' => -1,
        _ => {
            let word = rest.word()?;
            return match word.text() {
                "utc" | "gmt" => Some(Zone::Offset(0)),
                "cet" => Some(Zone::Offset(60)),
                "cest" => Some(Zone::Offset(120)),
                _ => None,
            };
        }
    };
    rest.0 = &rest.0[1..];
    let (hours, length) = rest.digits()?;
    let minutes = match length {
        4 => hours / 100 * 60 + hours % 100,
        2 if rest.eat(b':') => {
            let (minutes, 2) = rest.digits()? else {
                return None;
            };
            hours * 60 + minutes
        }
        2 => hours * 60,
        _ => return None,
    };
    (minutes <= 15 * 60).then_some(())?;
    Some(Zone::Offset(sign * i16::try_from(minutes).ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str, order: Order) -> Option<(i16, u8, u8)> {
        see(text)?.ymd(Some(order), Some(1970))
    }

    #[test]
    fn days_in_european_shapes() {
        for text in [
            "1/4/2024",
            "01-04-2024",
            "1.4.2024",
            "2024-04-01",
            "2024/4/1",
            "1 de abril de 2024",
            "1 d'abril de 2024",
            "1 d\u{2019}abril del 2024",
            "01-abr-2024",
            "1 April 2024",
            "April 1, 2024",
            "dilluns, 1 d'abril de 2024",
            "1st of April 2024",
            "01/04/24",
            "1 abr. 2024",
        ] {
            assert_eq!(day(text, Order::Dmy), Some((2024, 4, 1)), "{text}");
        }
        assert_eq!(day("1 de març de 2024", Order::Dmy), Some((2024, 3, 1)));
        assert_eq!(day("01/04/2024", Order::Mdy), Some((2024, 1, 4)));
        assert_eq!(day("31/02/2024", Order::Dmy), None);
        assert_eq!(day("29/02/2023", Order::Dmy), None);
        assert_eq!(day("29/02/2024", Order::Dmy), Some((2024, 2, 29)));
        for text in [
            "101-10-64",
            "05-9",
            "10-14",
            "2.117.021",
            "1 de gener",
            "10",
            "5",
            "V",
            "913 295 920",
            "1/2",
        ] {
            assert!(
                see(text).is_none_or(|m| m.ymd(Some(Order::Dmy), None).is_none()),
                "{text}"
            );
        }
    }

    #[test]
    fn times_and_zones() {
        let t = |text: &str| see(text).and_then(|m| m.time).map(Time::micros_of_day);
        assert_eq!(t("2025-10-25 00:00:00.0"), Some(0));
        assert_eq!(t("11/06/2018 9:00"), Some(9 * 3_600_000_000));
        assert_eq!(t("19h"), Some(19 * 3_600_000_000));
        assert_eq!(t("8 h"), Some(8 * 3_600_000_000));
        assert_eq!(t("10h30"), Some(37_800_000_000));
        assert_eq!(t("24:00"), Some(86_400_000_000));
        assert_eq!(t("24:01"), None);
        assert_eq!(t("5:00 PM"), Some(17 * 3_600_000_000));
        assert_eq!(t("12:30 am"), Some(1_800_000_000));
        assert_eq!(t("10"), None);
        let m = see("2022-01-20T13:24:42.190787+01:00").expect("a moment");
        assert_eq!(
            (m.zone, m.time.map(|t| t.micros)),
            (Zone::Offset(60), Some(190_787))
        );
        assert_eq!(
            see("2022-01-20T13:24:42Z").map(|m| m.zone),
            Some(Zone::Offset(0))
        );
        assert_eq!(
            see("20/01/2022 13:24 CEST").map(|m| m.zone),
            Some(Zone::Offset(120))
        );
        assert_eq!(see("2024-03").map(|m| m.date), Some(Date::Month(2024, 3)));
        assert_eq!(see("03/2024").map(|m| m.date), Some(Date::Month(2024, 3)));
        assert_eq!(
            see("Abril 2020").map(|m| m.date),
            Some(Date::Month(2020, 4))
        );
        assert_eq!(
            see("Gener de 2021").map(|m| m.date),
            Some(Date::Month(2021, 1))
        );
    }

    proptest! {
        /// A day written in any of the shapes reads back, and so does its number.
        #[test]
        fn a_day_in_any_shape_reads_back(number in days(1900, 1, 1)..days(2100, 1, 1), shape in 0_usize..9, month_name in 0_usize..6) {
            let (y, m, d) = civil(number);
            let names = MONTHS[usize::from(m) - 1];
            let name = names[month_name % names.len()];
            let (text, order) = match shape {
                0 => (format!("{d}/{m}/{y}"), Order::Dmy),
                1 => (format!("{d:02}-{m:02}-{y}"), Order::Dmy),
                2 => (format!("{d:02}.{m:02}.{y}"), Order::Dmy),
                3 => (format!("{m}/{d}/{y}"), Order::Mdy),
                4 => (format!("{y}-{m:02}-{d:02}"), Order::Dmy),
                5 => (format!("{d} de {name} de {y}"), Order::Dmy),
                6 => (format!("{y}-{m:02}-{d:02}T00:00:00.000Z"), Order::Mdy),
                7 => (format!("{d:02}-{name}-{y}"), Order::Dmy),
                _ => (format!("{d} d'{name} del {y} 9:05"), Order::Dmy),
            };
            let read = see(&text).and_then(|s| s.ymd(Some(order), None));
            prop_assert_eq!(read.map(|(y, m, d)| days(y, m, d)), Some(number), "{}", text);
        }

        #[test]
        fn no_text_breaks_it(text in "[0-9:/.TZhde' +pamgenrçµ-]{0,30}") {
            let _ = see(&text);
        }
    }
}
