// SPDX-License-Identifier: AGPL-3.0-or-later

//! Places as `GeoJSON` (RFC 7946), in the shape that they are read from.

use serde_json::{Value, json};

use super::{Place, Places, Ring};

impl Places {
    /// The city, its districts and its neighbourhoods as a feature collection, with the properties
    /// `kind`, `code`, `name` and, of neighbourhoods, `district`. [`Places::from_geojson`] reads it
    /// back.
    pub fn to_geojson(&self) -> Value {
        let places = std::iter::once(&self.city)
            .chain(&self.districts)
            .chain(&self.neighbourhoods);
        json!({
            "type": "FeatureCollection",
            "features": places.map(feature).collect::<Vec<_>>(),
        })
    }
}

fn feature(place: &Place) -> Value {
    let mut properties = json!({
        "kind": place.kind.as_str(),
        "code": place.code,
        "name": place.name,
    });
    if let Some(district) = &place.district {
        properties["district"] = json!(district);
    }
    let polygons: Vec<Vec<Ring>> = place.shape.polygons().iter().map(|p| turned(p)).collect();
    json!({
        "type": "Feature",
        "properties": properties,
        "geometry": { "type": "MultiPolygon", "coordinates": polygons },
    })
}

/// Outer borders turn to the left, holes to the right (RFC 7946, 3.1.6).
fn turned(polygon: &[&Ring]) -> Vec<Ring> {
    polygon
        .iter()
        .enumerate()
        .map(|(at, ring)| {
            let mut ring = (*ring).clone();
            if (area(&ring) > 0.0) != (at == 0) {
                ring.reverse();
            }
            ring
        })
        .collect()
}

/// Twice the area of a ring: positive when it turns to the left.
fn area(ring: &Ring) -> f64 {
    let [x0, y0] = ring[0];
    ring.windows(2)
        .map(|edge| (edge[0][0] - x0) * (edge[1][1] - y0) - (edge[1][0] - x0) * (edge[0][1] - y0))
        .sum()
}
