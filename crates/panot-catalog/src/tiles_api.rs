// SPDX-License-Identifier: AGPL-3.0-or-later

//! Vector tiles of a dataset: `/tiles/{id}` and `/tiles/{id}/{z}/{x}/{y}.mvt`.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use panot_web::{City, Problem, is_known, json};
use tiles::{Limits, Tile, TileId, ZOOM_DRAWN};

use crate::catalogue::Catalogue;
use crate::download::{FIXED_KEPT, maker};
use crate::show::dataset::Loaded;
use crate::show::map::{LAYER, tile_json};
use crate::{load, ogc};

/// Tiles of the newest version change with the next one.
const FOR_NOW: &str = "public, max-age=60";

/// How tiles are made. One more whenever the same rows give other tiles within one version of the
/// program: with other limits, layers, properties or another encoding.
const FORMAT: u32 = 1;

/// Describes the tiles of a dataset (`TileJSON` 3.0).
pub async fn description(
    catalogue: Catalogue,
    State(city): State<City>,
    Path(segment): Path<String>,
) -> Result<Response, Problem> {
    let loaded = load::dataset(&city, &load::reference(&segment)?).await?;
    let bounds = ogc::bounds(&catalogue, &city, &loaded).await?;
    let absolute = |path: &str| city.settings.absolute(path);
    json(&tile_json(
        &loaded,
        bounds.ok_or_else(Problem::not_found)?,
        city.settings.default_language(),
        &absolute,
    ))
}

/// Makes one tile.
pub async fn tile(
    catalogue: Catalogue,
    State(city): State<City>,
    headers: HeaderMap,
    Path((segment, z, x, y)): Path<(String, u8, u32, String)>,
) -> Result<Response, Problem> {
    let y = y.strip_suffix(".mvt").and_then(|y| y.parse().ok());
    let id = y
        .filter(|_| z <= ZOOM_DRAWN)
        .and_then(|y| TileId::new(z, x, y))
        .ok_or_else(Problem::not_found)?;
    let reference = load::reference(&segment)?;
    let loaded = load::dataset(&city, &reference).await?;
    // The tile of a version is always the same: whoever has it need not wait for it again.
    let tag = tag(&loaded.version.digest(), id);
    let mut response = if is_known(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = HeaderValue::from_static("application/vnd.mapbox-vector-tile");
        let tile = made(&catalogue, &city, &loaded, id).await?;
        ([(header::CONTENT_TYPE, kind)], tile.bytes).into_response()
    };
    let kept = if reference.version.is_some() {
        FIXED_KEPT
    } else {
        FOR_NOW
    };
    let tag = HeaderValue::from_str(&tag).expect("hexadecimal digits and numbers");
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::ETAG, tag);
    Ok(response)
}

/// The tag of a tile: the version's digest, who makes it, and where it lies.
fn tag(digest: &str, id: TileId) -> String {
    let (maker, z, x, y) = (maker(FORMAT), id.z(), id.x(), id.y());
    format!("\"{}-{maker}-{z}-{x}-{y}\"", &digest[..32])
}

/// The tile, on a thread that may work.
async fn made(
    catalogue: &Catalogue,
    city: &City,
    loaded: &Loaded,
    id: TileId,
) -> Result<Tile, Problem> {
    let snapshot = loaded.version.snapshot(&loaded.dataset.table());
    let layer = catalogue.layers().of(&city.lake, &snapshot).await?;
    let limits = Limits::default();
    let permit = catalogue.layers().permit().await?;
    let made = tokio::task::spawn_blocking(move || {
        // Held until the tile is made, also when the visitor is gone.
        let _permit = permit;
        let area = id.bounds(f64::from(limits.margin) / 4096.0);
        let here = layer.within(area, &limits).map_err(Problem::internal)?;
        tiles::tile(id, LAYER, &here, &limits).map_err(Problem::internal)
    });
    made.await.map_err(Problem::internal)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_says_who_made_the_tile() {
        let id = TileId::new(2, 1, 3).expect("within the world");
        let tag = tag(&"0a".repeat(32), id);
        let maker = concat!(env!("CARGO_PKG_VERSION"), ".1");
        assert_eq!(tag, format!("\"{}-{maker}-2-1-3\"", "0a".repeat(16)));
    }
}
