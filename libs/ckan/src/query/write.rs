// SPDX-License-Identifier: AGPL-3.0-or-later

//! A query as text that is read back as the same query.

use std::fmt::{self, Display, Formatter, Write as _};

use super::{Bound, Match, Query};

/// Signs of the language, wherever they stand.
const SIGNS: &str = "+-&|!(){}[]^\"~*?:\\/";

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("*:*"),
            Self::Is { field, what } => {
                if let Some(field) = field {
                    escaped(field, f)?;
                    f.write_char(':')?;
                }
                write!(f, "{what}")
            }
            Self::And(all) => joined(all, " AND ", f),
            Self::Or(all) => joined(all, " OR ", f),
            Self::Not(inner) => {
                f.write_str("NOT ")?;
                bracketed(inner, f)
            }
        }
    }
}

fn joined(all: &[Query], with: &str, f: &mut Formatter<'_>) -> fmt::Result {
    for (at, one) in all.iter().enumerate() {
        if at > 0 {
            f.write_str(with)?;
        }
        bracketed(one, f)?;
    }
    Ok(())
}

fn bracketed(query: &Query, f: &mut Formatter<'_>) -> fmt::Result {
    match query {
        Query::And(_) | Query::Or(_) => write!(f, "({query})"),
        Query::All | Query::Is { .. } | Query::Not(_) => write!(f, "{query}"),
    }
}

impl Display for Match {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Present => f.write_char('*'),
            Self::Word(word) => escaped(word, f),
            Self::Phrase(phrase) => quoted(phrase, f),
            Self::Pattern(pattern) => {
                for (letter, is_sign) in pattern.letters() {
                    if !is_sign && (SIGNS.contains(letter) || letter.is_whitespace()) {
                        f.write_char('\\')?;
                    }
                    f.write_char(letter)?;
                }
                Ok(())
            }
            Self::Range { from, to } => {
                let opens = from.as_ref().is_none_or(|bound| bound.is_included);
                let closes = to.as_ref().is_none_or(|bound| bound.is_included);
                f.write_char(if opens { '[' } else { '{' })?;
                end(from.as_ref(), f)?;
                f.write_str(" TO ")?;
                end(to.as_ref(), f)?;
                f.write_char(if closes { ']' } else { '}' })
            }
        }
    }
}

fn end(bound: Option<&Bound>, f: &mut Formatter<'_>) -> fmt::Result {
    match bound {
        None => f.write_char('*'),
        Some(bound) => quoted(&bound.value, f),
    }
}

fn quoted(text: &str, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(letter)?;
    }
    f.write_char('"')
}

fn escaped(text: &str, f: &mut Formatter<'_>) -> fmt::Result {
    // A word that is a sign is none behind a backslash.
    let is_sign = matches!(text, "AND" | "OR" | "NOT");
    for (at, letter) in text.chars().enumerate() {
        if SIGNS.contains(letter) || letter.is_whitespace() || (is_sign && at == 0) {
            f.write_char('\\')?;
        }
        f.write_char(letter)?;
    }
    Ok(())
}
