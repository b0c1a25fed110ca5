// SPDX-License-Identifier: AGPL-3.0-or-later

//! Imports that wait at the gate.

use panot_core::{Id, Name, Timestamp};
use panot_db::{Error, FromRow, Json, Row, Tx, args};

use super::{
    IMPORT_ADD, IMPORT_BY_ID, IMPORT_CLOSE, IMPORT_ERASE, IMPORT_FORGET, IMPORT_REDRAFT,
    IMPORTS_EXPIRED, IMPORTS_FORGET_WAITING, IMPORTS_SUPERSEDE, IMPORTS_WAITING, document,
};
use crate::staged::{Draft, Import, ImportState};

impl FromRow for Import {
    fn from_row(mut row: Row) -> Result<Self, Error> {
        let state: String = row.take("state")?;
        let published_n: Option<u32> = row.take("published_n")?;
        let Json(draft) = row.take("draft")?;
        Ok(Self {
            id: row.take("id")?,
            dataset: row.take("dataset_name")?,
            state: match (state.as_str(), published_n) {
                ("published", Some(n)) => ImportState::Published(n),
                ("discarded", _) => ImportState::Discarded,
                _ => ImportState::Waiting,
            },
            draft,
            created_at: row.take("created_at")?,
            expires_at: row.take("expires_at")?,
        })
    }
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
    tx.run(
        &IMPORT_ADD,
        args![id, dataset, document(draft), now, expires_at],
    )
    .await?;
    Ok(())
}

/// The import with this id.
pub async fn by_id(tx: &mut Tx, id: Id<Import>) -> Result<Option<Import>, Error> {
    tx.find(&IMPORT_BY_ID, args![id]).await
}

/// The imports that wait, newest first.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Import>, Error> {
    tx.list(&IMPORTS_WAITING, args![]).await
}

/// Changes the draft of an import; `false` when it does not wait any more.
pub async fn redraft(tx: &mut Tx, id: Id<Import>, draft: &Draft) -> Result<bool, Error> {
    Ok(tx.run(&IMPORT_REDRAFT, args![id, document(draft)]).await? == 1)
}

/// Notes that an import became a version; `false` when it does not wait any more, so that an
/// import that two people publish at once becomes one version.
pub async fn published(tx: &mut Tx, id: Id<Import>, n: u32) -> Result<bool, Error> {
    Ok(tx
        .run(&IMPORT_CLOSE, args![id, "published", Some(n)])
        .await?
        == 1)
}

/// Notes that somebody decided against an import; `false` when it does not wait any more.
pub async fn discard(tx: &mut Tx, id: Id<Import>) -> Result<bool, Error> {
    Ok(tx
        .run(&IMPORT_CLOSE, args![id, "discarded", None::<u32>])
        .await?
        == 1)
}

/// The imports whose time is over: their files are removed, then their rows by [`erase`].
pub async fn expired(tx: &mut Tx, now: Timestamp) -> Result<Vec<Import>, Error> {
    tx.list(&IMPORTS_EXPIRED, args![now]).await
}

/// Erases the import that became this version: its report quotes cells.
pub async fn forget(tx: &mut Tx, dataset: &Name, n: u32) -> Result<(), Error> {
    tx.run(&IMPORT_FORGET, args![dataset, n]).await?;
    Ok(())
}

/// Erases every import that waits.
pub async fn forget_waiting(tx: &mut Tx) -> Result<(), Error> {
    tx.run(&IMPORTS_FORGET_WAITING, args![]).await?;
    Ok(())
}

/// Gives up what waits of a dataset, because a newer import takes its place. Their files are swept
/// at the next start.
pub async fn supersede(tx: &mut Tx, dataset: &Name) -> Result<(), Error> {
    tx.run(&IMPORTS_SUPERSEDE, args![dataset]).await?;
    Ok(())
}

/// Erases an import's row.
pub async fn erase(tx: &mut Tx, id: Id<Import>) -> Result<(), Error> {
    tx.run(&IMPORT_ERASE, args![id]).await?;
    Ok(())
}
