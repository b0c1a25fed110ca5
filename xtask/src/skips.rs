// SPDX-License-Identifier: AGPL-3.0-or-later

//! Tests that did not check what they are for because something was missing: said loudly, with how
//! to run them, and refused where the project's own checks run.
//!
//! A test says so by printing a line `SKIPPED: reason`.

use std::collections::BTreeMap;

/// What a line starts with when a test did not check what it is for.
pub const MARK: &str = "SKIPPED";

/// The environment variable that turns skipped tests into failures (`PANOT_SKIPS=refused`).
pub const REFUSE: &str = "PANOT_SKIPS";
/// Its value that does so.
pub const REFUSED: &str = "refused";

/// Are skipped tests failures here?
pub fn are_refused() -> bool {
    std::env::var(REFUSE).is_ok_and(|how| how == REFUSED)
}

/// The skips that are no failure even there: what the reason contains, and why it may be so.
const ALLOWED: [(&str, &str); 1] = [(
    "PANOT_REAL_DATA is not set",
    "the real files are their publishers', not ours to pass on: not every machine has them",
)];

/// How to run what was skipped: what the reason contains, and what to do about it.
const CURES: [(&str, &str); 3] = [
    (
        "PANOT_REAL_DATA",
        "PANOT_REAL_DATA=FOLDER cargo xtask test, with the folder of real files",
    ),
    (
        "PANOT_TEST_POSTGRES",
        "cargo xtask services -- cargo xtask test, with PostgreSQL installed",
    ),
    (
        "PANOT_PYTHON",
        "cargo xtask services -- cargo xtask test, with Python installed",
    ),
];

/// The tests that skipped themselves, by reason.
#[derive(Debug, Default)]
pub struct Skips(BTreeMap<String, u64>);

impl Skips {
    /// Notes one test that skipped itself.
    pub fn add(&mut self, reason: &str) {
        *self.0.entry(reason.to_owned()).or_default() += 1;
    }

    /// Notes all that another list has noted.
    pub fn append(&mut self, other: Self) {
        for (reason, tests) in other.0 {
            *self.0.entry(reason).or_default() += tests;
        }
    }

    /// How many tests skipped themselves.
    pub fn tests(&self) -> u64 {
        self.0.values().sum()
    }

    /// What to print about them at the end; empty when there were none.
    pub fn report(&self) -> String {
        let mut lines = Vec::new();
        for (reason, tests) in &self.0 {
            let plural = if *tests == 1 { "test" } else { "tests" };
            lines.push(format!("{MARK}: {tests} {plural}: {reason}"));
            let cure = CURES.iter().find(|(part, _)| reason.contains(part));
            lines.extend(cure.map(|(_, cure)| format!("  to run them: {cure}")));
        }
        lines.join("\n")
    }

    /// The reasons that are a failure where skips are refused.
    pub fn refused(&self) -> Vec<&str> {
        let allowed = |reason: &str| ALLOWED.iter().any(|(part, _why)| reason.contains(part));
        self.0
            .keys()
            .map(String::as_str)
            .filter(|reason| !allowed(reason))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skip_is_reported_with_how_to_run_it() {
        let mut skips = Skips::default();
        skips.add("PANOT_TEST_POSTGRES is not set");
        skips.add("PANOT_TEST_POSTGRES is not set");
        let report = skips.report();
        assert!(
            report.starts_with("SKIPPED: 2 tests: PANOT_TEST_POSTGRES is not set\n"),
            "{report}"
        );
        assert!(
            report.contains("cargo xtask services -- cargo xtask test"),
            "{report}"
        );
    }

    #[test]
    fn only_the_real_files_may_be_missing_where_skips_are_refused() {
        let mut skips = Skips::default();
        skips.add("PANOT_REAL_DATA is not set");
        assert!(skips.refused().is_empty());
        skips.add("the moon is not full");
        assert_eq!(skips.refused(), ["the moon is not full"]);
    }
}
