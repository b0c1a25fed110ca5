// SPDX-License-Identifier: AGPL-3.0-or-later

//! A thousand questions that must repeat: the same bytes whatever the files, the newer versions and the
//! number of partitions.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use arrow_array::{
    ArrayRef, Decimal128Array, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use futures::StreamExt as _;
use panot_lake::{Answer, Bounds, Lake, Question, Questions, Snapshot, TableName, Unanswered, Why};
use panot_lake_engine::{Options, PoolOptions, questions};
use tabular::write::{Format, write_all};

use crate::questions::random;

const ROWS: i64 = 2_000;
const START: i64 = 1_704_067_200_000_000;

/// Measurements with everything that makes an answer change: equal keys, empty cells, floating numbers
/// whose sum depends on the order.
fn measured() -> RecordBatch {
    let of = |f: &dyn Fn(i64) -> i64| (0..ROWS).map(f).collect::<Vec<_>>();
    let float = |n: i64| {
        let spread = i32::try_from(n * 7_919 % 11 - 5).expect("small");
        let base = i32::try_from(n * 104_729 % 99_991).expect("small");
        (n % 17 != 0).then(|| f64::from(base) / 7.0 * 10_f64.powi(spread))
    };
    let columns: Vec<(&str, ArrayRef)> = vec![
        (
            "station",
            Arc::new(
                (0..ROWS)
                    .map(|n| (n % 13 != 0).then(|| format!("E{:02}", n % 9)))
                    .collect::<StringArray>(),
            ),
        ),
        ("kind", Arc::new(Int64Array::from(of(&|n| n * 31 % 5)))),
        (
            "at",
            Arc::new(
                TimestampMicrosecondArray::from(of(&|n| START + n / 6 * 3_600_000_000))
                    .with_timezone("UTC"),
            ),
        ),
        (
            "value",
            Arc::new(
                (0..ROWS)
                    .map(|n| (n % 19 != 0).then(|| i128::from(n * 104_729 % 9_973)))
                    .collect::<Decimal128Array>()
                    .with_precision_and_scale(18, 3)
                    .expect("fits"),
            ),
        ),
        (
            "loose",
            Arc::new((0..ROWS).map(float).collect::<Float64Array>()),
        ),
    ];
    RecordBatch::try_from_iter(columns).expect("fits")
}

/// The rows of a version in files of so many rows.
async fn staged(lake: &Lake, version: u32, rows: RecordBatch, of_a_file: usize) -> Snapshot {
    let (schema, mut files) = (rows.schema(), Vec::new());
    let table: TableName = "air-quality".parse().expect("a name");
    for from in (0..rows.num_rows()).step_by(of_a_file) {
        let part = rows.slice(from, of_a_file.min(rows.num_rows() - from));
        let staged = lake.stage(
            &table,
            schema.clone(),
            Box::new(std::iter::once(Ok(part))),
            &[],
            Arc::new(|_| {}),
        );
        files.extend(staged.await.expect("staged"));
    }
    Snapshot {
        table,
        version,
        schema,
        files,
    }
}

/// A thousand questions: every figure of every grouping of every choice of rows, rows in an order that
/// does not tell them apart, windows, and joins.
fn asked() -> Vec<String> {
    let groups = [
        "station",
        "kind",
        "date_trunc('day', at)",
        "station, kind",
        "value > 5",
    ];
    let figures = [
        "count(*)",
        "sum(value)",
        "avg(value)",
        "sum(loose)",
        "avg(loose)",
        "avg(kind)",
        "min(loose)",
        "max(loose * 3)",
        "median(loose)",
        "count(DISTINCT station)",
        "sum(loose / 3 + value)",
        "sqrt(max(loose))",
        "sum(CASE WHEN kind > 2 THEN loose END)",
    ];
    let choices = [
        "",
        "WHERE kind < 3",
        "WHERE loose > 1.5",
        "WHERE kind IN (1, 4) AND value IS NOT NULL",
        "WHERE station IS NULL OR value > 4",
    ];
    let mut all = Vec::new();
    for choice in choices {
        for group in groups {
            for figure in figures {
                all.push(format!(
                    "SELECT {group}, {figure} AS figure FROM air_quality {choice} GROUP BY {group}"
                ));
                all.push(format!(
                    "SELECT {group}, {figure} AS figure FROM air_quality {choice} GROUP BY {group} ORDER BY count(*) DESC LIMIT 3"
                ));
            }
        }
        for window in [
            "row_number() OVER (PARTITION BY station ORDER BY kind)",
            "rank() OVER (ORDER BY kind)",
            "ntile(7) OVER (ORDER BY station)",
            "lag(loose) OVER (ORDER BY kind)",
            "lead(value, 2) OVER (PARTITION BY kind ORDER BY station)",
            "sum(loose) OVER (PARTITION BY station ORDER BY at)",
            "avg(loose) OVER (ORDER BY kind ROWS BETWEEN 3 PRECEDING AND CURRENT ROW)",
        ] {
            for columns in ["station", "loose", "value, kind"] {
                all.push(format!(
                    "SELECT {columns}, {window} AS w FROM air_quality {choice}"
                ));
                all.push(format!(
                    "SELECT {columns}, {window} AS w, dense_rank() OVER (ORDER BY kind) AS d FROM air_quality {choice} ORDER BY w LIMIT 40"
                ));
            }
        }
        for order in ["kind", "station DESC", "at, kind", "loose"] {
            for limit in [1, 7, 50, 333] {
                all.push(format!(
                    "SELECT station, loose FROM air_quality {choice} ORDER BY {order} LIMIT {limit}"
                ));
                all.push(format!(
                    "SELECT sum(loose) AS s, count(*) AS n FROM (SELECT * FROM air_quality {choice} ORDER BY {order} LIMIT {limit}) AS few"
                ));
                all.push(format!(
                    "SELECT a.station, sum(b.loose) AS s FROM (SELECT * FROM air_quality {choice} ORDER BY {order} LIMIT {limit}) AS a JOIN air_quality b USING (at) GROUP BY 1"
                ));
            }
        }
    }
    all
}

fn pool(folder: &std::path::Path, partitions: usize) -> Questions {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_panot"));
    let mut options = PoolOptions::new(program, Arc::new(random));
    options.workers = 2;
    options.per_caller = 2;
    options.threads = partitions;
    options.address_bytes = 2 << 30;
    options.patience = Duration::from_mins(5);
    questions(folder, options).expect("a lake")
}

fn cited(text: &str, tables: &[Snapshot]) -> Question {
    Question {
        text: text.to_owned(),
        tables: tables.to_vec(),
        bounds: Bounds {
            rows: 100_000,
            bytes: 32 << 20,
            deadline: Duration::from_mins(2),
        },
        repeatable: true,
        caller: "a".to_owned(),
    }
}

fn csv(answer: &Answer) -> Vec<u8> {
    let mut text = Vec::new();
    write_all(
        Format::Csv,
        &answer.schema,
        answer.batches.clone(),
        &mut text,
    )
    .expect("memory");
    text
}

/// By question, what it means and its bytes.
async fn answers(
    pool: &Questions,
    texts: Vec<String>,
    tables: &[Snapshot],
) -> Vec<(String, Vec<u8>)> {
    let answer = |text: String| async move {
        let answer = pool.ask(cited(&text, tables)).await;
        let answer = answer.unwrap_or_else(|why| panic!("{text}: {why}"));
        (answer.meaning.canonical.clone(), csv(&answer))
    };
    futures::stream::iter(texts)
        .map(answer)
        .buffered(2)
        .collect()
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_questions_repeat_byte_by_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options::new(Arc::new(random), Arc::new(|| START / 1_000));
    let lake = panot_lake_engine::open(folder.path(), options).expect("a lake");
    let all = usize::try_from(ROWS).expect("few");
    // Many small files, as they come; the same rows written together; and a newer version of others.
    let before = staged(&lake, 1, measured(), 113).await;
    let after = staged(&lake, 1, measured(), all).await;
    let newer = staged(&lake, 2, measured().slice(0, 100), all).await;
    assert_eq!((before.files.len(), after.files.len()), (18, 1));

    let texts = asked();
    assert!(texts.len() >= 1_000, "{}", texts.len());
    let one = answers(
        &pool(folder.path(), 1),
        texts,
        std::slice::from_ref(&before),
    )
    .await;
    let canonical: Vec<String> = one.iter().map(|(text, _)| text.clone()).collect();
    assert!(
        canonical
            .iter()
            .all(|text| text.contains("\"air-quality@1\""))
    );
    for (partitions, tables) in [
        (2, vec![after.clone(), newer.clone()]),
        (8, vec![before, newer]),
    ] {
        let pool = pool(folder.path(), partitions);
        let again = answers(&pool, canonical.clone(), &tables).await;
        let mut differ = HashMap::new();
        for ((text, bytes), (spelt, others)) in one.iter().zip(&again) {
            assert_eq!(text, spelt, "one spelling");
            if bytes != others {
                differ.insert(
                    text,
                    (
                        String::from_utf8_lossy(bytes),
                        String::from_utf8_lossy(others),
                    ),
                );
            }
        }
        assert!(
            differ.is_empty(),
            "{partitions} partitions: {} differ: {:#?}",
            differ.len(),
            differ.iter().next()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_repeat_is_not_cited_and_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options::new(Arc::new(random), Arc::new(|| START / 1_000));
    let lake = panot_lake_engine::open(folder.path(), options).expect("a lake");
    let table = staged(&lake, 1, measured(), 10_000).await;
    let pool = pool(folder.path(), 2);
    let why = async |text: &str| match pool.ask(cited(text, std::slice::from_ref(&table))).await {
        Err(Unanswered::Refused(refusal)) => refusal,
        other => panic!("{text}: {other:?}"),
    };
    for text in [
        "SELECT * FROM air_quality LIMIT 3",
        "SELECT count(*) FROM (SELECT * FROM air_quality LIMIT 3) AS few",
    ] {
        assert_eq!(why(text).await.why, Why::Unordered, "{text}");
    }
    for (text, name) in [
        (
            "SELECT approx_distinct(station) FROM air_quality",
            "approx_distinct",
        ),
        ("SELECT stddev(loose) FROM air_quality", "stddev"),
        ("SELECT first_value(loose) FROM air_quality", "first_value"),
        (
            "SELECT string_agg(station, ',') FROM air_quality",
            "string_agg",
        ),
    ] {
        assert_eq!(
            why(text).await.why,
            Why::NotRepeatable(name.into()),
            "{text}"
        );
    }
    for text in ["SELECT now()", "SELECT random()", "SELECT current_date"] {
        assert!(matches!(why(text).await.why, Why::Function(_)), "{text}");
    }
    assert_eq!(
        why("SELECT DISTINCT ON (kind) station FROM air_quality")
            .await
            .why,
        Why::Form
    );
    // Where it stands, and what is there instead.
    let refusal = why("SELECT station,\n  magnitud\nFROM air_quality").await;
    let at = refusal.at.map(|at| (at.line, at.column));
    assert_eq!(at, Some((2, 3)), "{refusal:?}");
    let Why::NoSuchColumn { name, known } = refusal.why else {
        panic!("{refusal:?}");
    };
    assert_eq!(name, "magnitud");
    assert_eq!(known.len(), 5, "{known:?}");
    assert!(
        known.iter().any(|column| column.ends_with("station")),
        "{known:?}"
    );
    let refusal = why("SELECT 1\nFORM air_quality x y").await;
    assert_eq!(refusal.why, Why::Syntax);
    assert_eq!(refusal.at.map(|at| at.line), Some(2), "{refusal:?}");
    let refusal = why("SELECT *\nFROM  airquality").await;
    assert_eq!(refusal.why, Why::NoSuchTable("airquality".into()));
    assert_eq!(refusal.at.map(|at| (at.line, at.column)), Some((2, 7)));
    let refusal = why("SELECT sumo(kind) FROM air_quality").await;
    assert_eq!(refusal.why, Why::Function("sumo".into()), "{refusal:?}");
    assert_eq!(refusal.at.map(|at| at.column), Some(8));
    for text in [
        "SELECT regexp_like(station, '(') FROM air_quality",
        "SELECT regexp_replace(station, '(', 'x') FROM air_quality",
    ] {
        assert_eq!(why(text).await.why, Why::Value, "{text}");
    }
}
