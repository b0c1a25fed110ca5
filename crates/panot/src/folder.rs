// SPDX-License-Identifier: AGPL-3.0-or-later

//! The folder of a city, and who owns it.
//!
//! ```text
//! panot.toml   settings              lake/       published tables
//! panot.db     the database          staging/    imports that wait for publication, never served
//! places.geojson  districts …        originals/  files as they came, by digest, never served
//! panot.lock   held by the owner     index/      the search index, disposable
//! panot.sock   the owner's door
//! ```
//!
//! One process owns the folder. Owning is holding an exclusive lock on `panot.lock`; the system
//! gives it back when the process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::failure::{Exit, Failure};

/// A city's folder. Knowing where it is says nothing about owning it.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

/// The right to write in a folder, until it is dropped.
#[derive(Debug)]
pub struct Owned {
    _lock: File,
}

impl Folder {
    /// The folder at `root`.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Published tables.
    pub fn lake(&self) -> PathBuf {
        self.root.join("lake")
    }

    /// Imports that wait.
    pub fn staging(&self) -> PathBuf {
        self.root.join("staging")
    }

    /// Files as they came.
    pub fn originals(&self) -> PathBuf {
        self.root.join("originals")
    }

    /// The search index.
    pub fn index(&self) -> PathBuf {
        self.root.join("index")
    }

    /// Districts and neighbourhoods.
    pub fn places(&self) -> PathBuf {
        self.root.join("places.geojson")
    }

    /// The owner's door.
    pub fn socket(&self) -> PathBuf {
        self.root.join("panot.sock")
    }

    /// Whether a city was made here.
    pub fn is_city(&self) -> bool {
        self.root.join(crate::config::FILE).is_file()
    }

    /// Makes the folders that must exist, each of them durable, readable by the owner alone.
    pub fn prepare(&self) -> Result<(), Failure> {
        for folder in [
            self.root.clone(),
            self.lake(),
            self.staging(),
            self.originals(),
            self.index(),
        ] {
            std::fs::create_dir_all(&folder)
                .map_err(|error| Failure::disk("make the folder", &folder, &error))?;
        }
        for private in [self.staging(), self.originals()] {
            make_private(&private)?;
        }
        sync_folder(&self.root)
    }

    /// Takes the folder, or says who has it.
    pub fn own(&self) -> Result<Owned, Failure> {
        let path = self.root.join("panot.lock");
        let mut lock = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| Failure::disk("take the folder", &path, &error))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut owner = String::new();
                // Only for the message: a lock that cannot be read still belongs to somebody.
                let _ = Read::by_ref(&mut lock).take(20).read_to_string(&mut owner);
                return Err(Failure::new(
                    Exit::TryAgain,
                    format!("another process owns this folder ({})", owner_words(&owner)),
                )
                .at(self.root.display())
                .mend("wait until it is done, or stop it"));
            }
            Err(TryLockError::Error(error)) => {
                return Err(Failure::disk("take the folder", &path, &error));
            }
        }
        let note = |error| Failure::disk("take the folder", &path, &error);
        lock.set_len(0).map_err(note)?;
        lock.rewind().map_err(note)?;
        lock.write_all(std::process::id().to_string().as_bytes())
            .map_err(note)?;
        Ok(Owned { _lock: lock })
    }

    /// Writes a file whole or not at all: to a temporary name, synced, renamed, folder synced.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.root.join(name);
        let temporary = self.root.join(format!(".{name}.new"));
        let write = || -> std::io::Result<()> {
            let mut file = File::create(&temporary)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            std::fs::rename(&temporary, &path)
        };
        write().map_err(|error| {
            let _ = std::fs::remove_file(&temporary);
            Failure::disk("write", &path, &error)
        })?;
        sync_folder(&self.root)
    }
}

fn owner_words(pid: &str) -> String {
    match pid.trim() {
        "" => "it has not said which".to_owned(),
        pid => format!("process {pid}"),
    }
}

/// Makes what happened to the names in a folder durable.
pub fn sync_folder(path: &Path) -> Result<(), Failure> {
    File::open(path)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| Failure::disk("sync the folder", path, &error))
}

#[cfg(unix)]
fn make_private(path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))
        .map_err(|error| Failure::disk("close the folder to others", path, &error))
}

#[cfg(not(unix))]
fn make_private(_: &Path) -> Result<(), Failure> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_owner_and_is_free_again_when_that_one_is_gone() {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let folder = Folder::at(temporary.path());
        folder.prepare().expect("an empty folder can be prepared");
        let owned = folder.own().expect("nobody owns it yet");
        let refused = folder.own().expect_err("it has an owner");
        assert_eq!(refused.exit, Exit::TryAgain);
        assert!(
            refused.what.contains(&std::process::id().to_string()),
            "{refused}"
        );
        drop(owned);
        folder.own().expect("the owner is gone");
    }

    #[test]
    fn writing_replaces_a_file_whole() {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let folder = Folder::at(temporary.path());
        folder.prepare().expect("an empty folder can be prepared");
        folder
            .write("panot.toml", b"name = 'a'")
            .expect("the folder can be written");
        folder
            .write("panot.toml", b"name = 'b'")
            .expect("the folder can be written");
        let text = std::fs::read(temporary.path().join("panot.toml")).expect("it is there");
        assert_eq!(text, b"name = 'b'");
        assert!(folder.is_city());
    }
}
