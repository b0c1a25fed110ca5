// SPDX-License-Identifier: AGPL-3.0-or-later

//! A value at the end of a column that is written again and again, far from all others: `9999`
//! among temperatures, `9999-12-31` among days. It may stand for "no value", so it is asked.

use super::{Case, Decision};
use crate::import::{About, Evidence, Example, Finding, Meaning, Noticed};
use crate::recipe::{Reading, Type};
use crate::typer::convert::{Converter, DAY_MICROS, Told, Value};
use crate::typer::ends::End;
use crate::typer::moment;
use crate::typer::shape::Shape;

/// Different values that a column needs before one of them is far from "the others".
const OTHERS_MIN: usize = 10;

/// Ten years without a day, before or behind all others.
const DAYS_APART: i32 = 3_653;

/// A number far from all others.
pub(super) struct Lone {
    end: End,
    /// The others: smallest and largest.
    pub(super) others: (f64, f64),
    /// The number is one that programs write where there is none.
    usual: bool,
}

/// All values at one end, the outermost first, each with how often it stands in the column.
fn ends(case: &Case<'_>, high: bool) -> Vec<End> {
    let mut ends: Vec<End> = Vec::new();
    for tally in case.tallies(|s| matches!(s, Shape::Number { .. })) {
        let of = if high { &tally.high } else { &tally.low };
        for end in of.iter() {
            let count = case.profile().count_of_end(end);
            match ends
                .iter_mut()
                .find(|e| e.value.total_cmp(&end.value).is_eq())
            {
                Some(known) => known.count += count,
                None => ends.push(End {
                    count,
                    ..end.clone()
                }),
            }
        }
    }
    ends.sort_by(|a, b| a.value.total_cmp(&b.value));
    if high {
        ends.reverse();
    }
    ends
}

/// `99`, `-9999`, `999.9`; the ends of what computers count with; 0 below everything.
fn is_usual(end: &End, high: bool) -> bool {
    const MACHINE: [f64; 4] = [32_767.0, 65_535.0, 2_147_483_647.0, 4_294_967_295.0];
    let digits: Vec<u8> = end.text.bytes().filter(u8::is_ascii_digit).collect();
    let nines = digits.iter().take_while(|d| **d == b'9').count();
    let zeros = digits.iter().skip(nines).all(|d| *d == b'0');
    let whole = end.value.fract().abs() < f64::EPSILON;
    let nines = nines >= 2 && zeros && (nines == digits.len() || whole);
    let machine = MACHINE
        .iter()
        .any(|m| (end.value.abs() - m).abs() < 0.5 || (end.value + m + 1.0).abs() < 0.5);
    let zero = end.value.abs() < f64::EPSILON;
    (nines || machine) && (end.value > 0.0) == high || zero && !high
}

/// The number at either end that is repeated and far from all others.
pub(super) fn number(case: &Case<'_>, decision: &Decision) -> Option<Lone> {
    let kind = decision.reading.kind;
    if !matches!(kind, Type::Integer | Type::Decimal) || decision.reading.thousands.is_some() {
        return None;
    }
    let says = case.says;
    if says.code || says.month || says.day || says.hour {
        return None;
    }
    let (low, high) = (ends(case, false), ends(case, true));
    let many = case
        .profile()
        .distinct()
        .map_or(OTHERS_MIN, |all| all.len())
        >= OTHERS_MIN;
    let find = |these: &[End], those: &[End], is_high: bool| {
        let [end, next, ..] = these else { return None };
        let usual = is_usual(end, is_high);
        // What stands for "no value" at the other end says nothing about the others.
        let other = those
            .iter()
            .find(|end| !is_usual(end, !is_high) || end.value == 0.0)?;
        let gap = (end.value - next.value).abs();
        let range = (next.value - other.value).abs();
        let zero = end.value == 0.0;
        let far = match (usual, zero) {
            (true, true) => gap >= 5.0 * range && many,
            (true, false) => gap >= 2.0 * range && gap > next.value.abs(),
            (false, _) => gap >= 50.0 * range.max(next.value.abs()) && many,
        };
        let repeated = end.count >= if usual { 2 } else { 3 };
        let others = if is_high {
            (other.value, next.value)
        } else {
            (next.value, other.value)
        };
        (far && repeated && end.count * 2 < case.filled).then(|| Lone {
            end: end.clone(),
            others,
            usual,
        })
    };
    find(&high, &low, true).or_else(|| find(&low, &high, false))
}

impl Lone {
    /// The smallest and largest of all values but this one.
    pub(super) fn is_outside(&self, low: f64, high: f64) -> bool {
        !(low..=high).contains(&self.end.value)
    }

    /// Asks whether it stands for "no value". `sure` where it cannot be a value of the column.
    pub(super) fn ask(&self, case: &Case<'_>, sure: bool, decision: &mut Decision) {
        let text = &self.end.text;
        let (low, high) = self.others;
        let evidence = Evidence::FarFromOthers {
            texts: vec![text.clone()],
            count: self.end.count,
            low: low.to_string(),
            high: high.to_string(),
        };
        let recommended = usize::from(!self.usual && !sure);
        ask(
            case,
            &[(&self.end, text.clone())],
            evidence,
            recommended,
            !sure,
            decision,
        );
        if sure {
            let count = self.end.count;
            let texts = vec![text.clone()];
            decision.findings.push(Finding::of(
                Noticed::Sentinel { count, texts },
                count,
                vec![example(&self.end)],
            ));
        }
    }
}

/// Days that stand for none, in a column whose other days are far from them.
pub(super) fn days(case: &Case<'_>, decision: &mut Decision) {
    let profile = case.profile();
    let Ok(converter) = Converter::new(&decision.reading) else {
        return;
    };
    let day = |text: &str| match converter.read(text, &mut Told::default()) {
        Ok(Value::Day(day)) => Some(day),
        Ok(Value::Moment(micros)) => i32::try_from(micros.div_euclid(DAY_MICROS)).ok(),
        _ => None,
    };
    let is_end = |text: &str| profile.no_days.iter().any(|end| end.text == text);
    let others: Vec<i32> = profile
        .sample
        .iter()
        .flatten()
        .filter(|text| !is_end(text))
        .filter_map(|text| day(text))
        .collect();
    let (Some(first), Some(last)) = (others.iter().min(), others.iter().max()) else {
        return;
    };
    let found: Vec<(End, String)> = profile
        .no_days
        .iter()
        .filter(|end| {
            let far = |day: i32| {
                day.saturating_sub(*last) > DAYS_APART || first.saturating_sub(day) > DAYS_APART
            };
            day(&end.text).is_some_and(far)
        })
        .map(|end| {
            let count = profile.count_of_end(end);
            (
                End {
                    count,
                    ..end.clone()
                },
                end.text.clone(),
            )
        })
        .filter(|(end, _)| end.count >= 2)
        .collect();
    if found.is_empty() {
        return;
    }
    let show = |day: i32| {
        let (year, month, day) = moment::civil(day);
        format!("{year}-{month:02}-{day:02}")
    };
    let evidence = Evidence::FarFromOthers {
        texts: found.iter().map(|(_, text)| text.clone()).collect(),
        count: found.iter().map(|(end, _)| end.count).sum(),
        low: show(*first),
        high: show(*last),
    };
    let found: Vec<(&End, String)> = found
        .iter()
        .map(|(end, text)| (end, text.clone()))
        .collect();
    ask(case, &found, evidence, 0, true, decision);
}

fn example(end: &End) -> Example {
    Example {
        line: end.line,
        text: end.text.clone(),
    }
}

fn ask(
    case: &Case<'_>,
    found: &[(&End, String)],
    evidence: Evidence,
    recommended: usize,
    must: bool,
    decision: &mut Decision,
) {
    let value = decision.reading.clone();
    let mut missing: Reading = value.clone();
    let texts: Vec<String> = found.iter().map(|(_, text)| text.clone()).collect();
    missing.missing.extend(texts.iter().cloned());
    let mut cells: Vec<Example> = found.iter().map(|(end, _)| example(end)).collect();
    let others = case.examples(|s| matches!(s, Shape::Number { .. } | Shape::Moment(_)));
    cells.extend(
        others
            .into_iter()
            .filter(|e| !texts.contains(&e.text))
            .take(2),
    );
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
            ("value", Meaning::Value { texts }, value),
        ],
        recommended,
        evidence,
        must,
        &cells,
    );
    decision.questions.push(question);
    if recommended == 0 {
        decision.reading = missing;
    }
}
