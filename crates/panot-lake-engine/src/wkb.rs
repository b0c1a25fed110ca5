// SPDX-License-Identifier: AGPL-3.0-or-later

//! Reading well-known binary geometries, as far as the metadata of `GeoParquet` asks: which kinds there
//! are, and where they lie.
//!
//! Both dialects are read: ISO (kinds in thousands: 1001 is a point with a height) and EWKB (flags in
//! the high bits). What does not read as a geometry has no extent; it is not refused here, because
//! the bytes are stored as they came.

use std::collections::BTreeSet;

/// Collections may hold collections; no honest file goes deeper.
const DEPTH_MAX: u32 = 16;

/// What the geometries of a column have in common.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extent {
    /// The names that `GeoParquet` has for the kinds that occur.
    pub kinds: BTreeSet<String>,
    /// West, south, east, north; `None` while nothing with coordinates was seen.
    pub bounds: Option<[f64; 4]>,
    /// Whether a value did not read as a geometry: then the kinds are not known.
    pub unreadable: bool,
}

impl Extent {
    /// Takes one geometry in.
    pub fn add(&mut self, wkb: &[u8]) {
        let mut seen = self.bounds;
        let mut cursor = Cursor { bytes: wkb };
        match cursor.geometry(&mut seen, 0) {
            Some(kind) if cursor.bytes.is_empty() => {
                self.bounds = seen;
                self.kinds.insert(kind);
            }
            _ => self.unreadable = true,
        }
    }

    /// What the column's metadata says of it.
    pub fn metadata(&self) -> serde_json::Value {
        let kinds: Vec<&String> = if self.unreadable {
            Vec::new()
        } else {
            self.kinds.iter().collect()
        };
        // No "crs": by the specification that is longitude and latitude on WGS 84.
        let mut column = serde_json::json!({ "encoding": "WKB", "geometry_types": kinds });
        if let Some(bounds) = self.bounds {
            column["bbox"] = serde_json::json!(bounds);
        }
        column
    }
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

    fn geometry(&mut self, seen: &mut Option<[f64; 4]>, depth: u32) -> Option<String> {
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
        let (kind, iso) = (code & 0x0fff_ffff, (code & 0x0fff_ffff) / 1000);
        let height = code & 0x8000_0000 != 0 || iso == 1 || iso == 3;
        let measure = code & 0x4000_0000 != 0 || iso == 2 || iso == 3;
        let further = usize::from(height) + usize::from(measure);
        let name = match kind % 1000 {
            1 => {
                self.point(little, further, seen)?;
                "Point"
            }
            2 => {
                self.line(little, further, seen)?;
                "LineString"
            }
            3 => {
                for _ in 0..self.number(little)? {
                    self.line(little, further, seen)?;
                }
                "Polygon"
            }
            many @ 4..=7 => {
                for _ in 0..self.number(little)? {
                    self.geometry(seen, depth + 1)?;
                }
                [
                    "MultiPoint",
                    "MultiLineString",
                    "MultiPolygon",
                    "GeometryCollection",
                ][usize::try_from(many - 4).ok()?]
            }
            _ => return None,
        };
        Some(if height {
            format!("{name} Z")
        } else {
            name.to_owned()
        })
    }

    fn line(&mut self, little: bool, further: usize, seen: &mut Option<[f64; 4]>) -> Option<()> {
        for _ in 0..self.number(little)? {
            self.point(little, further, seen)?;
        }
        Some(())
    }

    fn point(&mut self, little: bool, further: usize, seen: &mut Option<[f64; 4]>) -> Option<()> {
        let (x, y) = (self.coordinate(little)?, self.coordinate(little)?);
        for _ in 0..further {
            self.coordinate(little)?;
        }
        // An empty point is written as two NaN.
        if x.is_finite() && y.is_finite() {
            let [west, south, east, north] = seen.unwrap_or([x, y, x, y]);
            *seen = Some([west.min(x), south.min(y), east.max(x), north.max(y)]);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f64, y: f64) -> Vec<u8> {
        let mut wkb = vec![1, 1, 0, 0, 0];
        wkb.extend(x.to_le_bytes());
        wkb.extend(y.to_le_bytes());
        wkb
    }

    #[test]
    fn the_extent_covers_every_geometry() {
        let mut extent = Extent::default();
        extent.add(&point(2.1, 41.3));
        let mut many = vec![0, 0, 0, 0, 4, 0, 0, 0, 1];
        many.extend(point(2.2, 41.2));
        extent.add(&many);
        assert_eq!(extent.bounds, Some([2.1, 41.2, 2.2, 41.3]));
        assert_eq!(
            extent.metadata(),
            serde_json::json!({ "encoding": "WKB", "geometry_types": ["MultiPoint", "Point"],
                "bbox": [2.1, 41.2, 2.2, 41.3] })
        );
    }

    #[test]
    fn bytes_that_are_no_geometry_leave_the_kinds_open() {
        let mut extent = Extent::default();
        extent.add(&point(1.0, 2.0));
        extent.add(b"POINT (1 2)");
        extent.add(&[1, 2, 0, 0, 0, 255, 255, 255, 255]);
        assert!(extent.unreadable);
        assert_eq!(extent.metadata()["geometry_types"], serde_json::json!([]));
    }

    #[test]
    fn nesting_without_end_is_refused() {
        let mut wkb = Vec::new();
        for _ in 0..10_000 {
            wkb.extend([1, 7, 0, 0, 0, 1, 0, 0, 0]);
        }
        let mut extent = Extent::default();
        extent.add(&wkb);
        assert!(extent.unreadable);
    }
}
