// SPDX-License-Identifier: AGPL-3.0-or-later

//! A city from a copy.

use std::io;
use std::path::{Path, PathBuf};

use panot_catalog::store::{imports, versions};
use panot_catalog::version::Withdrawn;
use panot_db::{Db, transact};
use tokio_util::sync::CancellationToken;

use super::files::{Copying, digest};
use super::withdrawals::{self, Repeated};
use super::{DATABASE, Entry, MANIFEST, Manifest, blocking, open, open_file, write_settings};
use crate::city::{MIGRATIONS, system_clock};
use crate::config;
use crate::failure::{Exit, Failure};
use crate::folder::{Folder, sync_folder};
use crate::orders::{Outcome, db_failure};

/// What to do when the rows are, or may be, in the database, and the folder is no city yet.
const AGAIN: &str = "run the same command again: rows that are in the database are recognised";

/// What to do when the rows could not be written.
const ELSEWHERE: &str = "nothing of it was written; name an empty database, or repeat a restore that \
    was interrupted exactly as it was";

/// Makes the city in `to` from the copy in `from`, with its rows in an empty PostgreSQL where
/// `database` names one. What is damaged in the copy is told before anything is written.
/// What is in the list `withdrawals` is withdrawn in it.
pub async fn restore(
    from: &Path,
    to: &Path,
    database: Option<&str>,
    withdrawals: Option<&Path>,
) -> Result<Outcome, Failure> {
    let folder = Folder::at(to);
    if folder.is_city() {
        return Err(Failure::new(Exit::CannotCreate, "there is a city already")
            .at(to.display())
            .mend("name an empty folder; a city is never written over"));
    }
    let manifest = read_manifest(from)?;
    let withdrawals = withdrawals.map(withdrawals::read).transpose()?;
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
            let gone = from_here.join(gone);
            return Err(Failure::new(Exit::Data, "this file of the copy has gone")
                .at(gone.display())
                .mend("use another copy"));
        }
        copying.end(&[])
    })
    .await?;
    let (held, repeated) = fill(&to.join(DATABASE), target.as_ref(), withdrawals).await?;
    match (&target, database) {
        (Some(target), Some(_)) => {
            end(from, to, database).map_err(|failure| failure.mend(AGAIN))?;
            // From now on the database is no longer the copy: it belongs to this folder, and the
            // same copy is not recognised in it from another. Without it that is all that is lost.
            let _ = target.check(system_clock().now()).await;
            target.close().await;
        }
        _ => write_settings(from, to, None)?,
    }
    let (notice, withdrawn) = withdrawals::told(manifest.made_at, repeated);
    let facts = serde_json::json!({
        "city": to, "made_at": manifest.made_at, "files": manifest.files.len(),
        "database_held_it": held, "notice": notice, "withdrawals": withdrawn
    });
    let line = format!(
        "the city of {} is in {}; serve it with: panot serve --city {1}",
        manifest.made_at,
        to.display()
    );
    let mut lines = vec![line];
    if held {
        lines.push("the database held the rows of this copy already".to_owned());
    }
    lines.push(notice);
    Ok(Outcome { facts, lines })
}

/// Makes a city of a folder whose rows are in another database.
fn end(from: &Path, to: &Path, database: Option<&str>) -> Result<(), Failure> {
    remove_database(to)?;
    sync_folder(to)?;
    write_settings(from, to, database)
}

/// Brings the rows of a restored city up to this binary, and into `target` where it is another
/// database: then in one transaction. Says whether they are there already, from a restore that was
/// interrupted after that transaction.
async fn fill(
    database: &Path,
    target: Option<&Db>,
    withdrawals: Option<Vec<Withdrawn>>,
) -> Result<(bool, Option<Repeated>), Failure> {
    let now = system_clock().now();
    let db = open_file(database).await?;
    let filled = async {
        db.migrate(&MIGRATIONS, now).await?;
        let repeated = transact!(db, "restore", tx -> panot_db::Error => {
            imports::forget_waiting(tx).await?;
            versions::forget_announcements(tx).await?;
            match &withdrawals {
                Some(list) => withdrawals::repeat(tx, list).await.map(Some),
                None => Ok(None),
            }
        })?;
        let held = match target {
            Some(target) if target.holds(&db).await? => true,
            Some(target) => {
                db.copy_into(target, &MIGRATIONS, now).await?;
                false
            }
            None => false,
        };
        Ok((held, repeated))
    };
    let filled = filled.await;
    db.close().await;
    filled.map_err(|error| match (target, &error) {
        (
            Some(_),
            panot_db::Error::Statement {
                statement: "COMMIT",
                ..
            },
        ) => db_failure(&error).mend(AGAIN),
        (Some(_), _) => db_failure(&error).mend(ELSEWHERE),
        (None, _) => db_failure(&error),
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
