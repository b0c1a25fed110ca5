// SPDX-License-Identifier: AGPL-3.0-or-later

//! From text cells to typed batches, in two readings of the file.
//!
//! ```text
//! study ──▶ questions, suggestions ──▶ recipe ──▶ plan ──▶ batches + report
//! ```
//!
//! [`study`] reads the whole file once and finds what each column holds; where two readings are
//! equally possible it asks. [`Study::draft`] writes what was found as a [`Recipe`]; [`Study::plan`]
//! makes sure that nothing is left open; [`Plan::read`] reads the file again and builds it.
//!
//! # What this module promises
//!
//! - The whole column decides, never its first rows.
//! - Nothing is guessed in silence: what was decided is a [`Finding`], what could not be is a
//!   [`Question`].
//! - No cell is lost: one that does not fit is null and in the [`Report`] with its line, its column,
//!   its text and the reason; above the share that the recipe allows the file is refused.
//! - No row is lost: one that the recipe leaves out, a sum or a note, stands in the [`Report`] too.
//! - Memory does not grow with the rows of the file.

mod build;
mod drift;
mod edges;
mod nested;
mod order;
mod plan;
mod report;
mod reshape;
mod said;
mod steps;
mod study;
mod suggest;

pub use drift::{Drift, Renamed, Retyped, drift};
pub use plan::{Plan, PlanError, TypedRows};
pub use report::{
    ColumnReport, LeftOut, LeftOutRow, Over, Refused, Rejected, Report, Told, WhyLeftOut,
};
pub use reshape::Reshape;
pub use said::{Alike, Change, Described, Evidence, Fate, Meaning, Noticed, Reason};
pub use study::{
    About, AnswerError, Choice, ColumnStudy, Example, Finding, Options, Question, Shown, Study,
    Suggestion, Taken, What, study, study_with,
};

pub use crate::typer::convert::Why as Misfit;

#[cfg(test)]
mod tests;
