// SPDX-License-Identifier: AGPL-3.0-or-later

//! The order in which people look for words.

use std::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};

use crate::Language;

use super::dates::locale_of;

static COLLATORS: LazyLock<[CollatorBorrowed<'static>; 3]> = LazyLock::new(|| {
    Language::ALL.map(|language| {
        let mut preferences = CollatorPreferences::from(&locale_of(language));
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Tertiary);
        Collator::try_new(preferences, options).expect("the data of every language is compiled in")
    })
});

/// Which of two texts comes first for a reader: accents and case decide last (`à` stands with `a`),
/// `ñ` follows `n` in Spanish, digits count as numbers (`Zone 2` before `Zone 10`). Texts that a
/// reader cannot tell apart are put in the order of their bytes, so that a list has one order.
pub fn collate(language: Language, a: &str, b: &str) -> Ordering {
    let [ca, es, en] = &*COLLATORS;
    let collator = match language {
        Language::Ca => ca,
        Language::Es => es,
        Language::En => en,
    };
    collator.compare(a, b).then_with(|| a.cmp(b))
}

/// Sorts things by the text that `text` finds in each, as [`collate`] does.
pub fn sort_by_text<T>(language: Language, things: &mut [T], text: impl Fn(&T) -> &str) {
    things.sort_by(|a, b| collate(language, text(a), text(b)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(language: Language, mut words: Vec<&str>) -> Vec<&str> {
        sort_by_text(language, &mut words, |word| word);
        words
    }

    #[test]
    fn accents_do_not_send_a_word_to_the_end() {
        assert_eq!(
            sorted(
                Language::Ca,
                vec!["zona", "àrea", "arbre", "Eixample", "educació"]
            ),
            ["arbre", "àrea", "educació", "Eixample", "zona"]
        );
    }

    #[test]
    fn enye_is_a_letter_of_its_own_in_spanish() {
        assert_eq!(
            sorted(Language::Es, vec!["año", "anzuelo", "antes"]),
            ["antes", "anzuelo", "año"]
        );
        assert_eq!(
            sorted(Language::En, vec!["año", "anzuelo", "antes"]),
            ["año", "antes", "anzuelo"]
        );
    }

    #[test]
    fn digits_count_as_numbers() {
        assert_eq!(
            sorted(Language::Ca, vec!["Zona 10", "Zona 2", "Zona 1"]),
            ["Zona 1", "Zona 2", "Zona 10"]
        );
    }
}
