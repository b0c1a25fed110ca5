// SPDX-License-Identifier: AGPL-3.0-or-later

//! OGC API Features at `/ogc`: every dataset whose rows lie somewhere is a collection.
//!
//! Part 1 (core, `GeoJSON`, `OpenAPI` 3.0), part 2 (reference systems) and part 3 (filters, in CQL2).
//!
//! ```text
//! parameters → bbox  → places in memory (of the map)      → numbers of rows ┐
//!            → filter → condition of SQL → query worker   → numbers of rows ┴→ page → rows → GeoJSON
//! ```
//!
//! A feature's id is the number of its row in the version, from 1: it never changes within a version,
//! and the order of features is that of the file. `/ogc/collections/{id}` is the newest version,
//! `/ogc/collections/{id}@{n}` the n-th for ever; links to the next page name the version, so that a
//! list that is read to its end is one version's, also when another is published meanwhile.

mod api;
mod boxes;
mod condition;
mod crs;
mod documents;
mod extent;
mod links;
mod openapi;
mod operations;
mod queryables;
mod request;
mod standards;
mod store;

pub use api::{bounds, routes};
pub use extent::known as known_extent;
pub use standards::standards;
