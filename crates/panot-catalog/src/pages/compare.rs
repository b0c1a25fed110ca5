// SPDX-License-Identifier: AGPL-3.0-or-later

//! What changed between two versions: `/{lang}/data/{id}/compare?from=1&to=2`.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use panot_lake::Snapshot;
use panot_web::{City, Format, Problem, Shell, Visit, json, page};
use serde::Deserialize;

use super::{page_of, reader};
use crate::address::{self, CATALOGUE};
use crate::show::Reader;
use crate::show::compare::{CompareShown, CompareView, Pair};
use crate::show::dataset::Loaded;
use crate::words::Words;

/// Which versions are compared: without, the newest with the one before.
#[derive(Debug, Default, Deserialize)]
pub struct Which {
    from: Option<u32>,
    to: Option<u32>,
}

/// The versions that can be compared, each with whether it is chosen.
pub struct Choices {
    /// The older ones.
    pub from: Vec<(u32, bool)>,
    /// The newer ones.
    pub to: Vec<(u32, bool)>,
}

impl Choices {
    /// All readable versions, with these two chosen.
    pub fn of(loaded: &Loaded, from: u32, to: u32) -> Self {
        let readable = loaded
            .headings
            .iter()
            .filter(|heading| heading.withdrawal.is_none());
        let numbers: Vec<u32> = readable.map(|heading| heading.n).collect();
        let with = |chosen: u32| numbers.iter().map(|n| (*n, *n == chosen)).collect();
        Self {
            from: with(from),
            to: with(to),
        }
    }
}

#[derive(Template)]
#[template(path = "compare.html")]
struct Page {
    shell: Shell,
    t: Words,
    title: String,
    heading: String,
    home: String,
    choices: Choices,
    /// Nothing while there is only one version.
    shown: Option<CompareShown>,
}

/// Shows how two versions differ.
pub async fn compare(
    State(city): State<City>,
    visit: Visit,
    format: Format,
    Path(segment): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let newest = page_of(&city, &segment).await?;
    let reader = reader(&city, &visit);
    let to = which.to.unwrap_or(newest.version.n);
    let newer = at(&city, &newest, to).await?;
    let Some(from) = which.from.or_else(|| newer.before()) else {
        return nothing_yet(&city, &visit, &newest, &reader, format);
    };
    let older = at(&city, &newest, from).await?;
    let table = newest.dataset.table();
    let (old, new) = (
        older.version.snapshot(&table),
        newer.version.snapshot(&table),
    );
    let key = key(&newest.dataset.about.key, &old, &new);
    let difference = city.lake.difference(&old, &new, key).await?;
    let pair = Pair {
        old: &older.version,
        old_columns: older.columns(reader.language),
        new: &newer.version,
        new_columns: newer.columns(reader.language),
    };
    if format == Format::Json {
        return json(&CompareView::of(
            newest.name().as_str(),
            &pair,
            key,
            &difference,
        ));
    }
    let shown = CompareShown::of(&pair, key, &difference, &reader);
    page(&Page::of(
        &city,
        &visit,
        &newest,
        &reader,
        (from, to),
        Some(shown),
    ))
}

/// The dataset at another of its versions.
async fn at(city: &City, loaded: &Loaded, n: u32) -> Result<Loaded, Problem> {
    let reference = panot_core::DatasetRef::latest(loaded.name().clone()).at(n);
    crate::load::dataset(city, &reference).await
}

/// The columns by which rows are matched: the publisher's, where both versions have all of them.
fn key<'a>(key: &'a [String], old: &Snapshot, new: &Snapshot) -> &'a [String] {
    let has = |name: &String| {
        old.schema.column_with_name(name).is_some() && new.schema.column_with_name(name).is_some()
    };
    if key.iter().all(has) { key } else { &[] }
}

fn nothing_yet(
    city: &City,
    visit: &Visit,
    loaded: &Loaded,
    reader: &Reader,
    format: Format,
) -> Result<Response, Problem> {
    if format == Format::Json {
        let said = reader.t.compare_one();
        return Err(Problem::not_found().detail(move |_| said.clone()));
    }
    let n = loaded.version.n;
    page(&Page::of(city, visit, loaded, reader, (n, n), None))
}

impl Page {
    fn of(
        city: &City,
        visit: &Visit,
        loaded: &Loaded,
        reader: &Reader,
        (from, to): (u32, u32),
        shown: Option<CompareShown>,
    ) -> Self {
        let title = loaded.title(reader.language).to_owned();
        let heading = match shown {
            Some(_) => reader.t.compare_title(from.to_string(), to.to_string()),
            None => reader.t.compare_choose(),
        };
        let path = address::beside(loaded.name(), None, "compare");
        let fields = [
            ("from".to_owned(), from.to_string()),
            ("to".to_owned(), to.to_string()),
        ];
        let shell = Shell::new(city, visit)
            .title(format!("{heading} · {title}"))
            .crumb(reader.t.catalogue_title(), CATALOGUE)
            .crumb(title.as_str(), &address::dataset(loaded.name(), None))
            .crumb(
                reader.t.versions_title(),
                &address::beside(loaded.name(), None, "versions"),
            )
            .json(address::with_query(
                &visit.link(&format!("{path}.json")),
                &fields,
            ))
            .unlisted();
        Self {
            shell,
            t: reader.t,
            title,
            heading,
            home: visit.link(&path),
            choices: Choices::of(loaded, from, to),
            shown,
        }
    }
}
