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

/// The catalogue and every dataset, as they are served, by the shapes of both profiles.
#[test]
fn the_catalogue_conforms_to_the_profiles_of_europe_and_spain() {
    let Ok(python) = std::env::var("PANOT_PYTHON") else {
        println!("SKIPPED: PANOT_PYTHON is not set (a Python with the package pyshacl)");
        return;
    };
    let Some(data) = std::env::var_os("PANOT_REAL_DATA") else {
        println!("SKIPPED: PANOT_REAL_DATA is not set (with the shapes in dcat-ap-shacl)");
        return;
    };
    let shapes = std::path::Path::new(&data).join("dcat-ap-shacl");
    let validate = include_str!("../../../../libs/dcat/tests/it/validate.py");
    let (folder, server) = city();
    let mut addresses: Vec<String> = ["ttl", "jsonld", "rdf"]
        .map(|format| format!("/catalog.{format}"))
        .into();
    let names = server.get("/en/data.json?size=200").json();
    let names = names["datasets"].as_array().expect("the catalogue");
    let of = |card: &serde_json::Value| format!("/data/{}.ttl", card["name"].as_str()?).into();
    addresses.extend(
        names
            .iter()
            .filter_map(|card| -> Option<String> { of(card) }),
    );
    assert!(addresses.len() > 10, "{addresses:?}");
    for address in addresses {
        let answer = server.get(&address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.text());
        let name = address.trim_start_matches('/').replace('/', "-");
        let file = folder.file(&name, &answer.body);
        for profile in ["ap", "es"] {
            let output = Command::new(&python)
                .args(["-c", validate])
                .arg(&shapes)
                .arg(profile)
                .arg(&file)
                .output()
                .expect("PANOT_PYTHON is a Python");
            let said = String::from_utf8_lossy(&output.stdout);
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{address}, {profile}: {errors}");
            assert!(
                said.contains(" 0 violations"),
                "{address}, {profile}: {said}"
            );
            println!("{address}, {profile}: {}", said.trim());
        }
    }
}
