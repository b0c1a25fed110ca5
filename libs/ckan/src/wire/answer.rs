// SPDX-License-Identifier: AGPL-3.0-or-later

//! What stands around every answer, and what a search finds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::lenient;

/// An answer: the result, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer<T> {
    /// Where the action is explained.
    pub help: String,
    /// Whether there is a result.
    pub success: bool,
    /// What was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<T>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

impl<T> Answer<T> {
    /// A result.
    pub fn of(help: String, result: T) -> Self {
        Self {
            help,
            success: true,
            result: Some(result),
            error: None,
        }
    }

    /// A failure.
    pub fn failed(help: String, error: Failure) -> Self {
        Self {
            help,
            success: false,
            result: None,
            error: Some(error),
        }
    }
}

/// Why there is no result. Clients tell failures apart by `__type`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Failure {
    /// `Not Found Error`, `Validation Error`, `Authorization Error`, `Search Error` …
    #[serde(rename = "__type", default)]
    pub kind: String,
    /// What happened.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub message: Value,
    /// For each field that cannot be read, why.
    #[serde(flatten)]
    pub fields: Map<String, Value>,
}

/// What a search finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found<T> {
    /// How many there are in all.
    pub count: u64,
    /// For each facet its values, and how many have each.
    #[serde(default)]
    pub facets: BTreeMap<String, BTreeMap<String, u64>>,
    /// The datasets of this page.
    pub results: Vec<T>,
    /// The order.
    #[serde(default)]
    pub sort: String,
    /// The same as `facets`, with names.
    #[serde(default)]
    pub search_facets: BTreeMap<String, SearchFacet>,
}

impl<T> Found<T> {
    /// The same with other results.
    pub fn with<U>(self, results: Vec<U>) -> Found<U> {
        Found {
            count: self.count,
            facets: self.facets,
            results,
            sort: self.sort,
            search_facets: self.search_facets,
        }
    }
}

/// The values of a facet, most frequent first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SearchFacet {
    /// The name of the field.
    #[serde(default, deserialize_with = "lenient::text")]
    pub title: String,
    /// Its values.
    #[serde(default)]
    pub items: Vec<ItemOfFacet>,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ItemOfFacet {
    /// The value.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// The value as people read it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub display_name: String,
    /// How many have it.
    #[serde(default)]
    pub count: u64,
}
