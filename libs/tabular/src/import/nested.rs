// SPDX-License-Identifier: AGPL-3.0-or-later

//! Offers to write the objects and lists that stand in cells as columns and rows.

use super::reshape::look;
use super::said::{Change, Reason};
use super::study::{Study, Suggestion};
use crate::recipe::{Flatten, Step};
use crate::typer::column::Profile;
use crate::{Hint, ReadCells, ReadError};

/// Names that an offer says.
const NAMED: usize = 5;

/// Looks for columns of JSON and, where there are any, reads the file once more to see what they
/// hold.
pub(super) fn offer(
    study: &mut Study,
    profiles: &[Profile],
    hints: &[Hint],
    open: &dyn Fn() -> Result<Box<dyn ReadCells>, ReadError>,
) -> Result<(), ReadError> {
    let nested: Vec<usize> = profiles
        .iter()
        .enumerate()
        .filter(|(at, profile)| hints.get(*at) == Some(&Hint::None) && is_nested(profile))
        .map(|(at, _)| at)
        .collect();
    if nested.is_empty() {
        return Ok(());
    }
    let depth = 4;
    let found = look(study.reshape.wrap(open()?), &nested, depth)?;
    for (at, found) in nested.into_iter().zip(found) {
        if found.odd || found.others > 0 || (found.objects > 0) == (found.lists > 0) {
            continue;
        }
        let column = &study.columns[at];
        let mut names = found.names(&column.from);
        let all = names.len();
        names.truncate(NAMED);
        let more = all > NAMED;
        let rows = found.lists > 0;
        let step = Flatten {
            column: column.from.clone(),
            rows,
            depth,
        };
        let from = column.from.clone();
        let (id, change, reason) = if rows {
            (
                format!("rows-{}", column.name),
                Change::ListsToRows {
                    column: from,
                    names,
                    more,
                },
                Reason::Lists {
                    cells: found.lists,
                    objects: found.elements,
                },
            )
        } else {
            (
                format!("flatten-{}", column.name),
                Change::ObjectsToColumns {
                    column: from,
                    names,
                    more,
                },
                Reason::Objects {
                    cells: found.objects,
                },
            )
        };
        let steps = vec![Step::Flatten(step)];
        study
            .suggestions
            .push(Suggestion::of(id, change, reason, steps));
    }
    Ok(())
}

/// Whether all sampled cells begin as JSON objects, or lists of them, do.
fn is_nested(profile: &Profile) -> bool {
    let mut filled = profile
        .sample
        .iter()
        .flatten()
        .filter(|text| !text.is_empty() && *text != "null" && *text != "[]")
        .peekable();
    filled.peek().is_some()
        && filled.all(|text| {
            let text = text
                .strip_prefix('[')
                .map_or(text.as_str(), str::trim_start);
            text.starts_with('{')
        })
}
