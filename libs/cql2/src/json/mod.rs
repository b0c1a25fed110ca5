// SPDX-License-Identifier: AGPL-3.0-or-later

//! The JSON encoding (clause 8.3).

mod read;
mod write;

pub use read::read;
