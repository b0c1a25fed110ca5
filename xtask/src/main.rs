// SPDX-License-Identifier: AGPL-3.0-or-later

//! The project's own commands, run as `cargo xtask COMMAND`.
//!
//! `cargo xtask test` needs Rust and a C compiler, nothing else. `cargo xtask ci` is everything
//! that must hold before a change lands; each of its parts can be called alone. Every command ends
//! with a non-zero exit code when anything failed.

use std::process::ExitCode;

mod bench;
mod browser;
mod checks;
mod ci;
mod committed;
mod counts;
mod postgres;
mod python;
mod real_files;
mod runner;
mod screening;
mod services;
mod shell;
mod skips;
mod tidy;

const USAGE: &str = "\
cargo xtask COMMAND

  test              every test that needs no browser or server
  ci [--tests-ran]  everything: format, clippy, tidy, tests on both engines, real files, licences,
                    browser; with --tests-ran all but the tests of `test`

  fmt               is everything formatted?
  clippy            lints, warnings as errors
  tidy              the invariants of the house, checked in the source
  deny              licences, bans and sources of dependencies
  packaging         does systemd understand the unit of the service?
  real-files        the table of real files in docs/ (needs PANOT_REAL_DATA)
  screening         the tables in docs/ of how often the search for people is right
  browser           every kind of page in a real browser (needs node and chromium)
  bench [--peers]   Panot beside its peers, and all benches, written to docs/bench.md; never a
                    test; with --peers only the first, and only shown

  services -- COMMAND…   runs a command with a PostgreSQL of its own and with Python's readers
";

fn main() -> ExitCode {
    shell::clean_up_on_signals();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["test"] => runner::test(),
        ["ci"] => ci::everything(ci::Tests::Run),
        ["ci", "--tests-ran"] => ci::everything(ci::Tests::RanBefore),
        ["fmt"] => checks::fmt(),
        ["clippy"] => checks::clippy(),
        ["tidy"] => tidy::run(),
        ["deny"] => checks::deny(),
        ["packaging"] => checks::packaging(),
        ["real-files"] => real_files::check(),
        ["screening"] => screening::check(),
        ["browser"] => browser::run(),
        ["bench"] => bench::run(bench::What::All),
        ["bench", "--peers"] => bench::run(bench::What::Peers),
        ["services", "--", program, rest @ ..] => services::around(program, rest),
        ["help" | "--help" | "-h"] | [] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => {
            eprint!("There is no command {:?}.\n\n{USAGE}", arguments.join(" "));
            return ExitCode::from(64);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}
