// SPDX-License-Identifier: AGPL-3.0-or-later

//! Digits that name something instead of counting it, and zeros that some of them lost.

use super::super::{Case, Decision, finding};
use super::Fit;
use crate::Hint;
use crate::import::{About, Example, What};
use crate::recipe::{Reading, Type};
use crate::typer::number::Marks;
use crate::typer::shape::Shape;

pub(in crate::typer::decide) fn is_plain(shape: Shape) -> bool {
    matches!(
        shape,
        Shape::Number {
            marks: Marks::None,
            unit: 0,
            ..
        }
    )
}

/// Digits that name something: codes with leading zeros, and columns whose name says so.
pub(super) fn codes(case: &Case<'_>, best: Fit, decision: &mut Decision) -> bool {
    let is_led = |s: &Shape| {
        matches!(
            s,
            Shape::Number {
                marks: Marks::None,
                led: true,
                unit: 0,
                ..
            }
        )
    };
    let led = case.count(is_led);
    let code = || Reading {
        missing: vec![String::new()],
        ..Reading::of(Type::Code)
    };
    if led > 0 {
        let part_of_date = case.says.month || case.says.day || case.says.hour;
        if part_of_date
            && case
                .tallies(|s| is_plain(*s))
                .all(|t| t.max <= 31.0 && t.before <= 2)
        {
            return false;
        }
        if best.after > 0 && led <= case.allowed {
            return false;
        }
        decision.reading = code();
        decision.misfits = 0;
        let examples = case.examples(is_led);
        decision.findings.push(finding(
            What::LeadingZeros,
            led,
            examples,
            format!("{led} cells begin with zero: codes, kept as text."),
        ));
        lost_zeros(case, decision);
        return true;
    }
    if best.after > 0 || decision.reading.kind != Type::Integer {
        return false;
    }
    if case.says.year && case.tallies(|s| is_plain(*s)).all(|t| t.before == 4) && !case.says.code {
        return false;
    }
    let from_text = case.subject.hint == Hint::Text;
    if !case.says.code && (!from_text || case.says.date) {
        return false;
    }
    let why = if case.says.code {
        "the name says that it is a code, and nobody adds codes up"
    } else {
        "the file stores it as text"
    };
    let cells = case.examples(|s| is_plain(*s));
    let question = case.ask(
        About::CodeOrNumber,
        vec![
            ("code", "a code, kept as text".to_owned(), code()),
            (
                "number",
                "a whole number".to_owned(),
                decision.reading.clone(),
            ),
        ],
        0,
        why.to_owned(),
        false,
        &cells,
    );
    decision.questions.push(question);
    decision.reading = code();
    decision.misfits = 0;
    true
}

/// Codes of one length with a zero in front, beside codes that are shorter by as much.
pub(super) fn lost_zeros(case: &Case<'_>, decision: &mut Decision) {
    let mut lengths = case
        .tallies(|s| {
            matches!(
                s,
                Shape::Number {
                    marks: Marks::None,
                    led: true,
                    ..
                }
            )
        })
        .map(|t| (t.before_min, t.before));
    let Some((least, most)) = lengths.next() else {
        return;
    };
    if least != most || lengths.any(|l| l != (least, most)) {
        return;
    }
    let is_short = |s: &Shape| {
        matches!(
            s,
            Shape::Number {
                marks: Marks::None,
                led: false,
                negative: false,
                ..
            }
        )
    };
    let Some(short) = case
        .tallies(is_short)
        .find(|t| t.before_min < most && t.before <= most)
    else {
        return;
    };
    let examples: Vec<Example> = short
        .examples
        .iter()
        .filter(|(_, text)| text.len() < usize::from(most))
        .map(|(line, text)| Example {
            line: *line,
            text: text.clone(),
        })
        .collect();
    let first = examples.first().map_or(String::new(), |e| {
        format!(", as {:?} in line {}", e.text, e.line)
    });
    decision.findings.push(finding(
        What::LostZeros,
        short.count,
        examples,
        format!("Codes have {most} digits, but some are shorter{first}: they have probably lost their zero."),
    ));
}
