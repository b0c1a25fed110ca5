// SPDX-License-Identifier: AGPL-3.0-or-later

//! The log: on standard error, for people or as JSON, without personal data.

use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};
use crate::failure::{Exit, Failure};

/// Begins the log of a server. `PANOT_LOG` overrides the level for one run.
pub fn begin(log: &Log) -> Result<(), Failure> {
    let level = std::env::var("PANOT_LOG").unwrap_or_else(|_| log.level.clone());
    let filter = EnvFilter::try_new(&level).map_err(|error| {
        Failure::new(Exit::Config, format!("`log.level` is {level:?}: {error}"))
            .mend("write info, debug, or a filter such as info,panot_web=debug")
    })?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A log that has begun already stays as it is.
    let _ = match log.format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    Ok(())
}
