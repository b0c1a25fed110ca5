// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a recipe does to the rows of a file before their columns are typed: objects become columns
//! or rows, and rows that are none of the table are left out.
//!
//! Rows still go by in blocks: a [`Leaving`] holds back a thousand rows at most, and a flattened
//! row is written out as soon as a block is full.

mod flatten;
mod leave;

pub(super) use flatten::look;
use flatten::{Flat, Flattened};
use leave::Leave;
pub(super) use leave::Leaving;
use serde::{Deserialize, Serialize};

use crate::recipe::{LeaveOut, Recipe, Step};
use crate::typer::name;
use crate::{Cells, ReadCells, ReadError};

/// Rows of a block that is put together anew, at most.
const BLOCK_ROWS: usize = 8_192;
/// Bytes of text at which it ends.
const BLOCK_BYTES: usize = 4 << 20;

/// The steps of a recipe that reshape a file, and what they mean for its columns.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reshape {
    steps: Vec<Step>,
    flat: Vec<Flat>,
    leave: Leave,
    /// Steps, by their number from 1 in the recipe, that name a column which is not there.
    undone: Vec<(usize, String)>,
}

impl Reshape {
    /// Finds what the steps of a recipe mean for a file. Each step that flattens reads it once.
    pub(super) fn of(
        open: &dyn Fn() -> Result<Box<dyn ReadCells>, ReadError>,
        recipe: &Recipe,
    ) -> Result<Self, ReadError> {
        let mut reshape = Self::default();
        for (at, step) in recipe.steps.iter().enumerate() {
            let Step::Flatten(step) = step else { continue };
            let reader = reshape.wrap(open()?);
            match place(&step.column, reader.columns(), recipe) {
                Ok(column) => {
                    let flat = Flat::survey(reader, column, step)?;
                    reshape.flat.push(flat);
                }
                Err(why) => reshape.undone.push((at + 1, why)),
            }
        }
        for (at, step) in recipe.steps.iter().enumerate() {
            let Step::LeaveOut(step) = step else { continue };
            match step {
                LeaveOut::Below(below) => reshape.leave.below(below),
                LeaveOut::Where(rows) => {
                    let reader = reshape.wrap(open()?);
                    match place(&rows.column, reader.columns(), recipe) {
                        Ok(column) => reshape.leave.says(column, rows),
                        Err(why) => reshape.undone.push((at + 1, why)),
                    }
                }
            }
        }
        let mut kept_back = recipe
            .columns
            .iter()
            .filter(|column| column.keeps_back())
            .peekable();
        if !reshape.leave.is_idle() && kept_back.peek().is_some() {
            let reader = reshape.wrap(open()?);
            for column in kept_back {
                match heading(&column.from, reader.columns()) {
                    Some(at) => reshape.leave.hide(at),
                    None => reshape.leave.hide_all(),
                }
            }
        }
        reshape.steps = steps(recipe).cloned().collect();
        Ok(reshape)
    }

    /// The reader of a file, reshaped.
    pub(super) fn wrap(&self, mut reader: Box<dyn ReadCells>) -> Leaving {
        for flat in &self.flat {
            reader = Box::new(Flattened::new(reader, flat.clone()));
        }
        Leaving::new(reader, self.leave.clone())
    }

    /// Whether these are the steps of this recipe.
    pub(super) fn is_of(&self, recipe: &Recipe) -> bool {
        self.steps.iter().eq(steps(recipe))
    }

    /// The steps that reshape.
    pub(super) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The first step that names a column which is not there.
    pub(super) fn undone(&self) -> Option<&(usize, String)> {
        self.undone.first()
    }
}

fn steps(recipe: &Recipe) -> impl Iterator<Item = &Step> {
    recipe.steps.iter().filter(|step| step.reshapes())
}

/// The place of a column by the heading that the file gives it.
fn heading(wanted: &str, names: &[String]) -> Option<usize> {
    let distinct = name::distinct(names);
    let plain = name::tidy(wanted);
    let exactly = distinct.iter().position(|name| name == wanted);
    exactly.or_else(|| distinct.iter().position(|name| name::tidy(name) == plain))
}

/// The place of a column that is named as the table or the file names it.
fn place(wanted: &str, names: &[String], recipe: &Recipe) -> Result<usize, String> {
    let distinct = name::distinct(names);
    let of_file = |wanted: &str| heading(wanted, names);
    let renamed = recipe.columns.iter().find(|column| column.name == wanted);
    renamed
        .and_then(|column| of_file(&column.from))
        .or_else(|| of_file(wanted))
        .or_else(|| {
            let safe = name::safe_names(&distinct);
            safe.iter().position(|name| name == wanted)
        })
        .ok_or_else(|| {
            format!(
                "the file has no column {wanted:?}; it has: {}",
                distinct.join(", ")
            )
        })
}

/// Adds a row of one block to another of the same width.
fn copy_row(from: &Cells, row: usize, into: &mut Cells) {
    into.begin_row(from.line(row));
    for column in 0..from.columns() {
        match from.cell(row, column) {
            Some(text) => into.push(text),
            None => into.push_absent(),
        }
    }
}
