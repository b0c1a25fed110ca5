// SPDX-License-Identifier: AGPL-3.0-or-later

//! The open-data catalogue: datasets, their versions, their pages and downloads.
//!
//! A [`Dataset`](dataset::Dataset) has a public name for ever and [`Version`](version::Version)s
//! numbered from 1. A version is a list of files in the lake with everything that says where they
//! came from; publishing one is writing its row.
//!
//! ```text
//! file → staged import → version ─┬─ portrait (a job): profile, preview, charts, map
//!                                 ├─ announcement (a job): the Delta log, for other tools
//!                                 └─ card and search index, in memory and disposable
//! ```
//!
//! # What this crate promises
//!
//! - A version never changes; a withdrawn one answers 410 with its reason and digest, for ever.
//! - Numbers of versions are unique and rise, also when two are published at once
//!   ([`store::versions::add`]).
//! - No page reads a whole table: what pages show of all rows was looked at once, after publication
//!   ([`portrait`]), and every other question is bounded or streamed.
//! - Every page has the same content as JSON, and every list can be read to its end.
//! - A list of features ([OGC API Features](https://ogcapi.ogc.org/features/) at `/ogc`) that is read to
//!   its end is one version's, in the order of its file.
//! - A question of rows that is not understood is refused with words that say what to mend, never
//!   answered as another question ([`ask`]).
//!
//! # What this crate does not know
//!
//! How files are read (`tabular`), how rows are stored and asked (`panot-lake`), what surrounds a
//! page (`panot-web`).

pub mod account;
pub mod address;
pub mod ask;
pub mod catalogue;
pub mod cells;
pub mod chart;
pub mod citation;
pub mod ckan;
pub mod comparison;
pub mod dataset;
pub mod described;
mod described_api;
mod download;
mod feature;
pub mod fields;
pub mod figures;
pub mod gate;
pub mod harvest;
mod harvest_api;
pub mod howto;
pub mod import;
pub mod jobs;
pub mod kind;
pub mod layer;
mod load;
mod ogc;
mod operations;
mod pages;
pub mod portrait;
pub mod publish;
pub mod question;
pub mod said;
pub mod search;
pub mod shelf;
pub mod show;
pub mod staged;
pub mod startup;
pub mod store;
mod tiles_api;
pub mod version;
pub mod words;

pub use feature::feature;
use panot_db::{Migrations, Step};

/// The tables of the catalogue.
pub const MIGRATIONS: Migrations = Migrations {
    feature: "catalog",
    steps: &[
        Step {
            number: 1,
            name: "catalog",
            sqlite: include_str!("../migrations/sqlite/0001_catalog.sql"),
            postgres: include_str!("../migrations/postgres/0001_catalog.sql"),
        },
        Step {
            number: 2,
            name: "comparisons",
            sqlite: include_str!("../migrations/sqlite/0002_comparisons.sql"),
            postgres: include_str!("../migrations/postgres/0002_comparisons.sql"),
        },
        Step {
            number: 3,
            name: "citations",
            sqlite: include_str!("../migrations/sqlite/0003_citations.sql"),
            postgres: include_str!("../migrations/postgres/0003_citations.sql"),
        },
        Step {
            number: 4,
            name: "screened",
            sqlite: include_str!("../migrations/sqlite/0004_screened.sql"),
            postgres: include_str!("../migrations/postgres/0004_screened.sql"),
        },
    ],
};
