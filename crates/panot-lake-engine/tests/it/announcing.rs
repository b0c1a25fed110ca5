// SPDX-License-Identifier: AGPL-3.0-or-later

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, TimestampMicrosecondArray};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use panot_lake::{Ask, Error, Snapshot};

use crate::made::{Made, batches, ends, made, name, options, parts, stage, tree, version};

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

#[tokio::test]
async fn new_columns_stand_in_the_same_commit() {
    let Made { lake, folder } = made();
    lake.announce(&version(&lake, 1, batches(1, 0)).await)
        .await
        .expect("announced");
    let schema = Arc::new(Schema::new(vec![Field::new(
        "at",
        DataType::Timestamp(TimeUnit::Microsecond, None),
        true,
    )]));
    let times: ArrayRef = Arc::new(TimestampMicrosecondArray::from(vec![0, 1]));
    let batch = RecordBatch::try_new(schema.clone(), vec![times]).expect("fits");
    let files = stage(&lake, vec![batch], &[]).await.expect("staged");
    let local = Snapshot {
        table: name(),
        version: 2,
        schema,
        files,
    };
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
    lake.destroy(&name(), &first.files)
        .await
        .expect("destroyed");
    assert_eq!(commits(folder.path()).len(), 3);
    for _ in 0..2 {
        lake.destroy(&name(), &second.files)
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
