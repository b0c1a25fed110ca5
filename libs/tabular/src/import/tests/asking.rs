// SPDX-License-Identifier: AGPL-3.0-or-later

//! Questions are asked exactly where a column can be read in two ways.

use proptest::prelude::*;

use super::*;
use crate::recipe::{Reading, Type};

fn kind(file: &File) -> Type {
    file.study().columns[0].reading.kind
}

#[test]
fn plain_columns_ask_nothing() {
    for (name, cells) in [
        ("habitants", &["12", "15", "0"][..]),
        ("import", &["12,50", "7,25"]),
        ("data", &["31/12/2024", "1/2/2024"]),
        ("nom", &["Gràcia", "Sants"]),
        ("actiu", &["sí", "no"]),
        ("any", &["2019", "2020"]),
        ("Edat", &["0-4", "05-9", "10-14", ">=95"]),
        ("ACCESIBILIDAD", &["1", "1,6", "1,4,6"]),
    ] {
        let study = File::column(name, cells).study();
        assert!(study.questions.is_empty(), "{name}: {:#?}", study.questions);
        assert!(study.plan(&Recipe::default()).is_ok());
    }
}

#[test]
fn yes_and_no_need_their_other_word() {
    assert_eq!(
        kind(&File::column("actiu", &["Sí", "No", ""])),
        Type::Boolean
    );
    assert_eq!(kind(&File::column("x", &["True", ""])), Type::Boolean);
    assert_eq!(kind(&File::column("x", &["V", "F"])), Type::Boolean);
    assert_eq!(
        kind(&File::column("tipus", &["V", "V"])),
        Type::Text,
        "V alone says nothing"
    );
    assert_eq!(
        kind(&File::column("V01", &["V", "N"])),
        Type::Boolean,
        "the flag beside H01"
    );
    assert_eq!(kind(&File::column("lloc", &["V", "N"])), Type::Text);
}

#[test]
fn zero_and_one_are_yes_and_no_only_with_evidence() {
    let asked = File::column("GRATUITO", &["1", "0", "1"]).study();
    let question = only(&asked);
    assert!(!question.must);
    assert_eq!(question.choices[question.recommended].answer, "boolean");
    let doubtful = File::column("planta", &["1", "0", "1"]).study();
    assert_eq!(
        only(&doubtful).choices[only(&doubtful).recommended].answer,
        "number"
    );
    assert!(
        File::column("Numero_morts", &["1", "0", "0"])
            .study()
            .questions
            .is_empty()
    );
}

#[test]
fn digits_under_the_name_of_a_code_are_a_code_until_somebody_says_otherwise() {
    let file = File::column("Codi_carrer", &["169409", "144601"]);
    let study = file.study();
    assert_eq!(only(&study).about, About::CodeOrNumber);
    assert_eq!(study.columns[0].reading.kind, Type::Code);
    let mut recipe = Recipe::default();
    study
        .answer(&mut recipe, "codi_carrer", "number")
        .expect("a choice");
    assert_eq!(
        study
            .plan(&recipe)
            .expect("a plan")
            .schema()
            .field(0)
            .data_type(),
        &DataType::Int64
    );
    let text = File::column("GRUIX", &["6", "12"])
        .hinted(Hint::Text)
        .study();
    assert_eq!(only(&text).about, About::CodeOrNumber);
}

#[test]
fn numbers_that_are_dates_are_recommended_by_name_and_range() {
    let epoch = File::column("dateTime", &["1528700703", "1528704305"]);
    assert_eq!(only(&epoch.study()).about, About::NumberOrDate);
    assert_eq!(
        epoch.drafted("date_time"),
        ["2018-06-11T07:05:03Z", "2018-06-11T08:05:05Z"]
    );
    assert_eq!(
        File::column("fecha", &["45292", "45293"]).drafted("fecha"),
        ["2024-01-01", "2024-01-02"]
    );
    assert_eq!(
        File::column("data", &["20240131", "20240229"]).drafted("data"),
        ["2024-01-31", "2024-02-29"]
    );
    assert!(
        File::column("superficie", &["45292", "45293"])
            .study()
            .questions
            .is_empty()
    );
}

#[test]
fn two_digits_of_a_year_are_always_asked() {
    let study = File::column("data", &["31/12/24", "1/2/68"]).study();
    let question = only(&study);
    assert!(question.must && question.about == About::Century);
    let answers: Vec<&str> = question.choices.iter().map(|c| c.answer.as_str()).collect();
    assert_eq!(answers, ["dmy-1970", "dmy-1925"]);
    assert_eq!(question.choices[0].shown[1].becomes, "2068-02-01");
    assert_eq!(question.choices[1].shown[1].becomes, "1968-02-01");
}

#[test]
fn shapes_in_metres_ask_for_their_zone() {
    let file = File::column(
        "geom",
        &["MULTILINESTRING ((430241.9 4586594.4, 430303.9 4586585.7))"],
    );
    let study = file.study();
    let question = only(&study);
    assert!(question.must && question.about == About::System);
    let mut recipe = study.draft();
    study
        .answer(&mut recipe, "geom", "utm-31")
        .expect("a choice");
    assert!(shown(&file.table(&recipe).0, "geom")[0].contains("2.16"));
    let hinted =
        File::column("geom", &["POINT (430403.06 4582955.17)"]).hinted(Hint::Geometry(Some(25831)));
    assert!(hinted.study().questions.is_empty());
    assert!(hinted.drafted("geom")[0].contains("41.3951"));
}

#[test]
fn a_strange_word_among_numbers_is_asked() {
    let study = File::column("plazas", &["12", "15", "pendiente", "8"]).study();
    let question = only(&study);
    assert!(question.must);
    assert_eq!(
        question.choices[0]
            .shown
            .iter()
            .map(|s| s.becomes.as_str())
            .collect::<Vec<_>>()
            .len(),
        4
    );
}

#[test]
fn answers_that_nobody_asked_for_are_refused_with_what_there_is() {
    let study = File::column("data", &["1/2/2024"]).study();
    let mut recipe = study.draft();
    let error = study
        .answer(&mut recipe, "data", "ymd")
        .expect_err("no choice");
    assert!(error.to_string().contains("dmy, mdy"), "{error}");
    assert!(
        study
            .answer(&mut recipe, "fecha", "dmy")
            .expect_err("not asked")
            .to_string()
            .contains("data")
    );
    assert!(study.take(&mut recipe, "unpivot").is_err());
    assert!(
        study.plan(&Recipe::default()).is_err(),
        "an empty recipe answers nothing"
    );
    study.accept_recommended(&mut recipe);
    assert!(study.plan(&recipe).is_ok());
}

#[test]
fn the_draft_that_a_person_reads_is_a_recipe() {
    let file = File::new(
        "Codi|data|valor|x",
        &["1|1/2/2024|62 µg/m³|145.411", "2|3/4/2024|--|12.044"],
    );
    let study = file.study();
    let text = study.draft_toml();
    assert_eq!(Recipe::parse(&text), Ok(study.draft()), "{text}");
    assert!(text.contains("# Answer this"), "{text}");
    assert!(text.contains("1/2/2024 becomes 2024-02-01"), "{text}");
}

#[test]
fn a_study_can_be_written_as_json() {
    let study = File::new("a|b", &["1|x"]).study();
    let json = serde_json::to_string(&study).expect("JSON");
    let back: Study = serde_json::from_str(&json).expect("the same");
    assert_eq!(back, study);
}

#[test]
fn the_whole_column_decides_not_its_beginning() {
    let mut cells: Vec<String> = (0..3_000).map(|n| n.to_string()).collect();
    cells.extend((0..100).map(|n| format!("{n}/0164A")));
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let file = File::column("lloc", &cells);
    assert_eq!(kind(&file), Type::Text);
    assert_eq!(file.drafted("lloc").len(), 3_100);
}

proptest! {
    /// Days that can only be read one way ask nothing; days that can be read two ways always ask.
    #[test]
    fn day_or_month_is_asked_exactly_when_no_day_is_above_12(days in proptest::collection::vec((1_u8..=28, 1_u8..=12), 1..20)) {
        let cells: Vec<String> = days.iter().map(|(d, m)| format!("{d}/{m}/2024")).collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let study = File::column("data", &cells).study();
        let doubtful = days.iter().all(|(d, _)| *d <= 12);
        prop_assert_eq!(study.questions.iter().any(|q| q.must), doubtful);
    }

    /// Every cell is kept, missing or reported, whatever it holds.
    #[test]
    fn no_cell_is_lost(cells in proptest::collection::vec("[0-9a-zà./, -]{0,12}", 1..40)) {
        let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
        let file = File::column("x", &texts);
        let study = file.study();
        let mut recipe = study.draft();
        study.accept_recommended(&mut recipe);
        let (_, report) = file.table(&recipe);
        let column = report.column("x").expect("a column");
        prop_assert_eq!(column.kept + column.nulls + column.rejected, u64::try_from(cells.len()).expect("few"));
        prop_assert!(report.refused.is_none(), "what the study decides fits within the share: {:?}", report);
    }
}

#[test]
fn a_reading_that_cannot_be_is_refused() {
    let study = File::column("x", &["1"]).study();
    let plan = |change: &dyn Fn(&mut Reading)| {
        let mut recipe = study.draft();
        let mut reading = recipe.columns[0].reading();
        change(&mut reading);
        recipe.columns[0].read_as(&reading);
        study.plan(&recipe).map(|_| ()).map_err(|e| e.to_string())
    };
    assert!(plan(&|_| {}).is_ok());
    let without_digits = plan(&|r| r.kind = Type::Decimal).expect_err("how many digits?");
    assert!(
        without_digits.contains("digits = [18, 2]"),
        "{without_digits}"
    );
    assert!(
        plan(&|r| {
            r.kind = Type::Decimal;
            r.digits = Some([3, 4]);
        })
        .is_err()
    );
    assert!(
        plan(&|r| {
            r.kind = Type::Timestamp;
            r.zone = Some("Europe/Barcelona".to_owned());
        })
        .expect_err("no zone")
        .contains("Europe/Madrid")
    );
    assert!(
        plan(&|r| {
            r.decimal = Some('.');
            r.thousands = Some('.');
        })
        .is_err()
    );
    assert!(
        plan(&|r| {
            r.kind = Type::Geometry;
            r.epsg = Some(23031);
        })
        .is_err()
    );
}
