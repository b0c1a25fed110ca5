// SPDX-License-Identifier: AGPL-3.0-or-later

//! `package_search`: what is asked, and what is found.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use ckan::query::CLAUSES_MAX;
use ckan::wire::{Found, ItemOfFacet, SearchFacet};
use ckan::{Match, Query};
use panot_core::fold::fold;
use panot_web::Settings;

use super::entry::Entry;
use super::package;
use super::params::Params;
use super::refused::{Refused, Why};
use super::shelf::{Entries, Held, Key, Moment, Number, PATTERNS_MAX, TEXTS_MAX};

/// Datasets of an answer when nobody says.
const ROWS_DEFAULT: u64 = 10;
/// The most datasets of an answer.
pub const ROWS_MAX: u64 = 1_000;
/// The most fields that are counted by, and keys of an order.
const FIELDS_MAX: usize = 20;
/// The order when nobody says.
const ORDER: &str = "score desc, metadata_modified desc";

/// What is asked.
#[derive(Debug)]
pub struct Search {
    query: Query,
    /// What what is found is ordered by, where by how well it answers.
    words: String,
    order: Vec<(By, bool)>,
    /// The order as it is said in the answer.
    said: String,
    /// The datasets of the answer: so many.
    pub rows: u64,
    /// After so many.
    pub start: u64,
    facets: Vec<(String, Key)>,
    facet_limit: Option<u64>,
    facet_least: u64,
    /// Only these members of each package.
    pub members: Vec<String>,
    /// Whether the answer is the list alone.
    pub is_list: bool,
}

/// By what is ordered.
#[derive(Debug, Clone, Copy)]
enum By {
    Score,
    Value(Key),
    Moment(Moment),
    Number(Number),
}

impl Search {
    /// Reads what is asked.
    pub fn of(params: &Params) -> Result<Self, Refused> {
        let q = params.text("q").unwrap_or_default();
        let typed = Query::parse_typed(&q).map_err(|e| Refused::field("q", Why::Query(e)))?;
        let words = typed.sought(&is_text).join(" ");
        let mut all = vec![typed];
        let mut narrowed = params.list_of_queries("fq")?;
        narrowed.extend(params.list_of_queries("fq_list")?);
        for text in &narrowed {
            let query = Query::parse(text).map_err(|e| Refused::field("fq", Why::Query(e)))?;
            all.push(query);
        }
        let query = Query::all_of(all);
        bounded(&query)?;
        let said = params.text("sort").unwrap_or_else(|| ORDER.to_owned());
        let facets = if params.truth("facet", true)? {
            facets(params)?
        } else {
            Vec::new()
        };
        Ok(Self {
            query,
            words,
            order: order(&said)?,
            said,
            rows: params.number("rows", ROWS_DEFAULT)?.min(ROWS_MAX),
            start: params.number("start", 0)?,
            facets,
            facet_limit: params.number_or_all("facet.limit", 50)?,
            facet_least: params.number("facet.mincount", 1)?,
            members: params.list("fl")?,
            is_list: false,
        })
    }

    /// All datasets, the last changed first.
    pub fn current(limit: u64, offset: u64) -> Result<Self, Refused> {
        let said = "metadata_modified desc";
        Ok(Self {
            query: Query::All,
            words: String::new(),
            order: order(said)?,
            said: said.to_owned(),
            rows: limit.min(ROWS_MAX),
            start: offset,
            facets: Vec::new(),
            facet_limit: None,
            facet_least: 1,
            members: Vec::new(),
            is_list: true,
        })
    }

    /// What answers it: the entries of the page in their order, and what is counted. `ranked` gives the
    /// names of datasets that answer words, best first.
    pub fn answer<'a>(
        &self,
        entries: &Entries<'a>,
        ranked: impl FnOnce(&str) -> Result<Vec<String>, Refused>,
    ) -> Result<Found<&'a Arc<Entry>>, Refused> {
        let set = self.query.select(entries)?;
        let ranks =
            if self.words.is_empty() || !self.order.iter().any(|(by, _)| matches!(by, By::Score)) {
                BTreeMap::new()
            } else {
                (0_usize..)
                    .zip(ranked(&self.words)?)
                    .map(|(at, name)| (name, at))
                    .collect()
            };
        let mut found: Vec<&'a Arc<Entry>> = set.places().map(|at| &entries.all[at]).collect();
        let (facets, search_facets) = self.counted(entries, &found);
        let mut keyed: Vec<_> = found
            .drain(..)
            .map(|entry| (self.keys(entries, entry, &ranks), entry))
            .collect();
        keyed.sort_by(|(a, one), (b, other)| {
            let by_keys =
                a.iter().zip(b).zip(&self.order).map(
                    |((a, b), (_, descends))| {
                        if *descends { b.cmp(a) } else { a.cmp(b) }
                    },
                );
            by_keys
                .fold(Ordering::Equal, Ordering::then)
                .then_with(|| one.name().cmp(other.name()))
        });
        let narrow = |number| usize::try_from(number).unwrap_or(usize::MAX);
        Ok(Found {
            count: u64::try_from(keyed.len()).unwrap_or(u64::MAX),
            facets,
            results: keyed
                .into_iter()
                .skip(narrow(self.start))
                .take(narrow(self.rows))
                .map(|(_, entry)| entry)
                .collect(),
            sort: self.said.clone(),
            search_facets,
        })
    }

    fn keys(
        &self,
        entries: &Entries,
        entry: &Entry,
        ranks: &BTreeMap<String, usize>,
    ) -> Vec<SortKey> {
        let key = |by: &By| match by {
            By::Score => {
                let rank = ranks.get(entry.name().as_str());
                // The best has the highest score; what is not ranked the lowest.
                SortKey::Number(rank.map_or(0, |rank| u64::MAX - u64::try_from(*rank).unwrap_or(0)))
            }
            By::Moment(moment) => SortKey::Micros(moment.of(entry).as_microsecond()),
            By::Number(number) => SortKey::Number(number.of(entry)),
            By::Value(Key::Title) => {
                let language = entries.settings.default_language();
                SortKey::Text(fold(package::title(entry, language)))
            }
            By::Value(key) => {
                let mut first = None;
                entries.any(*key, entry, &mut |value| {
                    first = Some(value.to_owned());
                    true
                });
                SortKey::Text(first.unwrap_or_default())
            }
        };
        self.order.iter().map(|(by, _)| key(by)).collect()
    }

    fn counted(&self, entries: &Entries, found: &[&Arc<Entry>]) -> Counted {
        let mut counted = Counted::default();
        for (name, key) in &self.facets {
            let mut counts = BTreeMap::<String, u64>::new();
            for entry in found {
                entries.any(*key, entry, &mut |value| {
                    match counts.get_mut(value) {
                        Some(count) => *count += 1,
                        None => drop(counts.insert(value.to_owned(), 1)),
                    }
                    false
                });
            }
            let mut most: Vec<_> = counts
                .into_iter()
                .filter(|(_, count)| *count >= self.facet_least)
                .collect();
            most.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            let limit = self.facet_limit.map_or(usize::MAX, |limit| {
                usize::try_from(limit).unwrap_or(usize::MAX)
            });
            most.truncate(limit);
            let items = most.iter().map(|(value, count)| ItemOfFacet {
                name: value.clone(),
                display_name: display(entries, *key, value),
                count: *count,
            });
            let facet = SearchFacet {
                title: name.clone(),
                items: items.collect(),
            };
            counted.1.insert(name.clone(), facet);
            counted.0.insert(name.clone(), most.into_iter().collect());
        }
        counted
    }
}

type Counted = (
    BTreeMap<String, BTreeMap<String, u64>>,
    BTreeMap<String, SearchFacet>,
);

/// What is compared to put two entries in order.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    Number(u64),
    Micros(i64),
    Text(String),
}

/// A value of a facet as people read it.
fn display(entries: &Entries, key: Key, value: &str) -> String {
    let settings: &Settings = entries.settings;
    match key {
        Key::Groups => package::group(settings, value).title,
        Key::Organization => {
            let of = |entry: &&Arc<Entry>| entry.organization.as_deref() == Some(value);
            match entries.all.iter().find(of) {
                Some(entry) => entry.dataset.about.publisher.clone(),
                None => settings.name.clone(),
            }
        }
        Key::License => crate::words::licence_name(value).to_owned(),
        _ => value.to_owned(),
    }
}

fn is_text(field: Option<&str>) -> bool {
    field.is_none_or(|name| matches!(Held::of(name), Some(Held::Text(_))))
}

/// Refuses what asks more than can be answered at once.
fn bounded(query: &Query) -> Result<(), Refused> {
    let conditions = query.conditions();
    let patterns = conditions
        .iter()
        .filter(|(_, what)| matches!(what, Match::Pattern(_)));
    let texts = conditions.iter().filter(|(field, _)| is_text(*field));
    if conditions.len() > CLAUSES_MAX
        || patterns.count() > PATTERNS_MAX
        || texts.count() > TEXTS_MAX
    {
        return Err(Refused::field("fq", Why::TooMuch));
    }
    Ok(())
}

fn facets(params: &Params) -> Result<Vec<(String, Key)>, Refused> {
    let names = params.list("facet.field")?;
    if names.len() > FIELDS_MAX {
        return Err(Refused::field("facet.field", Why::TooMuch));
    }
    let each = names.into_iter().map(|name| match Held::of(&name) {
        Some(Held::Values(key)) => Ok((name, key)),
        Some(Held::Fixed(_)) => Ok((name, Key::Nothing)),
        Some(_) => Err(Refused::field("facet.field", Why::CannotBe(name))),
        None => Err(Refused::field("facet.field", Why::NoSuchField(name))),
    });
    each.collect()
}

/// `title_string asc, metadata_modified desc`
fn order(said: &str) -> Result<Vec<(By, bool)>, Refused> {
    let keys = said.split(',').map(|key| {
        let mut words = key.split_whitespace();
        let name = words.next().unwrap_or_default();
        let descends = match words.next().map(str::to_lowercase).as_deref() {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(_) => return Err(Refused::field("sort", Why::CannotBe(key.trim().to_owned()))),
        };
        let by = match (name, Held::of(name)) {
            ("score" | "relevance", _) => By::Score,
            ("title", _) => By::Value(Key::Title),
            (_, Some(Held::Values(key))) => By::Value(key),
            (_, Some(Held::Moment(moment))) => By::Moment(moment),
            (_, Some(Held::Number(number))) => By::Number(number),
            (_, Some(_)) => return Err(Refused::field("sort", Why::CannotBe(name.to_owned()))),
            (_, None) => return Err(Refused::field("sort", Why::NoSuchField(name.to_owned()))),
        };
        Ok((by, descends))
    });
    let keys: Vec<_> = keys.take(FIELDS_MAX + 1).collect::<Result<_, _>>()?;
    if keys.len() > FIELDS_MAX {
        return Err(Refused::field("sort", Why::TooMuch));
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use arrow_schema::{DataType, Field, Schema};
    use panot_core::{Id, Language, Texts, Timestamp};
    use panot_lake::FileRef;
    use serde_json::json;

    use super::*;
    use crate::dataset::{About, Dataset};
    use crate::search::{self, Document, Sought, Within};
    use crate::version::{Content, Source, Version};

    const THEMES: [&str; 5] = ["envi", "tran", "educ", "heal", "econ"];

    fn entry(n: u128) -> Entry {
        let name = format!("conjunt-{n:05}");
        let name = name.parse().expect("a name");
        let theme = THEMES[usize::try_from(n % 5).expect("small")];
        let moment =
            Timestamp::from_micros(1_700_000_000_000_000 + i64::try_from(n).expect("small"))
                .expect("a moment");
        let dataset = Dataset {
            id: Id::from_uuid(uuid::Uuid::from_u128(n)),
            about: About {
                title: Texts::new()
                    .with(Language::Ca, format!("Recompte número {n} dels carrers"))
                    .with(Language::Es, format!("Recuento número {n} de las calles")),
                description: Texts::new().with(Language::Ca, "Què es compta i com. ".repeat(20)),
                publisher: format!("Àrea {}", n % 40),
                licence: "CC-BY-4.0".into(),
                theme: theme.into(),
                frequency: "monthly".into(),
                keywords: vec![format!("paraula {}", n % 300), "carrer".into()],
                ..About::titled(&name)
            },
            name,
            created_at: moment,
            changed_at: moment,
        };
        let version = Version {
            dataset: dataset.id,
            n: 1,
            published_at: moment,
            content: Content {
                files: vec![FileRef {
                    path: "a/part-1.parquet".into(),
                    bytes: 10,
                    rows: 10,
                    sha256: "ab".repeat(32),
                }],
                schema: Schema::new(vec![Field::new("codi", DataType::Utf8, true)]),
                recipe: String::new(),
                report: json!(null),
                source: Source {
                    name: "a.csv".into(),
                    sha256: "ab".repeat(32),
                    kept_at: None,
                },
                note: String::new(),
                screened: None,
            },
            portrait: None,
            announced_at: None,
            withdrawal: None,
        };
        Entry::newest(&dataset, &version)
    }

    fn document(entry: &Entry) -> Document {
        let every = |texts: &Texts| {
            let all: Vec<&str> = texts.iter().map(|(_, text)| text).collect();
            all.join("\n")
        };
        let about = &entry.dataset.about;
        Document {
            name: entry.name().to_string(),
            title: every(&about.title),
            keywords: about.keywords.join("\n"),
            description: every(&about.description),
            columns: "codi barri districte".into(),
            values: "Gràcia\nSants".into(),
        }
    }

    fn settings() -> Settings {
        Settings {
            name: "Vilamar".into(),
            public_url: "https://vilamar.example".into(),
            languages: Language::ALL.to_vec(),
            demo: true,
            time_zone: "Europe/Madrid".into(),
            trusted_proxies: Vec::new(),
            contact: None,
            spain: None,
        }
    }

    /// Five thousand datasets, and the time that questions take: those that clients ask, and the worst
    /// that the bounds let through. The bound here is for builds that are not optimised, on a busy
    /// machine; what counts is printed.
    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "how long it takes is what is tested"
    )]
    fn five_thousand_datasets_are_searched_in_moments() {
        let folder = tempfile::tempdir().expect("a folder");
        let all: Vec<Arc<Entry>> = (0..5_000).map(|n| Arc::new(entry(n))).collect();
        let documents: Vec<_> = all.iter().map(|entry| document(entry)).collect();
        let index = search::Search::open(folder.path(), &documents).expect("a new folder");
        let settings = settings();
        let texts = |within: Within, sought: &Sought<'_>| {
            Ok(index.holding(within, sought).expect("the index is whole"))
        };
        let entries = Entries {
            all: &all,
            settings: &settings,
            now: "2026-11-25T18:30:00Z".parse().expect("a moment"),
            texts: &texts,
        };
        let ids: Vec<String> = all
            .iter()
            .take(200)
            .map(|entry| entry.id.to_string())
            .collect();
        for (question, found) in [
            (json!({}), 5_000),
            (
                json!({ "q": "carrer", "facet.field": ["groups", "tags", "organization"] }),
                5_000,
            ),
            (json!({ "q": "recompte 77", "rows": 1_000 }), 27),
            (
                json!({ "fq": "(groups:envi OR groups:tran)", "sort": "name asc", "rows": 50 }),
                2_000,
            ),
            (
                json!({ "fq": "metadata_modified:[2001-01-01T00:00:00Z TO *]", "sort": "id asc" }),
                5_000,
            ),
            (
                json!({ "fq": "organization:area-7 tags:carrer -groups:envi" }),
                125,
            ),
            (json!({ "fq": format!("id:({})", ids.join(" OR ")) }), 200),
            (json!({ "fq": "res_format:CSV ".repeat(256) }), 5_000),
            (json!({ "fq": "title:*a*e*s ".repeat(8) }), 5_000),
            (json!({ "q": "ca ".repeat(64) }), 5_000),
        ] {
            let params = Params::of_json(question.to_string().as_bytes()).expect("an object");
            let began = Instant::now();
            let search = Search::of(&params).expect("within the bounds");
            let answer = search
                .answer(&entries, |words| {
                    Ok(index.find(words, 20_000).expect("the index is whole").names)
                })
                .expect("answered");
            let took = began.elapsed();
            let said: String = question.to_string().chars().take(60).collect();
            println!(
                "{:8.1} ms  {:5}  {said}",
                took.as_secs_f64() * 1e3,
                answer.count
            );
            assert_eq!(answer.count, found, "{said}");
            assert!(took < Duration::from_secs(5), "{said}: {took:?}");
        }
    }
}
