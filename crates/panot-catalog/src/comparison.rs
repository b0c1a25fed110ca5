// SPDX-License-Identifier: AGPL-3.0-or-later

//! How two versions differ, found out once and kept.

use panot_lake::{Difference, RowChange, Snapshot};
use serde::{Deserialize, Serialize};

use crate::cells::CELL_CHARS_MAX;

/// The most that the examples of one comparison take, in bytes of text.
pub const EXAMPLES_BYTES_MAX: usize = 128 << 10;
/// Comparisons kept of one dataset; the oldest makes room.
pub const KEPT_MAX: u32 = 60;

/// What came of comparing two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// How they differ.
    Found(Difference),
    /// It would take more time, memory or disk than one comparison may.
    TooLarge,
}

impl Comparison {
    /// A difference within the bounds of what is kept: no cell is longer than a page shows, and
    /// examples that do not fit are left out, the last first. The counts are of all rows.
    pub fn found(mut difference: Difference) -> Self {
        let mut left = EXAMPLES_BYTES_MAX;
        difference.examples.retain_mut(|change| {
            let bytes = shorten(change);
            let fits = bytes <= left;
            left = left.saturating_sub(bytes);
            fits
        });
        Self::Found(difference)
    }
}

/// Shortens the cells of an example, and says how many bytes are left of them.
fn shorten(change: &mut RowChange) -> usize {
    let rows = [&mut change.before, &mut change.after];
    let cells = rows.into_iter().flatten().flatten().flatten();
    cells
        .map(|cell| {
            // One more than is shown, so that it is shown as cut.
            if let Some((cut, _)) = cell.char_indices().nth(CELL_CHARS_MAX + 1) {
                cell.truncate(cut);
            }
            cell.len()
        })
        .sum()
}

/// The columns by which rows are matched: the publisher's, where both versions have all of them;
/// otherwise none, and whole rows are compared.
pub fn key<'a>(key: &'a [String], old: &Snapshot, new: &Snapshot) -> &'a [String] {
    let has = |name: &String| {
        old.schema.column_with_name(name).is_some() && new.schema.column_with_name(name).is_some()
    };
    if key.iter().all(has) { key } else { &[] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(cells: &[&str]) -> RowChange {
        let row = cells.iter().map(|cell| Some((*cell).to_owned())).collect();
        RowChange {
            before: None,
            after: Some(row),
        }
    }

    #[test]
    fn what_is_kept_is_bounded_however_long_the_cells_are() {
        let long = "ç".repeat(10_000);
        let wide: Vec<&str> = vec![&long; 100];
        let difference = Difference {
            added: 1_000_000,
            examples: (0..50).map(|_| change(&wide)).collect(),
            ..Difference::default()
        };
        let Comparison::Found(kept) = Comparison::found(difference) else {
            panic!("it was found");
        };
        assert_eq!(kept.added, 1_000_000);
        assert_eq!(kept.examples.len(), EXAMPLES_BYTES_MAX / (100 * 301 * 2));
        let cell = kept.examples[0]
            .after
            .as_ref()
            .and_then(|row| row[0].as_deref());
        assert_eq!(cell.map(|cell| cell.chars().count()), Some(301));
    }

    #[test]
    fn a_small_difference_is_kept_as_it_is() {
        let difference = Difference {
            added: 2,
            examples: vec![change(&["a", "b"]), change(&["c", ""])],
            ..Difference::default()
        };
        let kept = Comparison::found(difference.clone());
        assert_eq!(kept, Comparison::Found(difference));
    }
}
