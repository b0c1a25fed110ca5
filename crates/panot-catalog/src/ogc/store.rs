// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which rows of a version a question means: their numbers, found once and held for the next page.
//!
//! With the numbers at hand the count is exact for nothing, a page is read by its rows alone however
//! deep it lies, and the order is that of the file on every page.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray as _;
use arrow_array::types::{Int32Type, Int64Type};
use axum::http::StatusCode;
use panot_lake::{
    Answer, Bounds, Question, Resource, Snapshot, Unanswered, number_columns, numbered_name,
};
use panot_web::{City, Problem};
use tokio::sync::Semaphore;

use super::api::problems;
use super::condition::quoted_name;
use crate::words::Words;

/// The most rows that one filter may mean: as many as are told in the bytes below.
pub const MATCHES_MAX: u64 = 4_000_000;
/// Sixteen bytes for each, and a little around them.
const BYTES_MAX: u64 = 80 << 20;
/// How long a filter may take.
const DEADLINE: Duration = Duration::from_secs(10);
/// Filters that wait for their turn.
const WAITING_MAX: usize = 64;
/// How often one of them asks for it, and how long it waits in between.
const TRIES: usize = 100;
const BETWEEN_TRIES: Duration = Duration::from_millis(80);
/// Numbers that are held for the next page, together.
const HELD_MAX: usize = 8_000_000;
/// Questions whose numbers are held.
const QUESTIONS_MAX: usize = 128;

/// Numbers of rows, from 0, ascending.
pub type Numbers = Arc<[u32]>;

/// Numbers that were asked for lately.
#[derive(Debug, Clone)]
pub struct Matches {
    held: Arc<Mutex<VecDeque<Held>>>,
    waiting: Arc<Semaphore>,
}

impl Default for Matches {
    fn default() -> Self {
        Self {
            held: Arc::default(),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
        }
    }
}

#[derive(Debug, Clone)]
struct Held {
    /// The version by its digest, and the condition.
    of: (String, String),
    numbers: Numbers,
}

impl Matches {
    /// The rows of a version for which a condition of SQL holds, asked of the processes that answer
    /// questions from the public. `caller` waits for its own turn.
    pub async fn of(
        &self,
        city: &City,
        snapshot: &Snapshot,
        digest: &str,
        condition: &str,
        caller: String,
    ) -> Result<Numbers, Problem> {
        let of = (digest.to_owned(), condition.to_owned());
        if let Some(known) = self.held(&of) {
            return Ok(known);
        }
        let [file, row] = number_columns(&snapshot.schema).map(|name| quoted_name(&name));
        let table = quoted_name(&numbered_name(snapshot));
        let question = Question {
            text: format!("SELECT {file}, {row} FROM {table} WHERE {condition}"),
            tables: vec![snapshot.clone()],
            bounds: Bounds {
                rows: MATCHES_MAX,
                bytes: BYTES_MAX,
                deadline: DEADLINE,
            },
            repeatable: false,
            caller,
        };
        let answer = self.answer(city, question).await?;
        if answer.truncated {
            return Err(unanswered(Unanswered::TooMuch(Resource::Bytes)));
        }
        let numbers: Numbers = numbers(snapshot, &answer.batches)?.into();
        self.hold(of, &numbers);
        Ok(numbers)
    }

    /// Asks, and waits for a turn where all who answer are busy: map clients ask for several layers at
    /// once, and take a refusal for the end.
    async fn answer(&self, city: &City, question: Question) -> Result<Answer, Problem> {
        let Ok(_waiting) = self.waiting.try_acquire() else {
            return Err(unanswered(Unanswered::Busy));
        };
        for _ in 0..TRIES {
            match city.questions.ask(question.clone()).await {
                Err(Unanswered::Busy) => tokio::time::sleep(BETWEEN_TRIES).await,
                answer => return answer.map_err(unanswered),
            }
        }
        Err(unanswered(Unanswered::Busy))
    }

    /// Known numbers, now the last used.
    fn held(&self, of: &(String, String)) -> Option<Numbers> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let at = held.iter().position(|held| held.of == *of)?;
        let found = held.remove(at)?;
        held.push_front(found.clone());
        Some(found.numbers)
    }

    fn hold(&self, of: (String, String), numbers: &Numbers) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|held| held.of != of);
        held.push_front(Held {
            of,
            numbers: Arc::clone(numbers),
        });
        let mut all = 0;
        let kept = held.iter().take_while(|held| {
            all += held.numbers.len();
            all <= HELD_MAX
        });
        let kept = kept.count().clamp(1, QUESTIONS_MAX);
        held.truncate(kept);
    }
}

/// The numbers of rows in their version, from those of their files and in them.
fn numbers(snapshot: &Snapshot, batches: &[RecordBatch]) -> Result<Vec<u32>, Problem> {
    let mut firsts = Vec::with_capacity(snapshot.files.len());
    let mut before = 0;
    for file in &snapshot.files {
        firsts.push(before);
        before += file.rows;
    }
    let odd = || Problem::internal("a row with a number that its version does not have");
    let mut all = Vec::with_capacity(batches.iter().map(RecordBatch::num_rows).sum());
    for batch in batches {
        let file = batch
            .column(0)
            .as_primitive_opt::<Int32Type>()
            .ok_or_else(odd)?;
        let row = batch
            .column(1)
            .as_primitive_opt::<Int64Type>()
            .ok_or_else(odd)?;
        for at in 0..batch.num_rows() {
            let first = usize::try_from(file.value(at))
                .ok()
                .and_then(|at| firsts.get(at));
            let row = u64::try_from(row.value(at)).ok();
            let number = first
                .zip(row)
                .and_then(|(first, row)| u32::try_from(first + row).ok());
            all.push(number.ok_or_else(odd)?);
        }
    }
    all.sort_unstable();
    Ok(all)
}

/// Those that stand in both.
pub fn both(a: &[u32], b: &[u32]) -> Numbers {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let mut rest = many;
    let shared = few.iter().copied().filter(|one| {
        rest = &rest[rest.partition_point(|other| other < one)..];
        rest.first() == Some(one)
    });
    shared.collect()
}

fn unanswered(why: Unanswered) -> Problem {
    match why {
        Unanswered::Busy => Problem::busy(2),
        Unanswered::TooMuch(resource) => Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "filter-too-much",
            |language| Words::of(language.tag()).ogc_too_much_title(),
        )
        .detail(|language| Words::of(language.tag()).ogc_too_much())
        .with("resource", resource.to_string()),
        Unanswered::Failed(error) => Problem::internal(error),
        Unanswered::Refused(why) => problems::not_answered(why.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::{ArrayRef, Int32Array, Int64Array};
    use panot_lake::FileRef;
    use proptest::prelude::*;

    use super::*;

    fn batch(files: Vec<i32>, rows: Vec<i64>) -> RecordBatch {
        let files: ArrayRef = Arc::new(Int32Array::from(files));
        let rows: ArrayRef = Arc::new(Int64Array::from(rows));
        RecordBatch::try_from_iter([("f", files), ("r", rows)]).expect("equal lengths")
    }

    #[test]
    fn rows_are_numbered_through_all_files_of_a_version() {
        let file = |rows| FileRef {
            path: "a/part-1.parquet".into(),
            bytes: 1,
            rows,
            sha256: String::new(),
        };
        let snapshot = Snapshot {
            table: "a".parse().expect("a name"),
            version: 1,
            schema: Arc::new(arrow_schema::Schema::empty()),
            files: vec![file(10), file(5)],
        };
        let there = batch(vec![1, 0, 1], vec![2, 7, 0]);
        assert_eq!(numbers(&snapshot, &[there]).expect("numbers"), [7, 10, 12]);
        let beyond = batch(vec![2], vec![0]);
        assert!(numbers(&snapshot, &[beyond]).is_err());
    }

    #[test]
    fn what_was_used_longest_ago_is_forgotten_first() {
        let matches = Matches::default();
        let of = |n: usize| (n.to_string(), String::new());
        let many: Numbers = vec![0; HELD_MAX / 2].into();
        matches.hold(of(1), &many);
        matches.hold(of(2), &many);
        assert!(matches.held(&of(1)).is_some());
        matches.hold(of(3), &many);
        assert!(matches.held(&of(2)).is_none());
        assert!(matches.held(&of(1)).is_some() && matches.held(&of(3)).is_some());
    }

    proptest! {
        #[test]
        fn shared_numbers_are_those_that_stand_in_both(
            a in prop::collection::btree_set(0_u32..60, 0..40),
            b in prop::collection::btree_set(0_u32..60, 0..40),
        ) {
            let list = |set: &std::collections::BTreeSet<u32>| set.iter().copied().collect::<Vec<_>>();
            let expected: Vec<u32> = a.intersection(&b).copied().collect();
            prop_assert_eq!(both(&list(&a), &list(&b)).to_vec(), expected);
        }
    }
}
