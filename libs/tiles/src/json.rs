// SPDX-License-Identifier: AGPL-3.0-or-later

//! `TileJSON` 3.0: what a client reads before it asks for tiles.

use std::collections::BTreeMap;

use serde::Serialize;

/// The closest zoom at which tiles are made; closer, a map draws the same tiles larger.
pub const ZOOM_DRAWN: u8 = 16;

/// Where the tiles of a dataset are and what is in them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TileJson {
    tilejson: &'static str,
    /// The dataset's title.
    pub name: String,
    /// What it is, in a sentence.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Whom to name, as text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub attribution: String,
    /// Addresses with `{z}`, `{x}` and `{y}`.
    pub tiles: Vec<String>,
    /// The first zoom that has tiles.
    pub minzoom: u8,
    /// The last; clients enlarge it beyond.
    pub maxzoom: u8,
    /// West, south, east, north of everything.
    pub bounds: [f64; 4],
    /// A longitude, a latitude and a zoom to begin with.
    pub center: [f64; 3],
    /// The layers.
    pub vector_layers: Vec<VectorLayer>,
}

/// A layer of the tiles.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VectorLayer {
    /// Its name in the tiles.
    pub id: String,
    /// Its properties and what each is, in words.
    pub fields: BTreeMap<String, String>,
}

impl TileJson {
    /// The description of tiles of one layer with these bounds. It begins at the zoom at which all of
    /// it is seen in a window of about two tiles.
    pub fn new(name: &str, address: &str, bounds: [f64; 4], layer: VectorLayer) -> Self {
        let [west, south, east, north] = bounds;
        let widest = (east - west).max((north - south) * 1.3).max(0.000_5);
        let zoom = (2.0 * 360.0 / widest).log2().floor().clamp(0.0, 16.0);
        Self {
            tilejson: "3.0.0",
            name: name.to_owned(),
            description: String::new(),
            attribution: String::new(),
            tiles: vec![address.to_owned()],
            minzoom: 0,
            maxzoom: ZOOM_DRAWN,
            bounds,
            center: [f64::midpoint(west, east), f64::midpoint(south, north), zoom],
            vector_layers: vec![layer],
        }
    }
}
