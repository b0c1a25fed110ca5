// SPDX-License-Identifier: AGPL-3.0-or-later

//! Borders as lines to draw, simplified without tearing neighbours apart.

use std::collections::{BTreeMap, BTreeSet};

use super::shape::{Key, key};
use super::{Place, Point, Ring};

/// A place's border to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline<'a> {
    /// The place.
    pub place: &'a Place,
    /// Its rings, closed. Fill them by the even-odd rule. Rings smaller than the tolerance are left
    /// out, but the largest ring of a place always stays.
    pub rings: Vec<Ring>,
}

/// Metres in a degree of latitude.
const METRES_PER_DEGREE: f64 = 111_320.0;

/// Rings are cut where borders meet, and each piece between two such points is simplified in one
/// direction; so the two places beside it get the same line.
pub(super) fn outlines(places: &[Place], tolerance_m: f64) -> Vec<Outline<'_>> {
    let plane = Plane::of(places, tolerance_m);
    let mut beside: BTreeMap<Key, BTreeSet<Key>> = BTreeMap::new();
    for ring in places.iter().flat_map(|place| place.shape.rings()) {
        for edge in ring.windows(2) {
            beside.entry(key(edge[0])).or_default().insert(key(edge[1]));
            beside.entry(key(edge[1])).or_default().insert(key(edge[0]));
        }
    }
    let meets = |point: &Point| beside[&key(*point)].len() != 2;
    places
        .iter()
        .map(|place| {
            let rings = place.shape.rings();
            let mut simple: Vec<Ring> = rings
                .iter()
                .map(|ring| simplify(ring, &meets, &plane))
                .filter(|ring| ring.len() >= 4)
                .collect();
            if simple.is_empty() {
                let longest = rings.iter().max_by_key(|ring| ring.len());
                simple.extend(longest.cloned());
            }
            Outline {
                place,
                rings: simple,
            }
        })
        .collect()
}

/// Distances in metres around one latitude.
struct Plane {
    x: f64,
    tolerance_m: f64,
}

impl Plane {
    fn of(places: &[Place], tolerance_m: f64) -> Self {
        let latitude = places.first().map_or(0.0, |place| {
            let bounds = place.shape.bounds();
            f64::midpoint(bounds.south, bounds.north)
        });
        Self {
            x: latitude.to_radians().cos() * METRES_PER_DEGREE,
            tolerance_m,
        }
    }

    fn metres(&self, from: Point, to: Point) -> (f64, f64) {
        (
            (to[0] - from[0]) * self.x,
            (to[1] - from[1]) * METRES_PER_DEGREE,
        )
    }

    /// How far `point` lies from the piece of line between `a` and `b`.
    fn distance(&self, point: Point, a: Point, b: Point) -> f64 {
        let (bx, by) = self.metres(a, b);
        let (px, py) = self.metres(a, point);
        let length = bx * bx + by * by;
        let along = if length == 0.0 {
            0.0
        } else {
            ((px * bx + py * by) / length).clamp(0.0, 1.0)
        };
        (px - along * bx).hypot(py - along * by)
    }
}

fn simplify(ring: &Ring, meets: &impl Fn(&Point) -> bool, plane: &Plane) -> Ring {
    let open = &ring[..ring.len() - 1];
    // Begin where borders meet; a ring that meets nobody begins at its smallest point, so that the
    // same ring seen as a hole of another place begins there too.
    let start = open.iter().position(meets).unwrap_or_else(|| {
        (0..open.len())
            .min_by_key(|at| key(open[*at]))
            .expect("a ring has points")
    });
    let mut turned: Ring = open[start..]
        .iter()
        .chain(&open[..start])
        .copied()
        .collect();
    turned.push(turned[0]);
    let mut cuts: Vec<usize> = (1..turned.len() - 1)
        .filter(|at| meets(&turned[*at]))
        .collect();
    if cuts.is_empty() {
        // A line from a point to itself has no direction: cut at the point farthest away.
        let far = (1..turned.len() - 1).max_by(|a, b| {
            let far = |at: usize| plane.distance(turned[at], turned[0], turned[0]);
            far(*a)
                .total_cmp(&far(*b))
                .then_with(|| key(turned[*a]).cmp(&key(turned[*b])))
        });
        cuts.extend(far);
    }
    cuts.push(turned.len() - 1);
    let mut simple = vec![turned[0]];
    let mut from = 0;
    for to in cuts {
        simple.extend(piece(&turned[from..=to], plane).into_iter().skip(1));
        from = to;
    }
    simple
}

/// Ramer–Douglas–Peucker on one piece, always from its smaller end: which of two equally far points
/// is kept must not depend on the direction.
fn piece(line: &[Point], plane: &Plane) -> Vec<Point> {
    let ends = |line: &[Point]| (key(line[0]), key(line[line.len() - 1]));
    let (first, last) = ends(line);
    // With both ends at one point, the second point says the direction.
    let backwards = match first.cmp(&last) {
        std::cmp::Ordering::Equal => key(line[1]) > key(line[line.len() - 2]),
        order => order.is_gt(),
    };
    let mut line = line.to_vec();
    if backwards {
        line.reverse();
    }
    let mut keep = vec![false; line.len()];
    keep[0] = true;
    keep[line.len() - 1] = true;
    let mut spans = vec![(0, line.len() - 1)];
    while let Some((from, to)) = spans.pop() {
        let farthest = (from + 1..to)
            .map(|at| (at, plane.distance(line[at], line[from], line[to])))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((at, distance)) = farthest
            && distance > plane.tolerance_m
        {
            keep[at] = true;
            spans.push((from, at));
            spans.push((at, to));
        }
    }
    let mut kept: Vec<Point> = line
        .into_iter()
        .zip(keep)
        .filter_map(|(point, keep)| keep.then_some(point))
        .collect();
    if backwards {
        kept.reverse();
    }
    kept
}
