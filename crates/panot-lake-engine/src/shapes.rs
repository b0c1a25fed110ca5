// SPDX-License-Identifier: AGPL-3.0-or-later

//! Geometries of the lake as `geo` knows them: longitudes and latitudes, without heights.

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon,
    Point, Polygon,
};

/// Collections may hold collections; no honest file goes deeper.
const DEPTH_MAX: usize = 8;

/// Reads Well-Known Binary, ISO or EWKB; nothing where it is none, or empty.
pub fn read(wkb: &[u8]) -> Option<Geometry> {
    let mut cursor = Cursor { bytes: wkb };
    cursor.geometry(0).filter(|_| cursor.bytes.is_empty())
}

/// A point as Well-Known Binary.
pub fn point(x: f64, y: f64) -> Vec<u8> {
    let mut wkb = vec![1, 1, 0, 0, 0];
    wkb.extend(x.to_le_bytes());
    wkb.extend(y.to_le_bytes());
    wkb
}

struct Cursor<'a> {
    bytes: &'a [u8],
}

impl Cursor<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(*head)
    }

    fn number(&mut self, little: bool) -> Option<u32> {
        let bytes = self.take()?;
        Some(if little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }

    fn coordinate(&mut self, little: bool) -> Option<f64> {
        let bytes = self.take()?;
        Some(if little {
            f64::from_le_bytes(bytes)
        } else {
            f64::from_be_bytes(bytes)
        })
    }

    /// A count that the bytes can fill: nothing is allocated on its word alone.
    fn many<T>(
        &mut self,
        little: bool,
        mut each: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let count = usize::try_from(self.number(little)?).ok()?;
        let mut all = Vec::with_capacity(count.min(self.bytes.len() / 4));
        for _ in 0..count {
            all.push(each(self)?);
        }
        Some(all)
    }

    fn place(&mut self, little: bool, further: usize) -> Option<Coord> {
        let (x, y) = (self.coordinate(little)?, self.coordinate(little)?);
        for _ in 0..further {
            self.coordinate(little)?;
        }
        (x.is_finite() && y.is_finite()).then_some(Coord { x, y })
    }

    fn line(&mut self, little: bool, further: usize) -> Option<LineString> {
        self.many(little, |this| this.place(little, further))
            .map(LineString::new)
    }

    fn geometry(&mut self, depth: usize) -> Option<Geometry> {
        if depth > DEPTH_MAX {
            return None;
        }
        let [order] = self.take()?;
        let little = order == 1;
        let code = self.number(little)?;
        if code & 0x2000_0000 != 0 {
            // EWKB writes the reference system here.
            self.number(little)?;
        }
        let iso = (code & 0x0fff_ffff) / 1000;
        let height = code & 0x8000_0000 != 0 || iso == 1 || iso == 3;
        let measure = code & 0x4000_0000 != 0 || iso == 2 || iso == 3;
        let further = usize::from(height) + usize::from(measure);
        Some(match (code & 0x0fff_ffff) % 1000 {
            1 => Geometry::Point(Point(self.place(little, further)?)),
            2 => Geometry::LineString(self.line(little, further)?),
            3 => {
                let mut rings = self
                    .many(little, |this| this.line(little, further))?
                    .into_iter();
                Geometry::Polygon(Polygon::new(rings.next()?, rings.collect()))
            }
            kind @ 4..=7 => {
                let parts = self.many(little, |this| this.geometry(depth + 1))?;
                together(kind, parts)?
            }
            _ => return None,
        })
    }
}

/// Parts as one geometry of this kind; nothing where there are none, or one is of another kind.
fn together(kind: u32, parts: Vec<Geometry>) -> Option<Geometry> {
    if parts.is_empty() {
        return None;
    }
    let parts = parts.into_iter();
    Some(match kind {
        4 => Geometry::MultiPoint(MultiPoint(
            parts
                .map(|part| Point::try_from(part).ok())
                .collect::<Option<_>>()?,
        )),
        5 => Geometry::MultiLineString(MultiLineString(
            parts
                .map(|part| LineString::try_from(part).ok())
                .collect::<Option<_>>()?,
        )),
        6 => Geometry::MultiPolygon(MultiPolygon(
            parts
                .map(|part| Polygon::try_from(part).ok())
                .collect::<Option<_>>()?,
        )),
        _ => Geometry::GeometryCollection(GeometryCollection(parts.collect())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_read_as_it_was_written_and_nothing_behind_it() {
        assert_eq!(
            read(&point(1.5, -2.0)),
            Some(Geometry::Point(Point::new(1.5, -2.0)))
        );
        let mut longer = point(1.5, -2.0);
        longer.push(0);
        assert_eq!(read(&longer), None);
        assert_eq!(read(&point(f64::NAN, f64::NAN)), None);
    }

    #[test]
    fn a_count_that_the_bytes_cannot_fill_and_nesting_without_end_are_nothing() {
        assert_eq!(read(&[1, 2, 0, 0, 0, 255, 255, 255, 255]), None);
        let mut deep = Vec::new();
        for _ in 0..10_000 {
            deep.extend([1, 7, 0, 0, 0, 1, 0, 0, 0]);
        }
        assert_eq!(read(&deep), None);
    }
}
