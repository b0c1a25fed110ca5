// SPDX-License-Identifier: AGPL-3.0-or-later

//! Imports that wait at the gate.

use panot_core::{Id, Name, Timestamp};
use panot_db::{Error, Tx, on, sqlx};
use uuid::Uuid;

use super::{
    IMPORT_ADD, IMPORT_BY_ID, IMPORT_CLOSE, IMPORT_ERASE, IMPORT_REDRAFT, IMPORTS_EXPIRED,
    IMPORTS_WAITING, damaged, document, moment, read, version_number,
};
use crate::staged::{Draft, Import, ImportState};

type Row = (Uuid, String, String, String, i64, i64, Option<i64>);

fn import(
    (id, dataset, state, draft, created_at, expires_at, published_n): Row,
) -> Result<Import, Error> {
    let state = match (state.as_str(), published_n) {
        ("published", Some(n)) => ImportState::Published(version_number(n)?),
        ("discarded", _) => ImportState::Discarded,
        _ => ImportState::Waiting,
    };
    Ok(Import {
        id: Id::from_uuid(id),
        dataset: dataset.parse().map_err(damaged)?,
        state,
        draft: read(&draft)?,
        created_at: moment(created_at)?,
        expires_at: moment(expires_at)?,
    })
}

/// Stages an import for this dataset, until `expires_at`.
pub async fn stage(
    tx: &mut Tx,
    id: Id<Import>,
    dataset: &Name,
    draft: &Draft,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), Error> {
    on!(tx, c => sqlx::query(IMPORT_ADD)
        .bind(id.uuid())
        .bind(dataset.as_str())
        .bind(document(draft))
        .bind(now.as_micros())
        .bind(expires_at.as_micros())
        .execute(c)
        .await?);
    Ok(())
}

/// The import with this id.
pub async fn by_id(tx: &mut Tx, id: Id<Import>) -> Result<Option<Import>, Error> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(IMPORT_BY_ID)
        .bind(id.uuid())
        .fetch_optional(c)
        .await?);
    row.map(import).transpose()
}

/// The imports that wait, newest first.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Import>, Error> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(IMPORTS_WAITING).fetch_all(c).await?);
    rows.into_iter().map(import).collect()
}

/// Changes the draft of an import; `false` when it does not wait any more.
pub async fn redraft(tx: &mut Tx, id: Id<Import>, draft: &Draft) -> Result<bool, Error> {
    let changed = on!(tx, c => sqlx::query(IMPORT_REDRAFT)
        .bind(id.uuid())
        .bind(document(draft))
        .execute(c)
        .await?
        .rows_affected());
    Ok(changed == 1)
}

/// Notes that an import became a version; `false` when it does not wait any more, so that an
/// import that two people publish at once becomes one version.
pub async fn published(tx: &mut Tx, id: Id<Import>, n: u32) -> Result<bool, Error> {
    close(tx, id, "published", Some(i64::from(n))).await
}

/// Notes that somebody decided against an import; `false` when it does not wait any more.
pub async fn discard(tx: &mut Tx, id: Id<Import>) -> Result<bool, Error> {
    close(tx, id, "discarded", None).await
}

async fn close(
    tx: &mut Tx,
    id: Id<Import>,
    state: &str,
    published_n: Option<i64>,
) -> Result<bool, Error> {
    let changed = on!(tx, c => sqlx::query(IMPORT_CLOSE)
        .bind(id.uuid())
        .bind(state)
        .bind(published_n)
        .execute(c)
        .await?
        .rows_affected());
    Ok(changed == 1)
}

/// The imports whose time is over: their files are removed, then their rows by [`erase`].
pub async fn expired(tx: &mut Tx, now: Timestamp) -> Result<Vec<Import>, Error> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(IMPORTS_EXPIRED)
        .bind(now.as_micros())
        .fetch_all(c)
        .await?);
    rows.into_iter().map(import).collect()
}

/// Erases an import's row.
pub async fn erase(tx: &mut Tx, id: Id<Import>) -> Result<(), Error> {
    on!(tx, c => sqlx::query(IMPORT_ERASE).bind(id.uuid()).execute(c).await?);
    Ok(())
}
