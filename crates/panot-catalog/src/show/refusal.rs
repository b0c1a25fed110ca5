// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the gate says as a page of its own, to be kept, printed or handed to the office that made the
//! file. It stands in a file, so that its style does too.

use askama::Template;
use serde::Deserialize;

use crate::said;
use crate::words::Words;

/// What the gate says, as `panot check --json` tells it.
#[derive(Debug, Deserialize)]
pub struct Said {
    /// The dataset.
    #[serde(default)]
    pub dataset: String,
    /// Whether it may be public.
    pub opens: bool,
    /// Why not.
    pub refusals: Vec<SaidReason>,
    /// What the publisher should know.
    pub notes: Vec<SaidReason>,
    /// How well others can use it.
    pub quality: SaidQuality,
}

/// A reason in words.
#[derive(Debug, Deserialize)]
pub struct SaidReason {
    /// The key or the columns that it is about.
    pub place: String,
    /// Why.
    pub why: String,
    /// How to mend it.
    pub mend: String,
    /// Ways to mend it, where there are several.
    #[serde(default)]
    pub ways: Vec<String>,
}

/// The score.
#[derive(Debug, Deserialize)]
pub struct SaidQuality {
    /// Points.
    pub points: u32,
    /// The five dimensions.
    pub dimensions: Vec<SaidDimension>,
}

/// One of the five dimensions.
#[derive(Debug, Deserialize)]
pub struct SaidDimension {
    /// Its name in JSON.
    pub name: String,
    /// Points.
    pub points: u32,
    /// Points that there are.
    pub most: u32,
    /// What would raise them.
    pub raises: Vec<SaidRaise>,
}

/// What would raise the score.
#[derive(Debug, Deserialize)]
pub struct SaidRaise {
    /// A key of the dataset file.
    pub what: String,
    /// By how many points.
    pub by: u32,
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct Page<'a> {
    t: Words,
    lang: &'static str,
    said: &'a Said,
}

impl Page<'_> {
    fn dimension(&self, one: &SaidDimension) -> String {
        said::gate::dimension(self.t, &one.name)
    }

    fn raises(&self, one: &SaidDimension) -> String {
        let raises = one.raises.iter();
        let told = raises.map(|raise| {
            let key = said::gate::key(self.t, &raise.what);
            format!("{key} +{}", raise.by)
        });
        told.collect::<Vec<_>>().join(", ")
    }
}

/// The page; nothing where `said` is no answer of the gate.
pub fn page(t: Words, said: &serde_json::Value) -> Option<String> {
    let said = Said::deserialize(said).ok()?;
    let page = Page {
        t,
        lang: t.language(),
        said: &said,
    };
    page.render().ok()
}
