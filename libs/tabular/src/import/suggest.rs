// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the columns of a file tell about each other, and what could be done with them.

mod places;
mod wide;

use super::said::{Change, Evidence, Reason};
use super::study::{About, ColumnStudy, Options, Study, Suggestion, What};
use crate::recipe::{Column, Split, Step, Type};
use crate::typer::column::Profile;
use crate::typer::convert::{Converter, Told, Value};
use crate::typer::name::{self, Says};
use crate::typer::shape;
use crate::typer::words;

/// Compares the columns with each other and offers what follows.
pub(super) fn compare(study: &mut Study, profiles: &[Profile], options: &Options) {
    let says: Vec<Says> = study
        .columns
        .iter()
        .map(|column| name::says(&column.from))
        .collect();
    day_first_elsewhere(study);
    places::look(study, profiles, &says, options);
    wide::look(study, &says, options);
    ranges(study, profiles);
    missing_words(study);
}

/// One column that is surely day-first is evidence for its neighbours.
fn day_first_elsewhere(study: &mut Study) {
    let asked = |study: &Study, column: &ColumnStudy| {
        study
            .questions
            .iter()
            .any(|q| q.about == About::DayOrMonth && q.column == column.from)
    };
    let sure: Vec<(String, crate::recipe::Order)> = study
        .columns
        .iter()
        .filter(|column| !asked(study, column))
        .filter_map(|column| {
            column
                .reading
                .order
                .map(|order| (column.from.clone(), order))
        })
        .collect();
    let Some((from, order)) = sure.first().cloned() else {
        return;
    };
    if sure.iter().any(|(_, other)| *other != order) {
        return;
    }
    for question in study
        .questions
        .iter_mut()
        .filter(|q| q.about == About::DayOrMonth)
    {
        if let Some(at) = question
            .choices
            .iter()
            .position(|c| c.reading.order == Some(order))
        {
            question.recommended = at;
            question.evidence = Evidence::DatesLikeThoseOf {
                column: from.clone(),
            };
            question.why = question.evidence.to_string();
            if let Some(column) = study.columns.iter_mut().find(|c| c.from == question.column) {
                column.reading.order = Some(order);
            }
        }
    }
}

/// The numbers of a sampled column, row by row.
fn sampled(profile: &Profile, column: &ColumnStudy) -> Vec<Option<f64>> {
    let Ok(converter) = Converter::new(&column.reading) else {
        return Vec::new();
    };
    let (_, scale) = converter.precision();
    profile
        .sample
        .iter()
        .map(|text| {
            let text = text.as_deref()?;
            match converter.read(text, &mut Told::default()) {
                Ok(Value::Int(value)) => Some(float(i128::from(value), 0)),
                Ok(Value::Decimal(value)) => Some(float(value, scale)),
                _ => None,
            }
        })
        .collect()
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "samples are evidence, not values"
)]
fn float(value: i128, scale: u8) -> f64 {
    value as f64 / 10_f64.powi(i32::from(scale))
}

fn ranges(study: &mut Study, profiles: &[Profile]) {
    let mut offered = Vec::new();
    for (column, profile) in study.columns.iter().zip(profiles) {
        let Some(found) = column.findings.iter().find(|f| f.what == What::Ranges) else {
            continue;
        };
        let ends: Vec<(&str, &str, &str)> = profile
            .sample
            .iter()
            .flatten()
            .filter_map(|t| shape::range(t))
            .collect();
        let behind = |mark: char| {
            ends.iter()
                .flat_map(|(low, high, _)| [low, high])
                .filter_map(|end| end.split_once(mark).map(|(_, behind)| behind.len()))
                .max()
        };
        let (decimal, scale) = match (behind(','), behind('.')) {
            (Some(scale), None) => (Some(','), scale),
            (None, Some(scale)) => (Some('.'), scale),
            (None, None) => (None, 0),
            (Some(_), Some(_)) => continue,
        };
        let step = Step::Split(Split {
            column: column.name.clone(),
            low: format!("{}_from", column.name),
            high: format!("{}_to", column.name),
            decimal,
            scale: u8::try_from(scale.min(18)).unwrap_or(18),
            unit: column.reading.unit.clone(),
            keep: true,
        });
        offered.push(Suggestion::of(
            format!("split-{}", column.name),
            Change::SplitRanges {
                column: column.from.clone(),
            },
            Reason::Noticed(found.noticed.clone()),
            vec![step],
        ));
    }
    study.suggestions.append(&mut offered);
}

/// Words for "no value" in columns of words are left alone unless somebody takes this.
fn missing_words(study: &mut Study) {
    let mut offered = Vec::new();
    for column in study.columns.iter().filter(|c| c.reading.kind.is_text()) {
        let words: Vec<&(String, u64)> = column
            .values
            .iter()
            .filter(|(text, _)| words::is_missing(text) && !column.reading.missing.contains(text))
            .collect();
        if words.is_empty() || column.distinct.is_none() || wide::is_blank(column) {
            continue;
        }
        let mut reading = column.reading.clone();
        reading
            .missing
            .extend(words.iter().map(|(text, _)| text.clone()));
        let change = Change::TakeForMissing {
            column: column.from.clone(),
            words: words.into_iter().cloned().collect(),
        };
        offered.push(Suggestion {
            columns: vec![Column::of(&column.from, &column.name, &reading)],
            ..Suggestion::of(
                format!("missing-{}", column.name),
                change,
                Reason::UsualWords,
                Vec::new(),
            )
        });
    }
    study.suggestions.append(&mut offered);
}

/// Whether a column is a number that could be a coordinate.
fn is_number(column: &ColumnStudy) -> bool {
    matches!(column.reading.kind, Type::Decimal | Type::Integer) && column.reading.unit.is_none()
}
