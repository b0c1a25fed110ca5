// SPDX-License-Identifier: AGPL-3.0-or-later

//! The handle that features put jobs into the queue with.

use std::sync::Arc;

use panot_core::{Clock, Random, Timestamp, ids};
use panot_db::{Error, Json, Tx};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{Dead, store};

/// The queue of a city. Cheap to clone; clones wake the same runner.
#[derive(Debug, Clone)]
pub struct Jobs {
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) wake: Arc<Notify>,
}

impl Jobs {
    /// The queue in the database that each call is given.
    pub fn new(clock: Clock, random: Random) -> Self {
        Self {
            clock,
            random,
            wake: Arc::new(Notify::new()),
        }
    }

    /// Adds a job, to be run as soon as this transaction is committed. Where the very same job
    /// waits already and was not begun, nothing is added.
    ///
    /// # Panics
    ///
    /// When the payload cannot be written as JSON: a map whose keys are no text.
    pub async fn enqueue(
        &self,
        tx: &mut Tx,
        kind: &str,
        key: &str,
        payload: &(impl Serialize + Sync),
    ) -> Result<(), Error> {
        self.enqueue_at(tx, kind, key, payload, self.clock.now())
            .await
    }

    /// Adds a job to be run not before `due_at`. Otherwise as [`enqueue`](Self::enqueue); the same
    /// job that waits for a later time is brought forward.
    pub async fn enqueue_at(
        &self,
        tx: &mut Tx,
        kind: &str,
        key: &str,
        payload: &(impl Serialize + Sync),
        due_at: Timestamp,
    ) -> Result<(), Error> {
        let payload = serde_json::to_value(payload).expect("a payload has text keys");
        let now = self.clock.now();
        let id = ids::new(now, &self.random);
        store::enqueue(tx, id, kind, key, &Json(payload), due_at, now).await?;
        let wake = Arc::clone(&self.wake);
        tx.after_commit(move || wake.notify_one());
        Ok(())
    }

    /// The jobs that were given up, the latest first, at most a thousand.
    pub async fn dead(&self, tx: &mut Tx) -> Result<Vec<Dead>, Error> {
        store::dead(tx, 1000).await
    }

    /// Puts a job that was given up back into the queue. False when there is none with this id.
    pub async fn revive(&self, tx: &mut Tx, id: Uuid) -> Result<bool, Error> {
        let found = store::revive(tx, id, self.clock.now()).await?;
        let wake = Arc::clone(&self.wake);
        tx.after_commit(move || wake.notify_one());
        Ok(found)
    }

    /// How many jobs run or may run now, those aside that failed and wait for another attempt.
    pub async fn due(&self, tx: &mut Tx) -> Result<u64, Error> {
        store::due(tx, self.clock.now()).await
    }

    /// The payloads of the jobs of this kind and key that wait or run: for refusing more than can be
    /// done in good time.
    pub async fn payloads(&self, tx: &mut Tx, kind: &str, key: &str) -> Result<Vec<Value>, Error> {
        store::payloads(tx, kind, key).await
    }

    /// How many jobs wait or run.
    pub async fn waiting(&self, tx: &mut Tx) -> Result<u64, Error> {
        store::waiting(tx).await
    }
}
