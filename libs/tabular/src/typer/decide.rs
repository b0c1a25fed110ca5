// SPDX-License-Identifier: AGPL-3.0-or-later

//! From the shapes of a column to its reading, or to a question.

mod dates;
mod disguised;
mod lone;
mod numbers;
mod text;

use super::column::{Profile, Tally};
use super::convert::Converter;
use super::name::{self, Says};
use super::shape::{DateShape, Shape, TimeShape};
use super::words;
use crate::Hint;
use crate::import::{
    About, Choice, ColumnStudy, Evidence, Example, Finding, Meaning, Noticed, Options, Question,
    Shown,
};
use crate::recipe::{Reading, Type};

/// A column to be decided.
pub(crate) struct Subject<'a> {
    pub from: &'a str,
    /// The name that the file writes, where another column has it too.
    pub repeats: Option<&'a String>,
    pub name: &'a str,
    pub hint: Hint,
    pub profile: &'a Profile,
    pub options: &'a Options,
}

/// What was decided so far.
struct Decision {
    reading: Reading,
    findings: Vec<Finding>,
    questions: Vec<Question>,
    misfits: u64,
}

/// A subject with what follows from it.
struct Case<'a> {
    subject: &'a Subject<'a>,
    says: Says,
    /// Cells with something that is not a word for "no value".
    filled: u64,
    /// Cells with a word for "no value".
    missing: u64,
    /// How many of `filled` may not fit.
    allowed: u64,
}

impl Case<'_> {
    fn profile(&self) -> &Profile {
        self.subject.profile
    }

    fn count(&self, is: impl Fn(&Shape) -> bool) -> u64 {
        self.tallies(is).map(|tally| tally.count).sum()
    }

    fn tallies(&self, is: impl Fn(&Shape) -> bool) -> impl Iterator<Item = &Tally> {
        self.profile()
            .tallies
            .iter()
            .filter(move |tally| is(&tally.shape))
    }

    /// Whether a reading that fits this many cells is one of this column.
    fn fits(&self, count: u64) -> bool {
        count > 0 && self.filled - count.min(self.filled) <= self.allowed
    }

    fn examples(&self, is: impl Fn(&Shape) -> bool) -> Vec<Example> {
        let mut examples: Vec<Example> = self
            .tallies(is)
            .flat_map(|tally| &tally.examples)
            .map(|(line, text)| Example {
                line: *line,
                text: text.clone(),
            })
            .collect();
        examples.sort_by_key(|example| example.line);
        examples.truncate(5);
        examples
    }

    /// The texts for "no value" that stand in the column, and the empty one.
    fn missing_texts(&self) -> Vec<String> {
        let mut texts = vec![String::new()];
        for value in self.profile().some_values() {
            if words::is_missing(&value.text) {
                texts.push(value.text.clone());
            }
        }
        for (_, text) in self
            .tallies(|s| *s == Shape::Missing)
            .flat_map(|t| &t.examples)
        {
            if !texts.contains(text) {
                texts.push(text.clone());
            }
        }
        texts
    }

    /// Asks between readings, showing the same cells under each.
    fn ask(
        &self,
        about: About,
        choices: Vec<(&str, Meaning, Reading)>,
        recommended: usize,
        evidence: Evidence,
        must: bool,
        cells: &[Example],
    ) -> Question {
        let choices = choices
            .into_iter()
            .map(|(answer, meaning, reading)| {
                let converter = Converter::new(&reading).ok();
                let shown = |converter: &Converter| {
                    let shown = cells.iter().map(|cell| Shown::of(cell, converter));
                    shown.collect()
                };
                Choice {
                    answer: answer.to_owned(),
                    says: meaning.to_string(),
                    meaning,
                    reading,
                    shown: converter.as_ref().map(shown).unwrap_or_default(),
                }
            })
            .collect();
        Question {
            column: self.subject.from.to_owned(),
            name: self.subject.name.to_owned(),
            about,
            choices,
            recommended,
            why: evidence.to_string(),
            evidence,
            must,
        }
    }
}

/// Decides how a column is read.
pub(crate) fn decide(subject: &Subject<'_>) -> (ColumnStudy, Vec<Question>) {
    let profile = subject.profile;
    let of = |is: &dyn Fn(&Shape) -> bool| -> u64 {
        profile
            .tallies
            .iter()
            .filter(|t| is(&t.shape))
            .map(|t| t.count)
            .sum()
    };
    let empty = of(&|s| *s == Shape::Empty);
    let missing = of(&|s| *s == Shape::Missing);
    let filled = profile.rows - profile.absent - empty - missing;
    let case = Case {
        subject,
        says: name::says(subject.from),
        filled,
        missing,
        allowed: allowed(filled, subject.options.share()),
    };
    let mut decision = typed(&case);
    if decision.reading.missing.is_empty() {
        decision.reading.missing.push(String::new());
    }
    dirt(&case, &mut decision);
    let is_text = decision.reading.kind.is_text();
    let sentinels: u64 = missing_count(&case, &decision.reading);
    let column = ColumnStudy {
        from: subject.from.to_owned(),
        name: subject.name.to_owned(),
        filled: profile.rows - profile.absent - empty,
        empty: empty + profile.absent,
        missing: if is_text {
            sentinels
        } else {
            missing + sentinels
        },
        misfits: decision.misfits,
        distinct: profile
            .distinct()
            .map(|values| values.iter().filter(|v| !v.text.is_empty()).count()),
        values: values(profile),
        shown: shown(&case, &decision.reading),
        findings: decision.findings,
        reading: decision.reading,
    };
    (column, decision.questions)
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a count of rows"
)]
fn allowed(filled: u64, share: f64) -> u64 {
    (filled as f64 * share).floor() as u64
}

/// Values of the reading's missing texts that do not look like words for "no value": `-1`.
fn missing_count(case: &Case<'_>, reading: &Reading) -> u64 {
    reading
        .missing
        .iter()
        .filter(|text| !text.is_empty() && (reading.kind.is_text() || !words::is_missing(text)))
        .map(|text| {
            let listed = case.profile().count_of(text);
            let tallied = case
                .tallies(|s| matches!(s, Shape::Number { .. }))
                .filter(|t| {
                    t.min.to_bits() == t.max.to_bits() && t.examples.iter().any(|(_, e)| e == text)
                })
                .map(|t| t.count)
                .max()
                .unwrap_or(0);
            listed.max(tallied)
        })
        .sum()
}

fn values(profile: &Profile) -> Vec<(String, u64)> {
    match profile.distinct() {
        Some(values) => values
            .iter()
            .take(20)
            .map(|v| (v.text.clone(), v.count))
            .collect(),
        None => profile
            .some_values()
            .take(20)
            .map(|v| (v.text.clone(), v.count))
            .collect(),
    }
}

fn shown(case: &Case<'_>, reading: &Reading) -> Vec<Shown> {
    let Ok(converter) = Converter::new(reading) else {
        return Vec::new();
    };
    case.examples(|s| *s != Shape::Empty)
        .iter()
        .take(4)
        .map(|cell| Shown::of(cell, &converter))
        .collect()
}

/// The first reading that the cells allow, from the most to the least telling.
fn typed(case: &Case<'_>) -> Decision {
    let text = |kind| Decision {
        reading: Reading {
            missing: vec![String::new()],
            ..Reading::of(kind)
        },
        findings: Vec::new(),
        questions: Vec::new(),
        misfits: 0,
    };
    if let Hint::Geometry(epsg) = case.subject.hint {
        return text::geometry(case, epsg);
    }
    if case.filled == 0 {
        let mut decision = text(Type::Text);
        let words = case.examples(|s| *s == Shape::Missing);
        let noticed = match words.first() {
            Some(word) => Noticed::OnlyWord {
                text: word.text.clone(),
            },
            None => Noticed::Empty,
        };
        decision
            .findings
            .push(Finding::of(noticed, case.missing, words));
        return decision;
    }
    if case.fits(case.count(|s| *s == Shape::Wkt)) {
        return text::geometry(case, None);
    }
    if let Some(decision) = text::truth(case) {
        return decision;
    }
    if let Some(decision) = dates::decide(case) {
        return decision;
    }
    if let Some(decision) = numbers::decide(case) {
        return decision;
    }
    text::decide(case)
}

/// What was cut off this many cells, the first of them in this line.
type Cut = fn(u64, u64) -> Noticed;

/// What was cleaned off the cells and the name is told whatever the type.
fn dirt(case: &Case<'_>, decision: &mut Decision) {
    let profile = case.profile();
    let at = |line: Option<u64>| {
        line.map(|line| Example {
            line,
            text: String::new(),
        })
        .into_iter()
        .collect::<Vec<_>>()
    };
    let kinds: [(u64, Option<u64>, Cut); 4] = [
        (profile.padded, profile.first_padded, |count, line| {
            Noticed::Padded { count, line }
        }),
        (profile.invisible, profile.first_invisible, |count, line| {
            Noticed::Invisible { count, line }
        }),
        (
            profile.apostrophes,
            profile.first_apostrophe,
            |count, line| Noticed::Apostrophe { count, line },
        ),
        (profile.replaced, profile.first_replaced, |count, line| {
            Noticed::Replaced { count, line }
        }),
    ];
    for (count, first, noticed) in kinds {
        if count > 0 {
            let noticed = noticed(count, first.unwrap_or(0));
            let found = Finding::of(noticed, count, at(first));
            decision.findings.push(found);
        }
    }
    let tidy = name::tidy(case.subject.from);
    let prefixed = name::words(case.subject.from)
        .first()
        .is_some_and(|w| matches!(w.as_str(), "nk" | "sk" | "fk"));
    if tidy != case.subject.from || prefixed || case.subject.from.contains("_ ") {
        let noticed = Noticed::NameCleaned {
            from: case.subject.from.to_owned(),
            name: case.subject.name.to_owned(),
        };
        decision.findings.push(Finding::of(noticed, 1, Vec::new()));
    }
    if let Some(name) = case.subject.repeats {
        let noticed = Noticed::NameRepeated {
            name: name.clone(),
            from: case.subject.from.to_owned(),
        };
        decision.findings.push(Finding::of(noticed, 1, Vec::new()));
    }
    if !decision.reading.kind.is_text() && case.missing > 0 {
        let mut texts = case.missing_texts();
        texts.retain(|text| !text.is_empty());
        let count = case.missing;
        decision.findings.push(Finding::of(
            Noticed::Missing { count, texts },
            count,
            case.examples(|s| *s == Shape::Missing),
        ));
    }
    if decision.misfits > 0 {
        let count = decision.misfits;
        let kind = decision.reading.kind;
        decision.findings.push(Finding::of(
            Noticed::Misfits { count, kind },
            count,
            Vec::new(),
        ));
    }
}

/// Whether a shape is a day of some kind.
fn is_dated(shape: Shape) -> bool {
    matches!(shape, Shape::Moment(m) if !matches!(m.date, DateShape::None | DateShape::Month))
}

/// Whether a shape is a time without a day.
fn is_time(shape: Shape) -> bool {
    matches!(shape, Shape::Moment(m) if m.date == DateShape::None && m.time != TimeShape::None)
}
