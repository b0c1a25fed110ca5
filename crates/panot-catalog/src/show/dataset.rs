// SPDX-License-Identifier: AGPL-3.0-or-later

//! A dataset as its page and its JSON show it.

use panot_core::{Extension, Language, Name};
use panot_web::Markup;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Reader;
use super::columns::{ColumnView, Columns};
use crate::account::Account;
use crate::dataset::Dataset;
use crate::kind::{Kind, whereabouts};
use crate::version::{Heading, State, Version};
use crate::{account, address, cells, words};

/// The rows that a sheet of a spreadsheet holds, without its head.
pub const SHEET_ROWS_MAX: u64 = 1_048_575;

/// A dataset at one version, as JSON.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatasetView {
    /// Its public name.
    pub name: String,
    /// The version that this is.
    pub version: u32,
    /// The newest version.
    pub newest: u32,
    /// Its title.
    pub title: String,
    /// What it is.
    pub description: String,
    /// Who publishes it.
    pub publisher: String,
    /// The code of its licence.
    pub licence: String,
    /// The code of its theme.
    pub theme: String,
    /// The code of its frequency.
    pub frequency: String,
    /// Where to ask.
    pub contact: String,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// When this version was published.
    pub published_at: String,
    /// Its rows.
    pub rows: u64,
    /// Its digest.
    pub digest: String,
    /// Its columns.
    pub columns: Vec<ColumnView>,
    /// What its columns look like; nothing until it was looked at.
    #[schema(value_type = Object)]
    pub profile: Value,
    /// The first rows, by column.
    #[schema(value_type = Vec<Vec<Object>>)]
    pub preview: Vec<Vec<Value>>,
    /// Charts with their figures.
    #[schema(value_type = Vec<Object>)]
    pub charts: Value,
    /// All versions, newest first.
    pub versions: Vec<VersionView>,
    /// Files to take away.
    pub downloads: Vec<DownloadView>,
    /// What the import did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<Account>,
}

/// A version in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VersionView {
    /// Its number.
    pub version: u32,
    /// `published` or `withdrawn`.
    pub state: &'static str,
    /// When it was published.
    pub published_at: String,
    /// Its rows.
    pub rows: u64,
    /// Its digest.
    pub digest: String,
    /// What the publisher says about it.
    pub note: String,
    /// The file that it was made from.
    pub source: String,
    /// SHA-256 of that file.
    pub source_sha256: String,
    /// Why it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its page.
    pub page: String,
}

/// A file to take away.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DownloadView {
    /// `csv`, `parquet` …
    pub format: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Its address.
    pub address: String,
    /// Its size where it is known before it is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
}

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
            Extension::Xlsx => self.version.rows() <= SHEET_ROWS_MAX,
            _ => true,
        })
        .collect()
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

impl DatasetView {
    /// The view.
    pub fn of(loaded: &Loaded, reader: &Reader, absolute: &dyn Fn(&str) -> String) -> Self {
        let (about, version) = (&loaded.dataset.about, &loaded.version);
        let columns = loaded.columns(reader.language);
        let portrait = version.portrait.as_ref();
        let json = |value: Result<Value, serde_json::Error>| value.unwrap_or(Value::Null);
        Self {
            name: loaded.name().to_string(),
            version: version.n,
            newest: loaded.newest(),
            title: loaded.title(reader.language).to_owned(),
            description: about.description.text(reader.language).to_owned(),
            publisher: about.publisher.clone(),
            licence: about.licence.clone(),
            theme: about.theme.clone(),
            frequency: about.frequency.clone(),
            contact: about.contact.clone(),
            keywords: about.keywords.clone(),
            published_at: version.published_at.to_string(),
            rows: version.rows(),
            digest: version.digest(),
            profile: json(serde_json::to_value(
                portrait.map(|portrait| &portrait.profile),
            )),
            charts: json(serde_json::to_value(
                portrait.map_or(&[][..], |portrait| &portrait.charts),
            )),
            preview: portrait.map_or_else(Vec::new, |portrait| {
                portrait
                    .preview
                    .iter()
                    .map(|row| json_row(row, &columns))
                    .collect()
            }),
            versions: loaded
                .headings
                .iter()
                .map(|heading| version_view(loaded.name(), heading, reader, absolute))
                .collect(),
            downloads: loaded
                .formats()
                .into_iter()
                .map(|format| DownloadView {
                    format: format.as_str(),
                    media_type: format.media_type(),
                    address: absolute(&address::file(loaded.name(), loaded.asked, format)),
                    bytes: loaded.size_of(format),
                })
                .collect(),
            import: account::of(&version.content.report),
            columns: columns.0,
        }
    }
}

/// A row as JSON values.
pub fn json_row(row: &[Option<String>], columns: &Columns) -> Vec<Value> {
    row.iter()
        .zip(&columns.0)
        .map(|(cell, column)| cells::json(column.kind, cell.as_deref()))
        .collect()
}

/// A version in a list as JSON.
pub fn version_view(
    name: &Name,
    heading: &Heading,
    reader: &Reader,
    absolute: &dyn Fn(&str) -> String,
) -> VersionView {
    let page = address::dataset(name, Some(heading.n));
    VersionView {
        version: heading.n,
        state: match heading.withdrawal {
            None => "published",
            Some(_) => "withdrawn",
        },
        published_at: heading.published_at.to_string(),
        rows: heading.rows,
        digest: heading.digest.clone(),
        note: heading.note.clone(),
        source: heading.source.name.clone(),
        source_sha256: heading.source.sha256.clone(),
        reason: heading
            .withdrawal
            .as_ref()
            .map(|withdrawal| withdrawal.reason.clone()),
        page: absolute(&format!("/{}{page}", reader.language)),
    }
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

/// A version in a list, in words.
#[derive(Debug, Clone)]
pub struct VersionShown {
    /// Its page.
    pub href: String,
    /// "Version 3".
    pub name: String,
    /// When it was published.
    pub day: String,
    /// How many rows it has.
    pub rows: String,
    /// What the publisher says about it.
    pub note: String,
    /// The file that it was made from.
    pub source: String,
    /// Its digest.
    pub digest: String,
    /// That and why it was withdrawn, or empty.
    pub withdrawn: String,
    /// Whether it is the newest.
    pub newest: bool,
    /// The comparison with the version before, and its words; empty for the first.
    pub compare: (String, String),
}

/// The versions of a dataset in words, newest first.
pub fn versions(loaded: &Loaded, reader: &Reader) -> Vec<VersionShown> {
    let newest = loaded.newest();
    let readable = |heading: &&Heading| heading.withdrawal.is_none();
    let shown = |(at, heading): (usize, &Heading)| {
        let before = loaded.headings[at + 1..].iter().find(readable);
        let compare = before.filter(|_| readable(&heading)).map(|before| {
            let fields = [
                ("from".to_owned(), before.n.to_string()),
                ("to".to_owned(), heading.n.to_string()),
            ];
            let page = address::beside(loaded.name(), None, "compare");
            (
                address::with_query(&format!("/{}{page}", reader.language), &fields),
                reader.t.version_compare(before.n.to_string()),
            )
        });
        VersionShown {
            href: format!(
                "/{}{}",
                reader.language,
                address::dataset(loaded.name(), Some(heading.n))
            ),
            name: reader.t.version(heading.n.to_string()),
            day: reader.day(heading.published_at),
            rows: reader.t.rows_count(heading.rows),
            note: heading.note.clone(),
            source: heading.source.name.clone(),
            digest: heading.digest.clone(),
            withdrawn: heading
                .withdrawal
                .as_ref()
                .map_or_else(String::new, |withdrawal| {
                    reader
                        .t
                        .version_withdrawn(reader.day(withdrawal.at), &withdrawal.reason)
                }),
            newest: heading.n == newest,
            compare: compare.unwrap_or_default(),
        }
    };
    loaded.headings.iter().enumerate().map(shown).collect()
}

/// A download in words.
#[derive(Debug, Clone)]
pub struct DownloadShown {
    /// Its address.
    pub href: String,
    /// What it is and for whom.
    pub name: String,
    /// Its size, or empty.
    pub size: String,
}

/// The downloads of a version in words. `fields` repeats a question of rows.
pub fn downloads(
    loaded: &Loaded,
    fields: &[(String, String)],
    reader: &Reader,
) -> Vec<DownloadShown> {
    let t = reader.t;
    loaded
        .formats()
        .into_iter()
        .map(|format| DownloadShown {
            href: address::with_query(&address::file(loaded.name(), loaded.asked, format), fields),
            name: match format {
                Extension::Csv => t.download_csv(),
                Extension::Xlsx => t.download_xlsx(),
                Extension::Json => t.download_json(),
                Extension::Ndjson => t.download_ndjson(),
                Extension::Parquet => t.download_parquet(),
                _ => t.download_geojson(),
            },
            size: loaded
                .size_of(format)
                .filter(|_| fields.is_empty())
                .map_or_else(String::new, |bytes| reader.bytes(bytes)),
        })
        .collect()
}

/// What a column looks like, in words.
#[derive(Debug, Clone)]
pub struct ColumnShown {
    /// Its title.
    pub title: String,
    /// Its name in files, where that is another.
    pub name: String,
    /// What its cells mean.
    pub description: String,
    /// Its type in words, with the unit.
    pub kind: String,
    /// Facts: empty cells, different values, range, mean.
    pub facts: Vec<Fact>,
    /// Its values spread from the smallest to the largest, as SVG; empty without.
    pub histogram: Markup,
    /// The most frequent values with how many rows have them.
    pub top: Vec<(String, String)>,
}

/// What the columns look like, in words.
pub fn columns(loaded: &Loaded, reader: &Reader) -> Vec<ColumnShown> {
    let Some(portrait) = &loaded.version.portrait else {
        return Vec::new();
    };
    let rows = portrait.profile.rows;
    let columns = loaded.columns(reader.language);
    columns
        .0
        .iter()
        .filter_map(|column| {
            let profile = portrait
                .profile
                .columns
                .iter()
                .find(|p| p.name == column.name)?;
            Some(column_shown(column, profile, rows, reader))
        })
        .collect()
}

fn column_shown(
    column: &ColumnView,
    profile: &panot_lake::ColumnProfile,
    rows: u64,
    reader: &Reader,
) -> ColumnShown {
    let t = reader.t;
    let is_shape = column.kind == Kind::Geometry;
    let cell = |text: &Option<String>| {
        let text = text.as_deref().filter(|_| !is_shape).unwrap_or_default();
        cells::readable(column.kind, text, reader.language)
    };
    let distinct = match profile.distinct {
        Some(distinct) => reader.count(distinct),
        None => t.column_distinct_many(),
    };
    let missing = if profile.missing == 0 {
        reader.count(0)
    } else {
        format!(
            "{} ({})",
            reader.count(profile.missing),
            reader.share(profile.missing, rows)
        )
    };
    let mean = profile.mean.filter(|_| column.kind.is_quantity());
    let ordered = column.kind.is_ordered();
    let facts = [
        (t.column_missing(), missing),
        (
            t.column_distinct(),
            if is_shape { String::new() } else { distinct },
        ),
        (
            t.column_min(),
            if ordered {
                cell(&profile.min)
            } else {
                String::new()
            },
        ),
        (
            t.column_max(),
            if ordered {
                cell(&profile.max)
            } else {
                String::new()
            },
        ),
        (
            t.column_mean(),
            mean.map_or_else(String::new, |mean| cells::figure(mean, reader.language)),
        ),
    ];
    let spread = profile.histogram.iter().filter(|count| **count > 0).count() > 1;
    let unit = column
        .unit
        .as_deref()
        .map_or_else(String::new, |unit| format!(" ({unit})"));
    ColumnShown {
        title: column.title.clone(),
        name: if column.name == column.title {
            String::new()
        } else {
            column.name.clone()
        },
        description: column.description.clone(),
        kind: format!("{}{unit}", words::kind(t, column.kind)),
        facts: facts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| Fact {
                name,
                value,
                href: String::new(),
            })
            .collect(),
        histogram: if spread && ordered {
            let label = t.histogram(&column.title, cell(&profile.max), cell(&profile.min));
            Markup(panot_web::draw::histogram(&label, &profile.histogram))
        } else {
            Markup::default()
        },
        top: top(column, profile, rows, reader),
    }
}

/// The most frequent values: for columns whose values repeat.
fn top(
    column: &ColumnView,
    profile: &panot_lake::ColumnProfile,
    rows: u64,
    reader: &Reader,
) -> Vec<(String, String)> {
    let repeats = profile.top.first().is_some_and(|bucket| bucket.rows > 1);
    if !repeats || column.kind == Kind::Geometry || column.kind == Kind::Number {
        return Vec::new();
    }
    profile
        .top
        .iter()
        .take(5)
        .map(|bucket| {
            let value = match bucket.value.as_deref() {
                None => reader.t.empty_cell(),
                Some(text) => cells::readable(column.kind, text, reader.language),
            };
            let times = format!(
                "{} ({})",
                reader.count(bucket.rows),
                reader.share(bucket.rows, rows)
            );
            (value, times)
        })
        .collect()
}

/// Whether a version may be read.
pub fn is_readable(version: &Version) -> bool {
    version.state() == State::Published
}
