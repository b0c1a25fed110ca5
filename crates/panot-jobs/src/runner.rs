// SPDX-License-Identifier: AGPL-3.0-or-later

//! Takes jobs out of the queue and runs them.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use jiff::SignedDuration;
use panot_core::{Timestamp, ids};
use panot_db::{Db, Error, read, transact};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::store::{self, Claimed};
use crate::{Failure, Job, Jobs, Running};

/// For how long a job is kept from others. A killed process's job is taken again after this.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// How often a lease is renewed: two renewals may fail before it ends.
const RENEW: Duration = Duration::from_secs(20);
/// Letters of an error that are kept.
const ERROR_MAX: usize = 2000;

/// Takes jobs out of the queue and runs them.
#[derive(Debug)]
pub struct Runner {
    shared: Arc<Shared>,
    slots: usize,
    poll: Duration,
    drain: Duration,
    alone: bool,
}

#[derive(Debug)]
struct Shared {
    db: Db,
    queue: Jobs,
    jobs: BTreeMap<&'static str, Job>,
    id: Uuid,
}

impl Runner {
    /// A runner of these jobs. Two of the same kind are a mistake of the program.
    pub fn new(db: Db, queue: Jobs, jobs: impl IntoIterator<Item = Job>) -> Self {
        let mut by_kind = BTreeMap::new();
        for job in jobs {
            let kind = job.kind;
            let before = by_kind.insert(kind, job);
            assert!(before.is_none(), "two features do jobs of kind {kind}");
        }
        let id = ids::new(queue.clock.now(), &queue.random);
        Self {
            shared: Arc::new(Shared {
                db,
                queue,
                jobs: by_kind,
                id,
            }),
            slots: 4,
            poll: Duration::from_secs(1),
            drain: Duration::from_secs(20),
            alone: false,
        }
    }

    /// How many jobs run at a time, instead of four.
    #[must_use]
    pub fn slots(mut self, slots: usize) -> Self {
        self.slots = slots.max(1);
        self
    }

    /// How often the queue is looked at for what became due or was put there by another process,
    /// instead of every second. What this process enqueues is seen at once.
    #[must_use]
    pub fn poll(mut self, poll: Duration) -> Self {
        self.poll = poll;
        self
    }

    /// How long running jobs are waited for at the end, instead of twenty seconds.
    #[must_use]
    pub fn drain(mut self, drain: Duration) -> Self {
        self.drain = drain;
        self
    }

    /// Says that no other process works on this database (one process owns the folder): what an
    /// earlier one left half done is taken again at once instead of after a minute.
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.alone = true;
        self
    }

    /// Runs jobs until `stop` is cancelled; then waits for those that run, and gives back what did
    /// not end in time. An error of the database is logged and tried again: the queue outlives it.
    pub async fn run(self, stop: CancellationToken) {
        let shared = &self.shared;
        if self.alone {
            let ended = transact!(shared.db, "end leases", tx -> Error => {
                store::end_leases(tx).await
            });
            log(ended.err());
        }
        let mut running = JoinSet::new();
        let mut ticks: BTreeMap<&'static str, Timestamp> = BTreeMap::new();
        while !stop.is_cancelled() {
            log(shared.tick(&mut ticks).await.err());
            let full = self.fill(&mut running, &stop).await;
            tokio::select! {
                () = stop.cancelled() => {}
                Some(_) = running.join_next() => {}
                () = shared.queue.wake.notified(), if !full => {}
                () = tokio::time::sleep(self.poll), if !full => {}
            }
        }
        let ended = async { while running.join_next().await.is_some() {} };
        if tokio::time::timeout(self.drain, ended).await.is_err() {
            tracing::warn!(jobs = running.len(), "jobs did not end in time");
            running.shutdown().await;
        }
        let given_back = transact!(shared.db, "give jobs back", tx -> Error => {
            store::give_back(tx, shared.id).await
        });
        log(given_back.err());
    }

    /// Starts jobs until there are none or no slot is free; true when no slot is free.
    async fn fill(&self, running: &mut JoinSet<()>, stop: &CancellationToken) -> bool {
        while running.len() < self.slots {
            match self.shared.claim().await {
                Ok(Some(job)) => {
                    let shared = Arc::clone(&self.shared);
                    running.spawn(shared.work(job, stop.clone()));
                }
                Ok(None) => return false,
                Err(error) => {
                    log(Some(error));
                    return false;
                }
            }
        }
        true
    }
}

impl Shared {
    fn now(&self) -> Timestamp {
        self.queue.clock.now()
    }

    async fn claim(&self) -> Result<Option<Claimed>, Error> {
        let now = self.now();
        // Looking is cheap and holds up nobody; only who finds something takes the writer.
        let ready = read!(self.db, "look for jobs", tx -> Error => store::ready(tx, now).await)?;
        if !ready {
            return Ok(None);
        }
        transact!(self.db, "claim a job", tx -> Error => {
            store::claim(tx, self.id, now, now.plus(LEASE)).await
        })
    }

    /// Enqueues the periodic jobs that are due. `ticks` remembers when to look again.
    async fn tick(&self, ticks: &mut BTreeMap<&'static str, Timestamp>) -> Result<(), Error> {
        let now = self.now();
        for job in self.jobs.values() {
            let Some(every) = job.every else { continue };
            if ticks.get(job.kind).is_some_and(|next| *next > now) {
                continue;
            }
            let next = now.plus(every);
            transact!(self.db, "periodic job", tx -> Error => {
                if store::tick(tx, job.kind, next, now).await? {
                    self.queue.enqueue(tx, job.kind, "", &()).await?;
                }
                Ok(())
            })?;
            // When another process was first, its time is found out by looking again soon.
            ticks.insert(job.kind, next.min(now.plus(LEASE)));
        }
        Ok(())
    }

    /// Runs one job and writes down what came of it.
    async fn work(self: Arc<Self>, claimed: Claimed, stop: CancellationToken) {
        let job = self.jobs.get(claimed.kind.as_str());
        let result = match job {
            None => Err(Failure::Again(format!(
                "this binary knows no jobs of kind {}",
                claimed.kind
            ))),
            Some(job) if claimed.attempts > job.attempts_max => Err(Failure::Never(
                "the process ended during its last attempt".to_owned(),
            )),
            Some(job) => match self.attempt(job, &claimed, stop).await {
                Some(result) => result,
                // Somebody else has it now.
                None => return,
            },
        };
        log(self.finish(&claimed, job, result).await.err());
    }

    /// One attempt; `None` when the lease was lost, which drops the job where it stands.
    async fn attempt(
        &self,
        job: &Job,
        claimed: &Claimed,
        stop: CancellationToken,
    ) -> Option<Result<(), Failure>> {
        let running = Running {
            key: claimed.key.clone(),
            attempt: claimed.attempts,
            stop,
            payload: claimed.payload.0.clone(),
        };
        let work = AssertUnwindSafe((job.handler)(running)).catch_unwind();
        tokio::select! {
            result = work => Some(result.unwrap_or_else(|panic| {
                let text = panic
                    .downcast_ref::<String>()
                    .map(String::as_str)
                    .or_else(|| panic.downcast_ref::<&str>().copied());
                Err(Failure::Again(format!("it panicked: {}", text.unwrap_or("no text"))))
            })),
            () = self.keep(claimed.id) => {
                tracing::warn!(kind = claimed.kind, key = claimed.key, "lost the lease of a job");
                None
            }
        }
    }

    /// Renews the lease of a job, and returns when it is lost.
    async fn keep(&self, id: Uuid) {
        let mut until = self.now().plus(LEASE);
        loop {
            tokio::time::sleep(RENEW).await;
            let next = self.now().plus(LEASE);
            let renewed = transact!(self.db, "renew a lease", tx -> Error => {
                store::renew(tx, id, self.id, next).await
            });
            match renewed {
                Ok(true) => until = next,
                Ok(false) => return,
                Err(error) => {
                    log(Some(error));
                    if self.now() >= until {
                        return;
                    }
                }
            }
        }
    }

    async fn finish(
        &self,
        claimed: &Claimed,
        job: Option<&Job>,
        result: Result<(), Failure>,
    ) -> Result<(), Error> {
        let now = self.now();
        let attempts_max = job.map_or(u32::MAX, |job| job.attempts_max);
        let (error, give_up) = match &result {
            Ok(()) => (String::new(), false),
            Err(Failure::Never(error)) => (short(error), true),
            Err(Failure::Again(error)) => (short(error), claimed.attempts >= attempts_max),
        };
        if result.is_err() {
            tracing::warn!(
                kind = claimed.kind,
                key = claimed.key,
                attempt = claimed.attempts,
                give_up,
                error,
                "a job failed"
            );
        }
        let again = now.plus(self.pause(claimed.attempts));
        transact!(self.db, "end of a job", tx -> Error => {
            match (&result, give_up) {
                (Ok(()), _) => store::done(tx, claimed.id, self.id).await,
                (Err(_), true) => store::bury(tx, claimed.id, self.id, &error, now).await,
                (Err(_), false) => store::postpone(tx, claimed.id, self.id, again, &error).await,
            }
        })
    }

    /// 1, 2, 4 … seconds, at most an hour, and up to a quarter more by chance so that jobs that
    /// failed together do not come back together.
    fn pause(&self, attempts: u32) -> SignedDuration {
        let seconds = 1_i64 << attempts.saturating_sub(1).min(12);
        let millis = seconds.min(3600) * 1000;
        let chance = i64::from(self.queue.random.bytes::<1>()[0]);
        SignedDuration::from_millis(millis + millis * chance / 1024)
    }
}

fn short(error: &str) -> String {
    error.chars().take(ERROR_MAX).collect()
}

fn log(error: Option<Error>) {
    if let Some(error) = error {
        tracing::error!(%error, "the queue of jobs cannot use the database");
    }
}
