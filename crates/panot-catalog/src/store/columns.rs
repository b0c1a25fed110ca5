// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is said about a dataset's columns.

use panot_core::Id;
use panot_db::{Error, Json, Tx, args};

use super::{COLUMN_ADD, COLUMNS_CLEAR, COLUMNS_OF, document};
use crate::dataset::{Column, Dataset};

/// The columns of a dataset that are explained, in order.
pub async fn of(tx: &mut Tx, dataset: Id<Dataset>) -> Result<Vec<Column>, Error> {
    let columns: Vec<Json<Column>> = tx.list(&COLUMNS_OF, args![dataset]).await?;
    Ok(columns.into_iter().map(|Json(column)| column).collect())
}

/// Explains the columns of a dataset, in this order, in place of what was said before.
pub async fn explain(tx: &mut Tx, dataset: Id<Dataset>, columns: &[Column]) -> Result<(), Error> {
    tx.run(&COLUMNS_CLEAR, args![dataset]).await?;
    for (position, column) in (0_i64..).zip(columns) {
        tx.run(
            &COLUMN_ADD,
            args![dataset, column.name, position, document(column)],
        )
        .await?;
    }
    Ok(())
}
