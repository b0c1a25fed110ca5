// SPDX-License-Identifier: AGPL-3.0-or-later

//! What tables a database has, and whether two databases have the same.

use std::collections::BTreeMap;
use std::fmt;

use sqlx::{Either, Executor as _, SqlSafeStr as _, Statement as _};

use crate::{Connection, Db, Engine, Error, NamedStatement, Tx, args};

/// The tables of a database, as far as both engines can be compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    /// Every table by its name.
    pub tables: BTreeMap<String, Table>,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Every column by its name.
    pub columns: BTreeMap<String, Column>,
    /// The columns of the primary key, in their order.
    pub primary_key: Vec<String>,
    /// The columns of every other unique index, sorted.
    pub unique: Vec<Vec<String>>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it holds.
    pub family: Family,
    /// Whether a cell may be NULL.
    pub nullable: bool,
}

/// What a column holds, in the words that both engines share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Family {
    /// `INTEGER`; `BIGINT`, `BOOLEAN`.
    Number,
    /// `REAL`; `DOUBLE PRECISION`.
    Real,
    /// `TEXT`; `TEXT`, `JSONB`.
    Text,
    /// `BLOB`; `UUID`, `BYTEA`.
    Bytes,
    /// Something that the house does not use.
    Other(String),
}

impl Family {
    fn of(declared: &str) -> Self {
        match declared.to_ascii_lowercase().as_str() {
            "integer" | "int" | "bigint" | "smallint" | "boolean" => Self::Number,
            "real" | "double precision" => Self::Real,
            "text" | "character varying" | "jsonb" => Self::Text,
            "blob" | "uuid" | "bytea" => Self::Bytes,
            _ => Self::Other(declared.to_owned()),
        }
    }
}

/// The columns of every table. The last cell counts from 1 within the primary key and is 0 outside.
const SQLITE_COLUMNS: crate::Statement<0> = crate::Statement::new(
    "SQLITE_COLUMNS",
    "SELECT t.name, c.name, c.type,
            CASE WHEN c.\"notnull\" = 1 OR (c.pk > 0 AND (t.wr = 1 OR t.strict = 1))
                 THEN 0 ELSE 1 END,
            c.pk
     FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
     WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
     ORDER BY t.name, c.cid",
);
/// The columns of every unique index that is not the primary key.
const SQLITE_UNIQUE: crate::Statement<0> = crate::Statement::new(
    "SQLITE_UNIQUE",
    "SELECT t.name, i.name, c.name
     FROM pragma_table_list AS t, pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS c
     WHERE t.schema = 'main' AND t.type = 'table' AND i.\"unique\" = 1 AND i.origin <> 'pk'
     ORDER BY t.name, i.name, c.seqno",
);
/// The same questions in PostgreSQL's own words: no text of the common subset can ask them.
const POSTGRES_COLUMNS: crate::Statement<0> = crate::Statement::new(
    "POSTGRES_COLUMNS",
    "SELECT c.table_name::text, c.column_name::text, c.data_type::text,
            CASE WHEN c.is_nullable = 'NO' THEN 0::bigint ELSE 1::bigint END,
            COALESCE(array_position(p.conkey, a.attnum), 0)::bigint
     FROM information_schema.columns AS c
     JOIN pg_class AS r ON r.oid = (quote_ident(c.table_schema) || '.' || quote_ident(c.table_name))::regclass
     JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attname = c.column_name
     LEFT JOIN pg_constraint AS p ON p.conrelid = r.oid AND p.contype = 'p'
     WHERE c.table_schema = current_schema() AND r.relkind = 'r'
     ORDER BY c.table_name, c.ordinal_position",
);
const POSTGRES_UNIQUE: crate::Statement<0> = crate::Statement::new(
    "POSTGRES_UNIQUE",
    "SELECT r.relname::text, i.relname::text, a.attname::text
     FROM pg_index AS x
     JOIN pg_class AS r ON r.oid = x.indrelid AND r.relnamespace = current_schema()::regnamespace
     JOIN pg_class AS i ON i.oid = x.indexrelid
     CROSS JOIN LATERAL unnest(x.indkey::smallint[]) WITH ORDINALITY AS k(attnum, place)
     JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum = k.attnum
     WHERE x.indisunique AND NOT x.indisprimary
     ORDER BY r.relname, i.relname, k.place",
);

/// Which table refers to which.
const SQLITE_REFERENCES: crate::Statement<0> = crate::Statement::new(
    "SQLITE_REFERENCES",
    "SELECT t.name, f.\"table\"
     FROM pragma_table_list AS t, pragma_foreign_key_list(t.name) AS f
     WHERE t.schema = 'main' AND t.type = 'table'",
);
const POSTGRES_REFERENCES: crate::Statement<0> = crate::Statement::new(
    "POSTGRES_REFERENCES",
    "SELECT r.relname::text, f.relname::text
     FROM pg_constraint AS c
     JOIN pg_class AS r ON r.oid = c.conrelid
     JOIN pg_class AS f ON f.oid = c.confrelid
     WHERE c.contype = 'f' AND r.relnamespace = current_schema()::regnamespace",
);
/// Columns of PostgreSQL whose numbers come from a sequence: table, column, sequence.
pub(crate) const SEQUENCES: crate::Statement<0> = crate::Statement::new(
    "SEQUENCES",
    "SELECT t, c, s FROM (
        SELECT table_name::text AS t, column_name::text AS c, pg_get_serial_sequence(
            quote_ident(table_schema) || '.' || quote_ident(table_name), column_name) AS s
        FROM information_schema.columns WHERE table_schema = current_schema()) AS numbered
     WHERE s IS NOT NULL",
);

/// Table, column, declared type, whether it may be NULL, place in the primary key.
pub(crate) type ColumnRow = (String, String, String, bool, u32);

/// The columns of every table, in their order.
pub(crate) async fn columns(tx: &mut Tx) -> Result<Vec<ColumnRow>, Error> {
    match tx.engine() {
        Engine::Sqlite => tx.list(&SQLITE_COLUMNS, args![]).await,
        Engine::Postgres => tx.list(&POSTGRES_COLUMNS, args![]).await,
    }
}

/// Which table refers to which.
pub(crate) async fn references(tx: &mut Tx) -> Result<Vec<(String, String)>, Error> {
    match tx.engine() {
        Engine::Sqlite => tx.list(&SQLITE_REFERENCES, args![]).await,
        Engine::Postgres => tx.list(&POSTGRES_REFERENCES, args![]).await,
    }
}

impl Db {
    /// The tables of this database.
    pub async fn schema(&self) -> Result<Schema, Error> {
        let (columns, unique) = crate::read!(self, "schema", tx -> Error => {
            let columns = columns(tx).await?;
            let unique: Vec<(String, String, String)> = match tx.engine() {
                Engine::Sqlite => tx.list(&SQLITE_UNIQUE, args![]).await?,
                Engine::Postgres => tx.list(&POSTGRES_UNIQUE, args![]).await?,
            };
            Ok((columns, unique))
        })?;
        Ok(Schema::of(columns, unique))
    }

    /// Prepares every statement, and says of each that cannot be prepared or that has another
    /// number of parameters than its text, what is wrong. Empty when all is well.
    pub async fn wrong_statements(
        &self,
        statements: &[NamedStatement],
    ) -> Result<Vec<String>, Error> {
        let mut wrong = Vec::new();
        for statement in statements {
            // Each in a transaction of its own: after an error PostgreSQL answers nothing else.
            let prepared = crate::read!(self, "prepare", tx -> Error => {
                let sql = statement.sql.into_sql_str();
                let result = match tx.connection() {
                    Connection::Sqlite(c) => c.prepare(sql).await.map(|s| count(s.parameters())),
                    Connection::Postgres(c) => c.prepare(sql).await.map(|s| count(s.parameters())),
                };
                tx.noted(statement.name, result)
            });
            match prepared {
                Ok(number) if number == statement.parameters => {}
                Ok(number) => wrong.push(format!(
                    "{}: the engine counts {number} parameters, the text names {}; each of $1 to \
                     ${} must be used",
                    statement.name, statement.parameters, statement.parameters
                )),
                Err(error) => wrong.push(error.to_string()),
            }
        }
        Ok(wrong)
    }
}

fn count<T>(parameters: Option<Either<&[T], usize>>) -> usize {
    match parameters {
        Some(Either::Left(types)) => types.len(),
        Some(Either::Right(number)) => number,
        None => 0,
    }
}

impl Schema {
    fn of(columns: Vec<ColumnRow>, unique: Vec<(String, String, String)>) -> Self {
        let mut schema = Self::default();
        let mut keys: BTreeMap<String, BTreeMap<u32, String>> = BTreeMap::new();
        for (table, name, declared, nullable, place) in columns {
            if place > 0 {
                let key = keys.entry(table.clone()).or_default();
                key.insert(place, name.clone());
            }
            let column = Column {
                family: Family::of(&declared),
                nullable,
            };
            let table = schema.tables.entry(table).or_default();
            table.columns.insert(name, column);
        }
        for (table, key) in keys {
            schema.tables.entry(table).or_default().primary_key = key.into_values().collect();
        }
        let mut indexes: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for (table, index, column) in unique {
            indexes.entry((table, index)).or_default().push(column);
        }
        for ((table, _), columns) in indexes {
            schema.tables.entry(table).or_default().unique.push(columns);
        }
        for table in schema.tables.values_mut() {
            table.unique.sort();
        }
        schema
    }

    /// How another schema differs from this one, a sentence each; empty when they are the same.
    /// Types are compared by [`Family`]: `JSONB` is the `TEXT` of the other engine.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = Vec::new();
        for name in keys(&self.tables, &other.tables) {
            match (self.tables.get(name), other.tables.get(name)) {
                (Some(a), Some(b)) => table_differences(name, a, b, &mut found),
                (Some(_), None) => found.push(format!("table {name} is only in the first")),
                (None, _) => found.push(format!("table {name} is only in the second")),
            }
        }
        found
    }
}

fn table_differences(name: &str, a: &Table, b: &Table, found: &mut Vec<String>) {
    for column in keys(&a.columns, &b.columns) {
        match (a.columns.get(column), b.columns.get(column)) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => found.push(format!("column {name}.{column} is {a} and {b}")),
            (Some(_), None) => found.push(format!("column {name}.{column} is only in the first")),
            (None, _) => found.push(format!("column {name}.{column} is only in the second")),
        }
    }
    if a.primary_key != b.primary_key {
        found.push(format!(
            "the primary key of {name} is ({}) and ({})",
            a.primary_key.join(", "),
            b.primary_key.join(", ")
        ));
    }
    if a.unique != b.unique {
        found.push(format!(
            "the unique indexes of {name} are {:?} and {:?}",
            a.unique, b.unique
        ));
    }
}

fn keys<'a, V>(a: &'a BTreeMap<String, V>, b: &'a BTreeMap<String, V>) -> Vec<&'a String> {
    let mut all: Vec<&String> = a.keys().chain(b.keys()).collect();
    all.sort();
    all.dedup();
    all
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let null = if self.nullable { "NULL" } else { "NOT NULL" };
        write!(f, "{:?} {null}", self.family)
    }
}
