// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the gate says, in words: why something is not public, and how to mend it.

use std::collections::BTreeMap;

use panot_core::Language;
use screen::{Coarser, Count, Gravity, Mend, Preview, What};

use crate::gate::{LONELY, People, Quality, Reason, Way};
use crate::words::{FREQUENCIES, THEMES, Words};

/// Columns that a sentence names.
const NAMED: usize = 12;

/// A reason in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Why.
    pub why: String,
    /// How to mend it.
    pub mend: String,
    /// Ways to mend it, where there are several.
    pub ways: Vec<String>,
}

/// Why something is not public, and how to mend it.
pub fn reason(t: Words, reason: &Reason) -> Told {
    let (why, mend) = match reason {
        Reason::NoTitle { languages } => (t.gate_no_title(tags(languages)), t.gate_no_title_mend()),
        Reason::NoDescription { languages } => (
            t.gate_no_description(tags(languages)),
            t.gate_no_description_mend(),
        ),
        Reason::NoPublisher => (t.gate_no_publisher(), t.gate_no_publisher_mend()),
        Reason::NoLicence => (t.gate_no_licence(), t.gate_no_licence_mend()),
        Reason::UnknownLicence { code } => (
            t.gate_unknown_licence(code),
            t.gate_unknown_licence_mend(crate::words::LICENCES.join(", ")),
        ),
        Reason::NoTheme => (t.gate_no_theme(), t.gate_theme_mend(THEMES.join(", "))),
        Reason::UnknownTheme { code } => (
            t.gate_unknown_theme(code),
            t.gate_theme_mend(THEMES.join(", ")),
        ),
        Reason::NoFrequency => (
            t.gate_no_frequency(),
            t.gate_frequency_mend(FREQUENCIES.join(", ")),
        ),
        Reason::UnknownFrequency { code } => (
            t.gate_unknown_frequency(code),
            t.gate_frequency_mend(FREQUENCIES.join(", ")),
        ),
        Reason::NoContact => (t.gate_no_contact(), t.gate_contact_mend()),
        Reason::BadContact { contact } => (t.gate_bad_contact(contact), t.gate_contact_mend()),
        Reason::ColumnsWithoutTitle { columns } => (
            t.gate_columns_title(some(columns)),
            t.gate_columns_title_mend(),
        ),
        Reason::ColumnsWithoutDescription { columns } => (
            t.gate_columns_description(some(columns)),
            t.gate_columns_description_mend(),
        ),
        Reason::ColumnsWithoutUnit { columns } => (
            t.gate_columns_unit(some(columns)),
            t.gate_columns_unit_mend(),
        ),
        Reason::NotScreened => (t.gate_not_screened(), t.gate_not_screened_mend()),
        Reason::Found { finding } => {
            let first = finding.examples.first();
            let example = first.map_or("", |example| example.masked.as_str());
            let why = t.gate_found(
                finding.cells,
                &finding.column,
                example,
                finding.filled,
                what(t, finding.what),
            );
            let mend = match finding.what.gravity() {
                Gravity::Never => t.gate_found_never_mend(),
                Gravity::NeedsReason => t.gate_found_reason_mend(),
                Gravity::Note => t.gate_found_note_mend(),
            };
            (why, mend)
        }
        Reason::Alone { people } => (alone(t, people), t.gate_alone_mend()),
        Reason::TooManyPeople { unseen } => (t.gate_too_many(*unseen), t.gate_too_many_mend()),
        Reason::ReasonTooShort { finding, least, .. } => (
            t.gate_reason_short(finding, *least),
            t.gate_reason_short_mend(),
        ),
        Reason::CannotBeAccepted { column, finding } => (
            t.gate_cannot_accept(column, finding),
            t.gate_found_never_mend(),
        ),
        Reason::AcceptedNothing { column, finding } => {
            let column = if column.is_empty() { LONELY } else { column };
            (
                t.gate_accepted_nothing(column, finding),
                t.gate_accepted_nothing_mend(),
            )
        }
    };
    let ways = match reason {
        Reason::Alone { people } => {
            let rows = people.lonely.count.rows;
            people
                .mends
                .iter()
                .map(|way| {
                    let command = t.gate_way_command(Way::of(way).name());
                    format!("{command}: {}", mended(t, way, rows))
                })
                .collect()
        }
        _ => Vec::new(),
    };
    Told { why, mend, ways }
}

/// The score and what would raise it most.
pub fn quality(t: Words, quality: &Quality) -> String {
    let mut by_key: BTreeMap<&str, u32> = BTreeMap::new();
    for raise in quality.dimensions.iter().flat_map(|one| &one.raises) {
        *by_key.entry(raise.what).or_default() += raise.by;
    }
    let mut raises: Vec<(&str, u32)> = by_key.into_iter().collect();
    raises.sort_by_key(|(_, by)| std::cmp::Reverse(*by));
    let raises: Vec<String> = raises
        .iter()
        .map(|(key, by)| format!("{key} +{by}"))
        .collect();
    if raises.is_empty() {
        t.gate_quality_whole(quality.points)
    } else {
        t.gate_quality(quality.points, raises.join(", "))
    }
}

/// What was found.
pub fn what(t: Words, what: What) -> String {
    match what {
        What::IdentityNumber => t.gate_what_identity_number(),
        What::BankAccount => t.gate_what_bank_account(),
        What::Email => t.gate_what_email(),
        What::Telephone => t.gate_what_telephone(),
        What::NumberPlate => t.gate_what_number_plate(),
        What::Name => t.gate_what_name(),
        What::Home => t.gate_what_home(),
        What::OfficeContact => t.gate_what_office_contact(),
        What::NameInProse => t.gate_what_name_in_prose(),
    }
}

/// What was found, by the name under which it is accepted.
pub fn named(t: Words, finding: &str) -> String {
    if finding == LONELY {
        return t.gate_what_alone();
    }
    let known = What::ALL.into_iter().find(|what| what.name() == finding);
    known.map_or_else(|| finding.to_owned(), |one| what(t, one))
}

/// A dimension of quality.
pub fn dimension(t: Words, name: &str) -> String {
    match name {
        "findability" => t.gate_findability(),
        "accessibility" => t.gate_accessibility(),
        "interoperability" => t.gate_interoperability(),
        "reusability" => t.gate_reusability(),
        "context" => t.gate_context(),
        _ => name.to_owned(),
    }
}

/// A key of the dataset file, as pages call it.
pub fn key(t: Words, key: &str) -> String {
    match key {
        "keywords" => t.fact_keywords(),
        "theme" => t.fact_theme(),
        "licence" => t.fact_licence(),
        "contact" => t.fact_contact(),
        "publisher" => t.fact_publisher(),
        "period" => t.gate_key_period(),
        _ => key.to_owned(),
    }
}

fn alone(t: Words, people: &People) -> String {
    let lonely = &people.lonely;
    t.gate_alone(
        lonely.count.below_k,
        some(&lonely.columns),
        lonely.k,
        lonely.count.rows,
        share(lonely.count),
        lonely.count.unique,
    )
}

fn mended(t: Words, way: &Preview, before: u64) -> String {
    let (below, share) = (way.count.below_k, share(way.count));
    match &way.mend {
        Mend::Coarsen(changes) => t.gate_mend_coarsen(below, coarser(t, changes), share),
        Mend::Drop(columns) => t.gate_mend_drop(below, some(columns), share),
        Mend::Aggregate(columns) => {
            t.gate_mend_aggregate(before, below, coarser(t, columns), way.rows, share)
        }
    }
}

fn coarser(t: Words, changes: &[(String, Coarser)]) -> String {
    let told = changes.iter().map(|(column, how)| match how {
        Coarser::AsItIs => column.clone(),
        Coarser::Step(step) => t.gate_coarser_step(column, *step),
        Coarser::Month => t.gate_coarser_month(column),
        Coarser::Year => t.gate_coarser_year(column),
        Coarser::Gone => t.gate_coarser_gone(column),
    });
    told.collect::<Vec<_>>().join(", ")
}

fn share(count: Count) -> String {
    format!("{:.0} %", count.share() * 100.0)
}

fn tags(languages: &[Language]) -> String {
    let tags: Vec<&str> = languages.iter().map(|language| language.tag()).collect();
    tags.join(", ")
}

fn some(names: &[String]) -> String {
    let more = if names.len() > NAMED { ", …" } else { "" };
    let shown: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    format!("{}{more}", shown.join(", "))
}
