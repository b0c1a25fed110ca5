// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the server counts about itself, in the text format of Prometheus, on a listener of its own.
//!
//! Counted by route, never by address: a path tells what somebody read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use panot_core::Clock;
use panot_web::City;

/// Upper ends of the classes of duration, in seconds.
const CLASSES: [f64; 8] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// Counts requests. Cheap to clone.
#[derive(Clone)]
pub struct Meter {
    clock: Clock,
    counts: Arc<Mutex<BTreeMap<(String, u16), Count>>>,
}

/// Requests of one route with one status.
#[derive(Debug, Clone, Default)]
struct Count {
    /// How many took at most as long as the class of the same place.
    within: [u64; CLASSES.len()],
    all: u64,
    seconds: f64,
}

impl Meter {
    /// A meter that has counted nothing.
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            counts: Arc::default(),
        }
    }

    /// The same router, counted.
    pub fn around(&self, router: Router) -> Router {
        router.layer(middleware::from_fn_with_state(self.clone(), count))
    }

    /// `/metrics`, for a listener that the public does not reach.
    pub fn router(&self, city: City) -> Router {
        Router::new()
            .route("/metrics", get(show))
            .with_state((self.clone(), city))
    }

    fn add(&self, route: String, status: u16, seconds: f64) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry((route, status)).or_default();
        count.all += 1;
        count.seconds += seconds;
        for (within, class) in count.within.iter_mut().zip(CLASSES) {
            *within += u64::from(seconds <= class);
        }
    }

    fn text(&self) -> String {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::from("# TYPE panot_http_request_seconds histogram\n");
        for ((route, status), count) in counts.iter() {
            let labels = format!("route=\"{route}\",status=\"{status}\"");
            for (within, class) in count.within.iter().zip(CLASSES) {
                let _ = writeln!(
                    text,
                    "panot_http_request_seconds_bucket{{{labels},le=\"{class}\"}} {within}"
                );
            }
            let all = count.all;
            let seconds = count.seconds;
            let _ = write!(
                text,
                "panot_http_request_seconds_bucket{{{labels},le=\"+Inf\"}} {all}\n\
                 panot_http_request_seconds_count{{{labels}}} {all}\n\
                 panot_http_request_seconds_sum{{{labels}}} {seconds:.6}\n"
            );
        }
        text
    }
}

async fn count(State(meter): State<Meter>, request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let begun = meter.clock.now();
    let response = next.run(request).await;
    let seconds = meter.clock.now().since(begun).as_secs_f64();
    meter.add(route, response.status().as_u16(), seconds);
    response
}

async fn show(State((meter, city)): State<(Meter, City)>) -> String {
    let mut text = meter.text();
    let db = city.db.metrics();
    let _ = writeln!(text, "# database: {db:?}");
    text
}

#[cfg(test)]
mod tests {
    use panot_core::Timestamp;

    use super::*;

    #[test]
    fn a_request_counts_in_every_class_that_is_long_enough() {
        let meter = Meter::new(Clock::new(|| Timestamp::EPOCH));
        meter.add("/data/{ref}".to_owned(), 200, 0.02);
        let text = meter.text();
        let bucket = |class: &str| {
            format!(
                "panot_http_request_seconds_bucket{{route=\"/data/{{ref}}\",status=\"200\",le=\"{class}\"}} "
            )
        };
        assert!(text.contains(&format!("{}0", bucket("0.01"))), "{text}");
        assert!(text.contains(&format!("{}1", bucket("0.025"))), "{text}");
        assert!(text.contains(&format!("{}1", bucket("+Inf"))), "{text}");
    }
}
