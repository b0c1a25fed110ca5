// SPDX-License-Identifier: AGPL-3.0-or-later

//! The process is killed at random moments of a publication.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use panot_lake::{Ask, FileRef, Snapshot};
use panot_lake_engine::open;
use serde::{Deserialize, Serialize};

use crate::made::{batches, ends, key, name, options, parts, schema, tree};

/// Where the child finds the folder it publishes in.
const FOLDER: &str = "PANOT_LAKE_CRASH_FOLDER";

/// Kills of a run.
const KILLS: u64 = 50;

/// A version row as the catalogue's database would hold it.
#[derive(Serialize, Deserialize)]
struct VersionRow {
    number: u32,
    hours: i64,
    files: Vec<FileRef>,
}

impl VersionRow {
    fn snapshot(&self) -> Snapshot {
        Snapshot {
            table: name(),
            version: self.number,
            schema: schema(),
            files: self.files.clone(),
        }
    }
}

fn rows_file(folder: &Path) -> PathBuf {
    folder.join("versions.ndjson")
}

/// The version rows that were committed. A last line cut short is a commit that did not happen.
fn version_rows(folder: &Path) -> Vec<VersionRow> {
    let text = fs::read_to_string(rows_file(folder)).unwrap_or_default();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole
        .lines()
        .map(|line| serde_json::from_str(line).expect("a row"))
        .collect()
}

/// Publishes versions for ever: stage, commit the version row, announce. Runs only as the child of
/// the test below.
#[tokio::test]
#[ignore = "the child of a_kill_leaves_the_old_or_the_new_version_whole"]
async fn the_child_publishes_until_it_is_killed() {
    let folder = PathBuf::from(env::var_os(FOLDER).expect("the parent says where"));
    let lake = open(&folder.join("lake"), options()).expect("a lake");
    let mut rows = OpenOptions::new()
        .create(true)
        .append(true)
        .open(rows_file(&folder))
        .expect("the rows");
    let mut number = version_rows(&folder).last().map_or(0, |row| row.number);
    loop {
        number += 1;
        let hours = i64::from(number % 40) + 20;
        let files = lake
            .stage(
                &name(),
                schema(),
                Box::new(batches(hours, 0).into_iter().map(Ok)),
                &key(),
                std::sync::Arc::new(|_| {}),
            )
            .await
            .expect("staged");
        let row = VersionRow {
            number,
            hours,
            files,
        };
        let line = serde_json::to_string(&row).expect("a row") + "\n";
        rows.write_all(line.as_bytes()).expect("written");
        rows.sync_all().expect("synced");
        lake.announce(&row.snapshot()).await.expect("announced");
    }
}

fn kill_after(folder: &Path, wait: Duration) {
    let errors = File::create(folder.join("child.log")).expect("a log");
    let mut child = Command::new(env::current_exe().expect("this test"))
        .args([
            "--exact",
            "crash::the_child_publishes_until_it_is_killed",
            "--ignored",
        ])
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .stderr(errors)
        .spawn()
        .expect("a child");
    std::thread::sleep(wait);
    let ended = child.try_wait().expect("a child");
    assert!(
        ended.is_none(),
        "{}",
        fs::read_to_string(folder.join("child.log")).unwrap_or_default()
    );
    child.kill().expect("killed");
    child.wait().expect("ended");
}

/// Fifty kills. After each, what a start does: sweep, and announce the newest version again. Then the
/// newest version row is whole, nothing else is in the folder but the versions, and the Delta log's
/// newest version has exactly the newest row's files.
#[tokio::test]
async fn a_kill_leaves_the_old_or_the_new_version_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut orphans, mut behind) = (0, 0);
    for kill in 0..KILLS {
        // A start takes some 100 ms; the moments are spread over the two or three publications
        // that follow.
        let wait = Duration::from_millis(150 + (kill * 7_919) % 251);
        kill_after(folder.path(), wait);
        let lake = open(&folder.path().join("lake"), options()).expect("a lake");
        let rows = version_rows(folder.path());
        let known: Vec<Snapshot> = rows.iter().map(VersionRow::snapshot).collect();
        orphans += lake.sweep(&known).await.expect("swept");
        let Some((row, newest)) = rows.last().zip(known.last()) else {
            continue;
        };
        behind += u64::from(lake.log_version(newest).await.expect("asked").is_none());
        lake.announce(newest).await.expect("announced");
        lake.verify(newest).await.expect("whole");
        let page = lake
            .rows(
                newest,
                &Ask {
                    limit: Some(1),
                    ..Ask::default()
                },
            )
            .await;
        assert_eq!(
            page.expect("a page").total,
            u64::try_from(row.hours * 15).expect("few")
        );
        assert_eq!(
            parts(&folder.path().join("lake")).len(),
            rows.len(),
            "after kill {kill}"
        );
        assert_eq!(
            lake.log_version(newest).await.expect("asked"),
            Some(u64::from(newest.version)),
            "no version was told twice or left out"
        );
    }
    let lake = open(&folder.path().join("lake"), options()).expect("a lake");
    let rows = version_rows(folder.path());
    for row in &rows {
        lake.verify(&row.snapshot())
            .await
            .expect("every version is whole");
    }
    let left = tree(&folder.path().join("lake"));
    assert!(!left.iter().any(|path| ends(path, "tmp")), "{left:?}");
    println!(
        "{KILLS} kills, {} versions, {orphans} names swept, {behind} times the log was behind",
        rows.len()
    );
    assert!(
        rows.len() > 20,
        "the child did publish: {} versions",
        rows.len()
    );
}
