// SPDX-License-Identifier: AGPL-3.0-or-later

//! Versions of datasets.

use std::sync::Arc;

use panot_core::{Id, Name, Timestamp};
use panot_db::{Error, Tx, on, sqlx};
use panot_lake::Snapshot;
use uuid::Uuid;

use super::{
    VERSION_ADD, VERSION_ANNOUNCED, VERSION_DESTROYED, VERSION_LATEST, VERSION_NUMBER,
    VERSION_NUMBERED, VERSION_PORTRAYED, VERSION_WITHDRAW, VERSIONS_NEWEST, VERSIONS_OF,
    VERSIONS_READABLE, VERSIONS_UNANNOUNCED, VERSIONS_UNDESTROYED, VERSIONS_UNPORTRAYED, counted,
    damaged, document, moment, read, stored, version_number,
};
use crate::dataset::{Dataset, table};
use crate::fields;
use crate::portrait::Portrait;
use crate::version::{Content, Heading, Newest, Version, Withdrawal, digest};

type Row = (
    Uuid,
    i64,
    i64,
    String,
    String,
    String,
    String,
    String,
    String,
    Option<String>,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<String>,
    Option<i64>,
);

fn version(
    (
        dataset, n, published_at, files, columns, recipe, report, source, note, portrait,
        announced_at, withdrawn_at, withdrawn_by, withdrawn_reason, destroyed_at,
    ): Row,
) -> Result<Version, Error> {
    Ok(Version {
        dataset: Id::from_uuid(dataset),
        n: version_number(n)?,
        published_at: moment(published_at)?,
        content: Content {
            files: read(&files)?,
            schema: fields::from_json(&columns).map_err(damaged)?,
            recipe,
            report: read(&report)?,
            source: read(&source)?,
            note,
        },
        portrait: portrait.as_deref().map(read).transpose()?,
        announced_at: announced_at.map(moment).transpose()?,
        withdrawal: withdrawal(withdrawn_at, withdrawn_by, withdrawn_reason, destroyed_at)?,
    })
}

/// The withdrawal that a row tells of. Its three parts are there together or not at all, which the
/// table checks.
fn withdrawal(
    at: Option<i64>,
    by: Option<String>,
    reason: Option<String>,
    destroyed_at: Option<i64>,
) -> Result<Option<Withdrawal>, Error> {
    let (Some(at), Some(by), Some(reason)) = (at, by, reason) else {
        return Ok(None);
    };
    Ok(Some(Withdrawal {
        reason,
        by,
        at: moment(at)?,
        destroyed_at: destroyed_at.map(moment).transpose()?,
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
    let (n,): (i64,) = on!(tx, c => sqlx::query_as(VERSION_NUMBER)
        .bind(dataset.uuid())
        .fetch_one(c)
        .await?);
    let version = Version {
        dataset,
        n: version_number(n)?,
        published_at: now,
        content: content.clone(),
        portrait: None,
        announced_at: None,
        withdrawal: None,
    };
    on!(tx, c => sqlx::query(VERSION_ADD)
        .bind(dataset.uuid())
        .bind(n)
        .bind(now.as_micros())
        .bind(stored(version.rows()))
        .bind(stored(version.bytes()))
        .bind(digest(&content.files))
        .bind(document(&content.files))
        .bind(fields::to_json(&content.schema))
        .bind(content.recipe.as_str())
        .bind(document(&content.report))
        .bind(document(&content.source))
        .bind(content.note.as_str())
        .execute(c)
        .await?);
    Ok(version)
}

/// The version with this number.
pub async fn numbered(
    tx: &mut Tx,
    dataset: Id<Dataset>,
    n: u32,
) -> Result<Option<Version>, Error> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(VERSION_NUMBERED)
        .bind(dataset.uuid())
        .bind(i64::from(n))
        .fetch_optional(c)
        .await?);
    row.map(version).transpose()
}

/// The newest version that can be read.
pub async fn latest(tx: &mut Tx, dataset: Id<Dataset>) -> Result<Option<Version>, Error> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(VERSION_LATEST)
        .bind(dataset.uuid())
        .fetch_optional(c)
        .await?);
    row.map(version).transpose()
}

/// What lists show of every version of a dataset, withdrawn ones too, newest first.
pub async fn of(tx: &mut Tx, dataset: Id<Dataset>) -> Result<Vec<Heading>, Error> {
    type Row = (
        i64,
        i64,
        i64,
        i64,
        String,
        String,
        String,
        Option<i64>,
        Option<String>,
        Option<String>,
        Option<i64>,
    );
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(VERSIONS_OF)
        .bind(dataset.uuid())
        .fetch_all(c)
        .await?);
    rows.into_iter()
        .map(|(n, published_at, rows, bytes, digest, source, note, at, by, reason, destroyed)| {
            Ok(Heading {
                n: version_number(n)?,
                published_at: moment(published_at)?,
                rows: counted(rows),
                bytes: counted(bytes),
                digest,
                source: read(&source)?,
                note,
                withdrawal: withdrawal(at, by, reason, destroyed)?,
            })
        })
        .collect()
}

/// The newest readable version of every dataset that has one, with what cards show of it.
pub async fn newest(tx: &mut Tx) -> Result<Vec<Newest>, Error> {
    type Row = (Uuid, i64, i64, i64, String, Option<String>);
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(VERSIONS_NEWEST).fetch_all(c).await?);
    rows.into_iter()
        .map(|(dataset, n, published_at, rows, columns, portrait)| {
            Ok(Newest {
                dataset: Id::from_uuid(dataset),
                n: version_number(n)?,
                published_at: moment(published_at)?,
                rows: counted(rows),
                schema: fields::from_json(&columns).map_err(damaged)?,
                portrait: portrait.as_deref().map(read).transpose()?,
            })
        })
        .collect()
}

/// Every version that can be read, as the lake reads it: what `sweep` must keep.
pub async fn readable(tx: &mut Tx) -> Result<Vec<Snapshot>, Error> {
    snapshots(on!(tx, c => sqlx::query_as(VERSIONS_READABLE).fetch_all(c).await?))
}

/// Every version that other tools do not see yet: what start-up has to announce.
pub async fn unannounced(tx: &mut Tx) -> Result<Vec<Snapshot>, Error> {
    snapshots(on!(tx, c => sqlx::query_as(VERSIONS_UNANNOUNCED).fetch_all(c).await?))
}

/// Every withdrawn version whose files are still there: what start-up has to destroy.
pub async fn undestroyed(tx: &mut Tx) -> Result<Vec<Snapshot>, Error> {
    snapshots(on!(tx, c => sqlx::query_as(VERSIONS_UNDESTROYED).fetch_all(c).await?))
}

/// Every readable version that has no portrait yet.
pub async fn unportrayed(tx: &mut Tx) -> Result<Vec<Snapshot>, Error> {
    snapshots(on!(tx, c => sqlx::query_as(VERSIONS_UNPORTRAYED).fetch_all(c).await?))
}

fn snapshots(rows: Vec<(String, i64, String, String)>) -> Result<Vec<Snapshot>, Error> {
    rows.into_iter()
        .map(|(name, n, files, columns)| {
            let name: Name = name.parse().map_err(damaged)?;
            Ok(Snapshot {
                table: table(&name),
                version: version_number(n)?,
                schema: Arc::new(fields::from_json(&columns).map_err(damaged)?),
                files: read(&files)?,
            })
        })
        .collect()
}

/// Notes that other tools see a version. Safe to repeat.
pub async fn mark_announced(
    tx: &mut Tx,
    name: &str,
    n: u32,
    now: Timestamp,
) -> Result<(), Error> {
    on!(tx, c => sqlx::query(VERSION_ANNOUNCED)
        .bind(name)
        .bind(i64::from(n))
        .bind(now.as_micros())
        .execute(c)
        .await?);
    Ok(())
}

/// Keeps what a version looks like. A version that was withdrawn meanwhile keeps nothing.
pub async fn portray(
    tx: &mut Tx,
    name: &str,
    n: u32,
    portrait: &Portrait,
) -> Result<(), Error> {
    on!(tx, c => sqlx::query(VERSION_PORTRAYED)
        .bind(name)
        .bind(i64::from(n))
        .bind(document(portrait))
        .execute(c)
        .await?);
    Ok(())
}

/// Withdraws a version; `false` when it is not there or was withdrawn before. Its files are
/// destroyed afterwards, by whoever works off [`undestroyed`].
pub async fn withdraw(
    tx: &mut Tx,
    dataset: Id<Dataset>,
    n: u32,
    reason: &str,
    by: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    let changed = on!(tx, c => sqlx::query(VERSION_WITHDRAW)
        .bind(dataset.uuid())
        .bind(i64::from(n))
        .bind(now.as_micros())
        .bind(by)
        .bind(reason)
        .execute(c)
        .await?
        .rows_affected());
    Ok(changed == 1)
}

/// Notes that the files of a withdrawn version are gone. Safe to repeat.
pub async fn mark_destroyed(
    tx: &mut Tx,
    name: &str,
    n: u32,
    now: Timestamp,
) -> Result<(), Error> {
    on!(tx, c => sqlx::query(VERSION_DESTROYED)
        .bind(name)
        .bind(i64::from(n))
        .bind(now.as_micros())
        .execute(c)
        .await?);
    Ok(())
}
