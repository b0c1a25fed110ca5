// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is said about a dataset's columns.

use panot_core::Id;
use panot_db::{Error, Tx, on, sqlx};

use super::{COLUMN_ADD, COLUMNS_CLEAR, COLUMNS_OF, document, read};
use crate::dataset::{Column, Dataset};

/// The columns of a dataset that are explained, in order.
pub async fn of(tx: &mut Tx, dataset: Id<Dataset>) -> Result<Vec<Column>, Error> {
    let rows: Vec<(String,)> = on!(tx, c => sqlx::query_as(COLUMNS_OF)
        .bind(dataset.uuid())
        .fetch_all(c)
        .await?);
    rows.iter().map(|(said,)| read(said)).collect()
}

/// Explains the columns of a dataset, in this order, in place of what was said before.
pub async fn explain(tx: &mut Tx, dataset: Id<Dataset>, columns: &[Column]) -> Result<(), Error> {
    on!(tx, c => sqlx::query(COLUMNS_CLEAR).bind(dataset.uuid()).execute(c).await?);
    for (position, column) in (0_i64..).zip(columns) {
        on!(tx, c => sqlx::query(COLUMN_ADD)
            .bind(dataset.uuid())
            .bind(column.name.as_str())
            .bind(position)
            .bind(document(column))
            .execute(c)
            .await?);
    }
    Ok(())
}
