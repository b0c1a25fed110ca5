// SPDX-License-Identifier: AGPL-3.0-or-later

use std::collections::BTreeMap;

use invented_city::City;

fn bytes(city: &City) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for dataset in city.datasets() {
        for file in &dataset.files {
            let mut bytes = Vec::new();
            file.write(city, &mut bytes).expect("memory does not fail");
            files.insert(format!("{}/{}", dataset.id, file.name), bytes);
        }
    }
    files
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|b| char::from(*b)).collect()
}

#[test]
fn the_same_seed_writes_the_same_bytes_and_another_does_not() {
    let (one, two) = (bytes(&City::new(7, 4_000)), bytes(&City::new(7, 4_000)));
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        two.keys().collect::<Vec<_>>()
    );
    for (name, content) in &one {
        assert!(
            content == &two[name],
            "{name} differs from one run to the next"
        );
    }
    let other = bytes(&City::new(8, 4_000));
    assert!(one["arbrat-viari/OD_Arbrat_Viari.csv"] != other["arbrat-viari/OD_Arbrat_Viari.csv"]);
}

#[test]
fn a_hamlet_of_five_hundred_has_every_file() {
    let files = bytes(&City::new(1859, 500));
    assert_eq!(files.len(), 12);
    for (name, content) in files {
        assert!(content.len() > 300, "{name} has {} bytes", content.len());
    }
}

#[test]
fn every_file_keeps_its_own_mess() {
    let files = bytes(&City::new(1859, 30_000));
    let trees = latin(&files["arbrat-viari/OD_Arbrat_Viari.csv"]);
    assert!(trees.contains("Pl\u{e0}tan") && trees.contains(',') && trees.contains("\r\n"));
    let accidents = latin(&files["accidents-transit/ACCIDENTS_GU_2023_2025.csv"]);
    assert!(
        accidents.contains("S000001    ;"),
        "text is filled up with blanks"
    );
    let rents = &files["lloguer-habitatge/lloguer_trimestral_barris.txt"];
    let markets = &files["mercats-municipals/mercats.txt"];
    assert!(
        markets
            .windows(12)
            .any(|w| w == *b"\"\0d\0l\0.\0 \0a\0" || w == *b"\"\0d\0t\0.\0 \0a\0")
    );
    assert_eq!(&rents[..2], [0xff, 0xfe], "UTF-16, the little end first");
    let rents: Vec<u16> = rents
        .chunks(2)
        .map(|b| u16::from_le_bytes([b[0], b[1]]))
        .collect();
    let rents = String::from_utf16(&rents).expect("UTF-16");
    assert!(rents.contains("\t--\t--\t") && rents.contains("\t1.") && rents.contains(" €/m²\t"));
    let air = String::from_utf8(files["qualitat-aire/2024_2025_qualitat_aire.csv"].clone());
    let air = air.expect("UTF-8");
    assert!(
        air.starts_with("\"CODI_PROVINCIA\"") && air.contains(",,\"N\"") && air.contains("\n5,\"")
    );
    assert!(files["poblacio-edat-sexe/pad_2025_edat_sexe_barri.csv"].starts_with(b"PK\x03\x04"));
    let energy = String::from_utf8(files["energia-edificis/Consum energia edificis.csv"].clone());
    let energy = energy.expect("UTF-8");
    assert!(energy.contains(" kWh;") && energy.contains(";març 2024;"));
    let budget = latin(&files["pressupost-despeses/pressupost_execucio_despeses.csv"]);
    assert!(
        budget.contains(";0111;") && budget.contains("-;"),
        "minus stands behind"
    );
}

/// The officer's notes are read by machines too: a language left out would leave a page without a
/// title.
#[test]
fn notes_say_everything_in_three_languages() {
    for dataset in City::new(1859, 500).datasets() {
        let about: toml::Table = dataset.about.parse().expect(dataset.id);
        for text in ["title", "description"] {
            for language in ["ca", "es", "en"] {
                let said = about[text].get(language).and_then(toml::Value::as_str);
                assert!(
                    said.is_some_and(|s| s.len() > 5),
                    "{} {text} {language}",
                    dataset.id
                );
            }
        }
        for column in about["columns"].as_array().expect("columns") {
            for text in ["title", "description"] {
                let said = column[text].as_table().map(toml::Table::len);
                assert_eq!(said, Some(3), "{} {} {text}", dataset.id, column["name"]);
            }
        }
        dataset.recipe.parse::<toml::Table>().expect(dataset.id);
    }
}

/// What there is to find out: if a change of the weather loses it, the demonstration has nothing to
/// say.
#[test]
fn the_diagonal_is_where_accidents_happen_and_calming_it_helped() {
    let files = bytes(&City::new(1859, 600_000));
    let accidents = latin(&files["accidents-transit/ACCIDENTS_GU_2023_2025.csv"]);
    let on_diagonal = |year: &str| {
        accidents
            .lines()
            .filter(|line| line.starts_with(year) && line.contains(";Avinguda del Garb"))
            .count()
    };
    let all = accidents.lines().count();
    let diagonal = on_diagonal("2023") + on_diagonal("2024") + on_diagonal("2025");
    assert!(
        diagonal * 12 > all,
        "{diagonal} of {all} on one of three hundred streets"
    );
    assert!(on_diagonal("2025") * 10 < on_diagonal("2023") * 8);
}
