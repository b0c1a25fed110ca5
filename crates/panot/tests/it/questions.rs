// SPDX-License-Identifier: AGPL-3.0-or-later

//! Questions from the public, answered by processes of the real binary. The lake here is one of its
//! own; what is asked of it is what somebody would ask who wants the machine to stop.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use arrow_array::{
    ArrayRef, Decimal128Array, Int16Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Schema, TimeUnit};
use panot_lake::{Answer, Bounds, Question, Questions, Resource, Snapshot, Unanswered};
use panot_lake_engine::{Options, PoolOptions, questions};
use tabular::write::{Format, writer};
use tokio::time::Instant;

/// 2024-01-01, in microseconds.
const START: i64 = 1_704_067_200_000_000;
const HOUR: i64 = 3_600_000_000;
const HOURS: i64 = 4_000;
const STATIONS: i64 = 50;
/// Of a hostile question.
const DEADLINE: Duration = Duration::from_secs(2);
/// What a worker may hold at its peak: its addresses, and the pages of the program.
const RESIDENT_MAX: u64 = 1 << 30;

pub fn random() -> u128 {
    let half = || u128::from(RandomState::new().build_hasher().finish());
    (half() << 64) | half()
}

/// A lake with two public tables and one that is not.
struct Lake {
    folder: tempfile::TempDir,
    public: Vec<Snapshot>,
}

impl Lake {
    async fn made() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let lake = panot_lake_engine::open(
            folder.path(),
            Options::new(Arc::new(random), Arc::new(|| START / 1_000)),
        )
        .expect("a lake");
        let stage = async |name: &str, rows: RecordBatch| {
            let table = name.parse().expect("a name");
            let schema = rows.schema();
            let files = lake.stage(
                &table,
                schema.clone(),
                Box::new(std::iter::once(Ok(rows))),
                &[],
                Arc::new(|_| {}),
            );
            let files = files.await.expect("staged");
            Snapshot {
                table,
                version: 1,
                schema,
                files,
            }
        };
        let public = vec![
            stage("air-quality", measured()).await,
            stage("stations", stations()).await,
        ];
        stage("secret", stations()).await;
        Self { folder, public }
    }

    fn pool(&self, change: impl FnOnce(&mut PoolOptions)) -> Questions {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_panot"));
        let mut options = PoolOptions::new(program, Arc::new(random));
        options.workers = 2;
        options.per_caller = 1;
        change(&mut options);
        questions(self.folder.path(), options).expect("a lake")
    }

    fn question(&self, caller: &str, text: &str) -> Question {
        Question {
            text: text.to_owned(),
            tables: self.public.clone(),
            bounds: Bounds {
                rows: 1_000,
                bytes: 4 << 20,
                deadline: Duration::from_mins(1),
            },
            repeatable: false,
            caller: caller.to_owned(),
        }
    }

    fn hostile(&self, text: &str) -> Question {
        let mut question = self.question("hostile", text);
        question.bounds.deadline = DEADLINE;
        question
    }
}

fn measured() -> RecordBatch {
    let rows: Vec<(i64, i64)> = (0..STATIONS)
        .flat_map(|s| (0..HOURS).map(move |h| (s, h)))
        .collect();
    let rows = || rows.iter().copied();
    let at = rows().map(|(_, h)| START + h * HOUR);
    let value = rows().map(|(s, h)| i128::from((s * 104_729 + h * 7_919) % 99_991));
    let columns: [(&str, ArrayRef); 4] = [
        (
            "station",
            Arc::new(StringArray::from_iter_values(
                rows().map(|(s, _)| format!("E{s:02}")),
            )),
        ),
        (
            "magnitude",
            Arc::new(Int16Array::from_iter_values(
                rows().map(|(s, _)| i16::try_from(s % 6).expect("few")),
            )),
        ),
        (
            "at",
            Arc::new(TimestampMicrosecondArray::from_iter_values(at).with_timezone("UTC")),
        ),
        (
            "value",
            Arc::new(
                Decimal128Array::from_iter_values(value)
                    .with_precision_and_scale(18, 3)
                    .expect("fits"),
            ),
        ),
    ];
    RecordBatch::try_from_iter(columns).expect("fits")
}

fn stations() -> RecordBatch {
    let names = (0..STATIONS).map(|s| (format!("E{s:02}"), format!("Plaça {s}")));
    let (codes, names): (Vec<_>, Vec<_>) = names.unzip();
    let columns: [(&str, ArrayRef); 2] = [
        ("code", Arc::new(StringArray::from(codes))),
        ("name", Arc::new(StringArray::from(names))),
    ];
    RecordBatch::try_from_iter(columns).expect("fits")
}

fn csv(answer: &Answer) -> String {
    let mut text = Vec::new();
    let mut out = writer(Format::Csv, &answer.schema, &mut text).expect("columns");
    for batch in &answer.batches {
        out.write(batch).expect("memory");
    }
    out.finish().expect("memory");
    String::from_utf8(text).expect("text").replace("\r\n", "\n")
}

fn kinds(schema: &Schema) -> Vec<DataType> {
    let kinds = schema.fields().iter().map(|f| f.data_type().clone());
    kinds.collect()
}

/// Processes that answer questions about this lake.
fn workers(lake: &Path) -> Vec<PathBuf> {
    let lake = lake.canonicalize().expect("a folder");
    let lake = lake.to_str().expect("text").as_bytes();
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let is_ours = |process: &PathBuf| {
        let line = std::fs::read(process.join("cmdline")).unwrap_or_default();
        let words: Vec<_> = line.split(|byte| *byte == 0).collect();
        words.get(1) == Some(&b"query-worker".as_slice()) && words.contains(&lake)
    };
    all.map(|entry| entry.path()).filter(is_ours).collect()
}

/// The most memory that a process had resident, in bytes.
fn peak(process: &Path) -> u64 {
    let status = std::fs::read_to_string(process.join("status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kib.unwrap_or(0) * 1_024
}

/// Looks at the memory of the workers until it is dropped.
struct Watch {
    peak: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
}

impl Watch {
    fn over(lake: &Path) -> Self {
        let (peak_seen, over) = (
            Arc::new(AtomicU64::new(0)),
            Arc::new(AtomicBool::new(false)),
        );
        let (seen, stop, lake) = (peak_seen.clone(), over.clone(), lake.to_owned());
        std::thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                for worker in workers(&lake) {
                    seen.fetch_max(peak(&worker), Ordering::Relaxed);
                }
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        Self {
            peak: peak_seen,
            over,
        }
    }

    fn take(&self) -> u64 {
        self.peak.swap(0, Ordering::Relaxed)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_ask_is_answered_rightly_and_keeps_its_types() {
    let lake = Lake::made().await;
    let pool = lake.pool(|_| ());
    let ask = async |text: &str| {
        let answer = pool.ask(lake.question("a", text)).await;
        answer.unwrap_or_else(|why| panic!("{text}: {why}"))
    };

    let months = ask(
        "SELECT date_trunc('month', at) AS month, count(*) AS n, sum(value) AS total \
        FROM \"air-quality\" WHERE station = 'E01' GROUP BY 1 ORDER BY 1",
    )
    .await;
    let total =
        |hours: std::ops::Range<i64>| hours.map(|h| (104_729 + h * 7_919) % 99_991).sum::<i64>();
    let line = |from: &str, hours: std::ops::Range<i64>| {
        let (n, sum) = (hours.end - hours.start, total(hours));
        format!("{from},{n},{}.{:03}\n", sum / 1_000, sum % 1_000)
    };
    let text = csv(&months);
    assert!(
        text.contains(&line("2024-01-01T00:00:00Z", 0..744)),
        "{text}"
    );
    assert!(
        text.contains(&line("2024-02-01T00:00:00Z", 744..1_440)),
        "{text}"
    );
    let zoned = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    assert_eq!(
        kinds(&months.schema),
        [zoned, DataType::Int64, DataType::Decimal128(28, 3)]
    );

    let joined = ask("SELECT s.name, max(a.value) AS most FROM air_quality a \
        JOIN stations s ON s.code = a.station AND a.value > 99.9 \
        GROUP BY s.name ORDER BY s.name LIMIT 1")
    .await;
    assert!(
        csv(&joined).starts_with("name,most\nPlaça 0,99."),
        "{}",
        csv(&joined)
    );
    assert_eq!(
        kinds(&joined.schema),
        [DataType::Utf8, DataType::Decimal128(18, 3)]
    );

    let window = ask("WITH few AS (SELECT code, row_number() OVER (ORDER BY code DESC) AS place FROM stations) \
        SELECT code, place, lag(code) OVER (ORDER BY place) AS before FROM few WHERE place <= 3 ORDER BY place").await;
    assert_eq!(
        csv(&window),
        "code,place,before\nE49,1,\nE48,2,E49\nE47,3,E48\n"
    );

    let cut = ask("SELECT * FROM \"air-quality@1\"").await;
    assert!(cut.truncated);
    assert_eq!(
        cut.batches.iter().map(RecordBatch::num_rows).sum::<usize>(),
        1_000
    );
    let exact = ask("SELECT avg(value * 1.1) AS a FROM air_quality").await;
    assert!(matches!(
        kinds(&exact.schema)[..],
        [DataType::Decimal128(..)]
    ));
    let empty = ask("SELECT code FROM stations WHERE code = 'none'").await;
    assert_eq!(csv(&empty), "code\n");
    // All by one process: what is answered does not end it.
    assert_eq!(workers(lake.folder.path()).len(), 1);
}

/// What must come of a hostile question.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Refused,
    /// Any bound: memory, bytes, time.
    Bounded,
    /// Answered or bounded.
    Held,
}

/// Questions that are refused before anything is read.
const REFUSED: &[(&str, &str)] = &[
    ("repeat", "SELECT repeat('x', 1500000000)"),
    ("lpad", "SELECT lpad('x', 1500000000)"),
    ("array_agg", "SELECT array_agg(value) FROM air_quality"),
    ("COPY", "COPY stations TO '/tmp/panot-hostile.csv'"),
    (
        "external table",
        "CREATE EXTERNAL TABLE x STORED AS CSV LOCATION '/etc/passwd'",
    ),
    ("read_parquet", "SELECT * FROM read_parquet('secret')"),
    ("a file", "SELECT * FROM '/etc/passwd'"),
    ("a file, quoted", "SELECT * FROM \"secret/part-0.parquet\""),
    ("a bucket", "SELECT * FROM 's3://bucket/x.parquet'"),
    (
        "information_schema",
        "SELECT * FROM information_schema.tables",
    ),
    (
        "generate_series",
        "SELECT * FROM generate_series(1, 1000000000)",
    ),
    (
        "generate_series, scalar",
        "SELECT generate_series(1, 1000000000)",
    ),
    ("now", "SELECT now()"),
    ("current_date", "SELECT current_date"),
    ("random", "SELECT random()"),
    (
        "the name of the file",
        "SELECT input_file_name() FROM stations",
    ),
    ("SELECT INTO", "SELECT * INTO x FROM stations"),
    ("two statements", "SELECT 1; SELECT 2"),
    ("not public", "SELECT * FROM secret"),
    ("not public, its version", "SELECT * FROM \"secret@1\""),
    ("an array without end", "SELECT ARRAY[1,2,3]"),
    (
        "a pattern that is none",
        "SELECT regexp_like(name, '(') FROM stations",
    ),
];

/// Questions that reach a bound: memory, bytes, time.
const BOUNDED: &[(&str, &str)] = &[
    (
        "string_agg of a cross join",
        "SELECT string_agg(a.station, ',') FROM air_quality a, air_quality b",
    ),
    (
        "cross join, false filter",
        "SELECT a.station, b.value FROM air_quality a, air_quality b WHERE a.value + b.value = 123456789",
    ),
    (
        "left join on inequality",
        "SELECT count(b.value) FROM air_quality a LEFT JOIN air_quality b ON a.value < b.value - 99999",
    ),
    (
        "cross join, sorted",
        "SELECT a.value FROM air_quality a, air_quality b ORDER BY a.value * b.value",
    ),
    (
        "hash join of few keys",
        "SELECT sum(a.value + b.value) FROM air_quality a JOIN air_quality b ON a.magnitude = b.magnitude",
    ),
    (
        "too wide",
        "SELECT name || rpad FROM (SELECT replace(name, 'P', (SELECT string_agg(station, '') FROM air_quality)) AS name, '' AS rpad FROM stations) AS s",
    ),
];

/// Questions that are answered, refused or bounded, as it comes.
const HELD: &[(&str, &str)] = &[
    (
        "a pattern on every row",
        "SELECT count(*) FROM air_quality WHERE regexp_like(station || value::text, '(a|b|[0-9]+)*(x+x+)+y{1,40}$')",
    ),
    (
        "a huge pattern",
        "SELECT regexp_like(name, '((a{1000}){1000}){1000}') FROM stations",
    ),
    (
        "sixteen columns cubed",
        "SELECT count(*) FROM air_quality GROUP BY CUBE(station, magnitude, at, value, station || 'a', station || 'b', station || 'c', station || 'd', station || 'e', station || 'f', station || 'g')",
    ),
];

fn hostile() -> Vec<(&'static str, Fate, String)> {
    use Fate::{Bounded, Held, Refused};
    let doubling = |n: usize| {
        let steps = (1..=n).fold(String::new(), |steps, i| {
            let before = i - 1;
            steps + &format!(", t{i} AS (SELECT a.value FROM t{before} a, t{before} b)")
        });
        format!("WITH t0 AS (SELECT value FROM air_quality){steps} SELECT count(value) FROM t{n}")
    };
    let grown = (0..24).fold("station".to_owned(), |text, _| {
        format!("replace({text}, 'E', 'EEEE')")
    });
    let doubled = (1..=30).fold(String::new(), |steps, i| {
        steps + &format!(", t{i} AS (SELECT x || x AS x FROM t{})", i - 1)
    });
    let brackets = ("(".repeat(5_000), ")".repeat(5_000));
    let mut all = vec![
        (
            "replace in replace",
            Bounded,
            format!("SELECT {grown} FROM air_quality"),
        ),
        (
            "text doubled thirty times",
            Bounded,
            format!("WITH t0 AS (SELECT name AS x FROM stations){doubled} SELECT x FROM t30"),
        ),
        ("WITH doubled 3 times", Bounded, doubling(3)),
        ("WITH doubled 14 times", Refused, doubling(14)),
        (
            "3000 terms",
            Refused,
            format!("SELECT {}1", "1+".repeat(3_000)),
        ),
        ("490 terms", Held, format!("SELECT {}1", "1+".repeat(490))),
        (
            "5000 brackets",
            Refused,
            format!("SELECT {}1{}", brackets.0, brackets.1),
        ),
    ];
    for (fate, texts) in [(Refused, REFUSED), (Bounded, BOUNDED), (Held, HELD)] {
        all.extend(
            texts
                .iter()
                .map(|(name, text)| (*name, fate, (*text).to_owned())),
        );
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_asked_the_server_lives_and_others_are_answered() {
    let lake = Lake::made().await;
    let pool = lake.pool(|_| ());
    let watch = Watch::over(lake.folder.path());
    let calm = async || {
        let began = Instant::now();
        let answer = pool.ask(lake.question("calm", "SELECT count(*) AS n FROM stations"));
        let answer = answer.await.expect("another's question is no reason");
        assert_eq!(csv(&answer), "n\n50\n");
        began.elapsed()
    };
    calm().await;
    let mut wrong = Vec::new();
    for (name, fate, text) in hostile() {
        watch.take();
        let began = Instant::now();
        let hostile = async {
            let answer = pool.ask(lake.hostile(&text)).await;
            (answer, began.elapsed())
        };
        let ((answer, took), others) = tokio::join!(hostile, calm());
        let peak = watch.take();
        let fits = matches!(
            (&answer, fate),
            (Err(Unanswered::Refused(_)), Fate::Refused | Fate::Held)
                | (Err(Unanswered::TooMuch(_)), Fate::Bounded | Fate::Held)
                | (Ok(_), Fate::Held)
        );
        let said = match &answer {
            Ok(answer) => format!("{} batches", answer.batches.len()),
            Err(why) => why.to_string().chars().take(400).collect(),
        };
        println!(
            "{name:30} {:5} ms, others {:5} ms, {:4} MiB: {said}",
            took.as_millis(),
            others.as_millis(),
            peak >> 20
        );
        if !fits || took > DEADLINE + Duration::from_secs(3) || peak > RESIDENT_MAX {
            wrong.push((name, fate, said, took, peak >> 20));
        }
    }
    calm().await;
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(!Path::new("/tmp/panot-hostile.csv").exists());
}

/// Nobody reads the answer of a worker whose server is gone.
#[test]
fn a_worker_ends_with_its_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut worker = std::process::Command::new(env!("CARGO_BIN_EXE_panot"))
        .args(["query-worker", "--threads", "1", "--memory", "1000000"])
        .args(["--addresses", "500000000", "--spill-bytes", "1000000"])
        .args(["--lake".as_ref(), folder.path().as_os_str()])
        .args(["--spill".as_ref(), folder.path().as_os_str()])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the binary runs");
    std::thread::sleep(Duration::from_millis(200));
    assert!(worker.try_wait().expect("ours").is_none(), "it waits");
    drop(worker.stdin.take());
    assert!(worker.wait().expect("ours").success());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_caller_does_not_take_every_worker_and_nobody_waits_long() {
    const SLOW: &str =
        "SELECT a.value FROM air_quality a, air_quality b WHERE a.value + b.value = 123456789";
    let lake = Lake::made().await;
    let pool = lake.pool(|options| options.patience = Duration::from_millis(200));
    let slow = |caller: &str| {
        pool.ask(Question {
            caller: caller.to_owned(),
            ..lake.hostile(SLOW)
        })
    };
    let calm = async |caller: &str| {
        tokio::time::sleep(Duration::from_millis(500)).await;
        pool.ask(lake.question(caller, "SELECT 1 AS one")).await
    };
    let (first, second, other) = tokio::join!(slow("a"), calm("a"), calm("b"));
    assert!(
        matches!(first, Err(Unanswered::TooMuch(Resource::Time))),
        "{first:?}"
    );
    assert!(matches!(second, Err(Unanswered::Busy)), "{second:?}");
    assert_eq!(csv(&other.expect("there is a worker")), "one\n1\n");
    let (_, _, third) = tokio::join!(slow("a"), slow("b"), calm("c"));
    assert!(matches!(third, Err(Unanswered::Busy)), "{third:?}");
    assert!(calm("c").await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_has_nothing_and_leaves_nothing() {
    let lake = Lake::made().await;
    let pool = lake.pool(|_| ());
    let answer = pool.ask(lake.question("a", "SELECT count(*) FROM stations"));
    answer.await.expect("an answer");
    let running = workers(lake.folder.path());
    let [worker] = running.as_slice() else {
        panic!("one question, one worker: {running:?}");
    };
    let environment = std::fs::read(worker.join("environ")).expect("ours");
    assert_eq!(
        String::from_utf8_lossy(&environment),
        "MALLOC_ARENA_MAX=2\0"
    );
    for file in std::fs::read_dir(worker.join("fd"))
        .expect("ours")
        .flatten()
    {
        let to = std::fs::read_link(file.path()).unwrap_or_default();
        let to = to.display().to_string();
        let harmless = ["pipe:", "/dev/null", "anon_inode:"];
        let own = harmless.iter().any(|start| to.starts_with(start));
        assert!(own || to.contains("/part-"), "{to}");
    }
    let spill = lake.folder.path().join(".spill");
    let folders = || std::fs::read_dir(&spill).into_iter().flatten().count();
    assert_eq!(folders(), 1);

    // An asker who goes away ends the work.
    let slow = lake.hostile(
        "SELECT a.value FROM air_quality a, air_quality b WHERE a.value + b.value = 1234567",
    );
    let gone = tokio::time::timeout(Duration::from_millis(700), pool.ask(slow)).await;
    assert!(gone.is_err());
    drop(pool);
    let until = Instant::now() + Duration::from_secs(5);
    while !workers(lake.folder.path()).is_empty() && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(workers(lake.folder.path()), Vec::<PathBuf>::new());
    assert_eq!(folders(), 0);
}
