// SPDX-License-Identifier: AGPL-3.0-or-later

//! The cells of a file that did not fit their column: `/{lang}/data/{id}/left-out`, and as CSV.

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
use crate::account::{self, LeftOut};
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

/// Shows the cells that the import left out.
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

/// The same cells as CSV.
pub async fn left_out_csv(
    State(city): State<City>,
    Path(segment): Path<String>,
) -> Result<Response, Problem> {
    let loaded = page_of(&city, &segment).await?;
    let cells = account::left_out(&loaded.version.content.report).ok_or_else(Problem::not_found)?;
    let mut bytes = Vec::new();
    written(&cells, &mut bytes).map_err(Problem::internal)?;
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

fn written(cells: &[LeftOut], out: &mut Vec<u8>) -> Result<(), WriteError> {
    let table = table(cells).map_err(std::io::Error::other)?;
    let shared = crate::download::Shared::default();
    let mut file = writer(FileFormat::Csv, &table.schema(), shared.clone())?;
    file.write(&table)?;
    file.finish()?;
    out.extend_from_slice(&shared.take());
    Ok(())
}

fn table(cells: &[LeftOut]) -> Result<RecordBatch, ArrowError> {
    let text = |of: fn(&LeftOut) -> &String| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(cells.iter().map(of)))
    };
    let lines: ArrayRef = Arc::new(UInt64Array::from_iter_values(
        cells.iter().map(|cell| cell.line),
    ));
    RecordBatch::try_from_iter([
        ("line", lines),
        ("column", text(|cell| &cell.column)),
        ("text", text(|cell| &cell.text)),
        ("why", text(|cell| &cell.why)),
    ])
}
