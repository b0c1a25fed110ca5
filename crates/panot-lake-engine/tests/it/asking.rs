// SPDX-License-Identifier: AGPL-3.0-or-later

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use arrow_array::{ArrayRef, Date32Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use futures::TryStreamExt;
use panot_lake::{
    Ask, Direction, Error, Filter, Lake, Operator, Snapshot, Sort, Summary, SummaryBucket,
};
use panot_lake_engine::Options;

use crate::made::{Made, batches, made, made_with, name, options, stage, value, version};

const HOURS: i64 = 400;

/// Rows with a note: those of every eleventh hour.
fn noted() -> u64 {
    u64::try_from((0..HOURS).filter(|hour| hour % 11 == 0).count() * 15).expect("few")
}

fn filter(column: &str, operator: Operator, value: &str) -> Filter {
    Filter {
        column: column.to_owned(),
        operator,
        value: value.to_owned(),
    }
}

fn sort(column: &str, direction: Direction) -> Sort {
    Sort {
        column: column.to_owned(),
        direction,
    }
}

fn values(batches: &[RecordBatch], column: &str) -> Vec<Option<i128>> {
    let cells = batches
        .iter()
        .map(|batch| batch.column_by_name(column).expect("asked for"));
    cells
        .flat_map(|cells| cells.as_primitive::<Decimal128Type>().iter())
        .collect()
}

/// Every value, in the order of the file.
fn all() -> Vec<Option<i128>> {
    (0..5)
        .flat_map(|s| (0..3).flat_map(move |m| (0..HOURS).map(move |h| value(h, s, m))))
        .collect()
}

async fn three_hundred() -> (Made, Snapshot) {
    let made = made();
    let snapshot = version(&made.lake, 1, batches(HOURS, 0)).await;
    (made, snapshot)
}

#[tokio::test]
async fn pages_walk_through_the_file_in_its_order() {
    let (
        Made {
            lake,
            folder: _folder,
        },
        snapshot,
    ) = three_hundred().await;
    let mut walked = Vec::new();
    for offset in (0..6_500).step_by(1_000) {
        let ask = Ask {
            offset,
            limit: Some(1_000),
            ..Ask::default()
        };
        let page = lake.rows(&snapshot, &ask).await.expect("a page");
        assert_eq!(page.total, 6_000);
        walked.extend(values(&page.batches, "value"));
    }
    assert_eq!(walked, all());
}

#[tokio::test]
async fn a_page_has_the_columns_asked_for_as_the_version_has_them() {
    let (
        Made {
            lake,
            folder: _folder,
        },
        snapshot,
    ) = three_hundred().await;
    let ask = Ask {
        columns: Some(vec!["value".to_owned(), "station".to_owned()]),
        limit: Some(1),
        ..Ask::default()
    };
    let page = lake.rows(&snapshot, &ask).await.expect("a page");
    assert_eq!(
        page.schema.field(0),
        snapshot.schema.field(3),
        "with its unit"
    );
    assert_eq!(page.batches[0].schema(), page.schema);
    let ask = Ask {
        columns: Some(vec!["colour".to_owned()]),
        ..Ask::default()
    };
    let missing = lake.rows(&snapshot, &ask).await;
    assert!(matches!(missing, Err(Error::NoSuchColumn { known, .. }) if known.len() == 6));
}

async fn total(lake: &Lake, snapshot: &Snapshot, filter: Filter) -> Result<u64, Error> {
    let ask = Ask {
        filters: vec![filter],
        limit: Some(1),
        ..Ask::default()
    };
    Ok(lake.rows(snapshot, &ask).await?.total)
}

#[tokio::test]
async fn filters_compare_by_the_type_of_the_column() {
    let (
        Made {
            lake,
            folder: _folder,
        },
        snapshot,
    ) = three_hundred().await;
    let count = |keep: &dyn Fn(i128) -> bool| {
        u64::try_from(all().into_iter().flatten().filter(|v| keep(*v)).count()).expect("few")
    };
    let empty = u64::try_from(all().iter().filter(|v| v.is_none()).count()).expect("few");
    for (filter, expected) in [
        (filter("value", Operator::Lt, "9.5"), count(&|v| v < 9_500)),
        (
            filter("value", Operator::Ge, "50.0005"),
            count(&|v| v >= 50_001),
        ),
        (filter("value", Operator::Empty, ""), empty),
        (filter("value", Operator::Present, ""), 6_000 - empty),
        (
            filter("value", Operator::Contains, ".99"),
            count(&|v| (v % 1_000) / 10 == 99),
        ),
        (filter("station", Operator::Eq, "estació 3"), 1_200),
        (filter("station", Operator::Contains, "ESTACIÓ"), 6_000),
        (filter("station", Operator::Contains, "estacio"), 6_000),
        (filter("station", Operator::Contains, "%"), 0),
        (filter("magnitude", Operator::Gt, "1"), 2_000),
        (filter("magnitude", Operator::Lt, "70000"), 6_000),
        (filter("valid", Operator::Eq, "false"), 1_200),
        (filter("at", Operator::Lt, "2024-01-02"), 24 * 15),
        (
            filter(
                "at",
                Operator::Outside,
                "2024-01-02T00:00:00Z/2024-01-03T00:00:00Z",
            ),
            6_000 - 24 * 15,
        ),
        (filter("at", Operator::Eq, "2024-01-01T02:00:00+01:00"), 15),
        (filter("note", Operator::Ne, "Nota 0"), noted() - 15),
    ] {
        let got = total(&lake, &snapshot, filter.clone())
            .await
            .expect("answered");
        assert_eq!(got, expected, "{filter:?}");
    }
    let ask = Ask {
        search: Some("nota 22".to_owned()),
        limit: Some(5),
        ..Ask::default()
    };
    assert_eq!(
        lake.rows(&snapshot, &ask).await.expect("a page").total,
        3 * 15 - 15
    );
}

#[tokio::test]
async fn a_value_of_another_type_is_refused_by_name() {
    let (
        Made {
            lake,
            folder: _folder,
        },
        snapshot,
    ) = three_hundred().await;
    for (column, bad) in [
        ("value", "12,5"),
        ("value", "1e3"),
        ("magnitude", "2.0"),
        ("valid", "maybe"),
        ("at", "31/01/2024"),
    ] {
        let refused = total(&lake, &snapshot, filter(column, Operator::Eq, bad)).await;
        assert!(
            matches!(&refused, Err(Error::WrongValue { column: c, value, .. }) if c == column && value == bad),
            "{refused:?}"
        );
    }
}

/// The same pages on one, two and eight threads, near and deep, and ties in the order of the file.
#[tokio::test]
async fn a_sorted_answer_is_a_stable_sort_of_the_file() {
    let mut expected: Vec<(bool, i128)> = all()
        .into_iter()
        .map(|v| (v.is_none(), v.map_or(0, |v| -(v % 7))))
        .collect();
    expected.sort_unstable();
    for threads in [1, 2, 8] {
        let Made {
            lake,
            folder: _folder,
        } = made_with(Options {
            threads,
            ..options()
        });
        let snapshot = version(&lake, 1, batches(HOURS, 0)).await;
        let by_valid = Ask {
            sort: vec![sort("valid", Direction::Desc), sort("note", Direction::Asc)],
            ..Ask::default()
        };
        let streamed: Vec<RecordBatch> = lake
            .stream(&snapshot, &by_valid)
            .await
            .expect("a stream")
            .try_collect()
            .await
            .expect("rows");
        let mut in_file: Vec<(usize, Option<i128>)> = all().into_iter().enumerate().collect();
        let hour = |row: usize| i64::try_from(row).expect("few") % HOURS;
        in_file.sort_by_key(|(row, _)| {
            let note = (hour(*row) % 11 == 0).then(|| format!("Nota {}", hour(*row)));
            (hour(*row) % 5 == 0, note.is_none(), note, *row)
        });
        let in_order: Vec<_> = in_file.into_iter().map(|(_, v)| v).collect();
        assert_eq!(values(&streamed, "value"), in_order, "{threads} threads");
        for (offset, limit) in [(0, 10), (2_995, 30), (5_990, 100)] {
            let ask = Ask {
                offset,
                limit: Some(limit),
                ..by_valid.clone()
            };
            let page = lake.rows(&snapshot, &ask).await.expect("a page");
            let from = usize::try_from(offset).expect("few");
            let to = (from + usize::try_from(limit).expect("few")).min(6_000);
            assert_eq!(values(&page.batches, "value"), in_order[from..to]);
        }
    }
}

/// Sums and means of exact numbers do not depend on how many threads add them up.
#[tokio::test]
async fn sums_are_the_same_on_any_number_of_threads() {
    let text = r#"SELECT station, sum(value) AS s, avg(value * 1.1) AS a FROM "air-quality"
                  GROUP BY station ORDER BY station"#;
    let mut answers = Vec::new();
    for threads in [1, 2, 8] {
        let Made {
            lake,
            folder: _folder,
        } = made_with(Options {
            threads,
            ..options()
        });
        let snapshot = version(&lake, 1, batches(HOURS, 0)).await;
        let (_, rows) = lake.sql(&[snapshot], text).await.expect("answered");
        let rows: Vec<RecordBatch> = rows.try_collect().await.expect("rows");
        answers.push(
            arrow::util::pretty::pretty_format_batches(&rows)
                .expect("text")
                .to_string(),
        );
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    let sum: i128 = (0..3)
        .flat_map(|m| (0..HOURS).filter_map(move |h| value(h, 0, m)))
        .sum();
    let shown = format!("{}.{:03}", sum / 1000, sum % 1000);
    assert!(answers[0].contains(&shown), "{shown} in {}", answers[0]);
}

fn summary(by: &str, of: Option<&str>, how: &str) -> Summary {
    Summary {
        by: by.to_owned(),
        cut: None,
        zone: None,
        of: of.map(str::to_owned),
        how: how.to_owned(),
        filters: Vec::new(),
        limit: 100,
    }
}

#[tokio::test]
async fn a_summary_of_texts_gives_the_largest_first() {
    let (
        Made {
            lake,
            folder: _folder,
        },
        snapshot,
    ) = three_hundred().await;
    let two = Summary {
        limit: 2,
        ..summary("station", Some("value"), "sum")
    };
    let got = lake.summarize(&snapshot, &two).await.expect("buckets");
    let mut sums: Vec<(i128, String)> = (0..5)
        .map(|s| {
            let sum = (0..3)
                .flat_map(|m| (0..HOURS).filter_map(move |h| value(h, s, m)))
                .sum();
            (sum, format!("estació {s}"))
        })
        .collect();
    sums.sort();
    sums.reverse();
    let expected = sums
        .into_iter()
        .take(2)
        .map(|(sum, station)| SummaryBucket {
            value: Some(station),
            rows: 1_200,
            number: Some(
                format!("{}.{:03}", sum / 1000, sum % 1000)
                    .parse()
                    .expect("a number"),
            ),
        });
    assert_eq!(got, expected.collect::<Vec<_>>());
}

#[tokio::test]
async fn a_summary_by_time_gives_the_last_in_order() {
    let (
        Made {
            lake,
            folder: _folder,
        },
        snapshot,
    ) = three_hundred().await;
    let by_day = Summary {
        cut: Some("day".to_owned()),
        limit: 2,
        ..summary("at", None, "sum")
    };
    let got = lake.summarize(&snapshot, &by_day).await.expect("buckets");
    let seen: Vec<(Option<&str>, u64)> = got.iter().map(|b| (b.value.as_deref(), b.rows)).collect();
    assert_eq!(
        seen,
        [
            (Some("2024-01-16T00:00:00Z"), 24 * 15),
            (Some("2024-01-17T00:00:00Z"), 16 * 15)
        ]
    );
}

/// What an archive has: days of centuries that the engine's own function refuses.
#[tokio::test]
async fn a_summary_by_year_reaches_as_far_back_as_the_archive() {
    let Made {
        lake,
        folder: _folder,
    } = made();
    let schema = Arc::new(Schema::new(vec![Field::new("day", DataType::Date32, true)]));
    // 9 May 1456 twice and the day after, 23 April 1714, and no day.
    let days = [
        Some(-187_606),
        Some(-187_606),
        Some(-187_605),
        Some(-93_390),
        None,
    ];
    let column: ArrayRef = Arc::new(Date32Array::from(days.to_vec()));
    let batch = RecordBatch::try_new(schema.clone(), vec![column]).expect("fits");
    let files = stage(&lake, vec![batch], &[]).await.expect("staged");
    let archive = Snapshot {
        table: name(),
        version: 1,
        schema,
        files,
    };
    let by_year = Summary {
        cut: Some("year".to_owned()),
        ..summary("day", None, "sum")
    };
    let got = lake.summarize(&archive, &by_year).await.expect("buckets");
    let seen: Vec<(Option<&str>, u64)> = got.iter().map(|b| (b.value.as_deref(), b.rows)).collect();
    assert_eq!(
        seen,
        [(None, 1), (Some("1456-01-01"), 3), (Some("1714-01-01"), 1)]
    );
}

#[tokio::test]
async fn empty_cells_are_a_bucket_and_do_not_count_in_a_mean() {
    let (
        Made {
            lake,
            folder: _folder,
        },
        snapshot,
    ) = three_hundred().await;
    let valid = Summary {
        filters: vec![
            filter("magnitude", Operator::Eq, "1"),
            filter("station", Operator::Eq, "estació 2"),
        ],
        ..summary("valid", Some("value"), "avg")
    };
    let got = lake.summarize(&snapshot, &valid).await.expect("buckets");
    for bucket in got {
        let keep = |h: &i64| (h % 5 != 0) == (bucket.value.as_deref() == Some("true"));
        let there: Vec<i128> = (0..HOURS)
            .filter(keep)
            .filter_map(|h| value(h, 2, 1))
            .collect();
        #[expect(
            clippy::cast_precision_loss,
            clippy::as_conversions,
            reason = "a few thousand"
        )]
        let mean = there.iter().sum::<i128>() as f64 / 1000.0 / there.len() as f64;
        let got = bucket.number.expect("a mean");
        assert!((got - mean).abs() < 1e-9, "{got} {mean}");
    }
    let notes = lake
        .summarize(&snapshot, &summary("note", None, ""))
        .await
        .expect("buckets");
    assert_eq!(notes[0].value, None);
    assert_eq!(notes[0].rows, 6_000 - noted());
}

#[tokio::test]
async fn a_summary_that_makes_no_sense_is_refused() {
    let (
        Made {
            lake,
            folder: _folder,
        },
        snapshot,
    ) = three_hundred().await;
    for bad in [
        summary("station", Some("value"), "median"),
        summary("station", Some("note"), "sum"),
        Summary {
            cut: Some("century".to_owned()),
            ..summary("at", None, "")
        },
        Summary {
            limit: u32::MAX,
            ..summary("at", None, "")
        },
    ] {
        let refused = lake.summarize(&snapshot, &bad).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{bad:?}");
    }
}

#[tokio::test]
async fn a_profile_describes_every_column() {
    let (
        Made {
            lake,
            folder: _folder,
        },
        snapshot,
    ) = three_hundred().await;
    let profile = lake.profile(&snapshot).await.expect("a profile");
    assert_eq!(profile.rows, 6_000);
    let [station, magnitude, at, number, valid, note] = &profile.columns[..] else {
        panic!("six columns")
    };
    assert_eq!(station.distinct, Some(5));
    assert_eq!(station.min.as_deref(), Some("estació 0"));
    assert_eq!(station.max.as_deref(), Some("estació 4"));
    assert_eq!(station.top[0].rows, 1_200);
    assert_eq!(
        station.top[0].value.as_deref(),
        Some("estació 0"),
        "of equals the first"
    );
    assert_eq!(magnitude.mean, Some(1.0));
    assert_eq!(magnitude.histogram.iter().sum::<u64>(), 6_000);
    assert_eq!(
        (magnitude.histogram[0], magnitude.histogram[10]),
        (2_000, 2_000)
    );
    assert_eq!(at.min.as_deref(), Some("2024-01-01T00:00:00Z"));
    assert_eq!(at.distinct, Some(400));
    assert_eq!(at.mean, None);
    let there: Vec<i128> = all().into_iter().flatten().collect();
    assert_eq!(
        number.missing,
        6_000 - u64::try_from(there.len()).expect("few")
    );
    let least = there.iter().min().expect("some");
    assert_eq!(
        number.min,
        Some(format!("{}.{:03}", least / 1000, least % 1000))
    );
    assert_eq!(number.histogram.len(), 20);
    assert_eq!(valid.top.len(), 2);
    assert_eq!(valid.top[0].value.as_deref(), Some("true"));
    assert_eq!(note.missing, 6_000 - noted());
}

#[tokio::test]
async fn sql_answers_one_select_and_nothing_else() {
    let (Made { lake, folder }, snapshot) = three_hundred().await;
    let second = version(&lake, 2, batches(10, 0)).await;
    let tables = [snapshot, second];
    let ask = async |text: &str| -> Result<Vec<RecordBatch>, Error> {
        lake.sql(&tables, text).await?.1.try_collect().await
    };
    let newest = ask("SELECT count(*) FROM air_quality")
        .await
        .expect("answered");
    assert_eq!(
        newest[0]
            .column(0)
            .as_primitive::<arrow_array::types::Int64Type>()
            .value(0),
        150
    );
    let older = ask(r#"SELECT upper(station) AS s FROM "air-quality@1" LIMIT 3"#).await;
    let older = older.expect("answered");
    assert_eq!(older.iter().map(RecordBatch::num_rows).sum::<usize>(), 3);
    assert!(
        older[0].column(0).as_string_opt::<i32>().is_some(),
        "text is plain text"
    );

    let other = folder.path().join("other.csv");
    std::fs::write(&other, "a\n1\n").expect("written");
    let chain = format!("SELECT {}", vec!["1"; 3_000].join("+"));
    let nested = format!("SELECT {}1{}", "(".repeat(500), ")".repeat(500));
    for refused in [
        "SELECT 1; SELECT 2",
        "",
        "DROP TABLE air_quality",
        "CREATE TABLE x AS SELECT 1",
        "INSERT INTO air_quality SELECT * FROM air_quality",
        "COPY air_quality TO 'x.csv'",
        "CREATE EXTERNAL TABLE x STORED AS CSV LOCATION '/etc/passwd'",
        "SET a = 1",
        "EXPLAIN SELECT 1",
        "SELECT nothing FROM air_quality",
        "SELECT * FROM nowhere",
        "SELECT 1 +",
        &format!("SELECT * FROM '{}'", other.display()),
        &chain,
        &nested,
    ] {
        let answer = ask(refused).await;
        assert!(
            matches!(answer, Err(Error::Refused(_))),
            "{refused}: {answer:?}"
        );
    }
}

#[tokio::test]
async fn a_missing_or_changed_file_is_damage_that_names_it() {
    let (
        Made {
            lake,
            folder: _folder,
        },
        snapshot,
    ) = three_hundred().await;
    lake.verify(&snapshot).await.expect("whole");
    let path = lake.path(&snapshot.files[0]);
    let mut bytes = std::fs::read(&path).expect("there");
    bytes[1_000] ^= 1;
    std::fs::write(&path, &bytes).expect("written");
    let changed = lake.verify(&snapshot).await;
    assert!(matches!(changed, Err(Error::Damaged { why, .. }) if why.contains("digest")));
    std::fs::write(&path, &bytes[..2_000]).expect("written");
    for damaged in [
        lake.verify(&snapshot).await,
        lake.rows(&snapshot, &Ask::default()).await.map(|_| ()),
        lake.announce(&snapshot).await,
    ] {
        assert!(matches!(damaged, Err(Error::Damaged { .. })), "{damaged:?}");
    }
    std::fs::remove_file(&path).expect("removed");
    let gone = lake.profile(&snapshot).await;
    assert!(matches!(gone, Err(Error::Damaged { why, .. }) if why == "it is missing"));
}

#[tokio::test]
async fn a_path_out_of_the_lake_is_refused() {
    let (
        Made {
            lake,
            folder: _folder,
        },
        mut snapshot,
    ) = three_hundred().await;
    for path in [
        "../part-x.parquet",
        "/etc/part-passwd",
        "air-quality/../part-x",
        "a/b/part-c",
    ] {
        path.clone_into(&mut snapshot.files[0].path);
        let refused = lake.rows(&snapshot, &Ask::default()).await;
        assert!(
            matches!(refused, Err(Error::Refused(_))),
            "{path}: {refused:?}"
        );
        assert!(
            lake.destroy(&snapshot.table, &snapshot.files, None)
                .await
                .is_err()
        );
    }
}
