// SPDX-License-Identifier: AGPL-3.0-or-later

//! Jobs that were given up.

use panot_core::Timestamp;
use panot_db::Json;
use serde_json::Value;
use uuid::Uuid;

/// A job that failed for good. An operator reads the error, mends the cause, and revives it.
#[derive(Debug, Clone)]
pub struct Dead {
    /// Which job.
    pub id: Uuid,
    /// What was to be done.
    pub kind: String,
    /// To what.
    pub key: String,
    /// With what.
    pub payload: Json<Value>,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last attempt failed.
    pub error: String,
    /// When it was asked for.
    pub enqueued_at: Timestamp,
    /// When it was given up.
    pub died_at: Timestamp,
}
