// SPDX-License-Identifier: AGPL-3.0-or-later

//! Geometries: the column's, and those of the filter in its reference system.

use cql2::{Expr, Geometry, Position, Spatial};
use tabular::geometry::{Coord, Geometry as Stored};

use super::{Ground, Refusal, Sql, quoted_name};
use crate::kind::Whereabouts;
use crate::ogc::crs::Crs;
use crate::version::hex;

/// Pieces of each side of a box whose sides are curves in degrees.
const PIECES: u32 = 16;

impl Ground<'_> {
    pub(super) fn spatial(&self, op: Spatial, left: &Expr, right: &Expr) -> Sql {
        let name = op.name().replacen("s_", "st_", 1);
        let (left, right) = (self.geometry(left)?, self.geometry(right)?);
        Ok(format!("{name}({left}, {right})"))
    }

    fn geometry(&self, of: &Expr) -> Sql {
        match of {
            Expr::Property(name) if self.queryables.is_geometry(name) => {
                Ok(match &self.queryables.place {
                    Whereabouts::Geometry(column) => quoted_name(column),
                    Whereabouts::Point {
                        latitude,
                        longitude,
                    } => format!(
                        "st_point({}, {})",
                        quoted_name(longitude),
                        quoted_name(latitude)
                    ),
                })
            }
            Expr::Property(name) => Err(Refusal::NoSuchProperty(name.clone())),
            Expr::Geometry(shape) => Ok(format!("X'{}'", hex(&stored(shape, self.crs).to_wkb()))),
            other => Err(Refusal::NotAnswered(other.to_string())),
        }
    }
}

/// A geometry of a filter as the lake stores them: longitude and latitude, without heights, which no
/// relation looks at.
fn stored(shape: &Geometry, crs: Crs) -> Stored {
    let place = |at: &Position| {
        let [x, y] = crs.degrees(at.x, at.y);
        Coord { x, y, z: None }
    };
    let line = |line: &[Position]| line.iter().map(place).collect::<Vec<_>>();
    let area = |area: &[Vec<Position>]| area.iter().map(|ring| line(ring)).collect::<Vec<_>>();
    match shape {
        Geometry::Point(at) => Stored::Point(Some(place(at))),
        Geometry::LineString(all) => Stored::LineString(line(all)),
        Geometry::Polygon(all) => Stored::Polygon(area(all)),
        Geometry::MultiPoint(all) => Stored::MultiPoint(line(all)),
        Geometry::MultiLineString(all) => Stored::MultiLineString(area(all)),
        Geometry::MultiPolygon(all) => {
            Stored::MultiPolygon(all.iter().map(|each| area(each)).collect())
        }
        Geometry::Collection(all) => {
            Stored::Collection(all.iter().map(|part| stored(part, crs)).collect())
        }
        Geometry::Bbox(low, high) => boxed([low.x, low.y, high.x, high.y], crs),
    }
}

/// A box. One that goes around the world behind the date line is two; one without a width or a height
/// is a line or a point.
pub fn boxed([x, y, far_x, far_y]: [f64; 4], crs: Crs) -> Stored {
    let [[west, south], [east, north]] = [crs.degrees(x, y), crs.degrees(far_x, far_y)];
    let at = |x, y| Coord { x, y, z: None };
    if !crs.is_degrees() {
        return Stored::Polygon(vec![curved([x, y, far_x, far_y], crs)]);
    }
    let ring = |west: f64, east: f64| {
        let corners = [
            (west, south),
            (east, south),
            (east, north),
            (west, north),
            (west, south),
        ];
        vec![corners.map(|(x, y)| at(x, y)).to_vec()]
    };
    let is_thin = |a: f64, b: f64| (a - b).abs() < f64::EPSILON;
    match (is_thin(west, east), is_thin(south, north)) {
        (true, true) => Stored::Point(Some(at(west, south))),
        (true, false) | (false, true) => Stored::LineString(vec![at(west, south), at(east, north)]),
        _ if west > east => Stored::MultiPolygon(vec![ring(west, 180.0), ring(-180.0, east)]),
        _ => Stored::Polygon(ring(west, east)),
    }
}

/// The sides of a box of metres, which are curves in degrees, in short pieces.
fn curved([x, y, far_x, far_y]: [f64; 4], crs: Crs) -> Vec<Coord> {
    let corners = [(x, y), (far_x, y), (far_x, far_y), (x, far_y), (x, y)];
    let mut ring = Vec::new();
    for side in corners.windows(2) {
        let [(from_x, from_y), (to_x, to_y)] = [side[0], side[1]];
        for piece in 0..PIECES {
            let part = f64::from(piece) / f64::from(PIECES);
            let [lon, lat] = crs.degrees(
                from_x + (to_x - from_x) * part,
                from_y + (to_y - from_y) * part,
            );
            ring.push(Coord {
                x: lon,
                y: lat,
                z: None,
            });
        }
    }
    ring.extend(ring.first().copied());
    ring
}
