// SPDX-License-Identifier: AGPL-3.0-or-later

//! Numbers, and what only looks like them.

use super::{Case, Decision, finding};
use crate::Hint;
use crate::import::{About, Example, What};
use crate::recipe::{Epoch, Reading, Type};
use crate::typer::column::Tally;
use crate::typer::moment;
use crate::typer::number::{self, Mark, Marks};
use crate::typer::shape::Shape;
use crate::typer::words;

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

type Meaning = (Option<Mark>, Option<Mark>);

/// How cells read under one meaning of the marks.
#[derive(Debug, Clone, Copy)]
struct Fit {
    meaning: Meaning,
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

fn fit(case: &Case<'_>, meaning: Meaning, unit: Option<u8>) -> Fit {
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
fn differ(case: &Case<'_>, a: Meaning, b: Meaning) -> bool {
    case.tallies(|s| matches!(s, Shape::Number { .. }))
        .any(|tally| {
            marks_of(tally).is_some_and(|marks| {
                let of = |m: Meaning| number::fraction(marks, tally.after, m.0, m.1);
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
        decision.findings.push(finding(
            What::Unit,
            count,
            examples,
            format!("{count} cells end in {name}, which becomes the column's unit."),
        ));
    }
    if let Some(rival) = rival {
        ask_marks(case, best, rival, unit, &mut decision);
    }
    coordinates_or_year(case, &mut decision);
    sentinel(case, &mut decision);
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
    let units: Vec<&str> = case.profile().units.0.iter().map(String::as_str).collect();
    let examples = case.examples(|s| matches!(s, Shape::Number { unit, .. } if *unit != 0));
    Decision {
        reading: Reading {
            missing: vec![String::new()],
            ..Reading::of(Type::Text)
        },
        findings: vec![finding(
            What::MixedUnits,
            others,
            examples,
            format!(
                "Cells have different units ({}), so the column stays text.",
                units.join(", ")
            ),
        )],
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
    decision.findings.push(finding(
        What::RuinedCoordinates,
        count,
        case.examples(is_many),
        format!(
            "{count} of {} cells are no degrees: a spreadsheet has put marks between thousands into them. \
             They stay text; they can be computed again where projected coordinates stand beside them.",
            case.filled
        ),
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
    decision.findings.push(finding(
        What::TooManyDigits,
        best.count,
        examples,
        format!(
            "Numbers have up to {} digits, more than can be counted with; they stay text.",
            best.before.saturating_add(best.after)
        ),
    ));
    true
}

fn is_plain(shape: Shape) -> bool {
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
fn codes(case: &Case<'_>, best: Fit, decision: &mut Decision) -> bool {
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
fn lost_zeros(case: &Case<'_>, decision: &mut Decision) {
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

fn coordinates_or_year(case: &Case<'_>, decision: &mut Decision) {
    let (mut min, mut max) = (f64::INFINITY, f64::NEG_INFINITY);
    for tally in case.tallies(|s| matches!(s, Shape::Number { .. })) {
        min = min.min(tally.min);
        max = max.max(tally.max);
    }
    if decision.reading.unit.is_some() {
        return;
    }
    let digits = decision.reading.digits;
    let grouped = decision.reading.thousands.is_some();
    if (case.says.longitude || case.says.latitude) && !grouped {
        let kind = if case.says.longitude {
            Type::Longitude
        } else {
            Type::Latitude
        };
        let most = if case.says.longitude { 180.0 } else { 90.0 };
        if min >= -most && max <= most {
            decision.reading.kind = kind;
            decision.reading.digits = Some(digits.unwrap_or([18, 0]));
        }
        return;
    }
    let plain = case
        .tallies(|s| matches!(s, Shape::Number { .. }))
        .all(|t| t.before == 4 && t.before_min == 4);
    if case.says.year
        && decision.reading.kind == Type::Integer
        && plain
        && min >= 1_000.0
        && max <= 2_999.0
    {
        decision.reading.kind = Type::Year;
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
    let (recommended, why) = if degrees {
        (0, "the name says that these are coordinates")
    } else if unmarked {
        (
            0,
            "other cells have four digits and more without a mark, so the mark is not for thousands",
        )
    } else if case.says.count {
        (
            1,
            "the name says that something is counted, and counts have no fraction",
        )
    } else if small {
        (
            1,
            "smaller numbers have no mark, larger ones have exactly three digits behind it, as thousands have",
        )
    } else {
        (
            0,
            "every cell has exactly three digits behind the mark; nothing else speaks for either",
        )
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
            ("decimal", format!("{mark} stands before a fraction"), a),
            ("thousands", format!("{mark} stands between thousands"), b),
        ],
        recommended,
        why.to_owned(),
        true,
        &cells,
    );
    decision.questions.push(question);
}

/// `-1` in a column that is never negative otherwise; 0 among degrees.
pub(super) fn sentinel(case: &Case<'_>, decision: &mut Decision) {
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
        return;
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
}

/// Numbers that count seconds or days, or are the digits of a date.
fn dates(case: &Case<'_>, decision: &mut Decision) {
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
fn yes_no(case: &Case<'_>, decision: &mut Decision) {
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
