// SPDX-License-Identifier: AGPL-3.0-or-later

//! Prints what becomes of every column of every real file, as the Markdown table of
//! `docs/real-files.md`. The files lie in the folder that `PANOT_REAL_DATA` names.

#[path = "../tests/it/real_files.rs"]
mod real_files;

fn main() -> std::process::ExitCode {
    let Some(folder) = real_files::folder() else {
        eprintln!("SKIPPED: PANOT_REAL_DATA is not set");
        return std::process::ExitCode::SUCCESS;
    };
    let outcomes = match real_files::outcomes(&folder) {
        Ok(outcomes) => outcomes,
        Err(error) => {
            eprintln!("{error}");
            return std::process::ExitCode::from(65);
        }
    };
    println!("{}", real_files::HEAD);
    let mut wrong = Vec::new();
    for outcome in &outcomes {
        for row in outcome.rows() {
            println!("{row}");
        }
        wrong.extend(outcome.wrong());
    }
    for line in &wrong {
        eprintln!("{line}");
    }
    if wrong.is_empty() {
        std::process::ExitCode::SUCCESS
    } else {
        std::process::ExitCode::FAILURE
    }
}
