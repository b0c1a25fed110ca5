// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a person may say about how a file is to be read, instead of what we find.

use serde::{Deserialize, Serialize};

/// Answers to what is otherwise found from the bytes. Kinds that have no such question ignore them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReadOptions {
    /// A label of the WHATWG Encoding Standard: `utf-8`, `windows-1252`, `utf-16le`…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The character between cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// How cells are quoted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quoting: Option<Quoting>,
    /// Where the names of the columns stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<Header>,
}

/// How cells are quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quoting {
    /// Never: a quotation mark is a character like any other.
    Never,
    /// With `"`, which is doubled inside.
    Double,
    /// With `"`, which has a backslash before it inside.
    DoubleBackslash,
    /// With `'`, which is doubled inside.
    Single,
    /// With `'`, which has a backslash before it inside.
    SingleBackslash,
}

/// Where the names of the columns stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Header {
    /// In this line (of a sheet: row), counted from 1; what stands above is not data.
    Line(u64),
    /// Nowhere: the columns are called `column_1`, `column_2`…
    None,
}
