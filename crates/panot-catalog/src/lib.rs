// SPDX-License-Identifier: AGPL-3.0-or-later

//! The open-data catalogue: datasets, their versions, their pages and downloads.

pub mod account;
pub mod address;
pub mod ask;
pub mod catalogue;
pub mod cells;
pub mod chart;
pub mod dataset;
pub mod fields;
pub mod figures;
pub mod howto;
pub mod kind;
pub mod layer;
mod load;
mod pages;
pub mod portrait;
pub mod search;
pub mod shelf;
pub mod show;
pub mod staged;
pub mod store;
pub mod version;
pub mod words;

use panot_db::{Migrations, Step};

/// The tables of the catalogue.
pub const MIGRATIONS: Migrations = Migrations {
    feature: "catalog",
    steps: &[Step {
        number: 1,
        name: "catalog",
        sqlite: include_str!("../migrations/sqlite/0001_catalog.sql"),
        postgres: include_str!("../migrations/postgres/0001_catalog.sql"),
    }],
};
