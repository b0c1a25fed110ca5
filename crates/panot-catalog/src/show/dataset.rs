// SPDX-License-Identifier: AGPL-3.0-or-later

//! A dataset as its page and its JSON show it.

mod columns;
mod downloads;
mod versions;
mod view;

use panot_core::{Extension, Language, Name};

pub use columns::{ColumnShown, columns};
pub use downloads::{DownloadShown, downloads};
pub use versions::{VersionShown, versions};
pub use view::{DatasetView, DownloadView, VersionView, json_row, version_view};

use super::Reader;
use super::columns::Columns;
use crate::dataset::Dataset;
use crate::kind::whereabouts;
use crate::version::{Heading, Version};
use crate::words;

/// The rows that a sheet of a spreadsheet holds, without its head.
pub const SHEET_ROWS_MAX: u64 = 1_048_575;

/// What is read of a dataset for its page.
#[derive(Debug)]
pub struct Loaded {
    /// The dataset.
    pub dataset: Dataset,
    /// The version that is shown.
    pub version: Version,
    /// The version that the address names; nothing for the newest.
    pub asked: Option<u32>,
    /// All versions, newest first.
    pub headings: Vec<Heading>,
    /// What is said about its columns.
    pub explained: Vec<crate::dataset::Column>,
}

impl Loaded {
    /// Its public name.
    pub fn name(&self) -> &Name {
        &self.dataset.name
    }

    /// Its title for a reader.
    pub fn title(&self, language: Language) -> &str {
        let title = self.dataset.about.title.text(language);
        if title.is_empty() {
            self.name().as_str()
        } else {
            title
        }
    }

    /// The columns for a reader.
    pub fn columns(&self, language: Language) -> Columns {
        Columns::of(&self.version.content.schema, &self.explained, language)
    }

    /// The newest version that can be read.
    pub fn newest(&self) -> u32 {
        self.headings
            .iter()
            .find(|heading| heading.withdrawal.is_none())
            .map_or(self.version.n, |heading| heading.n)
    }

    /// The readable version before the one that is shown.
    pub fn before(&self) -> Option<u32> {
        self.headings
            .iter()
            .find(|heading| heading.n < self.version.n && heading.withdrawal.is_none())
            .map(|heading| heading.n)
    }

    /// The formats that this version can be taken away in.
    pub fn formats(&self) -> Vec<Extension> {
        let placed = whereabouts(&self.version.content.schema).is_some();
        formats(self.version.rows(), placed)
    }

    /// The size of a file where it is known before it is made: a version of one Parquet file is
    /// handed out as it is.
    pub fn size_of(&self, format: Extension) -> Option<u64> {
        match (format, self.version.content.files.as_slice()) {
            (Extension::Parquet, [only]) => Some(only.bytes),
            _ => None,
        }
    }
}

/// The formats of so many rows, which lie on a map or not.
pub fn formats(rows: u64, placed: bool) -> Vec<Extension> {
    [
        Extension::Csv,
        Extension::Xlsx,
        Extension::Geojson,
        Extension::Parquet,
        Extension::Json,
        Extension::Ndjson,
    ]
    .into_iter()
    .filter(|format| match format {
        Extension::Geojson => placed,
        Extension::Xlsx => rows <= SHEET_ROWS_MAX,
        _ => true,
    })
    .collect()
}

/// A fact in the list of key facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// What it says.
    pub value: String,
    /// Where it leads, or empty.
    pub href: String,
}

/// The key facts of a dataset, those that are known.
pub fn facts(loaded: &Loaded, reader: &Reader) -> Vec<Fact> {
    let (about, version, t) = (&loaded.dataset.about, &loaded.version, reader.t);
    let fact = |name: String, value: String, href: &str| Fact {
        name,
        value,
        href: href.to_owned(),
    };
    let licence = words::licence(&about.licence);
    let contact = if about.contact.contains('@') {
        format!("mailto:{}", about.contact)
    } else if about.contact.starts_with("https://") {
        about.contact.clone()
    } else {
        String::new()
    };
    [
        fact(t.fact_publisher(), about.publisher.clone(), ""),
        fact(
            t.fact_licence(),
            words::licence_name(&about.licence).to_owned(),
            licence.map_or("", |licence| licence.address),
        ),
        fact(
            t.fact_frequency(),
            words::frequency(t, &about.frequency),
            "",
        ),
        fact(t.fact_theme(), words::theme(t, &about.theme), ""),
        fact(t.fact_contact(), about.contact.clone(), &contact),
        fact(t.fact_keywords(), about.keywords.join(", "), ""),
        fact(t.version_source(), version.content.source.name.clone(), ""),
        fact(t.version_digest(), version.digest(), ""),
    ]
    .into_iter()
    .filter(|fact| !fact.value.is_empty())
    .collect()
}

/// The figures that stand large at the top.
pub fn figures(loaded: &Loaded, reader: &Reader) -> Vec<Fact> {
    let (version, t) = (&loaded.version, reader.t);
    let columns = u64::try_from(version.content.schema.fields().len()).unwrap_or(u64::MAX);
    [
        (t.fact_rows(), reader.count(version.rows())),
        (t.fact_columns(), reader.count(columns)),
        (t.fact_version(), reader.count(version.n.into())),
        (t.fact_updated(), reader.day(version.published_at)),
    ]
    .into_iter()
    .map(|(name, value)| Fact {
        name,
        value,
        href: String::new(),
    })
    .collect()
}
