// SPDX-License-Identifier: AGPL-3.0-or-later

//! One line for each request, without anything about a person.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tokio::time::Instant;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Numbers the requests of this process; with the start of the process it finds a line in the log.
static REQUESTS: AtomicU64 = AtomicU64::new(1);

/// The number of a request, in its extensions and in the answer's `X-Request-Id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RequestId(pub(crate) u64);

/// Writes the line: method, route (as the router knows it, without what was asked), status, time.
///
/// No address of the visitor, no query, no browser, no referrer: none of it is needed to run a
/// server, and all of it together is a person.
pub(super) async fn written(mut request: Request, next: Next) -> Response {
    let id = RequestId(REQUESTS.fetch_add(1, Ordering::Relaxed));
    request.extensions_mut().insert(id);
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let began = Instant::now();
    let mut response = next.run(request).await;
    let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        target: "panot::access",
        id = id.0,
        method = %method,
        route = route.as_deref().unwrap_or("-"),
        status = response.status().as_u16(),
        took_ms,
    );
    response
        .headers_mut()
        .insert(REQUEST_ID, HeaderValue::from(id.0));
    response
}
