// SPDX-License-Identifier: AGPL-3.0-or-later

//! The description of the API, built from the list of routes.

use std::collections::BTreeMap;

use axum::http::Method;
use utoipa::{
    ToSchema,
    openapi::{
        ComponentsBuilder, ContentBuilder, HttpMethod, InfoBuilder, LicenseBuilder, ObjectBuilder,
        OpenApi, OpenApiBuilder, Paths, Ref, RefOr, Required, ResponseBuilder, ServerBuilder, Type,
        path::{self, OperationBuilder, ParameterBuilder, ParameterIn},
        schema::Schema,
    },
};

use crate::{Feature, Route, Settings};

/// How one route stands in the description of the API.
#[derive(Clone)]
pub struct Operation {
    /// Its stable name for generated clients: `listDatasets`.
    pub id: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    inner: path::Operation,
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl Operation {
    /// An operation with its stable name and what it does.
    pub fn new(id: &'static str, summary: &'static str) -> Self {
        let inner = OperationBuilder::new()
            .operation_id(Some(id))
            .summary(Some(summary))
            .build();
        Self {
            id,
            summary,
            inner,
            schemas: Vec::new(),
        }
    }

    /// Says more, in whole sentences.
    #[must_use]
    pub fn describe(mut self, text: &str) -> Self {
        self.inner.description = Some(text.to_owned());
        self
    }

    /// Adds a part of the address: `{id}`.
    #[must_use]
    pub fn path(self, name: &str, description: &str) -> Self {
        self.parameter(name, description, ParameterIn::Path, Type::String)
    }

    /// Adds a text that may follow the `?`.
    #[must_use]
    pub fn query(self, name: &str, description: &str) -> Self {
        self.parameter(name, description, ParameterIn::Query, Type::String)
    }

    /// Adds a whole number that may follow the `?`.
    #[must_use]
    pub fn query_number(self, name: &str, description: &str) -> Self {
        self.parameter(name, description, ParameterIn::Query, Type::Integer)
    }

    fn parameter(mut self, name: &str, description: &str, place: ParameterIn, of: Type) -> Self {
        let required = if place == ParameterIn::Path {
            Required::True
        } else {
            Required::False
        };
        let schema = ObjectBuilder::new().schema_type(of).build();
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(place)
            .required(required)
            .description(Some(description))
            .schema(Some(Schema::Object(schema)));
        self.inner = OperationBuilder::from(self.inner)
            .parameter(parameter)
            .build();
        self
    }

    /// Answers 200 with a `T` as JSON.
    #[must_use]
    pub fn json<T: ToSchema>(mut self, description: &str) -> Self {
        let name = T::name().into_owned();
        self.schemas.push((name.clone(), T::schema()));
        T::schemas(&mut self.schemas);
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name(name)))
            .build();
        self.response("200", description, "application/json", content)
    }

    /// Answers 200 with a file of this media type.
    #[must_use]
    pub fn file(self, media_type: &str, description: &str) -> Self {
        self.response(
            "200",
            description,
            media_type,
            ContentBuilder::new().build(),
        )
    }

    /// May answer with a problem of this status.
    #[must_use]
    pub fn problem(self, status: u16, description: &str) -> Self {
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("Problem")))
            .build();
        self.response(
            &status.to_string(),
            description,
            "application/problem+json",
            content,
        )
    }

    /// Adds one way of answering. A second media type under the same status joins the first.
    fn response(
        mut self,
        status: &str,
        description: &str,
        media_type: &str,
        content: utoipa::openapi::Content,
    ) -> Self {
        let responses = &mut self.inner.responses.responses;
        let known = match responses.remove(status) {
            Some(RefOr::T(response)) => ResponseBuilder::from(response),
            _ => ResponseBuilder::new().description(description),
        };
        let response = known.content(media_type, content).build();
        responses.insert(status.to_owned(), RefOr::T(response));
        self
    }
}

/// The shape of every refusal (RFC 9457).
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
    schemas.insert(
        "Problem".to_owned(),
        <ProblemDocument as utoipa::PartialSchema>::schema(),
    );
    for feature in features {
        for route in &feature.routes {
            let Some(operation) = &route.operation else {
                continue;
            };
            schemas.extend(operation.schemas.iter().cloned());
            let described = OperationBuilder::from(operation.inner.clone()).tag(feature.name);
            paths.add_path_operation(
                address(route),
                vec![http_method(&route.method)],
                described.build(),
            );
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
                     problem details (RFC 9457).",
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

/// The address of a route for programs: a page is described by its JSON twin.
pub(crate) fn address(route: &Route) -> String {
    if route.page && !route.path.ends_with('}') && route.path != "/" {
        format!("{}.json", route.path)
    } else {
        route.path.to_owned()
    }
}

fn http_method(method: &Method) -> HttpMethod {
    if method == Method::POST {
        HttpMethod::Post
    } else {
        HttpMethod::Get
    }
}
