// SPDX-License-Identifier: AGPL-3.0-or-later

//! The drill: a copy of a running city, restored elsewhere, is the same city.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use panot_testkit::run_on_postgres;

use super::command_line::walk;
use super::support::{Folder, Server, signal, told};

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
    let said = String::from_utf8_lossy(&restored.stdout).into_owned();
    let next = format!("panot serve --city {}", other.city().display());
    assert!(said.contains(&next), "{said}");
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

/// What the drill compares of two versions of a city.
fn said(server: &Server) -> Vec<(u16, Vec<u8>)> {
    [
        "/data/trees@1.csv",
        "/data/trees@2.csv",
        "/data/trees@3.csv",
    ]
    .map(|path| server.get(path))
    .into_iter()
    .map(|answer| (answer.status, answer.body))
    .collect()
}

fn restore(to: &Folder, copy: &Path, more: &[&str]) -> std::process::Output {
    let (copy, city) = (copy.display().to_string(), to.city().display().to_string());
    to.panot(&[&["restore", &copy, &city], more].concat())
}

/// A city outgrows its file: it is copied, restored into PostgreSQL, goes on there, is copied from
/// there while it is served, and comes back to a file. Withdrawn versions stay withdrawn.
#[test]
fn a_city_moves_to_postgresql_and_back_by_its_copies() {
    run_on_postgres(async |postgres| {
        let small = Folder::with_city();
        small.publish(&small.file("a.csv", "codi;nom\n01;Pi\n02;Om\n"), "trees");
        small.publish(
            &small.file("a.csv", "codi;nom\n01;Pi\n03;Lledoner\n"),
            "trees",
        );
        let withdraw = ["withdraw", "trees@1", "--reason", "Dades personals."];
        small.json(&withdraw);
        let copy = small.path("copy");
        small.json(&["backup", &copy.display().to_string()]);

        let large = Folder::empty();
        let moved = restore(&large, &copy, &["--database", &postgres.url]);
        assert!(moved.status.success(), "{}", told(&moved));
        let settings = std::fs::read_to_string(large.city().join("panot.toml")).expect("written");
        assert!(settings.contains(&postgres.url), "{settings}");
        assert!(
            !large.city().join("panot.db").exists(),
            "the rows are in one place"
        );
        large.publish(&large.file("a.csv", "codi;nom\n04;\u{c0}lber\n"), "trees");
        let server = large.serve();
        let before = said(&server);
        assert_eq!(
            before.iter().map(|a| a.0).collect::<Vec<_>>(),
            [410, 200, 200]
        );
        let copy = large.path("copy");
        large.json(&["backup", &copy.display().to_string()]);
        // What comes after the copy is not in it.
        large.publish(&large.file("a.csv", "codi;nom\n05;Tell\n"), "trees");
        drop(server);
        let settings = std::fs::read_to_string(copy.join("panot.toml")).expect("copied");
        assert!(
            !settings.contains("postgres://"),
            "a password is no part of a copy: {settings}"
        );

        // Never over another city.
        let other = Folder::empty();
        let refused = restore(&other, &copy, &["--database", &postgres.url]);
        assert!(!refused.status.success());
        assert!(told(&refused).contains("not empty"), "{}", told(&refused));
        assert!(!other.city().join("panot.toml").exists());

        let back = Folder::empty();
        let moved = restore(&back, &copy, &[]);
        assert!(moved.status.success(), "{}", told(&moved));
        let server = back.serve();
        assert_eq!(said(&server), before);
        assert_eq!(server.get("/data/trees@4.csv").status, 404);
        assert!(server.terminate().success());
        let well = back.panot(&["doctor"]);
        assert!(told(&well).contains("everything agrees"), "{}", told(&well));
    });
}

/// A copy that is older than a withdrawal: restoring says what that means, and repeats it from the
/// list of the living city.
#[test]
fn what_was_withdrawn_after_the_copy_is_told_and_withdrawn_again_from_the_list() {
    let folder = Folder::with_city();
    folder.publish(&folder.file("a.csv", "codi;nom\n01;Pi\n"), "trees");
    folder.publish(&folder.file("a.csv", "codi;nom\n02;Om\n"), "trees");
    let copy = folder.path("copy");
    let made_at = folder.json(&["backup", &copy.display().to_string()])["made_at"].clone();
    folder.json(&["withdraw", "trees@1", "--reason", "Dades personals."]);
    folder.publish(&folder.file("b.csv", "codi;nom\n01;Font\n"), "fountains");
    let server = folder.serve();
    folder.json(&["withdraw", "fountains@1", "--reason", "Un error."]);
    let list = folder.panot(&["withdrawals", "--json"]);
    assert!(list.status.success(), "{}", told(&list));
    let plain = folder.panot(&["withdrawals"]);
    assert!(told(&plain).contains("trees@1"), "{}", told(&plain));
    drop(server);

    let unknowing = Folder::empty();
    let restored = restore(&unknowing, &copy, &["--json"]);
    let facts: serde_json::Value =
        serde_json::from_slice(&restored.stdout).expect("it answers with JSON");
    let notice = facts["notice"].as_str().expect("there is a notice");
    assert!(notice.contains("withdrawn again"), "{notice}");
    let date = made_at.as_str().expect("a time");
    assert!(notice.contains(date), "{notice}");
    let said = restore(&Folder::empty(), &copy, &[]);
    assert!(told(&said).contains(notice), "{}", told(&said));
    let server = unknowing.serve();
    assert_eq!(server.get("/data/trees@1.csv").status, 200);
    drop(server);

    let other = Folder::empty();
    let file = other.file("withdrawals.json", &list.stdout);
    let file = file.display().to_string();
    let restored = restore(&other, &copy, &["--json", "--withdrawals", &file]);
    let facts: serde_json::Value =
        serde_json::from_slice(&restored.stdout).expect("it answers with JSON");
    assert_eq!(facts["withdrawals"]["withdrawn"][0], "trees@1", "{facts}");
    assert_eq!(
        facts["withdrawals"]["not_in_copy"][0], "fountains@1",
        "{facts}"
    );
    let server = other.serve();
    let gone = server.get("/data/trees@1.csv");
    assert_eq!(gone.status, 410);
    assert!(gone.text().contains("Dades personals."), "{}", gone.text());
    assert_eq!(server.get("/data/trees@2.csv").status, 200);
    server.eventually("what was made of it is destroyed", |_| {
        walk(&other.city().join("originals")).len() == 1
    });
    assert!(server.terminate().success());
    let well = other.panot(&["doctor"]);
    assert!(told(&well).contains("everything agrees"), "{}", told(&well));

    let torn = other.file("torn.json", &list.stdout[..20]);
    let torn = torn.display().to_string();
    let nowhere = Folder::empty();
    let refused = restore(&nowhere, &copy, &["--withdrawals", &torn]);
    assert_eq!(refused.status.code(), Some(65), "{}", told(&refused));
    assert!(!nowhere.city().exists(), "told before anything is written");
}

/// A folder that cannot be written to the end, after the rows were: nothing of it is lost.
#[test]
fn a_restore_into_postgresql_that_dies_after_its_commit_is_run_again() {
    run_on_postgres(async |postgres| {
        let small = Folder::with_city();
        small.publish(&small.file("a.csv", "codi;nom\n01;Pi\n02;Om\n"), "trees");
        let (copy, later) = (small.path("copy"), small.path("later"));
        small.json(&["backup", &copy.display().to_string()]);
        small.publish(&small.file("a.csv", "codi;nom\n01;Pi\n"), "trees");
        small.json(&["backup", &later.display().to_string()]);

        let large = Folder::empty();
        let in_the_way = large.city().join(".panot.toml.new");
        std::fs::create_dir_all(&in_the_way).expect("a folder");
        let there = ["--database", &postgres.url];
        let died = restore(&large, &copy, &there);
        assert!(!died.status.success(), "{}", told(&died));
        assert!(
            told(&died).contains("run the same command again"),
            "{}",
            told(&died)
        );
        assert!(!large.city().join("panot.toml").exists());
        std::fs::remove_dir(&in_the_way).expect("it is there");

        // Only the very copy is recognised.
        let refused = restore(&large, &later, &there);
        assert!(told(&refused).contains("not empty"), "{}", told(&refused));
        let again = restore(&large, &copy, &there);
        assert!(again.status.success(), "{}", told(&again));
        assert!(told(&again).contains("held the rows"), "{}", told(&again));
        // A database is of one folder.
        let second = restore(&Folder::empty(), &copy, &there);
        assert!(told(&second).contains("not empty"), "{}", told(&second));

        let server = large.serve();
        assert_eq!(server.get("/data/trees@1.csv").status, 200);
        assert_eq!(server.get("/data/trees@2.csv").status, 404);
        assert!(server.terminate().success());
        let well = large.panot(&["doctor"]);
        assert!(told(&well).contains("everything agrees"), "{}", told(&well));
    });
}

/// A database with a name of its own: the copy has it as `panot.db`, and so has the restored city.
#[test]
fn a_city_whose_database_has_another_name_is_restored_with_its_rows() {
    let folder = Folder::with_city();
    let settings = folder.city().join("panot.toml");
    let text = std::fs::read_to_string(&settings).expect("written");
    std::fs::write(&settings, text.replace("panot.db", "rows.db")).expect("it can be written");
    folder.publish(&folder.file("a.csv", "codi;nom\n01;Pi\n"), "trees");
    let copy = folder.path("copy");
    folder.json(&["backup", &copy.display().to_string()]);
    let other = Folder::empty();
    let restored = restore(&other, &copy, &[]);
    assert!(restored.status.success(), "{}", told(&restored));
    let server = other.serve();
    assert_eq!(server.get("/data/trees@1.csv").status, 200);
}

/// A city that is served with two datasets, and their originals: a pipe stands in for the first, so
/// that a copy waits there for as long as a test wants; the name is that of the other's dataset.
struct Held {
    folder: Folder,
    server: Server,
    pipe: PathBuf,
    bytes: Vec<u8>,
    last: (&'static str, PathBuf),
}

impl Held {
    fn new() -> Self {
        let folder = Folder::with_city();
        let trees = "codi;nom\n01;Pi\n02;Om\n";
        folder.publish(&folder.file("a.csv", trees), "trees");
        folder.publish(&folder.file("b.csv", "codi;nom\n01;Font\n"), "fountains");
        let server = folder.serve();
        let mut originals = walk(&folder.city().join("originals"));
        originals.sort();
        let [first, last] = <[PathBuf; 2]>::try_from(originals).expect("two files came");
        let is_trees = std::fs::read(&last).expect("it can be read") == trees.as_bytes();
        let name = if is_trees { "trees" } else { "fountains" };
        let bytes = std::fs::read(&first).expect("it can be read");
        std::fs::remove_file(&first).expect("it is there");
        let made = Command::new("mkfifo").arg(&first).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo");
        Self {
            folder,
            server,
            pipe: first,
            bytes,
            last: (name, last),
        }
    }

    /// Begins a copy, and waits until it stands at the pipe: the files of the lake come before.
    fn begin(&self, to: &Path) -> Child {
        let to_text = to.display().to_string();
        let mut command = self.folder.command(&["backup", &to_text]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        self.server
            .eventually("the copy waits", |_| to.join("originals").exists());
        child.expect("the binary runs")
    }

    /// Lets the copy go on.
    fn let_go(&self) {
        std::fs::write(&self.pipe, &self.bytes).expect("the copy reads");
    }
}

#[test]
fn a_version_that_is_withdrawn_while_the_city_is_copied_is_withdrawn_in_the_copy() {
    let held = Held::new();
    let copy = held.folder.path("copy");
    let mut backup = held.begin(&copy);
    let (name, original) = &held.last;
    let version = format!("{name}@1");
    held.folder
        .json(&["withdraw", &version, "--reason", "Dades personals."]);
    held.server
        .eventually("its files are destroyed", |_| !original.exists());
    held.let_go();
    assert!(backup.wait().expect("it was started").success());
    let lake = walk(&copy.join("lake"));
    assert!(!lake.is_empty());
    let of_it = |path: &&PathBuf| path.starts_with(copy.join("lake").join(name));
    assert_eq!(
        lake.iter().find(of_it),
        None,
        "copied before it was withdrawn"
    );

    let other = Folder::empty();
    let restored = restore(&other, &copy, &[]);
    assert!(restored.status.success(), "{}", told(&restored));
    let server = other.serve();
    for dataset in ["trees", "fountains"] {
        let expected = if dataset == *name { 410 } else { 200 };
        let answer = server.get(&format!("/data/{dataset}@1.csv"));
        assert_eq!(answer.status, expected, "{dataset}");
    }
    assert!(server.terminate().success());
    let well = other.panot(&["doctor"]);
    assert!(told(&well).contains("everything agrees"), "{}", told(&well));
}

#[test]
fn a_copy_that_is_interrupted_leaves_no_folder() {
    let held = Held::new();
    let copy = held.folder.path("copy");
    let mut backup = held.begin(&copy);
    signal(&backup, "INT");
    let ended = backup.wait().expect("it was started");
    assert_eq!(ended.code(), Some(75));
    held.let_go();
    held.server
        .eventually("the folder is removed", |_| !copy.exists());
}

#[test]
fn a_copy_that_fails_leaves_no_folder_and_what_was_there_before_stays() {
    let folder = Folder::with_city();
    folder.publish(&folder.file("a.csv", "codi;nom\n01;Pi\n"), "trees");
    let original = walk(&folder.city().join("originals")).pop();
    let original = original.expect("a file came");
    let bytes = std::fs::read(&original).expect("it can be read");
    std::fs::remove_file(&original).expect("it is there");
    let copy = folder.path("copy");
    let to = copy.display().to_string();
    let failed = folder.panot(&["backup", &to]);
    assert_eq!(failed.status.code(), Some(66), "{}", told(&failed));
    assert!(
        told(&failed).contains(&original.display().to_string()),
        "{}",
        told(&failed)
    );
    assert!(!copy.exists(), "what is half made is removed");
    std::fs::write(&original, bytes).expect("it can be written");
    folder.json(&["backup", &to]);
    let refused = folder.panot(&["backup", &to]);
    assert_eq!(refused.status.code(), Some(73), "{}", told(&refused));
    assert!(copy.join("manifest.json").exists(), "never over another");
}
