// SPDX-License-Identifier: AGPL-3.0-or-later

//! Vilagarbí: a made-up Mediterranean city from a seed.
//!
//! A city has a ground plan (an Eixample of chamfered blocks with a diagonal avenue, an old town, a
//! harbour, beaches, hills), ten districts, 73 neighbourhoods, and a town hall that publishes the
//! kind of files that town halls publish.
//!
//! ```
//! let city = invented_city::City::new(1859, 20_000);
//! assert_eq!(city.neighbourhoods().len(), 73);
//! assert_eq!(city.neighbourhoods().iter().map(|n| n.residents).sum::<i64>(), 20_000);
//! ```
//!
//! # What this crate promises
//!
//! - The same seed and number of residents give the same bytes on any machine: only arithmetic that
//!   IEEE 754 fixes to the last bit is used, and chance comes from named streams ([`City::new`]).
//! - Neighbourhoods tile the land: every point is in exactly one, and shared borders are the same
//!   numbers on both sides ([`City::places_geojson`]).
//! - Nothing is about a person who exists, and no place is a real one: the coordinates are open sea.
//!
//! # What this crate does not know
//!
//! How its files are read. They are written as people write them, mistakes included.

mod borders;
mod city;
mod dice;
mod ground;
mod names;
mod numbers;
mod plan;
mod town_hall;

pub use city::{City, Coast, LonLat, Neighbourhood};
pub use plan::{Park, Street};
pub use town_hall::{Dataset, MessyFile};
