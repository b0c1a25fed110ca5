// SPDX-License-Identifier: AGPL-3.0-or-later

//! What others made, fetched at build time by the committed lock file and never committed.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::pack::digest;

/// The files that are made from npm's packages, in a folder; `None` when this build does without.
///
/// `PANOT_ASSETS=off` does without; `required` ends the build when they cannot be had; anything
/// else tries, and says in one line when it must do without.
pub fn fetch(assets: &Path, out: &Path) -> Option<PathBuf> {
    let wanted = env::var("PANOT_ASSETS").unwrap_or_default();
    match wanted.as_str() {
        "off" => return None,
        "" | "try" | "required" => {}
        other => {
            println!("cargo::error=PANOT_ASSETS={other} is not one of off, try, required");
            std::process::exit(1);
        }
    }
    match made(assets, out) {
        Ok(folder) => Some(folder),
        Err(why) if wanted == "required" => {
            println!("cargo::error=PANOT_ASSETS=required, but {why}");
            std::process::exit(1);
        }
        Err(why) => {
            println!(
                "cargo::warning=built with the system's typefaces and server-drawn maps only: {why}"
            );
            None
        }
    }
}

fn made(assets: &Path, out: &Path) -> Result<PathBuf, String> {
    const RECIPE: [&str; 3] = ["package.json", "package-lock.json", "build.mjs"];
    let folder = out.join("npm");
    let files = folder.join("made");
    let mut recipe = Vec::new();
    for name in RECIPE {
        let bytes = fs::read(assets.join(name)).map_err(|error| format!("{name}: {error}"))?;
        recipe.extend_from_slice(&bytes);
    }
    // Made before from the same recipe: nothing to fetch, so a build without network stays whole.
    let stamp = folder.join("stamp");
    let recipe = digest(&recipe);
    if fs::read_to_string(&stamp).is_ok_and(|known| known == recipe) {
        return Ok(files);
    }
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for name in RECIPE {
        fs::copy(assets.join(name), folder.join(name)).map_err(|error| error.to_string())?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run(
        &folder,
        npm,
        &[
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ],
    )?;
    run(&folder, "node", &["build.mjs", "made"])?;
    // The packages weigh a hundred times what is made from them.
    let _ = fs::remove_dir_all(folder.join("node_modules"));
    fs::write(&stamp, recipe).map_err(|error| error.to_string())?;
    Ok(files)
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .map_err(|error| format!("{program} cannot be run ({error})"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said
        .lines()
        .rfind(|line| !line.trim().is_empty())
        .unwrap_or_default();
    Err(format!("{program} {} failed: {last}", arguments[0]))
}
