// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows with their numbers, conditions put together, and rows that are alike.

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use futures::TryStreamExt;
use panot_lake::{Ask, Condition, Direction, Error, Filter, Lake, Operator, Snapshot, Sort};

use crate::made::{Made, batches, made, value, version};

const HOURS: i64 = 200;
/// Rows of each of two files, which hold the same.
const OF_FILE: i64 = HOURS * 15;
const ROWS: i64 = 2 * OF_FILE;

fn is(column: &str, operator: Operator, value: &str) -> Condition {
    Condition::Is(Filter {
        column: column.to_owned(),
        operator,
        value: value.to_owned(),
    })
}

fn numbered() -> Ask {
    Ask {
        number_as: Some("_id".to_owned()),
        ..Ask::default()
    }
}

fn by(column: &str, direction: Direction) -> Vec<Sort> {
    vec![Sort {
        column: column.to_owned(),
        direction,
    }]
}

/// A version of several files, and what is asked of it.
struct Asked {
    made: Made,
    snapshot: Snapshot,
}

impl Asked {
    async fn new() -> Self {
        let made = made();
        let mut snapshot = version(&made.lake, 1, batches(HOURS, 0)).await;
        let second = version(&made.lake, 1, batches(HOURS, 0)).await;
        // Numbers go on from one file to the next.
        snapshot.files.extend(second.files);
        assert_eq!(snapshot.files.len(), 2);
        Self { made, snapshot }
    }

    fn lake(&self) -> &Lake {
        &self.made.lake
    }

    async fn numbers(&self, ask: &Ask) -> (Vec<i64>, u64) {
        let page = self.lake().rows(&self.snapshot, ask).await.expect("a page");
        let streamed: Vec<RecordBatch> = self
            .lake()
            .stream(&self.snapshot, ask)
            .await
            .expect("a stream")
            .try_collect()
            .await
            .expect("rows");
        let numbers = |batches: &[RecordBatch]| -> Vec<i64> {
            let first = batches.iter().map(|batch| batch.column(0));
            first
                .flat_map(|cells| cells.as_primitive::<Int64Type>().values().to_vec())
                .collect()
        };
        assert_eq!(numbers(&page.batches), numbers(&streamed));
        (numbers(&page.batches), page.total)
    }
}

/// The places, from 1, of the rows of which it is so: in each file they lie by station, magnitude and
/// hour.
fn rows_where(is: impl Fn(i64, i64, i64) -> bool) -> Vec<i64> {
    let of_file =
        || (0..5).flat_map(|s| (0..3).flat_map(move |m| (0..HOURS).map(move |h| (s, m, h))));
    let all = of_file().chain(of_file());
    (1..)
        .zip(all)
        .filter(|(_, (s, m, h))| is(*s, *m, *h))
        .map(|(number, _)| number)
        .collect()
}

#[tokio::test]
async fn a_row_has_the_same_number_however_it_is_asked_for() {
    let asked = Asked::new().await;
    let all: Vec<i64> = (1..=ROWS).collect();
    assert_eq!(asked.numbers(&numbered()).await.0, all);
    let window = Ask {
        offset: 2_990,
        limit: Some(20),
        ..numbered()
    };
    assert_eq!(
        asked.numbers(&window).await.0,
        (2_991..=3_010).collect::<Vec<_>>()
    );
    let noted = Ask {
        condition: Some(is("note", Operator::Present, "")),
        ..numbered()
    };
    let expected = rows_where(|_, _, h| h % 11 == 0);
    let (numbers, total) = asked.numbers(&noted).await;
    assert_eq!(numbers, expected);
    assert_eq!(usize::try_from(total).ok(), Some(expected.len()));
    let sorted = Ask {
        sort: by("value", Direction::Desc),
        limit: Some(50),
        ..numbered()
    };
    let mut by_value: Vec<_> = rows_where(|s, m, h| value(h, s, m).is_some());
    let value_of = |number: &i64| {
        let at = (number - 1) % OF_FILE;
        value(at % HOURS, at / (HOURS * 3), at / HOURS % 3)
    };
    by_value.sort_by_key(|number| std::cmp::Reverse(value_of(number)));
    assert_eq!(asked.numbers(&sorted).await.0, by_value[..50]);
}

#[tokio::test]
async fn a_number_can_be_asked_for_and_sorted_by() {
    let asked = Asked::new().await;
    let last = Ask {
        sort: by("_id", Direction::Desc),
        limit: Some(3),
        ..numbered()
    };
    assert_eq!(asked.numbers(&last).await.0, [ROWS, ROWS - 1, ROWS - 2]);
    let after = Ask {
        condition: Some(Condition::All(vec![
            is("_id", Operator::Gt, "4000"),
            is("valid", Operator::Eq, "false"),
        ])),
        limit: Some(2),
        ..numbered()
    };
    let expected: Vec<_> = rows_where(|_, _, h| h % 5 == 0)
        .into_iter()
        .filter(|number| *number > 4_000)
        .collect();
    let (numbers, total) = asked.numbers(&after).await;
    assert_eq!(numbers, expected[..2]);
    assert_eq!(usize::try_from(total).ok(), Some(expected.len()));
    let two = Ask {
        condition: Some(Condition::OneOf {
            column: "_id".into(),
            values: vec!["5999".into(), "7".into()],
        }),
        ..numbered()
    };
    assert_eq!(asked.numbers(&two).await, (vec![7, 5_999], 2));
}

#[tokio::test]
async fn conditions_are_put_together() {
    let asked = Asked::new().await;
    let ask = |condition| Ask {
        condition: Some(condition),
        ..numbered()
    };
    let either = Condition::Any(vec![
        Condition::All(vec![
            is("magnitude", Operator::Eq, "2"),
            Condition::OneOf {
                column: "station".into(),
                values: vec!["estació 1".into(), "estació 3".into(), "none".into()],
            },
        ]),
        Condition::Anywhere("NOTA 22".into()),
    ]);
    let fits = |s: i64, m: i64, h: i64| {
        (m == 2 && (s == 1 || s == 3)) || (h % 11 == 0 && h.to_string().starts_with("22"))
    };
    assert_eq!(
        asked.numbers(&ask(either.clone())).await.0,
        rows_where(fits)
    );
    // Rows without a note are not left out by what their note is not.
    let not = Condition::Not(Box::new(either));
    assert_eq!(
        asked.numbers(&ask(not)).await.0,
        rows_where(|s, m, h| !fits(s, m, h))
    );
    assert_eq!(asked.numbers(&ask(Condition::Any(Vec::new()))).await.1, 0);
    let all = asked.numbers(&ask(Condition::All(Vec::new()))).await.1;
    assert_eq!(i64::try_from(all).ok(), Some(ROWS));
}

#[tokio::test]
async fn rows_that_are_alike_are_given_once() {
    let asked = Asked::new().await;
    let ask = Ask {
        columns: Some(vec!["station".into(), "magnitude".into()]),
        distinct: true,
        sort: by("magnitude", Direction::Desc),
        offset: 1,
        limit: Some(6),
        ..Ask::default()
    };
    let page = asked
        .lake()
        .rows(&asked.snapshot, &ask)
        .await
        .expect("a page");
    assert_eq!(page.total, 15);
    let stations = |batch: &RecordBatch| -> Vec<String> {
        let cells = batch.column(0).as_string::<i32>();
        cells.iter().flatten().map(str::to_owned).collect()
    };
    let given: Vec<_> = page.batches.iter().flat_map(stations).collect();
    let expected = [1, 2, 3, 4, 0, 1].map(|station| format!("estació {station}"));
    assert_eq!(given, expected);
}

#[tokio::test]
async fn more_than_is_answered_is_refused() {
    let asked = Asked::new().await;
    let refused = async |ask: Ask| {
        let error = asked
            .lake()
            .rows(&asked.snapshot, &ask)
            .await
            .expect_err("too much");
        assert!(matches!(error, Error::Refused(_)), "{error:?}");
    };
    let deep = (0..40).fold(Condition::All(Vec::new()), |inner, _| {
        Condition::Not(Box::new(inner))
    });
    let many = Condition::Any(vec![Condition::Anywhere("x".into()); 101]);
    let values = Condition::OneOf {
        column: "station".into(),
        values: vec!["x".into(); 1_001],
    };
    for condition in [deep, many, values] {
        refused(Ask {
            condition: Some(condition),
            ..Ask::default()
        })
        .await;
    }
    refused(Ask {
        number_as: Some("station".into()),
        ..Ask::default()
    })
    .await;
    refused(Ask {
        distinct: true,
        ..numbered()
    })
    .await;
}
