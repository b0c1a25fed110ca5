// SPDX-License-Identifier: AGPL-3.0-or-later

//! Opens what a file holds, and what it is wrapped in.

use std::path::Path;

use super::backing::Backing;
use super::csv::Csv;
use super::detect::{HEAD, Magic, magic};
use super::format::Format;
use super::{Limits, Note, Wrapping};
use crate::ReadError;

/// What was found in a file.
pub(super) struct Opened {
    pub(super) wrapping: Option<Wrapping>,
    pub(super) parts: Vec<Part>,
    pub(super) notes: Vec<Note>,
}

/// A file of one kind, alone or in an archive.
pub(super) struct Part {
    /// Its name in the archive.
    pub(super) member: Option<String>,
    pub(super) format: Box<dyn Format>,
}

/// Opens `file`, which stands at `path` if it is on the disk.
pub(super) fn open(
    file: &Backing,
    path: Option<&Path>,
    limits: &Limits,
) -> Result<Opened, ReadError> {
    let _ = path;
    match magic(&file.head(HEAD)?)? {
        Magic::Text => Ok(Opened {
            wrapping: None,
            parts: vec![Part {
                member: None,
                format: Box::new(Csv::new(file.clone(), limits)),
            }],
            notes: Vec::new(),
        }),
        _ => Err(ReadError::damaged(1, "not yet")),
    }
}
