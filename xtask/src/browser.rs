// SPDX-License-Identifier: AGPL-3.0-or-later

//! `cargo xtask browser`: the demonstration city, served by the release binary, in a real browser.
//!
//! The tests themselves stand in `tests/browser/`, see the README there.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::counts::Counts;
use crate::postgres;
use crate::shell::{self, Outcome, Running, Stopwatch, TempFolder};
use crate::skips;

const INSTALL: Duration = Duration::from_mins(5);
const CITY: Duration = Duration::from_mins(3);
const TESTS: Duration = Duration::from_mins(20);

/// Builds the binary, makes a small city, serves it and runs the browser tests against it.
pub fn run() -> Outcome {
    let tests = shell::root().join("tests/browser");
    install(&tests)?;
    let panot = shell::panot()?;

    let folder = TempFolder::new("browser")?;
    let address = SocketAddr::from(([127, 0, 0, 1], postgres::free_port()?));
    let log = folder.path().join("log");
    let counts =
        during(&panot, folder.path(), &log, address, &tests).inspect_err(|_| show_end_of(&log))?;
    counts.hand_over()?;
    println!("{counts}");
    match counts {
        Counts { failed: 1.., .. } => Err("browser tests failed".to_owned()),
        Counts { skipped: 1.., .. } if skips::are_refused() => {
            Err("browser tests were skipped, where none may be".to_owned())
        }
        _ => Ok(()),
    }
}

/// Makes and serves the city for as long as the tests run.
fn during(
    panot: &Path,
    folder: &Path,
    log: &Path,
    address: SocketAddr,
    tests: &Path,
) -> Outcome<Counts> {
    let mut city = Running::new(start(panot, &folder.join("city"), log, address)?);
    wait_until_served(&mut city, address)?;
    let counts = node(tests, address)?;
    match city.ended() {
        Some(status) => Err(format!(
            "the city's server ended during the tests: {status}"
        )),
        None => Ok(counts),
    }
}

/// The last that the city said before it went wrong.
fn show_end_of(log: &Path) {
    let said = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = said.lines().collect();
    for line in lines.iter().skip(lines.len().saturating_sub(30)) {
        eprintln!("{line}");
    }
}

/// Installs what the lock file names, unless that is what is installed.
fn install(tests: &Path) -> Outcome {
    if !shell::installed("npm") {
        return Err("npm is needed for the browser tests; on Debian: apt-get install npm".into());
    }
    let installed = tests.join("node_modules/.package-lock.json");
    let time = |path: &Path| path.metadata().and_then(|file| file.modified()).ok();
    if time(&installed) > time(&tests.join("package-lock.json")) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel",
        "error",
    ]);
    shell::run(npm.current_dir(tests), INSTALL)
}

fn start(panot: &Path, city: &Path, log: &Path, address: SocketAddr) -> Outcome<Child> {
    let failed = |why: std::io::Error| format!("{}: {why}", log.display());
    let log_file = File::create(log).map_err(failed)?;
    let log_too = log_file.try_clone().map_err(failed)?;
    Command::new(panot)
        .args(["demo", "--residents", "20000", "--listen"])
        .arg(address.to_string())
        .arg("--dir")
        .arg(city)
        .stdin(Stdio::null())
        .stdout(log_file)
        .stderr(log_too)
        .spawn()
        .map_err(|why| format!("{}: {why}", panot.display()))
}

fn wait_until_served(city: &mut Running, address: SocketAddr) -> Outcome {
    let clock = Stopwatch::start();
    while clock.elapsed() < CITY {
        if let Some(status) = city.ended() {
            return Err(format!(
                "panot demo ended before it served anything: {status}"
            ));
        }
        if TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Err(format!(
        "panot demo served nothing within {} s",
        CITY.as_secs()
    ))
}

/// The files with tests, by name; node's own search differs between its versions.
fn cases(tests: &Path) -> Outcome<Vec<PathBuf>> {
    let folder = tests.join("cases");
    let entries = folder
        .read_dir()
        .map_err(|why| format!("{}: {why}", folder.display()))?;
    let mut cases: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    cases.retain(|path| path.to_string_lossy().ends_with(".test.js"));
    cases.sort();
    Ok(cases)
}

/// Runs node's own test runner and passes on what it prints.
fn node(tests: &Path, address: SocketAddr) -> Outcome<Counts> {
    let child = Command::new("node")
        .args(["--test", "--test-reporter=spec", "--test-concurrency=2"])
        .args(cases(tests)?)
        .env("PANOT_URL", format!("http://{address}"))
        .current_dir(tests)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|why| format!("node: {why}"))?;
    let mut running = Running::new(child);
    let lines = running
        .child()
        .stdout
        .take()
        .expect("stdout was piped a moment ago");
    let reader = std::thread::spawn(move || {
        let mut counts = Counts::default();
        for line in BufReader::new(lines).lines().map_while(Result::ok) {
            counts.add_from_node(&line);
            println!("{line}");
        }
        counts
    });
    let status = running.wait("node --test", TESTS)?;
    let mut counts = reader
        .join()
        .map_err(|_| "reading the output of node failed".to_owned())?;
    if !status.success() || counts == Counts::default() {
        // It ended without saying which test failed, or found no test at all.
        counts.failed = counts.failed.max(1);
    }
    Ok(counts)
}
