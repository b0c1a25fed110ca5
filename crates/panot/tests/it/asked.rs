// SPDX-License-Identifier: AGPL-3.0-or-later

//! Questions and citations of a served city, by the real workers: published, asked, cited, copied,
//! restored, withdrawn.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::support::{Answer, Folder, Server};

/// Trees of five kinds, from `from` on.
fn trees(from: u32) -> String {
    (from..from + 500).fold("codi;especie;alcada\n".to_owned(), |mut text, n| {
        let _ = writeln!(text, "{n:04};Espècie {};{}.{}", n % 5, n % 17, n % 10);
        text
    })
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "%{byte:02X}");
        all
    })
}

fn ask(server: &Server, end: &str, text: &str) -> Answer {
    server.get(&format!("/sql{end}?sql={}", encoded(text)))
}

fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Cites, and says at which address.
fn cite(server: &Server, text: &str) -> String {
    let made = server.post("/q", &format!("sql={}", encoded(text)));
    assert_eq!(made.status, 303, "{}", made.text());
    made.header("location").replace(".json", "")
}

const BY_KIND: &str =
    "SELECT especie, count(*) AS n, avg(alcada) AS mean FROM trees GROUP BY especie";

#[test]
fn what_is_published_can_be_asked_at_once_and_nothing_else() {
    let folder = Folder::with_city();
    folder.publish(&folder.file("a.csv", trees(0)), "trees");
    // What a worker spilled when the machine went down.
    let stale = folder.city().join("lake/.spill/stale");
    std::fs::create_dir_all(&stale).expect("a folder");
    let server = folder.serve();
    assert!(!stale.exists(), "nobody will read it");
    let answer = ask(&server, ".csv", &format!("{BY_KIND} ORDER BY especie"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let text = answer.text();
    assert!(
        text.starts_with("especie,n,mean\r\nEspècie 0,100,"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 6);
    folder.publish(&folder.file("a.csv", trees(1_000)), "trees");
    let both = "SELECT 1 AS v, min(codi) AS m FROM \"trees@1\" UNION ALL SELECT 2, min(codi) FROM \"trees@2\" ORDER BY v";
    let answer = ask(&server, ".json", both).json();
    assert_eq!(answer["rows"][0][1], "0000");
    assert_eq!(answer["rows"][1][1], "1000");
    assert_eq!(answer["tables"][1]["version"], 2);
    // Imported and not published.
    let file = folder
        .file("b.csv", "codi;nom\n01;Pi\n")
        .display()
        .to_string();
    folder.json(&["import", &file, "--as", "secret"]);
    for text in [
        "SELECT * FROM secret",
        "SELECT * FROM \"trees@3\"",
        "SELECT * FROM catalog_versions",
        "SELECT * FROM 'panot.db'",
        "SELECT * FROM information_schema.tables",
        "COPY (SELECT 1) TO '/tmp/x.csv'",
    ] {
        let refused = ask(&server, ".json", text);
        assert_eq!(refused.status, 400, "{text}: {}", refused.text());
    }
    let refused = ask(&server, ".json", "SELECT codi,\n   alcades\nFROM trees").json();
    assert_eq!(refused["reason"], "no-such-column");
    assert_eq!(
        (&refused["line"], &refused["column"]),
        (&2.into(), &4.into())
    );
    let said = refused["detail"].as_str().expect("words");
    assert!(said.contains("especie"), "{said}");
    let page = server.get(&format!("/en/sql?sql={}", encoded(BY_KIND)));
    assert_eq!(page.status, 200);
    assert!(panot_web::check::faults(&page.text()).is_empty());
    assert!(page.text().contains("draw-bars"), "a chart");
    let withdraw = ["withdraw", "trees@1", "--reason", "Un error."];
    folder.json(&withdraw);
    assert_eq!(ask(&server, ".json", both).status, 400, "withdrawn");
}

#[test]
fn a_citation_outlives_new_versions_a_copy_and_says_when_its_data_is_withdrawn() {
    let folder = Folder::with_city();
    folder.publish(&folder.file("a.csv", trees(0)), "trees");
    let server = folder.serve();
    let address = cite(&server, BY_KIND);
    let spelt = BY_KIND.to_lowercase().replace(", ", " ,\n  ");
    assert_eq!(cite(&server, &spelt), address, "spelt otherwise");
    let kept = server.get(&format!("{address}.json")).json();
    let sql = kept["sql"].as_str().expect("a text");
    assert!(
        sql.contains("\"trees@1\"") && sql.ends_with("ORDER BY 1, 2, 3"),
        "{sql}"
    );
    assert_eq!(
        cite(&server, sql),
        address,
        "its own spelling is the same citation"
    );
    let csv = server.get(&format!("{address}.csv"));
    assert_eq!(kept["csv_sha256"], sha256(&csv.body));

    folder.publish(&folder.file("a.csv", trees(1_000)), "trees");
    assert_ne!(
        cite(&server, BY_KIND),
        address,
        "of the newer version it is another one"
    );
    let identical = |server: &Server| {
        let again = server.get(&format!("{address}.json?again=yes")).json();
        assert_eq!(again["again"]["identical"], true, "{again}");
        assert_eq!(server.get(&format!("{address}.csv")).body, csv.body);
    };
    identical(&server);
    for text in [
        "SELECT * FROM trees LIMIT 3",
        "SELECT random() FROM trees",
        "SELECT approx_distinct(codi) FROM trees",
    ] {
        assert_eq!(
            server.post("/q", &format!("sql={}", encoded(text))).status,
            400,
            "{text}"
        );
    }

    let copy = folder.path("copy").display().to_string();
    folder.json(&["backup", &copy]);
    let other = Folder::empty();
    let to = other.city().display().to_string();
    assert!(other.panot(&["restore", &copy, &to]).status.success());
    let restored = other.serve();
    identical(&restored);

    folder.json(&["withdraw", "trees@1", "--reason", "Dades personals."]);
    for end in [".json", ".csv"] {
        let gone = server.ask(
            &format!("{address}{end}"),
            &[("accept", "application/json")],
        );
        assert_eq!(
            (gone.status, &gone.json()["reason"]),
            (410, &"Dades personals.".into())
        );
    }
    let page = server.ask(&format!("/ca{address}"), &[("accept", "text/html")]);
    assert_eq!(page.status, 410);
    assert!(page.text().contains("Dades personals.") && !page.text().contains("Espècie 0"));
}
