// SPDX-License-Identifier: AGPL-3.0-or-later

//! Turns at the lake for files that are written while they are read.
//!
//! Each holds an open scan until its last byte is taken, and one that is narrowed down or sorted its
//! sorted rows too, so that only some are made at once, and only a few of those for one visitor. A
//! version's own Parquet file needs no turn: it is handed out as it lies on the disk.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::BoxStream;
use panot_web::Problem;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::words::Words;

/// How long the next one waits before it is told to come back.
pub const WAIT: Duration = Duration::from_secs(3);
/// After how many seconds to come back.
const RETRY_S: u32 = 10;

/// What a file costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// All rows as they lie, written while they are read.
    Whole,
    /// Narrowed down or sorted, or a workbook, which is made before its first byte is sent.
    Made,
}

impl Cost {
    /// How many are made at once, and how many of them for one visitor.
    const fn most(self) -> (usize, usize) {
        match self {
            Self::Whole => (64, 16),
            Self::Made => (4, 2),
        }
    }
}

/// The turns of a city. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Turns {
    whole: Line,
    made: Line,
    wait: Duration,
}

/// The turns of one cost.
#[derive(Debug, Clone)]
struct Line {
    free: Arc<Semaphore>,
    of_visitor: usize,
    /// How many turns each visitor holds or waits for.
    visitors: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// The right to ask the lake for one file, given back when it is dropped.
#[derive(Debug)]
pub struct Turn {
    _permit: OwnedSemaphorePermit,
    _place: Option<Place>,
}

/// One of the turns of a visitor.
#[derive(Debug)]
struct Place {
    visitor: IpAddr,
    visitors: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut visitors = self.visitors.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = visitors.get_mut(&self.visitor) {
            *held -= 1;
            if *held == 0 {
                visitors.remove(&self.visitor);
            }
        }
    }
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            whole: Line::of(Cost::Whole.most()),
            made: Line::of(Cost::Made.most()),
            wait: WAIT,
        }
    }
}

impl Line {
    fn of((at_once, of_visitor): (usize, usize)) -> Self {
        Self {
            free: Arc::new(Semaphore::new(at_once)),
            of_visitor,
            visitors: Arc::default(),
        }
    }

    /// A place among the visitor's own turns, if there is one.
    fn place(&self, visitor: IpAddr) -> Option<Place> {
        let mut visitors = self.visitors.lock().unwrap_or_else(PoisonError::into_inner);
        let held = visitors.entry(visitor).or_default();
        if *held >= self.of_visitor {
            return None;
        }
        *held += 1;
        Some(Place {
            visitor,
            visitors: Arc::clone(&self.visitors),
        })
    }
}

impl Turns {
    /// A turn, now or within [`WAIT`]; otherwise 503, with when to come back. A visitor who holds as
    /// many as one may is told so at once.
    pub async fn take(&self, cost: Cost, visitor: Option<IpAddr>) -> Result<Turn, Problem> {
        let line = match cost {
            Cost::Whole => &self.whole,
            Cost::Made => &self.made,
        };
        let place = visitor.map(|visitor| line.place(visitor).ok_or_else(busy));
        let place = place.transpose()?;
        match tokio::time::timeout(self.wait, line.free.clone().acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Turn {
                _permit: permit,
                _place: place,
            }),
            Ok(Err(closed)) => Err(Problem::internal(closed)),
            Err(_) => Err(busy()),
        }
    }
}

fn busy() -> Problem {
    Problem::busy(RETRY_S).detail(|language| Words::of(language.tag()).download_busy())
}

impl Turn {
    /// Holds the turn until the last item is taken, or nobody takes any more.
    pub fn held_by<T: Send + 'static>(self, items: BoxStream<'static, T>) -> BoxStream<'static, T> {
        items
            .inspect(move |_| {
                let _held = &self;
            })
            .boxed()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use futures::stream;

    use super::*;

    fn soon() -> Turns {
        Turns {
            wait: Duration::from_millis(200),
            ..Turns::default()
        }
    }

    #[tokio::test]
    async fn one_more_waits_a_little_and_is_then_told_when_to_come_back() {
        let turns = soon();
        let take = || turns.take(Cost::Made, None);
        let first = take().await.expect("there is room");
        let mut held = Vec::new();
        for _ in 1..Cost::Made.most().0 {
            held.push(take().await.expect("there is room"));
        }
        let refused = take().await.expect_err("there is none");
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(
            turns.take(Cost::Whole, None).await.is_ok(),
            "whole files have their own"
        );

        let (next, ()) = tokio::join!(take(), async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            drop(first);
        });
        assert!(next.is_ok(), "who waits gets the turn that is given back");
    }

    #[tokio::test]
    async fn one_visitor_cannot_take_every_turn() {
        let turns = soon();
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let first = turns.take(Cost::Made, Some(one)).await.expect("room");
        let _second = turns.take(Cost::Made, Some(one)).await.expect("room");
        assert!(turns.take(Cost::Made, Some(one)).await.is_err());
        assert!(turns.take(Cost::Made, Some(other)).await.is_ok());
        drop(first);
        assert!(turns.take(Cost::Made, Some(one)).await.is_ok());
    }

    #[tokio::test]
    async fn a_turn_is_given_back_with_the_rows_and_not_before() {
        let turns = Turns::default();
        let visitor = Some(IpAddr::from([192, 0, 2, 1]));
        let turn = turns.take(Cost::Made, visitor).await.expect("room");
        let mut rows = turn.held_by(stream::iter([1, 2]).boxed());
        assert_eq!(rows.next().await, Some(1));
        let most = Cost::Made.most().0;
        assert_eq!(turns.made.free.available_permits(), most - 1);
        drop(rows);
        assert_eq!(turns.made.free.available_permits(), most);
        assert!(turns.made.visitors.lock().expect("whole").is_empty());
    }
}
