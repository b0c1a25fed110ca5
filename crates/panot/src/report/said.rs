// SPDX-License-Identifier: AGPL-3.0-or-later

//! Words for what was noticed, asked and offered. Every kind of it has its words here: a new one
//! without them does not compile.

use tabular::import::{
    Alike, Change, Described, Evidence, Fate, Meaning, Misfit, Noticed, Reason, Shown, WhyLeftOut,
};
use tabular::recipe::{Epoch, Order, Type};

use crate::words::Words;

fn list(texts: &[String]) -> String {
    texts.join(", ")
}

/// Line numbers, which are never written with marks between thousands.
fn lines(first: &[u64], count: u64) -> String {
    let mut text = list(&first.iter().map(u64::to_string).collect::<Vec<_>>());
    if u64::try_from(first.len()).is_ok_and(|shown| shown < count) {
        text.push_str(" …");
    }
    text
}

fn named(names: &[String], more: bool) -> String {
    list(names) + if more { ", …" } else { "" }
}

/// `a, b and c`
fn all_of(t: Words, parts: &[String]) -> String {
    match parts {
        [first @ .., last] if !first.is_empty() => t.list_and(list(first), last),
        parts => list(parts),
    }
}

/// What was noticed about a column.
pub fn noticed(t: Words, noticed: &Noticed) -> String {
    match noticed {
        Noticed::Empty => t.noticed_empty(),
        Noticed::OnlyWord { text } => t.noticed_only_word(text),
        Noticed::Padded { count, line } => t.noticed_padded(count, line.to_string()),
        Noticed::Invisible { count, line } => t.noticed_invisible(count, line.to_string()),
        Noticed::Apostrophe { count, line } => t.noticed_apostrophe(count, line.to_string()),
        Noticed::Replaced { count, line } => t.noticed_replaced(count, line.to_string()),
        Noticed::NameCleaned { from, name } => t.noticed_name_cleaned(from, name),
        Noticed::NameRepeated { name, from } => t.noticed_name_repeated(from, name),
        Noticed::Missing { count, texts } => t.noticed_missing(count, list(texts)),
        Noticed::Sentinel { count, texts } => t.noticed_sentinel(count, list(texts)),
        Noticed::Misfits { count, kind: of } => t.noticed_misfits(count, kind(t, *of)),
        Noticed::Unit { count, unit } => t.noticed_unit(count, unit),
        Noticed::MixedUnits { units } => t.noticed_mixed_units(list(units)),
        Noticed::RuinedCoordinates { count, filled } => t.noticed_ruined(count, filled),
        Noticed::TooManyDigits { digits } => t.noticed_too_many_digits(digits),
        Noticed::LeadingZeros { count } => t.noticed_leading_zeros(count),
        Noticed::LostZeros { digits, first } => match first {
            Some(first) => t.noticed_lost_zeros_as(digits, first.line.to_string(), &first.text),
            None => t.noticed_lost_zeros(digits),
        },
        Noticed::Hour24 { count } => t.noticed_end_of_day(count),
        Noticed::MangledCodes {
            filled,
            dates,
            broken,
        } => t.noticed_mangled(broken, dates + broken, dates, filled),
        Noticed::Ranges { count, unit } => match unit {
            Some(unit) => t.noticed_ranges_in(count, unit),
            None => t.noticed_ranges(count),
        },
        Noticed::NumbersAmongText {
            numbers,
            others,
            texts,
        } => t.noticed_numbers_among_text(numbers, others, list(texts)),
        Noticed::SwappedDegrees {
            latitudes,
            longitudes,
            turned,
            compared,
        } => t.noticed_swapped_degrees(compared, latitudes, longitudes, turned),
        Noticed::SwappedMetres {
            x,
            y,
            turned,
            compared,
        } => t.noticed_swapped_metres(compared, turned, x, y),
    }
}

/// What speaks for the recommended answer.
pub fn evidence(t: Words, evidence: &Evidence) -> String {
    match evidence {
        Evidence::NamesCoordinates => t.evidence_coordinates(),
        Evidence::LongWithoutMark => t.evidence_long(),
        Evidence::NamesCount => t.evidence_count(),
        Evidence::ShortWithoutMark => t.evidence_short(),
        Evidence::ThreeDigits => t.evidence_three_digits(),
        Evidence::NamesCode => t.evidence_code(),
        Evidence::StoredAsText => t.evidence_stored_as_text(),
        Evidence::NoSuchValue { texts, count } => t.evidence_no_such_value(count, list(texts)),
        Evidence::OnlyNegative { texts, count } => t.evidence_only_negative(count, list(texts)),
        Evidence::FarFromOthers {
            texts,
            count,
            low,
            high,
        } => t.evidence_far(count, high, low, list(texts)),
        Evidence::OthersAreNumbers { text, count } => t.evidence_others_numbers(count, text),
        Evidence::Plausible { epoch } => match epoch {
            Epoch::UnixSeconds => t.evidence_unix_seconds(),
            Epoch::UnixMilliseconds => t.evidence_unix_milliseconds(),
            Epoch::Compact => t.evidence_compact(),
            Epoch::ExcelDays => t.evidence_spreadsheet_days(),
        },
        Evidence::NameAsks => t.evidence_asks(),
        Evidence::NameDoesNotAsk => t.evidence_does_not_ask(),
        Evidence::MetresOfCity => t.evidence_metres_city(),
        Evidence::Metres => t.evidence_metres(),
        Evidence::AllMidnight => t.evidence_midnight(),
        Evidence::SomeNameZone { zoned, naive } => t.evidence_some_zone(naive, zoned),
        Evidence::NoDayAbove12 => t.evidence_day_twelve(),
        Evidence::DatesLikeThoseOf { column } => t.evidence_dates_like(column),
        Evidence::TwoDigitYears => t.evidence_century(),
    }
}

/// What a cell becomes.
pub fn becomes(t: Words, shown: &Shown) -> String {
    match shown.fate {
        Fate::Value => shown.becomes.clone(),
        Fate::Missing => t.fate_missing(),
        Fate::Misfit(why) => t.fate_misfit(misfit(t, why)),
    }
}

/// What an answer means.
pub fn meaning(t: Words, meaning: &Meaning) -> String {
    match meaning {
        Meaning::Fraction { mark: of } => t.meaning_fraction(mark(t, *of)),
        Meaning::Thousands { mark: of } => t.meaning_thousands(mark(t, *of)),
        Meaning::Code => t.meaning_code(),
        Meaning::WholeNumber => t.meaning_whole(),
        Meaning::Number => t.meaning_number(),
        Meaning::NumbersBut { text } => t.meaning_numbers_but(text),
        Meaning::Text => t.meaning_text(),
        Meaning::NoValue { texts } => t.meaning_no_value(list(texts)),
        Meaning::Value { texts } => t.meaning_value(list(texts)),
        Meaning::NoAndYes => t.meaning_no_yes(),
        Meaning::Utm { zone: 31 } => t.meaning_utm_thirty_one(),
        Meaning::Utm { zone: 30 } => t.meaning_utm_thirty(),
        Meaning::Utm { zone } => t.meaning_utm(zone),
        Meaning::Day => t.meaning_day(),
        Meaning::Moment => t.meaning_moment(),
        Meaning::DayAndMidnight => t.meaning_day_midnight(),
        Meaning::Local { zone } => t.meaning_local(zone),
        Meaning::Utc => t.meaning_utc(),
        Meaning::First { order: of } => order(t, *of),
        Meaning::Century {
            order: of,
            first,
            last,
        } => t.meaning_century(first.to_string(), last.to_string(), order(t, *of)),
    }
}

fn order(t: Words, order: Order) -> String {
    match order {
        Order::Dmy => t.meaning_dmy(),
        Order::Mdy => t.meaning_mdy(),
        Order::Ymd => t.meaning_ymd(),
    }
}

fn mark(t: Words, mark: char) -> String {
    match mark {
        ',' => t.mark_comma(),
        '.' => t.mark_point(),
        ' ' => t.mark_space(),
        '\'' => t.mark_apostrophe(),
        other => other.to_string(),
    }
}

/// What an offer would do.
pub fn change(t: Words, change: &Change) -> String {
    match change {
        Change::LeaveOutNotes {
            lines: first,
            count,
        } => t.change_notes(count, lines(first, *count)),
        Change::LeaveOutTotals {
            lines: first,
            count,
        } => t.change_totals(count, lines(first, *count)),
        Change::ListsToRows {
            column,
            names,
            more,
        } => t.change_rows(column, named(names, *more)),
        Change::ObjectsToColumns {
            column,
            names,
            more,
        } => t.change_columns(column, named(names, *more)),
        Change::SplitRanges { column } => t.change_split(column),
        Change::TakeForMissing { column, words } => {
            let words: Vec<String> = words
                .iter()
                .map(|(text, count)| t.word_times(count, text))
                .collect();
            t.change_missing(column, list(&words))
        }
        Change::Swap { x, y } => t.change_swap(x, y),
        Change::Rebuild {
            longitude,
            latitude,
        } => t.change_rebuild(latitude, longitude),
        Change::Point { x, y } => t.change_point(x, y),
        Change::Unpivot { columns } => t.change_unpivot(columns),
        Change::JoinDate { parts, into } => t.change_join(into, all_of(t, parts)),
        Change::Observations => t.change_observations(),
    }
}

/// What speaks for an offer.
pub fn reason(t: Words, reason: &Reason) -> String {
    match reason {
        Reason::FewerCells { first } => t.reason_fewer(first),
        Reason::Sums {
            column,
            first,
            columns,
        } => t.reason_sums(column, list(columns), first),
        Reason::SomeSums {
            column,
            first,
            equal,
            compared,
        } => t.reason_some_sums(column, compared, equal, first),
        Reason::NoSums { column, first } => t.reason_no_sums(column, first),
        Reason::Lists { cells, objects } => t.reason_lists(cells, objects),
        Reason::Objects { cells } => t.reason_objects(cells),
        Reason::Noticed(about) => noticed(t, about),
        Reason::UsualWords => t.reason_words(),
        Reason::Degrees => t.reason_degrees(),
        Reason::Metres { epsg } => t.reason_metres(epsg.to_string()),
        Reason::MetresOfSomeZone { epsg } => t.reason_metres_some(epsg.to_string()),
        Reason::SamePlaces { x, y, epsg } => t.reason_same_places(epsg.to_string(), x, y),
        Reason::OneVariable => t.reason_variable(),
        Reason::DateInParts => t.reason_date(),
        Reason::HoursSideBySide => t.reason_hours(),
    }
}

/// Why a column seems to be one that was called otherwise.
pub fn alike(t: Words, alike: &Alike) -> String {
    match alike {
        Alike::Neighbours => t.alike_neighbours(),
        Alike::Values { percent } => t.alike_values(percent),
        Alike::Names => t.alike_names(),
    }
}

/// How a column is read, in short.
pub fn described(t: Words, described: &Described) -> String {
    let reading = match described {
        Described::CodesWithoutZero => return t.described_lost_zeros(),
        Described::Reading(reading) => reading,
    };
    let mut parts = vec![kind(t, reading.kind)];
    parts.extend(reading.decimal.map(|m| t.described_decimal(mark(t, m))));
    parts.extend(reading.thousands.map(|m| t.described_thousands(mark(t, m))));
    parts.extend(reading.digits.map(|[_, scale]| t.described_scale(scale)));
    parts.extend(reading.order.map(|of| order(t, of)));
    parts.extend(reading.unit.as_ref().map(|unit| t.in_unit(unit)));
    parts.extend(reading.epoch.map(|_| t.described_counted()));
    list(&parts)
}

/// A type of columns.
pub fn kind(t: Words, kind: Type) -> String {
    match kind {
        Type::Text => t.kind_text(),
        Type::Code => t.kind_code(),
        Type::Boolean => t.kind_boolean(),
        Type::Integer => t.kind_integer(),
        Type::Decimal => t.kind_decimal(),
        Type::Longitude => t.kind_longitude(),
        Type::Latitude => t.kind_latitude(),
        Type::Date => t.kind_date(),
        Type::Timestamp => t.kind_timestamp(),
        Type::Time => t.kind_time(),
        Type::Year => t.kind_year(),
        Type::YearMonth => t.kind_year_month(),
        Type::Geometry => t.kind_geometry(),
    }
}

/// Why a row is left out.
pub fn left_out(t: Words, why: &WhyLeftOut) -> String {
    panot_catalog::said::left_out(of_page(t), why)
}

/// Why a cell does not fit its column.
pub fn misfit(t: Words, misfit: Misfit) -> String {
    panot_catalog::said::misfit(of_page(t), misfit)
}

/// The words of the pages that tell the same.
fn of_page(t: Words) -> panot_catalog::words::Words {
    panot_catalog::words::Words::of(t.language())
}
