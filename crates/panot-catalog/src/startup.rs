// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the start of a city finishes: whatever a kill left undone, and the catalogue in memory.
//!
//! Rows are the truth. Files that no row names are swept; work that rows still ask for is put into
//! the queue again, which is harmless where it already waits.

use std::collections::BTreeSet;
use std::sync::Arc;

use panot_db::{Tx, read, transact};
use panot_lake::Snapshot;
use panot_web::City;

use crate::catalogue::{Catalogue, CatalogueError};
use crate::dataset::table;
use crate::import::Intake;
use crate::jobs::{ANNOUNCE, DESTROY, PORTRAY};
use crate::staged::Import;
use crate::store::{imports, versions};

/// Why a city could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartupError {
    /// The database.
    #[error(transparent)]
    Db(#[from] panot_db::Error),
    /// The lake or the disk.
    #[error(transparent)]
    Lake(#[from] panot_lake::Error),
    /// The catalogue in memory.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
}

/// What the rows say.
struct Rows {
    readable: Vec<Snapshot>,
    unannounced: Vec<Snapshot>,
    unportrayed: Vec<Snapshot>,
    undestroyed: Vec<Snapshot>,
    waiting: Vec<Import>,
    originals: BTreeSet<String>,
}

/// Finishes what was left undone and loads the catalogue.
pub async fn finish(
    city: &City,
    catalogue: &Catalogue,
    intake: &Intake,
) -> Result<(), StartupError> {
    let rows = read!(city.db, "what is left undone", tx -> panot_db::Error => rows(tx).await)?;
    let mut kept = rows.readable;
    kept.extend(rows.undestroyed.iter().cloned());
    let swept = city.lake.sweep(&kept).await?
        + intake
            .staging
            .sweep(&rows.waiting.iter().map(staged).collect::<Vec<_>>())
            .await?;
    let swept = swept + intake.originals.sweep(&rows.originals)?;
    if swept > 0 {
        tracing::info!(
            files = swept,
            "files that an interrupted import left behind are removed"
        );
    }
    transact!(city.db, "finish what was left undone", tx -> panot_db::Error => {
        for (kind, snapshots) in [
            (ANNOUNCE, &rows.unannounced),
            (PORTRAY, &rows.unportrayed),
            (DESTROY, &rows.undestroyed),
        ] {
            let names: BTreeSet<&str> = snapshots.iter().map(|s| s.table.as_str()).collect();
            for name in names {
                city.jobs.enqueue(tx, kind, name, &()).await?;
            }
        }
        Ok(())
    })?;
    catalogue.load(&city.db).await?;
    Ok(())
}

async fn rows(tx: &mut Tx) -> Result<Rows, panot_db::Error> {
    Ok(Rows {
        readable: versions::readable(tx).await?,
        unannounced: versions::unannounced(tx).await?,
        unportrayed: versions::unportrayed(tx).await?,
        undestroyed: versions::undestroyed(tx).await?,
        waiting: imports::waiting(tx).await?,
        originals: originals(tx).await?,
    })
}

/// The digests of the originals that readable versions and waiting imports were made from.
pub(crate) async fn originals(tx: &mut Tx) -> Result<BTreeSet<String>, panot_db::Error> {
    let published = versions::sources(tx)
        .await?
        .into_iter()
        .map(|source| source.sha256);
    let mut kept: BTreeSet<String> = published.collect();
    let waiting = imports::waiting(tx).await?;
    kept.extend(
        waiting
            .into_iter()
            .map(|import| import.draft.content.source.sha256),
    );
    Ok(kept)
}

/// The files of an import, as the staging lake knows them.
pub(crate) fn staged(import: &Import) -> Snapshot {
    let content = &import.draft.content;
    Snapshot {
        table: table(&import.dataset),
        version: 1,
        schema: Arc::new(content.schema.clone()),
        files: content.files.clone(),
    }
}
