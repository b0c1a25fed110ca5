// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files as they came, byte for byte, under their digest.
//!
//! A published version can be traced to the file it was made from, and a better typer can read that
//! file again. Nothing here is ever served.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::Error;

/// The folder of originals.
#[derive(Debug, Clone)]
pub struct Originals {
    root: PathBuf,
}

/// A file that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 of its bytes, in lower-case hexadecimal; also its name in the folder.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// Whether it came now; `false` when the same bytes were there already.
    pub new: bool,
}

impl Originals {
    /// The originals in `root`, which must exist.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
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
        if path.exists() {
            return Ok(Kept {
                sha256,
                bytes,
                new: false,
            });
        }
        temporary
            .as_file()
            .sync_all()
            .map_err(disk("sync", &path))?;
        temporary
            .persist(&path)
            .map_err(|error| disk("write", &path)(error.error))?;
        sync_folder(&self.root).map_err(disk("sync", &self.root))?;
        Ok(Kept {
            sha256,
            bytes,
            new: true,
        })
    }

    /// Removes every file that is not in `kept`, and what a kill left half copied. Returns how many.
    ///
    /// A file that came in the last hour stays: the row that names it may be about to be written.
    pub fn sweep(&self, kept: &BTreeSet<String>) -> Result<u64, Error> {
        let disk = |doing, path: &Path| {
            let path = path.display().to_string();
            move |source| Error::Disk { doing, path, source }
        };
        let mut swept = 0;
        for entry in std::fs::read_dir(&self.root).map_err(disk("list", &self.root))? {
            let entry = entry.map_err(disk("list", &self.root))?;
            let path = entry.path();
            let named = entry.file_name().to_str().is_some_and(|name| kept.contains(name));
            if named || is_young(&path) {
                continue;
            }
            std::fs::remove_file(&path).map_err(disk("remove", &path))?;
            swept += 1;
        }
        Ok(swept)
    }

    /// Removes a kept file. Safe to repeat.
    pub fn destroy(&self, sha256: &str) -> Result<(), Error> {
        let path = self.path(sha256);
        match std::fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(source) => {
                let path = path.display().to_string();
                return Err(Error::Disk {
                    doing: "remove",
                    path,
                    source,
                });
            }
        }
        sync_folder(&self.root).map_err(|source| Error::Disk {
            doing: "sync",
            path: self.root.display().to_string(),
            source,
        })
    }
}

/// Makes what happened to the names in a folder durable.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Whether a file came within the last hour, as the disk tells.
fn is_young(path: &Path) -> bool {
    const YOUNG: std::time::Duration = std::time::Duration::from_secs(3_600);
    let age = || path.metadata()?.modified()?.elapsed().map_err(io::Error::other);
    age().map_or(true, |age: std::time::Duration| age < YOUNG)
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
    fn the_same_bytes_are_kept_once_under_their_digest() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("in.csv");
        std::fs::write(&file, "a;b\n").expect("the folder can be written");
        let root = folder.path().join("originals");
        std::fs::create_dir(&root).expect("the folder can be written");
        let originals = Originals::at(&root);
        let kept = originals
            .keep(&file, &mut |_| true)
            .expect("it can be read");
        assert_eq!((kept.bytes, kept.new), (4, true));
        assert_eq!(
            std::fs::read(originals.path(&kept.sha256)).ok().as_deref(),
            Some(&b"a;b\n"[..])
        );
        assert!(
            !originals
                .keep(&file, &mut |_| true)
                .expect("it can be read")
                .new
        );
        originals.destroy(&kept.sha256).expect("it is there");
        originals
            .destroy(&kept.sha256)
            .expect("repeating is harmless");
        assert_eq!(std::fs::read_dir(&root).expect("it is there").count(), 0);
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
