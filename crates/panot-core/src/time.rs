// SPDX-License-Identifier: AGPL-3.0-or-later

//! Moments, and where they come from.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// A moment in microseconds since 1970-01-01T00:00:00Z, as both databases and Parquet store it.
///
/// Invariant: within the years −9999 to 9999, so that every `Timestamp` can be written in RFC 3339
/// and put into any time zone. Serialized as RFC 3339 text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(i64);

/// What cannot be a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a moment: write it like 2026-03-01T09:30:00Z")]
pub struct InvalidTime(pub String);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);
    /// The first moment.
    pub const MIN: Self = Self(-377_705_023_201_000_000);
    /// The last moment.
    pub const MAX: Self = Self(253_402_207_200_000_000);

    /// The moment this many microseconds after the epoch.
    pub fn from_micros(micros: i64) -> Result<Self, InvalidTime> {
        if (Self::MIN.0..=Self::MAX.0).contains(&micros) {
            Ok(Self(micros))
        } else {
            Err(InvalidTime(micros.to_string()))
        }
    }

    /// Microseconds since the epoch.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The moment as jiff knows it, for calendars and time zones.
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).expect("a Timestamp lies within jiff's range")
    }

    /// This moment in a time zone.
    pub fn in_zone(self, zone: &jiff::tz::TimeZone) -> jiff::ZonedDateTime {
        self.to_jiff().to_zoned_datetime(zone.clone())
    }

    /// How long after `earlier` this is; negative when it is before.
    pub fn since(self, earlier: Self) -> SignedDuration {
        SignedDuration::from_micros(self.0 - earlier.0)
    }

    /// The moment `duration` later, or the last one there is.
    #[must_use]
    pub fn plus(self, duration: SignedDuration) -> Self {
        let micros = i64::try_from(duration.as_micros()).unwrap_or(if duration.is_negative() {
            i64::MIN
        } else {
            i64::MAX
        });
        Self(
            self.0
                .saturating_add(micros)
                .clamp(Self::MIN.0, Self::MAX.0),
        )
    }

    /// The moment `duration` earlier, or the first one there is.
    #[must_use]
    pub fn minus(self, duration: SignedDuration) -> Self {
        self.plus(duration.checked_neg().unwrap_or(SignedDuration::MAX))
    }
}

impl From<jiff::Timestamp> for Timestamp {
    /// Nanoseconds are cut off towards the past.
    fn from(time: jiff::Timestamp) -> Self {
        let micros = time.as_nanosecond().div_euclid(1000);
        Self(
            i64::try_from(micros)
                .unwrap_or(Self::MAX.0)
                .clamp(Self::MIN.0, Self::MAX.0),
        )
    }
}

impl From<Timestamp> for jiff::Timestamp {
    fn from(time: Timestamp) -> Self {
        time.to_jiff()
    }
}

/// RFC 3339 in UTC, with as many decimals as the moment has.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_jiff().fmt(f)
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        text.parse::<jiff::Timestamp>()
            .map(Self::from)
            .map_err(|_| InvalidTime(text.chars().take(64).collect()))
    }
}

impl TryFrom<String> for Timestamp {
    type Error = InvalidTime;

    fn try_from(text: String) -> Result<Self, InvalidTime> {
        text.parse()
    }
}

impl From<Timestamp> for String {
    fn from(time: Timestamp) -> Self {
        time.to_string()
    }
}

/// Says what time it is. Cheap to clone.
///
/// The binary makes the one that reads the system; a test makes one that stands still or that it
/// moves itself. Nothing else in Panot reads a clock.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// A clock that asks `read` for the time.
    pub fn new(read: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    /// A clock that stands still.
    pub fn fixed(time: Timestamp) -> Self {
        Self::new(move || time)
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_and_last_moment_can_be_written_and_read_back() {
        for time in [Timestamp::MIN, Timestamp::EPOCH, Timestamp::MAX] {
            assert_eq!(time.to_string().parse(), Ok(time));
        }
        assert!(Timestamp::from_micros(Timestamp::MAX.0 + 1).is_err());
        assert!(Timestamp::from_micros(Timestamp::MIN.0 - 1).is_err());
        assert_eq!(
            Timestamp::from(jiff::Timestamp::MAX),
            Timestamp::MAX,
            "jiff's own range is ours"
        );
        assert_eq!(Timestamp::from(jiff::Timestamp::MIN), Timestamp::MIN);
    }

    #[test]
    fn time_with_an_offset_is_the_same_moment() {
        let time: Timestamp = "2026-03-29T03:00:00+02:00".parse().expect("a moment");
        assert_eq!(time.to_string(), "2026-03-29T01:00:00Z");
        assert!("yesterday".parse::<Timestamp>().is_err());
    }

    proptest! {
        #[test]
        fn every_moment_survives_text_and_jiff(micros in Timestamp::MIN.0..=Timestamp::MAX.0) {
            let time = Timestamp::from_micros(micros).expect("in range");
            prop_assert_eq!(time.to_string().parse(), Ok(time));
            prop_assert_eq!(Timestamp::from(time.to_jiff()), time);
        }

        #[test]
        fn adding_never_leaves_the_calendar(
            micros in Timestamp::MIN.0..=Timestamp::MAX.0,
            seconds: i64,
        ) {
            let time = Timestamp::from_micros(micros).expect("in range");
            let step = SignedDuration::from_secs(seconds);
            for moved in [time.plus(step), time.minus(step)] {
                prop_assert!(Timestamp::MIN <= moved && moved <= Timestamp::MAX);
            }
        }
    }
}
