// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files of real cities.

use std::path::PathBuf;

use screen::{Column, Finding, Groups, Mend, Scan, is_of_single_people};
use tabular::source::{Limits, ReadOptions, Source};

/// The folder of real files; `None`, said loudly, where there is none.
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("PANOT_REAL_DATA").map(|root| PathBuf::from(root).join("open"));
    if folder.is_none() {
        eprintln!("SKIPPED on real files: PANOT_REAL_DATA is not set");
    }
    folder
}

struct Screened {
    findings: Vec<Finding>,
    groups: Option<Groups>,
}

fn screened(path: &std::path::Path) -> Screened {
    let source = Source::open(path, &Limits::default()).expect("readable");
    let mut reader = source.read(0, &ReadOptions::default()).expect("readable");
    let columns: Vec<Column> = reader
        .columns()
        .iter()
        .map(|name| Column::of(name))
        .collect();
    let mut scan = Scan::new(&columns);
    let mut groups = is_of_single_people(&columns).then(|| Groups::new(&columns, 5));
    let mut at = 0;
    while let Some(block) = reader.next_block().expect("readable") {
        for row in 0..block.rows() {
            at += 1;
            for column in 0..block.columns() {
                if let Some(text) = block.cell(row, column) {
                    scan.cell(column, at, text);
                }
            }
            if let Some(groups) = &mut groups {
                let places = groups.places();
                groups.row(places.iter().map(|at| block.cell(row, *at)));
            }
        }
    }
    Screened {
        findings: scan.finish(),
        groups,
    }
}

#[test]
fn look_at_all() {
    let Some(folder) = folder() else { return };
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        let ext = file
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_string();
        if !["csv", "xls", "geojson", "gpkg", "dbf"].contains(&ext.as_str()) {
            continue;
        }
        let s = screened(&file);
        println!("== {}", file.display());
        for f in &s.findings {
            println!(
                "   {:?} {} {}/{} {:?}",
                f.what,
                f.column,
                f.cells,
                f.filled,
                f.examples.first().map(|e| &e.masked)
            );
        }
        if let Some(g) = &s.groups {
            let t = std::time::Instant::now();
            println!("   people: {:?} {:?}", g.lonely(), t.elapsed());
            for m in g.mends() {
                println!("      {m:?}");
            }
            println!("   {:?}", t.elapsed());
        }
    }
    let _ = Mend::Drop(Vec::new());
}
