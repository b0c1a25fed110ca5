// SPDX-License-Identifier: AGPL-3.0-or-later

use std::sync::Arc;

use arrow_array::{ArrayRef, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use panot_lake::{Difference, Error, Lake, RowChange, Snapshot};
use panot_lake_engine::Options;

use crate::made::{Made, batches, key, made, made_with, name, options, stage, value, version};

/// A small table of two columns.
async fn small(lake: &Lake, number: u32, rows: &[(Option<i64>, &str)]) -> Snapshot {
    let schema = Arc::new(Schema::new(vec![
        Field::new("id", DataType::Int64, true),
        Field::new("word", DataType::Utf8, true),
    ]));
    let columns: Vec<ArrayRef> = vec![
        Arc::new(rows.iter().map(|r| r.0).collect::<Int64Array>()),
        Arc::new(StringArray::from_iter_values(rows.iter().map(|r| r.1))),
    ];
    let batch = RecordBatch::try_new(schema.clone(), columns).expect("fits");
    let files = stage(lake, vec![batch], &[]).await.expect("staged");
    Snapshot {
        table: name(),
        version: number,
        schema,
        files,
    }
}

fn row(cells: [&str; 2]) -> Vec<Option<String>> {
    cells
        .map(|cell| (!cell.is_empty()).then(|| cell.to_owned()))
        .to_vec()
}

fn counts(of: &Difference) -> [u64; 4] {
    [of.added, of.removed, of.changed, of.same]
}

#[tokio::test]
async fn rows_are_matched_by_their_key() {
    let Made {
        lake,
        folder: _folder,
    } = made();
    let old = small(
        &lake,
        1,
        &[(Some(3), "c"), (Some(1), "a"), (Some(2), "b"), (None, "n")],
    )
    .await;
    let new = small(
        &lake,
        2,
        &[(Some(2), "B"), (Some(4), "d"), (None, "n"), (Some(1), "a")],
    )
    .await;
    let found = lake
        .difference(&old, &new, &["id".to_owned()])
        .await
        .expect("compared");
    assert_eq!(counts(&found), [1, 1, 1, 2]);
    assert_eq!(
        found.examples,
        [
            RowChange {
                before: Some(row(["2", "b"])),
                after: Some(row(["2", "B"]))
            },
            RowChange {
                before: None,
                after: Some(row(["4", "d"]))
            },
            RowChange {
                before: Some(row(["3", "c"])),
                after: None
            },
        ]
    );
}

#[tokio::test]
async fn without_a_key_rows_are_compared_as_often_as_they_occur() {
    let Made {
        lake,
        folder: _folder,
    } = made();
    let old = small(&lake, 1, &[(Some(1), "a"), (Some(1), "a"), (Some(2), "b")]).await;
    let new = small(&lake, 2, &[(Some(1), "a"), (Some(2), "B"), (Some(2), "b")]).await;
    let found = lake.difference(&old, &new, &[]).await.expect("compared");
    assert_eq!(counts(&found), [1, 1, 0, 2]);
}

/// A key that is not unique: rows of one key are matched by what is equal first.
#[tokio::test]
async fn of_rows_with_the_same_key_the_equal_ones_are_the_same() {
    let Made {
        lake,
        folder: _folder,
    } = made();
    let old = small(&lake, 1, &[(Some(1), "a"), (Some(1), "m"), (Some(1), "z")]).await;
    let new = small(&lake, 2, &[(Some(1), "m"), (Some(1), "q")]).await;
    let found = lake
        .difference(&old, &new, &["id".to_owned()])
        .await
        .expect("compared");
    assert_eq!(counts(&found), [0, 1, 1, 1]);
}

#[tokio::test]
async fn the_same_files_do_not_differ() {
    let Made {
        lake,
        folder: _folder,
    } = made();
    let old = version(&lake, 1, batches(30, 0)).await;
    let new = version(&lake, 2, batches(30, 0)).await;
    let found = lake.difference(&old, &new, &key()).await.expect("compared");
    assert_eq!(
        found,
        Difference {
            same: 450,
            ..Difference::default()
        }
    );
}

#[tokio::test]
async fn corrections_are_counted_exactly_with_a_bounded_list_of_examples() {
    let Made {
        lake,
        folder: _folder,
    } = made_with(Options {
        threads: 2,
        ..options()
    });
    let old = version(&lake, 1, batches(300, 0)).await;
    let new = version(&lake, 2, batches(310, 5)).await;
    let found = lake.difference(&old, &new, &key()).await.expect("compared");
    let empty = (0..300)
        .flat_map(|h| (0..5).flat_map(move |s| (0..3).map(move |m| value(h, s, m))))
        .filter(Option::is_none)
        .count();
    let empty = u64::try_from(empty).expect("few");
    assert_eq!(counts(&found), [150, 0, 4_500 - empty, empty]);
    assert_eq!(found.examples.len(), 100, "fifty changed, fifty added");
}

#[tokio::test]
async fn a_changed_schema_is_told_and_cells_are_compared_across_it() {
    let Made {
        lake,
        folder: _folder,
    } = made();
    let old = small(&lake, 1, &[(Some(1), "a"), (Some(2), "b")]).await;
    let schema = Arc::new(Schema::new(vec![
        Field::new("place", DataType::Utf8, true),
        Field::new("id", DataType::Decimal128(10, 2), true),
    ]));
    let ids = Decimal128Array::from(vec![100, 250])
        .with_precision_and_scale(10, 2)
        .expect("fits");
    let columns: Vec<ArrayRef> = vec![Arc::new(StringArray::from(vec!["x", "y"])), Arc::new(ids)];
    let batch = RecordBatch::try_new(schema.clone(), columns).expect("fits");
    let files = stage(&lake, vec![batch], &[]).await.expect("staged");
    let new = Snapshot {
        table: name(),
        version: 2,
        schema,
        files,
    };
    let found = lake.difference(&old, &new, &[]).await.expect("compared");
    assert_eq!(found.columns_added, ["place"]);
    assert_eq!(found.columns_removed, ["word"]);
    let changed = (
        "id".to_owned(),
        "Int64".to_owned(),
        "Decimal128(10, 2)".to_owned(),
    );
    assert_eq!(found.columns_changed, [changed]);
    assert_eq!(counts(&found), [1, 1, 0, 1], "1 is 1.00, 2 is not 2.50");
    let lost = lake.difference(&old, &new, &["word".to_owned()]).await;
    assert!(matches!(lost, Err(Error::NoSuchColumn { .. })));
}
