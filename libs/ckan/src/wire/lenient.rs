// SPDX-License-Identifier: AGPL-3.0-or-later

//! Values as other portals write them: numbers as text, texts as numbers, nulls for anything.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::Translated;

fn written(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// A text, from whatever stands there; empty for null.
pub fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(written(Value::deserialize(from)?).unwrap_or_default())
}

/// A text, or null.
pub fn optional<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(written(Value::deserialize(from)?))
}

/// A whole number, also as text; nothing where it is none.
pub fn count<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}

/// True or false, also as text or number.
pub fn truth<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Bool(truth) => truth,
        Value::String(text) => matches!(text.to_lowercase().as_str(), "true" | "1" | "yes"),
        Value::Number(number) => number.as_u64() == Some(1),
        _ => false,
    })
}

/// A list; empty for null.
pub fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// Texts by language; none where something else stands there.
pub fn translated<'de, D: Deserializer<'de>>(from: D) -> Result<Translated, D::Error> {
    let Value::Object(all) = Value::deserialize(from)? else {
        return Ok(BTreeMap::new());
    };
    let texts = all
        .into_iter()
        .filter_map(|(language, value)| Some((language, written(value)?)));
    Ok(texts.collect())
}
