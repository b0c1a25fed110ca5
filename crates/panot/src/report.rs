// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the command line tells people about a file: what it found, what it asks, what it offers.

pub mod gate;
pub mod said;
#[cfg(test)]
mod tests;

use panot_catalog::import::{Found, List, Serious, Staged, Studied, Unknown, Used};
use panot_catalog::publish::Published;
use tabular::import::{ColumnStudy, Drift, LeftOut, Question, Report, Suggestion};
use tabular::source::Facts;

use crate::words::Words;

/// Examples that are shown of anything.
const SHOWN: usize = 3;

/// A file that was only looked at.
pub fn studied(t: Words, studied: &Studied) -> Vec<String> {
    let study = &studied.study;
    let mut lines = vec![format!(
        "{}{}",
        t.summary(study.columns.len(), studied.kind.to_string(), study.rows),
        dialect(t, &studied.facts)
    )];
    lines.extend(used(t, &studied.used));
    lines.extend(oddities(t, &studied.facts));
    let widest = study
        .columns
        .iter()
        .map(|c| c.name.chars().count())
        .max()
        .unwrap_or(0)
        .min(40);
    lines.extend(
        study
            .columns
            .iter()
            .flat_map(|column| column_lines(t, column, widest)),
    );
    lines.extend(left_out(t, &study.left_out));
    lines.extend(unknown(t, &studied.unknown));
    if let Some(drift) = &studied.drift {
        lines.push(String::new());
        lines.push(drift_lines(t, drift));
    }
    if !study.questions.is_empty() || !study.suggestions.is_empty() {
        lines.push(String::new());
        lines.push(questions(t, &study.questions, &study.suggestions));
    }
    lines
}

/// Encoding, delimiter and header of a text file.
fn dialect(t: Words, facts: &Facts) -> String {
    let mut parts = Vec::new();
    parts.extend(
        facts
            .encoding
            .as_ref()
            .map(|encoding| encoding.name.clone()),
    );
    parts.extend(facts.delimiter.map(|mark| match mark {
        '\t' => t.dialect_tabs(),
        mark => format!("{mark:?}"),
    }));
    parts.extend(
        facts
            .header
            .filter(|&line| line > 1)
            .map(|line| t.dialect_header(line.to_string())),
    );
    if parts.is_empty() {
        String::new()
    } else {
        format!(" ({})", parts.join(", "))
    }
}

/// What is odd about the file as a whole.
fn oddities(t: Words, facts: &Facts) -> Vec<String> {
    let mut lines = Vec::new();
    let first = |lines: &tabular::source::Lines| {
        let first: Vec<String> = lines.first.iter().take(SHOWN).map(u64::to_string).collect();
        let more = if u64::try_from(first.len()).is_ok_and(|shown| shown < lines.count) {
            " …"
        } else {
            ""
        };
        first.join(", ") + more
    };
    let (lost, mixed) = (&facts.replacement, &facts.mixed);
    if !lost.is_empty() {
        lines.push(t.lost_letters(lost.count, first(lost)));
    }
    if !mixed.is_empty() {
        lines.push(t.other_encoding(mixed.count, first(mixed)));
    }
    lines.extend(
        facts
            .above
            .iter()
            .map(|row| t.above_header(row.line.to_string(), shorten(&row.text, 60))),
    );
    lines.extend(
        facts
            .totals
            .iter()
            .map(|row| t.like_totals(row.line.to_string(), shorten(&row.text, 60))),
    );
    lines.iter().map(|line| format!("  {line}")).collect()
}

fn column_lines(t: Words, column: &ColumnStudy, widest: usize) -> Vec<String> {
    let unit = column
        .reading
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" {}", t.in_unit(unit)));
    let shown: Vec<String> = column
        .shown
        .iter()
        .take(SHOWN)
        .map(|shown| said::becomes(t, shown))
        .collect();
    let mut lines = vec![format!(
        "  {:widest$}  {:10}  {}",
        column.name,
        // The type as a recipe writes it.
        format!("{}{unit}", column.reading.kind),
        shorten(&shown.join(" · "), 60)
    )];
    lines.extend(
        column
            .findings
            .iter()
            .map(|f| format!("  {:widest$}  └ {}", "", said::noticed(t, &f.noticed))),
    );
    lines
}

/// A file that was taken in.
pub fn staged(t: Words, staged: &Staged) -> Vec<String> {
    let mut lines = vec![t.takes_in(staged.columns.len(), staged.dataset.as_str(), staged.rows)];
    lines.extend(used(t, &staged.used));
    lines.extend(left_out(t, &staged.report.left_out));
    let rejected: u64 = staged
        .report
        .columns
        .iter()
        .map(|column| column.rejected)
        .sum();
    if rejected > 0 {
        lines.push(t.emptied(rejected));
        lines.extend(rejections(t, &staged.report));
    }
    lines.extend(serious(t, &staged.serious));
    lines.extend(unknown(t, &staged.unknown));
    for question in &staged.assumed {
        let choice = &question.choices[question.recommended];
        lines.push(t.assumed(
            &question.name,
            said::meaning(t, &choice.meaning),
            said::evidence(t, &question.evidence),
        ));
    }
    lines.extend(offers(t, &staged.suggestions));
    lines
}

/// Which small files were used. Whoever named one knows.
fn used(t: Words, used: &[Used]) -> Vec<String> {
    used.iter()
        .filter_map(|used| match used {
            Used::Recipe { found, .. } | Used::Dataset { found, .. } if *found == Found::Named => {
                None
            }
            Used::Recipe { place, .. } => Some(t.used_recipe(place)),
            Used::RecipeOf { version } => Some(t.used_recipe_of(version.to_string())),
            Used::Dataset { place, .. } => Some(t.used_dataset(place)),
            Used::NotDataset { place, id } => Some(t.not_used_dataset(id.as_str(), place)),
        })
        .collect()
}

/// What the publisher should look at.
pub fn serious(t: Words, serious: &[Serious]) -> Vec<String> {
    serious
        .iter()
        .map(|s| t.look_at(&s.column, said::noticed(t, &s.finding.noticed)))
        .collect()
}

/// Columns that the dataset file names and the table does not have.
fn unknown(t: Words, unknown: &[Unknown]) -> Vec<String> {
    unknown
        .iter()
        .map(|unknown| {
            let list = match unknown.list {
                List::Key => "key",
                List::Columns => "[[columns]]",
            };
            if unknown.nearest.is_empty() {
                t.unknown_column(&unknown.column, list)
            } else {
                t.unknown_column_near(&unknown.column, list, unknown.nearest.join(", "))
            }
        })
        .collect()
}

/// What is offered, each with what to write.
fn offers(t: Words, suggestions: &[Suggestion]) -> Vec<String> {
    if suggestions.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("  {}", t.offered())];
    lines.extend(suggestions.iter().map(|offer| {
        let (change, reason) = (
            said::change(t, &offer.change),
            said::reason(t, &offer.reason),
        );
        format!("    --take {}   {change} ({reason})", offer.id)
    }));
    lines
}

/// Rows that are none of the table.
fn left_out(t: Words, rows: &LeftOut) -> Vec<String> {
    if rows.count == 0 {
        return Vec::new();
    }
    let mut lines = vec![t.rows_left_out(rows.count)];
    lines.extend(rows.rows.iter().take(SHOWN).map(|row| {
        let line = row.line.to_string();
        let why = said::left_out(t, &row.why);
        format!("  {}", t.row_left_out(line, shorten(&row.text, 60), why))
    }));
    lines
}

/// A version that was published.
pub fn published(t: Words, published: &Published) -> Vec<String> {
    vec![t.published(&published.address, published.version.to_string())]
}

/// What has to be answered and what is offered, each with what to write.
pub fn questions(t: Words, questions: &[Question], suggestions: &[Suggestion]) -> String {
    let mut lines = Vec::new();
    if !questions.is_empty() {
        lines.push(t.answer_here());
    }
    for question in questions {
        let why = said::evidence(t, &question.evidence);
        lines.push(format!("\n  {}: {why}", question.name));
        for (at, choice) in question.choices.iter().enumerate() {
            let mark = if at == question.recommended {
                format!("  {}", t.likely())
            } else {
                String::new()
            };
            let answer = format!("--answer {}={}", question.name, choice.answer);
            let meaning = said::meaning(t, &choice.meaning);
            lines.push(format!("    {answer}   {meaning}{mark}"));
            lines.extend(choice.shown.iter().take(SHOWN).map(|shown| {
                let (text, becomes) = (
                    shorten(&shown.text, 40),
                    shorten(&said::becomes(t, shown), 40),
                );
                format!(
                    "        {}",
                    t.becomes(becomes, shown.line.to_string(), text)
                )
            }));
        }
    }
    if !suggestions.is_empty() {
        lines.push(String::new());
        lines.extend(offers(t, suggestions));
    }
    lines.join("\n")
}

/// How the columns differ from those of the version before, and what to do.
pub fn drift(t: Words, drift: &Drift) -> String {
    format!("{}\n  {}", drift_lines(t, drift), t.drift_accept())
}

fn drift_lines(t: Words, drift: &Drift) -> String {
    let mut lines = Vec::new();
    lines.extend(drift.added.iter().map(|column| t.drift_new(column)));
    lines.extend(drift.removed.iter().map(|column| t.drift_gone(column)));
    lines.extend(
        drift
            .renamed
            .iter()
            .map(|r| t.drift_renamed(&r.is, &r.was, said::alike(t, &r.evidence))),
    );
    lines.extend(drift.retyped.iter().map(|r| {
        let (was, is) = (said::described(t, &r.from), said::described(t, &r.to));
        t.drift_retyped(&r.column, is, was)
    }));
    if drift.reordered {
        lines.push(t.drift_reordered());
    }
    format!("{}:\n  {}", t.drift_head(), lines.join("\n  "))
}

/// Why a file was refused.
pub fn refused(t: Words, report: &Report) -> String {
    let mut lines = Vec::new();
    if let Some(refused) = &report.refused {
        lines.push(t.refused_cells(
            (refused.allowed * 100.0).to_string(),
            &refused.column,
            refused.filled,
            refused.rejected,
        ));
    }
    lines.extend(rejections(t, report));
    lines.join("\n")
}

fn rejections(t: Words, report: &Report) -> Vec<String> {
    report
        .columns
        .iter()
        .flat_map(|column| {
            column
                .examples
                .iter()
                .take(SHOWN)
                .map(move |cell| (column, cell))
        })
        .map(|(column, cell)| {
            let why = cell
                .misfit
                .map_or_else(|| cell.why.clone(), |misfit| said::misfit(t, misfit));
            let (line, text) = (cell.line.to_string(), shorten(&cell.text, 40));
            format!("  {}", t.rejected_cell(&column.column, line, text, why))
        })
        .collect()
}

fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{kept}…")
}
