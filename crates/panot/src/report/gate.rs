// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the gate says, as lines and for machines.

use panot_catalog::gate::{Place, Reason, Verdict};
use panot_catalog::said;
use panot_core::Name;
use serde_json::{Value, json};

use crate::failure::{Exit, Failure};
use crate::words::Words;

/// Why a dataset is not public.
pub fn refused(t: Words, name: &Name, verdict: &Verdict) -> Failure {
    let words = said::of(t.language());
    Failure::new(Exit::Data, lines(words, name, verdict).join("\n"))
        .with_details(&as_json(words, name, verdict))
}

/// The verdict in lines: reasons first, then what the publisher should know, then the score.
pub fn lines(t: said::Words, name: &Name, verdict: &Verdict) -> Vec<String> {
    let title = if verdict.opens() {
        t.gate_opens()
    } else {
        t.gate_title()
    };
    let mut lines = vec![format!("{name}: {title}")];
    for reason in verdict.refusals.iter().chain(&verdict.notes) {
        let told = said::gate::reason(t, reason);
        lines.push(format!("  • {}: {}", place(reason), told.why));
        lines.push(format!("      → {}", told.mend));
        lines.extend(told.ways.iter().map(|way| format!("        – {way}")));
    }
    lines.push(format!("  {}", said::gate::quality(t, &verdict.quality)));
    let is_said = |reason: &Reason| match reason {
        Reason::Found { .. } | Reason::Alone { .. } | Reason::NotScreened => false,
        _ => matches!(reason.place(), Place::Key(_) | Place::Columns(_)),
    };
    if verdict.refusals.iter().any(is_said) {
        lines.push(format!("  {}", t.gate_draft_hint(name.as_str())));
    }
    lines
}

fn place(reason: &Reason) -> String {
    match reason.place() {
        Place::Key(key) => key.to_owned(),
        Place::Columns(columns) => match reason {
            Reason::Found { .. } | Reason::Alone { .. } => columns.join(", "),
            _ => "[[columns]]".to_owned(),
        },
        Place::Import => "import".to_owned(),
    }
}

/// The verdict for machines, with its words.
pub fn as_json(t: said::Words, name: &Name, verdict: &Verdict) -> Value {
    let told = |reason: &Reason| {
        let told = said::gate::reason(t, reason);
        let mut value = serde_json::to_value(reason).unwrap_or_default();
        value["where"] = json!(reason.place());
        value["place"] = place(reason).into();
        value["why"] = told.why.into();
        value["mend"] = told.mend.into();
        if !told.ways.is_empty() {
            value["ways"] = told.ways.into();
        }
        value
    };
    json!({
        "dataset": name,
        "opens": verdict.opens(),
        "refusals": verdict.refusals.iter().map(told).collect::<Vec<_>>(),
        "notes": verdict.notes.iter().map(told).collect::<Vec<_>>(),
        "accepted": verdict.accepted,
        "quality": verdict.quality,
    })
}
