// SPDX-License-Identifier: AGPL-3.0-or-later

//! Comparing two versions: asked for by the first visitor, done once in the background, kept.
//!
//! Both versions are sorted and walked side by side, in the engine's bounds of memory and disk: 100
//! million rows take minutes, so a visitor waits a moment and is then told to come back.

use std::time::Duration;

use panot_core::{Id, Name};
use panot_db::{Db, read, transact};
use panot_jobs::{Failure, Running};
use panot_lake::{Error, Snapshot};
use panot_web::City;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio::time::{Instant, timeout, timeout_at};

use super::Means;
use crate::comparison::{Comparison, key};
use crate::dataset::Dataset;
use crate::store::{comparisons, datasets, versions};

/// Compares two versions of a dataset. The key is one of two lanes, in each of which one runs at a
/// time; the payload is a [`Pair`].
pub const COMPARE: &str = "catalog.compare";

/// How long a visitor is kept waiting for a comparison that is not there yet.
const WAIT: Duration = Duration::from_secs(2);
/// The longest that one comparison may take.
const TIME_MAX: Duration = Duration::from_mins(20);
/// Comparisons with more rows on both sides together go into the slow lane.
const SMALL_ROWS_MAX: u64 = 2_000_000;
/// Comparisons that wait or run in a lane at a time; whoever asks for another is told to try later.
const WAITING_MAX: usize = 30;
/// Those of one dataset in the slow lane: no dataset keeps the others out.
const LARGE_OF_DATASET_MAX: usize = 4;

/// Two versions of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The dataset's name.
    pub dataset: String,
    /// The version that is compared with.
    pub from: u32,
    /// The version that is compared.
    pub to: u32,
}

/// Wakes those who wait for a comparison. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Compared(watch::Sender<()>);

/// What a visitor gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// What came of it.
    Kept(Comparison),
    /// It is being worked on.
    Soon,
    /// Too many others wait.
    Busy,
}

/// What is kept of two versions of `dataset`, or the promise that they are being compared. Waits a
/// moment for those who come first; as many as like may come at once.
pub async fn answer(
    city: &City,
    compared: &Compared,
    dataset: &Dataset,
    old: &Snapshot,
    new: &Snapshot,
) -> Result<Answer, panot_db::Error> {
    let mut news = compared.0.subscribe();
    let pair = (old.version, new.version);
    let key = key(&dataset.about.key, old, new);
    if let Some(kept) = kept(&city.db, dataset.id, pair, key).await? {
        return Ok(Answer::Kept(kept));
    }
    let rows = old.rows().saturating_add(new.rows());
    let lane = if rows <= SMALL_ROWS_MAX {
        "small"
    } else {
        "large"
    };
    let asked = Pair {
        dataset: dataset.name.to_string(),
        from: pair.0,
        to: pair.1,
    };
    let waiting = read!(city.db, "comparisons that wait", tx -> panot_db::Error => {
        city.jobs.payloads(tx, COMPARE, lane).await
    })?;
    let place = match place(&waiting, lane, &asked) {
        Place::Free => transact!(city.db, "ask for a comparison", tx -> panot_db::Error => {
            // Another visitor may have been quicker.
            let waiting = city.jobs.payloads(tx, COMPARE, lane).await?;
            let place = place(&waiting, lane, &asked);
            if place == Place::Free {
                city.jobs.enqueue(tx, COMPARE, lane, &asked).await?;
            }
            Ok(place)
        })?,
        place => place,
    };
    if place == Place::Full {
        return Ok(Answer::Busy);
    }
    let until = Instant::now() + WAIT;
    while let Ok(Ok(())) = timeout_at(until, news.changed()).await {
        if let Some(kept) = kept(&city.db, dataset.id, pair, key).await? {
            return Ok(Answer::Kept(kept));
        }
    }
    Ok(Answer::Soon)
}

/// Whether a comparison can be put into a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It waits or runs already.
    Had,
    Free,
    Full,
}

fn place(waiting: &[serde_json::Value], lane: &str, asked: &Pair) -> Place {
    let waiting: Vec<Pair> = waiting
        .iter()
        .filter_map(|p| Pair::deserialize(p).ok())
        .collect();
    let of_dataset = waiting
        .iter()
        .filter(|pair| pair.dataset == asked.dataset)
        .count();
    if waiting.contains(asked) {
        Place::Had
    } else if waiting.len() >= WAITING_MAX
        || (lane == "large" && of_dataset >= LARGE_OF_DATASET_MAX)
    {
        Place::Full
    } else {
        Place::Free
    }
}

async fn kept(
    db: &Db,
    dataset: Id<Dataset>,
    pair: (u32, u32),
    key: &[String],
) -> Result<Option<Comparison>, panot_db::Error> {
    read!(db, "comparison that is kept", tx => comparisons::kept(tx, dataset, pair, key).await)
}

/// The job. Finds out nothing that is kept, and keeps nothing of what was withdrawn.
pub(super) async fn compare(means: Means, running: Running) -> Result<(), Failure> {
    let pair: Pair = running.payload()?;
    let Some((dataset, old, new)) = standing(&means.db, &pair).await? else {
        return Ok(());
    };
    let numbers = (old.version, new.version);
    let key = key(&dataset.about.key, &old, &new);
    if kept(&means.db, dataset.id, numbers, key).await?.is_some() {
        return Ok(());
    }
    let work = timeout(TIME_MAX, means.lake.difference(&old, &new, key));
    let found = tokio::select! {
        found = work => found,
        () = running.stop.cancelled() => return Err(Failure::Again("the process ends".to_owned())),
    };
    let comparison = match found {
        Ok(Ok(difference)) => Comparison::found(difference),
        // Beside other questions it may have been short of memory; alone it is too large.
        Ok(Err(Error::Engine(error))) if running.attempt > 1 => {
            tracing::warn!(%error, ?pair, "two versions cannot be compared");
            Comparison::TooLarge
        }
        Ok(Err(error)) => return Err(error.into()),
        Err(_) => Comparison::TooLarge,
    };
    let now = means.clock.now();
    transact!(means.db, "keep comparison", tx -> panot_db::Error => {
        comparisons::keep(tx, dataset.id, numbers, key, &comparison, now).await
    })?;
    means.compared.0.send_replace(());
    Ok(())
}

/// The dataset and both versions; nothing when one of them is not there any more.
async fn standing(
    db: &Db,
    pair: &Pair,
) -> Result<Option<(Dataset, Snapshot, Snapshot)>, panot_db::Error> {
    let Ok(name) = pair.dataset.parse::<Name>() else {
        return Ok(None);
    };
    read!(db, "versions to compare", tx -> panot_db::Error => {
        let Some(dataset) = datasets::named(tx, &name).await? else {
            return Ok(None);
        };
        let mut found = Vec::new();
        for n in [pair.from, pair.to] {
            let version = versions::numbered(tx, dataset.id, n).await?;
            let standing = version.filter(|version| version.withdrawal.is_none());
            found.extend(standing.map(|version| version.snapshot(&dataset.table())));
        }
        let new = found.pop();
        Ok(found.pop().zip(new).map(|(old, new)| (dataset, old, new)))
    })
}

#[cfg(test)]
mod tests {
    use super::{Pair, Place, place};

    fn pair(dataset: &str, to: u32) -> Pair {
        Pair {
            dataset: dataset.to_owned(),
            from: 1,
            to,
        }
    }

    #[test]
    fn a_full_lane_keeps_what_it_has_and_no_dataset_fills_the_slow_one() {
        let json = |pair| serde_json::to_value(pair).expect("plain data");
        let full: Vec<_> = (2..32).map(|to| json(pair("arbres", to))).collect();
        assert_eq!(place(&full, "small", &pair("arbres", 2)), Place::Had);
        assert_eq!(place(&full, "small", &pair("arbres", 99)), Place::Full);
        assert_eq!(
            place(&full[..29], "small", &pair("arbres", 99)),
            Place::Free
        );
        assert_eq!(place(&full[..4], "large", &pair("arbres", 2)), Place::Had);
        assert_eq!(place(&full[..4], "large", &pair("arbres", 99)), Place::Full);
        assert_eq!(place(&full[..4], "large", &pair("parcs", 2)), Place::Free);
    }
}
