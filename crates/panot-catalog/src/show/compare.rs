// SPDX-License-Identifier: AGPL-3.0-or-later

//! How two versions differ, as a page and as JSON.

use panot_lake::{Difference, RowChange};
use serde::Serialize;
use utoipa::ToSchema;

use super::Reader;
use super::columns::Columns;
use super::dataset::json_row;
use super::rows::shown_row;
use crate::cells::{Cell, readable_shapes};
use crate::version::Version;

/// The most examples that the page shows.
const EXAMPLES_MAX: usize = 50;

/// A difference as JSON.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompareView {
    /// The dataset.
    pub name: String,
    /// The older version.
    pub from: u32,
    /// The newer version.
    pub to: u32,
    /// The columns by which rows are matched; none when whole rows are compared.
    pub key: Vec<String>,
    /// Columns only in the newer version.
    pub columns_added: Vec<String>,
    /// Columns only in the older version.
    pub columns_removed: Vec<String>,
    /// Columns whose type changed: name, old type, new type.
    #[schema(value_type = Vec<Vec<String>>)]
    pub columns_changed: Vec<(String, String, String)>,
    /// Rows only in the newer version.
    pub added: u64,
    /// Rows only in the older version.
    pub removed: u64,
    /// Rows with the same key and other values.
    pub changed: u64,
    /// Rows that are the same.
    pub same: u64,
    /// Examples.
    pub examples: Vec<ExampleView>,
}

/// One row that differs, cell by cell in the order of the columns of its version.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExampleView {
    /// What it was.
    pub before: Option<Vec<Cell>>,
    /// What it is.
    pub after: Option<Vec<Cell>>,
}

/// Two versions with their columns for a reader.
#[derive(Debug)]
pub struct Pair<'a> {
    /// The older version.
    pub old: &'a Version,
    /// Its columns.
    pub old_columns: Columns,
    /// The newer version.
    pub new: &'a Version,
    /// Its columns.
    pub new_columns: Columns,
}

impl CompareView {
    /// The view.
    pub fn of(name: &str, pair: &Pair, key: &[String], difference: &Difference) -> Self {
        let example = |change: &RowChange| ExampleView {
            before: change
                .before
                .as_ref()
                .map(|row| json_row(&with_shapes(row, &pair.old_columns), &pair.old_columns)),
            after: change
                .after
                .as_ref()
                .map(|row| json_row(&with_shapes(row, &pair.new_columns), &pair.new_columns)),
        };
        Self {
            name: name.to_owned(),
            from: pair.old.n,
            to: pair.new.n,
            key: key.to_vec(),
            columns_added: difference.columns_added.clone(),
            columns_removed: difference.columns_removed.clone(),
            columns_changed: difference.columns_changed.clone(),
            added: difference.added,
            removed: difference.removed,
            changed: difference.changed,
            same: difference.same,
            examples: difference.examples.iter().map(example).collect(),
        }
    }
}

/// What the page shows of a difference.
#[derive(Debug, Clone)]
pub struct CompareShown {
    /// How rows were matched, in words.
    pub matched: String,
    /// Added, removed, changed, same: words and figures.
    pub figures: Vec<(String, String)>,
    /// What happened to columns, in words.
    pub columns: Vec<String>,
    /// The heads of the table of examples.
    pub heads: Vec<String>,
    /// Examples: what happened, and the row. Cells that changed are marked.
    pub examples: Vec<(String, Vec<CellShown>)>,
    /// Whether nothing differs.
    pub is_same: bool,
}

/// A cell of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellShown {
    /// What it is, or was when the row is gone; empty for an empty cell.
    pub text: String,
    /// What it was, where that is something else.
    pub before: Option<String>,
}

impl CompareShown {
    /// What the page shows.
    pub fn of(pair: &Pair, key: &[String], difference: &Difference, reader: &Reader) -> Self {
        let t = reader.t;
        let added = difference
            .columns_added
            .iter()
            .map(|column| t.compare_column_added(column));
        let removed = difference
            .columns_removed
            .iter()
            .map(|column| t.compare_column_removed(column));
        let changed = difference
            .columns_changed
            .iter()
            .map(|(column, before, after)| t.compare_column_changed(after, before, column));
        let columns: Vec<String> = added.chain(removed).chain(changed).collect();
        let examples: Vec<(String, Vec<CellShown>)> = difference
            .examples
            .iter()
            .take(EXAMPLES_MAX)
            .map(|change| example(change, pair, reader))
            .collect();
        let order = in_sight(pair, key, &examples);
        Self {
            matched: if key.is_empty() {
                t.compare_no_key()
            } else {
                t.compare_key(key.join(", "))
            },
            figures: vec![
                (t.compare_added(), reader.count(difference.added)),
                (t.compare_removed(), reader.count(difference.removed)),
                (t.compare_changed(), reader.count(difference.changed)),
                (t.compare_same(), reader.count(difference.same)),
            ],
            is_same: columns.is_empty()
                && difference.added + difference.removed + difference.changed == 0,
            columns,
            heads: order
                .iter()
                .map(|at| pair.new_columns.0[*at].title.clone())
                .collect(),
            examples: examples
                .into_iter()
                .map(|(what, cells)| {
                    let cells = order.iter().map(|at| cells[*at].clone());
                    (what, cells.collect())
                })
                .collect(),
        }
    }
}

/// A row of a difference, as pages and programs read it.
fn with_shapes(row: &[Option<String>], columns: &Columns) -> Vec<Option<String>> {
    readable_shapes(row, columns.0.iter().map(|column| column.kind))
}

/// The columns in the order in which they are shown: what tells rows apart, then what changed, so that
/// neither lies beyond the edge of a screen; then the rest.
fn in_sight(pair: &Pair, key: &[String], examples: &[(String, Vec<CellShown>)]) -> Vec<usize> {
    let rank = |at: &usize| {
        let changed = |(_, cells): &(String, Vec<CellShown>)| cells[*at].before.is_some();
        if key.contains(&pair.new_columns.0[*at].name) {
            0
        } else if examples.iter().any(changed) {
            1
        } else {
            2
        }
    };
    let mut order: Vec<usize> = (0..pair.new_columns.0.len()).collect();
    order.sort_by_key(rank);
    order
}

/// One example under the columns of the newer version.
fn example(change: &RowChange, pair: &Pair, reader: &Reader) -> (String, Vec<CellShown>) {
    let t = reader.t;
    let before = change.before.as_ref().map(|row| {
        shown_row(
            &with_shapes(row, &pair.old_columns),
            &pair.old_columns,
            reader,
        )
    });
    let after = change.after.as_ref().map(|row| {
        shown_row(
            &with_shapes(row, &pair.new_columns),
            &pair.new_columns,
            reader,
        )
    });
    let what = match (&before, &after) {
        (None, _) => t.compare_kind_added(),
        (Some(_), None) => t.compare_kind_removed(),
        (Some(_), Some(_)) => t.compare_kind_changed(),
    };
    let cells = pair.new_columns.0.iter().enumerate().map(|(at, column)| {
        let old = pair
            .old_columns
            .0
            .iter()
            .position(|old| old.name == column.name);
        let was = before
            .as_ref()
            .and_then(|row| row.get(old?).cloned())
            .map(Option::unwrap_or_default);
        let is = after
            .as_ref()
            .and_then(|row| row.get(at).cloned())
            .map(Option::unwrap_or_default);
        match (was, is) {
            (Some(was), Some(is)) => CellShown {
                before: (was != is).then_some(was),
                text: is,
            },
            (was, is) => CellShown {
                text: is.or(was).unwrap_or_default(),
                before: None,
            },
        }
    });
    (what, cells.collect())
}
