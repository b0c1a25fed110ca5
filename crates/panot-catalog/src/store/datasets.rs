// SPDX-License-Identifier: AGPL-3.0-or-later

//! Datasets.

use panot_core::{Id, Name, Timestamp};
use panot_db::{Error, Tx, on, sqlx};
use uuid::Uuid;

use super::{
    DATASET_ADD, DATASET_DESCRIBE, DATASET_NAMED, DATASETS_ALL, DATASETS_COUNT, counted, damaged,
    document, moment, read,
};
use crate::dataset::{About, Dataset};

type Row = (Uuid, String, String, i64, i64);

fn dataset((id, name, about, created_at, changed_at): Row) -> Result<Dataset, Error> {
    Ok(Dataset {
        id: Id::from_uuid(id),
        name: name.parse().map_err(damaged)?,
        about: read(&about)?,
        created_at: moment(created_at)?,
        changed_at: moment(changed_at)?,
    })
}

/// Adds a dataset, or returns `None` when the name is taken.
pub async fn add(
    tx: &mut Tx,
    id: Id<Dataset>,
    name: &Name,
    about: &About,
    now: Timestamp,
) -> Result<Option<Dataset>, Error> {
    let added = on!(tx, c => sqlx::query(DATASET_ADD)
        .bind(id.uuid())
        .bind(name.as_str())
        .bind(document(about))
        .bind(now.as_micros())
        .execute(c)
        .await?
        .rows_affected());
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
    let row: Option<Row> = on!(tx, c => sqlx::query_as(DATASET_NAMED)
        .bind(name.as_str())
        .fetch_optional(c)
        .await?);
    row.map(dataset).transpose()
}

/// All datasets, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Dataset>, Error> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(DATASETS_ALL).fetch_all(c).await?);
    rows.into_iter().map(dataset).collect()
}

/// How many datasets can be read.
pub async fn count(tx: &mut Tx) -> Result<u64, Error> {
    let (count,): (i64,) = on!(tx, c => sqlx::query_as(DATASETS_COUNT).fetch_one(c).await?);
    Ok(counted(count))
}

/// Changes what is said about a dataset.
pub async fn describe(
    tx: &mut Tx,
    id: Id<Dataset>,
    about: &About,
    now: Timestamp,
) -> Result<(), Error> {
    on!(tx, c => sqlx::query(DATASET_DESCRIBE)
        .bind(id.uuid())
        .bind(document(about))
        .bind(now.as_micros())
        .execute(c)
        .await?);
    Ok(())
}
