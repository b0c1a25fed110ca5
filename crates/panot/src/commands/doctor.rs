// SPDX-License-Identifier: AGPL-3.0-or-later

//! `panot doctor`: what does not agree in a city. Reads only, also beside a running server.

use std::path::Path;

use panot_catalog::store::{imports, versions};
use panot_core::{Random, Timestamp};
use panot_db::{Error, read};
use panot_jobs::Jobs;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::city::{Reading, system_clock};
use crate::failure::{Exit, Failure};
use crate::orders::{Outcome, db_failure};

/// Reads every file of every version and compares it with what the version says, and lists what
/// waits. Fails when something is damaged.
pub async fn doctor(city: &Path, stop: &CancellationToken) -> Result<Outcome, Failure> {
    let reading = Reading::open(city).await?;
    let clock = system_clock();
    let jobs = Jobs::new(clock, Random::seeded(0));
    let (versions, unannounced, waiting, dead) = read!(reading.db, "doctor", tx -> Error => {
        Ok((
            versions::readable(tx).await?,
            versions::unannounced(tx).await?,
            imports::waiting(tx).await?,
            jobs.dead(tx).await?,
        ))
    })
    .map_err(|error| db_failure(&error))?;
    let mut damaged = Vec::new();
    for version in &versions {
        if stop.is_cancelled() {
            return Err(Failure::new(Exit::TryAgain, "it was interrupted"));
        }
        if let Err(error) = reading.lake.verify(version).await {
            damaged.push(format!("{}@{}: {error}", version.table, version.version));
        }
    }
    let mut lines = vec![format!("{} versions read and compared", versions.len())];
    lines.extend(damaged.iter().map(|line| format!("damaged: {line}")));
    lines.extend(unannounced.iter().map(|version| {
        format!(
            "not yet in the Delta log: {}@{}",
            version.table, version.version
        )
    }));
    lines.extend(waiting.iter().map(|import| {
        format!(
            "waits to be published until {}: {}",
            day(import.expires_at),
            import.dataset
        )
    }));
    lines.extend(
        dead.iter()
            .map(|job| format!("gave up: {} {}: {}", job.kind, job.key, job.error)),
    );
    if lines.len() == 1 {
        lines.push("everything agrees".to_owned());
    }
    let facts = json!({
        "versions": versions.len(),
        "damaged": damaged,
        "unannounced": unannounced.len(),
        "waiting": waiting.len(),
        "gave_up": dead.len(),
    });
    if damaged.is_empty() {
        return Ok(Outcome { facts, lines });
    }
    Err(Failure::new(Exit::Io, lines.join("\n"))
        .mend("restore the city from a copy: panot restore BACKUP DIR")
        .with_details(&facts))
}

fn day(moment: Timestamp) -> String {
    moment.to_string().chars().take(10).collect()
}
