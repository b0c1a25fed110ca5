// SPDX-License-Identifier: AGPL-3.0-or-later

//! Hours side by side, and dates in pieces.

use super::super::said::{Change, Reason};
use super::super::study::{ColumnStudy, Options, Study, Suggestion, What};
use crate::recipe::{Column, HourMeans, Join, Step, Type, Unpivot};
use crate::typer::name::Says;

/// Fewer columns side by side are no series.
const SERIES_MIN: usize = 6;

pub(super) fn look(study: &mut Study, says: &[Says], options: &Options) {
    let unpivot = series(study);
    let join = parts(study, says, options);
    let blanks = unpivot
        .as_ref()
        .map(|unpivot| blanks(study, unpivot))
        .unwrap_or_default();
    if let Some(unpivot) = &unpivot {
        let change = Change::Unpivot {
            columns: unpivot.values.clone(),
        };
        study.suggestions.push(Suggestion {
            columns: blanks.clone(),
            ..Suggestion::of(
                "unpivot".to_owned(),
                change,
                Reason::OneVariable,
                vec![Step::Unpivot(unpivot.clone())],
            )
        });
    }
    let Some(join) = join else {
        return;
    };
    let whole = join.hour.is_some();
    let mut parts = vec![join.year.clone(), join.month.clone(), join.day.clone()];
    parts.extend(join.hour.clone());
    let change = Change::JoinDate {
        parts,
        into: join.into.clone(),
    };
    study.suggestions.push(Suggestion::of(
        "join-date".to_owned(),
        change,
        Reason::DateInParts,
        vec![Step::Join(join.clone())],
    ));
    if let (Some(unpivot), false) = (unpivot, whole)
        && unpivot.hours.is_some()
    {
        let moment = Join {
            hour: Some(unpivot.label.clone()),
            zone: options.zone.clone(),
            into: free(study, "moment"),
            ..join
        };
        study.suggestions.push(Suggestion {
            columns: blanks,
            ..Suggestion::of(
                "observations".to_owned(),
                Change::Observations,
                Reason::HoursSideBySide,
                vec![Step::Unpivot(unpivot), Step::Join(moment)],
            )
        });
    }
}

/// A name that no column has.
fn free(study: &Study, wanted: &str) -> String {
    let mut name = wanted.to_owned();
    while study.columns.iter().any(|column| column.name == name) {
        name.push('_');
    }
    name
}

/// `h01` → `h`, `01`.
fn numbered(name: &str) -> Option<(&str, &str)> {
    let digits = name.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (prefix, number) = name.split_at(name.len() - digits);
    ((1..=4).contains(&digits) && !prefix.is_empty()).then_some((prefix, number))
}

/// The longest group of numeric columns that differ in a number, with the flags beside them.
fn series(study: &Study) -> Option<Unpivot> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for column in &study.columns {
        let Some((prefix, number)) = numbered(&column.name) else {
            continue;
        };
        match groups.iter_mut().find(|(known, _)| *known == prefix) {
            Some((_, numbers)) => numbers.push(number),
            None => groups.push((prefix, vec![number])),
        }
    }
    groups.retain(|(_, numbers)| numbers.len() >= SERIES_MIN && consecutive(numbers));
    let kind = |prefix: &str, number: &str| {
        let name = format!("{prefix}{number}");
        study
            .columns
            .iter()
            .find(|c| c.name == name)
            .map(|c| c.reading.kind)
    };
    let numeric = |prefix: &str, numbers: &[&str]| {
        let is =
            |n: &str| kind(prefix, n).is_some_and(|k| matches!(k, Type::Integer | Type::Decimal));
        let blank = |n: &str| study.column(&format!("{prefix}{n}")).is_some_and(is_blank);
        numbers.iter().any(|n| is(n)) && numbers.iter().all(|n| is(n) || blank(n))
    };
    let (prefix, numbers) = groups
        .iter()
        .filter(|(prefix, numbers)| numeric(prefix, numbers))
        .max_by_key(|(_, numbers)| numbers.len())?;
    let flags = groups.iter().find(|(other, of)| {
        other != prefix
            && of == numbers
            && of.iter().all(|n| {
                kind(other, n).is_some_and(|k| matches!(k, Type::Boolean | Type::Text | Type::Code))
            })
    });
    let hours = numbers.len() == 24 && prefix.starts_with('h');
    let years = numbers.iter().all(|n| n.len() == 4);
    Some(Unpivot {
        values: format!("{prefix}*"),
        flags: flags.map(|(prefix, _)| format!("{prefix}*")),
        label: free(
            study,
            if hours {
                "hour"
            } else if years {
                "year"
            } else {
                "number"
            },
        ),
        value: free(study, "value"),
        flag: flags.map(|_| free(study, "valid")),
        hours: hours.then_some(HourMeans::Ending),
        skip_missing: false,
    })
}

/// Whether nothing stands in the column but words for "no value".
pub(super) fn is_blank(column: &ColumnStudy) -> bool {
    column
        .findings
        .iter()
        .any(|finding| finding.what == What::Empty)
}

/// The columns of a series in which nothing stands, read as the others are: one month without a
/// value at 5 h must not stop the whole.
fn blanks(study: &Study, unpivot: &Unpivot) -> Vec<Column> {
    let prefix = unpivot.values.trim_end_matches('*');
    let of_series =
        |column: &&ColumnStudy| numbered(&column.name).is_some_and(|(p, _)| p == prefix);
    let Some(sibling) = study
        .columns
        .iter()
        .filter(of_series)
        .find(|c| !is_blank(c))
    else {
        return Vec::new();
    };
    study
        .columns
        .iter()
        .filter(of_series)
        .filter(|column| is_blank(column))
        .map(|column| {
            let mut reading = sibling.reading.clone();
            for (text, _) in &column.values {
                if !reading.missing.contains(text) {
                    reading.missing.push(text.clone());
                }
            }
            Column::of(&column.from, &column.name, &reading)
        })
        .collect()
}

fn consecutive(numbers: &[&str]) -> bool {
    let mut numbers: Vec<u32> = numbers.iter().filter_map(|n| n.parse().ok()).collect();
    numbers.sort_unstable();
    numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// Year, month and day (and hour), each in exactly one column.
fn parts(study: &Study, says: &[Says], options: &Options) -> Option<Join> {
    let only = |is: &dyn Fn(&Says) -> bool, kinds: &[Type]| {
        let mut found = study.columns.iter().zip(says).filter(|(column, says)| {
            is(says) && kinds.contains(&column.reading.kind) && column.filled > 0
        });
        let first = found.next()?.0;
        found.next().is_none().then_some(first)
    };
    let year = only(&|s| s.year && !s.month, &[Type::Year, Type::Integer])?;
    let month = only(&|s| s.month, &[Type::Integer])?;
    let day = only(&|s| s.day, &[Type::Integer])?;
    let hour = only(&|s| s.hour, &[Type::Integer]);
    let within = |column: &ColumnStudy, most: i64| {
        column
            .values
            .iter()
            .all(|(text, _)| text.parse::<i64>().is_ok_and(|v| (0..=most).contains(&v)))
    };
    if !within(month, 12) || !within(day, 31) {
        return None;
    }
    let hour = hour.filter(|hour| within(hour, 24));
    Some(Join {
        year: year.name.clone(),
        month: month.name.clone(),
        day: day.name.clone(),
        hour: hour.map(|hour| hour.name.clone()),
        zone: hour.and(options.zone.clone()),
        into: free(study, if hour.is_some() { "moment" } else { "date" }),
        keep: false,
    })
}
