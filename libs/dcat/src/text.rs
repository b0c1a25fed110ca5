// SPDX-License-Identifier: AGPL-3.0-or-later

//! Addresses and texts in the only forms that every format can hold.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use oxrdf::{Literal, NamedNode};

/// An absolute IRI.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iri(NamedNode);

/// Why a text is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no absolute IRI")]
pub struct NotAnIri(pub String);

impl Iri {
    /// Takes an address as people write it: what may not stand in an IRI, such as a space, is
    /// percent-encoded; what is encoded already stays as it is.
    pub fn new(text: &str) -> Result<Self, NotAnIri> {
        let mut written = String::with_capacity(text.len());
        for char in text.trim().chars() {
            let forbidden = char <= ' '
                || matches!(char, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
                || char.is_control();
            if forbidden {
                let mut bytes = [0; 4];
                for byte in char.encode_utf8(&mut bytes).bytes() {
                    write!(written, "%{byte:02X}").expect("a String takes everything");
                }
            } else {
                written.push(char);
            }
        }
        NamedNode::new(written)
            .map(Self)
            .map_err(|_| NotAnIri(text.to_owned()))
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The address of a part of this thing: `#name` behind it, or `-name` where it has a fragment.
    pub(crate) fn part(&self, name: &str) -> NamedNode {
        let between = if self.as_str().contains('#') {
            '-'
        } else {
            '#'
        };
        NamedNode::new_unchecked(format!("{}{between}{name}", self.as_str()))
    }

    pub(crate) fn node(&self) -> NamedNode {
        self.0.clone()
    }
}

/// A text in several languages, at most one in each, none of them empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// No text.
    pub fn new() -> Self {
        Self::default()
    }

    /// A text in one language.
    pub fn one(language: &str, text: &str) -> Self {
        Self::new().with(language, text)
    }

    /// Adds a text, or replaces the one in the same language. `language` is a tag by BCP 47.
    ///
    /// A text that is empty or whose language is no tag is left out: no profile has a place for it.
    /// Control characters, which XML cannot hold, are left out too, and every end of line is `\n`.
    #[must_use]
    pub fn with(mut self, language: &str, text: &str) -> Self {
        let clean = clean(text);
        let literal = Literal::new_language_tagged_literal(clean, language);
        if let Ok(literal) = literal
            && !literal.value().is_empty()
        {
            let (text, _, language) = literal.destruct();
            self.0
                .extend(language.map(|language| (language.to_ascii_lowercase(), text)));
        }
        self
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text in a language.
    pub fn in_language(&self, language: &str) -> Option<&str> {
        self.0.get(language).map(String::as_str)
    }

    pub(crate) fn literals(&self) -> impl Iterator<Item = Literal> {
        self.0.iter().map(|(language, text)| {
            Literal::new_language_tagged_literal_unchecked(text.as_str(), language.as_str())
        })
    }
}

/// What all three formats can hold and give back unchanged.
pub(crate) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |char: &char| {
        (!char.is_control() || matches!(char, '\n' | '\t'))
            && !matches!(char, '\u{FFFE}' | '\u{FFFF}')
    };
    text.trim()
        .chars()
        .filter(kept)
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Iri, Texts};

    #[test]
    fn what_may_not_stand_in_an_address_is_encoded_and_the_rest_stays() {
        let iri = Iri::new(" https://city.example/mapa {1}/caña%20b?q=<x>|\"y\" ").expect("an IRI");
        assert_eq!(
            iri.as_str(),
            "https://city.example/mapa%20%7B1%7D/caña%20b?q=%3Cx%3E%7C%22y%22"
        );
        assert!(Iri::new("data/trees").is_err(), "relative");
        assert!(Iri::new("").is_err());
    }

    #[test]
    fn a_part_of_a_part_is_an_address_too() {
        let whole = Iri::new("https://city.example/data/trees").expect("an IRI");
        assert_eq!(
            whole.part("place").as_str(),
            "https://city.example/data/trees#place"
        );
        let part = Iri::new("https://city.example/#city").expect("an IRI");
        assert_eq!(
            part.part("kind").as_str(),
            "https://city.example/#city-kind"
        );
    }

    #[test]
    fn texts_hold_what_every_format_can_give_back() {
        let texts = Texts::one("ca", "  a\r\nb\u{0}\u{b}c\t ")
            .with("es", " \u{1} ")
            .with("not a tag", "x")
            .with("EN", "x");
        assert_eq!(texts.in_language("ca"), Some("a\nbc"));
        assert_eq!(texts.in_language("es"), None);
        assert_eq!(texts.in_language("en"), Some("x"));
        assert_eq!(texts.literals().count(), 2);
    }
}
