// SPDX-License-Identifier: AGPL-3.0-or-later

use std::collections::BTreeSet;
use std::io::Write as _;

use proptest::prelude::*;

use super::{PlaceKind, Places, PlacesError};

fn feature(kind: &str, code: &str, district: &str, ring: &str) -> String {
    format!(
        r#"{{"type": "Feature",
            "properties": {{"kind": "{kind}", "code": "{code}", "name": "Place {code}",
                            "district": "{district}"}},
            "geometry": {{"type": "Polygon", "coordinates": [{ring}]}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(
        r#"{{"type": "FeatureCollection", "features": [{}]}}"#,
        features.join(",")
    )
}

/// A square of a hundredth of a degree, `x` and `y` hundredths from a corner.
fn square(x: u32, y: u32) -> String {
    let lon = |x: u32| 2.0 + f64::from(x) / 100.0;
    let lat = |y: u32| 41.0 + f64::from(y) / 100.0;
    let corner = |x: u32, y: u32| format!("[{},{}]", lon(x), lat(y));
    let ring = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)];
    format!("[{}]", ring.map(|(x, y)| corner(x, y)).join(","))
}

/// Four squares, two districts side by side.
fn town() -> Places {
    let text = collection(&[
        feature("neighbourhood", "01", "1", &square(0, 0)),
        feature("neighbourhood", "02", "1", &square(0, 1)),
        feature("neighbourhood", "03", "2", &square(1, 0)),
        feature("neighbourhood", "04", "2", &square(1, 1)),
    ]);
    Places::from_geojson(&text).expect("a town")
}

fn refusal(text: &str) -> String {
    Places::from_geojson(text)
        .expect_err("it is refused")
        .to_string()
}

#[test]
fn what_the_file_does_not_draw_is_made_of_the_neighbourhoods() {
    let town = town();
    let codes: Vec<&str> = town.districts().iter().map(|d| d.code.as_str()).collect();
    assert_eq!(codes, ["1", "2"]);
    assert_eq!(town.city().shape.rings().len(), 1);
    assert!(
        town.city().shape.contains(2.01, 41.01),
        "the middle is inside"
    );
    let at = |lon, lat| town.neighbourhood_at(lon, lat).map(|p| p.code.as_str());
    assert_eq!(at(2.005, 41.015), Some("02"));
    assert_eq!(at(2.025, 41.015), None);
    assert_eq!(
        town.district_at(2.015, 41.005).map(|d| d.code.as_str()),
        Some("2")
    );
    assert_eq!(
        town.neighbourhood("03").map(|p| p.name.as_str()),
        Some("Place 03")
    );
    assert_eq!(town.neighbourhood("3"), None);
}

#[test]
fn a_wrong_feature_is_named_with_what_to_do() {
    let good = feature("neighbourhood", "01", "1", &square(0, 0));
    let with = |bad: String| refusal(&collection(&[good.clone(), bad]));
    let cases = [
        (with(good.clone()), "occurs twice"),
        (
            with(feature("barrio", "02", "1", &square(1, 0))),
            "none of city, district",
        ),
        (
            with(feature("neighbourhood", "", "1", &square(1, 0))),
            "no code",
        ),
        (
            with(feature("neighbourhood", "02", "", &square(1, 0))),
            "its district",
        ),
        (
            with(feature("neighbourhood", "02", "1", "[[430000, 4580000]]")),
            "EPSG:4326",
        ),
        (
            with(feature(
                "neighbourhood",
                "02",
                "1",
                "[[2.0, 41.0],[2.1, 41.0]]",
            )),
            "three corners",
        ),
        (
            with(feature("neighbourhood", "02", "1", r#"[["a", 41.0]]"#)),
            "not two numbers",
        ),
        (
            with(good.replace("Polygon", "LineString").replace("01", "02")),
            "LineString",
        ),
    ];
    for (message, part) in cases {
        assert!(message.starts_with("feature 2 ("), "{message}");
        assert!(message.contains(part), "{message} / {part}");
    }
}

#[test]
fn what_is_no_city_is_refused() {
    assert!(refusal("{").contains("not a GeoJSON"));
    assert!(refusal(r#"{"type": "Feature", "features": []}"#).contains("Feature"));
    assert!(refusal(&collection(&[])).contains("neighbourhood"));
    let many = vec![feature("neighbourhood", "01", "1", "[]"); super::geojson::FEATURES_MAX + 1];
    assert!(refusal(&collection(&many)).contains("5000 features"));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(
        Places::from_geojson(&deep),
        Err(PlacesError::NotGeojson(_))
    ));
}

#[test]
fn lines_between_neighbours_stay_shared_when_they_are_simplified() {
    // Two places along a crooked border, each with its own far side.
    let border: Vec<String> = (0..=40_u32)
        .map(|i| {
            let wobble = f64::from(i * 7 % 5) / 100_000.0;
            format!("[{}, {}]", 2.0 + wobble, 41.0 + f64::from(i) / 4000.0)
        })
        .collect();
    let backwards: Vec<String> = border.iter().rev().cloned().collect();
    let west = format!(
        "[[1.99,41.01],[1.99,41.0],{},[1.99,41.01]]",
        border.join(",")
    );
    let east = format!(
        "[[2.02,41.0],[2.02,41.01],{},[2.02,41.0]]",
        backwards.join(",")
    );
    let places = Places::from_geojson(&collection(&[
        feature("neighbourhood", "01", "1", &west),
        feature("neighbourhood", "02", "1", &east),
    ]))
    .expect("two places");
    let outlines = places.outlines(PlaceKind::Neighbourhood, 3.0);
    let points = |at: usize| -> BTreeSet<(u64, u64)> {
        let rings = outlines[at].rings.iter().flatten();
        rings
            .filter(|p| p[0] >= 2.0 && p[0] < 2.01)
            .map(|p| (p[0].to_bits(), p[1].to_bits()))
            .collect()
    };
    assert_eq!(points(0), points(1), "the same points on both sides");
    assert!(
        points(0).len() < 35 && points(0).len() > 2,
        "{}",
        points(0).len()
    );
    for outline in &outlines {
        for ring in &outline.rings {
            assert_eq!(ring.first(), ring.last(), "rings stay closed");
        }
    }
}

proptest! {
    /// The index never hides a place: it answers what asking every place would.
    #[test]
    fn the_index_finds_what_a_search_of_all_finds(lon in 1.99..2.03, lat in 40.99..41.03) {
        let town = town();
        let slow = town.neighbourhoods().iter().find(|place| place.shape.contains(lon, lat));
        prop_assert_eq!(town.neighbourhood_at(lon, lat), slow);
    }

    /// Squares of a grid, also exactly on their borders and corners: one place, never two.
    #[test]
    fn a_point_on_a_border_lies_in_one_place(x in 0..=20_u32, y in 0..=20_u32) {
        let town = town();
        let (lon, lat) = (2.0 + f64::from(x) / 1000.0, 41.0 + f64::from(y) / 1000.0);
        let inside = town.neighbourhoods().iter().filter(|p| p.shape.contains(lon, lat)).count();
        prop_assert!(inside <= 1);
        if (1..20).contains(&x) && (1..20).contains(&y) {
            prop_assert_eq!(inside, 1);
        }
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,200}") {
        prop_assert!(Places::from_geojson(&text).is_err());
    }
}

#[test]
fn the_neighbourhoods_that_barcelona_publishes_are_read_as_they_are() {
    let Some(folder) = std::env::var_os("PANOT_REAL_DATA") else {
        let _ = std::io::stderr().write_all(b"SKIPPED: PANOT_REAL_DATA is not set\n");
        return;
    };
    let path = std::path::Path::new(&folder).join("open/bcn_barris.geojson");
    let text = std::fs::read_to_string(path).expect("the file is there");
    let places = Places::from_geojson(&text).expect("it is read");
    assert_eq!(places.neighbourhoods().len(), 73);
    assert_eq!(places.districts().len(), 10);
    let at = |lon, lat| places.neighbourhood_at(lon, lat).map(|p| p.name.as_str());
    assert_eq!(at(2.1744, 41.4036), Some("la Sagrada Família"));
    assert_eq!(at(2.1686, 41.3795), Some("el Raval"));
    assert_eq!(at(2.0, 41.0), None);
    let sagrada = places.district_at(2.1744, 41.4036).expect("a district");
    assert_eq!(sagrada.code, "02");

    let count = |outlines: &[super::Outline<'_>]| -> usize {
        outlines.iter().flat_map(|o| &o.rings).map(Vec::len).sum()
    };
    let whole = places.outlines(PlaceKind::Neighbourhood, 0.0);
    let simple = places.outlines(PlaceKind::Neighbourhood, 20.0);
    assert!(
        count(&simple) * 3 < count(&whole),
        "{} {}",
        count(&simple),
        count(&whole)
    );
    assert!(simple.iter().all(|outline| !outline.rings.is_empty()));

    // Every inside point of the city is in exactly one neighbourhood: the borders do fit.
    let bounds = places.bounds();
    let mut wrong = Vec::new();
    for i in 0..60_u32 {
        for j in 0..60_u32 {
            let lon = bounds.west + (bounds.east - bounds.west) * f64::from(i) / 59.0;
            let lat = bounds.south + (bounds.north - bounds.south) * f64::from(j) / 59.0;
            let all = places.neighbourhoods().iter();
            let inside = all.filter(|p| p.shape.contains(lon, lat)).count();
            if inside != usize::from(places.city().shape.contains(lon, lat)) {
                wrong.push((lon, lat, inside));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn places_are_written_as_they_are_read() {
    let town = town();
    let text = town.to_geojson().to_string();
    let again = Places::from_geojson(&text).expect("our own file");
    assert_eq!(again.to_geojson(), town.to_geojson());
    assert_eq!(again.neighbourhoods().len(), 4);
    let of = |places: &Places| -> Vec<(String, Option<String>)> {
        let each = places.districts().iter().chain(places.neighbourhoods());
        each.map(|p| (p.code.clone(), p.district.clone())).collect()
    };
    assert_eq!(of(&again), of(&town));
    let first = &town.to_geojson()["features"][0]["properties"];
    assert_eq!(first["kind"], "city");
}
