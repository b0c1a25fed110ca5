// SPDX-License-Identifier: AGPL-3.0-or-later

//! A filter as a condition of SQL, for the processes that answer questions from the public.
//!
//! Nothing of the filter's text reaches the SQL but through here: names are looked up among the
//! [`Queryables`] and quoted, texts are quoted, numbers and times are written anew from what they
//! mean, geometries are bytes in hexadecimal.
//!
//! Spatial relations are exact, and answered by the worker's `st_…` functions row by row, with the box
//! of the filter's geometry looked at first. Boxes beside the rows (columns, or in memory) would only
//! save that first look, and would have to be kept in step with every version.

mod compare;
mod place;
mod time;

use cql2::{Arithmetic, Expr, Kind, Number};
use jiff::tz::TimeZone;

use super::crs::Crs;
use super::queryables::{Queryables, Type};

/// What a filter is read against.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// What can be asked.
    pub queryables: &'a Queryables,
    /// The city's clock: days on columns of moments are its days.
    pub zone: &'a TimeZone,
    /// The reference system of the filter's geometries.
    pub crs: Crs,
}

/// Why a filter is not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such property.
    #[error("there is no property {0:?}")]
    NoSuchProperty(String),
    /// The operator or function is not answered here.
    #[error("{0} is not answered here")]
    NotAnswered(String),
    /// The two sides cannot be compared.
    #[error("{left} and {right} cannot be compared")]
    Mismatch {
        /// One side, as it was written.
        left: String,
        /// The other.
        right: String,
    },
}

/// A value of a filter.
#[derive(Debug, Clone, PartialEq)]
enum Scalar {
    /// An expression of SQL, of this type.
    Sql(String, Type),
    /// A text.
    Text(String),
    /// A number.
    Number(Number),
    /// Truth.
    Boolean(bool),
    /// A day.
    Date(jiff::civil::Date),
    /// A moment.
    Moment(jiff::Timestamp),
}

type Sql = Result<String, Refusal>;

impl Ground<'_> {
    /// The condition that `filter` means, in brackets where it has parts.
    pub fn condition(&self, filter: &Expr) -> Sql {
        match filter {
            Expr::And(all) => self.joined(all, " AND "),
            Expr::Or(all) => self.joined(all, " OR "),
            Expr::Not(one) => Ok(format!("(NOT {})", self.condition(one)?)),
            Expr::Boolean(true) => Ok("TRUE".to_owned()),
            Expr::Boolean(false) => Ok("FALSE".to_owned()),
            Expr::Property(name) => match self.property(name)? {
                Scalar::Sql(sql, Type::Boolean) => Ok(sql),
                _ => Err(mismatch(filter, &Expr::Boolean(true))),
            },
            Expr::Compare(op, two) => self.compared(*op, &two[0], &two[1]),
            Expr::Between(three) => self.between(three),
            Expr::In(one, all) => self.one_of(one, all),
            Expr::Like(two) => self.like(&two[0], &two[1]),
            Expr::IsNull(one) => self.is_null(one),
            Expr::Spatial(op, two) => self.spatial(*op, &two[0], &two[1]),
            Expr::Temporal(op, two) => self.temporal(*op, &two[0], &two[1]),
            Expr::Array(op, _) => Err(Refusal::NotAnswered(op.name().to_owned())),
            Expr::Call(name, _) => Err(Refusal::NotAnswered(format!("{name}()"))),
            other => Err(Refusal::NotAnswered(other.to_string())),
        }
    }

    fn joined(&self, all: &[Expr], between: &str) -> Sql {
        let all: Result<Vec<_>, _> = all.iter().map(|one| self.condition(one)).collect();
        Ok(format!("({})", all?.join(between)))
    }

    fn property(&self, name: &str) -> Result<Scalar, Refusal> {
        let missing = || Refusal::NoSuchProperty(name.to_owned());
        let kind = self.queryables.named(name).ok_or_else(missing)?;
        Ok(Scalar::Sql(quoted_name(name), kind))
    }

    /// What an expression that is compared is.
    fn scalar(&self, of: &Expr) -> Result<Scalar, Refusal> {
        Ok(match of {
            Expr::Property(name) => self.property(name)?,
            Expr::Text(text) => Scalar::Text(text.clone()),
            Expr::Number(number) => Scalar::Number(*number),
            Expr::Boolean(truth) => Scalar::Boolean(*truth),
            Expr::Date(text) => Scalar::Date(time::date(text)?),
            Expr::Timestamp(text) => Scalar::Moment(time::moment(text)?),
            Expr::Casei(one) => {
                let text = self.text(one)?;
                Scalar::Sql(format!("lower({text})"), Type::Text)
            }
            Expr::Arithmetic(op, two) => {
                let sql = self.arithmetic(*op, &two[0], &two[1])?;
                Scalar::Sql(sql, Type::Number)
            }
            Expr::Accenti(_) => return Err(Refusal::NotAnswered("ACCENTI".to_owned())),
            Expr::Call(name, _) => return Err(Refusal::NotAnswered(format!("{name}()"))),
            other => return Err(Refusal::NotAnswered(other.to_string())),
        })
    }

    /// A text, as SQL.
    fn text(&self, of: &Expr) -> Sql {
        match self.scalar(of)? {
            Scalar::Sql(sql, Type::Text) => Ok(sql),
            Scalar::Text(text) => Ok(quoted(&text)),
            _ => Err(mismatch(of, &Expr::Text(String::new()))),
        }
    }

    /// Numbers of arithmetic are doubles: whole ones would be divided without a rest, and exact ones
    /// end where they overflow.
    fn arithmetic(&self, op: Arithmetic, left: &Expr, right: &Expr) -> Sql {
        let side = |of: &Expr| match self.scalar(of)? {
            Scalar::Sql(sql, Type::Number) => Ok(format!("CAST({sql} AS DOUBLE)")),
            Scalar::Number(number) => Ok(double(number)),
            _ => Err(mismatch(of, &Expr::Number(Number::Integer(1)))),
        };
        debug_assert!(left.is(Kind::Number) && right.is(Kind::Number));
        let (left, right) = (side(left)?, side(right)?);
        Ok(match op {
            Arithmetic::Add => format!("({left} + {right})"),
            Arithmetic::Subtract => format!("({left} - {right})"),
            Arithmetic::Multiply => format!("({left} * {right})"),
            Arithmetic::Divide => format!("({left} / {right})"),
            Arithmetic::Modulo => format!("({left} % {right})"),
            Arithmetic::Div => format!("trunc({left} / {right})"),
            Arithmetic::Power => format!("power({left}, {right})"),
        })
    }
}

fn mismatch(left: &Expr, right: &Expr) -> Refusal {
    Refusal::Mismatch {
        left: left.to_string(),
        right: right.to_string(),
    }
}

/// A name of a column, as SQL.
pub fn quoted_name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text, as SQL.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A number to be compared with exact ones: exact where it can be.
fn number(number: Number) -> String {
    match number {
        Number::Integer(n) => n.to_string(),
        Number::Real(n) if n == 0.0 || (1e-9..1e15).contains(&n.abs()) => format!("{n}"),
        Number::Real(_) => double(number),
    }
}

fn double(number: Number) -> String {
    format!("CAST('{number}' AS DOUBLE)")
}

#[cfg(test)]
mod tests {
    use arrow_schema::{DataType, Field, Schema, TimeUnit};
    use cql2::Limits;

    use super::*;

    fn queryables() -> Queryables {
        let moment =
            |zone: Option<&str>| DataType::Timestamp(TimeUnit::Microsecond, zone.map(Into::into));
        let schema = Schema::new(vec![
            Field::new("nom \"curt\"", DataType::Utf8, true),
            Field::new("alt", DataType::Decimal128(6, 2), true),
            Field::new("viu", DataType::Boolean, true),
            Field::new("dia", DataType::Date32, true),
            Field::new("vist", moment(Some("UTC")), true),
            Field::new("rellotge", moment(None), true),
            Field::new("latitud", DataType::Float64, true),
            Field::new("longitud", DataType::Float64, true),
        ]);
        Queryables::of(&schema).expect("coordinates")
    }

    fn said(filter: &str, crs: Crs) -> Sql {
        let filter = cql2::from_text(filter, &Limits::default()).expect(filter);
        let zone = TimeZone::get("Europe/Madrid").expect("in the database");
        let ground = Ground {
            queryables: &queryables(),
            zone: &zone,
            crs,
        };
        ground.condition(&filter)
    }

    fn sql(filter: &str) -> String {
        said(filter, Crs::Crs84).expect(filter)
    }

    #[test]
    fn names_and_texts_are_quoted_and_nothing_else_gets_through() {
        assert_eq!(
            sql("\"nom \"\"curt\"\"\" = 'a'' OR 1=1 --'"),
            "(\"nom \"\"curt\"\"\" = 'a'' OR 1=1 --')"
        );
        assert_eq!(
            sql("CASEI(\"nom \"\"curt\"\"\") LIKE CASEI('%x')"),
            "(lower(\"nom \"\"curt\"\"\") LIKE lower('%x'))"
        );
        for (filter, refusal) in [
            ("nope = 1", Refusal::NoSuchProperty("nope".into())),
            (
                "\"alt\" = 1 AND \"a\"\"; --\" = 1",
                Refusal::NoSuchProperty("a\"; --".into()),
            ),
            ("pg_sleep(9) = 1", Refusal::NotAnswered("pg_sleep()".into())),
            (
                "S_WITHIN(alt, POINT(1 2))",
                Refusal::NoSuchProperty("alt".into()),
            ),
            (
                "A_EQUALS(alt, (1, 2))",
                Refusal::NotAnswered("a_equals".into()),
            ),
            (
                "T_MEETS(dia, DATE('2026-01-01'))",
                Refusal::NotAnswered("T_MEETS".into()),
            ),
            ("ACCENTI(alt) = 'a'", Refusal::NotAnswered("ACCENTI".into())),
        ] {
            assert_eq!(said(filter, Crs::Crs84), Err(refusal), "{filter}");
        }
    }

    #[test]
    fn values_are_compared_by_the_type_of_the_column() {
        assert_eq!(
            sql("alt > 3.50 AND 3 < alt"),
            "((\"alt\" > 3.5) AND (\"alt\" > 3))"
        );
        assert_eq!(sql("alt = 1e300"), "(\"alt\" = CAST('1e300' AS DOUBLE))");
        assert_eq!(sql("viu OR viu = FALSE"), "(\"viu\" OR (\"viu\" = false))");
        assert_eq!(
            sql("dia = '2026-01-31'"),
            "(\"dia\" = CAST('2026-01-31' AS DATE))"
        );
        // What lies after eleven at night in London is the next day here.
        assert_eq!(
            sql("dia = TIMESTAMP('2026-01-31T23:30:00Z')"),
            "(\"dia\" = CAST('2026-02-01' AS DATE))"
        );
        for filter in [
            "alt = '3'",
            "\"nom \"\"curt\"\"\" = 3",
            "viu = 1",
            "dia = 'soon'",
            "alt = viu",
        ] {
            let refused = said(filter, Crs::Crs84);
            assert!(
                matches!(refused, Err(Refusal::Mismatch { .. })),
                "{filter}: {refused:?}"
            );
        }
    }

    #[test]
    fn a_day_on_a_column_of_moments_is_all_of_it_by_the_citys_clock() {
        assert_eq!(
            sql("vist = DATE('2026-07-01')"),
            "(\"vist\" >= to_timestamp_micros('2026-06-30T22:00:00Z') AND \
             \"vist\" < to_timestamp_micros('2026-07-01T22:00:00Z'))"
        );
        assert_eq!(
            sql("rellotge <= DATE('2026-07-01')"),
            "(\"rellotge\" < to_timestamp_micros('2026-07-02T00:00:00'))"
        );
        assert_eq!(
            sql("rellotge > TIMESTAMP('2026-07-01T12:00:00Z')"),
            "(\"rellotge\" > to_timestamp_micros('2026-07-01T14:00:00'))"
        );
    }

    #[test]
    fn geometries_are_bytes_in_longitude_and_latitude() {
        let point = "st_point(\"longitud\", \"latitud\")";
        let here = sql("S_EQUALS(geometry, POINT(2 40))");
        assert!(
            here.starts_with(&format!("st_equals({point}, X'0101000000")),
            "{here}"
        );
        let turned = said("S_EQUALS(geometry, POINT(40 2))", Crs::Degrees(4326));
        assert_eq!(turned, Ok(here));
        assert_eq!(
            sql("geometry IS NULL"),
            "(\"latitud\" IS NULL OR \"longitud\" IS NULL)"
        );
        // Behind the date line a box is two.
        let two = sql("S_INTERSECTS(geometry, BBOX(170, 0, -170, 1))");
        assert!(two.contains("X'0106000000020000"), "{two}");
    }
}
