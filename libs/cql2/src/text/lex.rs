// SPDX-License-Identifier: AGPL-3.0-or-later

//! Words and signs of the text encoding, one after the other.

use crate::expr::Number;
use crate::limits::{Error, Why, short};

/// A word or a sign.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// A name or a keyword, as written.
    Word(String),
    /// A name in double quotes.
    Quoted(String),
    /// A text in single quotes.
    Text(String),
    /// A number without its sign.
    Number(Number),
    /// `=`, `<>`, `(`, `+` …
    Sign(&'static str),
    /// Nothing more.
    End,
}

/// Longer ones first, so that `<=` is not read as `<`.
const SIGNS: [&str; 16] = [
    "<>", "<=", ">=", "=", "<", ">", "(", ")", ",", "+", "-", "*", "/", "%", "^", "..",
];

/// The rest of a text.
#[derive(Debug, Clone)]
pub struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The next token, and the byte at which it begins.
    pub fn next(&mut self) -> Result<(Token, usize), Error> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        let (at, rest) = (self.at, self.rest());
        let Some(first) = rest.chars().next() else {
            return Ok((Token::End, at));
        };
        let token = match first {
            '\'' => Token::Text(self.quoted('\'')?),
            '"' => Token::Quoted(self.quoted('"')?),
            c if starts_name(c) => {
                let end = rest.find(|c| !continues_name(c)).unwrap_or(rest.len());
                self.at += end;
                Token::Word(rest[..end].to_owned())
            }
            c if c.is_ascii_digit() || is_fraction(rest) => self.number()?,
            _ => {
                let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) else {
                    return Err(self.unexpected("a property, a value or an operator"));
                };
                self.at += sign.len();
                Token::Sign(sign)
            }
        };
        Ok((token, at))
    }

    fn unexpected(&self, expected: &'static str) -> Error {
        Error {
            at: self.at.to_string(),
            why: Why::Unexpected {
                expected,
                found: short(self.rest()),
            },
        }
    }

    /// What stands between marks. A mark within is written twice; in a text, also after `\`.
    fn quoted(&mut self, mark: char) -> Result<String, Error> {
        let mut out = String::new();
        let mut signs = self.rest().char_indices().skip(1).peekable();
        while let Some((at, sign)) = signs.next() {
            let escaped = sign == '\\' && mark == '\'';
            match signs.peek() {
                Some((_, next)) if *next == mark && (sign == mark || escaped) => {
                    out.push(mark);
                    signs.next();
                }
                _ if sign == mark => {
                    self.at += at + mark.len_utf8();
                    return Ok(out);
                }
                _ => out.push(sign),
            }
        }
        Err(self.unexpected("a closing quotation mark"))
    }

    fn number(&mut self) -> Result<Token, Error> {
        let rest = self.rest().as_bytes();
        let digits = |from: usize| {
            rest[from..]
                .iter()
                .take_while(|b| b.is_ascii_digit())
                .count()
        };
        let mut end = digits(0);
        let mut real = false;
        if rest.get(end) == Some(&b'.') {
            real = true;
            end += 1 + digits(end + 1);
        }
        if matches!(rest.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(rest.get(end + 1), Some(b'+' | b'-')));
            let exponent = digits(end + 1 + sign);
            if exponent > 0 {
                real = true;
                end += 1 + sign + exponent;
            }
        }
        let written = &self.rest()[..end];
        let whole = (!real).then(|| written.parse().ok().map(Number::Integer));
        let number = whole.flatten().or_else(|| {
            let number: f64 = written.parse().ok()?;
            number.is_finite().then_some(Number::Real(number))
        });
        let Some(number) = number else {
            return Err(self.unexpected("a number that is not too large"));
        };
        self.at += end;
        Ok(Token::Number(number))
    }
}

fn is_fraction(rest: &str) -> bool {
    rest.strip_prefix('.')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a name may begin so without quotation marks.
pub fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == ':'
}

/// Whether a name may go on so without quotation marks.
pub fn continues_name(c: char) -> bool {
    starts_name(c) || c.is_numeric() || c == '.'
}
