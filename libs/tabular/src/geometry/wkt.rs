// SPDX-License-Identifier: AGPL-3.0-or-later

//! Well-Known Text.

use std::fmt::Write as _;

use super::{Coord, DEPTH, Geometry, NotAGeometry, not};

/// Reads a text to its end.
pub(super) fn parse(text: &str) -> Result<(Geometry, Option<u32>), NotAGeometry> {
    let mut rest = text.trim();
    let mut srid = None;
    if rest
        .get(..5)
        .is_some_and(|p| p.eq_ignore_ascii_case("SRID="))
    {
        let (number, after) = rest[5..]
            .split_once(';')
            .ok_or_else(|| not("SRID= without ;"))?;
        srid = Some(
            number
                .trim()
                .parse()
                .map_err(|_| not("SRID is no number"))?,
        );
        rest = after;
    }
    let mut reader = Reader {
        text: rest,
        z: false,
        m: false,
    };
    let geometry = reader.geometry(0)?;
    reader.space();
    if !reader.text.is_empty() {
        return Err(not("something follows it"));
    }
    Ok((geometry, srid))
}

struct Reader<'a> {
    text: &'a str,
    z: bool,
    m: bool,
}

impl Reader<'_> {
    fn geometry(&mut self, depth: usize) -> Result<Geometry, NotAGeometry> {
        if depth > DEPTH {
            return Err(not("collections nest too deep"));
        }
        let mut word = self.word();
        for (ends, z, m) in [("ZM", true, true), ("Z", true, false), ("M", false, true)] {
            if let Some(short) = word.strip_suffix(ends)
                && !short.is_empty()
            {
                word = short.to_owned();
                (self.z, self.m) = (z, m);
                break;
            }
        }
        let mut next = self.peek_word();
        if let "Z" | "M" | "ZM" = next.as_str() {
            self.word();
            self.z = next.contains('Z');
            self.m = next.contains('M');
            next = self.peek_word();
        }
        let empty = next == "EMPTY";
        if empty {
            self.word();
        }
        Ok(match (word.as_str(), empty) {
            ("POINT", true) => Geometry::Point(None),
            ("POINT", false) => {
                self.expect('(')?;
                let coord = self.coord()?;
                self.expect(')')?;
                Geometry::Point(Some(coord))
            }
            ("LINESTRING", true) => Geometry::LineString(Vec::new()),
            ("LINESTRING", false) => Geometry::LineString(self.coords()?),
            ("POLYGON", true) => Geometry::Polygon(Vec::new()),
            ("POLYGON", false) => Geometry::Polygon(self.list(Self::coords)?),
            ("MULTIPOINT", true) => Geometry::MultiPoint(Vec::new()),
            ("MULTIPOINT", false) => Geometry::MultiPoint(self.list(Self::coord_of_multi)?),
            ("MULTILINESTRING", true) => Geometry::MultiLineString(Vec::new()),
            ("MULTILINESTRING", false) => Geometry::MultiLineString(self.list(Self::coords)?),
            ("MULTIPOLYGON", true) => Geometry::MultiPolygon(Vec::new()),
            ("MULTIPOLYGON", false) => {
                Geometry::MultiPolygon(self.list(|reader| reader.list(Self::coords))?)
            }
            ("GEOMETRYCOLLECTION", true) => Geometry::Collection(Vec::new()),
            ("GEOMETRYCOLLECTION", false) => {
                Geometry::Collection(self.list(|reader| reader.geometry(depth + 1))?)
            }
            _ => return Err(not(format!("{word:.20} is no kind of geometry"))),
        })
    }

    fn space(&mut self) {
        self.text = self.text.trim_start();
    }

    fn peek_word(&mut self) -> String {
        self.space();
        let end = self
            .text
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(self.text.len());
        self.text[..end.min(40)].to_ascii_uppercase()
    }

    fn word(&mut self) -> String {
        let word = self.peek_word();
        self.text = &self.text[word.len()..];
        word
    }

    fn expect(&mut self, sign: char) -> Result<(), NotAGeometry> {
        self.space();
        self.text = self
            .text
            .strip_prefix(sign)
            .ok_or_else(|| not(format!("{sign} is missing")))?;
        Ok(())
    }

    fn list<T>(
        &mut self,
        mut part: impl FnMut(&mut Self) -> Result<T, NotAGeometry>,
    ) -> Result<Vec<T>, NotAGeometry> {
        self.expect('(')?;
        let mut parts = vec![part(self)?];
        loop {
            self.space();
            if let Some(rest) = self.text.strip_prefix(',') {
                self.text = rest;
                parts.push(part(self)?);
            } else {
                self.expect(')')?;
                return Ok(parts);
            }
        }
    }

    fn coords(&mut self) -> Result<Vec<Coord>, NotAGeometry> {
        self.list(Self::coord)
    }

    /// The places of a `MULTIPOINT` stand in parentheses of their own, or do not.
    fn coord_of_multi(&mut self) -> Result<Coord, NotAGeometry> {
        self.space();
        if self.text.starts_with('(') {
            self.expect('(')?;
            let coord = self.coord()?;
            self.expect(')')?;
            return Ok(coord);
        }
        self.coord()
    }

    fn coord(&mut self) -> Result<Coord, NotAGeometry> {
        let x = self.number()?.ok_or_else(|| not("a number is missing"))?;
        let y = self.number()?.ok_or_else(|| not("a number is missing"))?;
        let third = self.number()?;
        let fourth = self.number()?;
        // Without a word, a third number is a height; a measure is not kept.
        let z = if self.m && !self.z { None } else { third };
        if fourth.is_some() && third.is_none() {
            return Err(not("a number is missing"));
        }
        Ok(Coord { x, y, z })
    }

    fn number(&mut self) -> Result<Option<f64>, NotAGeometry> {
        self.space();
        let end = self
            .text
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E')))
            .unwrap_or(self.text.len());
        if end == 0 {
            return Ok(None);
        }
        let (number, rest) = self.text.split_at(end);
        self.text = rest;
        match number.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(not("a number is damaged")),
        }
    }
}

/// Appends the text of a geometry.
pub(super) fn write(geometry: &Geometry, out: &mut String) {
    let name = match geometry {
        Geometry::Point(_) => "POINT",
        Geometry::LineString(_) => "LINESTRING",
        Geometry::Polygon(_) => "POLYGON",
        Geometry::MultiPoint(_) => "MULTIPOINT",
        Geometry::MultiLineString(_) => "MULTILINESTRING",
        Geometry::MultiPolygon(_) => "MULTIPOLYGON",
        Geometry::Collection(_) => "GEOMETRYCOLLECTION",
    };
    out.push_str(name);
    let tagged = !matches!(geometry, Geometry::Collection(_)) && geometry.has_z();
    out.push_str(if tagged { " Z " } else { " " });
    match geometry {
        Geometry::Point(None) => out.push_str("EMPTY"),
        Geometry::Point(Some(coord)) => list(&[*coord], out, |c, out| place(*c, out)),
        Geometry::LineString(coords) | Geometry::MultiPoint(coords) => {
            list(coords, out, |c, out| place(*c, out));
        }
        Geometry::Polygon(rings) | Geometry::MultiLineString(rings) => nested(rings, out),
        Geometry::MultiPolygon(polygons) => list(polygons, out, |rings, out| nested(rings, out)),
        Geometry::Collection(parts) => list(parts, out, write),
    }
}

fn nested(rings: &[Vec<Coord>], out: &mut String) {
    list(rings, out, |ring, out| {
        list(ring, out, |c, out| place(*c, out));
    });
}

fn list<T>(parts: &[T], out: &mut String, each: impl Fn(&T, &mut String)) {
    if parts.is_empty() {
        out.push_str("EMPTY");
        return;
    }
    for (n, part) in parts.iter().enumerate() {
        out.push_str(if n == 0 { "(" } else { ", " });
        each(part, out);
    }
    out.push(')');
}

fn place(c: Coord, out: &mut String) {
    let written = match c.z {
        None => write!(out, "{} {}", c.x, c.y),
        Some(z) => write!(out, "{} {} {z}", c.x, c.y),
    };
    written.expect("a string takes everything");
}
