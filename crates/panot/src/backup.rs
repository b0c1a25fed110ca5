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
//! came from. Nor is the address of a PostgreSQL, which may hold a password. The Delta log is made anew from the versions when the copy is restored, so that it
//! cannot be ahead of them.
//!
//! A copy knows nothing of what came after it: versions that were withdrawn later are readable again
//! in a city restored from it, and have to be withdrawn again.
//!
//! Because the copy is the same on both engines, a city is restored into the one it wants: this is
//! also how a city moves to PostgreSQL, or back.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use panot_catalog::store::{imports, versions};
use panot_db::{Db, Engine, transact};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::city::{MIGRATIONS, Running, system_clock};
use crate::config;
use crate::failure::{Exit, Failure};
use crate::folder::{Folder, sync_folder};
use crate::orders::{Outcome, db_failure};

/// The name of the list of everything in a copy.
const MANIFEST: &str = "manifest.json";
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

/// Writes a copy of a running city to `to`, which must not exist.
pub async fn backup(running: &Running, to: &Path) -> Result<Outcome, Failure> {
    std::fs::create_dir(to).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::new(Exit::CannotCreate, "it exists already")
            .at(to.display())
            .mend("name a folder that does not exist: a copy is never mixed with another"),
        _ => Failure::disk("make the folder", to, &error),
    })?;
    let made_at = running.city.clock.now();
    let database = to.join("panot.db");
    running
        .city
        .db
        .save_to(&database, &MIGRATIONS, made_at)
        .await
        .map_err(|error| db_failure(&error))?;
    let named = files_named_by(&database).await?;

    let from = running.folder.root().to_owned();
    let mut there = vec![PathBuf::from("panot.db")];
    if running.city.db.engine() == Engine::Postgres {
        write_settings(&from, to, None)?;
        there.push(PathBuf::from(config::FILE));
    }
    let plain = PLAIN.iter().map(PathBuf::from);
    let plain = plain.filter(|path| !there.contains(path) && from.join(path).is_file());
    let wanted: Vec<PathBuf> = plain.chain(named).collect();
    let to_here = to.to_owned();
    let files = blocking(move || copy_all(&from, &to_here, &wanted, &there)).await?;
    let bytes: u64 = files.iter().map(|file| file.bytes).sum();
    let manifest = Manifest {
        panot: env!("CARGO_PKG_VERSION").to_owned(),
        made_at,
        files,
    };
    let text = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain data");
    Folder::at(to).write(MANIFEST, &text)?;
    let facts = serde_json::json!({
        "to": to, "files": manifest.files.len(), "bytes": bytes, "made_at": made_at
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

/// Makes the city in `to` from the copy in `from`, with its rows in an empty PostgreSQL where
/// `database` names one. What is damaged in the copy is told before anything is written.
pub async fn restore(from: &Path, to: &Path, database: Option<&str>) -> Result<Outcome, Failure> {
    let folder = Folder::at(to);
    if folder.is_city() {
        return Err(Failure::new(Exit::CannotCreate, "there is a city already")
            .at(to.display())
            .mend("name an empty folder; a city is never written over"));
    }
    let manifest = read_manifest(from)?;
    let (from_here, entries) = (from.to_owned(), manifest.files.clone());
    blocking(move || check_all(&from_here, &entries)).await?;
    // A wrong address is told before anything is written as well.
    let target = match database {
        Some(url) => Some(open(url).await?),
        None => None,
    };
    folder.prepare()?;
    let _owned = folder.own()?;
    // What an interrupted restore of another copy may have left: its log belongs to its database.
    remove_database(to)?;
    // The settings come last: without them the folder is no city, and restoring can be run again.
    let settings = PathBuf::from(config::FILE);
    let (from_here, to_here) = (from.to_owned(), to.to_owned());
    let mut wanted: Vec<PathBuf> = manifest
        .files
        .iter()
        .map(|file| file.path.clone().into())
        .collect();
    wanted.retain(|path| *path != settings);
    blocking(move || copy_all(&from_here, &to_here, &wanted, &[])).await?;
    fill(&to.join("panot.db"), target.as_ref()).await?;
    if target.is_some() {
        remove_database(to)?;
        sync_folder(to)?;
    }
    write_settings(from, to, database)?;
    let facts = serde_json::json!({
        "city": to, "made_at": manifest.made_at, "files": manifest.files.len()
    });
    let line = format!(
        "the city of {} is in {}; serve it with: panot serve --city {1}",
        manifest.made_at,
        to.display()
    );
    Ok(Outcome {
        facts,
        lines: vec![line],
    })
}

/// Brings the rows of a restored city up to this binary, and into `target` where it is another
/// database: then in one transaction.
async fn fill(database: &Path, target: Option<&Db>) -> Result<(), Failure> {
    let now = system_clock().now();
    let db = open_file(database).await?;
    let filled = async {
        db.migrate(&MIGRATIONS, now).await?;
        transact!(db, "restore", tx -> panot_db::Error => {
            imports::forget_waiting(tx).await?;
            versions::forget_announcements(tx).await
        })?;
        match target {
            Some(target) => db.copy_into(target, &MIGRATIONS, now).await.map(drop),
            None => Ok(()),
        }
    };
    let filled = filled.await;
    db.close().await;
    if let Some(target) = target {
        target.close().await;
    }
    filled.map_err(|error| match target {
        Some(_) => db_failure(&error).mend("nothing of it is there; name an empty database"),
        None => db_failure(&error),
    })
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

fn remove_database(folder: &Path) -> Result<(), Failure> {
    for left in ["panot.db", "panot.db-wal", "panot.db-shm"] {
        let path = folder.join(left);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Failure::disk("remove", &path, &error));
            }
            _ => {}
        }
    }
    Ok(())
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

/// Copies files into `to`, each synced, with their folders; `there` are in it already and are only
/// listed.
fn copy_all(
    from: &Path,
    to: &Path,
    wanted: &[PathBuf],
    there: &[PathBuf],
) -> Result<Vec<Entry>, Failure> {
    let mut entries = Vec::with_capacity(wanted.len() + there.len());
    for path in there {
        entries.push(digest(to, path)?);
    }
    let mut folders = vec![to.to_owned()];
    for path in wanted {
        let target = to.join(path);
        let folder = target
            .parent()
            .expect("paths in a copy have a folder")
            .to_owned();
        std::fs::create_dir_all(&folder)
            .map_err(|error| Failure::disk("make the folder", &folder, &error))?;
        entries.push(copy(&from.join(path), &target, path)?);
        let above = folder
            .ancestors()
            .take_while(|f| f.starts_with(to))
            .map(Path::to_owned);
        folders.extend(above);
    }
    folders.sort_unstable();
    folders.dedup();
    folders.iter().try_for_each(|folder| sync_folder(folder))?;
    Ok(entries)
}

fn copy(from: &Path, to: &Path, path: &Path) -> Result<Entry, Failure> {
    let mut source = std::fs::File::open(from)
        .map_err(|error| Failure::disk("read a file of the city", from, &error))?;
    let disk = |error| Failure::disk("write", to, &error);
    let mut target = std::fs::File::create(to).map_err(disk)?;
    let entry = hash(&mut source, path, |block| target.write_all(block)).map_err(disk)?;
    target.sync_all().map_err(disk)?;
    Ok(entry)
}

fn digest(root: &Path, path: &Path) -> Result<Entry, Failure> {
    let whole = root.join(path);
    let disk = |error| Failure::disk("read", &whole, &error);
    let mut file = std::fs::File::open(&whole).map_err(disk)?;
    hash(&mut file, path, |_| Ok(())).map_err(disk)
}

fn hash(
    file: &mut std::fs::File,
    path: &Path,
    mut each: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<Entry> {
    let mut hash = Sha256::new();
    let mut block = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            break;
        }
        hash.update(&block[..read]);
        each(&block[..read])?;
        bytes += u64::try_from(read).expect("a block is small");
    }
    let sha256 = panot_catalog::version::hex(&hash.finalize());
    Ok(Entry {
        path: path.to_string_lossy().into_owned(),
        bytes,
        sha256,
    })
}

fn read_manifest(from: &Path) -> Result<Manifest, Failure> {
    let path = from.join(MANIFEST);
    let text = std::fs::read(&path).map_err(|error| {
        Failure::disk("read the list of the copy", &path, &error)
            .mend("a folder without it is no copy, or one that was interrupted")
    })?;
    let manifest: Manifest = serde_json::from_slice(&text)
        .map_err(|error| Failure::new(Exit::Data, error).at(path.display()))?;
    let inside = |file: &Entry| {
        let path = Path::new(&file.path);
        path.components()
            .all(|part| matches!(part, std::path::Component::Normal(_)))
    };
    if let Some(file) = manifest.files.iter().find(|file| !inside(file)) {
        return Err(Failure::new(
            Exit::Data,
            format!("{:?} lies outside of the copy", file.path),
        )
        .at(path.display()));
    }
    Ok(manifest)
}

fn check_all(from: &Path, entries: &[Entry]) -> Result<(), Failure> {
    for entry in entries {
        let found = digest(from, Path::new(&entry.path))?;
        if found != *entry {
            return Err(Failure::new(Exit::Data, "this file of the copy is damaged")
                .at(from.join(&entry.path).display())
                .mend("use another copy; nothing was written"));
        }
    }
    Ok(())
}
