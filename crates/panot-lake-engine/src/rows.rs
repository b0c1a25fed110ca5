// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows of a version: filtered, sorted, in pages or as a stream.

use std::sync::Arc;

use arrow_array::{Int64Array, RecordBatch};
use arrow_schema::{Schema, SchemaRef};
use datafusion::dataframe::DataFrame;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{Expr, SortExpr, lit};
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use panot_lake::{Ask, Direction, Error, Page, Snapshot};

use crate::engine::Shared;
use crate::filter::{column, conditions, field};
use crate::session::failed;
use crate::table::{LakeTable, Reading};

/// Batches of an answer.
pub type Batches = BoxStream<'static, Result<RecordBatch, Error>>;

/// Rows of a page at most.
const PAGE_MAX: u64 = 100_000;

/// Up to here a sorted page is found by keeping the first rows in memory; beyond, the whole answer is
/// sorted, on disk where it must, and passed over.
const TOP_MAX: u64 = 20_000;

/// Keys of an order, and columns of an answer.
const NAMES_MAX: usize = 10_000;

/// One page of rows, with the exact total.
pub async fn page(shared: &Shared, snapshot: &Snapshot, ask: &Ask) -> Result<Page, Error> {
    let question = Question::new(snapshot, ask)?;
    let (total, batches) = futures::try_join!(
        total(shared, snapshot, ask, question.condition.as_ref()),
        bounded(shared, snapshot, ask, &question)
    )?;
    Ok(Page {
        schema: question.schema,
        batches,
        total,
    })
}

async fn bounded(
    shared: &Shared,
    snapshot: &Snapshot,
    ask: &Ask,
    question: &Question,
) -> Result<Vec<RecordBatch>, Error> {
    let mut batches = answer(shared, snapshot, ask, question).await?;
    let (mut page, mut rows) = (Vec::new(), 0);
    while let Some(batch) = batches.try_next().await? {
        rows += wide(batch.num_rows());
        if rows > PAGE_MAX {
            return Err(Error::Refused(format!(
                "a page has at most {PAGE_MAX} rows"
            )));
        }
        page.push(batch);
    }
    Ok(page)
}

/// All rows of an answer.
pub async fn stream(shared: &Shared, snapshot: &Snapshot, ask: &Ask) -> Result<Batches, Error> {
    let question = Question::new(snapshot, ask)?;
    answer(shared, snapshot, ask, &question).await
}

/// How many rows fit the condition.
async fn total(
    shared: &Shared,
    snapshot: &Snapshot,
    ask: &Ask,
    condition: Option<&Expr>,
) -> Result<u64, Error> {
    let reading = Reading {
        only: ask.rows.as_deref().map(ranges),
        ..Reading::default()
    };
    let Some(condition) = condition else {
        let all = snapshot.rows();
        let within = |(first, count): &(u64, u64)| (*count).min(all.saturating_sub(*first));
        return Ok(reading
            .only
            .map_or(all, |only| only.iter().map(within).sum()));
    };
    let table = LakeTable::open(&shared.session, snapshot, reading).await?;
    let counted = shared
        .session
        .context(shared.session.threads)
        .read_table(Arc::new(table))
        .and_then(|rows| rows.filter(condition.clone()))
        .and_then(|rows| rows.aggregate(Vec::new(), vec![count(lit(1_i64))]))
        .map_err(failed)?
        .collect()
        .await
        .map_err(failed)?;
    let count = counted
        .first()
        .and_then(|batch| batch.column(0).as_any().downcast_ref());
    let count: &Int64Array = count.expect("a count is one number");
    Ok(u64::try_from(count.value(0)).expect("a count is not negative"))
}

/// Ascending numbers of rows as ranges.
fn ranges(rows: &[u64]) -> Vec<(u64, u64)> {
    let runs = rows.chunk_by(|a, b| *b == *a || Some(*b) == a.checked_add(1));
    runs.filter_map(|run| Some((*run.first()?, run.last()? - run.first()? + 1)))
        .collect()
}

/// An [`Ask`] whose names and values have been read.
struct Question {
    /// The columns of the answer, as the version has them.
    schema: SchemaRef,
    condition: Option<Expr>,
    order: Vec<SortExpr>,
}

impl Question {
    fn new(snapshot: &Snapshot, ask: &Ask) -> Result<Self, Error> {
        let names = ask.columns.as_ref().map_or(0, Vec::len).max(ask.sort.len());
        if ask.rows.as_ref().is_some_and(|rows| !rows.is_sorted()) {
            return Err(Error::Refused(
                "numbers of rows are given in their order".to_owned(),
            ));
        }
        if names > NAMES_MAX {
            return Err(Error::Refused(format!(
                "at most {NAMES_MAX} columns are answered"
            )));
        }
        let schema = match &ask.columns {
            None => snapshot.schema.clone(),
            Some(names) if names.is_empty() => {
                return Err(Error::Refused(
                    "an answer needs at least one column".to_owned(),
                ));
            }
            Some(names) => {
                let fields = names
                    .iter()
                    .map(|name| field(&snapshot.schema, name).cloned());
                let fields = fields.collect::<Result<Vec<_>, _>>()?;
                Arc::new(Schema::new_with_metadata(
                    fields,
                    snapshot.schema.metadata().clone(),
                ))
            }
        };
        let order = ask.sort.iter().map(|sort| {
            field(&snapshot.schema, &sort.column)?;
            Ok(column(&sort.column).sort(sort.direction == Direction::Asc, false))
        });
        Ok(Self {
            schema,
            condition: conditions(&snapshot.schema, &ask.filters, ask.search.as_deref())?,
            order: order.collect::<Result<_, Error>>()?,
        })
    }
}

async fn answer(
    shared: &Shared,
    snapshot: &Snapshot,
    ask: &Ask,
    question: &Question,
) -> Result<Batches, Error> {
    let sorted = !question.order.is_empty();
    let everything = question.condition.is_none() && !sorted && ask.rows.is_none();
    let until = ask.limit.map(|limit| ask.offset.saturating_add(limit));
    let deep = sorted && until.is_none_or(|until| until > TOP_MAX);
    let reading = Reading {
        numbered: sorted,
        // Without conditions and order the rows wanted are known by number: nothing else is read.
        only: match &ask.rows {
            Some(rows) => Some(ranges(rows)),
            None => (everything && (ask.offset > 0 || ask.limit.is_some()))
                .then(|| vec![(ask.offset, ask.limit.unwrap_or(u64::MAX))]),
        },
        ..Reading::default()
    };
    let table = LakeTable::open(&shared.session, snapshot, reading).await?;
    let mut order = question.order.clone();
    order.extend(
        table
            .hidden
            .iter()
            .flatten()
            .map(|name| column(name).sort(true, false)),
    );
    // One partition reads the files from the first row to the last.
    let threads = if sorted { shared.session.threads } else { 1 };
    let mut rows = shared
        .session
        .context(threads)
        .read_table(Arc::new(table))
        .map_err(failed)?;
    if let Some(condition) = &question.condition {
        rows = rows.filter(condition.clone()).map_err(failed)?;
    }
    if sorted {
        rows = rows.sort(order).map_err(failed)?;
    }
    if !everything && !deep {
        let limit = ask
            .limit
            .map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
        // DataFusion counts with signs: an absurd page is empty and not an error.
        let offset = usize::try_from(ask.offset.min(1 << 53)).unwrap_or(usize::MAX);
        rows = rows.limit(offset, limit).map_err(failed)?;
    }
    let batches = run(rows, question.schema.clone()).await?;
    if deep {
        return Ok(passed_over(batches, ask.offset, ask.limit));
    }
    Ok(batches)
}

/// Runs a plan and gives its columns of these names the types and metadata of `schema`.
async fn run(rows: DataFrame, schema: SchemaRef) -> Result<Batches, Error> {
    let columns = schema.fields().iter().map(|field| column(field.name()));
    let rows = rows.select(columns.collect::<Vec<_>>()).map_err(failed)?;
    let batches = rows.execute_stream().await.map_err(failed)?;
    let dress = move |batch: RecordBatch| {
        RecordBatch::try_new(schema.clone(), batch.columns().to_vec())
            .map_err(|e| Error::Engine(e.into()))
    };
    Ok(batches
        .map(move |batch| dress(batch.map_err(failed)?))
        .boxed())
}

/// The rows after the first `offset`, at most `limit`.
fn passed_over(batches: Batches, offset: u64, limit: Option<u64>) -> Batches {
    let state = (batches, offset, limit.unwrap_or(u64::MAX));
    futures::stream::try_unfold(state, |(mut batches, mut offset, limit)| async move {
        if limit == 0 {
            return Ok(None);
        }
        while let Some(batch) = batches.try_next().await? {
            let rows = wide(batch.num_rows());
            let skipped = offset.min(rows);
            offset -= skipped;
            let taken = limit.min(rows - skipped);
            if taken > 0 {
                let narrow = |rows| usize::try_from(rows).expect("it counts rows of a batch");
                let part = batch.slice(narrow(skipped), narrow(taken));
                return Ok(Some((part, (batches, offset, limit - taken))));
            }
        }
        Ok(None)
    })
    .boxed()
}

fn wide(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}
