// SPDX-License-Identifier: AGPL-3.0-or-later

//! A row of totals and notes below a table are none of its rows.

use super::*;
use crate::recipe::Type;

/// Blank cells are absent, as in a workbook.
fn padro(last: &[&str]) -> File {
    let mut rows: Vec<String> = (1..=20)
        .map(|n| format!("{n}|Barri {n}|{n}0|{n},5"))
        .collect();
    rows.extend(last.iter().map(|row| (*row).to_owned()));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    File::new("codi|nom|persones|ha", &rows)
}

fn offer<'a>(study: &'a Study, id: &str) -> &'a Suggestion {
    let found = study.suggestions.iter().find(|s| s.id == id);
    found.unwrap_or_else(|| panic!("no {id} in {:#?}", study.suggestions))
}

#[test]
fn trap_17_a_row_that_is_the_sum_of_the_others_is_known_for_sure() {
    let file = padro(&["Total||2100|220,0"]);
    let study = file.study();
    let totals = offer(&study, "leave-out-totals-codi");
    assert!(totals.sure, "{totals:#?}");
    let mut recipe = Recipe::default();
    study.take(&mut recipe, &totals.id).expect("offered");
    let without = file.study_under(&recipe);
    assert_eq!(without.rows, 20);
    assert_eq!(
        without.column("codi").expect("there").reading.kind,
        Type::Code
    );
    assert!(
        without
            .suggestions
            .iter()
            .all(|s| !s.id.starts_with("leave-out"))
    );
    let kept = kept(&without);
    let (batches, report) = file.table(&kept);
    assert_eq!(shown(&batches, "codi").len(), 20);
    assert_eq!(
        (report.rows, report.rows_out, report.left_out.count),
        (21, 20, 1)
    );
    let row = &report.left_out.rows[0];
    assert_eq!((row.line, row.text.as_str()), (22, "Total 2100 220,0"));
    assert_eq!(row.why, WhyLeftOut::Says("codi".to_owned()));
    assert!(report.columns.iter().all(|column| column.rejected == 0));
    // A later file with two such rows is not the file that was looked at.
    let two = padro(&["TOTAL||2100|220,0", "Total||5|1,0"]);
    let error = two.refused(&kept);
    assert!(
        error.starts_with("line 23: row 2 in which \"codi\" says \"Total\"")
            && error.contains("rows = 2"),
        "{error}"
    );
    // The next file, written in large letters, goes the same way by the kept recipe.
    let next = padro(&["21|Barri 21|5|1,5", "TOTAL||2105|221,5"]);
    assert_eq!(next.table(&kept).1.left_out.rows[0].line, 23);
}

#[test]
fn trap_17_a_row_of_totals_above_the_table_is_known_too() {
    let mut rows = vec!["Total ciutat||2100|220,0".to_owned()];
    rows.extend((1..=20).map(|n| format!("{n}|Barri {n}|{n}0|{n},5")));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let file = File::new("codi|nom|persones|ha", &rows);
    assert!(offer(&file.study(), "leave-out-totals-codi").sure);
}

#[test]
fn trap_17_sums_that_do_not_add_up_are_offered_and_not_sure() {
    let study = padro(&["Total||2105|220,0"]).study();
    let totals = offer(&study, "leave-out-totals-codi");
    assert!(!totals.sure);
    assert!(totals.why.contains("1 of 2"), "{}", totals.why);
    // Cells that say nothing, for secrecy, make the sum of the others another one.
    assert!(
        !offer(
            &padro(&["21|Barri 21|..|1", "Total||2103|221,0"]).study(),
            "leave-out-totals-codi"
        )
        .sure
    );
}

#[test]
fn trap_17_a_total_that_is_a_value_like_any_other_is_not_offered() {
    let rows: Vec<String> = (1..=10)
        .flat_map(|n| ["Dona", "Home", "Total"].map(|sex| format!("Barri {n}|{sex}|{n}")))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let study = File::new("barri|sexe|persones", &rows).study();
    assert!(study.suggestions.is_empty(), "{:#?}", study.suggestions);
    let shop = File::new("nom|m2", &["Bar Pep|12", "Total Wine|30", "Forn|20"]).study();
    assert!(shop.suggestions.is_empty(), "{:#?}", shop.suggestions);
}

#[test]
fn trap_17_notes_below_are_left_out_when_taken_and_told_with_their_line() {
    let file = padro(&[
        "Total||2100|220,0",
        "|||",
        "Font: padró municipal|||",
        ".. menys de cinc persones|||",
    ]);
    let study = file.study();
    let (notes, totals) = (
        offer(&study, "leave-out-notes"),
        offer(&study, "leave-out-totals-codi"),
    );
    assert!(!notes.sure && totals.sure);
    assert!(notes.says.contains("lines 24, 25"), "{}", notes.says);
    let mut recipe = Recipe::default();
    for offer in [notes, totals] {
        study.take(&mut recipe, &offer.id).expect("offered");
    }
    let without = file.study_under(&recipe);
    assert_eq!(
        without.column("codi").expect("there").reading.kind,
        Type::Code
    );
    let (batches, report) = file.table(&kept(&without));
    assert_eq!(shown(&batches, "persones").len(), 20);
    assert_eq!((report.rows, report.rows_out), (24, 20));
    let lines: Vec<u64> = report.left_out.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [22, 24, 25], "23 is empty");
    assert_eq!(report.left_out.rows[2].why, WhyLeftOut::Below);
    // Three notes instead of two, or a row that is as thin as they are, somebody looks at.
    let kept = kept(&without);
    let next = padro(&[
        "Total||2100|220,0",
        "nou barri|||",
        "Font: padró|||",
        "nota|||",
    ]);
    let error = next.refused(&kept);
    assert!(
        error.starts_with("line 23: from here on 3 rows") && error.contains("rows = 3"),
        "{error}"
    );
    // A number is none of the notes: it stays, and somebody sees that it is in no barri.
    let next = padro(&["Total||2100|220,0", "|||12", "nota|||"]);
    assert_eq!(next.study_under(&kept).left_out.count, 2);
}

#[test]
fn trap_17_a_word_that_stands_elsewhere_in_other_letters_is_not_offered() {
    let study = padro(&["TOTAL|||7", "21|Barri 21|5|1,5", "Total||2105|228,5"]).study();
    assert!(study.suggestions.is_empty(), "{:#?}", study.suggestions);
}

#[test]
fn trap_17_a_name_that_begins_with_the_word_is_taken_by_its_name_only() {
    let study = padro(&["Total Park||3|1,0"]).study();
    let totals = offer(&study, "leave-out-totals-codi");
    assert!(!totals.sure && totals.by_name_only(), "{totals:#?}");
    // A column of nothing adds up to nothing, whatever the row is.
    let rows = ["a|0|5", "b|0|6", "Total Park|0|3"];
    let study = File::new("nom|baixes|places", &rows).study();
    assert!(offer(&study, "leave-out-totals-nom").by_name_only());
}

#[test]
fn trap_17_rows_that_are_as_empty_as_a_note_are_rows() {
    let study = File::new("a|b|c", &["u|x|2", "nou||", "dos|y|3", "vell||"]).study();
    assert!(study.suggestions.is_empty(), "{:#?}", study.suggestions);
    // Below is below: an empty row with a full one after it stays, whatever the recipe says.
    let recipe = Recipe::parse("[[step]]\n[step.leave-out.below]\nfilled = 1\n").expect("a recipe");
    let file = File::new("a|b|c", &["u|x|2", "nou||", "dos|y|3", "vell||"]);
    let (batches, report) = file.table(&recipe);
    assert_eq!(shown(&batches, "a"), ["u", "nou", "dos"]);
    assert_eq!(report.left_out.rows[0].line, 5);
}

/// Spreadsheets leave hundreds of empty rows below a table; a bound on notes holds for any number.
#[test]
fn empty_rows_do_not_count_and_a_bound_holds_for_many() {
    let recipe = "[[step]]\n[step.leave-out.below]\nfilled = 1\nrows = 1\n";
    let recipe = Recipe::parse(recipe).expect("a recipe");
    let mut rows = vec!["1|x|2"; 3];
    rows.push("Font: padró||");
    rows.extend(vec!["||"; 2_500]);
    let (batches, report) = File::new("a|b|c", &rows).table(&recipe);
    assert_eq!(shown(&batches, "a"), ["1", "1", "1"]);
    assert_eq!(
        (report.left_out.count, report.left_out.empty),
        (2_501, 2_500)
    );
    assert_eq!(report.left_out.rows.len(), 1, "{:?}", report.left_out.rows);
    let mut rows = vec!["1|x|2"; 3];
    rows.extend(vec!["nota||"; 1_500]);
    let error = File::new("a|b|c", &rows).refused(&recipe);
    assert!(
        error.starts_with("line 5: from here on 1500 rows"),
        "{error}"
    );
}

#[test]
fn more_notes_than_a_thousand_are_no_notes() {
    let mut rows = vec!["1|x|2"; 3];
    rows.extend(vec!["nota||"; 1_500]);
    let recipe = Recipe::parse("[[step]]\n[step.leave-out.below]\nfilled = 1\n").expect("a recipe");
    let (_, report) = File::new("a|b|c", &rows).table(&recipe);
    assert_eq!(report.rows, 1_503);
    assert!(report.left_out.count <= 1_000, "{}", report.left_out.count);
    assert_eq!(report.rows_out + report.left_out.count, 1_503);
}

/// Rows are held back until a full one follows; a file must not decide how many bytes that is.
#[test]
fn notes_of_megabytes_are_not_held_back() {
    let long = format!("{}||", "x".repeat(1 << 20));
    let mut rows = vec!["1|x|2"; 3];
    rows.extend(vec![long.as_str(); 20]);
    let recipe = Recipe::parse("[[step]]\n[step.leave-out.below]\nfilled = 1\n").expect("a recipe");
    let (_, report) = File::new("a|b|c", &rows).table(&recipe);
    assert!(report.left_out.count < 9, "{}", report.left_out.count);
    assert_eq!(report.rows_out + report.left_out.count, 23);
}

#[test]
fn a_step_about_a_column_that_is_gone_is_told_and_not_skipped() {
    let recipe =
        Recipe::parse("[[step]]\n[step.leave-out.where]\ncolumn = \"codi\"\nsays = [\"Total\"]\n")
            .expect("a recipe");
    let file = File::new("barri|n", &["a|1"]);
    let error = file
        .study_under(&recipe)
        .plan(&recipe)
        .expect_err("no codi");
    assert!(error.to_string().contains("step 1") && error.to_string().contains("barri, n"));
    let error = file.study().plan(&recipe).expect_err("studied without");
    assert!(error.to_string().contains("study it again"), "{error}");
}

/// The report is public: what the recipe keeps back of a column, a row that is left out keeps back too.
#[test]
fn a_row_that_is_left_out_does_not_tell_what_the_recipe_keeps_back() {
    let file = padro(&["Total|Joan Petit|2100|220,0"]);
    let mut recipe = Recipe::default();
    let study = file.study();
    study
        .take(&mut recipe, "leave-out-totals-codi")
        .expect("offered");
    let mut recipe = kept(&file.study_under(&recipe));
    let nom = recipe.columns.iter_mut().find(|c| c.from == "nom");
    nom.expect("there").drop = true;
    // Another column takes the name over.
    let ha = recipe.columns.iter_mut().find(|c| c.from == "ha");
    ha.expect("there").name = "nom".to_owned();
    let (_, report) = file.table(&recipe);
    assert_eq!(report.left_out.rows[0].text, "Total *** 2100 220,0");
    // Where it has another heading this time, nothing is told, and the file is refused.
    let mut next = padro(&["Total|Joan Petit|2100|220,0"]);
    next.rename(1, "nom i cognoms");
    let study = next.study_under(&recipe);
    assert_eq!(study.left_out.rows[0].text, "*** *** *** ***");
    let error = study.plan(&recipe).expect_err("it keeps nothing back");
    assert!(
        matches!(&error, PlanError::NothingKeptBack(names) if names == &["nom"]),
        "{error}"
    );
    let found = drift(&recipe, &[], &study);
    assert_eq!(
        (found.removed.as_slice(), found.added.as_slice()),
        (&["nom".to_owned()][..], &["nom i cognoms".to_owned()][..])
    );
    let accepted = found.accept(&recipe, &study);
    next.study_under(&accepted)
        .plan(&accepted)
        .expect_err("accepting is not enough");
}

proptest::proptest! {
    /// Whatever the recipe leaves out: every row is in the table or in the report.
    #[test]
    fn no_row_is_lost(cells in proptest::collection::vec("(Total|[0-9]{1,3}|[a-z]{3})\\|([0-9]{0,2})\\|([a-z]{0,2})", 1..60), filled in 0_usize..3) {
        let rows: Vec<&str> = cells.iter().map(String::as_str).collect();
        let file = File::new("a|b|c", &rows);
        let mut recipe = Recipe::parse("[[step]]\n[step.leave-out.where]\ncolumn = \"a\"\nsays = [\"Total\"]\n").expect("a recipe");
        recipe.steps.push(crate::recipe::Step::LeaveOut(crate::recipe::LeaveOut::Below(crate::recipe::Below { filled, rows: None })));
        let study = file.study_under(&recipe);
        study.accept_recommended(&mut recipe);
        let (_, report) = file.table(&recipe);
        proptest::prop_assert_eq!(report.rows_out + report.left_out.count, u64::try_from(rows.len()).expect("few"));
        proptest::prop_assert_eq!(report.rows, u64::try_from(rows.len()).expect("few"));
    }
}
