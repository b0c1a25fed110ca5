// SPDX-License-Identifier: AGPL-3.0-or-later

//! The city as a whole: who lives where, and which neighbourhood a spot is in.

use serde_json::{Value, json};

use crate::borders::Borders;
use crate::dice::{Dice, share_out};
use crate::ground::{CELL, Ground, Kind, Spot, cell_under, cells};
use crate::names::{CITY, DISTRICTS};
use crate::numbers::real;
use crate::plan::{self, Park, Street, area_m2};

/// Longitude and latitude in degrees, WGS 84.
pub type LonLat = [f64; 2];

/// An invented city. The same seed and size are the same city, to the last byte, on any machine.
#[derive(Debug, Clone)]
pub struct City {
    pub(crate) seed: u64,
    pub(crate) residents: i64,
    pub(crate) ground: Ground,
    pub(crate) neighbourhoods: Vec<Neighbourhood>,
    pub(crate) districts: Vec<Vec<Vec<Spot>>>,
    pub(crate) outline: Vec<Vec<Spot>>,
    pub(crate) streets: Vec<Street>,
    pub(crate) parks: Vec<Park>,
}

/// One of the 73 neighbourhoods.
#[derive(Debug, Clone)]
pub struct Neighbourhood {
    /// 1 to 73; written with two digits.
    pub number: u8,
    /// Its name, with its article in small letters as signs write it.
    pub name: &'static str,
    /// 1 to 10.
    pub district: u8,
    /// The name of its district.
    pub district_name: &'static str,
    /// How many people live there.
    pub residents: i64,
    /// Its area in square metres.
    pub area_m2: f64,
    pub(crate) rings: Vec<Vec<Spot>>,
    pub(crate) character: Character,
}

/// What a neighbourhood is like: everything that the datasets tell follows from this.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Character {
    /// From 0 (poor) to 1 (rich).
    pub(crate) wealth: f64,
    /// From 0 (families) to 1 (old people).
    pub(crate) age: f64,
    /// Metres to the open sea.
    pub(crate) sea_m: f64,
    /// The share of its cells in the grid.
    pub(crate) grid: f64,
    /// The share of its cells in the old town.
    pub(crate) old: f64,
}

impl Neighbourhood {
    /// "01" to "73".
    pub fn code(&self) -> String {
        format!("{:02}", self.number)
    }
}

impl City {
    /// Builds the city. Its streets are the same for every number of residents; what is counted in
    /// it grows with them. Fewer than none live in it as none.
    pub fn new(seed: u64, residents: u64) -> Self {
        let residents = i64::try_from(residents)
            .unwrap_or(i64::MAX)
            .min(1_000_000_000);
        let ground = Ground::new(seed);
        let borders = Borders::of(&ground);
        let streets = plan::streets(&ground, seed);
        let parks = plan::parks(&ground, seed);
        let outline = borders.rings(&ground, |i, j| ground.owner(i, j) != 0);
        let neighbourhoods = neighbourhoods(seed, residents, &ground, &borders);
        let districts = (1..=10)
            .map(|district| {
                borders.rings(&ground, |i, j| {
                    let owner = ground.owner(i, j);
                    owner != 0 && neighbourhoods[usize::from(owner) - 1].district == district
                })
            })
            .collect();
        Self {
            seed,
            residents,
            ground,
            neighbourhoods,
            districts,
            outline,
            streets,
            parks,
        }
    }

    /// What the city is called.
    pub fn name(&self) -> &'static str {
        CITY
    }

    /// How many people live in it.
    pub fn residents(&self) -> u64 {
        u64::try_from(self.residents).unwrap_or(0)
    }

    /// The 73 neighbourhoods, in the order of their codes.
    pub fn neighbourhoods(&self) -> &[Neighbourhood] {
        &self.neighbourhoods
    }

    /// The city, its districts and its neighbourhoods as a `GeoJSON` `FeatureCollection` in WGS 84, with
    /// the properties `kind` (`city`, `district`, `neighbourhood`), `code`, `name`, `district` and
    /// `residents`. Shared borders are the same numbers on both sides.
    pub fn places_geojson(&self) -> String {
        let mut features = vec![feature(
            &self.outline,
            &json!({"kind": "city", "code": "0", "name": CITY, "district": null,
                   "residents": self.residents}),
        )];
        for (at, rings) in self.districts.iter().enumerate() {
            let code = (at + 1).to_string();
            let residents: i64 = self
                .neighbourhoods
                .iter()
                .filter(|n| usize::from(n.district) == at + 1)
                .map(|n| n.residents)
                .sum();
            features.push(feature(
                rings,
                &json!({"kind": "district", "code": code, "name": DISTRICTS[at].0,
                       "district": code, "residents": residents}),
            ));
        }
        for n in &self.neighbourhoods {
            features.push(feature(
                &n.rings,
                &json!({"kind": "neighbourhood", "code": n.code(), "name": n.name,
                       "district": n.district.to_string(), "residents": n.residents}),
            ));
        }
        json!({"type": "FeatureCollection", "name": CITY, "features": features}).to_string()
    }

    /// Every street with its name and line.
    pub fn streets(&self) -> impl Iterator<Item = (&Street, Vec<LonLat>)> {
        self.streets.iter().map(|s| (s, degrees(&s.line)))
    }

    /// The outer ring of every block of houses.
    pub fn blocks(&self) -> impl Iterator<Item = Vec<LonLat>> {
        cells()
            .flat_map(|(i, j)| plan::blocks_of(&self.ground, self.seed, i, j))
            .map(|ring| degrees(&ring))
    }

    /// Parks, gardens and the forest, each with its rings (filled by the even-odd rule).
    pub fn parks(&self) -> impl Iterator<Item = (&Park, Vec<Vec<LonLat>>)> {
        self.parks
            .iter()
            .map(|p| (p, p.rings.iter().map(|r| degrees(r)).collect()))
    }

    /// The waterfront, for drawing.
    pub fn coast(&self) -> Coast {
        let outline = self.outline.first().map_or(&[][..], |r| &r[..]);
        Coast {
            sea: degrees(&plan::sea(&self.ground, outline)),
            beaches: plan::beaches(&self.ground, self.seed)
                .iter()
                .map(|r| degrees(r))
                .collect(),
            moles: plan::moles(&self.ground)
                .iter()
                .map(|l| degrees(l))
                .collect(),
        }
    }

    /// Where a postcard of the city would be taken, and how many metres wide the view is: the grid,
    /// the diagonal avenue, a park and the beach.
    pub fn viewpoint(&self) -> (LonLat, f64) {
        let spot = Spot {
            u: 76 * CELL,
            v: 3 * CELL + 900,
        };
        (spot.degrees(), 1_500.0)
    }

    /// The neighbourhood that holds a spot, by the same polygons that are published.
    pub(crate) fn locate(&self, spot: Spot) -> Option<&Neighbourhood> {
        let (i, j) = cell_under(spot);
        let first = self.ground.owner(i, j);
        let holds = |owner: u8| -> Option<&Neighbourhood> {
            let n = self
                .neighbourhoods
                .get(usize::from(owner).checked_sub(1)?)?;
            contains(&n.rings, spot).then_some(n)
        };
        if let Some(found) = holds(first) {
            return Some(found);
        }
        let mut tried = [false; 74];
        tried[usize::from(first)] = true;
        for dj in -4..=4 {
            for di in -2..=2 {
                let owner = self.ground.owner(i + di, j + dj);
                if !std::mem::replace(&mut tried[usize::from(owner)], true)
                    && let Some(found) = holds(owner)
                {
                    return Some(found);
                }
            }
        }
        None
    }
}

/// The waterfront: where the sea is, its beaches, and the lines of its breakwaters.
#[derive(Debug, Clone)]
pub struct Coast {
    /// A ring around the sea off the city.
    pub sea: Vec<LonLat>,
    /// Rings of sand.
    pub beaches: Vec<Vec<LonLat>>,
    /// Lines of stone.
    pub moles: Vec<Vec<LonLat>>,
}

fn degrees(line: &[Spot]) -> Vec<LonLat> {
    line.iter().map(|s| s.degrees()).collect()
}

fn feature(rings: &[Vec<Spot>], properties: &Value) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": geometry(rings)})
}

/// Rings as a `GeoJSON` geometry: outer rings run against the clock, and the holes of a region that is
/// one piece belong to its only outer ring.
fn geometry(rings: &[Vec<Spot>]) -> Value {
    let close = |ring: &Vec<Spot>| {
        let mut ring = degrees(ring);
        ring.extend(ring.first().copied());
        ring
    };
    let (outer, holes): (Vec<&Vec<Spot>>, Vec<&Vec<Spot>>) =
        rings.iter().partition(|r| area_m2(r) > 0.0);
    let mut polygons: Vec<Vec<Vec<LonLat>>> = outer.iter().map(|r| vec![close(r)]).collect();
    for hole in holes {
        let around = outer
            .iter()
            .position(|r| contains(std::slice::from_ref(*r), hole[0]))
            .unwrap_or(0);
        if let Some(polygon) = polygons.get_mut(around) {
            polygon.push(close(hole));
        }
    }
    match polygons.len() {
        1 => json!({"type": "Polygon", "coordinates": polygons[0]}),
        _ => json!({"type": "MultiPolygon", "coordinates": polygons}),
    }
}

/// Whether a spot is inside rings by the even-odd rule. A spot on a shared line is in exactly one of
/// the two sides: each edge counts from its lower end, included, to its upper, excluded.
pub(crate) fn contains(rings: &[Vec<Spot>], spot: Spot) -> bool {
    let mut inside = false;
    for ring in rings {
        for (at, a) in ring.iter().enumerate() {
            let b = ring[(at + 1) % ring.len()];
            if (a.v > spot.v) != (b.v > spot.v) {
                let (low, high) = if a.v < b.v { (*a, b) } else { (b, *a) };
                let turn =
                    (high.u - low.u) * (spot.v - low.v) - (spot.u - low.u) * (high.v - low.v);
                inside ^= turn > 0;
            }
        }
    }
    inside
}

fn neighbourhoods(
    seed: u64,
    residents: i64,
    ground: &Ground,
    borders: &Borders,
) -> Vec<Neighbourhood> {
    let mut dice = Dice::new(seed, "neighbourhoods");
    let mut list = Vec::new();
    let mut weights = Vec::new();
    for (at, (district_name, sites)) in DISTRICTS.iter().enumerate() {
        for (name, _, _) in *sites {
            let number = u8::try_from(list.len() + 1).expect("73 neighbourhoods");
            let rings = borders.rings(ground, |i, j| ground.owner(i, j) == number);
            let own: Vec<Kind> = cells()
                .filter(|&(i, j)| ground.owner(i, j) == number)
                .map(|(i, j)| ground.kind(i, j))
                .collect();
            let share = |kind: Kind| {
                real(crate::numbers::int(
                    own.iter().filter(|k| **k == kind).count(),
                )) / real(crate::numbers::int(own.len().max(1)))
            };
            weights.push(own.iter().map(|k| k.density()).sum::<f64>() * dice.between(0.82, 1.18));
            let outer = rings.first().map_or(&[][..], |r| &r[..]);
            let middle = plan::middle(outer);
            list.push(Neighbourhood {
                number,
                name,
                district: u8::try_from(at + 1).expect("10 districts"),
                district_name,
                residents: 0,
                area_m2: rings.iter().map(|r| area_m2(r)).sum(),
                character: Character {
                    wealth: wealth(at + 1, dice.between(-0.1, 0.1)),
                    age: dice.between(0.15, 0.85),
                    sea_m: real(middle.v.max(0)) / 10.0,
                    grid: share(Kind::Grid),
                    old: share(Kind::Old),
                },
                rings,
            });
        }
    }
    for (n, people) in list.iter_mut().zip(share_out(residents, &weights)) {
        n.residents = people;
    }
    list
}

/// How rich a district is, as every resident of Vilagarbí would say.
fn wealth(district: usize, change: f64) -> f64 {
    let base: f64 = [0.42, 0.68, 0.4, 0.45, 0.9, 0.7, 0.38, 0.22, 0.42, 0.6][district - 1];
    (base + change).clamp(0.05, 1.0)
}
