// SPDX-License-Identifier: AGPL-3.0-or-later

//! What can be read can be imported once its questions are answered, and no cell is lost on the way.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tabular::import::{Options, Study, study, study_with};
use tabular::recipe::Recipe;
use tabular::source::{Limits, ReadOptions, Source};

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses among the answers; the rest is the file.
    let Some((&choice, bytes)) = bytes.split_first() else { return };
    let limits = Limits {
        file_bytes: 1 << 18,
        unpacked_bytes: 4 << 20,
        workbook_bytes: 4 << 20,
        columns: 200,
        rows: 20_000,
        ..Limits::default()
    };
    let Ok(source) = Source::from_bytes(bytes.to_vec(), &limits) else { return };
    let open = || source.read(0, &ReadOptions::default());
    let Ok(found) = study(&open, &Options::default(), &mut |_, _| true) else { return };

    let draft = found.draft_toml();
    let mut recipe = Recipe::parse(&draft)
        .unwrap_or_else(|why| panic!("a draft is a recipe, but {why}:\n{draft}"));
    answer(&found, &mut recipe, usize::from(choice));
    let again = Recipe::parse(&recipe.to_toml()).expect("what a recipe writes, it reads");
    assert_eq!(recipe, again);
    import(&source, &found, &recipe);

    // Each suggestion is an offer that can be taken alone.
    for suggestion in found.suggestions.iter().take(3) {
        let mut recipe = recipe.clone();
        if found.take(&mut recipe, &suggestion.id).is_err() {
            continue;
        }
        if found.is_of(&recipe) {
            import(&source, &found, &recipe);
            continue;
        }
        // It reshapes the rows: the columns are others, and what is asked about them as well.
        recipe.columns.clear();
        let again = study_with(&open, &Options::default(), &recipe, &mut |_, _| true);
        let Ok(again) = again else { continue };
        let mut recipe = again.draft();
        answer(&again, &mut recipe, usize::from(choice));
        import(&source, &again, &recipe);
    }
});

fn answer(found: &Study, recipe: &mut Recipe, choice: usize) {
    for question in &found.questions {
        assert!(!question.choices.is_empty(), "a question has answers: {question:?}");
        assert!(question.recommended < question.choices.len());
        let chosen = &question.choices[choice % question.choices.len()];
        found
            .answer(recipe, &question.name, &chosen.answer)
            .unwrap_or_else(|why| panic!("an answer that is offered is taken, but {why}"));
    }
}

/// Builds the table and counts its cells.
fn import(source: &Source, found: &Study, recipe: &Recipe) {
    // A plan may refuse a recipe that a person wrote, with a reason.
    let Ok(plan) = found.plan(recipe) else { return };
    let reader = source.read(0, &ReadOptions::default()).expect("it was read a moment ago");
    let mut rows = plan.read(reader);
    let mut rows_out = 0;
    for batch in rows.by_ref() {
        let Ok(batch) = batch else { return };
        assert_eq!(batch.schema(), plan.schema());
        rows_out += u64::try_from(batch.num_rows()).expect("fewer than 2^64");
    }
    let report = rows.into_report();
    let rows = found.rows + report.left_out.count;
    assert_eq!(report.rows, rows, "the second reading has as many rows as the first");
    assert_eq!(report.left_out, found.left_out);
    assert_eq!(report.rows_out, rows_out);
    // Steps make columns of their own, and more or fewer rows.
    let as_read = report.columns.iter().filter(|_| recipe.steps.is_empty());
    for column in as_read {
        let cells = column.kept + column.nulls + column.rejected;
        assert_eq!(cells, report.rows, "cells of {} are lost", column.name);
    }
}
