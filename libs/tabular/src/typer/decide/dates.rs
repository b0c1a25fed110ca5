// SPDX-License-Identifier: AGPL-3.0-or-later

//! Dates, moments and times.

use super::{Case, Decision, is_dated, is_time, lone};
use crate::import::{About, Evidence, Finding, Meaning, Noticed};
use crate::recipe::{Order, Reading, Type};
use crate::typer::shape::{DateShape, MomentShape, Shape, TimeShape};

/// Two digits mean one of these hundred years when the file's owner says nothing else.
const FIRST_YEAR: i16 = 1970;

pub(super) fn decide(case: &Case<'_>) -> Option<Decision> {
    let dated = case.count(|s| is_dated(*s));
    let times = case.count(|s| is_time(*s));
    let months = case.count(|s| {
        matches!(
            s,
            Shape::Moment(MomentShape {
                date: DateShape::Month,
                ..
            })
        )
    });
    if case.fits(times) {
        return Some(plain(case, Type::Time, times));
    }
    if case.fits(months) {
        return Some(plain(case, Type::YearMonth, months));
    }
    if !case.fits(dated) {
        return None;
    }
    days(case)
}

fn plain(case: &Case<'_>, kind: Type, fitting: u64) -> Decision {
    Decision {
        reading: Reading {
            missing: case.missing_texts(),
            ..Reading::of(kind)
        },
        findings: Vec::new(),
        questions: Vec::new(),
        misfits: case.filled - fitting,
    }
}

/// Cells that are a day in this order.
fn in_order(case: &Case<'_>, order: Order) -> u64 {
    case.count(|shape| match shape {
        Shape::Moment(m) => match m.date {
            DateShape::Sure => true,
            DateShape::Fields { dmy, mdy } => match order {
                Order::Dmy => dmy,
                Order::Mdy => mdy,
                Order::Ymd => false,
            },
            DateShape::Short { dmy, mdy, ymd } => match order {
                Order::Dmy => dmy,
                Order::Mdy => mdy,
                Order::Ymd => ymd,
            },
            DateShape::None | DateShape::Never | DateShape::Month => false,
        },
        _ => false,
    })
}

fn days(case: &Case<'_>) -> Option<Decision> {
    let fields =
        case.count(|s| matches!(s, Shape::Moment(m) if matches!(m.date, DateShape::Fields { .. })));
    let short =
        case.count(|s| matches!(s, Shape::Moment(m) if matches!(m.date, DateShape::Short { .. })));
    let mut orders: Vec<(Order, u64)> = [Order::Dmy, Order::Mdy, Order::Ymd]
        .into_iter()
        .map(|order| (order, in_order(case, order)))
        .filter(|(_, count)| case.fits(*count))
        .collect();
    // Two digits of a year before a year of four in the same column: those are codes.
    if fields > 0 {
        orders.retain(|(order, _)| *order != Order::Ymd);
    }
    let most = orders.iter().map(|(_, count)| *count).max()?;
    orders.retain(|(_, count)| *count == most);
    let written_out = fields == 0 && short == 0;
    let mut decision = plain(case, Type::Date, most);
    decision.reading.order = if written_out { None } else { Some(orders[0].0) };
    if short > 0 {
        decision.reading.first_year = Some(FIRST_YEAR);
    }
    moment_or_day(case, &mut decision);
    if short > 0 {
        ask_century(case, &orders, &mut decision);
    } else if !written_out && orders.len() > 1 {
        ask_order(case, &orders, &mut decision);
    }
    lone::days(case, &mut decision);
    Some(decision)
}

/// Days, or days with a time: whether any time says more than midnight.
fn moment_or_day(case: &Case<'_>, decision: &mut Decision) {
    let with = |is: &dyn Fn(&MomentShape) -> bool| {
        case.count(|s| is_dated(*s) && matches!(s, Shape::Moment(m) if is(m)))
    };
    let timed = with(&|m| m.time != TimeShape::None);
    if timed == 0 {
        return;
    }
    let telling = with(&|m| !matches!(m.time, TimeShape::None | TimeShape::Midnight));
    let zoned = with(&|m| m.zoned);
    let naive = with(&|m| !m.zoned && m.time != TimeShape::None);
    let end = with(&|m| matches!(m.time, TimeShape::Some { end: true }));
    let day = decision.reading.clone();
    decision.reading.kind = Type::Timestamp;
    if naive > 0 {
        decision.reading.zone.clone_from(&case.subject.options.zone);
    }
    if end > 0 {
        let examples = case
            .examples(|s| matches!(s, Shape::Moment(m) if m.time == TimeShape::Some { end: true }));
        let noticed = Noticed::Hour24 { count: end };
        decision.findings.push(Finding::of(noticed, end, examples));
    }
    if telling == 0 && zoned == 0 {
        let moment = decision.reading.clone();
        decision.reading = day.clone();
        let cells = case.examples(|s| is_dated(*s));
        decision.questions.push(case.ask(
            About::DateOrMoment,
            vec![
                ("date", Meaning::Day, day),
                ("timestamp", Meaning::DayAndMidnight, moment),
            ],
            0,
            Evidence::AllMidnight,
            false,
            &cells,
        ));
    }
    if zoned > 0 && decision.reading.zone.is_none() {
        if naive == 0 {
            decision.reading.zone = Some("UTC".to_owned());
        } else {
            let mut city = decision.reading.clone();
            city.zone = Some("Europe/Madrid".to_owned());
            let mut utc = decision.reading.clone();
            utc.zone = Some("UTC".to_owned());
            decision.reading = city.clone();
            let cells = case.examples(|s| is_dated(*s));
            decision.questions.push(case.ask(
                About::Zone,
                vec![
                    (
                        "local",
                        Meaning::Local {
                            zone: "Europe/Madrid".to_owned(),
                        },
                        city,
                    ),
                    ("utc", Meaning::Utc, utc),
                ],
                0,
                Evidence::SomeNameZone { zoned, naive },
                true,
                &cells,
            ));
        }
    }
}

fn answer(order: Order) -> &'static str {
    match order {
        Order::Dmy => "dmy",
        Order::Mdy => "mdy",
        Order::Ymd => "ymd",
    }
}

fn ask_order(case: &Case<'_>, orders: &[(Order, u64)], decision: &mut Decision) {
    let cells = case
        .examples(|s| matches!(s, Shape::Moment(m) if matches!(m.date, DateShape::Fields { .. })));
    let choices = orders
        .iter()
        .map(|(order, _)| {
            (
                answer(*order),
                Meaning::First { order: *order },
                Reading {
                    order: Some(*order),
                    ..decision.reading.clone()
                },
            )
        })
        .collect();
    decision.questions.push(case.ask(
        About::DayOrMonth,
        choices,
        0,
        Evidence::NoDayAbove12,
        true,
        &cells,
    ));
}

fn ask_century(case: &Case<'_>, orders: &[(Order, u64)], decision: &mut Decision) {
    let cells = case
        .examples(|s| matches!(s, Shape::Moment(m) if matches!(m.date, DateShape::Short { .. })));
    let mut choices = Vec::new();
    for (order, _) in orders {
        for first in [FIRST_YEAR, 1925] {
            let answer = match (order, first) {
                (Order::Dmy, FIRST_YEAR) => "dmy-1970",
                (Order::Dmy, _) => "dmy-1925",
                (Order::Mdy, FIRST_YEAR) => "mdy-1970",
                (Order::Mdy, _) => "mdy-1925",
                (Order::Ymd, FIRST_YEAR) => "ymd-1970",
                (Order::Ymd, _) => "ymd-1925",
            };
            let meaning = Meaning::Century {
                order: *order,
                first,
                last: first + 99,
            };
            let reading = Reading {
                order: Some(*order),
                first_year: Some(first),
                ..decision.reading.clone()
            };
            choices.push((answer, meaning, reading));
        }
    }
    decision.questions.push(case.ask(
        About::Century,
        choices,
        0,
        Evidence::TwoDigitYears,
        true,
        &cells,
    ));
}
