// SPDX-License-Identifier: AGPL-3.0-or-later

//! Ids, time, languages, places and addresses: what every crate of Panot shares. No IO, no async.
//!
//! # What this crate promises
//!
//! - Nothing here reads a clock, a file or a source of randomness: a [`Clock`] and a [`Random`] are
//!   handed in by the binary, or by a test that sets them.
//! - A value that exists is valid: a [`Timestamp`] is a moment that can be written down, a [`Name`]
//!   can stand in an address, [`Places`] hold closed outlines within their bounds.
//! - What is shown to people ([`format`]) is built from exact text and whole numbers, never from a
//!   floating number that a database or a parser made up.
//!
//! # What this crate does not know
//!
//! Where anything is stored (`panot-db`, `panot-lake`), and what a page looks like (`panot-web`).

pub mod address;
pub mod fold;
pub mod format;
pub mod ids;
mod language;
mod money;
pub mod places;
mod random;
mod texts;
mod time;

pub use address::{DatasetRef, Extension, InvalidName, Name};
pub use ids::Id;
pub use language::{Direction, Language, UnknownLanguage};
pub use money::Cents;
pub use places::Places;
pub use random::Random;
pub use texts::{InvalidText, Texts};
pub use time::{Clock, InvalidTime, Timestamp};
