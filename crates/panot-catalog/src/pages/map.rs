// SPDX-License-Identifier: AGPL-3.0-or-later

//! The large map: `/{lang}/data/{id}/map`. The map that moves is opened by a click; the drawing and
//! the list say the same without a script.

use askama::Template;
use axum::response::Response;
use panot_web::{Format, Problem, Shell, json, page};

use super::{Asked, old_notice};
use crate::address;
use crate::layer::FEATURES_MAX;
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
    /// Said where the map does not show every row.
    bound: Option<String>,
    all_rows: String,
}

/// Shows where the rows of a dataset lie.
pub async fn large_map(asked: Asked) -> Result<Response, Problem> {
    let (loaded, reader) = (&asked.loaded, &asked.reader);
    if asked.format == Format::Json {
        let bounds = loaded
            .version
            .portrait
            .as_ref()
            .and_then(|portrait| portrait.map.as_ref());
        let bounds = bounds.ok_or_else(Problem::not_found)?.bounds;
        let absolute = |path: &str| asked.absolute(path);
        return json(&tile_json(loaded, bounds, &absolute));
    }
    let title = reader.t.large_map_title(loaded.title(reader.language));
    page(&Page {
        shell: asked.shell(&title, "map", loaded.asked),
        t: reader.t,
        title,
        old: old_notice(loaded, reader),
        map: shown(loaded, asked.city.places.as_ref(), reader),
        layer: LAYER,
        bound: (loaded.version.rows() > FEATURES_MAX)
            .then(|| reader.t.large_map_first(reader.count(FEATURES_MAX))),
        all_rows: asked
            .visit
            .link(&address::beside(loaded.name(), loaded.asked, "rows")),
    })
}
