// SPDX-License-Identifier: AGPL-3.0-or-later

//! The text encoding (annex B).

mod lex;
mod read;
mod shapes;
mod write;

pub use read::read;
pub use write::is_plain;
