// SPDX-License-Identifier: AGPL-3.0-or-later

//! placeholder

use crate::shell::Outcome;

/// Later.
pub fn run() -> Outcome {
    Err("later".into())
}
