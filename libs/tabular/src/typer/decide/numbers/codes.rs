// SPDX-License-Identifier: AGPL-3.0-or-later

//! Digits that name something instead of counting it, and zeros that some of them lost.

use super::super::{Case, Decision};
use super::Fit;
use crate::Hint;
use crate::import::{About, Evidence, Example, Finding, Meaning, Noticed};
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
        let noticed = Noticed::LeadingZeros { count: led };
        decision.findings.push(Finding::of(noticed, led, examples));
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
    let evidence = if case.says.code {
        Evidence::NamesCode
    } else {
        Evidence::StoredAsText
    };
    let cells = case.examples(|s| is_plain(*s));
    let question = case.ask(
        About::CodeOrNumber,
        vec![
            ("code", Meaning::Code, code()),
            ("number", Meaning::WholeNumber, decision.reading.clone()),
        ],
        0,
        evidence,
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
    let noticed = Noticed::LostZeros {
        digits: most,
        first: examples.first().cloned(),
    };
    decision
        .findings
        .push(Finding::of(noticed, short.count, examples));
}
