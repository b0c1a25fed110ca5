// SPDX-License-Identifier: AGPL-3.0-or-later

//! Words and signs as a tree.
//!
//! ```text
//! either = both ("OR" both)*
//! both   = item (("AND")? item)*
//! item   = ("NOT" | "-" | "+")* clause
//! clause = "(" either ")" | field ":" clause | value
//! ```

use super::token::{Placed, Token, tokens};
use super::{CLAUSES_MAX, DEPTH_MAX, Match, Query, QueryError};

pub fn parse(text: &str) -> Result<Query, QueryError> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Ok(Query::All);
    }
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        end: text.chars().count() + 1,
        clauses: 0,
    };
    let query = parser.either(None, 0)?;
    match parser.peek() {
        None => Ok(query),
        Some(_) => Err(parser.unexpected()),
    }
}

struct Parser<'a> {
    tokens: &'a [Placed],
    at: usize,
    /// The place behind the last character.
    end: usize,
    clauses: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn place(&self) -> usize {
        self.tokens.get(self.at).map_or(self.end, |(_, at)| *at)
    }

    fn unexpected(&self) -> QueryError {
        let found = match self.peek() {
            None => "",
            Some(Token::Open) => "(",
            Some(Token::Close) => ")",
            Some(Token::And) => "AND",
            Some(Token::Or) => "OR",
            Some(Token::Not) => "NOT",
            Some(Token::Must) => "+",
            Some(Token::Field(name)) => name,
            Some(Token::Value(_)) => "value",
        };
        QueryError::Unexpected {
            found: found.to_owned(),
            at: self.place(),
        }
    }

    fn either(&mut self, field: Option<&str>, depth: usize) -> Result<Query, QueryError> {
        if depth > DEPTH_MAX {
            return Err(QueryError::TooDeep);
        }
        let mut all = vec![self.both(field, depth)?];
        while self.peek() == Some(&Token::Or) {
            self.at += 1;
            all.push(self.both(field, depth)?);
        }
        let mut flat = Vec::new();
        for query in all {
            match query {
                // Whatever else is asked, everything is enough.
                Query::All => return Ok(Query::All),
                Query::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        Ok(if flat.len() == 1 {
            flat.swap_remove(0)
        } else {
            Query::Or(flat)
        })
    }

    fn both(&mut self, field: Option<&str>, depth: usize) -> Result<Query, QueryError> {
        let mut all = vec![self.item(field, depth)?];
        loop {
            match self.peek() {
                Some(Token::And) => self.at += 1,
                None | Some(Token::Or | Token::Close) => break,
                Some(_) => {}
            }
            all.push(self.item(field, depth)?);
        }
        Ok(Query::all_of(all))
    }

    fn item(&mut self, field: Option<&str>, depth: usize) -> Result<Query, QueryError> {
        let mut is_not = false;
        while let Some(Token::Not | Token::Must) = self.peek() {
            is_not ^= self.peek() == Some(&Token::Not);
            self.at += 1;
        }
        let clause = self.clause(field, depth)?;
        Ok(match clause {
            clause if !is_not => clause,
            Query::Not(inner) => *inner,
            clause => Query::Not(Box::new(clause)),
        })
    }

    fn clause(&mut self, field: Option<&str>, depth: usize) -> Result<Query, QueryError> {
        match self.peek() {
            Some(Token::Open) => {
                let at = self.place();
                self.at += 1;
                let inner = self.either(field, depth + 1)?;
                if self.peek() != Some(&Token::Close) {
                    return Err(match self.peek() {
                        None => QueryError::Open { sign: '(', at },
                        Some(_) => self.unexpected(),
                    });
                }
                self.at += 1;
                Ok(inner)
            }
            Some(Token::Field(name)) => {
                let name = name.clone();
                self.at += 1;
                match self.peek() {
                    Some(Token::Value(Match::Present)) if name == "*" => {
                        self.at += 1;
                        Ok(Query::All)
                    }
                    Some(Token::Open | Token::Value(_)) => self.clause(Some(&name), depth),
                    // `size:-3`
                    Some(Token::Not) => self.negative(&name),
                    _ => Err(self.unexpected()),
                }
            }
            Some(Token::Value(what)) => {
                let what = what.clone();
                self.at += 1;
                self.count()?;
                if what == Match::Present && field.is_none() {
                    return Ok(Query::All);
                }
                let field = field.map(str::to_owned);
                Ok(Query::Is { field, what })
            }
            _ => Err(self.unexpected()),
        }
    }

    fn count(&mut self) -> Result<(), QueryError> {
        self.clauses += 1;
        if self.clauses > CLAUSES_MAX {
            return Err(QueryError::TooMany);
        }
        Ok(())
    }

    fn negative(&mut self, field: &str) -> Result<Query, QueryError> {
        self.at += 1;
        match self.peek() {
            Some(Token::Value(Match::Word(word))) => {
                let what = Match::Word(format!("-{word}"));
                self.at += 1;
                self.count()?;
                Ok(Query::Is {
                    field: Some(field.to_owned()),
                    what,
                })
            }
            _ => Err(self.unexpected()),
        }
    }
}
