// SPDX-License-Identifier: AGPL-3.0-or-later

use futures::TryStreamExt;
use panot_lake::Ask;

use crate::made::{Made, batches, key, made, stage, version};

/// Readers of a version do not notice the next one being written, nor its files being removed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_version_answers_while_another_is_staged() {
    let Made {
        lake,
        folder: _folder,
    } = made();
    let snapshot = version(&lake, 1, batches(200, 0)).await;
    let writes = async {
        for round in 0..6 {
            let files = stage(&lake, batches(400, round), &key())
                .await
                .expect("staged");
            lake.destroy(&snapshot.table, &files, None)
                .await
                .expect("destroyed");
        }
    };
    let reads = async {
        for _ in 0..12 {
            let ask = Ask {
                limit: Some(10),
                ..Ask::default()
            };
            let page = lake.rows(&snapshot, &ask);
            assert_eq!(page.await.expect("a page").total, 3_000);
            let all = lake
                .stream(&snapshot, &Ask::default())
                .await
                .expect("a stream");
            let rows = all.try_fold(0, |sum, batch| async move { Ok(sum + batch.num_rows()) });
            assert_eq!(rows.await.expect("rows"), 3_000);
        }
    };
    futures::join!(writes, reads);
}

/// Dropping the lake inside a runtime is allowed, and a stream half read does not hold it up.
#[tokio::test]
async fn a_lake_can_be_dropped_while_it_is_being_read() {
    let Made { lake, folder } = made();
    let snapshot = version(&lake, 1, batches(2_000, 0)).await;
    let mut stream = lake
        .stream(&snapshot, &Ask::default())
        .await
        .expect("a stream");
    assert!(stream.try_next().await.expect("a batch").is_some());
    drop(lake);
    drop(stream);
    drop(folder);
}
