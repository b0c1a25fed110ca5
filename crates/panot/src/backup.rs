// SPDX-License-Identifier: AGPL-3.0-or-later

//! A consistent copy of a city, and a city from a copy.
//!
//! ```text
//! backup/
//!   manifest.json      written last: every file with size and digest. Without it, no copy
//!   panot.db           the database as it was at one moment, as a SQLite file on either engine
//!   panot.toml …       settings, places, drawing
//!   lake/ originals/   the files that this database names, and no others
//! ```
//!
//! The database comes first and the files that it names after it: files of versions never change,
//! so the copy is of one moment although the city goes on. Keys are not copied. Imports that wait
//! are not copied either: they are rubbish after thirty days, and their files are at hand where they
//! came from. Nor is the address of a PostgreSQL, which may hold a password. The Delta log is made anew
//! from the versions when the copy is restored, so that it
//! cannot be ahead of them.
//!
//! The city goes on, and so versions may be withdrawn, and their files destroyed, before those were
//! copied. The database is then copied anew: in the copy the version is withdrawn as well. A copy
//! that fails leaves no folder.
//!
//! A copy knows nothing of what came after it: versions that were withdrawn later are readable again
//! in a city restored from it, which restoring says. They are withdrawn again where the list of
//! withdrawals of the living city is at hand, before anybody can read them.
//!
//! Because the copy is the same on both engines, a city is restored into the one it wants: this is
//! also how a city moves to PostgreSQL, or back.

mod files;
mod restore;
mod withdrawals;

use std::io;
use std::path::{Path, PathBuf};

use panot_catalog::store::versions;
use panot_db::{Db, Engine};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use self::files::Copying;
pub use self::restore::restore;
pub use self::withdrawals::withdrawals;
use crate::city::{MIGRATIONS, Running};
use crate::config;
use crate::failure::{Exit, Failure};
use crate::folder::Folder;
use crate::orders::{Outcome, db_failure};

/// The name of the list of everything in a copy.
const MANIFEST: &str = "manifest.json";
/// The database in a copy, whatever its name in the city.
const DATABASE: &str = "panot.db";
/// Files of the folder itself that are copied where they exist.
const PLAIN: [&str; 3] = [config::FILE, "places.geojson", "hero.svg"];

/// Everything in a copy.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    /// The version of Panot that wrote it.
    panot: String,
    /// When the database was copied.
    made_at: panot_core::Timestamp,
    /// Every file, by its path in the copy.
    files: Vec<Entry>,
}

/// One file of a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    path: String,
    bytes: u64,
    sha256: String,
}

/// How often a copy is begun again beside withdrawals.
const BEGINNINGS_MAX: u32 = 16;

/// Writes a copy of a running city to `to`, which must not exist, or leaves nothing there.
pub async fn backup(
    running: &Running,
    to: &Path,
    stop: &CancellationToken,
) -> Result<Outcome, Failure> {
    std::fs::create_dir(to).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::new(Exit::CannotCreate, "it exists already")
            .at(to.display())
            .mend("name a folder that does not exist: a copy is never mixed with another"),
        _ => Failure::disk("make the folder", to, &error),
    })?;
    let written = write(running, to, stop).await;
    if written.is_err() {
        // Made above, so everything in it is ours. What cannot be removed is no copy: it has no list.
        let _ = std::fs::remove_dir_all(to);
    }
    let manifest = written?;
    let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    let facts = serde_json::json!({
        "to": to, "files": manifest.files.len(), "bytes": bytes, "made_at": manifest.made_at
    });
    let line = format!(
        "{} files, {bytes} bytes, in {}",
        manifest.files.len(),
        to.display()
    );
    Ok(Outcome {
        facts,
        lines: vec![line],
    })
}

/// Fills the folder of a copy. A version that is withdrawn meanwhile may lose its files before they
/// are copied: then the database is copied anew, in which it is withdrawn, and what it no longer
/// names is removed. Files that were copied are not copied again.
async fn write(
    running: &Running,
    to: &Path,
    stop: &CancellationToken,
) -> Result<Manifest, Failure> {
    let from = running.folder.root();
    let mut copying = Copying::new(from, to, stop);
    let mut gone: Option<PathBuf> = None;
    for _ in 0..BEGINNINGS_MAX {
        let made_at = running.city.clock.now();
        let made = save_database(running, to, made_at).await?;
        let wanted = files_beside(from, to, &made).await?;
        if let Some(path) = gone.filter(|path| wanted.contains(path)) {
            return Err(lost(&from.join(path)));
        }
        (copying, gone) = blocking(move || {
            copying.leave_only(&wanted)?;
            let gone = copying.take(&wanted)?;
            Ok((copying, gone))
        })
        .await?;
        if gone.is_none() {
            let files = blocking(move || copying.end(&made)).await?;
            let manifest = Manifest {
                panot: env!("CARGO_PKG_VERSION").to_owned(),
                made_at,
                files,
            };
            let text = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain data");
            Folder::at(to).write(MANIFEST, &text)?;
            return Ok(manifest);
        }
    }
    Err(Failure::new(
        Exit::TryAgain,
        "versions are withdrawn faster than the city is copied",
    )
    .mend("run it again when they are; nothing of this copy is left"))
}

/// A file that the database names and nobody has withdrawn.
fn lost(path: &Path) -> Failure {
    let gone = io::Error::from(io::ErrorKind::NotFound);
    Failure::disk("read a file of the city", path, &gone)
        .mend("see what else is missing with panot doctor; nothing of this copy is left")
}

/// Writes the database into a copy as it is now, in place of an earlier one, and the settings where
/// they are not copied as they are. Says which files it made.
async fn save_database(
    running: &Running,
    to: &Path,
    now: panot_core::Timestamp,
) -> Result<Vec<PathBuf>, Failure> {
    restore::remove_database(to)?;
    let database = to.join(DATABASE);
    let saved = running.city.db.save_to(&database, &MIGRATIONS, now).await;
    saved.map_err(|error| db_failure(&error))?;
    let mut made = vec![PathBuf::from(DATABASE)];
    if running.city.db.engine() == Engine::Postgres {
        write_settings(running.folder.root(), to, None)?;
        made.push(PathBuf::from(config::FILE));
    }
    Ok(made)
}

/// The files of the city that make a copy together with those that were `made` for it.
async fn files_beside(from: &Path, to: &Path, made: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let plain = PLAIN.iter().map(PathBuf::from);
    let plain = plain.filter(|path| !made.contains(path) && from.join(path).is_file());
    let named = files_named_by(&to.join(DATABASE)).await?;
    Ok(plain.chain(named).collect())
}

/// Writes the settings of a city into another folder, with the database that it has there. `None` is
/// the file in the folder.
fn write_settings(from: &Path, to: &Path, database: Option<&str>) -> Result<(), Failure> {
    let path = from.join(config::FILE);
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::disk("read the settings of the city", &path, &error))?;
    let text = config::with_database(&text, database, &path)?;
    Folder::at(to).write(config::FILE, text.as_bytes())
}

async fn open_file(database: &Path) -> Result<Db, Failure> {
    open(&format!("sqlite:{}", database.display())).await
}

async fn open(url: &str) -> Result<Db, Failure> {
    Db::open(url).await.map_err(|error| db_failure(&error))
}

/// The files of the lake and the originals that the versions in a database consist of.
async fn files_named_by(database: &Path) -> Result<Vec<PathBuf>, Failure> {
    let db = open_file(database).await?;
    let named = panot_db::read!(db, "files of a copy", tx -> panot_db::Error => {
        let snapshots = versions::readable(tx).await?;
        Ok((snapshots, versions::sources(tx).await?))
    });
    db.close().await;
    let (snapshots, sources) = named.map_err(|error| db_failure(&error))?;
    let lake = Path::new("lake");
    let mut paths: Vec<PathBuf> = snapshots
        .iter()
        .flat_map(|s| &s.files)
        .map(|file| lake.join(&file.path))
        .collect();
    paths.extend(
        sources
            .into_iter()
            .filter_map(|source| source.kept_at)
            .map(PathBuf::from),
    );
    paths.sort_unstable();
    paths.dedup();
    Ok(paths)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Failure::new(Exit::Software, format!("copying failed: {error}")))?
}
