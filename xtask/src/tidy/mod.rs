// SPDX-License-Identifier: AGPL-3.0-or-later

//! `cargo xtask tidy`: the invariants of the house that no compiler checks.
//!
//! Each check is a function from the tree to findings, and has a test with a planted violation.
//! What clippy or the build already refuses is not looked for again here.

use std::fmt;
use std::path::PathBuf;
use std::process::Command;

use crate::shell::{self, Outcome};

mod code;
mod floors;
mod pairs;
mod text;

/// Looks at the whole tree; the failure is the list of what was found.
pub fn run() -> Outcome {
    let tree = Tree::of_this_checkout()?;
    let findings = look(&tree)?;
    if findings.is_empty() {
        println!("tidy: {} files, nothing found", tree.files.len());
        return Ok(());
    }
    let list: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Err(format!(
        "tidy: {} findings\n{}",
        findings.len(),
        list.join("\n")
    ))
}

fn look(tree: &Tree) -> Outcome<Vec<Finding>> {
    let mut findings = floors::check(&floors::Crates::of_this_workspace()?);
    findings.extend(code::check(tree));
    findings.extend(pairs::check(tree));
    findings.extend(text::check(tree));
    Ok(findings)
}

/// Something that should not be as it is.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    place: String,
    what: String,
}

impl Finding {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
        }
    }

    /// In line `index`, counted from zero as iterators do.
    fn at(path: &str, index: usize, what: impl Into<String>) -> Self {
        Self::new(format!("{path}:{}", index + 1), what)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  {}: {}", self.place, self.what)
    }
}

/// The text files of a checkout: those git follows and those it would.
struct Tree {
    files: Vec<TextFile>,
}

/// One text file, by its path from the root.
struct TextFile {
    path: String,
    text: String,
}

impl Tree {
    fn of_this_checkout() -> Outcome<Self> {
        let root = shell::root();
        let mut git = Command::new("git");
        git.args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]);
        let list = shell::read(git.current_dir(&root))?;
        let paths = list.split_terminator('\0');
        let files = paths.filter_map(|path| {
            // What is not text is not ours to read, and what was just deleted is not there.
            let text = std::fs::read_to_string(root.join(PathBuf::from(path))).ok()?;
            Some(TextFile {
                path: path.to_owned(),
                text,
            })
        });
        Ok(Self {
            files: files.collect(),
        })
    }

    #[cfg(test)]
    fn planted<const N: usize>(files: [(&str, &str); N]) -> Self {
        let file = |(path, text): (&str, &str)| TextFile {
            path: path.into(),
            text: text.into(),
        };
        Self {
            files: files.map(file).into(),
        }
    }

    fn get(&self, path: &str) -> Option<&str> {
        self.files
            .iter()
            .find(|file| file.path == path)
            .map(|file| file.text.as_str())
    }
}

impl TextFile {
    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    fn extension(&self) -> &str {
        self.name()
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension)
    }

    /// The crate that this is a source file of, and its path from the crate's `src/`.
    fn in_src(&self) -> Option<(&str, &str)> {
        let rest = self
            .path
            .strip_prefix("crates/")
            .or_else(|| self.path.strip_prefix("libs/"))?;
        let (name, rest) = rest.split_once('/')?;
        (self.extension() == "rs").then_some((name, rest.strip_prefix("src/")?))
    }

    /// The lines that are not tests, with their index: tests stand last in a file, or in files
    /// of their own.
    fn lines_before_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        let all_tests = self.name() == "tests.rs" || self.path.contains("/tests/");
        let lines = self.text.lines().enumerate();
        lines.take_while(move |(_, line)| !all_tests && line.trim() != "#[cfg(test)]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_checkout_is_tidy() {
        run().unwrap_or_else(|findings| panic!("{findings}"));
    }

    #[test]
    fn a_source_file_knows_its_crate_and_where_its_tests_begin() {
        let text = "use a;\n#[cfg(test)]\nmod tests {}\n";
        let tree = Tree::planted([("crates/panot-x/src/store/a.rs", text)]);
        let [file] = tree.files.as_slice() else {
            panic!("one file was planted")
        };
        assert_eq!(file.in_src(), Some(("panot-x", "store/a.rs")));
        assert_eq!(
            file.lines_before_tests().collect::<Vec<_>>(),
            [(0, "use a;")]
        );
    }
}
