// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows of the `DataStore`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::lenient;

/// Rows, and what they are part of. `T` is how a row is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowsFound<T> {
    /// What was asked: the resource, and what else was said.
    #[serde(flatten)]
    pub asked: Map<String, Value>,
    /// The columns, in their order.
    pub fields: Vec<Field>,
    /// The rows: a list of objects or lists, or one text of CSV or TSV.
    pub records: T,
    /// How many rows fit in all, unless that was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Whether `total` is a guess.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_was_estimated: Option<bool>,
    /// The most rows of this answer.
    #[serde(default)]
    pub limit: u64,
    /// Where to go on.
    #[serde(rename = "_links", default)]
    pub links: Links,
}

/// Where to go on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Links {
    /// The first page.
    #[serde(deserialize_with = "lenient::text")]
    pub start: String,
    /// The next page.
    #[serde(deserialize_with = "lenient::text")]
    pub next: String,
    /// The page before, unless this is the first.
    #[serde(
        deserialize_with = "lenient::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub prev: Option<String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Field {
    /// Its name.
    #[serde(deserialize_with = "lenient::text")]
    pub id: String,
    /// PostgreSQL's word for what it holds: `text`, `numeric`, `timestamp`.
    #[serde(rename = "type", deserialize_with = "lenient::text")]
    pub kind: String,
    /// What is said about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub info: Option<FieldInfo>,
}

/// What is said about a column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldInfo {
    /// How people call it.
    #[serde(deserialize_with = "lenient::text")]
    pub label: String,
    /// What its cells mean.
    #[serde(deserialize_with = "lenient::text")]
    pub notes: String,
    /// What its numbers count.
    #[serde(
        deserialize_with = "lenient::text",
        skip_serializing_if = "String::is_empty"
    )]
    pub unit: String,
    /// The type that somebody set by hand; always empty here.
    #[serde(deserialize_with = "lenient::text")]
    pub type_override: String,
}
