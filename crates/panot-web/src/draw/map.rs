// SPDX-License-Identifier: AGPL-3.0-or-later

//! A map of the city that needs nothing but the page it stands in.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::ink::{Short, Text, real, real_u64};
use super::plane::{LonLat, Plane, Ring, draw};
use super::scale::{breaks, class_of};

/// What lies under the marks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Backdrop<'a> {
    /// Outlines of the city or its neighbourhoods, filled.
    pub land: &'a [Ring],
    /// Lines drawn stronger over it: borders of districts.
    pub borders: &'a [Ring],
    /// Sea and lakes.
    pub water: &'a [Ring],
    /// Parks.
    pub green: &'a [Ring],
}

/// An area with a figure.
#[derive(Debug, Clone)]
pub struct Area<'a> {
    /// Its name and figure, shown when pointed at.
    pub title: String,
    /// Its rings, filled by the even-odd rule.
    pub rings: &'a [Ring],
    /// Its figure.
    pub value: Option<f64>,
}

/// What the map shows.
#[derive(Debug, Clone)]
pub enum Marks<'a> {
    /// Points that a list beside the map names: numbered from 1, at most ninety-nine are drawn.
    Pins(&'a [LonLat]),
    /// Points without names. Many become a grid of dots, larger where there are more.
    Points(&'a [LonLat]),
    /// Lines.
    Lines(&'a [Ring]),
    /// Rings, filled by the even-odd rule.
    Shapes(&'a [Ring]),
    /// Areas coloured by their figures, in five classes of about as many areas.
    Areas(&'a [Area<'a>]),
}

/// What to draw a map from.
#[derive(Debug, Clone)]
pub struct Map<'a> {
    /// The sentence for those who do not see it.
    pub label: &'a str,
    /// What lies under the marks. With land the map shows the land, without it the marks.
    pub backdrop: Backdrop<'a>,
    /// What it shows.
    pub marks: Marks<'a>,
}

/// One line of the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The class of its sample: `draw-k1` to `draw-k5` for areas, `draw-dot1` to `draw-dot5` for
    /// dots, `draw-k0` for areas without a figure.
    pub class: String,
    /// The least and the greatest figure of the class; nothing for areas without one.
    pub range: Option<(f64, f64)>,
}

/// A map and the lines of its legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// The drawing.
    pub svg: String,
    /// What its classes mean; empty where they need no words.
    pub legend: Vec<Key>,
}

impl Drawn {
    /// The legend as a list; `write` says a range in the visitor's language, and `none` what an area
    /// without a figure is called.
    pub fn legend_list(&self, write: impl Fn(f64, f64) -> String, none: &str) -> String {
        if self.legend.is_empty() {
            return String::new();
        }
        let mut out = String::from("<ul class=\"draw-legend\">");
        for key in &self.legend {
            let words = key
                .range
                .map_or_else(|| none.to_owned(), |(low, high)| write(low, high));
            let sample = if key.class.starts_with("draw-dot") {
                "<path d=\"M14 11h0\"/>"
            } else {
                "<path d=\"M1 1h26v20h-26z\"/>"
            };
            let _ = write!(
                out,
                "<li><svg class=\"draw draw-sample {}\" viewBox=\"0 0 28 22\" width=\"28\" height=\"22\" aria-hidden=\"true\" focusable=\"false\">{sample}</svg>{}</li>",
                key.class,
                Text(&words)
            );
        }
        out.push_str("</ul>");
        out
    }
}

/// The drawing is four units wide for three high, whatever the screen.
const SIZE: (f64, f64) = (1440.0, 1080.0);
/// Above this many points, they are counted on a grid.
const POINTS_MAX: usize = 1_500;
/// The distance between dots of the grid.
const CELL: f64 = 22.0;
/// The most bytes of a map; above it, lines lose corners.
const BYTES_MAX: usize = 56_000;

/// Draws a map of at most about sixty kilobytes, whatever it is made from.
pub fn map(map: &Map) -> Drawn {
    let Some(plane) = plane(map) else {
        return Drawn {
            svg: frame(map.label, "", ""),
            legend: Vec::new(),
        };
    };
    let mut tolerance = 1.0;
    loop {
        let (marks, pins, legend) = marks(&map.marks, &plane, tolerance);
        let body = format!("{}{marks}", backdrop(&map.backdrop, &plane, tolerance));
        if body.len() + pins.len() <= BYTES_MAX || tolerance > 200.0 {
            // What is still too large after that is a hundred thousand shapes: their beginning
            // would be no map of them.
            let body = if body.len() > 4 * BYTES_MAX {
                String::new()
            } else {
                body
            };
            return Drawn {
                svg: frame(map.label, &body, &pins),
                legend,
            };
        }
        tolerance *= 1.6;
    }
}

fn plane(map: &Map) -> Option<Plane> {
    let backdrop = &map.backdrop;
    let land = backdrop.land.iter().chain(backdrop.borders).flatten();
    Plane::around(land, SIZE, 36.0).or_else(|| match &map.marks {
        Marks::Pins(points) | Marks::Points(points) => Plane::around(points.iter(), SIZE, 90.0),
        Marks::Lines(lines) | Marks::Shapes(lines) => {
            Plane::around(lines.iter().flatten(), SIZE, 60.0)
        }
        Marks::Areas(areas) => {
            Plane::around(areas.iter().flat_map(|a| a.rings).flatten(), SIZE, 36.0)
        }
    })
}

/// Lines are stretched with the drawing; pins stand on it by shares and keep their size.
fn frame(label: &str, body: &str, pins: &str) -> String {
    format!(
        "<svg class=\"draw draw-map\" width=\"100%\" role=\"img\" aria-label=\"{}\"><svg viewBox=\"0 0 {} {}\" width=\"100%\" height=\"100%\" aria-hidden=\"true\">{body}</svg>{pins}</svg>",
        Text(label),
        SIZE.0,
        SIZE.1
    )
}

fn layer(class: &str, rings: &[Ring], plane: &Plane, tolerance: f64) -> String {
    let mut d = String::new();
    for ring in rings {
        draw(&mut d, &plane.ring(ring, tolerance), true);
    }
    path(class, &d)
}

fn path(class: &str, d: &str) -> String {
    if d.is_empty() {
        String::new()
    } else {
        format!("<path class=\"{class}\" d=\"{d}\"/>")
    }
}

fn backdrop(backdrop: &Backdrop, plane: &Plane, tolerance: f64) -> String {
    let mut out = layer("draw-water", backdrop.water, plane, tolerance);
    out.push_str(&layer("draw-land", backdrop.land, plane, tolerance));
    out.push_str(&layer("draw-green", backdrop.green, plane, tolerance));
    out.push_str(&layer("draw-border", backdrop.borders, plane, tolerance));
    out
}

/// The marks as stretched shapes, as shapes that keep their size, and what their classes mean.
fn marks(marks: &Marks, plane: &Plane, tolerance: f64) -> (String, String, Vec<Key>) {
    match marks {
        Marks::Pins(points) => (String::new(), pins(points, plane), Vec::new()),
        Marks::Points(points) if points.len() <= POINTS_MAX => {
            let mut d = String::new();
            let mut spots: Vec<_> = points.iter().map(|p| plane.spot(*p)).collect();
            spots.sort_unstable();
            spots.dedup();
            for [x, y] in spots.into_iter().filter(|s| plane.shows(*s, 0)) {
                let _ = write!(d, "M{x} {y}h0");
            }
            (path("draw-point", &d), String::new(), Vec::new())
        }
        Marks::Points(points) => {
            let (dots, legend) = dots(points, plane);
            (dots, String::new(), legend)
        }
        Marks::Lines(lines) => {
            let mut d = String::new();
            for stretch in lines.iter().flat_map(|l| plane.line(l, tolerance)) {
                draw(&mut d, &stretch, false);
            }
            (path("draw-way", &d), String::new(), Vec::new())
        }
        Marks::Shapes(rings) => (
            layer("draw-shape", rings, plane, tolerance),
            String::new(),
            Vec::new(),
        ),
        Marks::Areas(areas) => {
            let (areas, legend) = choropleth(areas, plane, tolerance);
            (areas, String::new(), legend)
        }
    }
}

fn pins(points: &[LonLat], plane: &Plane) -> String {
    let mut out = String::new();
    for (k, point) in points.iter().enumerate().take(99) {
        let spot = plane.spot(*point);
        if !plane.shows(spot, 0) {
            continue;
        }
        let [x, y] = spot.map(|v| real_u64(u64::try_from(v).unwrap_or(0)));
        let (x, y) = (Short(x / SIZE.0 * 100.0), Short(y / SIZE.1 * 100.0));
        let _ = write!(
            out,
            "<circle class=\"draw-pin\" cx=\"{x}%\" cy=\"{y}%\" r=\"13\"/><text class=\"draw-pin__number\" x=\"{x}%\" y=\"{y}%\" dy=\"5\">{}</text>",
            k + 1
        );
    }
    out
}

/// Points counted on a grid whose odd rows are shifted, as dots of five sizes.
fn dots(points: &[LonLat], plane: &Plane) -> (String, Vec<Key>) {
    let mut cells: BTreeMap<(i64, i64), u64> = BTreeMap::new();
    let row_height = CELL * 0.87;
    for point in points {
        let spot = plane.spot(*point);
        if !plane.shows(spot, 0) {
            continue;
        }
        let [x, y] = spot.map(|v| real_u64(u64::try_from(v).unwrap_or(0)));
        let row = super::ink::whole(y / row_height);
        let shift = if row % 2 == 0 { 0.0 } else { 0.5 };
        let column = super::ink::whole(x / CELL - shift);
        *cells.entry((row, column)).or_insert(0) += 1;
    }
    let counts: Vec<f64> = cells.values().map(|n| real_u64(*n)).collect();
    let breaks = breaks(&counts, 5);
    let mut classes = vec![String::new(); 5];
    let mut ranges = vec![None::<(f64, f64)>; 5];
    for ((row, column), n) in cells {
        let n = real_u64(n);
        let class = shade(n, &breaks) - 1;
        let row_f = real(usize::try_from(row).unwrap_or(0));
        let shift = if row % 2 == 0 { 0.0 } else { 0.5 };
        let x = (real(usize::try_from(column).unwrap_or(0)) + shift) * CELL;
        let _ = write!(
            classes[class],
            "M{} {}h0",
            Short(x.round()),
            Short((row_f * row_height).round())
        );
        let range = &mut ranges[class];
        *range = Some(range.map_or((n, n), |(low, high)| (low.min(n), high.max(n))));
    }
    let mut out = String::new();
    let mut legend = Vec::new();
    for (k, (d, range)) in classes.iter().zip(ranges).enumerate() {
        let class = format!("draw-dot{}", k + 1);
        out.push_str(&path(&class, d));
        if range.is_some() {
            legend.push(Key { class, range });
        }
    }
    (out, legend)
}

/// The class (1 to 5) of a value: where few values differ, the classes that remain are spread from
/// the palest to the darkest.
fn shade(value: f64, breaks: &[f64]) -> usize {
    let classes = breaks.len().saturating_sub(1).max(1);
    let class = class_of(value, breaks).clamp(1, classes);
    if classes == 1 {
        3
    } else {
        1 + (class - 1) * 4 / (classes - 1)
    }
}

fn choropleth(areas: &[Area], plane: &Plane, tolerance: f64) -> (String, Vec<Key>) {
    let values: Vec<f64> = areas.iter().filter_map(|a| a.value).collect();
    let breaks = breaks(&values, 5);
    let mut out = String::new();
    let mut ranges = vec![None::<(f64, f64)>; 5];
    let mut unknown = false;
    for area in areas {
        let mut d = String::new();
        for ring in area.rings {
            draw(&mut d, &plane.ring(ring, tolerance), true);
        }
        let class = match area.value.filter(|v| v.is_finite()) {
            None => {
                unknown = true;
                0
            }
            Some(value) => {
                let class = shade(value, &breaks);
                let range = &mut ranges[class - 1];
                *range = Some(range.map_or((value, value), |(low, high)| {
                    (low.min(value), high.max(value))
                }));
                class
            }
        };
        if !d.is_empty() {
            let _ = write!(
                out,
                "<path class=\"draw-area draw-k{class}\" d=\"{d}\"><title>{}</title></path>",
                Text(&area.title)
            );
        }
    }
    let known = ranges
        .into_iter()
        .enumerate()
        .filter(|(_, range)| range.is_some());
    let mut legend: Vec<Key> = known
        .map(|(k, range)| Key {
            class: format!("draw-k{}", k + 1),
            range,
        })
        .collect();
    if unknown {
        legend.push(Key {
            class: "draw-k0".to_owned(),
            range: None,
        });
    }
    (out, legend)
}
