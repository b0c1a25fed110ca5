// SPDX-License-Identifier: AGPL-3.0-or-later

//! `dataset.toml`: what a publisher says about a file, beside the file.
//!
//! ```toml
//! id = "street-trees"
//! publisher = "Parks and Gardens"
//! licence = "CC-BY-4.0"
//! theme = "envi"
//! frequency = "monthly"
//! contact = "dades@example.cat"
//! keywords = ["arbres", "verd urbà"]
//! key = ["codi"]
//!
//! [title]
//! ca = "Arbres dels carrers"
//! es = "Árboles de las calles"
//! en = "Street trees"
//!
//! [period]
//! from = "2020-01-01"
//! to = "2026-06-30"
//!
//! [[accepted]]                       # a finding about people, public with this reason
//! column = "titular"
//! finding = "name"
//! reason = { ca = "Són els noms de …", es = "…", en = "…" }
//!
//! [[columns]]
//! name = "codi"
//! title = { ca = "Codi", es = "Código", en = "Code" }
//! unit = "cm"
//! ```
//!
//! Nothing but a title is needed to take a file in; whether what is said is enough to publish is
//! not decided here.

use panot_core::{Name, Texts};
use serde::Deserialize;

use crate::dataset::{About, Column};
use crate::gate::{Accepted, Period};

/// What stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatasetFile {
    /// The dataset's name, where the file gives one.
    pub id: Option<Name>,
    /// What is said about the dataset.
    pub about: About,
    /// What is said about its columns, by the name they have in the table.
    pub columns: Vec<Column>,
}

/// Why the file cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {why}")]
pub struct DatasetFileError {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub why: String,
}

/// A text in languages, or one text for all of them.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Words {
    All(String),
    Each(Texts),
}

impl Words {
    /// One text for all stands as the text of each language of the interface.
    fn into_texts(self) -> Texts {
        match self {
            Self::Each(texts) => texts,
            Self::All(text) => panot_core::Language::ALL
                .into_iter()
                .fold(Texts::new(), |texts, language| {
                    texts.with(language, text.clone())
                }),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: Option<Name>,
    title: Words,
    description: Option<Words>,
    #[serde(default)]
    publisher: String,
    #[serde(default)]
    licence: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    frequency: String,
    #[serde(default)]
    contact: String,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    key: Vec<String>,
    period: Option<Period>,
    #[serde(default)]
    accepted: Vec<RawAccepted>,
    #[serde(default)]
    columns: Vec<RawColumn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAccepted {
    #[serde(default)]
    column: String,
    finding: String,
    reason: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColumn {
    name: String,
    title: Option<Words>,
    description: Option<Words>,
    unit: Option<Words>,
}

impl DatasetFile {
    /// Reads the text of the file. A key that is not known is an error: it is a typo more often
    /// than an idea.
    pub fn parse(text: &str) -> Result<Self, DatasetFileError> {
        let raw: Raw = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let before = &text[..text.floor_char_boundary(at)];
            DatasetFileError {
                line: before.matches('\n').count() + 1,
                column: before
                    .rsplit('\n')
                    .next()
                    .map_or(0, |rest| rest.chars().count())
                    + 1,
                why: error.message().to_owned(),
            }
        })?;
        let texts = |words: Option<Words>| words.map(Words::into_texts).unwrap_or_default();
        let column = |raw: RawColumn| Column {
            name: raw.name,
            title: texts(raw.title),
            description: texts(raw.description),
            unit: texts(raw.unit),
        };
        let accepted = |raw: RawAccepted| Accepted {
            column: raw.column,
            finding: raw.finding,
            reason: raw.reason.into_texts(),
        };
        Ok(Self {
            id: raw.id,
            about: About {
                title: raw.title.into_texts(),
                description: texts(raw.description),
                publisher: raw.publisher,
                licence: raw.licence,
                theme: raw.theme.to_lowercase(),
                frequency: raw.frequency.to_lowercase(),
                contact: raw.contact,
                keywords: raw.keywords,
                key: raw.key,
                period: raw.period,
                accepted: raw.accepted.into_iter().map(accepted).collect(),
            },
            columns: raw.columns.into_iter().map(column).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use panot_core::Language;

    use super::*;

    #[test]
    fn a_title_is_enough_and_one_text_serves_every_language() {
        let file = DatasetFile::parse("title = 'Arbres'\n[[columns]]\nname = 'alt'\nunit = 'cm'")
            .expect("a title is enough");
        assert_eq!(file.about.title.text(Language::En), "Arbres");
        assert_eq!(file.columns[0].unit.text(Language::Es), "cm");
        assert_eq!(file.id, None);
    }

    #[test]
    fn a_key_that_is_not_known_is_told_with_its_line() {
        let error = DatasetFile::parse("title = 'A'\n\nlicense = 'CC0'\n").unwrap_err();
        assert_eq!((error.line, error.column), (3, 1));
        assert!(error.why.contains("license"), "{error}");
    }

    #[test]
    fn a_name_that_cannot_be_an_address_is_refused() {
        assert!(DatasetFile::parse("id = '../x'\ntitle = 'A'").is_err());
    }
}
