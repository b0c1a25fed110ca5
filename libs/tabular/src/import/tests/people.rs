// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows about people, protected or counted.

use arrow_array::Array as _;
use proptest::prelude::*;

use super::*;

fn people(rows: &[(&str, i64, &str)]) -> File {
    let rows = rows
        .iter()
        .map(|(area, age, sex)| format!("{area}|{age}|{sex}"));
    let rows: Vec<String> = rows.collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    File::new("barri|edat|sexe", &rows)
}

/// The table as text, a line per row, `-` for an empty cell.
fn table(file: &File, recipe: &str) -> Result<(Vec<String>, Report), String> {
    let recipe = Recipe::parse(recipe).map_err(|error| error.to_string())?;
    let mut plan = file
        .study_under(&recipe)
        .plan(&recipe)
        .map_err(|error| error.to_string())?;
    plan.foresee(&|| Ok(file.open()), &mut |_| true)
        .map_err(|error| error.to_string())?;
    let mut rows = plan.read(file.open());
    let mut lines = Vec::new();
    for batch in rows.by_ref() {
        let batch = batch.map_err(|error| error.to_string())?;
        for row in 0..batch.num_rows() {
            let cell = |column: &arrow_array::ArrayRef| {
                if column.is_null(row) {
                    return "-".to_owned();
                }
                match column.as_primitive_opt::<Int64Type>() {
                    Some(numbers) => numbers.value(row).to_string(),
                    None => column.as_string::<i32>().value(row).to_owned(),
                }
            };
            let cells: Vec<String> = batch.columns().iter().map(cell).collect();
            lines.push(cells.join(" "));
        }
    }
    Ok((lines, rows.into_report()))
}

const PROTECT: &str = "[[step]]\n[step.protect]\ncoarsen = { edat = { step = 10 } }\n\
                       apart = ['barri', 'edat', 'sexe']\nk = 2\n";

#[test]
fn who_is_alone_says_less_until_they_are_not() {
    let file = people(&[
        ("Clot", 31, "Dona"),
        ("Clot", 38, "Dona"),
        ("Raval", 35, "Dona"),
        ("Gràcia", 33, "Dona"),
        ("Gràcia", 71, "Home"),
        ("Raval", 64, "Home"),
        ("Raval", 12, "Nen"),
    ]);
    let (lines, report) = table(&file, PROTECT).expect("it can be protected");
    assert_eq!(
        lines,
        [
            "Clot 30 Dona",
            "Clot 30 Dona",
            "- 30 Dona",
            "- 30 Dona",
            "- - Home",
            "- - Home",
            "- - -",
        ]
    );
    let emptied: Vec<u64> = report.columns.iter().map(|c| c.told.emptied).collect();
    assert_eq!(emptied, [5, 3, 1]);
    for column in &report.columns {
        assert_eq!(column.kept + column.nulls, 7, "{column:?}");
    }
}

#[test]
fn rows_are_counted_in_the_order_of_their_cells_and_the_few_together() {
    let file = people(&[
        ("Raval", 35, "Dona"),
        ("Clot", 38, "Dona"),
        ("Clot", 31, "Dona"),
        ("Raval", 64, "Home"),
        ("Clot", 39, "Home"),
    ]);
    let recipe = "[[step]]\n[step.count]\nby = ['edat', 'barri']\n\
                  coarsen = { edat = { step = 10 } }\ninto = 'persones'\nk = 2\n";
    let (lines, report) = table(&file, recipe).expect("it can be counted");
    assert_eq!(lines, ["- - 2", "30 Clot 3"], "two are alone, and together");
    assert_eq!((report.rows, report.rows_out), (5, 2));
    let recipe = recipe.replace("k = 2", "k = 3");
    let (lines, _) = table(&file, &recipe).expect("it can be counted");
    assert_eq!(lines, ["30 Clot 3"], "two together are too few");
}

#[test]
fn what_cannot_be_protected_is_refused_before_a_row_is_read() {
    let file = people(&[("Clot", 31, "Dona"), ("Clot", 38, "Dona")]);
    for (recipe, says) in [
        (PROTECT.replace("k = 2", "k = 1"), "protects nobody"),
        (
            PROTECT.replace("'sexe'", "'gènere'"),
            "no column \"gènere\"",
        ),
        (PROTECT.replace("step = 10", "step = 0"), "cannot say less"),
        (
            PROTECT.replace("{ step = 10 }", "'month'"),
            "cannot say less",
        ),
        (
            PROTECT.replace("k = 2", "without = ['sexe']"),
            "not in both",
        ),
        (format!("{PROTECT}{PROTECT}"), "once only"),
        (
            format!("{PROTECT}[[step]]\n[step.split]\ncolumn = 'edat'\nlow = 'a'\nhigh = 'b'\n"),
            "put step 1 last",
        ),
    ] {
        let said = table(&file, &recipe).expect_err(&recipe);
        assert!(said.contains(says), "{said}");
    }
}

/// A cell that does not fit would tell what the step takes away.
#[test]
fn nothing_is_quoted_of_a_table_that_is_protected() {
    let mut rows = vec![("Clot", 31, "Dona"); 400];
    rows.push(("Clot", 32, "Dona"));
    let mut file = people(&rows);
    file.rows[400][1] = Some("trenta-dos i mig".to_owned());
    let recipe = format!("[[column]]\nfrom = 'edat'\ntype = 'integer'\n{PROTECT}");
    let (_, report) = table(&file, &recipe).expect("one of four hundred");
    let cells: Vec<&str> = report
        .columns
        .iter()
        .flat_map(|column| column.examples.iter().map(|cell| cell.text.as_str()))
        .collect();
    assert_eq!(cells, ["***"]);
}

proptest! {
    /// Whatever the rows are: none is lost, and each that says something is one of `k` alike.
    #[test]
    fn nobody_is_alone_who_was_protected(
        rows in prop::collection::vec((0_usize..4, 0_i64..60, 0_usize..3), 2..120),
    ) {
        let areas = ["Clot", "Raval", "Gràcia", "Sants"];
        let sexes = ["Dona", "Home", "Altres"];
        let rows: Vec<_> = rows.iter().map(|(a, age, s)| (areas[*a], *age, sexes[*s])).collect();
        let typed = "[[column]]\nfrom = 'edat'\ntype = 'integer'\n";
        let recipe = format!("{typed}{}", PROTECT.replace("k = 2", "k = 3"));
        let (lines, _) = table(&people(&rows), &recipe).expect("it can be protected");
        prop_assert_eq!(lines.len(), rows.len());
        for line in &lines {
            let alike = lines.iter().filter(|other| *other == line).count();
            prop_assert!(alike >= 3 || line == "- - -", "{}: {}", line, alike);
        }
    }
}
