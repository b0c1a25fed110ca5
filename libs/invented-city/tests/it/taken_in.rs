// SPDX-License-Identifier: AGPL-3.0-or-later

//! The files go the same way as real ones. What the town hall's officer wrote must answer every
//! question that they raise.

use std::collections::BTreeSet;

use invented_city::{City, Dataset};
use tabular::import::{Options, Report, study, study_with};
use tabular::recipe::Recipe;
use tabular::source::{Limits, ReadOptions, Source};

/// What became of the newest file of a dataset, the columns of the table, and those of them that count
/// something without the file saying what.
fn take_in(city: &City, dataset: &Dataset) -> (Report, BTreeSet<String>, BTreeSet<String>) {
    let file = dataset.files.last().expect("a dataset has a file");
    let mut bytes = Vec::new();
    file.write(city, &mut bytes).expect("memory does not fail");
    let source = Source::from_bytes(bytes, &Limits::default()).expect(file.name);
    let how = ReadOptions::default();
    let open = || source.read(0, &how);
    let options = Options {
        zone: Some("Europe/Madrid".to_owned()),
        ..Options::default()
    };
    let recipe = Recipe::parse(dataset.recipe).expect(file.name);
    let study = study_with(&open, &options, &recipe, &mut |_, _| true).expect(file.name);
    let plan = match study.plan(&recipe) {
        Ok(plan) => plan,
        Err(error) => {
            let columns: Vec<_> = study.columns.iter().map(|c| (&c.from, &c.name)).collect();
            panic!("{}: {error}\n{columns:?}", file.name)
        }
    };
    let mut rows = plan.read(open().expect(file.name));
    let schema = rows.schema();
    let names = schema.fields().iter().map(|f| f.name().clone()).collect();
    let bare = schema
        .fields()
        .iter()
        .filter(|f| f.data_type().is_numeric() && !f.metadata().contains_key("tabular.unit"))
        .filter(|f| {
            f.metadata()
                .get("tabular.type")
                .is_none_or(|kind| kind != "year")
        })
        .map(|f| f.name().clone())
        .collect();
    for batch in &mut rows {
        batch.expect(file.name);
    }
    (rows.into_report(), names, bare)
}

#[test]
fn every_file_is_taken_in_with_its_recipe_and_no_cell_is_refused() {
    let city = City::new(1859, 30_000);
    for dataset in city.datasets() {
        let (report, names, bare) = take_in(&city, &dataset);
        assert_eq!(report.irregular, [], "{}", dataset.id);
        assert!(report.rows_out > 2, "{}", dataset.id);
        let example = report.columns.iter().find_map(|c| c.examples.first());
        assert_eq!(report.refused, None, "{}: {example:?}", dataset.id);
        for column in &report.columns {
            assert_eq!(
                column.rejected,
                0,
                "{} {}: {:?}",
                dataset.id,
                column.name,
                column.examples.first()
            );
        }
        let about: toml::Table = dataset.about.parse().expect(dataset.id);
        let told: BTreeSet<&str> = about["columns"]
            .as_array()
            .expect("columns")
            .iter()
            .filter_map(|c| c["name"].as_str())
            .collect();
        let untold: Vec<&String> = names
            .iter()
            .filter(|name| !told.contains(name.as_str()))
            .collect();
        assert!(
            untold.is_empty(),
            "{} has no words for {untold:?}",
            dataset.id
        );
        let united: BTreeSet<&str> = about["columns"]
            .as_array()
            .expect("columns")
            .iter()
            .filter(|c| c.get("unit").is_some())
            .filter_map(|c| c["name"].as_str())
            .collect();
        for name in &bare {
            let told = united.contains(name.as_str());
            assert!(told, "{} does not say what {name} counts", dataset.id);
        }
        let key = about["key"].as_array().expect("a key").iter();
        let described = about["columns"]
            .as_array()
            .expect("columns")
            .iter()
            .map(|c| &c["name"]);
        for name in key.chain(described) {
            let name = name.as_str().expect("a name");
            assert!(
                names.contains(name),
                "{} has no column {name}: {names:?}",
                dataset.id
            );
        }
    }
}

fn population(city: &City) -> Dataset {
    let mut all = city.datasets();
    let found = all.find(|dataset| dataset.id == "poblacio-edat-sexe");
    found.expect("it is there")
}

#[test]
fn population_taken_in_is_the_population_of_the_city() {
    let city = City::new(1859, 400_000);
    let (report, ..) = take_in(&city, &population(&city));
    // Neighbourhoods, sexes and age groups; neither titles nor notes nor totals.
    assert_eq!(report.rows_out, 73 * 2 * 20);
}

/// The row of totals and the notes are left out and told, each with its line.
#[test]
fn what_stands_below_the_population_is_told_and_not_counted() {
    let city = City::new(1859, 400_000);
    let (report, ..) = take_in(&city, &population(&city));
    let told: Vec<(u64, &str)> = report
        .left_out
        .rows
        .iter()
        .map(|row| (row.line, row.text.split(' ').next().unwrap_or_default()))
        .collect();
    // Four lines stand above, and one is empty.
    let last = 4 + 73 * 2;
    assert_eq!(
        told,
        [(last + 1, "Total"), (last + 3, ".."), (last + 4, "Font:")]
    );
    assert_eq!(report.rows, 73 * 2 + 3);
}

/// The officer took what is offered: nothing in the recipe about rows was written by hand.
#[test]
fn leaving_out_what_stands_below_the_population_is_offered() {
    let city = City::new(1859, 400_000);
    let dataset = population(&city);
    let mut bytes = Vec::new();
    let file = dataset.files.last().expect("a file");
    file.write(&city, &mut bytes).expect("memory does not fail");
    let source = Source::from_bytes(bytes, &Limits::default()).expect("a workbook");
    let how = ReadOptions::default();
    let open = || source.read(0, &how);
    let found = study(&open, &Options::default(), &mut |_, _| true).expect("can be studied");
    let mut taken = Recipe::default();
    for id in ["leave-out-notes", "leave-out-totals-codi_districte"] {
        let offer = found.suggestions.iter().find(|offer| offer.id == id);
        // Groups of fewer than five are in the sums and not in the cells.
        assert!(!offer.expect(id).sure, "{offer:?}");
        found.take(&mut taken, id).expect(id);
    }
    let written = Recipe::parse(dataset.recipe).expect("a recipe");
    for step in &taken.steps {
        assert!(written.steps.contains(step), "{step:?}");
    }
}
