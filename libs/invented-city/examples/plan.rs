// SPDX-License-Identifier: AGPL-3.0-or-later

//! Draws the ground plan of a city as SVG on standard output: `plan [SEED]`.

use std::fmt::Write as _;

use invented_city::{City, LonLat};

fn path(rings: &[Vec<LonLat>], close: bool) -> String {
    let mut d = String::new();
    for ring in rings {
        for (at, [lon, lat]) in ring.iter().enumerate() {
            let (x, y) = ((lon - 1.5) * 8400.0, (40.95 - lat) * 11_100.0);
            let _ = write!(d, "{}{x:.1} {y:.1}", if at == 0 { 'M' } else { 'L' });
        }
        if close {
            d.push('Z');
        }
    }
    d
}

fn main() {
    let seed = std::env::args().nth(1).and_then(|s| s.parse().ok());
    let city = City::new(seed.unwrap_or(1859), 1_700_000);
    let mut svg = String::new();
    let mut draw = |rings: &[Vec<LonLat>], close: bool, look: &str| {
        let _ = writeln!(svg, r#"<path d="{}" {look}/>"#, path(rings, close));
    };
    let coast = city.coast();
    draw(&[coast.sea], true, r##"fill="#9CC3CB""##);
    draw(&coast.beaches, true, r##"fill="#EBD9AE""##);
    draw(
        &coast.moles,
        false,
        r##"fill="none" stroke="#786C57" stroke-width="3""##,
    );
    let blocks: Vec<_> = city.blocks().collect();
    draw(&blocks, true, r##"fill="#DCCDB1""##);
    let parks: Vec<_> = city.parks().flat_map(|p| p.1).collect();
    draw(&parks, true, r##"fill="#BFCFAE" fill-rule="evenodd""##);
    let places: serde_json::Value =
        serde_json::from_str(&city.places_geojson()).expect("we wrote it");
    for feature in places["features"].as_array().into_iter().flatten() {
        let kind = feature["properties"]["kind"].as_str().unwrap_or("");
        let geometry = &feature["geometry"];
        let polygons: Vec<Vec<Vec<LonLat>>> = if geometry["type"] == "Polygon" {
            vec![serde_json::from_value(geometry["coordinates"].clone()).expect("a polygon")]
        } else {
            serde_json::from_value(geometry["coordinates"].clone()).expect("a multipolygon")
        };
        let rings: Vec<_> = polygons.into_iter().flatten().collect();
        let look = match kind {
            "neighbourhood" => r##"fill="none" stroke="#9A3818" stroke-width="1""##,
            _ => r##"fill="none" stroke="#16222B" stroke-width="2""##,
        };
        draw(&rings, true, look);
    }
    println!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="150 350 1550 1550" width="1550" height="1550"><rect x="150" y="350" width="1550" height="1550" fill="#F0E6D3"/>{svg}</svg>"##
    );
}
