// SPDX-License-Identifier: AGPL-3.0-or-later

//! Taking a file in: from bytes to an import that waits to be published.
//!
//! # What this module promises
//!
//! - Nothing is guessed in silence: what the file does not say by itself is an error that carries
//!   the questions, or stands in the outcome as assumed.
//! - A file that is not taken in leaves nothing behind: no row, no staged rows, no copy.
//! - What is taken in is on the disk before this returns.

mod dataset_file;
mod intake;
mod outcome;
mod request;

pub use dataset_file::{DatasetFile, DatasetFileError};
pub use intake::{Intake, Tell};
pub use outcome::{ImportError, Staged, Studied};
use panot_core::{Id, Name};
use panot_db::{read, transact};
use panot_lake::Kept;
use panot_web::City;
pub use request::{Event, Request, Sidecar, Stage};
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

use crate::dataset::Dataset;
use crate::staged::{self, Draft};
use crate::store::{datasets, imports, versions};
use crate::version::{Content, Source, Version};
use intake::Prepared;

/// Studies a file and keeps nothing of it.
pub async fn study(
    city: &City,
    intake: &Intake,
    request: Request,
    tell: Tell,
    stop: &CancellationToken,
) -> Result<Studied, ImportError> {
    prepare(city, intake, &request, &tell, stop)
        .await?
        .1
        .studied()
}

/// Takes a file in: studies it, types its rows and stages them.
pub async fn import(
    city: &City,
    intake: &Intake,
    request: Request,
    tell: Tell,
    stop: &CancellationToken,
) -> Result<Staged, ImportError> {
    let (known, prepared) = prepare(city, intake, &request, &tell, stop).await?;
    let plan = prepared.plan()?;
    let kept = keep(intake, &request, &tell, stop).await?;
    let staged = stage(city, intake, &request, &prepared, &kept, known, &tell, stop).await;
    if staged.is_err() && kept.new {
        // Nothing of a file that was not taken in stays.
        intake.originals.destroy(&kept.sha256)?;
    }
    let (import, report) = staged?;
    let columns = plan.schema();
    Ok(Staged {
        dataset: prepared.opened.name.clone(),
        import,
        known: known.is_some(),
        rows: report.rows_out,
        columns: columns
            .fields()
            .iter()
            .map(|field| (field.name().clone(), field.data_type().to_string()))
            .collect(),
        report,
        suggestions: prepared.study.suggestions.clone(),
        assumed: prepared.assumed(),
    })
}

/// Opens and studies the file on a thread that may block, between them asking the database for
/// the version before.
async fn prepare(
    city: &City,
    intake: &Intake,
    request: &Request,
    tell: &Tell,
    stop: &CancellationToken,
) -> Result<(Option<Id<Dataset>>, Prepared), ImportError> {
    let (with, what) = (intake.clone(), request.clone());
    let opened = spawn_blocking(move || intake::open(&with, &what))
        .await
        .map_err(panicked)??;
    let previous = previous(city, &opened.name).await?;
    let known = previous.as_ref().map(|version| version.dataset);
    let (with, what, tell, stop) = (intake.clone(), request.clone(), tell.clone(), stop.clone());
    let prepared = spawn_blocking(move || {
        intake::study(&with, &what, opened, previous.as_ref(), &tell, &stop)
    })
    .await
    .map_err(panicked)??;
    Ok((known, prepared))
}

async fn previous(city: &City, name: &Name) -> Result<Option<Version>, ImportError> {
    read!(city.db, "version before an import", tx -> panot_db::Error => {
        match datasets::named(tx, name).await? {
            Some(dataset) => versions::latest(tx, dataset.id).await,
            None => Ok(None),
        }
    })
    .map_err(ImportError::Db)
}

/// Copies the file as it is to the originals.
async fn keep(
    intake: &Intake,
    request: &Request,
    tell: &Tell,
    stop: &CancellationToken,
) -> Result<Kept, ImportError> {
    let (originals, file) = (intake.originals.clone(), request.file.clone());
    let (tell, stopping) = (tell.clone(), stop.clone());
    let kept = spawn_blocking(move || {
        originals.keep(&file, &mut |done| {
            tell(Event {
                stage: Stage::Keeping,
                done,
                total: None,
                rows: 0,
            });
            !stopping.is_cancelled()
        })
    })
    .await
    .map_err(panicked)?;
    if stop.is_cancelled() {
        Err(ImportError::Stopped)
    } else {
        Ok(kept?)
    }
}

/// Writes the rows into the staging lake and remembers them in a row. Without the row, no rows.
#[expect(
    clippy::too_many_arguments,
    reason = "the steps of one import, called once"
)]
async fn stage(
    city: &City,
    intake: &Intake,
    request: &Request,
    prepared: &Prepared,
    kept: &Kept,
    known: Option<Id<Dataset>>,
    tell: &Tell,
    stop: &CancellationToken,
) -> Result<(Id<staged::Import>, tabular::import::Report), ImportError> {
    let plan = prepared.plan()?;
    let (files, report) = intake::write(intake, prepared, plan, tell, stop).await?;
    let name = &prepared.opened.name;
    let draft = Draft {
        about: match (&prepared.opened.dataset, known) {
            (Some(file), _) => Some(file.about.clone()),
            (None, Some(_)) => None,
            (None, None) => Some(crate::dataset::About::titled(name)),
        },
        columns: prepared
            .opened
            .dataset
            .as_ref()
            .map_or_else(Vec::new, |f| f.columns.clone()),
        content: Content {
            files: files.clone(),
            schema: plan.schema().as_ref().clone(),
            recipe: prepared.whole_recipe().to_toml(),
            report: serde_json::to_value(&report).expect("a report is plain data"),
            source: Source {
                name: intake::file_name(&request.file),
                sha256: kept.sha256.clone(),
                kept_at: Some(format!("originals/{}", kept.sha256)),
            },
            note: String::new(),
        },
    };
    let now = city.clock.now();
    let id = Id::new(now, &intake.random);
    let expires = now.plus(jiff::SignedDuration::try_from(staged::KEPT).expect("thirty days"));
    let staged = transact!(city.db, "stage import", tx -> panot_db::Error => {
        imports::stage(tx, id, name, &draft, now, expires).await
    });
    if let Err(error) = staged {
        intake
            .staging
            .destroy(&crate::dataset::table(name), &files)
            .await?;
        return Err(error.into());
    }
    Ok((id, report))
}

fn panicked(error: tokio::task::JoinError) -> ImportError {
    ImportError::Lake(panot_lake::Error::Engine(Box::new(error)))
}
