// SPDX-License-Identifier: AGPL-3.0-or-later

//! A dataset: `/{lang}/data/{id}` and, at a version, `/{lang}/data/{id}@n`.

use askama::Template;
use axum::response::Response;
use panot_core::Extension;
use panot_web::{City, Format, Problem, Shell, json, page};

use super::{Asked, old_notice};
use crate::account::{self, Account};
use crate::address::{self, CATALOGUE};
use crate::described;
use crate::howto::{self, HowTo};
use crate::question::examples::of_chart;
use crate::show::Reader;
use crate::show::dataset::{
    ColumnShown, DatasetView, DownloadShown, Fact, Loaded, VersionShown, columns, downloads, facts,
    figures, versions,
};
use crate::show::gate::{self, GateShown};
use crate::show::left_out::Listed;
use crate::show::map::{self, MapShown};
use crate::show::picture::{Picture, picture};
use crate::show::rows::shown_row;
use crate::words::Words;

/// Versions that the page lists; all of them stand on a page of their own.
const VERSIONS_LISTED: usize = 4;

#[derive(Template)]
#[template(path = "dataset.html")]
struct Page {
    shell: Shell,
    t: Words,
    lang: &'static str,
    title: String,
    title_language: String,
    description: Vec<String>,
    description_language: String,
    old: Option<(String, String)>,
    figures: Vec<Fact>,
    facts: Vec<Fact>,
    pictures: Vec<Picture>,
    /// For each picture the question that gives its figures, and the page that asks it.
    asks: Vec<(String, String)>,
    map: Option<MapShown>,
    heads: Vec<String>,
    preview: Vec<Vec<Option<String>>>,
    is_pending: bool,
    all_rows: String,
    columns: Vec<ColumnShown>,
    versions: Vec<VersionShown>,
    more_versions: bool,
    all_versions: String,
    downloads: Vec<DownloadShown>,
    howto: Vec<HowTo>,
    source: String,
    account: Option<AccountShown>,
    all_left_out: String,
    late: Option<String>,
    gate: Option<GateShown>,
    /// What the page is about, for search engines: JSON that can stand in a script element.
    data_block: String,
    croissant: String,
}

/// What the import did, in words.
struct AccountShown {
    figures: Vec<(String, String)>,
    cells: Vec<Listed>,
    /// Whether there is more to see on a page of its own.
    has_more: bool,
}

/// Shows a dataset at one of its versions.
pub async fn dataset(asked: Asked) -> Result<Response, Problem> {
    let (loaded, reader) = (&asked.loaded, &asked.reader);
    if asked.format == Format::Json {
        let absolute = |path: &str| asked.absolute(path);
        let verdict = gate::verdict(loaded, &asked.city.settings.languages);
        let now = asked.city.clock.now();
        return json(&DatasetView::of(
            loaded,
            reader,
            now,
            verdict.as_ref(),
            &absolute,
        ));
    }
    let twin = format!("{}.json", address::dataset(loaded.name(), loaded.asked));
    let shell = Shell::new(&asked.city, &asked.visit)
        .title(loaded.title(reader.language))
        .about(loaded.dataset.about.description.text(reader.language))
        .crumb(reader.t.catalogue_title(), CATALOGUE)
        .crumb(
            loaded.title(reader.language),
            &address::dataset(loaded.name(), None),
        )
        .json(asked.visit.link(&twin));
    page(&Page::of(shell, &asked.city, loaded, reader))
}

impl Page {
    fn of(shell: Shell, city: &City, loaded: &Loaded, reader: &Reader) -> Self {
        let (about, version, language) = (&loaded.dataset.about, &loaded.version, reader.language);
        let (title_language, title) = about
            .title
            .best(language)
            .unwrap_or(("", loaded.name().as_str()));
        let (description_language, description) =
            about.description.best(language).unwrap_or_default();
        let called = loaded.columns(language);
        let portrait = version.portrait.as_ref();
        let charts = portrait.map_or(&[][..], |portrait| &portrait.charts);
        let here = |page| {
            let page = address::beside(loaded.name(), loaded.asked, page);
            shell.link(&page)
        };
        let mut versions = versions(loaded, reader);
        let more_versions = versions.len() > VERSIONS_LISTED;
        versions.truncate(VERSIONS_LISTED);
        let file = address::dataset(loaded.name(), loaded.asked);
        Self {
            t: reader.t,
            lang: language.tag(),
            title: title.to_owned(),
            title_language: title_language.to_owned(),
            description: paragraphs(description),
            description_language: description_language.to_owned(),
            old: old_notice(loaded, reader),
            figures: figures(loaded, reader),
            facts: facts(loaded, reader),
            pictures: charts
                .iter()
                .enumerate()
                .map(|(at, chart)| picture(chart, at, &called, city.places.as_ref(), reader))
                .collect(),
            asks: charts
                .iter()
                .map(|chart| {
                    let table = format!("{}@{}", loaded.name(), version.n);
                    let (schema, zone) = (&version.content.schema, &city.settings.time_zone);
                    let text = of_chart(&table, schema, chart, zone);
                    let page = shell.link("/sql");
                    let ask = address::with_query(&page, &[("sql".to_owned(), text.clone())]);
                    (text, ask)
                })
                .collect(),
            map: map::shown(loaded, city.places.as_ref(), reader),
            heads: called.0.iter().map(|column| column.title.clone()).collect(),
            preview: portrait.map_or_else(Vec::new, |portrait| {
                portrait
                    .preview
                    .iter()
                    .map(|row| shown_row(row, &called, reader))
                    .collect()
            }),
            is_pending: portrait.is_none(),
            all_rows: here("rows"),
            columns: columns(loaded, reader),
            versions,
            more_versions,
            all_versions: shell.link(&address::beside(loaded.name(), None, "versions")),
            downloads: downloads(loaded, &[], reader),
            howto: howto::lines(
                &city.settings.absolute(&file),
                file.trim_start_matches("/data/"),
                &version.content.schema,
            ),
            source: version.content.source.name.clone(),
            all_left_out: here("left-out"),
            late: loaded
                .late_since(city.clock.now())
                .map(|due| reader.t.late_since(reader.day(due))),
            gate: gate::verdict(loaded, &city.settings.languages)
                .map(|verdict| gate::shown(&verdict, reader)),
            data_block: described::data_block(&described::schema_org(
                &city.settings,
                loaded,
                language,
            )),
            croissant: address::file(loaded.name(), loaded.asked, Extension::Croissant),
            account: account::of(&version.content.report).map(|account| shown(account, reader)),
            shell,
        }
    }
}

fn shown(account: Account, reader: &Reader) -> AccountShown {
    let t = reader.t;
    let mut figures = vec![
        (t.import_kept(), reader.count(account.kept)),
        (t.import_changed(), reader.count(account.changed)),
        (t.import_emptied(), reader.count(account.emptied)),
        (t.import_rejected(), reader.count(account.rejected)),
    ];
    if account.rows_left_out > 0 {
        figures.push((t.left_out_rows(), reader.count(account.rows_left_out)));
    }
    AccountShown {
        figures,
        has_more: account.rejected > 0 || account.rows_left_out > 0,
        cells: account
            .left_out
            .into_iter()
            .map(|cell| Listed::cell(cell, reader))
            .collect(),
    }
}

/// A text in paragraphs, where blank lines stand.
fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(str::to_owned)
        .collect()
}
