// SPDX-License-Identifier: AGPL-3.0-or-later

use super::*;
use crate::recipe::{Coarsen, Mask, Order, Type};

fn kind(study: &Study, column: &str) -> Type {
    study.column(column).expect("a column").reading.kind
}

#[test]
fn trap_1_letters_that_were_lost_before_are_counted() {
    let file = File::column(
        "NOMBRE",
        &[
            "Auditorio Joaqu\u{fffd}n",
            "Biblioteca",
            "Aula de la Caba\u{fffd}a",
        ],
    );
    let study = file.study();
    assert_eq!(has(&study, "NOMBRE", What::Replaced), 2);
    assert_eq!(file.drafted("nombre")[0], "Auditorio Joaqu\u{fffd}n");
}

#[test]
fn trap_2_the_decimal_mark_is_the_columns_own() {
    let file = File::new(
        "comma|point|both",
        &[
            "4583113,18|426268.48|1.234,5",
            "429737,5|426268.4|12,25",
            "80|80|1.234.567",
        ],
    );
    let study = file.study();
    assert!(study.questions.is_empty(), "{:?}", study.questions);
    assert_eq!(file.drafted("comma"), ["4583113.18", "429737.50", "80.00"]);
    assert_eq!(file.drafted("point"), ["426268.48", "426268.40", "80.00"]);
    assert_eq!(file.drafted("both"), ["1234.50", "12.25", "1234567.00"]);
}

#[test]
fn trap_3_thousands_or_decimals_is_asked() {
    let file = File::column("poblacio", &["145.411", "12.044", "980"]);
    let study = file.study();
    let question = only(&study);
    assert!(question.must && question.about == About::Marks);
    assert_eq!(question.choices[question.recommended].answer, "thousands");
    let becomes = |at: usize| {
        question.choices[at]
            .shown
            .iter()
            .map(|s| s.becomes.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(becomes(0), ["145.411", "12.044"]);
    assert_eq!(becomes(1), ["145411", "12044"]);
    assert!(matches!(
        study.plan(&study.draft()),
        Err(PlanError::Unanswered(_))
    ));
    let mut recipe = study.draft();
    study
        .answer(&mut recipe, "poblacio", "thousands")
        .expect("a choice");
    assert_eq!(
        shown(&file.table(&recipe).0, "poblacio"),
        ["145411", "12044", "980"]
    );
    let mut recipe = study.draft();
    study
        .answer(&mut recipe, "poblacio", "decimal")
        .expect("a choice");
    assert_eq!(
        shown(&file.table(&recipe).0, "poblacio"),
        ["145.411", "12.044", "980.000"]
    );
}

#[test]
fn trap_3_one_cell_that_decides_is_enough() {
    let file = File::column("valor", &["145.411", "45.3", "12.044"]);
    assert!(file.study().questions.is_empty());
    assert_eq!(file.drafted("valor"), ["145.411", "45.300", "12.044"]);
    let file = File::column("valor", &["145.411", "1.145.411", "12.044"]);
    assert!(file.study().questions.is_empty());
    assert_eq!(file.drafted("valor"), ["145411", "1145411", "12044"]);
    let file = File::column("valor", &["145.411", "12.044", "0.044"]);
    assert!(
        file.study().questions.is_empty(),
        "no thousand begins with zero"
    );
}

#[test]
fn trap_4_ruined_degrees_are_found_and_computed_again() {
    let file = File::new(
        "Coordenada_UTM_X|Coordenada_UTM_Y|Longitud|Latitud",
        &[
            "430403,06|4582955,17|2.155.235.500.887.900|413.883.990.829.943",
            "427207|4582445,17|212.821.069.997.275|413.932.756.188.303",
        ],
    );
    let options = Options {
        bounds: Some([2.05, 41.31, 2.23, 41.47]),
        ..Options::default()
    };
    let study = file.study_with(&options);
    assert_eq!(has(&study, "Longitud", What::RuinedCoordinates), 2);
    assert_eq!(has(&study, "Latitud", What::RuinedCoordinates), 2);
    assert_eq!(kind(&study, "Longitud"), Type::Text);
    let mut recipe = study.draft();
    study.take(&mut recipe, "rebuild").expect("offered");
    let (batches, _) = file.table(&recipe);
    assert_eq!(shown(&batches, "longitud")[0], "2.1674774");
    assert_eq!(shown(&batches, "latitud")[0], "41.3951215");
    let schema = batches[0].schema();
    let field = schema.field_with_name("longitud").expect("kept");
    assert_eq!(field.metadata()["tabular.type"], "longitude");
}

#[test]
fn trap_5_swapped_axes_are_found_and_turned() {
    let mut rows: Vec<String> = (0..20)
        .map(|n| format!("458{n:04},18|42{n:04},5"))
        .collect();
    rows.push("425000,5|4581000,5".to_owned());
    rows.push("-1|-1".to_owned());
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let file = File::new("Coordenada_UTM_X|Coordenada_UTM_Y", &rows);
    let study = file.study();
    assert!(has(&study, "Coordenada_UTM_X", What::SwappedAxes) >= 20);
    let mut recipe = study.draft();
    study.take(&mut recipe, "swap").expect("offered");
    let (batches, report) = file.table(&recipe);
    let x = shown(&batches, "coordenada_utm_x");
    let y = shown(&batches, "coordenada_utm_y");
    assert!(
        x[..21].iter().all(|x| x.starts_with("42") && x.len() == 9),
        "{x:?}"
    );
    assert!(
        y[..21]
            .iter()
            .all(|y| y.starts_with("458") && y.len() == 10),
        "{y:?}"
    );
    assert_eq!(
        (x[20].as_str(), x[21].as_str()),
        ("425000.50", "·"),
        "-1 is no coordinate"
    );
    let swapped: u64 = report.columns.iter().map(|c| c.told.swapped).sum();
    assert_eq!(swapped, 20);
}

#[test]
fn trap_6_codes_that_became_dates_stay_what_they_are() {
    let cells = [
        "24/02/2007",
        "23/02/2008",
        "51-5-26",
        "101-10-64",
        "51-5-27",
        "1/2/2003",
        "-1",
    ];
    let file = File::column("Codi_barri", &cells);
    let study = file.study();
    assert_eq!(kind(&study, "Codi_barri"), Type::Code);
    assert_eq!(has(&study, "Codi_barri", What::MangledCodes), 6);
    assert_eq!(file.drafted("codi_barri")[..6], cells[..6]);
}

#[test]
fn trap_7_leading_zeros_stay_and_lost_ones_are_told() {
    let file = File::column("codi_eoi", &["08019050", "8019050", "08019042"]);
    let study = file.study();
    assert_eq!(kind(&study, "codi_eoi"), Type::Code);
    assert_eq!(has(&study, "codi_eoi", What::LeadingZeros), 2);
    assert_eq!(has(&study, "codi_eoi", What::LostZeros), 1);
    assert_eq!(
        file.drafted("codi_eoi"),
        ["08019050", "8019050", "08019042"]
    );
    assert_eq!(
        File::column("MUNICIPIO", &["079", "079"]).drafted("municipio"),
        ["079", "079"]
    );
    let month = File::column("MES", &["08", "11", "01"]);
    assert_eq!(
        month.drafted("mes"),
        ["8", "11", "1"],
        "a month is a number however it is written"
    );
}

#[test]
fn trap_8_words_for_nothing_are_missing_only_among_numbers() {
    let file = File::new(
        "valor|nom|edat",
        &[
            "NA|Bona|29",
            "12|NA|Desconegut",
            "--|Desconegut|31",
            "3|Regular|",
            "..|-|40",
        ],
    );
    let study = file.study();
    assert_eq!(has(&study, "valor", What::Missing), 3);
    assert_eq!(file.drafted("valor"), ["·", "12", "·", "3", "·"]);
    assert_eq!(file.drafted("edat"), ["29", "·", "31", "·", "40"]);
    assert_eq!(
        file.drafted("nom"),
        ["Bona", "NA", "Desconegut", "Regular", "-"]
    );
    let column = study.column("valor").expect("a column");
    assert_eq!(
        column.reading.missing,
        ["", "NA", "--", ".."],
        "kept in the recipe"
    );
    let mut recipe = study.draft();
    study.take(&mut recipe, "missing-nom").expect("offered");
    assert_eq!(
        shown(&file.table(&recipe).0, "nom"),
        ["Bona", "·", "·", "Regular", "·"]
    );
}

#[test]
fn trap_8_minus_one_is_asked_among_counts_and_told_among_codes() {
    let counts = File::column("Numero_victimes", &["1", "2", "-1", "0", "3"]).study();
    let question = only(&counts);
    assert!(question.must && question.about == About::Missing);
    let codes = File::column("Codi_districte", &["2", "10", "-1", "5"]);
    let study = codes.study();
    assert!(
        study.questions.iter().all(|q| !q.must),
        "{:?}",
        study.questions
    );
    assert_eq!(codes.drafted("codi_districte"), ["2", "10", "·", "5"]);
    let below_zero = File::column("temperatura", &["-1", "-3", "4"]).study();
    assert!(
        below_zero.questions.is_empty(),
        "{:?}",
        below_zero.questions
    );
    let apostrophe = File::column("Coordenada_UTM_X", &["'-1", "427706,4", "428831,97"]);
    assert_eq!(
        apostrophe.drafted("coordenada_utm_x"),
        ["·", "427706.40", "428831.97"]
    );
}

#[test]
fn trap_9_units_leave_the_cells_and_ranges_stay_text() {
    let file = File::new(
        "valor_no2|Rang|Solar",
        &[
            "62 µg/m³|30 - 40 µg/m³|5025.42 m2",
            "--|20 - 30 µg/m³|26814.00 m2",
            "7 µg/m³|30 - 40 µg/m³|375.71 m2",
        ],
    );
    let study = file.study();
    assert!(study.questions.is_empty(), "{:?}", study.questions);
    assert_eq!(file.drafted("valor_no2"), ["62", "·", "7"]);
    assert_eq!(file.drafted("solar"), ["5025.42", "26814.00", "375.71"]);
    let plan = study.plan(&study.draft()).expect("a plan");
    let schema = plan.schema();
    let unit = |name: &str| {
        schema
            .field_with_name(name)
            .expect("a column")
            .metadata()
            .get("tabular.unit")
            .cloned()
    };
    assert_eq!(unit("valor_no2").as_deref(), Some("µg/m³"));
    assert_eq!(unit("solar").as_deref(), Some("m2"));
    assert_eq!(unit("rang").as_deref(), Some("µg/m³"));
    assert_eq!(kind(&study, "Rang"), Type::Text);
    let mut recipe = study.draft();
    study.take(&mut recipe, "split-rang").expect("offered");
    let (batches, _) = file.table(&recipe);
    assert_eq!(shown(&batches, "rang_from"), ["30", "20", "30"]);
    assert_eq!(shown(&batches, "rang_to"), ["40", "30", "40"]);
    let mixed = File::column("valor", &["62 µg/m³", "3 mg/m³", "7 µg/m³"]).study();
    assert_eq!(kind(&mixed, "valor"), Type::Text);
    assert!(has(&mixed, "valor", What::MixedUnits) > 0);
}

#[test]
fn trap_11_dates_in_every_shape() {
    let file = File::new(
        "generat|data|FECHA|created|mes_text|hora",
        &[
            "11/06/2018 9:00|1 de enero de 2024|2025-10-25 00:00:00.0|1985-04-01T00:00:00+02:00|Abril 2020|9h",
            "30/06/2018 19:00|1 d'abril de 2024|2025-10-03 00:00:00.0|2021-05-03T16:03:13.137935+02:00|Gener de 2021|19:30",
        ],
    );
    let study = file.study();
    assert!(
        study.questions.iter().all(|q| !q.must),
        "{:?}",
        study.questions
    );
    assert_eq!(
        file.drafted("generat"),
        ["2018-06-11T09:00:00", "2018-06-30T19:00:00"]
    );
    assert_eq!(file.drafted("data"), ["2024-01-01", "2024-04-01"]);
    assert_eq!(file.drafted("fecha"), ["2025-10-25", "2025-10-03"]);
    assert_eq!(
        file.drafted("created"),
        ["1985-03-31T22:00:00Z", "2021-05-03T14:03:13.137935Z"]
    );
    assert_eq!(file.drafted("mes_text"), ["2020-04", "2021-01"]);
    assert_eq!(file.drafted("hora"), ["09:00:00", "19:30:00"]);
    let city = Options {
        zone: Some("Europe/Madrid".to_owned()),
        ..Options::default()
    };
    let study = file.study_with(&city);
    let (batches, _) = file.table(&study.draft());
    assert_eq!(
        shown(&batches, "generat"),
        ["2018-06-11T07:00:00Z", "2018-06-30T17:00:00Z"]
    );
}

#[test]
fn trap_11_day_or_month_is_asked_and_a_neighbour_is_evidence() {
    let alone = File::column("data", &["1/2/2024", "3/4/2024"]).study();
    let question = only(&alone);
    assert!(question.must && question.about == About::DayOrMonth);
    assert_eq!(question.choices[0].shown[0].becomes, "2024-02-01");
    assert_eq!(question.choices[1].shown[0].becomes, "2024-01-02");
    let beside = File::new(
        "data_inici|data_fi",
        &["1/2/2024|1/31/2024", "3/4/2024|3/5/2024"],
    )
    .study();
    let question = only(&beside);
    assert_eq!(
        question.choices[question.recommended].reading.order,
        Some(Order::Mdy)
    );
    assert!(question.why.contains("data_fi"), "{}", question.why);
}

#[test]
fn trap_12_padding_and_headers_are_cleaned_and_told() {
    let file = File::new(
        " ID-EVENTO|NK_ Any|Nom_carrer",
        &[
            "50066046|2012|Diagonal              ",
            "50068204|2012|Aragó                 ",
        ],
    );
    let study = file.study();
    assert_eq!(has(&study, " ID-EVENTO", What::NameCleaned), 1);
    assert_eq!(has(&study, "NK_ Any", What::NameCleaned), 1);
    assert_eq!(has(&study, "Nom_carrer", What::Padded), 2);
    assert_eq!(kind(&study, "NK_ Any"), Type::Year);
    assert_eq!(file.drafted("nom_carrer"), ["Diagonal", "Aragó"]);
    let (batches, report) = file.table(&study.draft());
    assert_eq!(
        report.column("nom_carrer").expect("a column").told.padded,
        2
    );
    let schema = batches[0].schema();
    let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
    assert_eq!(names, ["id_evento", "any", "nom_carrer"]);
    assert_eq!(schema.field(0).metadata()["tabular.name"], " ID-EVENTO");
}

#[test]
fn trap_13_a_file_of_another_year_is_a_difference_to_accept() {
    let old = File::new(
        "Numero_expedient|Nom_districte|Mes_any|X",
        &["a1|Eixample|1|1,5", "a2|Gràcia|2|2,5", "a3|Sants|3|3,5"],
    );
    let new = File::new(
        "Numero_expedient|Mes_ any|Districte|X|Longitud|Latitud",
        &[
            "b1|1|Eixample|1.5|2.1|41.3",
            "b2|2|Gràcia|2.5|2.2|41.4",
            "b3|3|Sants|3.5|2.15|41.35",
        ],
    );
    let (was, is) = (old.study(), new.study());
    let recipe = was.draft();
    let found = drift(&recipe, &was.columns, &is);
    assert_eq!(found.added, ["Longitud", "Latitud"]);
    assert!(found.removed.is_empty(), "{found:?}");
    let mut renamed: Vec<(&str, &str)> = found
        .renamed
        .iter()
        .map(|r| (r.was.as_str(), r.is.as_str()))
        .collect();
    renamed.sort_unstable();
    assert_eq!(
        renamed,
        [("Mes_any", "Mes_ any"), ("Nom_districte", "Districte")]
    );
    assert!(found.reordered);
    assert_eq!(
        found.retyped.len(),
        1,
        "the decimal mark changed: {found:?}"
    );
    assert!(is.plan(&recipe).is_err());
    let accepted = found.accept(&recipe, &is);
    let (batches, _) = new.table(&accepted);
    assert_eq!(
        shown(&batches, "nom_districte"),
        ["Eixample", "Gràcia", "Sants"]
    );
    assert_eq!(shown(&batches, "x"), ["1.5", "2.5", "3.5"]);
    assert!(drift(&was.draft(), &was.columns, &old.study()).is_empty());
}

#[test]
fn trap_15_two_systems_in_a_row_tell_about_each_other() {
    let file = File::new(
        "geo_epgs_25831_x|geo_epgs_25831_y|geo_epgs_4326_x|geo_epgs_4326_y",
        &[
            "426269.3187177075|4581689.840820887|41.383356907907704|2.1181888535525486",
            "429292.1907766737|4584326.909741469|41.40737937950329|2.1540303051961045",
        ],
    );
    let study = file.study();
    assert_eq!(kind(&study, "geo_epgs_4326_x"), Type::Latitude);
    assert_eq!(kind(&study, "geo_epgs_4326_y"), Type::Longitude);
    assert_eq!(has(&study, "geo_epgs_4326_x", What::SwappedAxes), 2);
    let mut recipe = study.draft();
    study.take(&mut recipe, "point").expect("offered");
    let (batches, _) = file.table(&recipe);
    assert!(
        shown(&batches, "geometry")[0].contains("2.118188"),
        "{:?}",
        shown(&batches, "geometry")
    );
}

#[test]
fn trap_16_personal_columns_can_be_masked_and_made_coarser() {
    let file = File::new(
        "edat|carrer|data|lat",
        &["29|Diagonal|25/10/2022|41.38539", "31||3/11/2022|41.40001"],
    );
    let mut recipe = file.study().draft();
    recipe.column_mut("edat").expect("there").coarsen = Some(Coarsen::Step(5));
    recipe.column_mut("carrer").expect("there").mask = Some(Mask::Marker);
    recipe.column_mut("data").expect("there").coarsen = Some(Coarsen::Month);
    recipe.column_mut("lat").expect("there").coarsen = Some(Coarsen::Decimals(2));
    let (batches, _) = file.table(&recipe);
    assert_eq!(shown(&batches, "edat"), ["25", "30"]);
    assert_eq!(shown(&batches, "carrer"), ["***", "·"]);
    assert_eq!(shown(&batches, "data"), ["2022-10-01", "2022-11-01"]);
    assert_eq!(shown(&batches, "lat"), ["41.38000", "41.40000"]);
}

#[test]
fn trap_16_a_cell_that_does_not_fit_a_coarser_column_is_counted_and_not_told() {
    let mut cells: Vec<String> = (20..220).map(|n| n.to_string()).collect();
    cells.push("Joan Puig 77".to_owned());
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let file = File::column("edat", &cells);
    let mut recipe = file.study().draft();
    recipe.column_mut("edat").expect("there").coarsen = Some(Coarsen::Step(5));
    let (_, report) = file.table(&recipe);
    let column = report.column("edat").expect("a column");
    assert_eq!((column.rejected, column.examples[0].line), (1, 202));
    assert!(!format!("{report:?}").contains("Puig"), "{report:?}");
}

#[test]
fn trap_17_a_row_of_totals_is_reported_where_it_does_not_fit() {
    let mut cells: Vec<String> = (1..=200).map(|n| n.to_string()).collect();
    cells.push("TOTAL 20100".to_owned());
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let file = File::column("habitants", &cells);
    let (_, report) = file.table(&file.study().draft());
    let column = report.column("habitants").expect("a column");
    assert_eq!((column.kept, column.rejected), (200, 1));
    assert_eq!(column.examples[0].line, 202);
    assert!(report.refused.is_none());
}
