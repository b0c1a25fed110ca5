// SPDX-License-Identifier: AGPL-3.0-or-later

//! The places of a version: the drawn map, its list, and the description of its tiles.

use panot_core::Language;
use panot_core::places::Places;
use panot_web::Markup;
use tiles::{TileJson, VectorLayer};

use super::Reader;
use super::dataset::Loaded;
use super::picture;
use crate::address;
use crate::kind::whereabouts;
use crate::portrait::SpotMap;

/// The name of the layer in our tiles.
pub const LAYER: &str = "rows";

/// The description of the tiles of one version. Their address names the version, so that tiles may
/// be kept for ever.
pub fn tile_json(
    loaded: &Loaded,
    bounds: [f64; 4],
    language: Language,
    absolute: &dyn Fn(&str) -> String,
) -> TileJson {
    let fields = crate::layer::shown_fields(&loaded.version.content.schema);
    let layer = VectorLayer {
        id: LAYER.to_owned(),
        fields: fields
            .into_iter()
            .map(|name| (name, "String".to_owned()))
            .collect(),
    };
    let address = format!(
        "/tiles/{}@{}/{{z}}/{{x}}/{{y}}.mvt",
        loaded.name(),
        loaded.version.n
    );
    let mut json = TileJson::new(loaded.title(language), &absolute(&address), bounds, layer);
    loaded
        .dataset
        .about
        .description
        .text(language)
        .clone_into(&mut json.description);
    json.attribution.clone_from(&loaded.dataset.about.publisher);
    json
}

/// A place of the list beside a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    /// What it is called.
    pub name: String,
    /// Longitude and latitude in degrees, as a script reads them.
    pub at: String,
}

/// The drawn map with its list, as a page shows it.
#[derive(Debug, Clone)]
pub struct MapShown {
    /// The drawing, as SVG.
    pub drawing: Markup,
    /// How many places there are.
    pub all: String,
    /// How many of them it shows.
    pub count: String,
    /// The places by name, where they are few enough to be read: numbered as on the drawing.
    pub pins: Vec<Pin>,
    /// The address of the `TileJSON`.
    pub tiles: String,
    /// West, south, east, north, for the large map.
    pub bounds: String,
    /// The page of the large map.
    pub page: String,
}

/// The drawn map of a version, where its rows lie on one.
pub fn shown(loaded: &Loaded, places: Option<&Places>, reader: &Reader) -> Option<MapShown> {
    let spots = loaded.version.portrait.as_ref()?.map.as_ref()?;
    whereabouts(&loaded.version.content.schema)?;
    let t = reader.t;
    let title = t.large_map_title(loaded.title(reader.language));
    let count = count(spots, reader);
    let [west, south, east, north] = spots.bounds;
    Some(MapShown {
        drawing: picture::spots(spots, &format!("{title}. {count}."), places),
        all: t.map_points(spots.placed),
        count,
        pins: pins(spots),
        tiles: format!("{}@{}", address::tiles(loaded.name()), loaded.version.n),
        bounds: format!("{west},{south},{east},{north}"),
        page: format!(
            "/{}{}",
            reader.language,
            address::beside(loaded.name(), loaded.asked, "map")
        ),
    })
}

fn count(spots: &SpotMap, reader: &Reader) -> String {
    let drawn = u64::try_from(spots.spots.len()).unwrap_or(u64::MAX);
    if drawn < spots.placed {
        reader
            .t
            .map_points_some(reader.count(spots.placed), reader.count(drawn))
    } else {
        reader.t.map_points(drawn)
    }
}

fn pins(spots: &SpotMap) -> Vec<Pin> {
    let Some(pinned) = picture::pinned(spots) else {
        return Vec::new();
    };
    let names = spots.spots.iter().map(|spot| spot.label.clone());
    names
        .zip(pinned)
        .map(|(name, [lon, lat])| Pin {
            name,
            at: format!("{lon},{lat}"),
        })
        .collect()
}
