// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows that move from one database to another, also of the other engine.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use panot_db::{Db, Error, Json, Migrations, Row, Step, Tx, args, read, statements, transact};
use panot_testkit::{Fixture, both_engines, run_on_postgres, run_on_sqlite};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{ADD, COUNT, COUNTERS, TOTAL, counter, set};

/// Every type of the house. `park_a` refers to `park_b`, so that the order of names is the wrong one;
/// PostgreSQL numbers the visits.
const PARK: Migrations = Migrations {
    feature: "park",
    steps: &[Step {
        number: 1,
        name: "park",
        sqlite: "CREATE TABLE park_b (id BLOB NOT NULL PRIMARY KEY, note TEXT) STRICT;
                 CREATE TABLE park_a (id BLOB NOT NULL PRIMARY KEY REFERENCES park_b (id),
                 said TEXT, doc TEXT, share REAL, open INTEGER, bytes BLOB, at INTEGER) STRICT;
                 CREATE TABLE park_visits (n INTEGER NOT NULL PRIMARY KEY, who TEXT NOT NULL) STRICT",
        postgres: "CREATE TABLE park_b (id UUID NOT NULL PRIMARY KEY, note TEXT);
                   CREATE TABLE park_a (id UUID NOT NULL PRIMARY KEY REFERENCES park_b (id),
                   said TEXT, doc JSONB, share DOUBLE PRECISION, open BOOLEAN, bytes BYTEA, at BIGINT);
                   CREATE TABLE park_visits (n BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY
                   PRIMARY KEY, who TEXT NOT NULL)",
    }],
};

/// The same, and one step more.
const PARK_NEXT: Migrations = Migrations {
    feature: "park",
    steps: &[
        PARK.steps[0],
        Step {
            number: 2,
            name: "more",
            sqlite: "ALTER TABLE park_b ADD COLUMN more TEXT",
            postgres: "ALTER TABLE park_b ADD COLUMN more TEXT",
        },
    ],
};

statements! {
    /// Adds a park.
    B_ADD = "INSERT INTO park_b (id, note) VALUES ($1, $2)";
    /// Adds what is known of it.
    A_ADD = "
        INSERT INTO park_a (id, said, doc, share, open, bytes, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Everything that is known.
    A_ALL = "SELECT id, said, doc, share, open, bytes, at FROM park_a ORDER BY id";
    /// The parks.
    B_ALL = "SELECT id, note FROM park_b ORDER BY id";
    /// Somebody visits.
    VISIT = "INSERT INTO park_visits (who) VALUES ($1) RETURNING n";
}

type Known = (
    Option<String>,
    Option<Json<Value>>,
    Option<f64>,
    Option<bool>,
    Option<Vec<u8>>,
);

async fn plant(tx: &mut Tx, parks: u32) -> Result<(), Error> {
    for n in 0..parks {
        let id = Uuid::from_u128(u128::from(n) << 64 | 7);
        let long = "ç\"\\\n\u{1f333}".repeat(usize::try_from(n % 700).expect("few"));
        let note = (n % 3 > 0).then_some(long);
        tx.run(&B_ADD, args![id, note]).await?;
        let some = n % 2 == 0;
        let doc =
            Json(json!({ "z": [1, 2.5, null, f64::from(n) / 4.0], "a": { "text": "\u{1}" } }));
        let (share, bytes) = (f64::from(n) / 7.0, n.to_le_bytes().to_vec());
        tx.run(
            &A_ADD,
            args![
                id,
                some.then_some("It's \"quoted\""),
                some.then_some(doc),
                some.then_some(share),
                some.then_some(n % 4 == 0),
                some.then_some(bytes),
                some.then_some(i64::MIN + i64::from(n))
            ],
        )
        .await?;
    }
    Ok(())
}

/// Everything, in words that do not depend on the engine.
async fn all(db: &Db) -> Vec<String> {
    read!(db, "all", tx -> Error => {
        let mut found: Vec<String> = Vec::new();
        for (id, note) in tx.list::<(Uuid, Option<String>), 0>(&B_ALL, args![]).await? {
            found.push(format!("{id} {note:?}"));
        }
        let rows: Vec<Row> = tx.list(&A_ALL, args![]).await?;
        for mut row in rows {
            let id: Uuid = row.take("id")?;
            let known: Known = (
                row.take("said")?,
                row.take("doc")?,
                row.take("share")?,
                row.take("open")?,
                row.take("bytes")?,
            );
            let at: Option<i64> = row.take("at")?;
            found.push(format!("{id} {known:?} {at:?}"));
        }
        Ok(found)
    })
    .expect("read")
}

#[test]
fn rows_survive_the_way_to_the_other_engine_and_back() {
    run_on_postgres(async |postgres| {
        let (sqlite, back) = (Fixture::sqlite().await, Fixture::sqlite().await);
        let now = sqlite.clock.now();
        sqlite.migrate(&[PARK, COUNTERS]).await;
        transact!(sqlite.db, "plant", tx -> Error => {
            plant(tx, 1_000).await?;
            for who in ["Aina", "Biel", "Cesc"] {
                let _: i64 = tx.one(&VISIT, args![who]).await?;
            }
            Ok(())
        })
        .expect("written");
        let copied = sqlite
            .db
            .copy_into(&postgres.db, &[PARK, COUNTERS], now)
            .await;
        let copied = copied.expect("copied");
        assert_eq!((copied.tables, copied.rows), (5, 2_003));
        assert_eq!(all(&postgres.db).await, all(&sqlite.db).await);
        let next: i64 = transact!(postgres.db, "visit", tx -> Error => {
            tx.one(&VISIT, args!["Dolors"]).await
        })
        .expect("written");
        assert_eq!(next, 4, "numbers go on after those that came");
        // As if it had always been there.
        postgres.migrate(&[PARK, COUNTERS]).await;

        let copied = postgres
            .db
            .copy_into(&back.db, &[PARK, COUNTERS], now)
            .await;
        assert_eq!(copied.expect("copied").rows, 2_004);
        assert_eq!(all(&back.db).await, all(&sqlite.db).await);
        back.migrate(&[PARK, COUNTERS]).await;
    });
}

#[test]
fn a_number_that_is_no_truth_value_is_not_copied_as_one_and_nothing_is_kept() {
    run_on_postgres(async |postgres| {
        let sqlite = Fixture::sqlite().await;
        sqlite.migrate(&[PARK]).await;
        transact!(sqlite.db, "plant", tx -> Error => {
            plant(tx, 3).await?;
            let (id, none) = (Uuid::from_u128(1), None::<i64>);
            tx.run(&B_ADD, args![id, None::<String>]).await?;
            tx.run(&A_ADD, args![id, None::<String>, None::<String>, None::<f64>, Some(2_i64),
                None::<Vec<u8>>, none]).await?;
            Ok(())
        })
        .expect("written");
        let now = sqlite.clock.now();
        let refused = sqlite.db.copy_into(&postgres.db, &[PARK], now).await;
        let why = refused.expect_err("2 is not true").to_string();
        assert!(why.contains("open"), "{why}");
        let left = postgres.db.schema().await.expect("read");
        assert_eq!(left.tables.len(), 0, "not even the tables are there");
    });
}

both_engines! {
    async fn a_copy_is_never_mixed_with_what_is_there(city: Fixture) {
        let source = Fixture::sqlite().await;
        source.migrate(&[COUNTERS]).await;
        city.migrate(&[]).await;
        let refused = source.db.copy_into(&city.db, &[COUNTERS], city.clock.now()).await;
        let why = refused.expect_err("there are tables").to_string();
        assert!(why.contains("not empty"), "{why}");
        let tables = city.db.schema().await.expect("read").tables;
        assert!(!tables.contains_key("count_counters"));
    }

    /// Whoever died at the commit asks whether it was reached.
    async fn a_copy_is_recognised_until_somebody_writes(city: Fixture) {
        let (source, older) = (Fixture::sqlite().await, Fixture::sqlite().await);
        source.migrate(&[PARK_NEXT]).await;
        older.migrate(&[PARK]).await;
        let planted = transact!(source.db, "plant", tx -> Error => plant(tx, 300).await);
        planted.expect("written");
        let holds = async |other: &Fixture| city.db.holds(&other.db).await.expect("both answer");
        assert!(!holds(&source).await, "there is nothing yet");
        let copied = source.db.copy_into(&city.db, &[PARK_NEXT], city.clock.now()).await;
        copied.expect("copied");
        assert!(holds(&source).await);
        assert!(!holds(&older).await, "other steps");
        city.db.check(city.clock.now()).await.expect("written");
        assert!(!holds(&source).await, "a row more");
        source.db.check(city.clock.now()).await.expect("written");
        assert!(holds(&source).await);
        city.db.check(panot_core::Timestamp::MAX).await.expect("written");
        assert!(!holds(&source).await, "as many rows, and one is another");
    }

    async fn a_database_of_another_panot_is_not_copied(city: Fixture) {
        let (old, new) = (Fixture::sqlite().await, Fixture::sqlite().await);
        old.migrate(&[PARK]).await;
        new.migrate(&[PARK_NEXT]).await;
        let now = city.clock.now();
        let refused = old.db.copy_into(&city.db, &[PARK_NEXT], now).await;
        let why = refused.expect_err("a step is missing").to_string();
        assert!(why.contains("not park/2"), "{why}");
        let refused = new.db.copy_into(&city.db, &[PARK], now).await;
        let why = refused.expect_err("a step too many").to_string();
        assert!(why.contains("has run park/2"), "{why}");
        new.db.copy_into(&city.db, &[PARK_NEXT], now).await.expect("as it should be");
    }

    /// Money moves between two accounts while the database is saved: in every file the sum is right.
    async fn what_is_saved_is_of_one_moment_while_others_write(city: Fixture) {
        city.migrate(&[COUNTERS]).await;
        transact!(city.db, "begin", tx -> Error => {
            set(tx, 1, 500).await?;
            set(tx, 2, 500).await?;
            // So many that reading them takes longer than a move.
            for id in 3..2_003 {
                tx.run(&ADD, args![id, 0_i64]).await?;
            }
            Ok(())
        })
        .expect("written");
        let stop = Arc::new(AtomicBool::new(false));
        let mut writing = JoinSet::new();
        let (db, stopped) = (city.db.clone(), Arc::clone(&stop));
        writing.spawn(async move {
            while !stopped.load(Ordering::SeqCst) {
                transact!(db, "move", tx -> Error => {
                    let one = counter(tx, 1).await?;
                    set(tx, 1, (one + 7) % 1000).await?;
                    set(tx, 2, 1000 - (one + 7) % 1000).await
                })
                .expect("written");
            }
        });
        for number in 0..3 {
            let path = city.folder().join(format!("saved-{number}.db"));
            city.db.save_to(&path, &[COUNTERS], city.clock.now()).await.expect("saved");
            let saved = Db::open(&format!("sqlite:{}", path.display())).await.expect("opens");
            let found: (i64, i64) = read!(saved, "sum", tx -> Error => Ok((
                tx.one(&TOTAL, args![]).await?,
                tx.one(&COUNT, args![]).await?,
            )))
            .expect("read");
            assert_eq!(found, (1000, 2002));
            saved.close().await;
        }
        stop.store(true, Ordering::SeqCst);
        writing.join_all().await;
        let left = std::fs::read_dir(city.folder()).expect("a folder");
        let names: Vec<String> = left
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name.contains("work"))
            .collect();
        assert_eq!(names, Vec::<String>::new(), "only the files themselves are left");
        let again = city.folder().join("saved-0.db");
        let why = city.db.save_to(&again, &[COUNTERS], city.clock.now()).await;
        assert!(why.expect_err("never over a file").to_string().contains("already"));
    }
}

#[test]
fn a_city_of_one_engine_is_copied_too() {
    run_on_sqlite(async |city| {
        let other = Fixture::sqlite().await;
        city.migrate(&[PARK]).await;
        transact!(city.db, "plant", tx -> Error => plant(tx, 50).await).expect("written");
        // In a task of its own, as a server makes its copies.
        let mut tasks = JoinSet::new();
        let (from, to, now) = (city.db.clone(), other.db.clone(), city.clock.now());
        tasks.spawn(async move { from.copy_into(&to, &[PARK], now).await });
        let copied = tasks.join_all().await.remove(0);
        assert_eq!(copied.expect("copied").rows, 100);
        assert_eq!(all(&other.db).await, all(&city.db).await);
    });
}

/// A trigger changes what is written: the copy is not what was read.
#[test]
fn rows_that_are_not_what_was_read_are_not_kept() {
    const LOUD: Migrations = Migrations {
        feature: "park",
        steps: &[Step {
            number: 1,
            name: "loud",
            sqlite: "CREATE TABLE park_b (id BLOB NOT NULL PRIMARY KEY, note TEXT) STRICT;
                     CREATE TRIGGER park_loud AFTER INSERT ON park_b BEGIN
                     UPDATE park_b SET note = note || '!' WHERE id = NEW.id; END",
            postgres: "CREATE TABLE park_b (id UUID NOT NULL PRIMARY KEY, note TEXT)",
        }],
    };
    run_on_sqlite(async |city| {
        let other = Fixture::sqlite().await;
        city.migrate(&[LOUD]).await;
        transact!(city.db, "add", tx -> Error => {
            tx.run(&B_ADD, args![Uuid::from_u128(1), "Ciutadella"]).await
        })
        .expect("written");
        let refused = city
            .db
            .copy_into(&other.db, &[LOUD], city.clock.now())
            .await;
        let why = refused.expect_err("one ! more").to_string();
        assert!(why.contains("park_b was read with 1 rows"), "{why}");
        assert_eq!(other.db.schema().await.expect("read").tables.len(), 0);
    });
}
