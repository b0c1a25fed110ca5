// SPDX-License-Identifier: AGPL-3.0-or-later

//! `/healthz`: alive and able to write, for whoever watches the server.

use axum::extract::State;

use crate::{City, Problem};

/// `ok` when a row could be written, else 503.
pub(super) async fn health(State(city): State<City>) -> Result<&'static str, Problem> {
    match city.db.check(city.clock.now()).await {
        Ok(()) => Ok("ok\n"),
        Err(error) => {
            tracing::error!(%error, "the database cannot be written");
            Err(Problem::busy(10))
        }
    }
}
