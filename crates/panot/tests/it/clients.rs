// SPDX-License-Identifier: AGPL-3.0-or-later

//! The demonstration city, read by clients that other people wrote, in the Python that `PANOT_PYTHON`
//! names (`xtask/python/requirements.txt` says which, and at which version).

use std::process::Command;

use super::pages::city;

/// Runs a script of ours around somebody else's client, and says what it printed.
fn reads(packages: &str, script: &str) -> Option<String> {
    let Ok(python) = std::env::var("PANOT_PYTHON") else {
        println!("SKIPPED: PANOT_PYTHON is not set (a Python with {packages})");
        return None;
    };
    let (_, server) = city();
    let output = Command::new(python)
        .args(["-c", script, &server.url("")])
        .output()
        .expect("PANOT_PYTHON is a Python");
    let (said, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{packages}: {said}\n{errors}");
    println!("{packages}: {}", said.trim());
    Some(said.into_owned())
}

#[test]
fn a_client_of_ckan_works_unchanged() {
    reads("the package ckanapi", include_str!("clients/read_ckan.py"));
}

#[test]
fn every_row_fits_the_schema_of_its_data_package() {
    let script = include_str!("clients/read_frictionless.py");
    reads("the package frictionless", script);
}

#[test]
fn a_client_of_csv_on_the_web_finds_what_the_columns_are() {
    reads("the package csvw", include_str!("clients/read_csvw.py"));
}

#[test]
fn a_croissant_is_read_with_its_rows_and_pages_say_what_they_are_about() {
    let script = include_str!("clients/read_croissant.py");
    reads("the package mlcroissant", script);
}
