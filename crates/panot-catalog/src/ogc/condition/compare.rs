// SPDX-License-Identifier: AGPL-3.0-or-later

//! Values compared: with each other, with lists, with patterns.

use cql2::{Comparison, Expr};

use super::{Ground, Refusal, Scalar, Sql, mismatch, number, quoted, quoted_name};
use crate::kind::Whereabouts;
use crate::ogc::queryables::Type;

/// The same comparison with its sides changed.
fn turned(op: Comparison) -> Comparison {
    match op {
        Comparison::Lt => Comparison::Gt,
        Comparison::Gt => Comparison::Lt,
        Comparison::Le => Comparison::Ge,
        Comparison::Ge => Comparison::Le,
        same @ (Comparison::Eq | Comparison::Ne) => same,
    }
}

impl Ground<'_> {
    pub(super) fn compared(&self, op: Comparison, left: &Expr, right: &Expr) -> Sql {
        let (a, b) = (self.scalar(left)?, self.scalar(right)?);
        let compared = match (&a, &b) {
            (Scalar::Sql(a, of), Scalar::Sql(b, other)) => {
                (of == other).then(|| format!("({a} {} {b})", op.name()))
            }
            (Scalar::Sql(sql, kind), value) => self.with_value(op, sql, *kind, value),
            (value, Scalar::Sql(sql, kind)) => self.with_value(turned(op), sql, *kind, value),
            (a, b) => literals(a, b).map(|(a, b)| format!("({a} {} {b})", op.name())),
        };
        compared.ok_or_else(|| mismatch(left, right))
    }

    /// A column, or what is made of one, compared with a value; nothing where it cannot be.
    pub(super) fn with_value(
        &self,
        op: Comparison,
        sql: &str,
        kind: Type,
        value: &Scalar,
    ) -> Option<String> {
        let plain = |value: String| Some(format!("({sql} {} {value})", op.name()));
        match (kind, value) {
            (Type::Text, Scalar::Text(text)) => plain(quoted(text)),
            (Type::Number, Scalar::Number(n)) => plain(number(*n)),
            (Type::Boolean, Scalar::Boolean(truth)) => plain(truth.to_string()),
            (Type::Date, Scalar::Date(day)) => plain(format!("CAST('{day}' AS DATE)")),
            (Type::Date, Scalar::Moment(moment)) => {
                let day = self.zone.to_datetime(*moment).date();
                plain(format!("CAST('{day}' AS DATE)"))
            }
            (Type::Moment { zoned }, Scalar::Moment(moment)) => plain(self.moment(*moment, zoned)),
            (Type::Moment { zoned }, Scalar::Date(day)) => self.with_day(op, sql, zoned, *day),
            // Times in quotation marks alone, which many clients send.
            (Type::Date | Type::Moment { .. }, Scalar::Text(text)) => {
                // GDAL writes days as 2026-01-31T.
                let text = text.strip_suffix('T').unwrap_or(text);
                let moment = super::time::moment(text).map(Scalar::Moment);
                let value = moment.or_else(|_| super::time::date(text).map(Scalar::Date));
                self.with_value(op, sql, kind, &value.ok()?)
            }
            _ => None,
        }
    }

    pub(super) fn between(&self, [value, low, high]: &[Expr; 3]) -> Sql {
        let low = self.compared(Comparison::Ge, value, low)?;
        let high = self.compared(Comparison::Le, value, high)?;
        Ok(format!("({low} AND {high})"))
    }

    pub(super) fn one_of(&self, value: &Expr, list: &[Expr]) -> Sql {
        if let Scalar::Sql(sql, kind @ (Type::Text | Type::Number)) = self.scalar(value)? {
            // As a list, which is looked up at once instead of compared one by one.
            let all = list.iter().map(|one| match (kind, self.scalar(one)?) {
                (Type::Text, Scalar::Text(text)) => Ok(quoted(&text)),
                (Type::Number, Scalar::Number(n)) => Ok(number(n)),
                (kind, Scalar::Sql(sql, of)) if kind == of => Ok(sql),
                _ => Err(mismatch(value, one)),
            });
            let all: Result<Vec<_>, Refusal> = all.collect();
            return Ok(format!("({sql} IN ({}))", all?.join(", ")));
        }
        let each = list
            .iter()
            .map(|one| self.compared(Comparison::Eq, value, one));
        let each: Result<Vec<_>, _> = each.collect();
        Ok(format!("({})", each?.join(" OR ")))
    }

    pub(super) fn like(&self, value: &Expr, pattern: &Expr) -> Sql {
        Ok(format!(
            "({} LIKE {})",
            self.text(value)?,
            self.text(pattern)?
        ))
    }

    pub(super) fn is_null(&self, one: &Expr) -> Sql {
        let sql = match one {
            Expr::Property(name) if self.queryables.is_geometry(name) => {
                return Ok(match &self.queryables.place {
                    Whereabouts::Geometry(column) => format!("({} IS NULL)", quoted_name(column)),
                    Whereabouts::Point {
                        latitude,
                        longitude,
                    } => format!(
                        "({} IS NULL OR {} IS NULL)",
                        quoted_name(latitude),
                        quoted_name(longitude)
                    ),
                });
            }
            Expr::Geometry(_) | Expr::Interval(_) | Expr::List(_) => {
                return Err(Refusal::NotAnswered(format!("{one} IS NULL")));
            }
            one => match self.scalar(one)? {
                Scalar::Sql(sql, _) => sql,
                _ => return Ok("FALSE".to_owned()),
            },
        };
        Ok(format!("({sql} IS NULL)"))
    }
}

/// Two values that are no columns, as SQL of one type.
fn literals(a: &Scalar, b: &Scalar) -> Option<(String, String)> {
    Some(match (a, b) {
        (Scalar::Text(a), Scalar::Text(b)) => (quoted(a), quoted(b)),
        (Scalar::Number(a), Scalar::Number(b)) => (number(*a), number(*b)),
        (Scalar::Boolean(a), Scalar::Boolean(b)) => (a.to_string(), b.to_string()),
        // Written alike, days and moments stand in their order.
        (Scalar::Date(a), Scalar::Date(b)) => (quoted(&a.to_string()), quoted(&b.to_string())),
        (Scalar::Moment(a), Scalar::Moment(b)) => (
            a.as_microsecond().to_string(),
            b.as_microsecond().to_string(),
        ),
        _ => return None,
    })
}
