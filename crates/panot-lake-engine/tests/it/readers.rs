// SPDX-License-Identifier: AGPL-3.0-or-later

//! Other tools open the same tables: the Python packages `deltalake` and `duckdb`, in the Python
//! that `PANOT_PYTHON` names.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use futures::TryStreamExt;
use panot_lake::{Lake, Snapshot};

use crate::made::{Made, batches, made, name, schema, version};

const READ: &str = r#"
import sys
import duckdb
from deltalake import DeltaTable

path, version = sys.argv[1], None if sys.argv[2] == "newest" else int(sys.argv[2])
table = DeltaTable(path, version=version)
files = table.file_uris()
rows = table.to_pyarrow_table() if files else None
total = sum((v.as_py() for v in rows["value"] if v.as_py() is not None), 0) if files else None
print(rows.num_rows if files else 0, total, ";", "|".join(table.schema().to_arrow().names if hasattr(table.schema(), "to_arrow") else rows.schema.names))
local = [f.removeprefix("file://") for f in files]
print(*(duckdb.sql("SELECT count(*), sum(value) FROM read_parquet(?)", params=[local]).fetchall()[0] if local else (0, None)))
"#;

fn ask(python: &str, folder: &Path, version: &str) -> Output {
    Command::new(python)
        .args(["-c", READ])
        .arg(folder.join(name().as_str()))
        .arg(version)
        .output()
        .expect("PANOT_PYTHON is a Python")
}

fn read(python: &str, folder: &Path, version: Option<u64>) -> (String, String, String) {
    let version = version.map_or("newest".to_owned(), |version| version.to_string());
    let output = ask(python, folder, &version);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "version {version}: {errors}");
    let text = String::from_utf8(output.stdout).expect("text");
    let (delta, duck) = text.trim().split_once('\n').expect("two lines");
    let (delta, columns) = delta.split_once(" ; ").expect("two parts");
    (delta.to_owned(), duck.to_owned(), columns.to_owned())
}

async fn ours(lake: &Lake, snapshot: &Snapshot) -> String {
    let text = r#"SELECT count(*) AS n, sum(value) AS s FROM "air-quality""#;
    let (_, rows) = lake
        .sql(std::slice::from_ref(snapshot), text)
        .await
        .expect("answered");
    let rows: Vec<RecordBatch> = rows.try_collect().await.expect("rows");
    let count = rows[0]
        .column(0)
        .as_primitive::<arrow_array::types::Int64Type>()
        .value(0);
    let sum = rows[0]
        .column(1)
        .as_primitive::<arrow_array::types::Decimal128Type>();
    format!("{count} {}", sum.value_as_string(0))
}

/// Another order of the columns, some less, a name such as town halls give, and times without a zone,
/// which ask more of the log's readers.
fn reshaped(rows: Vec<RecordBatch>) -> Vec<RecordBatch> {
    let local = DataType::Timestamp(TimeUnit::Microsecond, None);
    let schema = Arc::new(Schema::new(vec![
        schema().field(3).clone(),
        schema().field(0).clone(),
        Field::new("Hora d'inici (local), €", local.clone(), true),
    ]));
    let reshape = |batch: RecordBatch| {
        let times = arrow::compute::cast(batch.column(2), &local).expect("times");
        let columns = vec![batch.column(3).clone(), batch.column(0).clone(), times];
        RecordBatch::try_new(schema.clone(), columns).expect("fits")
    };
    rows.into_iter().map(reshape).collect()
}

#[tokio::test]
async fn other_tools_read_every_version() {
    let Ok(python) = std::env::var("PANOT_PYTHON") else {
        println!(
            "SKIPPED: PANOT_PYTHON is not set (a Python with the packages deltalake and duckdb)"
        );
        return;
    };
    let Made { lake, folder } = made();
    let mut versions = Vec::new();
    for (number, rows) in [
        (1, batches(200, 0)),
        // As an append: the same rows and more.
        (2, batches(300, 0)),
        // As a correction: every value is another.
        (3, batches(300, 7)),
        (4, reshaped(batches(100, 0))),
    ] {
        let snapshot = version(&lake, number, rows).await;
        lake.announce(&snapshot).await.expect("announced");
        versions.push(snapshot);
    }
    for snapshot in &versions {
        let expected = ours(&lake, snapshot).await;
        let (delta, duck, columns) = read(&python, folder.path(), Some(snapshot.version.into()));
        assert_eq!(delta, expected, "deltalake, version {}", snapshot.version);
        assert_eq!(duck, expected, "duckdb, version {}", snapshot.version);
        let names: Vec<&str> = snapshot
            .schema
            .fields()
            .iter()
            .map(|f| f.name().as_str())
            .collect();
        assert_eq!(columns, names.join("|"));
    }
    let withdrawn = versions.pop().expect("the newest");
    lake.destroy(&name(), &withdrawn.files, versions.last())
        .await
        .expect("destroyed");
    let expected = ours(&lake, &versions[2]).await;
    for (opened, why) in [
        (None, "the newest is the version before"),
        (Some(5), "as the log says"),
    ] {
        let (delta, duck, columns) = read(&python, folder.path(), opened);
        assert_eq!((&delta, &duck), (&expected, &expected), "{why}");
        assert_eq!(columns.split('|').count(), 6, "with its columns");
    }
    let gone = ask(&python, folder.path(), "4");
    let why = String::from_utf8_lossy(&gone.stderr);
    assert!(
        !gone.status.success(),
        "no rows are read of what was destroyed"
    );
    assert!(
        why.contains("No such file") || why.contains("not found"),
        "{why}"
    );
    let next = version(&lake, 5, batches(50, 0)).await;
    lake.announce(&next).await.expect("announced");
    let number = lake
        .log_version(&next)
        .await
        .expect("asked")
        .expect("announced");
    let expected = ours(&lake, &next).await;
    let (delta, duck, _) = read(&python, folder.path(), Some(number));
    assert_eq!((delta, duck), (expected.clone(), expected));
    let expected = ours(&lake, &versions[2]).await;
    assert_eq!(
        read(&python, folder.path(), Some(3)).0,
        expected,
        "older versions still open"
    );
    // Nothing is left that could be read: the table stands, without rows.
    let all: Vec<_> = versions
        .iter()
        .chain([&next])
        .flat_map(|v| v.files.clone())
        .collect();
    lake.destroy(&name(), &all, None).await.expect("destroyed");
    let (delta, duck, _) = read(&python, folder.path(), None);
    assert_eq!((delta.as_str(), duck.as_str()), ("0 None", "0 None"));
}
