// SPDX-License-Identifier: AGPL-3.0-or-later

//! The description of the API, built from the list of routes.
//!
//! A page has up to three addresses, and each stands in the description: the page in one language
//! (`/{lang}/data`, which is also JSON for whoever accepts that), the same as JSON
//! (`/{lang}/data.json`), and the JSON in the language that the visitor prefers (`/data.json`).

pub mod check;
mod operation;
pub mod walk;

use std::collections::BTreeMap;

use axum::http::Method;
pub use operation::{Operation, Query};
use utoipa::ToSchema;
use utoipa::openapi::schema::{AdditionalProperties, Schema};
use utoipa::openapi::{
    ComponentsBuilder, HttpMethod, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Paths,
    RefOr, ServerBuilder,
};

use crate::router::json_twin;
use crate::{Feature, Route, Settings};

/// The shape of every refusal (RFC 9457). A kind of problem may have members of its own.
#[derive(Debug, serde::Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// The stable address of the kind of problem.
    pub r#type: String,
    /// What is wrong, in the visitor's language.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// What happened this time.
    pub detail: Option<String>,
    /// Where to go on.
    pub back: String,
}

/// The `OpenAPI` document of everything that has an operation.
pub fn document(settings: &Settings, features: &[Feature]) -> OpenApi {
    let mut paths = Paths::new();
    let mut schemas: BTreeMap<String, RefOr<Schema>> = BTreeMap::new();
    schemas.insert("Problem".to_owned(), problem());
    for feature in features {
        for route in &feature.routes {
            for operation in &route.operations {
                schemas.extend(operation.schemas());
                for (path, described) in addresses(route, operation, settings) {
                    let described = described.tag(feature.name).build();
                    paths.add_path_operation(path, vec![http_method(&route.method)], described);
                }
            }
        }
    }
    let components = schemas
        .into_iter()
        .fold(ComponentsBuilder::new(), |all, (name, schema)| {
            all.schema(name, schema)
        });
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title(&settings.name)
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "Everything the pages show, for programs. No key is needed. Refusals are \
                     problem details (RFC 9457) for whoever accepts JSON or asks for an address \
                     that ends in .json, and pages for everybody else. A page's address without a \
                     language answers 303 to the visitor's own.",
                ))
                .license(Some(
                    LicenseBuilder::new().name("AGPL-3.0-or-later").build(),
                ))
                .build(),
        )
        .servers(Some([ServerBuilder::new()
            .url(settings.absolute(""))
            .build()]))
        .paths(paths)
        .components(Some(components.build()))
        .build()
}

/// The schema of a problem, which may have members of its kind's own.
fn problem() -> RefOr<Schema> {
    let mut schema = <ProblemDocument as utoipa::PartialSchema>::schema();
    if let RefOr::T(Schema::Object(object)) = &mut schema {
        object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(true)));
    }
    schema
}

/// Every address of an operation, described.
fn addresses(
    route: &Route,
    operation: &Operation,
    settings: &Settings,
) -> Vec<(String, utoipa::openapi::path::OperationBuilder)> {
    if !route.page {
        let path = format!("{}{}", route.path, operation.ending());
        let described = operation.at(&path);
        return vec![(path, described)];
    }
    let page = format!("/{{lang}}{}", route.path);
    let mut all = vec![(page, operation.as_page(settings))];
    if operation.has_json() && route.path != "/" {
        let twin = format!("/{{lang}}{}.json", route.path);
        all.push((twin, operation.as_json(settings)));
    }
    if operation.has_json()
        && let Some(twin) = json_twin(route.path)
    {
        all.push((twin, operation.as_preferred_json()));
    }
    all
}

/// The address of an operation for programs: a page is described by its JSON.
pub(crate) fn address(route: &Route, operation: &Operation) -> String {
    if !route.page {
        format!("{}{}", route.path, operation.ending())
    } else if !operation.has_json() {
        format!("/{{lang}}{}", route.path)
    } else {
        json_twin(route.path).unwrap_or_else(|| format!("/{{lang}}{}.json", route.path))
    }
}

fn http_method(method: &Method) -> HttpMethod {
    if method == Method::POST {
        HttpMethod::Post
    } else {
        HttpMethod::Get
    }
}
