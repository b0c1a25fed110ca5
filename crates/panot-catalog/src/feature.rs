// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the catalogue hands to the binary.

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Method};
use panot_core::Language;
use panot_web::guard::Client;
use panot_web::{
    Access, Ask, City, Door, DoorWords, Feature, Format, Icon, Route, Standard, Tone, Visit,
};

use crate::download::Turns;
use crate::jobs::{Means, jobs};
use crate::pages::{self, Asked, Fields};
use crate::words::Words;
use crate::{MIGRATIONS, citation, download, harvest_api, ogc, operations, question, tiles_api};

/// The catalogue as a feature of a city.
pub fn feature(means: &Means) -> Feature {
    let feature = Feature::new("catalog")
        .migrations(MIGRATIONS)
        .door(Door {
            path: "/data",
            icon: Icon::Data,
            tone: Tone::Pine,
            words: door,
        })
        .search(Ask {
            path: "/data",
            label: |language| words(language).search_label(),
        })
        .standard(Standard {
            name: "RFC 8574, cite-as",
            address: "https://www.rfc-editor.org/rfc/rfc8574",
            holds: |language| words(language).standard_cite_as(),
            missing: None,
        })
        .standard(Standard {
            name: "RFC 7089, Memento",
            address: "https://www.rfc-editor.org/rfc/rfc7089",
            holds: |language| words(language).standard_memento(),
            missing: Some(|language| words(language).standard_memento_missing()),
        })
        .home(pages::home);
    let feature = jobs(means).into_iter().fold(feature, Feature::job);
    let feature = ogc::standards()
        .into_iter()
        .fold(feature, Feature::standard);
    let routes = routes(means)
        .into_iter()
        .chain(question::routes())
        .chain(citation::routes())
        .chain(ogc::routes(&means.catalogue));
    routes.fold(feature, Feature::route)
}

fn words(language: Language) -> Words {
    Words::of(language.tag())
}

fn door(language: Language) -> DoorWords {
    DoorWords {
        name: words(language).door_data(),
        about: words(language).door_data_about(),
    }
}

/// Everything of the catalogue that can be reached. All of it is for everyone.
fn routes(means: &Means) -> Vec<Route> {
    let everyone = Access::Everyone;
    let (catalogue, compared) = (&means.catalogue, means.compared.clone());
    let (list, map, tile_json, tile) = (
        catalogue.clone(),
        catalogue.clone(),
        catalogue.clone(),
        catalogue.clone(),
    );
    let turns = Turns::default();
    let harvest = |path, format| {
        let catalogue = catalogue.clone();
        Route::get(
            path,
            everyone,
            move |city: State<City>, headers: HeaderMap, fields: Query<Fields>| {
                harvest_api::catalog(catalogue.clone(), format, city, headers, fields)
            },
        )
        .operation(operations::catalog(format))
    };
    vec![
        harvest("/catalog.ttl", dcat::Format::Turtle),
        harvest("/catalog.jsonld", dcat::Format::JsonLd),
        harvest("/catalog.rdf", dcat::Format::RdfXml),
        Route::page(
            "/data",
            everyone,
            move |city: State<City>, visit: Visit, format: Format, fields: Query<Fields>| {
                pages::catalogue(list.clone(), city, visit, format, fields)
            },
        )
        .operation(operations::list()),
        Route::page("/data/{id}", everyone, pages::dataset).operation(operations::describe()),
        Route::page("/data/{id}/rows", everyone, pages::rows).operation(operations::rows()),
        Route::page("/data/{id}/versions", everyone, pages::versions)
            .operation(operations::versions()),
        Route::page(
            "/data/{id}/compare",
            everyone,
            move |city: State<City>, visit: Visit, format: Format, segment, which| {
                pages::compare(compared.clone(), city, visit, format, segment, which)
            },
        )
        .operation(operations::compare()),
        Route::page("/data/{id}/left-out", everyone, pages::left_out)
            .operation(operations::left_out()),
        Route::get("/data/{id}/left-out.csv", everyone, pages::left_out_csv)
            .operation(operations::left_out_csv()),
        Route::page("/data/{id}/map", everyone, move |asked: Asked| {
            pages::large_map(map.clone(), asked)
        })
        .operation(operations::map()),
        Route::get(
            "/data/{id}",
            everyone,
            move |city: State<City>,
                  visit: Visit,
                  format: Format,
                  method: Method,
                  headers: HeaderMap,
                  client: Option<Extension<Client>>,
                  segment: Path<String>,
                  fields: Query<Fields>| {
                let turns = turns.clone();
                let client = client.map(|Extension(client)| client);
                download::download(
                    turns, city, visit, format, method, headers, client, segment, fields,
                )
            },
        )
        .operations(operations::files()),
        Route::get(
            "/tiles/{id}",
            everyone,
            move |city: State<City>, segment: Path<String>| {
                tiles_api::description(tile_json.clone(), city, segment)
            },
        )
        .operation(operations::tile_json()),
        Route::get(
            "/tiles/{id}/{z}/{x}/{y}",
            everyone,
            move |city: State<City>, headers: HeaderMap, place: Path<(String, u8, u32, String)>| {
                tiles_api::tile(tile.clone(), city, headers, place)
            },
        )
        .operation(operations::tile()),
    ]
}
