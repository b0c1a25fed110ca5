// SPDX-License-Identifier: AGPL-3.0-or-later

//! From degrees to the plane of a drawing: projection, clipping, simplification.

use std::fmt::Write as _;

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

    pub(super) fn spot(&self, [lon, lat]: LonLat) -> Spot {
        [
            whole((lon - self.west) * self.x),
            whole((self.north - lat) * self.y),
        ]
    }

    /// Whether a spot can be seen, or is at most `beyond` outside.
    pub(super) fn shows(&self, [x, y]: Spot, beyond: i64) -> bool {
        (-beyond..=whole(self.width) + beyond).contains(&x)
            && (-beyond..=whole(self.height) + beyond).contains(&y)
    }

    /// What can be seen of a ring, without corners nearer to the line than `tolerance`.
    pub(super) fn ring(&self, ring: &[LonLat], tolerance: f64) -> Vec<Spot> {
        let mut spots = self.spots(ring);
        if spots.len() > 1 && spots.first() == spots.last() {
            spots.pop();
        }
        let margin = 24;
        let (right, bottom) = (whole(self.width) + margin, whole(self.height) + margin);
        for (axis, limit, sign) in [
            (0, -margin, 1),
            (0, right, -1),
            (1, -margin, 1),
            (1, bottom, -1),
        ] {
            spots = clip(&spots, |s| (s[axis] - limit) * sign);
        }
        if spots.len() < 3 {
            return Vec::new();
        }
        // Cut at the corner farthest from the first, so that both halves have two ends.
        let far = (1..spots.len())
            .max_by_key(|k| square(spots[0], spots[*k]))
            .unwrap_or(1);
        let mut back = spots.split_off(far);
        spots.push(back[0]);
        back.push(spots[0]);
        let mut out = simplify(&spots, tolerance);
        out.pop();
        out.extend(simplify(&back, tolerance));
        out.pop();
        if out.len() < 3 { Vec::new() } else { out }
    }

    /// What can be seen of a line: the stretches whose segments touch the drawing.
    pub(super) fn line(&self, line: &[LonLat], tolerance: f64) -> Vec<Vec<Spot>> {
        let spots = self.spots(line);
        let mut stretches: Vec<Vec<Spot>> = Vec::new();
        let mut last = usize::MAX;
        for (k, ends) in spots.windows(2).enumerate() {
            let low = [ends[0][0].min(ends[1][0]), ends[0][1].min(ends[1][1])];
            let high = [ends[0][0].max(ends[1][0]), ends[0][1].max(ends[1][1])];
            let seen = high[0] >= -8
                && high[1] >= -8
                && low[0] <= whole(self.width) + 8
                && low[1] <= whole(self.height) + 8;
            if !seen {
                continue;
            }
            match stretches.last_mut() {
                Some(stretch) if last != usize::MAX && last + 1 == k => stretch.push(ends[1]),
                _ => stretches.push(ends.to_vec()),
            }
            last = k;
        }
        stretches.iter().map(|s| simplify(s, tolerance)).collect()
    }

    fn spots(&self, corners: &[LonLat]) -> Vec<Spot> {
        let far = whole(self.width.max(self.height)) * 1000;
        let mut spots: Vec<Spot> = corners
            .iter()
            .filter(|c| is_somewhere(**c))
            .map(|c| self.spot(*c).map(|x| x.clamp(-far, far)))
            .collect();
        spots.dedup();
        spots
    }
}

fn is_somewhere([lon, lat]: LonLat) -> bool {
    lon.is_finite() && lat.is_finite() && lon.abs() <= 360.0 && lat.abs() <= 90.0
}

/// The part of a ring where `keep` is not negative.
fn clip(ring: &[Spot], keep: impl Fn(Spot) -> i64) -> Vec<Spot> {
    let mut out = Vec::with_capacity(ring.len());
    for (at, here) in ring.iter().enumerate() {
        let next = ring[(at + 1) % ring.len()];
        let (a, b) = (keep(*here), keep(next));
        if a >= 0 {
            out.push(*here);
        }
        if (a >= 0) != (b >= 0) {
            out.push([0, 1].map(|k| here[k] + (next[k] - here[k]) * a / (a - b)));
        }
    }
    out
}

fn square(a: Spot, b: Spot) -> i64 {
    (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])
}

/// Ramer, Douglas and Peucker, without recursion: a line of a million corners must not end the
/// process.
fn simplify(line: &[Spot], tolerance: f64) -> Vec<Spot> {
    if line.len() < 3 {
        return line.to_vec();
    }
    let mut keep = vec![false; line.len()];
    keep[0] = true;
    keep[line.len() - 1] = true;
    let mut spans = vec![(0, line.len() - 1)];
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
        .filter_map(|(s, keep)| keep.then_some(*s))
        .collect()
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "spots of a drawing are small"
)]
fn off(p: Spot, a: Spot, b: Spot) -> f64 {
    let (dx, dy) = ((b[0] - a[0]) as f64, (b[1] - a[1]) as f64);
    let (px, py) = ((p[0] - a[0]) as f64, (p[1] - a[1]) as f64);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 {
        ((px * dx + py * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (px - along * dx).hypot(py - along * dy)
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
