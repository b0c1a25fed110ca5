// SPDX-License-Identifier: AGPL-3.0-or-later

//! How much is read, and why something was not.

use crate::op::Kind;

/// How much of a filter is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the text.
    pub bytes: usize,
    /// Expressions within expressions. Terms of a chain like `1 + 2 + 3` count, because they stand
    /// within each other too.
    pub depth: usize,
    /// Expressions in all.
    pub nodes: usize,
    /// Positions of all geometries together.
    pub positions: usize,
}

impl Default for Limits {
    /// What a person or a map client writes fits many times.
    fn default() -> Self {
        Self {
            bytes: 16 << 10,
            depth: 24,
            nodes: 200,
            positions: 500,
        }
    }
}

/// Why a filter was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at {at}: {why}")]
pub struct Error {
    /// Where: the byte of the text, or the place in the JSON (`/args/0`).
    pub at: String,
    /// Why.
    pub why: Why,
}

/// What is wrong with a filter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// Something else stands here than could.
    #[error("{expected} is expected here, and {found:?} was found")]
    Unexpected {
        /// What could stand here, as the standard calls it.
        expected: &'static str,
        /// What stands here.
        found: String,
    },
    /// An operand that the operator does not take.
    #[error("{op} takes {kind} here")]
    Operand {
        /// The operator, as JSON names it.
        op: String,
        /// What it takes.
        kind: Kind,
    },
    /// The number of operands is not the operator's.
    #[error("{op} takes {takes} operands")]
    Count {
        /// The operator, as JSON names it.
        op: String,
        /// How many it takes.
        takes: usize,
    },
    /// A number, a date, a time or a geometry that is none.
    #[error("{written:?} is not {what}")]
    Literal {
        /// What it should be.
        what: &'static str,
        /// What was written.
        written: String,
    },
    /// It is no JSON.
    #[error("this is not JSON: {0}")]
    NotJson(String),
    /// More than is read; of what, and how much is.
    #[error("a filter has at most {most} {of}")]
    TooMuch {
        /// Of what there is too much: `bytes`, `levels`, `expressions`, `positions`.
        of: &'static str,
        /// How much is read.
        most: usize,
    },
}

/// What is left of the limits while a filter is read.
#[derive(Debug)]
pub struct Budget {
    limits: Limits,
    nodes: usize,
    positions: usize,
}

impl Budget {
    pub fn new(text: &str, limits: &Limits) -> Result<Self, Error> {
        if text.len() > limits.bytes {
            let why = Why::TooMuch {
                of: "bytes",
                most: limits.bytes,
            };
            let at = limits.bytes.to_string();
            return Err(Error { at, why });
        }
        Ok(Self {
            limits: *limits,
            nodes: 0,
            positions: 0,
        })
    }

    /// One more expression.
    pub fn node(&mut self) -> Result<(), Why> {
        self.nodes += 1;
        within(self.nodes, self.limits.nodes, "expressions")
    }

    /// One more position.
    pub fn position(&mut self) -> Result<(), Why> {
        self.positions += 1;
        within(self.positions, self.limits.positions, "positions")
    }

    /// So deep.
    pub fn depth(&self, depth: usize) -> Result<(), Why> {
        within(depth, self.limits.depth, "levels")
    }
}

fn within(count: usize, most: usize, of: &'static str) -> Result<(), Why> {
    if count > most {
        return Err(Why::TooMuch { of, most });
    }
    Ok(())
}

/// What was found, short enough to be said.
pub fn short(text: &str) -> String {
    const CHARS: usize = 40;
    let mut shown: String = text.chars().take(CHARS).collect();
    if text.chars().nth(CHARS).is_some() {
        shown.push('…');
    }
    shown
}
