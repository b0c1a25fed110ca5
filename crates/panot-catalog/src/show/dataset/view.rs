// SPDX-License-Identifier: AGPL-3.0-or-later

//! A dataset as JSON.

use panot_core::{Name, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::Loaded;
use crate::account::{self, Account};
use crate::address;
use crate::cells::Cell;
use crate::chart::Chart;
use crate::gate::Verdict;
use crate::show::Reader;
use crate::show::columns::{ColumnView, Columns};
use crate::show::gate::{self, GateView};
use crate::show::profile::ProfileView;
use crate::version::Heading;

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
    pub profile: Option<ProfileView>,
    /// The first rows, by column.
    pub preview: Vec<Vec<Cell>>,
    /// Charts with their figures.
    pub charts: Vec<Chart>,
    /// All versions, newest first.
    pub versions: Vec<VersionView>,
    /// Files to take away.
    pub downloads: Vec<DownloadView>,
    /// What the import did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<Account>,
    /// When a new version was due, where the newest is older than its frequency says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late_since: Option<String>,
    /// How well others can use it, and what was found about people in its rows; nothing for versions
    /// from before there was a gate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate: Option<GateView>,
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

impl DatasetView {
    /// The view.
    pub fn of(
        loaded: &Loaded,
        reader: &Reader,
        now: Timestamp,
        verdict: Option<&Verdict>,
        absolute: &dyn Fn(&str) -> String,
    ) -> Self {
        let (about, version) = (&loaded.dataset.about, &loaded.version);
        let columns = loaded.columns(reader.language);
        let portrait = version.portrait.as_ref();
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
            profile: portrait.map(|portrait| ProfileView::of(&portrait.profile)),
            charts: portrait.map_or_else(Vec::new, |portrait| portrait.charts.clone()),
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
            late_since: loaded.late_since(now).map(|due| due.to_string()),
            gate: verdict.map(|verdict| gate::view(verdict, reader)),
            columns: columns.0,
        }
    }
}

/// A row as JSON values.
pub fn json_row(row: &[Option<String>], columns: &Columns) -> Vec<Cell> {
    row.iter()
        .zip(&columns.0)
        .map(|(cell, column)| Cell::of(column.kind, cell.as_deref()))
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
