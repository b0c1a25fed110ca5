// SPDX-License-Identifier: AGPL-3.0-or-later

//! A chart in words: what it shows, the sentence that says what it finds, and its table.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use panot_core::places::{PlaceKind, Places};
use panot_core::{Language, format};
use panot_lake::SummaryBucket;

use crate::cells::figure;
use crate::chart::{Chart, Level, Measure, Plan};
use crate::words::Words;

/// A chart ready to be shown in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What it shows: "no2, mean (µg/m³) by month".
    pub title: String,
    /// What it finds, in one sentence.
    pub sentence: String,
    /// The head of its first column.
    pub by: String,
    /// The head of its second column.
    pub what: String,
    /// The rows of its table.
    pub rows: Vec<ToldRow>,
}

/// One figure of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldRow {
    /// The value of the bucket, canonical: for programs, and for the filter behind a link.
    pub value: String,
    /// The same in words.
    pub label: String,
    /// The figure.
    pub figure: f64,
    /// The figure as the language writes it.
    pub written: String,
}

/// How columns are called by people.
pub trait Called {
    /// The title of a column, else its name.
    fn title<'a>(&'a self, column: &'a str) -> &'a str;
    /// The unit of a column, if it has one.
    fn unit(&self, column: &str) -> Option<&str>;
}

/// Tells a chart. Names of places come from `places`; moments are told by the clock of `zone`.
pub fn tell(
    chart: &Chart,
    columns: &dyn Called,
    places: Option<&Places>,
    t: Words,
    language: Language,
    zone: &TimeZone,
) -> Told {
    let what = what(chart.plan.measure(), columns, t);
    let by = by(&chart.plan, columns, t);
    let rows: Vec<ToldRow> = chart
        .buckets
        .iter()
        .map(|bucket| {
            let number = chart.figure(bucket);
            ToldRow {
                value: bucket.value.clone().unwrap_or_default(),
                label: label(&chart.plan, bucket, places, t, language, zone),
                figure: number,
                written: figure(number, language),
            }
        })
        .collect();
    Told {
        title: title(&chart.plan, &what, columns, t),
        sentence: extremes(&rows, matches!(chart.plan, Plan::Line { .. }), t),
        by,
        what,
        rows,
    }
}

fn what(measure: &Measure, columns: &dyn Called, t: Words) -> String {
    let (said, of) = match measure {
        Measure::Count => return t.chart_rows(),
        Measure::Sum { of } => (t.chart_sum(columns.title(of)), of),
        Measure::Mean { of } => (t.chart_mean(columns.title(of)), of),
    };
    match columns.unit(of) {
        Some(unit) => t.chart_with_unit(unit, &said),
        None => said,
    }
}

fn by(plan: &Plan, columns: &dyn Called, t: Words) -> String {
    match plan {
        Plan::Line { .. } => t.chart_when(),
        Plan::Bars { category, .. } => columns.title(category).to_owned(),
        Plan::Areas { place, .. } => columns.title(place).to_owned(),
    }
}

fn title(plan: &Plan, what: &str, columns: &dyn Called, t: Words) -> String {
    let title = title_of_all(plan, what, columns, t);
    match plan.only() {
        Some(only) => t.chart_only(title, &only.value),
        None => title,
    }
}

fn title_of_all(plan: &Plan, what: &str, columns: &dyn Called, t: Words) -> String {
    match plan {
        Plan::Line { cut, .. } => match cut.as_str() {
            "year" => t.chart_by_year(what),
            "month" => t.chart_by_month(what),
            "day" => t.chart_by_day(what),
            _ => t.chart_by_hour(what),
        },
        Plan::Bars { category, .. } => t.chart_by(within(columns.title(category)), what),
        Plan::Areas { level, .. } => match level {
            Level::Neighbourhood => t.chart_by_neighbourhood(what),
            Level::District => t.chart_by_district(what),
        },
    }
}

/// A title within a sentence: "Tipus de via" is "tipus de via", and "NO2" stays.
pub fn within(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => title.to_owned(),
    }
}

/// What the figures of a course, or of a few names, find: in one sentence.
pub fn extremes(rows: &[ToldRow], is_course: bool, t: Words) -> String {
    let order = |a: &&ToldRow, b: &&ToldRow| a.figure.total_cmp(&b.figure);
    let (Some(most), Some(least), Some(newest)) = (
        rows.iter().max_by(order),
        rows.iter().min_by(order),
        rows.last(),
    ) else {
        return String::new();
    };
    if is_course {
        t.chart_course(
            &newest.label,
            &newest.written,
            &least.written,
            &least.label,
            &most.written,
            &most.label,
        )
    } else {
        t.chart_extremes(&least.written, &least.label, &most.written, &most.label)
    }
}

/// A bucket in words: a month as a month, a place by its name.
fn label(
    plan: &Plan,
    bucket: &SummaryBucket,
    places: Option<&Places>,
    t: Words,
    language: Language,
    zone: &TimeZone,
) -> String {
    let Some(value) = bucket.value.as_deref() else {
        return t.empty_cell();
    };
    match plan {
        Plan::Line { cut, .. } => {
            moment(value, cut, language, zone).unwrap_or_else(|| value.to_owned())
        }
        Plan::Areas { level, .. } => places
            .and_then(|places| area(places, *level, value))
            .map_or_else(|| value.to_owned(), |place| place.name.clone()),
        Plan::Bars { .. } => match value {
            "true" => t.yes(),
            "false" => t.no(),
            value if value.trim().is_empty() => t.empty_cell(),
            value => value.to_owned(),
        },
    }
}

/// The district or neighbourhood that a cell names, by its code, with or without leading zeros, or
/// by its name.
pub fn area<'a>(
    places: &'a Places,
    level: Level,
    cell: &str,
) -> Option<&'a panot_core::places::Place> {
    let kind = match level {
        Level::District => PlaceKind::District,
        Level::Neighbourhood => PlaceKind::Neighbourhood,
    };
    let bare = |code: &str| code.trim().trim_start_matches('0').to_owned();
    let (code, name) = (bare(cell), panot_core::fold::fold(cell.trim()));
    let all = places.of_kind(kind);
    all.iter()
        .find(|place| bare(&place.code) == code)
        .or_else(|| {
            all.iter()
                .find(|place| panot_core::fold::fold(&place.name) == name)
        })
}

/// The beginning of a period in words.
pub fn moment(value: &str, cut: &str, language: Language, zone: &TimeZone) -> Option<String> {
    // A moment of the whole world is told by the city's clock; any other as the file says it.
    let here = value
        .parse::<Timestamp>()
        .map(|moment| zone.to_datetime(moment).to_string());
    let value = here.as_deref().unwrap_or(value);
    let day: jiff::civil::Date = value.get(..10)?.parse().ok()?;
    Some(match cut {
        "year" => day.year().to_string(),
        "month" => format::month(language, day),
        "day" => format::date(language, day),
        _ => {
            let time: jiff::civil::Time = value.get(11..16)?.parse().ok()?;
            let (day, time) = (format::date(language, day), format::time(language, time));
            std::format!("{day}, {time}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Only;

    struct Names;

    impl Called for Names {
        fn title<'a>(&'a self, column: &'a str) -> &'a str {
            if column == "no2" { "NO2" } else { column }
        }

        fn unit(&self, column: &str) -> Option<&str> {
            (column == "no2").then_some("µg/m³")
        }
    }

    fn city() -> Places {
        let square = |x: f64| {
            std::format!(
                "[[[{x},41.0],[{},41.0],[{},41.1],[{x},41.1],[{x},41.0]]]",
                x + 0.1,
                x + 0.1
            )
        };
        let place = |kind: &str, code: &str, name: &str, x: f64| {
            std::format!(
                r#"{{"type":"Feature","properties":{{"kind":"{kind}","code":"{code}","name":"{name}","district":"1"}},
                "geometry":{{"type":"Polygon","coordinates":{}}}}}"#,
                square(x)
            )
        };
        let text = std::format!(
            r#"{{"type":"FeatureCollection","features":[{},{},{}]}}"#,
            place("district", "1", "Ciutat Vella", 2.0),
            place("neighbourhood", "01", "el Raval", 2.0),
            place("neighbourhood", "02", "la Barceloneta", 2.1)
        );
        Places::from_geojson(&text).expect("three places")
    }

    fn bucket(value: &str, number: f64) -> SummaryBucket {
        SummaryBucket {
            value: Some(value.to_owned()),
            rows: 7,
            number: Some(number),
        }
    }

    fn told(plan: Plan, buckets: Vec<SummaryBucket>) -> Told {
        let chart = plan.draw_from(buckets).expect("enough figures");
        let zone = TimeZone::get("Europe/Madrid").expect("in the database");
        tell(
            &chart,
            &Names,
            Some(&city()),
            Words::of("en"),
            Language::En,
            &zone,
        )
    }

    #[test]
    fn a_line_is_told_with_its_last_highest_and_lowest_figure() {
        let told = told(
            Plan::Line {
                time: "moment".into(),
                cut: "month".into(),
                measure: Measure::Mean { of: "no2".into() },
                only: None,
            },
            vec![
                bucket("2026-02-01T00:00:00", 46.25),
                bucket("2026-01-01T00:00:00", 20.0),
                bucket("2026-03-01T00:00:00", 31.0),
            ],
        );
        assert_eq!(told.title, "NO2, mean (µg/m³) by month");
        assert_eq!(
            told.sentence,
            "Last 31 (March 2026). Highest 46.2 (February 2026), lowest 20 (January 2026)."
        );
        assert_eq!(told.rows[0].label, "January 2026");
    }

    #[test]
    fn moments_are_told_by_the_clock_of_the_city() {
        let told = told(
            Plan::Line {
                time: "moment".into(),
                cut: "month".into(),
                measure: Measure::Mean { of: "no2".into() },
                only: Some(Only {
                    column: "contaminant".into(),
                    value: "O3".into(),
                }),
            },
            vec![
                bucket("2025-12-31T23:00:00Z", 46.0),
                bucket("2026-01-31T23:00:00Z", 20.0),
            ],
        );
        assert_eq!(told.title, "NO2, mean (µg/m³) by month: O3");
        let labels: Vec<&str> = told.rows.iter().map(|row| row.label.as_str()).collect();
        assert_eq!(labels, ["January 2026", "February 2026"]);
    }

    #[test]
    fn a_title_within_a_sentence_begins_small_unless_it_is_an_abbreviation() {
        assert_eq!(within("Tipus de via"), "tipus de via");
        assert_eq!(within("NO2"), "NO2");
        assert_eq!(within("Àrea"), "àrea");
        assert_eq!(within("X"), "X");
        assert_eq!(within(""), "");
    }

    #[test]
    fn places_are_called_by_their_names_whatever_the_file_writes() {
        let told = told(
            Plan::Areas {
                place: "codi_barri".into(),
                level: Level::Neighbourhood,
                measure: Measure::Count,
                only: None,
            },
            vec![
                bucket("1", 0.0),
                bucket("LA BARCELONETA", 0.0),
                bucket("99", 0.0),
            ],
        );
        let mut labels: Vec<_> = told.rows.iter().map(|row| row.label.as_str()).collect();
        labels.sort_unstable();
        assert_eq!(labels, ["99", "el Raval", "la Barceloneta"]);
        assert_eq!(told.rows[0].written, "7");
    }
}
