// SPDX-License-Identifier: AGPL-3.0-or-later

//! The queue and its runner, on both engines.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use jiff::SignedDuration;
use panot_db::{Error, read, transact};
use panot_jobs::{Failure, Job, Jobs, MIGRATIONS, Runner, STATEMENTS, Tasks};
use panot_testkit::{Fixture, both_engines, same_schema, statements_fit};
use tokio_util::sync::CancellationToken;

fn jobs(city: &Fixture) -> Jobs {
    Jobs::new(city.clock.clock(), city.random.clone())
}

async fn enqueue(city: &Fixture, jobs: &Jobs, kind: &str, key: &str, payload: u32) {
    transact!(city.db, "enqueue", tx -> Error => {
        jobs.enqueue(tx, kind, key, &payload).await
    })
    .expect("the job is enqueued");
}

async fn waiting(city: &Fixture, jobs: &Jobs) -> u64 {
    read!(city.db, "count", tx -> Error => jobs.waiting(tx).await).expect("jobs are counted")
}

/// Starts a runner that looks often, and gives back how to stop it.
fn start(runner: Runner) -> (Tasks, CancellationToken) {
    let stop = CancellationToken::new();
    let tasks = Tasks::new(stop.clone());
    tasks.spawn(runner.poll(Duration::from_millis(20)).run(stop.clone()));
    (tasks, stop)
}

async fn stop((tasks, stop): (Tasks, CancellationToken)) {
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(20), tasks.ended())
        .await
        .expect("the runner ends");
}

/// Waits until something holds; fails the test when it never does.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..1000 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never happened: {what}");
}

#[test]
fn both_engines_have_the_same_tables() {
    same_schema(&[MIGRATIONS]);
}

both_engines! {
    async fn every_statement_fits(city: Fixture) {
        city.migrate(&[MIGRATIONS]).await;
        statements_fit(&city, STATEMENTS).await;
    }

    async fn a_job_runs_once_its_transaction_is_committed_and_never_when_it_is_not(city: Fixture) {
        city.migrate(&[MIGRATIONS]).await;
        let jobs = jobs(&city);
        let (send, mut seen) = tokio::sync::mpsc::unbounded_channel();
        let job = Job::new("note", move |running| {
            let send = send.clone();
            async move {
                send.send((running.key.clone(), running.payload::<u32>()?))?;
                Ok(())
            }
        });
        let runner = start(Runner::new(city.db.clone(), jobs.clone(), [job]));
        let refused: Result<(), Error> = transact!(city.db, "refused", tx => {
            jobs.enqueue(tx, "note", "undone", &0_u32).await?;
            Err(Error::Migration("a change of mind".into()))
        });
        refused.expect_err("the body refuses");
        enqueue(&city, &jobs, "note", "kept", 7).await;
        assert_eq!(seen.recv().await, Some(("kept".to_owned(), 7)));
        until("the queue is empty", async || waiting(&city, &jobs).await == 0).await;
        stop(runner).await;
        assert_eq!(seen.recv().await, None, "nothing else ran");
    }

    async fn the_same_job_waits_only_once(city: Fixture) {
        city.migrate(&[MIGRATIONS]).await;
        let jobs = jobs(&city);
        for payload in [1, 1, 2, 1] {
            enqueue(&city, &jobs, "note", "a", payload).await;
        }
        enqueue(&city, &jobs, "note", "b", 1).await;
        assert_eq!(waiting(&city, &jobs).await, 3);
    }

    /// Of this kind and key alone, and of those that run as well: they are being worked on.
    async fn what_waits_or_runs_of_a_kind_and_key_is_told(city: Fixture) {
        city.migrate(&[MIGRATIONS]).await;
        let jobs = jobs(&city);
        let (send, mut begun) = tokio::sync::mpsc::unbounded_channel();
        let stuck = Job::new("note", move |_| {
            let send = send.clone();
            async move {
                send.send(())?;
                std::future::pending().await
            }
        });
        for payload in [1, 2] {
            enqueue(&city, &jobs, "note", "a", payload).await;
        }
        enqueue(&city, &jobs, "note", "b", 3).await;
        enqueue(&city, &jobs, "other", "a", 4).await;
        tokio::select! {
            () = Runner::new(city.db.clone(), jobs.clone(), [stuck]).run(CancellationToken::new()) =>
                panic!("nobody stopped it"),
            _ = begun.recv() => {}
        }
        let payloads = async |kind, key| {
            let told = read!(city.db, "payloads", tx -> Error => jobs.payloads(tx, kind, key).await);
            let mut told = told.expect("the database answers");
            told.sort_by_key(serde_json::Value::as_u64);
            told
        };
        assert_eq!(payloads("note", "a").await, [1, 2]);
        assert_eq!(payloads("note", "b").await, [3]);
        assert!(payloads("note", "c").await.is_empty());
    }

    /// Two runners on one database, forty jobs of two keys: of each key one at a time, in order.
    async fn jobs_of_one_key_never_run_at_once_and_keep_their_order(city: Fixture) {
        city.migrate(&[MIGRATIONS]).await;
        let jobs = jobs(&city);
        for number in 0..20 {
            for key in ["a", "b"] {
                enqueue(&city, &jobs, "slow", key, number).await;
            }
            city.clock.advance(SignedDuration::from_millis(1));
        }
        let busy = Arc::new([AtomicU32::new(0), AtomicU32::new(0)]);
        let wrong = Arc::new(AtomicU32::new(0));
        let (send, mut seen) = tokio::sync::mpsc::unbounded_channel();
        let job = {
            let (busy, wrong) = (Arc::clone(&busy), Arc::clone(&wrong));
            Job::new("slow", move |running| {
                let (busy, wrong, send) = (Arc::clone(&busy), Arc::clone(&wrong), send.clone());
                async move {
                    let mine = &busy[usize::from(running.key == "b")];
                    wrong.fetch_add(mine.fetch_add(1, Ordering::SeqCst), Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_millis(3)).await;
                    send.send((running.key.clone(), running.payload::<u32>()?))?;
                    mine.fetch_sub(1, Ordering::SeqCst);
                    Ok(())
                }
            })
        };
        let second = panot_db::Db::open(&city.url).await;
        let second = match city.db.engine() {
            // One process, one writer: a second handle on the file is another process.
            panot_db::Engine::Sqlite => city.db.clone(),
            panot_db::Engine::Postgres => second.expect("a second handle opens"),
        };
        let one = start(Runner::new(city.db.clone(), jobs.clone(), [job.clone()]));
        let other = start(Runner::new(second, jobs.clone(), [job]));
        until("the queue is empty", async || waiting(&city, &jobs).await == 0).await;
        stop(one).await;
        stop(other).await;
        let mut order = [Vec::new(), Vec::new()];
        while let Ok((key, number)) = seen.try_recv() {
            order[usize::from(key == "b")].push(number);
        }
        assert_eq!(wrong.load(Ordering::SeqCst), 0, "two jobs of one key at once");
        let expected: Vec<u32> = (0..20).collect();
        assert_eq!(order, [expected.clone(), expected]);
    }

    async fn a_failing_job_is_run_again_and_at_last_lies_among_the_dead(city: Fixture) {
        city.migrate(&[MIGRATIONS]).await;
        let jobs = jobs(&city);
        let tries = Arc::new(AtomicU32::new(0));
        let job = {
            let tries = Arc::clone(&tries);
            Job::new("broken", move |running| {
                tries.fetch_add(1, Ordering::SeqCst);
                async move {
                    match running.attempt {
                        1 => Err(Failure::Again("attempt 1".into())),
                        2 => panic!("a bug"),
                        _ => Err(Failure::Again(format!("attempt {}", running.attempt))),
                    }
                }
            })
            .attempts(3)
        };
        enqueue(&city, &jobs, "broken", "x", 1).await;
        let runner = start(Runner::new(city.db.clone(), jobs.clone(), [job]));
        until("the first attempt", async || tries.load(Ordering::SeqCst) == 1).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(tries.load(Ordering::SeqCst), 1, "not again before its time");
        for attempt in 2..=3 {
            // How soon the failure is written down is not ours to say, so time goes on meanwhile.
            until("an attempt", async || {
                city.clock.advance(SignedDuration::from_secs(1));
                tries.load(Ordering::SeqCst) == attempt
            })
            .await;
        }
        until("given up", async || waiting(&city, &jobs).await == 0).await;
        stop(runner).await;
        let dead = read!(city.db, "dead", tx -> Error => jobs.dead(tx).await).expect("a list");
        assert_eq!(dead.len(), 1);
        assert_eq!((dead[0].error.as_str(), dead[0].attempts), ("attempt 3", 3));
        let revived = transact!(city.db, "revive", tx -> Error => {
            jobs.revive(tx, dead[0].id).await
        });
        assert!(revived.expect("the database answers"));
        assert_eq!(waiting(&city, &jobs).await, 1);
    }

    /// A process that is killed leaves its lease behind. Here its task is dropped, which runs
    /// nothing of it to its end, as a kill does.
    async fn the_job_of_a_killed_runner_is_run_again(city: Fixture) {
        city.migrate(&[MIGRATIONS]).await;
        let jobs = jobs(&city);
        let runs = Arc::new(AtomicU32::new(0));
        let job = {
            let runs = Arc::clone(&runs);
            Job::new("long", move |running| {
                runs.fetch_add(1, Ordering::SeqCst);
                async move {
                    if running.attempt == 1 {
                        std::future::pending::<()>().await;
                    }
                    Ok(())
                }
            })
        };
        enqueue(&city, &jobs, "long", "x", 1).await;
        let killed = Runner::new(city.db.clone(), jobs.clone(), [job.clone()]);
        let killed = killed.run(CancellationToken::new());
        tokio::select! {
            () = killed => panic!("nobody stopped it"),
            () = until("begun", async || runs.load(Ordering::SeqCst) == 1) => {}
        }
        let runner = start(Runner::new(city.db.clone(), jobs.clone(), [job.clone()]));
        tokio::time::sleep(Duration::from_millis(150)).await;
        assert_eq!(runs.load(Ordering::SeqCst), 1, "the lease still holds");
        city.clock.advance(SignedDuration::from_secs(61));
        until("run again", async || waiting(&city, &jobs).await == 0).await;
        stop(runner).await;
        assert_eq!(runs.load(Ordering::SeqCst), 2);
    }

    async fn who_is_alone_takes_up_at_once_what_was_left(city: Fixture) {
        city.migrate(&[MIGRATIONS]).await;
        let jobs = jobs(&city);
        enqueue(&city, &jobs, "long", "x", 1).await;
        let (send, mut begun) = tokio::sync::mpsc::unbounded_channel();
        let stuck = Job::new("long", move |_| {
            let send = send.clone();
            async move {
                send.send(())?;
                std::future::pending().await
            }
        });
        let killed = Runner::new(city.db.clone(), jobs.clone(), [stuck]);
        tokio::select! {
            () = killed.run(CancellationToken::new()) => panic!("nobody stopped it"),
            _ = begun.recv() => {}
        }
        let done = Job::new("long", |_| async { Ok(()) });
        let runner = start(Runner::new(city.db.clone(), jobs.clone(), [done]).alone());
        until("run again", async || waiting(&city, &jobs).await == 0).await;
        stop(runner).await;
    }

    async fn a_runner_that_is_stopped_finishes_what_runs_and_gives_back_the_rest(city: Fixture) {
        city.migrate(&[MIGRATIONS]).await;
        let jobs = jobs(&city);
        enqueue(&city, &jobs, "short", "x", 1).await;
        enqueue(&city, &jobs, "endless", "x", 1).await;
        let begun = Arc::new(AtomicU32::new(0));
        let (short, endless) = (Arc::clone(&begun), Arc::clone(&begun));
        let short = Job::new("short", move |running| {
            short.fetch_add(1, Ordering::SeqCst);
            async move {
                running.stop.cancelled().await;
                tokio::time::sleep(Duration::from_millis(50)).await;
                Ok(())
            }
        });
        let endless = Job::new("endless", move |_| {
            endless.fetch_add(1, Ordering::SeqCst);
            std::future::pending()
        });
        let runner = Runner::new(city.db.clone(), jobs.clone(), [short, endless]);
        let runner = start(runner.drain(Duration::from_millis(300)));
        until("both begun", async || begun.load(Ordering::SeqCst) == 2).await;
        stop(runner).await;
        assert_eq!(waiting(&city, &jobs).await, 1, "the short one is done");
        // Given back without its attempt: the same job is still the same job.
        enqueue(&city, &jobs, "endless", "x", 1).await;
        assert_eq!(waiting(&city, &jobs).await, 1);
    }

    async fn a_job_for_later_runs_later_and_a_periodic_one_again_and_again(city: Fixture) {
        city.migrate(&[MIGRATIONS]).await;
        let jobs = jobs(&city);
        let later = city.clock.now().plus(SignedDuration::from_hours(1));
        transact!(city.db, "later", tx -> Error => {
            jobs.enqueue_at(tx, "later", "", &(), later).await
        })
        .expect("enqueued");
        let count = Arc::new([AtomicU32::new(0), AtomicU32::new(0)]);
        let counting = |at: usize| {
            let count = Arc::clone(&count);
            move |_| {
                count[at].fetch_add(1, Ordering::SeqCst);
                async { Ok(()) }
            }
        };
        let list = [
            Job::new("later", counting(0)),
            Job::new("often", counting(1)).every(SignedDuration::from_mins(45)),
        ];
        let read = || [0, 1].map(|at: usize| count[at].load(Ordering::SeqCst));
        let runner = start(Runner::new(city.db.clone(), jobs.clone(), list));
        until("the first round", async || read() == [0, 1]).await;
        city.clock.advance(SignedDuration::from_mins(50));
        until("the second round", async || read() == [0, 2]).await;
        city.clock.advance(SignedDuration::from_mins(11));
        until("later is now", async || read() == [1, 2]).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(read(), [1, 2]);
        stop(runner).await;
    }
}
