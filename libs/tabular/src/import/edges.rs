// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows at the edges of a table that are none of it: a row of totals, notes below.
//!
//! They are looked for in the first and the last rows only: `Total` in the middle of a table is a
//! value like any other. Where some are found the file is read again, without them, so that the
//! columns are known as they are and their sums can be held against the row of totals.

use std::collections::{BTreeMap, VecDeque};

use super::reshape::Reshape;
use super::said::{Change, Reason};
use super::study::{ColumnStudy, Options, Study, Suggestion, columns_of};
use crate::recipe::{Below, LeaveOut, Recipe, Step, Type, Where};
use crate::typer::column::{Profile, cut};
use crate::typer::convert::{Converter, Told, Value};
use crate::typer::words;
use crate::{Cells, ReadCells, ReadError};

/// Rows below the header in which totals are looked for.
const FIRST: usize = 3;
/// Rows at the end in which totals and notes are looked for.
const LAST: usize = 64;

/// A row at an edge.
#[derive(Debug, Clone)]
struct Row {
    line: u64,
    cells: Vec<String>,
    filled: usize,
    text: String,
}

impl Row {
    fn of(block: &Cells, row: usize) -> Self {
        // Cut, so that the rows that are kept are small whatever stands in them.
        let cells: Vec<String> = (0..block.columns())
            .map(|column| cut(block.cell(row, column).unwrap_or_default().trim()))
            .collect();
        let full: Vec<&str> = cells
            .iter()
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
            .collect();
        Self {
            line: block.line(row),
            filled: full.len(),
            text: cut(&full.join(" ")),
            cells,
        }
    }

    /// The column that says that this row is a sum of the others, where some cell is a number.
    fn total(&self) -> Option<usize> {
        let says = self.cells.iter().position(|cell| words::is_total(cell))?;
        let number = |cell: &String| cell.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        self.cells.iter().any(number).then_some(says)
    }

    /// Whether nothing but words stands here, in few cells.
    fn is_note(&self, most: usize) -> bool {
        let words = |cell: &String| cell.is_empty() || words::is_words(cell);
        self.filled <= most && self.filled > 0 && self.cells.iter().all(words)
    }
}

/// The first and the last rows of a table.
#[derive(Debug, Default)]
pub(super) struct Edges {
    first: Vec<Row>,
    last: VecDeque<Row>,
    rows: usize,
}

impl Edges {
    /// Sees a block go by.
    pub(super) fn see(&mut self, block: &Cells) {
        for row in 0..block.rows().min(FIRST.saturating_sub(self.rows)) {
            self.first.push(Row::of(block, row));
        }
        self.rows += block.rows();
        for row in block.rows().saturating_sub(LAST)..block.rows() {
            self.last.push_back(Row::of(block, row));
        }
        while self.last.len() > LAST {
            self.last.pop_front();
        }
    }
}

/// What seems to be none of the table.
#[derive(Debug, Default)]
struct Found {
    /// Rows of totals by the column that says so.
    totals: BTreeMap<usize, Vec<Row>>,
    notes: Vec<Row>,
}

fn find(edges: &Edges, profiles: &[Profile]) -> Found {
    let mut found = Found::default();
    let width = profiles.len();
    if width < 2 {
        return found;
    }
    let most = (width / 4).max(1);
    let mut end = 0;
    for row in edges.last.iter().rev() {
        if let Some(column) = row.total() {
            found.totals.entry(column).or_default().push(row.clone());
        } else if row.is_note(most) {
            found.notes.push(row.clone());
        } else if row.filled > 0 {
            break;
        }
        end += 1;
    }
    // A table that is nothing but such rows is one of words.
    if end == edges.last.len() {
        return Found::default();
    }
    for row in edges.first.iter().take(edges.rows - end) {
        let Some(column) = row.total() else { break };
        found.totals.entry(column).or_default().push(row.clone());
    }
    if !found.notes.is_empty() {
        let notes = found.notes.iter().map(|row| row.filled).max().unwrap_or(0);
        // Rows that are as empty would be left out with the notes, next year at the latest.
        if emptiest(profiles, edges.rows - end).is_none_or(|least| least <= notes) {
            found.notes.clear();
        }
    }
    found.notes.reverse();
    // A word that also stands elsewhere in the column is one of its values.
    found.totals.retain(|column, rows| {
        rows.sort_by_key(|row| row.line);
        rows.iter().all(|row| {
            let text = &row.cells[*column];
            let here = rows.iter().filter(|r| r.cells[*column] == *text).count();
            profiles[*column].count_of(text) <= u64::try_from(here).unwrap_or(0)
        })
    });
    found
}

/// The cells that the emptiest sampled row fills, of those before `end`.
fn emptiest(profiles: &[Profile], end: usize) -> Option<usize> {
    let first = profiles.first()?;
    let is_filled = |profile: &&Profile, at: usize| {
        let cell = profile.sample.get(at);
        cell.is_some_and(|cell| cell.as_ref().is_some_and(|text| !text.is_empty()))
    };
    (0..first.sample.len())
        .take_while(|at| first.row_of_sample(*at) < end)
        .map(|at| profiles.iter().filter(|p| is_filled(p, at)).count())
        .min()
}

/// Offers to leave out what is none of the table.
pub(super) fn offer(
    study: &mut Study,
    profiles: &[Profile],
    edges: &Edges,
    recipe: &Recipe,
    options: &Options,
    open: &dyn Fn() -> Result<Box<dyn ReadCells>, ReadError>,
) -> Result<(), ReadError> {
    let found = find(edges, profiles);
    if !found.notes.is_empty() {
        study.suggestions.push(notes(&found.notes));
    }
    for (column, rows) in &found.totals {
        let mut says: Vec<String> = rows.iter().map(|row| row.cells[*column].clone()).collect();
        says.dedup();
        let step = Step::LeaveOut(LeaveOut::Where(Where {
            column: study.columns[*column].name.clone(),
            says,
            rows: u64::try_from(rows.len()).ok(),
        }));
        let mut without = recipe.clone();
        without.steps.push(step.clone());
        without.steps.extend(notes_step(&found.notes));
        let reshape = Reshape::of(open, &without)?;
        let mut reader = reshape.wrap(open()?);
        while reader.next_block()?.is_some() {}
        if reader.over().is_some() {
            // More rows say so than those at the edges, in other letters.
            continue;
        }
        let (columns, _) = columns_of(reshape.wrap(open()?), options)?;
        let sums = sums(reshape.wrap(open()?), &columns)?;
        let held = hold(rows, &columns, &sums);
        study
            .suggestions
            .push(totals(&study.columns[*column], rows, &step, &held));
    }
    Ok(())
}

fn notes_step(notes: &[Row]) -> Option<Step> {
    let filled = notes.iter().map(|row| row.filled).max()?;
    let rows = u64::try_from(notes.len()).ok();
    Some(Step::LeaveOut(LeaveOut::Below(Below { filled, rows })))
}

/// The lines of the first rows, and how many rows there are.
fn listed(rows: &[Row]) -> (Vec<u64>, u64) {
    let lines = rows.iter().take(3).map(|row| row.line).collect();
    (lines, u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

fn shown(row: &Row) -> String {
    let text: String = row.text.chars().take(60).collect();
    if text.len() < row.text.len() {
        format!("{text}…")
    } else {
        text
    }
}

fn notes(rows: &[Row]) -> Suggestion {
    let first = rows.first().map(shown).unwrap_or_default();
    let (lines, count) = listed(rows);
    Suggestion::of(
        "leave-out-notes".to_owned(),
        Change::LeaveOutNotes { lines, count },
        Reason::FewerCells { first },
        notes_step(rows).into_iter().collect(),
    )
}

fn totals(column: &ColumnStudy, rows: &[Row], step: &Step, held: &Held) -> Suggestion {
    let first = rows.first().map(shown).unwrap_or_default();
    let from = column.from.clone();
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let reason = if held.sure {
        Reason::Sums {
            column: from,
            first,
            columns: held.equal.clone(),
        }
    } else if held.compared > 0 {
        Reason::SomeSums {
            column: from,
            first,
            equal: number(held.equal.len()),
            compared: number(held.compared),
        }
    } else {
        Reason::NoSums {
            column: from,
            first,
        }
    };
    let (lines, count) = listed(rows);
    Suggestion {
        sure: held.sure,
        ..Suggestion::of(
            format!("leave-out-totals-{}", column.name),
            Change::LeaveOutTotals { lines, count },
            reason,
            vec![step.clone()],
        )
    }
}

/// The numbers of a row of totals, held against the sums.
#[derive(Debug, Default)]
struct Held {
    compared: usize,
    /// Columns in which the number is the sum.
    equal: Vec<String>,
    /// It is one row, and all its numbers are sums.
    sure: bool,
}

/// The sum of a column, exact, with the number of values in it.
struct Sum {
    converter: Converter,
    all: i128,
    values: u64,
}

impl Sum {
    fn of(column: &ColumnStudy) -> Option<Self> {
        let counted = matches!(column.reading.kind, Type::Integer | Type::Decimal);
        let converter = Converter::new(&column.reading).ok()?;
        counted.then_some(Self {
            converter,
            all: 0,
            values: 0,
        })
    }

    fn value(&self, cell: &str) -> Option<i128> {
        match self.converter.read(cell, &mut Told::default()) {
            Ok(Value::Int(value)) => Some(i128::from(value)),
            Ok(Value::Decimal(value)) => Some(value),
            _ => None,
        }
    }
}

/// The sums of the columns that are counted with.
fn sums(
    mut reader: impl ReadCells,
    columns: &[ColumnStudy],
) -> Result<Vec<Option<Sum>>, ReadError> {
    let mut sums: Vec<Option<Sum>> = columns.iter().map(Sum::of).collect();
    while let Some(block) = reader.next_block()? {
        for (at, place) in sums.iter_mut().enumerate() {
            let Some(sum) = place else { continue };
            let mut fits = true;
            for row in 0..block.rows() {
                let cell = block.cell(row, at).unwrap_or_default();
                if let Some(value) = sum.value(cell) {
                    match sum.all.checked_add(value) {
                        Some(all) => sum.all = all,
                        None => fits = false,
                    }
                    sum.values += 1;
                }
            }
            if !fits {
                *place = None;
            }
        }
    }
    Ok(sums)
}

fn hold(rows: &[Row], columns: &[ColumnStudy], sums: &[Option<Sum>]) -> Held {
    let [row] = rows else {
        return Held::default();
    };
    let mut held = Held::default();
    for ((cell, column), sum) in row.cells.iter().zip(columns).zip(sums) {
        let Some(sum) = sum else { continue };
        let Some(total) = sum.value(cell) else {
            // A number that cannot be read is not known to be the sum.
            held.compared += usize::from(!cell.is_empty() && !words::is_total(cell));
            continue;
        };
        let equal = total == sum.all && sum.values >= 2;
        // Nothing that adds up to nothing says nothing.
        if equal && total == 0 {
            continue;
        }
        held.compared += 1;
        if equal {
            held.equal.push(column.from.clone());
        }
    }
    held.sure = held.compared > 0 && held.equal.len() == held.compared;
    held
}
