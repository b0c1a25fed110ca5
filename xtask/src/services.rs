// SPDX-License-Identifier: AGPL-3.0-or-later

//! What some tests need beside Rust: a PostgreSQL of their own, and Python's readers of our tables.

use std::process::Command;
use std::time::Duration;

use crate::postgres::Postgres;
use crate::shell::{self, Outcome};
use crate::{python, skips};

/// No command run among the services takes longer.
const LIMIT: Duration = Duration::from_mins(55);

/// Runs a command with `PANOT_TEST_POSTGRES` and `PANOT_PYTHON` set, and refuses skipped tests.
pub fn around(program: &str, arguments: &[&str]) -> Outcome {
    let services = Services::start()?;
    let mut command = Command::new(program);
    shell::forget_this_package(&mut command);
    command.args(arguments).current_dir(shell::root());
    services.offer(&mut command);
    shell::run(&mut command, LIMIT)
}

/// The services, for as long as this lives.
pub struct Services {
    postgres: Postgres,
    python: std::path::PathBuf,
}

impl Services {
    /// Starts PostgreSQL and finds (or makes) the Python environment.
    pub fn start() -> Outcome<Self> {
        let python = python::interpreter()?;
        let postgres = Postgres::start()?;
        Ok(Self { postgres, python })
    }

    /// Tells a command where the services are. Where they are offered, nothing is skipped.
    pub fn offer(&self, command: &mut Command) {
        command
            .env("PANOT_TEST_POSTGRES", self.postgres.url())
            .env("PANOT_PYTHON", &self.python)
            .env(skips::REFUSE, skips::REFUSED);
    }
}
