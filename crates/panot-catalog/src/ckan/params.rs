// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is said to an action, however it was sent: texts in an address or a form, or JSON.

use serde_json::{Map, Value};

use super::refused::{Refused, Why};

/// The fields of a request.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Params(Map<String, Value>);

impl Params {
    /// The fields of a form or an address: what is said twice is a list.
    pub fn of_form(fields: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut all = Map::new();
        for (name, value) in fields {
            let value = Value::String(value);
            match all.get_mut(&name) {
                None => drop(all.insert(name, value)),
                Some(Value::Array(list)) => list.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
            }
        }
        Self(all)
    }

    /// A JSON object.
    pub fn of_json(text: &[u8]) -> Result<Self, Refused> {
        if text.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self::default());
        }
        match serde_json::from_slice(text) {
            Ok(Value::Object(all)) => Ok(Self(all)),
            Ok(_) => Err(Refused::NoRequest(String::new())),
            Err(error) => Err(Refused::NoRequest(error.to_string())),
        }
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// A text; nothing where it is missing or empty.
    pub fn text(&self, name: &str) -> Option<String> {
        let text = match self.value(name)? {
            Value::String(text) => text.clone(),
            Value::Array(list) => return list.first().and_then(Value::as_str).map(str::to_owned),
            other => other.to_string(),
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// A text that must be there.
    pub fn needed(&self, name: &'static str) -> Result<String, Refused> {
        self.text(name).ok_or(Refused::field(name, Why::Missing))
    }

    /// A whole number from 0 on.
    pub fn number(&self, name: &'static str, default: u64) -> Result<u64, Refused> {
        let Some(text) = self.text(name) else {
            return Ok(default);
        };
        let read = text.trim().parse();
        read.map_err(|_| Refused::field(name, Why::NotANumber(text)))
    }

    /// A whole number, or nothing for a negative one: as many as there are.
    pub fn number_or_all(&self, name: &'static str, default: u64) -> Result<Option<u64>, Refused> {
        match self.text(name) {
            Some(text) if text.trim().parse().is_ok_and(|number: i64| number < 0) => Ok(None),
            _ => self.number(name, default).map(Some),
        }
    }

    /// True or false.
    pub fn truth(&self, name: &'static str, default: bool) -> Result<bool, Refused> {
        let Some(text) = self.text(name) else {
            return Ok(default);
        };
        match text.trim().to_lowercase().as_str() {
            "true" | "yes" | "on" | "y" | "t" | "1" => Ok(true),
            "false" | "no" | "off" | "n" | "f" | "0" => Ok(false),
            _ => Err(Refused::field(name, Why::NotATruth(text))),
        }
    }

    /// Texts: a list, a list written as JSON, or texts with commas between them.
    pub fn list(&self, name: &'static str) -> Result<Vec<String>, Refused> {
        let of_values = |list: &[Value]| {
            let texts = list.iter().map(|value| match value {
                Value::String(text) => Ok(text.clone()),
                Value::Number(number) => Ok(number.to_string()),
                _ => Err(Refused::field(name, Why::NotAList)),
            });
            texts.collect()
        };
        match self.value(name) {
            None => Ok(Vec::new()),
            Some(Value::Array(list)) => of_values(list),
            Some(Value::String(text)) if text.trim_start().starts_with('[') => {
                match serde_json::from_str(text) {
                    Ok(Value::Array(list)) => of_values(&list),
                    _ => Err(Refused::field(name, Why::NotAList)),
                }
            }
            Some(Value::String(text)) => {
                let texts = text.split(',').map(|text| text.trim().to_owned());
                Ok(texts.filter(|text| !text.is_empty()).collect())
            }
            Some(_) => Err(Refused::field(name, Why::NotAList)),
        }
    }

    /// Queries: one text, or a list of them. They may hold commas.
    pub fn list_of_queries(&self, name: &'static str) -> Result<Vec<String>, Refused> {
        match self.value(name) {
            // A range begins with a bracket as well, but behind a field.
            Some(Value::String(text)) if text.trim_start().starts_with("[\"") => self.list(name),
            Some(Value::String(text)) => Ok(vec![text.clone()]),
            _ => self.list(name),
        }
    }

    /// JSON, or a text that holds JSON; a text that does not is itself.
    pub fn json_or_text(&self, name: &str) -> Option<Value> {
        match self.value(name)? {
            Value::String(text) if text.trim_start().starts_with(['{', '[']) => {
                Some(serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone())))
            }
            Value::String(text) if text.is_empty() => None,
            value => Some(value.clone()),
        }
    }

    /// What was said about some of the fields, to be said again in the answer.
    pub fn said(&self, names: &[&str]) -> Map<String, Value> {
        let each = names.iter().filter_map(|name| {
            let value = self.value(name)?;
            Some(((*name).to_owned(), value.clone()))
        });
        each.collect()
    }

    /// The fields as those of an address, but for some. What is no text is written as JSON.
    pub fn fields_but(&self, but: &[&str]) -> Vec<(String, String)> {
        let kept = self
            .0
            .iter()
            .filter(|(name, value)| !but.contains(&name.as_str()) && !value.is_null());
        kept.map(|(name, value)| match value {
            Value::String(text) => (name.clone(), text.clone()),
            other => (name.clone(), other.to_string()),
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn form(fields: &[(&str, &str)]) -> Params {
        let owned = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Params::of_form(owned)
    }

    fn said(value: &Value) -> Params {
        Params::of_json(value.to_string().as_bytes()).expect("an object")
    }

    #[test]
    fn a_form_and_json_say_the_same() {
        for params in [
            form(&[
                ("q", "air"),
                ("rows", "5"),
                ("facet", "false"),
                ("facet.field", "[\"tags\",\"groups\"]"),
            ]),
            said(
                &json!({ "q": "air", "rows": 5, "facet": false, "facet.field": ["tags", "groups"] }),
            ),
        ] {
            assert_eq!(params.text("q").as_deref(), Some("air"));
            assert_eq!(params.number("rows", 10), Ok(5));
            assert_eq!(params.truth("facet", true), Ok(false));
            assert_eq!(
                params.list("facet.field"),
                Ok(vec!["tags".to_owned(), "groups".to_owned()])
            );
            assert_eq!(params.number("start", 7), Ok(7));
        }
        let twice = form(&[("fq", "a"), ("fq", "b")]);
        assert_eq!(twice.list("fq"), Ok(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(
            form(&[("fields", "a, b")])
                .list("fields")
                .map(|list| list.len()),
            Ok(2)
        );
    }

    #[test]
    fn what_cannot_be_read_names_its_field() {
        let params = form(&[
            ("rows", "many"),
            ("facet", "perhaps"),
            ("facet.field", "[1"),
        ]);
        assert!(params.number("rows", 1).is_err());
        assert!(params.truth("facet", true).is_err());
        assert!(params.list("facet.field").is_err());
        assert!(params.needed("id").is_err());
        assert_eq!(
            form(&[("facet.limit", "-1")]).number_or_all("facet.limit", 50),
            Ok(None)
        );
        assert!(Params::of_json(b"[1]").is_err());
        assert!(Params::of_json(b"{").is_err());
        assert_eq!(Params::of_json(b" "), Ok(Params::default()));
    }
}
