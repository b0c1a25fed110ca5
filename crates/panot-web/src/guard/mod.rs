// SPDX-License-Identifier: AGPL-3.0-or-later

//! What stands around every route: bounds, headers, refusals, the log.
//!
//! From the outside in: log · headers · compression · problems · panics · bounds · crowd · other
//! sites · time · size of the body · look. What is refused further in still gets everything that
//! stands further out, so a refusal carries the same headers as a page.

mod bounds;
mod client;
mod headers;
mod log;
mod problems;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tokio::sync::Semaphore;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate, SizeAbove},
    },
    limit::RequestBodyLimitLayer,
};

use crate::{City, Look, Problem, router::see_other};

pub use client::Client;
pub use headers::CONTENT_SECURITY_POLICY;

/// The largest body that is taken, in bytes. Nothing that the pages send comes near it.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
/// The longest address, in bytes: ten times our longest.
pub const ADDRESS_BYTES_MAX: usize = 8 * 1024;
/// All headers together, in bytes.
pub const HEADER_BYTES_MAX: usize = 32 * 1024;
/// How many requests are worked on at once; more are told to come back.
pub const AT_ONCE_MAX: usize = 512;
/// How long an answer may take to begin. Streams may go on for longer.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Puts the guard around a router.
pub(crate) fn around(router: Router<City>, city: &City) -> Router<City> {
    let crowd = Arc::new(Semaphore::new(AT_ONCE_MAX));
    let packed = SizeAbove::new(512)
        .and(NotForContentType::const_new("image/png"))
        .and(NotForContentType::const_new("image/jpeg"))
        .and(NotForContentType::const_new("font/woff2"))
        .and(NotForContentType::const_new(
            "application/vnd.apache.parquet",
        ))
        .and(NotForContentType::const_new("application/zip"))
        .and(NotForContentType::const_new(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ))
        .and(NotForContentType::SSE);
    // The layer added last is the outermost.
    router
        .layer(middleware::from_fn(look))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(BODY_BYTES_MAX))
        .layer(middleware::from_fn(in_time))
        .layer(middleware::from_fn_with_state(
            city.clone(),
            bounds::same_site,
        ))
        .layer(middleware::from_fn_with_state(crowd, not_too_many))
        .layer(middleware::from_fn(bounds::lengths))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(
            city.clone(),
            problems::written,
        ))
        .layer(
            CompressionLayer::new()
                .no_deflate()
                .no_zstd()
                .compress_when(packed),
        )
        .layer(middleware::from_fn_with_state(city.clone(), headers::set))
        .layer(middleware::from_fn_with_state(city.clone(), client::known))
        .layer(middleware::from_fn(log::written))
}

/// A panic is a bug: the log gets its message, the visitor gets a 500.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature is tower-http's"
)]
fn panicked(payload: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let said = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without a message");
    Problem::internal(format!("panic: {said}")).into_response()
}

/// Tells those who come when everyone comes to come back, rather than making all wait.
async fn not_too_many(
    State(crowd): State<Arc<Semaphore>>,
    request: Request,
    next: Next,
) -> Response {
    match crowd.try_acquire() {
        Ok(_held) => next.run(request).await,
        Err(_) => Problem::busy(2).into_response(),
    }
}

/// Ends what does not begin to answer in time.
async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::busy(10)
            .operator("no answer in time")
            .into_response(),
    }
}

/// `?look=dark` keeps the choice in a cookie and goes back to the page without it.
///
/// This is the only cookie before sign-in, set because the person asked for what it does. It holds
/// the name of the look, is gone with `?look=auto`, and no script can read it.
///
/// Only `look` with the name of a look is taken away. What pages ask by the names of columns stands
/// behind a prefix (`f.look=dark`), so that a column may be called `look`.
async fn look(request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let chosen = query.split('&').find_map(Look::of_field);
    let Some(chosen) = chosen else {
        return next.run(request).await;
    };
    let rest: Vec<&str> = query
        .split('&')
        .filter(|pair| Look::of_field(pair).is_none())
        .collect();
    let mark = if rest.is_empty() { "" } else { "?" };
    let mut response = see_other(&format!(
        "{}{mark}{}",
        one_slash(request.uri().path()),
        rest.join("&")
    ));
    if response.status() == StatusCode::SEE_OTHER {
        let age_s = if chosen == Look::Auto { 0 } else { 31_536_000 };
        let name = Look::COOKIE;
        let cookie = format!(
            "{name}={}; Path=/; Max-Age={age_s}; SameSite=Lax; HttpOnly",
            chosen.name()
        );
        let cookie = HeaderValue::from_str(&cookie).expect("made of names and numbers");
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// `//other.example/` would lead away from this server; with one slash it stays.
fn one_slash(path: &str) -> String {
    format!("/{}", path.trim_start_matches(['/', '\\']))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::{
        Router,
        body::Body,
        http::{Request, StatusCode},
        middleware,
        routing::get,
    };
    use tokio::sync::Semaphore;
    use tower::ServiceExt as _;

    use super::{ANSWER_WITHIN, in_time, not_too_many, one_slash};

    async fn status(router: Router) -> StatusCode {
        let request = Request::get("/").body(Body::empty()).expect("a request");
        router
            .oneshot(request)
            .await
            .expect("a router cannot fail")
            .status()
    }

    #[test]
    fn a_redirect_cannot_lead_to_another_host() {
        assert_eq!(one_slash("//other.example/"), "/other.example/");
        assert_eq!(one_slash("/\\other.example/"), "/other.example/");
        assert_eq!(one_slash("/ca/"), "/ca/");
    }

    #[tokio::test]
    async fn one_more_than_can_be_served_is_told_to_come_back() {
        for (room, answer) in [(1, StatusCode::OK), (0, StatusCode::SERVICE_UNAVAILABLE)] {
            let crowd = Arc::new(Semaphore::new(room));
            let router = Router::new()
                .route("/", get(|| async { "here" }))
                .layer(middleware::from_fn_with_state(crowd.clone(), not_too_many));
            assert_eq!(status(router.clone()).await, answer);
            assert_eq!(crowd.available_permits(), room, "the place is given back");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_does_not_begin_to_answer_in_time_is_ended() {
        let slow = || async {
            tokio::time::sleep(ANSWER_WITHIN * 2).await;
            "late"
        };
        let router = Router::new()
            .route("/", get(slow))
            .layer(middleware::from_fn(in_time));
        assert_eq!(status(router).await, StatusCode::SERVICE_UNAVAILABLE);
    }
}
