// SPDX-License-Identifier: AGPL-3.0-or-later

//! A lake of six trees that fits a pocket, and counts how often it is asked. It knows no filters:
//! what the real one answers is asked of the real one, in the tests of the binary.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use arrow_array::{ArrayRef, Decimal128Array, Int64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use arrow_select::take::take_record_batch;
use async_trait::async_trait;
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use panot_lake::{
    Answer, Answers, Ask, ColumnProfile, Difference, Engine, Error, FileRef, Meaning, Page, Place,
    Profile, Progress, Question, Read, Refusal, Resource, RowChange, RowSource, Snapshot, Standing,
    Summary, SummaryBucket, TableName, Unanswered, Why,
};

/// The lake.
#[derive(Debug, Default)]
pub struct Pocket {
    /// How often rows were asked for.
    pub asked: AtomicU32,
    /// Whether a stream of rows never ends: more than any connection takes at once.
    pub is_endless: AtomicBool,
    /// How often versions were compared.
    pub compared: AtomicU32,
    /// By version that was destroyed, the one that the log was to return to.
    pub returned_to: Mutex<Vec<Option<u32>>>,
    /// Whether a withdrawal waits for its table, or did.
    pub waits: AtomicBool,
    /// How long comparing and destroying take, in milliseconds.
    pub slow_ms: AtomicU64,
    /// Whether comparing takes more than there is.
    pub too_large: AtomicBool,
    /// What was asked in SQL.
    pub questions: Mutex<Vec<Question>>,
}

/// The columns of the trees.
pub fn schema() -> SchemaRef {
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    let marked = |field: Field, mark: &str| {
        field.with_metadata(HashMap::from([(
            "tabular.type".to_owned(),
            mark.to_owned(),
        )]))
    };
    let degrees = |name: &str| Field::new(name, DataType::Decimal128(9, 6), true);
    Arc::new(Schema::new(vec![
        marked(text("codi"), "code"),
        text("nom <b>"),
        marked(degrees("latitud"), "latitude"),
        marked(degrees("longitud"), "longitude"),
        Field::new("alcada", DataType::Decimal128(6, 2), true),
    ]))
}

/// The trees.
pub fn trees() -> RecordBatch {
    let decimals = |values: Vec<Option<i128>>, precision, scale| -> ArrayRef {
        let cells = Decimal128Array::from(values);
        Arc::new(
            cells
                .with_precision_and_scale(precision, scale)
                .expect("they fit"),
        )
    };
    let text = |values: Vec<Option<&str>>| -> ArrayRef { Arc::new(StringArray::from(values)) };
    let columns = vec![
        text(
            (0..6)
                .map(|n| Some(["001", "002", "003", "004", "005", "006"][n]))
                .collect(),
        ),
        text(vec![
            Some("Plàtan"),
            Some("<script>alert(1)</script>"),
            Some("Lledoner"),
            None,
            Some("Plàtan"),
            Some("Til·ler"),
        ]),
        decimals((0..6).map(|n| Some(41_400_000 + n * 1_000)).collect(), 9, 6),
        decimals((0..6).map(|n| Some(2_150_000 + n * 1_000)).collect(), 9, 6),
        decimals(
            vec![Some(1234), None, Some(5), Some(900), Some(1234), Some(700)],
            6,
            2,
        ),
    ];
    RecordBatch::try_new(schema(), columns).expect("columns of one length")
}

fn read(table: &Snapshot) -> Read {
    Read {
        table: table.table.clone(),
        version: table.version,
        is_fixed: true,
    }
}

/// It knows one question, all trees of the newest version, and keeps what it was asked. What SQL
/// means is asked of the real workers, in the tests of the binary.
#[async_trait]
impl Answers for Pocket {
    async fn ask(&self, question: Question) -> Result<Answer, Unanswered> {
        let answer = match question.text.as_str() {
            "busy" => Err(Unanswered::Busy),
            "slow" => Err(Unanswered::TooMuch(Resource::Time)),
            "broken" => Err(Unanswered::Failed("a worker ended".into())),
            text if text.starts_with("SELECT") => Ok(Answer {
                schema: schema(),
                batches: vec![trees()],
                truncated: question.bounds.rows < 6,
                meaning: Meaning {
                    canonical: text.to_owned(),
                    tables: question.tables.iter().map(read).collect(),
                    engine: "a pocket".into(),
                },
            }),
            _ => Err(Unanswered::Refused(Refusal {
                why: Why::OnlySelect,
                at: Some(Place { line: 1, column: 1 }),
                said: "only a <b>SELECT</b> is answered here".into(),
            })),
        };
        self.questions.lock().expect("no panic").push(question);
        answer
    }
}

/// The trees with their numbers, where these are asked for.
fn numbered(batch: RecordBatch, ask: &Ask) -> RecordBatch {
    let Some(name) = &ask.number_as else {
        return batch;
    };
    let rows = i64::try_from(batch.num_rows()).expect("a pocket is small");
    let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(1..=rows));
    let plain = batch.schema();
    let fields = std::iter::once(Arc::new(Field::new(name, DataType::Int64, false)))
        .chain(plain.fields().iter().cloned());
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let columns = std::iter::once(numbers).chain(batch.columns().iter().cloned());
    RecordBatch::try_new(schema, columns.collect()).expect("columns of one length")
}

#[async_trait]
impl Engine for Pocket {
    async fn stage(
        &self,
        _: &TableName,
        _: SchemaRef,
        _: RowSource,
        _: &[String],
        _: Progress,
    ) -> Result<Vec<FileRef>, Error> {
        Err(Error::Refused("a pocket takes nothing in".into()))
    }

    async fn announce(&self, _: &Snapshot) -> Result<(), Error> {
        Ok(())
    }

    async fn rows(&self, _: &Snapshot, ask: &Ask) -> Result<Page, Error> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if let Some(wrong) = ask.filters.iter().find(|filter| filter.value == "alt") {
            return Err(Error::WrongValue {
                column: wrong.column.clone(),
                value: wrong.value.clone(),
                kind: "a number".into(),
            });
        }
        let mut batch = trees();
        if let Some(columns) = &ask.columns {
            let at = columns
                .iter()
                .map(|name| batch.schema().index_of(name).expect("known"));
            batch = batch.project(&at.collect::<Vec<_>>()).expect("known");
        }
        let from = usize::try_from(ask.offset)
            .unwrap_or(usize::MAX)
            .min(batch.num_rows());
        let most = ask.limit.map_or(usize::MAX, |limit| {
            usize::try_from(limit).unwrap_or(usize::MAX)
        });
        let count = most.min(batch.num_rows() - from);
        let batch = numbered(batch, ask);
        Ok(Page {
            schema: batch.schema(),
            batches: vec![batch.slice(from, count)],
            total: 6,
        })
    }

    async fn stream(
        &self,
        _: &Snapshot,
        ask: &Ask,
    ) -> Result<BoxStream<'static, Result<RecordBatch, Error>>, Error> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut batch = trees();
        if let Some(columns) = &ask.columns {
            let at = columns
                .iter()
                .map(|name| batch.schema().index_of(name).expect("known"));
            batch = batch.project(&at.collect::<Vec<_>>()).expect("known");
        }
        if let Some(rows) = &ask.rows {
            let there = rows.iter().copied().filter(|row| *row < 6);
            let rows: UInt64Array = there.map(Some).collect();
            let batch = take_record_batch(&batch, &rows).expect("rows of the trees");
            return Ok(stream::iter([Ok(batch)]).boxed());
        }
        batch = numbered(batch, ask);
        if self.is_endless.load(Ordering::SeqCst) {
            return Ok(stream::repeat_with(move || Ok(batch.clone())).boxed());
        }
        Ok(stream::iter([Ok(batch.slice(0, 4)), Ok(batch.slice(4, 2))]).boxed())
    }

    async fn summarize(&self, _: &Snapshot, _: &Summary) -> Result<Vec<SummaryBucket>, Error> {
        let bucket = |value: &str, rows| SummaryBucket {
            value: Some(value.to_owned()),
            rows,
            number: Some(9.5),
        };
        Ok(vec![
            bucket("Plàtan", 2),
            bucket("<script>alert(1)</script>", 1),
            bucket("Lledoner", 1),
        ])
    }

    async fn profile(&self, snapshot: &Snapshot) -> Result<Profile, Error> {
        let column = |field: &Arc<Field>| ColumnProfile {
            name: field.name().clone(),
            missing: 1,
            distinct: Some(4),
            min: Some("0.05".into()),
            max: Some("12.34".into()),
            mean: Some(8.1),
            top: vec![SummaryBucket {
                value: Some("<i>".into()),
                rows: 2,
                number: None,
            }],
            histogram: vec![1, 0, 2, 2],
        };
        Ok(Profile {
            rows: 6,
            columns: snapshot.schema.fields().iter().map(column).collect(),
        })
    }

    async fn difference(
        &self,
        _: &Snapshot,
        _: &Snapshot,
        _: &[String],
    ) -> Result<Difference, Error> {
        self.compared.fetch_add(1, Ordering::SeqCst);
        let slow = Duration::from_millis(self.slow_ms.load(Ordering::SeqCst));
        tokio::time::sleep(slow).await;
        if self.too_large.load(Ordering::SeqCst) {
            return Err(Error::Engine("no memory is left".into()));
        }
        let row = |code: &str, height: &str| {
            Some(vec![
                Some(code.to_owned()),
                None,
                None,
                None,
                Some(height.to_owned()),
            ])
        };
        Ok(Difference {
            columns_added: vec!["alcada".into()],
            added: 1,
            changed: 1,
            same: 4,
            examples: vec![
                RowChange {
                    before: None,
                    after: row("006", "7.00"),
                },
                RowChange {
                    before: row("001", "12.00"),
                    after: row("001", "12.34"),
                },
            ],
            ..Difference::default()
        })
    }

    async fn sql(
        &self,
        _: &[Snapshot],
        _: &str,
    ) -> Result<(SchemaRef, BoxStream<'static, Result<RecordBatch, Error>>), Error> {
        Err(Error::Refused("a pocket answers no SQL".into()))
    }

    fn path(&self, file: &FileRef) -> PathBuf {
        PathBuf::from(&file.path)
    }

    async fn verify(&self, _: &Snapshot) -> Result<(), Error> {
        Ok(())
    }

    async fn withdraw(
        &self,
        _: &TableName,
        _: &[FileRef],
        instead: Standing<'_>,
    ) -> Result<(), Error> {
        // As the real one while it waits for the table's lock.
        self.waits.store(true, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(self.slow_ms.load(Ordering::SeqCst))).await;
        let instead = instead.await?.map(|version| version.version);
        self.returned_to.lock().expect("no panic").push(instead);
        Ok(())
    }

    async fn sweep(&self, _: &[Snapshot]) -> Result<u64, Error> {
        Ok(0)
    }
}
