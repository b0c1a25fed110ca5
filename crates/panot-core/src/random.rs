// SPDX-License-Identifier: AGPL-3.0-or-later

//! Where randomness comes from.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A source of random bytes. Cheap to clone; clones draw from the same source.
///
/// The binary makes the one that asks the system; a test makes a seeded one. Nothing else in Panot
/// draws random numbers.
#[derive(Clone)]
pub struct Random(Arc<Fill>);

type Fill = dyn Fn(&mut [u8]) + Send + Sync;

impl Random {
    /// A source that lets `fill` fill the bytes.
    pub fn new(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Self(Arc::new(fill))
    }

    /// A source that gives the same bytes for the same seed (`SplitMix64`). For tests and invented
    /// data; never for a token, because whoever sees a few bytes can compute the rest.
    pub fn seeded(seed: u64) -> Self {
        let state = AtomicU64::new(seed);
        Self::new(move |bytes| {
            for chunk in bytes.chunks_mut(8) {
                let word = split_mix(&state).to_le_bytes();
                chunk.copy_from_slice(&word[..chunk.len()]);
            }
        })
    }

    /// Fills `bytes`.
    pub fn fill(&self, bytes: &mut [u8]) {
        (self.0)(bytes);
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A random number of 64 bits.
    pub fn number(&self) -> u64 {
        u64::from_le_bytes(self.bytes())
    }
}

fn split_mix(state: &AtomicU64) -> u64 {
    const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut z = state.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Random")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
        let draw = |seed| Random::seeded(seed).bytes::<24>();
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn clones_share_one_source() {
        let random = Random::seeded(1);
        let clone = random.clone();
        assert_ne!(random.number(), clone.number());
    }
}
