// SPDX-License-Identifier: AGPL-3.0-or-later

//! `cargo xtask test`: every test that needs no browser or server, on a machine that has only Rust
//! and a C compiler.
//!
//! The lines of the runners stay as they are. The last line is ours and adds them up. A test that
//! prints `SKIPPED: …` passes for its runner, which knows no other word; here it is counted as
//! skipped, because it has not shown what it is for.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::process::Stdio;
use std::time::Duration;

use crate::counts::Counts;
use crate::shell::{self, Outcome, Running};
use crate::skips::{self, Skips};

/// A cold build of everything on two busy cores, and the tests after it.
const LIMIT: Duration = Duration::from_mins(50);

/// Runs the tests; the failure says what did not hold.
pub fn test() -> Outcome {
    let tally = workspace()?;
    tally.tell();
    tally.counts.hand_over()?;
    println!("{}", tally.counts);
    tally.verdict()
}

/// Runs every test of the workspace and its documentation, passing on what the runners print.
fn workspace() -> Outcome<Tally> {
    // Without target options cargo builds the examples too and runs the tests of the
    // documentation, but runs no benches. `--show-output` is where the SKIPPED lines come from.
    let child = shell::cargo([
        "test",
        "--workspace",
        "--no-fail-fast",
        "--",
        "--show-output",
    ])
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .map_err(|why| format!("cargo test: {why}"))?;
    let mut running = Running::new(child);
    let out = running
        .child()
        .stdout
        .take()
        .expect("stdout was piped a moment ago");
    let errors = running
        .child()
        .stderr
        .take()
        .expect("stderr was piped a moment ago");
    let out = std::thread::spawn(move || {
        let mut reader = Reader::default();
        pass_on(out, std::io::stdout(), |line| reader.read(line));
        reader
    });
    // A test may also say it past the runner's capture: one line for each test then.
    let errors = std::thread::spawn(move || {
        let mut skips = Skips::default();
        pass_on(errors, std::io::stderr(), |line| {
            reason(line).inspect(|reason| skips.add(reason)).is_none()
        });
        skips
    });
    let status = running.wait("cargo test", LIMIT)?;
    let broken = |_| "reading the output of cargo test failed".to_owned();
    let reader = out.join().map_err(broken)?;
    let past_capture = errors.join().map_err(broken)?;
    Ok(reader.tally(past_capture, status.success()))
}

/// Passes on the lines that `wanted` wants.
fn pass_on(from: impl Read, mut to: impl Write, mut wanted: impl FnMut(&str) -> bool) {
    for line in BufReader::new(from).split(b'\n') {
        let Ok(line) = line else { break };
        let line = String::from_utf8_lossy(&line);
        if wanted(&line) {
            // When nobody listens any more the tests still count.
            let _ = writeln!(to, "{line}");
        }
    }
}

/// What a run of the tests came to.
struct Tally {
    counts: Counts,
    skips: Skips,
    succeeded: bool,
}

impl Tally {
    fn tell(&self) {
        let report = self.skips.report();
        if !report.is_empty() {
            println!("\n{report}");
        }
    }

    fn verdict(&self) -> Outcome {
        if !self.succeeded {
            return Err("cargo test failed; what failed stands above".to_owned());
        }
        let refused = self.skips.refused();
        if !refused.is_empty() && skips::are_refused() {
            return Err(format!(
                "skipped where nothing may be: {}",
                refused.join("; ")
            ));
        }
        Ok(())
    }
}

/// Reads libtest's output line by line: counts, finds who skipped, and leaves out what tests that
/// passed have printed, which nobody asked for.
#[derive(Default)]
struct Reader {
    counts: Counts,
    skips: Skips,
    /// Inside the output of tests that passed.
    among_successes: bool,
    /// The test whose output is being read has been counted as skipped.
    counted: bool,
    /// How many tests of the runner at hand skipped themselves.
    skipped_here: u64,
}

impl Reader {
    /// Takes one line in; should it be passed on?
    fn read(&mut self, line: &str) -> bool {
        if let Some(mut counts) = Counts::from_libtest(line) {
            counts.not_really_passed(std::mem::take(&mut self.skipped_here));
            self.counts += counts;
            self.among_successes = false;
            return true;
        }
        match line {
            "successes:" => {
                self.among_successes = true;
                self.counted = false;
                return false;
            }
            "failures:" => self.among_successes = false,
            _ => {}
        }
        if !self.among_successes {
            return true;
        }
        if line.starts_with("---- ") && line.ends_with(" stdout ----") {
            self.counted = false;
        } else if let Some(reason) = reason(line)
            && !std::mem::replace(&mut self.counted, true)
        {
            self.skips.add(reason);
            self.skipped_here += 1;
        }
        false
    }

    fn tally(self, past_capture: Skips, succeeded: bool) -> Tally {
        let mut counts = self.counts;
        counts.not_really_passed(past_capture.tests());
        if !succeeded && counts.failed == 0 {
            // It did not compile, or a test took its whole process down: no runner could say so.
            counts.failed = 1;
        }
        let mut skips = self.skips;
        skips.append(past_capture);
        Tally {
            counts,
            skips,
            succeeded,
        }
    }
}

/// The reason in a line `SKIPPED: reason`.
fn reason(line: &str) -> Option<&str> {
    Some(
        line.trim()
            .strip_prefix(skips::MARK)?
            .trim_start_matches([':', ' ']),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: &str = "\
running 3 tests
test plain ... ok
test on_postgres ... ok
test talkative ... ok

successes:

---- on_postgres stdout ----
SKIPPED: PANOT_TEST_POSTGRES is not set
SKIPPED: PANOT_PYTHON is not set

---- talkative stdout ----
one two three


successes:
    on_postgres
    plain
    talkative

test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
";

    fn read(run: &str) -> (Reader, Vec<&str>) {
        let mut reader = Reader::default();
        let shown = run.lines().filter(|line| reader.read(line)).collect();
        (reader, shown)
    }

    #[test]
    fn a_test_that_skipped_itself_counts_as_skipped_once() {
        let (reader, _) = read(RUN);
        let tally = reader.tally(Skips::default(), true);
        assert_eq!(tally.counts.to_string(), "2 passed, 0 failed, 1 skipped");
        assert_eq!(tally.skips.refused(), ["PANOT_TEST_POSTGRES is not set"]);
    }

    #[test]
    fn the_runners_own_lines_stay_and_the_talk_of_passing_tests_goes() {
        let (_, shown) = read(RUN);
        assert!(shown.contains(&"test talkative ... ok"));
        assert!(
            shown
                .iter()
                .any(|line| line.starts_with("test result: ok. 3 passed"))
        );
        assert!(!shown.contains(&"one two three"));
    }

    #[test]
    fn what_a_failing_test_said_stays() {
        let (reader, shown) = read(
            "successes:\n\n---- a stdout ----\nnoise\n\nsuccesses:\n    a\n\nfailures:\n\n\
             ---- b stdout ----\nassertion failed\n\nfailures:\n    b\n\n\
             test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out",
        );
        assert!(shown.contains(&"assertion failed"));
        assert!(!shown.contains(&"noise"));
        assert_eq!(
            reader.tally(Skips::default(), false).counts.to_string(),
            "1 passed, 1 failed, 0 skipped"
        );
    }

    #[test]
    fn what_did_not_compile_has_failed() {
        let (reader, _) = read("");
        let tally = reader.tally(Skips::default(), false);
        assert_eq!(tally.counts.failed, 1);
        assert!(tally.verdict().is_err());
    }

    #[test]
    fn a_skip_said_past_the_capture_counts_too() {
        let mut past_capture = Skips::default();
        past_capture.add("on PostgreSQL: PANOT_TEST_POSTGRES is not set");
        let (reader, _) = read("test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured");
        let tally = reader.tally(past_capture, true);
        assert_eq!(tally.counts.to_string(), "2 passed, 0 failed, 1 skipped");
        assert_eq!(tally.skips.refused().len(), 1);
    }

    #[test]
    fn counts_of_several_runners_add_up() {
        let (reader, _) = read(&RUN.repeat(3));
        assert_eq!(
            reader.tally(Skips::default(), true).counts.to_string(),
            "6 passed, 0 failed, 3 skipped"
        );
    }
}
