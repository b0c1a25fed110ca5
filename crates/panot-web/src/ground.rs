// SPDX-License-Identifier: AGPL-3.0-or-later

//! Stand-ins until the crates of the ground have these types.

/// Stands for `panot_jobs::Jobs`.
#[derive(Clone, Debug, Default)]
pub struct Jobs;
/// Stands for `panot_jobs::Job`.
#[derive(Clone, Debug, Default)]
pub struct Job;
