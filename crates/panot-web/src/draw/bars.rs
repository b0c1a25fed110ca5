// SPDX-License-Identifier: AGPL-3.0-or-later

//! A table with a bar in each row.

use std::fmt::Write as _;

use super::ink::{Short, Text};

/// One row.
#[derive(Debug, Clone)]
pub struct Bar<'a> {
    /// What it is.
    pub label: &'a str,
    /// Where it leads, where it leads somewhere.
    pub href: Option<&'a str>,
    /// How much, written in the visitor's language.
    pub figure: &'a str,
    /// How much; what is not a number has no bar.
    pub value: f64,
}

/// What to draw bars from.
#[derive(Debug, Clone)]
pub struct Bars<'a> {
    /// What the table shows, as a finding.
    pub caption: &'a str,
    /// The heads of its two columns.
    pub heads: [&'a str; 2],
    /// Its rows, in their order.
    pub rows: &'a [Bar<'a>],
}

/// Draws a table whose rows have bars. What is below zero goes the other way and has an outline
/// instead of a filling.
pub fn bars(bars: &Bars) -> String {
    let values = || bars.rows.iter().map(|r| r.value).filter(|v| v.is_finite());
    let low = values().fold(0.0, f64::min);
    let high = values().fold(0.0, f64::max);
    let span = if high > low { high - low } else { 1.0 };
    let zero = -low / span * 100.0;
    let mut out = format!(
        "<table class=\"draw-bars\"><caption>{}</caption><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"num\">{}</th><td aria-hidden=\"true\"></td></tr></thead><tbody>",
        Text(bars.caption),
        Text(bars.heads[0]),
        Text(bars.heads[1])
    );
    for row in bars.rows {
        let _ = write!(out, "<tr><th scope=\"row\">");
        let _ = match row.href {
            Some(href) => write!(
                out,
                "<a href=\"{}\"><bdi>{}</bdi></a>",
                Text(href),
                Text(row.label)
            ),
            None => write!(out, "<bdi>{}</bdi>", Text(row.label)),
        };
        let _ = write!(
            out,
            "</th><td class=\"num\">{}</td><td class=\"draw-bars__cell\" aria-hidden=\"true\"><svg class=\"draw draw-bar\" width=\"100%\" height=\"18\" focusable=\"false\">",
            Text(row.figure)
        );
        if row.value.is_finite() {
            // The thinnest bar is still seen: something is not nothing.
            let width =
                (row.value.abs() / span * 100.0).max(if row.value == 0.0 { 0.0 } else { 0.4 });
            let (class, x) = if row.value < 0.0 {
                ("draw-bar__less", (zero - width).max(0.0))
            } else {
                ("draw-bar__more", zero)
            };
            let _ = write!(
                out,
                "<rect class=\"{class}\" x=\"{}%\" y=\"1\" width=\"{}%\" height=\"16\"/>",
                Short(x),
                Short(width)
            );
        }
        if low < 0.0 {
            let zero = Short(zero);
            let _ = write!(
                out,
                "<line class=\"draw-zero\" x1=\"{zero}%\" x2=\"{zero}%\" y1=\"0\" y2=\"18\"/>"
            );
        }
        out.push_str("</svg></td></tr>");
    }
    out.push_str("</tbody></table>");
    out
}
