// SPDX-License-Identifier: AGPL-3.0-or-later

//! Numbers, and what only looks like them.

use super::disguised::{dates, sentinel, yes_no};
use super::lone::{self, Lone};
use super::{Case, Decision};
use crate::import::{About, Evidence, Finding, Meaning, Noticed};
use crate::recipe::{Reading, Type};
use crate::typer::column::Tally;
use crate::typer::number::{self, Mark, Marks};
use crate::typer::shape::Shape;

mod codes;

use codes::codes;
pub(super) use codes::is_plain;

/// What marks may mean, the plainest first.
const MEANINGS: [(Option<Mark>, Option<Mark>); 9] = [
    (None, None),
    (Some(Mark::Point), None),
    (Some(Mark::Comma), None),
    (Some(Mark::Comma), Some(Mark::Point)),
    (Some(Mark::Point), Some(Mark::Comma)),
    (Some(Mark::Comma), Some(Mark::Space)),
    (Some(Mark::Point), Some(Mark::Space)),
    (Some(Mark::Point), Some(Mark::Apostrophe)),
    (Some(Mark::Comma), Some(Mark::Apostrophe)),
];

type MeaningOfMarks = (Option<Mark>, Option<Mark>);

/// How cells read under one meaning of the marks.
#[derive(Debug, Clone, Copy)]
struct Fit {
    meaning: MeaningOfMarks,
    count: u64,
    /// Digits before and behind the mark.
    before: u8,
    after: u8,
    /// Marks between thousands were seen.
    grouped: bool,
}

fn marks_of(tally: &Tally) -> Option<Marks> {
    match tally.shape {
        Shape::Number { marks, .. } => Some(marks),
        _ => None,
    }
}

fn fit(case: &Case<'_>, meaning: MeaningOfMarks, unit: Option<u8>) -> Fit {
    let mut fit = Fit {
        meaning,
        count: 0,
        before: 1,
        after: 0,
        grouped: false,
    };
    for tally in case.tallies(|s| matches!(s, Shape::Number { .. })) {
        let (Some(marks), Shape::Number { unit: of, .. }) = (marks_of(tally), tally.shape) else {
            continue;
        };
        if of != 0 && unit.is_some_and(|unit| unit != of) {
            continue;
        }
        let Some(after) = number::fraction(marks, tally.after, meaning.0, meaning.1) else {
            continue;
        };
        fit.count += tally.count;
        // Marks between thousands: what stands behind the last one counts as well.
        let grouped = after == 0
            && matches!(marks, Marks::One { .. } | Marks::Many { .. })
            && tally.after > 0;
        fit.grouped |= grouped || matches!(marks, Marks::Both { .. });
        let before = if grouped {
            tally.before.saturating_add(tally.after)
        } else {
            tally.before
        };
        fit.before = fit.before.max(before);
        fit.after = fit.after.max(after);
    }
    fit
}

/// Whether two meanings give some cell another value.
fn differ(case: &Case<'_>, a: MeaningOfMarks, b: MeaningOfMarks) -> bool {
    case.tallies(|s| matches!(s, Shape::Number { .. }))
        .any(|tally| {
            marks_of(tally).is_some_and(|marks| {
                let of = |m: MeaningOfMarks| number::fraction(marks, tally.after, m.0, m.1);
                matches!((of(a), of(b)), (Some(x), Some(y)) if x != y)
            })
        })
}

/// The unit that all cells with a unit share, as an index; `Err` when there are several.
fn unit(case: &Case<'_>) -> Result<Option<u8>, u64> {
    let mut counts: Vec<(u8, u64)> = Vec::new();
    for tally in case.tallies(|s| matches!(s, Shape::Number { .. })) {
        if let Shape::Number { unit, .. } = tally.shape
            && unit != 0
        {
            match counts.iter_mut().find(|(known, _)| *known == unit) {
                Some((_, count)) => *count += tally.count,
                None => counts.push((unit, tally.count)),
            }
        }
    }
    let all: u64 = counts.iter().map(|(_, count)| count).sum();
    let Some((most, count)) = counts.into_iter().max_by_key(|(_, count)| *count) else {
        return Ok(None);
    };
    if all - count <= case.allowed {
        Ok(Some(most))
    } else {
        Err(all - count)
    }
}

pub(super) fn decide(case: &Case<'_>) -> Option<Decision> {
    let numbers = case.count(|s| matches!(s, Shape::Number { .. }));
    if !case.fits(numbers) {
        return None;
    }
    let unit = match unit(case) {
        Ok(unit) => unit,
        Err(others) => return Some(mixed_units(case, others)),
    };
    let (best, rival) = best(case, unit)?;
    let mut decision = Decision {
        reading: reading(case, best, unit),
        findings: Vec::new(),
        questions: Vec::new(),
        misfits: case.filled - best.count,
    };
    if ruined(case, best, &mut decision) || too_long(case, best, &mut decision) {
        return Some(decision);
    }
    if unit.is_none() && codes(case, best, &mut decision) {
        sentinel(case, &mut decision);
        return Some(decision);
    }
    if let Some(name) = unit.and_then(|unit| case.profile().units.name(unit)) {
        let is_unit = |s: &Shape| matches!(s, Shape::Number { unit, .. } if *unit != 0);
        let count = case.count(is_unit);
        let examples = case.examples(is_unit);
        let unit = name.to_owned();
        let noticed = Noticed::Unit { count, unit };
        decision
            .findings
            .push(Finding::of(noticed, count, examples));
    }
    if let Some(rival) = rival {
        ask_marks(case, best, rival, unit, &mut decision);
    }
    let lone = lone::number(case, &decision);
    let impossible = coordinates_or_year(case, lone.as_ref(), &mut decision);
    if !sentinel(case, &mut decision)
        && let Some(lone) = lone
    {
        lone.ask(case, impossible, &mut decision);
    }
    if unit.is_none() && decision.reading.thousands.is_none() {
        dates(case, &mut decision);
        yes_no(case, &mut decision);
    }
    Some(decision)
}

/// The best meaning of the marks, and another that reads as many cells and gives them other values.
fn best(case: &Case<'_>, unit: Option<u8>) -> Option<(Fit, Option<Fit>)> {
    let fits: Vec<Fit> = MEANINGS.iter().map(|&m| fit(case, m, unit)).collect();
    let most = fits.iter().map(|f| f.count).max()?;
    if !case.fits(most) {
        return None;
    }
    let mut tied = fits.iter().filter(|f| f.count == most);
    let best = *tied.next()?;
    let rival = tied
        .find(|f| differ(case, best.meaning, f.meaning))
        .copied();
    Some((best, rival))
}

/// The numeric reading of the cells that are numbers, whatever the others are.
pub(super) fn reading_of_numbers(case: &Case<'_>) -> Option<Reading> {
    let unit = unit(case).ok()?;
    let best = MEANINGS
        .iter()
        .map(|&m| fit(case, m, unit))
        .reduce(|a, b| if b.count > a.count { b } else { a })?;
    Some(reading(case, best, unit))
}

/// Room for a larger number next year: a Parquet integer of 64 bits holds 18 digits as cheaply as 9.
fn digits(before: u8, after: u8) -> [u8; 2] {
    let all = before.saturating_add(after);
    [if all <= 18 { 18 } else { 38 }, after]
}

fn reading(case: &Case<'_>, fit: Fit, unit: Option<u8>) -> Reading {
    let kind = if fit.after == 0 && fit.before <= 18 {
        Type::Integer
    } else {
        Type::Decimal
    };
    Reading {
        kind,
        decimal: fit
            .meaning
            .0
            .filter(|_| kind == Type::Decimal)
            .map(Mark::char),
        thousands: fit.meaning.1.filter(|_| fit.grouped).map(Mark::char),
        digits: (kind == Type::Decimal).then(|| digits(fit.before, fit.after)),
        unit: unit
            .and_then(|unit| case.profile().units.name(unit))
            .map(str::to_owned),
        missing: case.missing_texts(),
        ..Reading::default()
    }
}

fn mixed_units(case: &Case<'_>, others: u64) -> Decision {
    let units = case.profile().units.0.clone();
    let examples = case.examples(|s| matches!(s, Shape::Number { unit, .. } if *unit != 0));
    Decision {
        reading: Reading {
            missing: vec![String::new()],
            ..Reading::of(Type::Text)
        },
        findings: vec![Finding::of(Noticed::MixedUnits { units }, others, examples)],
        questions: Vec::new(),
        misfits: 0,
    }
}

/// Degrees with a mark after every three digits: the true mark cannot be told any more.
fn ruined(case: &Case<'_>, best: Fit, decision: &mut Decision) -> bool {
    if !(case.says.longitude || case.says.latitude) || best.after > 0 || !best.grouped {
        return false;
    }
    let is_many = |s: &Shape| {
        matches!(
            s,
            Shape::Number {
                marks: Marks::Many { .. },
                ..
            }
        )
    };
    let count = case.count(is_many);
    if count == 0 {
        return false;
    }
    decision.reading = Reading {
        missing: vec![String::new()],
        ..Reading::of(Type::Text)
    };
    decision.misfits = 0;
    let filled = case.filled;
    decision.findings.push(Finding::of(
        Noticed::RuinedCoordinates { count, filled },
        count,
        case.examples(is_many),
    ));
    true
}

fn too_long(case: &Case<'_>, best: Fit, decision: &mut Decision) -> bool {
    if best.before.saturating_add(best.after) <= 38 && !(best.after == 0 && best.before > 19) {
        return false;
    }
    let kind = if best.after == 0 {
        Type::Code
    } else {
        Type::Text
    };
    decision.reading = Reading {
        missing: vec![String::new()],
        ..Reading::of(kind)
    };
    decision.misfits = 0;
    let examples = case.examples(|s| matches!(s, Shape::Number { .. }));
    let digits = best.before.saturating_add(best.after);
    let noticed = Noticed::TooManyDigits { digits };
    decision
        .findings
        .push(Finding::of(noticed, best.count, examples));
    true
}

/// Finds degrees and years by their name and range. A number far from all others may be none of
/// them, so that they are what the others are: true, when it is.
fn coordinates_or_year(case: &Case<'_>, lone: Option<&Lone>, decision: &mut Decision) -> bool {
    let (mut min, mut max) = (f64::INFINITY, f64::NEG_INFINITY);
    for tally in case.tallies(|s| matches!(s, Shape::Number { .. })) {
        min = min.min(tally.min);
        max = max.max(tally.max);
    }
    if decision.reading.unit.is_some() {
        return false;
    }
    let digits = decision.reading.digits;
    let grouped = decision.reading.thousands.is_some();
    let lies = |low: f64, high: f64| match lone {
        _ if min >= low && max <= high => Some(false),
        Some(lone)
            if lone.is_outside(low, high) && lone.others.0 >= low && lone.others.1 <= high =>
        {
            Some(true)
        }
        _ => None,
    };
    if (case.says.longitude || case.says.latitude) && !grouped {
        let kind = if case.says.longitude {
            Type::Longitude
        } else {
            Type::Latitude
        };
        let most = if case.says.longitude { 180.0 } else { 90.0 };
        let Some(impossible) = lies(-most, most) else {
            return false;
        };
        decision.reading.kind = kind;
        decision.reading.digits = Some(digits.unwrap_or([18, 0]));
        return impossible;
    }
    if !case.says.year || decision.reading.kind != Type::Integer {
        return false;
    }
    let plain = case
        .tallies(|s| matches!(s, Shape::Number { .. }))
        .all(|t| t.before == 4 && t.before_min == 4);
    match lies(1_000.0, 2_999.0) {
        Some(false) if plain => {
            decision.reading.kind = Type::Year;
            false
        }
        Some(true) => {
            decision.reading.kind = Type::Year;
            true
        }
        _ => false,
    }
}

fn ask_marks(case: &Case<'_>, best: Fit, rival: Fit, unit: Option<u8>, decision: &mut Decision) {
    let split = |s: &Shape| {
        matches!(
            s,
            Shape::Number {
                marks: Marks::One { three: true, .. },
                ..
            }
        )
    };
    let cells = case.examples(split);
    let (fraction, thousands) = if best.after > 0 {
        (best, rival)
    } else {
        (rival, best)
    };
    let readings = [
        reading(case, fraction, unit),
        reading(case, thousands, unit),
    ];
    // Whoever writes marks between thousands writes no number of four digits without one.
    let unmarked = case
        .tallies(|s| {
            matches!(
                s,
                Shape::Number {
                    marks: Marks::None,
                    ..
                }
            )
        })
        .any(|t| t.max >= 1_000.0);
    let small = case
        .tallies(|s| {
            matches!(
                s,
                Shape::Number {
                    marks: Marks::None,
                    ..
                }
            )
        })
        .any(|t| t.count > 0);
    let degrees = case.says.longitude || case.says.latitude || case.says.x || case.says.y;
    let (recommended, evidence) = if degrees {
        (0, Evidence::NamesCoordinates)
    } else if unmarked {
        (0, Evidence::LongWithoutMark)
    } else if case.says.count {
        (1, Evidence::NamesCount)
    } else if small {
        (1, Evidence::ShortWithoutMark)
    } else {
        (0, Evidence::ThreeDigits)
    };
    let mark = fraction.meaning.0.map_or('.', Mark::char);
    let [a, b] = readings;
    decision.reading = if recommended == 0 {
        a.clone()
    } else {
        b.clone()
    };
    let question = case.ask(
        About::Marks,
        vec![
            ("decimal", Meaning::Fraction { mark }, a),
            ("thousands", Meaning::Thousands { mark }, b),
        ],
        recommended,
        evidence,
        true,
        &cells,
    );
    decision.questions.push(question);
}
