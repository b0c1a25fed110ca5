// SPDX-License-Identifier: AGPL-3.0-or-later

//! The catalogue: `/{lang}/data`.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use panot_web::{City, Format, Problem, Shell, Visit, json, page};

use super::{Fields, reader};
use crate::address::CATALOGUE;
use crate::catalogue::Catalogue;
use crate::shelf::{self, ShelfAsk};
use crate::show::catalogue::{CatalogueShown, CatalogueView};
use crate::words::Words;

#[derive(Template)]
#[template(path = "catalogue.html")]
struct Page {
    shell: Shell,
    t: Words,
    shown: CatalogueShown,
}

/// Shows what a visitor asks of the catalogue.
pub async fn catalogue(
    catalogue: Catalogue,
    State(city): State<City>,
    visit: Visit,
    format: Format,
    Query(fields): Query<Fields>,
) -> Result<Response, Problem> {
    let ask = ShelfAsk::parse(&fields);
    let reader = reader(&city, &visit);
    let cards = catalogue.cards();
    let found = catalogue.find(&ask).map_err(Problem::internal)?;
    let looked = shelf::look(&cards, &ask, found.as_ref(), reader.language);
    if format == Format::Json {
        let absolute = |path: &str| city.settings.absolute(path);
        return json(&CatalogueView::of(&looked, &ask, &reader, &absolute));
    }
    let t = reader.t;
    let shell = Shell::new(&city, &visit)
        .title(t.catalogue_title())
        .about(t.catalogue_lead())
        .crumb(t.catalogue_title(), CATALOGUE)
        .lively()
        .json(crate::address::with_query(
            &visit.link("/data.json"),
            &fields,
        ));
    page(&Page {
        shell,
        t,
        shown: CatalogueShown::of(&looked, &ask, cards.len(), &reader),
    })
}
