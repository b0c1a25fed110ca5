// SPDX-License-Identifier: AGPL-3.0-or-later

//! What pages and their JSON show, made from rows: no IO, no HTTP.

pub mod catalogue;
pub mod columns;
pub mod compare;
pub mod dataset;
pub mod gate;
pub mod left_out;
pub mod map;
pub mod picture;
pub mod profile;
pub mod refusal;
pub mod rows;

use jiff::tz::TimeZone;
use panot_core::{Language, Timestamp, format};

use crate::words::Words;

/// How a visitor reads: their words, and the city's time.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The language.
    pub language: Language,
    /// The words.
    pub t: Words,
    /// The city's time zone.
    pub zone: TimeZone,
}

impl Reader {
    /// A reader of `language` in a city whose zone is called `zone`.
    pub fn of(language: Language, zone: &str) -> Self {
        Self {
            language,
            t: Words::of(language.tag()),
            zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC),
        }
    }

    /// A day in words.
    pub fn day(&self, moment: Timestamp) -> String {
        format::date(self.language, moment.in_zone(&self.zone).date())
    }

    /// A whole number.
    pub fn count(&self, number: u64) -> String {
        format::integer(self.language, number)
    }

    /// A size.
    pub fn bytes(&self, size: u64) -> String {
        format::bytes(self.language, size)
    }

    /// A share of a whole in percent.
    pub fn share(&self, part: u64, whole: u64) -> String {
        // Ten-thousandths, rounded down, so that one missing cell of a million is not all of them.
        let part = u128::from(part) * 10_000 / u128::from(whole.max(1));
        format::percent(
            self.language,
            &format!("{}.{:04}", part / 10_000, part % 10_000),
        )
    }
}
