// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows of a version: filtered, sorted, in pages or as a stream.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use datafusion::dataframe::DataFrame;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{Expr, SortExpr, lit, when};
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use panot_lake::{Ask, Direction, Error, Page, Snapshot};

use crate::engine::Shared;
use crate::filter::{column, conditions, field, tree};
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
        total(shared, snapshot, ask, &question),
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
    question: &Question,
) -> Result<u64, Error> {
    let reading = Reading {
        numbered: question.names_number,
        only: ask.rows.as_deref().map(ranges),
        ..Reading::default()
    };
    if question.condition.is_none() && !question.distinct {
        let all = snapshot.rows();
        let within = |(first, count): &(u64, u64)| (*count).min(all.saturating_sub(*first));
        return Ok(reading
            .only
            .map_or(all, |only| only.iter().map(within).sum()));
    }
    let table = LakeTable::open(&shared.session, snapshot, reading).await?;
    let counted = fitting(shared, snapshot, table, question, shared.session.threads)
        .and_then(|rows| {
            if question.distinct {
                rows.select(columns(&question.schema))?.distinct()
            } else {
                Ok(rows)
            }
        })
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

/// The rows that fit the condition, numbered where the table was opened so and a number is asked for.
fn fitting(
    shared: &Shared,
    snapshot: &Snapshot,
    table: LakeTable,
    question: &Question,
    threads: usize,
) -> datafusion::error::Result<DataFrame> {
    let number = match (&question.number, &table.hidden) {
        (Some(name), Some(hidden)) => Some((name, number(snapshot, hidden)?)),
        _ => None,
    };
    let mut rows = shared
        .session
        .context(threads)
        .read_table(Arc::new(table))?;
    if let Some((name, number)) = number {
        rows = rows.with_column(name, number)?;
    }
    match &question.condition {
        Some(condition) => rows.filter(condition.clone()),
        None => Ok(rows),
    }
}

/// The number of a row in its version, from 1, from those of its file and within it.
fn number(snapshot: &Snapshot, [file, row]: &[String; 2]) -> datafusion::error::Result<Expr> {
    let row = column(row) + lit(1_i64);
    let mut before = Vec::with_capacity(snapshot.files.len());
    let mut passed = 0_i64;
    for (at, of_file) in (0_i32..).zip(&snapshot.files) {
        before.push((at, passed));
        passed = passed.saturating_add(i64::try_from(of_file.rows).unwrap_or(i64::MAX));
    }
    let mut later = before.into_iter().skip(1);
    let Some((at, passed)) = later.next() else {
        return Ok(row);
    };
    let mut of_file = when(column(file).eq(lit(at)), lit(passed));
    for (at, passed) in later {
        of_file = of_file.when(column(file).eq(lit(at)), lit(passed));
    }
    Ok(row + of_file.otherwise(lit(0_i64))?)
}

/// An [`Ask`] whose names and values have been read.
struct Question {
    /// The columns of the answer, as the version has them, behind the number where it is asked for.
    schema: SchemaRef,
    condition: Option<Expr>,
    order: Vec<SortExpr>,
    number: Option<String>,
    /// Whether a condition or the order names the number.
    names_number: bool,
    distinct: bool,
}

impl Question {
    fn new(snapshot: &Snapshot, ask: &Ask) -> Result<Self, Error> {
        let names = ask.columns.as_ref().map_or(0, Vec::len).max(ask.sort.len());
        if names > NAMES_MAX {
            return Err(Error::Refused(format!(
                "at most {NAMES_MAX} columns are answered"
            )));
        }
        if ask.rows.as_ref().is_some_and(|rows| !rows.is_sorted()) {
            return Err(Error::Refused(
                "numbers of rows are given in their order".to_owned(),
            ));
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
        if ask.distinct && ask.number_as.is_some() {
            let why = "rows that are alike have no number of their own";
            return Err(Error::Refused(why.to_owned()));
        }
        let known = numbered(&snapshot.schema, ask.number_as.as_deref())?;
        // Of rows that are alike nothing is left but what is asked for.
        let ordered = if ask.distinct { &schema } else { &known };
        let order = ask.sort.iter().map(|sort| {
            field(ordered, &sort.column)?;
            Ok(column(&sort.column).sort(sort.direction == Direction::Asc, false))
        });
        let mut order = order.collect::<Result<Vec<_>, Error>>()?;
        if ask.distinct {
            order.extend(
                columns(&schema)
                    .into_iter()
                    .map(|cell| cell.sort(true, false)),
            );
        }
        let plain = conditions(&known, &ask.filters, ask.search.as_deref())?;
        let tree = ask.condition.as_ref().map(|one| tree(&known, one));
        let condition = plain.into_iter().chain(tree.transpose()?).reduce(Expr::and);
        let is_number = |name: &str| ask.number_as.as_deref() == Some(name);
        let in_condition = condition
            .iter()
            .flat_map(Expr::column_refs)
            .any(|named| is_number(&named.name));
        Ok(Self {
            schema: numbered(&schema, ask.number_as.as_deref())?,
            condition,
            order,
            number: ask.number_as.clone(),
            names_number: in_condition || ask.sort.iter().any(|sort| is_number(&sort.column)),
            distinct: ask.distinct,
        })
    }
}

/// The schema with a number as its first column.
fn numbered(schema: &SchemaRef, name: Option<&str>) -> Result<SchemaRef, Error> {
    let Some(name) = name else {
        return Ok(schema.clone());
    };
    if schema.field_with_name(name).is_ok() {
        return Err(Error::Refused(format!(
            "there is a column {name:?} already"
        )));
    }
    let number = Arc::new(Field::new(name, DataType::Int64, false));
    let fields = std::iter::once(number).chain(schema.fields().iter().cloned());
    let metadata = schema.metadata().clone();
    let fields: Vec<_> = fields.collect();
    Ok(Arc::new(Schema::new_with_metadata(fields, metadata)))
}

fn columns(schema: &Schema) -> Vec<Expr> {
    let each = schema.fields().iter();
    each.map(|field| column(field.name())).collect()
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
        numbered: (sorted && !question.distinct) || (question.number.is_some() && !everything),
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
    if sorted {
        order.extend(
            table
                .hidden
                .iter()
                .flatten()
                .map(|name| column(name).sort(true, false)),
        );
    }
    // One partition reads the files from the first row to the last.
    let threads = if sorted { shared.session.threads } else { 1 };
    let mut rows = fitting(shared, snapshot, table, question, threads).map_err(failed)?;
    if question.distinct {
        rows = rows
            .select(columns(&question.schema))
            .and_then(DataFrame::distinct)
            .map_err(failed)?;
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
    if everything && let Some(name) = &question.number {
        let plain = without(&question.schema, name);
        let batches = run(rows, plain).await?;
        return Ok(counted(batches, question.schema.clone(), ask.offset));
    }
    let batches = run(rows, question.schema.clone()).await?;
    if deep {
        return Ok(passed_over(batches, ask.offset, ask.limit));
    }
    Ok(batches)
}

/// Runs a plan and gives its columns of these names the types and metadata of `schema`.
async fn run(rows: DataFrame, schema: SchemaRef) -> Result<Batches, Error> {
    let rows = rows.select(columns(&schema)).map_err(failed)?;
    let batches = rows.execute_stream().await.map_err(failed)?;
    let dress = move |batch: RecordBatch| {
        RecordBatch::try_new(schema.clone(), batch.columns().to_vec())
            .map_err(|e| Error::Engine(e.into()))
    };
    Ok(batches
        .map(move |batch| dress(batch.map_err(failed)?))
        .boxed())
}

fn without(schema: &Schema, name: &str) -> SchemaRef {
    let fields = schema.fields().iter().filter(|field| field.name() != name);
    let metadata = schema.metadata().clone();
    let fields: Vec<_> = fields.cloned().collect();
    Arc::new(Schema::new_with_metadata(fields, metadata))
}

/// Rows that come in the order of the file, after the first `passed`, with their numbers.
fn counted(batches: Batches, schema: SchemaRef, passed: u64) -> Batches {
    let mut next = i64::try_from(passed).unwrap_or(i64::MAX).saturating_add(1);
    let number = move |batch: Result<RecordBatch, Error>| {
        let batch = batch?;
        let end = next.saturating_add(i64::try_from(batch.num_rows()).unwrap_or(i64::MAX));
        let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(next..end));
        next = end;
        let columns = std::iter::once(numbers).chain(batch.columns().iter().cloned());
        RecordBatch::try_new(schema.clone(), columns.collect()).map_err(|e| Error::Engine(e.into()))
    };
    batches.map(number).boxed()
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
