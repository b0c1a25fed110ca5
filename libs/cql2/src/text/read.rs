// SPDX-License-Identifier: AGPL-3.0-or-later

//! From text to a tree: one pass, each token looked at once.

use super::lex::{Lexer, Token};
use crate::expr::{Expr, Number};
use crate::limits::{Budget, Error, Limits, Why, short};
use crate::moment;
use crate::op::{Array, Kind, Spatial, Temporal, is_reserved};

/// Reads a filter to its end.
pub fn read(text: &str, limits: &Limits) -> Result<Expr, Error> {
    let budget = Budget::new(text, limits)?;
    let mut lexer = Lexer::new(text);
    let (token, at) = lexer.next()?;
    let mut reader = Reader {
        lexer,
        token,
        at,
        budget,
    };
    let filter = reader.or(1)?;
    if reader.token != Token::End {
        return Err(reader.unexpected("the end of the filter, AND or OR"));
    }
    if !filter.is(Kind::Predicate) {
        return Err(Error {
            at: "0".to_owned(),
            why: Why::Operand {
                op: "filter".to_owned(),
                kind: Kind::Predicate,
            },
        });
    }
    Ok(filter)
}

/// A text that is being read, one token ahead.
pub struct Reader<'a> {
    lexer: Lexer<'a>,
    pub token: Token,
    at: usize,
    pub budget: Budget,
}

type Read = Result<Expr, Error>;

impl Reader<'_> {
    /// Takes the token that is looked at.
    pub fn take(&mut self) -> Result<Token, Error> {
        let (next, at) = self.lexer.next()?;
        self.at = at;
        Ok(std::mem::replace(&mut self.token, next))
    }

    pub fn error(&self, why: Why) -> Error {
        Error {
            at: self.at.to_string(),
            why,
        }
    }

    pub fn unexpected(&self, expected: &'static str) -> Error {
        let found = match &self.token {
            Token::Word(text) | Token::Quoted(text) | Token::Text(text) => short(text),
            Token::Number(number) => number.to_string(),
            Token::Sign(sign) => (*sign).to_owned(),
            Token::End => "the end".to_owned(),
        };
        self.error(Why::Unexpected { expected, found })
    }

    /// Whether this keyword stands here.
    pub fn is_word(&self, word: &str) -> bool {
        matches!(&self.token, Token::Word(here) if here.eq_ignore_ascii_case(word))
    }

    /// Takes this keyword if it stands here.
    pub fn took_word(&mut self, word: &str) -> Result<bool, Error> {
        let here = self.is_word(word);
        if here {
            self.take()?;
        }
        Ok(here)
    }

    /// Takes this sign if it stands here.
    pub fn took(&mut self, sign: &str) -> Result<bool, Error> {
        let here = matches!(&self.token, Token::Sign(here) if *here == sign);
        if here {
            self.take()?;
        }
        Ok(here)
    }

    /// Takes this sign, which must stand here.
    pub fn must(&mut self, sign: &'static str) -> Result<(), Error> {
        if self.took(sign)? {
            return Ok(());
        }
        Err(self.unexpected(sign))
    }

    /// Makes the expression of an operator.
    fn op(&mut self, name: &str, args: Vec<Expr>) -> Read {
        self.budget.node().map_err(|why| self.error(why))?;
        Expr::op(name, args).map_err(|why| self.error(why))
    }

    /// Counts an expression without operands.
    fn leaf(&mut self, leaf: Expr) -> Read {
        self.budget.node().map_err(|why| self.error(why))?;
        Ok(leaf)
    }

    fn or(&mut self, depth: usize) -> Read {
        self.budget.depth(depth).map_err(|why| self.error(why))?;
        self.junction("or", depth, Self::and)
    }

    fn and(&mut self, depth: usize) -> Read {
        self.junction("and", depth, Self::not)
    }

    fn junction(&mut self, word: &str, depth: usize, part: fn(&mut Self, usize) -> Read) -> Read {
        let first = part(self, depth)?;
        if !self.is_word(word) {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.took_word(word)? {
            parts.push(part(self, depth + 1)?);
        }
        self.op(word, parts)
    }

    fn not(&mut self, depth: usize) -> Read {
        if !self.took_word("not")? {
            return self.predicate(depth);
        }
        self.budget.depth(depth).map_err(|why| self.error(why))?;
        // A reader that is kind to NOT NOT a = b, which the grammar does not know.
        let negated = self.not(depth + 1)?;
        self.op("not", vec![negated])
    }

    /// A value, and what is said of it.
    fn predicate(&mut self, depth: usize) -> Read {
        let left = self.sum(depth)?;
        if let Token::Sign(sign @ ("=" | "<>" | "<" | ">" | "<=" | ">=")) = self.token {
            self.take()?;
            let right = self.sum(depth + 1)?;
            return self.op(sign, vec![left, right]);
        }
        if self.took_word("is")? {
            let negated = self.took_word("not")?;
            if !self.took_word("null")? {
                return Err(self.unexpected("NULL"));
            }
            let is = self.op("isNull", vec![left])?;
            return self.negated(negated, is);
        }
        let negated = self.took_word("not")?;
        let said = if self.took_word("like")? {
            let pattern = self.sum(depth + 1)?;
            self.op("like", vec![left, pattern])?
        } else if self.took_word("ilike")? {
            // No word of the standard, and what GDAL sends.
            let pattern = self.sum(depth + 1)?;
            let left = self.op("casei", vec![left])?;
            let pattern = self.op("casei", vec![pattern])?;
            self.op("like", vec![left, pattern])?
        } else if self.took_word("between")? {
            let low = self.sum(depth + 1)?;
            if !self.took_word("and")? {
                return Err(self.unexpected("AND"));
            }
            let high = self.sum(depth + 1)?;
            self.op("between", vec![left, low, high])?
        } else if self.took_word("in")? {
            self.must("(")?;
            let list = self.list(depth + 1)?;
            self.op("in", vec![left, Expr::List(list)])?
        } else if negated {
            return Err(self.unexpected("LIKE, BETWEEN or IN"));
        } else {
            return Ok(left);
        };
        self.negated(negated, said)
    }

    fn negated(&mut self, negated: bool, said: Expr) -> Read {
        if negated {
            return self.op("not", vec![said]);
        }
        Ok(said)
    }

    fn sum(&mut self, depth: usize) -> Read {
        self.chain(depth, &["+", "-"], Self::product)
    }

    fn product(&mut self, depth: usize) -> Read {
        self.chain(depth, &["*", "/", "%", "div"], Self::power)
    }

    /// Terms from left to right. Each stands within the next.
    fn chain(
        &mut self,
        depth: usize,
        signs: &[&'static str],
        part: fn(&mut Self, usize) -> Read,
    ) -> Read {
        let mut left = part(self, depth)?;
        let mut deep = depth;
        loop {
            let sign = match &self.token {
                Token::Sign(sign) => *sign,
                Token::Word(word) if word.eq_ignore_ascii_case("div") => "div",
                _ => return Ok(left),
            };
            if !signs.contains(&sign) {
                return Ok(left);
            }
            self.take()?;
            deep += 1;
            self.budget.depth(deep).map_err(|why| self.error(why))?;
            let right = part(self, depth + 1)?;
            left = self.op(sign, vec![left, right])?;
        }
    }

    fn power(&mut self, depth: usize) -> Read {
        let base = self.factor(depth)?;
        if !self.took("^")? {
            return Ok(base);
        }
        let exponent = self.factor(depth + 1)?;
        self.op("^", vec![base, exponent])
    }

    fn factor(&mut self, depth: usize) -> Read {
        if !self.took("-")? {
            return self.operand(depth);
        }
        if let Token::Number(number) = self.token {
            self.take()?;
            let negative = match number {
                Number::Integer(n) => Number::Integer(-n),
                Number::Real(n) => Number::Real(-n),
            };
            return self.leaf(Expr::Number(negative));
        }
        let minus = self.leaf(Expr::Number(Number::Integer(-1)))?;
        let operand = self.operand(depth + 1)?;
        self.op("*", vec![minus, operand])
    }

    fn operand(&mut self, depth: usize) -> Read {
        self.budget.depth(depth).map_err(|why| self.error(why))?;
        if self.took("(")? {
            return self.in_brackets(depth + 1);
        }
        if !matches!(
            self.token,
            Token::Word(_) | Token::Quoted(_) | Token::Text(_) | Token::Number(_)
        ) {
            return Err(self.unexpected("a property or a value"));
        }
        match self.take()? {
            Token::Text(text) => self.leaf(Expr::Text(text)),
            Token::Number(number) => self.leaf(Expr::Number(number)),
            Token::Quoted(name) => {
                if self.took("(")? {
                    let args = self.list(depth + 1)?;
                    return self.call(&name, args);
                }
                self.leaf(Expr::Property(name))
            }
            Token::Word(word) => self.named(&word, depth),
            Token::Sign(_) | Token::End => unreachable!("looked at before it was taken"),
        }
    }

    /// An expression in brackets, or a list.
    fn in_brackets(&mut self, depth: usize) -> Read {
        if self.took(")")? {
            return self.leaf(Expr::List(Vec::new()));
        }
        let first = self.or(depth)?;
        if self.took(")")? {
            return Ok(first);
        }
        self.must(",")?;
        let mut all = vec![first];
        all.append(&mut self.list(depth)?);
        self.leaf(Expr::List(all))
    }

    /// Expressions to the closing bracket.
    fn list(&mut self, depth: usize) -> Result<Vec<Expr>, Error> {
        let mut all = Vec::new();
        if self.took(")")? {
            return Ok(all);
        }
        loop {
            all.push(self.or(depth)?);
            if self.took(")")? {
                return Ok(all);
            }
            self.must(",")?;
        }
    }

    /// What a word without quotation marks means.
    fn named(&mut self, word: &str, depth: usize) -> Read {
        let upper = word.to_ascii_uppercase();
        match upper.as_str() {
            "TRUE" => return self.leaf(Expr::Boolean(true)),
            "FALSE" => return self.leaf(Expr::Boolean(false)),
            _ => {}
        }
        if let Some(shape) = self.shape(&upper)? {
            return self.leaf(Expr::Geometry(shape));
        }
        if !self.took("(")? {
            if is_reserved(word) {
                let found = word.to_owned();
                let expected = "a property or a value";
                return Err(self.error(Why::Unexpected { expected, found }));
            }
            return self.leaf(Expr::Property(word.to_owned()));
        }
        match upper.as_str() {
            "DATE" | "TIMESTAMP" => self.instant(&upper),
            "INTERVAL" => {
                let args = self.list(depth + 1)?;
                let ends = args.into_iter().map(|end| match end {
                    Expr::Text(text) => moment::bound(&text),
                    end => Ok(end),
                });
                let ends: Result<Vec<_>, _> = ends.collect();
                let ends = ends.map_err(|why| self.error(why))?;
                self.op("interval", ends)
            }
            _ => {
                let mut args = self.list(depth + 1)?;
                if Array::named(word).is_some() {
                    // ('a') is a list of one here, and a text in brackets anywhere else.
                    for arg in &mut args {
                        if !arg.is(Kind::List) && arg.is(Kind::Scalar) {
                            *arg = Expr::List(vec![arg.clone()]);
                        }
                    }
                }
                self.called(word, args)
            }
        }
    }

    fn instant(&mut self, word: &str) -> Read {
        let Token::Text(text) = &self.token else {
            return Err(self.unexpected("a date or time in quotation marks"));
        };
        let instant = if word == "DATE" {
            moment::date(text)
        } else {
            moment::timestamp(text)
        };
        let instant = instant.map_err(|why| self.error(why))?;
        self.take()?;
        self.must(")")?;
        self.leaf(instant)
    }

    /// An operator that is written as a function, or a function.
    fn called(&mut self, word: &str, args: Vec<Expr>) -> Read {
        let as_function = Spatial::named(word).is_some()
            || Temporal::named(word).is_some()
            || Array::named(word).is_some()
            || ["casei", "accenti"]
                .iter()
                .any(|op| op.eq_ignore_ascii_case(word));
        if as_function {
            return self.op(word, args);
        }
        self.call(word, args)
    }

    /// A function. Operators that have a place of their own are none.
    fn call(&mut self, name: &str, args: Vec<Expr>) -> Read {
        if !Expr::may_be_called(name) {
            let found = short(name);
            let expected = "the name of a function";
            return Err(self.error(Why::Unexpected { expected, found }));
        }
        self.leaf(Expr::Call(name.to_owned(), args))
    }
}
