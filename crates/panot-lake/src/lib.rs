// SPDX-License-Identifier: AGPL-3.0-or-later

//! The lake: measured data as immutable, versioned tables.
//!
//! Features hold a [`Lake`] and never see the engine behind it. What a version consists of is
//! decided elsewhere: the list of files in a dataset's version row is the truth, and every call
//! here that reads takes that list as a [`Snapshot`].
//!
//! ```text
//! stage      rows → Parquet files, written and synced; nobody can see them yet
//!   (the caller writes the version row in SQL: from here on the version exists)
//! announce   the same files → the Delta log, for other tools; safe to repeat
//! ```
//!
//! # What this crate promises
//!
//! - [`Lake::stage`] returns only when every byte of every file is on the disk.
//! - Asking a [`Snapshot`] reads its files and nothing else, so a version answers the same for ever.
//!
//! # What this crate does not know
//!
//! Which versions exist, who may see them, and where the rows came from.

mod adopt;
mod ask;
mod engine;
mod error;
mod originals;
mod profile;
mod questions;
mod refusal;
mod snapshot;

pub use ask::{Ask, Condition, Direction, Filter, Operator, Page, Sort, Summary, SummaryBucket};
pub use engine::{Engine, Lake, Progress, RowSource, Standing};
pub use error::Error;
pub use originals::{Kept, Originals};
pub use profile::{ColumnProfile, Difference, Profile, RowChange};
pub use questions::{
    Answer, Answers, Bounds, Meaning, Question, Questions, Read, Resource, Unanswered,
    number_columns, numbered_name,
};
pub use refusal::{Place, Refusal, Why};
pub use snapshot::{FileRef, InvalidName, Snapshot, TableName};
