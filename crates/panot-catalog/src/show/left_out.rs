// SPDX-License-Identifier: AGPL-3.0-or-later

//! The cells of a file that did not fit their column, as a page and as JSON.

use serde::Serialize;
use utoipa::ToSchema;

use super::Reader;
use super::dataset::Loaded;
use crate::account::{self, LeftOut};

/// Left-out cells as JSON.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOutView {
    /// The dataset.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// The file that the cells stand in.
    pub source: String,
    /// How many cells did not fit, in all columns.
    pub rejected: u64,
    /// Those that were kept to be shown, by line: the first hundred of each column.
    pub cells: Vec<LeftOut>,
}

impl LeftOutView {
    /// The view; `None` where the version has no report of its import.
    pub fn of(loaded: &Loaded) -> Option<Self> {
        let content = &loaded.version.content;
        Some(Self {
            name: loaded.name().to_string(),
            version: loaded.version.n,
            source: content.source.name.clone(),
            rejected: account::of(&content.report)?.rejected,
            cells: account::left_out(&content.report)?,
        })
    }
}

/// What the page shows of them.
#[derive(Debug, Clone)]
pub struct LeftOutShown {
    /// The file that the cells stand in.
    pub source: String,
    /// How many did not fit, in words.
    pub count: String,
    /// That not all of them are listed, or empty.
    pub bound: String,
    /// Line, column, text and reason of each.
    pub cells: Vec<(String, LeftOut)>,
}

impl LeftOutShown {
    /// What the page shows.
    pub fn of(view: LeftOutView, reader: &Reader) -> Self {
        let listed = u64::try_from(view.cells.len()).unwrap_or(u64::MAX);
        Self {
            count: match view.rejected {
                0 => reader.t.import_none(),
                rejected => reader.t.left_out_count(rejected),
            },
            bound: if listed < view.rejected {
                reader.t.left_out_bound(reader.count(listed))
            } else {
                String::new()
            },
            source: view.source,
            cells: view
                .cells
                .into_iter()
                .map(|cell| (reader.count(cell.line), cell))
                .collect(),
        }
    }
}
