// SPDX-License-Identifier: AGPL-3.0-or-later

//! Shapes in a plane: cut at a window, and without the corners that nobody sees.

/// A corner: right and down, in units of the plane.
pub type Corner = [f64; 2];

/// The part of the plane that is kept: all that lies from `low` to `high` on both axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// The corner with the smallest numbers.
    pub low: Corner,
    /// The corner with the largest.
    pub high: Corner,
}

impl Window {
    /// Whether a corner lies inside, or on an edge.
    pub fn holds(self, [x, y]: Corner) -> bool {
        (self.low[0]..=self.high[0]).contains(&x) && (self.low[1]..=self.high[1]).contains(&y)
    }

    /// The four sides as axis, limit, and the sign that makes the inside positive.
    fn sides(self) -> [(usize, f64, f64); 4] {
        [
            (0, self.low[0], 1.0),
            (0, self.high[0], -1.0),
            (1, self.low[1], 1.0),
            (1, self.high[1], -1.0),
        ]
    }

    /// A ring cut at the window (Sutherland and Hodgman); empty when it lies outside. The first corner
    /// is not repeated at the end.
    pub fn ring(self, mut ring: Vec<Corner>) -> Vec<Corner> {
        for (axis, limit, sign) in self.sides() {
            let inside = |c: Corner| (c[axis] - limit) * sign;
            if ring.iter().all(|c| inside(*c) >= 0.0) {
                continue;
            }
            let mut out = Vec::with_capacity(ring.len());
            for (at, here) in ring.iter().enumerate() {
                let next = ring[(at + 1) % ring.len()];
                let (a, b) = (inside(*here), inside(next));
                if a >= 0.0 {
                    out.push(*here);
                }
                if (a >= 0.0) != (b >= 0.0) {
                    out.push(between(*here, next, a / (a - b)));
                }
            }
            ring = out;
        }
        ring
    }

    /// The stretches of a line inside the window (Liang and Barsky, segment by segment).
    pub fn line(self, line: &[Corner]) -> Vec<Vec<Corner>> {
        let mut stretches: Vec<Vec<Corner>> = Vec::new();
        let mut open = false;
        for ends in line.windows(2) {
            let Some((from, to)) = self.segment(ends[0], ends[1]) else {
                open = false;
                continue;
            };
            let (a, b) = (
                between(ends[0], ends[1], from),
                between(ends[0], ends[1], to),
            );
            match stretches.last_mut() {
                Some(stretch) if open && from <= 0.0 => stretch.push(b),
                _ => stretches.push(vec![a, b]),
            }
            open = to >= 1.0;
        }
        stretches
    }

    fn segment(self, a: Corner, b: Corner) -> Option<(f64, f64)> {
        let (mut from, mut to) = (0.0_f64, 1.0_f64);
        for (axis, limit, sign) in self.sides() {
            let (start, end) = ((a[axis] - limit) * sign, (b[axis] - limit) * sign);
            if start < 0.0 && end < 0.0 {
                return None;
            }
            if start < 0.0 {
                from = from.max(start / (start - end));
            } else if end < 0.0 {
                to = to.min(start / (start - end));
            }
        }
        (from <= to).then_some((from, to))
    }
}

fn between(a: Corner, b: Corner, share: f64) -> Corner {
    if share <= 0.0 {
        return a;
    }
    if share >= 1.0 {
        return b;
    }
    [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
}

/// A line without the corners that lie nearer to it than `tolerance` (Ramer, Douglas and Peucker). The
/// first and the last corner stay; of a ring, whose ends are one place, also the one farthest from
/// there. Without recursion: a line of a million corners must not end the process.
pub fn simplify(line: &[Corner], tolerance: f64) -> Vec<Corner> {
    if line.len() < 3 {
        return line.to_vec();
    }
    let last = line.len() - 1;
    let mut keep = vec![false; line.len()];
    keep[0] = true;
    keep[last] = true;
    // The ends of a ring are one place: it is cut where it is farthest from there.
    let mut spans = vec![(0, last)];
    if square(line[0], line[last]) <= 0.0 {
        let far = (1..last)
            .max_by(|a, b| square(line[*a], line[0]).total_cmp(&square(line[*b], line[0])))
            .unwrap_or(1);
        keep[far] = true;
        spans = vec![(0, far), (far, last)];
    }
    while let Some((from, to)) = spans.pop() {
        let far = (from + 1..to)
            .map(|k| (off(line[k], line[from], line[to]), k))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((distance, k)) = far
            && distance > tolerance
        {
            keep[k] = true;
            spans.push((from, k));
            spans.push((k, to));
        }
    }
    line.iter()
        .zip(keep)
        .filter_map(|(corner, keep)| keep.then_some(*corner))
        .collect()
}

fn square(a: Corner, b: Corner) -> f64 {
    (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])
}

fn off(p: Corner, a: Corner, b: Corner) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let (px, py) = (p[0] - a[0], p[1] - a[1]);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 {
        ((px * dx + py * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (px - along * dx).hypot(py - along * dy)
}

/// Twice the area of a ring, positive where the specification wants outer rings to turn.
pub(crate) fn area(ring: &[(i32, i32)]) -> i64 {
    ring.iter()
        .zip(ring.iter().cycle().skip(1))
        .map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1))
        .sum()
}
