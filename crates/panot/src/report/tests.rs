// SPDX-License-Identifier: AGPL-3.0-or-later

//! Everything that can be said about a file, once in each language, to be read by people.

use tabular::import::{
    Alike, Change, Described, Evidence, Example, Fate, Meaning, Misfit, Noticed, Reason, Shown,
    WhyLeftOut,
};
use tabular::recipe::{Epoch, Order, Reading, Type};

use super::said;
use crate::words::Words;

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn noticed() -> Vec<Noticed> {
    let first = Example {
        line: 1_204,
        text: "8019".into(),
    };
    vec![
        Noticed::Empty,
        Noticed::OnlyWord { text: "n/d".into() },
        Noticed::Padded { count: 1, line: 7 },
        Noticed::Padded {
            count: 1_250,
            line: 1_204,
        },
        Noticed::Invisible { count: 2, line: 7 },
        Noticed::Apostrophe { count: 2, line: 7 },
        Noticed::Replaced { count: 2, line: 7 },
        Noticed::NameCleaned {
            from: " Alçada (m)".into(),
            name: "alcada_m".into(),
        },
        Noticed::NameRepeated {
            name: "data".into(),
            from: "data (2)".into(),
        },
        Noticed::Missing {
            count: 1,
            texts: texts(&["-"]),
        },
        Noticed::Missing {
            count: 5,
            texts: texts(&["-", "n/d"]),
        },
        Noticed::Sentinel {
            count: 3,
            texts: texts(&["0"]),
        },
        Noticed::Misfits {
            count: 2,
            kind: Type::Integer,
        },
        Noticed::Unit {
            count: 9,
            unit: "kg".into(),
        },
        Noticed::MixedUnits {
            units: texts(&["kg", "t"]),
        },
        Noticed::RuinedCoordinates {
            count: 12,
            filled: 40,
        },
        Noticed::TooManyDigits { digits: 44 },
        Noticed::LeadingZeros { count: 8 },
        Noticed::LostZeros {
            digits: 5,
            first: None,
        },
        Noticed::LostZeros {
            digits: 5,
            first: Some(first),
        },
        Noticed::Hour24 { count: 2 },
        Noticed::MangledCodes {
            filled: 40,
            dates: 6,
            broken: 3,
        },
        Noticed::Ranges {
            count: 8,
            unit: None,
        },
        Noticed::Ranges {
            count: 8,
            unit: Some("cm".into()),
        },
        Noticed::NumbersAmongText {
            numbers: 38,
            others: 1,
            texts: texts(&["vegeu nota"]),
        },
        Noticed::NumbersAmongText {
            numbers: 38,
            others: 2,
            texts: texts(&["vegeu nota", "tancat"]),
        },
        Noticed::SwappedDegrees {
            latitudes: "lon".into(),
            longitudes: "lat".into(),
            turned: 39,
            compared: 40,
        },
        Noticed::SwappedMetres {
            x: "x_etrs89".into(),
            y: "y_etrs89".into(),
            turned: 3,
            compared: 40,
        },
    ]
}

fn evidence() -> Vec<Evidence> {
    let mut all = vec![
        Evidence::NamesCoordinates,
        Evidence::LongWithoutMark,
        Evidence::NamesCount,
        Evidence::ShortWithoutMark,
        Evidence::ThreeDigits,
        Evidence::NamesCode,
        Evidence::StoredAsText,
        Evidence::NoSuchValue {
            texts: texts(&["0"]),
            count: 3,
        },
        Evidence::OnlyNegative {
            texts: texts(&["-1"]),
            count: 1,
        },
        Evidence::FarFromOthers {
            texts: texts(&["9999"]),
            count: 4,
            low: "-3.5".into(),
            high: "41".into(),
        },
        Evidence::OthersAreNumbers {
            text: "tancat".into(),
            count: 4,
        },
        Evidence::NameAsks,
        Evidence::NameDoesNotAsk,
        Evidence::MetresOfCity,
        Evidence::Metres,
        Evidence::AllMidnight,
        Evidence::SomeNameZone {
            zoned: 30,
            naive: 1,
        },
        Evidence::NoDayAbove12,
        Evidence::DatesLikeThoseOf {
            column: "data fi".into(),
        },
        Evidence::TwoDigitYears,
    ];
    let epochs = [
        Epoch::UnixSeconds,
        Epoch::UnixMilliseconds,
        Epoch::ExcelDays,
        Epoch::Compact,
    ];
    all.extend(epochs.map(|epoch| Evidence::Plausible { epoch }));
    all
}

fn meanings() -> Vec<Meaning> {
    let mut all = vec![
        Meaning::Code,
        Meaning::WholeNumber,
        Meaning::Number,
        Meaning::NumbersBut {
            text: "tancat".into(),
        },
        Meaning::Text,
        Meaning::NoValue {
            texts: texts(&["-1"]),
        },
        Meaning::Value {
            texts: texts(&["-1"]),
        },
        Meaning::NoAndYes,
        Meaning::Day,
        Meaning::Moment,
        Meaning::DayAndMidnight,
        Meaning::Local {
            zone: "Europe/Madrid".into(),
        },
        Meaning::Utc,
        Meaning::Century {
            order: Order::Dmy,
            first: 1970,
            last: 2069,
        },
    ];
    all.extend([31, 30, 29].map(|zone| Meaning::Utm { zone }));
    all.extend([Order::Dmy, Order::Mdy, Order::Ymd].map(|order| Meaning::First { order }));
    for mark in [',', '.', ' ', '\''] {
        all.extend([Meaning::Fraction { mark }, Meaning::Thousands { mark }]);
    }
    all
}

fn changes() -> Vec<Change> {
    vec![
        Change::LeaveOutNotes {
            lines: vec![24, 25, 26],
            count: 4,
        },
        Change::LeaveOutTotals {
            lines: vec![1_204],
            count: 1,
        },
        Change::ListsToRows {
            column: "mesures".into(),
            names: texts(&["hora", "valor"]),
            more: true,
        },
        Change::ObjectsToColumns {
            column: "lloc".into(),
            names: texts(&["lloc.lat", "lloc.lon"]),
            more: false,
        },
        Change::SplitRanges {
            column: "perímetre".into(),
        },
        Change::TakeForMissing {
            column: "observacions".into(),
            words: vec![("-".into(), 4), ("n/d".into(), 1_204)],
        },
        Change::Swap {
            x: "x_etrs89".into(),
            y: "y_etrs89".into(),
        },
        Change::Rebuild {
            longitude: "lon".into(),
            latitude: "lat".into(),
        },
        Change::Point {
            x: "lon".into(),
            y: "lat".into(),
        },
        Change::Unpivot {
            columns: "h*".into(),
        },
        Change::JoinDate {
            parts: texts(&["any", "mes", "dia"]),
            into: "data".into(),
        },
        Change::Observations,
    ]
}

fn reasons() -> Vec<Reason> {
    let (column, first) = ("barri", "Total 42 66");
    vec![
        Reason::FewerCells {
            first: "Font: padró".into(),
        },
        Reason::Sums {
            column: column.into(),
            first: first.into(),
            columns: texts(&["dones", "homes"]),
        },
        Reason::SomeSums {
            column: column.into(),
            first: first.into(),
            equal: 1,
            compared: 2,
        },
        Reason::NoSums {
            column: column.into(),
            first: first.into(),
        },
        Reason::Lists {
            cells: 12,
            objects: 140,
        },
        Reason::Objects { cells: 1 },
        Reason::Noticed(Noticed::Empty),
        Reason::UsualWords,
        Reason::Degrees,
        Reason::Metres { epsg: 25_831 },
        Reason::MetresOfSomeZone { epsg: 25_831 },
        Reason::SamePlaces {
            x: "x_etrs89".into(),
            y: "y_etrs89".into(),
            epsg: 25_831,
        },
        Reason::OneVariable,
        Reason::DateInParts,
        Reason::HoursSideBySide,
    ]
}

fn described() -> Vec<Described> {
    let of = |reading| Described::Reading(Box::new(reading));
    let mut all = vec![
        Described::CodesWithoutZero,
        of(Reading {
            decimal: Some(','),
            thousands: Some('.'),
            digits: Some([18, 2]),
            unit: Some("kg".into()),
            ..Reading::of(Type::Decimal)
        }),
        of(Reading {
            order: Some(Order::Dmy),
            epoch: Some(Epoch::ExcelDays),
            ..Reading::of(Type::Date)
        }),
    ];
    let kinds = [
        Type::Text,
        Type::Code,
        Type::Boolean,
        Type::Integer,
        Type::Longitude,
        Type::Latitude,
        Type::Timestamp,
        Type::Time,
        Type::Year,
        Type::YearMonth,
        Type::Geometry,
    ];
    all.extend(kinds.map(|kind| of(Reading::of(kind))));
    all
}

fn misfits() -> [Misfit; 13] {
    [
        Misfit::NoNumber,
        Misfit::NotWhole,
        Misfit::TooLarge,
        Misfit::OtherUnit,
        Misfit::NoDate,
        Misfit::NoSuchDay,
        Misfit::NoTime,
        Misfit::SkippedHour,
        Misfit::NeitherYesNorNo,
        Misfit::NoGeometry,
        Misfit::UnknownSystem,
        Misfit::OffTheGlobe,
        Misfit::NotARange,
    ]
}

fn everything(language: &str) -> String {
    let t = Words::of(language);
    let mut lines: Vec<String> = Vec::new();
    lines.extend(noticed().iter().map(|n| said::noticed(t, n)));
    lines.extend(evidence().iter().map(|e| said::evidence(t, e)));
    lines.extend(meanings().iter().map(|m| said::meaning(t, m)));
    lines.extend(changes().iter().map(|c| said::change(t, c)));
    lines.extend(reasons().iter().map(|r| said::reason(t, r)));
    let alike = [
        Alike::Neighbours,
        Alike::Values { percent: 80 },
        Alike::Names,
    ];
    lines.extend(alike.iter().map(|a| said::alike(t, a)));
    lines.extend(described().iter().map(|d| said::described(t, d)));
    lines.extend(misfits().map(|m| said::misfit(t, m)));
    let fates = [Fate::Value, Fate::Missing, Fate::Misfit(Misfit::NotWhole)];
    lines.extend(fates.map(|fate| {
        let shown = Shown {
            line: 2,
            text: "3,0".into(),
            becomes: "3".into(),
            fate,
        };
        said::becomes(t, &shown)
    }));
    let left_out = [WhyLeftOut::Says("codi".into()), WhyLeftOut::Below];
    lines.extend(left_out.iter().map(|why| said::left_out(t, why)));
    lines.join("\n")
}

#[test]
fn everything_has_words_in_catalan() {
    insta::assert_snapshot!(everything("ca"));
}

#[test]
fn everything_has_words_in_spanish() {
    insta::assert_snapshot!(everything("es"));
}

#[test]
fn everything_has_words_in_english() {
    insta::assert_snapshot!(everything("en"));
}
