// SPDX-License-Identifier: AGPL-3.0-or-later

//! Small pictures beside a column or a number.

use std::fmt::Write as _;

use super::ink::{Short, Text, place, real, real_u64};

/// How many cells fall into each of equal steps.
pub fn histogram(label: &str, counts: &[u64]) -> String {
    let counts = fold(counts, 60);
    let most = real_u64(counts.iter().copied().max().unwrap_or(0).max(1));
    let step = 240.0 / real(counts.len().max(1));
    let mut d = String::new();
    for (k, count) in counts.iter().enumerate() {
        if *count > 0 {
            let height = (real_u64(*count) / most * 46.0).max(1.0);
            let _ = write!(
                d,
                "M{} 48v-{}h{}v{}z",
                Short(real(k) * step + step * 0.06),
                Short(height),
                Short(step * 0.88),
                Short(height)
            );
        }
    }
    format!(
        "<svg class=\"draw draw-histogram\" viewBox=\"0 0 240 50\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{}\"><path class=\"draw-column\" d=\"{d}\"/><path class=\"draw-floor\" d=\"M0 49h240\"/></svg>",
        Text(label)
    )
}

/// At most `most` steps, neighbours added up.
fn fold(counts: &[u64], most: usize) -> Vec<u64> {
    if counts.len() <= most {
        return counts.to_vec();
    }
    let mut folded = vec![0_u64; most];
    for (k, count) in counts.iter().enumerate() {
        let at = place(real(k) / real(counts.len()), most);
        folded[at] = folded[at].saturating_add(*count);
    }
    folded
}

/// A line without figures, as wide as its card; its last value has a dot.
pub fn spark(label: &str, values: &[Option<f64>]) -> String {
    let step = values.len().div_ceil(260).max(1);
    let values: Vec<Option<f64>> = values
        .iter()
        .step_by(step)
        .map(|v| v.filter(|v| v.is_finite()))
        .collect();
    let known = || values.iter().flatten().copied();
    let low = known().fold(f64::MAX, f64::min);
    let high = known().fold(f64::MIN, f64::max);
    let low = if low > 0.0 && low < high * 0.6 {
        0.0
    } else {
        low
    };
    let y = |value: f64| {
        if high > low {
            70.0 - 62.0 * ((value - low) / (high - low))
        } else {
            38.0
        }
    };
    let x = |k: usize| 4.0 + 250.0 * real(k) / real(values.len().saturating_sub(1).max(1));
    let mut d = String::new();
    let mut pen_down = false;
    for (k, value) in values.iter().enumerate() {
        if let Some(value) = value {
            let pen = if pen_down { "L" } else { "M" };
            let _ = write!(d, "{pen}{} {}", Short(x(k)), Short(y(*value)));
            if !pen_down {
                d.push_str("h0");
            }
        }
        pen_down = value.is_some();
    }
    let mut out = format!(
        "<svg class=\"draw spark\" viewBox=\"0 0 260 76\" role=\"img\" aria-label=\"{}\"><path class=\"spark__line\" d=\"{d}\"/>",
        Text(label)
    );
    if let Some((k, value)) = values
        .iter()
        .enumerate()
        .rev()
        .find_map(|(k, v)| v.map(|v| (k, v)))
    {
        let _ = write!(
            out,
            "<circle class=\"spark__dot\" cx=\"{}\" cy=\"{}\" r=\"5\"/>",
            Short(x(k)),
            Short(y(value))
        );
    }
    out.push_str("</svg>");
    out
}

/// How many cells of a column are filled: a full bar, with an outline where cells are empty.
pub fn missing(label: &str, filled: u64, rows: u64) -> String {
    let share = if rows == 0 {
        0.0
    } else {
        real_u64(filled.min(rows)) / real_u64(rows) * 100.0
    };
    // Neither "all" nor "none" may be rounded to by what is only nearly so.
    let share = if filled < rows {
        share.min(99.5)
    } else {
        share
    };
    let share = if filled > 0 { share.max(0.5) } else { share };
    format!(
        "<svg class=\"draw draw-filled\" width=\"100%\" height=\"12\" role=\"img\" aria-label=\"{}\"><rect class=\"draw-filled__gone\" x=\"1\" y=\"1\" width=\"99%\" height=\"10\"/><rect class=\"draw-filled__there\" width=\"{}%\" height=\"12\"/></svg>",
        Text(label),
        Short(share)
    )
}
