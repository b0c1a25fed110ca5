// SPDX-License-Identifier: AGPL-3.0-or-later

//! Steps: hours below each other, joined dates, points.

use std::fmt::Write;

use super::*;
use crate::recipe::{HourMeans, Step};

/// A file like those of air quality: ANY, MES, DIA, H01…H24 with V01…V24.
fn wide(days: &[(u16, u8, u8)]) -> File {
    let mut header = "ESTACIO|ANY|MES|DIA".to_owned();
    for hour in 1..=24 {
        write!(header, "|H{hour:02}|V{hour:02}").expect("a String takes all text");
    }
    let rows: Vec<String> = days
        .iter()
        .map(|(year, month, day)| {
            let mut row = format!("43|{year}|{month}|{day}");
            for hour in 1..=24 {
                let value = if hour == 5 {
                    "NA".to_owned()
                } else if hour % 2 == 0 {
                    format!("{hour}.5")
                } else {
                    hour.to_string()
                };
                let flag = if hour == 5 { "N" } else { "V" };
                write!(row, "|{value}|{flag}").expect("a String takes all text");
            }
            row
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    File::new(&header, &rows)
}

#[test]
fn trap_10_hours_side_by_side_become_observations() {
    let file = wide(&[(2025, 8, 1), (2025, 8, 2), (2025, 8, 31)]);
    let study = file.study_with(&Options {
        zone: Some("Europe/Madrid".to_owned()),
        ..Options::default()
    });
    let offered: Vec<&str> = study.suggestions.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(offered, ["unpivot", "join-date", "observations"]);
    let mut recipe = study.draft();
    study.take(&mut recipe, "observations").expect("offered");
    let (batches, report) = file.table(&recipe);
    assert_eq!((report.rows, report.rows_out), (3, 72));
    let moments = shown(&batches, "moment");
    assert_eq!(moments[0], "2025-07-31T22:00:00Z", "hour 01 begins at 0 h");
    assert_eq!(moments[23], "2025-08-01T21:00:00Z");
    assert_eq!(moments[71], "2025-08-31T21:00:00Z");
    assert_eq!(
        &shown(&batches, "value")[..6],
        ["1.0", "2.5", "3.0", "4.5", "·", "6.5"]
    );
    assert_eq!(&shown(&batches, "valid")[3..6], ["true", "false", "true"]);
    assert!(shown(&batches, "estacio").iter().all(|s| s == "43"));
}

#[test]
fn trap_10_hour_24_is_midnight_and_clocks_change() {
    let file = wide(&[(2024, 3, 31), (2024, 10, 27), (2024, 2, 30)]);
    let study = file.study_with(&Options {
        zone: Some("Europe/Madrid".to_owned()),
        ..Options::default()
    });
    let mut recipe = study.draft();
    study.take(&mut recipe, "observations").expect("offered");
    for step in &mut recipe.steps {
        if let Step::Unpivot(unpivot) = step {
            unpivot.hours = Some(HourMeans::Instant);
        }
    }
    recipe.refuse_above = Some(1.0);
    let (batches, report) = file.table(&recipe);
    let moments = shown(&batches, "moment");
    assert_eq!(moments[0], "2024-03-31T00:00:00Z", "1 h in winter time");
    assert_eq!(moments[1], "·", "2 h did not exist");
    assert_eq!(
        moments[23], "2024-03-31T22:00:00Z",
        "24 h is 0 h of 1 April"
    );
    assert_eq!(
        moments[24 + 1],
        "2024-10-27T00:00:00Z",
        "2 h came twice; the first is taken"
    );
    let moment = report.column("moment").expect("computed");
    assert_eq!((moment.told.hour_24, moment.told.twice), (2, 1));
    assert_eq!(
        moment.rejected,
        1 + 24,
        "an hour that did not exist, and 30 February"
    );
    assert_eq!(
        (moment.examples[0].line, moment.examples[0].text.as_str()),
        (2, "2024-3-31 2 h")
    );
    assert_eq!(moment.examples[1].line, 4);
}

#[test]
fn unpivoting_leaves_no_value_behind() {
    let file = wide(&[(2025, 1, 1), (2025, 1, 2)]);
    let study = file.study();
    let mut recipe = study.draft();
    study.take(&mut recipe, "unpivot").expect("offered");
    let (batches, _) = file.table(&recipe);
    let (plain, _) = file.table(&study.draft());
    let mut long: Vec<String> = shown(&batches, "value");
    // No value stood at 5 h, so that the study alone takes that column for text.
    let trim = |text: &String| text.trim_end_matches(".0").replace("NA", "·");
    long = long.iter().map(trim).collect();
    let columns: Vec<Vec<String>> = (1..=24)
        .map(|h| shown(&plain, &format!("h{h:02}")))
        .collect();
    let wide: Vec<String> = (0..2)
        .flat_map(|row| columns.iter().map(move |c| trim(&c[row])))
        .collect();
    assert_eq!(long, wide);
}

#[test]
fn parts_of_a_date_become_one() {
    let file = File::new(
        "Any|Mes_any|Dia_mes|Hora_dia",
        &["2022|5|28|14", "2022|12|7|0"],
    );
    let study = file.study();
    let mut recipe = study.draft();
    study.take(&mut recipe, "join-date").expect("offered");
    let (batches, _) = file.table(&recipe);
    assert_eq!(
        shown(&batches, "moment"),
        ["2022-05-28T14:00:00", "2022-12-07T00:00:00"]
    );
    assert_eq!(batches[0].num_columns(), 1);
}

#[test]
fn two_columns_become_a_point_and_the_zone_follows_from_the_city() {
    let file = File::new("COORDENADA-X|COORDENADA-Y", &["440946|4471422", "|"]);
    let open = file.study();
    let offered: Vec<&str> = open.suggestions.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(
        offered,
        ["point-25831", "point-25830"],
        "nobody says which zone"
    );
    let madrid = Options {
        bounds: Some([-3.89, 40.31, -3.52, 40.64]),
        ..Options::default()
    };
    let study = file.study_with(&madrid);
    let mut recipe = study.draft();
    study.take(&mut recipe, "point").expect("offered");
    let (batches, report) = file.table(&recipe);
    let points = shown(&batches, "geometry");
    assert!(
        points[0].starts_with("POINT")
            && points[0].contains("-3.69581")
            && points[0].contains("40.39130"),
        "{points:?}"
    );
    assert_eq!(points[1], "·");
    assert_eq!(
        report.column("geometry").expect("computed").told.projected,
        1
    );
}

#[test]
fn a_step_that_cannot_be_done_says_which_and_why() {
    let study = File::new("a|b", &["1|x"]).study();
    let mut recipe = study.draft();
    recipe.steps = Recipe::parse("[[step]]\n[step.point]\nx = \"a\"\ny = \"c\"\nepsg = 25831\n")
        .expect("a recipe")
        .steps;
    let error = study.plan(&recipe).expect_err("no c").to_string();
    assert!(
        error.contains("step 1") && error.contains("\"c\"") && error.contains("a, b"),
        "{error}"
    );
    recipe.steps = Recipe::parse("[[step]]\n[step.point]\nx = \"a\"\ny = \"b\"\nepsg = 25831\n")
        .expect("a recipe")
        .steps;
    assert!(
        study
            .plan(&recipe)
            .expect_err("text")
            .to_string()
            .contains("numbers")
    );
}
