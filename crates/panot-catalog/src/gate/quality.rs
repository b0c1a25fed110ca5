// SPDX-License-Identifier: AGPL-3.0-or-later

//! How well others can use a dataset: the five dimensions of the Metadata Quality Assessment of
//! data.europa.eu, of 405 points in all, and what would raise the score.
//!
//! What Panot does by itself is given: it serves the files that it names, in open formats with their
//! media types and sizes, and says when each was published. What a publisher says or leaves out makes
//! the difference.

use serde::Serialize;
use utoipa::ToSchema;

use super::Candidate;
use crate::words;

/// The score of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quality {
    /// Points, of 405.
    pub points: u32,
    /// The word that data.europa.eu gives such a score: `excellent`, `good`, `sufficient`, `bad`.
    pub band: &'static str,
    /// The dimensions.
    pub dimensions: Vec<Dimension>,
}

/// One of the five.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Dimension {
    /// `findability`, `accessibility`, `interoperability`, `reusability`, `context`.
    pub name: &'static str,
    /// Points.
    pub points: u32,
    /// Points that there are.
    pub most: u32,
    /// What would raise them.
    pub raises: Vec<Raise>,
}

/// What would raise the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Raise {
    /// What is missing: a key of `dataset.toml`.
    pub what: &'static str,
    /// By how many points.
    pub by: u32,
}

/// Points that all together make.
const MOST: u32 = 405;

impl Quality {
    /// The score of what is to be published.
    pub fn of(candidate: &Candidate<'_>) -> Self {
        let about = candidate.about;
        let licence = about.licence.trim();
        let has_time = candidate
            .screened
            .is_some_and(|screened| screened.period.is_some());
        let dimensions = vec![
            dimension(
                "findability",
                0,
                &[
                    ("keywords", 30, !about.keywords.is_empty()),
                    ("theme", 30, words::THEMES.contains(&about.theme.as_str())),
                    // Every table of a city lies in that city.
                    ("place", 20, true),
                    ("period", 20, has_time || about.period.is_some()),
                ],
            ),
            dimension("accessibility", 100, &[]),
            dimension("interoperability", 110, &[]),
            dimension(
                "reusability",
                // Public without a login is what the access rights say.
                15,
                &[
                    ("licence", 20, !licence.is_empty()),
                    ("licence", 10, words::licence(licence).is_some()),
                    ("contact", 20, !about.contact.trim().is_empty()),
                    ("publisher", 10, !about.publisher.trim().is_empty()),
                ],
            ),
            dimension(
                "context",
                15,
                &[("licence", 5, words::licence(licence).is_some())],
            ),
        ];
        let points = dimensions.iter().map(|dimension| dimension.points).sum();
        debug_assert_eq!(dimensions.iter().map(|one| one.most).sum::<u32>(), MOST);
        Self {
            points,
            band: match points {
                351.. => "excellent",
                221.. => "good",
                121.. => "sufficient",
                _ => "bad",
            },
            dimensions,
        }
    }
}

/// A dimension of which `given` points are given, and others where what they are for is there.
fn dimension(name: &'static str, given: u32, asked: &[(&'static str, u32, bool)]) -> Dimension {
    let there: u32 = asked
        .iter()
        .filter(|(.., is)| *is)
        .map(|(_, by, _)| by)
        .sum();
    let lacking = asked.iter().filter(|(.., is)| !*is);
    Dimension {
        name,
        points: given + there,
        most: given + asked.iter().map(|(_, by, _)| by).sum::<u32>(),
        raises: lacking
            .map(|(what, by, _)| Raise { what, by: *by })
            .collect(),
    }
}
