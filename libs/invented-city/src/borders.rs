// SPDX-License-Identifier: AGPL-3.0-or-later

//! Borders: from a lattice of owners to polygons whose shared lines are the same lines.
//!
//! A border corner is kept or dropped once, for everybody: each stretch between two places where
//! three neighbours meet is simplified by itself, and both sides then use what is left of it.

use crate::ground::{COLUMNS, Ground, ROWS, Spot, corner_cell, corner_count, corner_index};
use crate::numbers::real;

/// East, north, west, south.
const STEPS: [(i64, i64); 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)];

/// Which corners of the lattice remain in the borders.
#[derive(Debug, Clone)]
pub(crate) struct Borders {
    kept: Vec<bool>,
}

impl Borders {
    /// Simplifies every stretch of border, and puts the corners back where two would cross.
    pub(crate) fn of(ground: &Ground) -> Self {
        let arcs = arcs(ground);
        let mut whole = vec![false; arcs.len()];
        loop {
            let mut kept = vec![false; corner_count()];
            let mut lines = Vec::new();
            for (arc, whole) in arcs.iter().zip(&whole) {
                lines.push(keep(ground, arc, *whole, &mut kept));
            }
            let mut crossed = false;
            for (a, b) in crossings(&lines) {
                crossed |= !whole[a] || !whole[b];
                whole[a] = true;
                whole[b] = true;
            }
            if !crossed {
                return Self { kept };
            }
        }
    }

    /// The rings around the cells of which `inside` says yes: outer rings run against the clock,
    /// holes with it, and none repeats its first spot.
    pub(crate) fn rings(
        &self,
        ground: &Ground,
        inside: impl Fn(i64, i64) -> bool,
    ) -> Vec<Vec<Spot>> {
        rings(inside)
            .into_iter()
            .map(|ring| {
                ring.into_iter()
                    .filter(|at| self.kept[*at])
                    .map(|at| spot(ground, at))
                    .collect::<Vec<_>>()
            })
            .filter(|ring| ring.len() > 2)
            .collect()
    }
}

/// The rings around some cells with every corner, as places in the list of corners.
pub(crate) fn rings(inside: impl Fn(i64, i64) -> bool) -> Vec<Vec<usize>> {
    // For each corner the directions in which a border leaves it with the inside on its left.
    let mut leaves = vec![[false; 4]; corner_count()];
    for j in 0..ROWS {
        for i in 0..COLUMNS {
            if !inside(i, j) {
                continue;
            }
            let sides = [
                (i, j - 1, i, j),
                (i + 1, j, i + 1, j),
                (i, j + 1, i + 1, j + 1),
                (i - 1, j, i, j + 1),
            ];
            for (direction, (ni, nj, ci, cj)) in sides.into_iter().enumerate() {
                let land = (0..COLUMNS).contains(&ni) && (0..ROWS).contains(&nj) && inside(ni, nj);
                leaves[corner_index(ci, cj)][direction] = !land;
            }
        }
    }
    let mut rings = Vec::new();
    for start in 0..leaves.len() {
        while let Some(first) = (0..4).find(|d| leaves[start][*d]) {
            let (mut at, mut direction) = (start, first);
            let mut ring = Vec::new();
            loop {
                leaves[at][direction] = false;
                ring.push(at);
                let (i, j) = corner_cell(at);
                at = corner_index(i + STEPS[direction].0, j + STEPS[direction].1);
                if at == start {
                    break;
                }
                // Left first: where two cells only touch at a corner, each keeps its own ring.
                direction = [1, 0, 3]
                    .map(|turn| (direction + turn) % 4)
                    .into_iter()
                    .find(|d| leaves[at][*d])
                    .expect("what enters a corner leaves it");
            }
            rings.push(ring);
        }
    }
    rings
}

fn spot(ground: &Ground, at: usize) -> Spot {
    let (i, j) = corner_cell(at);
    ground.corner(i, j)
}

/// Stretches of border from one meeting of three to the next, both ends included.
fn arcs(ground: &Ground) -> Vec<Vec<usize>> {
    let mut edges = vec![[false; 4]; corner_count()];
    for j in 0..=ROWS {
        for i in 0..=COLUMNS {
            if ground.owner(i, j) != ground.owner(i, j - 1) && i < COLUMNS {
                edges[corner_index(i, j)][0] = true;
                edges[corner_index(i + 1, j)][2] = true;
            }
            if ground.owner(i, j) != ground.owner(i - 1, j) && j < ROWS {
                edges[corner_index(i, j)][1] = true;
                edges[corner_index(i, j + 1)][3] = true;
            }
        }
    }
    let degree: Vec<usize> = edges
        .iter()
        .map(|e| e.iter().filter(|x| **x).count())
        .collect();
    let mut arcs = Vec::new();
    // Meetings first; what is left afterwards are loops.
    for only_meetings in [true, false] {
        for start in 0..edges.len() {
            if only_meetings && degree[start] == 2 {
                continue;
            }
            while let Some(mut direction) = (0..4).find(|d| edges[start][*d]) {
                let mut at = start;
                let mut arc = vec![start];
                loop {
                    edges[at][direction] = false;
                    let (i, j) = corner_cell(at);
                    at = corner_index(i + STEPS[direction].0, j + STEPS[direction].1);
                    edges[at][(direction + 2) % 4] = false;
                    arc.push(at);
                    if degree[at] != 2 || at == start {
                        break;
                    }
                    direction = (0..4)
                        .find(|d| edges[at][*d])
                        .expect("a corner of degree two has a way on");
                }
                arcs.push(arc);
            }
        }
    }
    arcs
}

/// Keeps the corners that an arc needs, and returns the line that they make.
fn keep(ground: &Ground, arc: &[usize], whole: bool, kept: &mut [bool]) -> Vec<Spot> {
    let line: Vec<Spot> = arc.iter().map(|at| spot(ground, *at)).collect();
    let waterside = arc.iter().all(|at| corner_cell(*at).1 < 5);
    let tolerance = match (whole, waterside) {
        (true, _) => 0.0,
        (_, true) => 90.0,
        _ => 1000.0,
    };
    let last = line.len() - 1;
    let mut keep = vec![whole; line.len()];
    keep[0] = true;
    keep[last] = true;
    let mut spans = if line[0] == line[last] {
        // A loop has no ends: its farthest corner serves as one.
        let far = (1..last)
            .max_by_key(|at| square(line[0], line[*at]))
            .expect("a loop has more than two corners");
        keep[far] = true;
        vec![(0, far), (far, last)]
    } else {
        vec![(0, last)]
    };
    while let Some((from, to)) = spans.pop() {
        let far = (from + 1..to)
            .map(|at| (off_line(line[at], line[from], line[to]), at))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((off, at)) = far
            && off > tolerance
        {
            keep[at] = true;
            spans.push((from, at));
            spans.push((at, to));
        }
    }
    for (at, keep) in arc.iter().zip(&keep) {
        kept[*at] |= *keep;
    }
    line.into_iter()
        .zip(keep)
        .filter_map(|(spot, keep)| keep.then_some(spot))
        .collect()
}

fn square(a: Spot, b: Spot) -> i64 {
    (a.u - b.u) * (a.u - b.u) + (a.v - b.v) * (a.v - b.v)
}

/// How far a spot is from the segment between two others, in decimetres.
fn off_line(spot: Spot, from: Spot, to: Spot) -> f64 {
    let (du, dv) = (real(to.u - from.u), real(to.v - from.v));
    let (pu, pv) = (real(spot.u - from.u), real(spot.v - from.v));
    let length = du * du + dv * dv;
    let along = if length > 0.0 {
        ((pu * du + pv * dv) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let (away_u, away_v) = (pu - along * du, pv - along * dv);
    (away_u * away_u + away_v * away_v).sqrt()
}

/// Pairs of lines of which two segments cross, or touch anywhere but at a shared end.
pub(crate) fn crossings(lines: &[Vec<Spot>]) -> Vec<(usize, usize)> {
    let mut segments: Vec<(Spot, Spot, usize)> = lines
        .iter()
        .enumerate()
        .flat_map(|(at, line)| line.windows(2).map(move |w| (w[0], w[1], at)))
        .map(|(a, b, at)| if a.u <= b.u { (a, b, at) } else { (b, a, at) })
        .collect();
    segments.sort_by_key(|s| s.0.u);
    let mut found = Vec::new();
    for (at, one) in segments.iter().enumerate() {
        for other in segments[at + 1..].iter().take_while(|o| o.0.u <= one.1.u) {
            let low = |s: &(Spot, Spot, usize)| s.0.v.min(s.1.v);
            let high = |s: &(Spot, Spot, usize)| s.0.v.max(s.1.v);
            if low(one) <= high(other) && low(other) <= high(one) && cross(one, other) {
                found.push((one.2, other.2));
            }
        }
    }
    found
}

fn side(a: Spot, b: Spot, p: Spot) -> i64 {
    ((b.u - a.u) * (p.v - a.v) - (b.v - a.v) * (p.u - a.u)).signum()
}

fn cross(one: &(Spot, Spot, usize), other: &(Spot, Spot, usize)) -> bool {
    let ends = [one.0, one.1];
    let others = [other.0, other.1];
    let on = [
        side(ends[0], ends[1], others[0]),
        side(ends[0], ends[1], others[1]),
        side(others[0], others[1], ends[0]),
        side(others[0], others[1], ends[1]),
    ];
    match ends.iter().filter(|end| others.contains(end)).count() {
        0 => on[0] * on[1] <= 0 && on[2] * on[3] <= 0,
        1 => {
            // Two segments from one spot overlap only where they are in line and go the same way.
            let [hub, end] = if others.contains(&ends[0]) {
                ends
            } else {
                [ends[1], ends[0]]
            };
            let far = if hub == others[0] {
                others[1]
            } else {
                others[0]
            };
            let same_way =
                (end.u - hub.u) * (far.u - hub.u) + (end.v - hub.v) * (far.v - hub.v) > 0;
            on == [0; 4] && same_way
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_cross_or_lie_on_each_other_are_found() {
        let spot = |u, v| Spot { u, v };
        let cases = [
            (
                vec![spot(0, 0), spot(4, 4)],
                vec![spot(0, 4), spot(4, 0)],
                true,
            ),
            (
                vec![spot(0, 0), spot(4, 0)],
                vec![spot(4, 0), spot(8, 0)],
                false,
            ),
            (
                vec![spot(0, 0), spot(4, 0)],
                vec![spot(0, 0), spot(8, 0)],
                true,
            ),
            (
                vec![spot(0, 0), spot(4, 0)],
                vec![spot(2, 0), spot(2, 5)],
                true,
            ),
            (
                vec![spot(0, 0), spot(4, 0)],
                vec![spot(0, 1), spot(4, 1)],
                false,
            ),
        ];
        for (a, b, expected) in cases {
            assert_eq!(
                !crossings(&[a.clone(), b.clone()]).is_empty(),
                expected,
                "{a:?} {b:?}"
            );
        }
    }

    /// The loop in [`Borders::of`] ends only when nothing crosses; this looks at what it returns.
    #[test]
    fn no_border_crosses_another_whatever_the_seed() {
        for seed in 0..12 {
            let ground = Ground::new(seed);
            let borders = Borders::of(&ground);
            let lines: Vec<Vec<Spot>> = arcs(&ground)
                .into_iter()
                .map(|arc| {
                    arc.into_iter()
                        .filter(|at| borders.kept[*at])
                        .map(|at| spot(&ground, at))
                        .collect()
                })
                .collect();
            assert_eq!(crossings(&lines), [], "seed {seed}");
        }
    }
}
