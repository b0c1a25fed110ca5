// SPDX-License-Identifier: AGPL-3.0-or-later

//! Transactions: begin, body, commit, and again after a conflict.

use crate::tx::{Failed, Tx};
use crate::{Db, Error};

/// How often a body is run at most.
const ATTEMPTS: u32 = 12;

/// The state of [`transact!`](crate::transact) between attempts.
#[derive(Debug)]
pub struct Attempts<'a> {
    db: &'a Db,
    name: &'static str,
    done: u32,
}

/// What to do after an attempt.
#[derive(Debug)]
pub enum Next<T> {
    /// Run the body again.
    Again,
    /// This is the result.
    Done(T),
}

impl<'a> Attempts<'a> {
    /// Before the first attempt.
    pub fn new(db: &'a Db, name: &'static str) -> Self {
        Self { db, name, done: 0 }
    }

    /// Opens the transaction of the next attempt.
    pub async fn begin(&mut self) -> Result<Tx, Error> {
        self.done += 1;
        self.db.begin_write(self.name).await
    }

    /// Ends an attempt: keeps it, undoes it, or asks for another one.
    pub async fn end<T, E: From<Error>>(
        &mut self,
        tx: Tx,
        result: Result<T, E>,
    ) -> Next<Result<T, E>> {
        let (outcome, failed) = match (result, tx.failed()) {
            (result, Some(Failed::Conflict)) => {
                let _ = tx.undo().await;
                let busy = |_| Err(Error::Busy(self.name).into());
                (result.map_or_else(Err, busy), true)
            }
            (Ok(_), Some(Failed::Otherwise)) => {
                let _ = tx.undo().await;
                (Err(Error::Poisoned(self.name).into()), false)
            }
            (Err(error), _) => match tx.undo().await {
                // What the refusal rests on is not on the disk.
                Err(commit @ Error::Commit(_)) => (Err(commit.into()), false),
                _ => (Err(error), false),
            },
            (Ok(value), None) => match tx.commit().await {
                Ok(()) => (Ok(value), false),
                Err(error) => {
                    let conflict = error.is_conflict();
                    (Err(error.into()), conflict)
                }
            },
        };
        if failed && self.done < ATTEMPTS {
            self.db.count_retry();
            tracing::debug!(name = self.name, attempt = self.done, "conflict; run again");
            tokio::time::sleep(self.db.pause(self.done)).await;
            return Next::Again;
        }
        Next::Done(outcome)
    }
}

/// Opens a snapshot for [`read!`](crate::read).
pub async fn begin_read(db: &Db) -> Result<Tx, Error> {
    db.begin_read().await
}

/// Ends a snapshot.
pub async fn end_read<T, E: From<Error>>(tx: Tx, result: Result<T, E>) -> Result<T, E> {
    let _ = tx.undo().await;
    result
}

/// Runs a body in a transaction: `transact!(db, "name", tx => { … Ok(value) })`.
///
/// The body sees `tx` as a `&mut` [`Tx`](crate::Tx), may borrow what is around it, may use `?`, and
/// is run again from its start when another transaction got in its way. So nothing but the database
/// is awaited in it, and what it changes around it must bear being changed twice.
///
/// The expression is a `Result<T, E>` where `E` is any error that can be made from
/// [`Error`](crate::Error). Where the compiler cannot tell which (because `?` follows), say it:
/// `transact!(db, "name", tx -> PublishError => { … })?`.
#[macro_export]
macro_rules! transact {
    ($db:expr, $name:literal, $tx:ident -> $error:ty => $body:expr) => {{
        let result: ::std::result::Result<_, $error> = $crate::transact!($db, $name, $tx => $body);
        result
    }};
    ($db:expr, $name:literal, $tx:ident => $body:expr) => {{
        let mut attempts = $crate::macros::Attempts::new(&$db, $name);
        loop {
            let mut open = match attempts.begin().await {
                ::std::result::Result::Ok(open) => open,
                ::std::result::Result::Err(error) => {
                    break ::std::result::Result::Err(::std::convert::From::from(error));
                }
            };
            let result = {
                let $tx = &mut open;
                async { $body }.await
            };
            match attempts.end(open, result).await {
                $crate::macros::Next::Again => {}
                $crate::macros::Next::Done(result) => break result,
            }
        }
    }};
}

/// Reads from one unchanging snapshot, beside the writer and without holding it up:
/// `read!(db, "name", tx => { … Ok(value) })`. The same functions on `tx` as in
/// [`transact!`](crate::transact); one that writes fails.
#[macro_export]
macro_rules! read {
    ($db:expr, $name:literal, $tx:ident -> $error:ty => $body:expr) => {{
        let result: ::std::result::Result<_, $error> = $crate::read!($db, $name, $tx => $body);
        result
    }};
    ($db:expr, $name:literal, $tx:ident => $body:expr) => {
        match $crate::macros::begin_read(&$db).await {
            ::std::result::Result::Ok(mut open) => {
                let result = {
                    let $tx = &mut open;
                    async { $body }.await
                };
                $crate::macros::end_read(open, result).await
            }
            ::std::result::Result::Err(error) => {
                ::std::result::Result::Err(::std::convert::From::from(error))
            }
        }
    };
}

/// One sqlx expression, type-checked for each engine, for what [`Tx`](crate::Tx)'s own functions do
/// not do: `on!(tx, c => sqlx::query("…").execute(c).await.map(|_| ()))`.
#[macro_export]
macro_rules! on {
    ($tx:expr, $c:ident => $e:expr) => {{
        let tx: &mut $crate::Tx = $tx;
        let result = match tx.connection() {
            $crate::Connection::Sqlite($c) => $e,
            $crate::Connection::Postgres($c) => $e,
        };
        tx.noted("on!", result)
    }};
}
