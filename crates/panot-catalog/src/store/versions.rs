// SPDX-License-Identifier: AGPL-3.0-or-later

//! Versions of datasets.

use std::sync::Arc;

use panot_core::{Id, Name, Timestamp};
use panot_db::{Error, FromRow, Json, Row, Tx, args};
use panot_lake::Snapshot;

use super::{
    Fields, VERSION_ADD, VERSION_ANNOUNCED, VERSION_DESTROYED, VERSION_LATEST, VERSION_NUMBER,
    VERSION_NUMBERED, VERSION_PORTRAYED, VERSION_STANDING, VERSION_WITHDRAW,
    VERSIONS_FORGET_ANNOUNCEMENTS, VERSIONS_FRESH, VERSIONS_OF, VERSIONS_READABLE,
    VERSIONS_SOURCES, VERSIONS_UNANNOUNCED, VERSIONS_UNDESTROYED, VERSIONS_UNPORTRAYED,
    VERSIONS_WITHDRAWN, citations, comparisons, datasets, document, imports,
};
use crate::dataset::{Dataset, table};
use crate::fields;
use crate::gate::Screened;
use crate::portrait::Portrait;
use crate::version::{Content, Heading, Newest, Source, Version, Withdrawal, Withdrawn};

impl FromRow for Version {
    fn from_row(mut row: Row) -> Result<Self, Error> {
        let Json(files) = row.take("files")?;
        let Json(Fields(schema)) = row.take("fields")?;
        let Json(report) = row.take("report")?;
        let Json(source) = row.take("source")?;
        let screened: Option<Json<Screened>> = row.take("screened")?;
        Ok(Self {
            dataset: row.take("dataset_id")?,
            n: row.take("n")?,
            published_at: row.take("published_at")?,
            content: Content {
                files,
                schema,
                recipe: row.take("recipe")?,
                report,
                source,
                note: row.take("note")?,
                screened: screened.map(|Json(screened)| screened),
            },
            portrait: portrait(&mut row)?,
            announced_at: row.take("announced_at")?,
            withdrawal: withdrawal(&mut row)?,
        })
    }
}

impl FromRow for Heading {
    fn from_row(mut row: Row) -> Result<Self, Error> {
        let Json(source) = row.take("source")?;
        Ok(Self {
            n: row.take("n")?,
            published_at: row.take("published_at")?,
            rows: row.take("row_count")?,
            bytes: row.take("bytes")?,
            digest: row.take("digest")?,
            source,
            note: row.take("note")?,
            withdrawal: withdrawal(&mut row)?,
        })
    }
}

impl FromRow for Newest {
    fn from_row(mut row: Row) -> Result<Self, Error> {
        let Json(Fields(schema)) = row.take("fields")?;
        Ok(Self {
            dataset: row.take("dataset_id")?,
            n: row.take("n")?,
            published_at: row.take("published_at")?,
            rows: row.take("row_count")?,
            schema,
            portrait: portrait(&mut row)?,
        })
    }
}

impl FromRow for Withdrawn {
    fn from_row(mut row: Row) -> Result<Self, Error> {
        Ok(Self {
            dataset: row.take("name")?,
            version: row.take("n")?,
            digest: row.take("digest")?,
            reason: row.take("withdrawn_reason")?,
            by: row.take("withdrawn_by")?,
            at: row.take("withdrawn_at")?,
        })
    }
}

/// A snapshot in a row; a type of the lake's, so it gets a wrapper.
pub(super) struct Stored(pub(super) Snapshot);

impl FromRow for Stored {
    fn from_row(mut row: Row) -> Result<Self, Error> {
        let name: Name = row.take("name")?;
        let Json(Fields(schema)) = row.take("fields")?;
        let Json(files) = row.take("files")?;
        Ok(Self(Snapshot {
            table: table(&name),
            version: row.take("n")?,
            schema: Arc::new(schema),
            files,
        }))
    }
}

fn portrait(row: &mut Row) -> Result<Option<Portrait>, Error> {
    let portrait: Option<Json<Portrait>> = row.take("portrait")?;
    Ok(portrait.map(|Json(portrait)| portrait))
}

/// The withdrawal that a row tells of. Its three parts are there together or not at all, which the
/// table checks.
pub(super) fn withdrawal(row: &mut Row) -> Result<Option<Withdrawal>, Error> {
    let Some(at) = row.take("withdrawn_at")? else {
        return Ok(None);
    };
    Ok(Some(Withdrawal {
        reason: row.take("withdrawn_reason")?,
        by: row.take("withdrawn_by")?,
        at,
        destroyed_at: row.take("destroyed_at")?,
    }))
}

/// Adds the next version of a dataset. From the commit on, it exists.
///
/// Fails when there is no such dataset.
pub async fn add(
    tx: &mut Tx,
    dataset: Id<Dataset>,
    content: &Content,
    now: Timestamp,
) -> Result<Version, Error> {
    let n = tx.one(&VERSION_NUMBER, args![dataset]).await?;
    let version = Version {
        dataset,
        n,
        published_at: now,
        content: content.clone(),
        portrait: None,
        announced_at: None,
        withdrawal: None,
    };
    tx.run(
        &VERSION_ADD,
        args![
            dataset,
            n,
            now,
            version.rows(),
            version.bytes(),
            version.digest(),
            document(&content.files),
            fields::to_json(&content.schema),
            content.recipe,
            document(&content.report),
            document(&content.source),
            content.note,
            content.screened.as_ref().map(document),
        ],
    )
    .await?;
    Ok(version)
}

/// The version with this number.
pub async fn numbered(tx: &mut Tx, dataset: Id<Dataset>, n: u32) -> Result<Option<Version>, Error> {
    tx.find(&VERSION_NUMBERED, args![dataset, n]).await
}

/// The newest version that can be read.
pub async fn latest(tx: &mut Tx, dataset: Id<Dataset>) -> Result<Option<Version>, Error> {
    tx.find(&VERSION_LATEST, args![dataset]).await
}

/// What lists show of every version of a dataset, withdrawn ones too, newest first.
pub async fn of(tx: &mut Tx, dataset: Id<Dataset>) -> Result<Vec<Heading>, Error> {
    tx.list(&VERSIONS_OF, args![dataset]).await
}

/// The newest readable versions of the datasets that were published last, at most `limit`, with
/// what cards show of them.
pub async fn fresh(tx: &mut Tx, limit: u32) -> Result<Vec<Newest>, Error> {
    tx.list(&VERSIONS_FRESH, args![limit]).await
}

/// Every version that can be read, as the lake reads it: what `sweep` must keep.
pub async fn readable(tx: &mut Tx) -> Result<Vec<Snapshot>, Error> {
    Ok(snapshots(tx.list(&VERSIONS_READABLE, args![]).await?))
}

/// The files that versions which can be read were made from.
pub async fn sources(tx: &mut Tx) -> Result<Vec<Source>, Error> {
    let sources: Vec<Json<Source>> = tx.list(&VERSIONS_SOURCES, args![]).await?;
    Ok(sources.into_iter().map(|Json(source)| source).collect())
}

/// Forgets which versions other tools see. They are all announced again at the next start.
pub async fn forget_announcements(tx: &mut Tx) -> Result<(), Error> {
    tx.run(&VERSIONS_FORGET_ANNOUNCEMENTS, args![]).await?;
    Ok(())
}

/// The newest version of a dataset that can be read, as the lake reads it: what other tools see
/// when a newer one is withdrawn.
pub async fn standing(tx: &mut Tx, name: &str) -> Result<Option<Snapshot>, Error> {
    let found: Option<Stored> = tx.find(&VERSION_STANDING, args![name]).await?;
    Ok(found.map(|Stored(snapshot)| snapshot))
}

/// Every version that other tools do not see yet: what start-up has to announce.
pub async fn unannounced(tx: &mut Tx) -> Result<Vec<Snapshot>, Error> {
    Ok(snapshots(tx.list(&VERSIONS_UNANNOUNCED, args![]).await?))
}

/// Every withdrawn version whose files are still there: what start-up has to destroy.
pub async fn undestroyed(tx: &mut Tx) -> Result<Vec<Snapshot>, Error> {
    Ok(snapshots(tx.list(&VERSIONS_UNDESTROYED, args![]).await?))
}

/// Every readable version that has no portrait yet.
pub async fn unportrayed(tx: &mut Tx) -> Result<Vec<Snapshot>, Error> {
    Ok(snapshots(tx.list(&VERSIONS_UNPORTRAYED, args![]).await?))
}

fn snapshots(rows: Vec<Stored>) -> Vec<Snapshot> {
    rows.into_iter().map(|Stored(snapshot)| snapshot).collect()
}

/// Notes that other tools see a version. Safe to repeat.
pub async fn mark_announced(tx: &mut Tx, name: &str, n: u32, now: Timestamp) -> Result<(), Error> {
    tx.run(&VERSION_ANNOUNCED, args![name, n, now]).await?;
    Ok(())
}

/// Keeps what a version looks like. A version that was withdrawn meanwhile keeps nothing.
pub async fn portray(tx: &mut Tx, name: &str, n: u32, portrait: &Portrait) -> Result<(), Error> {
    tx.run(&VERSION_PORTRAYED, args![name, n, document(portrait)])
        .await?;
    Ok(())
}

/// Withdraws a version, and forgets every comparison with it and the rows of its citations; `false` when it is not there or was
/// withdrawn before. Its files are destroyed afterwards, by whoever works off [`undestroyed`].
pub async fn withdraw(
    tx: &mut Tx,
    dataset: Id<Dataset>,
    n: u32,
    reason: &str,
    by: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    let changed = tx
        .run(&VERSION_WITHDRAW, args![dataset, n, now, by, reason])
        .await?;
    comparisons::forget(tx, dataset, n).await?;
    citations::forget(tx, dataset, n).await?;
    Ok(changed == 1)
}

/// Every version that was withdrawn, in the order in which they were.
pub async fn withdrawn(tx: &mut Tx) -> Result<Vec<Withdrawn>, Error> {
    tx.list(&VERSIONS_WITHDRAWN, args![]).await
}

/// Withdraws a version that was withdrawn in another copy of the city, as it was there. `false` when
/// this very version is not here; one that is withdrawn already stays as it is.
pub async fn withdraw_again(tx: &mut Tx, withdrawn: &Withdrawn) -> Result<bool, Error> {
    let Withdrawn {
        dataset: name,
        version: n,
        ..
    } = withdrawn;
    let Some(dataset) = datasets::named(tx, name).await? else {
        return Ok(false);
    };
    let here = numbered(tx, dataset.id, *n).await?;
    if here.is_none_or(|version| version.digest() != withdrawn.digest) {
        return Ok(false);
    }
    let Withdrawn { reason, by, at, .. } = withdrawn;
    withdraw(tx, dataset.id, *n, reason, by, *at).await?;
    // The report of the import quotes cells.
    imports::forget(tx, name, *n).await?;
    Ok(true)
}

/// Notes that the files of a withdrawn version are gone. Safe to repeat.
pub async fn mark_destroyed(tx: &mut Tx, name: &str, n: u32, now: Timestamp) -> Result<(), Error> {
    tx.run(&VERSION_DESTROYED, args![name, n, now]).await?;
    Ok(())
}
