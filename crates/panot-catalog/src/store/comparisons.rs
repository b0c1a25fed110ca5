// SPDX-License-Identifier: AGPL-3.0-or-later

//! How versions differ, kept so that it is found out once.

use panot_core::{Id, Timestamp};
use panot_db::{Error, Json, Tx, args};

use super::{COMPARISON_KEEP, COMPARISON_KEPT, COMPARISONS_FORGET, COMPARISONS_PRUNE, document};
use crate::comparison::{Comparison, KEPT_MAX};
use crate::dataset::Dataset;

/// What is kept of these two versions, if they were compared by these columns.
pub async fn kept(
    tx: &mut Tx,
    dataset: Id<Dataset>,
    (from, to): (u32, u32),
    key: &[String],
) -> Result<Option<Comparison>, Error> {
    let kept: Option<Json<Comparison>> = tx
        .find(&COMPARISON_KEPT, args![dataset, from, to, document(&key)])
        .await?;
    Ok(kept.map(|Json(comparison)| comparison))
}

/// Keeps what came of comparing two versions, in place of what was found with other columns; the
/// oldest of the dataset makes room. Of a version that was withdrawn meanwhile nothing is kept.
pub async fn keep(
    tx: &mut Tx,
    dataset: Id<Dataset>,
    (from, to): (u32, u32),
    key: &[String],
    comparison: &Comparison,
    now: Timestamp,
) -> Result<(), Error> {
    let (key, comparison) = (document(&key), document(comparison));
    tx.run(
        &COMPARISON_KEEP,
        args![dataset, from, to, key, comparison, now],
    )
    .await?;
    tx.run(&COMPARISONS_PRUNE, args![dataset, KEPT_MAX]).await?;
    Ok(())
}

/// Forgets what quotes a version.
pub(super) async fn forget(tx: &mut Tx, dataset: Id<Dataset>, n: u32) -> Result<(), Error> {
    tx.run(&COMPARISONS_FORGET, args![dataset, n]).await?;
    Ok(())
}
