// SPDX-License-Identifier: AGPL-3.0-or-later

//! An answer as JSON.

use arrow_schema::ArrowError;
use serde::Serialize;
use utoipa::ToSchema;

use super::Answered;
use crate::cells::{self, Cell};

/// An answer to a question in SQL.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerView {
    /// The question in one spelling, with the version of every table: asked again it means the same.
    pub sql: String,
    /// The tables that it read.
    pub tables: Vec<TableRead>,
    /// The columns, in the order of the cells.
    pub columns: Vec<AnswerColumn>,
    /// The rows, each a list of cells.
    pub rows: Vec<Vec<Cell>>,
    /// How many rows there are.
    pub row_count: u64,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// What answered, with its version.
    pub engine: String,
}

/// A version that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TableRead {
    /// The dataset.
    pub name: String,
    /// Its version.
    pub version: u32,
}

/// A column of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnswerColumn {
    /// Its name.
    pub name: String,
    /// Its type in Arrow's notation.
    pub r#type: String,
}

impl AnswerView {
    /// The view of an answer.
    pub fn of(answered: &Answered) -> Result<Self, ArrowError> {
        let (answer, rows) = (&answered.answer, answered.rows());
        let kinds = cells::kinds(&answer.schema);
        let cells = cells::rows(&answer.batches)?;
        let row = |row: &Vec<Option<String>>| {
            let cells = row.iter().zip(&kinds);
            cells
                .map(|(cell, (_, kind))| Cell::of(*kind, cell.as_deref()))
                .collect()
        };
        Ok(Self {
            sql: answer.meaning.canonical.clone(),
            tables: tables(answered),
            columns: columns(answered),
            rows: cells.iter().map(row).collect(),
            row_count: rows,
            took_ms: answered.took_ms,
            engine: answer.meaning.engine.clone(),
        })
    }
}

/// The tables that were read.
pub fn tables(answered: &Answered) -> Vec<TableRead> {
    let read = answered.answer.meaning.tables.iter().map(|read| TableRead {
        name: read.table.as_str().to_owned(),
        version: read.version,
    });
    read.collect()
}

/// The columns of an answer.
pub fn columns(answered: &Answered) -> Vec<AnswerColumn> {
    let fields = answered.answer.schema.fields().iter();
    fields
        .map(|field| AnswerColumn {
            name: field.name().clone(),
            r#type: field.data_type().to_string(),
        })
        .collect()
}
