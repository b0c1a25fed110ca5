// SPDX-License-Identifier: AGPL-3.0-or-later

//! A grid over the city that says which neighbourhoods can be meant by a point.

use super::{Bounds, Place};

const SIDE: u16 = 64;

/// For each of 64 × 64 cells, the places whose box touches it, in their order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    bounds: Bounds,
    cells: Vec<Vec<usize>>,
}

impl Grid {
    /// Panics without a place: a city has at least one.
    pub(super) fn new(places: &[Place]) -> Self {
        let bounds = places
            .iter()
            .map(|place| place.shape.bounds())
            .reduce(Bounds::union)
            .expect("a city has at least one neighbourhood");
        let mut cells = vec![Vec::new(); usize::from(SIDE) * usize::from(SIDE)];
        let mut grid = Self {
            bounds,
            cells: Vec::new(),
        };
        for (index, place) in places.iter().enumerate() {
            let place = place.shape.bounds();
            let (left, bottom) = grid.cell(place.west, place.south);
            let (right, top) = grid.cell(place.east, place.north);
            for row in bottom..=top {
                for column in left..=right {
                    cells[row * usize::from(SIDE) + column].push(index);
                }
            }
        }
        grid.cells = cells;
        grid
    }

    pub(super) fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The places whose box touches the cell of this point, in their order.
    pub(super) fn candidates(&self, lon: f64, lat: f64) -> impl Iterator<Item = usize> + '_ {
        let cell = self.bounds.contains(lon, lat).then(|| {
            let (column, row) = self.cell(lon, lat);
            self.cells[row * usize::from(SIDE) + column].as_slice()
        });
        cell.unwrap_or_default().iter().copied()
    }

    /// Column and row of a point within the bounds. The same monotone function for boxes and for
    /// points, so that a point in a box is in one of the box's cells.
    fn cell(&self, lon: f64, lat: f64) -> (usize, usize) {
        let along = |from: f64, to: f64, at: f64| {
            let share = (at - from) / (to - from) * f64::from(SIDE);
            #[expect(
                clippy::as_conversions,
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "clamped into the grid; a box without width gives NaN, which becomes 0"
            )]
            let cell = share.clamp(0.0, f64::from(SIDE - 1)) as usize;
            cell
        };
        (
            along(self.bounds.west, self.bounds.east, lon),
            along(self.bounds.south, self.bounds.north, lat),
        )
    }
}
