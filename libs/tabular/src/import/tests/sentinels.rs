// SPDX-License-Identifier: AGPL-3.0-or-later

//! Numbers and days that stand for "no value": lone, repeated, and far from all others.

use super::*;
use crate::recipe::Type;

fn numbers(name: &str, cells: &[&str]) -> Study {
    let mut all: Vec<String> = (0..30).map(|n| format!("{}.{}", n % 17, n % 10)).collect();
    all.extend(cells.iter().map(|cell| (*cell).to_owned()));
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    File::column(name, &all).study()
}

#[test]
fn trap_8_a_lone_repeated_extreme_number_is_asked_with_its_evidence() {
    for text in ["9999", "999.9", "-999", "32767", "-9999.0"] {
        let study = numbers("vent", &[text, text, text]);
        let question = only(&study);
        assert_eq!(question.about, About::Missing, "{text}");
        assert!(question.must, "{text}");
        assert_eq!(question.choices[question.recommended].answer, "missing");
        assert!(
            question.why.contains("3 cells") || text.starts_with('-'),
            "{}",
            question.why
        );
        assert_eq!(question.choices[0].shown[0].text, text);
        assert!(study.columns[0].reading.missing.iter().any(|m| m == text));
        let mut recipe = study.draft();
        study
            .answer(&mut recipe, "vent", "value")
            .expect("a choice");
        assert!(!recipe.columns[0].missing.iter().any(|m| m == text));
    }
}

/// Negative values do not hide it, as they do where only `-1` is looked for.
#[test]
fn trap_8_a_lone_number_below_others_that_are_negative_is_asked() {
    let cells: Vec<String> = (-12..28).map(|n| n.to_string()).collect();
    let mut cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    cells.extend(["-9999"; 4]);
    let study = File::column("temperatura", &cells).study();
    let question = only(&study);
    assert!(
        question.why.contains("-9999 stands in 4 cells"),
        "{}",
        question.why
    );
    assert!(
        question.why.contains("between -12 and 27"),
        "{}",
        question.why
    );
    assert_eq!(study.columns[0].missing, 4);
}

/// 512 different values are remembered; the sentinel may come after them.
#[test]
fn trap_8_a_sentinel_in_a_long_column_is_counted_wherever_it_stands() {
    let mut cells: Vec<String> = (0..2_000).map(|n| format!("{n}.5")).collect();
    for at in [3, 700, 1_500, 1_500, 1_900] {
        cells.insert(at, "99999".to_owned());
    }
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let study = File::column("consum", &cells).study();
    assert!(
        only(&study).why.contains("99999 stands in 5 cells"),
        "{}",
        only(&study).why
    );
}

#[test]
fn trap_8_any_other_lone_number_is_asked_too_and_taken_for_a_value() {
    let study = numbers("vent", &["123456", "123456", "123456"]);
    let question = only(&study);
    assert_eq!(question.choices[question.recommended].answer, "value");
    let zero: Vec<String> = (0..40).map(|n| (1_010 + n % 20).to_string()).collect();
    let mut zero: Vec<&str> = zero.iter().map(String::as_str).collect();
    zero.extend(["0"; 3]);
    let study = File::column("pressio", &zero).study();
    assert!(only(&study).why.contains("0 stands in 3 cells"));
}

#[test]
fn trap_8_numbers_that_may_be_meant_are_not_asked() {
    // Once is no habit; near the others is no end; codes and counts that grow are what they are.
    assert!(numbers("vent", &["9999"]).questions.is_empty());
    assert!(
        numbers("vent", &["19.5", "19.5", "19.5"])
            .questions
            .is_empty()
    );
    assert!(
        numbers("vent", &["99", "60", "45", "99"])
            .questions
            .is_empty()
    );
    assert!(numbers("vent", &["0", "0", "0"]).questions.is_empty());
    let grows: Vec<String> = (0..40_u32).map(|n| (n * n * n).to_string()).collect();
    let mut grows: Vec<&str> = grows.iter().map(String::as_str).collect();
    grows.extend(["99999", "99999"]);
    assert!(File::column("import", &grows).study().questions.is_empty());
    let ages: Vec<String> = (0..100).map(|n| n.to_string()).collect();
    let mut ages: Vec<&str> = ages.iter().map(String::as_str).collect();
    ages.extend(["99", "99"]);
    assert!(File::column("edat", &ages).study().questions.is_empty());
    let parts = File::column("mes", &["1", "2", "3", "12", "12", "1"]).study();
    assert!(parts.questions.is_empty());
}

/// No place lies at 9999° and no year is 0: such a number does not make another kind of column.
#[test]
fn trap_8_a_sentinel_does_not_hide_degrees_or_years() {
    let cells: Vec<String> = (0..30).map(|n| format!("2.1{n}")).collect();
    let mut cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    cells.extend(["9999", "9999"]);
    let file = File::column("longitud", &cells);
    let study = file.study();
    assert_eq!(study.columns[0].reading.kind, Type::Longitude);
    assert!(!only(&study).must);
    assert_eq!(has(&study, "longitud", What::Missing), 2);
    let (batches, report) = file.table(&study.draft());
    assert_eq!(shown(&batches, "longitud")[31], "·");
    assert_eq!(report.columns[0].rejected, 0);
    let years: Vec<String> = (0..30).map(|n| (1960 + n).to_string()).collect();
    let mut years: Vec<&str> = years.iter().map(String::as_str).collect();
    years.extend(["0"; 3]);
    let study = File::column("Any_construccio", &years).study();
    assert_eq!(study.columns[0].reading.kind, Type::Year);
    assert!(study.columns[0].reading.missing.contains(&"0".to_owned()));
}

#[test]
fn trap_8_days_at_the_ends_of_calendars_are_asked() {
    for end in [
        "9999-12-31",
        "1900-01-01",
        "31/12/9999",
        "01/01/1900 0:00:00",
    ] {
        let slashes = end.contains('/');
        let mut cells: Vec<String> = (0..900)
            .map(|n| {
                let (year, month, day) = (1990 + n / 336, n / 28 % 12 + 1, n % 28 + 1);
                if slashes {
                    format!("{day}/{month}/{year}")
                } else {
                    format!("{year}-{month:02}-{day:02}")
                }
            })
            .collect();
        for at in [2, 600, 601, 800] {
            cells.insert(at, end.to_owned());
        }
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let file = File::column("data_baixa", &cells);
        let study = file.study();
        let question = study.questions.iter().find(|q| q.about == About::Missing);
        let question = question.unwrap_or_else(|| panic!("{end}: {:?}", study.questions));
        assert!(
            question.must && question.why.contains("4 cells"),
            "{}",
            question.why
        );
        let (batches, report) = file.table(&kept(&study));
        let column = shown(&batches, "data_baixa");
        assert_eq!(column.iter().filter(|v| *v == "·").count(), 4);
        assert_eq!(report.columns[0].rejected, 0);
    }
}

#[test]
fn trap_8_days_that_may_be_meant_are_not_asked() {
    let days = |cells: &[&str]| File::column("data", cells).study();
    assert!(
        days(&["1900-01-01", "1901-05-03", "1900-01-01", "1903-02-02"])
            .questions
            .is_empty()
    );
    assert!(
        days(&["9999-12-31", "2024-01-31", "2024-02-29"])
            .questions
            .is_empty()
    );
    assert!(
        days(&["1970-01-01", "1970-01-01", "1969-05-05", "1971-02-02"])
            .questions
            .is_empty()
    );
}
