// SPDX-License-Identifier: AGPL-3.0-or-later

//! Checks that are one command of somebody else's: format, lints, licences.

use std::process::Command;
use std::time::Duration;

use crate::shell::{self, Outcome};

const CARGO_DENY: &str = "0.20.2";

/// Is every file formatted as rustfmt would?
pub fn fmt() -> Outcome {
    shell::run(
        &mut shell::cargo(["fmt", "--all", "--check"]),
        Duration::from_mins(2),
    )
}

/// Clippy over all targets, warnings as errors.
pub fn clippy() -> Outcome {
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    shell::run(&mut shell::cargo(arguments), Duration::from_mins(30))
}

/// May every dependency be here? Licences, banned crates and sources, by `deny.toml`.
pub fn deny() -> Outcome {
    let program = cargo_deny()?;
    let mut command = Command::new(program);
    command.args([
        "--log-level",
        "warn",
        "check",
        "licenses",
        "bans",
        "sources",
    ]);
    shell::run(command.current_dir(shell::root()), Duration::from_mins(5))
}

/// The program, built from the Rust registry into the cache where it is not there yet.
fn cargo_deny() -> Outcome<std::path::PathBuf> {
    let tools = shell::cache()?.join(format!("tools/cargo-deny-{CARGO_DENY}"));
    let program = tools.join("bin/cargo-deny");
    if !program.exists() {
        println!("Building cargo-deny {CARGO_DENY} into {}", tools.display());
        // Not optimised: it builds in a third of the time and runs for two seconds. In a folder
        // of its own: it shares no dependency with us.
        let mut install = shell::cargo(["install", "--quiet", "--locked", "--debug"]);
        install
            .args(["cargo-deny", "--version", CARGO_DENY, "--root"])
            .arg(&tools);
        let build = shell::TempFolder::new("cargo-deny")?;
        install
            .env("CARGO_TARGET_DIR", build.path())
            .current_dir(build.path());
        shell::run(&mut install, Duration::from_mins(20))?;
    }
    Ok(program)
}

/// The unit that systemd would run Panot by: does systemd understand every line of it?
pub fn packaging() -> Outcome {
    if !shell::installed("systemd-analyze") {
        println!(
            "systemd-analyze is not on this machine: packaging/panot.service stays unchecked."
        );
        return Ok(());
    }
    let unit = shell::root().join("packaging/panot.service");
    let text =
        std::fs::read_to_string(&unit).map_err(|why| format!("{}: {why}", unit.display()))?;
    // It also looks for the program, which is not installed where the checks run.
    let text = text.replace("ExecStart=/usr/local/bin/panot ", "ExecStart=/bin/true ");
    let folder = shell::TempFolder::new("packaging")?;
    let copy = folder.path().join("panot.service");
    std::fs::write(&copy, text).map_err(|why| format!("{}: {why}", copy.display()))?;
    let mut verify = Command::new("systemd-analyze");
    let said = shell::read_all(verify.arg("verify").arg(&copy))?;
    // Some mistakes are only a line of complaint to it. It complains of the machine's own units too.
    match said.lines().find(|line| line.contains("panot.service")) {
        Some(complaint) => Err(format!("packaging/panot.service: {complaint}")),
        None => Ok(()),
    }
}
