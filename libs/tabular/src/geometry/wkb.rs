// SPDX-License-Identifier: AGPL-3.0-or-later

//! Well-Known Binary.

use super::{Coord, DEPTH, Geometry, NotAGeometry, not};

/// Reads bytes to their end.
pub(super) fn parse(bytes: &[u8]) -> Result<Geometry, NotAGeometry> {
    let mut reader = Reader { bytes };
    let geometry = reader.geometry(0)?;
    if reader.bytes.is_empty() {
        Ok(geometry)
    } else {
        Err(not("bytes follow it"))
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
}

/// The byte order and the numbers of a place.
#[derive(Clone, Copy)]
struct Layout {
    little: bool,
    z: bool,
    m: bool,
}

impl Reader<'_> {
    fn geometry(&mut self, depth: usize) -> Result<Geometry, NotAGeometry> {
        if depth > DEPTH {
            return Err(not("collections nest too deep"));
        }
        let little = match self.take::<1>()? {
            [0] => false,
            [1] => true,
            _ => return Err(not("the byte order is neither 0 nor 1")),
        };
        let code = self.u32(little)?;
        // PostGIS tells heights in the high bits, ISO by thousands.
        if code & 0x2000_0000 != 0 {
            self.u32(little)?;
        }
        let iso = code & 0x0FFF_FFFF;
        let layout = Layout {
            little,
            z: code & 0x8000_0000 != 0 || matches!(iso / 1000, 1 | 3),
            m: code & 0x4000_0000 != 0 || matches!(iso / 1000, 2 | 3),
        };
        if iso / 1000 > 3 {
            return Err(not("the kind is unknown"));
        }
        Ok(match iso % 1000 {
            1 => Geometry::Point(self.coord(layout)?),
            2 => Geometry::LineString(self.coords(layout)?),
            3 => Geometry::Polygon(self.list(little, |r| r.coords(layout))?),
            4 => Geometry::MultiPoint(self.list(little, |r| match r.geometry(depth + 1)? {
                Geometry::Point(Some(coord)) => Ok(coord),
                _ => Err(not("a multipoint holds something else than points")),
            })?),
            5 => {
                Geometry::MultiLineString(self.list(little, |r| match r.geometry(depth + 1)? {
                    Geometry::LineString(coords) => Ok(coords),
                    _ => Err(not("a multilinestring holds something else than lines")),
                })?)
            }
            6 => Geometry::MultiPolygon(self.list(little, |r| match r.geometry(depth + 1)? {
                Geometry::Polygon(rings) => Ok(rings),
                _ => Err(not("a multipolygon holds something else than polygons")),
            })?),
            7 => Geometry::Collection(self.list(little, |r| r.geometry(depth + 1))?),
            other => return Err(not(format!("kind {other} (curve or surface) is not read"))),
        })
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], NotAGeometry> {
        let (taken, rest) = self
            .bytes
            .split_first_chunk::<N>()
            .ok_or_else(|| not("the bytes end too soon"))?;
        self.bytes = rest;
        Ok(*taken)
    }

    fn u32(&mut self, little: bool) -> Result<u32, NotAGeometry> {
        let bytes = self.take::<4>()?;
        Ok(if little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }

    fn f64(&mut self, little: bool) -> Result<f64, NotAGeometry> {
        let bytes = self.take::<8>()?;
        Ok(if little {
            f64::from_le_bytes(bytes)
        } else {
            f64::from_be_bytes(bytes)
        })
    }

    /// Counted parts. The list grows as parts are read, so a false count costs nothing.
    fn list<T>(
        &mut self,
        little: bool,
        mut part: impl FnMut(&mut Self) -> Result<T, NotAGeometry>,
    ) -> Result<Vec<T>, NotAGeometry> {
        let count = self.u32(little)?;
        let mut parts = Vec::new();
        for _ in 0..count {
            parts.push(part(self)?);
        }
        Ok(parts)
    }

    fn coords(&mut self, layout: Layout) -> Result<Vec<Coord>, NotAGeometry> {
        self.list(layout.little, |r| {
            r.coord(layout)?.ok_or_else(|| not("a number is missing"))
        })
    }

    /// A place, or none where its numbers are NaN, which is how an empty point is written.
    fn coord(&mut self, layout: Layout) -> Result<Option<Coord>, NotAGeometry> {
        let x = self.f64(layout.little)?;
        let y = self.f64(layout.little)?;
        let z = if layout.z {
            Some(self.f64(layout.little)?)
        } else {
            None
        };
        if layout.m {
            self.f64(layout.little)?;
        }
        if x.is_nan() && y.is_nan() {
            return Ok(None);
        }
        if !x.is_finite() || !y.is_finite() {
            return Err(not("a number is not finite"));
        }
        let z = z.filter(|z| z.is_finite());
        Ok(Some(Coord { x, y, z }))
    }
}

/// Appends the bytes of a geometry.
pub(super) fn write(geometry: &Geometry, out: &mut Vec<u8>) {
    write_as(geometry, geometry.has_z(), out);
}

fn write_as(geometry: &Geometry, z: bool, out: &mut Vec<u8>) {
    let head = |kind: u32, out: &mut Vec<u8>| {
        out.push(1);
        let code = if z { kind + 1000 } else { kind };
        out.extend_from_slice(&code.to_le_bytes());
    };
    match geometry {
        Geometry::Point(point) => {
            head(1, out);
            let nowhere = Coord {
                x: f64::NAN,
                y: f64::NAN,
                z: z.then_some(f64::NAN),
            };
            place(point.unwrap_or(nowhere), z, out);
        }
        Geometry::LineString(coords) => {
            head(2, out);
            line(coords, z, out);
        }
        Geometry::Polygon(rings) => {
            head(3, out);
            count(rings.len(), out);
            for ring in rings {
                line(ring, z, out);
            }
        }
        Geometry::MultiPoint(coords) => {
            head(4, out);
            count(coords.len(), out);
            for coord in coords {
                head(1, out);
                place(*coord, z, out);
            }
        }
        Geometry::MultiLineString(lines) => {
            head(5, out);
            count(lines.len(), out);
            for coords in lines {
                head(2, out);
                line(coords, z, out);
            }
        }
        Geometry::MultiPolygon(polygons) => {
            head(6, out);
            count(polygons.len(), out);
            for rings in polygons {
                head(3, out);
                count(rings.len(), out);
                for ring in rings {
                    line(ring, z, out);
                }
            }
        }
        Geometry::Collection(parts) => {
            head(7, out);
            count(parts.len(), out);
            for part in parts {
                write_as(part, z, out);
            }
        }
    }
}

fn count(n: usize, out: &mut Vec<u8>) {
    let n = u32::try_from(n).expect("a geometry has fewer than 2^32 places");
    out.extend_from_slice(&n.to_le_bytes());
}

fn line(coords: &[Coord], z: bool, out: &mut Vec<u8>) {
    count(coords.len(), out);
    for coord in coords {
        place(*coord, z, out);
    }
}

fn place(coord: Coord, z: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(&coord.x.to_le_bytes());
    out.extend_from_slice(&coord.y.to_le_bytes());
    if z {
        out.extend_from_slice(&coord.z.unwrap_or(f64::NAN).to_le_bytes());
    }
}
