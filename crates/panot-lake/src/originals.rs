// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files as they came, byte for byte, under their digest.
//!
//! A published version can be traced to the file it was made from, and a better typer can read that
//! file again. Nothing here is ever served.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::Error;

/// The folder of originals.
#[derive(Debug, Clone)]
pub struct Originals {
    root: PathBuf,
    /// Files that an import is about to name in a row, and how many do.
    in_use: Arc<Mutex<BTreeMap<String, usize>>>,
}

/// A file that is kept. While this is held, nobody removes the file: not the failure of another
/// import of the same bytes, and no sweep.
#[derive(Debug)]
pub struct Kept {
    /// SHA-256 of its bytes, in lower-case hexadecimal; also its name in the folder.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    in_use: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        let mut in_use = self.in_use.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = in_use.get_mut(&self.sha256) {
            *count -= 1;
            if *count == 0 {
                in_use.remove(&self.sha256);
            }
        }
    }
}

impl Originals {
    /// The originals in `root`, which must exist.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            in_use: Arc::default(),
        }
    }

    /// Where a kept file lies.
    pub fn path(&self, sha256: &str) -> PathBuf {
        self.root.join(sha256)
    }

    /// Copies a file in and syncs it. `tick` gets the bytes done and says whether to go on; when it
    /// does not, or anything fails, nothing is left behind.
    pub fn keep(&self, file: &Path, tick: &mut dyn FnMut(u64) -> bool) -> Result<Kept, Error> {
        let disk = |doing, path: &Path| {
            let path = path.display().to_string();
            move |source| Error::Disk {
                doing,
                path,
                source,
            }
        };
        let mut from = File::open(file).map_err(disk("open", file))?;
        // In the same folder, so that the rename cannot cross a disk.
        let temporary =
            tempfile::NamedTempFile::new_in(&self.root).map_err(disk("write in", &self.root))?;
        let mut hash = Sha256::new();
        let mut block = vec![0; 1 << 18];
        let mut bytes = 0;
        loop {
            let read = from.read(&mut block).map_err(disk("read", file))?;
            if read == 0 {
                break;
            }
            hash.update(&block[..read]);
            temporary
                .as_file()
                .write_all(&block[..read])
                .map_err(disk("write in", &self.root))?;
            bytes += u64::try_from(read).expect("a block is small");
            if !tick(bytes) {
                let stopped = io::Error::from(io::ErrorKind::Interrupted);
                return Err(disk("go on copying", file)(stopped));
            }
        }
        let sha256 = hex(&hash.finalize());
        let path = self.path(&sha256);
        temporary
            .as_file()
            .sync_all()
            .map_err(disk("sync", &path))?;
        // From here on nobody removes it. Also over the same bytes, so that the file is young.
        let kept = self.hold(sha256, bytes);
        temporary
            .persist(&path)
            .map_err(|error| disk("write", &path)(error.error))?;
        sync_folder(&self.root).map_err(disk("sync", &self.root))?;
        Ok(kept)
    }

    fn hold(&self, sha256: String, bytes: u64) -> Kept {
        let mut in_use = self.in_use.lock().unwrap_or_else(PoisonError::into_inner);
        *in_use.entry(sha256.clone()).or_default() += 1;
        Kept {
            sha256,
            bytes,
            in_use: Arc::clone(&self.in_use),
        }
    }

    /// Removes every file that `named` does not name and no import of this process is about to
    /// name, and what a kill left half copied. Returns how many.
    pub fn sweep(&self, named: &BTreeSet<String>) -> Result<u64, Error> {
        let disk = |doing, path: &Path| {
            let path = path.display().to_string();
            move |source| Error::Disk {
                doing,
                path,
                source,
            }
        };
        let mut swept = 0;
        for entry in std::fs::read_dir(&self.root).map_err(disk("list", &self.root))? {
            let entry = entry.map_err(disk("list", &self.root))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if named.contains(&name) || is_being_copied(&name, &entry.path()) {
                continue;
            }
            // Looked at and removed under one lock: `keep` takes it before the file has its name.
            let in_use = self.in_use.lock().unwrap_or_else(PoisonError::into_inner);
            if in_use.contains_key(&name) {
                continue;
            }
            std::fs::remove_file(entry.path()).map_err(disk("remove", &entry.path()))?;
            swept += 1;
        }
        if swept > 0 {
            sync_folder(&self.root).map_err(disk("sync", &self.root))?;
        }
        Ok(swept)
    }
}

/// Whether a file has a temporary name and was written to within the last hour.
fn is_being_copied(name: &str, path: &Path) -> bool {
    const YOUNG: std::time::Duration = std::time::Duration::from_hours(1);
    let age = || {
        path.metadata()?
            .modified()?
            .elapsed()
            .map_err(io::Error::other)
    };
    name.starts_with('.') && age().map_or(true, |age: std::time::Duration| age < YOUNG)
}

/// Makes what happened to the names in a folder durable.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_somebody_is_about_to_name_is_not_swept() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("in.csv");
        std::fs::write(&file, "a;b\n").expect("the folder can be written");
        let root = folder.path().join("originals");
        std::fs::create_dir(&root).expect("the folder can be written");
        let originals = Originals::at(&root);
        let one = originals
            .keep(&file, &mut |_| true)
            .expect("it can be read");
        let two = originals
            .keep(&file, &mut |_| true)
            .expect("it can be read");
        assert_eq!((one.bytes, &one.sha256), (4, &two.sha256));
        let path = originals.path(&one.sha256);
        let nothing = BTreeSet::new();
        drop(one);
        originals.sweep(&nothing).expect("the folder can be read");
        assert_eq!(
            std::fs::read(&path).ok().as_deref(),
            Some(&b"a;b\n"[..]),
            "two needs it"
        );
        originals
            .sweep(&BTreeSet::from([two.sha256.clone()]))
            .expect("the folder can be read");
        drop(two);
        originals.sweep(&nothing).expect("the folder can be read");
        assert!(!path.exists());
    }

    #[test]
    fn stopping_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("in.csv");
        std::fs::write(&file, "a;b\n").expect("the folder can be written");
        let root = folder.path().join("originals");
        std::fs::create_dir(&root).expect("the folder can be written");
        assert!(Originals::at(&root).keep(&file, &mut |_| false).is_err());
        assert_eq!(std::fs::read_dir(&root).expect("it is there").count(), 0);
    }
}
