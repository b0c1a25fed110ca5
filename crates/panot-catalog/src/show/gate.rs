// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the gate said of a version that is public: how well others can use it, and what was found about
//! people in its rows.

use panot_core::Language;
use serde::Serialize;
use utoipa::ToSchema;

use super::Reader;
use super::dataset::Loaded;
use crate::dataset::About;
use crate::gate::{self, Accepted, Candidate, Quality, Reason, Verdict};
use crate::said;

/// What the gate said, for a page.
#[derive(Debug, Clone)]
pub struct GateShown {
    /// The score in a sentence.
    pub score: String,
    /// The five dimensions.
    pub dimensions: Vec<DimensionShown>,
    /// What was found and need not be answered.
    pub notes: Vec<String>,
    /// What is public with a reason.
    pub accepted: Vec<AcceptedShown>,
}

/// A dimension of quality.
#[derive(Debug, Clone)]
pub struct DimensionShown {
    /// Its name.
    pub name: String,
    /// Points.
    pub points: u32,
    /// Points that there are.
    pub most: u32,
    /// What would raise them.
    pub raises: String,
}

/// A finding that is public with a reason.
#[derive(Debug, Clone)]
pub struct AcceptedShown {
    /// What was found, and where.
    pub what: String,
    /// Why it is public.
    pub reason: String,
}

/// What the gate said, as JSON.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GateView {
    /// How well others can use it: the five dimensions of data.europa.eu's MQA.
    pub quality: Quality,
    /// What was found about people in the rows, in words.
    pub notes: Vec<String>,
    /// Findings that are public with a reason.
    pub accepted: Vec<Accepted>,
}

/// What the gate says of the version that is shown; nothing where nobody looked at its rows.
pub fn verdict(loaded: &Loaded, languages: &[Language]) -> Option<Verdict> {
    let content = &loaded.version.content;
    let screened = content.screened.as_ref()?;
    let about = About {
        accepted: screened.accepted.clone(),
        ..loaded.dataset.about.clone()
    };
    Some(gate::judge(&Candidate {
        about: &about,
        columns: &loaded.explained,
        schema: &content.schema,
        languages,
        screened: Some(screened),
    }))
}

/// For a page.
pub fn shown(verdict: &Verdict, reader: &Reader) -> GateShown {
    let t = reader.t;
    let dimensions = verdict.quality.dimensions.iter().map(|one| {
        let raises = one.raises.iter();
        let raises =
            raises.map(|raise| format!("{} +{}", said::gate::key(t, raise.what), raise.by));
        DimensionShown {
            name: said::gate::dimension(t, one.name),
            points: one.points,
            most: one.most,
            raises: raises.collect::<Vec<_>>().join(", "),
        }
    });
    let accepted = verdict.accepted.iter().map(|one| AcceptedShown {
        what: match one.column.as_str() {
            "" => said::gate::named(t, &one.finding),
            column => format!("{column}: {}", said::gate::named(t, &one.finding)),
        },
        reason: one.reason.text(reader.language).to_owned(),
    });
    GateShown {
        score: t.gate_score(verdict.quality.points),
        dimensions: dimensions.collect(),
        notes: notes(verdict, reader),
        accepted: accepted.collect(),
    }
}

/// As JSON.
pub fn view(verdict: &Verdict, reader: &Reader) -> GateView {
    GateView {
        quality: verdict.quality.clone(),
        notes: notes(verdict, reader),
        accepted: verdict.accepted.clone(),
    }
}

/// What was found and need not be answered; what is wrong with the answers is for the publisher.
fn notes(verdict: &Verdict, reader: &Reader) -> Vec<String> {
    let found = |reason: &&Reason| matches!(reason, Reason::Found { .. });
    let notes = verdict.notes.iter().filter(found);
    notes
        .map(|reason| said::gate::reason(reader.t, reason).why)
        .collect()
}
