// SPDX-License-Identifier: AGPL-3.0-or-later

//! The process that answers questions from the public: `panot query-worker`.
//!
//! It has no keys and no database. It bounds itself before it does anything, reads questions from its
//! standard input, and ends when that is closed, in the middle of a question too. What the engine's
//! memory pool does not see, the bound of the address space does: the process ends, and its parent
//! starts another.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use arrow::ipc::writer::StreamWriter;
use arrow_schema::{Schema, SchemaRef};
use datafusion::error::DataFusionError;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder};
use datafusion::physical_plan::execute_stream;
use datafusion::prelude::SessionContext;
use futures::StreamExt;
use panot_lake::{Meaning, Refusal, Snapshot, Why, numbered_name};
use rustix::process::{Resource, Rlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use tokio::time::Instant;

use crate::question::Said;
use crate::session::{Limits, Session};
use crate::wire::{self, Asked, END, End, FRAME_MAX, ROWS};
use crate::{brakes, cut, guard, pinned, question, repeat, spatial};

/// Seconds of processor time after which a worker ends in any case, and a new one begins.
pub const CPU_S: u64 = 3_600;
/// Open files.
const FILES: u64 = 256;
/// What a worker may add to its priority: pages come first.
const NICE: i32 = 5;
/// Threads that read files.
const READERS: usize = 4;
/// Stack of a thread.
const STACK: usize = 8 << 20;

/// How a worker is set up, as its command line says it.
#[derive(Debug, Clone)]
pub struct Worker {
    /// The folder of the lake.
    pub lake: PathBuf,
    /// A folder of its own, for what does not fit in memory.
    pub spill: PathBuf,
    /// Threads.
    pub threads: usize,
    /// Bytes of the engine's pool.
    pub memory_bytes: usize,
    /// Bytes of addresses, beyond those that the program itself takes.
    pub address_bytes: u64,
    /// Bytes of what is spilled.
    pub spill_bytes: u64,
}

impl Worker {
    /// Answers questions until there are no more.
    pub fn run(&self) -> io::Result<()> {
        self.bound()?;
        let limits = Limits {
            threads: self.threads,
            memory_bytes: self.memory_bytes,
            spill_bytes: self.spill_bytes,
        };
        let session = Session::new(&self.lake, &self.spill, limits).map_err(io::Error::other)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(self.threads.max(1))
            .max_blocking_threads(READERS)
            // Planning walks expressions by recursion.
            .thread_stack_size(STACK)
            // No sockets: nothing here talks to anybody.
            .enable_time()
            .build()?;
        let (send, questions) = mpsc::channel();
        std::thread::Builder::new()
            .name("questions".to_owned())
            .spawn(move || read_all(&send))?;
        let session = Arc::new(session);
        while let Ok(asked) = questions.recv() {
            let end = Instant::now() + Duration::from_millis(asked.deadline_ms);
            bound_processor(asked.deadline_ms, self.threads)?;
            let session = session.clone();
            let answered =
                runtime.block_on(runtime.spawn(async move { answer(&session, asked, end).await }));
            let how = answered.unwrap_or_else(|panic| End::Failed(panic.to_string()));
            let how = serde_json::to_vec(&how).map_err(io::Error::other)?;
            frame(END, &how)?;
        }
        Ok(())
    }

    /// Takes from this process what no question needs, for ever.
    fn bound(&self) -> io::Result<()> {
        let most = |resource, value| {
            let limit = Rlimit {
                current: Some(value),
                maximum: Some(value),
            };
            setrlimit(resource, limit)
        };
        most(Resource::As, mapped_bytes() + self.address_bytes)?;
        most(Resource::Cpu, CPU_S)?;
        most(Resource::Fsize, self.spill_bytes)?;
        most(Resource::Nofile, FILES)?;
        // No copy of anybody's question on the disk.
        most(Resource::Core, 0)?;
        rustix::process::nice(NICE).ok();
        Ok(())
    }
}

/// Addresses that the program takes already, as far as the system says.
fn mapped_bytes() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
    let page = u64::try_from(rustix::param::page_size()).unwrap_or(4_096);
    pages.map_or(1 << 30, |pages| pages * page)
}

/// The system ends the process when one question has used the processor for its time on all threads,
/// also where no brake of ours is reached. Rounded up, and one second more.
fn bound_processor(deadline_ms: u64, threads: usize) -> io::Result<()> {
    let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec;
    let used = u64::try_from(used).unwrap_or(0);
    let threads = u64::try_from(threads + 1).unwrap_or(u64::MAX);
    let more = (deadline_ms.div_ceil(1_000) + 1).saturating_mul(threads) + 1;
    let limit = Rlimit {
        current: Some((used + more).min(CPU_S)),
        maximum: Some(CPU_S),
    };
    Ok(setrlimit(Resource::Cpu, limit)?)
}

/// Reads questions as they come. When there are no more, nobody waits for the answer to the last.
fn read_all(send: &mpsc::Sender<Asked>) {
    while let Ok(asked) = read(&mut io::stdin().lock()) {
        if send.send(asked).is_err() {
            break;
        }
    }
    std::process::exit(0);
}

fn read(from: &mut impl Read) -> io::Result<Asked> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > FRAME_MAX {
        return Err(io::Error::other(
            "a question that long was not written by us",
        ));
    }
    let mut text = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut text)?;
    serde_json::from_slice(&text).map_err(io::Error::other)
}

fn frame(kind: u8, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    let mut out = io::stdout().lock();
    out.write_all(&[kind])?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(bytes)?;
    out.flush()
}

/// Why an answer ends before it is whole.
enum Stop {
    With(End),
    Of(Said),
    In(DataFusionError),
}

impl<T: Into<Said>> From<T> for Stop {
    fn from(said: T) -> Self {
        Self::Of(said.into())
    }
}

/// A failure of the engine while rows are made, which may be a bound.
fn broken(error: impl Into<DataFusionError>) -> Stop {
    Stop::In(error.into())
}

async fn answer(session: &Session, asked: Asked, end: Instant) -> End {
    let text = asked.text.clone();
    let how = match tokio::time::timeout_at(end, rows(session, asked, end)).await {
        Err(_) => return End::Deadline,
        Ok(Ok(how)) => return how,
        Ok(Err(why)) => why,
    };
    if Instant::now() >= end {
        // Whatever it says: a brake said it first.
        return End::Deadline;
    }
    let said = match how {
        Stop::With(how) => return how,
        Stop::In(error) if matches!(error.find_root(), DataFusionError::ResourcesExhausted(_)) => {
            return End::Memory;
        }
        Stop::In(error) => question::said(error),
        Stop::Of(said) => said,
    };
    match said {
        Said::Refusal(refusal) => End::Refused(question::located(refusal, &text)),
        Said::Failure(error) => End::Failed(error.to_string()),
    }
}

/// Cells of an answer, at most.
const CELLS_MAX: u64 = 3_000_000;

/// A question that was planned, and what it means.
struct Planned {
    plan: LogicalPlan,
    context: SessionContext,
    meaning: Meaning,
}

/// Plans a question. One that must repeat is planned from its one spelling: what is kept of it is what
/// was answered.
async fn planned(session: &Session, asked: &mut Asked) -> Result<Planned, Stop> {
    let mut checked = guard::check(&asked.text, asked.repeatable)?;
    let tables = named(
        &checked.tables,
        std::mem::take(&mut asked.tables),
        asked.repeatable,
    )?;
    let context = context(session).map_err(broken)?;
    question::register(&context, session, &tables).await?;
    question::register_numbered(&context, session, &tables, &checked.tables).await?;
    let state = context.state();
    let original = checked.statement.clone();
    let plan = state.statement_to_plan(original).await;
    let mut plan = plan.map_err(question::said)?;
    guard::verify(&plan, asked.repeatable)?;
    let read = pinned::pin(&mut checked.statement, &tables);
    if asked.repeatable {
        pinned::order(&mut checked.statement, plan.schema().fields().len());
    }
    let canonical = checked.statement.to_string();
    if asked.repeatable {
        let again = guard::check(&canonical, true)?;
        // What is kept must be what was asked, to the letter: a spelling that reads as anything else would
        // be another question, and one that nobody looked at.
        if again.statement != checked.statement {
            return Err(Stop::from(guard::not_one_spelling()));
        }
        let again = state.statement_to_plan(again.statement).await;
        let again = again.map_err(question::said)?;
        guard::verify(&again, true)?;
        plan = repeat::made(again).map_err(question::said)?;
    }
    Ok(Planned {
        plan,
        context,
        meaning: Meaning {
            canonical,
            tables: read,
            engine: engine(),
        },
    })
}

/// What answers, with its version.
fn engine() -> String {
    let (own, theirs) = (env!("CARGO_PKG_VERSION"), datafusion::DATAFUSION_VERSION);
    format!("Panot {own}, DataFusion {theirs}")
}

/// Sends the rows of an answer, and says how it ended.
async fn rows(session: &Session, mut asked: Asked, end: Instant) -> Result<End, Stop> {
    let planned = planned(session, &mut asked).await?;
    let state = planned.context.state();
    let most = usize::try_from(asked.rows_max).unwrap_or(usize::MAX - 1);
    let plan = LogicalPlanBuilder::from(planned.plan)
        .limit(0, Some(most + 1))
        .and_then(LogicalPlanBuilder::build)
        .and_then(|plan| state.optimize(&plan))
        .and_then(|plan| brakes::on_joins(plan, end))
        .map_err(broken)?;
    let plan = state.query_planner().create_physical_plan(&plan, &state);
    let plan = brakes::on_streams(plan.await.map_err(broken)?).map_err(broken)?;
    let mut batches = execute_stream(plan, state.task_ctx()).map_err(broken)?;
    let mut out = Out::new(&batches.schema(), &asked)?;
    let mut left = most;
    while let Some(batch) = batches.next().await {
        let batch = batch.map_err(broken)?;
        let cut = batch.num_rows() > left;
        out.write(&batch.slice(0, batch.num_rows().min(left)))?;
        if cut {
            out.finish()?;
            return Ok(End::Truncated(planned.meaning));
        }
        left -= batch.num_rows();
    }
    out.finish()?;
    Ok(End::Whole(planned.meaning))
}

/// Those of the tables that the question names.
fn named(
    names: &BTreeSet<String>,
    tables: Vec<wire::Table>,
    repeatable: bool,
) -> Result<Vec<Snapshot>, Refusal> {
    let mut unknown = names.clone();
    let mut asked = Vec::new();
    for table in tables.into_iter().map(Snapshot::from) {
        let [own, numbered, underscored] = question::names(&table);
        // Where a row stands is told for reading it, and is nothing to cite.
        let with_numbers = (!repeatable).then(|| numbered_name(&table));
        let own: Vec<_> = [own, numbered, underscored]
            .into_iter()
            .chain(with_numbers)
            .collect();
        if own.iter().any(|name| names.contains(name)) {
            asked.push(table);
        }
        unknown.retain(|name| !own.contains(name));
    }
    match unknown.pop_first() {
        Some(name) => {
            let said = format!("there is no table {name:?}");
            Err(Refusal::new(Why::NoSuchTable(name), said))
        }
        None => Ok(asked),
    }
}

fn context(session: &Session) -> Result<SessionContext, DataFusionError> {
    let context = session.context(session.threads);
    let functions: Vec<String> = context.state().table_functions().keys().cloned().collect();
    for function in functions {
        context.deregister_udtf(&function);
    }
    context.register_udf(cut::date_trunc(context.udf("date_trunc")?));
    spatial::register(&context);
    Ok(context)
}

/// The answer as an Arrow stream, sent in frames and counted.
struct Out {
    schema: SchemaRef,
    stream: StreamWriter<Vec<u8>>,
    left: u64,
    /// Cells that may still be answered: small ones take more room as text than their bytes say.
    cells_left: u64,
    repeatable: bool,
}

impl Out {
    fn new(schema: &Schema, asked: &Asked) -> Result<Self, Stop> {
        let schema = question::plain_text(schema);
        let schema = if asked.repeatable {
            repeat::schema(&schema)
        } else {
            schema
        };
        let stream = StreamWriter::try_new(Vec::new(), &schema).map_err(broken)?;
        Ok(Self {
            schema,
            stream,
            left: asked.bytes_max,
            cells_left: CELLS_MAX,
            repeatable: asked.repeatable,
        })
    }

    fn write(&mut self, batch: &arrow_array::RecordBatch) -> Result<(), Stop> {
        let cells = batch.num_rows().saturating_mul(batch.num_columns());
        let cells = u64::try_from(cells).unwrap_or(u64::MAX);
        let left = self.cells_left.checked_sub(cells);
        self.cells_left = left.ok_or(Stop::With(End::Bytes))?;
        let mut batch = question::dress(&self.schema, batch)?;
        if self.repeatable {
            batch = repeat::rounded(&batch).map_err(broken)?;
        }
        self.stream.write(&batch).map_err(broken)?;
        self.send()
    }

    fn finish(&mut self) -> Result<(), Stop> {
        self.stream.finish().map_err(broken)?;
        self.send()
    }

    fn send(&mut self) -> Result<(), Stop> {
        let bytes = std::mem::take(self.stream.get_mut());
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let left = self.left.checked_sub(size);
        self.left = left.ok_or(Stop::With(End::Bytes))?;
        frame(ROWS, &bytes).map_err(broken)
    }
}

/// The words of the command line that start this worker, after the name of the program.
pub fn arguments(worker: &Worker) -> Vec<std::ffi::OsString> {
    let path = |path: &Path| path.as_os_str().to_owned();
    vec![
        "query-worker".into(),
        "--lake".into(),
        path(&worker.lake),
        "--spill".into(),
        path(&worker.spill),
        "--threads".into(),
        worker.threads.to_string().into(),
        "--memory".into(),
        worker.memory_bytes.to_string().into(),
        "--addresses".into(),
        worker.address_bytes.to_string().into(),
        "--spill-bytes".into(),
        worker.spill_bytes.to_string().into(),
    ]
}
