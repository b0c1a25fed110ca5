// SPDX-License-Identifier: AGPL-3.0-or-later

//! The shell's own pages, as a feature like any other.

mod api;
mod health;
mod home;
mod licences;
mod places;
mod problems;
mod standards;
mod statements;

use axum::extract::{Path, State};
use panot_core::Language;

pub use places::GROUND;

use crate::{Access, City, Door, DoorWords, Feature, Icon, Operation, Route, Tone, Words};

/// The name of the feature that the shell's own pages are.
const SHELL: &str = "shell";

/// Home, the statements, the standards, the API.
pub(crate) fn feature() -> Feature {
    let feature = Feature::new(SHELL)
        .route(
            Route::page("/", Access::Everyone, home::home)
                .operation(Operation::new("home", "The home page")),
        )
        .route(
            Route::page(
                "/accessibility",
                Access::Everyone,
                statements::accessibility,
            )
            .operation(
                Operation::new("accessibilityStatement", "The accessibility statement")
                    .json::<statements::Accessibility>("Status, known failures, how it was made"),
            ),
        )
        .route(
            Route::page("/privacy", Access::Everyone, statements::privacy).operation(
                Operation::new("privacyStatement", "What is kept about visitors")
                    .json::<statements::Privacy>("The text of the page, part by part"),
            ),
        )
        .route(
            Route::page("/standards", Access::Everyone, standards::standards).operation(
                Operation::new("standards", "The standards that hold, and the gaps")
                    .json::<standards::Standards>("One row for each standard"),
            ),
        )
        .route(
            Route::page("/licences", Access::Everyone, licences::licences).operation(
                Operation::new("licences", "Works of others that pages load")
                    .json::<licences::Licences>("One row for each work"),
            ),
        )
        .route(
            Route::page("/problems", Access::Everyone, problems::problems).operation(
                Operation::new("problemKinds", "The kinds of refusals")
                    .json::<problems::Kinds>("One row for each kind"),
            ),
        )
        .route(
            Route::page("/api", Access::Everyone, api::about).operation(
                Operation::new("api", "What programs can ask, for people")
                    .json_object("An OpenAPI document"),
            ),
        )
        .route(
            Route::get("/api/openapi.json", Access::Everyone, api::document).operation(
                Operation::new("openapi", "This description").json_object("An OpenAPI document"),
            ),
        )
        .route(
            Route::get("/healthz", Access::Everyone, health::health).operation(
                Operation::new("health", "Alive and able to write")
                    .text("text/plain", "The word ok")
                    .problem(503, "No row can be written at this moment"),
            ),
        )
        .route(
            Route::get("/places.geojson", Access::Everyone, places::file).operation(
                Operation::new("places", "The city's districts and neighbourhoods")
                    .problem(404, "The city has not said what its districts are")
                    .file("application/geo+json", "A GeoJSON feature collection"),
            ),
        )
        .route(ground())
        .door(Door {
            path: "/api",
            icon: Icon::Code,
            tone: Tone::Sea,
            words: api_door,
        })
        .door(Door {
            path: "/standards",
            icon: Icon::Standards,
            tone: Tone::Sun,
            words: standards_door,
        });
    standards::ours()
        .into_iter()
        .fold(feature, Feature::standard)
}

/// The tiles that lie under every large map.
fn ground() -> Route {
    let ground = places::Ground::default();
    Route::get(
        "/places/{z}/{x}/{y}",
        Access::Everyone,
        move |city: State<City>, place: Path<(u8, u32, String)>| {
            places::tile(ground.clone(), city, place)
        },
    )
    .operation(
        Operation::new(
            "getPlacesTile",
            "One vector tile of districts and neighbourhoods",
        )
        .ends_in(".mvt")
        .path_number("z", "Zoom, 0 to 22")
        .path_number("x", "Column from the west")
        .path_number("y", "Row from the north")
        .problem(
            404,
            "There is no such tile, or the city has not said what its districts are",
        )
        .file("application/vnd.mapbox-vector-tile", "The tile"),
    )
}

fn api_door(language: Language) -> DoorWords {
    let t = Words::of(language.tag());
    DoorWords {
        name: t.api_door(),
        about: t.api_door_about(),
    }
}

fn standards_door(language: Language) -> DoorWords {
    let t = Words::of(language.tag());
    DoorWords {
        name: t.standards_door(),
        about: t.standards_door_about(),
    }
}
