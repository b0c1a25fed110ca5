// SPDX-License-Identifier: AGPL-3.0-or-later

//! An open transaction, on either engine.

use std::borrow::Cow;
use std::fmt;

use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};

use crate::row::{FromRow, Row, postgres_rows, sqlite_rows};
use crate::sqlite::Turn;
use crate::value::Jsonb;
use crate::{Engine, Error, Statement, Value};

/// An open transaction. Made by [`transact!`](crate::transact) and [`read!`](crate::read).
///
/// Once a statement has failed, the transaction is not committed any more, on either engine: what is
/// expected to happen (a name that is taken) is asked for with `ON CONFLICT`, not by failing.
pub struct Tx {
    inner: Inner,
    /// Whether a statement failed, and if so whether trying again may help.
    failed: Option<Failed>,
    after_commit: Vec<Box<dyn FnOnce() + Send>>,
}

pub(crate) enum Inner {
    Writer(Turn),
    Reader(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failed {
    Conflict,
    Otherwise,
}

/// The connection of a transaction, for [`on!`](crate::on).
pub enum Connection<'a> {
    /// To SQLite.
    Sqlite(&'a mut SqliteConnection),
    /// To PostgreSQL.
    Postgres(&'a mut PgConnection),
}

impl Tx {
    pub(crate) fn new(inner: Inner) -> Self {
        Self {
            inner,
            failed: None,
            after_commit: Vec::new(),
        }
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.inner {
            Inner::Writer(_) | Inner::Reader(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement and says how many rows it changed.
    pub async fn run<const N: usize>(
        &mut self,
        statement: &Statement<N>,
        args: [Value<'_>; N],
    ) -> Result<u64, Error> {
        let result = match self.connection() {
            Connection::Sqlite(c) => sqlite_query(statement.sql(), args)
                .execute(c)
                .await
                .map(|done| done.rows_affected()),
            Connection::Postgres(c) => postgres_query(statement.sql(), args)
                .execute(c)
                .await
                .map(|done| done.rows_affected()),
        };
        self.noted(statement.name(), result)
    }

    /// Every row of an answer. The statement bounds how many there can be.
    pub async fn list<T: FromRow, const N: usize>(
        &mut self,
        statement: &Statement<N>,
        args: [Value<'_>; N],
    ) -> Result<Vec<T>, Error> {
        let result = match self.connection() {
            Connection::Sqlite(c) => sqlite_query(statement.sql(), args)
                .fetch_all(c)
                .await
                .and_then(|rows| sqlite_rows(&rows)),
            Connection::Postgres(c) => postgres_query(statement.sql(), args)
                .fetch_all(c)
                .await
                .and_then(|rows| postgres_rows(&rows)),
        };
        let rows = self.noted(statement.name(), result)?;
        rows.into_iter().map(T::from_row).collect()
    }

    /// The row of an answer, if there is one. The statement says that there is one at most.
    pub async fn find<T: FromRow, const N: usize>(
        &mut self,
        statement: &Statement<N>,
        args: [Value<'_>; N],
    ) -> Result<Option<T>, Error> {
        let rows: Vec<Row> = self.list(statement, args).await?;
        debug_assert!(rows.len() <= 1, "{} returns one row", statement.name());
        rows.into_iter().next().map(T::from_row).transpose()
    }

    /// The row of an answer that always has one: a count, or what `RETURNING` gives back.
    pub async fn one<T: FromRow, const N: usize>(
        &mut self,
        statement: &Statement<N>,
        args: [Value<'_>; N],
    ) -> Result<T, Error> {
        match self.find(statement, args).await? {
            Some(found) => Ok(found),
            None => self.noted(statement.name(), Err(sqlx::Error::RowNotFound)),
        }
    }

    /// Calls `then` when this transaction has been committed, and not when it is not.
    pub fn after_commit(&mut self, then: impl FnOnce() + Send + 'static) {
        self.after_commit.push(Box::new(then));
    }

    /// The connection, for [`on!`](crate::on).
    pub fn connection(&mut self) -> Connection<'_> {
        match &mut self.inner {
            Inner::Writer(turn) => Connection::Sqlite(turn.connection()),
            Inner::Reader(tx) => Connection::Sqlite(&mut *tx),
            Inner::Postgres(tx) => Connection::Postgres(&mut *tx),
        }
    }

    /// Remembers whether a statement failed, for [`on!`](crate::on).
    pub fn noted<T>(
        &mut self,
        statement: &'static str,
        result: Result<T, sqlx::Error>,
    ) -> Result<T, Error> {
        result.map_err(|source| {
            let error = Error::statement(statement, source);
            if error.is_conflict() {
                self.failed = Some(Failed::Conflict);
            } else if self.failed.is_none() {
                self.failed = Some(Failed::Otherwise);
            }
            error
        })
    }

    pub(crate) fn failed(&self) -> Option<Failed> {
        self.failed
    }

    pub(crate) async fn commit(self) -> Result<(), Error> {
        match self.inner {
            Inner::Writer(turn) => turn.keep().await?,
            Inner::Reader(tx) => {
                let done = tx.rollback().await;
                done.map_err(|source| Error::statement("end of read", source))?;
            }
            Inner::Postgres(tx) => {
                let done = tx.commit().await;
                done.map_err(|source| Error::statement("COMMIT", source))?;
            }
        }
        for then in self.after_commit {
            then();
        }
        Ok(())
    }

    /// Undoes everything. On SQLite this waits until those whose changes the body may have seen are
    /// on the disk, so that a refusal never rests on something that a crash takes back.
    pub(crate) async fn undo(self) -> Result<(), Error> {
        match self.inner {
            Inner::Writer(turn) => turn.undo().await,
            Inner::Reader(tx) => tx
                .rollback()
                .await
                .map_err(|source| Error::statement("ROLLBACK", source)),
            Inner::Postgres(tx) => tx
                .rollback()
                .await
                .map_err(|source| Error::statement("ROLLBACK", source)),
        }
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tx")
            .field("engine", &self.engine())
            .field("failed", &self.failed)
            .finish_non_exhaustive()
    }
}

pub(crate) type SqliteQuery = sqlx::query::Query<'static, Sqlite, sqlx::sqlite::SqliteArguments>;
pub(crate) type PostgresQuery = sqlx::query::Query<'static, Postgres, sqlx::postgres::PgArguments>;

fn sqlite_query<const N: usize>(sql: &'static str, args: [Value<'_>; N]) -> SqliteQuery {
    args.into_iter().fold(sqlx::query(sql), bind_sqlite)
}

fn postgres_query<const N: usize>(sql: &'static str, args: [Value<'_>; N]) -> PostgresQuery {
    args.into_iter().fold(sqlx::query(sql), bind_postgres)
}

/// Binds the next parameter.
pub(crate) fn bind_sqlite(query: SqliteQuery, value: Value<'_>) -> SqliteQuery {
    match value {
        Value::Int(v) => query.bind(v),
        Value::Real(v) => query.bind(v),
        Value::Bool(v) => query.bind(v),
        Value::Text(v) | Value::Json(v) => query.bind(v.map(Cow::into_owned)),
        Value::Blob(v) => query.bind(v.map(Cow::into_owned)),
        Value::Uuid(v) => query.bind(v),
    }
}

/// Binds the next parameter.
pub(crate) fn bind_postgres(query: PostgresQuery, value: Value<'_>) -> PostgresQuery {
    match value {
        Value::Int(v) => query.bind(v),
        Value::Real(v) => query.bind(v),
        Value::Bool(v) => query.bind(v),
        Value::Text(v) => query.bind(v.map(Cow::into_owned)),
        Value::Json(v) => query.bind(v.map(Jsonb)),
        Value::Blob(v) => query.bind(v.map(Cow::into_owned)),
        Value::Uuid(v) => query.bind(v),
    }
}
