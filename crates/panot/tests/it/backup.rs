// SPDX-License-Identifier: AGPL-3.0-or-later

//! The drill: a copy of a running city, restored elsewhere, is the same city.

use super::command_line::walk;
use super::support::{Folder, told};

#[test]
fn a_copy_of_a_running_city_restores_to_the_same_rows_and_versions() {
    let folder = Folder::with_city();
    folder.publish(&folder.file("a.csv", "codi;nom\n01;Pi\n02;Om\n"), "trees");
    let server = folder.serve();
    folder.publish(
        &folder.file("a.csv", "codi;nom\n01;Pi\n03;Lledoner\n"),
        "trees",
    );
    let kept = folder.path("copy").display().to_string();
    folder.json(&["backup", &kept]);
    // What comes after the copy is not in it.
    folder.publish(&folder.file("a.csv", "codi;nom\n09;Àlber\n"), "trees");
    let before: Vec<_> = [
        "/data/trees@1.csv",
        "/data/trees@2.csv",
        "/en/data/trees@2.json",
    ]
    .iter()
    .map(|path| (path.to_string(), server.get(path)))
    .collect();
    drop(server);

    let other = Folder::empty();
    let restored = other.panot(&["restore", &kept, &other.city().display().to_string()]);
    assert!(restored.status.success(), "{}", told(&restored));
    let server = other.serve();
    for (path, was) in &before[..2] {
        let is = server.get(path);
        assert_eq!((is.status, is.body), (200, was.body.clone()), "{path}");
    }
    assert_eq!(server.get("/data/trees@3.csv").status, 404);
    server.eventually("the Delta log is made anew", |_| {
        walk(&other.city().join("lake/trees/_delta_log"))
            .iter()
            .any(|path| path.ends_with("00000000000000000002.json"))
    });
    assert!(server.terminate().success());
    let well = other.panot(&["doctor"]);
    assert!(well.status.success(), "{}", told(&well));
    assert!(told(&well).contains("everything agrees"), "{}", told(&well));
}

#[test]
fn a_damaged_copy_is_told_and_nothing_is_written() {
    let folder = Folder::with_city();
    folder.publish(&folder.file("a.csv", "codi;nom\n01;Pi\n"), "trees");
    let kept = folder.path("copy");
    folder.json(&["backup", &kept.display().to_string()]);
    let part = walk(&kept.join("lake"))
        .pop()
        .expect("a version has a file");
    let mut bytes = std::fs::read(&part).expect("it can be read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&part, bytes).expect("it can be written");
    let to = folder.path("restored");
    let refused = folder.panot(&[
        "restore",
        &kept.display().to_string(),
        &to.display().to_string(),
    ]);
    assert_eq!(refused.status.code(), Some(65), "{}", told(&refused));
    assert!(told(&refused).contains("damaged"), "{}", told(&refused));
    assert!(!to.join("panot.toml").exists());
}

#[test]
fn doctor_finds_a_changed_byte_in_the_lake() {
    let folder = Folder::with_city();
    folder.publish(&folder.file("a.csv", "codi;nom\n01;Pi\n"), "trees");
    let part = walk(&folder.city().join("lake/trees"))
        .into_iter()
        .find(|path| path.extension().is_some_and(|ext| ext == "parquet"))
        .expect("a version has a file");
    let mut bytes = std::fs::read(&part).expect("it can be read");
    bytes[10] ^= 1;
    std::fs::write(&part, bytes).expect("it can be written");
    let sick = folder.panot(&["doctor"]);
    assert_eq!(sick.status.code(), Some(74), "{}", told(&sick));
    assert!(told(&sick).contains("trees@1"), "{}", told(&sick));
}
