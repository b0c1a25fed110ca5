// SPDX-License-Identifier: AGPL-3.0-or-later

//! Charts and drawn maps of a version, each with the words that say the same.

use panot_core::places::{PlaceKind, Places};
use panot_web::Markup;
use panot_web::draw::{
    Area, Backdrop, Bar, Bars, LonLat, Map, Marks, Point, Ring, bars, line, map,
};

use super::Reader;
use super::columns::Columns;
use crate::cells::figure;
use crate::chart::{Chart, Level, Plan};
use crate::figures::{Told, area, tell};
use crate::portrait::{Shape, Spot, SpotMap};

/// How far, in metres, the outlines of the city may be moved to be drawn with fewer corners.
const OUTLINE_TOLERANCE_M: f64 = 40.0;
/// The most bars that are drawn; the table has them all.
const BARS_DRAWN: usize = 20;
/// The most places that a list beside the map names, with the numbers of their pins.
const PINNED_MAX: usize = 40;

/// A chart as a page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// For `id` attributes.
    pub id: String,
    /// In words.
    pub told: Told,
    /// The drawing, as HTML.
    pub drawing: Markup,
    /// Whether the drawing is a table itself, so that no second one is needed.
    pub is_table: bool,
}

/// Draws a chart.
pub fn picture(
    chart: &Chart,
    at: usize,
    columns: &Columns,
    places: Option<&Places>,
    reader: &Reader,
) -> Picture {
    let told = tell(
        chart,
        columns,
        places,
        reader.t,
        reader.language,
        &reader.zone,
    );
    let (drawing, is_table) = match &chart.plan {
        Plan::Line { .. } => (draw_line(&told, reader), false),
        Plan::Bars { .. } => (draw_bars(&told), true),
        Plan::Areas { level, .. } => match places {
            Some(places) => (draw_areas(&told, *level, places, reader), false),
            // Without the outlines of the city, its parts are bars.
            None => (draw_bars(&told), true),
        },
    };
    Picture {
        id: format!("chart-{}", at + 1),
        told,
        drawing: Markup(drawing),
        is_table,
    }
}

/// Draws figures over time.
pub fn draw_line(told: &Told, reader: &Reader) -> String {
    let at = |index: usize| {
        let row = &told.rows[index];
        hours(&row.value).unwrap_or_else(|| f64::from(u32::try_from(index).unwrap_or(u32::MAX)))
    };
    let points: Vec<Point> = told
        .rows
        .iter()
        .enumerate()
        .map(|(index, row)| Point {
            at: at(index),
            value: Some(row.figure),
        })
        .collect();
    let last = told.rows.len().saturating_sub(1);
    let mut marked = vec![0, last / 2, last];
    marked.dedup();
    let marks: Vec<(f64, String)> = marked
        .into_iter()
        .filter(|index| *index < told.rows.len())
        .map(|index| (at(index), told.rows[index].label.clone()))
        .collect();
    line(&panot_web::draw::Line {
        label: &format!("{}. {}", told.title, told.sentence),
        points: &points,
        marks: &marks,
        limit: None,
        write: &|value| figure(value, reader.language),
    })
}

/// Hours since some beginning, so that months without figures leave room.
fn hours(iso: &str) -> Option<f64> {
    let day: jiff::civil::Date = iso.get(..10)?.parse().ok()?;
    let days = day.since(jiff::civil::date(1900, 1, 1)).ok()?.get_days();
    let hour: i8 = iso.get(11..13).map_or(Some(0), |hour| hour.parse().ok())?;
    Some(f64::from(days) * 24.0 + f64::from(hour))
}

/// Draws figures of a few names, as a table.
pub fn draw_bars(told: &Told) -> String {
    let rows: Vec<Bar> = told
        .rows
        .iter()
        .take(BARS_DRAWN)
        .map(|row| Bar {
            label: &row.label,
            href: None,
            figure: &row.written,
            value: row.figure,
        })
        .collect();
    bars(&Bars {
        caption: &told.title,
        heads: [&told.by, &told.what],
        rows: &rows,
    })
}

fn draw_areas(told: &Told, level: Level, places: &Places, reader: &Reader) -> String {
    let kind = match level {
        Level::District => PlaceKind::District,
        Level::Neighbourhood => PlaceKind::Neighbourhood,
    };
    let outlines = places.outlines(kind, OUTLINE_TOLERANCE_M);
    let rings: Vec<(String, Option<f64>, Vec<Ring>)> = outlines
        .iter()
        .map(|outline| {
            let row = told.rows.iter().find(|row| {
                area(places, level, &row.value)
                    .is_some_and(|place| place.code == outline.place.code)
            });
            let title = row.map_or_else(
                || outline.place.name.clone(),
                |row| format!("{}: {}", outline.place.name, row.written),
            );
            (title, row.map(|row| row.figure), outline.rings.clone())
        })
        .collect();
    let areas: Vec<Area> = rings
        .iter()
        .map(|(title, value, rings)| Area {
            title: title.clone(),
            rings,
            value: *value,
        })
        .collect();
    let drawn = map(&Map {
        label: &format!("{}. {}", told.title, told.sentence),
        backdrop: Backdrop::default(),
        marks: Marks::Areas(&areas),
    });
    let legend = drawn.legend_list(
        |low, high| {
            format!(
                "{} – {}",
                figure(low, reader.language),
                figure(high, reader.language)
            )
        },
        &reader.t.empty_cell(),
    );
    format!("{}{legend}", drawn.svg)
}

/// The drawn map of where the rows lie.
pub fn spots(spots: &SpotMap, label: &str, places: Option<&Places>) -> Markup {
    let land: Vec<Ring> = places
        .map(|places| places.outlines(PlaceKind::Neighbourhood, OUTLINE_TOLERANCE_M))
        .unwrap_or_default()
        .into_iter()
        .flat_map(|outline| outline.rings)
        .collect();
    let (mut points, mut lines, mut rings): (Vec<LonLat>, Vec<Ring>, Vec<Ring>) =
        Default::default();
    for spot in &spots.spots {
        match &spot.shape {
            Shape::Points(some) => points.extend(some),
            Shape::Lines(some) => lines.extend(some.iter().cloned()),
            Shape::Areas(some) => rings.extend(some.iter().cloned()),
        }
    }
    // A table is of one kind nearly always; of a mixture the larger shapes are shown.
    let marks = if !rings.is_empty() {
        Marks::Shapes(&rings)
    } else if !lines.is_empty() {
        Marks::Lines(&lines)
    } else if pinned(spots).is_some() {
        Marks::Pins(&points)
    } else {
        Marks::Points(&points)
    };
    let is_here = spots.spots.iter().any(|spot| {
        let [lon, lat] = spot.shape.middle();
        places.is_some_and(|places| places.bounds().contains(lon, lat))
    });
    let backdrop = Backdrop {
        // Rows of another city are drawn without ours under them.
        land: if is_here { &land } else { &[] },
        ..Backdrop::default()
    };
    let drawn = map(&Map {
        label,
        backdrop,
        marks,
    });
    Markup(drawn.svg)
}

/// Where the pins of a map stand, in the order of its list: where every row of the version is a
/// point with a name, and they are few.
pub fn pinned(spots: &SpotMap) -> Option<Vec<LonLat>> {
    let all = u64::try_from(spots.spots.len()) == Ok(spots.placed);
    if !all || spots.spots.len() > PINNED_MAX {
        return None;
    }
    let point = |spot: &Spot| match &spot.shape {
        Shape::Points(points) if points.len() == 1 && !spot.label.is_empty() => Some(points[0]),
        _ => None,
    };
    spots.spots.iter().map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(label: &str, shape: Shape) -> Spot {
        Spot {
            label: label.to_owned(),
            shape,
        }
    }

    fn spots_of(spots: Vec<Spot>, placed: u64) -> SpotMap {
        SpotMap {
            bounds: [2.0, 41.0, 3.0, 42.0],
            spots,
            placed,
        }
    }

    #[test]
    fn a_few_named_points_are_pins_with_the_numbers_of_the_list() {
        let at = |x: f64| Shape::Points(vec![[x, 41.5]]);
        let few = spots_of(vec![spot("Mercat", at(2.1)), spot("Estació", at(2.9))], 2);
        assert_eq!(pinned(&few), Some(vec![[2.1, 41.5], [2.9, 41.5]]));
        let drawn = spots(&few, "Mapa", None).0;
        assert!(
            drawn.contains(">1</text>") && drawn.contains(">2</text>"),
            "{drawn}"
        );

        let some = spots_of(few.spots.clone(), 300);
        assert_eq!(
            pinned(&some),
            None,
            "a list of a part would look like all of them"
        );
        let nameless = spots_of(vec![spot("", at(2.1))], 1);
        assert_eq!(pinned(&nameless), None);
        let many = spots_of(vec![spot("Arbre", at(2.1)); 41], 41);
        assert_eq!(pinned(&many), None);
        let line = Shape::Lines(vec![vec![[2.0, 41.0], [3.0, 42.0]]]);
        assert_eq!(pinned(&spots_of(vec![spot("Carril", line)], 1)), None);
    }
}
