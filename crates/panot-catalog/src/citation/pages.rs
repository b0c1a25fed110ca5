// SPDX-License-Identifier: AGPL-3.0-or-later

//! The page of a citation: `/{lang}/q/{hash}`.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use panot_web::guard::Client;
use panot_web::{City, Format, Problem, Shell, Visit, page, page_with_status};

use super::api::{Ending, asked_again, bib, describe, load, no_such_citation, reference};
use super::{Again, Citation, api, csv, kept};
use crate::address::{self, with_query};
use crate::cells::{kinds, readable};
use crate::pages::Fields;
use crate::question::picture::picture;
use crate::show::Reader;
use crate::show::picture::Picture;
use crate::words::Words;

/// Rows that the page shows.
const ROWS_SHOWN: usize = 100;
/// Rows that a picture is drawn from.
const ROWS_DRAWN: usize = 1_000;

#[derive(Template)]
#[template(path = "citation.html")]
struct Page {
    shell: Shell,
    t: Words,
    title: String,
    gone: Option<String>,
    again: Option<(bool, Vec<String>)>,
    picture: Option<Picture>,
    heads: Vec<(String, bool)>,
    rows: Vec<Vec<Option<String>>>,
    more: Option<String>,
    unkept: bool,
    facts: Vec<(String, String)>,
    tables: Vec<(String, String, bool)>,
    canonical: String,
    address: String,
    bibtex: String,
    bib: String,
    csv: String,
    json: String,
    run: String,
    ask: String,
    check: String,
    sha256: String,
}

/// Shows a citation; one whose rows were withdrawn says so.
pub async fn citation(
    city: City,
    visit: Visit,
    format: Format,
    client: Option<Client>,
    segment: &str,
    fields: &Fields,
) -> Result<Response, Problem> {
    let (hash, ending) = reference(segment)?;
    match ending {
        Ending::None if format == Format::Page => {}
        Ending::None | Ending::Json => {
            let segment = format!("{hash}.json");
            return api::get(city, visit, format, client, &segment, fields).await;
        }
        // Files have no language.
        Ending::Csv | Ending::Bib => return Err(no_such_citation()),
    }
    let cited = load(&city, &hash).await?;
    let came = asked_again(&city, &cited, client, fields).await?;
    let rows = kept(&city, &hash)
        .await?
        .map(|bytes| csv::rows(&String::from_utf8_lossy(&bytes), ROWS_DRAWN + 1));
    let shown = show(&city, &visit, &cited, came.as_ref(), rows);
    let mut response = if cited.withdrawn().is_some() {
        page_with_status(StatusCode::GONE, &shown)?
    } else {
        page(&shown)?
    };
    describe(&city, &cited, response.headers_mut());
    Ok(response)
}

fn show(
    city: &City,
    visit: &Visit,
    cited: &Citation,
    came: Option<&Again>,
    rows: Option<Vec<Vec<Option<String>>>>,
) -> Page {
    let reader = Reader::of(visit.language, &city.settings.time_zone);
    let t = reader.t;
    let title = t.cite_title(cited.hash.as_str()[..8].to_owned());
    let page_path = visit.link(&cited.path());
    let shell = Shell::new(city, visit)
        .title(title.clone())
        .crumb(t.catalogue_title(), address::CATALOGUE)
        .crumb(t.sql_title(), "/sql")
        .json(format!("{}.json", cited.path()));
    let absolute = |path: &str| city.settings.absolute(path);
    let kinds = kinds(&cited.schema);
    let all = rows.unwrap_or_default();
    let drawn = (all.len() <= ROWS_DRAWN).then(|| picture(&cited.schema, &all, &reader));
    let row = |row: &Vec<Option<String>>| {
        let cells = row.iter().zip(&kinds).map(|(cell, (_, kind))| {
            let text = cell.as_deref()?;
            Some(readable(*kind, text, reader.language, &reader.zone))
        });
        cells.collect()
    };
    let csv = format!("{}.csv", cited.path());
    Page {
        gone: cited.withdrawn().map(|(source, withdrawal)| {
            t.cite_withdrawn_detail(
                &withdrawal.reason,
                format!("{}@{}", source.dataset, source.n),
            )
        }),
        again: came.map(|came| told(came, &reader)),
        picture: drawn.flatten(),
        heads: kinds
            .iter()
            .map(|(name, kind)| (name.clone(), kind.is_number()))
            .collect(),
        rows: all.iter().take(ROWS_SHOWN).map(row).collect(),
        more: (cited.rows > 100 && !all.is_empty()).then(|| t.sql_more(ROWS_SHOWN.to_string())),
        unkept: all.is_empty() && cited.rows > 0 && cited.withdrawn().is_none(),
        facts: facts(cited, &reader),
        tables: tables(cited, &reader),
        canonical: cited.canonical.clone(),
        address: absolute(&cited.path()),
        bibtex: bib(city, visit, cited),
        bib: format!("{}.bib", cited.path()),
        json: format!("{}.json", cited.path()),
        run: with_query(&page_path, &[("again".to_owned(), "yes".to_owned())]),
        ask: with_query(
            &visit.link("/sql"),
            &[("sql".to_owned(), cited.canonical.clone())],
        ),
        check: format!("curl --silent '{}' | sha256sum", absolute(&csv)),
        sha256: cited.sha256.clone(),
        csv,
        shell,
        t,
        title,
    }
}

fn facts(cited: &Citation, reader: &Reader) -> Vec<(String, String)> {
    let t = reader.t;
    vec![
        (t.cite_rows(), reader.count(cited.rows)),
        (t.cite_size(), reader.bytes(cited.bytes)),
        (t.cite_day(), reader.day(cited.cited_at)),
        (t.cite_engine(), cited.engine.clone()),
    ]
}

/// The versions that it comes from: name, address, whether it can be read.
fn tables(cited: &Citation, reader: &Reader) -> Vec<(String, String, bool)> {
    let table = |source: &super::Source| {
        let page = address::dataset(&source.dataset, Some(source.n));
        let page = format!("/{}{page}", reader.language);
        let name = format!("{}@{}", source.dataset, source.n);
        (name, page, source.withdrawal.is_none())
    };
    cited.tables.iter().map(table).collect()
}

/// What came of asking again: whether it is the same, and in sentences what is not.
fn told(came: &Again, reader: &Reader) -> (bool, Vec<String>) {
    let t = reader.t;
    match came {
        Again::Identical => (true, vec![t.cite_identical()]),
        Again::Differs {
            rows,
            sha256,
            engine,
            line,
        } => {
            let mut said = vec![
                t.cite_differs(sha256, reader.count(*rows)),
                t.cite_differs_engine(engine),
            ];
            if let Some((number, was, is)) = line {
                said.push(t.cite_differs_line(is, reader.count(*number), was));
            }
            (false, said)
        }
    }
}
