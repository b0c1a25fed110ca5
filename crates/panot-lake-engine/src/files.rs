// SPDX-License-Identifier: AGPL-3.0-or-later

//! The files of versions as files: checking them, destroying them, sweeping away what nobody names.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use panot_lake::{Error, FileRef, Snapshot, TableName};
use sha2::{Digest, Sha256};

use crate::engine::{OnlyWriter, SPILL, Shared};
use crate::log;
use crate::parquet_out::hex;

/// Reads every file of a version and compares its size and digest with what the version says.
pub fn verify(shared: &Shared, snapshot: &Snapshot) -> Result<(), Error> {
    for file in &snapshot.files {
        let path = shared.locate(&file.path)?;
        let damaged = |why| Error::Damaged {
            path: file.path.clone(),
            why,
        };
        let (bytes, sha256) = match digest(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                return Err(damaged("it is missing".to_owned()));
            }
            read => read.map_err(|e| on_disk("read", &path, e))?,
        };
        if bytes != file.bytes {
            return Err(damaged(format!(
                "it has {bytes} bytes instead of {}",
                file.bytes
            )));
        }
        if sha256 != file.sha256 {
            return Err(damaged(format!(
                "its digest is {sha256} instead of {}",
                file.sha256
            )));
        }
    }
    Ok(())
}

fn digest(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let (mut digest, mut bytes) = (Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 18];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok((bytes, hex(&digest.finalize())));
        }
        digest.update(&buffer[..count]);
        bytes += u64::try_from(count).unwrap_or(u64::MAX);
    }
}

/// Takes the files out of the table's log, where `instead` takes their place, then off the disk. They
/// are gone from the disk even where the log cannot be written; the error is then told, and repeating
/// mends the log. Until then the caller is the only writer: an announcement in between would name the
/// files again.
pub async fn destroy(
    shared: &Shared,
    _: &OnlyWriter,
    table: &TableName,
    files: &[FileRef],
    instead: Option<&Snapshot>,
) -> Result<(), Error> {
    let folder = shared.root.join(table.as_str());
    for file in files {
        let path = shared.locate(&file.path)?;
        if path.parent() != Some(folder.as_path()) {
            return Err(Error::Refused(format!(
                "{:?} is not a file of {table}",
                file.path
            )));
        }
    }
    let told = log::withdraw(shared, table, files, instead).await;
    let disk = &shared.options.disk;
    for file in files {
        let path = shared.locate(&file.path)?;
        match disk.remove(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                return Err(on_disk("destroy", &path, e));
            }
            _ => shared.forget(&file.path),
        }
    }
    if folder.is_dir() {
        disk.sync_dir(&folder)
            .map_err(|e| on_disk("sync", &folder, e))?;
    }
    told
}

/// Removes what a killed process left: Parquet files that no version names, temporary names in the
/// tables and their logs, spilled runs of other processes. Answers how many names it removed.
pub fn sweep(shared: &Shared, known: &[Snapshot]) -> Result<u64, Error> {
    let named: HashSet<&str> = known
        .iter()
        .flat_map(|version| &version.files)
        .map(|file| file.path.as_str())
        .collect();
    let mut removed = 0;
    for (name, folder) in entries(&shared.root)? {
        if name == SPILL {
            removed += sweep_spill(shared, &folder)?;
        } else if name.parse::<TableName>().is_ok() && folder.is_dir() {
            removed += sweep_table(shared, &name, &folder, &named)?;
        }
    }
    Ok(removed)
}

fn sweep_spill(shared: &Shared, folder: &Path) -> Result<u64, Error> {
    let mut removed = 0;
    for (_, left) in entries(folder)? {
        if left != shared.spill {
            fs::remove_dir_all(&left).map_err(|e| on_disk("remove", &left, e))?;
            removed += 1;
        }
    }
    Ok(removed)
}

fn sweep_table(
    shared: &Shared,
    table: &str,
    folder: &Path,
    named: &HashSet<&str>,
) -> Result<u64, Error> {
    // No commit is half written while we look.
    let writer = shared.writer(table);
    let _only_writer = writer.blocking_lock();
    let disk = &shared.options.disk;
    let mut removed = 0;
    let mut remove = |path: &Path| {
        removed += 1;
        match disk.remove(path) {
            // A writer of this process may have given it its name or removed it just now.
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other.map_err(|e| on_disk("remove", path, e)),
        }
    };
    for (name, path) in entries(folder)? {
        let whole = format!("{table}/{name}");
        let is_part = name.starts_with("part-") && has_extension(&path, "parquet");
        if is_part && !named.contains(whole.as_str()) && !shared.is_fresh(&whole) {
            remove(&path)?;
        }
        if is_temporary(&name, &path) && !shared.is_fresh(&whole) {
            remove(&path)?;
        }
    }
    for (name, path) in entries(&folder.join("_delta_log"))? {
        if is_temporary(&name, &path) {
            remove(&path)?;
        }
    }
    if removed > 0 {
        disk.sync_dir(folder)
            .map_err(|e| on_disk("sync", folder, e))?;
    }
    Ok(removed)
}

fn is_temporary(name: &str, path: &Path) -> bool {
    name.starts_with('.') && has_extension(path, "tmp")
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|e| e == extension)
}

/// Names and paths in a folder; none where there is no folder.
fn entries(folder: &Path) -> Result<Vec<(String, std::path::PathBuf)>, Error> {
    let read = match fs::read_dir(folder) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        read => read.map_err(|e| on_disk("list", folder, e))?,
    };
    read.map(|entry| {
        let entry = entry.map_err(|e| on_disk("list", folder, e))?;
        Ok((
            entry.file_name().to_string_lossy().into_owned(),
            entry.path(),
        ))
    })
    .collect()
}

/// The disk refused.
pub fn on_disk(doing: &'static str, path: &Path, source: io::Error) -> Error {
    Error::Disk {
        doing,
        path: path.display().to_string(),
        source,
    }
}
