// SPDX-License-Identifier: AGPL-3.0-or-later

//! Charts and maps drawn on the server as SVG: pure functions from figures to text.
//!
//! | function | draws |
//! | --- | --- |
//! | [`line()`] | figures over time, with gaps where there are none |
//! | [`bars`] | a table with a bar in each row: the table is the chart |
//! | [`histogram`], [`spark`], [`missing`] | small pictures beside a column or a number |
//! | [`map`] | a city with points, numbered pins, shapes, or areas coloured by a figure |
//! | [`hero`] | the drawn city of the home page |
//!
//! # What this module promises
//!
//! - No colour and no size of letters stands in a drawing: classes of `draw.css` say both, so every
//!   drawing follows light, dark, high contrast and print.
//! - Letters keep their size on a phone: positions across are shares of the width, and only lines are
//!   stretched.
//! - A drawing that says something has `role="img"` and a sentence; one that only repeats the table
//!   around it is hidden from readers.
//! - What differs in colour also differs in shape, size or place.
//! - A drawing is bounded whatever goes in: a million points become a grid of dots.
//! - Text is escaped; figures that are not numbers are gaps.
//!
//! # What this module does not know
//!
//! Languages: whoever draws passes words and a way to write figures.

mod bars;
mod hero;
mod ink;
mod line;
mod map;
mod plane;
mod scale;
mod small;

#[cfg(test)]
mod tests;

pub use bars::{Bar, Bars, bars};
pub use hero::{Scene, hero};
pub use line::{Line, Point, line};
pub use map::{Area, Backdrop, Drawn, Key, Map, Marks, map};
pub use plane::{LonLat, Ring};
pub use scale::{breaks, class_of, ticks};
pub use small::{histogram, missing, spark};
