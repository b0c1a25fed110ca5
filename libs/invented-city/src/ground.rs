// SPDX-License-Identifier: AGPL-3.0-or-later

//! The ground plan: a lattice of 133 m cells, what each is, and to which neighbourhood it belongs.
//!
//! Corners of cells are shared, and corners move: they stay straight in the Eixample, wander in the
//! old town and on the hills, and follow the coast along the water. Because every border is made of
//! shared corners, neighbourhoods tile the land whatever the corners do.

use crate::dice::noise;
use crate::names::DISTRICTS;
use crate::numbers::{bell, floor, index, int, real, sin, whole};

/// Cells along the coast.
pub(crate) const COLUMNS: i64 = 96;
/// Cells from the water to the ridge.
pub(crate) const ROWS: i64 = 74;
/// A block and its street, in decimetres.
pub(crate) const CELL: i64 = 1330;

/// A point in the city's own frame, in decimetres: `u` along the coast, `v` inland.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) u: i64,
    pub(crate) v: i64,
}

impl Spot {
    /// UTM 31N in centimetres. The frame is turned by the 3-4-5 triangle, so this is exact.
    pub(crate) fn utm_cm(self) -> (i64, i64) {
        let (east, north) = ORIGIN_CM;
        (
            east + 2 * (4 * self.u - 3 * self.v),
            north + 2 * (3 * self.u + 4 * self.v),
        )
    }

    /// Longitude and latitude in degrees, to the sixth digit.
    pub(crate) fn degrees(self) -> [f64; 2] {
        let (east, north) = self.utm_cm();
        let (lon, lat) = crate::numbers::lon_lat(east, north);
        [real(lon) / 1e6, real(lat) / 1e6]
    }

    /// A spot between this one and another.
    pub(crate) fn towards(self, other: Self, share: f64) -> Self {
        Self {
            u: self.u + whole(real(other.u - self.u) * share),
            v: self.v + whole(real(other.v - self.v) * share),
        }
    }
}

/// Where the waterfront begins in the west: open sea on every real map, so that nobody mistakes
/// Vilagarbí for a city that exists.
const ORIGIN_CM: (i64, i64) = (37_950_000, 451_620_000);

/// What stands on a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Sea, or another municipality.
    Outside,
    /// Chamfered blocks in straight streets.
    Grid,
    /// The walled town of before.
    Old,
    /// What were villages around it.
    Village,
    /// Houses on a slope.
    Hill,
    /// The ridge, without streets.
    Forest,
    /// A park as large as a block or larger.
    Park,
    /// Quays and sheds.
    Port,
    /// Sand and a promenade.
    Beach,
}

impl Kind {
    /// How densely people live there, against the Eixample.
    pub(crate) fn density(self) -> f64 {
        match self {
            Self::Outside | Self::Forest | Self::Park | Self::Beach => 0.0,
            Self::Grid => 1.0,
            Self::Old => 1.2,
            Self::Village => 0.8,
            Self::Hill => 0.32,
            Self::Port => 0.01,
        }
    }

    /// Whether streets run along it.
    pub(crate) fn built(self) -> bool {
        matches!(self, Self::Grid | Self::Old | Self::Village | Self::Hill)
    }
}

/// The lattice.
///
/// Invariant: a cell has an owner (1 to 73) exactly where it is not [`Kind::Outside`], and the cells
/// of one owner are connected.
#[derive(Debug, Clone)]
pub(crate) struct Ground {
    seed: u64,
    kinds: Vec<Kind>,
    owners: Vec<u8>,
    corners: Vec<Spot>,
}

impl Ground {
    pub(crate) fn new(seed: u64) -> Self {
        let mut ground = Self {
            seed,
            kinds: Vec::new(),
            owners: Vec::new(),
            corners: Vec::new(),
        };
        for (i, j) in cells() {
            ground.kinds.push(kind_of(seed, i, j));
        }
        for (i, j) in cells() {
            let owner = match ground.kind(i, j) {
                Kind::Outside => 0,
                kind => owner_of(seed, kind, i, j),
            };
            ground.owners.push(owner);
        }
        ground.join_fragments();
        for j in 0..=ROWS {
            for i in 0..=COLUMNS {
                let corner = ground.place_corner(i, j);
                ground.corners.push(corner);
            }
        }
        ground
    }

    pub(crate) fn kind(&self, i: i64, j: i64) -> Kind {
        if (0..COLUMNS).contains(&i) && (0..ROWS).contains(&j) {
            self.kinds[index(j * COLUMNS + i)]
        } else {
            Kind::Outside
        }
    }

    /// The neighbourhood (1 to 73) of a cell; 0 outside.
    pub(crate) fn owner(&self, i: i64, j: i64) -> u8 {
        if (0..COLUMNS).contains(&i) && (0..ROWS).contains(&j) {
            self.owners[index(j * COLUMNS + i)]
        } else {
            0
        }
    }

    /// Where a corner of the lattice stands.
    pub(crate) fn corner(&self, i: i64, j: i64) -> Spot {
        self.corners[index(j * (COLUMNS + 1) + i)]
    }

    /// The coast at a column, before the city begins and after it ends too.
    pub(crate) fn coast_at(&self, column: i64) -> Spot {
        Spot {
            u: column * CELL,
            v: whole(coast(self.seed, real(column)) * 10.0),
        }
    }

    /// A spot inside a cell: `x` and `y` run from 0 to 1.
    pub(crate) fn inside(&self, i: i64, j: i64, x: f64, y: f64) -> Spot {
        let near = self.corner(i, j).towards(self.corner(i + 1, j), x);
        let far = self.corner(i, j + 1).towards(self.corner(i + 1, j + 1), x);
        near.towards(far, y)
    }

    /// Gives pieces that the noise cut off to the neighbourhood around them.
    fn join_fragments(&mut self) {
        for owner in 1..=73 {
            let mut pieces = self.pieces_of(owner);
            pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
            for piece in pieces.into_iter().skip(1) {
                let around = self.commonest_neighbour(&piece, owner);
                for (i, j) in piece {
                    let at = index(j * COLUMNS + i);
                    self.owners[at] = around;
                    if around == 0 {
                        self.kinds[at] = Kind::Outside;
                    }
                }
            }
        }
    }

    fn pieces_of(&self, owner: u8) -> Vec<Vec<(i64, i64)>> {
        let mut seen = vec![false; self.owners.len()];
        let mut pieces = Vec::new();
        for start in cells() {
            if self.owner(start.0, start.1) != owner || seen[index(start.1 * COLUMNS + start.0)] {
                continue;
            }
            seen[index(start.1 * COLUMNS + start.0)] = true;
            let mut piece = vec![start];
            let mut next = 0;
            while let Some(&(i, j)) = piece.get(next) {
                next += 1;
                for (i, j) in [(i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)] {
                    if self.owner(i, j) == owner && !seen[index(j * COLUMNS + i)] {
                        seen[index(j * COLUMNS + i)] = true;
                        piece.push((i, j));
                    }
                }
            }
            pieces.push(piece);
        }
        pieces
    }

    fn commonest_neighbour(&self, piece: &[(i64, i64)], owner: u8) -> u8 {
        let mut votes = [0_i64; 74];
        for &(i, j) in piece {
            for (i, j) in [(i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)] {
                let other = self.owner(i, j);
                if other != owner && other != 0 {
                    votes[usize::from(other)] += 1;
                }
            }
        }
        let best = votes.iter().max().copied().unwrap_or(0);
        if best == 0 {
            return 0;
        }
        let at = votes.iter().position(|v| *v == best).unwrap_or(0);
        u8::try_from(at).expect("74 owners")
    }

    fn place_corner(&self, i: i64, j: i64) -> Spot {
        let around = [(i, j), (i - 1, j), (i, j - 1), (i - 1, j - 1)];
        let straight = around.iter().any(|&(i, j)| {
            let kind = self.kind(i, j);
            kind == Kind::Grid || kind == Kind::Port || (kind == Kind::Park && in_grid(i, j))
        });
        // Along the beaches the grid begins in the third row, and there the bend must be over.
        let reach = if i > 50 { 3.0 } else { 6.0 };
        let bend = coast(self.seed, real(i)) * 10.0 * (1.0 - real(j) / reach).max(0.0);
        let mut spot = Spot {
            u: i * CELL,
            v: j * CELL + whole(bend),
        };
        if !straight {
            let (x, y) = (real(i) * 0.71, real(j) * 0.71);
            spot.u += whole(360.0 * noise(self.seed, 11, x, y));
            if j > 0 {
                spot.v += whole(360.0 * noise(self.seed, 12, x, y));
            }
        }
        spot
    }
}

/// Every cell, row by row from the water.
pub(crate) fn cells() -> impl Iterator<Item = (i64, i64)> {
    (0..ROWS).flat_map(|j| (0..COLUMNS).map(move |i| (i, j)))
}

/// How far the coast lies inland of the base line at a column, in metres; a headland is negative.
fn coast(seed: u64, i: f64) -> f64 {
    let quiet = 1.0 - bell(i - 29.0, 8.0);
    -520.0 * bell(i - 13.0, 5.5) - 240.0 * bell(i - 94.0, 6.0) - 90.0 * bell(i - 68.0, 9.0)
        + quiet * 70.0 * noise(seed, 3, i / 8.0, 0.5)
}

fn ellipse(i: i64, j: i64, middle: (f64, f64), radii: (f64, f64)) -> bool {
    let x = (real(i) + 0.5 - middle.0) / radii.0;
    let y = (real(j) + 0.5 - middle.1) / radii.1;
    x * x + y * y < 1.0
}

fn in_grid(i: i64, j: i64) -> bool {
    ((27..62).contains(&i) && (13..31).contains(&j))
        || ((51..86).contains(&i) && (3..16).contains(&j))
        || ((62..84).contains(&i) && (16..25).contains(&j))
}

fn kind_of(seed: u64, i: i64, j: i64) -> Kind {
    let (x, y) = (real(i), real(j));
    let left = 3.0 + 2.6 * noise(seed, 4, 0.3, y / 9.0);
    let right = 91.0 + 2.6 * noise(seed, 5, 0.7, y / 8.0) - (y / 30.0) * (y / 30.0);
    let top = 62.0 + 5.0 * noise(seed, 6, x / 13.0, 0.2) + 3.0 * sin(x / 9.0);
    if x < left || x >= right || y >= top {
        return Kind::Outside;
    }
    // Three basins and the piers between them.
    if (24..33).contains(&i) && j < 3 {
        return if j > 0 && (i == 27 || i == 30) {
            Kind::Port
        } else {
            Kind::Outside
        };
    }
    if (22..34).contains(&i) && j < 5 {
        return Kind::Port;
    }
    let park = ellipse(i, j, (13.5, 3.5), (6.2, 4.6))
        || ((47..51).contains(&i) && (8..12).contains(&j))
        || ((45..47).contains(&i) && (20..22).contains(&j))
        || ((84..90).contains(&i) && (1..4).contains(&j))
        || ellipse(i, j, (74.0, 44.5), (2.6, 2.2))
        || ellipse(i, j, (23.0, 41.5), (2.3, 2.0))
        || ((66..69).contains(&i) && (9..11).contains(&j));
    if park {
        return Kind::Park;
    }
    if in_grid(i, j) {
        return Kind::Grid;
    }
    if (51..84).contains(&i) && j == 0 {
        return Kind::Beach;
    }
    if (34..51).contains(&i) && j < 13 {
        return Kind::Old;
    }
    let forest = if i < 62 { 11.0 } else { 5.0 } + 3.0 * noise(seed, 7, x / 6.0, y / 6.0);
    if y > top - forest {
        return Kind::Forest;
    }
    if y + 3.0 * noise(seed, 8, x / 7.0, y / 7.0) > 44.0 {
        return Kind::Hill;
    }
    Kind::Village
}

fn owner_of(seed: u64, kind: Kind, i: i64, j: i64) -> u8 {
    let (mut x, mut y) = (real(i) + 0.5, real(j) + 0.5);
    let straight = kind == Kind::Grid || kind == Kind::Port || in_grid(i, j);
    let on_the_beach = i >= 51 && j < 3;
    if !straight && !on_the_beach {
        let (cx, cy) = (x / 5.0, y / 5.0);
        x += 1.9 * noise(seed, 9, cx, cy);
        y += 1.9 * noise(seed, 10, cx, cy);
    }
    let district = if y < 13.0 {
        match x {
            x if x < 34.0 => 3,
            x if x < 51.0 => 1,
            _ => 10,
        }
    } else if y < 31.0 {
        match x {
            x if x < 27.0 => 4,
            x if x < 62.0 => 2,
            _ if y < 16.0 => 10,
            _ => 9,
        }
    } else {
        match x {
            x if x < 40.0 && y < 46.0 => 5,
            x if (40.0..58.0).contains(&x) && y < 45.0 => 6,
            x if x < 58.0 => 7,
            x if x >= 62.0 && y < 33.0 => 9,
            _ => 8,
        }
    };
    let within = match district {
        2 => column_of(x, &[36.0, 44.0, 53.0]) * 2 + usize::from(y >= 22.0),
        10 => {
            let along = column_of(x, &[61.0, 71.0, 82.0]);
            if y < 6.0 {
                [2, 0, 4, 3][along]
            } else {
                [1, 5, 6, 7][along]
            }
        }
        9 if y < 25.0 => [5, 6, 4][column_of(x, &[73.0, 84.0])],
        _ => nearest(district, x, y),
    };
    let before: usize = DISTRICTS[..district - 1].iter().map(|d| d.1.len()).sum();
    u8::try_from(before + within + 1).expect("73 neighbourhoods")
}

fn column_of(x: f64, ends: &[f64]) -> usize {
    ends.iter().filter(|end| x >= **end).count()
}

fn nearest(district: usize, x: f64, y: f64) -> usize {
    let sites = DISTRICTS[district - 1].1;
    let away = |at: usize| {
        let (_, sx, sy) = sites[at];
        (sx - x) * (sx - x) + (sy - y) * (sy - y)
    };
    (0..sites.len())
        .min_by(|a, b| away(*a).total_cmp(&away(*b)))
        .unwrap_or(0)
}

/// The cell whose unmoved square holds a spot.
pub(crate) fn cell_under(spot: Spot) -> (i64, i64) {
    let at = |x: i64, n: i64| floor(real(x) / real(CELL)).clamp(0, n - 1);
    (at(spot.u, COLUMNS), at(spot.v, ROWS))
}

/// How many corners there are.
pub(crate) fn corner_count() -> usize {
    index((COLUMNS + 1) * (ROWS + 1))
}

/// A corner's place in a list of corners.
pub(crate) fn corner_index(i: i64, j: i64) -> usize {
    index(j * (COLUMNS + 1) + i)
}

/// A corner from its place in a list.
pub(crate) fn corner_cell(at: usize) -> (i64, i64) {
    let at = int(at);
    (at % (COLUMNS + 1), at / (COLUMNS + 1))
}
