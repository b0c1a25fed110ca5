// SPDX-License-Identifier: AGPL-3.0-or-later

//! A clock that a test moves.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::SignedDuration;
use panot_core::{Clock, Timestamp};

/// A clock that stands still until a test moves it. Clones are the same clock.
#[derive(Debug, Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// A clock that stands at this moment.
    pub fn at(time: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(time.as_micros())))
    }

    /// The time it shows.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
            .expect("only moments are stored in it")
    }

    /// Moves it on.
    pub fn advance(&self, by: SignedDuration) {
        self.0
            .store(self.now().plus(by).as_micros(), Ordering::SeqCst);
    }

    /// The handle that code under test takes.
    pub fn clock(&self) -> Clock {
        let this = self.clone();
        Clock::new(move || this.now())
    }
}
