// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQLite: one writer with group commit, and readers beside it.

mod open;
mod writer;

pub(crate) use open::{open, sync_folder};
pub(crate) use writer::{Turn, Writer};
