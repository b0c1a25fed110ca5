// SPDX-License-Identifier: AGPL-3.0-or-later

//! Every refusal becomes a [`Problem`], written as a page or as JSON.

use askama::Template;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::log::RequestId;
use crate::{City, Format, Problem, Shell, Visit, page_with_status};

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    shell: Shell,
    status: u16,
    title: String,
    detail: Option<String>,
    back: (String, String),
    search: Option<String>,
    number: u64,
}

/// Writes the body of a refusal. Refusals that already have a body of their own kind stand.
pub(super) async fn written(State(city): State<City>, request: Request, next: Next) -> Response {
    let visit = Visit::of(&city.settings, request.uri(), request.headers());
    let format = Format::of(request.uri(), request.headers());
    let number = request.extensions().get::<RequestId>().map_or(0, |id| id.0);
    let mut response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        // axum's own refusals are plain text, for developers.
        None if is_plain(&response) => Problem::of_status(status),
        None => return response,
    };
    if status.is_server_error() {
        let operator = problem.for_operator().unwrap_or("-");
        tracing::error!(target: "panot::problem", id = number, kind = problem.kind(), operator);
    }
    let mut made = match format {
        Format::Page => as_page(&city, &visit, &problem, number),
        Format::Json => as_json(&city, &visit, &problem),
    };
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            made.headers_mut().append(name.clone(), value.clone());
        }
    }
    made.headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    made
}

fn is_plain(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

fn as_page(city: &City, visit: &Visit, problem: &Problem, number: u64) -> Response {
    let title = problem.title(visit.language);
    let search = city.features().iter().find_map(|feature| feature.search);
    let page = ProblemPage {
        shell: Shell::new(city, visit).title(&title).unlisted(),
        status: problem.status().as_u16(),
        title,
        detail: problem.said(visit.language),
        back: problem.way_back(visit),
        search: search.map(|search| visit.link(search.path)),
        number,
    };
    page_with_status(problem.status(), &page).unwrap_or_else(|_| as_json(city, visit, problem))
}

fn as_json(city: &City, visit: &Visit, problem: &Problem) -> Response {
    let text = problem.as_json(&city.settings, visit).to_string();
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = problem.status();
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
