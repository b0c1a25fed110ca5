// SPDX-License-Identifier: AGPL-3.0-or-later

//! What stands in any text file: licence headers, addresses of machines, words.

use super::{Finding, TextFile, Tree};

const LICENCE: &str = "SPDX-License-Identifier: AGPL-3.0-or-later";

/// Kinds of files that carry the licence in one of their first lines.
const SOURCES: [&str; 10] = [
    "rs", "toml", "css", "js", "mjs", "py", "sh", "sql", "ftl", "service",
];

/// The README's two commands, word for word: people copy them, and `.ci/run` runs the second.
const COMMANDS: [&str; 2] = ["cargo run --release -- demo", "cargo xtask test"];

/// Written in two halves, or these lists would find themselves.
const HOSTS: [&str; 6] = [
    concat!("registry.", "npmjs.org"),
    concat!("static.", "crates.io"),
    concat!("index.", "crates.io"),
    concat!("pypi", ".org"),
    concat!("files.", "pythonhosted.org"),
    concat!("deb.", "debian.org"),
];
const WORDS: [&str; 4] = [
    concat!("smart", " city"),
    concat!("smart", " cities"),
    concat!("ai", "-powered"),
    concat!("block", "chain"),
];
const FOLDERS: [&str; 4] = [
    concat!("/", "work/"),
    concat!("/", "root/"),
    concat!("/", "farm/"),
    concat!("/", "home/"),
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = readme(tree);
    for file in &tree.files {
        findings.extend(licence(file));
        findings.extend(addresses_and_words(file));
    }
    findings
}

fn readme(tree: &Tree) -> Vec<Finding> {
    let Some(readme) = tree.get("README.md") else {
        return vec![Finding::new("README.md", "is missing")];
    };
    // A comment may stand after a command.
    let is = |line: &str, command: &str| {
        line.strip_prefix(command).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with('#')
        })
    };
    let has = |command: &str| readme.lines().any(|line| is(line, command));
    let missing = COMMANDS.into_iter().filter(|command| !has(command));
    missing
        .map(|command| Finding::new("README.md", format!("has no line `{command}`")))
        .collect()
}

fn licence(file: &TextFile) -> Option<Finding> {
    let is_source = SOURCES.contains(&file.extension()) || file.path == ".ci/run";
    // What a test reads is an example of somebody else's file, not a source of ours.
    let is_example = ["/fixtures/", "/corpus/"]
        .iter()
        .any(|part| file.path.contains(part));
    let has_it = file.text.lines().take(3).any(|line| line.contains(LICENCE));
    (is_source && !is_example && !has_it)
        .then(|| Finding::at(&file.path, 0, format!("begins without `{LICENCE}`")))
}

fn addresses_and_words(file: &TextFile) -> Vec<Finding> {
    if file.path == "Cargo.lock" || file.path == "LICENSE" {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let lower = line.to_lowercase();
        for host in HOSTS.into_iter().filter(|host| lower.contains(host)) {
            findings.push(Finding::at(
                &file.path,
                index,
                format!("names {host}: where packages come from is each machine's own setting"),
            ));
        }
        for word in WORDS.into_iter().filter(|word| lower.contains(word)) {
            findings.push(Finding::at(
                &file.path,
                index,
                format!("says “{word}”; we do not"),
            ));
        }
        for folder in FOLDERS
            .into_iter()
            .filter(|folder| begins_a_path(line, folder))
        {
            findings.push(Finding::at(
                &file.path,
                index,
                format!("names {folder}…, a folder of somebody's machine"),
            ));
        }
    }
    findings
}

/// Does an absolute path in `line` begin with `folder`? `example.org/home/` is none.
fn begins_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !"._-}/*~".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const README: (&str, &str) = (
        "README.md",
        "cargo run --release -- demo\ncargo xtask test\n",
    );

    fn found(path: &str, text: &str) -> Vec<String> {
        let tree = Tree::planted([README, (path, text)]);
        check(&tree)
            .iter()
            .map(|finding| finding.place.clone())
            .collect()
    }

    #[test]
    fn a_source_file_without_the_licence_is_found() {
        assert_eq!(found("a.rs", "//! Something.\n"), ["a.rs:1"]);
        assert!(found("a.rs", &format!("// {LICENCE}\n")).is_empty());
        assert!(found("a.sh", &format!("#!/bin/sh\n# {LICENCE}\n")).is_empty());
        assert!(found("notes.md", "Something.\n").is_empty());
        assert!(found("libs/x/tests/fixtures/a.html", "<p>").is_empty());
    }

    #[test]
    fn a_path_of_somebodys_machine_is_found() {
        for folder in FOLDERS {
            assert_eq!(
                found("a.md", &format!("see {folder}panot/file\n")),
                ["a.md:1"]
            );
            assert!(found("a.md", &format!("https://example.org{folder}page\n")).is_empty());
        }
    }

    #[test]
    fn a_registry_named_in_a_file_is_found() {
        for host in HOSTS {
            assert_eq!(
                found("lock.json", &format!("\n\"https://{host}/x\"")),
                ["lock.json:2"]
            );
        }
    }

    #[test]
    fn words_that_are_not_ours_are_found_in_any_case() {
        for word in WORDS {
            assert_eq!(found("a.md", &word.to_uppercase()), ["a.md:1"]);
        }
    }

    #[test]
    fn a_readme_without_its_commands_is_found() {
        assert_eq!(check(&Tree::planted([])).len(), 1);
        let tree = Tree::planted([("README.md", "run cargo xtask test, perhaps\n")]);
        assert_eq!(check(&tree).len(), 2);
    }
}
