// SPDX-License-Identifier: AGPL-3.0-or-later

//! The command line speaks the language of its environment about files.

use super::support::{Folder, told};

/// Padded cells, leading zeros, one lost zero, units, ranges, a date of two readings, marks of two
/// readings, a sentinel, a word among numbers, words for no value, a row of totals and a note.
const FILE: &str = "\
    codi; Espècie ;inici;import;mostres;alçada;perímetre;aforament;notes\n\
    00012; Platanus;01/02/2024;1.250;3;12 m;40 - 60 cm;120;-\n\
    00045;Celtis;03/04/2024;2.100;4;7 m;60 - 80 cm;80;bé\n\
    0178;Tipuana;05/06/2024;3.075;-1;3 m;20 - 40 cm;tancat;bé\n\
    00901;Celtis;07/08/2024;1.990;5;8 m;40 - 60 cm;95;bé\n\
    Total;;;8.415;;;;;\n\
    Font: padró d’arbres;;;;;;;;\n";

fn import(language: &str, args: &[&str]) -> String {
    let folder = Folder::with_city();
    folder.file("arbres.csv", FILE);
    let mut all = vec!["import", "arbres.csv"];
    all.extend_from_slice(args);
    let output = folder
        .command(&all)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", language)
        .output()
        .expect("the binary runs");
    told(&output)
}

#[test]
fn a_file_is_told_of_in_catalan() {
    insta::assert_snapshot!(import("ca_ES.UTF-8", &["--dry-run"]));
}

#[test]
fn a_file_is_told_of_in_spanish() {
    insta::assert_snapshot!(import("es_ES.UTF-8", &["--dry-run"]));
}

#[test]
fn a_file_is_told_of_in_english() {
    insta::assert_snapshot!(import("C", &["--dry-run"]));
}

#[test]
fn the_binary_asks_in_the_language_of_its_environment_or_in_the_one_it_is_told() {
    let catalan = import("ca_ES.UTF-8", &[]);
    assert!(catalan.contains("primer va el dia"), "{catalan}");
    assert!(catalan.contains("per resoldre-ho: respon"), "{catalan}");
    let english = import("C", &[]);
    assert!(english.contains("the day stands first"), "{english}");
    assert!(english.contains("to mend it: answer"), "{english}");
    let spanish = import("C", &["--lang", "es"]);
    assert!(spanish.contains("primero va el día"), "{spanish}");
    let machine = import("ca_ES.UTF-8", &["--json"]);
    assert!(machine.contains("the day stands first"), "{machine}");
    assert!(machine.contains("\"no-day-above12\""), "{machine}");
}

#[test]
fn a_running_server_answers_in_the_language_of_the_command() {
    let folder = Folder::with_city();
    folder.file("arbres.csv", FILE);
    let _server = folder.serve();
    let output = folder.panot(&["--lang", "ca", "import", "arbres.csv"]);
    assert_eq!(output.status.code(), Some(65), "{}", told(&output));
    assert!(
        told(&output).contains("primer va el dia"),
        "{}",
        told(&output)
    );
}
