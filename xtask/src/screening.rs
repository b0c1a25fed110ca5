// SPDX-License-Identifier: AGPL-3.0-or-later

//! `cargo xtask screening`: how often the search for people is right, on a generated set.
//!
//! The tables stand in `docs/screening.md`. This fails when they are not what comes out now, and writes
//! the new ones for the author to look at.

use crate::committed;
use crate::shell::{self, Outcome};

const HEAD: &str = "\
# The search for people, measured

Before a table is published, its rows are searched for what points at people ([describing.md](describing.md)).
How often that is right is measured on columns that are made by chance from known answers: identifiers with
and without valid checksums, names, homes, and what looks like them and is not. A column counts as right when
what it holds is found and nothing else. Precision is the share of findings that are right, recall the share
of what is there that is found. Written and compared by `cargo xtask screening`.

What it does not know, it misses: names that are not among its few hundred, and Spanish identity numbers
without their letter, in a column whose heading does not say so; identity numbers of other countries; people in
links, pictures and prose. The set is made by those who made the search, its names from the list that the search knows, so that the figures say how well it does what it means to
do; on twenty files of Barcelona and Madrid (`libs/screen/tests/it/real.rs`) it finds what a reading by hand
found: addresses and mobile telephones in two of them, and the people of the accidents.

";

/// Measures and compares with the committed tables.
pub fn check() -> Outcome {
    let mut example = shell::cargo([
        "run",
        "--quiet",
        "--package",
        "screen",
        "--example",
        "quality",
    ]);
    let tables = shell::read(&mut example)?;
    committed::is(
        "docs/screening.md",
        &format!("{HEAD}{tables}"),
        "what the search for people finds",
    )
}
