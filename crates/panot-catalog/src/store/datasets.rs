// SPDX-License-Identifier: AGPL-3.0-or-later

//! Datasets.

use panot_core::{Id, Name, Timestamp};
use panot_db::{Error, FromRow, Json, Row, Tx, args};

use super::{
    DATASET_ADD, DATASET_BY_ID, DATASET_DESCRIBE, DATASET_NAMED, DATASETS_ALL, DATASETS_COUNT,
    document,
};
use crate::dataset::{About, Dataset};

impl FromRow for Dataset {
    fn from_row(mut row: Row) -> Result<Self, Error> {
        let Json(about) = row.take("about")?;
        Ok(Self {
            id: row.take("id")?,
            name: row.take("name")?,
            about,
            created_at: row.take("created_at")?,
            changed_at: row.take("changed_at")?,
        })
    }
}

/// Adds a dataset, or returns `None` when the name is taken.
pub async fn add(
    tx: &mut Tx,
    id: Id<Dataset>,
    name: &Name,
    about: &About,
    now: Timestamp,
) -> Result<Option<Dataset>, Error> {
    let added = tx
        .run(&DATASET_ADD, args![id, name, document(about), now])
        .await?;
    Ok((added == 1).then(|| Dataset {
        id,
        name: name.clone(),
        about: about.clone(),
        created_at: now,
        changed_at: now,
    }))
}

/// The dataset with this name.
pub async fn named(tx: &mut Tx, name: &Name) -> Result<Option<Dataset>, Error> {
    tx.find(&DATASET_NAMED, args![name]).await
}

/// The dataset with this key.
pub async fn by_id(tx: &mut Tx, id: Id<Dataset>) -> Result<Option<Dataset>, Error> {
    tx.find(&DATASET_BY_ID, args![id]).await
}

/// All datasets, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Dataset>, Error> {
    tx.list(&DATASETS_ALL, args![]).await
}

/// How many datasets can be read.
pub async fn count(tx: &mut Tx) -> Result<u64, Error> {
    tx.one(&DATASETS_COUNT, args![]).await
}

/// Changes what is said about a dataset.
pub async fn describe(
    tx: &mut Tx,
    id: Id<Dataset>,
    about: &About,
    now: Timestamp,
) -> Result<(), Error> {
    tx.run(&DATASET_DESCRIBE, args![id, document(about), now])
        .await?;
    Ok(())
}
