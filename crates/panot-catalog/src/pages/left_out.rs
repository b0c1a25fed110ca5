// SPDX-License-Identifier: AGPL-3.0-or-later

//! What an import left out, cells and rows: `/{lang}/data/{id}/left-out`, and as CSV.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray, UInt64Array};
use arrow_schema::ArrowError;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use panot_web::{City, Format, Problem, Shell, json, page};
use tabular::write::{Format as FileFormat, WriteError, writer};

use super::{Asked, old_notice, page_of};
use crate::account::{self, AllLeftOut};
use crate::address;
use crate::show::left_out::{LeftOutShown, LeftOutView};
use crate::words::Words;

#[derive(Template)]
#[template(path = "left_out.html")]
struct Page {
    shell: Shell,
    t: Words,
    title: String,
    old: Option<(String, String)>,
    shown: LeftOutShown,
    csv: String,
}

/// Shows the cells and rows that the import left out.
pub async fn left_out(asked: Asked) -> Result<Response, Problem> {
    let (loaded, reader) = (&asked.loaded, &asked.reader);
    let view = LeftOutView::of(loaded).ok_or_else(Problem::not_found)?;
    if asked.format == Format::Json {
        return json(&view);
    }
    let title = reader.t.left_out_title(loaded.title(reader.language));
    let csv = address::beside(loaded.name(), Some(loaded.version.n), "left-out.csv");
    page(&Page {
        shell: asked.shell(&title, "left-out", loaded.asked),
        t: reader.t,
        title,
        old: old_notice(loaded, reader),
        shown: LeftOutShown::of(view, reader),
        csv,
    })
}

/// The same as CSV: a row has no column.
pub async fn left_out_csv(
    State(city): State<City>,
    Path(segment): Path<String>,
) -> Result<Response, Problem> {
    let loaded = page_of(&city, &segment).await?;
    let all = account::left_out(&loaded.version.content.report).ok_or_else(Problem::not_found)?;
    let mut bytes = Vec::new();
    written(&all, &mut bytes).map_err(Problem::internal)?;
    let file = format!(
        "attachment; filename=\"{}-{}-left-out.csv\"",
        loaded.name(),
        loaded.version.n
    );
    let file = HeaderValue::from_str(&file).expect("names and numbers are ASCII");
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8"),
        ),
        (header::CONTENT_DISPOSITION, file),
    ];
    Ok((headers, bytes).into_response())
}

fn written(all: &AllLeftOut, out: &mut Vec<u8>) -> Result<(), WriteError> {
    let table = table(all).map_err(std::io::Error::other)?;
    let shared = crate::download::Shared::default();
    let mut file = writer(FileFormat::Csv, &table.schema(), shared.clone())?;
    file.write(&table)?;
    file.finish()?;
    out.extend_from_slice(&shared.take());
    Ok(())
}

fn table(all: &AllLeftOut) -> Result<RecordBatch, ArrowError> {
    let cells = all.cells.iter();
    let cells = cells.map(|c| (c.line, Some(&c.column), &c.text, &c.why));
    let rows = all.rows.iter().map(|r| (r.line, None, &r.text, &r.why));
    let mut listed: Vec<_> = cells.chain(rows).collect();
    listed.sort_by_key(|(line, ..)| *line);
    let lines = listed.iter().map(|(line, ..)| *line);
    let columns = listed.iter().map(|(_, column, ..)| *column);
    let texts = listed.iter().map(|(.., text, _)| *text);
    let whys = listed.iter().map(|(.., why)| *why);
    let columns: [(_, ArrayRef); 4] = [
        ("line", Arc::new(UInt64Array::from_iter_values(lines))),
        ("column", Arc::new(columns.collect::<StringArray>())),
        ("text", Arc::new(StringArray::from_iter_values(texts))),
        ("why", Arc::new(StringArray::from_iter_values(whys))),
    ];
    RecordBatch::try_from_iter(columns)
}
