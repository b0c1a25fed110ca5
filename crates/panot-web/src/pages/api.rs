// SPDX-License-Identifier: AGPL-3.0-or-later

//! The API, for people and for programs.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::{City, Format, Problem, Shell, Visit, Words, openapi, page};

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    shell: Shell,
    t: Words,
    curl: String,
    groups: Vec<Group>,
}

/// The operations of one feature.
struct Group {
    /// As people know the feature: what its door is called.
    name: String,
    rows: Vec<Row>,
}

struct Row {
    method: String,
    path: String,
    summary: &'static str,
}

/// `GET /{lang}/api`; as JSON it is the `OpenAPI` document itself.
pub(super) async fn about(
    State(city): State<City>,
    visit: Visit,
    format: Format,
) -> Result<Response, Problem> {
    if format == Format::Json {
        return Ok(described(&city));
    }
    let t = Words::of(visit.language_code());
    let groups = city.features().iter().filter_map(|feature| {
        let rows: Vec<Row> = feature
            .routes
            .iter()
            .flat_map(|route| route.operations.iter().map(move |of| (route, of)))
            .map(|(route, operation)| Row {
                method: route.method.to_string(),
                path: openapi::address(route, operation),
                summary: operation.summary,
            })
            .collect();
        (!rows.is_empty()).then_some(Group {
            name: match feature.doors.first() {
                Some(door) if feature.name != super::SHELL => (door.words)(visit.language).name,
                _ => t.api_itself(),
            },
            rows,
        })
    });
    page(&ApiPage {
        shell: Shell::new(&city, &visit)
            .title(t.api_title())
            .about(t.api_lead())
            .json("/api/openapi.json"),
        t,
        curl: format!("curl {}", city.settings.absolute("/api/openapi.json")),
        groups: groups.collect(),
    })
}

/// `GET /api/openapi.json`
pub(super) async fn document(State(city): State<City>) -> Response {
    described(&city)
}

fn described(city: &City) -> Response {
    let kind = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, kind)], city.openapi().to_owned()).into_response()
}
