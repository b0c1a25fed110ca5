// SPDX-License-Identifier: AGPL-3.0-or-later

//! A chart of an answer, where its shape is one of a chart: a course over time, or a figure for each of
//! a few names.

use arrow_schema::Schema;
use jiff::tz::TimeZone;
use panot_web::Markup;

use crate::cells::{figure, kinds, readable};
use crate::figures::{Told, ToldRow, extremes, moment, within};
use crate::kind::Kind;
use crate::show::Reader;
use crate::show::picture::{Picture, draw_bars, draw_line};

/// The most rows that a line is drawn through.
const POINTS_MAX: usize = 1_000;
/// The most bars.
const BARS_MAX: usize = 40;

/// Draws an answer, given in canonical text, if it is a chart.
pub fn picture(schema: &Schema, rows: &[Vec<Option<String>>], reader: &Reader) -> Option<Picture> {
    let kinds = kinds(schema);
    let by = kinds.iter().position(|(_, kind)| {
        kind.is_time() || kind.is_text() || matches!(kind, Kind::Year | Kind::YearMonth)
    })?;
    let what = kinds.iter().position(|(_, kind)| kind.is_quantity())?;
    let is_course = kinds[by].1.is_time();
    let most = if is_course { POINTS_MAX } else { BARS_MAX };
    if !(2..=most).contains(&rows.len()) {
        return None;
    }
    let cut = cut(rows, by, &reader.zone);
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        let (Some(value), Some(number)) = (row[by].clone(), row[what].as_deref()) else {
            continue;
        };
        let number: f64 = number.parse().ok()?;
        let label = if is_course {
            moment(&value, cut.0, reader.language, &cut.1)
        } else {
            None
        };
        let label =
            label.unwrap_or_else(|| readable(kinds[by].1, &value, reader.language, &reader.zone));
        told.push(ToldRow {
            value,
            label,
            figure: number,
            written: figure(number, reader.language),
        });
    }
    if is_course {
        told.sort_by(|a, b| a.value.cmp(&b.value));
    }
    // A name that stands twice is no name of a bar, and a day that stands twice no point of one line.
    let mut values: Vec<&str> = told.iter().map(|row| row.value.as_str()).collect();
    values.sort_unstable();
    let differ = values.windows(2).all(|pair| pair[0] != pair[1]);
    if told.len() < 2 || !differ || told.iter().any(|row| !row.figure.is_finite()) {
        return None;
    }
    Some(drawn(told, &kinds[by].0, &kinds[what].0, is_course, reader))
}

fn drawn(rows: Vec<ToldRow>, by: &str, what: &str, is_course: bool, reader: &Reader) -> Picture {
    let told = Told {
        title: reader.t.chart_by(within(by), what),
        sentence: extremes(&rows, is_course, reader.t),
        by: by.to_owned(),
        what: what.to_owned(),
        rows,
    };
    let drawing = if is_course {
        draw_line(&told, reader)
    } else {
        draw_bars(&told)
    };
    Picture {
        id: "answer-chart".to_owned(),
        told,
        drawing: Markup(drawing),
        is_table: !is_course,
    }
}

/// How moments are told: by year, month, day or hour, and by which clock. `date_trunc` cuts by UTC; what
/// is cut by the city's clock is told by it.
fn cut(rows: &[Vec<Option<String>>], by: usize, zone: &TimeZone) -> (&'static str, TimeZone) {
    let of = |zone: &TimeZone| {
        let ends = |ending: &str| {
            rows.iter()
                .filter_map(|row| row[by].as_deref())
                .all(|value| {
                    let here = value
                        .parse::<jiff::Timestamp>()
                        .map(|moment| zone.to_datetime(moment).to_string());
                    let here = here.as_deref().unwrap_or(value);
                    let here = if here.len() == 10 {
                        format!("{here}T00:00:00")
                    } else {
                        here.to_owned()
                    };
                    here.ends_with(ending)
                })
        };
        [
            ("year", "-01-01T00:00:00"),
            ("month", "-01T00:00:00"),
            ("day", "T00:00:00"),
        ]
        .into_iter()
        .find_map(|(cut, ending)| ends(ending).then_some(cut))
    };
    for zone in [zone, &TimeZone::UTC] {
        if let Some(cut) = of(zone) {
            return (cut, zone.clone());
        }
    }
    ("hour", zone.clone())
}

#[cfg(test)]
mod tests {
    use arrow_schema::{DataType, Field, TimeUnit};
    use panot_core::Language;

    use super::*;

    fn schema(first: DataType) -> Schema {
        Schema::new(vec![
            Field::new("month", first, true),
            Field::new("Mean", DataType::Decimal128(9, 2), true),
        ])
    }

    fn rows(cells: &[(&str, &str)]) -> Vec<Vec<Option<String>>> {
        let row = |(a, b): &(&str, &str)| vec![Some((*a).to_owned()), Some((*b).to_owned())];
        cells.iter().map(row).collect()
    }

    fn reader() -> Reader {
        Reader::of(Language::En, "Europe/Madrid")
    }

    #[test]
    fn months_are_a_line_whichever_clock_cut_them() {
        let schema = schema(DataType::Timestamp(
            TimeUnit::Microsecond,
            Some("UTC".into()),
        ));
        for cells in [
            [
                ("2026-02-01T00:00:00Z", "3.00"),
                ("2026-03-01T00:00:00Z", "5.50"),
            ],
            [
                ("2026-01-31T23:00:00Z", "3.00"),
                ("2026-02-28T23:00:00Z", "5.50"),
            ],
        ] {
            let picture = picture(&schema, &rows(&cells), &reader()).expect("a chart");
            assert!(!picture.is_table);
            assert_eq!(picture.told.rows[0].label, "February 2026");
            assert_eq!(picture.told.title, "Mean by month");
        }
    }

    #[test]
    fn a_few_names_are_bars_and_anything_else_is_no_chart() {
        let text = schema(DataType::Utf8);
        let bars = picture(&text, &rows(&[("a", "1"), ("<b>", "2")]), &reader()).expect("bars");
        assert!(
            bars.is_table && bars.drawing.0.contains("&#60;b&#62;")
                || bars.drawing.0.contains("&lt;b&gt;")
        );
        for none in [
            rows(&[("a", "1")]),
            rows(&[("a", "1"), ("a", "2")]),
            rows(&[("a", "NaN"), ("b", "2")]),
        ] {
            assert_eq!(picture(&text, &none, &reader()), None);
        }
        let words = Schema::new(vec![Field::new("a", DataType::Utf8, true)]);
        let cells = vec![vec![Some("x".to_owned())], vec![Some("y".to_owned())]];
        assert_eq!(picture(&words, &cells, &reader()), None);
    }
}
