// SPDX-License-Identifier: AGPL-3.0-or-later

//! Made-up measurements, and a lake in a folder of its own to put them in.

use std::collections::BTreeSet;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::path::Path;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, Int16Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use panot_lake::{Error, FileRef, Lake, RowSource, Snapshot, TableName};
use panot_lake_engine::{Options, open};
use tempfile::TempDir;

/// 2024-01-01, in microseconds.
pub const START: i64 = 1_704_067_200_000_000;
pub const HOUR: i64 = 3_600_000_000;

/// The key by which measurements are stored.
pub fn key() -> Vec<String> {
    ["station", "magnitude", "at"].map(str::to_owned).to_vec()
}

pub fn name() -> TableName {
    "air-quality".parse().expect("a name")
}

/// Bits that no other process draws.
fn random() -> u128 {
    let half = || u128::from(RandomState::new().build_hasher().finish());
    (half() << 64) | half()
}

pub fn options() -> Options {
    Options::new(Arc::new(random), Arc::new(|| START / 1000))
}

/// A lake that goes when the test does.
pub struct Made {
    pub lake: Lake,
    pub folder: TempDir,
}

pub fn made() -> Made {
    made_with(options())
}

pub fn made_with(options: Options) -> Made {
    let folder = tempfile::tempdir().expect("a folder");
    let lake = open(folder.path(), options).expect("a lake");
    Made { lake, folder }
}

pub fn schema() -> SchemaRef {
    let zoned = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    let unit = [("tabular.unit".to_owned(), "µg/m³".to_owned())].into();
    Arc::new(Schema::new(vec![
        Field::new("station", DataType::Utf8, true),
        Field::new("magnitude", DataType::Int16, true),
        Field::new("at", zoned, true),
        Field::new("value", DataType::Decimal128(18, 3), true).with_metadata(unit),
        Field::new("valid", DataType::Boolean, true),
        Field::new("note", DataType::Utf8, true),
    ]))
}

/// Measurements of so many hours, as a town hall sends them: by hour, then station, then magnitude.
/// `shift` is added to every value, in thousandths.
pub fn batches(hours: i64, shift: i128) -> Vec<RecordBatch> {
    let rows: Vec<(i64, i64, i64)> = (0..hours)
        .flat_map(|hour| (0..5).flat_map(move |s| (0..3).map(move |m| (hour, 4 - s, m))))
        .collect();
    rows.chunks(1_000).map(|rows| batch(rows, shift)).collect()
}

/// The value in thousandths, and whether it is there.
pub fn value(hour: i64, station: i64, magnitude: i64) -> Option<i128> {
    let mixed = (hour * 7_919 + station * 104_729 + magnitude * 1_299_709) % 99_991;
    (mixed % 17 != 0).then_some(i128::from(mixed))
}

fn batch(rows: &[(i64, i64, i64)], shift: i128) -> RecordBatch {
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from_iter_values(
            rows.iter().map(|r| format!("estació {}", r.1)),
        )),
        Arc::new(Int16Array::from_iter_values(
            rows.iter().map(|r| i16::try_from(r.2).expect("few")),
        )),
        Arc::new(
            TimestampMicrosecondArray::from_iter_values(rows.iter().map(|r| START + r.0 * HOUR))
                .with_timezone("UTC"),
        ),
        Arc::new(
            rows.iter()
                .map(|r| value(r.0, r.1, r.2).map(|v| v + shift))
                .collect::<Decimal128Array>()
                .with_precision_and_scale(18, 3)
                .expect("fits"),
        ),
        Arc::new(
            rows.iter()
                .map(|r| Some(r.0 % 5 != 0))
                .collect::<BooleanArray>(),
        ),
        Arc::new(
            rows.iter()
                .map(|r| (r.0 % 11 == 0).then(|| format!("Nota {}", r.0)))
                .collect::<StringArray>(),
        ),
    ];
    RecordBatch::try_new(schema(), columns).expect("fits")
}

pub fn source(batches: Vec<RecordBatch>) -> RowSource {
    Box::new(batches.into_iter().map(Ok))
}

/// Stages rows of any schema.
pub async fn stage(
    lake: &Lake,
    batches: Vec<RecordBatch>,
    sort_by: &[String],
) -> Result<Vec<FileRef>, Error> {
    let schema = batches.first().map_or_else(schema, RecordBatch::schema);
    lake.stage(&name(), schema, source(batches), sort_by, Arc::new(|_| {}))
        .await
}

/// Stages measurements as a version.
pub async fn version(lake: &Lake, number: u32, batches: Vec<RecordBatch>) -> Snapshot {
    let schema = batches.first().map_or_else(schema, RecordBatch::schema);
    let keys: Vec<String> = key()
        .into_iter()
        .filter(|k| schema.index_of(k).is_ok())
        .collect();
    let files = stage(lake, batches, &keys).await.expect("staged");
    Snapshot {
        table: name(),
        version: number,
        schema,
        files,
    }
}

/// Whether the path has this extension.
pub fn ends(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|e| e == extension)
}

/// Every path in a folder, relative to it, sorted; folders end in a slash.
pub fn tree(folder: &Path) -> Vec<String> {
    fn walk(root: &Path, folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path
                .strip_prefix(root)
                .expect("inside")
                .display()
                .to_string();
            if path.is_dir() {
                found.push(format!("{name}/"));
                walk(root, &path, found);
            } else {
                found.push(name);
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

/// The files in a folder that hold rows or may one day: everything but logs and spill.
pub fn parts(folder: &Path) -> Vec<String> {
    let tree = tree(folder).into_iter();
    tree.filter(|path| path.contains("part-") && !path.contains("_delta_log"))
        .collect()
}

/// Every commit of the table's log, in order: its actions.
pub fn commits(folder: &Path) -> Vec<Vec<serde_json::Value>> {
    let log = folder.join(name().as_str()).join("_delta_log");
    let tree = if log.is_dir() { tree(&log) } else { Vec::new() };
    let numbered = tree
        .into_iter()
        .filter(|name| ends(name, "json") && !name.starts_with('.'));
    numbered
        .map(|name| {
            let text = std::fs::read_to_string(log.join(name)).expect("a commit");
            let actions = text.lines().map(serde_json::from_str);
            actions.collect::<Result<_, _>>().expect("JSON")
        })
        .collect()
}

/// The files that the newest version of the table's log names, as any reader finds them.
pub fn head(folder: &Path) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let path = |action: &serde_json::Value| action["path"].as_str().map(str::to_owned);
    for commit in commits(folder) {
        for gone in commit.iter().filter_map(|action| path(&action["remove"])) {
            named.remove(&gone);
        }
        named.extend(commit.iter().filter_map(|action| path(&action["add"])));
    }
    named
}

/// The files of a version, as the log names them.
pub fn names(version: &Snapshot) -> BTreeSet<String> {
    let files = version.files.iter();
    files
        .filter_map(|file| Some(file.path.split_once('/')?.1.to_owned()))
        .collect()
}

/// Fails when the newest version of the log names a file that is not there.
pub fn nothing_named_is_gone(folder: &Path) {
    for file in head(folder) {
        let path = folder.join(name().as_str()).join(&file);
        assert!(path.exists(), "the log names {file}, which is gone");
    }
}
