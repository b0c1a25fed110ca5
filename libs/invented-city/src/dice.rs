// SPDX-License-Identifier: AGPL-3.0-or-later

//! Chance that can be thrown again: every stream is named and comes from the seed.

use crate::numbers::{count, floor, index, int, real};

/// A stream of chance. Two streams of other names never share a number, so adding a column to one
/// dataset changes no other.
#[derive(Debug, Clone)]
pub(crate) struct Dice {
    state: u64,
}

/// `SplitMix64`'s finisher: every bit of the input reaches every bit of the output.
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Dice {
    /// The stream of this name.
    pub(crate) fn new(seed: u64, name: &str) -> Self {
        let mut state = mix(seed ^ 0x5bd1_e995_9747_b28c);
        for byte in name.bytes() {
            state = mix(state ^ u64::from(byte)).wrapping_add(0x9e37_79b9_7f4a_7c15);
        }
        Self { state }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    /// A number in `[0, 1)`.
    pub(crate) fn unit(&mut self) -> f64 {
        let bits = i64::try_from(self.next() >> 11).expect("53 bits");
        real(bits) / 9_007_199_254_740_992.0
    }

    /// A number in `[low, high)`.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number in `[low, high)`.
    pub(crate) fn pick(&mut self, low: i64, high: i64) -> i64 {
        low + floor(self.unit() * real(high - low))
    }

    /// True this often.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// One of these.
    pub(crate) fn one_of<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[index(self.pick(0, int(of.len())))]
    }

    /// The place of one of these, as often as its weight says.
    pub(crate) fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (at, weight) in weights.iter().enumerate() {
            if left < *weight {
                return at;
            }
            left -= weight;
        }
        weights.len() - 1
    }

    /// Around zero with standard deviation one: the sum of twelve throws, as before there were
    /// tables.
    pub(crate) fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// How many events happen where `mean` are expected.
    pub(crate) fn events(&mut self, mean: f64) -> i64 {
        if mean > 30.0 {
            return crate::numbers::whole((mean + self.bell() * mean.sqrt()).max(0.0));
        }
        let mut left = crate::numbers::exp(-mean.max(0.0));
        let mut term = left;
        let throw = self.unit();
        let mut n = 0;
        while throw > left && n < 200 {
            n += 1;
            term *= mean / real(n);
            left += term;
        }
        n
    }
}

/// A number in `[0, 1)` that belongs to this corner of a lattice.
fn corner(seed: u64, i: i64, j: i64) -> f64 {
    let i = u64::from_ne_bytes(i.to_ne_bytes());
    let j = u64::from_ne_bytes(j.to_ne_bytes());
    let bits = mix(mix(seed ^ mix(i.wrapping_add(77))) ^ j.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    real(i64::try_from(bits >> 11).expect("53 bits")) / 9_007_199_254_740_992.0
}

/// Smooth noise in `[-1, 1]`: the same place always gets the same value. Each thing that is drawn from
/// noise has a layer of its own, so that the coast does not bend where the forest ends.
pub(crate) fn noise(seed: u64, layer: u64, x: f64, y: f64) -> f64 {
    let seed = mix(seed) ^ mix(layer);
    let (i, j) = (floor(x), floor(y));
    let smooth = |t: f64| t * t * (3.0 - 2.0 * t);
    let (fx, fy) = (smooth(x - real(i)), smooth(y - real(j)));
    let near = corner(seed, i, j) * (1.0 - fx) + corner(seed, i + 1, j) * fx;
    let far = corner(seed, i, j + 1) * (1.0 - fx) + corner(seed, i + 1, j + 1) * fx;
    2.0 * (near * (1.0 - fy) + far * fy) - 1.0
}

/// Shares `total` out by weight so that the parts sum to it exactly: each gets its whole part, and
/// the largest fractions get what is left.
pub(crate) fn share_out(total: i64, weights: &[f64]) -> Vec<i64> {
    let sum: f64 = weights.iter().sum();
    if weights.is_empty() || sum <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<f64> = weights.iter().map(|w| real(total) * w / sum).collect();
    let mut parts: Vec<i64> = exact.iter().map(|x| floor(*x)).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| {
        let (fa, fb) = (exact[*a] - real(parts[*a]), exact[*b] - real(parts[*b]));
        fb.total_cmp(&fa).then(a.cmp(b))
    });
    let left = total - parts.iter().sum::<i64>();
    debug_assert!(real(left) <= count(order.len()));
    for at in order.into_iter().cycle().take(index(left)) {
        parts[at] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_sum_to_what_was_shared() {
        for total in [0, 1, 7, 500, 1_700_000] {
            let parts = share_out(total, &[0.2, 3.0, 0.0, 1.1, 9.7]);
            assert_eq!(parts.iter().sum::<i64>(), total);
            assert_eq!(parts[2], 0);
        }
    }

    #[test]
    fn events_come_as_often_as_expected() {
        let mut dice = Dice::new(7, "events");
        for mean in [0.3, 4.0, 80.0] {
            let sum: i64 = (0..20_000).map(|_| dice.events(mean)).sum();
            let seen = real(sum) / 20_000.0;
            assert!((seen / mean - 1.0).abs() < 0.05, "{mean} {seen}");
        }
    }
}
