// SPDX-License-Identifier: AGPL-3.0-or-later

//! What does not fit is told with its line and column, and too much of it is refused.

use super::*;
use crate::recipe::{Order, Type};

#[test]
fn a_report_names_line_column_text_and_reason() {
    let file = File::new(
        "nom|data",
        &["a|31/12/2024", "b|30/02/2024", "c|ahir", "d|", "e|1/1/2024"],
    );
    let study = file.study();
    let mut recipe = study.draft();
    let column = recipe.column_mut("data").expect("there");
    column.kind = Type::Date;
    column.order = Some(Order::Dmy);
    recipe.refuse_above = Some(0.5);
    let (batches, report) = file.table(&recipe);
    assert_eq!(
        shown(&batches, "data"),
        ["2024-12-31", "·", "·", "·", "2024-01-01"]
    );
    let column = report.column("data").expect("a column");
    assert_eq!((column.kept, column.nulls, column.rejected), (2, 1, 2));
    let told: Vec<(u64, &str, &str)> = column
        .examples
        .iter()
        .map(|r| (r.line, r.text.as_str(), r.why.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (3, "30/02/2024", "is a day that does not exist"),
            (4, "ahir", "is not a date in this column's order"),
        ]
    );
    assert!(report.refused.is_none());
    assert_eq!((report.rows, report.rows_out), (5, 5));
}

#[test]
fn more_than_the_allowed_share_is_refused() {
    let mut cells = vec!["1"; 98];
    cells.push("x1");
    let file = File::column("n", &cells);
    let mut recipe = file.study().draft();
    recipe.columns[0].kind = Type::Integer;
    recipe.refuse_above = Some(0.01);
    let (_, report) = file.table(&recipe);
    let refused = report
        .refused
        .expect("1 of 99 is more than one in a hundred");
    assert_eq!((refused.rejected, refused.filled), (1, 99));
    assert!(refused.to_string().contains("refuse_above"));
    cells.push("2");
    let file = File::column("n", &cells);
    let (_, report) = file.table(&recipe);
    assert!(report.refused.is_none(), "1 of 100 is not more");
}

#[test]
fn what_is_no_longer_than_the_bound_is_listed_and_the_rest_counted() {
    let cells = vec!["a"; 250];
    let file = File::column("n", &cells);
    let mut recipe = file.study().draft();
    recipe.columns[0].kind = Type::Integer;
    let (_, report) = file.table(&recipe);
    let column = report.column("n").expect("a column");
    assert_eq!((column.rejected, column.examples.len()), (250, 100));
    assert_eq!(column.examples[99].line, 101);
}

#[test]
fn numbers_beyond_their_type_are_reported_not_wrapped() {
    let file = File::column("n", &["9223372036854775808", "1", "-9223372036854775808"]);
    let mut recipe = file.study().draft();
    recipe.columns[0].kind = Type::Integer;
    recipe.refuse_above = Some(1.0);
    let (batches, report) = file.table(&recipe);
    assert_eq!(shown(&batches, "n"), ["·", "1", "-9223372036854775808"]);
    assert_eq!(
        report.columns[0].examples[0].why,
        "has more digits than this column holds"
    );
}

#[test]
fn a_recipe_for_other_columns_is_refused_by_name() {
    let study = File::new("a|b", &["1|2"]).study();
    let recipe = Recipe::parse("[[column]]\nfrom = \"c\"\n").expect("a recipe");
    assert_eq!(
        study.plan(&recipe).expect_err("no column c"),
        PlanError::NoSuchColumn(vec!["c".to_owned()])
    );
    let same = Recipe::parse(
        "[[column]]\nfrom = \"a\"\nname = \"x\"\n[[column]]\nfrom = \"b\"\nname = \"x\"\n",
    )
    .expect("a recipe");
    assert_eq!(
        study.plan(&same).expect_err("twice x"),
        PlanError::SameName("x".to_owned())
    );
    let key = Recipe::parse("key = [\"id\"]\n").expect("a recipe");
    assert!(matches!(
        study.plan(&key),
        Err(PlanError::NoSuchKey { list: "key", .. })
    ));
}

#[test]
fn somebody_who_stops_the_study_is_obeyed() {
    let file = File::column("n", &["1"; 30]);
    let mut seen = 0;
    let stopped = study(&|| Ok(file.open()), &Options::default(), &mut |rows, _| {
        seen = rows;
        rows < 14
    });
    assert!(
        matches!(stopped, Err(crate::ReadError::Io(error)) if error.kind() == std::io::ErrorKind::Interrupted)
    );
    assert_eq!(seen, 14);
}

#[test]
fn dropped_columns_are_gone_and_rows_that_are_dropped_early_end_the_reading_thread() {
    let file = File::new("a|b", &["1|2"; 40]);
    let mut recipe = file.study().draft();
    recipe.column_mut("a").expect("there").drop = true;
    let plan = file.study().plan(&recipe).expect("a plan");
    assert_eq!(plan.schema().fields().len(), 1);
    let mut rows = plan.read(file.open());
    assert!(rows.next().is_some());
    drop(rows);
}
