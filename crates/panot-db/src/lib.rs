// SPDX-License-Identifier: AGPL-3.0-or-later

//! The only crate that opens a SQL database: one text for two engines, SQLite and PostgreSQL.
//!
//! A feature keeps its statements in one `store.rs`, each with a name and a reason, and functions on
//! [`Tx`] that read like sentences. The same text runs on both engines (`$1` is a parameter on
//! both), and a forgotten argument does not compile:
//!
//! ```
//! use panot_core::{Id, Name, Timestamp};
//! use panot_db::{Db, Error, Json, Migrations, Step, Tx, args, from_row, read, statements, transact};
//!
//! const MIGRATIONS: Migrations = Migrations {
//!     feature: "trees",
//!     steps: &[Step {
//!         number: 1,
//!         name: "trees",
//!         // In files of their own in a feature: include_str!("../migrations/sqlite/0001_….sql").
//!         sqlite: "CREATE TABLE trees_trees (id BLOB NOT NULL PRIMARY KEY,
//!             name TEXT NOT NULL UNIQUE, notes TEXT NOT NULL, planted_at INTEGER) STRICT",
//!         postgres: "CREATE TABLE trees_trees (id UUID NOT NULL PRIMARY KEY,
//!             name TEXT NOT NULL UNIQUE, notes JSONB NOT NULL, planted_at BIGINT)",
//!     }],
//! };
//!
//! struct Tree {
//!     id: Id<Tree>,
//!     name: Name,
//!     notes: Json<Vec<String>>,
//!     planted_at: Option<Timestamp>,
//! }
//! from_row!(Tree { id, name, notes, planted_at });
//!
//! statements! {
//!     /// The name is unique, so the second of two simultaneous trees changes no row.
//!     TREE_INSERT = "
//!         INSERT INTO trees_trees (id, name, notes, planted_at) VALUES ($1, $2, $3, $4)
//!         ON CONFLICT (name) DO NOTHING";
//!
//!     /// Finds a tree by the name in its address.
//!     TREE_BY_NAME = "SELECT id, name, notes, planted_at FROM trees_trees WHERE name = $1";
//! }
//!
//! /// Plants a tree; false when there is one of this name already.
//! async fn plant(tx: &mut Tx, tree: &Tree) -> Result<bool, Error> {
//!     let args = args![tree.id, tree.name, tree.notes, tree.planted_at];
//!     Ok(tx.run(&TREE_INSERT, args).await? == 1)
//! }
//!
//! async fn by_name(tx: &mut Tx, name: &Name) -> Result<Option<Tree>, Error> {
//!     tx.find(&TREE_BY_NAME, args![name]).await
//! }
//!
//! async fn example(db: Db, tree: Tree, now: Timestamp) -> Result<(), Error> {
//!     db.migrate(&[MIGRATIONS], now).await?;
//!     transact!(db, "plant a tree", tx => {
//!         plant(tx, &tree).await
//!     })?;
//!     let found = read!(db, "show a tree", tx => by_name(tx, &tree.name).await)?;
//!     assert_eq!(found.map(|found| found.id), Some(tree.id));
//!     Ok(())
//! }
//!
//! # fn main() {
//! #     panot_testkit::run_on_sqlite(async |city| {
//! #         let id = Id::new(city.clock.now(), &city.random);
//! #         let name = "lime".parse().unwrap();
//! #         let tree = Tree { id, name, notes: Json(vec!["old".into()]), planted_at: None };
//! #         example(city.db.clone(), tree, city.clock.now()).await.unwrap();
//! #     });
//! # }
//! ```
//!
//! Where the compiler asks which error a body has (a `?` follows, and the body's last line does not
//! say), it is told: `transact!(db, "plant a tree", tx -> PlantError => { … })?`.
//!
//! # What this crate promises
//!
//! - A transaction that returned is on the disk. On SQLite many share one wait for it: with about
//!   270 waits a second, a debug build on two busy cores made 360 to 840 transactions a second with
//!   one writer, 2,500 to 3,500 with 16, and 5,200 to 7,900 with 256 (`cargo bench -p panot-db`).
//! - Transactions do not see each other half done, and no update is lost: PostgreSQL is
//!   `SERIALIZABLE`, SQLite has one writer. A body that met another is run again ([`transact!`]).
//! - A body that fails or is dropped takes back its own changes only, also when it shares a commit.
//! - A snapshot ([`read!`]) does not wait for writers and does not hold them up.
//! - A copy is of one moment, the same SQLite file whichever engine it was made from, and rows are
//!   moved between engines in one transaction, compared before the commit ([`Db::save_to`],
//!   [`Db::copy_into`]). Whether that commit was reached can be asked later ([`Db::holds`]).
//! - A migration that was run is never run again, and one that was edited afterwards is refused
//!   ([`Db::migrate`]).
//!
//! # The common subset
//!
//! `ON CONFLICT … DO UPDATE`, `RETURNING`, common table expressions, window functions, `FILTER`. No
//! date arithmetic, no arrays, no `ILIKE`; `CAST(SUM(n) AS BIGINT)`, because PostgreSQL's `SUM` is a
//! `NUMERIC`; human text is sorted in Rust. On SQLite no key is deferred and no `OR ROLLBACK` is
//! written: both would undo the work of a whole group.

mod copy;
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

pub use copy::Copied;
pub use db::{Db, Engine, Metrics};
pub use error::Error;
pub use migrate::{Migrations, Step};
pub use row::{Cell, FromCell, FromRow, Row};
pub use schema::{Column, Family, Schema, Table};
pub use statement::{NamedStatement, Statement, parameters};
pub use tx::{Connection, Tx};
pub use value::{Json, ToValue, Value};

/// The statements of this crate itself, for the test that prepares them.
pub const STATEMENTS: [&[NamedStatement]; 2] = [db::STATEMENTS, migrate::STATEMENTS];

/// What the macros are made of; not for other use.
pub mod macros {
    pub use crate::transact::{Attempts, Next, begin_read, end_read};
}
