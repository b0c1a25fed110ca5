// SPDX-License-Identifier: AGPL-3.0-or-later

//! The lake with 2 161 920 made-up hourly measurements: 20 stations, 6 magnitudes, 18 016 hours, as a
//! town hall sends them, by hour.
//!
//! The number that matters is `stage`: rows to synced Parquet must leave most of three seconds to
//! reading and typing the file they come from. With `PANOT_BENCH_ROWS=10000000` the program stages so
//! many rows once and prints time and peak memory, which must stay below 600 MB.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, Int16Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use criterion::{Criterion, criterion_group};
use futures::TryStreamExt;
use panot_lake::{
    Ask, Direction, Filter, Lake, Operator, RowSource, Snapshot, Sort, Summary, TableName,
};
use panot_lake_engine::{Options, open};
use tokio::runtime::Runtime;

const ROWS: i64 = 2_161_920;
const BATCH: i64 = 8_192;

fn schema() -> SchemaRef {
    let zoned = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    Arc::new(Schema::new(vec![
        Field::new("station", DataType::Utf8, true),
        Field::new("magnitude", DataType::Int16, true),
        Field::new("at", zoned, true),
        Field::new("value", DataType::Decimal128(18, 3), true),
        Field::new("valid", DataType::Boolean, true),
    ]))
}

fn batch(schema: &SchemaRef, from: i64, to: i64) -> RecordBatch {
    let rows = from..to;
    let station = |row: i64| format!("080190{:02}", row % 20);
    let value = |row: i64| (row * 7_919 + (row / 120) * 31) % 89_000;
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from_iter_values(rows.clone().map(station))),
        Arc::new(Int16Array::from_iter_values(
            rows.clone()
                .map(|row| i16::try_from(row / 20 % 6).expect("six")),
        )),
        Arc::new(
            TimestampMicrosecondArray::from_iter_values(
                rows.clone()
                    .map(|row| 1_704_067_200_000_000 + row / 120 * 3_600_000_000),
            )
            .with_timezone("UTC"),
        ),
        Arc::new(
            Decimal128Array::from_iter_values(rows.clone().map(|row| i128::from(value(row))))
                .with_precision_and_scale(18, 3)
                .expect("fits"),
        ),
        Arc::new(
            rows.map(|row| Some(row % 50 != 0))
                .collect::<BooleanArray>(),
        ),
    ];
    RecordBatch::try_new(schema.clone(), columns).expect("fits")
}

fn rows(count: i64) -> RowSource {
    let schema = schema();
    let starts = (0..count).step_by(usize::try_from(BATCH).expect("positive"));
    Box::new(starts.map(move |from| Ok(batch(&schema, from, (from + BATCH).min(count)))))
}

async fn stage(lake: &Lake, rows: RowSource) -> Snapshot {
    let table: TableName = "air-quality".parse().expect("a name");
    let key = ["station", "magnitude", "at"].map(str::to_owned);
    let files = lake
        .stage(&table, schema(), rows, &key, Arc::new(|_| {}))
        .await
        .expect("staged");
    Snapshot {
        table,
        version: 1,
        schema: schema(),
        files,
    }
}

fn options() -> Options {
    let drawn = AtomicU64::new(0);
    let random = move || u128::from(drawn.fetch_add(1, Ordering::Relaxed));
    Options::new(Arc::new(random), Arc::new(|| 0))
}

/// The most memory this process ever held, in megabytes.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|kb| kb.parse::<u64>().ok())
        .unwrap_or_default()
        / 1024
}

type Group<'a> = criterion::BenchmarkGroup<'a, criterion::measurement::WallTime>;

fn bench(c: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let lake = open(folder.path(), options()).expect("a lake");
    let snapshot = runtime.block_on(stage(&lake, rows(ROWS)));
    println!("{} bytes, peak {} MB", snapshot.bytes(), peak_mb());
    let mut group = c.benchmark_group("lake");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(5));
    pages(&mut group, &runtime, &lake, &snapshot);
    summaries(&mut group, &runtime, &lake, &snapshot);
    whole(&mut group, &runtime, &lake, &snapshot);
    staging(&mut group, &runtime, &lake);
    group.finish();
    println!("peak {} MB", peak_mb());
}

fn staging(group: &mut Group<'_>, runtime: &Runtime, lake: &Lake) {
    let schema = schema();
    let ready: Vec<RecordBatch> = (0..ROWS)
        .step_by(usize::try_from(BATCH).expect("positive"))
        .map(|from| batch(&schema, from, (from + BATCH).min(ROWS)))
        .collect();
    group.bench_function("stage: batches to a synced file", |b| {
        b.iter(|| {
            let source = ready.clone().into_iter().map(Ok);
            let staged = runtime.block_on(stage(lake, Box::new(source)));
            runtime
                .block_on(lake.destroy(&staged.table, &staged.files, None))
                .expect("destroyed");
        });
    });
}

fn filter(column: &str, operator: Operator, value: &str) -> Filter {
    Filter {
        column: column.to_owned(),
        operator,
        value: value.to_owned(),
    }
}

fn by(column: &str) -> Ask {
    let sort = Sort {
        column: column.to_owned(),
        direction: Direction::Asc,
    };
    Ask {
        sort: vec![sort],
        limit: Some(100),
        ..Ask::default()
    }
}

fn pages(group: &mut Group<'_>, runtime: &Runtime, lake: &Lake, snapshot: &Snapshot) {
    let one_series = vec![
        filter("station", Operator::Eq, "08019007"),
        filter("magnitude", Operator::Eq, "3"),
        filter("at", Operator::Ge, "2025-01-01"),
    ];
    let plain = |offset| Ask {
        offset,
        limit: Some(100),
        ..Ask::default()
    };
    let pages = [
        ("first page", plain(0)),
        ("page at row 2 000 000", plain(2_000_000)),
        (
            "page of one series by time",
            Ask {
                filters: one_series,
                ..by("at")
            },
        ),
        ("page by value", by("value")),
        (
            "page at row 1 000 000 by value",
            Ask {
                offset: 1_000_000,
                ..by("value")
            },
        ),
    ];
    for (name, ask) in pages {
        group.bench_function(name, |b| {
            b.iter(|| black_box(runtime.block_on(lake.rows(snapshot, &ask)).expect("a page")));
        });
    }
}

fn summaries(group: &mut Group<'_>, runtime: &Runtime, lake: &Lake, snapshot: &Snapshot) {
    for (name, by, cut) in [
        ("mean by station", "station", None),
        ("mean by month", "at", Some("month")),
    ] {
        let asked = Summary {
            by: by.to_owned(),
            cut: cut.map(str::to_owned),
            zone: None,
            of: Some("value".to_owned()),
            how: "avg".to_owned(),
            filters: Vec::new(),
            limit: 100,
        };
        group.bench_function(name, |b| {
            b.iter(|| {
                black_box(
                    runtime
                        .block_on(lake.summarize(snapshot, &asked))
                        .expect("ok"),
                )
            });
        });
    }
}

/// What reads every row.
fn whole(group: &mut Group<'_>, runtime: &Runtime, lake: &Lake, snapshot: &Snapshot) {
    group.bench_function("export of every row", |b| {
        b.iter(|| {
            runtime.block_on(async {
                let rows = lake.stream(snapshot, &Ask::default()).await;
                let rows = rows.expect("a stream");
                rows.try_fold(0, |sum, batch| async move { Ok(sum + batch.num_rows()) })
                    .await
            })
        });
    });
    group.bench_function("profile", |b| {
        b.iter(|| black_box(runtime.block_on(lake.profile(snapshot)).expect("a profile")));
    });
    let other = runtime.block_on(stage(lake, rows(ROWS - 1_000)));
    let key = ["station", "magnitude", "at"].map(str::to_owned);
    group.bench_function("difference of two versions by key", |b| {
        b.iter(|| {
            runtime
                .block_on(lake.difference(&other, snapshot, &key))
                .expect("compared")
        });
    });
}

criterion_group!(benches, bench);

fn main() {
    if let Some(count) = std::env::var("PANOT_BENCH_ROWS")
        .ok()
        .and_then(|n| n.parse().ok())
    {
        let runtime = Runtime::new().expect("a runtime");
        let folder = tempfile::tempdir().expect("a folder");
        let lake = open(folder.path(), options()).expect("a lake");
        #[expect(clippy::disallowed_methods, reason = "this measures")]
        let begin = Instant::now();
        let snapshot = runtime.block_on(stage(&lake, rows(count)));
        println!(
            "{count} rows, {} bytes: {:.2} s, peak {} MB",
            snapshot.bytes(),
            begin.elapsed().as_secs_f64(),
            peak_mb()
        );
        return;
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
}
