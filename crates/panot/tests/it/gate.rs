// SPDX-License-Identifier: AGPL-3.0-or-later

//! The gate: what is refused, why, and how following the refusal opens it.

mod cases;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Output;

use serde_json::Value;

use self::cases::{BENCHES, GOOD, bad, column_of, good_columns};
use super::support::{Folder, told};

/// What a failure says to machines: the last line on standard error.
fn failed(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stderr);
    let last = text.lines().last().unwrap_or_default();
    let said: Value = serde_json::from_str(last)
        .unwrap_or_else(|error| panic!("no JSON ({error}): {}", told(output)));
    said["failed"].clone()
}

/// Why a failure says that the gate is shut.
fn reasons(said: &Value) -> BTreeSet<String> {
    let refusals = said["details"]["refusals"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let reason = |one: &Value| {
        let kind = one["reason"].as_str().unwrap_or_default();
        match one["finding"]["what"].as_str() {
            Some(what) => format!("{kind} {what}"),
            None => kind.to_owned(),
        }
    };
    refusals.iter().map(reason).collect()
}

#[test]
fn bad_publications_are_refused_for_the_right_reasons() {
    let folder = Folder::with_city();
    let cases = bad();
    assert!(cases.len() >= 20);
    for case in cases {
        let file = folder.file("a.csv", &case.rows).display().to_string();
        folder.file("dataset.toml", &case.dataset);
        let output = folder.panot(&["--json", "check", &file, "--as", "bancs"]);
        assert_eq!(
            output.status.code(),
            Some(65),
            "{}: {}",
            case.about,
            told(&output)
        );
        let said = failed(&output);
        let wanted: BTreeSet<String> = case.why.iter().map(|why| (*why).to_owned()).collect();
        assert_eq!(reasons(&said), wanted, "{}: {}", case.about, told(&output));
        // Each says where, why and how to mend it, in three languages, and quotes nobody.
        for language in ["ca", "es", "en"] {
            let text = told(&folder.panot(&["--lang", language, "check", &file, "--as", "bancs"]));
            assert!(text.contains('→'), "{}: {text}", case.about);
            for secret in [
                "12345678Z",
                "X1234567L",
                "ES9121000418450200051332",
                "joan.petit@",
                "Maria Garcia",
            ] {
                assert!(!text.contains(secret), "{}: {text}", case.about);
            }
        }
        let refused = folder.panot(&["import", &file, "--as", "bancs", "--publish"]);
        assert!(!refused.status.success(), "{}", case.about);
    }
    let nothing = folder.panot(&["sql", "SELECT count(*) FROM bancs"]);
    assert!(!nothing.status.success(), "nothing of it was published");
}

#[test]
fn a_good_publication_goes_through_and_says_what_would_raise_its_score() {
    let folder = Folder::with_city();
    let file = folder.file("a.csv", BENCHES).display().to_string();
    folder.file("dataset.toml", GOOD.to_owned() + &good_columns());
    let checked = folder.json(&["check", &file, "--as", "bancs"]);
    assert_eq!(checked["opens"], true);
    assert_eq!(checked["quality"]["points"], 385, "{checked}");
    assert!(
        checked["quality"].to_string().contains("period"),
        "{checked}"
    );
    folder.json(&["import", &file, "--as", "bancs", "--publish"]);
}

/// Names may be public with a reason that everybody reads; identity numbers may not.
#[test]
fn a_reason_opens_the_gate_where_one_may_be_given() {
    let folder = Folder::with_city();
    let (dataset, rows) = column_of(
        "nom_titular",
        ["Maria Garcia Puig", "Joan Soler Vila", "Anna Roca Font"],
    );
    let file = folder.file("a.csv", rows).display().to_string();
    let accepted = "[[accepted]]\ncolumn = 'nom_titular'\nfinding = 'name'\nreason = ";
    folder.file("dataset.toml", format!("{dataset}{accepted}'sí'\n"));
    let short = folder.panot(&["check", &file, "--as", "bancs"]);
    assert_eq!(short.status.code(), Some(65), "{}", told(&short));
    folder.file(
        "dataset.toml",
        format!("{dataset}{accepted}'Són regidors, i els seus noms són públics per llei.'\n"),
    );
    let checked = folder.json(&["check", &file, "--as", "bancs"]);
    assert_eq!(checked["accepted"][0]["finding"], "name", "{checked}");

    let (dataset, rows) = column_of("document", ["12345678Z", "87654321X", "11111111H"]);
    let file = folder.file("b.csv", rows).display().to_string();
    folder.file("dataset.toml", format!("{dataset}[[accepted]]\ncolumn = 'document'\nfinding = 'identity-number'\nreason = 'Un motiu ben llarg, que no serveix de res.'\n"));
    let never = folder.panot(&["check", &file, "--as", "bancs"]);
    assert_eq!(never.status.code(), Some(65), "{}", told(&never));
}

/// The people in accidents of a real city, as it published them: refused, and then published by doing
/// what the refusal says.
#[test]
fn people_in_accidents_are_refused_and_published_once_the_refusal_is_followed() {
    let Some(root) = std::env::var_os("PANOT_REAL_DATA").map(PathBuf::from) else {
        eprintln!("SKIPPED on a real file: PANOT_REAL_DATA is not set");
        return;
    };
    let file = root.join("open/bcn_accidents_persones_2022.csv");
    let file = file.display().to_string();
    for way in ["coarsen", "drop", "count"] {
        let folder = Folder::with_city();
        let args = ["import", &file, "--as", "accidents"];
        let dataset = folder.file("whole.toml", folder.described(&args));
        let dataset = dataset.display().to_string();
        let check = ["check", &file, "--as", "accidents", "--dataset", &dataset];
        let refused = folder.panot(&[&["--json"], &check[..]].concat());
        assert_eq!(refused.status.code(), Some(65), "{}", told(&refused));
        let said = failed(&refused);
        assert_eq!(
            reasons(&said),
            BTreeSet::from(["alone".to_owned()]),
            "{said}"
        );
        let alone = &said["details"]["refusals"][0];
        let count = &alone["people"]["lonely"]["count"];
        assert_eq!(count["rows"], 9_065, "{alone}");
        assert!(count["unique"].as_u64() > Some(7_000), "{alone}");
        assert_eq!(alone["ways"].as_array().map(Vec::len), Some(3), "{alone}");
        let text = told(&folder.panot(&check));
        assert!(text.contains(&format!("--mend {way}: ")), "{text}");

        let mended = [&args[..], &["--mend", way]].concat();
        let dataset = folder.file("mended.toml", folder.described(&mended));
        let dataset = dataset.display().to_string();
        let published = folder.json(&[&mended[..], &["--dataset", &dataset, "--publish"]].concat());
        assert_eq!(published["published"]["version"], 1, "{published}");
        let rows = published["rows"].as_u64().unwrap_or(0);
        assert_eq!(rows == 9_065, way != "count", "{rows} rows");
        let columns = published["columns"].to_string();
        assert!(
            !columns.contains("expedient"),
            "the key to other tables: {columns}"
        );
        nobody_is_alone(&folder, way);
        // The next file of the same kind goes in the same way, unasked.
        let again = [&args[..], &["--dataset", &dataset, "--again", "--publish"]].concat();
        assert_eq!(folder.json(&again)["published"]["version"], 2);
    }
}

/// Asked of the published table: by age and sex nobody is one of fewer than five.
fn nobody_is_alone(folder: &Folder, way: &str) {
    let sql = match way {
        "count" => "SELECT count(*) FROM accidents WHERE persones < 5",
        _ => {
            "SELECT count(*) FROM (SELECT count(*) AS n FROM accidents \
              WHERE edat IS NOT NULL OR descripcio_sexe IS NOT NULL \
              GROUP BY edat, descripcio_sexe HAVING count(*) < 5)"
        }
    };
    if way == "drop" {
        // Which columns went is the screen's choice; that nobody is alone in the others, it has looked.
        return;
    }
    let output = folder.panot(&["sql", sql]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(text.lines().nth(1), Some("0"), "{way}: {}", told(&output));
}

/// A page for the office that made the file: whole by itself, in its language, without what it quotes.
#[test]
fn a_refusal_is_written_as_a_page() {
    let folder = Folder::with_city();
    let rows = "codi;nif;correu\n1;12345678Z;joan.petit@gmail.com\n2;87654321X;<b>x@gmail.com\n";
    let file = folder.file("a.csv", rows).display().to_string();
    let page = folder.path("refusal.html").display().to_string();
    let checked = folder.panot(&[
        "--lang", "ca", "check", &file, "--as", "bancs", "--page", &page,
    ]);
    assert_eq!(checked.status.code(), Some(65), "{}", told(&checked));
    let text = std::fs::read_to_string(&page).expect("the page was written");
    for says in [
        "<html lang=\"ca\">",
        "Encara no es pot publicar",
        "nif",
        "correu",
        "<meter",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    for secret in ["12345678Z", "joan.petit", "<b>", "http://", "<script"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}
