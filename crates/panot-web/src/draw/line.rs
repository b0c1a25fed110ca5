// SPDX-License-Identifier: AGPL-3.0-or-later

//! A line over time.

use std::fmt::Write as _;

use super::ink::{Short, Text, place, real, whole};
use super::scale::ticks;

/// A figure at a moment. `at` counts whatever the caller likes, evenly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// When: days, hours, positions.
    pub at: f64,
    /// How much; `None`, or what is not a number, leaves a gap.
    pub value: Option<f64>,
}

/// What to draw a line from.
pub struct Line<'a> {
    /// The sentence for those who do not see it.
    pub label: &'a str,
    /// The figures, in the order of time.
    pub points: &'a [Point],
    /// Words below the line, each at a moment.
    pub marks: &'a [(f64, String)],
    /// A limit to compare with, and what it is called.
    pub limit: Option<(f64, &'a str)>,
    /// How a figure is written in the visitor's language.
    pub write: &'a dyn Fn(f64) -> String,
}

/// Height of the drawing; the plot lies between `TOP` and `BOTTOM`.
const HEIGHT: f64 = 260.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 222.0;
/// Shares of the width where the plot begins and ends: what is left of it is for the figures.
const LEFT: f64 = 12.0;
const WIDTH: f64 = 85.0;
/// Steps across: two figures in each, the lowest and the highest.
const STEPS: usize = 500;

/// Draws figures over time, at most a thousand corners of them.
pub fn line(line: &Line) -> String {
    let known: Vec<(f64, f64)> = line.points.iter().filter_map(known).collect();
    let mut out = format!(
        "<svg class=\"draw draw-line\" width=\"100%\" height=\"{HEIGHT}\" role=\"img\" aria-label=\"{}\">",
        Text(line.label)
    );
    if let Some(frame) = Frame::around(line, &known) {
        frame.grid(line, &mut out);
        frame.path(line.points, &mut out);
        frame.limit(line, &mut out);
        frame.ends(line, &known, &mut out);
    } else {
        let _ = write!(out, "<path class=\"draw-grid\" d=\"M0 {BOTTOM}h9999\"/>");
    }
    out.push_str("</svg>");
    out
}

/// A figure that can be placed. Beyond 10¹⁰⁰ nothing in a city is measured, and sums overflow.
fn known(point: &Point) -> Option<(f64, f64)> {
    let value = point.value.filter(|v| v.abs() < 1e100)?;
    point.at.is_finite().then_some((point.at, value))
}

struct Frame {
    from: f64,
    to: f64,
    levels: Vec<f64>,
}

impl Frame {
    fn around(line: &Line, known: &[(f64, f64)]) -> Option<Self> {
        let all = line.points.iter().map(|p| p.at).filter(|at| at.is_finite());
        let (from, to) = span(all)?;
        let (mut low, mut high) = span(known.iter().map(|p| p.1))?;
        if let Some((limit, _)) = line.limit.filter(|l| l.0.abs() < 1e100) {
            low = low.min(limit);
            high = high.max(limit);
        }
        // A line that floats far above zero may; one that is near it starts there.
        if low > 0.0 && low < high * 0.6 {
            low = 0.0;
        }
        Some(Self {
            from,
            to,
            levels: ticks(low, high, 4),
        })
    }

    fn share(&self, at: f64) -> f64 {
        if self.to > self.from {
            ((at - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
        } else {
            0.5
        }
    }

    fn across(&self, at: f64) -> f64 {
        LEFT + WIDTH * self.share(at)
    }

    fn down(&self, value: f64) -> f64 {
        let (low, high) = (self.levels[0], self.levels[self.levels.len() - 1]);
        BOTTOM - (BOTTOM - TOP) * ((value - low) / (high - low)).clamp(0.0, 1.0)
    }

    fn grid(&self, line: &Line, out: &mut String) {
        for level in &self.levels {
            let y = Short(self.down(*level));
            let class = if *level == 0.0 {
                "draw-zero"
            } else {
                "draw-grid"
            };
            let _ = write!(
                out,
                "<line class=\"{class}\" x1=\"0\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/><text class=\"draw-level\" x=\"0\" y=\"{}\">{}</text>",
                Short(self.down(*level) - 5.0),
                Text(&(line.write)(*level)),
            );
        }
        let mut last = f64::MIN;
        for (at, word) in line.marks {
            let x = self.across(*at);
            // Words at the edges stand beside their moment. Nearer than this, two meet on a phone.
            let middle = match anchor(x) {
                " draw-start" => x + 5.0,
                " draw-end" => x - 5.0,
                _ => x,
            };
            if middle - last < 15.0 || !at.is_finite() {
                continue;
            }
            last = middle;
            let _ = write!(
                out,
                "<text class=\"draw-when{}\" x=\"{}%\" y=\"{}\">{}</text>",
                anchor(x),
                Short(x),
                HEIGHT - 14.0,
                Text(word)
            );
        }
    }

    /// The line, stretched across while its own width stays.
    fn path(&self, points: &[Point], out: &mut String) {
        let mut d = String::new();
        let mut pen_down = false;
        for (x, y) in self.corners(points) {
            match y {
                None => pen_down = false,
                Some(y) => {
                    // A figure alone between gaps is a dot: a line of no length with round ends.
                    let _ = if pen_down {
                        write!(d, "L{} {}", whole(x), Short(y))
                    } else {
                        write!(d, "M{} {}h0", whole(x), Short(y))
                    };
                    pen_down = true;
                }
            }
        }
        let _ = write!(
            out,
            "<svg x=\"{LEFT}%\" width=\"{WIDTH}%\" height=\"{HEIGHT}\" viewBox=\"0 0 1000 {HEIGHT}\" preserveAspectRatio=\"none\" overflow=\"visible\" aria-hidden=\"true\"><path class=\"draw-path\" d=\"{d}\"/></svg>"
        );
    }

    /// Where the line turns, in thousandths of the width. Where more figures fall into one step than
    /// can be seen, its lowest and highest stand for them, so that no peak disappears.
    fn corners(&self, points: &[Point]) -> Vec<(f64, Option<f64>)> {
        if points.len() <= 2 * STEPS {
            return points
                .iter()
                .filter(|p| p.at.is_finite())
                .map(|p| {
                    let y = known(p).map(|(_, value)| self.down(value));
                    (1000.0 * self.share(p.at), y)
                })
                .collect();
        }
        let mut steps = vec![None::<(f64, f64)>; STEPS];
        for (at, value) in points.iter().filter_map(known) {
            let step = &mut steps[place(self.share(at), STEPS)];
            *step = Some(step.map_or((value, value), |(low, high)| {
                (low.min(value), high.max(value))
            }));
        }
        let mut corners = Vec::new();
        for (k, step) in steps.into_iter().enumerate() {
            let x = 1000.0 * (real(k) + 0.5) / real(STEPS);
            match step {
                None => corners.push((x, None)),
                Some((low, high)) => {
                    corners.push((x, Some(self.down(low))));
                    corners.push((x, Some(self.down(high))));
                }
            }
        }
        corners
    }

    fn limit(&self, line: &Line, out: &mut String) {
        let Some((limit, word)) = line.limit.filter(|l| l.0.abs() < 1e100) else {
            return;
        };
        let y = Short(self.down(limit));
        let _ = write!(
            out,
            "<line class=\"draw-limit\" x1=\"{LEFT}%\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/><text class=\"draw-note draw-end\" x=\"100%\" y=\"{}\">{}</text>",
            Short(self.down(limit) - 6.0),
            Text(word)
        );
    }

    /// The highest figure as a circle, the lowest as a square, each with its figure.
    fn ends(&self, line: &Line, known: &[(f64, f64)], out: &mut String) {
        let Some(high) = known
            .iter()
            .copied()
            .reduce(|a, b| if b.1 > a.1 { b } else { a })
        else {
            return;
        };
        let (x, y) = (self.across(high.0), self.down(high.1));
        let _ = write!(
            out,
            "<circle class=\"draw-high\" cx=\"{}%\" cy=\"{}\" r=\"5\"/><text class=\"draw-note{}\" x=\"{}%\" y=\"{}\">{}</text>",
            Short(x),
            Short(y),
            anchor(x),
            Short(x),
            Short(y - 11.0),
            Text(&(line.write)(high.1))
        );
        let low = known
            .iter()
            .copied()
            .reduce(|a, b| if b.1 < a.1 { b } else { a });
        let Some(low) = low.filter(|low| low.1 < high.1) else {
            return;
        };
        let (x, y) = (self.across(low.0), self.down(low.1));
        let below = if y + 22.0 > BOTTOM {
            y - 11.0
        } else {
            y + 22.0
        };
        let _ = write!(
            out,
            "<rect class=\"draw-low\" x=\"{}%\" y=\"{}\" width=\"9\" height=\"9\" transform=\"translate(-4.5)\"/><text class=\"draw-note{}\" x=\"{}%\" y=\"{}\">{}</text>",
            Short(x),
            Short(y - 4.5),
            anchor(x),
            Short(x),
            Short(below),
            Text(&(line.write)(low.1))
        );
    }
}

/// The class that keeps words near an edge inside the drawing.
fn anchor(x: f64) -> &'static str {
    match x {
        x if x < LEFT + 4.0 => " draw-start",
        x if x > 92.0 => " draw-end",
        _ => "",
    }
}

fn span(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |span, v| {
        Some(span.map_or((v, v), |(low, high): (f64, f64)| (low.min(v), high.max(v))))
    })
}
