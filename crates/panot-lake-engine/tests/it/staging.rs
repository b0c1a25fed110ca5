// SPDX-License-Identifier: AGPL-3.0-or-later

use std::fs::File;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{ArrayRef, BinaryArray, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use panot_lake::{Ask, Error, Snapshot};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, Encoding};
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::made::{
    Made, batches, key, made, made_with, name, options, parts, schema, source, stage, tree, version,
};

#[tokio::test]
async fn a_staged_file_is_sorted_and_says_so() {
    let Made {
        lake,
        folder: _folder,
    } = made();
    let snapshot = version(&lake, 1, batches(100, 0)).await;
    assert_eq!(snapshot.rows(), 1_500);
    let [file] = &snapshot.files[..] else {
        panic!("one file")
    };
    let reader =
        SerializedFileReader::new(File::open(lake.path(file)).expect("there")).expect("Parquet");
    let group = reader.metadata().row_group(0);
    let sorting: Vec<i32> = group
        .sorting_columns()
        .into_iter()
        .flatten()
        .map(|column| column.column_idx)
        .collect();
    assert_eq!(sorting, [0, 1, 2]);
    assert!(
        group
            .columns()
            .iter()
            .all(|c| c.compression() == Compression::LZ4_RAW)
    );
    let encodings = |column: usize| group.column(column).encodings().collect::<Vec<_>>();
    assert!(
        encodings(2).contains(&Encoding::DELTA_BINARY_PACKED),
        "times are differences"
    );
    assert!(
        encodings(0).contains(&Encoding::RLE_DICTIONARY),
        "stations are a dictionary"
    );

    let rows =
        ParquetRecordBatchReaderBuilder::try_new(File::open(lake.path(file)).expect("there"))
            .expect("Parquet")
            .build()
            .expect("a reader");
    let mut seen: Vec<(String, i64)> = Vec::new();
    for batch in rows {
        let batch = batch.expect("rows");
        assert_eq!(
            batch
                .schema()
                .field(3)
                .metadata()
                .get("tabular.unit")
                .map(String::as_str),
            Some("µg/m³"),
            "units travel in the file"
        );
        let stations = batch.column(0).as_string::<i32>();
        let times = batch.column(2).as_primitive::<TimestampMicrosecondType>();
        let magnitudes = arrow::compute::cast(batch.column(1), &DataType::Int64).expect("whole");
        let magnitudes = magnitudes.as_primitive::<Int64Type>();
        for row in 0..batch.num_rows() {
            let rest = magnitudes.value(row) * 1_000_000_000_000_000_000 + times.value(row) / 1_000;
            seen.push((stations.value(row).to_owned(), rest));
        }
    }
    assert!(seen.is_sorted());
}

/// The same rows through memory and through spilled runs give the same bytes.
#[tokio::test]
async fn a_small_budget_gives_the_same_file() {
    let large = made();
    let whole = stage(&large.lake, batches(300, 0), &key())
        .await
        .expect("staged");
    let small = made_with(panot_lake_engine::Options {
        sort_bytes: 50_000,
        ..options()
    });
    let spilled = stage(&small.lake, batches(300, 0), &key())
        .await
        .expect("staged");
    assert_eq!(whole[0].sha256, spilled[0].sha256);
    let left = tree(&small.folder.path().join(".spill"));
    assert!(
        !left.iter().any(|path| path.contains("run-")),
        "the runs are removed: {left:?}"
    );
}

#[tokio::test]
async fn a_big_table_becomes_several_files_in_order() {
    let made = made_with(panot_lake_engine::Options {
        file_bytes: 1,
        ..options()
    });
    let schema = Arc::new(Schema::new(vec![Field::new("n", DataType::Int64, false)]));
    let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values((0..600_000).rev()));
    let batch = RecordBatch::try_new(schema.clone(), vec![numbers]).expect("fits");
    let files = stage(&made.lake, vec![batch], &["n".to_owned()])
        .await
        .expect("staged");
    assert_eq!(
        files.iter().map(|f| f.rows).collect::<Vec<_>>(),
        [262_144, 262_144, 75_712]
    );
    let snapshot = Snapshot {
        table: name(),
        version: 1,
        schema,
        files,
    };
    let ask = Ask {
        offset: 262_140,
        limit: Some(10),
        ..Ask::default()
    };
    let page = made.lake.rows(&snapshot, &ask).await.expect("a page");
    let got: Vec<i64> = page
        .batches
        .iter()
        .flat_map(|b| b.column(0).as_primitive::<Int64Type>().values().to_vec())
        .collect();
    assert_eq!(got, (262_140..262_150).collect::<Vec<_>>());
    assert_eq!(page.total, 600_000);
}

#[tokio::test]
async fn a_table_without_rows_is_a_table() {
    let Made { lake, folder } = made();
    let files = lake
        .stage(
            &name(),
            schema(),
            source(Vec::new()),
            &key(),
            Arc::new(|_| {}),
        )
        .await
        .expect("staged");
    let snapshot = Snapshot {
        table: name(),
        version: 1,
        schema: schema(),
        files,
    };
    lake.announce(&snapshot).await.expect("announced");
    let page = lake.rows(&snapshot, &Ask::default()).await.expect("a page");
    assert_eq!(page.total, 0);
    assert_eq!(parts(folder.path()).len(), 1);
}

#[tokio::test]
async fn progress_counts_every_row() {
    let Made {
        lake,
        folder: _folder,
    } = made();
    let seen = Arc::new(AtomicU64::new(0));
    let counter = seen.clone();
    lake.stage(
        &name(),
        schema(),
        source(batches(200, 0)),
        &key(),
        Arc::new(move |rows| counter.store(rows, Ordering::Relaxed)),
    )
    .await
    .expect("staged");
    assert_eq!(seen.load(Ordering::Relaxed), 3_000);
}

#[tokio::test]
async fn a_failing_source_leaves_nothing() {
    for sort_by in [key(), Vec::new()] {
        let Made { lake, folder } = made();
        let rows = batches(500, 0)
            .into_iter()
            .map(Ok)
            .chain([Err("the pen broke".into())]);
        let failed = lake
            .stage(
                &name(),
                schema(),
                Box::new(rows),
                &sort_by,
                Arc::new(|_| {}),
            )
            .await;
        assert!(matches!(&failed, Err(Error::Source(why)) if why.to_string() == "the pen broke"));
        assert_eq!(parts(folder.path()), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_panicking_source_leaves_nothing() {
    let Made { lake, folder } = made();
    let rows = batches(10, 0)
        .into_iter()
        .map(Ok)
        .chain(std::iter::from_fn(|| panic!("a bug")));
    let failed = lake
        .stage(&name(), schema(), Box::new(rows), &[], Arc::new(|_| {}))
        .await;
    assert!(matches!(failed, Err(Error::Engine(_))));
    assert_eq!(parts(folder.path()), Vec::<String>::new());
}

/// A request that is cancelled while its import runs: the import stops at the next batch.
#[tokio::test]
async fn a_dropped_import_leaves_nothing() {
    let Made { lake, folder } = made();
    let (go, wait) = mpsc::channel::<()>();
    let ended = Arc::new(());
    let alive = Arc::downgrade(&ended);
    let rows = batches(10_000, 0)
        .into_iter()
        .enumerate()
        .map(move |(at, batch)| {
            if at == 120 {
                wait.recv().ok();
            }
            assert_eq!(Arc::strong_count(&ended), 1, "held by this source alone");
            Ok(batch)
        });
    let (table, progress) = (name(), Arc::new(|_| {}));
    let import = lake.stage(&table, schema(), Box::new(rows), &[], progress);
    assert!(
        tokio::time::timeout(Duration::from_millis(300), import)
            .await
            .is_err()
    );
    assert_eq!(parts(folder.path()).len(), 1, "it was being written");
    drop(go);
    for _ in 0..400 {
        if alive.strong_count() == 0 && parts(folder.path()).is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("still there: {:?}", parts(folder.path()));
}

#[tokio::test]
async fn what_cannot_be_stored_is_refused_before_anything_is_written() {
    let Made { lake, folder } = made();
    let unknown = lake
        .stage(
            &name(),
            schema(),
            source(Vec::new()),
            &["where".to_owned()],
            Arc::new(|_| {}),
        )
        .await;
    assert!(matches!(unknown, Err(Error::NoSuchColumn { .. })));
    let nested = Schema::new(vec![Field::new_list(
        "l",
        Field::new("i", DataType::Int64, true),
        true,
    )]);
    for schema in [Schema::empty(), nested] {
        let refused = lake
            .stage(
                &name(),
                Arc::new(schema),
                source(Vec::new()),
                &[],
                Arc::new(|_| {}),
            )
            .await;
        assert!(matches!(refused, Err(Error::Refused(_))));
    }
    assert_eq!(parts(folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_a_disk_error() {
    let Made { lake, folder } = made();
    std::fs::write(folder.path().join("air-quality"), "in the way").expect("written");
    let failed = stage(&lake, batches(1, 0), &key()).await;
    assert!(
        matches!(
            failed,
            Err(Error::Disk {
                doing: "make the folder",
                ..
            })
        ),
        "{failed:?}"
    );
}

#[tokio::test]
async fn shapes_are_described_as_geoparquet_asks() {
    let Made {
        lake,
        folder: _folder,
    } = made();
    let kind = [("tabular.type".to_owned(), "geometry".to_owned())].into();
    let schema = Arc::new(Schema::new(vec![
        Field::new("name", DataType::Utf8, true),
        Field::new("shape", DataType::Binary, true).with_metadata(kind),
    ]));
    let point =
        |x: f64, y: f64| [&[1, 1, 0, 0, 0][..], &x.to_le_bytes(), &y.to_le_bytes()].concat();
    let shapes = [Some(point(2.1, 41.3)), None, Some(point(2.2, 41.5))];
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(vec!["a", "b", "c"])),
        Arc::new(BinaryArray::from_iter(shapes)),
    ];
    let batch = RecordBatch::try_new(schema, columns).expect("fits");
    let files = stage(&lake, vec![batch], &[]).await.expect("staged");
    let reader = SerializedFileReader::new(File::open(lake.path(&files[0])).expect("there"))
        .expect("Parquet");
    let pairs = reader
        .metadata()
        .file_metadata()
        .key_value_metadata()
        .expect("metadata");
    let geo = pairs
        .iter()
        .find(|pair| pair.key == "geo")
        .and_then(|pair| pair.value.as_deref());
    let geo: serde_json::Value = serde_json::from_str(geo.expect("described")).expect("JSON");
    assert_eq!(
        geo,
        serde_json::json!({
            "version": "1.1.0",
            "primary_column": "shape",
            "columns": { "shape": {
                "encoding": "WKB", "geometry_types": ["Point"], "bbox": [2.1, 41.3, 2.2, 41.5]
            } }
        })
    );
}
