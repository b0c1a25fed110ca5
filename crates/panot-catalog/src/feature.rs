// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the catalogue hands to the binary.

use axum::extract::{Path, Query, State};
use panot_core::Language;
use panot_web::{
    Access, Ask, City, Door, DoorWords, Feature, Format, Icon, Operation, Route, Tone, Visit,
};

use crate::jobs::{Means, jobs};
use crate::pages::{self, Fields};
use crate::show::catalogue::CatalogueView;
use crate::show::compare::CompareView;
use crate::show::dataset::{DatasetView, VersionView};
use crate::show::rows::RowsView;
use crate::words::Words;
use crate::{MIGRATIONS, download, tiles_api};

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
        .home(pages::home);
    let feature = jobs(means).into_iter().fold(feature, Feature::job);
    routes(means).into_iter().fold(feature, Feature::route)
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
    let (catalogue, compared) = (&means.catalogue, means.compared.clone());
    let (list, map, tile_json, tile) = (
        catalogue.clone(),
        catalogue.clone(),
        catalogue.clone(),
        catalogue.clone(),
    );
    vec![
        Route::page(
            "/data",
            Access::Everyone,
            move |city: State<City>, visit: Visit, format: Format, fields: Query<Fields>| {
                pages::catalogue(list.clone(), city, visit, format, fields)
            },
        )
        .operation(list_operation()),
        Route::page("/data/{id}", Access::Everyone, pages::dataset),
        Route::page("/data/{id}/rows", Access::Everyone, pages::rows).operation(rows_operation()),
        Route::page("/data/{id}/versions", Access::Everyone, pages::versions).operation(
            dataset_path(Operation::new(
                "listVersions",
                "The versions of a dataset, newest first",
            ))
            .json::<Vec<VersionView>>("The versions"),
        ),
        Route::page(
            "/data/{id}/compare",
            Access::Everyone,
            move |city: State<City>, visit: Visit, format: Format, segment, which| {
                pages::compare(compared.clone(), city, visit, format, segment, which)
            },
        )
        .operation(compare_operation()),
        Route::page(
            "/data/{id}/map",
            Access::Everyone,
            move |city: State<City>, visit: Visit, format: Format, segment: Path<String>| {
                pages::large_map(map.clone(), city, visit, format, segment)
            },
        ),
        Route::get("/data/{id}", Access::Everyone, download::download)
            .operation(download_operation()),
        Route::get(
            "/tiles/{id}",
            Access::Everyone,
            move |city: State<City>, segment: Path<String>| {
                tiles_api::description(tile_json.clone(), city, segment)
            },
        )
        .operation(
            dataset_path(Operation::new(
                "describeTiles",
                "Vector tiles of a dataset (TileJSON 3.0)",
            ))
            .file("application/json", "TileJSON"),
        ),
        Route::get(
            "/tiles/{id}/{z}/{x}/{y}",
            Access::Everyone,
            move |city: State<City>, place: Path<(String, u8, u32, String)>| {
                tiles_api::tile(tile.clone(), city, place)
            },
        )
        .operation(
            dataset_path(Operation::new(
                "getTile",
                "One vector tile; the row ends in .mvt",
            ))
            .path("z", "Zoom, 0 to 22")
            .path("x", "Column from the west")
            .path("y", "Row from the north, with the ending .mvt")
            .file("application/vnd.mapbox-vector-tile", "The tile"),
        ),
    ]
}

fn dataset_path(operation: Operation) -> Operation {
    operation
        .path("id", "The dataset's name, with @n for one of its versions")
        .problem(404, "There is no such dataset or version")
        .problem(410, "The version was withdrawn; reason and digest say more")
}

fn list_operation() -> Operation {
    Operation::new(
        "listDatasets",
        "Datasets, searched, narrowed down, sorted and paged",
    )
    .query(
        "q",
        "Words of titles, descriptions, columns or values, in ca, es or en",
    )
    .query("theme", "A theme; may be repeated")
    .query("publisher", "A publisher; may be repeated")
    .query("frequency", "A frequency; may be repeated")
    .query("licence", "A licence; may be repeated")
    .query("map", "yes or no: whether rows lie on a map")
    .query("sort", "best, newest, title or rows")
    .query_number("page", "The page, from 1")
    .query_number("size", "Datasets on a page, at most 200")
    .json::<CatalogueView>("The datasets of the page, and counts for narrowing down")
}

fn rows_operation() -> Operation {
    dataset_path(Operation::new(
        "listRows",
        "Rows of a dataset, filtered, sorted and paged",
    ))
    .describe(
        "A condition on a column is the field f.{column}: a word it contains, =exactly, \
             !=not, >more, >=at least, <less, <=at most, from..to, = alone for empty cells, \
             != alone for the others.",
    )
    .query("q", "Any text column contains this")
    .query(
        "sort",
        "A column, or -column for the largest first; at most three",
    )
    .query_number(
        "page",
        "The page, from 1; there is no last one that can be reached",
    )
    .query_number("size", "Rows on a page, at most 500")
    .json::<RowsView>("The rows of the page, and how many fit in all")
    .problem(400, "A condition cannot be read")
}

fn compare_operation() -> Operation {
    dataset_path(Operation::new(
        "compareVersions",
        "What changed between two versions",
    ))
    .query_number("from", "The older version; without, the one before")
    .query_number("to", "The newer version; without, the newest")
    .describe(
        "Two versions are compared once, when they are first asked for. Where that takes more than \
         a moment, the answer is 202 with Retry-After and {\"state\": \"computing\"}.",
    )
    .json::<CompareView>("The difference, with examples")
    .problem(
        422,
        "Comparing them takes more than is given to one question",
    )
    .problem(503, "Too many comparisons wait")
}

fn download_operation() -> Operation {
    let operation = Operation::new("getDataset", "A dataset as a file, whole or narrowed down")
        .describe(
            "With the ending .csv, .json, .ndjson, .parquet, .xlsx or .geojson: all rows, or those \
             that fit the same conditions as of listRows. Without an ending: 303 to the page. The \
             description of a dataset is /{lang}/data/{id}.json.",
        );
    dataset_path(operation)
        .query("q", "Any text column contains this")
        .query("sort", "A column, or -column for the largest first")
        .file("text/csv", "The rows as CSV")
        .file("application/x-ndjson", "The rows as NDJSON")
        .file(
            "application/vnd.apache.parquet",
            "The rows as Parquet; parts can be asked for",
        )
        .file(
            "application/geo+json",
            "The rows as GeoJSON, where they lie on a map",
        )
        .json::<DatasetView>("The rows as JSON; the description under /{lang}/data/{id}.json")
        .problem(400, "A condition cannot be read")
}
