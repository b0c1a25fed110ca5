// SPDX-License-Identifier: AGPL-3.0-or-later

//! The drawn city of the home page, made from the city's own ground.

use std::fmt::Write as _;

use super::ink::real;
use super::plane::{LonLat, Plane, Ring, Spot, draw};

/// What to draw the city from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scene<'a> {
    /// The middle of the view and how many metres wide it is; everything, when not said.
    pub view: Option<(LonLat, f64)>,
    /// Blocks of houses; a city that knows none gives its neighbourhoods.
    pub blocks: &'a [Ring],
    /// Parks.
    pub green: &'a [Ring],
    /// Beaches.
    pub sand: &'a [Ring],
    /// Sea, rivers, lakes.
    pub water: &'a [Ring],
}

const SIZE: (f64, f64) = (700.0, 560.0);
/// The most bytes of the drawing.
const BYTES_MAX: usize = 12_000;

/// Draws the city: blocks with their courts, parks with trees, sand and sea, and on a few blocks the
/// flower of the tile. It decorates, so it is hidden from readers. At most twelve kilobytes.
pub fn hero(scene: &Scene) -> String {
    let all = [scene.blocks, scene.green].into_iter().flatten().flatten();
    let plane = match scene.view {
        Some((middle, wide_m)) => Some(Plane::view(middle, wide_m, SIZE)),
        None => Plane::around(all, SIZE, -20.0),
    };
    let Some(plane) = plane else {
        return frame(
            "",
            "<rect class=\"k-street\" width=\"700\" height=\"560\"/>",
        );
    };
    let mut tolerance = 0.6;
    loop {
        let svg = compose(scene, &plane, tolerance);
        if svg.len() <= BYTES_MAX || tolerance > 60.0 {
            return svg;
        }
        tolerance *= 1.7;
    }
}

fn frame(defs: &str, body: &str) -> String {
    format!(
        "<svg class=\"plan\" viewBox=\"0 0 700 560\" preserveAspectRatio=\"xMidYMid slice\" aria-hidden=\"true\" focusable=\"false\">{defs}{body}</svg>"
    )
}

fn compose(scene: &Scene, plane: &Plane, tolerance: f64) -> String {
    let mut body = String::from("<rect class=\"k-street\" width=\"700\" height=\"560\"/>");
    let water = layer(scene.water, plane, tolerance);
    let green = layer(scene.green, plane, tolerance);
    let blocks = Blocks::of(scene.blocks, plane, tolerance);
    let _ = write!(body, "<g class=\"k-blocks\">{}</g>", blocks.body);
    push(&mut body, "k-green", &outline(&green));
    push(&mut body, "k-tree", &trees(&green));
    push(
        &mut body,
        "k-sand",
        &outline(&layer(scene.sand, plane, tolerance)),
    );
    push(&mut body, "k-water", &outline(&water));
    push(&mut body, "k-wave", &waves(&water));
    body.push_str(&blocks.flowers);
    frame(&blocks.defs, &body)
}

fn push(body: &mut String, class: &str, d: &str) {
    if !d.is_empty() {
        let _ = write!(body, "<path class=\"{class}\" d=\"{d}\"/>");
    }
}

fn layer(rings: &[Ring], plane: &Plane, tolerance: f64) -> Vec<Vec<Spot>> {
    rings
        .iter()
        .map(|ring| plane.ring(ring, tolerance))
        .filter(|ring| ring.len() > 2)
        .collect()
}

fn outline(rings: &[Vec<Spot>]) -> String {
    let mut d = String::new();
    for ring in rings {
        draw(&mut d, ring, true);
    }
    d
}

/// The blocks, of which the commonest shape is written once and used everywhere.
#[derive(Default)]
struct Blocks {
    defs: String,
    body: String,
    flowers: String,
}

/// A whole block of the common shape: its first corner and its middle.
struct Like {
    corner: Spot,
    middle: Spot,
}

impl Blocks {
    fn of(rings: &[Ring], plane: &Plane, tolerance: f64) -> Self {
        let rings = layer(rings, plane, tolerance);
        let model = rings
            .iter()
            .filter(|r| r.len() == 8 && r.iter().all(|s| plane.shows(*s, 0)))
            .map(|r| (rings.iter().filter(|other| is_like(r, other)).count(), r))
            .max_by_key(|(alike, _)| *alike)
            .filter(|(alike, _)| *alike > 5)
            .map(|(_, ring)| ring);
        let mut blocks = Self::default();
        let mut alike = Vec::new();
        let mut d = String::new();
        for ring in &rings {
            match model {
                Some(model) if is_like(model, ring) => alike.push(Like {
                    corner: ring[0],
                    middle: middle(ring),
                }),
                _ => draw(&mut d, ring, true),
            }
        }
        // Neighbourhoods touch: a line the colour of streets parts them.
        let class = if model.is_some() {
            "k-block"
        } else {
            "k-apart"
        };
        push(&mut blocks.body, class, &d);
        if let Some(model) = model {
            blocks.repeat(model, &alike);
        }
        blocks
    }

    fn repeat(&mut self, model: &[Spot], alike: &[Like]) {
        let home = middle(model);
        let relative: Vec<Spot> = model
            .iter()
            .map(|s| [s[0] - home[0], s[1] - home[1]])
            .collect();
        let court: Vec<Spot> = relative.iter().map(|s| s.map(|v| v * 45 / 100)).collect();
        let (mut block, mut yard) = (String::new(), String::new());
        draw(&mut block, &relative, true);
        draw(&mut yard, &court, true);
        let _ = write!(
            self.defs,
            "<defs><path id=\"hero-f\" d=\"M-9-9a9 9 0 0 1 18 0a9 9 0 0 1 0 18a9 9 0 0 1-18 0a9 9 0 0 1 0-18zM0-3a3 3 0 1 0 .01 0z\"/><path id=\"hero-d\" d=\"{block}\"/><g id=\"hero-b\"><use href=\"#hero-d\"/><path class=\"k-court\" d=\"{yard}\"/></g></defs>"
        );
        for like in alike {
            let [x, y] = like.middle;
            let _ = write!(self.body, "<use href=\"#hero-b\" x=\"{x}\" y=\"{y}\"/>");
        }
        // The blocks nearest to these spots, which the signs over the drawing leave free.
        let spots = [
            ([250, 90], "k-clay"),
            ([600, 150], "k-sun"),
            ([420, 250], "k-sea"),
            ([120, 330], "k-pine"),
            ([300, 380], "k-sun"),
            ([520, 60], "k-clay"),
        ];
        let mut taken: Vec<Spot> = Vec::new();
        for (spot, class) in spots {
            let nearest = alike
                .iter()
                .filter(|l| !taken.contains(&l.corner) && inside(l.middle))
                .min_by_key(|l| square(l.middle, spot));
            if let Some(like) = nearest.filter(|l| square(l.middle, spot) < 90 * 90) {
                taken.push(like.corner);
                let [x, y] = like.middle;
                let _ = write!(
                    self.flowers,
                    "<use class=\"{class}\" href=\"#hero-d\" x=\"{x}\" y=\"{y}\"/><use class=\"k-flower\" href=\"#hero-f\" x=\"{x}\" y=\"{y}\"/>"
                );
            }
        }
    }
}

fn inside([x, y]: Spot) -> bool {
    (20..680).contains(&x) && (20..540).contains(&y)
}

fn square(a: Spot, b: Spot) -> i64 {
    (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])
}

fn middle(ring: &[Spot]) -> Spot {
    let n = i64::try_from(ring.len().max(1)).unwrap_or(1);
    [0, 1].map(|k| ring.iter().map(|s| s[k]).sum::<i64>() / n)
}

/// Whether two rings are the same shape in two places, give or take what rounding moves.
fn is_like(a: &[Spot], b: &[Spot]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (am, bm) = (middle(a), middle(b));
    a.iter().zip(b).all(|(p, q)| {
        let (dx, dy) = (p[0] - am[0] - q[0] + bm[0], p[1] - am[1] - q[1] + bm[1]);
        dx.abs() <= 2 && dy.abs() <= 2
    })
}

/// Trees along the edges of parks, one every fourteen units.
fn trees(parks: &[Vec<Spot>]) -> String {
    let mut d = String::new();
    for ring in parks {
        let mut owed = 0.0;
        for (k, from) in ring.iter().enumerate() {
            let to = ring[(k + 1) % ring.len()];
            let length = real(usize::try_from(square(*from, to)).unwrap_or(0)).sqrt();
            owed += length;
            while owed > 14.0 && d.len() < 2_600 {
                owed -= 14.0;
                let share = 1.0 - owed / length.max(1.0);
                let at = [0, 1]
                    .map(|k| from[k] + super::ink::whole(share * real_signed(to[k] - from[k])));
                if inside(at) {
                    let _ = write!(d, "M{} {}h0", at[0], at[1]);
                }
            }
        }
    }
    d
}

fn real_signed(x: i64) -> f64 {
    let size = real(usize::try_from(x.unsigned_abs()).unwrap_or(0));
    if x < 0 { -size } else { size }
}

/// A few waves where there is water on all sides of them.
fn waves(water: &[Vec<Spot>]) -> String {
    let mut d = String::new();
    let mut drawn = 0;
    for y in (30..550).step_by(46) {
        for x in (20..620).step_by(118) {
            let x = x + (y * 7) % 90;
            let wet = [
                [x - 20, y - 22],
                [x + 90, y - 22],
                [x, y + 10],
                [x + 70, y + 10],
            ];
            if drawn < 9 && wet.iter().all(|s| water.iter().any(|ring| holds(ring, *s))) {
                let _ = write!(d, "M{x} {y}q16-10 32 0t32 0");
                drawn += 1;
            }
        }
    }
    d
}

fn holds(ring: &[Spot], [x, y]: Spot) -> bool {
    let mut inside = false;
    for (k, a) in ring.iter().enumerate() {
        let b = ring[(k + 1) % ring.len()];
        if (a[1] > y) != (b[1] > y) {
            let (low, high) = if a[1] < b[1] { (*a, b) } else { (b, *a) };
            inside ^= (high[0] - low[0]) * (y - low[1]) > (x - low[0]) * (high[1] - low[1]);
        }
    }
    inside
}
