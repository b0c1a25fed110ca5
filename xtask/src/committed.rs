// SPDX-License-Identifier: AGPL-3.0-or-later

//! Tables in `docs/` that a command makes: what is committed must be what comes out now.

use crate::shell::{self, Outcome};

/// Compares `file` with its text of now. Where they differ, it is written anew and this fails.
pub fn is(file: &str, now: &str, what: &str) -> Outcome {
    let path = shell::root().join(file);
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    if now == committed {
        println!("{file} is {what}.");
        return Ok(());
    }
    std::fs::write(&path, now).map_err(|why| format!("{}: {why}", path.display()))?;
    let line = now
        .lines()
        .zip(committed.lines())
        .take_while(|(new, old)| new == old)
        .count()
        + 1;
    Err(format!(
        "{file} was not {what}, from line {line} on; it is written anew: look at the difference and \
         commit it"
    ))
}
