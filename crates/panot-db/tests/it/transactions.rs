// SPDX-License-Identifier: AGPL-3.0-or-later

//! Isolation, atomicity, retries.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use panot_db::{Engine, Error, STATEMENTS, args, on, read, transact};
use panot_testkit::{Fixture, both_engines, statements_fit};
use tokio::task::JoinSet;

use crate::{ADD, COUNTERS, TOTAL, count, counter, set};

/// A domain error, as a feature has one.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("that is not allowed")]
    Rule,
    #[error(transparent)]
    Database(#[from] Error),
}

both_engines! {
    /// Forty tasks read a number, wait, and write it plus one. None of the forty is lost.
    async fn a_lost_update_is_impossible(city: Fixture) {
        city.migrate(&[COUNTERS]).await;
        let mut tasks = JoinSet::new();
        for _ in 0..40 {
            let db = city.db.clone();
            tasks.spawn(async move {
                transact!(db, "add one", tx -> Error => {
                    let n = counter(tx, 1).await?;
                    tokio::task::yield_now().await;
                    set(tx, 1, n + 1).await
                })
            });
        }
        let mut done = 0;
        while let Some(result) = tasks.join_next().await {
            // A refusal is allowed (it says so); a lie is not.
            match result.expect("no task panics") {
                Ok(()) => done += 1,
                Err(Error::Busy(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
        let n = read!(city.db, "read", tx -> Error => counter(tx, 1).await).expect("it is read");
        assert_eq!(n, done);
        assert!(done >= 20, "most come through: {done}");
        if city.db.engine() == Engine::Postgres {
            assert!(city.db.metrics().retries > 0, "they did meet");
        }
    }

    /// Two doctors, one must stay on duty: each looks at the other's row and writes its own. Under
    /// weaker isolation both go home.
    async fn two_that_read_what_the_other_writes_are_run_one_after_the_other(city: Fixture) {
        city.migrate(&[COUNTERS]).await;
        transact!(city.db, "both on duty", tx -> Error => {
            set(tx, 1, 1).await?;
            set(tx, 2, 1).await
        })
        .expect("written");
        let bodies = Arc::new(AtomicU32::new(0));
        let mut tasks = JoinSet::new();
        for id in [1, 2] {
            let (db, bodies) = (city.db.clone(), Arc::clone(&bodies));
            tasks.spawn(async move {
                transact!(db, "go home", tx -> Error => {
                    bodies.fetch_add(1, Ordering::SeqCst);
                    let total: i64 = tx.one(&TOTAL, args![]).await?;
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    if total == 2 {
                        set(tx, id, 0).await?;
                    }
                    Ok(())
                })
            });
        }
        while let Some(result) = tasks.join_next().await {
            result.expect("no panic").expect("both are answered");
        }
        let total: i64 = read!(city.db, "read", tx -> Error => tx.one(&TOTAL, args![]).await)
            .expect("it is read");
        assert_eq!(total, 1, "one stays on duty");
        if city.db.engine() == Engine::Postgres {
            assert_eq!(bodies.load(Ordering::SeqCst), 3, "the second was run again");
        }
    }

    /// Fifty bodies at once, every third refuses after it has written: on SQLite they share
    /// commits, and a refusal takes back its own row only.
    async fn a_body_that_refuses_takes_back_only_its_own_changes(city: Fixture) {
        city.migrate(&[COUNTERS]).await;
        let mut tasks = JoinSet::new();
        for id in 0..51_i64 {
            let db = city.db.clone();
            tasks.spawn(async move {
                transact!(db, "write", tx => {
                    tx.run(&ADD, args![id, 1_i64]).await?;
                    if id % 3 == 0 { Err(Refused::Rule) } else { Ok(()) }
                })
            });
        }
        let (mut kept, mut refused) = (0, 0);
        while let Some(result) = tasks.join_next().await {
            match result.expect("no panic") {
                Ok(()) => kept += 1,
                Err(Refused::Rule) => refused += 1,
                Err(Refused::Database(error)) => panic!("{error}"),
            }
        }
        assert_eq!((kept, refused), (34, 17));
        assert_eq!(count(&city).await, 34);
        if city.db.engine() == Engine::Sqlite {
            let metrics = city.db.metrics();
            assert!(metrics.commits < metrics.bodies, "commits are shared: {metrics:?}");
        }
    }

    /// A visitor closes the connection while the body runs, over and over.
    async fn a_body_that_is_dropped_leaves_nothing_and_holds_up_nobody(city: Fixture) {
        city.migrate(&[COUNTERS]).await;
        for id in 0..30_i64 {
            let db = city.db.clone();
            let dropped = async {
                transact!(db, "dropped", tx -> Error => {
                    tx.run(&ADD, args![1000 + id, 1_i64]).await?;
                    std::future::pending::<()>().await;
                    Ok(())
                })
            };
            let mine = async {
                transact!(city.db, "kept", tx -> Error => {
                    tx.run(&ADD, args![id, 1_i64]).await.map(|_| ())
                })
            };
            let patience = Duration::from_micros(u64::try_from(id).expect("small") * 100);
            let (dropped, mine) = tokio::join!(tokio::time::timeout(patience, dropped), mine);
            dropped.expect_err("it was dropped");
            mine.expect("it was kept");
        }
        assert_eq!(count(&city).await, 30);
    }

    async fn a_transaction_that_goes_on_after_an_error_is_not_kept(city: Fixture) {
        city.migrate(&[COUNTERS]).await;
        let result = transact!(city.db, "careless", tx -> Error => {
            set(tx, 1, 1).await?;
            let refused = tx.run(&ADD, args![1_i64, 1_i64]).await;
            assert!(refused.is_err(), "the counter is there already");
            Ok(())
        });
        assert!(matches!(result, Err(Error::Poisoned("careless"))), "{result:?}");
        assert_eq!(count(&city).await, 0);
    }

    async fn a_reader_sees_one_moment_and_cannot_write(city: Fixture) {
        city.migrate(&[COUNTERS]).await;
        let seen = read!(city.db, "look twice", tx -> Error => {
            let before: i64 = tx.one(&TOTAL, args![]).await?;
            transact!(city.db, "meanwhile", other -> Error => set(other, 1, 5).await)?;
            let after: i64 = tx.one(&TOTAL, args![]).await?;
            Ok((before, after))
        });
        assert_eq!(seen.expect("it is read"), (0, 0));
        let written = read!(city.db, "write", tx -> Error => set(tx, 2, 1).await);
        written.expect_err("a snapshot cannot be written to");
        assert_eq!(count(&city).await, 1);
    }

    async fn what_follows_a_commit_happens_only_after_one(city: Fixture) {
        city.migrate(&[COUNTERS]).await;
        let told = Arc::new(AtomicU32::new(0));
        for keep in [true, false] {
            let _ = transact!(city.db, "tell", tx => {
                let told = Arc::clone(&told);
                tx.after_commit(move || { told.fetch_add(1, Ordering::SeqCst); });
                set(tx, 1, 1).await?;
                if keep { Ok(()) } else { Err(Refused::Rule) }
            });
        }
        assert_eq!(told.load(Ordering::SeqCst), 1);
    }

    async fn the_odd_statement_is_written_for_both_engines_at_once(city: Fixture) {
        city.migrate(&[COUNTERS]).await;
        let one = transact!(city.db, "odd", tx -> Error => {
            on!(tx, c => sqlx::query_scalar::<_, i64>("SELECT CAST(41 AS BIGINT) + $1")
                .bind(1_i64)
                .fetch_one(c)
                .await)
        });
        assert_eq!(one.expect("it runs"), 42);
    }

    async fn own_statements_fit_and_the_check_writes(city: Fixture) {
        city.migrate(&[COUNTERS]).await;
        for list in STATEMENTS {
            statements_fit(&city, list).await;
        }
        city.db.check(city.clock.now()).await.expect("it can be written to");
        city.db.check(city.clock.now()).await.expect("and again");
        city.db.close().await;
    }

    async fn a_statement_that_does_not_fit_is_found(city: Fixture) {
        city.migrate(&[COUNTERS]).await;
        let named = |name, sql| panot_db::NamedStatement {
            name,
            sql,
            parameters: panot_db::parameters(sql),
        };
        let wrong = city
            .db
            .wrong_statements(&[
                named("FINE", "SELECT n FROM count_counters WHERE id = $1"),
                named("NO_TABLE", "SELECT n FROM count_nothing WHERE id = $1"),
                named("NO_COLUMN", "SELECT m FROM count_counters"),
            ])
            .await
            .expect("the database answers");
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert!(wrong[0].contains("NO_TABLE") && wrong[1].contains("NO_COLUMN"), "{wrong:?}");
    }
}

#[test]
fn an_address_that_is_none_is_refused_without_its_password() {
    panot_testkit::run_on_sqlite(async |_| {
        for bad in [
            "",
            "panot.db",
            "sqlite:",
            "sqlite::memory:",
            "mysql://u:secret@h/x",
        ] {
            let error = panot_db::Db::open(bad).await.expect_err("not an address");
            assert!(!error.to_string().contains("secret@"), "{error}");
        }
        let nowhere = "postgres://u:secret@127.0.0.1:1/x";
        let error = panot_db::Db::open(nowhere).await.expect_err("nobody there");
        assert!(!error.to_string().contains("secret"), "{error}");
    });
}

/// Read from the writer itself: 2 is FULL, every commit waits for the disk.
#[test]
fn the_writer_on_sqlite_waits_for_the_disk() {
    panot_testkit::run_on_sqlite(async |city| {
        let settings = transact!(city.db, "settings", tx -> Error => {
            let synchronous = on!(tx, c => sqlx::query_scalar::<_, i64>(
                "SELECT CAST(synchronous AS BIGINT) FROM pragma_synchronous").fetch_one(c).await)?;
            let keys = on!(tx, c => sqlx::query_scalar::<_, i64>(
                "SELECT CAST(foreign_keys AS BIGINT) FROM pragma_foreign_keys").fetch_one(c).await)?;
            let mode = on!(tx, c => sqlx::query_scalar::<_, String>(
                "SELECT journal_mode FROM pragma_journal_mode").fetch_one(c).await)?;
            Ok((synchronous, keys, mode))
        });
        assert_eq!(settings.expect("read"), (2, 1, "wal".to_owned()));
    });
}
