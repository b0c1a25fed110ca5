// SPDX-License-Identifier: AGPL-3.0-or-later

//! Reads the messy tables that town halls really have, and types every column exactly.
//!
//! ```text
//! bytes → kind → unpacked → tables → cells (text) → typed columns → recipe → record batches
//!         └────────────── source ───────────────┘   └─ typer ─┘    └────── import ───────┘
//! ```

pub mod cells;
mod error;
pub mod geometry;
pub mod import;
pub mod project;
pub mod recipe;
pub mod source;
mod typer;
pub mod write;

pub use cells::{Cells, Hint, ReadCells};
pub use error::ReadError;
