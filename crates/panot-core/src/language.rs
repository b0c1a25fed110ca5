// SPDX-License-Identifier: AGPL-3.0-or-later

//! The languages that pages are written in, and which of them a visitor wants.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language of the interface.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub enum Language {
    /// Catalan.
    #[default]
    Ca,
    /// Spanish.
    Es,
    /// English.
    En,
}

/// A tag that is none of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not one of the languages ca, es, en")]
pub struct UnknownLanguage(pub String);

/// Which way a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of HTML's `dir`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

impl Language {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Ca, Self::Es, Self::En];

    /// The tag, as it stands in addresses and in HTML's `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ca => "ca",
            Self::Es => "es",
            Self::En => "en",
        }
    }

    /// What the language calls itself.
    pub const fn native_name(self) -> &'static str {
        match self {
            Self::Ca => "Català",
            Self::Es => "Castellano",
            Self::En => "English",
        }
    }

    /// Which way it is written.
    pub const fn direction(self) -> Direction {
        match self {
            Self::Ca | Self::Es | Self::En => Direction::Ltr,
        }
    }

    /// What an `Accept-Language` header asks for, among `offered`; of equal wishes the one that
    /// stands first in the header. `None` when it names none of them, or refuses them all.
    ///
    /// A region is passed over (`es-AR` is content with `es`), as RFC 4647 does in its lookup. At
    /// most 64 wishes are read; what is malformed is skipped, because a header is a wish and not a
    /// form.
    ///
    /// ```
    /// # use panot_core::Language;
    /// let header = "fr, es-AR;q=0.8, en;q=0.7";
    /// assert_eq!(Language::negotiate(header, &Language::ALL), Some(Language::Es));
    /// ```
    pub fn negotiate(header: &str, offered: &[Self]) -> Option<Self> {
        let wishes: Vec<(&str, u16)> = header.split(',').take(64).filter_map(wish).collect();
        let refused = |language: Self| {
            wishes
                .iter()
                .any(|(range, q)| *q == 0 && range.parse() == Ok(language))
        };
        let mut best: Option<(u16, Self)> = None;
        for &(range, q) in wishes.iter().filter(|(_, q)| *q > 0) {
            let found = offered.iter().copied().find(|language| {
                (range == "*" || range.parse() == Ok(*language)) && !refused(*language)
            });
            if let Some(language) = found
                && best.is_none_or(|(best_q, _)| q > best_q)
            {
                best = Some((q, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

/// One wish: its range and its weight in thousandths.
fn wish(part: &str) -> Option<(&str, u16)> {
    let mut pieces = part.split(';');
    let range = pieces.next()?.trim();
    if range.is_empty() {
        return None;
    }
    let mut q = 1000;
    for piece in pieces {
        let (key, value) = piece.split_once('=')?;
        if key.trim().eq_ignore_ascii_case("q") {
            q = weight(value.trim())?;
        }
    }
    Some((range, q))
}

/// `0`, `1`, or a number between them with at most three decimals (RFC 9110, section 12.4.2).
fn weight(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Reads a tag, with or without a region, in any case: `ca`, `ca-ES`, `CA`.
    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        let primary = text.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.tag()))
            .ok_or_else(|| UnknownLanguage(text.chars().take(32).collect()))
    }
}

impl TryFrom<String> for Language {
    type Error = UnknownLanguage;

    fn try_from(text: String) -> Result<Self, UnknownLanguage> {
        text.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.tag().to_owned()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Language::{self, Ca, En, Es};

    fn asked(header: &str) -> Option<Language> {
        Language::negotiate(header, &Language::ALL)
    }

    #[test]
    fn the_heaviest_wish_wins_and_of_equals_the_first() {
        assert_eq!(asked("en;q=0.5, es;q=0.9, ca;q=0.8"), Some(Es));
        assert_eq!(asked("en, es"), Some(En));
        assert_eq!(asked("es-419, en;q=0.9"), Some(Es));
    }

    #[test]
    fn a_star_takes_the_first_that_is_offered_and_not_refused() {
        assert_eq!(asked("*"), Some(Ca));
        assert_eq!(asked("*, ca;q=0"), Some(Es));
        assert_eq!(asked("fr, de"), None);
        assert_eq!(asked(""), None);
        assert_eq!(Language::negotiate("ca", &[Es]), None);
    }

    #[test]
    fn a_malformed_wish_is_skipped() {
        assert_eq!(asked("ca;q=2, es;q=x, en;q=0.1"), Some(En));
        assert_eq!(asked(";;;,,,=,en"), Some(En));
        assert_eq!(asked("en;q=0.1234, es;q=1.5, ca;q=1.000"), Some(Ca));
    }

    proptest! {
        #[test]
        fn any_header_is_answered_from_what_is_offered(header in ".{0,200}") {
            if let Some(language) = Language::negotiate(&header, &[Es, En]) {
                prop_assert!([Es, En].contains(&language));
            }
        }

        #[test]
        fn a_tag_is_read_back(index in 0_usize..3, region in "(-[A-Z]{2})?") {
            let language = Language::ALL[index];
            prop_assert_eq!(format!("{language}{region}").parse(), Ok(language));
        }
    }
}
