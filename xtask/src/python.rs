// SPDX-License-Identifier: AGPL-3.0-or-later

//! A Python environment with what other people read our tables, our catalogues and our API with
//! (deltalake, DuckDB, pyshacl, ckanapi, frictionless, csvw, mlcroissant, owslib, GDAL), each at the
//! version in `xtask/python/requirements.txt`, kept in the cache between runs.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::shell::{self, Outcome};

const LIMIT: Duration = Duration::from_mins(10);

/// The interpreter of an environment that has everything in `requirements.txt`.
///
/// `PANOT_PYTHON`, when set, is taken as it is. Otherwise the environment is made when it is not
/// in the cache yet; another list of requirements is another environment.
pub fn interpreter() -> Outcome<PathBuf> {
    if let Some(python) = std::env::var_os("PANOT_PYTHON") {
        return Ok(PathBuf::from(python));
    }
    let requirements = shell::root().join("xtask/python/requirements.txt");
    let list = std::fs::read_to_string(&requirements)
        .map_err(|why| format!("{}: {why}", requirements.display()))?;
    let version = shell::read(Command::new("python3").arg("--version"))
        .map_err(|why| format!("Python is needed to read our tables as others do: {why}"))?;

    let mut hash = DefaultHasher::new();
    (list, version).hash(&mut hash);
    let folder = shell::cache()?.join(format!("python-{:016x}", hash.finish()));
    let python = folder.join("bin/python");
    let complete = folder.join("complete");
    if complete.exists() {
        return Ok(python);
    }

    println!("Making a Python environment in {}", folder.display());
    shell::run(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder),
        LIMIT,
    )?;
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
    ];
    shell::run(Command::new(&python).args(pip).arg(&requirements), LIMIT)?;
    std::fs::write(&complete, "").map_err(|why| format!("{}: {why}", complete.display()))?;
    Ok(python)
}
