// SPDX-License-Identifier: AGPL-3.0-or-later

//! From features to the bytes of a tile.

use std::collections::BTreeMap;

use fast_mvt::{MvtCoord, MvtError, MvtGeomType, MvtLayerBuilder, MvtTileBuilder};

use crate::clip::{Corner, Window, area, simplify};
use crate::{Feature, LonLat, Shape, TileId, Value};

/// The property of a dot that stands for several points: how many. Named as by other makers of
/// tiles, and unlike the columns that tables have.
pub const COUNT: &str = "point_count";

/// Units along a side of a tile.
const EXTENT: f64 = 4096.0;

/// How large a tile may become.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The most bytes, before compression; at least 4 096.
    pub bytes_max: usize,
    /// The most points before they are counted on a grid.
    pub points_max: usize,
    /// How far beyond the tile shapes reach, in 4096ths of its side, so that no border is seen where
    /// two tiles meet.
    pub margin: u16,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes_max: 400_000,
            points_max: 4_000,
            margin: 80,
        }
    }
}

/// A tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// The bytes; empty when nothing is there, which is a valid tile.
    pub bytes: Vec<u8>,
    /// Features that stand in it, a dot of several points as one.
    pub shown: usize,
    /// Whether every feature stands in it as it is. Where not, points were counted together or small
    /// shapes left out, and the next zoom shows more.
    pub whole: bool,
}

/// Why there is no tile.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// The layer has no name, or a feature has more properties than a tile can number.
    #[error("the tile cannot be encoded: {0}")]
    Encode(String),
}

impl From<MvtError> for TileError {
    fn from(error: MvtError) -> Self {
        Self::Encode(error.to_string())
    }
}

/// A feature as it lies on the tile.
struct Placed<'a> {
    feature: &'a Feature,
    parts: Parts,
    /// How much of the tile it covers, to know which to leave out first.
    size: f64,
}

enum Parts {
    Points(Vec<Corner>),
    Lines(Vec<Vec<Corner>>),
    Areas(Vec<Vec<Vec<Corner>>>),
}

/// Makes the tile of one layer. Features that do not touch it are passed over, so they may be given
/// as they come from a wider search.
pub fn tile(
    id: TileId,
    layer: &str,
    features: &[Feature],
    limits: &Limits,
) -> Result<Tile, TileError> {
    let margin = f64::from(limits.margin);
    let window = Window {
        low: [-margin; 2],
        high: [EXTENT + margin; 2],
    };
    let mut placed: Vec<Placed> = features
        .iter()
        .filter_map(|f| place(f, id, window))
        .collect();
    if placed.is_empty() {
        return Ok(Tile {
            bytes: Vec::new(),
            shown: 0,
            whole: true,
        });
    }
    let bytes_max = limits.bytes_max.max(4_096);
    let points: usize = placed.iter().map(Placed::points).sum();
    let mut grid = if points > limits.points_max {
        32.0
    } else {
        0.0
    };
    let mut tolerance = 1.0;
    let mut whole = true;
    loop {
        let (bytes, shown, counted) = encode(layer, &placed, grid, tolerance)?;
        if bytes.len() <= bytes_max {
            return Ok(Tile {
                bytes,
                shown,
                whole: whole && !counted,
            });
        }
        // Each round coarsens everything that is left, so the loop ends with nothing at the latest.
        whole = false;
        if points > 0 && grid < EXTENT {
            grid = (grid * 1.6_f64).max(16.0);
        }
        if tolerance < 16.0 {
            tolerance *= 2.0;
        } else {
            leave_out_smaller_half(&mut placed);
        }
    }
}

impl Placed<'_> {
    fn points(&self) -> usize {
        match &self.parts {
            Parts::Points(points) => points.len(),
            _ => 0,
        }
    }
}

/// Keeps the larger half of lines and areas. Points are thinned by the grid, until nothing else is
/// left to thin.
fn leave_out_smaller_half(placed: &mut Vec<Placed>) {
    let mut sizes: Vec<f64> = placed
        .iter()
        .filter(|p| p.points() == 0)
        .map(|p| p.size)
        .collect();
    if sizes.is_empty() {
        let half = placed.len() / 2;
        placed.truncate(half);
        return;
    }
    sizes.sort_by(f64::total_cmp);
    let middle = sizes[sizes.len() / 2];
    let mut keep_equal = sizes.len() / 2
        - sizes
            .iter()
            .filter(|s| **s > middle)
            .count()
            .min(sizes.len() / 2);
    placed.retain(|p| {
        if p.points() > 0 || p.size > middle {
            return true;
        }
        let keep = p.size >= middle && keep_equal > 0;
        keep_equal -= usize::from(keep);
        keep
    });
}

fn place(feature: &Feature, id: TileId, window: Window) -> Option<Placed<'_>> {
    let corners = |line: &[LonLat]| -> Vec<Corner> {
        line.iter()
            .filter(|c| c[0].is_finite() && c[1].is_finite())
            .map(|c| id.project(*c, EXTENT))
            .collect()
    };
    let (parts, size) = match &feature.shape {
        Shape::Points(points) => {
            let inside: Vec<Corner> = corners(points)
                .into_iter()
                .filter(|c| window.holds(*c))
                .collect();
            if inside.is_empty() {
                return None;
            }
            (Parts::Points(inside), 0.0)
        }
        Shape::Lines(lines) => {
            let inside: Vec<Vec<Corner>> = lines
                .iter()
                .flat_map(|l| window.line(&corners(l)))
                .collect();
            let size = spread(inside.iter().flatten())?;
            (Parts::Lines(inside), size)
        }
        Shape::Areas(areas) => {
            let inside: Vec<Vec<Vec<Corner>>> = areas
                .iter()
                .map(|rings| {
                    rings
                        .iter()
                        .map(|ring| window.ring(corners(ring)))
                        .collect::<Vec<_>>()
                })
                .filter(|rings| rings.first().is_some_and(|outer| outer.len() > 2))
                .collect();
            let size = spread(inside.iter().flatten().flatten())?;
            (Parts::Areas(inside), size)
        }
    };
    Some(Placed {
        feature,
        parts,
        size,
    })
}

/// The length of the diagonal around corners; `None` without any.
fn spread<'a>(corners: impl Iterator<Item = &'a Corner>) -> Option<f64> {
    let [west, north, east, south] = corners.fold(None, |b: Option<[f64; 4]>, [x, y]| {
        Some(b.map_or([*x, *y, *x, *y], |[w, n, e, s]| {
            [w.min(*x), n.min(*y), e.max(*x), s.max(*y)]
        }))
    })?;
    Some((east - west).hypot(south - north))
}

/// The bytes, how many features stand in them, and whether points were counted together.
fn encode(
    layer: &str,
    placed: &[Placed],
    grid: f64,
    tolerance: f64,
) -> Result<(Vec<u8>, usize, bool), TileError> {
    let mut builder = MvtTileBuilder::new().layer(layer)?;
    let mut counted = false;
    if grid > 0.0 {
        let (next, together) = dots(builder, placed, grid)?;
        builder = next;
        counted = together;
    }
    for one in placed {
        builder = match &one.parts {
            Parts::Points(_) if grid > 0.0 => builder,
            Parts::Points(points) => {
                let mut feature = builder.feature_of(MvtGeomType::Point);
                feature.points(points.iter().map(|c| coord(whole(*c))))?;
                tags(&mut feature, one.feature)?;
                feature.end()
            }
            Parts::Lines(lines) => {
                let lines: Vec<Vec<(i32, i32)>> = lines
                    .iter()
                    .map(|line| integers(&simplify(line, tolerance)))
                    .filter(|line| line.len() > 1)
                    .collect();
                if lines.is_empty() {
                    continue;
                }
                let mut feature = builder.feature_of(MvtGeomType::LineString);
                for line in lines {
                    feature.line(line.into_iter().map(coord))?;
                }
                tags(&mut feature, one.feature)?;
                feature.end()
            }
            Parts::Areas(areas) => {
                let rings = visible(areas, tolerance);
                if rings.is_empty() {
                    continue;
                }
                let mut feature = builder.feature_of(MvtGeomType::Polygon);
                for (ring, is_outer) in rings {
                    feature.ring(ring.into_iter().map(coord), is_outer)?;
                }
                tags(&mut feature, one.feature)?;
                feature.end()
            }
        };
    }
    let shown = builder.num_features();
    Ok((builder.end().encode(), shown, counted))
}

/// Points on a grid: one dot per cell at the mean of its points. A dot of one point keeps what is
/// known about it; a dot of several says how many.
fn dots(
    mut builder: MvtLayerBuilder,
    placed: &[Placed],
    grid: f64,
) -> Result<(MvtLayerBuilder, bool), TileError> {
    struct Dot<'a> {
        sum: Corner,
        n: u32,
        one: &'a Feature,
    }
    let mut cells: BTreeMap<(i32, i32), Dot> = BTreeMap::new();
    for one in placed {
        let Parts::Points(points) = &one.parts else {
            continue;
        };
        for [x, y] in points {
            let dot = cells
                .entry(whole([(y / grid).floor(), (x / grid).floor()]))
                .or_insert(Dot {
                    sum: [0.0, 0.0],
                    n: 0,
                    one: one.feature,
                });
            dot.sum = [dot.sum[0] + x, dot.sum[1] + y];
            dot.n += 1;
        }
    }
    let mut counted = false;
    for dot in cells.into_values() {
        let n = f64::from(dot.n);
        let mut feature = builder.feature_of(MvtGeomType::Point);
        feature.points([coord(whole([dot.sum[0] / n, dot.sum[1] / n]))])?;
        if dot.n == 1 {
            tags(&mut feature, dot.one)?;
        } else {
            feature.tag_uint(COUNT, u64::from(dot.n))?;
            counted = true;
        }
        builder = feature.end();
    }
    Ok((builder, counted))
}

fn tags(feature: &mut fast_mvt::MvtFeatureBuilder, of: &Feature) -> Result<(), TileError> {
    feature.id(of.id);
    for (name, value) in &of.properties {
        match value {
            Value::Text(text) => feature.tag_string(name, text)?,
            Value::Integer(n) => feature.tag_sint(name, *n)?,
            Value::Number(x) if x.is_finite() => feature.tag_double(name, *x)?,
            Value::Number(_) => continue,
            Value::Boolean(yes) => feature.tag_bool(name, *yes)?,
        };
    }
    Ok(())
}

/// The rings of areas that have an area at all, outer rings first, holes after their own.
fn visible(areas: &[Vec<Vec<Corner>>], tolerance: f64) -> Vec<(Vec<(i32, i32)>, bool)> {
    let mut out = Vec::new();
    for rings in areas {
        for (k, ring) in rings.iter().enumerate() {
            let mut closed = ring.clone();
            if closed.first() != closed.last() {
                closed.extend(ring.first().copied());
            }
            let mut ring = integers(&simplify(&closed, tolerance));
            if ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
            let seen = ring.len() > 2 && area(&ring) != 0;
            if seen {
                out.push((ring, k == 0));
            } else if k == 0 {
                // Without its outer ring an area has no holes either.
                break;
            }
        }
    }
    out
}

fn coord((x, y): (i32, i32)) -> MvtCoord {
    MvtCoord { x, y }
}

/// Corners on whole units, none twice in a row.
fn integers(line: &[Corner]) -> Vec<(i32, i32)> {
    let mut out: Vec<(i32, i32)> = line.iter().map(|c| whole(*c)).collect();
    out.dedup();
    out
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a cast saturates, and corners were clipped to the tile"
)]
fn whole([x, y]: Corner) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}
