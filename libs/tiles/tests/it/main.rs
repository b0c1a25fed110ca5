// SPDX-License-Identifier: AGPL-3.0-or-later

//! Tiles are decoded again by a reader that knows nothing of how they were made.

use std::collections::BTreeMap;

use fast_mvt::{MvtGeometry, MvtReaderRef, MvtValueRef};
use proptest::prelude::*;
use tiles::{COUNT, Feature, Limits, LonLat, Shape, TileId, TileJson, Value, VectorLayer, tile};

struct Read {
    id: Option<u64>,
    geometry: MvtGeometry,
    properties: BTreeMap<String, String>,
}

fn read(bytes: &[u8]) -> Vec<Read> {
    let reader = MvtReaderRef::new(bytes).expect("a tile");
    reader
        .layers()
        .flat_map(fast_mvt::MvtLayerRef::features)
        .map(|feature| {
            let properties = feature
                .properties()
                .map(|p| p.expect("a property"))
                .map(|(name, value)| {
                    let value = match value {
                        MvtValueRef::String(text) => text.to_owned(),
                        other => format!("{other:?}"),
                    };
                    (name.to_owned(), value)
                })
                .collect();
            Read {
                id: feature.id(),
                geometry: feature.geometry().expect("a geometry"),
                properties,
            }
        })
        .collect()
}

fn feature(shape: Shape) -> Feature {
    Feature {
        id: None,
        shape,
        properties: Vec::new(),
    }
}

fn here(z: u8) -> TileId {
    TileId::around([1.6, 40.8], z).expect("on the map")
}

#[test]
fn a_point_comes_back_with_its_number_and_properties() {
    let tree = Feature {
        id: Some(7),
        shape: Shape::Points(vec![[1.6, 40.8]]),
        properties: vec![
            ("nom".to_owned(), Value::Text("Plàtan".to_owned())),
            ("alt".to_owned(), Value::Integer(-3)),
            ("ample".to_owned(), Value::Number(2.5)),
            ("buit".to_owned(), Value::Number(f64::NAN)),
            ("viu".to_owned(), Value::Boolean(true)),
        ],
    };
    let id = here(14);
    let made = tile(id, "trees", &[tree], &Limits::default()).expect("a tile");
    assert!(made.whole);
    let read = read(&made.bytes);
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].id, Some(7));
    assert_eq!(read[0].properties["nom"], "Plàtan");
    assert!(read[0].properties["alt"].contains("-3") && read[0].properties["viu"].contains("true"));
    assert!(
        !read[0].properties.contains_key("buit"),
        "what is no number is no property"
    );
    let MvtGeometry::Point(at) = &read[0].geometry else {
        panic!("a point, not {:?}", read[0].geometry);
    };
    // Back to degrees: within one 4096th of the tile.
    let [west, south, east, north] = id.bounds(0.0);
    let lon = west + (east - west) * f64::from(at.x()) / 4096.0;
    let lat = north - (north - south) * f64::from(at.y()) / 4096.0;
    assert!(
        (lon - 1.6).abs() < 1e-5 && (lat - 40.8).abs() < 1e-5,
        "{lon} {lat}"
    );
}

#[test]
fn a_tile_where_nothing_is_is_empty() {
    let far = feature(Shape::Points(vec![[100.0, 0.0], [f64::NAN, 40.8]]));
    let made = tile(here(14), "trees", &[far], &Limits::default()).expect("a tile");
    assert_eq!((made.bytes.len(), made.shown, made.whole), (0, 0, true));
}

#[test]
fn an_area_larger_than_the_tile_is_cut_at_the_margin_and_keeps_its_hole() {
    let ring = |side: f64| -> Vec<LonLat> {
        vec![
            [1.6 - side, 40.8 - side],
            [1.6 + side, 40.8 - side],
            [1.6 + side, 40.8 + side],
            [1.6 - side, 40.8 + side],
            [1.6 - side, 40.8 - side],
        ]
    };
    // Given both ways round: the tile turns rings as the specification asks.
    let mut other = ring(0.5);
    other.reverse();
    for outer in [ring(0.5), other] {
        let land = feature(Shape::Areas(vec![vec![outer, ring(0.001)]]));
        let made = tile(here(14), "land", &[land], &Limits::default()).expect("a tile");
        let read = read(&made.bytes);
        let MvtGeometry::Polygon(polygon) = &read[0].geometry else {
            panic!("one area, not {:?}", read[0].geometry);
        };
        assert_eq!(polygon.interiors().len(), 1);
        for corner in &polygon.exterior().0 {
            assert!((-80..=4176).contains(&corner.x) && (-80..=4176).contains(&corner.y));
        }
        assert_eq!(polygon.exterior().0.len(), 5, "a square");
    }
}

#[test]
fn a_line_that_leaves_and_comes_back_is_two_lines() {
    let id = here(12);
    let [west, south, east, north] = id.bounds(0.0);
    let (dx, dy) = (east - west, north - south);
    let at = |x: f64, y: f64| [west + dx * x, south + dy * y];
    let line = feature(Shape::Lines(vec![vec![
        at(0.5, 0.2),
        at(1.6, 0.2),
        at(1.6, 0.8),
        at(0.5, 0.8),
    ]]));
    let made = tile(id, "roads", &[line], &Limits::default()).expect("a tile");
    let read = read(&made.bytes);
    let MvtGeometry::MultiLineString(lines) = &read[0].geometry else {
        panic!("two lines, not {:?}", read[0].geometry);
    };
    assert_eq!(lines.0.len(), 2);
}

#[test]
fn a_crowd_of_points_becomes_dots_that_count_them_all() {
    let id = here(12);
    let [west, south, east, north] = id.bounds(-0.01);
    let trees: Vec<Feature> = (0..200_000_u32)
        .map(|k| {
            let turn = f64::from(k) * 0.618_033_988_7;
            let x = west + (east - west) * turn.fract();
            let y = south + (north - south) * (turn * 1.324_717_957).fract();
            feature(Shape::Points(vec![[x, y]]))
        })
        .collect();
    let limits = Limits::default();
    let made = tile(id, "trees", &trees, &limits).expect("a tile");
    assert!(made.bytes.len() <= limits.bytes_max, "{}", made.bytes.len());
    assert!(!made.whole);
    let counted: u64 = read(&made.bytes)
        .iter()
        .map(|dot| {
            let digits = |text: &String| {
                text.chars()
                    .filter(char::is_ascii_digit)
                    .collect::<String>()
            };
            dot.properties
                .get(COUNT)
                .map_or(1, |n| digits(n).parse().expect("a number"))
        })
        .sum();
    assert_eq!(counted, 200_000, "no point is lost, none is counted twice");
}

#[test]
fn a_tile_keeps_within_its_bound_whatever_is_in_it() {
    let id = here(10);
    let [west, south, east, north] = id.bounds(0.0);
    let lots: Vec<Feature> = (0..6_000_u32)
        .map(|k| {
            let turn = f64::from(k) * 0.618_033_988_7;
            let (x, y) = (
                west + (east - west) * turn.fract(),
                south + (north - south) * (turn * 1.324_717_957).fract(),
            );
            let side = 0.002 + 0.000_002 * f64::from(k);
            let ring = (0..40_u32)
                .map(|n| {
                    let angle = f64::from(n) / 40.0 * std::f64::consts::TAU;
                    let wobble = side * (1.0 + 0.3 * f64::from(n % 3));
                    [x + wobble * angle.cos(), y + wobble * angle.sin()]
                })
                .collect();
            Feature {
                id: Some(u64::from(k)),
                shape: Shape::Areas(vec![vec![ring]]),
                properties: vec![(
                    "nom".to_owned(),
                    Value::Text(format!("Finca número {k} de la ciutat")),
                )],
            }
        })
        .collect();
    for bytes_max in [4_096, 30_000, 200_000] {
        let limits = Limits {
            bytes_max,
            ..Limits::default()
        };
        let made = tile(id, "plots", &lots, &limits).expect("a tile");
        assert!(made.bytes.len() <= bytes_max);
        assert!(!made.whole && made.shown > 5, "{}", made.shown);
        // The largest stay.
        assert!(read(&made.bytes).iter().any(|f| f.id == Some(5_999)));
    }
    // One feature with more words than a tile may hold is left out, not cut.
    let wordy = Feature {
        id: None,
        shape: Shape::Points(vec![[1.6, 40.8]]),
        properties: vec![("text".to_owned(), Value::Text("x".repeat(10_000)))],
    };
    let limits = Limits {
        bytes_max: 4_096,
        ..Limits::default()
    };
    let made = tile(id, "words", &[wordy], &limits).expect("a tile");
    assert_eq!((made.shown, made.whole), (0, false));
}

#[test]
fn tile_json_says_where_the_tiles_are() {
    let layer = VectorLayer {
        id: "arbrat".to_owned(),
        fields: BTreeMap::from([("nom".to_owned(), "Species".to_owned())]),
    };
    let json = TileJson::new(
        "Trees",
        "https://city.example/tiles/arbrat/{z}/{x}/{y}",
        [1.5, 40.7, 1.7, 40.9],
        layer,
    );
    let json = serde_json::to_value(&json).expect("JSON");
    assert_eq!(json["tilejson"], "3.0.0");
    assert_eq!(json["vector_layers"][0]["id"], "arbrat");
    let zoom = json["center"][2].as_f64().expect("a zoom");
    assert!((10.0..=13.0).contains(&zoom), "{zoom}");
}

fn shapes() -> impl Strategy<Value = Shape> {
    // Mostly around the tile, sometimes nonsense.
    let corner = prop_oneof![
        8 => (1.5..1.7, 40.7..40.9).prop_map(|(x, y)| [x, y]),
        1 => (-200.0..200.0, -100.0..100.0).prop_map(|(x, y)| [x, y]),
        1 => Just([f64::NAN, f64::INFINITY]),
    ];
    let line = prop::collection::vec(corner, 0..12);
    prop_oneof![
        line.clone().prop_map(Shape::Points),
        prop::collection::vec(line.clone(), 0..3).prop_map(Shape::Lines),
        prop::collection::vec(prop::collection::vec(line, 0..3), 0..3).prop_map(Shape::Areas),
    ]
}

proptest! {
    /// Whatever is put in can be read again, lies inside the margin, and is the same each time.
    #[test]
    fn every_tile_can_be_read(shapes in prop::collection::vec(shapes(), 0..8), z in 0..=18_u8) {
        let features: Vec<Feature> = shapes.into_iter().map(feature).collect();
        let made = tile(here(z), "any", &features, &Limits::default()).expect("a tile");
        prop_assert_eq!(&made, &tile(here(z), "any", &features, &Limits::default()).expect("a tile"));
        let read = read(&made.bytes);
        prop_assert_eq!(read.len(), made.shown);
        for one in read {
            let corners: Vec<(i32, i32)> = match one.geometry {
                MvtGeometry::Point(p) => vec![(p.x(), p.y())],
                MvtGeometry::MultiPoint(points) => points.0.iter().map(|p| (p.x(), p.y())).collect(),
                MvtGeometry::LineString(line) => line.0.iter().map(|c| (c.x, c.y)).collect(),
                MvtGeometry::MultiLineString(lines) => {
                    lines.0.iter().flat_map(|l| &l.0).map(|c| (c.x, c.y)).collect()
                }
                MvtGeometry::Polygon(area) => area.exterior().0.iter().map(|c| (c.x, c.y)).collect(),
                MvtGeometry::MultiPolygon(areas) => {
                    areas.0.iter().flat_map(|a| &a.exterior().0).map(|c| (c.x, c.y)).collect()
                }
                other => panic!("{other:?}"),
            };
            for (x, y) in corners {
                prop_assert!((-80..=4176).contains(&x) && (-80..=4176).contains(&y), "{} {}", x, y);
            }
        }
    }
}
