// SPDX-License-Identifier: AGPL-3.0-or-later

//! `cargo xtask real-files`: what becomes of every real file that we have, column by column.
//!
//! The table stands in `docs/real-files.md`. Where the files are, this fails when the committed
//! table is not what comes out now, and writes the new one for the author to look at.

use crate::shell::{self, Outcome};
use crate::{committed, skips};

const TABLE: &str = "docs/real-files.md";

const HEAD: &str = "\
# Real files

What the importer makes of every column of real municipal files, which are not part of the project:
the type it found, whether that is right, what it asked because the file does not say it, what it
noticed, and how many cells do not fit. Written and compared by `cargo xtask real-files`.

";

/// Runs the importer over the folder `PANOT_REAL_DATA` and compares with the committed table.
pub fn check() -> Outcome {
    let Some(files) = std::env::var_os("PANOT_REAL_DATA") else {
        println!(
            "{}: PANOT_REAL_DATA is not set: {TABLE} was not compared with the real files",
            skips::MARK
        );
        return Ok(());
    };
    let mut example = shell::cargo([
        "run",
        "--quiet",
        "--package",
        "tabular",
        "--example",
        "real_files",
    ]);
    let table = shell::read(example.env("PANOT_REAL_DATA", files))?;
    committed::is(
        TABLE,
        &format!("{HEAD}{table}"),
        "what the importer makes of the real files",
    )
}
