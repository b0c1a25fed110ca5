// SPDX-License-Identifier: AGPL-3.0-or-later

//! Numbers that mean something else: that there is no value, a time, a yes or a no.

use super::numbers::is_plain;
use super::{Case, Decision};
use crate::Hint;
use crate::import::{About, Evidence, Example, Finding, Meaning, Noticed};
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
    let mut cells: Vec<Example> = found.iter().flat_map(|tally| examples(tally)).collect();
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
    let evidence = if sure {
        Evidence::NoSuchValue {
            texts: texts.clone(),
            count,
        }
    } else {
        Evidence::OnlyNegative {
            texts: texts.clone(),
            count,
        }
    };
    let question = case.ask(
        About::Missing,
        vec![
            (
                "missing",
                Meaning::NoValue {
                    texts: texts.clone(),
                },
                missing.clone(),
            ),
            (
                "value",
                Meaning::Value {
                    texts: texts.clone(),
                },
                value,
            ),
        ],
        0,
        evidence,
        !sure,
        &cells,
    );
    decision.questions.push(question);
    if sure {
        let noticed = Noticed::Sentinel { count, texts };
        decision.findings.push(Finding::of(noticed, count, cells));
    }
    decision.reading = missing;
    true
}

fn examples(tally: &Tally) -> impl Iterator<Item = Example> {
    tally.examples.iter().map(|(line, text)| Example {
        line: *line,
        text: text.clone(),
    })
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
    let (epoch, kind) = if plain && within(631_152_000.0, 2_524_608_000.0) {
        (Epoch::UnixSeconds, Type::Timestamp)
    } else if plain && within(631_152_000_000.0, 2_524_608_000_000.0) {
        (Epoch::UnixMilliseconds, Type::Timestamp)
    } else if plain && within(19_000_101.0, 21_001_231.0) && compact(case) {
        (Epoch::Compact, Type::Date)
    } else if within(20_000.0, 60_000.0) {
        (
            Epoch::ExcelDays,
            if plain { Type::Date } else { Type::Timestamp },
        )
    } else {
        return;
    };
    let day = if kind == Type::Date {
        Meaning::Day
    } else {
        Meaning::Moment
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
            ("date", day, dated.clone()),
            ("number", Meaning::Number, number),
        ],
        0,
        Evidence::Plausible { epoch },
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
    let evidence = if case.says.question {
        Evidence::NameAsks
    } else {
        Evidence::NameDoesNotAsk
    };
    let cells = case.examples(|s| is_plain(*s));
    let question = case.ask(
        About::YesNo,
        vec![
            ("boolean", Meaning::NoAndYes, truth.clone()),
            ("number", Meaning::Number, number),
        ],
        recommended,
        evidence,
        false,
        &cells,
    );
    decision.questions.push(question);
    if recommended == 0 {
        decision.reading = truth;
    }
}
