// SPDX-License-Identifier: AGPL-3.0-or-later

//! A process that is killed has kept what it acknowledged.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;

use panot_db::{Db, Error, args, read, statements, transact};
use panot_testkit::run_on_sqlite;

use crate::{ADD, COUNTERS};

/// Names the database that the child writes to.
const CHILD: &str = "PANOT_TEST_KILLED_CHILD";

statements! {
    /// Every row.
    ALL = "SELECT id FROM count_counters ORDER BY id";
}

/// Not a test of its own: what the test below starts in another process. It writes with sixteen
/// writers at once and says which rows were acknowledged, until it is killed.
#[test]
fn child_that_writes_until_it_is_killed() {
    let Ok(start) = std::env::var(CHILD) else {
        return;
    };
    let (url, first) = start.split_once('#').expect("address and first number");
    let (url, first) = (url.to_owned(), first.parse::<i64>().expect("a number"));
    run_on_sqlite(async |_| {
        let db = Db::open(&url).await.expect("opens");
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..16 {
            let db = db.clone();
            writers.spawn(async move {
                for id in (first + writer..).step_by(16) {
                    transact!(db, "add", tx -> Error => {
                        tx.run(&ADD, args![id, 1_i64]).await.map(|_| ())
                    })
                    .expect("written");
                    // Straight to the pipe; one call, so lines stay whole.
                    let line = format!("kept {id}\n");
                    std::io::stdout().write_all(line.as_bytes()).expect("told");
                }
            });
        }
        writers.join_next().await;
    });
}

#[test]
fn a_killed_process_has_kept_every_write_that_it_acknowledged() {
    run_on_sqlite(async |city| {
        city.migrate(&[COUNTERS]).await;
        city.db.close().await;
        drop(city.db.clone());
        let mut kept: BTreeSet<i64> = BTreeSet::new();
        for round in 0..12_u32 {
            let first = i64::from(round) * 1_000_000;
            let mut child = Command::new(std::env::current_exe().expect("this test's own path"))
                .args([
                    "--exact",
                    "killed::child_that_writes_until_it_is_killed",
                    "--nocapture",
                ])
                .env(CHILD, format!("{}#{first}", city.url))
                .stdout(Stdio::piped())
                .spawn()
                .expect("the child starts");
            let out = child.stdout.take().expect("it is piped");
            let reading = std::thread::spawn(move || {
                let lines = BufReader::new(out).lines().map_while(Result::ok);
                lines
                    .filter_map(|line| line.split_once("kept ")?.1.parse().ok())
                    .collect::<Vec<i64>>()
            });
            let moment = 150 + city.random.number() % 250;
            tokio::time::sleep(Duration::from_millis(moment)).await;
            child.kill().expect("SIGKILL");
            child.wait().expect("it is dead");
            kept.extend(reading.join().expect("the reader ends"));

            let db = Db::open(&city.url).await.expect("opens after the kill");
            let rows: Vec<i64> =
                read!(db, "all", tx -> Error => tx.list(&ALL, args![]).await).expect("read");
            let rows: BTreeSet<i64> = rows.into_iter().collect();
            let lost: Vec<_> = kept.difference(&rows).collect();
            assert!(lost.is_empty(), "round {round} lost {lost:?}");
            db.close().await;
        }
        assert!(kept.len() > 100, "the children did write: {}", kept.len());
    });
}
