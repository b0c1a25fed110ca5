// SPDX-License-Identifier: AGPL-3.0-or-later

//! What changed between two versions: `/{lang}/data/{id}/compare?from=1&to=2`.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use panot_web::{City, Format, Problem, Shell, Visit, json, page};
use serde::Deserialize;

use super::{page_of, reader};
use crate::address::{self, CATALOGUE};
use crate::comparison::{Comparison, key};
use crate::jobs::{self, Answer, Compared};
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
    /// Nothing while there is only one version, or while the comparison is being worked on.
    shown: Option<CompareShown>,
    /// Where to look again for a comparison that is being worked on.
    again: Option<String>,
}

/// When whoever asked may look again, in seconds.
const LOOK_AGAIN_S: u32 = 5;

/// Shows how two versions differ, or says that they are being compared.
pub async fn compare(
    compared: Compared,
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
    let difference = match jobs::answer(&city, &compared, &newest.dataset, &old, &new).await? {
        Answer::Kept(Comparison::Found(difference)) => difference,
        Answer::Kept(Comparison::TooLarge) => return Err(too_large(&newest)),
        Answer::Soon => return soon(&city, &visit, &newest, &reader, (from, to), format),
        Answer::Busy => return Err(Problem::busy(LOOK_AGAIN_S)),
    };
    let key = key(&newest.dataset.about.key, &old, &new);
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

fn too_large(loaded: &Loaded) -> Problem {
    let words = |language: panot_core::Language| Words::of(language.tag());
    Problem::unprocessable()
        .detail(move |language| words(language).compare_too_large())
        .back(address::dataset(loaded.name(), None), move |language| {
            words(language).back_to_dataset()
        })
}

/// 202: accepted, not done yet.
fn soon(
    city: &City,
    visit: &Visit,
    loaded: &Loaded,
    reader: &Reader,
    pair: (u32, u32),
    format: Format,
) -> Result<Response, Problem> {
    let mut answer = if format == Format::Json {
        json(&serde_json::json!({ "state": "computing", "from": pair.0, "to": pair.1 }))?
    } else {
        let mut waiting = Page::of(city, visit, loaded, reader, pair, None);
        waiting.heading = reader
            .t
            .compare_title(pair.0.to_string(), pair.1.to_string());
        waiting.again = Some(address::with_query(&waiting.home, &fields(pair)));
        page(&waiting)?
    };
    *answer.status_mut() = StatusCode::ACCEPTED;
    let wait = HeaderValue::from(LOOK_AGAIN_S);
    answer.headers_mut().insert(header::RETRY_AFTER, wait);
    let never = HeaderValue::from_static("no-store");
    answer.headers_mut().insert(header::CACHE_CONTROL, never);
    Ok(answer)
}

fn fields((from, to): (u32, u32)) -> [(String, String); 2] {
    [
        ("from".to_owned(), from.to_string()),
        ("to".to_owned(), to.to_string()),
    ]
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
                &fields((from, to)),
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
            again: None,
        }
    }
}
