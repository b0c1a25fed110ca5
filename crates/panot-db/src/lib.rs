// SPDX-License-Identifier: AGPL-3.0-or-later

//! The only crate that opens a SQL database: one text for two engines, SQLite and PostgreSQL.

mod db;
mod error;
mod migrate;
mod row;
mod schema;
mod sqlite;
mod statement;
mod transact;
mod tx;
mod value;

pub use db::{Db, Engine, Metrics};
pub use error::Error;
pub use migrate::{Migrations, Step};
pub use row::{Cell, FromCell, FromRow, Row};
pub use schema::{Column, Schema, Table};
pub use statement::{NamedStatement, Statement, parameters};
pub use tx::{Connection, Tx};
pub use value::{Json, ToValue, Value};

/// The statements of this crate itself, for the test that prepares them.
pub const STATEMENTS: [&[NamedStatement]; 2] = [db::STATEMENTS, migrate::STATEMENTS];

/// What the macros are made of; not for other use.
pub mod macros {
    pub use crate::transact::{Attempts, Next, begin_read, end_read};
}
