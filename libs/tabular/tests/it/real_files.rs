// SPDX-License-Identifier: AGPL-3.0-or-later

//! Every real file, column by column, against a key that was made by looking at the files.
//!
//! Shared with `examples/real_files.rs`, which prints the table for `docs/`.

use std::path::{Path, PathBuf};

use tabular::import::{Options, Question, Report, Study, study};
use tabular::source::{Limits, ReadOptions, Source};

const KEY: &str = include_str!("real_key.txt");

/// A file of the key: its name, and the types of its columns by name or by the beginning of it.
struct Expected {
    file: &'static str,
    columns: Vec<(&'static str, &'static str)>,
}

fn key() -> Vec<Expected> {
    let mut files: Vec<Expected> = Vec::new();
    for line in KEY
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        match line.split_once('\t') {
            None => files.push(Expected {
                file: line,
                columns: Vec::new(),
            }),
            Some(column) => files
                .last_mut()
                .expect("a file stands first")
                .columns
                .push(column),
        }
    }
    files
}

impl Expected {
    /// What the column holds: its own line before one that ends in `*`, the longest first.
    fn of(&self, column: &str) -> Option<&'static str> {
        let column = column.trim();
        let exact = self.columns.iter().find(|(name, _)| *name == column);
        let begins = || {
            self.columns
                .iter()
                .filter(|(name, _)| {
                    name.strip_suffix('*')
                        .is_some_and(|begin| column.starts_with(begin))
                })
                .max_by_key(|(name, _)| name.len())
        };
        exact.or_else(begins).map(|(_, kind)| *kind)
    }
}

/// The bounds that a publisher of each city would have set.
fn options(file: &str) -> Options {
    let bounds = if file.starts_with("madrid") {
        [-3.89, 40.31, -3.52, 40.64]
    } else {
        [2.05, 41.31, 2.24, 41.48]
    };
    Options {
        bounds: Some(bounds),
        zone: Some("Europe/Madrid".to_owned()),
        ..Options::default()
    }
}

/// What became of one real file.
pub struct Outcome {
    /// Its name.
    pub file: &'static str,
    /// What was found.
    pub study: Study,
    /// What became of its cells when everything recommended was accepted.
    pub report: Report,
    expected: Expected,
}

impl Outcome {
    fn right(&self, column: &tabular::import::ColumnStudy) -> bool {
        let found = column.reading.kind.name();
        self.expected
            .of(&column.from)
            .is_some_and(|kinds| kinds.split('|').any(|kind| kind == found))
    }

    fn asked(&self, column: &str) -> Vec<&Question> {
        let about = |question: &&Question| question.column == column;
        self.study.questions.iter().filter(about).collect()
    }

    /// Columns that are wrong and were not asked about.
    pub fn wrong(&self) -> Vec<String> {
        self.study
            .columns
            .iter()
            .filter(|column| !self.right(column) && self.asked(&column.from).is_empty())
            .map(|column| {
                format!(
                    "{}: {:?} is {}, and should be {}",
                    self.file,
                    column.from,
                    column.reading.kind,
                    self.expected.of(&column.from).unwrap_or("in the key")
                )
            })
            .collect()
    }

    /// One line per column, in Markdown.
    pub fn rows(&self) -> Vec<String> {
        self.study
            .columns
            .iter()
            .map(|column| {
                let verdict = if self.right(column) {
                    "right"
                } else if !self.asked(&column.from).is_empty() {
                    "asked"
                } else {
                    "**wrong**"
                };
                let asked: Vec<String> = self
                    .asked(&column.from)
                    .iter()
                    .map(|question| {
                        let answers: Vec<&str> =
                            question.choices.iter().map(|c| c.answer.as_str()).collect();
                        let must = if question.must {
                            " (must be answered)"
                        } else {
                            ""
                        };
                        format!("{}{must}", answers.join(" / "))
                    })
                    .collect();
                let asked = asked.join("; ");
                let noticed: Vec<String> = column
                    .findings
                    .iter()
                    .map(|f| {
                        serde_json::to_value(f.what)
                            .ok()
                            .and_then(|v| v.as_str().map(str::to_owned))
                            .unwrap_or_default()
                    })
                    .collect();
                let rejected = self
                    .report
                    .column(&column.from)
                    .map_or(0, |report| report.rejected);
                let unit = column.reading.unit.as_deref().unwrap_or("");
                let name = column.from.trim().replace('|', "\\|");
                format!(
                    "| {} | {name} | {} | {unit} | {verdict} | {asked} | {} | {rejected} |",
                    self.file,
                    column.reading.kind,
                    noticed.join(", ")
                )
            })
            .collect()
    }
}

/// The head of the table that [`Outcome::rows`] fills.
pub const HEAD: &str = "| file | column | type | unit | | asked | noticed | cells that do not fit |\n\
                        | --- | --- | --- | --- | --- | --- | --- | --- |";

/// The folder of real files, where there is one.
pub fn folder() -> Option<PathBuf> {
    std::env::var_os("PANOT_REAL_DATA").map(|data| Path::new(&data).join("open"))
}

/// Takes in every file of the key.
pub fn outcomes(folder: &Path) -> Result<Vec<Outcome>, String> {
    key()
        .into_iter()
        .map(|expected| outcome(folder, expected))
        .collect()
}

fn outcome(folder: &Path, expected: Expected) -> Result<Outcome, String> {
    let file = expected.file;
    let fail = |error: &dyn std::fmt::Display| format!("{file}: {error}");
    let source = Source::open(&folder.join(file), &Limits::default()).map_err(|e| fail(&e))?;
    let open = || source.read(0, &ReadOptions::default());
    let study = study(&open, &options(file), &mut |_, _| true).map_err(|e| fail(&e))?;
    let mut recipe = study.draft();
    study.accept_recommended(&mut recipe);
    let plan = study.plan(&recipe).map_err(|e| fail(&e))?;
    let mut rows = plan.read(open().map_err(|e| fail(&e))?);
    for batch in rows.by_ref() {
        batch.map_err(|e| fail(&e))?;
    }
    Ok(Outcome {
        file,
        study,
        report: rows.into_report(),
        expected,
    })
}

#[test]
fn every_column_of_every_real_file_is_right_or_asked_about() {
    let Some(folder) = folder() else {
        println!("SKIPPED: PANOT_REAL_DATA is not set");
        return;
    };
    let outcomes = outcomes(&folder).expect("every real file can be taken in");
    let wrong: Vec<String> = outcomes.iter().flat_map(Outcome::wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for outcome in &outcomes {
        let refused = outcome.report.refused.as_ref();
        assert!(
            refused.is_none(),
            "{}: {}",
            outcome.file,
            refused.map(ToString::to_string).unwrap_or_default()
        );
        assert_eq!(outcome.report.rows, outcome.study.rows, "{}", outcome.file);
        let edges = |offer: &&tabular::import::Suggestion| offer.id.starts_with("leave-out");
        let edges = outcome.study.suggestions.iter().find(edges);
        assert!(edges.is_none(), "{}: {edges:?}", outcome.file);
        let fields = HEAD
            .lines()
            .next()
            .map_or(0, |head| head.matches('|').count());
        assert!(
            outcome
                .rows()
                .iter()
                .all(|row| row.replace("\\|", "").matches('|').count() == fields)
        );
        for column in &outcome.report.columns {
            let cells = column.kept + column.nulls + column.rejected;
            assert_eq!(
                cells, outcome.report.rows,
                "{}: {}",
                outcome.file, column.column
            );
        }
    }
}
