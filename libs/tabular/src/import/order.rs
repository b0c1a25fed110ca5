// SPDX-License-Identifier: AGPL-3.0-or-later

//! The order of steps that suggestions add, and the draft that a person reads.

use std::fmt::Write;

use super::study::Study;
use crate::recipe::{Recipe, Step};

/// Rows are what they are before their cells are read; coordinates are mended before points are made of them; rows are spread before hours are joined.
pub(super) fn of(step: &Step) -> u8 {
    match step {
        Step::Flatten(_) => 0,
        Step::LeaveOut(_) => 1,
        Step::Swap(_) => 2,
        Step::Rebuild(_) => 3,
        Step::Split(_) => 4,
        Step::Unpivot(_) => 5,
        Step::Join(_) => 6,
        Step::Point(_) => 7,
        Step::Protect(_) | Step::Count(_) => 8,
    }
}

/// Text that cannot end its comment.
fn comment(out: &mut String, text: &str) {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    writeln!(out, "# {text}").expect("a String takes all text");
}

pub(super) fn draft_toml(study: &Study) -> String {
    let draft = study.draft();
    let mut out = String::new();
    comment(
        &mut out,
        &format!("{} rows, {} columns.", study.rows, study.columns.len()),
    );
    out.push_str(
        &Recipe {
            columns: Vec::new(),
            ..draft.clone()
        }
        .to_toml(),
    );
    for (column, written) in study.columns.iter().zip(&draft.columns) {
        out.push('\n');
        for finding in &column.findings {
            comment(&mut out, &finding.says);
        }
        for question in study.questions.iter().filter(|q| q.column == column.from) {
            comment(
                &mut out,
                &format!(
                    "{}: {}",
                    if question.must {
                        "Answer this"
                    } else {
                        "Chosen"
                    },
                    question.why
                ),
            );
            for (at, choice) in question.choices.iter().enumerate() {
                let mark = if at == question.recommended {
                    " (recommended)"
                } else {
                    ""
                };
                let shown: Vec<String> = choice
                    .shown
                    .iter()
                    .take(2)
                    .map(|s| format!("{} becomes {}", s.text, s.becomes))
                    .collect();
                comment(
                    &mut out,
                    &format!(
                        "  {}{mark}: {}; {}",
                        choice.answer,
                        choice.says,
                        shown.join(", ")
                    ),
                );
            }
        }
        let one = Recipe {
            columns: vec![written.clone()],
            ..Recipe::default()
        }
        .to_toml();
        out.push_str(one.find("[[column]]").map_or("", |at| &one[at..]));
    }
    for suggestion in &study.suggestions {
        out.push('\n');
        comment(
            &mut out,
            &format!("Offered as {}: {}", suggestion.id, suggestion.says),
        );
        comment(&mut out, &suggestion.why);
        let steps = Recipe {
            steps: suggestion.steps.clone(),
            columns: suggestion.columns.clone(),
            ..Recipe::default()
        }
        .to_toml();
        for line in steps.lines().skip_while(|line| !line.starts_with("[[")) {
            comment(&mut out, line);
        }
    }
    out
}
