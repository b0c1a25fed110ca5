// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the command line tells people about a file: what it found, what it asks, what it offers.

use panot_catalog::import::{Staged, Studied};
use panot_catalog::publish::Published;
use tabular::import::{ColumnStudy, Drift, LeftOut, Question, Report, Suggestion};
use tabular::source::Facts;

/// Examples that are shown of anything.
const SHOWN: usize = 3;

/// A file that was only looked at.
pub fn studied(studied: &Studied) -> Vec<String> {
    let study = &studied.study;
    let mut lines = vec![format!(
        "{}, {} rows, {} columns{}",
        studied.kind,
        study.rows,
        study.columns.len(),
        dialect(&studied.facts)
    )];
    lines.extend(oddities(&studied.facts));
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
            .flat_map(|column| column_lines(column, widest)),
    );
    lines.extend(left_out(&study.left_out));
    if let Some(drift) = &studied.drift {
        lines.push(String::new());
        lines.push(drift_lines(drift));
    }
    if !study.questions.is_empty() || !study.suggestions.is_empty() {
        lines.push(String::new());
        lines.push(questions(&study.questions, &study.suggestions));
    }
    lines
}

/// Encoding, delimiter and header of a text file.
fn dialect(facts: &Facts) -> String {
    let mut parts = Vec::new();
    parts.extend(
        facts
            .encoding
            .as_ref()
            .map(|encoding| encoding.name.clone()),
    );
    parts.extend(facts.delimiter.map(|mark| match mark {
        '\t' => "tabs".to_owned(),
        mark => format!("{mark:?}"),
    }));
    parts.extend(
        facts
            .header
            .filter(|&line| line > 1)
            .map(|line| format!("header in line {line}")),
    );
    if parts.is_empty() {
        String::new()
    } else {
        format!(" ({})", parts.join(", "))
    }
}

/// What is odd about the file as a whole.
fn oddities(facts: &Facts) -> Vec<String> {
    let mut lines = Vec::new();
    let broken = |lines: &tabular::source::Lines| {
        let first: Vec<String> = lines.first.iter().take(SHOWN).map(u64::to_string).collect();
        format!("{} (lines {} …)", lines.count, first.join(", "))
    };
    if facts.replacement.count > 0 {
        lines.push(format!(
            "  letters that were lost before the file came here: {}",
            broken(&facts.replacement)
        ));
    }
    if facts.mixed.count > 0 {
        lines.push(format!(
            "  lines in another encoding: {}",
            broken(&facts.mixed)
        ));
    }
    lines.extend(facts.above.iter().map(|line| {
        format!(
            "  above the header, line {}: {}",
            line.line,
            shorten(&line.text, 60)
        )
    }));
    lines.extend(facts.totals.iter().map(|line| {
        format!(
            "  looks like a row of totals, line {}: {}",
            line.line,
            shorten(&line.text, 60)
        )
    }));
    lines
}

fn column_lines(column: &ColumnStudy, widest: usize) -> Vec<String> {
    let unit = column
        .reading
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" in {unit}"));
    let shown: Vec<&str> = column
        .shown
        .iter()
        .take(SHOWN)
        .map(|s| s.becomes.as_str())
        .collect();
    let mut lines = vec![format!(
        "  {:widest$}  {:10}  {}",
        column.name,
        format!("{}{unit}", column.reading.kind),
        shorten(&shown.join(" · "), 60)
    )];
    lines.extend(
        column
            .findings
            .iter()
            .map(|f| format!("  {:widest$}  └ {}", "", f.says)),
    );
    lines
}

/// A file that was taken in.
pub fn staged(staged: &Staged) -> Vec<String> {
    let mut lines = vec![format!(
        "{} takes in {} rows, {} columns",
        staged.dataset,
        staged.rows,
        staged.columns.len()
    )];
    lines.extend(left_out(&staged.report.left_out));
    let rejected: u64 = staged
        .report
        .columns
        .iter()
        .map(|column| column.rejected)
        .sum();
    if rejected > 0 {
        lines.push(format!(
            "{rejected} cells did not fit their column and are now empty:"
        ));
        lines.extend(rejections(&staged.report));
    }
    for question in &staged.assumed {
        let choice = &question.choices[question.recommended];
        lines.push(format!(
            "assumed: {} {} ({}); otherwise --answer {}=…",
            question.name, choice.says, question.why, question.name
        ));
    }
    if !staged.suggestions.is_empty() {
        let ids: Vec<&str> = staged.suggestions.iter().map(|s| s.id.as_str()).collect();
        lines.push(format!(
            "could also be done, with --take: {}",
            ids.join(", ")
        ));
    }
    lines
}

/// Rows that are none of the table.
fn left_out(rows: &LeftOut) -> Vec<String> {
    if rows.count == 0 {
        return Vec::new();
    }
    let mut lines = vec![format!(
        "{} rows are none of the table and left out:",
        rows.count
    )];
    lines.extend(rows.rows.iter().take(SHOWN).map(|row| {
        format!(
            "  line {}: {} ({})",
            row.line,
            shorten(&row.text, 60),
            row.why
        )
    }));
    lines
}

/// A version that was published.
pub fn published(published: &Published) -> Vec<String> {
    vec![format!(
        "published as version {}: {}",
        published.version, published.address
    )]
}

/// What has to be answered and what is offered, each with what to write.
pub fn questions(questions: &[Question], suggestions: &[Suggestion]) -> String {
    let mut lines = Vec::new();
    if !questions.is_empty() {
        lines.push(
            "answer on the command line, or in a recipe (--draft recipe.toml writes one):"
                .to_owned(),
        );
    }
    for question in questions {
        lines.push(format!("\n  {}: {}", question.name, question.why));
        for (at, choice) in question.choices.iter().enumerate() {
            let mark = if at == question.recommended {
                "  ← likely"
            } else {
                ""
            };
            let answer = format!("--answer {}={}", question.name, choice.answer);
            lines.push(format!("    {answer}   {}{mark}", choice.says));
            lines.extend(choice.shown.iter().take(SHOWN).map(|shown| {
                let (text, becomes) = (shorten(&shown.text, 40), shorten(&shown.becomes, 40));
                format!("        line {}: {text} → {becomes}", shown.line)
            }));
        }
    }
    if !suggestions.is_empty() {
        lines.push("\n  offered, and left alone unless taken:".to_owned());
    }
    lines.extend(
        suggestions
            .iter()
            .map(|offer| format!("    --take {}   {} ({})", offer.id, offer.says, offer.why)),
    );
    lines.join("\n")
}

/// How the columns differ from those of the version before, and what to do.
pub fn drift(drift: &Drift) -> String {
    format!(
        "{}\n  accept it with --accept-drift, or give a recipe",
        drift_lines(drift)
    )
}

fn drift_lines(drift: &Drift) -> String {
    let mut lines = Vec::new();
    lines.extend(drift.added.iter().map(|column| format!("  new: {column}")));
    lines.extend(
        drift
            .removed
            .iter()
            .map(|column| format!("  gone: {column}")),
    );
    lines.extend(
        drift
            .renamed
            .iter()
            .map(|r| format!("  {} is now {} ({})", r.was, r.is, r.why)),
    );
    lines.extend(
        drift
            .retyped
            .iter()
            .map(|r| format!("  {} was {}, is {}", r.column, r.was, r.is)),
    );
    if drift.reordered {
        lines.push("  they stand in another order".to_owned());
    }
    format!(
        "the columns differ from those of the version before:\n{}",
        lines.join("\n")
    )
}

/// Why a file was refused.
pub fn refused(report: &Report) -> String {
    let mut lines = Vec::new();
    if let Some(refused) = &report.refused {
        lines.push(format!(
            "in column {:?}, {} of {} cells do not fit; {} % are allowed. Mend the cells, read the \
             column as text (type = \"text\" in the recipe), or allow more (refuse_above):",
            refused.column,
            refused.rejected,
            refused.filled,
            refused.allowed * 100.0
        ));
    }
    lines.extend(rejections(report));
    lines.join("\n")
}

fn rejections(report: &Report) -> Vec<String> {
    report
        .columns
        .iter()
        .flat_map(|column| {
            column.examples.iter().take(SHOWN).map(|cell| {
                format!(
                    "  line {}, column {:?}: {:?}: {}",
                    cell.line,
                    column.column,
                    shorten(&cell.text, 40),
                    cell.why
                )
            })
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
