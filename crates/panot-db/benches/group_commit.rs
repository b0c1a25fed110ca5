// SPDX-License-Identifier: AGPL-3.0-or-later

//! Transactions a second that are on the disk, by the number of writers at once.
//!
//! Run it where the city's folder will be: `TMPDIR=/srv/panot cargo bench -p panot-db`.

use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::time::{Duration, Instant};

use panot_db::{Error, Migrations, Step, args, statements, transact};
use panot_testkit::run_on_sqlite;
use tokio::task::JoinSet;

const MIGRATIONS: Migrations = Migrations {
    feature: "bench",
    steps: &[Step {
        number: 1,
        name: "rows",
        sqlite: "CREATE TABLE bench_rows (id INTEGER NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT",
        postgres: "CREATE TABLE bench_rows (id BIGINT NOT NULL PRIMARY KEY, text TEXT NOT NULL)",
    }],
};

statements! {
    /// Adds a row.
    ADD = "INSERT INTO bench_rows (id, text) VALUES ($1, $2)";
}

const FOR: Duration = Duration::from_secs(4);

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn now() -> Instant {
    Instant::now()
}

fn main() {
    run_on_sqlite(async |city| {
        // A log that is written over, as SQLite's is, waits less than a file that grows.
        for grows in [true, false] {
            let mut file = File::create(city.folder().join("sync")).expect("a file");
            file.write_all(&[0; 4096]).expect("written");
            file.sync_all().expect("synced");
            let (start, mut syncs) = (now(), 0_u32);
            while start.elapsed() < FOR {
                if !grows {
                    file.rewind().expect("the file has a beginning");
                }
                file.write_all(&[1; 4096]).expect("written");
                file.sync_data().expect("synced");
                syncs += 1;
            }
            let what = if grows { "growing" } else { "written over" };
            println!("{:>5} waits for the disk a second, {what}", syncs / 4);
        }
        city.migrate(&[MIGRATIONS]).await;
        let mut first = 0;
        for writers in [1, 4, 16, 64, 256] {
            let start = now();
            let mut tasks = JoinSet::new();
            for writer in 0..writers {
                let db = city.db.clone();
                tasks.spawn(async move {
                    let mut done = 0_u32;
                    for id in (first + writer..).step_by(256) {
                        if start.elapsed() > FOR {
                            break;
                        }
                        transact!(db, "add", tx -> Error => {
                            tx.run(&ADD, args![id, "a line of about the length of a line"]).await
                        })
                        .expect("written");
                        done += 1;
                    }
                    done
                });
            }
            let rows: u32 = tasks.join_all().await.into_iter().sum();
            println!(
                "{writers:>4} writers: {:>6} transactions a second",
                rows / 4
            );
            first += 1_000_000_000_i64;
        }
    });
}
