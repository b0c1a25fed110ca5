// SPDX-License-Identifier: AGPL-3.0-or-later

//! Words that rows are searched for: plain ones, or PostgreSQL's text search as clients write it
//! (`fo:* & !bar`).

/// The longest text, in bytes.
pub const TEXT_BYTES_MAX: usize = 1_000;
/// The most words.
pub const WORDS_MAX: usize = 20;
/// Brackets within brackets.
pub const DEPTH_MAX: usize = 10;

/// Which words a row has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// This one.
    Has(String),
    /// All of them.
    All(Vec<Self>),
    /// One of them.
    Any(Vec<Self>),
    /// Not these.
    Not(Box<Self>),
}

/// Why a text names no words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// More than is answered.
    #[error(
        "at most {WORDS_MAX} words in {TEXT_BYTES_MAX} bytes, {DEPTH_MAX} brackets deep, are answered"
    )]
    TooMuch,
    /// Not as text search is written.
    #[error("{found:?} at {at} is not expected there: words are joined by &, | and !")]
    Unexpected {
        /// What stands there; empty at the end.
        found: String,
        /// Where, in characters from 1.
        at: usize,
    },
}

impl Words {
    /// Plain words: a row has all of them.
    pub fn plain(text: &str) -> Result<Self, WordsError> {
        let words: Vec<_> = text
            .split_whitespace()
            .map(|word| Self::Has(word.to_owned()))
            .take(WORDS_MAX + 1)
            .collect();
        if text.len() > TEXT_BYTES_MAX || words.len() > WORDS_MAX {
            return Err(WordsError::TooMuch);
        }
        Ok(Self::All(words))
    }

    /// PostgreSQL's `tsquery`: words in quotes or without, `&`, `|`, `!` and brackets. The beginning of
    /// a word (`:*`) is a word like any: words are found within words.
    pub fn search(text: &str) -> Result<Self, WordsError> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(WordsError::TooMuch);
        }
        let letters: Vec<char> = text.chars().collect();
        let mut reader = Reader {
            letters: &letters,
            at: 0,
            words: 0,
        };
        if reader.peek().is_none() {
            return Ok(Self::All(Vec::new()));
        }
        let words = reader.any(0)?;
        match reader.peek() {
            None => Ok(words),
            Some(_) => Err(reader.unexpected()),
        }
    }
}

struct Reader<'a> {
    letters: &'a [char],
    at: usize,
    words: usize,
}

impl Reader<'_> {
    /// The next letter that is no space.
    fn peek(&mut self) -> Option<char> {
        while self.letters.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        self.letters.get(self.at).copied()
    }

    fn unexpected(&self) -> WordsError {
        WordsError::Unexpected {
            found: self
                .letters
                .get(self.at)
                .map(char::to_string)
                .unwrap_or_default(),
            at: self.at + 1,
        }
    }

    fn any(&mut self, depth: usize) -> Result<Words, WordsError> {
        if depth > DEPTH_MAX {
            return Err(WordsError::TooMuch);
        }
        let mut any = vec![self.all(depth)?];
        while self.peek() == Some('|') {
            self.at += 1;
            any.push(self.all(depth)?);
        }
        Ok(if any.len() == 1 {
            any.swap_remove(0)
        } else {
            Words::Any(any)
        })
    }

    fn all(&mut self, depth: usize) -> Result<Words, WordsError> {
        let mut all = vec![self.one(depth)?];
        while self.peek() == Some('&') {
            self.at += 1;
            all.push(self.one(depth)?);
        }
        Ok(if all.len() == 1 {
            all.swap_remove(0)
        } else {
            Words::All(all)
        })
    }

    fn one(&mut self, depth: usize) -> Result<Words, WordsError> {
        let mut is_not = false;
        while self.peek() == Some('!') {
            self.at += 1;
            is_not = !is_not;
        }
        let one = match self.peek() {
            Some('(') => {
                self.at += 1;
                let inner = self.any(depth + 1)?;
                if self.peek() != Some(')') {
                    return Err(self.unexpected());
                }
                self.at += 1;
                inner
            }
            Some('\'') => self.quoted()?,
            Some(letter) if !is_sign(letter) => self.word()?,
            _ => return Err(self.unexpected()),
        };
        Ok(if is_not {
            Words::Not(Box::new(one))
        } else {
            one
        })
    }

    fn quoted(&mut self) -> Result<Words, WordsError> {
        self.at += 1;
        let mut word = String::new();
        loop {
            match self.letters.get(self.at) {
                Some('\'') if self.letters.get(self.at + 1) == Some(&'\'') => self.at += 1,
                Some('\'') => break,
                Some(_) => {}
                None => return Err(self.unexpected()),
            }
            word.extend(self.letters.get(self.at));
            self.at += 1;
        }
        self.at += 1;
        self.marked(word)
    }

    fn word(&mut self) -> Result<Words, WordsError> {
        let mut word = String::new();
        while let Some(&letter) = self.letters.get(self.at) {
            if letter.is_whitespace() || is_sign(letter) || letter == ':' {
                break;
            }
            word.push(letter);
            self.at += 1;
        }
        self.marked(word)
    }

    /// A word with the marks behind its colon: weights and `*`.
    fn marked(&mut self, word: String) -> Result<Words, WordsError> {
        if self.letters.get(self.at) == Some(&':') {
            self.at += 1;
            let is_mark = |c: &char| matches!(c.to_ascii_uppercase(), '*' | 'A'..='D');
            while self.letters.get(self.at).is_some_and(is_mark) {
                self.at += 1;
            }
        }
        self.words += 1;
        if self.words > WORDS_MAX {
            return Err(WordsError::TooMuch);
        }
        if word.is_empty() {
            return Err(self.unexpected());
        }
        Ok(Words::Has(word))
    }
}

fn is_sign(letter: char) -> bool {
    matches!(letter, '&' | '|' | '!' | '(' | ')' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(word: &str) -> Words {
        Words::Has(word.to_owned())
    }

    #[test]
    fn plain_words_and_text_search_are_read() {
        assert_eq!(
            Words::plain("vila  de gràcia"),
            Ok(Words::All(vec![has("vila"), has("de"), has("gràcia")]))
        );
        assert_eq!(Words::search("grà:*"), Ok(has("grà")));
        assert_eq!(
            Words::search("a & (b:A | 'c d''e':*) & !f"),
            Ok(Words::All(vec![
                has("a"),
                Words::Any(vec![has("b"), has("c d'e")]),
                Words::Not(Box::new(has("f"))),
            ]))
        );
        assert_eq!(Words::search("  "), Ok(Words::All(Vec::new())));
    }

    #[test]
    fn what_cannot_be_read_says_where() {
        for text in ["a b", "a &", "(a", "a)", "'a", "!", ":*", "a <-> b"] {
            assert!(
                matches!(Words::search(text), Err(WordsError::Unexpected { .. })),
                "{text}"
            );
        }
        assert_eq!(Words::search(&"(".repeat(900)), Err(WordsError::TooMuch));
        assert_eq!(Words::plain(&"a ".repeat(30)), Err(WordsError::TooMuch));
    }
}
