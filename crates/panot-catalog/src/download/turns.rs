// SPDX-License-Identifier: AGPL-3.0-or-later

//! Turns at the lake for files that are made for one visitor: narrowed down or sorted rows.
//!
//! Each holds sorted rows or an open scan until its last byte is taken, so that only a few are made
//! at once. Whole files need no turn: they cost as little as a page.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::BoxStream;
use panot_web::Problem;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::words::Words;

/// How many such files are made at once.
pub const AT_ONCE_MAX: usize = 4;
/// How long the next one waits before it is told to come back.
pub const WAIT: Duration = Duration::from_secs(3);
/// After how many seconds to come back.
const RETRY_S: u32 = 10;

/// The turns of a city. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Turns {
    free: Arc<Semaphore>,
    wait: Duration,
}

/// The right to ask the lake for one file, given back when it is dropped.
#[derive(Debug)]
pub struct Turn(OwnedSemaphorePermit);

impl Default for Turns {
    fn default() -> Self {
        Self::of(AT_ONCE_MAX, WAIT)
    }
}

impl Turns {
    fn of(at_once: usize, wait: Duration) -> Self {
        Self {
            free: Arc::new(Semaphore::new(at_once)),
            wait,
        }
    }

    /// A turn, now or within [`WAIT`]; otherwise 503, with when to come back.
    pub async fn take(&self) -> Result<Turn, Problem> {
        match tokio::time::timeout(self.wait, self.free.clone().acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Turn(permit)),
            Ok(Err(closed)) => Err(Problem::internal(closed)),
            Err(_) => {
                Err(Problem::busy(RETRY_S)
                    .detail(|language| Words::of(language.tag()).download_busy()))
            }
        }
    }
}

impl Turn {
    /// Holds the turn until the last item is taken, or nobody takes any more.
    pub fn held_by<T: Send + 'static>(self, items: BoxStream<'static, T>) -> BoxStream<'static, T> {
        items
            .inspect(move |_| {
                let _held = &self.0;
            })
            .boxed()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use futures::stream;

    use super::*;

    #[tokio::test]
    async fn one_more_waits_a_little_and_is_then_told_when_to_come_back() {
        let turns = Turns::of(2, Duration::from_millis(200));
        let first = turns.take().await.expect("there is room");
        let _second = turns.take().await.expect("there is room");
        let refused = turns.take().await.expect_err("there is none");
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);

        let (third, ()) = tokio::join!(turns.take(), async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            drop(first);
        });
        assert!(third.is_ok(), "who waits gets the turn that is given back");
    }

    #[tokio::test]
    async fn a_turn_is_given_back_with_the_rows_and_not_before() {
        let turns = Turns::default();
        let turn = turns.take().await.expect("there is room");
        let mut rows = turn.held_by(stream::iter([1, 2]).boxed());
        assert_eq!(rows.next().await, Some(1));
        assert_eq!(turns.free.available_permits(), AT_ONCE_MAX - 1);
        drop(rows);
        assert_eq!(turns.free.available_permits(), AT_ONCE_MAX);
    }
}
