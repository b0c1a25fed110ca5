// SPDX-License-Identifier: AGPL-3.0-or-later

//! What stands in which source file: rules without IO, SQL in stores, one subject to a file.

use super::{Finding, TextFile, Tree};

/// Crates that hold the rules of a feature.
///
/// A file there is a domain file, unless its name (or that of a folder it stands in) says that it
/// is one of the edges.
const FEATURES: [&str; 11] = [
    "panot-catalog",
    "panot-people",
    "panot-participation",
    "panot-decisions",
    "panot-roadmap",
    "panot-services",
    "panot-sensing",
    "panot-mobility",
    "panot-rights",
    "panot-cities",
    "panot-news",
];

/// The edges of a feature: what reads the world or writes to it.
const EDGES: [&str; 9] = [
    "lib", "store", "api", "pages", "jobs", "demo", "import", "publish", "search",
];

/// Edges that have a name of their own.
const MORE_EDGES: [(&str, &str, &str); 5] = [
    (
        "panot-catalog",
        "download",
        "bodies and ranges of the answers that are files",
    ),
    ("panot-catalog", "feature", "what is handed to the binary"),
    (
        "panot-catalog",
        "load",
        "what several pages read from the store first",
    ),
    (
        "panot-catalog",
        "catalogue",
        "the catalogue in memory, rebuilt from rows and disposable",
    ),
    (
        "panot-catalog",
        "layer",
        "places for the large map, read from the lake and held",
    ),
];

/// What a domain file does not know, and why.
const NOT_IN_THE_DOMAIN: [(&str, &str); 8] = [
    ("axum::", "a rule does not know that there is a web"),
    ("sqlx::", "a rule does not know that there is a database"),
    ("tokio::", "a rule does no IO"),
    ("std::fs", "a rule does no IO"),
    ("Timestamp::now(", "time is a parameter"),
    ("SystemTime::now(", "time is a parameter"),
    ("Instant::now(", "time is a parameter"),
    ("now_v7(", "randomness is a parameter"),
];

/// Crates of Panot that may hold SQL outside `store` files: the ground of the stores, and the
/// engine, whose SQL are questions to the lake.
const SQL_ANYWHERE: [&str; 4] = [
    "panot-db",
    "panot-jobs",
    "panot-testkit",
    "panot-lake-engine",
];

/// Files with SQL that is never run here, and what it is for.
const SQL_FOR_OTHERS: [(&str, &str); 4] = [
    (
        "crates/panot-catalog/src/howto.rs",
        "lines for a reader to copy into their own DuckDB",
    ),
    (
        "crates/panot-catalog/src/question/examples.rs",
        "questions for visitors to ask of the lake",
    ),
    (
        "crates/panot-catalog/src/question/pages.rs",
        "a line for a visitor to copy",
    ),
    (
        "crates/panot-catalog/src/question/mentioned.rs",
        "a test of what a text mentions",
    ),
];

/// How a string that is SQL begins.
const SQL: [&str; 9] = [
    "SELECT ",
    "INSERT INTO ",
    "UPDATE ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "WITH RECURSIVE ",
];

const LINES_MAX: usize = 700;

/// Longer files that still have one subject, and why they are not split.
const LONG: [(&str, &str); 0] = [];

/// Generated, or not a text that anybody reads from top to bottom.
const NOT_READ: [&str; 5] = ["lock", "json", "snap", "svg", "txt"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        findings.extend(domain(file));
        findings.extend(sql(file));
        findings.extend(length(file));
    }
    findings
}

fn stands_at(path_in_src: &str, names: &[&str]) -> bool {
    let stem = path_in_src.strip_suffix(".rs").unwrap_or(path_in_src);
    // `publish_steps.rs` belongs to `publish` as `publish/steps.rs` does, `tiles_api.rs` to `api`.
    stem.split(['/', '_']).any(|part| names.contains(&part))
}

fn domain(file: &TextFile) -> Vec<Finding> {
    let Some((name, path_in_src)) = file.in_src() else {
        return Vec::new();
    };
    let mut more_edges = MORE_EDGES.iter().filter(|(of, ..)| *of == name);
    if !FEATURES.contains(&name)
        || stands_at(path_in_src, &EDGES)
        || more_edges.any(|(_, edge, _why)| stands_at(path_in_src, &[edge]))
    {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, line) in code_lines(file) {
        for (unknown, why) in NOT_IN_THE_DOMAIN
            .iter()
            .filter(|(word, _)| line.contains(word))
        {
            let unknown = unknown.trim_end_matches(['(', ':']);
            findings.push(Finding::at(
                &file.path,
                index,
                format!("names {unknown} in a domain file: {why}"),
            ));
        }
    }
    findings
}

fn sql(file: &TextFile) -> Vec<Finding> {
    let Some((name, path_in_src)) = file.in_src() else {
        return Vec::new();
    };
    let may = !name.starts_with("panot")
        || SQL_ANYWHERE.contains(&name)
        || stands_at(path_in_src, &["store"])
        || SQL_FOR_OTHERS
            .iter()
            .any(|(path, _what)| *path == file.path);
    if may {
        return Vec::new();
    }
    let is_sql = |line: &str| {
        line.match_indices('"')
            .any(|(at, _)| SQL.iter().any(|sql| line[at + 1..].starts_with(sql)))
            || line.contains("sqlx::")
    };
    code_lines(file)
        .filter(|(_, line)| is_sql(line))
        .map(|(index, _)| Finding::at(&file.path, index, "has SQL; it belongs into store.rs"))
        .collect()
}

/// The lines that are neither tests nor comments.
fn code_lines(file: &TextFile) -> impl Iterator<Item = (usize, &str)> {
    file.lines_before_tests()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn length(file: &TextFile) -> Option<Finding> {
    if NOT_READ.contains(&file.extension()) || file.path == "LICENSE" {
        return None;
    }
    let lines = file.text.lines().count();
    let listed = LONG.iter().any(|(path, _why)| *path == file.path);
    (lines > LINES_MAX && !listed).then(|| {
        let what = format!("has {lines} lines, over {LINES_MAX}: does it still have one subject?");
        Finding::new(&file.path, what)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let tree = Tree::planted([(path, text)]);
        check(&tree)
            .iter()
            .map(|finding| finding.place.clone())
            .collect()
    }

    #[test]
    fn a_rule_that_knows_the_web_or_the_clock_is_found() {
        let path = "crates/panot-catalog/src/version.rs";
        assert_eq!(
            found(path, "use axum::Json;\n"),
            ["crates/panot-catalog/src/version.rs:1"]
        );
        assert_eq!(found(path, "let now = jiff::Timestamp::now();\n").len(), 1);
        assert!(found(path, "/// Unlike `axum::Json`.\n").is_empty());
        assert!(
            found(
                "crates/panot-catalog/src/pages/home.rs",
                "use axum::Json;\n"
            )
            .is_empty()
        );
        assert!(found("crates/panot-web/src/shell.rs", "use axum::Json;\n").is_empty());
    }

    #[test]
    fn sql_outside_a_store_is_found() {
        let text = "const ALL: &str = \"SELECT * FROM datasets\";\n";
        assert_eq!(found("crates/panot-catalog/src/pages.rs", text).len(), 1);
        assert_eq!(found("crates/panot/src/backup.rs", text).len(), 1);
        for fine in [
            "panot-catalog/src/store.rs",
            "panot-catalog/src/store/rows.rs",
        ] {
            assert!(found(&format!("crates/{fine}"), text).is_empty(), "{fine}");
        }
        assert!(found("crates/panot-db/src/lib.rs", text).is_empty());
        assert!(found("libs/tabular/src/source/geopackage.rs", text).is_empty());
        let in_a_test = format!("#[cfg(test)]\nmod tests {{ {text} }}\n");
        assert!(found("crates/panot-catalog/src/pages.rs", &in_a_test).is_empty());
    }

    #[test]
    fn a_file_that_has_grown_too_long_is_found() {
        let path = "crates/panot-web/src/shell.rs";
        assert!(found(path, &"//\n".repeat(LINES_MAX)).is_empty());
        assert_eq!(found(path, &"//\n".repeat(LINES_MAX + 1)), [path]);
    }
}
