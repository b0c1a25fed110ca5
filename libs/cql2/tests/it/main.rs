// SPDX-License-Identifier: AGPL-3.0-or-later

//! Tests of the library.

mod examples;
mod hostile;
mod round;
mod standard;
