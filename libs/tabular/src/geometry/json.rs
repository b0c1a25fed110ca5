// SPDX-License-Identifier: AGPL-3.0-or-later

//! The geometry objects of `GeoJSON` (RFC 7946, section 3.1).

use std::fmt::Write as _;

use serde::de::{Deserializer, Error as _, SeqAccess, Visitor};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use super::{Coord, DEPTH, Geometry, NotAGeometry, not};

#[derive(Deserialize)]
struct Object<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    coordinates: Option<&'a RawValue>,
    #[serde(borrow)]
    geometries: Option<Vec<&'a RawValue>>,
}

/// Reads a geometry object.
pub(super) fn parse(text: &str) -> Result<Geometry, NotAGeometry> {
    parse_at(text, 0)
}

fn parse_at(text: &str, depth: usize) -> Result<Geometry, NotAGeometry> {
    if depth > DEPTH {
        return Err(not("collections nest too deep"));
    }
    let object: Object<'_> = from_str(text)?;
    let raw = || -> Result<&str, NotAGeometry> {
        let coordinates = object
            .coordinates
            .ok_or_else(|| not("it has no coordinates"))?;
        Ok(coordinates.get())
    };
    let plain = |places: Vec<Position>| places.into_iter().map(|p| p.0).collect::<Vec<Coord>>();
    let lines = |lines: Vec<Vec<Position>>| lines.into_iter().map(plain).collect::<Vec<_>>();
    Ok(match object.kind.as_str() {
        "Point" if is_empty(raw()?) => Geometry::Point(None),
        "Point" => Geometry::Point(Some(from_str::<Position>(raw()?)?.0)),
        "LineString" => Geometry::LineString(plain(from_str(raw()?)?)),
        "MultiPoint" => Geometry::MultiPoint(plain(from_str(raw()?)?)),
        "Polygon" => Geometry::Polygon(lines(from_str(raw()?)?)),
        "MultiLineString" => Geometry::MultiLineString(lines(from_str(raw()?)?)),
        "MultiPolygon" => {
            let polygons: Vec<Vec<Vec<Position>>> = from_str(raw()?)?;
            Geometry::MultiPolygon(polygons.into_iter().map(lines).collect())
        }
        "GeometryCollection" => {
            let parts = object
                .geometries
                .ok_or_else(|| not("it has no geometries"))?;
            let parts = parts
                .into_iter()
                .map(|part| parse_at(part.get(), depth + 1));
            Geometry::Collection(parts.collect::<Result<_, _>>()?)
        }
        other => return Err(not(format!("{other:.20} is no kind of geometry"))),
    })
}

fn is_empty(raw: &str) -> bool {
    raw.bytes().filter(|b| !b.is_ascii_whitespace()).eq(*b"[]")
}

fn from_str<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, NotAGeometry> {
    serde_json::from_str(text).map_err(|error| not(error.to_string()))
}

/// A position: two numbers, perhaps a third, and others that RFC 7946 says to ignore.
struct Position(Coord);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl<'de> Visitor<'de> for Numbers {
            type Value = Position;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a position of two or three numbers")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Position, A::Error> {
                let mut next = || -> Result<Option<f64>, A::Error> {
                    // As text first: the parser of JSON may miss the nearest double by one.
                    let Some(raw) = seq.next_element::<&RawValue>()? else {
                        return Ok(None);
                    };
                    match raw.get().parse::<f64>() {
                        Ok(number) if number.is_finite() => Ok(Some(number)),
                        _ => Err(A::Error::custom("a coordinate is not a number")),
                    }
                };
                let (Some(x), Some(y)) = (next()?, next()?) else {
                    return Err(A::Error::custom("a position has fewer than two numbers"));
                };
                let z = next()?;
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Position(Coord { x, y, z }))
            }
        }
        deserializer.deserialize_seq(Numbers)
    }
}

/// Appends the JSON of a geometry.
pub(super) fn write(geometry: &Geometry, out: &mut String) {
    let name = match geometry {
        Geometry::Point(_) => "Point",
        Geometry::LineString(_) => "LineString",
        Geometry::Polygon(_) => "Polygon",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::Collection(_) => "GeometryCollection",
    };
    let member = match geometry {
        Geometry::Collection(_) => "geometries",
        _ => "coordinates",
    };
    write!(out, r#"{{"type":"{name}","{member}":"#).expect("a string takes everything");
    match geometry {
        Geometry::Point(None) => out.push_str("[]"),
        Geometry::Point(Some(coord)) => place(*coord, out),
        Geometry::LineString(coords) | Geometry::MultiPoint(coords) => line(coords, out),
        Geometry::Polygon(rings) | Geometry::MultiLineString(rings) => {
            list(rings, out, |ring, out| line(ring, out));
        }
        Geometry::MultiPolygon(polygons) => list(polygons, out, |rings, out| {
            list(rings, out, |ring, out| line(ring, out));
        }),
        Geometry::Collection(parts) => list(parts, out, write),
    }
    out.push('}');
}

fn list<T>(parts: &[T], out: &mut String, each: impl Fn(&T, &mut String)) {
    out.push('[');
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        each(part, out);
    }
    out.push(']');
}

fn line(coords: &[Coord], out: &mut String) {
    list(coords, out, |coord, out| place(*coord, out));
}

fn place(c: Coord, out: &mut String) {
    let written = match c.z {
        None => write!(out, "[{},{}]", c.x, c.y),
        Some(z) => write!(out, "[{},{},{z}]", c.x, c.y),
    };
    written.expect("a string takes everything");
}
