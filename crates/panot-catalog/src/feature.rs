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
use crate::{
    MIGRATIONS, citation, ckan, download, harvest_api, ogc, operations, question, tiles_api,
};

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
    let feature = standards().into_iter().fold(feature, Feature::standard);
    let feature = jobs(means).into_iter().fold(feature, Feature::job);
    let feature = ogc::standards()
        .into_iter()
        .fold(feature, Feature::standard);
    let turns = Turns::default();
    let all = routes(means, &turns)
        .into_iter()
        .chain(for_ckan(means, &turns))
        .chain(question::routes())
        .chain(citation::routes())
        .chain(ogc::routes(&means.catalogue));
    all.fold(feature, Feature::route)
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
fn routes(means: &Means, turns: &Turns) -> Vec<Route> {
    let everyone = Access::Everyone;
    let (catalogue, compared) = (&means.catalogue, means.compared.clone());
    let (list, map, tile_json, tile) = (
        catalogue.clone(),
        catalogue.clone(),
        catalogue.clone(),
        catalogue.clone(),
    );
    let turns = turns.clone();
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

/// What of the catalogue is as somebody else wrote that it should be.
fn standards() -> Vec<Standard> {
    let standard = |name, address, holds| Standard {
        name,
        address,
        holds,
        missing: None,
    };
    vec![
        Standard {
            missing: Some(|language| words(language).dcat_ap_missing()),
            ..standard(
                "DCAT-AP 3.0.1",
                "https://semiceu.github.io/DCAT-AP/releases/3.0.1/",
                |language| words(language).dcat_ap_holds(),
            )
        },
        Standard {
            missing: Some(|language| words(language).dcat_ap_es_missing()),
            ..standard(
                "DCAT-AP-ES 1.0.0",
                "https://datosgobes.github.io/DCAT-AP-ES/",
                |language| words(language).dcat_ap_es_holds(),
            )
        },
        Standard {
            missing: Some(|language| words(language).ckan_missing_parts()),
            ..standard(
                "CKAN Action API 3",
                "https://docs.ckan.org/en/2.11/api/",
                |language| words(language).ckan_holds(),
            )
        },
        standard(
            "Data Package 2.0",
            "https://datapackage.org/standard/data-package/",
            |language| words(language).datapackage_holds(),
        ),
        standard(
            "CSV on the Web",
            "https://www.w3.org/TR/tabular-metadata/",
            |language| words(language).csvw_holds(),
        ),
        standard(
            "Croissant 1.0",
            "https://docs.mlcommons.org/croissant/docs/croissant-spec.html",
            |language| words(language).croissant_holds(),
        ),
        standard(
            "schema.org Dataset",
            "https://schema.org/Dataset",
            |language| words(language).schema_org_holds(),
        ),
    ]
}

/// What clients of CKAN ask for.
fn for_ckan(means: &Means, turns: &Turns) -> Vec<Route> {
    let everyone = Access::Everyone;
    let means = ckan::Means {
        catalogue: means.catalogue.clone(),
        turns: turns.clone(),
    };
    let whose = |client: Option<Extension<Client>>| client.map(|Extension(client)| client);
    let ask = |path, id| {
        let means = means.clone();
        Route::get(
            path,
            everyone,
            move |city: State<City>, visit: Visit, client, name: Path<String>, fields| {
                ckan::ask(means.clone(), city, visit, whose(client), name, fields)
            },
        )
        .operation(operations::ckan::action(id))
    };
    let post = |path, id| {
        let means = means.clone();
        Route::post(
            path,
            everyone,
            move |city: State<City>, visit: Visit, client, name: Path<String>, headers, body| {
                ckan::post(
                    means.clone(),
                    city,
                    visit,
                    whose(client),
                    name,
                    headers,
                    body,
                )
            },
        )
        .operation(operations::ckan::action(id))
    };
    let dumped = means.clone();
    vec![
        ask("/api/3/action/{action}", "ckanAction"),
        post("/api/3/action/{action}", "ckanActionPosted"),
        ask("/api/action/{action}", "ckanActionUnversioned"),
        post("/api/action/{action}", "ckanActionUnversionedPosted"),
        Route::get(
            "/datastore/dump/{id}",
            everyone,
            move |city: State<City>,
                  visit: Visit,
                  method: Method,
                  client,
                  id: Path<String>,
                  fields| {
                ckan::dump(
                    dumped.clone(),
                    city,
                    visit,
                    method,
                    whose(client),
                    id,
                    fields,
                )
            },
        )
        .operation(operations::ckan::dump()),
    ]
}
