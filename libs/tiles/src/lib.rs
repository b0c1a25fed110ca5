// SPDX-License-Identifier: AGPL-3.0-or-later

//! Vector tiles: features in degrees become Mapbox Vector Tiles 2.1, one square of the map at a time.
//!
//! ```
//! use tiles::{Feature, Limits, Shape, TileId, Value, tile};
//!
//! let tree = Feature {
//!     id: Some(7),
//!     shape: Shape::Points(vec![[1.6, 40.8]]),
//!     properties: vec![("species".to_owned(), Value::Text("Platanus x hispanica".to_owned()))],
//! };
//! let id = TileId::around([1.6, 40.8], 14).expect("Vilagarbí is on the map");
//! let made = tile(id, "trees", &[tree], &Limits::default()).expect("one layer, one tree");
//! assert_eq!(made.shown, 1);
//! ```
//!
//! # What this crate promises
//!
//! - A tile is never larger than [`Limits::bytes_max`]: crowded points become counts on a grid
//!   (property [`COUNT`]), and lines and areas lose corners, then the smallest among them, and
//!   [`Tile::whole`] says so.
//! - Geometry is clipped to the tile and a margin, rings turn as the specification asks (4.3.4), and no
//!   ring or line is degenerate.
//! - The same features give the same bytes.
//!
//! # What this crate does not know
//!
//! Where features come from, and how tiles are served.

pub mod clip;
mod encode;
mod feature;
mod id;
mod json;

pub use encode::{COUNT, Limits, Tile, TileError, tile};
pub use feature::{Feature, LonLat, Shape, Value};
pub use id::TileId;
pub use json::{TileJson, VectorLayer};
