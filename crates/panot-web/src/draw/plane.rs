// SPDX-License-Identifier: AGPL-3.0-or-later

//! From degrees to the plane of a drawing: projection, what can be seen, and whole units.

use std::fmt::Write as _;

use tiles::clip::{Corner, Window, simplify};

use super::ink::whole;

/// Longitude and latitude in degrees, WGS 84.
pub type LonLat = [f64; 2];

/// A ring or a line of corners; whether the first is repeated at the end does not matter.
pub type Ring = Vec<LonLat>;

/// A corner of the drawing.
pub(super) type Spot = [i64; 2];

/// A piece of the world laid flat onto a drawing: equal distances east and north in its middle,
/// which is exact enough for a city.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plane {
    west: f64,
    north: f64,
    /// Units of the drawing per degree.
    x: f64,
    y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Plane {
    /// The plane that shows all these corners, with a margin, in a drawing of this size. `None` when
    /// there is none to show.
    pub(super) fn around<'a>(
        corners: impl Iterator<Item = &'a LonLat>,
        (width, height): (f64, f64),
        margin: f64,
    ) -> Option<Self> {
        let [west, south, east, north] = corners.filter(|c| is_somewhere(**c)).fold(
            None,
            |b: Option<[f64; 4]>, [lon, lat]| {
                Some(b.map_or([*lon, *lat, *lon, *lat], |[w, s, e, n]| {
                    [w.min(*lon), s.min(*lat), e.max(*lon), n.max(*lat)]
                }))
            },
        )?;
        let middle = [f64::midpoint(west, east), f64::midpoint(south, north)];
        let flat = middle[1].to_radians().cos().max(0.01);
        // A single point is shown with about a kilometre around it.
        let (wide, high) = ((east - west).max(0.012) * flat, (north - south).max(0.009));
        let scale = ((width - 2.0 * margin) / wide).min((height - 2.0 * margin) / high);
        Some(Self::at(middle, scale, (width, height)))
    }

    /// The plane around a middle that is so many metres wide.
    pub(super) fn view(middle: LonLat, wide_m: f64, (width, height): (f64, f64)) -> Self {
        Self::at(
            middle,
            width / (wide_m.max(1.0) / 111_320.0),
            (width, height),
        )
    }

    fn at(middle: LonLat, scale: f64, (width, height): (f64, f64)) -> Self {
        let x = scale * middle[1].to_radians().cos().max(0.01);
        Self {
            west: middle[0] - width / 2.0 / x,
            north: middle[1] + height / 2.0 / scale,
            x,
            y: scale,
            width,
            height,
        }
    }

    pub(super) fn spot(&self, place: LonLat) -> Spot {
        self.corner(place).map(whole)
    }

    /// Whether a spot can be seen, or is at most `beyond` outside.
    pub(super) fn shows(&self, [x, y]: Spot, beyond: i64) -> bool {
        (-beyond..=whole(self.width) + beyond).contains(&x)
            && (-beyond..=whole(self.height) + beyond).contains(&y)
    }

    /// What can be seen of a ring, without corners nearer to the line than `tolerance`.
    pub(super) fn ring(&self, ring: &[LonLat], tolerance: f64) -> Vec<Spot> {
        let mut corners = self.corners(ring);
        if corners.len() > 1 && corners.first() == corners.last() {
            corners.pop();
        }
        let mut corners = self.window(24.0).ring(corners);
        corners.extend(corners.first().copied());
        let mut spots = spots(&simplify(&corners, tolerance));
        spots.pop();
        if spots.len() < 3 { Vec::new() } else { spots }
    }

    /// What can be seen of a line: the stretches inside the drawing.
    pub(super) fn line(&self, line: &[LonLat], tolerance: f64) -> Vec<Vec<Spot>> {
        let stretches = self.window(8.0).line(&self.corners(line));
        stretches
            .iter()
            .map(|stretch| spots(&simplify(stretch, tolerance)))
            .collect()
    }

    /// The drawing and what lies at most `beyond` outside.
    fn window(&self, beyond: f64) -> Window {
        Window {
            low: [-beyond; 2],
            high: [self.width + beyond, self.height + beyond],
        }
    }

    fn corner(&self, [lon, lat]: LonLat) -> Corner {
        [(lon - self.west) * self.x, (self.north - lat) * self.y]
    }

    fn corners(&self, places: &[LonLat]) -> Vec<Corner> {
        let somewhere = places.iter().filter(|place| is_somewhere(**place));
        somewhere.map(|place| self.corner(*place)).collect()
    }
}

/// Corners on whole units, none twice in a row.
fn spots(corners: &[Corner]) -> Vec<Spot> {
    let mut spots: Vec<Spot> = corners.iter().map(|corner| corner.map(whole)).collect();
    spots.dedup();
    spots
}

fn is_somewhere([lon, lat]: LonLat) -> bool {
    lon.is_finite() && lat.is_finite() && lon.abs() <= 360.0 && lat.abs() <= 90.0
}

/// Appends corners as path commands: one absolute, the rest relative, which is shorter.
pub(super) fn draw(d: &mut String, spots: &[Spot], close: bool) {
    let Some(first) = spots.first() else {
        return;
    };
    let _ = write!(d, "M{} {}", first[0], first[1]);
    let mut last = *first;
    for (k, spot) in spots.iter().enumerate().skip(1) {
        let (dx, dy) = (spot[0] - last[0], spot[1] - last[1]);
        d.push_str(if k == 1 {
            "l"
        } else if dx < 0 {
            ""
        } else {
            " "
        });
        let _ = write!(d, "{dx}{}{dy}", if dy < 0 { "" } else { " " });
        last = *spot;
    }
    if close {
        d.push('z');
    }
}
