// SPDX-License-Identifier: AGPL-3.0-or-later

//! Makes the words and the assets of the shell.

mod assets;
mod npm;
mod pack;

use std::{env, path::PathBuf};

fn main() {
    words::generate("locales");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-env-changed=PANOT_ASSETS");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let fetched = npm::fetch(&root.join("assets"), &out);
    assets::write(&root.join("assets"), fetched.as_deref(), &out);
}
