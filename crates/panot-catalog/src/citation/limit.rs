// SPDX-License-Identifier: AGPL-3.0-or-later

//! How many citations one visitor makes: each is kept for ever.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::SignedDuration;
use panot_core::Timestamp;

/// Citations of one visitor within [`WITHIN`].
pub const OF_ONE: usize = 30;
/// Of all together.
const OF_ALL: usize = 1_000;
/// The window.
const WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// How many were made, by whom, within the last hour. In memory only: an address is not kept.
#[derive(Debug, Clone, Default)]
pub struct Limit(Arc<Mutex<HashMap<String, Vec<Timestamp>>>>);

impl Limit {
    /// Counts one more of this visitor, or says after how many seconds there may be another.
    pub fn take(&self, caller: &str, now: Timestamp) -> Result<(), u32> {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let since = now.minus(WITHIN);
        made.retain(|_, times| {
            times.retain(|time| *time > since);
            !times.is_empty()
        });
        let all: usize = made.values().map(Vec::len).sum();
        let own = made.get(caller).map_or(&[][..], Vec::as_slice);
        let oldest = if own.len() >= OF_ONE {
            own.first()
        } else if all >= OF_ALL {
            made.values().flatten().min()
        } else {
            made.entry(caller.to_owned()).or_default().push(now);
            return Ok(());
        };
        let wait = oldest.map_or(0, |oldest| oldest.since(since).as_secs());
        Err(u32::try_from(wait).unwrap_or(0).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_visitor_makes_so_many_an_hour_and_others_still_may() {
        let limit = Limit::default();
        let start: Timestamp = "2026-11-25T09:00:00Z".parse().expect("a moment");
        let at = |minutes| start.plus(SignedDuration::from_mins(minutes));
        for _ in 0..OF_ONE {
            assert_eq!(limit.take("a", start), Ok(()));
        }
        assert_eq!(limit.take("a", at(10)), Err(3_000));
        assert_eq!(limit.take("b", at(10)), Ok(()));
        assert_eq!(limit.take("a", at(61)), Ok(()));
    }

    #[test]
    fn many_visitors_together_have_a_bound_too() {
        let limit = Limit::default();
        let now: Timestamp = "2026-11-25T09:00:00Z".parse().expect("a moment");
        let made = (0..2 * OF_ALL).filter(|n| limit.take(&n.to_string(), now).is_ok());
        assert_eq!(made.count(), OF_ALL);
    }
}
