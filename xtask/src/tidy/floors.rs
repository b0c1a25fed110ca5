// SPDX-License-Identifier: AGPL-3.0-or-later

//! Arrows only point down: which crate may depend on which.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

use super::Finding;
use crate::shell::{self, Outcome};

/// The floors of the house, from the ground up. A crate depends only on crates of lower floors, so
/// crates that share one (the features) never depend on each other.
const FLOORS: [&[&str]; 9] = [
    &["panot-core"],
    &["panot-db"],
    &["panot-jobs", "panot-lake"],
    &["panot-record", "panot-vault", "panot-mail"],
    &["panot-web"],
    &["panot-thread"],
    &["panot-square"],
    &[
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
    ],
    &["panot"],
];

/// Crates beside the floors: they may look at any floor below the features.
const ENGINE: &str = "panot-lake-engine";
const TESTKIT: &str = "panot-testkit";

/// What costs seconds and half a gigabyte to link, and who may.
const HEAVY: [&str; 2] = ["datafusion", "deltalake-core"];
const MAY_LINK_HEAVY: [&str; 2] = [ENGINE, "panot"];

/// The crates of a workspace and what they depend on.
#[derive(Default)]
pub struct Crates {
    members: BTreeMap<String, Member>,
    /// What every package needs to be built, ours and others', by name.
    needs: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Default)]
struct Member {
    is_lib: bool,
    /// Needed to build it.
    normal: BTreeSet<String>,
    /// Needed only by its tests.
    dev: BTreeSet<String>,
}

impl Crates {
    pub fn of_this_workspace() -> Outcome<Self> {
        let metadata = MetadataCommand::new()
            .current_dir(shell::root())
            .exec()
            .map_err(|why| format!("cargo metadata: {why}"))?;
        let mut crates = Self::default();
        for package in &metadata.packages {
            let of_kind = |wanted: &dyn Fn(DependencyKind) -> bool| {
                let dependencies = package.dependencies.iter().filter(|d| wanted(d.kind));
                dependencies
                    .map(|dependency| dependency.name.clone())
                    .collect::<BTreeSet<_>>()
            };
            let normal = of_kind(&|kind| kind != DependencyKind::Development);
            crates
                .needs
                .entry(package.name.to_string())
                .or_default()
                .extend(normal.clone());
            if metadata.workspace_members.contains(&package.id) && package.name != "xtask" {
                let is_lib = package
                    .manifest_path
                    .starts_with(metadata.workspace_root.join("libs"));
                let dev = of_kind(&|kind| kind == DependencyKind::Development);
                crates.members.insert(
                    package.name.to_string(),
                    Member {
                        is_lib,
                        normal,
                        dev,
                    },
                );
            }
        }
        Ok(crates)
    }

    /// Everything that is built when `from` is.
    fn reachable<'a>(&'a self, from: impl Iterator<Item = &'a String>) -> BTreeSet<&'a str> {
        let mut seen = BTreeSet::new();
        let mut todo: Vec<&str> = from.map(String::as_str).collect();
        while let Some(name) = todo.pop() {
            if seen.insert(name) {
                todo.extend(
                    self.needs
                        .get(name)
                        .into_iter()
                        .flatten()
                        .map(String::as_str),
                );
            }
        }
        seen
    }
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&name))
}

fn features() -> usize {
    floor("panot-catalog").expect("the catalogue is on the map above")
}

/// May `from` depend on `to`, both of this workspace, to be built?
fn allowed(from: &str, to: &str, to_is_lib: bool) -> Result<(), String> {
    if to_is_lib {
        return Ok(());
    }
    match (from, to) {
        (_, TESTKIT) => Err("only tests may use panot-testkit".to_owned()),
        ("panot", _) => Ok(()),
        (_, ENGINE) => Err("the engine is reached through the `Lake` of panot-lake".to_owned()),
        (ENGINE | TESTKIT, _) if floor(to).is_some_and(|floor| floor < features()) => Ok(()),
        _ if floor(to) < floor(from) => Ok(()),
        _ if floor(to) == floor(from) => Err("they are on the same floor".to_owned()),
        _ => Err("arrows only point down".to_owned()),
    }
}

pub fn check(crates: &Crates) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, member) in &crates.members {
        let mut found = |what: String| findings.push(Finding::new(name, what));
        if !member.is_lib && floor(name).is_none() && name != ENGINE && name != TESTKIT {
            found("is not on the map of floors in xtask/src/tidy/floors.rs".to_owned());
            continue;
        }
        for to in &member.normal {
            let Some(other) = crates.members.get(to) else {
                continue;
            };
            if member.is_lib && !other.is_lib {
                found(format!("depends on {to}; a lib knows nothing of Panot"));
            } else if !member.is_lib
                && let Err(why) = allowed(name, to, other.is_lib)
            {
                found(format!("depends on {to}: {why}"));
            }
        }
        for to in &member.dev {
            let is_lib = crates.members.get(to).is_none_or(|other| other.is_lib);
            if member.is_lib && !is_lib {
                found(format!(
                    "its tests depend on {to}; a lib knows nothing of Panot"
                ));
            }
        }
        if MAY_LINK_HEAVY.contains(&name.as_str()) {
            continue;
        }
        for (whose, dependencies) in [("it", &member.normal), ("its tests", &member.dev)] {
            let reachable = crates.reachable(dependencies.iter());
            for heavy in HEAVY.into_iter().filter(|heavy| reachable.contains(heavy)) {
                found(format!(
                    "{whose} would link {heavy}, which belongs behind the `Lake` handle"
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crates(members: &[(&str, &[&str], &[&str])]) -> Crates {
        let mut crates = Crates::default();
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        for (name, normal, dev) in members {
            let member = Member {
                is_lib: !name.starts_with("panot"),
                normal: set(normal),
                dev: set(dev),
            };
            crates
                .needs
                .insert((*name).to_owned(), member.normal.clone());
            crates.members.insert((*name).to_owned(), member);
        }
        crates
    }

    fn found(members: &[(&str, &[&str], &[&str])]) -> Vec<String> {
        check(&crates(members))
            .iter()
            .map(|finding| finding.to_string().trim().into())
            .collect()
    }

    #[test]
    fn arrows_that_point_down_are_fine() {
        let none = found(&[
            ("panot-core", &["jiff"], &[]),
            ("panot-db", &["panot-core"], &["panot-testkit"]),
            ("panot-lake", &["panot-core"], &[]),
            ("panot-web", &["panot-db", "words"], &[]),
            (
                "panot-catalog",
                &["panot-web", "tabular"],
                &["panot-testkit"],
            ),
            ("panot-lake-engine", &["panot-lake", "datafusion"], &[]),
            ("panot-testkit", &["panot-db"], &[]),
            (
                "panot",
                &["panot-catalog", "panot-lake-engine"],
                &["panot-testkit"],
            ),
            ("tabular", &["csv-core"], &[]),
            ("words", &[], &[]),
        ]);
        assert_eq!(none, Vec::<String>::new());
    }

    #[test]
    fn an_arrow_that_points_up_is_found() {
        let found = found(&[("panot-core", &["panot-db"], &[]), ("panot-db", &[], &[])]);
        assert_eq!(
            found,
            ["panot-core: depends on panot-db: arrows only point down"]
        );
    }

    #[test]
    fn a_feature_that_depends_on_another_is_found() {
        let found = found(&[
            ("panot-catalog", &["panot-people"], &[]),
            ("panot-people", &[], &[]),
        ]);
        assert_eq!(
            found,
            ["panot-catalog: depends on panot-people: they are on the same floor"]
        );
    }

    #[test]
    fn a_lib_that_knows_panot_is_found_in_its_code_and_in_its_tests() {
        let members: [(&str, &[&str], &[&str]); 2] = [
            ("panot-core", &[], &[]),
            ("tabular", &["panot-core"], &["panot-core"]),
        ];
        assert_eq!(found(&members).len(), 2);
    }

    #[test]
    fn a_feature_that_would_link_datafusion_is_found_however_far_away_it_is() {
        let found = found(&[
            ("panot-catalog", &["tabular"], &["panot-lake-engine"]),
            ("tabular", &["datafusion"], &[]),
            ("panot-lake-engine", &["deltalake-core"], &[]),
        ]);
        let expected = [
            "panot-catalog: it would link datafusion, which belongs behind the `Lake` handle",
            "panot-catalog: its tests would link deltalake-core, which belongs behind the `Lake` \
             handle",
            "tabular: it would link datafusion, which belongs behind the `Lake` handle",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_engine_and_the_testkit_are_found_outside_their_places() {
        let found = found(&[
            ("panot-web", &["panot-testkit", "panot-lake-engine"], &[]),
            ("panot-testkit", &[], &[]),
            ("panot-lake-engine", &["panot-catalog"], &[]),
            ("panot-catalog", &[], &[]),
        ]);
        assert_eq!(found.len(), 3, "{found:?}");
    }

    #[test]
    fn a_crate_that_is_not_on_the_map_is_found() {
        assert_eq!(found(&[("panot-blimp", &[], &[])]).len(), 1);
    }
}
