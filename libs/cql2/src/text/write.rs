// SPDX-License-Identifier: AGPL-3.0-or-later

//! From a tree to text.

use std::fmt::{self, Display, Formatter, Write as _};

use super::lex::{continues_name, starts_name};
use crate::expr::Expr;
use crate::geometry::{Geometry, Position};
use crate::op::{Arithmetic, is_reserved};

impl Display for Expr {
    /// The text encoding, with the brackets that it needs.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(all) => joined(f, all, " AND ", |one, f| match one {
                Self::And(_) | Self::Or(_) => write!(f, "({one})"),
                one => write!(f, "{one}"),
            }),
            Self::Or(all) => joined(f, all, " OR ", |one, f| match one {
                Self::Or(_) => write!(f, "({one})"),
                one => write!(f, "{one}"),
            }),
            Self::Not(one) => match one.as_ref() {
                Self::And(_) | Self::Or(_) => write!(f, "NOT ({one})"),
                one => write!(f, "NOT {one}"),
            },
            Self::Compare(op, two) => write!(f, "{} {} {}", two[0], op.name(), two[1]),
            Self::Like(two) => write!(f, "{} LIKE {}", two[0], two[1]),
            Self::Between(all) => write!(f, "{} BETWEEN {} AND {}", all[0], all[1], all[2]),
            Self::In(one, all) => {
                write!(f, "{one} IN ")?;
                list(f, all)
            }
            Self::IsNull(one) => write!(f, "{one} IS NULL"),
            Self::Spatial(op, two) => called(f, &op.name().to_ascii_uppercase(), two.as_slice()),
            Self::Temporal(op, two) => called(f, &op.name().to_ascii_uppercase(), two.as_slice()),
            Self::Array(op, two) => called(f, &op.name().to_ascii_uppercase(), two.as_slice()),
            Self::Arithmetic(op, two) => arithmetic(f, *op, two),
            Self::Casei(one) => write!(f, "CASEI({one})"),
            Self::Accenti(one) => write!(f, "ACCENTI({one})"),
            Self::Call(name, args) => {
                identifier(f, name)?;
                list(f, args)
            }
            Self::Property(name) => identifier(f, name),
            Self::Text(text) => quoted(f, text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Boolean(true) => f.write_str("TRUE"),
            Self::Boolean(false) => f.write_str("FALSE"),
            Self::Date(text) => write!(f, "DATE('{text}')"),
            Self::Timestamp(text) => write!(f, "TIMESTAMP('{text}')"),
            Self::Open => f.write_str("'..'"),
            Self::Interval(two) => interval(f, two),
            Self::Geometry(shape) => write!(f, "{shape}"),
            Self::List(all) => list(f, all),
        }
    }
}

fn joined<T>(
    f: &mut Formatter<'_>,
    all: &[T],
    between: &str,
    one: impl Fn(&T, &mut Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (at, each) in all.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        one(each, f)?;
    }
    Ok(())
}

fn list<T: Display>(f: &mut Formatter<'_>, all: &[T]) -> fmt::Result {
    f.write_char('(')?;
    joined(f, all, ", ", |one, f| write!(f, "{one}"))?;
    f.write_char(')')
}

fn called(f: &mut Formatter<'_>, name: &str, args: &[Expr]) -> fmt::Result {
    f.write_str(name)?;
    list(f, args)
}

/// Operands that are themselves made of two stand in brackets, always: that is never wrong.
fn arithmetic(f: &mut Formatter<'_>, op: Arithmetic, two: &[Expr; 2]) -> fmt::Result {
    let side = |f: &mut Formatter<'_>, one: &Expr| match one {
        Expr::Arithmetic(..) => write!(f, "({one})"),
        one => write!(f, "{one}"),
    };
    side(f, &two[0])?;
    write!(f, " {} ", op.name())?;
    side(f, &two[1])
}

fn interval(f: &mut Formatter<'_>, two: &[Expr; 2]) -> fmt::Result {
    f.write_str("INTERVAL(")?;
    joined(f, two, ", ", |end, f| match end {
        Expr::Date(text) | Expr::Timestamp(text) => write!(f, "'{text}'"),
        end => write!(f, "{end}"),
    })?;
    f.write_char(')')
}

fn quoted(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    // A backslash before a quotation mark would take it: such a text cannot be written otherwise.
    write!(f, "'{}'", text.replace('\'', "''"))
}

/// Whether a name needs no quotation marks.
pub fn is_plain(name: &str) -> bool {
    name.starts_with(starts_name) && name.chars().all(continues_name) && !is_reserved(name)
}

fn identifier(f: &mut Formatter<'_>, name: &str) -> fmt::Result {
    if is_plain(name) {
        f.write_str(name)
    } else {
        write!(f, "\"{}\"", name.replace('"', "\"\""))
    }
}

impl Display for Position {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.x, self.y)?;
        match self.z {
            Some(z) => write!(f, " {z}"),
            None => Ok(()),
        }
    }
}

impl Display for Geometry {
    /// Well-Known Text, or `BBOX(…)`.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let name = self.name();
        let lines = |f: &mut Formatter<'_>, all: &[Vec<Position>]| {
            f.write_char('(')?;
            joined(f, all, ", ", |line, f| list(f, line))?;
            f.write_char(')')
        };
        match self {
            Self::Bbox(low, high) => {
                let numbers = |p: &Position| [Some(p.x), Some(p.y), p.z];
                let all: Vec<f64> = numbers(low)
                    .into_iter()
                    .chain(numbers(high))
                    .flatten()
                    .collect();
                f.write_str(name)?;
                list(f, &all)
            }
            Self::Point(position) => write!(f, "{name}({position})"),
            Self::LineString(all) | Self::MultiPoint(all) => {
                f.write_str(name)?;
                list(f, all)
            }
            Self::Polygon(all) | Self::MultiLineString(all) => {
                f.write_str(name)?;
                lines(f, all)
            }
            Self::MultiPolygon(all) => {
                write!(f, "{name}(")?;
                joined(f, all, ", ", |area, f| lines(f, area))?;
                f.write_char(')')
            }
            Self::Collection(all) => {
                f.write_str(name)?;
                list(f, all)
            }
        }
    }
}
