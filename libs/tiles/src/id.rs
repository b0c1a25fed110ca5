// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which square of the map a tile is.

use std::f64::consts::PI;

use crate::LonLat;

/// Where Web Mercator ends, towards both poles.
const LAT_MAX: f64 = 85.051_128_779_806_6;

/// A square of the map: zoom, column from the west, row from the north.
///
/// Invariant: `z` is at most 22, and `x` and `y` are below 2ᶻ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileId {
    z: u8,
    x: u32,
    y: u32,
}

impl TileId {
    /// The deepest zoom: a tile of about four metres.
    pub const ZOOM_MAX: u8 = 22;

    /// A tile, or `None` where there is no such square.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let side = 1_u32 << z.min(Self::ZOOM_MAX);
        (z <= Self::ZOOM_MAX && x < side && y < side).then_some(Self { z, x, y })
    }

    /// The tile of this zoom that holds a place, or `None` where the map does not reach.
    pub fn around(place: LonLat, z: u8) -> Option<Self> {
        if z > Self::ZOOM_MAX
            || !place[0].is_finite()
            || place[0].abs() > 180.0
            || place[1].is_nan()
            || place[1].abs() > LAT_MAX
        {
            return None;
        }
        let [x, y] = world(place, z).map(floor);
        let last = (1_u32 << z) - 1;
        Self::new(z, x.min(last), y.min(last))
    }

    /// The zoom.
    pub fn z(self) -> u8 {
        self.z
    }

    /// The column.
    pub fn x(self) -> u32 {
        self.x
    }

    /// The row.
    pub fn y(self) -> u32 {
        self.y
    }

    /// West, south, east and north in degrees, with a margin on each side as a share of the tile. What
    /// lies outside is not needed to draw it.
    pub fn bounds(self, margin: f64) -> [f64; 4] {
        let side = f64::from(1_u32 << self.z);
        let lon = |x: f64| x / side * 360.0 - 180.0;
        let lat = |y: f64| (PI * (1.0 - 2.0 * y / side)).sinh().atan().to_degrees();
        let (x, y) = (f64::from(self.x), f64::from(self.y));
        [
            lon(x - margin).max(-180.0),
            lat((y + 1.0 + margin).min(side)),
            lon(x + 1.0 + margin).min(180.0),
            lat((y - margin).max(0.0)),
        ]
    }

    /// A place in units of the tile: from 0 at its north-western corner to `extent`.
    pub(crate) fn project(self, place: LonLat, extent: f64) -> [f64; 2] {
        let [x, y] = world(place, self.z);
        [
            (x - f64::from(self.x)) * extent,
            (y - f64::from(self.y)) * extent,
        ]
    }
}

/// A place in tiles from the north-western corner of the world.
fn world([lon, lat]: LonLat, z: u8) -> [f64; 2] {
    let side = f64::from(1_u32 << z);
    let lat = lat.clamp(-LAT_MAX, LAT_MAX).to_radians();
    [
        (lon + 180.0) / 360.0 * side,
        (1.0 - lat.tan().asinh() / PI) / 2.0 * side,
    ]
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast saturates, and the result is compared with the last tile"
)]
fn floor(x: f64) -> u32 {
    x.floor() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_place_is_in_the_tile_that_everybody_says() {
        // The middle of San Francisco is in 10/163/395 on every web map.
        let id = TileId::around([-122.4194, 37.7749], 10).expect("a tile");
        assert_eq!((id.z(), id.x(), id.y()), (10, 163, 395));
        let [west, south, east, north] = id.bounds(0.0);
        assert!(west <= -122.4194 && -122.4194 < east && south < 37.7749 && 37.7749 <= north);
    }

    #[test]
    fn squares_that_do_not_exist_are_none() {
        assert_eq!(TileId::new(0, 1, 0), None);
        assert_eq!(TileId::new(23, 0, 0), None);
        assert_eq!(TileId::around([f64::NAN, 0.0], 3), None);
        assert_eq!(TileId::around([0.0, 89.0], 3), None);
        assert!(TileId::around([180.0, -85.0], 22).is_some());
    }
}
