// SPDX-License-Identifier: AGPL-3.0-or-later

//! The catalogue in memory: cards, the search index, and places for the large map.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use panot_core::{Language, Name};
use panot_db::{Db, read};

use crate::ckan::Entry;
use crate::dataset::{Column, Dataset};
use crate::layer::Layers;
use crate::search::{Document, Found, Search, SearchError, Sought, Within};
use crate::shelf::{Card, ShelfAsk};
use crate::store::{columns, datasets, versions};
use crate::version::Newest;

/// The most names that a search gives back: more than any city has datasets.
const FOUND_MAX: usize = 20_000;
/// The longest text of values that is indexed per dataset, in bytes.
const VALUES_BYTES_MAX: usize = 20_000;

/// A handle to the catalogue in memory. Cheap to clone. It is a copy: rows decide.
#[derive(Debug, Clone)]
pub struct Catalogue(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    search: OnceLock<Search>,
    /// Sorted by name.
    cards: RwLock<Arc<Vec<Card>>>,
    /// Sorted by name.
    entries: RwLock<Arc<Vec<Arc<Entry>>>>,
    layers: Layers,
}

/// Why the catalogue could not be read into memory.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The rows could not be read.
    #[error(transparent)]
    Rows(#[from] panot_db::Error),
    /// The index could not be written.
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl Catalogue {
    /// A catalogue whose index will lie in `folder`; empty until [`load`](Self::load).
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Inner {
            folder: folder.into(),
            search: OnceLock::new(),
            cards: RwLock::default(),
            entries: RwLock::default(),
            layers: Layers::default(),
        }))
    }

    /// Reads all datasets, and makes the index again where it does not hold exactly them. Call it
    /// once, when the rows are migrated.
    pub async fn load(&self, db: &Db) -> Result<(), CatalogueError> {
        let datasets = read!(db, "list datasets", tx => datasets::all(tx).await)?;
        let mut cards = Vec::new();
        let mut entries = Vec::new();
        let mut documents = Vec::new();
        for dataset in &datasets {
            // One at a time: the portraits of thousands together would not fit a small machine.
            let (latest, explained) = read!(db, "load card", tx -> panot_db::Error => {
                let latest = versions::latest(tx, dataset.id).await?;
                Ok((latest, columns::of(tx, dataset.id).await?))
            })?;
            if let Some(latest) = latest {
                entries.push(Arc::new(Entry::newest(dataset, &latest)));
                let newest = Newest::from(latest);
                cards.push(card(dataset, &newest));
                documents.push(document(dataset, &newest, &explained));
            }
        }
        let folder = self.0.folder.clone();
        let search = off_the_runtime(move || Search::open(&folder, &documents)).await?;
        // A second call finds the index of the first one open; it is the same.
        let _ = self.0.search.set(search);
        *self.0.cards.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(cards);
        let mut held = self
            .0
            .entries
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *held = Arc::new(entries);
        Ok(())
    }

    /// Reads one dataset again, after it was published, described, portrayed or withdrawn. What
    /// changed is found and shown when this returns.
    pub async fn refresh(&self, db: &Db, name: &Name) -> Result<(), CatalogueError> {
        let found = read!(db, "refresh catalogue", tx -> panot_db::Error => {
            let Some(dataset) = datasets::named(tx, name).await? else {
                return Ok(None);
            };
            let explained = columns::of(tx, dataset.id).await?;
            let latest = versions::latest(tx, dataset.id).await?;
            Ok(latest.map(|latest| {
                let entry = Arc::new(Entry::newest(&dataset, &latest));
                (dataset, explained, Newest::from(latest), entry)
            }))
        })?;
        let change = found.as_ref().map(|(dataset, explained, newest, _)| {
            (card(dataset, newest), document(dataset, newest, explained))
        });
        self.replace_entry(name.as_str(), found.as_ref().map(|(.., entry)| entry));
        self.replace(name.as_str(), change.as_ref().map(|(card, _)| card.clone()));
        let (this, name) = (self.clone(), name.to_string());
        off_the_runtime(move || {
            let Some(search) = this.0.search.get() else {
                return Ok(());
            };
            match change {
                Some((_, document)) => search.put(&[document]),
                None => search.forget(&name),
            }
        })
        .await?;
        Ok(())
    }

    fn replace(&self, name: &str, card: Option<Card>) {
        let mut held = self.0.cards.write().unwrap_or_else(PoisonError::into_inner);
        let mut cards = held.as_ref().clone();
        match (
            cards.binary_search_by(|card| card.name.as_str().cmp(name)),
            card,
        ) {
            (Ok(at), Some(card)) => cards[at] = card,
            (Err(at), Some(card)) => cards.insert(at, card),
            (Ok(at), None) => {
                cards.remove(at);
            }
            (Err(_), None) => {}
        }
        *held = Arc::new(cards);
    }

    fn replace_entry(&self, name: &str, entry: Option<&Arc<Entry>>) {
        let mut held = self
            .0
            .entries
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let mut entries = held.as_ref().clone();
        let at = entries.binary_search_by(|entry| entry.name().as_str().cmp(name));
        match (at, entry.cloned()) {
            (Ok(at), Some(entry)) => entries[at] = entry,
            (Err(at), Some(entry)) => entries.insert(at, entry),
            (Ok(at), None) => drop(entries.remove(at)),
            (Err(_), None) => {}
        }
        *held = Arc::new(entries);
    }

    /// All datasets that have a version to be read, by name.
    pub fn entries(&self) -> Arc<Vec<Arc<Entry>>> {
        let entries = self
            .0
            .entries
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&entries)
    }

    /// The names of all datasets whose texts hold something.
    pub fn holding(&self, within: Within, sought: &Sought<'_>) -> Result<Vec<String>, SearchError> {
        match self.0.search.get() {
            Some(search) => search.holding(within, sought),
            None => Ok(Vec::new()),
        }
    }

    /// The names of datasets that answer words, best first.
    pub fn ranked(&self, words: &str) -> Result<Vec<String>, SearchError> {
        match self.0.search.get() {
            Some(search) => search.find(words, FOUND_MAX).map(|found| found.names),
            None => Ok(Vec::new()),
        }
    }

    /// All cards, by name.
    pub fn cards(&self) -> Arc<Vec<Card>> {
        let cards = self.0.cards.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&cards)
    }

    /// What the search finds for the words of `ask`; `None` when there are none.
    pub fn find(&self, ask: &ShelfAsk) -> Result<Option<Found>, SearchError> {
        if ask.question.is_empty() {
            return Ok(None);
        }
        match self.0.search.get() {
            Some(search) => search.find(&ask.question, FOUND_MAX).map(Some),
            None => Ok(Some(Found::default())),
        }
    }

    /// Places of versions for the large map.
    pub(crate) fn layers(&self) -> &Layers {
        &self.0.layers
    }
}

/// Runs what waits for the disk where it holds nobody up.
async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SearchError> + Send + 'static,
) -> Result<T, SearchError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}

/// The card of a dataset.
fn card(dataset: &Dataset, newest: &Newest) -> Card {
    let about = &dataset.about;
    let chart = newest
        .portrait
        .as_ref()
        .and_then(|portrait| portrait.charts.first());
    Card {
        name: dataset.name.to_string(),
        title: about.title.clone(),
        description: about.description.clone(),
        publisher: about.publisher.clone(),
        licence: about.licence.clone(),
        theme: about.theme.to_lowercase(),
        frequency: about.frequency.to_lowercase(),
        rows: newest.rows,
        version: newest.n,
        updated_at: newest.published_at,
        on_map: crate::kind::whereabouts(&newest.schema).is_some(),
        extent: crate::ogc::known_extent(&newest.schema, newest.portrait.as_ref(), newest.rows),
        // A line between categories would tell of a course that there is not.
        spark: chart
            .filter(|chart| chart.plan.is_course())
            .map_or_else(Vec::new, |chart| {
                let last = chart.buckets.len().saturating_sub(60);
                chart.buckets[last..]
                    .iter()
                    .map(|bucket| chart.figure(bucket))
                    .collect()
            }),
    }
}

/// What is searched of a dataset.
fn document(dataset: &Dataset, newest: &Newest, explained: &[Column]) -> Document {
    let about = &dataset.about;
    let every = |texts: &panot_core::Texts| -> String {
        texts
            .iter()
            .map(|(_, text)| text)
            .collect::<Vec<_>>()
            .join(" \n")
    };
    let mut keywords = about.keywords.clone();
    keywords.push(about.publisher.clone());
    for language in Language::ALL {
        let t = crate::words::Words::of(language.tag());
        keywords.push(crate::words::theme(t, &about.theme));
    }
    let mut columns: Vec<String> = newest
        .schema
        .fields()
        .iter()
        .map(|field| field.name().replace('_', " "))
        .collect();
    columns.extend(explained.iter().map(|column| every(&column.title)));
    Document {
        name: dataset.name.to_string(),
        title: format!(
            "{} \n{}",
            every(&about.title),
            dataset.name.as_str().replace('-', " ")
        ),
        keywords: keywords.join(" \n"),
        columns: columns.join(" \n"),
        description: every(&about.description),
        values: values(newest),
    }
}

/// A sample of values: the most frequent ones of every column of words.
fn values(newest: &Newest) -> String {
    let Some(portrait) = &newest.portrait else {
        return String::new();
    };
    let mut values = String::new();
    for field in newest.schema.fields() {
        let is_words = crate::kind::Kind::of(field).is_text();
        let profile = portrait
            .profile
            .columns
            .iter()
            .find(|c| c.name == *field.name());
        for bucket in profile
            .filter(|_| is_words)
            .iter()
            .flat_map(|profile| &profile.top)
        {
            let value = bucket.value.as_deref().unwrap_or_default();
            if values.len() + value.len() < VALUES_BYTES_MAX {
                values.push_str(value);
                values.push_str(" \n");
            }
        }
    }
    values
}
