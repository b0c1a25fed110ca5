// SPDX-License-Identifier: AGPL-3.0-or-later

//! Pairs of coordinates: whether they are in order, and what point they make.

use super::super::said::{Change, Noticed, Reason};
use super::super::study::{Example, Finding, Options, Study, Suggestion, What};
use super::{is_number, sampled};
use crate::project::Crs;
use crate::recipe::{Point, Rebuild, Step, Swap, Type};
use crate::typer::column::Profile;
use crate::typer::name::{self, Says};

/// Spain with its islands: what is held against coordinates when the city says no better.
const SPAIN: [f64; 4] = [-18.5, 27.4, 4.6, 44.0];

/// Two columns that belong together, and their sampled rows.
struct Pair {
    x: usize,
    y: usize,
    rows: Vec<Option<(f64, f64)>>,
}

pub(super) fn look(study: &mut Study, profiles: &[Profile], says: &[Says], options: &Options) {
    let degrees = pair(
        study,
        profiles,
        |at, c| c.reading.kind == Type::Longitude && says[at].longitude,
        |at, c| c.reading.kind == Type::Latitude && says[at].latitude,
    );
    let metres = pair(
        study,
        profiles,
        |at, c| says[at].x && is_number(c),
        |at, c| says[at].y && is_number(c),
    );
    let zone = metres
        .as_ref()
        .and_then(|pair| zone_of(study, pair, degrees.as_ref(), options));
    if let Some(pair) = &degrees {
        turned_degrees(study, pair, metres.as_ref(), zone, options);
        let (x, y) = if study.columns[pair.x].reading.kind == Type::Longitude {
            (pair.x, pair.y)
        } else {
            (pair.y, pair.x)
        };
        offer_point(study, x, y, 4326, "point", Vec::new(), Reason::Degrees);
    }
    let Some(pair) = metres else {
        return;
    };
    let mend = turned_metres(study, &pair);
    let zones = zone.map_or_else(|| vec![25831, 25830], |zone| vec![zone]);
    let sure = zones.len() == 1;
    if let (Some((longitude, latitude)), Some(epsg)) =
        (ruined(study, says), zone.or_else(|| zone_by_text(options)))
    {
        offer_rebuild(study, (longitude, latitude), &pair, epsg, &mend);
    }
    if degrees.is_some() {
        return;
    }
    for epsg in zones {
        let id = if sure {
            "point".to_owned()
        } else {
            format!("point-{epsg}")
        };
        let reason = if sure {
            Reason::Metres { epsg }
        } else {
            Reason::MetresOfSomeZone { epsg }
        };
        offer_point(study, pair.x, pair.y, epsg, &id, mend.clone(), reason);
    }
}

/// The first two columns that fit, whose names differ least.
fn pair(
    study: &Study,
    profiles: &[Profile],
    is_x: impl Fn(usize, &super::ColumnStudy) -> bool,
    is_y: impl Fn(usize, &super::ColumnStudy) -> bool,
) -> Option<Pair> {
    let find = |is: &dyn Fn(usize, &super::ColumnStudy) -> bool| -> Vec<usize> {
        let found = study
            .columns
            .iter()
            .enumerate()
            .filter(|(at, c)| is(*at, c));
        found.map(|(at, _)| at).collect()
    };
    let (xs, ys) = (find(&is_x), find(&is_y));
    let mut best: Option<(f64, usize, usize)> = None;
    for &x in &xs {
        for &y in &ys {
            let alike = name::alike(&study.columns[x].from, &study.columns[y].from);
            if x != y && best.is_none_or(|(most, ..)| alike > most) {
                best = Some((alike, x, y));
            }
        }
    }
    let (_, x, y) = best?;
    let xs = sampled(&profiles[x], &study.columns[x]);
    let ys = sampled(&profiles[y], &study.columns[y]);
    let rows = xs
        .into_iter()
        .zip(ys)
        .map(|(x, y)| Some((x?, y?)))
        .collect();
    Some(Pair { x, y, rows })
}

fn inside(bounds: [f64; 4], (x, y): (f64, f64)) -> bool {
    (bounds[0]..=bounds[2]).contains(&x) && (bounds[1]..=bounds[3]).contains(&y)
}

/// A city's bounds, a little wider: suburbs and rounding.
fn around(options: &Options) -> Option<[f64; 4]> {
    options
        .bounds
        .map(|[w, s, e, n]| [w - 0.2, s - 0.2, e + 0.2, n + 0.2])
}

/// Easting and northing in their order, whichever column they stand in.
fn ordered((x, y): (f64, f64)) -> Option<(f64, f64)> {
    let (east, north) = if x > y { (y, x) } else { (x, y) };
    ((100_000.0..1_000_000.0).contains(&east) && (2_000_000.0..9_500_000.0).contains(&north))
        .then_some((east, north))
}

fn zone_by_text(options: &Options) -> Option<u32> {
    let bounds = options.bounds?;
    let middle = f64::midpoint(bounds[0], bounds[2]);
    if (-6.0..0.0).contains(&middle) {
        Some(25830)
    } else if (0.0..6.0).contains(&middle) {
        Some(25831)
    } else {
        None
    }
}

/// The zone of easting and northing: from the name, from degrees in the same rows, or from where
/// the city lies.
fn zone_of(study: &Study, pair: &Pair, degrees: Option<&Pair>, options: &Options) -> Option<u32> {
    let name = format!(
        "{} {}",
        study.columns[pair.x].from, study.columns[pair.y].from
    );
    for code in [25830, 25831, 32630, 32631, 25829, 25828] {
        if name.contains(&code.to_string()) {
            return Some(code);
        }
    }
    let agree = |epsg: u32, far: &dyn Fn(usize, (f64, f64)) -> Option<bool>| -> bool {
        let Some(crs) = Crs::from_epsg(epsg) else {
            return false;
        };
        let (mut yes, mut all) = (0_usize, 0_usize);
        for (at, row) in pair.rows.iter().enumerate() {
            let Some((east, north)) = row.and_then(ordered) else {
                continue;
            };
            if let Some(near) = far(at, crs.to_degrees(east, north)) {
                all += 1;
                yes += usize::from(near);
            }
        }
        all > 0 && yes * 10 >= all * 9
    };
    let beside = |at: usize, (lon, lat): (f64, f64)| {
        let (x, y) = degrees.and_then(|d| d.rows.get(at).copied().flatten())?;
        let near = |a: f64, b: f64| (a - b).abs() < 0.02;
        Some(near(x, lon) && near(y, lat) || near(y, lon) && near(x, lat))
    };
    let within = |_: usize, place: (f64, f64)| Some(inside(around(options)?, place));
    [25831, 25830, 25829, 25828]
        .into_iter()
        .find(|&epsg| agree(epsg, &beside) || agree(epsg, &within))
}

fn tell(
    study: &mut Study,
    columns: [usize; 2],
    noticed: &Noticed,
    count: u64,
    examples: &[Example],
) {
    for at in columns {
        study.columns[at]
            .findings
            .push(Finding::of(noticed.clone(), count, examples.to_vec()));
    }
}

/// Degrees whose columns are the wrong way round: where turning them brings the places home, the
/// two columns change their types.
fn turned_degrees(
    study: &mut Study,
    pair: &Pair,
    metres: Option<&Pair>,
    zone: Option<u32>,
    options: &Options,
) {
    let crs = zone.and_then(Crs::from_epsg);
    let (mut straight, mut turned) = (0_u32, 0_u32);
    for (at, row) in pair.rows.iter().enumerate() {
        let Some((x, y)) = *row else {
            continue;
        };
        let beside = crs.zip(
            metres
                .and_then(|m| m.rows.get(at).copied().flatten())
                .and_then(ordered),
        );
        let (is, is_turned) = if let Some((crs, (east, north))) = beside {
            let (lon, lat) = crs.to_degrees(east, north);
            let near = |a: f64, b: f64| (a - b).abs() < 0.02;
            (near(x, lon) && near(y, lat), near(y, lon) && near(x, lat))
        } else {
            let home = around(options).unwrap_or(SPAIN);
            (inside(home, (x, y)), inside(home, (y, x)))
        };
        straight += u32::from(is && !is_turned);
        turned += u32::from(is_turned && !is);
    }
    if turned <= straight * 9 {
        return;
    }
    let count = u64::from(turned);
    let noticed = Noticed::SwappedDegrees {
        latitudes: study.columns[pair.x].from.clone(),
        longitudes: study.columns[pair.y].from.clone(),
        turned: count,
        compared: u64::from(turned + straight),
    };
    study.columns[pair.x].reading.kind = Type::Latitude;
    study.columns[pair.y].reading.kind = Type::Longitude;
    tell(study, [pair.x, pair.y], &noticed, count, &[]);
}

/// Easting and northing in each other's column: told, and a step offered that turns them.
fn turned_metres(study: &mut Study, pair: &Pair) -> Vec<Step> {
    let mut turned = 0_u32;
    let mut all = 0_u32;
    let mut bounds: Option<[f64; 4]> = None;
    for row in pair.rows.iter().flatten() {
        let Some((east, north)) = ordered(*row) else {
            continue;
        };
        all += 1;
        turned += u32::from(row.0 > row.1);
        let b = bounds.get_or_insert([east, north, east, north]);
        *b = [
            b[0].min(east),
            b[1].min(north),
            b[2].max(east),
            b[3].max(north),
        ];
    }
    let Some(bounds) = bounds.filter(|_| turned > 0) else {
        return Vec::new();
    };
    // The sample does not hold the outermost place; nothing of a zone is both far east and far north.
    let margin = 20_000.0_f64.max((bounds[2] - bounds[0]).max(bounds[3] - bounds[1]));
    let bounds = [
        bounds[0] - margin,
        bounds[1] - margin,
        bounds[2] + margin,
        bounds[3] + margin,
    ]
    .map(f64::round);
    let (x, y) = (&study.columns[pair.x], &study.columns[pair.y]);
    let noticed = Noticed::SwappedMetres {
        x: x.from.clone(),
        y: y.from.clone(),
        turned: u64::from(turned),
        compared: u64::from(all),
    };
    let change = Change::Swap {
        x: x.from.clone(),
        y: y.from.clone(),
    };
    let examples: Vec<Example> = x
        .shown
        .iter()
        .map(|s| Example {
            line: s.line,
            text: s.text.clone(),
        })
        .collect();
    let step = Step::Swap(Swap {
        x: x.name.clone(),
        y: y.name.clone(),
        bounds,
    });
    study.suggestions.push(Suggestion::of(
        "swap".to_owned(),
        change,
        Reason::Noticed(noticed.clone()),
        vec![step.clone()],
    ));
    let count = u64::from(turned);
    tell(study, [pair.x, pair.y], &noticed, count, &examples);
    vec![step]
}

/// Two columns of ruined degrees.
fn ruined(study: &Study, says: &[Says]) -> Option<(usize, usize)> {
    let find = |is: &dyn Fn(&Says) -> bool| {
        study.columns.iter().zip(says).position(|(column, says)| {
            is(says)
                && column
                    .findings
                    .iter()
                    .any(|f| f.what == What::RuinedCoordinates)
        })
    };
    Some((find(&|s| s.longitude)?, find(&|s| s.latitude)?))
}

fn offer_rebuild(
    study: &mut Study,
    (longitude, latitude): (usize, usize),
    pair: &Pair,
    epsg: u32,
    mend: &[Step],
) {
    let name = |at: usize| study.columns[at].name.clone();
    let mut steps = mend.to_vec();
    steps.push(Step::Rebuild(Rebuild {
        longitude: name(longitude),
        latitude: name(latitude),
        x: name(pair.x),
        y: name(pair.y),
        epsg,
    }));
    let from = |at: usize| study.columns[at].from.clone();
    let change = Change::Rebuild {
        longitude: from(longitude),
        latitude: from(latitude),
    };
    let reason = Reason::SamePlaces {
        x: from(pair.x),
        y: from(pair.y),
        epsg,
    };
    study
        .suggestions
        .push(Suggestion::of("rebuild".to_owned(), change, reason, steps));
}

fn offer_point(
    study: &mut Study,
    x: usize,
    y: usize,
    epsg: u32,
    id: &str,
    mend: Vec<Step>,
    reason: Reason,
) {
    let into = if study.columns.iter().any(|c| c.name == "geometry") {
        "point"
    } else {
        "geometry"
    };
    let mut steps = mend;
    steps.push(Step::Point(Point {
        x: study.columns[x].name.clone(),
        y: study.columns[y].name.clone(),
        epsg,
        into: into.to_owned(),
        drop: false,
    }));
    let change = Change::Point {
        x: study.columns[x].from.clone(),
        y: study.columns[y].from.clone(),
    };
    study
        .suggestions
        .push(Suggestion::of(id.to_owned(), change, reason, steps));
}
