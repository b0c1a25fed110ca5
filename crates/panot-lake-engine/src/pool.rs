// SPDX-License-Identifier: AGPL-3.0-or-later

//! The processes that answer questions from the public, seen from the server.
//!
//! A worker has one question at a time. After an answer it waits for the next; after anything else (a
//! bound reached, a deadline, an asker who went away) it is killed, because its threads may still be
//! at work, and the next question starts another.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arrow::buffer::Buffer;
use arrow::ipc::reader::StreamDecoder;
use async_trait::async_trait;
use panot_lake::{Answer, Answers, Error, Question, Questions, Resource, Snapshot, Unanswered};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::engine::{Random, SPILL, uuid};
use crate::wire::{Asked, END, End, FRAME_MAX, ROWS, Table};
use crate::worker::{self, Worker};

/// How long after the deadline a worker may still say that it was the deadline.
const GRACE: Duration = Duration::from_secs(1);
/// What a frame may have beyond the bound of the answer.
const SLACK: u64 = 1 << 20;

/// How many answer, and what each may take.
#[derive(Clone)]
pub struct PoolOptions {
    /// The program that is a worker when its first word is `query-worker`: this one.
    pub program: PathBuf,
    /// Names folders. Must not repeat: 128 good random bits a call.
    pub random: Random,
    /// Questions answered at a time.
    pub workers: usize,
    /// Of these, for one caller.
    pub per_caller: usize,
    /// How long a question waits for a worker before it is told that all are busy.
    pub patience: Duration,
    /// Threads of a worker.
    pub threads: usize,
    /// Bytes of a worker's pool.
    pub memory_bytes: usize,
    /// Bytes of addresses of a worker, beyond those of the program.
    pub address_bytes: u64,
    /// Bytes that a worker may spill.
    pub spill_bytes: u64,
}

impl PoolOptions {
    /// The usual bounds: as many workers as cores, at least two, and of these all but one for one
    /// caller; 128 MiB for each, which the engine counts, and 768 MiB, which the system counts.
    pub fn new(program: PathBuf, random: Random) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, NonZeroUsize::get);
        let workers = cores.max(2);
        Self {
            program,
            random,
            workers,
            per_caller: (workers - 1).min(4),
            patience: Duration::from_secs(1),
            threads: 2,
            memory_bytes: 128 << 20,
            address_bytes: 768 << 20,
            spill_bytes: 512 << 20,
        }
    }
}

impl PoolOptions {
    /// After how much work another worker takes over, so that none is ended by the processor time of
    /// its whole life in the middle of a question.
    fn retired_after(&self) -> Duration {
        let threads = u32::try_from(self.threads + 1).unwrap_or(u32::MAX);
        Duration::from_secs(worker::CPU_S) / 2 / threads
    }
}

/// Opens the place where questions about the lake in `root` are answered. Nothing is started before
/// the first question.
pub fn questions(root: &Path, options: PoolOptions) -> Result<Questions, Error> {
    let root = std::fs::canonicalize(root).map_err(|source| Error::Disk {
        doing: "open the folder",
        path: root.display().to_string(),
        source,
    })?;
    Ok(Questions::new(Arc::new(Pool {
        free: Semaphore::new(options.workers.max(1)),
        idle: Mutex::default(),
        callers: Arc::default(),
        root,
        options,
    })))
}

struct Pool {
    root: PathBuf,
    options: PoolOptions,
    free: Semaphore,
    idle: Mutex<Vec<Running>>,
    callers: Callers,
}

#[async_trait]
impl Answers for Pool {
    async fn ask(&self, question: Question) -> Result<Answer, Unanswered> {
        let _turn = Turn::take(&self.callers, &question.caller, self.options.per_caller)
            .ok_or(Unanswered::Busy)?;
        let free = tokio::time::timeout(self.options.patience, self.free.acquire()).await;
        let _free = free
            .map_err(|_| Unanswered::Busy)?
            .expect("the semaphore is never closed");
        let mut worker = self.worker().map_err(failed)?;
        let began = Instant::now();
        let answer = worker.ask(&question).await;
        worker.worked += began.elapsed();
        let sound = matches!(&answer, Ok(_) | Err(Unanswered::Refused(_)));
        if sound && worker.worked < self.options.retired_after() {
            self.idle().push(worker);
        } else {
            worker.end().await;
        }
        answer
    }
}

impl Pool {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Running>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A worker that waits, else a new one.
    fn worker(&self) -> std::io::Result<Running> {
        let mut idle = self.idle();
        while let Some(mut worker) = idle.pop() {
            // One may have been ended from outside, or by its own bound of processor time.
            if let Ok(None) = worker.child.try_wait() {
                return Ok(worker);
            }
        }
        drop(idle);
        Running::start(&self.root, &self.options)
    }
}

/// A folder that goes when its worker does.
struct Spill(PathBuf);

impl Drop for Spill {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// A worker, killed when it is dropped.
struct Running {
    child: Child,
    questions: ChildStdin,
    answers: ChildStdout,
    /// How long it had questions.
    worked: Duration,
    _spill: Spill,
}

impl Running {
    fn start(root: &Path, options: &PoolOptions) -> std::io::Result<Self> {
        let spill = root.join(SPILL).join(uuid((options.random)()));
        std::fs::create_dir_all(&spill)?;
        let worker = Worker {
            lake: root.to_owned(),
            spill: spill.clone(),
            threads: options.threads,
            memory_bytes: options.memory_bytes,
            address_bytes: options.address_bytes,
            spill_bytes: options.spill_bytes,
        };
        let spill = Spill(spill);
        let mut child = Command::new(&options.program)
            .args(worker::arguments(&worker))
            // Settings and passwords may stand in the environment.
            .env_clear()
            // Each arena of the allocator takes addresses that the bound counts.
            .env("MALLOC_ARENA_MAX", "2")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(std::io::Error::other("the worker has no pipes"));
        };
        Ok(Self {
            child,
            questions,
            answers,
            worked: Duration::ZERO,
            _spill: spill,
        })
    }

    /// Kills the worker and waits until it is gone.
    async fn end(mut self) {
        self.child.kill().await.ok();
    }

    async fn ask(&mut self, question: &Question) -> Result<Answer, Unanswered> {
        let latest = question.bounds.deadline + GRACE;
        match tokio::time::timeout(latest, self.exchange(question)).await {
            Ok(answer) => answer,
            Err(_) => Err(Unanswered::TooMuch(Resource::Time)),
        }
    }

    async fn exchange(&mut self, question: &Question) -> Result<Answer, Unanswered> {
        let asked = serde_json::to_vec(&asked(question)).map_err(failed)?;
        let length = u32::try_from(asked.len()).map_err(failed)?;
        let sent = async {
            self.questions.write_all(&length.to_le_bytes()).await?;
            self.questions.write_all(&asked).await
        };
        sent.await.map_err(failed)?;
        let mut stream = StreamDecoder::new();
        let mut batches = Vec::new();
        let mut left = question.bounds.bytes.saturating_add(SLACK);
        loop {
            let Ok((kind, frame)) = frame(&mut self.answers, left).await else {
                return Err(self.died().await);
            };
            left -= u64::try_from(frame.len()).unwrap_or(left).min(left);
            if kind == END {
                let end = serde_json::from_slice(&frame).map_err(failed)?;
                return whole(end, &stream, batches);
            }
            let mut buffer = Buffer::from_vec(frame);
            while let Some(batch) = stream.decode(&mut buffer).map_err(failed)? {
                batches.push(batch);
            }
        }
    }

    /// A worker that ends without a word was ended by one of its bounds: the one of processor time
    /// has a signal of its own, and what cannot be allocated aborts.
    async fn died(&mut self) -> Unanswered {
        let status = tokio::time::timeout(GRACE, self.child.wait()).await;
        match status {
            Ok(Ok(status)) => {
                let signal = std::os::unix::process::ExitStatusExt::signal(&status);
                tracing::info!(%status, "a query worker ended in the middle of a question");
                if signal == Some(rustix::process::Signal::XCPU.as_raw()) {
                    Unanswered::TooMuch(Resource::Time)
                } else if signal.is_some() {
                    Unanswered::TooMuch(Resource::Memory)
                } else {
                    Unanswered::Failed(format!("the query worker ended: {status}").into())
                }
            }
            Ok(Err(error)) => failed(error),
            Err(_) => Unanswered::Failed("the query worker closed its pipe".into()),
        }
    }
}

fn whole(
    end: End,
    stream: &StreamDecoder,
    batches: Vec<arrow_array::RecordBatch>,
) -> Result<Answer, Unanswered> {
    let (truncated, meaning) = match end {
        End::Whole(meaning) => (false, meaning),
        End::Truncated(meaning) => (true, meaning),
        End::Refused(why) => return Err(Unanswered::Refused(why)),
        End::Memory => return Err(Unanswered::TooMuch(Resource::Memory)),
        End::Bytes => return Err(Unanswered::TooMuch(Resource::Bytes)),
        End::Deadline => return Err(Unanswered::TooMuch(Resource::Time)),
        End::Failed(why) => return Err(Unanswered::Failed(why.into())),
    };
    let schema = stream.schema();
    let schema = schema.ok_or_else(|| Unanswered::Failed("an answer without columns".into()))?;
    Ok(Answer {
        schema,
        batches,
        truncated,
        meaning,
    })
}

async fn frame(from: &mut ChildStdout, most: u64) -> std::io::Result<(u8, Vec<u8>)> {
    let kind = from.read_u8().await?;
    let length = from.read_u32_le().await?;
    if length > FRAME_MAX || u64::from(length) > most || !matches!(kind, ROWS | END) {
        return Err(std::io::Error::other(
            "a worker of ours does not write that",
        ));
    }
    let mut frame = Vec::new();
    let read = from.take(u64::from(length)).read_to_end(&mut frame).await?;
    if u64::try_from(read).ok() != Some(u64::from(length)) {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok((kind, frame))
}

fn asked(question: &Question) -> Asked {
    Asked {
        tables: mentioned(question),
        text: question.text.clone(),
        rows_max: question.bounds.rows,
        bytes_max: question.bounds.bytes,
        deadline_ms: u64::try_from(question.bounds.deadline.as_millis()).unwrap_or(u64::MAX),
        repeatable: question.repeatable,
    }
}

/// The tables that the text can mean: a city has hundreds, in many versions. Looks at letters only;
/// the worker reads what is said.
fn mentioned(question: &Question) -> Vec<Table> {
    let text = question.text.to_lowercase();
    let mut newest: HashMap<&str, u32> = HashMap::new();
    for table in &question.tables {
        let version = newest.entry(table.table.as_str()).or_default();
        *version = table.version.max(*version);
    }
    let may_mean = |table: &&Snapshot| {
        let [own, numbered, underscored] = crate::question::names(table);
        let is_newest = newest.get(own.as_str()) == Some(&table.version);
        text.contains(&numbered)
            || is_newest && (text.contains(&own) || text.contains(&underscored))
    };
    question
        .tables
        .iter()
        .filter(may_mean)
        .map(Table::from)
        .collect()
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Unanswered {
    Unanswered::Failed(error.into())
}

/// How many questions of each caller are being answered.
type Callers = Arc<Mutex<HashMap<String, usize>>>;

/// One question of a caller, counted until it is dropped.
struct Turn {
    callers: Callers,
    caller: String,
}

impl Turn {
    fn take(callers: &Callers, caller: &str, most: usize) -> Option<Self> {
        let mut counts = callers.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(caller.to_owned()).or_default();
        if *count >= most.max(1) {
            return None;
        }
        *count += 1;
        Some(Self {
            callers: callers.clone(),
            caller: caller.to_owned(),
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut counts = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.caller) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.caller);
            }
        }
    }
}
