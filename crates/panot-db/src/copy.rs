// SPDX-License-Identifier: AGPL-3.0-or-later

//! Every row of a database, as it is at one moment, into an empty one: of the same engine or of the
//! other.
//!
//! The tables of the new database are made by the migrations, so that each engine has its own. Rows
//! are streamed, and read again before the commit: what was read is what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use panot_core::Timestamp;
use sqlx::{AssertSqlSafe, SqlSafeStr as _};

use crate::migrate::{self, Migrations};
use crate::row::{Cell, postgres_cells, sqlite_cells};
use crate::tx::{Tx, bind_postgres, bind_sqlite};
use crate::{Connection, Db, Engine, Error, Value, args, schema};

mod digest;
mod same;

use digest::Digest;

/// Rows that are written by one statement, and their bytes, at most.
const BATCH_ROWS: usize = 200;
const BATCH_BYTES: usize = 1 << 20;
/// Parameters of one statement: both engines take more.
const BATCH_CELLS: usize = 20_000;

/// What was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Tables, empty ones too.
    pub tables: u64,
    /// Rows of all tables.
    pub rows: u64,
}

/// What a column of the new database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Int,
    Real,
    Bool,
    Text,
    Json,
    Blob,
    Uuid,
}

/// A table of the new database.
#[derive(Debug, Default)]
struct Table {
    columns: Vec<(String, Option<Kind>)>,
    /// The tables that must be there first.
    refers_to: BTreeSet<String>,
}

impl Db {
    /// Writes the database, as it is at one moment, to a SQLite file at `path`, which must not be
    /// there yet, and puts it on the disk: the same file whichever engine this is. Writers are not
    /// held up. `features` are those that this database was migrated with.
    pub async fn save_to(
        &self,
        path: &Path,
        features: &[Migrations],
        now: Timestamp,
    ) -> Result<(), Error> {
        if self.engine() == Engine::Sqlite {
            return self.snapshot_to(path).await;
        }
        let mut work = path.as_os_str().to_owned();
        work.push(".work");
        let work = PathBuf::from(work);
        discard(&work)?;
        let file = Self::open(&format!("sqlite:{}", work.display())).await?;
        let written = match self.copy_into(&file, features, now).await {
            // Without a log beside it, and without room for rows that are not there.
            Ok(_) => file.snapshot_to(path).await,
            Err(error) => Err(error),
        };
        file.close().await;
        written.and(discard(&work))
    }

    /// Copies every row of this database, as it is at one moment, into `to`, which must have no
    /// tables: they are made by the migrations of `features`, which this database must have run to
    /// the last. One transaction: all of it is there afterwards, or nothing.
    pub async fn copy_into(
        &self,
        to: &Self,
        features: &[Migrations],
        now: Timestamp,
    ) -> Result<Copied, Error> {
        let mut from = self.begin_read().await?;
        let mut into = to.begin_migration().await?;
        let copied = copy(&mut from, &mut into, features, now).await;
        let ended = from.undo().await;
        match copied.and_then(|copied| ended.map(|()| copied)) {
            Ok(copied) => into.commit().await.map(|()| copied),
            Err(error) => {
                let _ = into.undo().await;
                Err(error)
            }
        }
    }
}

/// Removes a SQLite file and what stands beside it.
fn discard(file: &Path) -> Result<(), Error> {
    for end in ["", "-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(end);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::Disk {
                    doing: "remove",
                    path: PathBuf::from(path).display().to_string(),
                    why: error.to_string(),
                });
            }
            _ => {}
        }
    }
    Ok(())
}

async fn copy(
    from: &mut Tx,
    into: &mut Tx,
    features: &[Migrations],
    now: Timestamp,
) -> Result<Copied, Error> {
    let there = schema::columns(into).await?;
    if let Some((table, ..)) = there.first() {
        return Err(Error::Disk {
            doing: "copy into",
            path: format!("the {} database", into.engine()),
            why: format!("it is not empty: there is a table {table}"),
        });
    }
    migrate::run(into, &migrate::with_own(features)?, now).await?;
    same_steps(from, into).await?;
    let tables = tables(into).await?;
    let mut copied = Copied { tables: 0, rows: 0 };
    for name in in_order(&tables)? {
        let table = &tables[name];
        let kinds = table.kinds(name)?;
        let names = table.names();
        let read = transfer(from, into, name, &names, &kinds).await?;
        let found = digest_of(into, name, &names, &kinds).await?;
        if found != read {
            return Err(Error::Migration(format!(
                "table {name} was read with {} rows and written with {}, or they differ; nothing \
                 was kept",
                read.rows, found.rows
            )));
        }
        copied.tables += 1;
        copied.rows += read.rows;
    }
    set_sequences(into).await?;
    Ok(copied)
}

/// Refuses when the two databases have not run the same steps.
async fn same_steps(from: &mut Tx, into: &mut Tx) -> Result<(), Error> {
    let (has, needs) = (migrate::steps(from).await?, migrate::steps(into).await?);
    if has == needs {
        return Ok(());
    }
    let word = |step: Option<&(String, u32)>| {
        step.map_or("no other".to_owned(), |(feature, number)| {
            format!("{feature}/{number}")
        })
    };
    Err(Error::Migration(format!(
        "the database to copy is of another Panot: it has run {} and not {}; start this Panot on it \
         once, then copy it",
        word(has.difference(&needs).next()),
        word(needs.difference(&has).next())
    )))
}

async fn tables(tx: &mut Tx) -> Result<BTreeMap<String, Table>, Error> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for (table, column, declared, ..) in schema::columns(tx).await? {
        let kind = Kind::of(&declared);
        tables
            .entry(table)
            .or_default()
            .columns
            .push((column, kind));
    }
    for (table, other) in schema::references(tx).await? {
        if table != other {
            tables.entry(table).or_default().refers_to.insert(other);
        }
    }
    // What was run here is known better by this database itself.
    tables.remove(migrate::TABLE);
    Ok(tables)
}

/// The tables, each after those that it refers to.
fn in_order(tables: &BTreeMap<String, Table>) -> Result<Vec<&str>, Error> {
    let mut order: Vec<&str> = Vec::with_capacity(tables.len());
    while order.len() < tables.len() {
        let ready = |(name, table): &(&String, &Table)| {
            let is_there = |other: &String| order.contains(&other.as_str());
            !is_there(name) && table.refers_to.iter().all(is_there)
        };
        let Some((name, _)) = tables.iter().find(ready) else {
            return Err(Error::Migration(
                "tables refer to each other in a circle; they cannot be copied one by one"
                    .to_owned(),
            ));
        };
        order.push(name);
    }
    Ok(order)
}

impl Table {
    fn names(&self) -> Vec<&str> {
        let names = self.columns.iter().map(|(name, _)| name.as_str());
        names.collect()
    }

    fn kinds(&self, name: &str) -> Result<Vec<Kind>, Error> {
        let kind = |(column, kind): &(String, Option<Kind>)| {
            kind.ok_or_else(|| Error::Cell {
                column: format!("{name}.{column}"),
                why: "its type is not one that is copied".to_owned(),
            })
        };
        self.columns.iter().map(kind).collect()
    }
}

impl Kind {
    fn of(declared: &str) -> Option<Self> {
        Some(match declared.to_ascii_lowercase().as_str() {
            "integer" | "int" | "bigint" | "smallint" => Self::Int,
            "real" | "double precision" => Self::Real,
            "boolean" => Self::Bool,
            "text" | "character varying" => Self::Text,
            "jsonb" => Self::Json,
            "blob" | "bytea" => Self::Blob,
            "uuid" => Self::Uuid,
            _ => return None,
        })
    }

    /// A cell of the old database as the new one holds it.
    fn value(self, cell: Cell) -> Result<Value<'static>, String> {
        let wrong = |cell: &Cell| Err(format!("found {cell:?} where {self:?} is expected"));
        Ok(match (self, cell) {
            (Self::Int, Cell::Null) => Value::Int(None),
            (Self::Int, Cell::Int(number)) => Value::Int(Some(number)),
            (Self::Int, Cell::Bool(yes)) => Value::Int(Some(yes.into())),
            (Self::Real, Cell::Null) => Value::Real(None),
            (Self::Real, Cell::Real(number)) => Value::Real(Some(number)),
            (Self::Bool, Cell::Null) => Value::Bool(None),
            (Self::Bool, Cell::Bool(yes)) => Value::Bool(Some(yes)),
            (Self::Bool, Cell::Int(number @ 0..=1)) => Value::Bool(Some(number == 1)),
            (Self::Text, Cell::Null) => Value::Text(None),
            (Self::Text, Cell::Text(text)) => Value::Text(Some(text.into())),
            (Self::Json, Cell::Null) => Value::Json(None),
            (Self::Json, Cell::Text(text)) => Value::Json(Some(text.into())),
            (Self::Blob, Cell::Null) => Value::Blob(None),
            (Self::Blob, Cell::Blob(bytes)) => Value::Blob(Some(bytes.into())),
            (Self::Blob, Cell::Uuid(id)) => Value::Blob(Some(id.as_bytes().to_vec().into())),
            (Self::Uuid, Cell::Null) => Value::Uuid(None),
            (Self::Uuid, Cell::Uuid(id)) => Value::Uuid(Some(id)),
            (Self::Uuid, Cell::Blob(bytes)) => {
                let id = uuid::Uuid::from_slice(&bytes).map_err(|error| error.to_string())?;
                Value::Uuid(Some(id))
            }
            (_, cell) => return wrong(&cell),
        })
    }
}

fn values(kinds: &[Kind], names: &[&str], cells: Vec<Cell>) -> Result<Vec<Value<'static>>, Error> {
    let columns = kinds.iter().zip(names).zip(cells);
    let value = |((kind, name), cell): ((&Kind, &&str), Cell)| {
        kind.value(cell).map_err(|why| Error::Cell {
            column: (*name).to_owned(),
            why,
        })
    };
    columns.map(value).collect()
}

/// Copies the rows of one table, and says what it read.
async fn transfer(
    from: &mut Tx,
    into: &mut Tx,
    table: &str,
    names: &[&str],
    kinds: &[Kind],
) -> Result<Digest, Error> {
    let most = (BATCH_CELLS / names.len().max(1)).clamp(1, BATCH_ROWS);
    let (mut read, mut batch, mut bytes) = (Digest::default(), Vec::new(), 0);
    let mut source = rows(from, select(table, names));
    while let Some(cells) = source.try_next().await? {
        let row = values(kinds, names, cells)?;
        read.add(&row)?;
        bytes += row.iter().map(size).sum::<usize>();
        batch.push(row);
        if batch.len() >= most || bytes >= BATCH_BYTES {
            bytes = 0;
            insert(into, table, names, std::mem::take(&mut batch)).await?;
        }
    }
    if !batch.is_empty() {
        insert(into, table, names, batch).await?;
    }
    Ok(read)
}

/// The rows of one table.
async fn digest_of(
    tx: &mut Tx,
    table: &str,
    names: &[&str],
    kinds: &[Kind],
) -> Result<Digest, Error> {
    let mut digest = Digest::default();
    let mut rows = rows(tx, select(table, names));
    while let Some(cells) = rows.try_next().await? {
        digest.add(&values(kinds, names, cells)?)?;
    }
    Ok(digest)
}

fn size(value: &Value<'_>) -> usize {
    match value {
        Value::Text(Some(text)) | Value::Json(Some(text)) => text.len(),
        Value::Blob(Some(bytes)) => bytes.len(),
        _ => 16,
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    quoted.join(", ")
}

fn select(table: &str, names: &[&str]) -> String {
    format!("SELECT {} FROM {}", list(names), quoted(table))
}

/// The rows of an answer, one at a time. Not by an async closure: its future is not `Send` for every
/// lifetime, and a backup runs in a task.
fn rows(tx: &mut Tx, sql: String) -> BoxStream<'_, Result<Vec<Cell>, Error>> {
    let cells = |cells: Result<Vec<Cell>, sqlx::Error>| {
        cells.map_err(|source| Error::statement("read a table", source))
    };
    let sql = AssertSqlSafe(sql).into_sql_str();
    match tx.connection() {
        Connection::Sqlite(c) => {
            let rows = sqlx::query(sql).fetch(c);
            rows.map(move |row| cells(row.and_then(|row| sqlite_cells(&row))))
                .boxed()
        }
        Connection::Postgres(c) => {
            let rows = sqlx::query(sql).fetch(c);
            rows.map(move |row| cells(row.and_then(|row| postgres_cells(&row))))
                .boxed()
        }
    }
}

async fn insert(
    tx: &mut Tx,
    table: &str,
    names: &[&str],
    rows: Vec<Vec<Value<'static>>>,
) -> Result<(), Error> {
    let mut number = 0;
    let mut places = || {
        let row = names.iter().map(|_| {
            number += 1;
            format!("${number}")
        });
        format!("({})", row.collect::<Vec<_>>().join(", "))
    };
    let places: Vec<String> = rows.iter().map(|_| places()).collect();
    // Numbers that PostgreSQL would give itself are those of the rows.
    let own = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => "OVERRIDING SYSTEM VALUE ",
    };
    let sql = format!(
        "INSERT INTO {} ({}) {own}VALUES {}",
        quoted(table),
        list(names),
        places.join(", ")
    );
    let sql = AssertSqlSafe(sql).into_sql_str();
    let values = rows.into_iter().flatten();
    let done = match tx.connection() {
        Connection::Sqlite(c) => {
            let query = values.fold(sqlx::query(sql), bind_sqlite);
            query.execute(c).await.map(|_| ())
        }
        Connection::Postgres(c) => {
            let query = values.fold(sqlx::query(sql), bind_postgres);
            query.execute(c).await.map(|_| ())
        }
    };
    tx.noted("write a table", done)
}

/// Lets PostgreSQL number the next row after the largest that is there. SQLite does by itself.
async fn set_sequences(tx: &mut Tx) -> Result<(), Error> {
    if tx.engine() == Engine::Sqlite {
        return Ok(());
    }
    let sequences: Vec<(String, String, String)> = tx.list(&schema::SEQUENCES, args![]).await?;
    for (table, column, sequence) in sequences {
        let sql = format!(
            "SELECT setval('{}', COALESCE((SELECT MAX({}) FROM {}), 0) + 1, false)",
            sequence.replace('\'', "''"),
            quoted(&column),
            quoted(&table)
        );
        rows(tx, sql).try_next().await?;
    }
    Ok(())
}
