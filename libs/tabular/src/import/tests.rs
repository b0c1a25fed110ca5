// SPDX-License-Identifier: AGPL-3.0-or-later

//! The traps of real municipal files, by their numbers in the list of `docs/`, on cells in memory.

mod asking;
mod edges;
mod nested;
mod reporting;
mod sentinels;
mod stepping;
mod traps;
mod twins;

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Int64Type, TimestampMicrosecondType};
use arrow_schema::DataType;

use super::*;
use crate::geometry::Geometry;
use crate::recipe::Recipe;
use crate::typer::{convert, moment, number};
use crate::{Cells, Hint, ReadCells, ReadError};

/// A file in memory: its header and its rows, split at `|`; the first row is line 2.
pub(super) struct File {
    names: Vec<String>,
    hints: Vec<Hint>,
    rows: Vec<Vec<Option<String>>>,
}

impl File {
    pub(super) fn new(header: &str, rows: &[&str]) -> Self {
        let names: Vec<String> = header.split('|').map(str::to_owned).collect();
        let rows = rows
            .iter()
            .map(|row| row.split('|').map(|cell| Some(cell.to_owned())).collect())
            .collect();
        Self {
            hints: vec![Hint::None; names.len()],
            names,
            rows,
        }
    }

    /// One column and its cells.
    pub(super) fn column(name: &str, cells: &[&str]) -> Self {
        Self {
            names: vec![name.to_owned()],
            hints: vec![Hint::None],
            rows: cells
                .iter()
                .map(|cell| vec![Some((*cell).to_owned())])
                .collect(),
        }
    }

    pub(super) fn hinted(mut self, hint: Hint) -> Self {
        self.hints.fill(hint);
        self
    }

    pub(super) fn open(&self) -> Box<dyn ReadCells> {
        let mut blocks = Vec::new();
        // Small blocks, so that everything is also tested across their borders.
        for (at, rows) in self.rows.chunks(7).enumerate() {
            let mut cells = Cells::new(self.names.len());
            for (row, line) in rows.iter().zip(at * 7 + 2..) {
                cells.begin_row(u64::try_from(line).expect("a small file"));
                for cell in row {
                    match cell {
                        Some(cell) => cells.push(cell),
                        None => cells.push_absent(),
                    }
                }
            }
            blocks.push(cells);
        }
        blocks.reverse();
        Box::new(Blocks {
            names: self.names.clone(),
            hints: self.hints.clone(),
            waiting: blocks,
        })
    }

    pub(super) fn study(&self) -> Study {
        self.study_with(&Options::default())
    }

    pub(super) fn study_with(&self, options: &Options) -> Study {
        study(&|| Ok(self.open()), options, &mut |_, _| true).expect("cells in memory")
    }

    pub(super) fn study_under(&self, recipe: &Recipe) -> Study {
        let tick = &mut |_, _| true;
        study_with(&|| Ok(self.open()), &Options::default(), recipe, tick).expect("cells in memory")
    }

    /// Why the file cannot be read under a recipe.
    pub(super) fn refused(&self, recipe: &Recipe) -> String {
        let study = self.study_under(recipe);
        study.plan(recipe).expect_err("refused").to_string()
    }

    /// Gives a column another heading.
    pub(super) fn rename(&mut self, column: usize, name: &str) {
        name.clone_into(&mut self.names[column]);
    }

    /// The whole table under a recipe.
    pub(super) fn table(&self, recipe: &Recipe) -> (Vec<RecordBatch>, Report) {
        let plan = self.study_under(recipe).plan(recipe).expect("a plan");
        let mut rows = plan.read(self.open());
        let batches: Vec<RecordBatch> = rows
            .by_ref()
            .map(|batch| batch.expect("cells in memory"))
            .collect();
        for batch in &batches {
            assert_eq!(
                batch.schema(),
                plan.schema(),
                "the plan promises the schema of every batch"
            );
        }
        (batches, rows.into_report())
    }

    /// The cells of one column of the table as text, under the draft of the study.
    pub(super) fn drafted(&self, column: &str) -> Vec<String> {
        let draft = self.study().draft();
        shown(&self.table(&draft).0, column)
    }
}

/// The recipe that a person would keep: what was found, with everything that is recommended.
pub(super) fn kept(study: &Study) -> Recipe {
    let mut recipe = study.draft();
    study.accept_recommended(&mut recipe);
    // As it is written beside a version and read for the next file.
    Recipe::parse(&recipe.to_toml()).expect("what is written can be read")
}

struct Blocks {
    names: Vec<String>,
    hints: Vec<Hint>,
    waiting: Vec<Cells>,
}

impl ReadCells for Blocks {
    fn columns(&self) -> &[String] {
        &self.names
    }

    fn hints(&self) -> &[Hint] {
        &self.hints
    }

    fn next_block(&mut self) -> Result<Option<Cells>, ReadError> {
        Ok(self.waiting.pop())
    }

    fn position(&self) -> u64 {
        0
    }

    fn irregular(&self) -> &[(u64, usize)] {
        &[]
    }
}

/// The values of a column as text; `·` for null.
pub(super) fn shown(batches: &[RecordBatch], column: &str) -> Vec<String> {
    let mut out = Vec::new();
    for batch in batches {
        let schema = batch.schema();
        let (at, _) = schema
            .column_with_name(column)
            .unwrap_or_else(|| panic!("no column {column} in {schema:?}"));
        let array = Arc::clone(batch.column(at));
        for row in 0..batch.num_rows() {
            if array.is_null(row) {
                out.push("·".to_owned());
                continue;
            }
            out.push(match array.data_type() {
                DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
                DataType::Boolean => array.as_boolean().value(row).to_string(),
                DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
                DataType::Decimal128(_, scale) => number::display(
                    array.as_primitive::<Decimal128Type>().value(row),
                    u8::try_from(*scale).expect("not negative"),
                ),
                DataType::Date32 => {
                    let (y, m, d) = moment::civil(array.as_primitive::<Date32Type>().value(row));
                    format!("{y}-{m:02}-{d:02}")
                }
                DataType::Timestamp(_, zone) => format!(
                    "{}{}",
                    convert::show_moment(
                        array.as_primitive::<TimestampMicrosecondType>().value(row)
                    ),
                    if zone.is_some() { "Z" } else { "" }
                ),
                DataType::Binary => Geometry::from_wkb(array.as_binary::<i32>().value(row))
                    .expect("our own")
                    .to_wkt(),
                other => panic!("no type of ours: {other}"),
            });
        }
    }
    out
}

/// The only question about a file.
pub(super) fn only(study: &Study) -> &Question {
    assert_eq!(study.questions.len(), 1, "{:#?}", study.questions);
    &study.questions[0]
}

pub(super) fn has(study: &Study, column: &str, what: What) -> u64 {
    let column = study.column(column).expect("a column of the file");
    column
        .findings
        .iter()
        .find(|f| f.what == what)
        .map_or(0, |f| f.count)
}
