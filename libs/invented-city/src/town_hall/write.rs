// SPDX-License-Identifier: AGPL-3.0-or-later

//! Numbers, days and letters as a town hall writes them.

use crate::numbers::index;

/// A whole number with its thousands marked: `12.345`.
pub(crate) fn thousands(n: i64) -> String {
    fixed(n, 0, ',', Some('.'))
}

/// A number that counts 10⁻ᵈ, written with `d` digits behind `comma`: `fixed(123456, 2, ',',
/// Some('.'))` is `1.234,56`.
pub(crate) fn fixed(n: i64, digits: usize, comma: char, mark: Option<char>) -> String {
    let plain = format!("{:0>width$}", n.unsigned_abs(), width = digits + 1);
    let (whole, rest) = plain.split_at(plain.len() - digits);
    let mut out = String::from(if n < 0 { "-" } else { "" });
    for (at, digit) in whole.chars().enumerate() {
        if let Some(mark) = mark
            && at > 0
            && (whole.len() - at) % 3 == 0
        {
            out.push(mark);
        }
        out.push(digit);
    }
    if digits > 0 {
        out.push(comma);
        out.push_str(rest);
    }
    out
}

/// Centimetres as metres with a decimal comma, without zeros at the end: `431987,5`.
pub(crate) fn metres(cm: i64) -> String {
    let text = fixed(cm, 2, ',', None);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

/// Text in windows-1252, where `€` and `’` are not where Latin-1 has them.
pub(crate) fn windows_1252(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| match c {
            '€' => 0x80,
            '’' => 0x92,
            c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
        })
        .collect()
}

/// Text in UTF-16 with the little end first.
pub(crate) fn utf_16le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

pub(crate) const MONTHS: [&str; 12] = [
    "gener", "febrer", "març", "abril", "maig", "juny", "juliol", "agost", "setembre", "octubre",
    "novembre", "desembre",
];

pub(crate) const WEEKDAYS: [&str; 7] = [
    "Dilluns",
    "Dimarts",
    "Dimecres",
    "Dijous",
    "Divendres",
    "Dissabte",
    "Diumenge",
];

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) year: i64,
    pub(crate) month: i64,
    /// 1 to 31.
    pub(crate) date: i64,
    /// Days since 1 January 1970.
    pub(crate) number: i64,
}

impl Day {
    /// From the days since 1 January 1970 (Howard Hinnant's civil calendar).
    pub(crate) fn of(number: i64) -> Self {
        let z = number + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z - era * 146_097;
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        Self {
            year: yoe + era * 400 + i64::from(month <= 2),
            month,
            date: doy - (153 * mp + 2) / 5 + 1,
            number,
        }
    }

    /// The first of January of a year.
    pub(crate) fn new_year(year: i64) -> Self {
        let mut number = (year - 1970) * 365 + (year - 1970) / 4;
        while Self::of(number).year < year {
            number += 1;
        }
        while Self::of(number - 1).year >= year {
            number -= 1;
        }
        Self::of(number)
    }

    /// Every day from the first of January of one year to the last day of another.
    pub(crate) fn years(from: i64, to: i64) -> impl Iterator<Item = Self> {
        (Self::new_year(from).number..Self::new_year(to + 1).number).map(Self::of)
    }

    /// 0 is Monday.
    pub(crate) fn weekday(self) -> usize {
        index((self.number + 3).rem_euclid(7))
    }

    /// Days since the first of January: 0 to 365.
    pub(crate) fn of_year(self) -> i64 {
        self.number - Self::new_year(self.year).number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_the_town_hall() {
        assert_eq!(fixed(123_456, 2, ',', Some('.')), "1.234,56");
        assert_eq!(fixed(-5, 2, ',', Some('.')), "-0,05");
        assert_eq!(thousands(1_234_567), "1.234.567");
        assert_eq!(metres(43_198_750), "431987,5");
        assert_eq!(metres(43_198_700), "431987");
        assert_eq!(windows_1252("Plàtan €"), b"Pl\xe0tan \x80");
    }

    #[test]
    fn days_follow_the_calendar() {
        let day = Day::of(20_000);
        assert_eq!((day.year, day.month, day.date), (2024, 10, 4));
        assert_eq!(WEEKDAYS[day.weekday()], "Divendres");
        assert_eq!(Day::years(2024, 2025).count(), 731);
        assert_eq!(Day::new_year(2025).of_year(), 0);
    }
}
