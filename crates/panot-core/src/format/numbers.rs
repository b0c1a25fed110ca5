// SPDX-License-Identifier: AGPL-3.0-or-later

//! Numbers.

use std::sync::LazyLock;

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;

use crate::{Cents, Language};

use super::dates::locale_of;

/// Digits that a number has at most; longer text is shown as it is.
const DIGITS_MAX: usize = 200;

static FORMATTERS: LazyLock<[DecimalFormatter; 3]> = LazyLock::new(|| {
    Language::ALL.map(|language| {
        DecimalFormatter::try_new(
            locale_of(language).into(),
            DecimalFormatterOptions::default(),
        )
        .expect("the data of every language is compiled in")
    })
});

fn formatter(language: Language) -> &'static DecimalFormatter {
    let [ca, es, en] = &*FORMATTERS;
    match language {
        Language::Ca => ca,
        Language::Es => es,
        Language::En => en,
    }
}

/// A whole number with its thousands marks: `1.234.567`, in English `1,234,567`.
pub fn integer(language: Language, number: impl Into<i128>) -> String {
    formatter(language).format_to_string(&Decimal::from(number.into()))
}

/// A number given as canonical decimal text (`-1234.50`), with every decimal it has: `-1.234,50`.
/// Text that is no such number is returned as it is.
pub fn decimal(language: Language, text: &str) -> String {
    match parse(text) {
        Some(number) => formatter(language).format_to_string(&number),
        None => text.to_owned(),
    }
}

/// A share given as canonical decimal text (`0.125`) in percent, with at most one decimal:
/// `12,5 %`. Text that is no number is returned as it is.
pub fn percent(language: Language, share: &str) -> String {
    let Some(mut number) = parse(share) else {
        return share.to_owned();
    };
    number.absolute.multiply_pow10(2);
    number.round(-1);
    number.absolute.trim_end();
    number.absolute.trim_start();
    if number.absolute.is_zero() {
        // Nobody writes minus nothing.
        number = Decimal::from(0);
    }
    let number = formatter(language).format_to_string(&number);
    match language {
        // CLDR: a no-break space in Catalan and Spanish, nothing in English.
        Language::Ca | Language::Es => format!("{number}\u{a0}%"),
        Language::En => format!("{number}%"),
    }
}

/// An amount in euros: `1.234,50 €`, in English `€1,234.50`.
pub fn money(language: Language, amount: Cents) -> String {
    let number = decimal(language, &Cents(amount.0).to_string());
    match (language, number.strip_prefix('-')) {
        (Language::Ca | Language::Es, _) => format!("{number}\u{a0}€"),
        (Language::En, Some(positive)) => format!("-€{positive}"),
        (Language::En, None) => format!("€{number}"),
    }
}

/// A size in bytes, in steps of a thousand, with at most one decimal: `84,3 MB`.
pub fn bytes(language: Language, size: u64) -> String {
    const UNITS: [&str; 7] = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
    let mut step = 0;
    let mut unit = 1_u64;
    // A size that would round to 1000 of one unit is 1 of the next.
    while step + 1 < UNITS.len() && size >= unit * 1000 - if step == 0 { 0 } else { unit / 20 } {
        step += 1;
        unit *= 1000;
    }
    let number = if step == 0 {
        integer(language, size)
    } else {
        let tenths = (u128::from(size) * 10 + u128::from(unit / 2)) / u128::from(unit);
        let text = if tenths % 10 == 0 {
            format!("{}", tenths / 10)
        } else {
            format!("{}.{}", tenths / 10, tenths % 10)
        };
        decimal(language, &text)
    };
    format!("{number}\u{a0}{}", UNITS[step])
}

/// Canonical decimal text: an optional minus, digits, perhaps a point and digits.
fn parse(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if text.len() > DIGITS_MAX || !all(whole) || !all(decimals) {
        return None;
    }
    let mut number = Decimal::try_from_str(text).ok()?;
    number.absolute.trim_start();
    Some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use Language::{Ca, En, Es};

    #[test]
    fn each_language_has_its_marks() {
        assert_eq!(integer(Ca, 1_234_567), "1.234.567");
        assert_eq!(integer(En, 1_234_567), "1,234,567");
        assert_eq!(integer(Ca, 1_234), "1.234");
        // The Academy leaves four digits together.
        assert_eq!(integer(Es, 1_234), "1234");
        assert_eq!(integer(Es, -12_345), "-12.345");
        assert_eq!(decimal(Ca, "-1234.50"), "-1.234,50");
        assert_eq!(decimal(En, "0001234.5"), "1,234.5");
    }

    #[test]
    fn what_is_no_number_is_shown_as_it_is() {
        for text in ["", "-", ".5", "5.", "1e3", "NaN", "+1", "1,5", "٣", "1.2.3"] {
            assert_eq!(decimal(Ca, text), text);
            assert_eq!(percent(Ca, text), text);
        }
    }

    #[test]
    fn a_share_is_rounded_to_a_tenth_of_a_percent() {
        assert_eq!(percent(Ca, "0.125"), "12,5\u{a0}%");
        assert_eq!(percent(En, "1"), "100%");
        assert_eq!(percent(En, "0.33333"), "33.3%");
        assert_eq!(percent(Es, "-0.0004"), "0\u{a0}%");
    }

    #[test]
    fn money_is_exact() {
        assert_eq!(money(Ca, Cents(123_450)), "1.234,50\u{a0}€");
        assert_eq!(money(En, Cents(-5)), "-€0.05");
    }

    #[test]
    fn sizes_use_the_unit_that_keeps_the_number_short() {
        assert_eq!(bytes(Ca, 0), "0\u{a0}B");
        assert_eq!(bytes(Ca, 999), "999\u{a0}B");
        assert_eq!(bytes(Ca, 84_300_000), "84,3\u{a0}MB");
        assert_eq!(bytes(En, 999_949), "999.9\u{a0}kB");
        assert_eq!(bytes(En, 999_950), "1\u{a0}MB");
        assert_eq!(bytes(En, u64::MAX), "18.4\u{a0}EB");
    }

    proptest! {
        #[test]
        fn no_digit_is_lost(number: i128, decimals in "[0-9]{1,30}") {
            let text = format!("{number}.{decimals}");
            let shown: String = decimal(En, &text).chars().filter(|c| *c != ',').collect();
            prop_assert_eq!(shown, text);
        }

        #[test]
        fn any_text_can_be_shown(text in "\\PC{0,40}", size: u64) {
            for language in Language::ALL {
                let _ = (decimal(language, &text), percent(language, &text), bytes(language, size));
            }
        }
    }
}
