// SPDX-License-Identifier: AGPL-3.0-or-later

//! What clients of CKAN's action API ask and get, without a catalogue behind it.
//!
//! ```text
//! q, fq        → Query    a typed tree, bounded in length, depth and number of clauses
//! filters      → Filters  the same for rows of the DataStore
//! q of rows    → Words    PostgreSQL's text search, as far as clients write it
//! wire         the shapes of packages, resources, organisations and answers, read and written
//! ```
//!
//! # What this crate promises
//!
//! - Every text is either a query or an error that says where it is wrong; none makes the parser slow,
//!   deep or large ([`query::TEXT_BYTES_MAX`], [`query::DEPTH_MAX`], [`query::CLAUSES_MAX`]).
//! - A query that is written down ([`Query`]'s `Display`) is read back as the same query.
//! - What another CKAN wrote is read also where it deviates: numbers as text, nulls, members of its
//!   own, which are kept.
//!
//! # What this crate does not know
//!
//! Which fields there are, what they hold, and how texts are searched: that is a [`Shelf`]'s.
//!
//! # Where it differs from Solr
//!
//! `AND` binds tighter than `OR`, also where they are mixed without brackets (Lucene's parser then
//! makes some clauses optional, which nobody expects). What stands side by side must hold together.
//! A clause with `NOT` means everything else, wherever it stands. Boosts are read and change nothing.
//! Regular expressions, fuzzy words, distances in phrases and local parameters are refused.

pub mod date;
pub mod filters;
pub mod query;
mod select;
pub mod wire;
pub mod words;

pub use filters::Filters;
pub use query::{Bound, Match, Pattern, Query, QueryError};
pub use select::{Set, Shelf};
pub use words::Words;
