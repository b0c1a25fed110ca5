// SPDX-License-Identifier: AGPL-3.0-or-later

//! The catalogue as clients of CKAN know one: the part of its action API that reads.
//!
//! ```text
//! entry        what is held in memory of a dataset at its newest version
//! shelf, find  package_search: a typed query of the library `ckan` over all entries
//! package      an entry in CKAN's shape: a dataset is a package, a file a resource, the publisher an
//!              organisation, a theme a group
//! rows         datastore_search: rows of a version, by the same bounded questions as pages
//! written      whole tables as CSV, TSV, JSON and XML
//! actions      which actions there are, and how each explains itself
//! api          HTTP
//! ```
//!
//! Everything that a search looks at is in memory: thousands of datasets are looked through in
//! milliseconds, and nothing is asked of the database.

mod actions;
mod api;
mod collections;
mod entry;
mod find;
mod ids;
mod package;
mod params;
mod refused;
mod rows;
mod shelf;
mod written;

pub use actions::described;
pub use api::{Means, ask, dump, post};
pub use entry::Entry;

/// The names of all actions.
pub fn names() -> impl Iterator<Item = &'static str> {
    actions::ACTIONS.iter().map(|(name, ..)| *name)
}
