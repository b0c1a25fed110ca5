// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files, from one folder into another.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::Entry;
use crate::failure::{Exit, Failure};
use crate::folder::sync_folder;

/// A folder that files are copied into, each synced, and what is in it by now.
#[derive(Debug)]
pub(super) struct Copying {
    from: PathBuf,
    to: PathBuf,
    stop: CancellationToken,
    there: BTreeMap<PathBuf, Entry>,
}

impl Copying {
    /// Nothing is copied yet.
    pub(super) fn new(from: &Path, to: &Path, stop: &CancellationToken) -> Self {
        Self {
            from: from.to_owned(),
            to: to.to_owned(),
            stop: stop.clone(),
            there: BTreeMap::new(),
        }
    }

    /// Copies the files of `wanted` that are not there yet. Files never change, so what is there
    /// stays. Answers with the first that has gone from where it should be; those after it are not
    /// copied then.
    pub(super) fn take(&mut self, wanted: &[PathBuf]) -> Result<Option<PathBuf>, Failure> {
        for path in wanted {
            if self.there.contains_key(path) {
                continue;
            }
            let folder = self.folder_of(path);
            std::fs::create_dir_all(&folder)
                .map_err(|error| Failure::disk("make the folder", &folder, &error))?;
            let Some(entry) = self.copy(path)? else {
                return Ok(Some(path.clone()));
            };
            self.there.insert(path.clone(), entry);
        }
        Ok(None)
    }

    /// Removes what was copied and is not in `wanted`.
    pub(super) fn leave_only(&mut self, wanted: &[PathBuf]) -> Result<(), Failure> {
        let wanted: HashSet<&PathBuf> = wanted.iter().collect();
        let there: Vec<PathBuf> = self.there.keys().cloned().collect();
        for path in there.into_iter().filter(|path| !wanted.contains(path)) {
            let whole = self.to.join(&path);
            std::fs::remove_file(&whole)
                .map_err(|error| Failure::disk("remove", &whole, &error))?;
            self.there.remove(&path);
        }
        Ok(())
    }

    /// Puts the names of all files on the disk, and lists the files: those that were `made` in the
    /// folder by others, and those that were copied.
    pub(super) fn end(self, made: &[PathBuf]) -> Result<Vec<Entry>, Failure> {
        let folders = self.there.keys().map(|path| self.folder_of(path));
        let mut folders: Vec<PathBuf> = folders
            .flat_map(|folder| {
                let above = folder.ancestors().map(Path::to_owned);
                above.collect::<Vec<_>>()
            })
            .filter(|folder| folder.starts_with(&self.to))
            .collect();
        folders.sort_unstable();
        folders.dedup();
        folders.iter().try_for_each(|folder| sync_folder(folder))?;
        let made: Result<Vec<Entry>, Failure> =
            made.iter().map(|path| digest(&self.to, path)).collect();
        let mut files = made?;
        files.extend(self.there.into_values());
        Ok(files)
    }

    fn folder_of(&self, path: &Path) -> PathBuf {
        let whole = self.to.join(path);
        let folder = whole.parent().expect("paths in a copy have a folder");
        folder.to_owned()
    }

    /// Copies one file, or finds that there is none.
    fn copy(&self, path: &Path) -> Result<Option<Entry>, Failure> {
        let (from, to) = (self.from.join(path), self.to.join(path));
        let mut source = match std::fs::File::open(&from) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            source => {
                source.map_err(|error| Failure::disk("read a file of the city", &from, &error))?
            }
        };
        let disk = |error| Failure::disk("write", &to, &error);
        let mut target = std::fs::File::create(&to).map_err(disk)?;
        let mut write = |block: &[u8]| {
            if self.stop.is_cancelled() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            target.write_all(block)
        };
        let copied = hash(&mut source, path, &mut write);
        if self.stop.is_cancelled() {
            return Err(
                Failure::new(Exit::TryAgain, "copying was interrupted").mend("run it again")
            );
        }
        let entry = copied.map_err(disk)?;
        target.sync_all().map_err(disk)?;
        Ok(Some(entry))
    }
}

/// A file as a list names it.
pub(super) fn digest(root: &Path, path: &Path) -> Result<Entry, Failure> {
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
