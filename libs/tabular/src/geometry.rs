// SPDX-License-Identifier: AGPL-3.0-or-later

//! Geometries of the Simple Features standard: WKT, WKB and `GeoJSON` into each other.
//!
//! Every parser here takes bytes from strangers: nothing is allocated on the word of a count that
//! the bytes themselves could not fill, and collections nest eight deep at most.

mod json;
mod wkb;
mod wkt;

/// How deep collections may nest.
const DEPTH: usize = 8;

/// A place. Finite numbers, in the axis order of its source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coord {
    /// Easting or longitude.
    pub x: f64,
    /// Northing or latitude.
    pub y: f64,
    /// Height, where the source has one.
    pub z: Option<f64>,
}

/// A geometry. Empty ones are empty lists; an empty point is `None`.
#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    /// `POINT`
    Point(Option<Coord>),
    /// `LINESTRING`
    LineString(Vec<Coord>),
    /// `POLYGON`: the outer ring, then holes.
    Polygon(Vec<Vec<Coord>>),
    /// `MULTIPOINT`
    MultiPoint(Vec<Coord>),
    /// `MULTILINESTRING`
    MultiLineString(Vec<Vec<Coord>>),
    /// `MULTIPOLYGON`
    MultiPolygon(Vec<Vec<Vec<Coord>>>),
    /// `GEOMETRYCOLLECTION`
    Collection(Vec<Geometry>),
}

/// Why a text or bytes are not a geometry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a geometry: {0}")]
pub struct NotAGeometry(pub(crate) String);

fn not(why: impl Into<String>) -> NotAGeometry {
    NotAGeometry(why.into())
}

impl Geometry {
    /// Reads Well-Known Text; the `SRID=25831;` of EWKT may stand before it and is given back.
    pub fn from_wkt(text: &str) -> Result<(Self, Option<u32>), NotAGeometry> {
        wkt::parse(text)
    }

    /// Reads Well-Known Binary, in the ISO or the `PostGIS` way of telling heights.
    pub fn from_wkb(bytes: &[u8]) -> Result<Self, NotAGeometry> {
        wkb::parse(bytes)
    }

    /// Reads the geometry object of `GeoJSON`.
    pub fn from_geojson(text: &str) -> Result<Self, NotAGeometry> {
        json::parse(text)
    }

    /// Well-Known Text, each number as short as it can be read back.
    pub fn to_wkt(&self) -> String {
        let mut out = String::new();
        wkt::write(self, &mut out);
        out
    }

    /// Little-endian ISO Well-Known Binary.
    pub fn to_wkb(&self) -> Vec<u8> {
        let mut out = Vec::new();
        wkb::write(self, &mut out);
        out
    }

    /// The geometry object of `GeoJSON`.
    pub fn to_geojson(&self) -> String {
        let mut out = String::new();
        json::write(self, &mut out);
        out
    }

    /// Changes every place: for another reference system, or swapped axes.
    pub fn map(&mut self, change: &mut impl FnMut(Coord) -> Coord) {
        let mut line = |line: &mut Vec<Coord>| line.iter_mut().for_each(|c| *c = change(*c));
        match self {
            Self::Point(point) => {
                if let Some(coord) = point {
                    *coord = change(*coord);
                }
            }
            Self::LineString(coords) | Self::MultiPoint(coords) => line(coords),
            Self::Polygon(rings) | Self::MultiLineString(rings) => rings.iter_mut().for_each(line),
            Self::MultiPolygon(polygons) => polygons.iter_mut().flatten().for_each(line),
            Self::Collection(parts) => parts.iter_mut().for_each(|part| part.map(&mut *change)),
        }
    }

    /// The first place in it, if it is not empty.
    pub fn first(&self) -> Option<Coord> {
        match self {
            Self::Point(point) => *point,
            Self::LineString(coords) | Self::MultiPoint(coords) => coords.first().copied(),
            Self::Polygon(rings) | Self::MultiLineString(rings) => {
                rings.iter().flatten().next().copied()
            }
            Self::MultiPolygon(polygons) => polygons.iter().flatten().flatten().next().copied(),
            Self::Collection(parts) => parts.iter().find_map(Self::first),
        }
    }

    /// Whether its places have heights.
    pub fn has_z(&self) -> bool {
        self.first().is_some_and(|coord| coord.z.is_some())
    }

    /// Least x, least y, greatest x, greatest y.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let mut bounds: Option<[f64; 4]> = None;
        // A clone, because `map` is the one walk over all places.
        self.clone().map(&mut |c| {
            let b = bounds.get_or_insert([c.x, c.y, c.x, c.y]);
            *b = [b[0].min(c.x), b[1].min(c.y), b[2].max(c.x), b[3].max(c.y)];
            c
        });
        bounds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 13] = [
        "POINT (2.165303 41.437253)",
        "POINT Z (1 2 3.5)",
        "POINT EMPTY",
        "LINESTRING (1 2, 3 4, -5.25 6)",
        "LINESTRING EMPTY",
        "POLYGON ((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))",
        "MULTIPOINT (1 2, 3 4)",
        "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))",
        "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
        "MULTIPOLYGON Z (((0 0 1, 1 0 1, 1 1 1, 0 0 1)))",
        "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (3 4, 5 6))",
        "GEOMETRYCOLLECTION EMPTY",
        "MULTIPOLYGON EMPTY",
    ];

    #[test]
    fn text_binary_and_json_give_the_same_geometry() {
        for text in TEXTS {
            let (geometry, _) = Geometry::from_wkt(text).expect(text);
            assert_eq!(geometry.to_wkt(), text);
            assert_eq!(
                Geometry::from_wkb(&geometry.to_wkb()).as_ref(),
                Ok(&geometry),
                "{text}"
            );
            let json = geometry.to_geojson();
            assert_eq!(
                Geometry::from_geojson(&json).as_ref(),
                Ok(&geometry),
                "{json}"
            );
        }
    }

    #[test]
    fn text_is_read_in_the_ways_people_write_it() {
        let reads = |text: &str| Geometry::from_wkt(text).map(|(g, srid)| (g.to_wkt(), srid));
        assert_eq!(
            reads(" SRID=25831; point(1 2) "),
            Ok(("POINT (1 2)".to_owned(), Some(25831)))
        );
        assert_eq!(
            reads("MultiPoint((1 2),(3 4))"),
            Ok(("MULTIPOINT (1 2, 3 4)".to_owned(), None))
        );
        assert_eq!(
            reads("POINTZ(1 2 3)"),
            Ok(("POINT Z (1 2 3)".to_owned(), None))
        );
        assert_eq!(
            reads("POINT M (1 2 3)"),
            Ok(("POINT (1 2)".to_owned(), None))
        );
    }

    #[test]
    fn what_is_not_a_geometry_is_refused() {
        for text in [
            "",
            "POINT",
            "POINT (1)",
            "POINT (1 2",
            "POINT (1 2) x",
            "POINT (nan 2)",
            "POINT (1 inf)",
            "CIRCLE (1 2)",
            "POLYGON (1 2)",
            "LINESTRING ((1 2))",
        ] {
            assert!(Geometry::from_wkt(text).is_err(), "{text}");
        }
        let deep = format!(
            "{}POINT (1 2){}",
            "GEOMETRYCOLLECTION (".repeat(100),
            ")".repeat(100)
        );
        assert!(Geometry::from_wkt(&deep).is_err());
    }

    #[test]
    fn a_count_that_the_bytes_cannot_fill_allocates_nothing() {
        let mut bytes = vec![1, 2, 0, 0, 0];
        bytes.extend_from_slice(&u32::MAX.to_le_bytes());
        bytes.extend_from_slice(&[0; 64]);
        assert!(Geometry::from_wkb(&bytes).is_err());
        for cut in 0..60 {
            let (geometry, _) = Geometry::from_wkt(TEXTS[5]).expect("a polygon");
            assert!(Geometry::from_wkb(&geometry.to_wkb()[..cut]).is_err());
        }
    }

    #[test]
    fn bounds_and_changes_reach_every_place() {
        let (mut geometry, _) = Geometry::from_wkt(TEXTS[10]).expect("a collection");
        assert_eq!(geometry.bounds(), Some([1.0, 2.0, 5.0, 6.0]));
        geometry.map(&mut |c| Coord {
            x: c.y,
            y: c.x,
            z: None,
        });
        assert_eq!(geometry.bounds(), Some([2.0, 1.0, 6.0, 5.0]));
    }
}
