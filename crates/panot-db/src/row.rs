// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a statement returns, the same on both engines.

use std::sync::Arc;

use panot_core::{Cents, Id, Language, Name, Timestamp};
use sqlx::postgres::{PgRow, PgValueRef};
use sqlx::sqlite::{SqliteRow, SqliteValueRef};
use sqlx::{Decode, Postgres, Row as _, Sqlite, TypeInfo as _, ValueRef as _};
use uuid::Uuid;

use crate::Error;
use crate::value::{Json, Jsonb};

/// One cell of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// NULL.
    Null,
    /// A whole number.
    Int(i64),
    /// A floating number.
    Real(f64),
    /// A truth value, where the engine has them.
    Bool(bool),
    /// A text or a document.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
    /// A UUID, where the engine has them.
    Uuid(Uuid),
}

impl Cell {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Int(_) => "a whole number",
            Self::Real(_) => "a floating number",
            Self::Bool(_) => "a truth value",
            Self::Text(_) => "a text",
            Self::Blob(_) => "bytes",
            Self::Uuid(_) => "a UUID",
        }
    }
}

/// One row of an answer. Cells are taken out, each once.
#[derive(Debug, Clone)]
pub struct Row {
    columns: Arc<[String]>,
    cells: Vec<Cell>,
}

impl Row {
    /// Takes the cell of this column.
    pub fn take<T: FromCell>(&mut self, column: &str) -> Result<T, Error> {
        let at = self
            .columns
            .iter()
            .position(|name| name == column)
            .ok_or_else(|| Error::Cell {
                column: column.to_owned(),
                why: format!("there is none; there are {}", self.columns.join(", ")),
            })?;
        self.take_at(at)
    }

    /// Takes the cell at this position, from 0.
    pub fn take_at<T: FromCell>(&mut self, at: usize) -> Result<T, Error> {
        let fail = |why: String| Error::Cell {
            column: self
                .columns
                .get(at)
                .cloned()
                .unwrap_or_else(|| format!("number {at}")),
            why,
        };
        match self.cells.get_mut(at) {
            Some(cell) => T::from_cell(std::mem::replace(cell, Cell::Null)).map_err(fail),
            None => Err(fail("the answer has no such column".to_owned())),
        }
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The cells that were not taken, in the order of the columns.
    pub fn into_cells(self) -> Vec<Cell> {
        self.cells
    }
}

/// What can be made of a cell.
pub trait FromCell: Sized {
    /// Makes it, or says what is there instead.
    fn from_cell(cell: Cell) -> Result<Self, String>;
}

/// What can be made of a row: a struct by [`from_row!`](crate::from_row), a tuple or a single value
/// by position.
pub trait FromRow: Sized {
    /// Makes it.
    fn from_row(row: Row) -> Result<Self, Error>;
}

impl FromRow for Row {
    fn from_row(row: Row) -> Result<Self, Error> {
        Ok(row)
    }
}

fn expected<T>(what: &str, cell: &Cell) -> Result<T, String> {
    Err(format!("expected {what}, found {}", cell.kind()))
}

impl FromCell for i64 {
    fn from_cell(cell: Cell) -> Result<Self, String> {
        match cell {
            Cell::Int(number) => Ok(number),
            other => expected("a whole number", &other),
        }
    }
}

impl FromCell for f64 {
    fn from_cell(cell: Cell) -> Result<Self, String> {
        match cell {
            Cell::Real(number) => Ok(number),
            other => expected("a floating number", &other),
        }
    }
}

impl FromCell for bool {
    fn from_cell(cell: Cell) -> Result<Self, String> {
        match cell {
            Cell::Bool(value) => Ok(value),
            Cell::Int(0) => Ok(false),
            Cell::Int(1) => Ok(true),
            other => expected("a truth value", &other),
        }
    }
}

impl FromCell for String {
    fn from_cell(cell: Cell) -> Result<Self, String> {
        match cell {
            Cell::Text(text) => Ok(text),
            other => expected("a text", &other),
        }
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: Cell) -> Result<Self, String> {
        match cell {
            Cell::Blob(bytes) => Ok(bytes),
            other => expected("bytes", &other),
        }
    }
}

impl FromCell for Uuid {
    fn from_cell(cell: Cell) -> Result<Self, String> {
        match cell {
            Cell::Uuid(uuid) => Ok(uuid),
            Cell::Blob(bytes) => Self::from_slice(&bytes).map_err(|error| error.to_string()),
            other => expected("a UUID", &other),
        }
    }
}

impl<T> FromCell for Id<T> {
    fn from_cell(cell: Cell) -> Result<Self, String> {
        Uuid::from_cell(cell).map(Self::from_uuid)
    }
}

impl FromCell for Timestamp {
    fn from_cell(cell: Cell) -> Result<Self, String> {
        Self::from_micros(i64::from_cell(cell)?).map_err(|error| error.to_string())
    }
}

impl FromCell for Cents {
    fn from_cell(cell: Cell) -> Result<Self, String> {
        i64::from_cell(cell).map(Self)
    }
}

impl<T: serde::de::DeserializeOwned> FromCell for Json<T> {
    fn from_cell(cell: Cell) -> Result<Self, String> {
        let text = String::from_cell(cell)?;
        serde_json::from_str(&text)
            .map(Self)
            .map_err(|error| format!("the document cannot be read: {error}"))
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: Cell) -> Result<Self, String> {
        match cell {
            Cell::Null => Ok(None),
            cell => T::from_cell(cell).map(Some),
        }
    }
}

macro_rules! from_int {
    ($($type:ty)*) => {$(
        impl FromCell for $type {
            fn from_cell(cell: Cell) -> Result<Self, String> {
                let number = i64::from_cell(cell)?;
                Self::try_from(number)
                    .map_err(|_| format!("{number} does not fit {}", stringify!($type)))
            }
        }
    )*};
}
from_int!(i32 u64 u32 u16 u8);

macro_rules! from_text {
    ($($type:ty)*) => {$(
        impl FromCell for $type {
            fn from_cell(cell: Cell) -> Result<Self, String> {
                String::from_cell(cell)?
                    .parse()
                    .map_err(|error| format!("{error}"))
            }
        }
    )*};
}
from_text!(Name Language);

macro_rules! from_one {
    ($($type:ty)*) => {$(
        impl FromRow for $type {
            fn from_row(mut row: Row) -> Result<Self, Error> {
                row.take_at(0)
            }
        }
    )*};
}
from_one!(i64 i32 u64 u32 u16 u8 f64 bool String Vec<u8> Uuid Timestamp Cents Name Language);

impl<T: FromCell> FromRow for Option<T> {
    fn from_row(mut row: Row) -> Result<Self, Error> {
        row.take_at(0)
    }
}

impl<T> FromRow for Id<T> {
    fn from_row(mut row: Row) -> Result<Self, Error> {
        row.take_at(0)
    }
}

impl<T: serde::de::DeserializeOwned> FromRow for Json<T> {
    fn from_row(mut row: Row) -> Result<Self, Error> {
        row.take_at(0)
    }
}

macro_rules! from_tuple {
    ($($name:ident $at:tt),*) => {
        impl<$($name: FromCell),*> FromRow for ($($name,)*) {
            fn from_row(mut row: Row) -> Result<Self, Error> {
                Ok(($(row.take_at::<$name>($at)?,)*))
            }
        }
    };
}
from_tuple!(A 0);
from_tuple!(A 0, B 1);
from_tuple!(A 0, B 1, C 2);
from_tuple!(A 0, B 1, C 2, D 3);
from_tuple!(A 0, B 1, C 2, D 3, E 4);
from_tuple!(A 0, B 1, C 2, D 3, E 4, F 5);

/// Reads SQLite rows, and names their columns once.
pub(crate) fn sqlite_rows(rows: &[SqliteRow]) -> Result<Vec<Row>, sqlx::Error> {
    let columns = names(rows.first().map(SqliteRow::columns));
    rows.iter()
        .map(|row| {
            Ok(Row {
                columns: Arc::clone(&columns),
                cells: sqlite_cells(row)?,
            })
        })
        .collect()
}

/// Reads PostgreSQL rows, and names their columns once.
pub(crate) fn postgres_rows(rows: &[PgRow]) -> Result<Vec<Row>, sqlx::Error> {
    let columns = names(rows.first().map(PgRow::columns));
    rows.iter()
        .map(|row| {
            Ok(Row {
                columns: Arc::clone(&columns),
                cells: postgres_cells(row)?,
            })
        })
        .collect()
}

/// The cells of one SQLite row.
pub(crate) fn sqlite_cells(row: &SqliteRow) -> Result<Vec<Cell>, sqlx::Error> {
    let cells = 0..row.len();
    cells.map(|at| sqlite_cell(row.try_get_raw(at)?)).collect()
}

/// The cells of one PostgreSQL row.
pub(crate) fn postgres_cells(row: &PgRow) -> Result<Vec<Cell>, sqlx::Error> {
    let cells = 0..row.len();
    cells
        .map(|at| postgres_cell(row.try_get_raw(at)?))
        .collect()
}

fn names<C: sqlx::Column>(columns: Option<&[C]>) -> Arc<[String]> {
    columns
        .unwrap_or_default()
        .iter()
        .map(|column| column.name().to_owned())
        .collect()
}

fn sqlite_cell(value: SqliteValueRef<'_>) -> Result<Cell, sqlx::Error> {
    if value.is_null() {
        return Ok(Cell::Null);
    }
    let kind = value.type_info().name().to_owned();
    let cell = match kind.as_str() {
        "INTEGER" => <i64 as Decode<Sqlite>>::decode(value).map(Cell::Int),
        "REAL" => <f64 as Decode<Sqlite>>::decode(value).map(Cell::Real),
        "TEXT" => <String as Decode<Sqlite>>::decode(value).map(Cell::Text),
        "BLOB" => <Vec<u8> as Decode<Sqlite>>::decode(value).map(Cell::Blob),
        other => Err(format!("a cell of type {other} is not read here").into()),
    };
    cell.map_err(sqlx::Error::Decode)
}

fn postgres_cell(value: PgValueRef<'_>) -> Result<Cell, sqlx::Error> {
    if value.is_null() {
        return Ok(Cell::Null);
    }
    let kind = value.type_info().name().to_owned();
    let cell = match kind.as_str() {
        "INT8" => <i64 as Decode<Postgres>>::decode(value).map(Cell::Int),
        "INT4" => <i32 as Decode<Postgres>>::decode(value).map(|n| Cell::Int(n.into())),
        "INT2" => <i16 as Decode<Postgres>>::decode(value).map(|n| Cell::Int(n.into())),
        "FLOAT8" => <f64 as Decode<Postgres>>::decode(value).map(Cell::Real),
        "FLOAT4" => <f32 as Decode<Postgres>>::decode(value).map(|n| Cell::Real(n.into())),
        "BOOL" => <bool as Decode<Postgres>>::decode(value).map(Cell::Bool),
        "TEXT" | "VARCHAR" | "NAME" | "CHAR" => {
            <String as Decode<Postgres>>::decode(value).map(Cell::Text)
        }
        "BYTEA" => <Vec<u8> as Decode<Postgres>>::decode(value).map(Cell::Blob),
        "UUID" => <Uuid as Decode<Postgres>>::decode(value).map(Cell::Uuid),
        "JSONB" | "JSON" => <Jsonb<'static> as Decode<Postgres>>::decode(value)
            .map(|json| Cell::Text(json.0.into_owned())),
        "VOID" => Ok(Cell::Null),
        other => Err(format!("a cell of type {other} is not read here; CAST it").into()),
    };
    cell.map_err(sqlx::Error::Decode)
}
