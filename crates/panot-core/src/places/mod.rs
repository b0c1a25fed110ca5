// SPDX-License-Identifier: AGPL-3.0-or-later

//! The places of a city: its districts and neighbourhoods, and which of them a point lies in.
//!
//! Read from a `GeoJSON` text by [`Places::from_geojson`], which takes what town halls publish.

mod geojson;
mod grid;
mod outline;
mod shape;
mod written;

pub use geojson::PlacesError;
pub use outline::Outline;
pub use shape::{Bounds, Point, Ring, Shape};

use grid::Grid;

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// The whole city.
    City,
    /// A district.
    District,
    /// A neighbourhood.
    Neighbourhood,
}

impl PlaceKind {
    /// The word in our own files: `city`, `district`, `neighbourhood`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::District => "district",
            Self::Neighbourhood => "neighbourhood",
        }
    }
}

/// A city, a district or a neighbourhood.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// What it is.
    pub kind: PlaceKind,
    /// The town hall's code, as text because of its leading zeros: `07`.
    pub code: String,
    /// What it is called. The code where the file names no name.
    pub name: String,
    /// The code of the district that a neighbourhood lies in.
    pub district: Option<String>,
    /// Where it lies, in WGS 84.
    pub shape: Shape,
}

/// The places of one city.
///
/// Invariant: at least one neighbourhood; codes are unique within districts and within
/// neighbourhoods, and both are sorted by code; every neighbourhood lies in a district that exists;
/// every shape is closed and within the bounds of the earth.
#[derive(Debug, Clone, PartialEq)]
pub struct Places {
    city: Place,
    districts: Vec<Place>,
    neighbourhoods: Vec<Place>,
    grid: Grid,
}

impl Places {
    /// The city as a whole: as the file draws it, or all neighbourhoods together.
    pub fn city(&self) -> &Place {
        &self.city
    }

    /// The districts, sorted by code: as the file draws them, or made of their neighbourhoods.
    pub fn districts(&self) -> &[Place] {
        &self.districts
    }

    /// The neighbourhoods, sorted by code.
    pub fn neighbourhoods(&self) -> &[Place] {
        &self.neighbourhoods
    }

    /// The places of one kind.
    pub fn of_kind(&self, kind: PlaceKind) -> &[Place] {
        match kind {
            PlaceKind::City => std::slice::from_ref(&self.city),
            PlaceKind::District => &self.districts,
            PlaceKind::Neighbourhood => &self.neighbourhoods,
        }
    }

    /// The district with this code.
    pub fn district(&self, code: &str) -> Option<&Place> {
        find(&self.districts, code)
    }

    /// The neighbourhood with this code.
    pub fn neighbourhood(&self, code: &str) -> Option<&Place> {
        find(&self.neighbourhoods, code)
    }

    /// The neighbourhood that a point in WGS 84 lies in. A point on a border that two
    /// neighbourhoods share lies in exactly one of them, always the same; where the file draws
    /// neighbourhoods over each other, the one with the smallest code is meant.
    pub fn neighbourhood_at(&self, lon: f64, lat: f64) -> Option<&Place> {
        self.grid
            .candidates(lon, lat)
            .map(|index| &self.neighbourhoods[index])
            .find(|place| place.shape.contains(lon, lat))
    }

    /// The district that a point in WGS 84 lies in: that of its neighbourhood.
    pub fn district_at(&self, lon: f64, lat: f64) -> Option<&Place> {
        self.district(self.neighbourhood_at(lon, lat)?.district.as_deref()?)
    }

    /// The box around every neighbourhood.
    pub fn bounds(&self) -> Bounds {
        self.grid.bounds()
    }

    /// Every place of one kind as lines to draw, simplified so that no line moves by more than
    /// `tolerance_m` metres. Neighbours keep sharing their borders: no gaps open between them.
    pub fn outlines(&self, kind: PlaceKind, tolerance_m: f64) -> Vec<Outline<'_>> {
        outline::outlines(self.of_kind(kind), tolerance_m)
    }

    fn new(city: Place, districts: Vec<Place>, neighbourhoods: Vec<Place>) -> Self {
        let grid = Grid::new(&neighbourhoods);
        Self {
            city,
            districts,
            neighbourhoods,
            grid,
        }
    }
}

fn find<'a>(places: &'a [Place], code: &str) -> Option<&'a Place> {
    places
        .binary_search_by(|place| place.code.as_str().cmp(code))
        .ok()
        .map(|at| &places[at])
}

#[cfg(test)]
mod tests;
