// SPDX-License-Identifier: AGPL-3.0-or-later

//! The OGC Common Query Language (CQL2, OGC 21-065r2): filters as people write them and as programs
//! send them.
//!
//! ```
//! let limits = cql2::Limits::default();
//! let text = "floors > 5 AND S_WITHIN(geometry, BBOX(-118, 33.8, -117.9, 34))";
//! let filter = cql2::from_text(text, &limits)?;
//! assert_eq!(cql2::from_json(&filter.to_json().to_string(), &limits)?, filter);
//! # Ok::<(), cql2::Error>(())
//! ```
//!
//! Text and JSON are read into the same [`Expr`], through one constructor ([`Expr::op`]) that checks
//! the number and the kinds of operands. So a tree that exists is one that both encodings can say.
//!
//! # What this library promises
//!
//! - Reading takes time and memory in proportion to the text, and the text has a bound: bytes, depth,
//!   nodes and positions are counted ([`Limits`]). There is no backtracking.
//! - Whatever the bytes are, the answer is a tree or an [`Error`] that says where and why.
//! - Writing a tree and reading it again gives the same tree, in both encodings. (One thing text cannot
//!   say and JSON can: a backslash right before a quotation mark or at the end of a text.)
//!
//! # Why not the crate `cql2`
//!
//! Its grammar recurses without a bound on depth, it panics on what it takes to be impossible in more
//! than a dozen places, and it brings a validator of JSON schemas, a parser of SQL and another order of the keys
//! of every JSON object in the program that links it.
//!
//! # What this library does not know
//!
//! Which properties exist, of what type they are, and how a filter is answered.

mod expr;
mod geometry;
mod json;
mod limits;
mod moment;
mod op;
mod text;

pub use expr::{Expr, Number};
pub use geometry::{Geometry, Position};
pub use limits::{Error, Limits, Why};
pub use op::{Arithmetic, Array, Comparison, Kind, Spatial, Temporal};

pub use text::is_plain;

/// Reads the text encoding.
pub fn from_text(text: &str, limits: &Limits) -> Result<Expr, Error> {
    text::read(text, limits)
}

/// Reads the JSON encoding.
pub fn from_json(text: &str, limits: &Limits) -> Result<Expr, Error> {
    json::read(text, limits)
}
