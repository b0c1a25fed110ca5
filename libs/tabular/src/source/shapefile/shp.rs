// SPDX-License-Identifier: AGPL-3.0-or-later

//! The shapes of a shapefile.

use std::io::{BufReader, Read, Seek, SeekFrom};

use crate::ReadError;
use crate::geometry::{Coord, Geometry};
use crate::source::Limits;
use crate::source::backing::{Backing, ReadSeek, bytes_text};

/// Reads shapes one after the other.
pub(super) struct Shapes {
    input: BufReader<Box<dyn ReadSeek>>,
    kind: u32,
    position: u64,
    length: u64,
    most: usize,
    record: Vec<u8>,
}

impl Shapes {
    pub(super) fn open(file: &Backing, limits: &Limits) -> Result<Self, ReadError> {
        let cut_off = || ReadError::damaged(1, "the .shp is cut off: get the whole file again");
        let mut input = file.reader()?;
        let mut head = [0; 100];
        input.read_exact(&mut head).map_err(|_| cut_off())?;
        let words = u32::from_be_bytes([head[24], head[25], head[26], head[27]]);
        let length = u64::from(words) * 2;
        if length > file.len() || length < 100 {
            return Err(cut_off());
        }
        input.seek(SeekFrom::Start(100))?;
        Ok(Self {
            input: BufReader::with_capacity(1 << 16, input),
            kind: u32::from_le_bytes([head[32], head[33], head[34], head[35]]),
            position: 100,
            length,
            most: limits.record_bytes,
            record: Vec::new(),
        })
    }

    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// Whether shapes carry measures, which are left out.
    pub(super) fn has_measures(&self) -> bool {
        matches!(self.kind, 21..=28)
    }

    /// The shape of the row; `Some(None)` where the row has none, `None` at the end.
    #[expect(
        clippy::option_option,
        reason = "no row and no shape are different things"
    )]
    pub(super) fn next_shape(&mut self, row: u64) -> Result<Option<Option<Geometry>>, ReadError> {
        if self.position + 8 > self.length {
            return Ok(None);
        }
        let cut_off = |_| ReadError::damaged(row, "the .shp is cut off here");
        let mut head = [0; 8];
        self.input.read_exact(&mut head).map_err(cut_off)?;
        let words = u32::from_be_bytes([head[4], head[5], head[6], head[7]]);
        let bytes = usize::try_from(words)
            .unwrap_or(usize::MAX)
            .saturating_mul(2);
        if bytes > self.most {
            return Err(ReadError::too_much(
                format!("row {row}: the size of the shape"),
                bytes_text(u64::try_from(self.most).unwrap_or(u64::MAX)),
            ));
        }
        self.record.resize(bytes, 0);
        self.input.read_exact(&mut self.record).map_err(cut_off)?;
        self.position += 8 + u64::from(words) * 2;
        shape(&self.record)
            .map(Some)
            .ok_or_else(|| ReadError::damaged(row, "the shape is damaged"))
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_le_bytes(four))
}

fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    let eight: [u8; 8] = bytes.get(at..at + 8)?.try_into().ok()?;
    Some(f64::from_le_bytes(eight)).filter(|number| number.is_finite())
}

/// The geometry of a record; the outer `None` where it is damaged.
#[expect(
    clippy::option_option,
    reason = "damaged and none are different things"
)]
fn shape(record: &[u8]) -> Option<Option<Geometry>> {
    let kind = u32_at(record, 0)?;
    let z = matches!(kind, 11 | 13 | 15 | 18);
    Some(match kind {
        0 => None,
        1 | 11 | 21 => Some(Geometry::Point(Some(Coord {
            x: f64_at(record, 4)?,
            y: f64_at(record, 12)?,
            z: if z { Some(f64_at(record, 20)?) } else { None },
        }))),
        8 | 18 | 28 => Some(Geometry::MultiPoint(points(record, 36, 40, z)?)),
        3 | 13 | 23 => {
            let mut lines = parts(record, z)?;
            Some(if lines.len() == 1 {
                Geometry::LineString(lines.remove(0))
            } else {
                Geometry::MultiLineString(lines)
            })
        }
        5 | 15 | 25 => Some(polygon(parts(record, z)?)),
        _ => return None,
    })
}

/// Points whose count stands at `count_at` and that begin at `begin`, with heights behind them.
fn points(record: &[u8], count_at: usize, begin: usize, z: bool) -> Option<Vec<Coord>> {
    let count = usize::try_from(u32_at(record, count_at)?).ok()?;
    let end = begin.checked_add(count.checked_mul(16)?)?;
    if record.len() < end {
        return None;
    }
    // The least and the greatest height stand before the heights.
    let heights = end + 16;
    (0..count)
        .map(|n| {
            Some(Coord {
                x: f64_at(record, begin + n * 16)?,
                y: f64_at(record, begin + n * 16 + 8)?,
                z: if z {
                    Some(f64_at(record, heights + n * 8)?)
                } else {
                    None
                },
            })
        })
        .collect()
}

fn parts(record: &[u8], z: bool) -> Option<Vec<Vec<Coord>>> {
    let count = usize::try_from(u32_at(record, 36)?).ok()?;
    let begin = 44_usize.checked_add(count.checked_mul(4)?)?;
    if record.len() < begin {
        return None;
    }
    let points = points(record, 40, begin, z)?;
    let starts: Option<Vec<usize>> = (0..count)
        .map(|n| usize::try_from(u32_at(record, 44 + n * 4)?).ok())
        .collect();
    let starts = starts?;
    (0..count)
        .map(|n| {
            let end = starts.get(n + 1).copied().unwrap_or(points.len());
            points.get(starts[n]..end).map(<[Coord]>::to_vec)
        })
        .collect()
}

/// Rings that turn clockwise begin a polygon; the others are holes in the one that holds them.
fn polygon(rings: Vec<Vec<Coord>>) -> Geometry {
    let mut polygons: Vec<Vec<Vec<Coord>>> = Vec::new();
    let mut holes = Vec::new();
    for ring in rings {
        if area(&ring) <= 0.0 {
            polygons.push(vec![ring]);
        } else {
            holes.push(ring);
        }
    }
    for hole in holes {
        let home = hole.first().and_then(|first| {
            polygons
                .iter()
                .position(|polygon| holds(&polygon[0], *first))
        });
        match home {
            Some(at) => polygons[at].push(hole),
            // A hole in nothing is a polygon drawn the wrong way round.
            None => polygons.push(vec![hole]),
        }
    }
    if polygons.len() == 1 {
        Geometry::Polygon(polygons.remove(0))
    } else {
        Geometry::MultiPolygon(polygons)
    }
}

/// Twice the area, positive where the ring turns counter-clockwise.
fn area(ring: &[Coord]) -> f64 {
    let Some(origin) = ring.first() else {
        return 0.0;
    };
    ring.windows(2)
        .map(|p| {
            (p[0].x - origin.x) * (p[1].y - origin.y) - (p[1].x - origin.x) * (p[0].y - origin.y)
        })
        .sum()
}

fn holds(ring: &[Coord], c: Coord) -> bool {
    ring.windows(2)
        .filter(|p| {
            (p[0].y > c.y) != (p[1].y > c.y)
                && c.x < (p[1].x - p[0].x) * (c.y - p[0].y) / (p[1].y - p[0].y) + p[0].x
        })
        .count()
        % 2
        == 1
}
