// SPDX-License-Identifier: AGPL-3.0-or-later

//! The shell through its router: pages, refusals, headers, languages, colours.

mod colours;
mod headers;
mod listen;
mod pages;
mod problems;
mod support;

use axum::{Router, body::Body, http::Request, response::Response};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

/// A city at its own machine.
async fn city() -> panot_web::City {
    support::city_at("http://127.0.0.1:8480", true).await
}

/// Asks the city's router as a browser would.
async fn ask(router: &Router, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(router, request.body(Body::empty()).expect("a request")).await
}

async fn send(router: &Router, request: Request<Body>) -> Response {
    router
        .clone()
        .oneshot(request)
        .await
        .expect("a router cannot fail")
}

async fn text(response: Response) -> String {
    let bytes = response
        .into_body()
        .collect()
        .await
        .expect("a whole body")
        .to_bytes();
    String::from_utf8(bytes.to_vec()).expect("text")
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().expect("a text header"))
}
