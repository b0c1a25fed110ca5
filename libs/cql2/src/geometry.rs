// SPDX-License-Identifier: AGPL-3.0-or-later

//! Geometries as filters hold them.

use crate::limits::Why;

/// A position, in the axis order of the filter's reference system. Finite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// The first axis.
    pub x: f64,
    /// The second axis.
    pub y: f64,
    /// The third, where there is one.
    pub z: Option<f64>,
}

/// A geometry. Lines have two positions at least, rings four and end where they begin.
#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    /// `POINT`
    Point(Position),
    /// `LINESTRING`
    LineString(Vec<Position>),
    /// `POLYGON`: the outer ring, then holes.
    Polygon(Vec<Vec<Position>>),
    /// `MULTIPOINT`
    MultiPoint(Vec<Position>),
    /// `MULTILINESTRING`
    MultiLineString(Vec<Vec<Position>>),
    /// `MULTIPOLYGON`
    MultiPolygon(Vec<Vec<Vec<Position>>>),
    /// `GEOMETRYCOLLECTION`, of geometries that are none.
    Collection(Vec<Geometry>),
    /// `BBOX`: two corners. Where the first lies east of the second, it goes around the world.
    Bbox(Position, Position),
}

impl Geometry {
    /// Says why it is none: a line of one position, a ring that does not close.
    pub(crate) fn checked(self) -> Result<Self, Why> {
        let line = |line: &Vec<Position>| line.len() >= 2;
        let ring = |ring: &Vec<Position>| ring.len() >= 4 && ring.first() == ring.last();
        let area = |rings: &Vec<Vec<Position>>| !rings.is_empty() && rings.iter().all(ring);
        let good = match &self {
            Self::Point(_) => true,
            Self::LineString(positions) => line(positions),
            Self::Polygon(rings) => area(rings),
            Self::MultiPoint(positions) => !positions.is_empty(),
            Self::MultiLineString(lines) => !lines.is_empty() && lines.iter().all(line),
            Self::MultiPolygon(areas) => !areas.is_empty() && areas.iter().all(area),
            Self::Collection(parts) => {
                !parts.is_empty()
                    && !parts
                        .iter()
                        .any(|part| matches!(part, Self::Collection(_) | Self::Bbox(..)))
            }
            Self::Bbox(low, high) => low.z.is_some() == high.z.is_some(),
        };
        if good {
            return Ok(self);
        }
        Err(Why::Literal {
            what: "a geometry: lines have two positions, rings four and end where they begin",
            written: self.name().to_owned(),
        })
    }

    /// Its name in Well-Known Text.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Point(_) => "POINT",
            Self::LineString(_) => "LINESTRING",
            Self::Polygon(_) => "POLYGON",
            Self::MultiPoint(_) => "MULTIPOINT",
            Self::MultiLineString(_) => "MULTILINESTRING",
            Self::MultiPolygon(_) => "MULTIPOLYGON",
            Self::Collection(_) => "GEOMETRYCOLLECTION",
            Self::Bbox(..) => "BBOX",
        }
    }

    /// All positions, changed: for another reference system, or swapped axes.
    pub fn map(&mut self, change: &mut impl FnMut(&mut Position)) {
        match self {
            Self::Point(position) => change(position),
            Self::LineString(all) | Self::MultiPoint(all) => all.iter_mut().for_each(change),
            Self::Polygon(lines) | Self::MultiLineString(lines) => {
                lines.iter_mut().flatten().for_each(change);
            }
            Self::MultiPolygon(areas) => areas.iter_mut().flatten().flatten().for_each(change),
            Self::Collection(parts) => parts.iter_mut().for_each(|part| part.map(&mut *change)),
            Self::Bbox(low, high) => {
                change(low);
                change(high);
            }
        }
    }
}
