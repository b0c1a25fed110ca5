// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows with filter, sort and page: `/{lang}/data/{id}/rows`. A plain form: no script is needed.

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use panot_web::{Format, Problem, Shell, json, page, page_with_status};

use super::{Asked, Fields, old_notice};
use crate::address;
use crate::ask::{Marks, RowsAsk};
use crate::cells;
use crate::show::dataset::{DownloadShown, downloads};
use crate::show::rows::{Answer, RowsShown, RowsView, wrong};
use crate::words::Words;

#[derive(Template)]
#[template(path = "rows.html")]
struct Page {
    shell: Shell,
    t: Words,
    title: String,
    old: Option<(String, String)>,
    shown: RowsShown,
    downloads: Vec<DownloadShown>,
    wrong: Option<String>,
}

/// Shows the rows that a visitor asks for.
pub async fn rows(asked: Asked, Query(fields): Query<Fields>) -> Result<Response, Problem> {
    let answer = match answer(&asked, &fields).await {
        Ok(answer) => answer,
        Err(Refused::Ours(problem)) => return Err(problem),
        Err(Refused::Asked(why)) if asked.format == Format::Json => return Err(cannot(why)),
        Err(Refused::Asked(why)) => {
            let shown = show(&asked, &nothing(&fields), Some(why));
            return page_with_status(StatusCode::BAD_REQUEST, &shown);
        }
    };
    if asked.format == Format::Json {
        let absolute = |path: &str| asked.absolute(path);
        let language = asked.reader.language;
        return json(&RowsView::of(&asked.loaded, &answer, language, &absolute));
    }
    page(&show(&asked, &answer, None))
}

/// Why there are no rows.
enum Refused {
    /// The question cannot be answered; said to the visitor.
    Asked(String),
    /// Something else.
    Ours(Problem),
}

async fn answer(asked: &Asked, fields: &Fields) -> Result<Answer, Refused> {
    let (loaded, reader) = (&asked.loaded, &asked.reader);
    let marks = match asked.format {
        Format::Json => Marks::Programs,
        Format::Page => Marks::Pages(reader.language),
    };
    let ask = RowsAsk::parse(fields, &loaded.version.content.schema, &reader.zone, marks)
        .map_err(|error| Refused::Asked(wrong(&error, reader)))?;
    let snapshot = loaded.version.snapshot(&loaded.dataset.table());
    let found = asked.city.lake.rows(&snapshot, &ask.of_page()).await;
    let found = found.map_err(|error| match error {
        panot_lake::Error::WrongValue { column, value, .. } => {
            Refused::Asked(reader.t.wrong_value(column, value))
        }
        error => Refused::Ours(error.into()),
    })?;
    let rows =
        cells::rows(&found.batches).map_err(|error| Refused::Ours(Problem::internal(error)))?;
    Ok(Answer {
        ask,
        rows,
        total: found.total,
    })
}

/// 400 for programs, with the same words.
fn cannot(why: String) -> Problem {
    Problem::bad_request().detail(move |_| why.clone())
}

/// What the form says, without rows: shown above what is wrong with it.
fn nothing(fields: &Fields) -> Answer {
    let written: Vec<_> = fields
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("f.")?.to_owned(), value.clone())))
        .collect();
    let ask = RowsAsk {
        plain: written.clone(),
        written,
        page: 1,
        size: crate::ask::ROWS_DEFAULT,
        ..RowsAsk::default()
    };
    Answer {
        ask,
        rows: Vec::new(),
        total: 0,
    }
}

fn show(asked: &Asked, answer: &Answer, wrong: Option<String>) -> Page {
    let (loaded, reader) = (&asked.loaded, &asked.reader);
    let title = reader.t.rows_title(loaded.title(reader.language));
    let path = address::beside(loaded.name(), loaded.asked, "rows");
    let twin = asked.visit.link(&format!("{path}.json"));
    let fields = answer.ask.fields_for_programs();
    let shell = asked
        .shell(&title, "rows", loaded.asked)
        .lively()
        .json(address::with_query(&twin, &fields));
    Page {
        // A page for every question would fill search engines with the same rows.
        shell: if answer.ask.is_plain() {
            shell
        } else {
            shell.unlisted()
        },
        t: reader.t,
        title,
        old: old_notice(loaded, reader),
        shown: RowsShown::of(loaded, answer, reader),
        downloads: downloads(loaded, &fields, reader),
        wrong,
    }
}
