// SPDX-License-Identifier: AGPL-3.0-or-later

//! A dataset: what a table is about, who publishes it and under which terms.

use panot_core::{Id, Language, Name, Texts, Timestamp};
use panot_lake::TableName;
use serde::{Deserialize, Serialize};

use crate::gate::{Accepted, Period};

/// What is said about a dataset. Everything but the name may change with time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Its title, in at least one language.
    pub title: Texts,
    /// What it is, in words.
    #[serde(default)]
    pub description: Texts,
    /// Who publishes it.
    #[serde(default)]
    pub publisher: String,
    /// The code of its licence: `CC-BY-4.0`.
    #[serde(default)]
    pub licence: String,
    /// The code of its theme in the EU's vocabulary, in lower case: `envi`, `tran`.
    #[serde(default)]
    pub theme: String,
    /// The code of its frequency in the EU's vocabulary, in lower case: `monthly`, `hourly`.
    #[serde(default)]
    pub frequency: String,
    /// An address to write to, or a page.
    #[serde(default)]
    pub contact: String,
    /// Words to find it by.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// The columns that tell its rows apart, for comparing versions; none when whole rows do.
    #[serde(default)]
    pub key: Vec<String>,
    /// The days that it is about, where its publisher says so; else those that its rows say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Findings about people that are public with a reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Accepted>,
}

impl About {
    /// What can be said when nobody said anything: a title made from the name.
    pub fn titled(name: &Name) -> Self {
        let title = name.as_str().replace('-', " ");
        let title = Language::ALL
            .into_iter()
            .fold(Texts::new(), |texts, language| {
                texts.with(language, title.as_str())
            });
        Self {
            title,
            description: Texts::new(),
            publisher: String::new(),
            licence: String::new(),
            theme: String::new(),
            frequency: String::new(),
            contact: String::new(),
            keywords: Vec::new(),
            key: Vec::new(),
            period: None,
            accepted: Vec::new(),
        }
    }
}

/// A dataset: a name that never changes, what is said about it, and versions numbered from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    /// Its key in rows; never shown.
    pub id: Id<Dataset>,
    /// Its public name, also that of its table.
    pub name: Name,
    /// What is said about it.
    pub about: About,
    /// When it was first published.
    pub created_at: Timestamp,
    /// When what is said about it last changed.
    pub changed_at: Timestamp,
}

impl Dataset {
    /// The table in the lake that holds its rows.
    pub fn table(&self) -> TableName {
        table(&self.name)
    }
}

/// The table of the dataset with this name.
pub fn table(name: &Name) -> TableName {
    name.as_str()
        .parse()
        .expect("names of datasets and of tables have the same letters and lengths")
}

/// What is said about one column, beyond its name and type.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Column {
    /// Its name in the table.
    pub name: String,
    /// How people call it.
    #[serde(default)]
    pub title: Texts,
    /// What its cells mean.
    #[serde(default)]
    pub description: Texts,
    /// What its numbers count: `µg/m³`. In every language, because some units are words.
    #[serde(default)]
    pub unit: Texts,
}
