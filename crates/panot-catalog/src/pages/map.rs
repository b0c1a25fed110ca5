// SPDX-License-Identifier: AGPL-3.0-or-later

//! The large map: `/{lang}/data/{id}/map`. The map that moves is opened by a click; the drawing and
//! the list say the same without a script.

use askama::Template;
use axum::response::Response;
use panot_web::{City, Format, GROUND, Problem, Shell, json, page};

use super::{Asked, old_notice};
use crate::address;
use crate::catalogue::Catalogue;
use crate::ogc;
use crate::show::dataset::Loaded;
use crate::show::map::{LAYER, MapShown, shown, tile_json};
use crate::words::Words;

#[derive(Template)]
#[template(path = "map.html")]
struct Page {
    shell: Shell,
    t: Words,
    title: String,
    old: Option<(String, String)>,
    map: Option<MapShown>,
    layer: &'static str,
    /// Where the tiles of the city's own borders are; empty when it has not given them.
    ground: &'static str,
    /// Said where the map does not show every row.
    bound: Option<String>,
    all_rows: String,
}

/// A version with at most this many rows in files of at most this many bytes is shown whole, so its
/// layer need not be read to know that.
const SURELY_WHOLE: (u64, u64) = (100_000, 10 << 20);

/// Shows where the rows of a dataset lie.
pub async fn large_map(catalogue: Catalogue, asked: Asked) -> Result<Response, Problem> {
    let (city, loaded, reader) = (&asked.city, &asked.loaded, &asked.reader);
    if asked.format == Format::Json {
        let bounds = ogc::bounds(&catalogue, city, loaded).await?;
        let bounds = bounds.ok_or_else(Problem::not_found)?;
        let absolute = |path: &str| asked.absolute(path);
        return json(&tile_json(loaded, bounds, reader.language, &absolute));
    }
    let title = reader.t.large_map_title(loaded.title(reader.language));
    page(&Page {
        shell: asked.shell(&title, "map", loaded.asked),
        t: reader.t,
        title,
        old: old_notice(loaded, reader),
        map: shown(loaded, city.places.as_ref(), reader),
        layer: LAYER,
        ground: city.places.as_ref().map_or("", |_| GROUND),
        bound: bound(&catalogue, city, loaded)
            .await?
            .map(|rows| reader.t.large_map_first(reader.count(rows))),
        all_rows: asked
            .visit
            .link(&address::beside(loaded.name(), loaded.asked, "rows")),
    })
}

/// How many of the rows the large map shows, where that is not all of them.
async fn bound(
    catalogue: &Catalogue,
    city: &City,
    loaded: &Loaded,
) -> Result<Option<u64>, Problem> {
    let version = &loaded.version;
    if version.rows() <= SURELY_WHOLE.0 && version.bytes() <= SURELY_WHOLE.1 {
        return Ok(None);
    }
    let snapshot = version.snapshot(&loaded.dataset.table());
    let layer = catalogue.layers().of(&city.lake, &snapshot).await;
    let read = layer?.rows();
    Ok((read < version.rows()).then_some(read))
}
