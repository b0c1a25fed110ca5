// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows of a version as their page and their JSON show them.

use panot_core::Language;
use panot_lake::Sort;
use serde::Serialize;
use utoipa::ToSchema;

use super::Reader;
use super::columns::{ColumnView, Columns};
use super::dataset::{Loaded, json_row};
use crate::address;
use crate::ask::{AskError, RowsAsk, sort_written};
use crate::cells::{Cell, readable};

/// Rows as JSON.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowsView {
    /// The dataset.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// Rows that fit, on all pages. Exact.
    pub total: u64,
    /// This page, from 1.
    pub page: u64,
    /// Rows on a page.
    pub size: u64,
    /// The columns, in the order of the cells.
    pub columns: Vec<ColumnView>,
    /// The rows, each a list of cells.
    pub rows: Vec<Vec<Cell>>,
    /// The next page, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Rows that were read, with the question they answer.
#[derive(Debug)]
pub struct Answer {
    /// The question.
    pub ask: RowsAsk,
    /// The rows in canonical text.
    pub rows: Vec<Vec<Option<String>>>,
    /// How many fit.
    pub total: u64,
}

impl Answer {
    fn address(&self, path: &str, page: u64) -> String {
        let mut fields = self.ask.fields();
        if self.ask.size != crate::ask::ROWS_DEFAULT {
            fields.push(("size".to_owned(), self.ask.size.to_string()));
        }
        if page > 1 {
            fields.push(("page".to_owned(), page.to_string()));
        }
        address::with_query(path, &fields)
    }

    fn next(&self) -> Option<u64> {
        (self.ask.page.saturating_mul(self.ask.size) < self.total).then(|| self.ask.page + 1)
    }
}

impl RowsView {
    /// The view.
    pub fn of(
        loaded: &Loaded,
        answer: &Answer,
        language: Language,
        absolute: &dyn Fn(&str) -> String,
    ) -> Self {
        let columns = loaded.columns(language);
        let path = address::beside(loaded.name(), loaded.asked, "rows.json");
        Self {
            name: loaded.name().to_string(),
            version: loaded.version.n,
            total: answer.total,
            page: answer.ask.page,
            size: answer.ask.size,
            rows: answer
                .rows
                .iter()
                .map(|row| json_row(row, &columns))
                .collect(),
            next: answer
                .next()
                .map(|page| absolute(&answer.address(&format!("/{language}{path}"), page))),
            columns: columns.0,
        }
    }
}

/// A column of the table and of the form above it.
#[derive(Debug, Clone)]
pub struct Head {
    /// The name of its field: `f.no2`.
    pub field: String,
    /// For `id` attributes.
    pub id: String,
    /// Its title, with the unit.
    pub title: String,
    /// What its field says now.
    pub written: String,
    /// Whether its cells are numbers.
    pub is_number: bool,
    /// Orders by it: the value of the field `sort`, its words, whether it is this.
    pub sorts: Vec<(String, String, bool)>,
}

/// What the page of rows shows.
#[derive(Debug, Clone)]
pub struct RowsShown {
    /// The address of the page without a question.
    pub home: String,
    /// The columns.
    pub heads: Vec<Head>,
    /// The search over all columns.
    pub search: String,
    /// Rows on a page.
    pub size: u64,
    /// How many rows fit.
    pub found: String,
    /// Which rows stand here: the caption.
    pub caption: String,
    /// The cells in words; `None` is an empty cell.
    pub rows: Vec<Vec<Option<String>>>,
    /// Address of the page before, or empty.
    pub previous: String,
    /// Address of the page after, or empty.
    pub next: String,
    /// Which page this is.
    pub here: String,
    /// Whether the page is behind the last one.
    pub is_beyond: bool,
    /// Whether every row is asked for.
    pub is_plain: bool,
}

impl RowsShown {
    /// What the page shows.
    pub fn of(loaded: &Loaded, answer: &Answer, reader: &Reader) -> Self {
        let columns = loaded.columns(reader.language);
        let page = address::beside(loaded.name(), loaded.asked, "rows");
        let home = format!("/{}{page}", reader.language);
        let (ask, t) = (&answer.ask, reader.t);
        let pages = answer.total.div_ceil(ask.size).max(1);
        let count = u64::try_from(answer.rows.len()).unwrap_or(u64::MAX);
        let (from, to) = (
            ask.offset().saturating_add(1),
            ask.offset().saturating_add(count),
        );
        Self {
            heads: heads(&columns, ask, reader),
            search: ask.search.clone().unwrap_or_default(),
            size: ask.size,
            found: t.rows_found(answer.total),
            caption: t.rows_table(reader.count(from), reader.count(to)),
            rows: answer
                .rows
                .iter()
                .map(|row| shown_row(row, &columns, reader))
                .collect(),
            previous: if ask.page > 1 {
                answer.address(&home, (ask.page - 1).min(pages))
            } else {
                String::new()
            },
            next: answer
                .next()
                .map(|page| answer.address(&home, page))
                .unwrap_or_default(),
            here: t.page_here(reader.count(ask.page), reader.count(pages)),
            is_beyond: answer.rows.is_empty() && answer.total > 0,
            is_plain: ask.is_plain(),
            home,
        }
    }
}

fn heads(columns: &Columns, ask: &RowsAsk, reader: &Reader) -> Vec<Head> {
    let t = reader.t;
    columns
        .0
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let sort = |direction| Sort {
                column: column.name.clone(),
                direction,
            };
            let up = sort(panot_lake::Direction::Asc);
            let down = sort(panot_lake::Direction::Desc);
            let is = |sort: &Sort| ask.sort.first() == Some(sort);
            Head {
                field: format!("f.{}", column.name),
                id: format!("f{at}"),
                title: column.unit.as_ref().map_or_else(
                    || column.title.clone(),
                    |unit| format!("{} ({unit})", column.title),
                ),
                written: ask.written_for(&column.name).to_owned(),
                is_number: column.kind.is_quantity(),
                sorts: vec![
                    (sort_written(&up), t.rows_ascending(&column.title), is(&up)),
                    (
                        sort_written(&down),
                        t.rows_descending(&column.title),
                        is(&down),
                    ),
                ],
            }
        })
        .collect()
}

/// A row in words.
pub fn shown_row(
    row: &[Option<String>],
    columns: &Columns,
    reader: &Reader,
) -> Vec<Option<String>> {
    row.iter()
        .zip(&columns.0)
        .map(|(cell, column)| {
            cell.as_deref()
                .map(|text| readable(column.kind, text, reader.language, &reader.zone))
        })
        .collect()
}

/// Why a question was not answered, for the visitor: the column's field, and the words.
pub fn wrong(error: &AskError, reader: &Reader) -> String {
    match error {
        AskError::NoSuchColumn(column) => reader.t.wrong_column(column),
        AskError::TooMuch => reader.t.wrong_much(),
        AskError::NotANumber(text) => reader.t.wrong_number(text),
        AskError::TwoReadings {
            written,
            whole,
            decimal,
        } => reader.t.wrong_marks(decimal, written, whole),
    }
}
