// SPDX-License-Identifier: AGPL-3.0-or-later

//! The command line of Panot.

fn main() {}
