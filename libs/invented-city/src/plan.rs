// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is drawn on the ground: streets with names, chamfered blocks, gardens, beach and harbour.

use crate::borders::rings;
use crate::dice::{Dice, noise};
use crate::ground::{CELL, COLUMNS, Ground, Kind, ROWS, Spot, cells, corner_cell};
use crate::names::STREETS;
use crate::numbers::{count, index, int, real, whole};

/// A street of the city, from one end to the other.
#[derive(Debug, Clone)]
pub struct Street {
    /// The town hall's number for it.
    pub code: u32,
    /// Its name with its kind: "Carrer dels Boters".
    pub name: String,
    /// Whether it is one of the wide ones.
    pub avenue: bool,
    pub(crate) line: Vec<Spot>,
    pub(crate) zone: Kind,
}

/// A park, a garden, or the forest on the ridge.
#[derive(Debug, Clone)]
pub struct Park {
    /// The town hall's number for it.
    pub code: u32,
    /// "Jardins de l'Ateneu".
    pub name: String,
    /// "Parc urbà", "Jardí", "Parc forestal".
    pub class: &'static str,
    /// The year in which it opened.
    pub opened: i64,
    pub(crate) rings: Vec<Vec<Spot>>,
    pub(crate) middle: Spot,
}

/// The avenue that crosses the grid: from its inland end to the sea, in decimetres.
pub(crate) const DIAGONAL: (Spot, Spot) = (
    Spot {
        u: 27 * CELL,
        v: 30 * CELL + 532,
    },
    Spot {
        u: 86 * CELL,
        v: 4 * CELL + 266,
    },
);
/// Half the width of the diagonal avenue.
const DIAGONAL_HALF: f64 = 250.0;

/// How far a spot is from the axis of the diagonal avenue, in metres; far away beyond its ends.
pub(crate) fn off_diagonal_m(spot: Spot) -> f64 {
    let (a, b) = DIAGONAL;
    if spot.u < a.u || spot.u > b.u {
        return 1e6;
    }
    (signed_off(spot) / 10.0).abs()
}

fn signed_off(spot: Spot) -> f64 {
    let (a, b) = DIAGONAL;
    let (du, dv) = (real(b.u - a.u), real(b.v - a.v));
    let length = (du * du + dv * dv).sqrt();
    (du * real(spot.v - a.v) - dv * real(spot.u - a.u)) / length
}

/// Whether a cell is a garden instead of a block.
pub(crate) fn is_garden(ground: &Ground, seed: u64, i: i64, j: i64) -> bool {
    let kind = ground.kind(i, j);
    let share = match kind {
        Kind::Grid => 0.055,
        Kind::Old | Kind::Village => 0.035,
        Kind::Hill => 0.03,
        _ => return false,
    };
    noise(seed, 21, real(i) * 1.37 + 0.4, real(j) * 1.91 + 0.8) > 1.0 - share * 8.0
        && (i * 7 + j * 5) % 3 != 0
}

/// The blocks of one cell: a chamfered octagon, cut in two where the diagonal passes, or the crooked
/// pieces of the older parts.
pub(crate) fn blocks_of(ground: &Ground, seed: u64, i: i64, j: i64) -> Vec<Vec<Spot>> {
    if is_garden(ground, seed, i, j) {
        return Vec::new();
    }
    match ground.kind(i, j) {
        Kind::Grid => cut_by_diagonal(&octagon(i, j)),
        Kind::Old => [(0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)]
            .into_iter()
            .enumerate()
            .map(|(k, (x, y))| {
                let mid = |a: f64| {
                    if (a - 0.5).abs() < 0.01 {
                        0.5 + 0.09 * noise(seed, 22, real(i), real(j))
                    } else {
                        a
                    }
                };
                let quad = [(x, y), (x + 0.5, y), (x + 0.5, y + 0.5), (x, y + 0.5)]
                    .map(|(x, y)| ground.inside(i, j, mid(x), mid(y)));
                inset(&quad, 0.10 + 0.03 * count(k))
            })
            .collect(),
        Kind::Village => vec![inset(&whole_cell(ground, i, j), 0.13)],
        Kind::Hill if noise(seed, 23, real(i) * 0.9, real(j) * 0.9) > -0.15 => {
            vec![inset(&whole_cell(ground, i, j), 0.24)]
        }
        Kind::Port => vec![inset(&whole_cell(ground, i, j), 0.16)],
        _ => Vec::new(),
    }
}

fn whole_cell(ground: &Ground, i: i64, j: i64) -> [Spot; 4] {
    [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].map(|(x, y)| ground.inside(i, j, x, y))
}

fn inset(quad: &[Spot], share: f64) -> Vec<Spot> {
    let n = int(quad.len());
    let middle = Spot {
        u: quad.iter().map(|s| s.u).sum::<i64>() / n,
        v: quad.iter().map(|s| s.v).sum::<i64>() / n,
    };
    quad.iter().map(|s| s.towards(middle, share)).collect()
}

/// A block of 113 m with its corners cut, in the middle of its 133 m.
pub(crate) fn octagon(i: i64, j: i64) -> Vec<Spot> {
    let (u, v) = (i * CELL + 100, j * CELL + 100);
    let (side, cut) = (1130, 190);
    [
        (cut, 0),
        (side - cut, 0),
        (side, cut),
        (side, side - cut),
        (side - cut, side),
        (cut, side),
        (0, side - cut),
        (0, cut),
    ]
    .into_iter()
    .map(|(du, dv)| Spot {
        u: u + du,
        v: v + dv,
    })
    .collect()
}

fn cut_by_diagonal(block: &[Spot]) -> Vec<Vec<Spot>> {
    if block.iter().all(|s| off_diagonal_m(*s) > 25.0) {
        let (a, b) = (signed_off(block[0]), signed_off(block[4]));
        if a * b > 0.0 || off_diagonal_m(block[0]) > 1e5 {
            return vec![block.to_vec()];
        }
    }
    [1.0, -1.0]
        .into_iter()
        .map(|sign| clip(block, |s| sign * signed_off(s) - DIAGONAL_HALF))
        .filter(|piece| piece.len() > 2 && area_m2(piece).abs() > 150.0)
        .collect()
}

/// The part of a convex ring where `keep` is not negative.
fn clip(ring: &[Spot], keep: impl Fn(Spot) -> f64) -> Vec<Spot> {
    let mut out = Vec::new();
    for (at, here) in ring.iter().enumerate() {
        let next = ring[(at + 1) % ring.len()];
        let (a, b) = (keep(*here), keep(next));
        if a >= 0.0 {
            out.push(*here);
        }
        if (a >= 0.0) != (b >= 0.0) {
            out.push(here.towards(next, a / (a - b)));
        }
    }
    out
}

/// Twice-signed area halved, in square metres: positive against the clock.
pub(crate) fn area_m2(ring: &[Spot]) -> f64 {
    let mut twice = 0;
    for (at, a) in ring.iter().enumerate() {
        let b = ring[(at + 1) % ring.len()];
        twice += a.u * b.v - b.u * a.v;
    }
    real(twice) / 200.0
}

/// The middle of a ring's corners.
pub(crate) fn middle(ring: &[Spot]) -> Spot {
    let n = int(ring.len().max(1));
    Spot {
        u: ring.iter().map(|s| s.u).sum::<i64>() / n,
        v: ring.iter().map(|s| s.v).sum::<i64>() / n,
    }
}

/// Every street: along the lattice where both sides are built, named once per run.
pub(crate) fn streets(ground: &Ground, seed: u64) -> Vec<Street> {
    let mut namer = Namer::new(seed);
    let mut streets = vec![diagonal()];
    for upright in [false, true] {
        let (lines, along) = if upright {
            (COLUMNS, ROWS)
        } else {
            (ROWS, COLUMNS)
        };
        for line in 1..lines {
            let mut run: Vec<i64> = Vec::new();
            let mut zone = Kind::Outside;
            for at in 0..=along {
                let here = zone_of(ground, seed, upright, line, at);
                if here != zone || here == Kind::Outside || run.len() > 34 {
                    if run.len() > 1 {
                        streets.push(namer.street(ground, upright, line, &run, zone));
                    }
                    run.clear();
                    zone = here;
                }
                if here != Kind::Outside {
                    run.push(at);
                }
            }
        }
    }
    streets
}

fn diagonal() -> Street {
    let (a, b) = DIAGONAL;
    Street {
        code: 100_102,
        name: "Avinguda del Garbí".to_owned(),
        avenue: true,
        line: vec![a, b],
        zone: Kind::Grid,
    }
}

/// What kind of street runs along one step of a lattice line; `Outside` where none does.
fn zone_of(ground: &Ground, seed: u64, upright: bool, line: i64, at: i64) -> Kind {
    let (a, b) = if upright {
        (ground.kind(line - 1, at), ground.kind(line, at))
    } else {
        (ground.kind(at, line - 1), ground.kind(at, line))
    };
    if a == Kind::Outside || b == Kind::Outside || !(a.built() || b.built()) {
        return Kind::Outside;
    }
    let zone = if a.built() { a } else { b };
    let (x, y) = if upright { (line, at) } else { (at, line) };
    let side = if upright { 0.37 } else { 0.81 };
    if zone == Kind::Hill && noise(seed, 24, real(x) * 0.63 + side, real(y) * 0.63) < -0.05 {
        return Kind::Outside;
    }
    zone
}

/// Gives each street a name and a number that no other has.
struct Namer {
    order: Vec<usize>,
    next: usize,
    code: u32,
}

impl Namer {
    fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed, "street names");
        let mut order: Vec<usize> = (0..STREETS.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, index(dice.pick(0, int(at) + 1)));
        }
        Self {
            order,
            next: 0,
            code: 100_307,
        }
    }

    fn street(
        &mut self,
        ground: &Ground,
        upright: bool,
        line: i64,
        run: &[i64],
        zone: Kind,
    ) -> Street {
        let (first, last) = (run[0], run[run.len() - 1] + 1);
        let corners: Vec<(i64, i64)> = (first..=last)
            .map(|at| if upright { (line, at) } else { (at, line) })
            .collect();
        let wide: &[i64] = if upright { &[44, 71] } else { &[22] };
        let avenue = zone == Kind::Grid && wide.contains(&line);
        let round = self.next / STREETS.len();
        let kind = match (zone, round) {
            _ if avenue => "Gran Via",
            (Kind::Old, _) => ["Carreró", "Baixada", "Carrer", "Volta"][(self.next + round) % 4],
            (Kind::Hill, _) => ["Camí", "Pujada", "Passeig", "Carrer"][(self.next + round) % 4],
            (_, 0) => "Carrer",
            (_, 1) => "Passatge",
            (_, 2) => "Travessera",
            _ => "Ronda",
        };
        let name = format!("{kind} {}", STREETS[self.order[self.next % STREETS.len()]]);
        self.next += 1;
        self.code += 307;
        Street {
            code: self.code,
            name,
            avenue,
            line: corners.iter().map(|&(i, j)| ground.corner(i, j)).collect(),
            zone,
        }
    }
}

/// Large parks first, then gardens, then the forest.
pub(crate) fn parks(ground: &Ground, seed: u64) -> Vec<Park> {
    let mut dice = Dice::new(seed, "parks");
    let names = [
        ("Parc de la Talaia", (13, 3), 1929),
        ("Parc de la Salina Reial", (48, 9), 1888),
        ("Jardins de les Magnòlies", (45, 20), 1936),
        ("Parc de les Salines", (86, 2), 1992),
        ("Parc del Turó de la Perdiu", (74, 44), 1974),
        ("Parc del Turó del Vent", (23, 41), 1961),
        ("Parc de l'Estany Salat", (67, 9), 2008),
    ];
    let large = rings(|i, j| ground.kind(i, j) == Kind::Park);
    let mut parks = Vec::new();
    let mut code = 1_000;
    for ring in large {
        let ring: Vec<Spot> = ring.into_iter().map(|at| at_corner(ground, at)).collect();
        let middle = middle(&ring);
        let near = |cell: (i64, i64)| {
            let (du, dv) = (cell.0 * CELL - middle.u, cell.1 * CELL - middle.v);
            du * du + dv * dv
        };
        let Some((name, _, opened)) = names.iter().min_by_key(|n| near(n.1)) else {
            continue;
        };
        code += 1;
        parks.push(Park {
            code,
            name: (*name).to_owned(),
            class: "Parc urbà",
            opened: *opened,
            rings: vec![ring],
            middle,
        });
    }
    for (i, j) in cells().filter(|&(i, j)| is_garden(ground, seed, i, j)) {
        let ring = if ground.kind(i, j) == Kind::Grid {
            octagon(i, j)
        } else {
            inset(&whole_cell(ground, i, j), 0.3)
        };
        code += 1;
        let after = STREETS[(index(i * 31 + j * 17)) % STREETS.len()];
        parks.push(Park {
            code,
            name: format!(
                "{} {after}",
                ["Jardins", "Plaça", "Jardí"][index((i + j) % 3)]
            ),
            class: "Jardí",
            opened: dice.pick(1924, 2024),
            middle: middle(&ring),
            rings: vec![ring],
        });
    }
    let forest: Vec<Vec<Spot>> = rings(|i, j| ground.kind(i, j) == Kind::Forest)
        .into_iter()
        .map(|ring| ring.into_iter().map(|at| at_corner(ground, at)).collect())
        .collect();
    if let Some(largest) = forest
        .iter()
        .max_by(|a, b| area_m2(a).total_cmp(&area_m2(b)))
    {
        parks.push(Park {
            code: code + 1,
            name: "Parc forestal de Collroig".to_owned(),
            class: "Parc forestal",
            opened: 1987,
            middle: middle(largest),
            rings: forest,
        });
    }
    parks
}

fn at_corner(ground: &Ground, at: usize) -> Spot {
    let (i, j) = corner_cell(at);
    ground.corner(i, j)
}

/// The sea: from the coast, harbour basins included, to where the map ends. `outline` is the city's
/// outer ring.
pub(crate) fn sea(ground: &Ground, outline: &[Spot]) -> Vec<Spot> {
    let first = (0..COLUMNS).find(|i| ground.owner(*i, 0) != 0).unwrap_or(0);
    let last = (0..COLUMNS)
        .rev()
        .find(|i| ground.owner(*i, 0) != 0)
        .unwrap_or(COLUMNS - 1)
        + 1;
    let place = |spot: Spot| outline.iter().position(|s| *s == spot);
    let (from, to) = (ground.corner(first, 0), ground.corner(last, 0));
    let mut shore: Vec<Spot> = (-26..first).map(|i| ground.coast_at(i)).collect();
    match (place(from), place(to)) {
        (Some(from), Some(to)) => {
            let n = outline.len();
            let steps = (to + n - from) % n;
            shore.extend((0..=steps).map(|k| outline[(from + k) % n]));
        }
        // The outline always keeps the corners of the coast; were it not so, the line still closes.
        _ => shore.extend((first..=last).map(|i| ground.coast_at(i))),
    }
    shore.extend((last + 1..=COLUMNS + 26).map(|i| ground.coast_at(i)));
    for u in [(COLUMNS + 26) * CELL, -26 * CELL] {
        shore.push(Spot { u, v: -60 * CELL });
    }
    shore
}

/// Beaches: strips of sand along the open coast, as wide as the noise leaves them.
pub(crate) fn beaches(ground: &Ground, seed: u64) -> Vec<Vec<Spot>> {
    let mut beaches = Vec::new();
    for (from, to) in [(51, 61), (61, 71), (71, 84)] {
        let front: Vec<Spot> = (from..=to).map(|i| ground.corner(i, 0)).collect();
        let back = front.iter().enumerate().rev().map(|(k, s)| {
            let end = k == 0 || k + 1 == front.len();
            let wide = if end {
                80.0
            } else {
                620.0 + 220.0 * noise(seed, 25, count(k), real(from))
            };
            Spot {
                u: s.u,
                v: s.v + whole(wide),
            }
        });
        let ring: Vec<Spot> = front.iter().copied().chain(back).collect();
        beaches.push(ring);
    }
    beaches
}

/// The breakwater before the harbour and the groynes between the beaches.
pub(crate) fn moles(ground: &Ground) -> Vec<Vec<Spot>> {
    let at = |i: i64, j: f64| Spot {
        u: i * CELL,
        v: whole(j * real(CELL)),
    };
    let mut moles = vec![vec![
        ground.corner(34, 0),
        at(34, -1.6),
        at(32, -2.6),
        at(26, -2.9),
        at(21, -2.5),
    ]];
    for i in [51, 61, 71, 84] {
        let foot = ground.corner(i, 0);
        moles.push(vec![
            foot,
            Spot {
                u: foot.u + 300,
                v: foot.v - 1500,
            },
        ]);
    }
    moles
}
