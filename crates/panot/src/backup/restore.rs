// SPDX-License-Identifier: AGPL-3.0-or-later

//! A city from a copy.

use std::io;
use std::path::{Path, PathBuf};

use panot_catalog::store::{imports, versions};
use panot_db::{Db, transact};
use tokio_util::sync::CancellationToken;

use super::files::{Copying, digest};
use super::{Entry, MANIFEST, Manifest, blocking, open, open_file, write_settings};
use crate::city::{MIGRATIONS, system_clock};
use crate::config;
use crate::failure::{Exit, Failure};
use crate::folder::{Folder, sync_folder};
use crate::orders::{Outcome, db_failure};

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
    blocking(move || {
        // Interrupted as everything else of this command: the process ends.
        let mut copying = Copying::new(&from_here, &to_here, &CancellationToken::new());
        if let Some(gone) = copying.take(&wanted)? {
            return Err(super::lost(&from_here.join(gone)));
        }
        copying.end(&[])
    })
    .await?;
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

/// Removes a database in a folder, with what stands beside it.
pub(super) fn remove_database(folder: &Path) -> Result<(), Failure> {
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
