// SPDX-License-Identifier: AGPL-3.0-or-later

//! Looks for people in a table before it is published.
//!
//! Two things point at somebody. **An identifier in a cell**: the number of an identity document, a
//! bank account, an address to write to, a telephone, a number plate, a name, a home. And **a row
//! that is alone**: no cell names anybody, but few people are 83 years old, female, and fell on that
//! street on that day. The first is found by [`Scan`], cell by cell; the second by [`Groups`], over
//! all rows at once.
//!
//! ```
//! use screen::{Column, Scan, What};
//!
//! let columns = [Column::of("observacions")];
//! let mut scan = Scan::new(&columns);
//! scan.cell(0, 17, "parlar amb el titular, 12345678Z");
//! let found = scan.finish();
//! assert_eq!(found[0].what, What::IdentityNumber);
//! assert_eq!(found[0].examples[0].masked, "…12•••••8Z");
//! ```
//!
//! # What this crate promises
//!
//! - A number with a checksum is found only where the checksum holds, and a column of codes that look
//!   alike by chance is not taken for one.
//! - What it quotes is masked: a report about a leak must not be another.
//! - Memory does not grow with the number of rows, except in [`Groups`], which says what it takes.
//!
//! # What this crate misses
//!
//! Names that are not among the few hundred that it knows and stand in a column whose name does not
//! say so; identity numbers of other countries, and Spanish ones without their letter; people in
//! pictures, links and prose; what a reader could add from elsewhere. It helps somebody who looks;
//! it does not replace looking. How often it is right is measured on a generated set with known answers
//! (`examples/quality.rs`, written to `docs/screening.md`).

mod column;
mod finding;
mod groups;
mod identifier;
mod names;
mod scan;
mod words;

pub use column::{Column, Role};
pub use finding::{Example, Finding, Gravity, What};
pub use groups::{Coarser, Count, Groups, Lonely, Mend, Preview, is_of_single_people};
pub use scan::Scan;
