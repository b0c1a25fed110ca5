// SPDX-License-Identifier: AGPL-3.0-or-later

//! The project's own commands.

fn main() {}
