// SPDX-License-Identifier: AGPL-3.0-or-later

//! Input that is wrong, hostile or too much: a clear error, and nothing left behind.

use std::io::Write;

use super::command_line::walk;
use super::support::{Folder, told};

/// Imports `bytes`, which must be refused as bad data with words that contain `says`.
fn refused(name: &str, bytes: &[u8], says: &str) {
    let folder = Folder::with_city();
    let file = folder.file(name, bytes).display().to_string();
    let output = folder.panot(&["import", &file, "--as", "bad", "--publish"]);
    let text = told(&output);
    assert_eq!(output.status.code(), Some(65), "{name}: {text}");
    assert!(
        text.to_lowercase().contains(says),
        "{name} should say {says:?}: {text}"
    );
    for kept in ["staging", "originals", "lake"] {
        let left = walk(&folder.city().join(kept));
        assert!(left.is_empty(), "{name}: {kept} keeps {left:?}");
    }
}

#[test]
fn files_that_are_no_tables_are_refused_with_a_reason() {
    refused("empty.csv", b"", "empty");
    let noise: Vec<u8> = (0..4_000_u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3])
        .collect();
    refused("noise.csv", &noise, "");
    refused("cut.xlsx", b"PK\x03\x04\x14\x00\x00\x00\x08\x00", "");
    refused("cut.parquet", b"PAR1\x00\x00\x00\x00", "");
}

#[test]
fn a_table_of_more_than_two_thousand_columns_is_refused() {
    let header: Vec<String> = (0..2_001).map(|n| format!("c{n}")).collect();
    refused(
        "wide.csv",
        format!("{}\n", header.join(";")).as_bytes(),
        "column",
    );
}

#[test]
fn a_huge_cell_is_refused() {
    let mut text = b"a;b\n1;".to_vec();
    text.resize(text.len() + (2 << 20), b'x');
    text.extend_from_slice(b"\n");
    refused("cell.csv", &text, "cell");
}

#[test]
fn a_file_that_unpacks_to_a_thousand_times_its_size_is_refused() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b'0'; 1 << 20];
    packed.write_all(b"a\n").expect("memory");
    for _ in 0..64 {
        packed.write_all(&block).expect("memory");
    }
    refused("bomb.csv.gz", &packed.finish().expect("memory"), "");
}

#[test]
fn lines_in_another_encoding_are_told_and_read() {
    let folder = Folder::with_city();
    let mut bytes = "nom;valor\nGràcia;1\n".as_bytes().to_vec();
    bytes.extend_from_slice(b"Sarri\xe0;2\n");
    bytes.extend_from_slice("Besòs;3\n".as_bytes());
    let file = folder.file("mixed.csv", bytes);
    let looked = folder.panot(&["import", &file.display().to_string(), "--dry-run"]);
    assert!(
        told(&looked).contains("another encoding"),
        "{}",
        told(&looked)
    );
    folder.publish(&file, "mixed");
    let rows = folder.panot(&["sql", "SELECT nom FROM mixed"]);
    for name in ["Gràcia", "Sarrià", "Besòs"] {
        assert!(told(&rows).contains(name), "{name}: {}", told(&rows));
    }
}

#[test]
fn wrong_and_oversized_requests_get_a_problem_and_the_server_goes_on() {
    let folder = Folder::with_city();
    folder.publish(&folder.file("a.csv", "codi;nom\n01;Pi\n"), "trees");
    let server = folder.serve();
    for (path, status) in [
        ("/data/nothing.csv", 404),
        ("/en/data/trees@99.json", 404),
        ("/data/trees@0.csv", 404),
        ("/data/..%2f..%2fpanot.toml", 404),
        ("/data/TREES.csv", 404),
        ("/data/trees.exe", 404),
        ("/nowhere", 404),
    ] {
        let answer = server.ask(path, &[("accept", "application/json")]);
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{path}"
        );
        assert!(answer.json()["title"].is_string(), "{path}");
    }
    let long = format!("/data?q={}", "x".repeat(40_000));
    let answer = server.get(&long);
    assert!((400..500).contains(&answer.status), "{}", answer.status);
    assert_eq!(server.get("/en/data").status, 200);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_nothing_is_half_published() {
    let folder = Folder::with_city();
    let rows: Vec<String> = (0..200_000)
        .map(|n| format!("{n};{}", n * 7_919 % 1_000_003))
        .collect();
    let rows = rows.join(
        "
",
    );
    let file = folder.file("big.csv", format!("a;b\n{rows}"));
    // A bound on the size of files stands for a full disk: the write fails in the same place.
    let mut command = std::process::Command::new("sh");
    let script = format!(
        "ulimit -f 400; exec {} import {} --as big --publish",
        env!("CARGO_BIN_EXE_panot"),
        file.display()
    );
    let output = command
        .args(["-c", &format!("trap '' XFSZ; {script}")])
        .env("PANOT_CITY", folder.city())
        .output()
        .expect("sh runs");
    assert_eq!(output.status.code(), Some(74), "{}", told(&output));
    let again = folder.publish(&file, "big");
    assert_eq!(
        again["published"]["version"], 1,
        "with room it goes well: {again}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let folder = Folder::with_city();
    let file = folder.file("a.csv", "codi;nom\n01;Pi\n");
    folder.describe(&["import", &file.display().to_string(), "--as", "trees"]);
    // Root may write everywhere, so the lake is made a file instead of a forbidden folder.
    let lake = folder.city().join("lake");
    std::fs::remove_dir_all(&lake).expect("it can be removed");
    std::fs::write(&lake, "").expect("it can be written");
    let output = folder.panot(&[
        "import",
        &file.display().to_string(),
        "--as",
        "trees",
        "--publish",
    ]);
    assert!(
        matches!(output.status.code(), Some(73 | 74 | 77)),
        "{}",
        told(&output)
    );
    assert!(told(&output).contains("lake"), "{}", told(&output));
}
