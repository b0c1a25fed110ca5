// SPDX-License-Identifier: AGPL-3.0-or-later

//! Taking a file in: from bytes to an import that waits to be published.
//!
//! # What this module promises
//!
//! - Nothing is guessed in silence: what the file does not say by itself is an error that carries
//!   the questions, or stands in the outcome as assumed.
//! - A file that is not taken in leaves nothing behind: no row, no staged rows, no copy.
//! - What is taken in is on the disk before this returns.

mod again;
mod dataset_file;
mod intake;
mod outcome;
mod remarks;
mod request;

pub use dataset_file::{DatasetFile, DatasetFileError};
pub use intake::{Intake, Tell};
pub use outcome::{ImportError, Staged, Studied};
use panot_core::{Id, Name};
use panot_db::{read, transact};
use panot_lake::{FileRef, Kept};
use panot_web::City;
pub use remarks::{List, Serious, Unknown, Used};
pub use request::{Event, Found, Request, Sidecar, Stage};
use tabular::import::Report;
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

use crate::dataset::Dataset;
use crate::staged::{self, Draft};
use crate::store::{datasets, imports, versions};
use crate::version::{Content, Source, Version};
use again::Standing;
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
    let kept = keep(intake, &request, &tell, stop).await?;
    let staged = take_in(city, intake, &request, &kept, &tell, stop).await;
    drop(kept);
    if staged.is_err() {
        // Nothing of a file that was not taken in stays, unless another import needs it.
        crate::jobs::forget_originals(&city.db, &intake.originals).await?;
    }
    staged
}

/// Everything after the file is kept.
async fn take_in(
    city: &City,
    intake: &Intake,
    request: &Request,
    kept: &Kept,
    tell: &Tell,
    stop: &CancellationToken,
) -> Result<Staged, ImportError> {
    let stamp = intake::stamp(&request.file)?;
    let (standing, prepared) = prepare(city, intake, request, tell, stop).await?;
    let known = standing.as_ref().map(|version| version.dataset);
    let plan = prepared.plan()?;
    if !request.again
        && let Some(version) = again::same(city, &prepared, standing.as_ref(), kept).await?
    {
        let dataset = prepared.opened.name.clone();
        return Err(ImportError::Same { dataset, version });
    }
    let (files, report) = intake::write(intake, &prepared, plan, tell, stop).await?;
    let staged = if intake::stamp(&request.file)? == stamp {
        remember(
            city, intake, request, &prepared, kept, known, &files, &report,
        )
        .await
    } else {
        // The rows would not be those of the file that is kept.
        Err(ImportError::Changed)
    };
    let import = match staged {
        Ok(import) => import,
        Err(error) => {
            let table = crate::dataset::table(&prepared.opened.name);
            intake.staging.destroy(&table, &files, None).await?;
            return Err(error);
        }
    };
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
        suggestions: prepared.offered(),
        assumed: prepared.assumed(),
        serious: prepared.serious(),
        unknown: prepared.unknown(),
        used: prepared.used,
    })
}

/// Asks the database for the version before, then studies the file on a thread that may block.
async fn prepare(
    city: &City,
    intake: &Intake,
    request: &Request,
    tell: &Tell,
    stop: &CancellationToken,
) -> Result<(Option<Standing>, Prepared), ImportError> {
    let named = intake::named(request)?;
    let previous = previous(city, &named.name).await?;
    let file = intake::file_name(&request.file);
    if let Some(version) = &previous
        && named.by_folder
        && version.content.source.name != file
    {
        return Err(ImportError::WhoseFolder {
            dataset: named.name,
            last: version.content.source.name.clone(),
            file,
        });
    }
    let standing = previous.as_ref().map(Standing::of);
    let (with, what, tell, stop) = (intake.clone(), request.clone(), tell.clone(), stop.clone());
    let prepared =
        spawn_blocking(move || intake::study(&with, &what, named, previous.as_ref(), &tell, &stop))
            .await
            .map_err(panicked)??;
    Ok((standing, prepared))
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

/// Remembers staged rows in a row.
#[expect(
    clippy::too_many_arguments,
    reason = "the parts of one row, called once"
)]
async fn remember(
    city: &City,
    intake: &Intake,
    request: &Request,
    prepared: &Prepared,
    kept: &Kept,
    known: Option<Id<Dataset>>,
    files: &[FileRef],
    report: &Report,
) -> Result<Id<staged::Import>, ImportError> {
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
            files: files.to_vec(),
            schema: prepared.plan()?.schema().as_ref().clone(),
            recipe: prepared.whole_recipe().to_toml(),
            report: serde_json::to_value(report).expect("a report is plain data"),
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
    transact!(city.db, "stage import", tx -> panot_db::Error => {
        imports::supersede(tx, name).await?;
        imports::stage(tx, id, name, &draft, now, expires).await
    })?;
    Ok(id)
}

fn panicked(error: tokio::task::JoinError) -> ImportError {
    ImportError::Lake(panot_lake::Error::Engine(Box::new(error)))
}
