// SPDX-License-Identifier: AGPL-3.0-or-later

//! What can be ordered of a city, by the command that owns its folder or through its socket.
//!
//! Both ways run the same code here, so a file that is imported beside a running server becomes
//! exactly what it would have become without one.

use std::path::PathBuf;

use panot_catalog::import::{self, Event, ImportError, Request, Staged, Studied};
use panot_catalog::publish::{self, PublishError, Published, WithdrawError};
use panot_catalog::staged::Import;
use panot_core::{Id, Name};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::backup;
use crate::city::Running;
use crate::failure::{Exit, Failure};

/// An order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Take a file in, and publish it if asked.
    Import {
        /// The file and what is to be done with it.
        request: Request,
        /// Whether to publish at once.
        publish: bool,
        /// What is new in the version.
        note: String,
    },
    /// Publish what waits.
    Publish {
        /// The dataset.
        id: String,
        /// What is new in the version.
        note: String,
    },
    /// Withdraw a version.
    Withdraw {
        /// The dataset.
        id: String,
        /// The version.
        version: u32,
        /// Why, in public.
        reason: String,
    },
    /// Write a copy of the city.
    Backup {
        /// Where, as an absolute path.
        to: PathBuf,
    },
}

/// What came of an order: facts for a machine, and the same as lines for a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// For a machine.
    pub facts: Value,
    /// For a person.
    pub lines: Vec<String>,
}

impl Outcome {
    fn new(facts: &impl Serialize, lines: Vec<String>) -> Self {
        let facts = serde_json::to_value(facts).expect("outcomes are plain data");
        Self { facts, lines }
    }
}

/// Carries an order out.
pub async fn carry_out(
    running: &Running,
    order: Order,
    on_event: &(dyn Fn(Event) + Send + Sync),
    stop: &CancellationToken,
) -> Result<Outcome, Failure> {
    match order {
        Order::Import {
            request,
            publish,
            note,
        } => import_file(running, request, publish.then_some(note), on_event, stop).await,
        Order::Publish { id, note } => {
            let name = name(&id)?;
            let published = publish_import(running, &name, None, &note).await?;
            Ok(Outcome::new(
                &published,
                crate::report::published(&published),
            ))
        }
        Order::Withdraw {
            id,
            version,
            reason,
        } => withdraw(running, &id, version, &reason).await,
        Order::Backup { to } => backup::backup(running, &to).await,
    }
}

async fn import_file(
    running: &Running,
    request: Request,
    publish: Option<String>,
    on_event: &(dyn Fn(Event) + Send + Sync),
    stop: &CancellationToken,
) -> Result<Outcome, Failure> {
    let place = request.file.display().to_string();
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let tell: import::Tell = std::sync::Arc::new(move |event| {
        let _ = tell.send(event);
    });
    let dry_run = request.dry_run;
    let work = async {
        if dry_run {
            let studied: Studied =
                import::study(&running.city, &running.intake, request, tell, stop).await?;
            return Ok((
                Outcome::new(&studied, crate::report::studied(&studied)),
                None,
            ));
        }
        let staged: Staged =
            import::import(&running.city, &running.intake, request, tell, stop).await?;
        let which = (staged.dataset.clone(), staged.import);
        Ok((
            Outcome::new(&staged, crate::report::staged(&staged)),
            Some(which),
        ))
    };
    tokio::pin!(work);
    let outcome = loop {
        tokio::select! {
            Some(event) = told.recv() => on_event(event),
            outcome = &mut work => break outcome,
        }
    };
    let (mut outcome, staged) = outcome.map_err(|error| import_failure(error, &place))?;
    if let (Some(note), Some((name, import))) = (publish, staged) {
        if stop.is_cancelled() {
            return Err(
                Failure::new(Exit::TryAgain, "it was interrupted before it was published")
                    .mend(format!("publish it with: panot publish {name}")),
            );
        }
        let published = publish_import(running, &name, Some(import), &note).await?;
        outcome.lines.extend(crate::report::published(&published));
        outcome.facts["published"] =
            serde_json::to_value(&published).expect("outcomes are plain data");
    }
    Ok(outcome)
}

async fn publish_import(
    running: &Running,
    name: &Name,
    import: Option<Id<Import>>,
    note: &str,
) -> Result<Published, Failure> {
    publish::publish(&running.city, &running.intake, name, import, note)
        .await
        .map_err(|error| match error {
            PublishError::NothingWaits(_) => Failure::new(Exit::NoInput, &error).mend(format!(
                "import a file first: panot import FILE --as {name}"
            )),
            PublishError::WhichOne(..) => {
                Failure::new(Exit::TryAgain, &error).mend("import the file again with --publish")
            }
            PublishError::NoLongerWaits(_) => {
                Failure::new(Exit::TryAgain, &error).mend("look at the dataset, then decide again")
            }
            PublishError::Lake(error) => lake_failure(&error),
            PublishError::Db(error) => db_failure(&error),
        })
}

async fn withdraw(
    running: &Running,
    id: &str,
    version: u32,
    reason: &str,
) -> Result<Outcome, Failure> {
    let name = name(id)?;
    publish::withdraw(&running.city, &name, version, reason, "operator")
        .await
        .map_err(|error| match error {
            WithdrawError::NotThere(..) => Failure::new(Exit::NoInput, &error)
                .mend(format!("see its versions at /data/{name}")),
            WithdrawError::NoReason => {
                Failure::new(Exit::Usage, &error).mend("write it after --reason")
            }
            WithdrawError::Db(error) => db_failure(&error),
        })?;
    let facts =
        serde_json::json!({ "dataset": name.as_str(), "version": version, "reason": reason });
    let line = format!("{name}@{version} is withdrawn; its address now says why");
    Ok(Outcome::new(&facts, vec![line]))
}

fn name(id: &str) -> Result<Name, Failure> {
    id.parse()
        .map_err(|error: panot_core::InvalidName| Failure::new(Exit::Usage, error))
}

/// What an import met, in the words of the command line.
fn import_failure(error: ImportError, place: &str) -> Failure {
    let what = error.to_string();
    let failure = |exit| Failure::new(exit, &what).at(place);
    match error {
        ImportError::Read(tabular::ReadError::Io(error)) => {
            Failure::disk("read the file", std::path::Path::new(place), &error)
        }
        ImportError::Read(tabular::ReadError::Damaged { line, why }) => {
            Failure::new(Exit::Data, why).at(format!("{place}:{line}"))
        }
        ImportError::Read(_) | ImportError::Name(_) | ImportError::Plan(_) => failure(Exit::Data),
        ImportError::WhichTable(names) => failure(Exit::Data)
            .mend("name one with --table")
            .with_details(&names),
        ImportError::Sidecar { place, why } => Failure::new(Exit::Data, why)
            .at(place)
            .mend("correct the line"),
        ImportError::Answer(_) => failure(Exit::Usage),
        ImportError::Open {
            questions,
            suggestions,
        } => failure(Exit::Data)
            .mend(crate::report::questions(&questions, &suggestions))
            .with_details(&serde_json::json!({
                "questions": questions, "suggestions": suggestions
            })),
        ImportError::Drift(drift) => failure(Exit::Data)
            .mend(crate::report::drift(&drift))
            .with_details(&drift),
        ImportError::Refused(report) => failure(Exit::Data)
            .mend(crate::report::refused(&report))
            .with_details(&report),
        ImportError::Changed => failure(Exit::TryAgain).mend("run it again when nobody writes it"),
        ImportError::Originals(_) => failure(Exit::Io),
        ImportError::Stopped => failure(Exit::TryAgain).mend("run it again; nothing was kept"),
        ImportError::Lake(error) => lake_failure(&error),
        ImportError::Db(error) => db_failure(&error),
    }
}

/// What the lake met.
pub fn lake_failure(error: &panot_lake::Error) -> Failure {
    match error {
        panot_lake::Error::Disk {
            doing,
            path,
            source,
        } => Failure::disk(doing, std::path::Path::new(path), source),
        panot_lake::Error::Source(source) => Failure::new(Exit::Data, source),
        panot_lake::Error::NoSuchColumn { .. }
        | panot_lake::Error::WrongValue { .. }
        | panot_lake::Error::Refused(_) => Failure::new(Exit::Usage, error),
        panot_lake::Error::Damaged { .. } => {
            Failure::new(Exit::Io, error).mend("restore the city's folder from a copy")
        }
        panot_lake::Error::Engine(_) => Failure::new(Exit::Software, error),
    }
}

/// What the database met.
pub fn db_failure(error: &panot_db::Error) -> Failure {
    Failure::new(Exit::Unavailable, format!("the database: {error}"))
        .mend("look whether it runs and has room, then run the command again")
}
