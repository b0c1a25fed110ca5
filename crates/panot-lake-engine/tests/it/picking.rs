// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows read by their numbers: wherever they lie, in whichever file.

use arrow_array::Array as _;
use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use futures::TryStreamExt;
use panot_lake::{Ask, Error, Filter, Operator, Sort};
use proptest::prelude::*;

use crate::made::{Made, batches, made, made_with, options, version};

/// The measured values as text; a hyphen where there is none.
fn values(batches: &[arrow_array::RecordBatch]) -> Vec<String> {
    let column = |batch: &arrow_array::RecordBatch| {
        let values = batch.column_by_name("value").expect("a column");
        let values = values.as_primitive::<Decimal128Type>().clone();
        let text = move |at| {
            if values.is_null(at) {
                "-".to_owned()
            } else {
                values.value_as_string(at)
            }
        };
        (0..batch.num_rows()).map(text).collect::<Vec<_>>()
    };
    batches.iter().flat_map(column).collect()
}

fn of(rows: &[u64]) -> Ask {
    Ask {
        rows: Some(rows.to_vec()),
        ..Ask::default()
    }
}

#[tokio::test]
async fn rows_are_read_by_their_numbers_through_all_files() {
    // Files as small as they come: one a row group.
    let small = panot_lake_engine::Options {
        file_bytes: 1,
        ..options()
    };
    let Made {
        lake,
        folder: _folder,
    } = made_with(small);
    let snapshot = version(&lake, 1, batches(20_000, 0)).await;
    assert!(snapshot.files.len() > 1, "{} file", snapshot.files.len());
    let all = lake.stream(&snapshot, &Ask::default()).await.expect("rows");
    let all: Vec<_> = all.try_collect().await.expect("rows");
    let all = values(&all);
    let last = snapshot.rows() - 1;
    let edge = snapshot.files[0].rows;
    for picked in [
        vec![],
        vec![0],
        vec![last],
        vec![edge - 1, edge],
        vec![0, 1, 2, 8_191, 8_192, 9_000, edge - 1, edge, edge + 1, last],
        vec![last, last + 1, last + 700],
    ] {
        let page = lake.rows(&snapshot, &of(&picked)).await.expect("a page");
        let number = |row: &u64| usize::try_from(*row).expect("small");
        let there = picked.iter().filter(|row| **row <= last);
        let expected: Vec<_> = there.map(|row| all[number(row)].clone()).collect();
        assert_eq!(
            page.total,
            u64::try_from(expected.len()).expect("few"),
            "{picked:?}"
        );
        assert_eq!(values(&page.batches), expected, "{picked:?}");
    }
    let unordered = lake.rows(&snapshot, &of(&[3, 1])).await;
    assert!(matches!(unordered, Err(Error::Refused(_))));
}

#[tokio::test]
async fn conditions_and_pages_hold_of_the_rows_that_were_picked() {
    let Made {
        lake,
        folder: _folder,
    } = made();
    let snapshot = version(&lake, 1, batches(100, 0)).await;
    let picked: Vec<u64> = (0..snapshot.rows()).filter(|row| row % 3 == 0).collect();
    let filtered = Ask {
        filters: vec![Filter {
            column: "station".to_owned(),
            operator: Operator::Ne,
            value: String::new(),
        }],
        offset: 2,
        limit: Some(4),
        ..of(&picked)
    };
    let page = lake.rows(&snapshot, &filtered).await.expect("a page");
    let plain = lake.rows(&snapshot, &of(&picked)).await.expect("a page");
    assert_eq!(page.total, plain.total);
    assert_eq!(values(&page.batches), values(&plain.batches)[2..6]);
    let sorted = Ask {
        sort: vec![Sort {
            column: "value".to_owned(),
            direction: panot_lake::Direction::Asc,
        }],
        ..of(&picked)
    };
    let page = lake.rows(&snapshot, &sorted).await.expect("a page");
    // Nothing comes last.
    let number = |text: &String| text.parse::<f64>().unwrap_or(f64::INFINITY);
    let mut expected: Vec<_> = values(&plain.batches).iter().map(number).collect();
    expected.sort_by(f64::total_cmp);
    let found: Vec<_> = values(&page.batches).iter().map(number).collect();
    assert_eq!(found, expected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_rows_are_those_of_the_whole_table(picked in prop::collection::btree_set(0_u64..2_000, 0..60)) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let Made { lake, folder: _folder } = made();
            let snapshot = version(&lake, 1, batches(100, 0)).await;
            let all = lake.stream(&snapshot, &Ask::default()).await.expect("rows");
            let all: Vec<_> = all.try_collect().await.expect("rows");
            let all = values(&all);
            let picked: Vec<u64> = picked.into_iter().collect();
            let page = lake.rows(&snapshot, &of(&picked)).await.expect("a page");
            let expected: Vec<_> = picked
                .iter()
                .filter_map(|row| all.get(usize::try_from(*row).ok()?).cloned())
                .collect();
            prop_assert_eq!(values(&page.batches), expected);
            Ok(())
        })?;
    }
}
