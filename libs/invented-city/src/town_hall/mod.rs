// SPDX-License-Identifier: AGPL-3.0-or-later

//! The town hall's open data: eleven datasets, each as messy as the office that keeps it.

mod about;
mod accidents;
mod air;
mod bikes;
mod budget;
mod energy;
mod greens;
mod markets;
mod places;
mod population;
mod rents;
mod trees;
mod wifi;
mod write;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::City;
use about::Note;

type Writer = fn(&City, &mut dyn Write) -> io::Result<()>;

/// A dataset of the town hall: its files from the oldest edition to the newest, and what was written
/// about it.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Its name: letters, digits and hyphens.
    pub id: &'static str,
    /// Its files. Each is a whole edition, published after the one before.
    pub files: Vec<MessyFile>,
    /// `dataset.toml`: title and description in three languages, publisher, licence, columns.
    pub about: String,
    /// `recipe.toml`: what the open-data officer answers to the questions that the files raise.
    pub recipe: &'static str,
}

/// A file as the town hall has it.
#[derive(Debug, Clone)]
pub struct MessyFile {
    /// What it is called, which is not always what it is.
    pub name: &'static str,
    writer: Writer,
}

impl MessyFile {
    /// Writes the file without ever holding it whole, except for the two kinds that are archives.
    pub fn write(&self, city: &City, out: &mut dyn Write) -> io::Result<()> {
        (self.writer)(city, out)
    }
}

/// A note, a recipe, and files with whoever writes them.
type Entry = (
    &'static Note,
    &'static str,
    &'static [(&'static str, Writer)],
);

const DATASETS: [Entry; 11] = [
    (
        &air::NOTE,
        include_str!("../../recipes/qualitat-aire.toml"),
        &[("2024_2025_qualitat_aire.csv", air::write)],
    ),
    (
        &trees::NOTE,
        include_str!("../../recipes/arbrat-viari.toml"),
        &[("OD_Arbrat_Viari.csv", trees::write)],
    ),
    // A workbook, whatever its name says.
    (
        &population::NOTE,
        include_str!("../../recipes/poblacio-edat-sexe.toml"),
        &[("pad_2025_edat_sexe_barri.csv", population::write)],
    ),
    (
        &accidents::NOTE,
        include_str!("../../recipes/accidents-transit.toml"),
        &[("ACCIDENTS_GU_2023_2025.csv", accidents::write)],
    ),
    (
        &rents::NOTE,
        include_str!("../../recipes/lloguer-habitatge.toml"),
        &[("lloguer_trimestral_barris.txt", rents::write)],
    ),
    (
        &wifi::NOTE,
        include_str!("../../recipes/punts-wifi.toml"),
        &[
            ("punts_wifi_2025-03.json", wifi::march),
            ("punts_wifi_2025-09.json", wifi::september),
        ],
    ),
    (
        &energy::NOTE,
        include_str!("../../recipes/energia-edificis.toml"),
        &[("Consum energia edificis.csv", energy::write)],
    ),
    (
        &greens::NOTE,
        include_str!("../../recipes/zones-verdes.toml"),
        &[("zones_verdes.zip", greens::write)],
    ),
    (
        &markets::NOTE,
        include_str!("../../recipes/mercats-municipals.toml"),
        &[("mercats.txt", markets::write)],
    ),
    (
        &bikes::NOTE,
        include_str!("../../recipes/comptadors-bicicletes.toml"),
        &[("comptadors_bici_diari.csv", bikes::write)],
    ),
    (
        &budget::NOTE,
        include_str!("../../recipes/pressupost-despeses.toml"),
        &[("pressupost_execucio_despeses.csv", budget::write)],
    ),
];

impl City {
    /// The town hall's datasets.
    pub fn datasets(&self) -> impl Iterator<Item = Dataset> + use<> {
        DATASETS.into_iter().map(|(note, recipe, files)| Dataset {
            id: note.id,
            files: files
                .iter()
                .map(|(name, writer)| MessyFile {
                    name,
                    writer: *writer,
                })
                .collect(),
            about: note.to_toml(),
            recipe,
        })
    }

    /// Writes `places.geojson` and a folder per dataset, with `dataset.toml` and `recipe.toml` beside
    /// the files, and returns the path of each data file in the order in which to take them in.
    pub fn write_to(&self, dir: &Path) -> io::Result<Vec<PathBuf>> {
        fs::create_dir_all(dir)?;
        fs::write(dir.join("places.geojson"), self.places_geojson())?;
        let mut written = Vec::new();
        for dataset in self.datasets() {
            let folder = dir.join(dataset.id);
            fs::create_dir_all(&folder)?;
            fs::write(folder.join("dataset.toml"), &dataset.about)?;
            fs::write(folder.join("recipe.toml"), dataset.recipe)?;
            for file in &dataset.files {
                let path = folder.join(file.name);
                let mut out = BufWriter::with_capacity(1 << 18, File::create(&path)?);
                file.write(self, &mut out)?;
                out.flush()?;
                written.push(path);
            }
        }
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::town_hall::about::ColumnNote;

    /// What is wrong with what is said about a column.
    fn wrong(column: &ColumnNote) -> Option<String> {
        let [ca, es, en] = column.description;
        for (text, language) in [ca, es, en].into_iter().zip(["ca", "es", "en"]) {
            // Shorter than this it could only say the title again.
            if text.trim().chars().count() < 20 {
                return Some(format!("no description in {language}"));
            }
            if !text.ends_with('.') || text.contains('\'') {
                return Some(format!("{language} is not set as a sentence: {text}"));
            }
        }
        (ca == es || es == en || ca == en).then(|| "the same in two languages".to_owned())
    }

    #[test]
    fn every_column_is_described_in_three_languages() {
        for (note, _, _) in DATASETS {
            for column in note.columns {
                assert_eq!(wrong(column), None, "{} {}", note.id, column.name);
            }
        }
    }

    #[test]
    fn a_language_left_out_or_copied_is_noticed() {
        let good = [
            "Ni més ni menys que això.",
            "Ni más ni menos que esto.",
            "No more, no less than this.",
        ];
        let said = |description| {
            wrong(&ColumnNote {
                name: "codi",
                title: ["Codi", "Código", "Code"],
                description,
                unit: None,
            })
        };
        assert_eq!(said(good), None);
        for at in 0..3 {
            let (mut without, mut copied) = (good, good);
            without[at] = "";
            copied[at] = copied[(at + 1) % 3];
            assert!(said(without).is_some() && said(copied).is_some(), "{at}");
        }
    }

    #[test]
    fn a_column_is_described_once() {
        for (note, _, _) in DATASETS {
            let mut names: Vec<&str> = note.columns.iter().map(|c| c.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), note.columns.len(), "{}", note.id);
        }
    }
}
