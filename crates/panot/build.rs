// SPDX-License-Identifier: AGPL-3.0-or-later

//! Turns `locales/*.ftl` into typed functions.

fn main() {
    words::generate("locales");
}
