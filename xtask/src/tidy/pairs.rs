// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files that must say the same in several places: languages, and migrations of both engines.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Tree};

/// The languages every text exists in, from the first page.
const LANGUAGES: [&str; 3] = ["ca", "es", "en"];
const ENGINES: [&str; 2] = ["sqlite", "postgres"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = locales(tree);
    findings.extend(migrations(tree));
    findings
}

/// Every message exists in every language of its folder.
fn locales(tree: &Tree) -> Vec<Finding> {
    // folder → file → its messages
    let mut folders: BTreeMap<&str, BTreeMap<&str, BTreeSet<String>>> = BTreeMap::new();
    for file in &tree.files {
        let Some((folder, name)) = file.path.rsplit_once('/') else {
            continue;
        };
        if let Some(language) = name.strip_suffix(".ftl")
            && (folder == "locales" || folder.ends_with("/locales"))
        {
            folders
                .entry(folder)
                .or_default()
                .insert(language, messages(&file.text));
        }
    }
    let mut findings = Vec::new();
    for (folder, languages) in folders {
        for language in LANGUAGES.into_iter().filter(|l| !languages.contains_key(l)) {
            findings.push(Finding::new(
                format!("{folder}/{language}.ftl"),
                "is missing",
            ));
        }
        let all: BTreeSet<&String> = languages.values().flatten().collect();
        for (language, has) in &languages {
            for message in all.iter().filter(|message| !has.contains(**message)) {
                let place = format!("{folder}/{language}.ftl");
                findings.push(Finding::new(place, format!("has no message `{message}`")));
            }
        }
    }
    findings
}

/// The names of the messages, terms and attributes of a Fluent file, each with its variables.
fn messages(ftl: &str) -> BTreeSet<String> {
    let mut messages = BTreeSet::new();
    let mut of = "";
    for line in ftl.lines() {
        let attribute = line.trim_start().strip_prefix('.');
        let Some((name, _)) = attribute.unwrap_or(line).split_once('=') else {
            continue;
        };
        let name = name.trim_end();
        let is_name = name
            .trim_start_matches('-')
            .starts_with(|c: char| c.is_ascii_alphabetic())
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if !is_name {
            continue;
        }
        if attribute.is_some() {
            messages.insert(format!("{of}.{name}"));
        } else {
            of = name;
            messages.insert(name.to_owned());
        }
    }
    messages
}

/// Every migration exists for both engines, under the same number and name, and no number twice.
fn migrations(tree: &Tree) -> Vec<Finding> {
    // folder → engine → files
    let mut folders: BTreeMap<&str, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    for file in &tree.files {
        let Some((folder, name)) = file.path.rsplit_once('/') else {
            continue;
        };
        let Some((folder, engine)) = folder.rsplit_once('/') else {
            continue;
        };
        if folder.rsplit('/').next() == Some("migrations") && file.extension() == "sql" {
            folders
                .entry(folder)
                .or_default()
                .entry(engine)
                .or_default()
                .insert(name);
        }
    }
    let mut findings = Vec::new();
    for (folder, engines) in folders {
        for engine in engines.keys().filter(|engine| !ENGINES.contains(engine)) {
            findings.push(Finding::new(
                format!("{folder}/{engine}"),
                "is no engine of ours",
            ));
        }
        let all: BTreeSet<&&str> = engines.values().flatten().collect();
        for engine in ENGINES {
            let has = engines.get(engine);
            for name in all
                .iter()
                .filter(|name| has.is_none_or(|has| !has.contains(***name)))
            {
                let place = format!("{folder}/{engine}/{name}");
                findings.push(Finding::new(place, "is missing; the other engine has it"));
            }
        }
        let numbers: Vec<&str> = all
            .iter()
            .filter_map(|name| name.split('_').next())
            .collect();
        for pair in numbers.windows(2).filter(|pair| pair[0] == pair[1]) {
            findings.push(Finding::new(
                folder,
                format!("has the number {} twice", pair[0]),
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<const N: usize>(files: [(&str, &str); N]) -> Vec<String> {
        let findings = check(&Tree::planted(files));
        findings
            .iter()
            .map(|finding| finding.to_string().trim().to_owned())
            .collect()
    }

    #[test]
    fn a_message_missing_in_one_language_is_found() {
        let whole = "# words\nhello = Hi = there\n    .title = { $who } =\nmany =\n    a = b\n";
        let found = found([
            ("x/locales/ca.ftl", whole),
            ("x/locales/es.ftl", "hello = Hola\nmany = x\n"),
            ("x/locales/en.ftl", whole),
        ]);
        assert_eq!(found, ["x/locales/es.ftl: has no message `hello.title`"]);
    }

    #[test]
    fn a_language_missing_altogether_is_found() {
        let found = found([("locales/ca.ftl", "a = b\n"), ("locales/en.ftl", "a = b\n")]);
        assert_eq!(found, ["locales/es.ftl: is missing"]);
    }

    #[test]
    fn a_migration_of_one_engine_only_is_found() {
        let found = found([
            ("x/migrations/sqlite/0001_first.sql", ""),
            ("x/migrations/postgres/0001_first.sql", ""),
            ("x/migrations/sqlite/0002_more.sql", ""),
        ]);
        assert_eq!(
            found,
            ["x/migrations/postgres/0002_more.sql: is missing; the other engine has it"]
        );
    }

    #[test]
    fn a_number_used_twice_is_found() {
        let found = found([
            ("x/migrations/sqlite/0001_a.sql", ""),
            ("x/migrations/postgres/0001_a.sql", ""),
            ("x/migrations/sqlite/0001_b.sql", ""),
            ("x/migrations/postgres/0001_b.sql", ""),
        ]);
        assert_eq!(found, ["x/migrations: has the number 0001 twice"]);
    }
}
