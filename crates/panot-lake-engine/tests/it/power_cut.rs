// SPDX-License-Identifier: AGPL-3.0-or-later

//! The power goes at every single step of a publication, and what was not synced is forgotten.
//!
//! # What is modelled
//!
//! [`Forgetful`] does every change on the real disk and remembers what is not yet safe:
//!
//! - Bytes of a file are safe up to where it was last synced; what was written later is cut off.
//! - A name made, moved or removed in a folder is safe once that folder was synced after it. What is
//!   not safe is undone, latest first: a new name goes, a moved name goes back, a removed or replaced
//!   name returns with the bytes it had.
//! - From the cut on, every change fails, as it would for a process that is no more.
//!
//! Two harsh outcomes are tried for each step: everything unsynced is forgotten; and the later half
//! of the unsynced names of a folder is forgotten while all unsynced bytes are (a file system may
//! write names before bytes). Not modelled: a disk that lies about syncing, blocks written out of
//! order inside one file, names of one folder forgotten in any other order than from the latest.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use panot_lake::{Ask, Lake, Snapshot};
use panot_lake_engine::{Disk, DiskFile, LocalDisk, Options, open};

use crate::made::{
    batches, head, name, names, nothing_named_is_gone, options, parts, tree, version,
};

/// A change of names that a folder's sync has not made safe.
#[derive(Debug)]
enum Change {
    Created(PathBuf),
    Removed {
        path: PathBuf,
        bytes: Vec<u8>,
    },
    Moved {
        from: PathBuf,
        to: PathBuf,
        replaced: Option<Vec<u8>>,
    },
    Folder(PathBuf),
}

#[derive(Debug, Default)]
struct Journal {
    /// Changes still allowed before the power goes.
    left: u64,
    done: u64,
    /// How much of each file is safe, by its inode: names move.
    safe: HashMap<u64, u64>,
    /// By folder, in the order in which they were made.
    pending: BTreeMap<PathBuf, Vec<Change>>,
}

impl Journal {
    fn step(&mut self) -> io::Result<()> {
        if self.done >= self.left {
            return Err(io::Error::other("the power is gone"));
        }
        self.done += 1;
        Ok(())
    }

    fn note(&mut self, path: &Path, change: Change) {
        let folder = path.parent().expect("in a folder").to_owned();
        self.pending.entry(folder).or_default().push(change);
    }
}

#[derive(Debug, Clone, Default)]
struct Forgetful(Arc<Mutex<Journal>>);

fn inode(path: &Path) -> io::Result<u64> {
    use std::os::unix::fs::MetadataExt;
    Ok(fs::symlink_metadata(path)?.ino())
}

impl Forgetful {
    fn until(steps: u64) -> Self {
        Self(Arc::new(Mutex::new(Journal {
            left: steps,
            ..Journal::default()
        })))
    }

    fn with<T>(&self, change: impl FnOnce(&mut Journal) -> io::Result<T>) -> io::Result<T> {
        let mut journal = self.0.lock().expect("no test panics inside");
        journal.step()?;
        change(&mut journal)
    }

    fn steps(&self) -> u64 {
        self.0.lock().expect("no test panics inside").done
    }

    /// What the disk looks like when the power is back.
    fn forget(&self, root: &Path, everything: bool) {
        let mut journal = self.0.lock().expect("no test panics inside");
        journal.left = 0;
        for path in tree(root)
            .iter()
            .map(|name| root.join(name))
            .filter(|path| path.is_file())
        {
            if let Some(safe) = inode(&path).ok().and_then(|inode| journal.safe.get(&inode)) {
                let file = fs::OpenOptions::new()
                    .write(true)
                    .open(&path)
                    .expect("there");
                file.set_len(*safe).expect("cut");
            }
        }
        for (_, changes) in std::mem::take(&mut journal.pending).into_iter().rev() {
            let kept = if everything { 0 } else { changes.len() / 2 };
            for change in changes.into_iter().skip(kept).rev() {
                undo(change);
            }
        }
    }
}

fn undo(change: Change) {
    match change {
        Change::Created(path) => {
            fs::remove_file(path).ok();
        }
        Change::Folder(path) => {
            fs::remove_dir_all(path).ok();
        }
        Change::Removed { path, bytes } => fs::write(path, bytes).unwrap_or_default(),
        Change::Moved { from, to, replaced } => {
            fs::rename(&to, from).ok();
            if let Some(bytes) = replaced {
                fs::write(to, bytes).unwrap_or_default();
            }
        }
    }
}

impl Disk for Forgetful {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        self.with(|journal| {
            fs::create_dir(path)?;
            journal.note(path, Change::Folder(path.to_owned()));
            Ok(())
        })?;
        self.sync_dir(path.parent().expect("in a folder"))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.with(|journal| {
            let file = LocalDisk.create(path)?;
            let inode = inode(path)?;
            journal.safe.insert(inode, 0);
            journal.note(path, Change::Created(path.to_owned()));
            let watched: Box<dyn DiskFile> = Box::new(Watched {
                disk: self.clone(),
                file,
                inode,
                written: 0,
            });
            Ok(watched)
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.with(|journal| {
            let replaced = fs::read(to).ok();
            LocalDisk.rename(from, to)?;
            let moved = Change::Moved {
                from: from.to_owned(),
                to: to.to_owned(),
                replaced,
            };
            journal.note(to, moved);
            Ok(())
        })
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.with(|journal| {
            LocalDisk.link(from, to)?;
            journal.note(to, Change::Created(to.to_owned()));
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.with(|journal| {
            let bytes = fs::read(path)?;
            LocalDisk.remove(path)?;
            journal.note(
                path,
                Change::Removed {
                    path: path.to_owned(),
                    bytes,
                },
            );
            Ok(())
        })
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.with(|journal| {
            journal.pending.remove(path);
            Ok(())
        })
    }
}

struct Watched {
    disk: Forgetful,
    file: Box<dyn DiskFile>,
    inode: u64,
    written: u64,
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.disk.with(|_| self.file.write(bytes))?;
        self.written += u64::try_from(count).expect("it fits");
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl DiskFile for Watched {
    fn sync(&mut self) -> io::Result<()> {
        self.disk.with(|journal| {
            journal.safe.insert(self.inode, self.written);
            Ok(())
        })
    }
}

fn lake(root: &Path, disk: Forgetful) -> Lake {
    open(
        root,
        Options {
            disk: Arc::new(disk),
            threads: 1,
            ..options()
        },
    )
    .expect("a lake")
}

/// Publishes as the caller does: the row is committed between staging and announcing.
async fn publish(lake: &Lake, number: u32, rows: &mut Vec<Snapshot>) -> Result<(), ()> {
    let hours = i64::from(number) * 3;
    let files = crate::made::stage(lake, batches(hours, 0), &crate::made::key())
        .await
        .map_err(drop)?;
    let template = rows.last().cloned().expect("version 1 stands");
    let snapshot = Snapshot {
        version: number,
        files,
        ..template
    };
    rows.push(snapshot.clone());
    lake.announce(&snapshot).await.map_err(drop)
}

/// Checks what a start finds and does: every committed version is whole, the log can be brought to
/// the newest, and nothing else is left.
async fn check(root: &Path, rows: &[Snapshot], told: u32) {
    let lake = open(
        root,
        Options {
            threads: 1,
            ..options()
        },
    )
    .expect("a lake");
    lake.sweep(rows).await.expect("swept");
    for row in rows {
        lake.verify(row)
            .await
            .expect("a committed version is whole");
    }
    for row in rows.iter().filter(|row| row.version <= told) {
        let number = lake.log_version(row).await.expect("asked");
        assert_eq!(number, Some(row.version.into()), "what was told stays told");
    }
    let newest = rows.last().expect("version 1 stands");
    lake.announce(newest).await.expect("announced");
    assert_eq!(
        lake.log_version(newest).await.expect("asked"),
        Some(u64::from(newest.version)),
        "the log goes on where it was"
    );
    let page = lake
        .rows(
            newest,
            &Ask {
                limit: Some(1),
                ..Ask::default()
            },
        )
        .await;
    assert_eq!(page.expect("a page").total, newest.rows());
    assert_eq!(parts(root).len(), rows.len());
}

/// Every step of the publications 2 to 21 of a table, the last of which writes a checkpoint, would be
/// some five hundred: the first and the last publication are cut at every step.
#[tokio::test]
async fn a_cut_at_any_step_leaves_the_old_or_the_new_version_whole() {
    let (mut cuts, mut lost) = (0, 0);
    for before in [1, 18] {
        let standing = tempfile::tempdir().expect("a folder");
        let made = lake(standing.path(), Forgetful::until(u64::MAX));
        let mut rows = vec![version(&made, 1, batches(3, 0)).await];
        made.announce(&rows[0]).await.expect("announced");
        for number in 2..=before {
            publish(&made, number, &mut rows).await.expect("published");
        }
        drop(made);
        for steps in 0.. {
            let mut complete = false;
            for everything in [true, false] {
                let folder = tempfile::tempdir().expect("a folder");
                copy(standing.path(), folder.path());
                let mut rows = rows.clone();
                let disk = Forgetful::until(steps);
                let cut = lake(folder.path(), disk.clone());
                let mut told = before;
                for number in before + 1..=before + 2 {
                    match publish(&cut, number, &mut rows).await {
                        Ok(()) => told = number,
                        Err(()) => break,
                    }
                }
                complete = disk.steps() < steps;
                drop(cut);
                disk.forget(folder.path(), everything);
                check(folder.path(), &rows, told).await;
                cuts += 1;
                lost += u64::from(told < before + 2);
            }
            if complete {
                break;
            }
        }
    }
    println!("{cuts} cuts, {lost} of them before both versions were told");
    assert!(lost > 50, "{lost} cuts fell into a publication");
}

/// The newest of three versions is withdrawn, or of nineteen, where the commit is followed by a
/// checkpoint. At no step does the log name what is gone; after the next start it names the version
/// before, and the files are destroyed.
#[tokio::test]
async fn a_cut_at_any_step_of_a_withdrawal_leaves_a_log_that_can_be_read() {
    let (mut cuts, mut before_the_commit, mut before_the_end) = (0, 0, 0);
    for versions in [3, 19] {
        let standing = tempfile::tempdir().expect("a folder");
        let made = lake(standing.path(), Forgetful::until(u64::MAX));
        let mut rows = vec![version(&made, 1, batches(3, 0)).await];
        made.announce(&rows[0]).await.expect("announced");
        for number in 2..=versions {
            publish(&made, number, &mut rows).await.expect("published");
        }
        drop(made);
        let withdrawn = rows.pop().expect("the newest");
        let newest = rows.last().expect("the one before").clone();
        for steps in 0.. {
            let mut complete = false;
            for everything in [true, false] {
                let folder = tempfile::tempdir().expect("a folder");
                copy(standing.path(), folder.path());
                let disk = Forgetful::until(steps);
                let cut = lake(folder.path(), disk.clone());
                let done = cut
                    .destroy(&name(), &withdrawn.files, Some(&newest))
                    .await
                    .is_ok();
                complete = disk.steps() < steps;
                drop(cut);
                disk.forget(folder.path(), everything);
                nothing_named_is_gone(folder.path());
                let found = head(folder.path());
                assert!(found == names(&withdrawn) || found == names(&newest));
                cuts += 1;
                before_the_commit += u32::from(found == names(&withdrawn));
                before_the_end += u32::from(!done);
                finish(folder.path(), &rows, &withdrawn).await;
            }
            if complete {
                break;
            }
        }
    }
    println!("{cuts} cuts, {before_the_commit} before the commit, {before_the_end} before the end");
    assert!(before_the_commit > 5 && before_the_end > before_the_commit);
}

/// What a start does with a withdrawal, and what must be so afterwards.
async fn finish(root: &Path, rows: &[Snapshot], withdrawn: &Snapshot) {
    let lake = lake(root, Forgetful::until(u64::MAX));
    let mut known = rows.to_vec();
    known.push(withdrawn.clone());
    lake.sweep(&known).await.expect("swept");
    let newest = rows.last().expect("one stands");
    lake.destroy(&name(), &withdrawn.files, Some(newest))
        .await
        .expect("destroyed");
    assert_eq!(head(root), names(newest));
    assert_eq!(parts(root).len(), rows.len());
    let mut rows = rows.to_vec();
    let next = withdrawn.version + 1;
    publish(&lake, next, &mut rows).await.expect("published");
    assert_eq!(head(root), names(&rows[rows.len() - 1]));
    for row in &rows {
        lake.verify(row).await.expect("whole");
    }
}

fn copy(from: &Path, to: &Path) {
    for name in tree(from) {
        if name.ends_with('/') {
            fs::create_dir_all(to.join(name)).expect("made");
        } else {
            fs::copy(from.join(&name), to.join(&name)).expect("copied");
        }
    }
}
