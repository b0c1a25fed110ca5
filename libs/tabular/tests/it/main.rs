// SPDX-License-Identifier: AGPL-3.0-or-later

//! Tests of the whole crate from outside.

mod real;
