// SPDX-License-Identifier: AGPL-3.0-or-later

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use arrow_array::{ArrayRef, RecordBatch, TimestampMicrosecondArray};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use panot_lake::{Ask, Error, Lake, Snapshot};
use panot_lake_engine::{Disk, DiskFile, LocalDisk, Options};

use crate::made::{
    Made, batches, ends, head, made, made_with, name, names, nothing_named_is_gone, options, parts,
    stage, tree, version,
};

fn commits(folder: &std::path::Path) -> Vec<String> {
    let tree = tree(&folder.join("air-quality/_delta_log")).into_iter();
    tree.filter(|file| ends(file, "json")).collect()
}

fn commit(folder: &std::path::Path, number: u64) -> Vec<serde_json::Value> {
    let path = folder.join(format!("air-quality/_delta_log/{number:020}.json"));
    let text = std::fs::read_to_string(path).expect("a commit");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn actions(folder: &std::path::Path, number: u64) -> Vec<String> {
    let mut names: Vec<String> = commit(folder, number)
        .iter()
        .flat_map(|action| action.as_object().expect("an action").keys().cloned())
        .filter(|name| name != "commitInfo")
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn version_n_is_version_n_of_the_log() {
    let Made { lake, folder } = made();
    for number in 1..=3 {
        let snapshot = version(&lake, number, batches(i64::from(number), 0)).await;
        assert_eq!(lake.log_version(&snapshot).await.expect("asked"), None);
        lake.announce(&snapshot).await.expect("announced");
        assert_eq!(
            lake.log_version(&snapshot).await.expect("asked"),
            Some(number.into())
        );
    }
    assert_eq!(commits(folder.path()).len(), 4);
    assert_eq!(actions(folder.path(), 0), ["metaData", "protocol"]);
    assert_eq!(actions(folder.path(), 1), ["add", "txn"]);
    assert_eq!(actions(folder.path(), 3), ["add", "remove", "txn"]);
    let protocol = &commit(folder.path(), 0)
        .into_iter()
        .find_map(|action| action.get("protocol").cloned())
        .expect("a protocol");
    assert_eq!(protocol["minReaderVersion"], 1);
    assert_eq!(protocol["minWriterVersion"], 2);
    let add = commit(folder.path(), 2)
        .into_iter()
        .find_map(|a| a.get("add").cloned())
        .expect("an add");
    assert_eq!(
        add["stats"], r#"{"numRecords":30}"#,
        "a count and no values"
    );
}

#[tokio::test]
async fn announcing_again_changes_nothing() {
    let Made { lake, folder } = made();
    let first = version(&lake, 1, batches(1, 0)).await;
    let second = version(&lake, 2, batches(2, 0)).await;
    for snapshot in [&first, &first, &second, &first, &second] {
        lake.announce(snapshot).await.expect("announced");
    }
    assert_eq!(commits(folder.path()).len(), 3);
    let (one, two) = futures::join!(lake.announce(&second), lake.announce(&first));
    one.and(two).expect("announced");
    assert_eq!(commits(folder.path()).len(), 3);
}

#[tokio::test]
async fn a_version_that_was_never_announced_leaves_an_empty_commit() {
    let Made { lake, folder } = made();
    let third = version(&lake, 3, batches(1, 0)).await;
    lake.announce(&third).await.expect("announced");
    assert_eq!(lake.log_version(&third).await.expect("asked"), Some(3));
    assert_eq!(actions(folder.path(), 2), ["txn"]);
}

/// A version of one column of times without a zone.
async fn local_times(lake: &Lake, number: u32) -> Snapshot {
    let schema = Arc::new(Schema::new(vec![Field::new(
        "at",
        DataType::Timestamp(TimeUnit::Microsecond, None),
        true,
    )]));
    let times: ArrayRef = Arc::new(TimestampMicrosecondArray::from(vec![0, 1]));
    let batch = RecordBatch::try_new(schema.clone(), vec![times]).expect("fits");
    let files = stage(lake, vec![batch], &[]).await.expect("staged");
    Snapshot {
        table: name(),
        version: number,
        schema,
        files,
    }
}

#[tokio::test]
async fn new_columns_stand_in_the_same_commit() {
    let Made { lake, folder } = made();
    lake.announce(&version(&lake, 1, batches(1, 0)).await)
        .await
        .expect("announced");
    let local = local_times(&lake, 2).await;
    lake.announce(&local).await.expect("announced");
    assert_eq!(
        actions(folder.path(), 2),
        ["add", "metaData", "protocol", "remove", "txn"]
    );
    lake.announce(&version(&lake, 3, batches(2, 0)).await)
        .await
        .expect("announced");
    assert_eq!(
        actions(folder.path(), 3),
        ["add", "metaData", "remove", "txn"]
    );
}

#[tokio::test]
async fn a_withdrawn_version_is_gone_from_the_disk_and_the_log() {
    let Made { lake, folder } = made();
    let first = version(&lake, 1, batches(1, 0)).await;
    let second = version(&lake, 2, batches(2, 0)).await;
    lake.announce(&first).await.expect("announced");
    lake.announce(&second).await.expect("announced");
    // The older one is in no current version of the log: nothing is committed.
    lake.destroy(&name(), &first.files, Some(&second))
        .await
        .expect("destroyed");
    assert_eq!(commits(folder.path()).len(), 3);
    for _ in 0..2 {
        lake.destroy(&name(), &second.files, None)
            .await
            .expect("destroyed");
    }
    assert_eq!(actions(folder.path(), 3), ["remove"]);
    assert_eq!(commits(folder.path()).len(), 4);
    assert_eq!(parts(folder.path()), Vec::<String>::new());
    let gone = lake.rows(&second, &Ask::default()).await;
    assert!(matches!(gone, Err(Error::Damaged { .. })));

    let third = version(&lake, 3, batches(3, 0)).await;
    lake.announce(&third).await.expect("announced");
    assert_eq!(lake.log_version(&third).await.expect("asked"), Some(4));
}

#[tokio::test]
async fn the_log_returns_to_the_version_before_a_withdrawn_one() {
    let Made { lake, folder } = made();
    let first = version(&lake, 1, batches(1, 0)).await;
    // Other columns, so that the return changes them too.
    let second = local_times(&lake, 2).await;
    lake.announce(&first).await.expect("announced");
    lake.announce(&second).await.expect("announced");
    for _ in 0..2 {
        lake.destroy(&name(), &second.files, Some(&first))
            .await
            .expect("destroyed");
    }
    assert_eq!(actions(folder.path(), 3), ["add", "metaData", "remove"]);
    assert_eq!(commits(folder.path()).len(), 4, "and once only");
    assert_eq!(head(folder.path()), names(&first));
    // It is announced already: neither again nor under another number.
    lake.announce(&first).await.expect("announced");
    assert_eq!(commits(folder.path()).len(), 4);
    assert_eq!(lake.log_version(&first).await.expect("asked"), Some(1));

    let third = version(&lake, 3, batches(3, 0)).await;
    lake.announce(&third).await.expect("announced");
    assert_eq!(lake.log_version(&third).await.expect("asked"), Some(4));
    assert_eq!(head(folder.path()), names(&third));
}

/// A version was published beside the withdrawal and is not announced yet: the log goes on to it.
#[tokio::test]
async fn a_withdrawal_may_be_the_first_to_announce_the_version_after() {
    let Made { lake, folder } = made();
    let first = version(&lake, 1, batches(1, 0)).await;
    lake.announce(&first).await.expect("announced");
    let third = version(&lake, 3, batches(3, 0)).await;
    lake.destroy(&name(), &first.files, Some(&third))
        .await
        .expect("destroyed");
    lake.announce(&third).await.expect("announced");
    assert_eq!(lake.log_version(&third).await.expect("asked"), Some(3));
    assert_eq!(commits(folder.path()).len(), 4);
    assert_eq!(head(folder.path()), names(&third));
}

/// The version to return to has lost a file. The withdrawal is not held up, and the log does not name
/// the file.
#[tokio::test]
async fn the_log_does_not_return_to_a_damaged_version() {
    let Made { lake, folder } = made();
    let first = version(&lake, 1, batches(1, 0)).await;
    let second = version(&lake, 2, batches(2, 0)).await;
    lake.announce(&first).await.expect("announced");
    lake.announce(&second).await.expect("announced");
    std::fs::remove_file(lake.path(&first.files[0])).expect("removed");
    lake.destroy(&name(), &second.files, Some(&first))
        .await
        .expect("destroyed");
    assert_eq!(head(folder.path()).len(), 0);
    assert!(!lake.path(&second.files[0]).exists());
}

/// A disk that takes its time to remove rows, and to give a commit its name.
#[derive(Debug)]
struct Slow {
    remove: Duration,
    link: Duration,
}

impl Disk for Slow {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        LocalDisk.create_dir(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        LocalDisk.create(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        LocalDisk.rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::thread::sleep(self.link);
        LocalDisk.link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        if path.extension().is_some_and(|e| e == "parquet") {
            std::thread::sleep(self.remove);
        }
        LocalDisk.remove(path)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        LocalDisk.sync_dir(path)
    }
}

/// A version is withdrawn while it is being announced, a hundred times, and while somebody reads the
/// log: it names what is there, and ends at the version before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_withdrawal_beside_an_announcement_never_leaves_a_name_without_a_file() {
    let disk = Arc::new(Slow {
        remove: Duration::from_millis(20),
        link: Duration::ZERO,
    });
    let Made { lake, folder } = made_with(Options { disk, ..options() });
    let stays = version(&lake, 1, batches(1, 0)).await;
    lake.announce(&stays).await.expect("announced");
    let mut told = 0;
    for number in 2..102 {
        let goes = version(&lake, number, batches(1, i128::from(number))).await;
        let wait = Duration::from_micros(u64::from(number) * 331 % 25_000);
        // Every other time it is the withdrawal that comes later.
        let at_once = Duration::ZERO;
        let (first, second) = if number % 2 == 0 {
            (wait, at_once)
        } else {
            (at_once, wait)
        };
        let announce = async {
            tokio::time::sleep(first).await;
            lake.announce(&goes).await
        };
        let table = name();
        let destroy = async {
            tokio::time::sleep(second).await;
            lake.destroy(&table, &goes.files, Some(&stays)).await
        };
        let (announced, destroyed) = futures::join!(announce, destroy);
        destroyed.expect("destroyed");
        if announced.is_ok() {
            told += 1;
        }
        // Between the two calls of one writer nothing else changes the log.
        nothing_named_is_gone(folder.path());
        assert_eq!(head(folder.path()), names(&stays), "round {number}");
    }
    println!("{told} of 100 were announced before they were destroyed");
    assert!((1..100).contains(&told), "both come first: {told}");
}

/// Two versions are withdrawn at once. What stands instead of the second is asked when the first is
/// done: before, it might have been one that was withdrawn meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_stands_instead_is_asked_when_the_table_is_ours() {
    let disk = Arc::new(Slow {
        remove: Duration::from_millis(200),
        link: Duration::ZERO,
    });
    let Made { lake, folder } = made_with(Options { disk, ..options() });
    let mut versions = Vec::new();
    for number in 1..=3 {
        let snapshot = version(&lake, number, batches(1, i128::from(number))).await;
        lake.announce(&snapshot).await.expect("announced");
        versions.push(snapshot);
    }
    let [first, second, third] = &versions[..] else {
        unreachable!("three were made")
    };
    let lies_there = |version: &Snapshot| folder.path().join(&version.files[0].path).exists();
    let table = name();
    let before = lake.destroy(&table, &second.files, Some(third));
    let after = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let standing = async {
            assert!(!lies_there(second), "asked while the first was at work");
            Ok(Some(first.clone()))
        };
        lake.withdraw(&table, &third.files, Box::pin(standing))
            .await
    };
    let (before, after) = futures::join!(before, after);
    before.and(after).expect("withdrawn");
    assert_eq!(head(folder.path()), names(first));
    nothing_named_is_gone(folder.path());

    let unknown = async { Err(Error::Standing("no rows today".into())) };
    let refused = lake.withdraw(&table, &first.files, Box::pin(unknown)).await;
    refused.expect_err("nobody knows what stands");
    assert!(lies_there(first));
}

/// A call that nobody waits for any more goes to its end before the next one begins: its commit
/// would come after the withdrawal.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_announcement_that_is_given_up_does_not_come_after_the_withdrawal() {
    for round in 0..25 {
        let disk = Arc::new(Slow {
            remove: Duration::ZERO,
            link: Duration::from_millis(15),
        });
        let Made { lake, folder } = made_with(Options { disk, ..options() });
        let stays = version(&lake, 1, batches(1, 0)).await;
        lake.announce(&stays).await.expect("announced");
        let goes = version(&lake, 2, batches(1, 1)).await;
        // Given up where it stands, or done: both happen.
        let patience = Duration::from_millis(round);
        let _ = tokio::time::timeout(patience, lake.announce(&goes)).await;
        lake.destroy(&name(), &goes.files, Some(&stays))
            .await
            .expect("destroyed");
        tokio::time::sleep(Duration::from_millis(40)).await;
        nothing_named_is_gone(folder.path());
        assert_eq!(head(folder.path()), names(&stays), "round {round}");
    }
}

#[tokio::test]
async fn many_versions_are_checkpointed_and_stay_findable() {
    let Made { lake, folder } = made();
    let mut last = None;
    for number in 1..=42 {
        let snapshot = version(&lake, number, batches(1, i128::from(number))).await;
        lake.announce(&snapshot).await.expect("announced");
        last = Some(snapshot);
    }
    let log = tree(&folder.path().join("air-quality/_delta_log"));
    let checkpoints = log
        .iter()
        .filter(|file| file.contains("checkpoint") && ends(file, "parquet"));
    assert_eq!(checkpoints.count(), 2, "{log:?}");
    assert_eq!(commits(folder.path()).len(), 43, "none is cleaned up");
    assert!(!log.iter().any(|file| ends(file, "tmp")));
    let reopened = panot_lake_engine::open(folder.path(), options()).expect("a lake");
    let found = reopened
        .log_version(&last.expect("announced"))
        .await
        .expect("asked");
    assert_eq!(found, Some(42));
}

#[tokio::test]
async fn sweeping_removes_what_no_version_names() {
    let Made { lake, folder } = made();
    let kept = version(&lake, 1, batches(1, 0)).await;
    lake.announce(&kept).await.expect("announced");
    let orphan = version(&lake, 2, batches(2, 0)).await;
    assert_eq!(
        lake.sweep(std::slice::from_ref(&kept))
            .await
            .expect("swept"),
        0,
        "it is fresh"
    );
    drop(lake);
    let left = [
        "air-quality/.part-x.tmp",
        "air-quality/_delta_log/.y.tmp",
        ".spill/old/run-0",
    ];
    for path in left {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("inside")).expect("made");
        std::fs::write(path, "left").expect("written");
    }
    std::fs::write(folder.path().join("air-quality/notes.txt"), "mine").expect("written");
    let lake = panot_lake_engine::open(folder.path(), options()).expect("a lake");
    assert_eq!(
        lake.sweep(std::slice::from_ref(&kept))
            .await
            .expect("swept"),
        4
    );
    assert!(!lake.path(&orphan.files[0]).exists());
    lake.verify(&kept).await.expect("whole");
    assert!(folder.path().join("air-quality/notes.txt").exists());
    assert_eq!(lake.sweep(&[kept]).await.expect("swept"), 0);
}
