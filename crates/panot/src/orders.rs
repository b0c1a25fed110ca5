// SPDX-License-Identifier: AGPL-3.0-or-later

//! What can be ordered of a city, by the command that owns its folder or through its socket.
//!
//! Both ways run the same code here, so a file that is imported beside a running server becomes
//! exactly what it would have become without one.

mod failed;

use std::path::PathBuf;

use panot_catalog::import::{self, Checked, Event, ImportError, Request, Staged, Studied};
use panot_catalog::publish::{self, Published, WithdrawError};
use panot_catalog::staged::Import;
use panot_catalog::version::Withdrawal;
use panot_core::{Id, Name};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::backup;
use crate::city::Running;
use crate::failure::{Exit, Failure};
use crate::words::Words;

/// An order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Take a file in, and publish it if asked.
    Import {
        /// The file and what is to be done with it.
        request: Box<Request>,
        /// Whether to publish at once.
        publish: bool,
        /// What is new in the version.
        note: String,
    },
    /// Hold a file against the gate.
    Check {
        /// The file and what is said about it.
        request: Box<Request>,
    },
    /// Draft what is to be said about a file.
    Describe {
        /// The file and what is said about it.
        request: Box<Request>,
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
    /// List the versions that were withdrawn.
    Withdrawals,
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
    t: Words,
    on_event: &(dyn Fn(Event) + Send + Sync),
    stop: &CancellationToken,
) -> Result<Outcome, Failure> {
    match order {
        Order::Import {
            request,
            publish,
            note,
        } => {
            import_file(
                running,
                *request,
                publish.then_some(note),
                t,
                on_event,
                stop,
            )
            .await
        }
        Order::Check { request } => {
            let place = request.file.display().to_string();
            let checked = check_file(running, *request, t, on_event, stop).await?;
            told(t, &checked, &place)
        }
        Order::Describe { request } => {
            let checked = check_file(running, *request, t, on_event, stop).await?;
            let facts = serde_json::json!({ "dataset": checked.dataset, "draft": checked.draft });
            Ok(Outcome::new(&facts, vec![checked.draft]))
        }
        Order::Publish { id, note } => {
            let name = name(&id)?;
            let published = publish_import(running, &name, None, &note, t).await?;
            Ok(Outcome::new(
                &published,
                crate::report::published(t, &published),
            ))
        }
        Order::Withdraw {
            id,
            version,
            reason,
        } => withdraw(running, &id, version, &reason).await,
        Order::Withdrawals => backup::withdrawals(running).await,
        Order::Backup { to } => backup::backup(running, &to, stop).await,
    }
}

async fn import_file(
    running: &Running,
    request: Request,
    publish: Option<String>,
    t: Words,
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
                Outcome::new(&studied, crate::report::studied(t, &studied)),
                None,
            ));
        }
        let staged: Staged =
            import::import(&running.city, &running.intake, request, tell, stop).await?;
        let which = (staged.dataset.clone(), staged.import);
        Ok((
            Outcome::new(&staged, crate::report::staged(t, &staged)),
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
    let (mut outcome, staged) = match outcome {
        Ok(outcome) => outcome,
        // Whoever imports the same file every night has what they want.
        Err(ImportError::Same { dataset, version }) => {
            let line = t.same_as(dataset.as_str(), version.to_string());
            let facts = serde_json::json!({ "dataset": dataset, "same_as": version });
            return Ok(Outcome::new(&facts, vec![line]));
        }
        Err(error) => return Err(failed::import(t, error, &place)),
    };
    if let (Some(note), Some((name, import))) = (publish, staged) {
        if stop.is_cancelled() {
            return Err(Failure::new(Exit::TryAgain, t.failed_before_publishing())
                .mend(t.failed_before_publishing_mend(name.as_str())));
        }
        let published = publish_import(running, &name, Some(import), &note, t).await?;
        outcome
            .lines
            .extend(crate::report::published(t, &published));
        outcome.facts["published"] =
            serde_json::to_value(&published).expect("outcomes are plain data");
    }
    Ok(outcome)
}

async fn check_file(
    running: &Running,
    request: Request,
    t: Words,
    on_event: &(dyn Fn(Event) + Send + Sync),
    stop: &CancellationToken,
) -> Result<Checked, Failure> {
    let place = request.file.display().to_string();
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let tell: import::Tell = std::sync::Arc::new(move |event| {
        let _ = tell.send(event);
    });
    let work = import::check(&running.city, &running.intake, request, tell, stop);
    tokio::pin!(work);
    let checked = loop {
        tokio::select! {
            Some(event) = told.recv() => on_event(event),
            checked = &mut work => break checked,
        }
    };
    checked.map_err(|error| failed::import(t, error, &place))
}

/// What the gate says of a file, as an outcome or a failure.
fn told(t: Words, checked: &Checked, place: &str) -> Result<Outcome, Failure> {
    if !checked.verdict.opens() {
        return Err(crate::report::gate::refused(t, &checked.dataset, &checked.verdict).at(place));
    }
    let words = panot_catalog::said::of(t.language());
    let lines = crate::report::gate::lines(words, &checked.dataset, &checked.verdict);
    let mut facts = crate::report::gate::as_json(words, &checked.dataset, &checked.verdict);
    facts["rows"] = checked.rows.into();
    facts["recipe"] = checked.recipe.as_str().into();
    Ok(Outcome::new(&facts, lines))
}

async fn publish_import(
    running: &Running,
    name: &Name,
    import: Option<Id<Import>>,
    note: &str,
    t: Words,
) -> Result<Published, Failure> {
    publish::publish(&running.city, &running.intake, name, import, note)
        .await
        .map_err(|error| failed::publish(t, &error))
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
        .map_err(|error| match &error {
            WithdrawError::NotThere(..) => Failure::new(Exit::NoInput, &error)
                .mend(format!("see its versions at /data/{name}")),
            WithdrawError::Already(_, _, before) => already_withdrawn(running, &error, before),
            WithdrawError::NoReason => {
                Failure::new(Exit::Usage, &error).mend("write it after --reason")
            }
            WithdrawError::Db(error) => db_failure(error),
        })?;
    let facts =
        serde_json::json!({ "dataset": name.as_str(), "version": version, "reason": reason });
    let line = format!("{name}@{version} is withdrawn; its address now says why");
    Ok(Outcome::new(&facts, vec![line]))
}

/// A version that is gone already: since when and why. The reason is public, and stays the first.
fn already_withdrawn(running: &Running, error: &WithdrawError, before: &Withdrawal) -> Failure {
    let zone = jiff::tz::TimeZone::get(&running.config.time_zone);
    let zone = zone.unwrap_or(jiff::tz::TimeZone::UTC);
    let day = before.at.in_zone(&zone).date();
    let what = format!("{error}, on {day}: “{}”", before.reason);
    Failure::new(Exit::NoInput, what)
        .mend("nothing is left to do; the reason that was given first stays")
        .with_details(&serde_json::json!({
            "withdrawn": { "at": before.at, "reason": before.reason, "by": before.by }
        }))
}

fn name(id: &str) -> Result<Name, Failure> {
    id.parse()
        .map_err(|error: panot_core::InvalidName| Failure::new(Exit::Usage, error))
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
        panot_lake::Error::Standing(_) => Failure::new(Exit::Unavailable, error),
        panot_lake::Error::Engine(_) => Failure::new(Exit::Software, error),
    }
}

/// What the database met.
pub fn db_failure(error: &panot_db::Error) -> Failure {
    Failure::new(Exit::Unavailable, format!("the database: {error}"))
        .mend("look whether it runs and has room, then run the command again")
}
