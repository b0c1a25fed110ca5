// SPDX-License-Identifier: AGPL-3.0-or-later

//! Solr's query language, the part of it that clients of CKAN write.

mod parse;
mod pattern;
mod token;
mod write;

pub use pattern::Pattern;

/// The longest query, in bytes.
pub const TEXT_BYTES_MAX: usize = 8 * 1024;
/// Brackets within brackets.
pub const DEPTH_MAX: usize = 20;
/// The most conditions of one query.
pub const CLAUSES_MAX: usize = 256;

/// What is asked of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Everything: `*:*`.
    All,
    /// A field, or any text where none is named, holds this.
    Is {
        /// The field: `organization`.
        field: Option<String>,
        /// What it holds.
        what: Match,
    },
    /// All of them hold; two at least.
    And(Vec<Query>),
    /// One of them holds; two at least.
    Or(Vec<Query>),
    /// It does not hold.
    Not(Box<Query>),
}

/// What a field may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// Anything: `license_id:*`.
    Present,
    /// A word, or a whole value: `CSV`.
    Word(String),
    /// Words in this order, or a whole value: `"air quality"`.
    Phrase(String),
    /// A value with unknown parts: `air-*`.
    Pattern(Pattern),
    /// Values from one to another: `[2026-01-01T00:00:00Z TO *]`.
    Range {
        /// Where it begins; open where there is none.
        from: Option<Bound>,
        /// Where it ends; open where there is none.
        to: Option<Bound>,
    },
}

/// An end of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// As it was written.
    pub value: String,
    /// Whether the value itself is in the range.
    pub is_included: bool,
}

/// Why a text is no query. Places are counted in characters, from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Longer than [`TEXT_BYTES_MAX`].
    #[error("a query has at most {TEXT_BYTES_MAX} bytes")]
    TooLong,
    /// Deeper than [`DEPTH_MAX`].
    #[error("brackets stand in brackets at most {DEPTH_MAX} deep")]
    TooDeep,
    /// More conditions than [`CLAUSES_MAX`].
    #[error("a query has at most {CLAUSES_MAX} conditions")]
    TooMany,
    /// A bracket or a quotation mark that is not closed.
    #[error("what begins at {at} with {sign} does not end")]
    Open {
        /// The sign.
        sign: char,
        /// Where it stands.
        at: usize,
    },
    /// Something that cannot stand where it does.
    #[error("{found:?} at {at} is not expected there")]
    Unexpected {
        /// What stands there; empty at the end.
        found: String,
        /// Where.
        at: usize,
    },
    /// Something of Solr's language that is not answered here.
    #[error("{what} is not answered here ({at})")]
    NotHere {
        /// What it is: `/`, `~`, `{!`.
        what: &'static str,
        /// Where it stands.
        at: usize,
    },
}

impl Query {
    /// Reads a query. An empty one asks for everything.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        parse::parse(text)
    }

    /// Reads what people type into a box: as a query, and where that is no query and names no field,
    /// as plain words that must all be there.
    pub fn parse_typed(text: &str) -> Result<Self, QueryError> {
        match Self::parse(text) {
            Err(
                QueryError::Open { .. }
                | QueryError::Unexpected { .. }
                | QueryError::NotHere { .. },
            ) if !text.contains(':') => Self::words(text),
            read => read,
        }
    }

    /// All words of a text, without any sign.
    fn words(text: &str) -> Result<Self, QueryError> {
        let words = text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty());
        let clauses: Vec<_> = words
            .map(|word| Self::Is {
                field: None,
                what: Match::Word(word.to_owned()),
            })
            .take(CLAUSES_MAX + 1)
            .collect();
        if clauses.len() > CLAUSES_MAX {
            return Err(QueryError::TooMany);
        }
        Ok(Self::all_of(clauses))
    }

    /// All of these together; everything where there are none.
    pub fn all_of(queries: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for query in queries {
            match query {
                Self::All => {}
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::All,
            1 => flat.swap_remove(0),
            _ => Self::And(flat),
        }
    }

    /// Its conditions, each with its field.
    pub fn conditions(&self) -> Vec<(Option<&str>, &Match)> {
        match self {
            Self::All => Vec::new(),
            Self::Is { field, what } => vec![(field.as_deref(), what)],
            Self::And(all) | Self::Or(all) => all.iter().flat_map(Self::conditions).collect(),
            Self::Not(inner) => inner.conditions(),
        }
    }

    /// The words and phrases that what is found should hold, in texts where `is_text` says that a
    /// field holds one: what is found is ordered by them.
    pub fn sought<'a>(&'a self, is_text: &dyn Fn(Option<&str>) -> bool) -> Vec<&'a str> {
        match self {
            Self::Is {
                field,
                what: Match::Word(text) | Match::Phrase(text),
            } if is_text(field.as_deref()) => vec![text],
            Self::And(all) | Self::Or(all) => {
                all.iter().flat_map(|one| one.sought(is_text)).collect()
            }
            Self::All | Self::Is { .. } | Self::Not(_) => Vec::new(),
        }
    }
}
