// SPDX-License-Identifier: AGPL-3.0-or-later

//! Tests of the whole crate from outside.

mod dialects;
mod hostile;
mod kinds;
mod read;
mod real;
mod real_files;
mod traps;
mod write;
