// SPDX-License-Identifier: AGPL-3.0-or-later

//! Ids of rows: UUIDs of version 7, made from a time and a source of randomness.
//!
//! Ids are never shown in an address: public things have a short name or a number.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::{Random, Timestamp};

/// A new UUID of version 7: ids made later sort later, down to the quarter of a microsecond
/// (RFC 9562, section 6.2, method 3), so that they fill an index from one end.
pub fn new(now: Timestamp, random: &Random) -> Uuid {
    let micros = u64::try_from(now.as_micros().max(0)).expect("not negative");
    // A microsecond is about four of the 4,096 steps that twelve bits divide a millisecond into.
    let fraction = (micros % 1000) * 4096 / 1000;
    let mut bytes = random.bytes::<10>();
    let [high, low] = u16::try_from(fraction).expect("below 4,096").to_be_bytes();
    bytes[0] = high;
    bytes[1] = low;
    uuid::Builder::from_unix_timestamp_millis(micros / 1000, &bytes).into_uuid()
}

/// The id of a row that stands for a `T`, so that the id of a dataset cannot be passed where the id
/// of a version is meant.
pub struct Id<T> {
    uuid: Uuid,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// A new id.
    pub fn new(now: Timestamp, random: &Random) -> Self {
        Self::from_uuid(new(now, random))
    }

    /// The id that a row holds.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self {
            uuid,
            of: PhantomData,
        }
    }

    /// The id as a row holds it.
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.uuid)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map(Self::from_uuid)
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_says_that_it_is_of_version_seven() {
        let id = new(
            "2026-01-01T00:00:00.000001Z".parse().expect("a moment"),
            &Random::seeded(1),
        );
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
    }

    proptest! {
        #[test]
        fn an_id_made_a_microsecond_later_sorts_later(
            micros in 0..Timestamp::MAX.as_micros(),
            seed: u64,
        ) {
            let random = Random::seeded(seed);
            let time = |micros| Timestamp::from_micros(micros).expect("in range");
            prop_assert!(new(time(micros), &random) < new(time(micros + 1), &random));
        }

        #[test]
        fn two_ids_of_one_moment_differ(seed: u64) {
            let random = Random::seeded(seed);
            prop_assert_ne!(new(Timestamp::EPOCH, &random), new(Timestamp::EPOCH, &random));
        }
    }
}
