// SPDX-License-Identifier: AGPL-3.0-or-later

//! The command line of Panot: configuration and composition, no rules.

mod backup;
mod city;
mod cli;
mod commands;
mod config;
mod demo;
mod failure;
mod folder;
mod log;
mod metrics;
mod orders;
mod progress;
mod report;
mod serve;
mod socket;
mod words;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command, QueryWorker};
use failure::{Exit, Failure};
use progress::Voice;
use words::Words;

/// Deep expressions of a question are walked on these stacks.
const STACK_BYTES: usize = 8 << 20;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() {
                Exit::Usage.into()
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    if let Some(Command::QueryWorker(args)) = cli.command {
        // Before anything else is read or started.
        return answer_questions(args);
    }
    // Settings hold passwords and originals what a recipe leaves out: for the city's user alone.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let voice = match (cli.json, cli.quiet) {
        (true, _) => Voice::Machine,
        (_, true) => Voice::Quiet,
        _ => Voice::Person,
    };
    let words = words::choose(cli.lang.as_deref(), cli.json);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK_BYTES)
        .build();
    let ended = match runtime {
        Ok(runtime) => runtime.block_on(commands::run(cli, voice, words)),
        Err(error) => Err(Failure::new(
            Exit::Software,
            format!("cannot start: {error}"),
        )),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            tell(&failure, voice, words);
            failure.exit.into()
        }
    }
}

/// The process that answers questions from the public. Nobody reads its standard error.
fn answer_questions(args: QueryWorker) -> ExitCode {
    let worker = panot_lake_engine::Worker {
        lake: args.lake,
        spill: args.spill,
        threads: args.threads,
        memory_bytes: args.memory,
        address_bytes: args.addresses,
        spill_bytes: args.spill_bytes,
    };
    match worker.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => Exit::Software.into(),
    }
}

/// A failure on standard error: words for people, one JSON line for machines.
fn tell(failure: &Failure, voice: Voice, words: Words) {
    let text = match voice {
        Voice::Machine => serde_json::to_string(&serde_json::json!({ "failed": failure }))
            .expect("a failure is plain data"),
        Voice::Person | Voice::Quiet => format!("panot: {}", failure.told(words)),
    };
    // Nobody may be there to read it.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
