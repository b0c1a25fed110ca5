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
mod draft;
mod intake;
mod outcome;
mod remarks;
mod request;
mod rows;

pub use dataset_file::{DatasetFile, DatasetFileError};
pub use intake::{Intake, Tell};
pub use outcome::{Checked, ImportError, Staged, Studied};
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
use crate::gate::{self, Candidate, Screened};
use crate::publish::{self, Said};
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

/// Holds a file against the gate and keeps nothing of it.
pub async fn check(
    city: &City,
    intake: &Intake,
    request: Request,
    tell: Tell,
    stop: &CancellationToken,
) -> Result<Checked, ImportError> {
    let (_, prepared) = mended(city, intake, &request, &tell, stop).await?;
    let (report, screened) = rows::look(&prepared, &tell, stop).await?;
    let dataset = &prepared.opened.dataset;
    let said = Said {
        name: &prepared.opened.name,
        about: dataset.as_ref().map(|file| &file.about),
        columns: dataset.as_ref().map_or(&[], |file| &file.columns),
    };
    let schema = prepared.plan()?.schema();
    let (about, columns) = publish::known(city, said).await?;
    let languages = &city.settings.languages;
    let verdict = gate::judge(&Candidate {
        about: &about,
        columns: &columns,
        schema: &schema,
        languages,
        screened: Some(&screened),
    });
    Ok(Checked {
        dataset: prepared.opened.name.clone(),
        rows: report.rows_out,
        draft: draft::of(&prepared.opened.name, &about, &columns, &schema, city),
        recipe: prepared.whole_recipe().to_toml(),
        verdict,
    })
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
    let (standing, prepared) = mended(city, intake, request, tell, stop).await?;
    let known = standing.as_ref().map(|version| version.dataset);
    let columns = prepared.plan()?.schema();
    if !request.again
        && let Some(version) = again::same(city, &prepared, standing.as_ref(), kept).await?
    {
        let dataset = prepared.opened.name.clone();
        return Err(ImportError::Same { dataset, version });
    }
    let (files, report, screened) = rows::write(intake, &prepared, tell, stop).await?;
    let staged = if intake::stamp(&request.file)? == stamp {
        remember(
            city, intake, request, &prepared, kept, known, &files, &report, &screened,
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

/// A file that was studied, with a recipe that was mended where that is wanted.
async fn mended(
    city: &City,
    intake: &Intake,
    request: &Request,
    tell: &Tell,
    stop: &CancellationToken,
) -> Result<(Option<Standing>, Prepared), ImportError> {
    let (standing, mut prepared) = prepare(city, intake, request, tell, stop).await?;
    if let Some(way) = request.mend {
        let language = city.settings.default_language();
        rows::mend(&mut prepared, way, language, tell, stop).await?;
    }
    Ok((standing, prepared))
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
    screened: &Screened,
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
            screened: Some(screened.clone()),
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
