// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows in a box, found among the places that the map holds in memory.
//!
//! `bbox` is what maps ask all the time, each time another one. The places of a version are in memory
//! for its tiles anyway; looking through them takes a millisecond for ten thousands, and no process.

use tiles::Shape;

use super::crs::Crs;
use crate::layer::{Layer, Spot};

/// A box on the axes of a reference system.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// The reference system.
    pub crs: Crs,
    /// The corner with the least and the one with the greatest of both axes; in degrees the first
    /// longitude may be the greater one, and the box goes around the world.
    pub corners: [f64; 4],
}

/// Why a box cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotABox;

impl Area {
    /// Reads `bbox`: four numbers, or six, of which the heights are not looked at.
    pub fn parse(text: &str, crs: Crs) -> Result<Self, NotABox> {
        let numbers = text.split(',').take(7).map(|part| {
            let number: Result<f64, _> = part.trim().parse();
            number.ok().filter(|n| n.is_finite()).ok_or(NotABox)
        });
        let numbers: Vec<f64> = numbers.collect::<Result<_, _>>()?;
        let corners = match numbers[..] {
            [x, y, far_x, far_y] | [x, y, _, far_x, far_y, _] => [x, y, far_x, far_y],
            _ => return Err(NotABox),
        };
        let [x, y, far_x, far_y] = corners;
        // Only longitudes may go around.
        let (x_turns, y_turns) = (crs == Crs::Crs84, matches!(crs, Crs::Degrees(_)));
        if (x > far_x && !x_turns) || (y > far_y && !y_turns) {
            return Err(NotABox);
        }
        Ok(Self { crs, corners })
    }

    /// The numbers of the rows that touch it, of those that the layer holds.
    pub fn rows(self, layer: &Layer) -> Vec<u32> {
        if self.crs.is_degrees() {
            let [[west, south], [east, north]] = {
                let [x, y, far_x, far_y] = self.corners;
                [self.crs.degrees(x, y), self.crs.degrees(far_x, far_y)]
            };
            if west <= east {
                return layer
                    .numbers(|bounds, spot| touches([west, south, east, north], bounds, spot));
            }
            return layer.numbers(|bounds, spot| {
                touches([west, south, 180.0, north], bounds, spot)
                    || touches([-180.0, south, east, north], bounds, spot)
            });
        }
        // In metres each place is looked at where it lies on those axes.
        layer.numbers(|_, spot| match spot {
            Spot::Point([lon, lat]) => {
                let [x, y] = self.crs.place(lon, lat);
                within(self.corners, [x, y])
            }
            Spot::Shape(shape) => meets(self.corners, &moved(shape, self.crs)),
        })
    }
}

fn within([west, south, east, north]: [f64; 4], [x, y]: [f64; 2]) -> bool {
    (west..=east).contains(&x) && (south..=north).contains(&y)
}

fn touches(area: [f64; 4], bounds: [f64; 4], spot: Spot<'_>) -> bool {
    let [west, south, east, north] = area;
    let [w, s, e, n] = bounds;
    if w > east || e < west || s > north || n < south {
        return false;
    }
    match spot {
        Spot::Point(_) => true,
        Spot::Shape(_) if within(area, [w, s]) && within(area, [e, n]) => true,
        // Of a collection only the first shape is held: its box says what of the rest can be said.
        Spot::Shape(shape) => {
            meets(area, shape) || around(shape).is_none_or(|own| !is_same(own, bounds))
        }
    }
}

fn is_same(a: [f64; 4], b: [f64; 4]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.total_cmp(&b).is_eq())
}

fn moved(shape: &Shape, crs: Crs) -> Shape {
    let line = |line: &Vec<[f64; 2]>| -> Vec<[f64; 2]> {
        line.iter().map(|[x, y]| crs.place(*x, *y)).collect()
    };
    let lines = |lines: &Vec<Vec<[f64; 2]>>| lines.iter().map(line).collect::<Vec<_>>();
    match shape {
        Shape::Points(points) => Shape::Points(line(points)),
        Shape::Lines(all) => Shape::Lines(lines(all)),
        Shape::Areas(areas) => Shape::Areas(areas.iter().map(lines).collect()),
    }
}

fn around(shape: &Shape) -> Option<[f64; 4]> {
    let mut bounds: Option<[f64; 4]> = None;
    let mut add = |[x, y]: &[f64; 2]| {
        let b = bounds.get_or_insert([*x, *y, *x, *y]);
        *b = [b[0].min(*x), b[1].min(*y), b[2].max(*x), b[3].max(*y)];
    };
    match shape {
        Shape::Points(points) => points.iter().for_each(&mut add),
        Shape::Lines(lines) => lines.iter().flatten().for_each(&mut add),
        Shape::Areas(areas) => areas.iter().flatten().flatten().for_each(&mut add),
    }
    bounds
}

/// Whether a shape and a box share a point.
fn meets(area: [f64; 4], shape: &Shape) -> bool {
    let crosses = |line: &Vec<[f64; 2]>| {
        line.iter().any(|at| within(area, *at))
            || line.windows(2).any(|side| passes(area, side[0], side[1]))
    };
    match shape {
        Shape::Points(points) => points.iter().any(|at| within(area, *at)),
        Shape::Lines(lines) => lines.iter().any(crosses),
        Shape::Areas(areas) => areas.iter().any(|rings| {
            // No side of it in the box: then the box lies in it whole, or outside whole.
            rings.iter().any(crosses) || holds(rings, [area[0], area[1]])
        }),
    }
}

/// Whether the way from one place to another passes through a box (Liang and Barsky).
fn passes(area: [f64; 4], from: [f64; 2], to: [f64; 2]) -> bool {
    let (mut first, mut last) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let (start, way) = (from[axis], to[axis] - from[axis]);
        let (low, high) = (area[axis] - start, area[axis + 2] - start);
        if way == 0.0 {
            if low > 0.0 || high < 0.0 {
                return false;
            }
            continue;
        }
        let (a, b) = (low / way, high / way);
        first = first.max(a.min(b));
        last = last.min(a.max(b));
    }
    first <= last
}

/// Whether a place lies in an area, by the number of sides east of it.
fn holds(rings: &[Vec<[f64; 2]>], [x, y]: [f64; 2]) -> bool {
    let sides = rings.iter().flat_map(|ring| ring.windows(2));
    let east = sides.filter(|side| {
        let ([ax, ay], [bx, by]) = (side[0], side[1]);
        (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
    });
    east.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn frame(west: f64, south: f64, east: f64, north: f64) -> Vec<[f64; 2]> {
        let corners = [
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
        ];
        corners.to_vec()
    }

    #[test]
    fn a_box_is_four_numbers_and_only_longitudes_go_around() {
        let area = |text, crs| Area::parse(text, crs).map(|area| area.corners);
        assert_eq!(area("1, 2,3,4", Crs::Crs84), Ok([1.0, 2.0, 3.0, 4.0]));
        assert_eq!(area("1,2,0,3,4,9", Crs::Crs84), Ok([1.0, 2.0, 3.0, 4.0]));
        assert!(area("170,2,-170,4", Crs::Crs84).is_ok());
        assert!(area("2,170,4,-170", Crs::Degrees(4326)).is_ok());
        for bad in [
            "",
            "1,2,3",
            "1,2,3,x",
            "1,2,3,nan",
            "1,4,3,2",
            "1,2,3,4,5",
            "1,2,3,4,5,6,7",
        ] {
            assert_eq!(area(bad, Crs::Crs84), Err(NotABox), "{bad}");
        }
        assert_eq!(area("9,2,3,4", Crs::Mercator), Err(NotABox));
    }

    #[test]
    fn an_area_meets_boxes_inside_it_but_not_in_its_hole() {
        let park = Shape::Areas(vec![vec![
            frame(0.0, 0.0, 9.0, 9.0),
            frame(3.0, 3.0, 6.0, 6.0),
        ]]);
        assert!(meets([1.0, 1.0, 2.0, 2.0], &park));
        assert!(!meets([4.0, 4.0, 5.0, 5.0], &park));
        assert!(meets([4.0, 4.0, 7.0, 5.0], &park));
        assert!(meets([-5.0, 4.0, 50.0, 5.0], &park));
        let path = Shape::Lines(vec![vec![[0.0, 0.0], [10.0, 10.0]]]);
        assert!(meets([4.0, 4.5, 5.0, 6.0], &path));
        assert!(!meets([6.0, 1.0, 9.0, 5.0], &path));
    }

    proptest! {
        /// Clipping a side finds a place in the box exactly where stepping along it does.
        #[test]
        fn a_side_passes_a_box_that_it_has_a_place_in(
            from in prop::array::uniform2(-10.0..10.0_f64),
            to in prop::array::uniform2(-10.0..10.0_f64),
            corner in prop::array::uniform2(-10.0..10.0_f64),
            size in prop::array::uniform2(0.5..5.0_f64),
        ) {
            let area = [corner[0], corner[1], corner[0] + size[0], corner[1] + size[1]];
            let stepped = (0..=4_000_u32).any(|step| {
                let part = f64::from(step) / 4_000.0;
                within(area, [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part])
            });
            // A corner that is only grazed may lie between two steps.
            prop_assert!(!stepped || passes(area, from, to));
            let wider = [area[0] - 0.01, area[1] - 0.01, area[2] + 0.01, area[3] + 0.01];
            let near = (0..=4_000_u32).any(|step| {
                let part = f64::from(step) / 4_000.0;
                within(wider, [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part])
            });
            prop_assert!(near || !passes(area, from, to));
        }
    }
}
