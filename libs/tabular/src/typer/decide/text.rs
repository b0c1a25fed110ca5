// SPDX-License-Identifier: AGPL-3.0-or-later

//! Words, codes, yes and no, shapes.

use super::{Case, Decision, is_dated};
use crate::geometry::Geometry;
use crate::import::{About, Evidence, Finding, Meaning, Noticed};
use crate::recipe::{Reading, Type};
use crate::typer::name;
use crate::typer::shape::Shape;
use crate::typer::words;

pub(super) fn geometry(case: &Case<'_>, epsg: Option<u32>) -> Decision {
    let fitting = case.count(|s| *s == Shape::Wkt);
    let mut decision = Decision {
        reading: Reading {
            epsg,
            missing: case.missing_texts(),
            ..Reading::of(Type::Geometry)
        },
        findings: Vec::new(),
        questions: Vec::new(),
        misfits: case.filled - fitting.min(case.filled),
    };
    if epsg.is_some() {
        return decision;
    }
    let cells = case.examples(|s| *s == Shape::Wkt);
    // Examples may be cut; whole shapes are tried in the sample.
    let first = case
        .profile()
        .sample
        .iter()
        .flatten()
        .filter_map(|text| first_place(text))
        .find(|(at, _)| at.0.abs() > 180.0 || at.1.abs() > 90.0);
    if let Some((_, None)) = first {
        let zone = |epsg| Reading {
            epsg: Some(epsg),
            ..decision.reading.clone()
        };
        let choices = vec![
            ("utm-31", Meaning::Utm { zone: 31 }, zone(25831)),
            ("utm-30", Meaning::Utm { zone: 30 }, zone(25830)),
        ];
        let recommended = usize::from(
            case.subject
                .options
                .bounds
                .is_some_and(|b| f64::midpoint(b[0], b[2]) < 0.0),
        );
        decision.reading = choices[recommended].2.clone();
        let evidence = if case.subject.options.bounds.is_some() {
            Evidence::MetresOfCity
        } else {
            Evidence::Metres
        };
        decision.questions.push(case.ask(
            About::System,
            choices,
            recommended,
            evidence,
            true,
            &cells,
        ));
    }
    decision
}

/// The first place of a shape, from its beginning alone, and the system it names.
fn first_place(text: &str) -> Option<((f64, f64), Option<u32>)> {
    if let Ok((geometry, srid)) = Geometry::from_wkt(text) {
        return geometry.first().map(|at| ((at.x, at.y), srid));
    }
    let srid = text
        .get(..5)
        .filter(|s| s.eq_ignore_ascii_case("srid="))
        .and_then(|_| text[5..].split(';').next()?.parse().ok());
    let begin = text.find('(')?;
    let mut numbers = text[begin..]
        .split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-')))
        .filter(|part| !part.is_empty())
        .filter_map(|part| part.parse::<f64>().ok());
    Some(((numbers.next()?, numbers.next()?), srid))
}

/// Yes and no as words, where both stand in the column.
pub(super) fn truth(case: &Case<'_>) -> Option<Decision> {
    let flags = flag_letters(case);
    let (yes, no) = if let Some(flags) = flags {
        flags
    } else {
        let counted = case.count(|s| matches!(s, Shape::Truth(_)));
        if counted < case.filled {
            return None;
        }
        let mut pairs = case
            .tallies(|s| matches!(s, Shape::Truth(_)))
            .map(|t| match t.shape {
                Shape::Truth(truth) => truth,
                _ => unreachable!("only truths were kept"),
            });
        let first = pairs.next()?;
        let mut both = false;
        for other in pairs {
            if other.pair != first.pair {
                return None;
            }
            both |= other.yes != first.yes;
        }
        if !both && !words::pair_is_plain(first.pair) {
            return None;
        }
        let texts = |yes: bool| -> Vec<String> {
            let mut texts: Vec<String> = case
                .tallies(|s| matches!(s, Shape::Truth(t) if t.yes == yes))
                .flat_map(|t| t.examples.iter().map(|(_, text)| text.clone()))
                .collect();
            texts.sort();
            texts
        };
        (texts(true), texts(false))
    };
    Some(Decision {
        reading: Reading {
            yes,
            no,
            missing: case.missing_texts(),
            ..Reading::of(Type::Boolean)
        },
        findings: Vec::new(),
        questions: Vec::new(),
        misfits: 0,
    })
}

/// `V01…V24` beside `H01…H24` hold V for a valid value and N for one that is not.
fn flag_letters(case: &Case<'_>) -> Option<(Vec<String>, Vec<String>)> {
    let name = name::tidy(case.subject.from);
    let digits = name.strip_prefix(['V', 'v'])?;
    if digits.is_empty() || digits.len() > 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let values = case.profile().distinct()?;
    let known = |text: &str| matches!(text, "V" | "N" | "");
    values
        .iter()
        .all(|value| known(&value.text))
        .then(|| (vec!["V".to_owned()], vec!["N".to_owned()]))
}

pub(super) fn decide(case: &Case<'_>) -> Decision {
    let mut decision = Decision {
        reading: Reading {
            missing: vec![String::new()],
            ..Reading::of(Type::Text)
        },
        findings: Vec::new(),
        questions: Vec::new(),
        misfits: 0,
    };
    if mangled(case, &mut decision) {
        decision.reading.kind = Type::Code;
        super::disguised::sentinel(case, &mut decision);
        return decision;
    }
    let coded = case.count(|s| matches!(s, Shape::Coded));
    if (case.says.code && one_word(case)) || (case.fits(coded) && fixed_form(case)) {
        decision.reading.kind = Type::Code;
    }
    ranges(case, &mut decision);
    strangers(case, &mut decision);
    if decision.reading.kind == Type::Code {
        super::disguised::sentinel(case, &mut decision);
    }
    decision
}

/// Whether nearly all sampled cells are one word.
fn one_word(case: &Case<'_>) -> bool {
    let (mut words, mut all) = (0_usize, 0_usize);
    for text in case
        .profile()
        .sample
        .iter()
        .flatten()
        .filter(|t| !t.is_empty())
    {
        all += 1;
        words += usize::from(!text.contains(char::is_whitespace) && text.len() <= 40);
    }
    all > 0 && words * 10 >= all * 9
}

/// Whether coded cells have one length, as identifiers do.
fn fixed_form(case: &Case<'_>) -> bool {
    let mut lengths = case
        .profile()
        .sample
        .iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .map(String::len);
    lengths
        .next()
        .is_some_and(|first| lengths.all(|length| length == first))
}

/// `101-10-64`: digits in three groups with dashes.
fn is_triple(text: &str) -> bool {
    let mut parts = text.split('-');
    let digits = |part: Option<&str>, most| {
        part.is_some_and(|p| (1..=most).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
    };
    digits(parts.next(), 3)
        && digits(parts.next(), 3)
        && digits(parts.next(), 4)
        && parts.next().is_none()
}

/// Codes that a spreadsheet took for dates: some cells look like days, the others like the same
/// codes where no such day exists.
fn mangled(case: &Case<'_>, decision: &mut Decision) -> bool {
    let dates = case.count(|s| is_dated(*s));
    let triples: u64 = case
        .tallies(|s| matches!(s, Shape::Coded))
        .filter(|t| t.examples.iter().all(|(_, text)| is_triple(text)))
        .map(|t| t.count)
        .sum();
    let numbers = case.count(|s| matches!(s, Shape::Number { .. }));
    let enough = dates * 20 >= case.filled;
    if !enough || (triples == 0 && !(case.says.code && numbers > 0)) {
        return false;
    }
    if dates + triples + numbers < case.filled - case.allowed {
        return false;
    }
    let count = dates + triples;
    let examples = case.examples(|s| is_dated(*s) || matches!(s, Shape::Coded));
    let noticed = Noticed::MangledCodes {
        filled: case.filled,
        dates,
        broken: triples,
    };
    decision
        .findings
        .push(Finding::of(noticed, count, examples));
    true
}

fn ranges(case: &Case<'_>, decision: &mut Decision) {
    let ranges = case.count(|s| matches!(s, Shape::Range { .. }));
    if ranges * 2 < case.filled || ranges == 0 {
        return;
    }
    let units: Vec<&str> = case.profile().units.0.iter().map(String::as_str).collect();
    let examples = case.examples(|s| matches!(s, Shape::Range { .. }));
    let unit = match units[..] {
        [one] => Some(one.to_owned()),
        _ => None,
    };
    if unit.is_some() {
        decision.reading.unit.clone_from(&unit);
    }
    let noticed = Noticed::Ranges {
        count: ranges,
        unit,
    };
    decision
        .findings
        .push(Finding::of(noticed, ranges, examples));
}

/// Numbers among words, which somebody may miss.
fn strangers(case: &Case<'_>, decision: &mut Decision) {
    let numbers = case.count(|s| matches!(s, Shape::Number { .. }));
    if numbers * 2 < case.filled || numbers == case.filled {
        return;
    }
    let others = case.filled - numbers;
    let not_number = |s: &Shape| !matches!(s, Shape::Number { .. } | Shape::Empty | Shape::Missing);
    let examples = case.examples(not_number);
    let noticed = Noticed::NumbersAmongText {
        numbers,
        others,
        texts: examples.iter().map(|e| e.text.clone()).collect(),
    };
    decision
        .findings
        .push(Finding::of(noticed, others, examples));
    ask_stranger(case, decision, others);
}

/// One word among nothing but numbers may be somebody's way to write "no value".
fn ask_stranger(case: &Case<'_>, decision: &mut Decision, others: u64) {
    if case.says.code || decision.reading.kind == Type::Code {
        return;
    }
    let Some(values) = case.profile().distinct() else {
        return;
    };
    let is_number =
        |text: &str| crate::typer::number::see(text).is_some_and(|seen| seen.end == text.len());
    let strange: Vec<_> = values
        .iter()
        .filter(|v| !v.text.is_empty() && !is_number(&v.text) && !words::is_missing(&v.text))
        .collect();
    let [stranger] = strange[..] else {
        return;
    };
    if stranger.count != others || stranger.text.bytes().any(|b| b.is_ascii_digit()) {
        return;
    }
    let mut numeric = super::numbers::reading_of_numbers(case);
    let Some(numeric) = numeric.as_mut() else {
        return;
    };
    numeric.missing.push(stranger.text.clone());
    let cells = case.examples(|s| !matches!(s, Shape::Empty | Shape::Missing));
    let text = stranger.text.clone();
    let evidence = Evidence::OthersAreNumbers {
        text: text.clone(),
        count: others,
    };
    let question = case.ask(
        About::CodeOrNumber,
        vec![
            ("number", Meaning::NumbersBut { text }, numeric.clone()),
            ("text", Meaning::Text, decision.reading.clone()),
        ],
        0,
        evidence,
        true,
        &cells,
    );
    decision.questions.push(question);
}
