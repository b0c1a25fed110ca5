// SPDX-License-Identifier: AGPL-3.0-or-later

//! Background work of the catalogue: every job may be run twice and does the same.

mod compare;

pub use compare::{Answer, COMPARE, Compared, Pair, answer};

use arrow_array::UInt64Array;
use arrow_select::take::take_record_batch;
use futures::StreamExt as _;
use futures::future::BoxFuture;
use jiff::SignedDuration;
use panot_core::{Clock, Name};
use panot_db::{Db, read, transact};
use panot_jobs::{Failure, Job, Running};
use panot_lake::{Ask, Lake, Originals, Snapshot};

use crate::catalogue::Catalogue;
use crate::cells;
use crate::chart::{self, Chart};
use crate::kind::whereabouts;
use crate::portrait::{PREVIEW_ROWS, Portrait, SpotMap, draw_from};
use crate::startup;
use crate::store::{imports, versions};

/// Looks at the newest versions of a dataset that nobody has looked at: what its columns look like,
/// its preview, its charts, its map. The key is the dataset's name; there is no payload.
pub const PORTRAY: &str = "catalog.portray";
/// Makes the files of a dataset's versions visible to other tools. The key is the dataset's name.
pub const ANNOUNCE: &str = "catalog.announce";
/// Destroys the files of a dataset's withdrawn versions. The key is the dataset's name.
pub const DESTROY: &str = "catalog.destroy";
/// Erases imports that waited for too long. By itself, every hour.
pub const EXPIRE: &str = "catalog.expire";

/// Rows that a drawn map is made from: as many as it shows.
pub const MAP_ROWS: u64 = 1_500;

/// What jobs work with.
#[derive(Debug, Clone)]
pub struct Means {
    /// The rows.
    pub db: Db,
    /// The lake.
    pub lake: Lake,
    /// The time.
    pub clock: Clock,
    /// The catalogue in memory.
    pub catalogue: Catalogue,
    /// Tables that wait for publication.
    pub staging: Lake,
    /// Files as they came.
    pub originals: Originals,
    /// The city's time zone, as in the IANA database: pictures over time go by its clock.
    pub zone: String,
    /// Wakes those who wait for a comparison.
    pub compared: Compared,
}

/// The work of a job.
type Work = BoxFuture<'static, Result<(), Failure>>;

/// The jobs of the catalogue.
pub fn jobs(means: &Means) -> Vec<Job> {
    let job = |kind, run: fn(Means, Running) -> Work| {
        let means = means.clone();
        Job::new(kind, move |running| run(means.clone(), running))
    };
    vec![
        job(PORTRAY, |means, running| Box::pin(portray(means, running))),
        job(ANNOUNCE, |means, running| {
            Box::pin(announce(means, running))
        }),
        job(DESTROY, |means, running| Box::pin(destroy(means, running))),
        job(COMPARE, |means, running| {
            Box::pin(compare::compare(means, running))
        })
        .attempts(3),
        job(EXPIRE, |means, _| Box::pin(expire(means))).every(SignedDuration::from_hours(1)),
    ]
}

fn of_dataset(snapshots: Vec<Snapshot>, name: &str) -> Vec<Snapshot> {
    snapshots
        .into_iter()
        .filter(|snapshot| snapshot.table.as_str() == name)
        .collect()
}

async fn portray(means: Means, running: Running) -> Result<(), Failure> {
    // Found at once; what its columns look like may take a minute.
    refresh(&means, &running.key).await?;
    let waiting = read!(means.db, "versions to portray", tx => versions::unportrayed(tx).await);
    let waiting: Vec<Snapshot> = waiting?;
    // The newest first: it is the one that people look at.
    for snapshot in of_dataset(waiting, &running.key).iter().rev() {
        let portrait = portrait_of(&means.lake, snapshot, &means.zone).await?;
        let (name, n) = (snapshot.table.as_str(), snapshot.version);
        transact!(means.db, "keep portrait", tx -> panot_db::Error => {
            versions::portray(tx, name, n, &portrait).await
        })?;
        refresh(&means, &running.key).await?;
    }
    Ok(())
}

async fn refresh(means: &Means, name: &str) -> Result<(), Failure> {
    if let Ok(name) = name.parse::<Name>() {
        means.catalogue.refresh(&means.db, &name).await?;
    }
    Ok(())
}

/// What a version looks like. Reads all of it once, in the engine's bounds.
pub async fn portrait_of(
    lake: &Lake,
    snapshot: &Snapshot,
    zone: &str,
) -> Result<Portrait, Failure> {
    let profile = lake.profile(snapshot).await?;
    let ask = Ask {
        limit: Some(PREVIEW_ROWS),
        ..Ask::default()
    };
    let preview = cells::rows(&lake.rows(snapshot, &ask).await?.batches)?;
    let mut charts: Vec<Chart> = Vec::new();
    for plan in chart::choose(&snapshot.schema, &profile) {
        let buckets = lake.summarize(snapshot, &plan.question(zone)).await?;
        charts.extend(plan.draw_from(buckets));
    }
    Ok(Portrait {
        map: map_of(lake, snapshot, &profile).await?,
        profile,
        preview: preview
            .into_iter()
            .map(|row| row.into_iter().map(|cell| cell.map(shortened)).collect())
            .collect(),
        charts,
    })
}

/// A cell of the preview, with no more text than a page shows.
fn shortened(mut text: String) -> String {
    if let Some((cut, _)) = text.char_indices().nth(cells::CELL_CHARS_MAX + 1) {
        text.truncate(cut);
    }
    text
}

async fn map_of(
    lake: &Lake,
    snapshot: &Snapshot,
    profile: &panot_lake::Profile,
) -> Result<Option<SpotMap>, Failure> {
    let Some(place) = whereabouts(&snapshot.schema) else {
        return Ok(None);
    };
    let mut columns: Vec<String> = place.columns();
    columns.extend(crate::portrait::naming_column(&snapshot.schema).map(str::to_owned));
    let missing = place
        .columns()
        .iter()
        .filter_map(|name| profile.columns.iter().find(|column| column.name == *name))
        .map(|column| column.missing)
        .max()
        .unwrap_or(0);
    let ask = Ask {
        columns: Some(columns),
        ..Ask::default()
    };
    // Rows lie in the order of their key, so the first of them may all lie in one corner of the
    // city: every so many-th is taken instead.
    let step = usize::try_from(profile.rows.div_ceil(MAP_ROWS))
        .unwrap_or(usize::MAX)
        .max(1);
    let mut rows = lake.stream(snapshot, &ask).await?;
    let (mut passed, mut batches) = (0_usize, Vec::new());
    while let Some(batch) = rows.next().await {
        let batch = batch?;
        let first = passed.next_multiple_of(step) - passed;
        let taken: Vec<u64> = (first..batch.num_rows())
            .step_by(step)
            .filter_map(|at| u64::try_from(at).ok())
            .collect();
        passed += batch.num_rows();
        batches.push(take_record_batch(&batch, &UInt64Array::from(taken))?);
    }
    Ok(draw_from(
        &batches,
        &place,
        profile.rows.saturating_sub(missing),
    ))
}

async fn announce(means: Means, running: Running) -> Result<(), Failure> {
    let waiting = read!(means.db, "versions to announce", tx => versions::unannounced(tx).await);
    let waiting: Vec<Snapshot> = waiting?;
    // In order: the newest of the log is then the newest version.
    for snapshot in of_dataset(waiting, &running.key) {
        means.lake.announce(&snapshot).await?;
        let now = means.clock.now();
        transact!(means.db, "mark announced", tx -> panot_db::Error => {
            versions::mark_announced(tx, snapshot.table.as_str(), snapshot.version, now).await
        })?;
    }
    Ok(())
}

async fn destroy(means: Means, running: Running) -> Result<(), Failure> {
    let waiting = read!(means.db, "versions to destroy", tx => versions::undestroyed(tx).await);
    let waiting: Vec<Snapshot> = waiting?;
    refresh(&means, &running.key).await?;
    means.catalogue.layers().forget(&running.key);
    for snapshot in of_dataset(waiting, &running.key) {
        // Read when the table is ours: what stood before may have been withdrawn meanwhile.
        let newest = async {
            read!(means.db, "newest version that stands", tx -> panot_db::Error => {
                versions::standing(tx, &running.key).await
            })
            .map_err(|error| panot_lake::Error::Standing(error.into()))
        };
        means
            .lake
            .withdraw(&snapshot.table, &snapshot.files, Box::pin(newest))
            .await?;
        forget_originals(&means.db, &means.originals).await?;
        let now = means.clock.now();
        transact!(means.db, "mark destroyed", tx -> panot_db::Error => {
            versions::mark_destroyed(tx, snapshot.table.as_str(), snapshot.version, now).await
        })?;
    }
    Ok(())
}

/// Imports that nobody published in time: their rows, then their staged rows, then their originals.
/// A kill between the steps leaves files that start-up sweeps.
async fn expire(means: Means) -> Result<(), Failure> {
    let now = means.clock.now();
    let over = read!(means.db, "imports that are over", tx -> panot_db::Error => {
        imports::expired(tx, now).await
    })?;
    for import in &over {
        transact!(means.db, "erase import", tx -> panot_db::Error => {
            imports::erase(tx, import.id).await
        })?;
        let staged = startup::staged(import);
        means
            .staging
            .destroy(&staged.table, &staged.files, None)
            .await?;
    }
    if !over.is_empty() {
        forget_originals(&means.db, &means.originals).await?;
    }
    Ok(())
}

/// Why originals could not be looked through.
#[derive(Debug, thiserror::Error)]
pub enum OriginalsError {
    /// The rows.
    #[error(transparent)]
    Db(#[from] panot_db::Error),
    /// The disk.
    #[error(transparent)]
    Lake(#[from] panot_lake::Error),
    /// A bug.
    #[error(transparent)]
    Panicked(#[from] tokio::task::JoinError),
}

/// Removes the originals that no readable version and no waiting import was made from.
pub async fn forget_originals(db: &Db, originals: &Originals) -> Result<(), OriginalsError> {
    let named = read!(db, "originals that are kept", tx -> panot_db::Error => {
        startup::originals(tx).await
    })?;
    let originals = originals.clone();
    tokio::task::spawn_blocking(move || originals.sweep(&named)).await??;
    Ok(())
}
