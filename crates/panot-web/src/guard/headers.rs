// SPDX-License-Identifier: AGPL-3.0-or-later

//! The headers of every answer.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{self, Entry},
    },
    middleware::Next,
    response::Response,
};

use crate::{City, is_known};

/// What a page may load: only what this server has, and never a script or style inside the page.
///
/// `blob:` and `data:` images are what the large map needs for its symbols; its worker is a file of
/// ours.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// The headers that no answer lacks, with their values.
pub(super) const ALWAYS: &[(&str, &str)] = &[
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
    ),
];

/// What decides how a page looks beside its address.
const VARY: HeaderValue = HeaderValue::from_static("accept, accept-language, cookie, hx-request");

/// Sets the headers. A handler's own `Cache-Control` and `Vary` stand.
pub(super) async fn set(State(city): State<City>, request: Request, next: Next) -> Response {
    let open_data = request.headers().contains_key(header::ORIGIN);
    let asked = conditions(request.method(), request.headers());
    let mut response = next.run(request).await;
    let tag = response.headers().get(header::ETAG);
    let tag = tag.and_then(|tag| tag.to_str().ok());
    if response.status().is_success() && tag.is_some_and(|tag| is_known(&asked, tag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(header::CONTENT_LENGTH);
        response.headers_mut().remove(header::CONTENT_ENCODING);
    }
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    if city.settings.public_url.starts_with("https://") {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    let page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if let Entry::Vacant(cache) = headers.entry(header::CACHE_CONTROL) {
        // Kept, but asked about again: a page may change with the next import.
        cache.insert(HeaderValue::from_static("no-cache"));
    }
    if page {
        headers.append(header::VARY, VARY);
    } else if open_data && !headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        // What anyone may read, any page may read: nothing here depends on who asks.
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            HeaderValue::from_static("*"),
        );
    }
    response
}

/// What the visitor has already, where they only want to read.
fn conditions(method: &Method, headers: &HeaderMap) -> HeaderMap {
    let mut asked = HeaderMap::new();
    if method.is_safe() {
        for known in headers.get_all(header::IF_NONE_MATCH) {
            asked.append(header::IF_NONE_MATCH, known.clone());
        }
    }
    asked
}
