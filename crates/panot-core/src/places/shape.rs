// SPDX-License-Identifier: AGPL-3.0-or-later

//! Areas as rings of points.

use std::collections::BTreeMap;

/// Longitude and latitude in degrees, WGS 84.
pub type Point = [f64; 2];

/// A closed line: the last point is the first.
pub type Ring = Vec<Point>;

/// A box of longitudes and latitudes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The smallest longitude.
    pub west: f64,
    /// The smallest latitude.
    pub south: f64,
    /// The largest longitude.
    pub east: f64,
    /// The largest latitude.
    pub north: f64,
}

impl Bounds {
    /// The box around points; `None` without any.
    pub fn around<'a>(points: impl IntoIterator<Item = &'a Point>) -> Option<Self> {
        let mut points = points.into_iter();
        let [x, y] = *points.next()?;
        let first = Self {
            west: x,
            south: y,
            east: x,
            north: y,
        };
        Some(points.fold(first, |bounds, [x, y]| Self {
            west: bounds.west.min(*x),
            south: bounds.south.min(*y),
            east: bounds.east.max(*x),
            north: bounds.north.max(*y),
        }))
    }

    /// Whether a point lies within, the border included.
    pub fn contains(&self, lon: f64, lat: f64) -> bool {
        (self.west..=self.east).contains(&lon) && (self.south..=self.north).contains(&lat)
    }

    /// The box around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }
}

/// An area: rings of which each is an outer border or a hole. A point lies within when it is
/// inside an odd number of rings.
///
/// Invariant: at least one ring; every ring is closed, has at least four points and finite
/// coordinates on the earth.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    rings: Vec<Ring>,
    bounds: Bounds,
}

impl Shape {
    /// A shape of checked rings; `None` without any.
    pub(super) fn new(rings: Vec<Ring>) -> Option<Self> {
        let bounds = Bounds::around(rings.iter().flatten())?;
        Some(Self { rings, bounds })
    }

    /// The rings.
    pub fn rings(&self) -> &[Ring] {
        &self.rings
    }

    /// The box around it.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Whether a point lies within. Of two shapes that share a border with the same points, a point
    /// on or at that border lies in exactly one: both ask the same question of the same numbers.
    pub fn contains(&self, lon: f64, lat: f64) -> bool {
        self.bounds.contains(lon, lat)
            && self
                .rings
                .iter()
                .flat_map(|ring| ring.windows(2))
                .filter(|edge| passes_left(edge[0], edge[1], lon, lat))
                .count()
                % 2
                == 1
    }

    /// A point in the middle of its largest ring, for a label: the centre of its area. May lie
    /// outside of a very bent shape.
    pub fn centre(&self) -> Point {
        let mut best = (0.0, self.rings[0][0]);
        for ring in &self.rings {
            let (area, centre) = centroid(ring);
            if area > best.0 {
                best = (area, centre);
            }
        }
        best.1
    }

    /// The rings as polygons: each an outer border with the holes that lie in it.
    pub fn polygons(&self) -> Vec<Vec<&Ring>> {
        let around: Vec<Vec<usize>> = (0..self.rings.len())
            .map(|ring| {
                (0..self.rings.len())
                    .filter(|other| *other != ring)
                    .filter(|other| lies_in(&self.rings[ring], &self.rings[*other]))
                    .collect()
            })
            .collect();
        let is_outer = |ring: usize| around[ring].len().is_multiple_of(2);
        (0..self.rings.len())
            .filter(|outer| is_outer(*outer))
            .map(|outer| {
                let holes = (0..self.rings.len()).filter(|hole| {
                    // Of all that a hole lies in, its own border lies in one ring less.
                    !is_outer(*hole)
                        && around[*hole].contains(&outer)
                        && around[*hole].len() == around[outer].len() + 1
                });
                std::iter::once(outer)
                    .chain(holes)
                    .map(|ring| &self.rings[ring])
                    .collect()
            })
            .collect()
    }

    /// Several shapes that lie side by side as one, without the borders they share.
    pub(super) fn join<'a>(shapes: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        // Each edge is kept when it occurs an odd number of times: a border between two shapes
        // occurs twice. So every point keeps as many edges as is even, and they close to rings.
        let mut edges: BTreeMap<(Key, Key), (Point, Point)> = BTreeMap::new();
        for edge in shapes
            .into_iter()
            .flat_map(|shape| &shape.rings)
            .flat_map(|ring| ring.windows(2))
        {
            let ends = (key(edge[0]), key(edge[1]));
            let ends = (ends.0.min(ends.1), ends.0.max(ends.1));
            if ends.0 != ends.1 && edges.remove(&ends).is_none() {
                edges.insert(ends, (edge[0], edge[1]));
            }
        }
        Self::new(chain(edges.into_values()))
    }
}

/// Whether a ring lies in another that it does not cross. It may touch it, so several of its corners
/// are asked.
fn lies_in(ring: &Ring, other: &Ring) -> bool {
    const ASKED: usize = 9;
    let step = ring.len().div_ceil(ASKED).max(1);
    let asked = ring.iter().step_by(step);
    let (mut inside, mut outside) = (0, 0);
    for [lon, lat] in asked {
        let crossed = other
            .windows(2)
            .filter(|edge| passes_left(edge[0], edge[1], *lon, *lat))
            .count();
        if crossed % 2 == 1 {
            inside += 1;
        } else {
            outside += 1;
        }
    }
    inside > outside
}

/// Whether the half-line from the point to the west crosses the edge. The edge is put in one order
/// first, so that both shapes beside it compute the very same number.
fn passes_left(a: Point, b: Point, lon: f64, lat: f64) -> bool {
    let (low, high) = if (a[1], a[0]) <= (b[1], b[0]) {
        (a, b)
    } else {
        (b, a)
    };
    // Half open: a corner belongs to the edge above it only.
    if lat < low[1] || lat >= high[1] {
        return false;
    }
    let side = (high[0] - low[0]) * (lat - low[1]) - (lon - low[0]) * (high[1] - low[1]);
    side <= 0.0
}

/// The area of a ring without sign, and the centre of its area, relative to its first point so that
/// no digits are lost.
fn centroid(ring: &Ring) -> (f64, Point) {
    let [x0, y0] = ring[0];
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for edge in ring.windows(2) {
        let (ax, ay) = (edge[0][0] - x0, edge[0][1] - y0);
        let (bx, by) = (edge[1][0] - x0, edge[1][1] - y0);
        let cross = ax * by - bx * ay;
        area += cross;
        x += (ax + bx) * cross;
        y += (ay + by) * cross;
    }
    if area == 0.0 {
        return (0.0, ring[0]);
    }
    (
        area.abs() / 2.0,
        [x0 + x / (3.0 * area), y0 + y / (3.0 * area)],
    )
}

/// A point as a key that can be sorted: the bits of its numbers in an order that is total.
pub(super) type Key = (u64, u64);

pub(super) fn key(point: Point) -> Key {
    // Adding zero makes a negative zero positive: both are the same place.
    ((point[0] + 0.0).to_bits(), (point[1] + 0.0).to_bits())
}

/// Edges that meet an even number of times at every point, linked to closed rings.
fn chain(edges: impl Iterator<Item = (Point, Point)>) -> Vec<Ring> {
    let edges: Vec<_> = edges.collect();
    let mut at: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (index, (a, b)) in edges.iter().enumerate() {
        at.entry(key(*a)).or_default().push(index);
        at.entry(key(*b)).or_default().push(index);
    }
    let mut used = vec![false; edges.len()];
    let mut rings = Vec::new();
    for first in 0..edges.len() {
        if used[first] {
            continue;
        }
        used[first] = true;
        let (start, mut here) = edges[first];
        let mut ring = vec![start, here];
        while key(here) != key(start) {
            let next = at[&key(here)]
                .iter()
                .copied()
                .find(|index| !used[*index])
                .expect("every point has an even number of edges");
            used[next] = true;
            let (a, b) = edges[next];
            here = if key(a) == key(here) { b } else { a };
            ring.push(here);
        }
        rings.push(ring);
    }
    rings
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn square(x: f64, y: f64, side: f64) -> Ring {
        vec![
            [x, y],
            [x + side, y],
            [x + side, y + side],
            [x, y + side],
            [x, y],
        ]
    }

    fn shape(rings: Vec<Ring>) -> Shape {
        Shape::new(rings).expect("rings")
    }

    #[test]
    fn a_hole_is_outside() {
        let ring = shape(vec![square(0.0, 0.0, 4.0), square(1.0, 1.0, 2.0)]);
        assert!(ring.contains(0.5, 2.0));
        assert!(!ring.contains(2.0, 2.0));
        assert!(!ring.contains(5.0, 2.0));
    }

    #[test]
    fn holes_stand_with_their_own_border_and_an_island_in_a_lake_is_a_border_again() {
        let land = square(0.0, 0.0, 10.0);
        let lake = square(2.0, 2.0, 6.0);
        let island = square(4.0, 4.0, 2.0);
        let other = square(20.0, 0.0, 3.0);
        let shape = shape(vec![
            lake.clone(),
            island.clone(),
            other.clone(),
            land.clone(),
        ]);
        assert_eq!(
            shape.polygons(),
            [vec![&island], vec![&other], vec![&land, &lake]]
        );
    }

    #[test]
    fn joined_squares_lose_the_border_between_them() {
        let left = shape(vec![square(0.0, 0.0, 1.0)]);
        let right = shape(vec![square(1.0, 0.0, 1.0)]);
        let both = Shape::join([&left, &right]).expect("a shape");
        assert_eq!(both.rings().len(), 1);
        assert_eq!(both.rings()[0].len(), 7, "six corners, closed");
        assert!(both.contains(1.0, 0.5), "the old border is inside");
        let [x, y] = both.centre();
        assert!(
            (x - 1.0).abs() < 1e-12 && (y - 0.5).abs() < 1e-12,
            "{x} {y}"
        );
    }

    proptest! {
        /// Two triangles that share a slanted edge: whatever the point, also one computed to lie on
        /// the edge, it is in exactly one of them if it is in their union.
        #[test]
        fn a_point_at_a_shared_border_lies_in_exactly_one(
            corners in proptest::array::uniform4((-1.0e-3..1.0e-3, -1.0e-3..1.0e-3)),
            t in 0.0..1.0,
        ) {
            let p = |(x, y): (f64, f64)| [2.17 + x, 41.38 + y];
            let [a, b] = [p(corners[0]), p(corners[1])];
            // The third corners lie on different sides of the edge a–b.
            let normal = [b[1] - a[1], a[0] - b[0]];
            let left = [a[0] + normal[0] * 2.0, a[1] + normal[1] * 2.0];
            let right = [a[0] - normal[0] * 2.0, a[1] - normal[1] * 2.0];
            let one = shape(vec![vec![a, b, left, a]]);
            let other = shape(vec![vec![b, a, right, b]]);
            let on = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
            prop_assert!(!(one.contains(on[0], on[1]) && other.contains(on[0], on[1])));
            let whole = Shape::join([&one, &other]).expect("a shape");
            prop_assert_eq!(
                one.contains(on[0], on[1]) || other.contains(on[0], on[1]),
                whole.contains(on[0], on[1])
            );
        }
    }
}
