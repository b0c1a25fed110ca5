// SPDX-License-Identifier: AGPL-3.0-or-later

//! Vector tiles of a dataset: `/tiles/{id}` and `/tiles/{id}/{z}/{x}/{y}.mvt`.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use panot_web::{City, Problem, json};
use tiles::{Limits, TileId};

use crate::catalogue::Catalogue;
use crate::load;
use crate::show::map::{LAYER, tile_json};

/// Tiles of a version never change.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Tiles of the newest version change with the next one.
const FOR_NOW: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// Describes the tiles of a dataset (`TileJSON` 3.0).
pub async fn description(
    catalogue: Catalogue,
    State(city): State<City>,
    Path(segment): Path<String>,
) -> Result<Response, Problem> {
    let loaded = load::dataset(&city, &load::reference(&segment)?).await?;
    let drawn = loaded
        .version
        .portrait
        .as_ref()
        .and_then(|portrait| portrait.map.as_ref());
    let bounds = if let Some(map) = drawn {
        Some(map.bounds)
    } else {
        let snapshot = loaded.version.snapshot(&loaded.dataset.table());
        let layer = catalogue.layers().of(&city.lake, &snapshot).await;
        layer.map_err(Problem::internal)?.bounds()
    };
    let absolute = |path: &str| city.settings.absolute(path);
    json(&tile_json(
        &loaded,
        bounds.ok_or_else(Problem::not_found)?,
        &absolute,
    ))
}

/// Makes one tile.
pub async fn tile(
    catalogue: Catalogue,
    State(city): State<City>,
    Path((segment, z, x, y)): Path<(String, u8, u32, String)>,
) -> Result<Response, Problem> {
    let y = y.strip_suffix(".mvt").and_then(|y| y.parse().ok());
    let id = y
        .and_then(|y| TileId::new(z, x, y))
        .ok_or_else(Problem::not_found)?;
    let reference = load::reference(&segment)?;
    let loaded = load::dataset(&city, &reference).await?;
    let snapshot = loaded.version.snapshot(&loaded.dataset.table());
    let layer = catalogue
        .layers()
        .of(&city.lake, &snapshot)
        .await
        .map_err(Problem::internal)?;
    let limits = Limits::default();
    let permit = catalogue
        .layers()
        .permit()
        .await
        .map_err(Problem::internal)?;
    let made = tokio::task::spawn_blocking(move || {
        // Held until the tile is made, also when the visitor is gone.
        let _permit = permit;
        let area = id.bounds(f64::from(limits.margin) / 4096.0);
        let here = layer.within(area, &limits).map_err(Problem::internal)?;
        tiles::tile(id, LAYER, &here, &limits).map_err(Problem::internal)
    });
    let tile = made.await.map_err(Problem::internal)??;
    let kept = if reference.version.is_some() {
        FOR_EVER
    } else {
        FOR_NOW
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/vnd.mapbox-vector-tile"),
        ),
        (header::CACHE_CONTROL, kept),
    ];
    Ok((headers, tile.bytes).into_response())
}
