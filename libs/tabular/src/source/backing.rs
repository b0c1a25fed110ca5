// SPDX-License-Identifier: AGPL-3.0-or-later

//! Where bytes are: a file, a temporary file, or memory.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::Limits;
use crate::ReadError;

/// Something to read and to seek in.
pub(super) trait ReadSeek: Read + Seek + Send + Sync {}
impl<T: Read + Seek + Send + Sync> ReadSeek for T {}

/// Unpacked parts up to this size stay in memory.
const IN_MEMORY: usize = 4 << 20;

/// Bytes that can be read from their beginning as often as wanted.
#[derive(Debug, Clone)]
pub(super) enum Backing {
    File {
        path: PathBuf,
        length: u64,
    },
    Temporary {
        file: Arc<NamedTempFile>,
        length: u64,
    },
    Memory(Arc<[u8]>),
}

impl Backing {
    /// The file at `path`, if it is one and not too large.
    pub(super) fn file(path: &Path, limits: &Limits) -> Result<Self, ReadError> {
        let about = std::fs::metadata(path)?;
        if !about.is_file() {
            return Err(ReadError::damaged(
                1,
                "this is not a file: give the path of one file",
            ));
        }
        check_size(about.len(), limits)?;
        Ok(Self::File {
            path: path.to_owned(),
            length: about.len(),
        })
    }

    /// Bytes that came from elsewhere.
    pub(super) fn memory(bytes: Vec<u8>, limits: &Limits) -> Result<Self, ReadError> {
        let backing = Self::Memory(bytes.into());
        check_size(backing.len(), limits)?;
        Ok(backing)
    }

    /// How many bytes there are.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::File { length, .. } | Self::Temporary { length, .. } => *length,
            Self::Memory(bytes) => length_of(bytes),
        }
    }

    /// Reads from the beginning.
    pub(super) fn reader(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match self {
            Self::File { path, .. } => Box::new(File::open(path)?),
            Self::Temporary { file, .. } => Box::new(file.reopen()?),
            Self::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }

    /// Its first bytes, at most `most`.
    pub(super) fn head(&self, most: usize) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.reader()?
            .take(u64::try_from(most).unwrap_or(u64::MAX))
            .read_to_end(&mut head)?;
        Ok(head)
    }

    /// A path under which other libraries can open it, and what keeps that path alive.
    pub(super) fn on_disk(&self, limits: &Limits) -> Result<(PathBuf, Self), ReadError> {
        match self {
            Self::File { path, .. } => Ok((path.clone(), self.clone())),
            Self::Temporary { file, .. } => Ok((file.path().to_owned(), self.clone())),
            Self::Memory(bytes) => {
                let mut file = temporary(limits)?;
                file.write_all(bytes)?;
                let path = file.path().to_owned();
                let length = self.len();
                let file = Arc::new(file);
                Ok((path, Self::Temporary { file, length }))
            }
        }
    }

    /// SHA-256 of all bytes.
    pub(super) fn sha256(&self) -> Result<[u8; 32], ReadError> {
        let mut hasher = Sha256::new();
        let mut reader = self.reader()?;
        let mut buffer = vec![0; 1 << 18];
        loop {
            let n = reader.read(&mut buffer)?;
            if n == 0 {
                return Ok(hasher.finalize().into());
            }
            hasher.update(&buffer[..n]);
        }
    }

    /// Keeps what `from` yields, in memory while it is small, with `most` as its bound in bytes.
    /// The error of the bound names `what`.
    pub(super) fn keep(
        mut from: impl Read,
        most: u64,
        what: &str,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        let mut small = Vec::new();
        let mut spilled: Option<NamedTempFile> = None;
        let mut length = 0_u64;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let n = from.read(&mut buffer)?;
            if n == 0 {
                break;
            }
            length += length_of(&buffer[..n]);
            if length > most {
                return Err(ReadError::too_much(what, bytes_text(most)));
            }
            match &mut spilled {
                Some(file) => file.write_all(&buffer[..n])?,
                None if small.len() + n <= IN_MEMORY => small.extend_from_slice(&buffer[..n]),
                None => {
                    let mut file = temporary(limits)?;
                    file.write_all(&small)?;
                    file.write_all(&buffer[..n])?;
                    small = Vec::new();
                    spilled = Some(file);
                }
            }
        }
        Ok(match spilled {
            Some(file) => Self::Temporary {
                file: Arc::new(file),
                length,
            },
            None => Self::Memory(small.into()),
        })
    }
}

fn temporary(limits: &Limits) -> io::Result<NamedTempFile> {
    match &limits.scratch {
        Some(folder) => NamedTempFile::new_in(folder),
        None => NamedTempFile::new(),
    }
}

fn check_size(length: u64, limits: &Limits) -> Result<(), ReadError> {
    if length == 0 {
        return Err(ReadError::damaged(1, "the file is empty"));
    }
    if length > limits.file_bytes {
        return Err(ReadError::too_much(
            format!("the size of the file, {}", bytes_text(length)),
            bytes_text(limits.file_bytes),
        ));
    }
    Ok(())
}

/// The length of bytes as a number that sizes of files are compared with.
pub(super) fn length_of(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).expect("memory is smaller than 2^64")
}

/// A size as people say it.
pub(super) fn bytes_text(bytes: u64) -> String {
    match bytes {
        0..=9_999 => format!("{bytes} bytes"),
        10_000..=9_999_999 => format!("{} KB", bytes / 1_024),
        _ => format!("{} MB", bytes / (1_024 * 1_024)),
    }
}
