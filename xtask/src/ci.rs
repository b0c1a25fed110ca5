// SPDX-License-Identifier: AGPL-3.0-or-later

//! `cargo xtask ci`: everything that must hold before a change lands.
//!
//! Every part runs even when an earlier one failed, so that one run shows all there is to mend.
//! Each part is a process of its own: its counts come back through a file, and its end cannot take
//! the others down.

use std::time::Duration;

use crate::counts::{self, Counts};
use crate::services::Services;
use crate::shell::{self, Outcome, Stopwatch, TempFolder};
use crate::skips;

/// Who runs the tests of `cargo xtask test`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tests {
    /// This run.
    Run,
    /// A command before this one, among the same services (`.ci/run` does it so, to run the
    /// README's own command).
    RanBefore,
}

/// The parts, cheapest first; the last ones need a release build.
const PARTS: [(&str, &[&str]); 9] = [
    ("format", &["fmt"]),
    ("tidy", &["tidy"]),
    ("licences", &["deny"]),
    ("packaging", &["packaging"]),
    ("clippy", &["clippy"]),
    ("tests", &["test"]),
    ("real files", &["real-files"]),
    ("screening", &["screening"]),
    ("browser", &["browser"]),
];

/// No part takes longer; each has closer limits of its own.
const LIMIT: Duration = Duration::from_mins(55);

/// Runs all parts and ends with one line of counts over everything.
///
/// A part that fails without a failed test of its own (a lint, a licence) counts as one failure, so
/// that the last line never says less than the exit code.
pub fn everything(tests: Tests) -> Outcome {
    let folder = TempFolder::new("counts")?;
    let counts_file = folder.path().join("counts");
    let services = match tests {
        Tests::Run => Some(Services::start()?),
        Tests::RanBefore => None,
    };
    let program = std::env::current_exe().map_err(|why| format!("where are we? {why}"))?;

    let mut total = Counts::default();
    let mut report = Vec::new();
    let mut failed = Vec::new();
    for (name, arguments) in PARTS {
        if name == "tests" && tests == Tests::RanBefore {
            continue;
        }
        println!("\n── {name}");
        let mut command = std::process::Command::new(&program);
        command
            .args(arguments)
            .env(counts::FILE, &counts_file)
            .env(skips::REFUSE, skips::REFUSED)
            .current_dir(shell::root());
        if let Some(services) = &services {
            services.offer(&mut command);
        }
        let clock = Stopwatch::start();
        let outcome = shell::run(&mut command, LIMIT);
        let seconds = clock.elapsed().as_secs();

        let mut counts = take(&counts_file);
        if outcome.is_err() {
            failed.push(name);
            counts.failed = counts.failed.max(1);
        }
        total += counts;
        let verdict = if outcome.is_ok() { "ok" } else { "FAILED" };
        report.push(format!("{name:<12}{verdict:<8}{seconds:>5} s"));
    }

    println!("\n{}", report.join("\n"));
    total.hand_over()?;
    println!("{total}");
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("failed: {}", failed.join(", ")))
    }
}

/// What a part has handed over; nothing when it has no tests.
fn take(file: &std::path::Path) -> Counts {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    // The next part starts with an empty file; that there was none is as good.
    let _ = std::fs::remove_file(file);
    Counts::from_handed_over(&text)
}
