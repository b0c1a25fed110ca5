// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files of real cities.

use std::path::PathBuf;

use screen::{Coarser, Column, Finding, Gravity, Groups, Mend, Scan, What, is_of_single_people};
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

/// The figures were counted with Python's csv and collections: 98 % of the rows are unique on street,
/// day, month, hour, sex and age; 44 % on neighbourhood, sex, age and role, and 84 % are in groups
/// below five.
#[test]
fn most_people_in_the_accidents_of_2022_are_alone() {
    let Some(folder) = folder() else { return };
    let screened = screened(&folder.join("bcn_accidents_persones_2022.csv"));
    assert!(screened.findings.is_empty(), "{:?}", screened.findings);
    let groups = screened.groups.expect("rows are people");
    let street = [
        "Nom_carrer",
        "Dia_mes",
        "Nom_mes",
        "Hora_dia",
        "Descripcio_sexe",
        "Edat",
    ];
    assert_eq!(groups.count_by(&street).unique, 8_917);
    let role = [
        "Nom_barri",
        "Descripcio_sexe",
        "Edat",
        "Descripcio_tipus_persona",
    ];
    let count = groups.count_by(&role);
    assert_eq!(
        (count.rows, count.unique, count.below_k),
        (9_065, 3_945, 7_600)
    );

    let lonely = groups.lonely().expect("nearly all");
    assert_eq!(lonely.columns, ["Nom_carrer", "Hora_dia", "Edat"]);
    assert!(lonely.count.share() > 0.99, "{lonely:?}");
    let mends = groups.mends();
    assert_eq!(mends.len(), 3);
    for mended in &mends {
        assert!(mended.count.share() < 0.15, "{mended:?}");
        assert!(
            mended
                .columns
                .iter()
                .any(|c| c == "Nom_districte" || c == "Nom_barri"),
            "{mended:?}"
        );
    }
    let Mend::Coarsen(changes) = &mends[0].mend else {
        panic!("the first says less")
    };
    assert!(
        changes.contains(&("Edat".to_owned(), Coarser::Step(10))),
        "{changes:?}"
    );
}

/// What stands in the other files is no person's, but the mail and mobile telephones that some offices
/// of Madrid and some who play music there give.
#[test]
fn files_without_people_have_no_findings() {
    let Some(folder) = folder() else { return };
    let mut looked_at = 0;
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("readable").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let kinds = [".csv", ".xls", ".geojson", ".gpkg", ".dbf"];
        if !kinds.iter().any(|kind| name.ends_with(kind)) || name.contains("persones") {
            continue;
        }
        looked_at += 1;
        let screened = screened(&path);
        assert!(screened.groups.is_none(), "{name}");
        let grave = screened
            .findings
            .iter()
            .filter(|f| f.what.gravity() > Gravity::Note);
        let grave: Vec<(&str, What, u64)> = grave
            .map(|f| (f.column.as_str(), f.what, f.cells))
            .collect();
        let known: &[(&str, What, u64)] = match name.as_str() {
            "madrid_agenda_eventos_latin1.csv" => &[
                ("DESCRIPCION", What::Email, 3),
                ("DESCRIPCION", What::Telephone, 1),
            ],
            "madrid_wifi_mojibake.csv" => &[
                ("TELEFONO", What::Telephone, 4),
                ("DESCRIPCION", What::Telephone, 2),
                ("EMAIL", What::Email, 1),
            ],
            _ => &[],
        };
        assert_eq!(grave, known, "{name}");
    }
    assert!(looked_at >= 18, "{looked_at}");
}
