// SPDX-License-Identifier: AGPL-3.0-or-later

//! One process owns the folder; the others knock.

use super::support::{Folder, signal, told};

const ROWS: &str = "codi;nom\n01;Pi\n02;Om\n";

#[test]
fn import_and_publish_beside_a_running_server_go_through_it_and_are_seen_at_once() {
    let folder = Folder::with_city();
    let server = folder.serve();
    assert_eq!(server.get("/data/trees.csv").status, 404);
    let file = folder.file("a.csv", ROWS).display().to_string();
    folder.describe(&["import", &file, "--as", "trees"]);
    let staged = folder.json(&["import", &file, "--as", "trees"]);
    assert_eq!(staged["rows"], 2);
    assert_eq!(
        server.get("/data/trees.csv").status,
        404,
        "an import is not public"
    );
    let published = folder.json(&["publish", "trees"]);
    assert_eq!(published["version"], 1);
    let csv = server.get("/data/trees.csv");
    assert_eq!(
        (csv.status, csv.text().replace("\r\n", "\n")),
        (200, "codi,nom\n01,Pi\n02,Om\n".into())
    );
    server.eventually("the search finds it", |server| {
        server
            .get("/en/data.json?q=trees")
            .text()
            .contains("\"trees\"")
    });
    let failed = folder.panot(&["publish", "trees"]);
    assert_eq!(
        failed.status.code(),
        Some(66),
        "a failure keeps its code: {}",
        told(&failed)
    );
}

#[test]
fn the_same_without_a_server_gives_the_same_rows() {
    let folder = Folder::with_city();
    let file = folder.file("a.csv", ROWS).display().to_string();
    folder.describe(&["import", &file, "--as", "trees"]);
    folder.json(&["import", &file, "--as", "trees"]);
    folder.json(&["publish", "trees"]);
    let csv = folder.serve().get("/data/trees.csv");
    assert_eq!(csv.text().replace("\r\n", "\n"), "codi,nom\n01,Pi\n02,Om\n");
}

#[test]
fn a_second_server_on_the_same_folder_is_refused() {
    let folder = Folder::with_city();
    let _server = folder.serve();
    let second = folder.panot(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(75), "{}", told(&second));
    assert!(
        told(&second).contains("owns this folder"),
        "{}",
        told(&second)
    );
}

#[test]
fn sigterm_ends_the_server_well_and_the_folder_is_free() {
    let folder = Folder::with_city();
    let server = folder.serve();
    assert_eq!(server.get("/healthz").status, 200);
    assert!(server.terminate().success());
    assert!(!folder.city().join("panot.sock").exists());
    assert_eq!(folder.serve().get("/healthz").status, 200);
}

#[test]
fn a_killed_server_leaves_a_socket_that_stands_in_nobodys_way() {
    let folder = Folder::with_city();
    let mut server = folder.serve();
    signal(server.child(), "KILL");
    server.child().wait().expect("it was started");
    let file = folder.file("a.csv", ROWS);
    assert_eq!(folder.publish(&file, "trees")["published"]["version"], 1);
    assert_eq!(folder.serve().get("/data/trees@1.csv").status, 200);
}
