// SPDX-License-Identifier: AGPL-3.0-or-later

//! What stands on a map.

/// Longitude and latitude in degrees, WGS 84.
pub type LonLat = [f64; 2];

/// A thing with a shape and properties.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Its number, for whoever clicks on it.
    pub id: Option<u64>,
    /// Where it is.
    pub shape: Shape,
    /// What is known about it. A property without a value is left out.
    pub properties: Vec<(String, Value)>,
}

/// Where a feature is. Places that are not numbers are left out.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// One or more points.
    Points(Vec<LonLat>),
    /// One or more lines.
    Lines(Vec<Vec<LonLat>>),
    /// One or more areas: of each its outer ring, then its holes.
    Areas(Vec<Vec<Vec<LonLat>>>),
}

/// A property's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any number.
    Number(f64),
    /// True or false.
    Boolean(bool),
}
