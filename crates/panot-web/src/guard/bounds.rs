// SPDX-License-Identifier: AGPL-3.0-or-later

//! How long an address may be, and who may change something.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{ADDRESS_BYTES_MAX, HEADER_BYTES_MAX};
use crate::{City, Problem};

/// Refuses addresses and headers that no page of ours needs.
pub(super) async fn lengths(request: Request, next: Next) -> Response {
    let uri = request.uri();
    let address = uri.path().len() + uri.query().map_or(0, str::len);
    if address > ADDRESS_BYTES_MAX {
        return Problem::address_too_long().into_response();
    }
    let headers: usize = request
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if headers > HEADER_BYTES_MAX {
        return Problem::headers_too_large().into_response();
    }
    next.run(request).await
}

/// Refuses what changes something when another site's page sent it.
pub(super) async fn same_site(State(city): State<City>, request: Request, next: Next) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if safe || came_from_here(request.headers(), &city.settings.public_url) {
        return next.run(request).await;
    }
    Problem::cross_site().into_response()
}

/// Whether a page of this site, or no page at all, sent the request.
///
/// Browsers say so in `Sec-Fetch-Site`, which no page can forge; older ones send `Origin`. A
/// program sends neither, and no visitor's browser can be made to send neither.
fn came_from_here(headers: &HeaderMap, public_url: &str) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match headers.get(header::ORIGIN) {
        Some(origin) => origin
            .to_str()
            .is_ok_and(|origin| origin == origin_of(public_url)),
        None => true,
    }
}

/// `https://city.example` of `https://city.example/some/where`.
fn origin_of(url: &str) -> &str {
    let host_at = url.find("://").map_or(0, |at| at + 3);
    let end = url[host_at..]
        .find('/')
        .map_or(url.len(), |at| host_at + at);
    &url[..end]
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    use super::{came_from_here, origin_of};

    fn with(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers: HeaderMap = pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        came_from_here(&headers, "https://city.example/")
    }

    #[test]
    fn a_form_of_this_site_may_change_something_and_another_site_may_not() {
        assert!(with(&[("sec-fetch-site", "same-origin")]));
        assert!(with(&[("sec-fetch-site", "none")]));
        assert!(!with(&[("sec-fetch-site", "cross-site")]));
        assert!(!with(&[("sec-fetch-site", "same-site")]));
        assert!(!with(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://city.example")
        ]));
    }

    #[test]
    fn an_older_browser_is_judged_by_origin_and_a_program_by_nothing() {
        assert!(with(&[("origin", "https://city.example")]));
        assert!(!with(&[("origin", "https://city.example.evil.example")]));
        assert!(!with(&[("origin", "null")]));
        assert!(with(&[]));
    }

    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(
            origin_of("https://city.example/a/b"),
            "https://city.example"
        );
        assert_eq!(origin_of("http://127.0.0.1:8480"), "http://127.0.0.1:8480");
    }
}
