// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which rows of the `DataStore` are asked for: `{"barri": ["Gràcia", "Sants"], "no2": {"gt": 40}}`.

use serde_json::{Map, Value};

/// Filters within filters.
pub const DEPTH_MAX: usize = 10;
/// The most conditions of one question.
pub const CONDITIONS_MAX: usize = 100;
/// The most values of one question.
pub const VALUES_MAX: usize = 1_000;

/// Which rows are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filters {
    /// A column compares so with a value.
    Is {
        /// The column.
        field: String,
        /// How.
        comparison: Comparison,
        /// The value as text; nothing for an empty cell.
        value: Option<String>,
    },
    /// A column holds one of these values; an empty cell where there is none.
    In {
        /// The column.
        field: String,
        /// The values.
        values: Vec<Option<String>>,
    },
    /// All of them hold.
    All(Vec<Self>),
    /// One of them holds.
    Any(Vec<Self>),
}

/// How a column compares with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// It is the value.
    Eq,
    /// It is greater.
    Gt,
    /// It is greater, or the value.
    Gte,
    /// It is less.
    Lt,
    /// It is less, or the value.
    Lte,
}

/// Why filters cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FiltersError {
    /// They are neither an object nor a list of objects.
    #[error("filters are an object of columns with their values, or a list of such objects")]
    Shape,
    /// `{"a": {"like": 3}}`, `{"$not": …}`.
    #[error("{0:?} is no comparison: there are eq, in, gt, gte, lt, lte, $and and $or")]
    NoSuchComparison(String),
    /// A value that is no text, number, truth value or null.
    #[error("the value for {0:?} is no text, number, truth value or null")]
    Value(String),
    /// More than is answered.
    #[error(
        "at most {CONDITIONS_MAX} conditions with {VALUES_MAX} values, {DEPTH_MAX} deep, are answered"
    )]
    TooMuch,
}

impl Filters {
    /// Reads filters: of one object all must hold, of a list of objects one.
    pub fn parse(value: &Value) -> Result<Self, FiltersError> {
        let mut reader = Reader {
            conditions: 0,
            values: 0,
        };
        match value {
            Value::Object(all) => reader.object(all, 0),
            Value::Array(list) => reader.list(list, 0).map(Self::Any),
            _ => Err(FiltersError::Shape),
        }
    }
}

struct Reader {
    conditions: usize,
    values: usize,
}

impl Reader {
    fn object(&mut self, all: &Map<String, Value>, depth: usize) -> Result<Filters, FiltersError> {
        if depth > DEPTH_MAX {
            return Err(FiltersError::TooMuch);
        }
        let mut read = Vec::new();
        for (name, value) in all {
            read.push(match name.as_str() {
                "$and" | "$or" => {
                    let list = value.as_array().ok_or(FiltersError::Shape)?;
                    let list = self.list(list, depth)?;
                    if name == "$and" {
                        Filters::All(list)
                    } else {
                        Filters::Any(list)
                    }
                }
                // A column whose name begins with the sign is written with two.
                name => match name.strip_prefix('$') {
                    Some(column) if column.starts_with('$') => self.column(column, value)?,
                    Some(_) => return Err(FiltersError::NoSuchComparison(name.to_owned())),
                    None => self.column(name, value)?,
                },
            });
        }
        Ok(Filters::All(read))
    }

    fn list(&mut self, list: &[Value], depth: usize) -> Result<Vec<Filters>, FiltersError> {
        let each = list.iter().map(|one| match one {
            Value::Object(all) => self.object(all, depth + 1),
            _ => Err(FiltersError::Shape),
        });
        each.collect()
    }

    fn count(&mut self) -> Result<(), FiltersError> {
        self.conditions += 1;
        if self.conditions > CONDITIONS_MAX {
            return Err(FiltersError::TooMuch);
        }
        Ok(())
    }

    fn column(&mut self, field: &str, value: &Value) -> Result<Filters, FiltersError> {
        match value {
            Value::Array(list) => {
                let mut any = Vec::new();
                let mut values = Vec::new();
                for one in list {
                    match one {
                        Value::Object(all) => any.push(self.compared(field, all)?),
                        one => values.push(self.value(field, one)?),
                    }
                }
                if any.is_empty() || !values.is_empty() {
                    self.count()?;
                    any.push(Filters::In {
                        field: field.to_owned(),
                        values,
                    });
                }
                Ok(if any.len() == 1 {
                    any.swap_remove(0)
                } else {
                    Filters::Any(any)
                })
            }
            Value::Object(all) => self.compared(field, all),
            value => self.is(field, Comparison::Eq, value),
        }
    }

    fn is(
        &mut self,
        field: &str,
        comparison: Comparison,
        value: &Value,
    ) -> Result<Filters, FiltersError> {
        self.count()?;
        Ok(Filters::Is {
            field: field.to_owned(),
            comparison,
            value: self.value(field, value)?,
        })
    }

    fn compared(&mut self, field: &str, all: &Map<String, Value>) -> Result<Filters, FiltersError> {
        let mut read = Vec::new();
        for (name, value) in all {
            let comparison = match name.as_str() {
                "eq" => Comparison::Eq,
                "gt" => Comparison::Gt,
                "gte" => Comparison::Gte,
                "lt" => Comparison::Lt,
                "lte" => Comparison::Lte,
                "in" if value.is_array() => {
                    read.push(self.column(field, value)?);
                    continue;
                }
                other => return Err(FiltersError::NoSuchComparison(other.to_owned())),
            };
            read.push(self.is(field, comparison, value)?);
        }
        Ok(if read.len() == 1 {
            read.swap_remove(0)
        } else {
            Filters::All(read)
        })
    }

    fn value(&mut self, field: &str, value: &Value) -> Result<Option<String>, FiltersError> {
        self.values += 1;
        if self.values > VALUES_MAX {
            return Err(FiltersError::TooMuch);
        }
        Ok(match value {
            Value::Null => None,
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Number(number) => Some(number.to_string()),
            Value::String(text) => Some(text.clone()),
            Value::Array(_) | Value::Object(_) => {
                return Err(FiltersError::Value(field.to_owned()));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn is(field: &str, comparison: Comparison, value: &str) -> Filters {
        Filters::Is {
            field: field.to_owned(),
            comparison,
            value: Some(value.to_owned()),
        }
    }

    #[test]
    fn scalars_lists_ranges_and_operators_are_read() {
        let read = |value| Filters::parse(&value);
        assert_eq!(
            read(json!({ "a": 3, "b": { "gt": 1.5, "lte": "x" } })),
            Ok(Filters::All(vec![
                is("a", Comparison::Eq, "3"),
                Filters::All(vec![
                    is("b", Comparison::Gt, "1.5"),
                    is("b", Comparison::Lte, "x"),
                ]),
            ]))
        );
        assert_eq!(
            read(json!({ "a": ["x", null, true] })),
            Ok(Filters::All(vec![Filters::In {
                field: "a".into(),
                values: vec![Some("x".into()), None, Some("true".into())],
            }]))
        );
        assert_eq!(
            read(json!({ "$or": [{ "a": 1 }, { "$$b": 2 }] })),
            Ok(Filters::All(vec![Filters::Any(vec![
                Filters::All(vec![is("a", Comparison::Eq, "1")]),
                Filters::All(vec![is("$b", Comparison::Eq, "2")]),
            ])]))
        );
    }

    #[test]
    fn what_cannot_be_answered_says_why() {
        for (value, error) in [
            (json!("a"), FiltersError::Shape),
            (json!([1]), FiltersError::Shape),
            (json!({ "$or": { "a": 1 } }), FiltersError::Shape),
            (
                json!({ "$not": [] }),
                FiltersError::NoSuchComparison("$not".into()),
            ),
            (
                json!({ "a": { "like": "%" } }),
                FiltersError::NoSuchComparison("like".into()),
            ),
            (json!({ "a": [[1]] }), FiltersError::Value("a".into())),
            (
                json!({ "a": vec![1; VALUES_MAX + 1] }),
                FiltersError::TooMuch,
            ),
        ] {
            assert_eq!(Filters::parse(&value), Err(error), "{value}");
        }
        let many: Map<String, Value> = (0..=CONDITIONS_MAX)
            .map(|n| (format!("c{n}"), json!(1)))
            .collect();
        assert_eq!(Filters::parse(&many.into()), Err(FiltersError::TooMuch));
        let deep = (0..=DEPTH_MAX).fold(json!({ "a": 1 }), |inner, _| json!({ "$and": [inner] }));
        assert_eq!(Filters::parse(&deep), Err(FiltersError::TooMuch));
    }
}
