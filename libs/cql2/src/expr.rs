// SPDX-License-Identifier: AGPL-3.0-or-later

//! A filter as a tree.

use crate::geometry::Geometry;
use crate::op::{Arithmetic, Array, Comparison, Spatial, Temporal};

/// A part of a filter. Names of variants are those of the standard's JSON.
///
/// Invariant of trees that were read: operands are of the kinds that their operator takes
/// ([`Expr::op`]), numbers and positions are finite, dates and times exist.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// All of these hold; at least two.
    And(Vec<Expr>),
    /// One of these holds; at least two.
    Or(Vec<Expr>),
    /// This does not hold.
    Not(Box<Expr>),
    /// Two values compared.
    Compare(Comparison, Box<[Expr; 2]>),
    /// A text and a pattern: `%` is any text, `_` any sign, `\` takes the next as it is.
    Like(Box<[Expr; 2]>),
    /// A value, and the two between which it lies, both included.
    Between(Box<[Expr; 3]>),
    /// A value that is one of these; at least one.
    In(Box<Expr>, Vec<Expr>),
    /// A value that is missing.
    IsNull(Box<Expr>),
    /// How two geometries lie.
    Spatial(Spatial, Box<[Expr; 2]>),
    /// How two times lie.
    Temporal(Temporal, Box<[Expr; 2]>),
    /// How two lists relate.
    Array(Array, Box<[Expr; 2]>),
    /// A number made of two.
    Arithmetic(Arithmetic, Box<[Expr; 2]>),
    /// A text, whatever its case.
    Casei(Box<Expr>),
    /// A text, whatever its accents.
    Accenti(Box<Expr>),
    /// A function and what it is called with.
    Call(String, Vec<Expr>),
    /// A property by its name.
    Property(String),
    /// A text.
    Text(String),
    /// A number.
    Number(Number),
    /// Truth.
    Boolean(bool),
    /// A day: `2026-01-31`.
    Date(String),
    /// A moment in UTC: `2026-01-31T12:00:00Z`.
    Timestamp(String),
    /// The open end of an interval.
    Open,
    /// A time from one bound to another.
    Interval(Box<[Expr; 2]>),
    /// A geometry.
    Geometry(Geometry),
    /// A list.
    List(Vec<Expr>),
}

/// A number as it was written: whole, or finite with a fraction or an exponent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// Whole.
    Integer(i64),
    /// Finite.
    Real(f64),
}

impl std::fmt::Display for Number {
    /// As short as it is read back; a real number has a point or an exponent.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Integer(n) => write!(f, "{n}"),
            Self::Real(n) => write!(f, "{n:?}"),
        }
    }
}

impl Expr {
    /// The expressions that stand right within this one, in order.
    pub fn within(&self) -> Vec<&Expr> {
        match self {
            Self::And(all) | Self::Or(all) | Self::List(all) | Self::Call(_, all) => {
                all.iter().collect()
            }
            Self::Not(one) | Self::IsNull(one) | Self::Casei(one) | Self::Accenti(one) => {
                vec![one]
            }
            Self::Compare(_, two)
            | Self::Like(two)
            | Self::Spatial(_, two)
            | Self::Temporal(_, two)
            | Self::Array(_, two)
            | Self::Arithmetic(_, two)
            | Self::Interval(two) => two.iter().collect(),
            Self::Between(three) => three.iter().collect(),
            Self::In(one, all) => std::iter::once(one.as_ref()).chain(all).collect(),
            Self::Property(_)
            | Self::Text(_)
            | Self::Number(_)
            | Self::Boolean(_)
            | Self::Date(_)
            | Self::Timestamp(_)
            | Self::Open
            | Self::Geometry(_) => Vec::new(),
        }
    }

    /// Looks at this expression and all within it.
    pub fn walk<'a>(&'a self, look: &mut impl FnMut(&'a Expr)) {
        look(self);
        for each in self.within() {
            each.walk(look);
        }
    }
}
