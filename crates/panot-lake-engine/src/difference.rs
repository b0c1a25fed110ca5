// SPDX-License-Identifier: AGPL-3.0-or-later

//! How two versions of a table differ: both are read in the order of the key and walked side by side,
//! so that memory does not grow with them.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_row::{OwnedRow, RowConverter, Rows, SortField};
use arrow_schema::{ArrowError, DataType, Schema};
use datafusion::logical_expr::Expr;
use datafusion::prelude::cast;
use futures::TryStreamExt;
use panot_lake::{Difference, Error, RowChange, Snapshot};

use crate::canonical;
use crate::engine::Shared;
use crate::filter::{column, field};
use crate::packed::ORDER;
use crate::session::failed;
use crate::sort::broken;
use crate::table::{LakeTable, Reading};

/// Examples of each kind.
const EXAMPLES_MAX: usize = 50;

/// Compares two versions. Rows are matched by `key`, and among rows of one key in the order of their
/// other cells; without a key whole rows are compared as often as they occur. Columns that only one
/// version has are named and not compared; columns whose type changed are compared as exact decimals
/// where both are numbers, else as text.
pub async fn difference(
    shared: &Shared,
    old: &Snapshot,
    new: &Snapshot,
    key: &[String],
) -> Result<Difference, Error> {
    for name in key {
        field(&old.schema, name)?;
        field(&new.schema, name)?;
    }
    let mut found = columns(&old.schema, &new.schema);
    let digests = |of: &Snapshot| -> Vec<String> {
        of.files.iter().map(|file| file.sha256.clone()).collect()
    };
    if digests(old) == digests(new) {
        found.same = new.rows();
        return Ok(found);
    }
    let compared = Compared::new(&old.schema, &new.schema, key);
    let mut walk = Walk {
        old: Side::open(shared, old, &compared).await?,
        new: Side::open(shared, new, &compared).await?,
        found,
        examples: Examples::default(),
        group: Group::default(),
    };
    walk.run().await?;
    Ok(walk.finish())
}

/// What differs between the columns.
fn columns(old: &Schema, new: &Schema) -> Difference {
    let only = |here: &Schema, there: &Schema| -> Vec<String> {
        let names = here.fields().iter().map(|field| field.name());
        names
            .filter(|name| there.field_with_name(name).is_err())
            .cloned()
            .collect()
    };
    let changed = old.fields().iter().filter_map(|before| {
        let after = new.field_with_name(before.name()).ok()?;
        (before.data_type() != after.data_type()).then(|| {
            (
                before.name().clone(),
                before.data_type().to_string(),
                after.data_type().to_string(),
            )
        })
    });
    Difference {
        columns_added: only(new, old),
        columns_removed: only(old, new),
        columns_changed: changed.collect(),
        ..Difference::default()
    }
}

/// The columns by which rows are compared, and the type in which: those of the key first.
struct Compared {
    columns: Vec<(String, DataType)>,
    key: usize,
}

impl Compared {
    fn new(old: &Schema, new: &Schema, key: &[String]) -> Self {
        let both: Vec<(String, DataType)> = old
            .fields()
            .iter()
            .filter_map(|before| {
                let after = new.field_with_name(before.name()).ok()?;
                Some((
                    before.name().clone(),
                    common(before.data_type(), after.data_type()),
                ))
            })
            .collect();
        let (mut columns, rest): (Vec<_>, Vec<_>) =
            both.into_iter().partition(|(name, _)| key.contains(name));
        // Without a key the whole row is the key: then no two rows of one key can differ.
        let key = if key.is_empty() {
            rest.len()
        } else {
            columns.len()
        };
        columns.extend(rest);
        Self { columns, key }
    }

    fn converter(&self, columns: std::ops::Range<usize>) -> Result<RowConverter, ArrowError> {
        let fields = self.columns[columns].iter();
        let fields = fields.map(|(_, kind)| SortField::new_with_options(kind.clone(), ORDER));
        RowConverter::new(fields.collect())
    }
}

/// The type in which cells of both types can be compared.
fn common(old: &DataType, new: &DataType) -> DataType {
    let scale = |kind: &DataType| match kind {
        DataType::Decimal128(_, scale) => Some(*scale),
        kind if kind.is_integer() => Some(0),
        _ => None,
    };
    match (scale(old), scale(new)) {
        _ if old == new => old.clone(),
        (Some(old), Some(new)) => DataType::Decimal128(38, old.max(new)),
        _ => DataType::Utf8,
    }
}

/// One version being read in order.
struct Side {
    batches: datafusion::execution::SendableRecordBatchStream,
    /// By column of the version, where its cells are in a batch: columns that are compared come
    /// first, those that are not compared as they are follow.
    own: Vec<usize>,
    compared: usize,
    key: RowConverter,
    rest: Option<RowConverter>,
    key_columns: usize,
    batch: Option<RecordBatch>,
    keys: Rows,
    rests: Option<Rows>,
    row: usize,
}

impl Side {
    async fn open(shared: &Shared, of: &Snapshot, compared: &Compared) -> Result<Self, Error> {
        let table = LakeTable::open(&shared.session, of, Reading::default()).await?;
        let rows = shared
            .session
            .context(shared.session.threads)
            .read_table(Arc::new(table))
            .map_err(failed)?;
        let mut all: Vec<Expr> = (0..)
            .zip(&compared.columns)
            .map(|(at, (name, kind))| cast(column(name), kind.clone()).alias(compared_name(at)))
            .collect();
        // Carried once where it is compared as it is: sorting moves every byte several times.
        let mut own = Vec::with_capacity(of.schema.fields().len());
        for field in of.schema.fields() {
            let as_it_is = |(name, kind): &(String, DataType)| {
                name == field.name() && kind == field.data_type()
            };
            own.push(
                compared
                    .columns
                    .iter()
                    .position(as_it_is)
                    .unwrap_or(all.len()),
            );
            if own.last() == Some(&all.len()) {
                all.push(column(field.name()).alias(own_name(all.len())));
            }
        }
        let order = (0..compared.columns.len())
            .map(|at| column(&compared_name(at)).sort(true, false))
            .collect::<Vec<_>>();
        let mut rows = rows.select(all).map_err(failed)?;
        if !order.is_empty() {
            rows = rows.sort(order).map_err(failed)?;
        }
        let count = compared.columns.len();
        let key = compared.converter(0..compared.key).map_err(broken)?;
        let rest = (compared.key < count).then(|| compared.converter(compared.key..count));
        let mut side = Self {
            batches: rows.execute_stream().await.map_err(failed)?,
            own,
            compared: count,
            keys: key.empty_rows(0, 0),
            key,
            rest: rest.transpose().map_err(broken)?,
            key_columns: compared.key,
            batch: None,
            rests: None,
            row: 0,
        };
        side.refill().await?;
        Ok(side)
    }

    /// Reads batches until one has rows, or to the end.
    async fn refill(&mut self) -> Result<(), Error> {
        self.row = 0;
        while let Some(batch) = self.batches.try_next().await.map_err(failed)? {
            if batch.num_rows() == 0 {
                continue;
            }
            let compared: &[ArrayRef] = &batch.columns()[..self.compared];
            let (key, rest) = compared.split_at(self.key_columns);
            self.keys = self.key.convert_columns(key).map_err(broken)?;
            self.rests = match &self.rest {
                Some(converter) => Some(converter.convert_columns(rest).map_err(broken)?),
                None => None,
            };
            self.batch = Some(batch);
            return Ok(());
        }
        self.batch = None;
        Ok(())
    }

    async fn next(&mut self) -> Result<(), Error> {
        self.row += 1;
        if self
            .batch
            .as_ref()
            .is_some_and(|batch| self.row >= batch.num_rows())
        {
            self.refill().await?;
        }
        Ok(())
    }

    /// The current row as people read it.
    fn text(&self) -> Result<Vec<Option<String>>, Error> {
        let Some(batch) = &self.batch else {
            return Ok(Vec::new());
        };
        let cells = self.own.iter();
        cells
            .map(|at| canonical::text(batch.column(*at), self.row))
            .collect::<Result<_, _>>()
            .map_err(broken)
    }
}

fn own_name(at: usize) -> String {
    format!("own {at}")
}

fn compared_name(at: usize) -> String {
    format!("compared {at}")
}

/// Rows of one key that had no equal on the other side.
#[derive(Default)]
struct Group {
    key: Option<OwnedRow>,
    removed: u64,
    added: u64,
    before: Vec<Vec<Option<String>>>,
    after: Vec<Vec<Option<String>>>,
}

#[derive(Default)]
struct Examples {
    added: Vec<RowChange>,
    removed: Vec<RowChange>,
    changed: Vec<RowChange>,
}

struct Walk {
    old: Side,
    new: Side,
    found: Difference,
    examples: Examples,
    group: Group,
}

impl Walk {
    async fn run(&mut self) -> Result<(), Error> {
        loop {
            match self.compare() {
                None => return Ok(()),
                Some(Ordering::Equal) => {
                    self.found.same += 1;
                    self.old.next().await?;
                    self.new.next().await?;
                }
                Some(Ordering::Less) => {
                    self.alone(true)?;
                    self.old.next().await?;
                }
                Some(Ordering::Greater) => {
                    self.alone(false)?;
                    self.new.next().await?;
                }
            }
        }
    }

    /// Which side's row comes first; `None` at the end of both.
    fn compare(&self) -> Option<Ordering> {
        let (old, new) = (&self.old, &self.new);
        match (&old.batch, &new.batch) {
            (None, None) => return None,
            (Some(_), None) => return Some(Ordering::Less),
            (None, Some(_)) => return Some(Ordering::Greater),
            (Some(_), Some(_)) => {}
        }
        let by_key = old.keys.row(old.row).cmp(&new.keys.row(new.row));
        Some(by_key.then_with(|| match (&old.rests, &new.rests) {
            (Some(before), Some(after)) => before.row(old.row).cmp(&after.row(new.row)),
            _ => Ordering::Equal,
        }))
    }

    /// Takes a row that has no equal on the other side into the group of its key.
    fn alone(&mut self, old: bool) -> Result<(), Error> {
        let side = if old { &self.old } else { &self.new };
        let key = side.keys.row(side.row);
        if self
            .group
            .key
            .as_ref()
            .is_some_and(|group| group.row() != key)
        {
            let key = key.owned();
            self.close();
            self.group.key = Some(key);
        } else if self.group.key.is_none() {
            self.group.key = Some(key.owned());
        }
        let side = if old { &self.old } else { &self.new };
        let full = self.examples.changed.len() >= EXAMPLES_MAX
            && if old {
                self.examples.removed.len()
            } else {
                self.examples.added.len()
            } >= EXAMPLES_MAX;
        let group = &mut self.group;
        let (count, texts) = if old {
            (&mut group.removed, &mut group.before)
        } else {
            (&mut group.added, &mut group.after)
        };
        *count += 1;
        if texts.len() < EXAMPLES_MAX && !full {
            texts.push(side.text()?);
        }
        Ok(())
    }

    /// Counts the group: rows on both sides are changed, what is left is removed or added.
    fn close(&mut self) {
        let group = std::mem::take(&mut self.group);
        let changed = group.removed.min(group.added);
        self.found.changed += changed;
        self.found.removed += group.removed - changed;
        self.found.added += group.added - changed;
        let (mut before, mut after) = (group.before.into_iter(), group.after.into_iter());
        for _ in 0..changed {
            let (Some(before), Some(after)) = (before.next(), after.next()) else {
                break;
            };
            let row = RowChange {
                before: Some(before),
                after: Some(after),
            };
            keep(&mut self.examples.changed, row);
        }
        let only_before = |before| RowChange {
            before: Some(before),
            after: None,
        };
        let only_after = |after| RowChange {
            before: None,
            after: Some(after),
        };
        if group.removed > changed {
            before.for_each(|row| keep(&mut self.examples.removed, only_before(row)));
        }
        if group.added > changed {
            after.for_each(|row| keep(&mut self.examples.added, only_after(row)));
        }
    }

    fn finish(mut self) -> Difference {
        self.close();
        let Examples {
            changed,
            added,
            removed,
        } = self.examples;
        self.found.examples = [changed, added, removed].concat();
        self.found
    }
}

fn keep(examples: &mut Vec<RowChange>, row: RowChange) {
    if examples.len() < EXAMPLES_MAX {
        examples.push(row);
    }
}
