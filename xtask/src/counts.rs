// SPDX-License-Identifier: AGPL-3.0-or-later

//! How many tests passed, failed and were skipped, from the lines that the runners print.

use std::fmt;
use std::io::Write as _;
use std::ops::AddAssign;

use crate::shell::Outcome;

/// The environment variable that names a file to which every runner appends its counts, so that
/// whoever started several of them can add them up.
pub const FILE: &str = "PANOT_COUNTS";

/// How many tests there were of each kind.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Ran and held.
    pub passed: u64,
    /// Ran and did not hold, or did not run to their end.
    pub failed: u64,
    /// Did not check what they are for, because something was missing on this machine.
    pub skipped: u64,
}

impl Counts {
    /// Reads libtest's own line: `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    pub fn from_libtest(line: &str) -> Option<Self> {
        let (_verdict, numbers) = line.strip_prefix("test result: ")?.split_once(". ")?;
        let number = |kind: &str| {
            numbers
                .split("; ")
                .find_map(|part| part.strip_suffix(kind)?.trim_end().parse().ok())
        };
        Some(Self {
            passed: number("passed")?,
            failed: number("failed")?,
            skipped: number("ignored")?,
        })
    }

    /// Reads one line of the summary of node's runner (`# pass 3` or `ℹ pass 3`) into this.
    pub fn add_from_node(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) else {
            return;
        };
        let mut words = rest.split_ascii_whitespace();
        let (Some(kind), Some(number), None) = (words.next(), words.next(), words.next()) else {
            return;
        };
        let Ok(number) = number.parse::<u64>() else {
            return;
        };
        match kind {
            "pass" => self.passed += number,
            // A test that was cut off has not shown anything.
            "fail" | "cancelled" => self.failed += number,
            "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }

    /// Moves tests that only say that they were skipped from `passed` to `skipped`.
    pub fn not_really_passed(&mut self, tests: u64) {
        let moved = tests.min(self.passed);
        self.passed -= moved;
        self.skipped += moved;
    }

    /// Adds up the lines that runners have handed over.
    pub fn from_handed_over(text: &str) -> Self {
        let mut total = Self::default();
        for line in text.lines() {
            let mut numbers = line.split(' ').map(|number| number.parse().unwrap_or(0));
            let mut next = || numbers.next().unwrap_or(0);
            total += Self {
                passed: next(),
                failed: next(),
                skipped: next(),
            };
        }
        total
    }

    /// Appends these counts to the file named by `PANOT_COUNTS`, when that is set.
    pub fn hand_over(self) -> Outcome {
        let Some(path) = std::env::var_os(FILE) else {
            return Ok(());
        };
        let line = format!("{} {} {}\n", self.passed, self.failed, self.skipped);
        std::fs::File::options()
            .create(true)
            .append(true)
            .open(&path)
            .and_then(|mut file| file.write_all(line.as_bytes()))
            .map_err(|why| format!("{}: {why}", path.display()))
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libtest_says_how_many() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; \
                    0 filtered out; finished in 1.23s";
        let counts = Counts {
            passed: 12,
            failed: 3,
            skipped: 1,
        };
        assert_eq!(Counts::from_libtest(line), Some(counts));
    }

    #[test]
    fn other_lines_say_nothing() {
        for line in [
            "",
            "running 3 tests",
            "test result: of a kind",
            "test a ... ok",
        ] {
            assert_eq!(Counts::from_libtest(line), None, "{line}");
        }
    }

    #[test]
    fn node_says_how_many_on_a_terminal_and_in_a_file() {
        for mark in ["#", "ℹ"] {
            let mut counts = Counts::default();
            let said = [
                "tests 9",
                "suites 2",
                "pass 4",
                "fail 1",
                "cancelled 2",
                "skipped 1",
                "todo 1",
                "duration_ms 1234.5",
            ];
            for line in said {
                counts.add_from_node(&format!("{mark} {line}"));
            }
            counts.add_from_node("# pass 3 of them quickly");
            assert_eq!(
                counts,
                Counts {
                    passed: 4,
                    failed: 3,
                    skipped: 2
                }
            );
        }
    }

    #[test]
    fn what_runners_handed_over_adds_up() {
        let total = Counts::from_handed_over("3 0 1\n10 2 0\n");
        assert_eq!(
            total,
            Counts {
                passed: 13,
                failed: 2,
                skipped: 1
            }
        );
        assert_eq!(Counts::from_handed_over(""), Counts::default());
    }

    #[test]
    fn a_test_that_skipped_itself_has_not_passed() {
        let mut counts = Counts {
            passed: 2,
            failed: 1,
            skipped: 0,
        };
        counts.not_really_passed(1);
        assert_eq!(counts.to_string(), "1 passed, 1 failed, 1 skipped");
    }
}
