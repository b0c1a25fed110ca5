// SPDX-License-Identifier: AGPL-3.0-or-later

//! Street trees: points in UTM with a decimal comma, in windows-1252.
//!
//! What it tells: planes in the old grid, planted when it was new and thick by now; hackberries and
//! jacarandas in the streets of the last decades.

use std::io::{self, Write};

use super::about::{ColumnNote, Note};
use super::places;
use super::write::{metres, windows_1252};
use crate::City;
use crate::dice::Dice;
use crate::ground::{Kind, Spot};
use crate::numbers::{real, whole};

pub(crate) const NOTE: Note = Note {
    id: "arbrat-viari",
    title: [
        "Arbres dels carrers",
        "Árboles de las calles",
        "Street trees",
    ],
    description: [
        "Cada arbre plantat en un carrer de la ciutat: on és, de quina espècie, quan es va plantar (si se sap) i com de gruixut té el tronc.",
        "Cada árbol plantado en una calle de la ciudad: dónde está, de qué especie es, cuándo se plantó (si se sabe) y cómo de grueso es su tronco.",
        "Every tree planted in a street of the city: where it stands, its species, when it was planted (where that is known) and how thick its trunk is.",
    ],
    department: "Parcs i Jardins",
    theme: "envi",
    frequency: "quarterly",
    keywords: &["arbres", "arbrat", "verd", "árboles", "trees", "ombra"],
    key: &["codi"],
    columns: &[
        ColumnNote {
            name: "codi",
            title: ["Codi de l’arbre", "Código del árbol", "Tree code"],
            description: [
                "Set xifres i una lletra que identifiquen l’arbre a l’inventari de Parcs i Jardins. No n’hi ha dos d’iguals.",
                "Siete cifras y una letra que identifican el árbol en el inventario de Parques y Jardines. No hay dos iguales.",
                "Seven digits and a letter that identify the tree in the parks department’s inventory. No two are alike.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "nom_cientific",
            title: ["Espècie", "Especie", "Species"],
            description: [
                "Nom científic en llatí, gènere i espècie. Una x al mig vol dir que és un híbrid.",
                "Nombre científico en latín, género y especie. Una x en medio indica que es un híbrido.",
                "The scientific name in Latin, genus first. An x in the middle marks a hybrid.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "nom_catala",
            title: ["Nom en català", "Nombre en catalán", "Name in Catalan"],
            description: [
                "Com en diu la gent, d’aquest arbre, en català. Es correspon amb el nom científic de la mateixa fila.",
                "Cómo se llama popularmente este árbol en catalán. Corresponde al nombre científico de la misma fila.",
                "What people call this tree when they speak Catalan. It goes with the scientific name in the same row.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "nom_castella",
            title: ["Nom en castellà", "Nombre en castellano", "Name in Spanish"],
            description: [
                "Com es coneix popularment en castellà. Es correspon amb el nom científic de la mateixa fila.",
                "Cómo se conoce popularmente en castellano. Corresponde al nombre científico de la misma fila.",
                "What people call it when they speak Spanish. It goes with the scientific name in the same row.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "categoria",
            title: ["Gruix del tronc", "Grosor del tronco", "Trunk class"],
            description: [
                "De més prim a més gruixut: PRIMERA, SEGONA, TERCERA i EXEMPLAR. Les palmeres no es classifiquen i queden buides.",
                "De más delgado a más grueso: PRIMERA, SEGONA, TERCERA y EXEMPLAR. Las palmeras no se clasifican y quedan vacías.",
                "From thin to thick: PRIMERA, SEGONA, TERCERA and EXEMPLAR. Palms are not classed and stay empty.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "data_plantacio",
            title: ["Data de plantació", "Fecha de plantación", "Planted on"],
            description: [
                "El dia que es va plantar, segons el registre que es porta des de 1990. Buit si és d’abans o si ningú no ho va apuntar.",
                "El día en que se plantó, según el registro que se lleva desde 1990. Vacío si es anterior o si nadie lo apuntó.",
                "The day it went into the ground, from a register kept since 1990. Empty for older trees and where nobody wrote it down.",
            ],
            unit: None,
        },
        places::NEIGHBOURHOOD_CODE,
        ColumnNote {
            name: "nom_carrer",
            title: ["Carrer", "Calle", "Street"],
            description: [
                "Nom oficial del carrer on és l’arbre, en català i amb el tipus de via al davant.",
                "Nombre oficial de la calle donde está el árbol, en catalán y con el tipo de vía delante.",
                "Official name of the street the tree stands in, in Catalan and beginning with the kind of street.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "geometry",
            title: ["On és", "Dónde está", "Where it is"],
            description: [
                "El punt de la vorera on és el tronc. Parcs i Jardins el mesura en metres (ETRS89 / UTM 31N) i aquí es publica en longitud i latitud WGS 84.",
                "El punto de la acera donde está el tronco. Parques y Jardines lo mide en metros (ETRS89 / UTM 31N) y aquí se publica en longitud y latitud WGS 84.",
                "The point on the pavement where the trunk stands. Surveyed in metres (ETRS89 / UTM 31N) and published here as WGS 84 longitude and latitude.",
            ],
            unit: None,
        },
    ],
};

const SPECIES: [(&str, &str, &str); 14] = [
    ("Platanus x hispanica", "Plàtan", "Plátano de sombra"),
    ("Celtis australis", "Lledoner", "Almez"),
    ("Tipuana tipu", "Tipuana", "Tipuana"),
    ("Jacaranda mimosifolia", "Xicranda", "Jacarandá"),
    (
        "Styphnolobium japonicum",
        "Acàcia del Japó",
        "Acacia del Japón",
    ),
    ("Citrus aurantium", "Taronger amarg", "Naranjo amargo"),
    ("Tilia tomentosa", "Tell argentat", "Tilo plateado"),
    ("Quercus ilex", "Alzina", "Encina"),
    ("Pinus pinea", "Pi pinyer", "Pino piñonero"),
    ("Cercis siliquastrum", "Arbre de l'amor", "Árbol del amor"),
    (
        "Phoenix dactylifera",
        "Palmera datilera",
        "Palmera datilera",
    ),
    ("Melia azedarach", "Mèlia", "Cinamomo"),
    ("Ulmus pumila", "Om de Sibèria", "Olmo de Siberia"),
    ("Morus alba", "Morera blanca", "Morera blanca"),
];

/// How often each species stands in a kind of street.
fn likely(zone: Kind, near_sea: bool) -> [f64; 14] {
    match zone {
        Kind::Grid if near_sea => [
            14.0, 16.0, 12.0, 14.0, 4.0, 4.0, 2.0, 1.0, 2.0, 3.0, 14.0, 8.0, 3.0, 3.0,
        ],
        Kind::Grid => [
            52.0, 14.0, 7.0, 5.0, 7.0, 1.0, 4.0, 1.0, 0.0, 2.0, 2.0, 3.0, 2.0, 1.0,
        ],
        Kind::Old => [
            10.0, 14.0, 2.0, 3.0, 6.0, 34.0, 1.0, 1.0, 0.0, 6.0, 6.0, 4.0, 0.0, 9.0,
        ],
        Kind::Hill => [
            4.0, 14.0, 3.0, 4.0, 9.0, 5.0, 6.0, 26.0, 22.0, 9.0, 0.0, 4.0, 3.0, 3.0,
        ],
        _ => [
            18.0, 22.0, 8.0, 9.0, 11.0, 7.0, 4.0, 3.0, 1.0, 5.0, 2.0, 8.0, 4.0, 4.0,
        ],
    }
}

/// Writes one line per tree, street by street.
pub(crate) fn write(city: &City, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&windows_1252(
        "codi;x_etrs89;y_etrs89;nom_cientific;nom_catala;nom_castella;categoria;data_plantacio;codi_barri;nom_carrer\r\n",
    ))?;
    let wanted = (city.residents * 15 / 100).clamp(40, 1_000_000);
    let steps: i64 = city
        .streets
        .iter()
        .map(|s| crate::numbers::int(s.line.len() - 1))
        .sum();
    let per_step = real(wanted) / real(steps);
    let mut dice = Dice::new(city.seed, "trees");
    let mut number = 0;
    let mut owed = 0.0;
    for street in &city.streets {
        let near_sea = street.line[0].v < 17_000;
        let weights = likely(street.zone, near_sea);
        let main = dice.weighted(&weights);
        let planted = match street.zone {
            _ if near_sea => dice.pick(1992, 2016),
            Kind::Grid => dice.pick(1948, 1976),
            Kind::Old => dice.pick(1968, 2004),
            Kind::Hill => dice.pick(1962, 2012),
            _ => dice.pick(1958, 2006),
        };
        for ends in street.line.windows(2) {
            owed += per_step;
            let n = crate::numbers::floor(owed);
            owed -= real(n);
            for k in 0..n {
                let spot = beside(ends[0], ends[1], real(k), real(n), &mut dice);
                let Some(place) = city.locate(spot) else {
                    continue;
                };
                number += 1;
                let species = if dice.chance(0.72) {
                    main
                } else {
                    dice.weighted(&weights)
                };
                // A tree that died was replaced.
                let year = if dice.chance(0.24) {
                    dice.pick(planted.max(1985), 2025)
                } else {
                    planted
                };
                let line = tree(
                    number,
                    spot,
                    species,
                    year,
                    &place.code(),
                    &street.name,
                    &mut dice,
                );
                out.write_all(&windows_1252(&line))?;
            }
        }
    }
    Ok(())
}

/// A place on one of the two pavements.
fn beside(a: Spot, b: Spot, k: f64, n: f64, dice: &mut Dice) -> Spot {
    let along = (k + 0.5 + dice.between(-0.2, 0.2)) / n;
    let spot = a.towards(b, 0.08 + 0.84 * along);
    let side = if dice.chance(0.5) { 0.048 } else { -0.048 };
    Spot {
        u: spot.u - whole(real(b.v - a.v) * side),
        v: spot.v + whole(real(b.u - a.u) * side),
    }
}

fn tree(
    number: i64,
    spot: Spot,
    species: usize,
    year: i64,
    barri: &str,
    street: &str,
    dice: &mut Dice,
) -> String {
    let (latin, ca, es) = SPECIES[species];
    let (east, north) = spot.utm_cm();
    let age = 2025 - year + dice.pick(-6, 7);
    let class = match age {
        _ if latin.starts_with("Phoenix") => "",
        ..14 => "PRIMERA",
        14..36 => "SEGONA",
        36..72 => "TERCERA",
        _ => "EXEMPLAR",
    };
    // Before the register of 1990 nobody wrote the day down.
    let date = if year >= 1990 && dice.chance(0.9) {
        format!(
            "{:02}/{:02}/{year}",
            dice.pick(1, 29),
            [11, 12, 1, 2, 3][crate::numbers::index(dice.pick(0, 5))]
        )
    } else {
        String::new()
    };
    format!(
        "{number:07}A;{};{};{latin};{ca};{es};{class};{date};{barri};{street}\r\n",
        metres(east + dice.pick(-9, 10)),
        metres(north + dice.pick(-9, 10)),
    )
}
