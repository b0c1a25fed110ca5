// SPDX-License-Identifier: AGPL-3.0-or-later

//! How a language writes a whole number.

use icu_decimal::{DecimalFormatter, input::Decimal, options::DecimalFormatterOptions};
use icu_locale_core::Locale;
use unic_langid::LanguageIdentifier;

/// Writes `number` as `language` groups its digits: 1284 is `1,284` in English.
///
/// A language that is not known groups as the root locale does.
pub fn whole(language: &str, number: i64) -> String {
    let locale = language.parse().unwrap_or(Locale::UNKNOWN).into();
    let formatter: Result<DecimalFormatter, _> =
        DecimalFormatter::try_new(locale, DecimalFormatterOptions::default());
    match formatter {
        Ok(formatter) => formatter.format(&Decimal::from(number)).to_string(),
        Err(_) => number.to_string(),
    }
}

/// A formatter that Fluent's memoizer keeps per bundle only to learn the bundle's language.
pub(crate) struct Language(pub(crate) String);

impl intl_memoizer::Memoizable for Language {
    type Args = ();
    type Error = ();

    fn construct(language: LanguageIdentifier, (): ()) -> Result<Self, ()> {
        Ok(Self(language.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn thousands_are_grouped_as_each_language_does() {
        assert_eq!(whole("en", 1_284), "1,284");
        assert_eq!(whole("ca", 41_206), "41.206");
        assert_eq!(whole("es", 41_206), "41.206");
        assert_eq!(whole("en", -7), "-7");
    }

    #[test]
    fn an_unknown_language_still_writes_the_number() {
        assert_eq!(whole("not a language", 12), "12");
    }
}
