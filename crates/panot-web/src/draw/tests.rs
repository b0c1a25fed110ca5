// SPDX-License-Identifier: AGPL-3.0-or-later

use super::*;

fn plain(value: f64) -> String {
    format!("{value}")
}

/// What every drawing promises: no look of its own, nothing that runs, tags that close.
fn assert_well_made(svg: &str) {
    assert!(!svg.contains("style="), "{svg}");
    assert!(
        !svg.contains("<script") && !svg.contains("NaN") && !svg.contains("inf"),
        "{svg}"
    );
    let mut open: Vec<&str> = Vec::new();
    let mut rest = svg;
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{svg}");
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().expect("a name"));
        }
    }
    assert!(open.is_empty(), "{open:?} stay open in {svg}");
}

fn years(values: &[Option<f64>]) -> Vec<Point> {
    (0_u32..)
        .zip(values)
        .map(|(at, value)| Point {
            at: f64::from(at),
            value: *value,
        })
        .collect()
}

fn line_of(points: &[Point]) -> String {
    line(&Line {
        label: "Rents <rose> & fell",
        points,
        marks: &[(0.0, "2014".to_owned()), (3.0, "\"2017\"".to_owned())],
        limit: None,
        write: &plain,
    })
}

#[test]
fn a_line_shows_gaps_and_marks_its_highest_and_lowest_figure() {
    let points = years(&[Some(4.0), Some(9.5), None, Some(f64::NAN), Some(6.0)]);
    let svg = line_of(&points);
    assert_well_made(&svg);
    insta::assert_snapshot!(svg.replace('>', ">\n"));
}

#[test]
fn a_line_of_nothing_or_of_one_figure_is_still_a_drawing() {
    for values in [
        &[][..],
        &[None],
        &[Some(7.0)],
        &[Some(0.0)],
        &[Some(f64::INFINITY)],
        &[Some(-3.0), Some(-3.0)],
    ] {
        assert_well_made(&line_of(&years(values)));
    }
    let far = [
        Point {
            at: f64::NAN,
            value: Some(1.0),
        },
        Point {
            at: 1.0,
            value: Some(f64::MAX),
        },
    ];
    assert_well_made(&line_of(&far));
}

#[test]
fn a_million_figures_are_a_line_of_a_few_kilobytes_that_keeps_its_peak() {
    let mut values = vec![Some(10.0); 1_000_000];
    values[777_777] = Some(99.0);
    let svg = line_of(&years(&values));
    assert!(svg.len() < 20_000, "{}", svg.len());
    assert!(svg.contains(">99<"));
    assert_well_made(&svg);
}

#[test]
fn bars_are_a_table_that_reads_without_its_bars() {
    let row = |label, figure, value| Bar {
        label,
        href: None,
        figure,
        value,
    };
    let html = bars(&Bars {
        caption: "Change since 2024",
        heads: ["District", "People"],
        rows: &[
            row("l'Eixample", "+12", 12.0),
            row("<b>Llevant</b>", "-4", -4.0),
            Bar {
                href: Some("/ca/data?q=a&b"),
                ..row("la Talaia", "–", f64::NAN)
            },
        ],
    });
    assert_well_made(&html);
    insta::assert_snapshot!(html.replace("><", ">\n<"));
}

#[test]
fn small_pictures_take_empty_and_extreme_columns() {
    assert_well_made(&histogram("none", &[]));
    assert_well_made(&histogram("zero", &[0, 0]));
    assert_well_made(&histogram("large", &[u64::MAX, 1, u64::MAX]));
    assert!(histogram("many", &vec![3; 100_000]).len() < 4_000);
    assert_well_made(&spark("none", &[]));
    assert_well_made(&spark("gap", &[Some(1.0), None, Some(f64::NAN), Some(2.0)]));
    assert!(spark("many", &vec![Some(1.0); 1_000_000]).len() < 6_000);
    for (filled, rows) in [(0, 0), (0, 9), (9, 9), (1, 1_000_000), (999_999, 1_000_000)] {
        assert_well_made(&missing("filled", filled, rows));
    }
    // One cell of a million is missing: the bar is not full.
    assert!(!missing("nearly", 999_999, 1_000_000).contains("__there\" width=\"100%"));
}

fn square(lon: f64, lat: f64, side: f64) -> Ring {
    vec![
        [lon, lat],
        [lon + side, lat],
        [lon + side, lat + side],
        [lon, lat + side],
        [lon, lat],
    ]
}

#[test]
fn areas_are_coloured_by_their_figures_and_the_legend_says_how() {
    let rings: Vec<Vec<Ring>> = (0..6_u32)
        .map(|k| vec![square(1.5 + 0.01 * f64::from(k), 40.8, 0.01)])
        .collect();
    let values = [
        Some(3.0),
        Some(8.0),
        Some(8.0),
        None,
        Some(40.0),
        Some(f64::NAN),
    ];
    let areas: Vec<Area> = rings
        .iter()
        .zip(values)
        .map(|(rings, value)| Area {
            title: format!("{:?} <people>", value.filter(|v| v.is_finite())),
            rings,
            value,
        })
        .collect();
    let drawn = map(&Map {
        label: "People",
        backdrop: Backdrop::default(),
        marks: Marks::Areas(&areas),
    });
    assert_well_made(&drawn.svg);
    insta::assert_snapshot!(drawn.svg.replace("><", ">\n<"));
    let legend = drawn.legend_list(|low, high| format!("{low}–{high}"), "not known");
    assert_well_made(&legend);
    assert!(
        legend.contains("3–3") && legend.contains("not known"),
        "{legend}"
    );
}

#[test]
fn pins_have_the_numbers_of_their_list_and_keep_their_size() {
    let drawn = map(&Map {
        label: "Wi-Fi",
        backdrop: Backdrop {
            land: &[square(1.5, 40.8, 0.1)],
            ..Backdrop::default()
        },
        marks: Marks::Pins(&[[1.52, 40.82], [1.58, 40.88], [9.0, 9.0]]),
    });
    assert_well_made(&drawn.svg);
    assert_eq!(
        drawn.svg.matches("<circle").count(),
        2,
        "what lies elsewhere has no pin"
    );
    insta::assert_snapshot!(drawn.svg.replace("><", ">\n<"));
}

#[test]
fn a_million_points_become_a_grid_of_dots() {
    let points: Vec<LonLat> = (0..1_000_000_u32)
        .map(|k| {
            let turn = f64::from(k) * 0.618_033_988_7;
            [
                1.5 + 0.1 * turn.fract(),
                40.8 + 0.1 * (turn * 1.324_717_957).fract(),
            ]
        })
        .collect();
    let drawn = map(&Map {
        label: "Trees",
        backdrop: Backdrop::default(),
        marks: Marks::Points(&points),
    });
    assert!(drawn.svg.len() < 60_000, "{}", drawn.svg.len());
    assert!(!drawn.legend.is_empty());
    assert_well_made(&drawn.svg);
}

#[test]
fn a_coast_of_very_many_corners_loses_corners_until_it_fits() {
    let coast: Ring = (0..150_000_u32)
        .map(|k| {
            let turn = f64::from(k) / 150_000.0 * std::f64::consts::TAU;
            let wave = 0.05 + 0.004 * (turn * 4_000.0).sin();
            [1.5 + wave * turn.cos(), 40.8 + wave * turn.sin()]
        })
        .collect();
    let drawn = map(&Map {
        label: "Coast",
        backdrop: Backdrop {
            land: &[coast],
            ..Backdrop::default()
        },
        marks: Marks::Points(&[]),
    });
    assert!(drawn.svg.len() < 60_000, "{}", drawn.svg.len());
    assert!(drawn.svg.contains("draw-land"));
}

#[test]
fn a_map_of_nothing_or_of_nonsense_is_an_empty_frame() {
    let nowhere = [[f64::NAN, 1.0], [1.0, f64::INFINITY], [1e300, 1e300]];
    for marks in [
        Marks::Points(&[]),
        Marks::Points(&nowhere),
        Marks::Pins(&nowhere),
        Marks::Lines(&[vec![], vec![[1.0, 1.0]]]),
        Marks::Shapes(&[vec![[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]]]),
        Marks::Areas(&[]),
    ] {
        let drawn = map(&Map {
            label: "Nothing",
            backdrop: Backdrop::default(),
            marks,
        });
        assert_well_made(&drawn.svg);
    }
}

#[test]
fn the_drawn_city_repeats_its_commonest_block_and_stays_small() {
    let blocks: Vec<Ring> = (0..60_u32)
        .flat_map(|i| (0..60_u32).map(move |j| (f64::from(i), f64::from(j))))
        .map(|(i, j)| {
            let (lon, lat, cut) = (1.5 + i * 0.0016, 40.8 + j * 0.0012, 0.0002);
            let (w, h) = (0.0013, 0.001);
            [
                (cut, 0.0),
                (w - cut, 0.0),
                (w, cut),
                (w, h - cut),
                (w - cut, h),
                (cut, h),
                (0.0, h - cut),
                (0.0, cut),
            ]
            .map(|(x, y)| [lon + x, lat + y])
            .to_vec()
        })
        .collect();
    let scene = Scene {
        view: Some(([1.548, 40.836], 1_500.0)),
        blocks: &blocks,
        water: &[square(1.54, 40.82, 0.01)],
        ..Scene::default()
    };
    let svg = hero(&scene);
    assert_well_made(&svg);
    assert!(svg.len() < 12_000, "{}", svg.len());
    assert!(svg.matches("#hero-b").count() > 40, "{svg}");
    assert!(svg.contains("k-flower") && svg.contains("aria-hidden=\"true\""));
    let whole = hero(&Scene {
        view: None,
        ..scene
    });
    assert!(whole.len() < 12_000, "{}", whole.len());
    assert_well_made(&hero(&Scene::default()));
}

#[test]
fn ticks_are_round_numbers_around_the_figures() {
    assert_eq!(ticks(0.0, 97.0, 4), [0.0, 50.0, 100.0]);
    assert_eq!(ticks(3.1, 3.9, 4), [3.0, 3.2, 3.4, 3.6, 3.8, 4.0]);
    assert_eq!(ticks(-12.0, 30.0, 4), [-20.0, 0.0, 20.0, 40.0]);
    for (low, high) in [
        (f64::NAN, 1.0),
        (1e308, -1e308),
        (5.0, 5.0),
        (0.0, 0.0),
        (1e-300, 2e-300),
    ] {
        let ticks = ticks(low, high, 4);
        assert!((2..=13).contains(&ticks.len()), "{low} {high} {ticks:?}");
        assert!(
            ticks.windows(2).all(|w| w[0] < w[1]),
            "{low} {high} {ticks:?}"
        );
    }
}

#[test]
fn classes_hold_about_as_many_values_each() {
    let values: Vec<f64> = (1..=100_u32).map(f64::from).collect();
    let breaks = breaks(&values, 5);
    assert_eq!(breaks, [1.0, 21.0, 41.0, 61.0, 81.0, 100.0]);
    let mut held = [0; 6];
    for value in values {
        held[class_of(value, &breaks)] += 1;
    }
    assert_eq!(held, [0, 20, 20, 20, 20, 20]);
    assert_eq!(super::breaks(&[], 5), [0.0; 0]);
    assert_eq!(super::breaks(&[7.0, 7.0], 5), [7.0, 7.0]);
}
