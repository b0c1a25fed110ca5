// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is held in memory of a dataset for those who search it: all that a package says.

use panot_core::fold::fold;
use panot_core::{Extension, Name, Timestamp};
use uuid::Uuid;

use super::ids;
use crate::dataset::Dataset;
use crate::kind::whereabouts;
use crate::show::dataset::formats;
use crate::version::Version;

/// A dataset at one of its versions.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The dataset.
    pub dataset: Dataset,
    /// The number of the version.
    pub version: u32,
    /// When it was published.
    pub published_at: Timestamp,
    /// Its rows.
    pub rows: u64,
    /// Its files: the UUID of each, in the order in which they are offered.
    pub files: Vec<(Extension, Uuid)>,
    /// Size and SHA-256 of the Parquet file, where it is handed out as it lies in the lake.
    pub parquet: Option<(u64, String)>,
    /// The UUID of the dataset.
    pub id: Uuid,
    /// The name of the organisation that publishes it; nothing where it is the city.
    pub organization: Option<String>,
    /// The titles as they are compared.
    pub(super) titles: Vec<String>,
    /// The keywords as they are compared.
    pub(super) tags: Vec<String>,
}

impl Entry {
    /// A dataset at its newest version.
    pub fn newest(dataset: &Dataset, version: &Version) -> Self {
        Self::of(dataset, version, None)
    }

    /// A dataset at a version that an address named.
    pub fn at(dataset: &Dataset, version: &Version) -> Self {
        Self::of(dataset, version, Some(version.n))
    }

    fn of(dataset: &Dataset, version: &Version, asked: Option<u32>) -> Self {
        let placed = whereabouts(&version.content.schema).is_some();
        let file = |format: Extension| (format, ids::of_file(dataset, asked, format));
        let about = &dataset.about;
        let titles = about.title.iter().map(|(_, title)| fold(title));
        Self {
            dataset: dataset.clone(),
            version: version.n,
            published_at: version.published_at,
            rows: version.rows(),
            files: formats(version.rows(), placed)
                .into_iter()
                .map(file)
                .collect(),
            parquet: match version.content.files.as_slice() {
                [only] => Some((only.bytes, only.sha256.clone())),
                _ => None,
            },
            id: ids::of_dataset(dataset),
            organization: organization(&about.publisher),
            titles: titles.collect(),
            tags: about.keywords.iter().map(|word| fold(word)).collect(),
        }
    }

    /// Its public name.
    pub fn name(&self) -> &Name {
        &self.dataset.name
    }

    /// The version and the format of its file with this UUID, if it is one of its files.
    pub fn file(&self, id: Uuid) -> Option<(Option<u32>, Extension)> {
        ids::file_of(self.files.first()?.1, id)
    }

    /// When it was described or published last.
    pub fn modified_at(&self) -> Timestamp {
        self.dataset.changed_at.max(self.published_at)
    }

    /// The code of its theme, as groups are called; empty without one.
    pub fn group(&self) -> String {
        self.dataset.about.theme.to_lowercase()
    }
}

/// The name of the organisation of this title; nothing for an empty one.
pub fn organization(title: &str) -> Option<String> {
    if title.trim().is_empty() {
        return None;
    }
    let name = Name::slug(title).map(|name| name.to_string());
    // A title without a letter that can stand in an address is known by its digest.
    Some(name.unwrap_or_else(|| format!("org-{}", ids::of(&[title.as_bytes()]).simple())))
}
