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

use crate::made::{
    batches, commits, ends, head, key, name, names, nothing_named_is_gone, options, parts, schema,
    tree,
};

/// Where the child finds the folder it publishes in.
const FOLDER: &str = "PANOT_LAKE_CRASH_FOLDER";

/// Kills of a run.
const KILLS: u64 = 50;

/// A version row as the catalogue's database would hold it. A later row of the same number withdraws
/// it.
#[derive(Clone, Serialize, Deserialize)]
struct VersionRow {
    number: u32,
    hours: i64,
    files: Vec<FileRef>,
    withdrawn: bool,
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
    let mut rows: Vec<VersionRow> = Vec::new();
    for line in whole.lines() {
        let row: VersionRow = serde_json::from_str(line).expect("a row");
        match rows.iter_mut().find(|known| known.number == row.number) {
            Some(known) => *known = row,
            None => rows.push(row),
        }
    }
    rows
}

/// Appends a row, and answers when it is on the disk.
fn append(rows: &mut File, row: &VersionRow) {
    let line = serde_json::to_string(row).expect("a row") + "\n";
    rows.write_all(line.as_bytes()).expect("written");
    rows.sync_all().expect("synced");
}

/// The newest version that was not withdrawn.
fn standing(rows: &[VersionRow]) -> Option<Snapshot> {
    let newest = rows.iter().rev().find(|row| !row.withdrawn);
    newest.map(VersionRow::snapshot)
}

/// Publishes versions for ever: stage, commit the version row, announce; and withdraws every third as
/// soon as it is told. Runs only as the child of the test below.
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
    let mut known = version_rows(&folder);
    let mut number = known.last().map_or(0, |row| row.number);
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
        let mut row = VersionRow {
            number,
            hours,
            files,
            withdrawn: false,
        };
        append(&mut rows, &row);
        lake.announce(&row.snapshot()).await.expect("announced");
        if number.is_multiple_of(3) {
            row.withdrawn = true;
            append(&mut rows, &row);
            let instead = standing(&known);
            lake.destroy(&name(), &row.files, instead.as_ref())
                .await
                .expect("destroyed");
        }
        known.push(row);
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

/// Fifty kills. At once, the log names no file that is gone. Then what a start does: sweep, destroy
/// again what was withdrawn, announce the newest version again. Then every version that stands is
/// whole, nothing else is in the folder, and the newest version of the log has exactly the files of
/// the newest that stands.
#[tokio::test]
async fn a_kill_leaves_the_old_or_the_new_version_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("lake");
    let (mut orphans, mut behind, mut undestroyed) = (0, 0, 0);
    for kill in 0..KILLS {
        // A start takes some 100 ms; the moments are spread over the two or three publications
        // that follow.
        let wait = Duration::from_millis(150 + (kill * 7_919) % 251);
        kill_after(folder.path(), wait);
        nothing_named_is_gone(&root);
        let lake = open(&root, options()).expect("a lake");
        let rows = version_rows(folder.path());
        let known: Vec<Snapshot> = rows.iter().map(VersionRow::snapshot).collect();
        orphans += lake.sweep(&known).await.expect("swept");
        let newest = standing(&rows);
        for row in rows.iter().filter(|row| row.withdrawn) {
            undestroyed += u64::from(row.files.iter().any(|file| lake.path(file).exists()));
            lake.destroy(&name(), &row.files, newest.as_ref())
                .await
                .expect("destroyed");
        }
        let Some(newest) = newest else {
            continue;
        };
        behind += u64::from(lake.log_version(&newest).await.expect("asked").is_none());
        lake.announce(&newest).await.expect("announced");
        lake.verify(&newest).await.expect("whole");
        let page = lake
            .rows(
                &newest,
                &Ask {
                    limit: Some(1),
                    ..Ask::default()
                },
            )
            .await;
        let row = rows.iter().find(|row| row.number == newest.version);
        assert_eq!(
            page.expect("a page").total,
            u64::try_from(row.expect("a row").hours * 15).expect("few")
        );
        let stand = rows.iter().filter(|row| !row.withdrawn).count();
        assert_eq!(parts(&root).len(), stand, "after kill {kill}");
        assert_eq!(head(&root), names(&newest), "after kill {kill}");
        let told = told(&root);
        let each_once: Vec<i64> = (1..=i64::try_from(told.len()).expect("few")).collect();
        assert_eq!(told, each_once, "no version was told twice or left out");
    }
    let lake = open(&folder.path().join("lake"), options()).expect("a lake");
    let rows = version_rows(folder.path());
    for row in rows.iter().filter(|row| !row.withdrawn) {
        lake.verify(&row.snapshot())
            .await
            .expect("every version is whole");
    }
    let left = tree(&folder.path().join("lake"));
    assert!(!left.iter().any(|path| ends(path, "tmp")), "{left:?}");
    println!(
        "{KILLS} kills, {} versions, {orphans} names swept, {behind} times the log was behind, \
         {undestroyed} times a file was still to be destroyed",
        rows.len()
    );
    assert!(
        rows.len() > 20,
        "the child did publish: {} versions",
        rows.len()
    );
}

/// The versions that the log tells of, in its order.
fn told(root: &Path) -> Vec<i64> {
    let commits = commits(root).into_iter().flatten();
    commits
        .filter_map(|action| action["txn"]["version"].as_i64())
        .collect()
}
