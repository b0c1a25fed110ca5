// SPDX-License-Identifier: AGPL-3.0-or-later

//! An import that waits at the gate: read, typed and reported, and not yet public.

use std::time::Duration;

use panot_core::{Id, Name, Timestamp};
use serde::{Deserialize, Serialize};

use crate::dataset::{About, Column};
use crate::version::Content;

/// How long an import waits before it is erased.
pub const KEPT: Duration = Duration::from_hours(30 * 24);

/// A staged import.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Its key in rows.
    pub id: Id<Import>,
    /// The dataset that it would become, or become a version of.
    pub dataset: Name,
    /// Where it stands.
    pub state: ImportState,
    /// What it would publish.
    pub draft: Draft,
    /// When it was read.
    pub created_at: Timestamp,
    /// When it is erased.
    pub expires_at: Timestamp,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    /// It waits for an answer or for somebody to publish it.
    Waiting,
    /// It became this version.
    Published(u32),
    /// Somebody decided against it.
    Discarded,
}

/// What an import would publish, and what still has to be answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What is said about the dataset; nothing where the dataset exists and keeps what is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// What is said about its columns.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// What the version would consist of: files in the staging lake, columns, recipe, report.
    pub content: Content,
}
