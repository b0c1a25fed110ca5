// SPDX-License-Identifier: AGPL-3.0-or-later

//! Cities that earlier releases made, opened by this one.

use std::process::Command;

use super::support::{Folder, told};

/// The folder of a city as an earlier release left it: trees in two versions; benches of which the first
/// version is withdrawn, and a third waits to be published.
fn saved(name: &str) -> Folder {
    let folder = Folder::empty();
    let archive = format!("{}/tests/it/saved/{name}", env!("CARGO_MANIFEST_DIR"));
    let unpacked = Command::new("tar")
        .args(["-xzf", &archive, "-C"])
        .arg(folder.path(""))
        .status();
    assert!(unpacked.is_ok_and(|status| status.success()), "{archive}");
    folder
}

#[test]
fn a_city_from_before_the_gate_is_read_added_to_and_cited() {
    let folder = saved("before-the-gate.tar.gz");
    let well = folder.panot(&["doctor"]);
    assert!(well.status.success(), "{}", told(&well));
    let server = folder.serve();
    for (address, status, says) in [
        ("/data/arbres@1.csv", 200, "8.00"),
        ("/data/arbres@2.csv", 200, "8.50"),
        ("/ca/data/arbres", 200, "Arbres"),
        ("/en/data/bancs@1.json", 410, "Hi havia un error."),
        ("/data/bancs.csv", 200, "Rambla"),
        ("/ogc/collections/arbres/items", 200, "FeatureCollection"),
        ("/api/3/action/package_show?id=arbres", 200, "CC"),
    ] {
        let answer = server.get(address);
        assert_eq!(answer.status, status, "{address}: {}", answer.text());
        assert!(answer.text().contains(says), "{address}: {}", answer.text());
    }
    server.eventually("the search finds it", |server| {
        let found = server.get("/ca/data.json?q=arbres").text();
        found.contains("\"arbres\"")
    });

    // What waits was never looked at for people.
    let unseen = folder.panot(&["publish", "bancs"]);
    assert_eq!(unseen.status.code(), Some(65), "{}", told(&unseen));
    let says = "imported before this check existed";
    assert!(told(&unseen).contains(says), "{}", told(&unseen));
    let next = folder.file("bancs.csv", "codi;lloc\n1;Plaça\n2;Rambla\n3;Port\n4;Far\n");
    assert_eq!(folder.publish(&next, "bancs")["published"]["version"], 3);

    let cited = server.post("/q", "sql=SELECT+especie,alcada+FROM+%22arbres@1%22");
    assert_eq!(cited.status, 303, "{}", cited.text());
    let again = format!("{}?again=yes", cited.header("location"));
    let again = server.get(&again).json();
    assert_eq!(again["again"]["identical"], true, "{again}");
    assert!(server.terminate().success());
    let well = folder.panot(&["doctor"]);
    assert!(well.status.success(), "{}", told(&well));
}
