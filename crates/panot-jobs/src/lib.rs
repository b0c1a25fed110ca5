// SPDX-License-Identifier: AGPL-3.0-or-later

//! Background work that survives a restart: jobs are rows, run one at a time per key, and end at
//! shutdown.
//!
//! A job is written in the transaction that makes it necessary, so it exists exactly when the
//! change does:
//!
//! ```ignore
//! transact!(db, "publish dataset", tx => {
//!     store::add_version(tx, &dataset, &version).await?;
//!     jobs.enqueue(tx, "catalog.announce", dataset.name.as_str(), &Announce { version }).await
//! })
//! ```
//!
//! # What this crate promises
//!
//! - A job runs at least once after its transaction is committed, also when the process is killed
//!   in between. It may run more than once: what it does must bear that.
//! - Of the jobs of one kind with one key, one runs at a time, in the order in which they were due.
//! - A job that fails is run again, later each time; after its last attempt it lies among the dead
//!   letters, where `panot doctor` shows it, and stands in nobody's way.
//! - When the [`Runner`] is told to stop it begins nothing new, waits for what runs, and gives back
//!   what it could not finish.
//!
//! This is also the only crate that starts tasks of its own: [`Tasks`] for what is no job.

mod dead;
mod job;
mod queue;
mod runner;
mod store;
mod tasks;

pub use dead::Dead;
pub use job::{Failure, Job, Running};
pub use queue::Jobs;
pub use runner::Runner;
pub use store::STATEMENTS;
pub use tasks::Tasks;

use panot_db::{Migrations, Step};

/// The tables of the queue.
pub const MIGRATIONS: Migrations = Migrations {
    feature: "jobs",
    steps: &[Step {
        number: 1,
        name: "queue",
        sqlite: include_str!("../migrations/sqlite/0001_queue.sql"),
        postgres: include_str!("../migrations/postgres/0001_queue.sql"),
    }],
};
