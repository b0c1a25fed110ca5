// SPDX-License-Identifier: AGPL-3.0-or-later

//! Turns Fluent files into typed functions at build time, so that a missing word is a build error.
//!
//! A crate keeps its words in `locales/{ca,es,en}.ftl` and calls [`generate`] from its `build.rs`:
//!
//! ```no_run
//! words::generate("locales");
//! ```
//!
//! It then includes what was made and calls one function per message:
//!
//! ```ignore
//! include!(concat!(env!("OUT_DIR"), "/words.rs"));
//!
//! let t = Words::of("ca");
//! t.money_left("1.284 €");      // money-left = Us queden { $left }
//! t.rows(612);                  // rows = { $count -> [one] una fila *[other] { $count } files }
//! ```
//!
//! The arguments of a function stand in the order of their names (`with_type` after `plain`), so
//! that a sentence may be turned round without changing what a call means.
//!
//! # What this crate promises
//!
//! - A message that one language lacks, that takes other arguments there, that has nothing to say,
//!   or that refers to something unknown is a build error naming the file and the message.
//! - What a message selects on is a whole number ([`Count`]), so that plurals follow the rules of
//!   the language and the number is written as that language writes it. Everything else is an
//!   [`Argument`], shown as it is handed in.
//! - Text comes out as written: no invisible isolation marks. Put what people wrote in `<bdi>`.
//!
//! # What this crate does not know
//!
//! HTML. A message holds no markup (a build error), so a template may escape all of it.

mod bundle;
mod check;
mod generate;
mod number;

pub use bundle::{Argument, Bundle, Count, Library};
pub use check::{Finding, Message, Parameter, check};
pub use generate::{generate, source};
pub use number::whole;
