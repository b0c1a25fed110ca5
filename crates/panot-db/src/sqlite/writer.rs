// SPDX-License-Identifier: AGPL-3.0-or-later

//! The one writer, and how its transactions share a commit.
//!
//! Writers queue for one connection, first come first served. A body runs inside a savepoint of the
//! transaction that is open; when it is done it queues again, to commit. Whoever comes to the front
//! of the queue to commit does it for everybody whose body ran before, so the size of a group is
//! the length of the queue: alone, one commits at once; with a hundred writers, a hundred share one
//! wait for the disk. Nobody is told that a change is kept before it is on the disk.
//!
//! Every future here may be dropped at any point (a visitor closes the connection). What was left
//! half done is written in [`Phase`] beforehand, and tidied up by the next in the queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::{Executor as _, SqliteConnection};
use tokio::sync::{Mutex, OwnedMutexGuard, watch};

use crate::Error;

/// How long one waits for a turn. The queue moves at thousands a second; whoever waits this long
/// waits for something that hangs.
const TURN_MAX: Duration = Duration::from_secs(30);

#[derive(Debug, Clone)]
pub(crate) struct Writer {
    seat: Arc<Mutex<Seat>>,
    counts: Arc<Counts>,
}

#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Bodies that ran.
    pub bodies: AtomicU64,
    /// Commits: waits for the disk.
    pub commits: AtomicU64,
}

#[derive(Debug)]
struct Seat {
    connection: SqliteConnection,
    phase: Phase,
}

/// What the connection is in the middle of.
#[derive(Debug, Clone)]
enum Phase {
    /// No transaction.
    Idle,
    /// Perhaps an empty transaction.
    Beginning,
    /// A transaction with the work of a group.
    Open(Arc<Group>),
    /// The same, and a body's savepoint.
    Body(Arc<Group>),
}

/// Bodies that are committed together.
#[derive(Debug)]
struct Group(watch::Sender<Option<Outcome>>);

type Outcome = Result<(), Arc<str>>;

impl Group {
    fn outcome(&self) -> Option<Outcome> {
        self.0.borrow().clone()
    }

    fn end(&self, outcome: Outcome) {
        self.0.send_replace(Some(outcome));
    }
}

/// One body's turn at the connection.
pub(crate) struct Turn {
    guard: OwnedMutexGuard<Seat>,
    group: Arc<Group>,
    writer: Writer,
}

impl Writer {
    pub(crate) fn new(connection: SqliteConnection) -> Self {
        Self {
            seat: Arc::new(Mutex::new(Seat {
                connection,
                phase: Phase::Idle,
            })),
            counts: Arc::default(),
        }
    }

    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Waits for a turn, and opens a savepoint in the group's transaction.
    pub(crate) async fn turn(&self, name: &'static str) -> Result<Turn, Error> {
        let mut guard = tokio::time::timeout(TURN_MAX, Arc::clone(&self.seat).lock_owned())
            .await
            .map_err(|_| Error::Busy(name))?;
        let group = guard
            .begin_body()
            .await
            .map_err(|source| Error::statement("BEGIN", source))?;
        self.counts.bodies.fetch_add(1, Ordering::Relaxed);
        Ok(Turn {
            guard,
            group,
            writer: self.clone(),
        })
    }

    /// Waits until a group is on the disk, committing it when nobody else does first.
    async fn settle(&self, group: &Arc<Group>) -> Outcome {
        let mut news = group.0.subscribe();
        let guard = tokio::select! {
            biased;
            _ = news.wait_for(Option::is_some) => None,
            guard = Arc::clone(&self.seat).lock_owned() => Some(guard),
        };
        if let (Some(mut guard), None) = (guard, group.outcome()) {
            let counts = Arc::clone(&self.counts);
            // In a task of its own, because a commit that is interrupted leaves nobody who knows
            // whether it happened.
            #[expect(clippy::disallowed_methods, reason = "ends with the commit, by itself")]
            let done = tokio::spawn(async move {
                guard.commit().await;
                counts.commits.fetch_add(1, Ordering::Relaxed);
            });
            if done.await.is_err() {
                group.end(Err("the commit was interrupted".into()));
            }
        }
        group
            .outcome()
            .unwrap_or_else(|| Err("the commit was lost".into()))
    }

    /// Commits what is open, and folds the log into the file.
    pub(crate) async fn close(&self) -> Result<(), Error> {
        let mut guard = Arc::clone(&self.seat).lock_owned().await;
        guard.commit().await;
        guard
            .execute("PRAGMA wal_checkpoint(TRUNCATE)")
            .await
            .map_err(|source| Error::statement("wal_checkpoint", source))
    }
}

impl Seat {
    async fn execute(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        self.connection.execute(sql).await.map(|_| ())
    }

    async fn begin_body(&mut self) -> Result<Arc<Group>, sqlx::Error> {
        self.tidy().await;
        let group = if let Phase::Open(group) = &self.phase {
            Arc::clone(group)
        } else {
            self.phase = Phase::Beginning;
            if let Err(error) = self.execute("BEGIN IMMEDIATE").await {
                self.phase = Phase::Idle;
                return Err(error);
            }
            Arc::new(Group(watch::Sender::new(None)))
        };
        self.phase = Phase::Body(Arc::clone(&group));
        match self.execute("SAVEPOINT body").await {
            Ok(()) => Ok(group),
            Err(error) => {
                self.abandon("a savepoint could not be set").await;
                Err(error)
            }
        }
    }

    /// Undoes what somebody left half done.
    async fn tidy(&mut self) {
        match &self.phase {
            Phase::Idle | Phase::Open(_) => {}
            Phase::Beginning => {
                // Fails when the transaction was not begun: then there is nothing to undo.
                let _ = self.execute("ROLLBACK").await;
                self.phase = Phase::Idle;
            }
            Phase::Body(_) => self.undo_body().await,
        }
    }

    async fn undo_body(&mut self) {
        let Phase::Body(group) = self.phase.clone() else {
            return;
        };
        // Fails when SQLite gave up the whole transaction (a full disk): then the work of the
        // others in the group is gone too, and they must hear it.
        let undone = match self.execute("ROLLBACK TO body").await {
            Ok(()) => self.execute("RELEASE body").await,
            Err(error) => Err(error),
        };
        match undone {
            Ok(()) => self.phase = Phase::Open(group),
            Err(error) => self.abandon(&error.to_string()).await,
        }
    }

    async fn keep_body(&mut self) {
        let Phase::Body(group) = self.phase.clone() else {
            return;
        };
        match self.execute("RELEASE body").await {
            Ok(()) => self.phase = Phase::Open(group),
            Err(error) => self.abandon(&error.to_string()).await,
        }
    }

    /// Gives up the transaction of a group and tells its members.
    async fn abandon(&mut self, why: &str) {
        if let Phase::Open(group) | Phase::Body(group) = self.phase.clone() {
            let _ = self.execute("ROLLBACK").await;
            self.phase = Phase::Idle;
            group.end(Err(why.into()));
        }
    }

    async fn commit(&mut self) {
        self.tidy().await;
        if let Phase::Open(group) = self.phase.clone() {
            match self.execute("COMMIT").await {
                Ok(()) => {
                    self.phase = Phase::Idle;
                    group.end(Ok(()));
                }
                Err(error) => self.abandon(&error.to_string()).await,
            }
        }
    }
}

impl Turn {
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.guard.connection
    }

    /// Keeps the body's changes; returns when they are on the disk.
    pub(crate) async fn keep(mut self) -> Result<(), Error> {
        self.guard.keep_body().await;
        self.settle().await
    }

    /// Undoes the body's changes; returns when everything it may have seen is on the disk.
    pub(crate) async fn undo(mut self) -> Result<(), Error> {
        self.guard.undo_body().await;
        self.settle().await
    }

    async fn settle(self) -> Result<(), Error> {
        let Self {
            guard,
            group,
            writer,
        } = self;
        drop(guard);
        writer.settle(&group).await.map_err(Error::Commit)
    }
}
