// SPDX-License-Identifier: AGPL-3.0-or-later

//! The gate: what must be known and true of a table before it is public.
//!
//! ```text
//! a draft: what is said, the columns, what the screen found in the rows
//!    │
//!    ▼ judge
//! a verdict: reasons why not, each with where, why and how to mend it · notes · a score
//! ```
//!
//! Nothing here reads a file or a database, and the same draft has the same verdict. Who publishes
//! may answer some findings about people with a reason; the reason is public, and it is not asked
//! where the law leaves no choice: the number of an identity document stays out, whatever the reason.

mod mend;
mod quality;
mod reason;
mod screened;

use arrow_schema::{Field, Schema};
pub use mend::Way;
use panot_core::{Language, Texts};
pub use quality::{Dimension, Quality, Raise};
pub use reason::{Place, Reason};
use screen::{Gravity, What};
pub use screened::{People, Period, Screened, Screener};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::dataset::{About, Column};
use crate::kind::Kind;
use crate::words;

/// Letters of a reason that somebody reads: fewer say nothing.
const REASON_LEAST: usize = 20;
/// What a rows-are-alone finding is called where it is accepted.
pub const LONELY: &str = "alone";

/// What is to be judged.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// What is said about the dataset.
    pub about: &'a About,
    /// What is said about its columns.
    pub columns: &'a [Column],
    /// The columns of the table.
    pub schema: &'a Schema,
    /// The languages in which the city speaks.
    pub languages: &'a [Language],
    /// What the screen found; nothing where the rows were never looked at.
    pub screened: Option<&'a Screened>,
}

/// A finding that is published with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Accepted {
    /// The column; empty where it is about rows that are alone.
    #[serde(default)]
    pub column: String,
    /// What was found: `name`, `home`, `number-plate`, `alone`.
    pub finding: String,
    /// Why it is published all the same, for everyone to read.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub reason: Texts,
}

/// What the gate says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// Why it is not public; none where it may be.
    pub refusals: Vec<Reason>,
    /// What the publisher should know.
    pub notes: Vec<Reason>,
    /// Findings that are public with a reason.
    pub accepted: Vec<Accepted>,
    /// How well others can use it.
    pub quality: Quality,
}

impl Verdict {
    /// Whether it may be public.
    pub fn opens(&self) -> bool {
        self.refusals.is_empty()
    }
}

/// Judges a draft.
pub fn judge(candidate: &Candidate<'_>) -> Verdict {
    // What is about people comes first: it decides what becomes of the columns.
    let mut refusals = Vec::new();
    let mut notes = Vec::new();
    let mut used = Vec::new();
    match candidate.screened {
        None => refusals.push(Reason::NotScreened),
        Some(screened) => {
            let found = people(candidate, screened);
            refusals.extend(found.0);
            notes.extend(found.1);
            used = found.2;
        }
    }
    refusals.extend(said(candidate));
    refusals.extend(dictionary(candidate));
    let idle = candidate
        .about
        .accepted
        .iter()
        .filter(|one| !used.contains(one));
    notes.extend(idle.map(|one| Reason::AcceptedNothing {
        column: one.column.clone(),
        finding: one.finding.clone(),
    }));
    Verdict {
        quality: Quality::of(candidate),
        refusals,
        notes,
        accepted: used,
    }
}

/// Languages of the city in which a text says nothing.
fn missing(texts: &Texts, languages: &[Language]) -> Vec<Language> {
    let says_nothing = |language: &&Language| {
        texts
            .get(**language)
            .is_none_or(|text| text.trim().is_empty())
    };
    languages.iter().filter(says_nothing).copied().collect()
}

/// What is missing or unknown in what is said about the dataset.
fn said(candidate: &Candidate<'_>) -> Vec<Reason> {
    let about = candidate.about;
    let mut reasons = Vec::new();
    let title = missing(&about.title, candidate.languages);
    if !title.is_empty() {
        reasons.push(Reason::NoTitle { languages: title });
    }
    let description = missing(&about.description, candidate.languages);
    if !description.is_empty() {
        reasons.push(Reason::NoDescription {
            languages: description,
        });
    }
    if about.publisher.trim().is_empty() {
        reasons.push(Reason::NoPublisher);
    }
    let code = |code: &str, known: bool, none: Reason, unknown: fn(String) -> Reason| match code {
        "" => Some(none),
        code if !known => Some(unknown(code.to_owned())),
        _ => None,
    };
    let licence = about.licence.trim();
    reasons.extend(code(
        licence,
        words::licence(licence).is_some(),
        Reason::NoLicence,
        |code| Reason::UnknownLicence { code },
    ));
    let theme = about.theme.trim();
    let is_theme = words::THEMES.contains(&theme);
    reasons.extend(code(theme, is_theme, Reason::NoTheme, |code| {
        Reason::UnknownTheme { code }
    }));
    let frequency = about.frequency.trim();
    let is_frequency = words::FREQUENCIES.contains(&frequency);
    reasons.extend(code(frequency, is_frequency, Reason::NoFrequency, |code| {
        Reason::UnknownFrequency { code }
    }));
    match about.contact.trim() {
        "" => reasons.push(Reason::NoContact),
        contact if !is_contact(contact) => reasons.push(Reason::BadContact {
            contact: contact.to_owned(),
        }),
        _ => {}
    }
    reasons
}

/// An address to write to, or a page.
fn is_contact(contact: &str) -> bool {
    let page = contact
        .strip_prefix("https://")
        .or(contact.strip_prefix("http://"));
    let host = page.or_else(|| contact.split_once('@').map(|(_, host)| host));
    host.is_some_and(|host| host.contains('.') && !host.contains(char::is_whitespace))
}

/// Columns about which too little is said.
fn dictionary(candidate: &Candidate<'_>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let said = |name: &str| candidate.columns.iter().find(|column| column.name == name);
    let (mut titles, mut descriptions, mut units) = (Vec::new(), Vec::new(), Vec::new());
    for field in candidate.schema.fields() {
        let name = field.name();
        let column = said(name);
        let lacks = |texts: fn(&Column) -> &Texts| {
            column.is_none_or(|column| !missing(texts(column), candidate.languages).is_empty())
        };
        if lacks(|column| &column.title) {
            titles.push(name.clone());
        }
        if lacks(|column| &column.description) {
            descriptions.push(name.clone());
        }
        if needs_unit(field) && lacks(|column| &column.unit) {
            units.push(name.clone());
        }
    }
    if !titles.is_empty() {
        reasons.push(Reason::ColumnsWithoutTitle { columns: titles });
    }
    if !descriptions.is_empty() {
        reasons.push(Reason::ColumnsWithoutDescription {
            columns: descriptions,
        });
    }
    if !units.is_empty() {
        reasons.push(Reason::ColumnsWithoutUnit { columns: units });
    }
    reasons
}

/// Whether the numbers of a column count something, and the file does not say what.
pub fn needs_unit(field: &Field) -> bool {
    let in_file = field.metadata().contains_key(crate::kind::UNIT_KEY);
    Kind::of(field).is_quantity() && !in_file
}

/// What the screen found: what refuses, what is noted, and what was accepted with a reason.
fn people(
    candidate: &Candidate<'_>,
    screened: &Screened,
) -> (Vec<Reason>, Vec<Reason>, Vec<Accepted>) {
    let (mut refusals, mut notes, mut used) = (Vec::new(), Vec::new(), Vec::new());
    let accepted = |column: &str, finding: &str| {
        let mut all = candidate.about.accepted.iter();
        all.find(|one| one.finding == finding && one.column == column)
    };
    let mut answer =
        |column: &str, finding: &str, reason: Reason, refusals: &mut Vec<Reason>| match accepted(
            column, finding,
        ) {
            None => refusals.push(reason),
            Some(one) => {
                used.push(one.clone());
                if let Some(short) = too_short(one, candidate.languages) {
                    refusals.push(short);
                }
            }
        };
    for finding in &screened.findings {
        let reason = Reason::Found {
            finding: finding.clone(),
        };
        match finding.what.gravity() {
            Gravity::Note => notes.push(reason),
            Gravity::Never => {
                if let Some(one) = accepted(&finding.column, finding.what.name()) {
                    notes.push(Reason::CannotBeAccepted {
                        column: one.column.clone(),
                        finding: one.finding.clone(),
                    });
                }
                refusals.push(reason);
            }
            Gravity::NeedsReason => {
                answer(&finding.column, finding.what.name(), reason, &mut refusals);
            }
        }
    }
    if screened.unseen > 0 {
        refusals.push(Reason::TooManyPeople {
            unseen: screened.unseen,
        });
    }
    if let Some(people) = &screened.people {
        let reason = Reason::Alone {
            people: people.clone(),
        };
        answer("", LONELY, reason, &mut refusals);
    }
    (refusals, notes, used)
}

fn too_short(accepted: &Accepted, languages: &[Language]) -> Option<Reason> {
    let short = languages.iter().any(|language| {
        let text = accepted.reason.get(*language).unwrap_or_default();
        text.trim().chars().count() < REASON_LEAST
    });
    short.then(|| Reason::ReasonTooShort {
        column: accepted.column.clone(),
        finding: accepted.finding.clone(),
        least: REASON_LEAST,
    })
}

/// Whether what was found may be accepted with a reason.
pub fn can_be_accepted(what: What) -> bool {
    what.gravity() == Gravity::NeedsReason
}
