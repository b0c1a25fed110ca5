// SPDX-License-Identifier: AGPL-3.0-or-later

//! Copies of the database.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use panot_db::{Db, Error, args, read, transact};
use panot_testkit::{Fixture, both_engines, run_on_sqlite};
use tokio::task::JoinSet;

use crate::{COUNTERS, TOTAL, counter, set};

/// Money moves between two accounts while copies are made: in every copy the sum is right.
#[test]
fn a_copy_is_of_one_moment_while_others_write() {
    run_on_sqlite(async |city| {
        city.migrate(&[COUNTERS]).await;
        transact!(city.db, "begin", tx -> Error => {
            set(tx, 1, 500).await?;
            set(tx, 2, 500).await
        })
        .expect("written");
        let stop = Arc::new(AtomicBool::new(false));
        let writing = {
            let (db, stop) = (city.db.clone(), Arc::clone(&stop));
            let mut tasks = JoinSet::new();
            tasks.spawn(async move {
                while !stop.load(Ordering::SeqCst) {
                    transact!(db, "move", tx -> Error => {
                        let one = counter(tx, 1).await?;
                        set(tx, 1, (one + 7) % 1000).await?;
                        set(tx, 2, 1000 - (one + 7) % 1000).await
                    })
                    .expect("written");
                }
            });
            tasks
        };
        for number in 0..5 {
            let path = city.folder().join(format!("copy-{number}.db"));
            city.db.snapshot_to(&path).await.expect("a copy");
            let copy = Db::open(&format!("sqlite:{}", path.display()))
                .await
                .expect("opens");
            let total: i64 =
                read!(copy, "sum", tx -> Error => tx.one(&TOTAL, args![]).await).expect("read");
            assert_eq!(total, 1000);
        }
        stop.store(true, Ordering::SeqCst);
        writing.join_all().await;

        let again = city.db.snapshot_to(&city.folder().join("copy-0.db")).await;
        let why = again.expect_err("never over a file").to_string();
        assert!(why.contains("already"), "{why}");
        let nowhere = city.folder().join("it's not there").join("x.db");
        city.db
            .snapshot_to(&nowhere)
            .await
            .expect_err("no such folder");
        let quoted = city.folder().join("it's.db");
        city.db
            .snapshot_to(&quoted)
            .await
            .expect("a quote in a name is a name");
        // The connection that copied reads on, and still does not write.
        read!(city.db, "write", tx -> Error => set(tx, 9, 1).await).expect_err("cannot write");
    });
}

both_engines! {
    async fn only_sqlite_is_copied_by_us(city: Fixture) {
        let path = city.folder().join("copy.db");
        let copied = city.db.snapshot_to(&path).await;
        assert_eq!(copied.is_ok(), city.db.engine() == panot_db::Engine::Sqlite, "{copied:?}");
    }
}
