// SPDX-License-Identifier: AGPL-3.0-or-later

//! A query as words and signs.

use super::{Bound, Match, Pattern, QueryError, TEXT_BYTES_MAX};

/// A word or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Open,
    Close,
    And,
    Or,
    /// `NOT`, `-` or `!` before a clause.
    Not,
    /// `+` before a clause.
    Must,
    /// A name with a colon behind it.
    Field(String),
    /// A word, phrase, pattern or range.
    Value(Match),
}

/// A token and where it begins, in characters from 1.
pub type Placed = (Token, usize);

/// The signs that end a word.
const ENDS: &str = ":()[]{}\"^~";

pub fn tokens(text: &str) -> Result<Vec<Placed>, QueryError> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(QueryError::TooLong);
    }
    let letters: Vec<char> = text.chars().collect();
    let mut reader = Reader {
        letters: &letters,
        at: 0,
    };
    if text.trim_start().starts_with("{!") {
        return Err(reader.not_here("{!"));
    }
    let mut tokens = Vec::new();
    while let Some(token) = reader.next()? {
        tokens.push(token);
    }
    Ok(tokens)
}

struct Reader<'a> {
    letters: &'a [char],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn peek_second(&self) -> Option<char> {
        self.letters.get(self.at + 1).copied()
    }

    fn not_here(&self, what: &'static str) -> QueryError {
        QueryError::NotHere {
            what,
            at: self.at + 1,
        }
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn next(&mut self) -> Result<Option<Placed>, QueryError> {
        self.skip_space();
        // Of a bracket: `(a b)^2`.
        while self.peek() == Some('^') {
            self.boost()?;
            self.skip_space();
        }
        let begin = self.at + 1;
        let Some(letter) = self.peek() else {
            return Ok(None);
        };
        let doubled = self.peek_second() == Some(letter);
        let (token, length) = match letter {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '&' if doubled => (Token::And, 2),
            '|' if doubled => (Token::Or, 2),
            '+' => (Token::Must, 1),
            '-' | '!' => (Token::Not, 1),
            '"' => {
                let phrase = self.phrase()?;
                self.boost()?;
                return Ok(Some((Token::Value(Match::Phrase(phrase)), begin)));
            }
            '[' | '{' => {
                let range = self.range()?;
                self.boost()?;
                return Ok(Some((Token::Value(range), begin)));
            }
            '/' => return Err(self.not_here("/")),
            '~' => return Err(self.not_here("~")),
            ':' | ']' | '}' => {
                return Err(QueryError::Unexpected {
                    found: letter.to_string(),
                    at: begin,
                });
            }
            _ => return Ok(Some((self.word()?, begin))),
        };
        self.at += length;
        Ok(Some((token, begin)))
    }

    /// The letter behind a backslash; at the end, the backslash itself.
    fn escaped(&mut self) -> char {
        let Some(letter) = self.peek() else {
            return '\\';
        };
        self.at += 1;
        letter
    }

    fn phrase(&mut self) -> Result<String, QueryError> {
        let at = self.at + 1;
        self.at += 1;
        let mut phrase = String::new();
        while let Some(letter) = self.peek() {
            self.at += 1;
            match letter {
                '"' => return Ok(phrase),
                '\\' => {
                    phrase.push(self.escaped());
                }
                letter => phrase.push(letter),
            }
        }
        Err(QueryError::Open { sign: '"', at })
    }

    /// A number behind `^`, which changes nothing; a distance behind `~` is not answered.
    fn boost(&mut self) -> Result<(), QueryError> {
        match self.peek() {
            Some('~') => Err(self.not_here("~")),
            Some('^') => {
                self.at += 1;
                let from = self.at;
                while self.peek().is_some_and(|c| c.is_ascii_digit() || c == '.') {
                    self.at += 1;
                }
                if self.at == from {
                    return Err(self.unexpected());
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn unexpected(&self) -> QueryError {
        QueryError::Unexpected {
            found: self.peek().map(String::from).unwrap_or_default(),
            at: self.at + 1,
        }
    }

    /// A word, a pattern, a field with its colon, or one of the words that are signs.
    fn word(&mut self) -> Result<Token, QueryError> {
        let (mut word, mut pattern) = (String::new(), Vec::new());
        let (mut is_plain, mut has_wild) = (true, false);
        while let Some(letter) = self.peek() {
            if letter.is_whitespace() || ENDS.contains(letter) {
                break;
            }
            self.at += 1;
            if letter == '\\' {
                is_plain = false;
                let next = self.escaped();
                word.push(next);
                pattern.push((next, false));
            } else {
                has_wild |= matches!(letter, '*' | '?');
                word.push(letter);
                pattern.push((letter, true));
            }
        }
        if self.peek() == Some(':') {
            self.at += 1;
            return Ok(Token::Field(word));
        }
        self.boost()?;
        Ok(match word.as_str() {
            "AND" if is_plain => Token::And,
            "OR" if is_plain => Token::Or,
            "NOT" if is_plain => Token::Not,
            "*" if is_plain => Token::Value(Match::Present),
            _ if has_wild => Token::Value(Match::Pattern(Pattern::of(&pattern))),
            _ => Token::Value(Match::Word(word)),
        })
    }

    fn range(&mut self) -> Result<Match, QueryError> {
        let open = self.peek().unwrap_or('[');
        let at = self.at + 1;
        self.at += 1;
        let from = self.end()?;
        self.skip_space();
        if self.letters[self.at.min(self.letters.len())..].starts_with(&['T', 'O'])
            && self
                .letters
                .get(self.at + 2)
                .is_some_and(|c| c.is_whitespace())
        {
            self.at += 2;
        } else {
            return Err(match self.peek() {
                None => QueryError::Open { sign: open, at },
                Some(_) => self.unexpected(),
            });
        }
        let to = self.end()?;
        self.skip_space();
        let close = self.peek().ok_or(QueryError::Open { sign: open, at })?;
        if !matches!(close, ']' | '}') {
            return Err(self.unexpected());
        }
        self.at += 1;
        let bound =
            |value: Option<String>, is_included| value.map(|value| Bound { value, is_included });
        let (from, to) = (bound(from, open == '['), bound(to, close == ']'));
        if from.is_none() && to.is_none() {
            return Ok(Match::Present);
        }
        Ok(Match::Range { from, to })
    }

    /// One end of a range; nothing for `*`.
    fn end(&mut self) -> Result<Option<String>, QueryError> {
        self.skip_space();
        if self.peek() == Some('"') {
            return self.phrase().map(Some);
        }
        let mut value = String::new();
        let mut is_plain = true;
        while let Some(letter) = self.peek() {
            if letter.is_whitespace() || matches!(letter, ']' | '}' | '[' | '{' | '"') {
                break;
            }
            self.at += 1;
            if letter == '\\' {
                is_plain = false;
                value.push(self.escaped());
            } else {
                value.push(letter);
            }
        }
        match value.as_str() {
            "" => Err(self.unexpected()),
            "*" if is_plain => Ok(None),
            _ => Ok(Some(value)),
        }
    }
}
