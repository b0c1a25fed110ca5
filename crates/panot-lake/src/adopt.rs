// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files of one lake becoming files of another.

use std::io;
use std::path::Path;

use crate::originals::sync_folder;
use crate::{Error, FileRef, Lake};

impl Lake {
    /// Makes files that `from` staged files of this lake too, durably: hard links where both lie on
    /// one disk, copies otherwise. They stay in `from` until it destroys them, so nothing is lost
    /// when the version row is then not written. Safe to repeat.
    pub async fn adopt(&self, from: &Self, files: &[FileRef]) -> Result<(), Error> {
        let pairs: Vec<_> = files
            .iter()
            .map(|file| (from.path(file), self.path(file)))
            .collect();
        tokio::task::spawn_blocking(move || pairs.iter().try_for_each(|(from, to)| link(from, to)))
            .await
            .map_err(|error| Error::Engine(Box::new(error)))?
    }
}

fn link(from: &Path, to: &Path) -> Result<(), Error> {
    let disk = |doing| {
        let path = to.display().to_string();
        move |source| Error::Disk {
            doing,
            path,
            source,
        }
    };
    let folder = to
        .parent()
        .expect("a file of a lake lies in its table's folder");
    if !folder.exists() {
        std::fs::create_dir_all(folder).map_err(disk("make the folder of"))?;
        // The folder's own name must last as well.
        folder
            .parent()
            .map_or(Ok(()), sync_folder)
            .map_err(disk("sync the folder above"))?;
    }
    match std::fs::hard_link(from, to) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(_) => copy(from, folder, to).map_err(disk("write"))?,
    }
    sync_folder(folder).map_err(disk("sync the folder of"))
}

/// To a temporary name, synced, renamed: a half copy is never taken for the file.
fn copy(from: &Path, folder: &Path, to: &Path) -> io::Result<()> {
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    io::copy(&mut std::fs::File::open(from)?, &mut temporary)?;
    temporary.as_file().sync_all()?;
    temporary.persist(to).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_adopted_file_is_whole_and_adopting_again_is_harmless() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let from = root.path().join("staging-part");
        std::fs::write(&from, "rows").expect("the folder can be written");
        let to = root.path().join("lake/trees/part");
        link(&from, &to).expect("one disk");
        link(&from, &to).expect("repeating is harmless");
        assert_eq!(std::fs::read(&to).ok().as_deref(), Some(&b"rows"[..]));
        let copied = root.path().join("lake/trees/copied");
        copy(&from, &root.path().join("lake/trees"), &copied).expect("there is room");
        assert_eq!(std::fs::read(copied).ok().as_deref(), Some(&b"rows"[..]));
    }
}
