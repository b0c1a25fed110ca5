// SPDX-License-Identifier: AGPL-3.0-or-later

//! Scales: round numbers along an axis, and classes with as many members each.

use super::ink::{real, whole};

/// Round numbers (1, 2 or 5 times a power of ten apart) from at or below `low` to at or above
/// `high`, about `wanted` of them and never more than twelve.
pub fn ticks(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    if !low.is_finite() || !high.is_finite() {
        return vec![0.0, 1.0];
    }
    let (low, high) = if low <= high {
        (low, high)
    } else {
        (high, low)
    };
    // One value still needs an axis around it.
    let (low, high) = if high - low > high.abs().max(low.abs()) * 1e-9 {
        (low, high)
    } else if high == 0.0 {
        (0.0, 1.0)
    } else {
        (low.min(0.0), high.max(0.0))
    };
    let rough = (high - low) / real(wanted.clamp(1, 8));
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(power * 10.0);
    let (first, last) = ((low / step).floor(), (high / step - 1e-9).ceil());
    if !step.is_finite() || step <= 0.0 || !first.is_finite() || last - first > 12.0 {
        return vec![low, high];
    }
    (whole(0.0)..=whole(last - first))
        .map(|k| {
            let k = real(usize::try_from(k).unwrap_or(0));
            let value = (first + k) * step;
            // 0.1 + 0.2 is not 0.3; the nearest multiple of the step's own power is.
            if power < 1.0 {
                let inverse = (1.0 / power).round();
                (value * inverse).round() / inverse
            } else {
                value
            }
        })
        .collect()
}

/// Where classes begin and end so that each holds about as many of the values: `classes + 1`
/// numbers that rise, fewer where many values are the same. Empty without values.
pub fn breaks(values: &[f64], classes: usize) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else {
        return Vec::new();
    };
    let classes = classes.clamp(1, 9);
    let mut breaks = vec![*first];
    for k in 1..classes {
        breaks.push(sorted[(sorted.len() * k / classes).min(sorted.len() - 1)]);
    }
    breaks.push(*last);
    breaks.dedup();
    if breaks.len() == 1 {
        breaks.push(*last);
    }
    breaks
}

/// The class (from 1) of a value between [`breaks`]; the last class includes its end.
pub fn class_of(value: f64, breaks: &[f64]) -> usize {
    let inner = breaks.get(1..breaks.len().saturating_sub(1)).unwrap_or(&[]);
    1 + inner.iter().filter(|at| value >= **at).count()
}
