// SPDX-License-Identifier: AGPL-3.0-or-later

//! The shapes of DCAT-AP 3.0.1 and DCAT-AP-ES 1.0.0 over one and the same output, by the Python
//! package `pyshacl` in the Python that `PANOT_PYTHON` names. The shapes are not part of the project:
//! they lie in `dcat-ap-shacl` of the folder that `PANOT_REAL_DATA` names.
//!
//! Nothing is left out of the shapes but two references of DCAT-AP's `DataServiceShape` to property
//! shapes that the published file does not contain; pyshacl stops at them. (The shapes for high-value
//! datasets still have them: both ask that an address be an `rdfs:Resource`, as everything is.)

use std::path::{Path, PathBuf};
use std::process::Command;

use dcat::{Catalog, Format, Graph, Texts};

use crate::example::{european, spanish};

const VALIDATE: &str = include_str!("validate.py");

struct Tools {
    python: String,
    shapes: PathBuf,
}

fn tools() -> Option<Tools> {
    let Ok(python) = std::env::var("PANOT_PYTHON") else {
        println!("SKIPPED: PANOT_PYTHON is not set (a Python with the package pyshacl)");
        return None;
    };
    let Some(data) = std::env::var_os("PANOT_REAL_DATA") else {
        println!("SKIPPED: PANOT_REAL_DATA is not set (with the shapes in dcat-ap-shacl)");
        return None;
    };
    let shapes = Path::new(&data).join("dcat-ap-shacl");
    Some(Tools { python, shapes })
}

impl Tools {
    fn said(&self, profile: &str, graph: &Graph, format: Format) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder
            .path()
            .join(format!("catalog.{}", format.extension()));
        std::fs::write(&path, graph.write(format)).expect("written");
        let output = Command::new(&self.python)
            .args(["-c", VALIDATE])
            .args([&self.shapes, Path::new(profile), &path])
            .output()
            .expect("PANOT_PYTHON is a Python");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{profile} {format:?}: {errors}");
        String::from_utf8(output.stdout).expect("text")
    }

    fn conforms(&self, profile: &str, graph: &Graph, format: Format) {
        let said = self.said(profile, graph, format);
        println!("{profile} {format:?}: {}", said.trim());
        let whole = format!("{} triples 0 violations ", graph.len());
        assert!(said.starts_with(&whole), "{profile} {format:?}:\n{said}");
    }
}

#[test]
fn one_and_the_same_output_conforms_to_both_profiles_in_every_format() {
    let Some(tools) = tools() else { return };
    let graph = spanish().graph();
    for format in Format::ALL {
        for profile in ["ap", "es"] {
            tools.conforms(profile, &graph, format);
        }
    }
}

#[test]
fn a_dataset_alone_conforms_too() {
    let Some(tools) = tools() else { return };
    let catalog = spanish();
    for dataset in &catalog.datasets {
        for profile in ["ap", "es"] {
            tools.conforms(profile, &catalog.graph_of(dataset), Format::Turtle);
        }
    }
}

/// A city outside Spain: with checksums, without sector.
#[test]
fn a_european_catalogue_conforms_to_the_european_profile() {
    let Some(tools) = tools() else { return };
    tools.conforms("ap", &european().graph(), Format::RdfXml);
    let bare = |title: &str| {
        let texts = Texts::one("ca", title);
        Catalog::new(european().iri, texts.clone(), european().publisher)
    };
    tools.conforms("ap", &bare("Dades").graph(), Format::JsonLd);
}

/// The test above would be worth nothing if the shapes found nothing.
#[test]
fn the_shapes_find_what_is_missing() {
    let Some(tools) = tools() else { return };
    let without_spain = tools.said("es", &european().graph(), Format::Turtle);
    assert!(!without_spain.contains(" 0 violations "), "{without_spain}");
    let mut untitled = spanish();
    untitled.datasets[0].title = Texts::new();
    let said = tools.said("ap", &untitled.graph(), Format::Turtle);
    assert!(said.contains("http://purl.org/dc/terms/title"), "{said}");
}
