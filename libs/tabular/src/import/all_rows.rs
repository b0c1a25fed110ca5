// SPDX-License-Identifier: AGPL-3.0-or-later

//! The steps that must know all rows of the finished table: [`Protect`] and [`Count`].
//!
//! ```text
//! protect: all rows are read once and counted by what they say; then they are read again, and cells
//!          of those that are too few are emptied on the way
//! count:   all rows are read once and counted; a row for each group is all that comes out
//! ```
//!
//! What is held in memory are the groups, never the rows: at most [`GROUPS_MAX`].

mod coarser;
mod groups;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, BooleanArray, Int64Array, RecordBatch};
use arrow_buffer::BooleanBuffer;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use arrow_select::nullif::nullif;
use groups::Groups;

use super::report::ColumnReport;
use crate::recipe::{Coarsen, Count, Protect, Step};

/// Groups of rows that are held at most: some hundred megabytes.
const GROUPS_MAX: usize = 2_000_000;

/// Why rows cannot be counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Fault(pub String);

/// The number from 1 and the step that must know all rows, where there is one; it has to be the last.
pub(super) fn of(steps: &[Step]) -> Result<Option<(usize, &Step)>, (usize, String)> {
    let found = steps.iter().position(Step::is_of_all_rows);
    let Some(at) = found else { return Ok(None) };
    if let Some(behind) = steps.get(at + 1) {
        let what = if behind.is_of_all_rows() {
            "rows are protected or counted once only"
        } else {
            "rows are protected or counted when all else is done"
        };
        return Err((at + 2, format!("{what}: put step {} last", at + 1)));
    }
    Ok(Some((at + 1, &steps[at])))
}

/// What becomes of the columns of the finished table.
pub(super) fn schema(step: &Step, before: &Schema) -> Result<SchemaRef, String> {
    match step {
        Step::Protect(step) => {
            bound(step.k)?;
            let fields = Fields(before);
            for column in step.without.iter().chain(&step.apart) {
                fields.place(column)?;
            }
            fields.can_say_less(&step.coarsen)?;
            let both = step.apart.iter().find(|name| step.without.contains(name));
            if let Some(both) = both {
                return Err(format!(
                    "{both:?} goes, so nobody can be told apart by it: name it in `without` or in \
                     `apart`, not in both"
                ));
            }
            Ok(Arc::new(without(before, &step.without)))
        }
        Step::Count(step) => counted(step, before),
        _ => Ok(Arc::new(before.clone())),
    }
}

fn bound(k: u32) -> Result<(), String> {
    if k < 2 {
        return Err(format!(
            "k = {k} protects nobody: fewer than k rows are too few, so that it is 2 or more, and mostly 5"
        ));
    }
    Ok(())
}

fn without(schema: &Schema, gone: &[String]) -> Schema {
    let stays = |field: &&Arc<Field>| !gone.contains(field.name());
    Schema::new(
        schema
            .fields()
            .iter()
            .filter(stays)
            .cloned()
            .collect::<Vec<_>>(),
    )
}

fn counted(step: &Count, before: &Schema) -> Result<SchemaRef, String> {
    bound(step.k)?;
    let fields = Fields(before);
    fields.can_say_less(&step.coarsen)?;
    let mut columns = Vec::new();
    for column in &step.by {
        columns.push(before.field(fields.place(column)?).clone());
    }
    if step.by.contains(&step.into) {
        return Err(format!(
            "rows are counted by {:?}; call the column of how many otherwise",
            step.into
        ));
    }
    let metadata = HashMap::from([("tabular.type".to_owned(), "integer".to_owned())]);
    columns.push(Field::new(&step.into, DataType::Int64, true).with_metadata(metadata));
    Ok(Arc::new(Schema::new(columns)))
}

/// The columns of the finished table, by name.
struct Fields<'a>(&'a Schema);

impl Fields<'_> {
    fn place(&self, name: &str) -> Result<usize, String> {
        self.0.index_of(name).map_err(|_| {
            let names: Vec<&str> = self.0.fields().iter().map(|f| f.name().as_str()).collect();
            format!(
                "there is no column {name:?} here; there are: {}",
                names.join(", ")
            )
        })
    }

    fn can_say_less(&self, coarsen: &BTreeMap<String, Coarsen>) -> Result<(), String> {
        for (column, how) in coarsen {
            let kind = self.0.field(self.place(column)?).data_type();
            coarser::check(column, kind, *how)?;
        }
        Ok(())
    }
}

/// What is known once all rows were read.
#[derive(Debug, Clone)]
pub(super) struct Known {
    groups: Groups,
    /// How many of the first columns are emptied, for groups that are too few.
    emptied: foldhash::HashMap<Box<[u32]>, usize>,
}

/// Counts rows.
#[derive(Debug, Clone)]
pub(super) struct Counting {
    columns: Vec<String>,
    coarsen: BTreeMap<String, Coarsen>,
    groups: Groups,
}

impl Counting {
    /// Nothing yet, for the step that must know all rows of tables with these columns.
    pub(super) fn new(step: &Step, before: &Schema) -> Result<Self, Fault> {
        let (columns, coarsen) = match step {
            Step::Protect(step) => (&step.apart, &step.coarsen),
            Step::Count(step) => (&step.by, &step.coarsen),
            _ => return Err(Fault("this step needs no counting".to_owned())),
        };
        let kinds = columns
            .iter()
            .map(|name| {
                let at = Fields(before).place(name).map_err(Fault)?;
                Ok(before.field(at).data_type().clone())
            })
            .collect::<Result<Vec<_>, Fault>>()?;
        Ok(Self {
            columns: columns.clone(),
            coarsen: coarsen.clone(),
            groups: Groups::new(&kinds)?,
        })
    }

    /// Counts the rows of a batch.
    pub(super) fn see(&mut self, batch: &RecordBatch) -> Result<(), Fault> {
        let arrays = self.arrays(batch)?;
        self.groups.see(&arrays, batch.num_rows())
    }

    /// The columns by which rows are counted, saying less.
    fn arrays(&self, batch: &RecordBatch) -> Result<Vec<ArrayRef>, Fault> {
        let array = |name: &String| {
            let array = batch
                .column_by_name(name)
                .ok_or_else(|| Fault(format!("there is no column {name:?} here")))?;
            match self.coarsen.get(name) {
                None => Ok(Arc::clone(array)),
                Some(how) => coarser::coarser(array, *how).map_err(Fault),
            }
        };
        self.columns.iter().map(array).collect()
    }

    /// What is known of the rows to be protected, with all of them counted.
    pub(super) fn known(self, step: &Protect) -> Known {
        Known {
            emptied: self.groups.emptied(step.k),
            groups: self.groups,
        }
    }

    /// A row for each group of `k` rows and more, in the order of its cells, and one for all others.
    pub(super) fn rows(
        &self,
        step: &Count,
        schema: &SchemaRef,
        reports: &mut Vec<ColumnReport>,
    ) -> Result<RecordBatch, Fault> {
        let (mut arrays, counts) = self.groups.sorted(step.k)?;
        reports.push(ColumnReport {
            kept: u64::try_from(counts.len()).unwrap_or(u64::MAX),
            ..ColumnReport::of(&step.into, &step.into)
        });
        let counts = counts.into_iter();
        let counts = counts.map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        arrays.push(Arc::new(Int64Array::from_iter_values(counts)));
        RecordBatch::try_new(Arc::clone(schema), arrays).map_err(|error| Fault(error.to_string()))
    }
}

impl Known {
    /// The rows of a batch as they may be told. What is emptied is counted in the reports of columns.
    pub(super) fn protect(
        &self,
        step: &Protect,
        batch: &RecordBatch,
        schema: &SchemaRef,
        reports: &mut [ColumnReport],
    ) -> Result<RecordBatch, Fault> {
        let mut columns: HashMap<&str, ArrayRef> = HashMap::new();
        for field in batch.schema_ref().fields() {
            let array = batch.column_by_name(field.name()).map(Arc::clone);
            let array = array.ok_or_else(|| Fault(format!("no column {:?}", field.name())))?;
            let array = match step.coarsen.get(field.name()) {
                None => array,
                Some(how) => coarser::coarser(&array, *how).map_err(Fault)?,
            };
            columns.insert(field.name(), array);
        }
        let apart: Vec<ArrayRef> = step
            .apart
            .iter()
            .filter_map(|name| columns.get(name.as_str()).map(Arc::clone))
            .collect();
        let depths = self
            .groups
            .look_up(&apart, batch.num_rows(), &self.emptied)?;
        for (level, name) in step.apart.iter().enumerate() {
            let Some(array) = columns.get_mut(name.as_str()) else {
                continue;
            };
            let gone = BooleanBuffer::collect_bool(depths.len(), |row| depths[row] > level);
            let before = array.null_count();
            *array = nullif(array, &BooleanArray::new(gone, None))
                .map_err(|error| Fault(error.to_string()))?;
            let emptied = u64::try_from(array.null_count() - before).unwrap_or(0);
            if let Some(report) = reports.iter_mut().find(|report| report.name == *name) {
                report.kept = report.kept.saturating_sub(emptied);
                report.nulls += emptied;
                report.told.emptied += emptied;
            }
        }
        let arrays = schema
            .fields()
            .iter()
            .filter_map(|field| columns.remove(field.name().as_str()));
        RecordBatch::try_new(Arc::clone(schema), arrays.collect())
            .map_err(|error| Fault(error.to_string()))
    }
}
