// SPDX-License-Identifier: AGPL-3.0-or-later

//! From a staged import to a version, and the end of a version.
//!
//! ```text
//! 1  the staged files become files of the lake, durably: nobody knows of them yet
//! 2  one transaction: dataset, columns, version, and the job that tells the rest of the world.
//!    From its commit on the version exists
//! 3  the job: Delta log, portrait, search index. It is repeated until it is done
//! ```
//!
//! A kill between 1 and 2 leaves files that no version names, which start-up sweeps, and an import
//! that still waits. A kill after 2 leaves a job, which start-up runs.

use arrow_schema::Schema;
use panot_core::{Id, Name};
use panot_db::{Tx, read, transact};
use panot_web::City;
use serde::Serialize;

use crate::dataset::{About, Column, Dataset, table};
use crate::gate::{self, Candidate, Screened, Verdict};
use crate::import::Intake;
use crate::jobs;
use crate::staged::Import;
use crate::store::{columns, datasets, imports, versions};
use crate::version::{Version, Withdrawal};

/// A version that was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Published {
    /// The dataset.
    pub dataset: Name,
    /// The version's number.
    pub version: u32,
    /// Its rows.
    pub rows: u64,
    /// The bytes of its files.
    pub bytes: u64,
    /// Its permanent address.
    pub address: String,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// There is no import of this dataset to publish.
    #[error("no import of {0} waits to be published")]
    NothingWaits(Name),
    /// Several wait, and nobody said which is meant.
    #[error("{1} imports of {0} wait to be published")]
    WhichOne(Name, usize),
    /// The gate does not open.
    #[error("{0} cannot be published yet: {n} reasons stand against it", n = .1.refusals.len())]
    Refused(Name, Box<Verdict>),
    /// Somebody else published or discarded it at the same moment.
    #[error("this import of {0} was just published or discarded by somebody else")]
    NoLongerWaits(Name),
    /// The lake or the disk.
    #[error(transparent)]
    Lake(#[from] panot_lake::Error),
    /// The database.
    #[error(transparent)]
    Db(#[from] panot_db::Error),
}

/// Publishes this import, or the only one of the dataset that waits. `note` says what is new, for
/// readers.
pub async fn publish(
    city: &City,
    intake: &Intake,
    name: &Name,
    import: Option<Id<Import>>,
    note: &str,
) -> Result<Published, PublishError> {
    let waiting = read!(city.db, "imports that wait", tx -> panot_db::Error => {
        imports::waiting(tx).await
    })?;
    let meant = |waits: &Import| match import {
        Some(id) => waits.id == id,
        None => waits.dataset == *name,
    };
    let mut waiting = waiting.into_iter().filter(meant);
    let mut import = waiting
        .next()
        .ok_or_else(|| PublishError::NothingWaits(name.clone()))?;
    let others = waiting.count();
    if others > 0 {
        return Err(PublishError::WhichOne(name.clone(), others + 1));
    }
    let verdict = verdict(city, &import).await?;
    if !verdict.opens() {
        return Err(PublishError::Refused(name.clone(), Box::new(verdict)));
    }
    note.clone_into(&mut import.draft.content.note);
    if let Some(screened) = &mut import.draft.content.screened {
        // What is said of the dataset later is not said of this version.
        screened.accepted = verdict.accepted;
    }
    let files = import.draft.content.files.clone();

    city.lake.adopt(&intake.staging, &files).await?;
    let now = city.clock.now();
    let new_id = Id::new(now, &intake.random);
    let version = transact!(city.db, "publish version", tx -> PublishError => {
        let version = add(tx, &import, new_id, now).await?;
        if !imports::published(tx, import.id, version.n).await? {
            return Err(PublishError::NoLongerWaits(name.clone()));
        }
        for kind in [jobs::ANNOUNCE, jobs::PORTRAY] {
            city.jobs.enqueue(tx, kind, name.as_str(), &()).await?;
        }
        Ok(version)
    })?;
    // They are files of the lake now. What a failure leaves here is swept at the next start.
    if let Err(error) = intake.staging.destroy(&table(name), &files, None).await {
        tracing::warn!(%error, dataset = %name, "staged files of a published version stay behind");
    }
    Ok(Published {
        dataset: name.clone(),
        version: version.n,
        rows: version.rows(),
        bytes: version.bytes(),
        address: city
            .settings
            .absolute(&format!("/data/{name}@{}", version.n)),
    })
}

/// What is said about a dataset with a file; nothing where what was said before holds.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// The dataset.
    pub name: &'a Name,
    /// About the dataset.
    pub about: Option<&'a About>,
    /// About its columns; none where what was said before holds.
    pub columns: &'a [Column],
}

/// What the gate says of an import.
pub async fn verdict(city: &City, import: &Import) -> Result<Verdict, panot_db::Error> {
    let draft = &import.draft;
    let said = Said {
        name: &import.dataset,
        about: draft.about.as_ref(),
        columns: &draft.columns,
    };
    judge(
        city,
        said,
        &draft.content.schema,
        draft.content.screened.as_ref(),
    )
    .await
}

/// What the gate says of a table, with what was said of its dataset before.
pub async fn judge(
    city: &City,
    said: Said<'_>,
    schema: &Schema,
    screened: Option<&Screened>,
) -> Result<Verdict, panot_db::Error> {
    let (about, columns) = known(city, said).await?;
    Ok(gate::judge(&Candidate {
        about: &about,
        columns: &columns,
        schema,
        languages: &city.settings.languages,
        screened,
    }))
}

/// What is said of a dataset and its columns, now or before.
pub async fn known(city: &City, said: Said<'_>) -> Result<(About, Vec<Column>), panot_db::Error> {
    let (about, columns) = read!(city.db, "what is said of a dataset", tx -> panot_db::Error => {
        let Some(dataset) = datasets::named(tx, said.name).await? else {
            return Ok((None, Vec::new()));
        };
        Ok((Some(dataset.about), columns::of(tx, dataset.id).await?))
    })?;
    let about = said.about.cloned().or(about);
    let about = about.unwrap_or_else(|| About::titled(said.name));
    let columns = if said.columns.is_empty() {
        columns
    } else {
        said.columns.to_vec()
    };
    Ok((about, columns))
}

/// The dataset as the import describes it, and its next version.
async fn add(
    tx: &mut Tx,
    import: &Import,
    new_id: Id<Dataset>,
    now: panot_core::Timestamp,
) -> Result<Version, panot_db::Error> {
    let draft = &import.draft;
    let dataset = if let Some(dataset) = datasets::named(tx, &import.dataset).await? {
        if let Some(about) = &draft.about {
            datasets::describe(tx, dataset.id, about, now).await?;
        }
        dataset.id
    } else {
        let about = draft
            .about
            .clone()
            .unwrap_or_else(|| About::titled(&import.dataset));
        // Two first publications at once: the second is run again and finds the first's.
        datasets::add(tx, new_id, &import.dataset, &about, now).await?;
        new_id
    };
    if !draft.columns.is_empty() {
        columns::explain(tx, dataset, &draft.columns).await?;
    }
    versions::add(tx, dataset, &draft.content, now).await
}

/// Why nothing was withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    /// There is no such version.
    #[error("there is no version {1} of {0} to withdraw")]
    NotThere(Name, u32),
    /// It was withdrawn before, and the reason of then stays.
    #[error("{0}@{1} was withdrawn already")]
    Already(Name, u32, Box<Withdrawal>),
    /// A reason is public, and has to be one.
    #[error("a withdrawal needs a reason of 3 to 2,000 characters, for everyone to read")]
    NoReason,
    /// The database.
    #[error(transparent)]
    Db(#[from] panot_db::Error),
}

/// Withdraws a version: from now on its address answers 410 with the reason and the digest. A job
/// destroys its files, and its original where no other version was made from it.
pub async fn withdraw(
    city: &City,
    name: &Name,
    n: u32,
    reason: &str,
    by: &str,
) -> Result<(), WithdrawError> {
    let reason = reason.trim();
    if !(3..=2_000).contains(&reason.chars().count()) {
        return Err(WithdrawError::NoReason);
    }
    let now = city.clock.now();
    transact!(city.db, "withdraw version", tx -> WithdrawError => {
        let not_there = || WithdrawError::NotThere(name.clone(), n);
        let dataset = datasets::named(tx, name).await?.ok_or_else(not_there)?;
        if !versions::withdraw(tx, dataset.id, n, reason, by, now).await? {
            let version = versions::numbered(tx, dataset.id, n).await?;
            let before = version.and_then(|version| version.withdrawal);
            return Err(match before {
                Some(before) => WithdrawError::Already(name.clone(), n, Box::new(before)),
                None => not_there(),
            });
        }
        // The report of the import quotes cells; so does nothing else that stays.
        imports::forget(tx, name, n).await?;
        city.jobs.enqueue(tx, jobs::DESTROY, name.as_str(), &()).await?;
        Ok(())
    })
}
