// SPDX-License-Identifier: AGPL-3.0-or-later

//! The engine of the lake: Parquet files written and synced by us, DataFusion to ask them, a Delta
//! log for other tools.
//!
//! ```text
//! lake/
//!   air-quality/
//!     part-{uuid}.parquet     the rows of a version; never changed once named
//!     .part-{uuid}.tmp        being written; swept when its writer is gone
//!     _delta_log/             the same versions, told to other tools
//!   .spill/{uuid}/            what a sort did not keep in memory; of one process, disposable
//! ```
//!
//! # What this crate promises
//!
//! - [`stage`](panot_lake::Engine::stage) answers only when every byte and every name is on the
//!   disk. When it fails, or its future is dropped, no file of it is left.
//! - Rows are sorted in bounded memory ([`Options::sort_bytes`], then sorted runs on disk), and rows
//!   with equal keys keep the order in which they came.
//! - A version answers the same for ever and on any number of cores: sums of decimals are exact, and
//!   rows that tie in a sort keep the order of the file.
//! - Announcing a version twice is harmless: the commit carries the version's number as the Delta
//!   transaction `panot`.
//! - Version *n* is version *n* of the Delta log, whose version 0 is the table's creation, as long as
//!   nothing was withdrawn while it was the newest; each such withdrawal takes one number of the log.
//!   [`log_version`](panot_lake::Engine::log_version) says which number it is.
//! - When the newest version of the log is withdrawn, one commit returns to the newest version that
//!   can still be read, and only then are the files destroyed. One call at a time writes the log of a
//!   table or destroys its files, so the newest version of the log never names a file that is gone.
//! - Delta statistics hold the number of rows and no values: what is withdrawn leaves none in the log.
//!
//! # Questions from the public
//!
//! [`questions`] answers them in processes of the same binary, one question a process at a time, killed
//! when a bound is reached. What holds, from the outside in: the bounds that the process sets on itself
//! ([`Worker`]: addresses, processor time, size of files), the deadline that its parent keeps, the
//! engine's memory pool, brakes in the plan, a list of functions, and a guard that reads the text before
//! anything is planned.
//!
//! # What a reader of older log versions sees
//!
//! The log is history: the commit that announced a withdrawn version stays, with its columns, the
//! names and sizes of its files and their number of rows. Opening the log at that number works, and
//! so does counting its rows, which some readers do without a file; reading a row fails because the
//! file is not found, and never answers with other rows. Every version that was not withdrawn still
//! opens under its own number.
//!
//! # What this crate does not know
//!
//! Which versions exist (the caller's rows do), who may ask, and what is to be withheld.

mod brakes;
mod canonical;
mod cut;
mod difference;
mod disk;
mod durable;
mod engine;
mod files;
mod filter;
mod found;
mod guard;
mod log;
mod merge;
mod packed;
mod parquet_out;
mod pinned;
mod pool;
mod profile;
mod question;
mod repeat;
mod rows;
mod session;
mod shapes;
mod sort;
mod spatial;
mod stage;
mod summarize;
mod table;
mod wire;
mod wkb;
mod worker;

pub use disk::{Disk, DiskFile, LocalDisk};
pub use engine::{Options, open};
pub use pool::{PoolOptions, questions};
pub use worker::Worker;
