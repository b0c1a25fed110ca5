// SPDX-License-Identifier: AGPL-3.0-or-later

//! A text in several languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Language;

/// Languages that one text can have at most.
pub const LANGUAGES_MAX: usize = 32;
/// Bytes that one language of a text can have at most.
pub const BYTES_MAX: usize = 200_000;

/// A text in several languages, as content has it: the languages are those of the city, not only
/// those of the interface, so the keys are language tags.
///
/// Invariant: tags are lower-case (`ca`, `oc-aranes`), no text is blank, at most [`LANGUAGES_MAX`]
/// languages of at most [`BYTES_MAX`] bytes each. Serialized as an object `{"ca": "…", "es": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(
    try_from = "BTreeMap<String, String>",
    into = "BTreeMap<String, String>"
)]
pub struct Texts(BTreeMap<String, String>);

/// Why a text in several languages is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    /// The key does not look like a language tag.
    #[error("{0:?} is not a language tag: write it like ca or pt-br")]
    Tag(String),
    /// The text is too long.
    #[error("the text in {tag:?} has {bytes} bytes; {BYTES_MAX} is the most")]
    TooLong {
        /// The language.
        tag: String,
        /// How long the text is.
        bytes: usize,
    },
    /// There are too many languages.
    #[error("a text can have at most {LANGUAGES_MAX} languages")]
    TooMany,
}

impl Texts {
    /// A text in no language.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same text in one more language, replacing what was there; a blank text removes it.
    ///
    /// # Panics
    ///
    /// When the text is longer than [`BYTES_MAX`]: for texts of the program itself. What comes from
    /// outside goes through [`set`](Self::set).
    #[must_use]
    pub fn with(mut self, language: Language, text: impl Into<String>) -> Self {
        self.set(language.tag(), text)
            .expect("a text of the program is short");
        self
    }

    /// Sets the text of one language, replacing what was there; a blank text removes it.
    pub fn set(&mut self, tag: &str, text: impl Into<String>) -> Result<(), InvalidText> {
        let text = text.into();
        let tag = tag.to_ascii_lowercase();
        if !is_tag(&tag) {
            return Err(InvalidText::Tag(tag.chars().take(40).collect()));
        }
        if text.trim().is_empty() {
            self.0.remove(&tag);
            return Ok(());
        }
        if text.len() > BYTES_MAX {
            return Err(InvalidText::TooLong {
                tag,
                bytes: text.len(),
            });
        }
        if self.0.len() >= LANGUAGES_MAX && !self.0.contains_key(&tag) {
            return Err(InvalidText::TooMany);
        }
        self.0.insert(tag, text);
        Ok(())
    }

    /// The text in exactly this language.
    pub fn get(&self, language: Language) -> Option<&str> {
        self.0.get(language.tag()).map(String::as_str)
    }

    /// The text for a reader of `language`, with the tag of the language it is really in (for
    /// HTML's `lang`): the language itself, then Catalan, Spanish, English, then whichever comes
    /// first in the alphabet. `None` only when there is no text at all.
    pub fn best(&self, language: Language) -> Option<(&str, &str)> {
        self.best_of(&[language, Language::Ca, Language::Es, Language::En])
    }

    /// As [`best`](Self::best), with an order of one's own.
    pub fn best_of(&self, order: &[Language]) -> Option<(&str, &str)> {
        order
            .iter()
            .find_map(|language| self.0.get_key_value(language.tag()))
            .or_else(|| self.0.first_key_value())
            .map(|(tag, text)| (tag.as_str(), text.as_str()))
    }

    /// The text for a reader of `language`, as by [`best`](Self::best); empty when there is none.
    pub fn text(&self, language: Language) -> &str {
        self.best(language).map_or("", |(_, text)| text)
    }

    /// Every language and its text, sorted by tag.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(tag, text)| (tag.as_str(), text.as_str()))
    }

    /// Whether there is no text in any language.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Letters and digits in groups of at most eight, the first of two or three letters.
fn is_tag(tag: &str) -> bool {
    let primary = tag.split('-').next().unwrap_or_default();
    tag.len() <= 35
        && (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_lowercase())
        && tag.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

impl TryFrom<BTreeMap<String, String>> for Texts {
    type Error = InvalidText;

    fn try_from(texts: BTreeMap<String, String>) -> Result<Self, InvalidText> {
        let mut all = Self::new();
        for (tag, text) in texts {
            all.set(&tag, text)?;
        }
        Ok(all)
    }
}

impl From<Texts> for BTreeMap<String, String> {
    fn from(texts: Texts) -> Self {
        texts.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_gets_the_nearest_language_and_is_told_which() {
        let texts = Texts::new()
            .with(Language::Es, "Árboles")
            .with(Language::En, "Trees");
        assert_eq!(texts.best(Language::En), Some(("en", "Trees")));
        assert_eq!(texts.best(Language::Ca), Some(("es", "Árboles")));
        assert_eq!(Texts::new().best(Language::Ca), None);
    }

    #[test]
    fn a_text_only_in_a_language_of_the_city_is_better_than_none() {
        let mut texts = Texts::new();
        texts.set("OC", "Arbres").expect("a tag");
        assert_eq!(texts.best(Language::En), Some(("oc", "Arbres")));
    }

    #[test]
    fn a_blank_text_is_no_text() {
        let texts = Texts::new().with(Language::Ca, " \n");
        assert!(texts.is_empty());
    }

    #[test]
    fn json_that_breaks_the_bounds_is_refused() {
        let read = |json: &str| serde_json::from_str::<Texts>(json);
        assert!(read(r#"{"ca": "Arbres", "pt-br": "Árvores"}"#).is_ok());
        assert!(read(r#"{"../ca": "Arbres"}"#).is_err());
        let long = format!(r#"{{"ca": "{}"}}"#, "x".repeat(BYTES_MAX + 1));
        assert!(read(&long).is_err());
    }
}
