// SPDX-License-Identifier: AGPL-3.0-or-later

//! The city's districts and neighbourhoods, as open data (`/places.geojson`) and as the ground under
//! every large map (`/places/{z}/{x}/{y}.mvt`).

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use panot_core::Places;
use panot_core::places::Place;
use tiles::{Feature, Limits, Shape, TileId, ZOOM_DRAWN};
use tokio::sync::Semaphore;

use crate::{City, Problem};

/// The address of the tiles of the ground, as a map library fills it in.
pub const GROUND: &str = "/places/{z}/{x}/{y}.mvt";

/// Places change with the city's file of them, when the server starts again.
const FOR_AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// The places as one file.
pub(super) async fn file(State(city): State<City>) -> Result<Response, Problem> {
    let places = city.places.as_ref().ok_or_else(Problem::not_found)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/geo+json"),
        ),
        (header::CACHE_CONTROL, FOR_AN_HOUR),
    ];
    Ok((headers, places.to_geojson().to_string()).into_response())
}

/// The ground of maps, made once from the city's places.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    layers: Arc<OnceLock<Layers>>,
    makers: Arc<Semaphore>,
}

/// How many tiles of the ground are made at a time, and how long the next one waits.
const MAKERS: usize = 2;
const MAKER_WAIT: Duration = Duration::from_secs(10);

impl Default for Ground {
    fn default() -> Self {
        Self {
            layers: Arc::default(),
            makers: Arc::new(Semaphore::new(MAKERS)),
        }
    }
}

#[derive(Debug)]
struct Layers {
    city: Vec<Feature>,
    districts: Vec<Feature>,
    neighbourhoods: Vec<Feature>,
}

/// One tile of the ground: the city as an area, the borders of its districts and neighbourhoods as
/// lines.
pub(super) async fn tile(
    ground: Ground,
    State(city): State<City>,
    Path((z, x, y)): Path<(u8, u32, String)>,
) -> Result<Response, Problem> {
    let y = y.strip_suffix(".mvt").and_then(|y| y.parse().ok());
    let id = y
        .filter(|_| z <= ZOOM_DRAWN)
        .and_then(|y| TileId::new(z, x, y))
        .ok_or_else(Problem::not_found)?;
    if city.places.is_none() {
        return Err(Problem::not_found());
    }
    let permit = tokio::time::timeout(MAKER_WAIT, ground.makers.acquire_owned()).await;
    let permit = permit.map_err(|_| Problem::busy(10))?;
    let made = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let places = city.places.as_ref().ok_or_else(Problem::not_found)?;
        let bounds = places.bounds();
        let [west, south, east, north] = id.bounds(0.1);
        let apart = bounds.west > east
            || bounds.east < west
            || bounds.south > north
            || bounds.north < south;
        if apart {
            return Ok(Vec::new());
        }
        let layers = ground.layers.get_or_init(|| Layers::of(places));
        layers.tile(id).map_err(Problem::internal)
    });
    let bytes = made.await.map_err(Problem::internal)??;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/vnd.mapbox-vector-tile"),
        ),
        (header::CACHE_CONTROL, FOR_AN_HOUR),
    ];
    Ok((headers, bytes).into_response())
}

impl Layers {
    fn of(places: &Places) -> Self {
        let borders = |places: &[Place]| -> Vec<Feature> {
            let lines = places.iter().map(|place| place.shape.rings().to_vec());
            lines.map(|lines| plain(Shape::Lines(lines))).collect()
        };
        let city = places.city();
        let areas = city.shape.polygons().into_iter();
        let areas = areas.map(|rings| rings.into_iter().cloned().collect());
        Self {
            city: vec![plain(Shape::Areas(areas.collect()))],
            districts: borders(places.districts()),
            neighbourhoods: borders(places.neighbourhoods()),
        }
    }

    /// The layers of a tile stand one after the other: a tile is a message of repeated layers.
    fn tile(&self, id: TileId) -> Result<Vec<u8>, tiles::TileError> {
        let mut bytes = Vec::new();
        for (name, features) in [
            ("city", &self.city),
            ("districts", &self.districts),
            ("neighbourhoods", &self.neighbourhoods),
        ] {
            bytes.extend(tiles::tile(id, name, features, &Limits::default())?.bytes);
        }
        Ok(bytes)
    }
}

/// A shape about which the map says nothing: the ground is not clicked.
fn plain(shape: Shape) -> Feature {
    Feature {
        id: None,
        shape,
        properties: Vec::new(),
    }
}
