// SPDX-License-Identifier: AGPL-3.0-or-later

use std::collections::BTreeMap;

use invented_city::City;
use proptest::prelude::*;
use serde_json::Value;

type Ring = Vec<[f64; 2]>;

struct Place {
    kind: String,
    code: String,
    district: Option<String>,
    residents: i64,
    rings: Vec<Ring>,
}

fn places(city: &City) -> Vec<Place> {
    let all: Value = serde_json::from_str(&city.places_geojson()).expect("GeoJSON");
    let read = |feature: &Value| {
        let text = |key: &str| feature["properties"][key].as_str().map(str::to_owned);
        let coordinates = feature["geometry"]["coordinates"].clone();
        let rings: Vec<Ring> = match feature["geometry"]["type"].as_str() {
            Some("Polygon") => serde_json::from_value(coordinates).expect("rings"),
            Some("MultiPolygon") => serde_json::from_value::<Vec<Vec<Ring>>>(coordinates)
                .expect("polygons")
                .concat(),
            other => panic!("a place is an area, not {other:?}"),
        };
        Place {
            kind: text("kind").expect("a kind"),
            code: text("code").expect("a code"),
            district: text("district"),
            residents: feature["properties"]["residents"]
                .as_i64()
                .expect("a number"),
            rings,
        }
    };
    all["features"]
        .as_array()
        .expect("features")
        .iter()
        .map(read)
        .collect()
}

fn of_kind<'a>(places: &'a [Place], kind: &'a str) -> impl Iterator<Item = &'a Place> {
    places.iter().filter(move |p| p.kind == kind)
}

fn holds(place: &Place, x: f64, y: f64) -> bool {
    let mut inside = false;
    for ring in &place.rings {
        for ends in ring.windows(2) {
            let ([x1, y1], [x2, y2]) = (ends[0], ends[1]);
            if (y1 > y) != (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 {
                inside = !inside;
            }
        }
    }
    inside
}

/// How often each segment of border is drawn, whichever way it runs.
fn segments<'a>(places: impl Iterator<Item = &'a Place>) -> BTreeMap<[i64; 4], usize> {
    let micro = |x: f64| format!("{:.0}", x * 1e6).parse::<i64>().expect("a number");
    let mut drawn = BTreeMap::new();
    for ring in places.flat_map(|p| &p.rings) {
        for ends in ring.windows(2) {
            let a = ends[0].map(micro);
            let b = ends[1].map(micro);
            let (a, b) = if a < b { (a, b) } else { (b, a) };
            *drawn.entry([a[0], a[1], b[0], b[1]]).or_insert(0) += 1;
        }
    }
    drawn
}

#[test]
fn there_are_ten_districts_and_seventy_three_neighbourhoods() {
    let places = places(&City::new(1859, 1_700_000));
    assert_eq!(of_kind(&places, "city").count(), 1);
    let districts: Vec<_> = of_kind(&places, "district")
        .map(|p| p.code.clone())
        .collect();
    assert_eq!(
        districts,
        (1..=10).map(|n| n.to_string()).collect::<Vec<_>>()
    );
    let codes: Vec<_> = of_kind(&places, "neighbourhood")
        .map(|p| p.code.clone())
        .collect();
    assert_eq!(
        codes,
        (1..=73).map(|n| format!("{n:02}")).collect::<Vec<_>>()
    );
    for district in of_kind(&places, "district") {
        let inside: i64 = of_kind(&places, "neighbourhood")
            .filter(|n| n.district.as_ref() == Some(&district.code))
            .map(|n| n.residents)
            .sum();
        assert_eq!(inside, district.residents);
    }
}

#[test]
fn it_stands_where_real_maps_show_the_sea() {
    for place in places(&City::new(1859, 500)) {
        for [lon, lat] in place.rings.concat() {
            assert!(
                (1.45..1.75).contains(&lon) && (40.72..40.93).contains(&lat),
                "{lon} {lat}"
            );
        }
    }
}

#[test]
fn the_same_seed_draws_the_same_places_on_every_machine() {
    let digest = City::new(1859, 1_700_000)
        .places_geojson()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    // Change this only together with the ground plan: it is what another machine must get.
    assert_eq!(digest, DIGEST, "{digest:#x}");
}

const DIGEST: u64 = 0x8a85_d498_b0e8_ac82;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// Every piece of border has two sides: neighbours draw it once each, or the city's outline does.
    /// With that, and no two borders crossing, there can be neither gap nor overlap.
    #[test]
    fn borders_are_the_same_numbers_on_both_sides(seed: u64) {
        let places = places(&City::new(seed, 10_000));
        for kind in ["neighbourhood", "district"] {
            let inner = segments(of_kind(&places, kind));
            let outer = segments(of_kind(&places, "city"));
            for (segment, drawn) in &inner {
                let expected = if outer.contains_key(segment) { 1 } else { 2 };
                prop_assert_eq!(*drawn, expected, "{} {:?}", kind, segment);
            }
            for segment in outer.keys() {
                prop_assert!(inner.contains_key(segment), "{kind} {segment:?}");
            }
        }
    }

    #[test]
    fn every_point_on_land_is_in_exactly_one_neighbourhood(seed: u64) {
        let places = places(&City::new(seed, 10_000));
        let city = of_kind(&places, "city").next().expect("a city");
        let mut on_land = 0;
        for k in 0..3_000_u32 {
            // Golden-ratio steps: even cover without a pattern that the grid could share.
            let x = 1.45 + 0.3 * (f64::from(k) * 0.618_033_988_7).fract();
            let y = 40.72 + 0.21 * (f64::from(k) * 0.754_877_666_2).fract();
            let inside = of_kind(&places, "neighbourhood").filter(|p| holds(p, x, y)).count();
            let within = of_kind(&places, "district").filter(|p| holds(p, x, y)).count();
            let land = usize::from(holds(city, x, y));
            prop_assert_eq!((inside, within), (land, land), "{} {}", x, y);
            on_land += land;
        }
        prop_assert!(on_land > 300, "{on_land}");
    }

    #[test]
    fn people_live_somewhere_and_only_once(seed: u64, residents in 0..20_000_000_u64) {
        let city = City::new(seed, residents);
        let sum: i64 = city.neighbourhoods().iter().map(|n| n.residents).sum();
        prop_assert_eq!(u64::try_from(sum), Ok(residents));
    }
}
