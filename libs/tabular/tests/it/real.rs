// SPDX-License-Identifier: AGPL-3.0-or-later

//! Real municipal files, read where `PANOT_REAL_DATA` says they are. The numbers were counted with
//! other programs: Python's csv, openpyxl, xlrd, sqlite3 and pyshp.

use std::path::PathBuf;

use tabular::source::{Kind, Limits, ReadOptions, Source};

struct Expected {
    file: &'static str,
    kind: Kind,
    encoding: Option<&'static str>,
    delimiter: Option<char>,
    columns: usize,
    rows: usize,
    header: Option<u64>,
}

const fn csv(
    file: &'static str,
    encoding: &'static str,
    delimiter: char,
    columns: usize,
    rows: usize,
) -> Expected {
    Expected {
        file,
        kind: Kind::Csv,
        encoding: Some(encoding),
        delimiter: Some(delimiter),
        columns,
        rows,
        header: Some(1),
    }
}

const fn other(file: &'static str, kind: Kind, columns: usize, rows: usize) -> Expected {
    Expected {
        file,
        kind,
        encoding: None,
        delimiter: None,
        columns,
        rows,
        header: None,
    }
}

const FILES: [Expected; 22] = [
    csv("bcn_accidents_2010.csv", "windows-1252", ';', 23, 9_056),
    csv("bcn_accidents_2016.csv", "UTF-8", ';', 25, 10_140),
    csv("bcn_accidents_2022.csv", "UTF-8", ';', 25, 7_999),
    csv(
        "bcn_accidents_persones_2012.csv",
        "windows-1252",
        ';',
        26,
        11_065,
    ),
    csv("bcn_accidents_persones_2022.csv", "UTF-8", ';', 26, 9_065),
    csv(
        "bcn_immigrants_by_nationality_translated.csv",
        "UTF-8",
        ',',
        7,
        35_224,
    ),
    csv("bcn_parcs_i_jardins_utf16.csv", "UTF-16LE", ',', 36, 394),
    csv("bcn_population_translated.csv", "UTF-8", ',', 8, 70_080),
    csv("bcn_qualitat_aire_2018_06.csv", "UTF-8", ',', 18, 3_262),
    csv("bcn_qualitat_aire_2025_08.csv", "UTF-8", ',', 57, 2_170),
    csv("bcn_qualitat_aire_estacions_2021.csv", "UTF-8", ',', 15, 50),
    csv(
        "madrid_agenda_eventos_latin1.csv",
        "windows-1252",
        ';',
        29,
        1_001,
    ),
    csv("madrid_aparcabicis_2025_10.csv", "UTF-8", ';', 22, 7_117),
    csv(
        "madrid_meteorologia_horarios_2025.csv",
        "UTF-8",
        ';',
        56,
        22_519,
    ),
    csv("madrid_wifi_mojibake.csv", "UTF-8", ';', 32, 241),
    Expected {
        header: Some(1),
        ..other(
            "madrid_zonas_verdes_2024_XLSX_named.csv",
            Kind::Excel,
            8,
            1_632,
        )
    },
    Expected {
        header: Some(3),
        ..other("amb_casos_positivos_legacy.xls", Kind::Excel, 2, 709)
    },
    Expected {
        encoding: Some("UTF-8"),
        ..other("bcn_barris.geojson", Kind::GeoJson, 47, 73)
    },
    Expected {
        encoding: Some("UTF-8"),
        ..other("bcn_arbres_nou_barris.geojson", Kind::GeoJson, 5, 17_654)
    },
    Expected {
        encoding: Some("UTF-8"),
        ..other("bcn_barris_unitats_adm.shp", Kind::Shapefile, 47, 73)
    },
    Expected {
        encoding: Some("UTF-8"),
        ..other("bcn_barris_unitats_adm.dbf", Kind::Shapefile, 47, 73)
    },
    other("bcn_tramer_no2_2019.gpkg", Kind::GeoPackage, 4, 15_041),
];

/// The folder of real files, or a loud word that there is none.
pub fn folder() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("PANOT_REAL_DATA") else {
        eprintln!("SKIPPED: PANOT_REAL_DATA is not set");
        return None;
    };
    Some(PathBuf::from(folder).join("open"))
}

#[test]
fn every_real_file_is_read_right() {
    let Some(folder) = folder() else { return };
    let how = ReadOptions::default();
    for expected in FILES {
        let file = expected.file;
        let source = Source::open(&folder.join(file), &Limits::default()).expect(file);
        assert_eq!(source.kind(), expected.kind, "{file}");
        let facts = source.facts(0, &how).expect(file);
        let encoding = facts.encoding.as_ref().map(|found| found.name.as_str());
        assert_eq!(encoding, expected.encoding, "{file}");
        assert_eq!(facts.delimiter, expected.delimiter, "{file}");
        assert_eq!(facts.header, expected.header, "{file}");
        let mut reader = source.read(0, &how).expect(file);
        assert_eq!(reader.columns().len(), expected.columns, "{file}");
        let mut rows = 0;
        while let Some(block) = reader.next_block().expect(file) {
            assert_eq!(block.columns(), expected.columns);
            rows += block.rows();
        }
        assert_eq!(rows, expected.rows, "{file}");
        assert_eq!(reader.irregular(), [], "{file}");
        assert_eq!(reader.position(), source.bytes(), "{file}");
    }
}

#[test]
fn what_is_odd_about_real_files_is_told() {
    let Some(folder) = folder() else { return };
    let how = ReadOptions::default();
    let facts = |file: &str| {
        Source::open(&folder.join(file), &Limits::default())
            .and_then(|source| source.facts(0, &how))
            .expect(file)
    };
    assert_eq!(facts("madrid_wifi_mojibake.csv").replacement.count, 241);
    assert!(facts("madrid_aparcabicis_2025_10.csv").bom);
    assert!(facts("bcn_parcs_i_jardins_utf16.csv").bom);
    assert_eq!(facts("bcn_barris.geojson").epsg, Some(4326));
    assert_eq!(facts("bcn_barris_unitats_adm.shp").epsg, Some(25831));
    assert_eq!(facts("bcn_tramer_no2_2019.gpkg").epsg, Some(25831));
    let above = facts("amb_casos_positivos_legacy.xls").above;
    assert_eq!(above[0].text, "Dades PCR positius");
}
