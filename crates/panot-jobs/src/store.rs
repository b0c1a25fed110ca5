// SPDX-License-Identifier: AGPL-3.0-or-later

//! Every SQL statement of the queue.

use panot_core::Timestamp;
use panot_db::{Error, Json, Tx, args, from_row, statements};
use serde_json::Value;
use uuid::Uuid;

use crate::Dead;

statements! {
    /// Brings a job forward that waits already and is the same.
    FORWARD = "
        UPDATE jobs_queue SET due_at = $4, run_at = $4
        WHERE kind = $1 AND key = $2 AND payload = $3 AND attempts = 0 AND run_at > $4";

    /// Adds a job, unless the same one waits already and was not begun: then whoever runs it will
    /// see what this transaction changes. One that was begun may have looked too early.
    ENQUEUE = "
        INSERT INTO jobs_queue (id, kind, key, payload, due_at, run_at, attempts, enqueued_at)
        SELECT $5, $1, $2, $3, $4, $4, 0, $6
        WHERE NOT EXISTS (
            SELECT 1 FROM jobs_queue
            WHERE kind = $1 AND key = $2 AND payload = $3 AND attempts = 0)";

    /// Whether any job may be run.
    READY = "
        SELECT EXISTS (
            SELECT 1 FROM jobs_queue
            WHERE run_at <= $1 AND (lease_until IS NULL OR lease_until <= $1))";

    /// Takes the job that waits longest, of a key of which nothing runs and nothing comes before.
    CLAIM = "
        UPDATE jobs_queue SET lease_until = $2, lease_by = $3, attempts = attempts + 1
        WHERE id = (
            SELECT j.id FROM jobs_queue AS j
            WHERE j.run_at <= $1 AND (j.lease_until IS NULL OR j.lease_until <= $1)
              AND NOT EXISTS (
                SELECT 1 FROM jobs_queue AS k
                WHERE k.kind = j.kind AND k.key = j.key AND k.id <> j.id
                  AND (k.lease_until > $1 OR k.due_at < j.due_at
                       OR (k.due_at = j.due_at AND k.id < j.id)))
            ORDER BY j.run_at, j.id
            LIMIT 1)
        RETURNING id, kind, key, payload, attempts, enqueued_at";

    /// Keeps a job for longer. Changes no row when somebody else has it.
    RENEW = "UPDATE jobs_queue SET lease_until = $3 WHERE id = $1 AND lease_by = $2";

    /// Forgets a job that is done. Changes no row when somebody else has it.
    DONE = "DELETE FROM jobs_queue WHERE id = $1 AND lease_by = $2";

    /// Gives a job back for a later attempt.
    POSTPONE = "
        UPDATE jobs_queue
        SET lease_until = NULL, lease_by = NULL, run_at = $3, last_error = $4
        WHERE id = $1 AND lease_by = $2";

    /// Gives back what a runner has not finished; the attempt does not count.
    GIVE_BACK = "
        UPDATE jobs_queue
        SET lease_until = NULL, lease_by = NULL, attempts = attempts - 1
        WHERE lease_by = $1";

    /// Ends every lease: whoever held one is dead. The attempt counts, because it may have been
    /// the cause.
    END_LEASES = "
        UPDATE jobs_queue SET lease_until = NULL, lease_by = NULL WHERE lease_until IS NOT NULL";

    /// Puts a job among the dead letters.
    BURY = "
        INSERT INTO jobs_dead (id, kind, key, payload, attempts, error, enqueued_at, died_at)
        SELECT id, kind, key, payload, attempts, $3, enqueued_at, $4
        FROM jobs_queue WHERE id = $1 AND lease_by = $2";

    /// The dead letters, the latest first.
    DEAD = "
        SELECT id, kind, key, payload, attempts, error, enqueued_at, died_at
        FROM jobs_dead ORDER BY died_at DESC, id LIMIT $1";

    /// Puts a dead letter back into the queue.
    REVIVE = "
        INSERT INTO jobs_queue (id, kind, key, payload, due_at, run_at, attempts, enqueued_at)
        SELECT id, kind, key, payload, $2, $2, 0, enqueued_at FROM jobs_dead WHERE id = $1";

    /// Removes a dead letter.
    REMOVE_DEAD = "DELETE FROM jobs_dead WHERE id = $1";

    /// Moves a periodic job on when it is due. Changes no row when it is not, or when another
    /// process was first.
    TICK = "
        INSERT INTO jobs_periodic (kind, next_at) VALUES ($1, $2)
        ON CONFLICT (kind) DO UPDATE SET next_at = excluded.next_at
        WHERE jobs_periodic.next_at <= $3";

    /// How many jobs wait or run.
    WAITING = "SELECT COUNT(*) FROM jobs_queue";

    /// What the jobs of a kind and key that wait or run are about.
    PAYLOADS = "SELECT payload FROM jobs_queue WHERE kind = $1 AND key = $2";

    /// How many jobs may run now or run already: not those that wait for another attempt.
    /// Nor those of a key whose earlier job does.
    DUE = "
        SELECT COUNT(*) FROM jobs_queue j
        WHERE j.lease_until IS NOT NULL OR (j.run_at <= $1 AND NOT EXISTS (
            SELECT 1 FROM jobs_queue k
            WHERE k.kind = j.kind AND k.key = j.key AND k.run_at > $1
              AND (k.due_at < j.due_at OR (k.due_at = j.due_at AND k.id < j.id))))";
}

/// A job that was taken.
#[derive(Debug, Clone)]
pub(crate) struct Claimed {
    pub id: Uuid,
    pub kind: String,
    pub key: String,
    pub payload: Json<Value>,
    pub attempts: u32,
}
from_row!(Claimed {
    id,
    kind,
    key,
    payload,
    attempts
});
from_row!(Dead {
    id,
    kind,
    key,
    payload,
    attempts,
    error,
    enqueued_at,
    died_at
});

/// Adds a job, unless the same one waits already.
pub(crate) async fn enqueue(
    tx: &mut Tx,
    id: Uuid,
    kind: &str,
    key: &str,
    payload: &Json<Value>,
    due_at: Timestamp,
    now: Timestamp,
) -> Result<(), Error> {
    tx.run(&FORWARD, args![kind, key, payload, due_at]).await?;
    tx.run(&ENQUEUE, args![kind, key, payload, due_at, id, now])
        .await?;
    Ok(())
}

pub(crate) async fn ready(tx: &mut Tx, now: Timestamp) -> Result<bool, Error> {
    tx.one(&READY, args![now]).await
}

pub(crate) async fn claim(
    tx: &mut Tx,
    runner: Uuid,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Claimed>, Error> {
    tx.find(&CLAIM, args![now, until, runner]).await
}

/// Whether the job is still this runner's.
pub(crate) async fn renew(
    tx: &mut Tx,
    id: Uuid,
    runner: Uuid,
    until: Timestamp,
) -> Result<bool, Error> {
    Ok(tx.run(&RENEW, args![id, runner, until]).await? == 1)
}

pub(crate) async fn done(tx: &mut Tx, id: Uuid, runner: Uuid) -> Result<(), Error> {
    tx.run(&DONE, args![id, runner]).await?;
    Ok(())
}

pub(crate) async fn postpone(
    tx: &mut Tx,
    id: Uuid,
    runner: Uuid,
    run_at: Timestamp,
    error: &str,
) -> Result<(), Error> {
    tx.run(&POSTPONE, args![id, runner, run_at, error]).await?;
    Ok(())
}

pub(crate) async fn bury(
    tx: &mut Tx,
    id: Uuid,
    runner: Uuid,
    error: &str,
    now: Timestamp,
) -> Result<(), Error> {
    tx.run(&BURY, args![id, runner, error, now]).await?;
    done(tx, id, runner).await
}

pub(crate) async fn give_back(tx: &mut Tx, runner: Uuid) -> Result<u64, Error> {
    tx.run(&GIVE_BACK, args![runner]).await
}

pub(crate) async fn end_leases(tx: &mut Tx) -> Result<u64, Error> {
    tx.run(&END_LEASES, args![]).await
}

/// Whether it was this process that moved the periodic job on.
pub(crate) async fn tick(
    tx: &mut Tx,
    kind: &str,
    next: Timestamp,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(tx.run(&TICK, args![kind, next, now]).await? == 1)
}

pub(crate) async fn dead(tx: &mut Tx, most: u32) -> Result<Vec<Dead>, Error> {
    tx.list(&DEAD, args![most]).await
}

pub(crate) async fn revive(tx: &mut Tx, id: Uuid, now: Timestamp) -> Result<bool, Error> {
    let found = tx.run(&REVIVE, args![id, now]).await? == 1;
    tx.run(&REMOVE_DEAD, args![id]).await?;
    Ok(found)
}

pub(crate) async fn due(tx: &mut Tx, now: Timestamp) -> Result<u64, Error> {
    tx.one(&DUE, args![now]).await
}

pub(crate) async fn waiting(tx: &mut Tx) -> Result<u64, Error> {
    tx.one(&WAITING, args![]).await
}

pub(crate) async fn payloads(tx: &mut Tx, kind: &str, key: &str) -> Result<Vec<Value>, Error> {
    let found: Vec<Json<Value>> = tx.list(&PAYLOADS, args![kind, key]).await?;
    Ok(found.into_iter().map(|Json(payload)| payload).collect())
}
