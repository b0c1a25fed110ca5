// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is said of an import beside its rows: the files that were used, what the publisher should
//! look at, and what `dataset.toml` says about columns that are not there.

use panot_core::Name;
use serde::Serialize;
use tabular::import::{ColumnStudy, Finding, Noticed, Question};
use tabular::recipe::Step;

use super::intake::{Named, Prepared};
use super::request::{Found, Request, Sidecar};
use crate::version::Version;

/// A small file that an import made use of, or did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Used {
    /// This recipe.
    Recipe {
        /// Where it stands.
        place: String,
        /// How it was found.
        found: Found,
    },
    /// The recipe of the version before.
    RecipeOf {
        /// That version.
        version: u32,
    },
    /// This dataset file.
    Dataset {
        /// Where it stands.
        place: String,
        /// How it was found.
        found: Found,
    },
    /// Not this dataset file: it is the folder's, and about another dataset.
    NotDataset {
        /// Where it stands.
        place: String,
        /// The dataset that it is about.
        id: Name,
    },
}

/// Something that the publisher should look at, whatever was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Serious {
    /// The column, as the table calls it.
    pub column: String,
    /// What was noticed about it.
    #[serde(flatten)]
    pub finding: Finding,
}

/// A list of `dataset.toml` that names columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// `key`
    Key,
    /// `[[columns]]`
    Columns,
}

/// A column that `dataset.toml` names and the table does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unknown {
    /// Where it is named.
    pub list: List,
    /// As it is named.
    pub column: String,
    /// Columns of the table with names like it, the nearest first.
    pub nearest: Vec<String>,
}

/// Which small files are used for this import.
pub(super) fn used(request: &Request, named: &Named, previous: Option<&Version>) -> Vec<Used> {
    let mut used = Vec::new();
    let of_another = |file: &&Sidecar| named.of_another.is_some() && file.found == Found::OfFolder;
    match (
        request.recipe.as_ref().filter(|file| !of_another(file)),
        previous,
    ) {
        (Some(file), _) => used.push(Used::Recipe {
            place: file.place.clone(),
            found: file.found,
        }),
        (None, Some(version)) => used.push(Used::RecipeOf { version: version.n }),
        (None, None) => {}
    }
    if let Some(file) = &request.dataset {
        let place = file.place.clone();
        used.push(match &named.of_another {
            Some(id) => Used::NotDataset {
                place,
                id: id.clone(),
            },
            None => Used::Dataset {
                place,
                found: file.found,
            },
        });
    }
    used
}

impl Prepared {
    /// What the publisher should look at. A column that the recipe drops is none of the table, and
    /// what one of its steps mends needs no look.
    pub(super) fn serious(&self) -> Vec<Serious> {
        let dropped = |from: &str| self.recipe.column(from).is_some_and(|column| column.drop);
        let mended = |column: &ColumnStudy, noticed: &Noticed| {
            let known = self.recipe.column(&column.from);
            let is = |name: &String| {
                *name == column.name || known.is_some_and(|known| *name == known.name)
            };
            let mends = |step: &Step| match (noticed, step) {
                (Noticed::SwappedMetres { .. }, Step::Swap(step)) => is(&step.x) || is(&step.y),
                (Noticed::RuinedCoordinates { .. }, Step::Rebuild(step)) => {
                    is(&step.longitude) || is(&step.latitude)
                }
                _ => false,
            };
            self.recipe.steps.iter().any(mends)
        };
        let mut serious: Vec<Serious> = Vec::new();
        for column in self.study.columns.iter().filter(|c| !dropped(&c.from)) {
            for finding in &column.findings {
                let said = serious.iter().any(|known| {
                    // A pair of columns is told once, beside the first of them.
                    known.finding.noticed == finding.noticed && is_of_a_pair(&finding.noticed)
                });
                if finding.noticed.is_serious() && !mended(column, &finding.noticed) && !said {
                    serious.push(Serious {
                        column: column.name.clone(),
                        finding: finding.clone(),
                    });
                }
            }
        }
        serious
    }

    /// The columns that the dataset file names and the table does not have; none while there is no
    /// table yet.
    pub(super) fn unknown(&self) -> Vec<Unknown> {
        let (Some(file), Ok(plan)) = (&self.opened.dataset, self.plan()) else {
            return Vec::new();
        };
        let schema = plan.schema();
        let key = file.about.key.iter().map(|name| (List::Key, name));
        let columns = file.columns.iter().map(|c| (List::Columns, &c.name));
        key.chain(columns)
            .filter(|(_, name)| schema.column_with_name(name).is_none())
            .map(|(list, name)| Unknown {
                list,
                column: name.clone(),
                nearest: plan.nearest(name),
            })
            .collect()
    }

    /// The questions that the recipe leaves open: those that must be answered as the plan sees it,
    /// the others where nothing is said about the column.
    pub(super) fn open(&self) -> Vec<Question> {
        let open = |question: &&Question| match self.recipe.column(&question.column) {
            None => true,
            Some(column) => {
                let asked = |answer: &String| column.ask.contains(answer);
                !column.drop && question.choices.iter().any(|choice| asked(&choice.answer))
            }
        };
        self.study.questions.iter().filter(open).cloned().collect()
    }
}

fn is_of_a_pair(noticed: &Noticed) -> bool {
    matches!(
        noticed,
        Noticed::SwappedDegrees { .. } | Noticed::SwappedMetres { .. }
    )
}
