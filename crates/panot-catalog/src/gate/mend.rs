// SPDX-License-Identifier: AGPL-3.0-or-later

//! From a way to mend a table to the step of a recipe that does it.

use std::collections::BTreeMap;

use panot_core::Language;
use screen::{Coarser, Mend, Preview};
use serde::{Deserialize, Serialize};
use tabular::recipe::{Coarsen, Count, Protect, Step};

use super::People;

/// A way to mend a table in which people are alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// Columns say less; of rows that are alone all the same, cells are emptied.
    Coarsen,
    /// Columns go; of rows that are alone all the same, cells are emptied.
    Drop,
    /// Rows are counted together; small counts are covered.
    Count,
}

impl Way {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Coarsen, Self::Drop, Self::Count];

    /// As the command line calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Coarsen => "coarsen",
            Self::Drop => "drop",
            Self::Count => "count",
        }
    }

    /// The way that a preview tried.
    pub fn of(preview: &Preview) -> Self {
        match preview.mend {
            Mend::Coarsen(_) => Self::Coarsen,
            Mend::Drop(_) => Self::Drop,
            Mend::Aggregate(_) => Self::Count,
        }
    }

    /// The step that mends the table; `language` names the new column of counts.
    pub fn step(self, people: &People, language: Language) -> Step {
        let preview = people.mends.iter().find(|one| Self::of(one) == self);
        let k = people.lonely.k;
        let protect = |without: Vec<String>, coarsen| {
            Step::Protect(Protect {
                without,
                coarsen,
                apart: preview.map(|one| one.order.clone()).unwrap_or_default(),
                k,
            })
        };
        match preview.map(|one| &one.mend) {
            Some(Mend::Aggregate(by)) => Step::Count(Count {
                by: by.iter().map(|(column, _)| column.clone()).collect(),
                coarsen: coarsen(by),
                into: match language {
                    Language::Ca => "persones",
                    Language::Es => "personas",
                    Language::En => "people",
                }
                .to_owned(),
                k,
            }),
            Some(Mend::Coarsen(changes)) => {
                let gone = changes.iter().filter(|(_, how)| *how == Coarser::Gone);
                let gone = gone.map(|(column, _)| column.clone());
                protect(gone.collect(), coarsen(changes))
            }
            Some(Mend::Drop(columns)) => protect(columns.clone(), BTreeMap::new()),
            None => protect(Vec::new(), BTreeMap::new()),
        }
    }
}

fn coarsen(changes: &[(String, Coarser)]) -> BTreeMap<String, Coarsen> {
    let less = |how: Coarser| match how {
        Coarser::Step(step) => Some(Coarsen::Step(step)),
        Coarser::Month => Some(Coarsen::Month),
        Coarser::Year => Some(Coarsen::Year),
        Coarser::AsItIs | Coarser::Gone => None,
    };
    let changes = changes.iter();
    changes
        .filter_map(|(column, how)| Some((column.clone(), less(*how)?)))
        .collect()
}
