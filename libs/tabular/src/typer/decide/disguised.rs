// SPDX-License-Identifier: AGPL-3.0-or-later

//! Numbers that mean something else: that there is no value, a time, a yes or a no.

use super::numbers::is_plain;
use super::{Case, Decision, finding};
use crate::Hint;
use crate::import::{About, Example, What};
use crate::recipe::{Epoch, Reading, Type};
use crate::typer::column::Tally;
use crate::typer::moment;
use crate::typer::number;
use crate::typer::shape::Shape;
use crate::typer::words;

/// `-1` in a column that is never negative otherwise; 0 among degrees. True where one was found.
pub(super) fn sentinel(case: &Case<'_>, decision: &mut Decision) -> bool {
    const USUAL: [f64; 7] = [-1.0, -9.0, -99.0, -999.0, -9_999.0, -99_999.0, -999_999.0];
    let negative: Vec<&Tally> = case
        .tallies(|s| matches!(s, Shape::Number { negative: true, .. }))
        .collect();
    let is_same = |t: &&Tally| {
        t.min.to_bits() == t.max.to_bits() && USUAL.iter().any(|u| u.to_bits() == t.min.to_bits())
    };
    let degrees = matches!(decision.reading.kind, Type::Longitude | Type::Latitude);
    let found: Vec<&Tally> = if !negative.is_empty()
        && negative.iter().all(is_same)
        && negative.iter().map(|t| t.count).sum::<u64>() * 2 < case.filled
        && !degrees
    {
        negative
    } else if degrees || case.says.x || case.says.y {
        // 0° N 0° E lies in the sea; no town is there, and no UTM easting is 0.
        case.tallies(|s| matches!(s, Shape::Number { .. }))
            .filter(|t| t.min == 0.0 && t.max == 0.0 && t.count < case.filled)
            .collect()
    } else {
        Vec::new()
    };
    if found.is_empty() {
        return false;
    }
    let count: u64 = found.iter().map(|t| t.count).sum();
    let texts: Vec<String> = {
        let mut texts: Vec<String> = found
            .iter()
            .flat_map(|t| t.examples.iter().map(|(_, e)| e.clone()))
            .collect();
        texts.sort();
        texts.dedup();
        texts
    };
    let sure = decision.reading.kind == Type::Code || degrees || case.says.x || case.says.y;
    let value = decision.reading.clone();
    let mut missing = value.clone();
    missing.missing.extend(texts.iter().cloned());
    let mut cells: Vec<Example> = found
        .iter()
        .flat_map(|t| {
            t.examples.iter().map(|(line, text)| Example {
                line: *line,
                text: text.clone(),
            })
        })
        .collect();
    cells.extend(
        case.examples(|s| {
            matches!(
                s,
                Shape::Number {
                    negative: false,
                    ..
                }
            )
        })
        .into_iter()
        .take(2),
    );
    let listed = texts.join(", ");
    let why = if sure {
        format!("{listed} stands in {count} cells and cannot be a value of this column")
    } else {
        format!("{listed} stands in {count} cells and no other cell is negative")
    };
    let question = case.ask(
        About::Missing,
        vec![
            (
                "missing",
                format!("{listed} means that there is no value"),
                missing.clone(),
            ),
            (
                "value",
                format!("{listed} is a value like any other"),
                value,
            ),
        ],
        0,
        why.clone(),
        !sure,
        &cells,
    );
    decision.questions.push(question);
    if sure {
        decision.findings.push(finding(
            What::Missing,
            count,
            cells,
            format!("{why}; it is taken for missing."),
        ));
    }
    decision.reading = missing;
    true
}

/// Numbers that count seconds or days, or are the digits of a date.
pub(super) fn dates(case: &Case<'_>, decision: &mut Decision) {
    if !case.says.date || case.says.day || case.says.code {
        return;
    }
    let all: Vec<&Tally> = case
        .tallies(|s| matches!(s, Shape::Number { .. }))
        .collect();
    let within = |low: f64, high: f64| all.iter().all(|t| t.min >= low && t.max <= high);
    let plain = all.iter().all(|t| is_plain(t.shape));
    let (epoch, kind, why) = if plain && within(631_152_000.0, 2_524_608_000.0) {
        (
            Epoch::UnixSeconds,
            Type::Timestamp,
            "the name says that it is a time, and as seconds since 1970 all cells lie between 1990 and 2050",
        )
    } else if plain && within(631_152_000_000.0, 2_524_608_000_000.0) {
        (
            Epoch::UnixMilliseconds,
            Type::Timestamp,
            "the name says that it is a time, and as milliseconds since 1970 all cells lie between 1990 and 2050",
        )
    } else if plain && within(19_000_101.0, 21_001_231.0) && compact(case) {
        (
            Epoch::Compact,
            Type::Date,
            "the name says that it is a date, and all cells are year, month and day without marks",
        )
    } else if within(20_000.0, 60_000.0) {
        (
            Epoch::ExcelDays,
            if plain { Type::Date } else { Type::Timestamp },
            "the name says that it is a date, and as a spreadsheet's days all cells lie between 1954 and 2064",
        )
    } else {
        return;
    };
    let dated = Reading {
        epoch: Some(epoch),
        missing: decision.reading.missing.clone(),
        ..Reading::of(kind)
    };
    let number = decision.reading.clone();
    let cells = case.examples(|s| matches!(s, Shape::Number { .. }));
    let question = case.ask(
        About::NumberOrDate,
        vec![
            ("date", kind.name().to_owned(), dated.clone()),
            ("number", "a number".to_owned(), number),
        ],
        0,
        why.to_owned(),
        false,
        &cells,
    );
    decision.reading = dated;
    decision.questions.push(question);
}

/// Whether all sampled cells are days written without marks.
fn compact(case: &Case<'_>) -> bool {
    case.profile()
        .sample
        .iter()
        .flatten()
        .filter(|t| !t.is_empty() && !words::is_missing(t))
        .all(|text| {
            number::whole(text)
                .filter(|_| text.len() == 8)
                .is_some_and(|whole| {
                    let part = |value: i64| u8::try_from(value % 100).unwrap_or(0);
                    i16::try_from(whole / 10_000)
                        .is_ok_and(|year| moment::is_day(year, part(whole / 100), part(whole)))
                })
        })
}

/// 0 and 1, and nothing else.
pub(super) fn yes_no(case: &Case<'_>, decision: &mut Decision) {
    if decision.reading.kind != Type::Integer {
        return;
    }
    let Some(values) = case.profile().distinct() else {
        return;
    };
    let texts: Vec<&str> = values
        .iter()
        .map(|v| v.text.as_str())
        .filter(|t| !t.is_empty() && !words::is_missing(t))
        .collect();
    if texts.len() != 2 || !texts.contains(&"0") || !texts.contains(&"1") {
        return;
    }
    if case.says.count
        || case.says.amount
        || case.says.hour
        || case.subject.hint == Hint::Number && !case.says.question
    {
        return;
    }
    let truth = Reading {
        yes: vec!["1".to_owned()],
        no: vec!["0".to_owned()],
        missing: decision.reading.missing.clone(),
        ..Reading::of(Type::Boolean)
    };
    let number = decision.reading.clone();
    let recommended = usize::from(!case.says.question);
    let why = if case.says.question {
        "the name asks a question, and the only answers are 0 and 1"
    } else {
        "the only values are 0 and 1, and the name does not ask a question"
    };
    let cells = case.examples(|s| is_plain(*s));
    let question = case.ask(
        About::YesNo,
        vec![
            ("boolean", "no and yes".to_owned(), truth.clone()),
            ("number", "numbers".to_owned(), number),
        ],
        recommended,
        why.to_owned(),
        false,
        &cells,
    );
    decision.questions.push(question);
    if recommended == 0 {
        decision.reading = truth;
    }
}
