// SPDX-License-Identifier: AGPL-3.0-or-later

//! Energy use of public buildings: units inside the cells, thousands dots, months as Catalan words.
//!
//! What it tells: schools sleep in August, sports halls never; after a retrofit a building uses a
//! third less, and a few buildings still use three times what they should.

use std::io::{self, Write};

use super::about::{ColumnNote, Note, unit};
use super::places;
use super::write::{MONTHS, thousands};
use crate::City;
use crate::dice::Dice;
use crate::numbers::{PI, cos, index, real, whole};

pub(crate) const NOTE: Note = Note {
    id: "energia-edificis",
    title: [
        "Consum d’energia dels edificis municipals",
        "Consumo de energía de los edificios municipales",
        "Energy use of municipal buildings",
    ],
    description: [
        "El que gasta en electricitat i gas cada edifici de l’Ajuntament, mes a mes, de 2022 a 2025, amb la superfície i l’any de la rehabilitació energètica si n’hi ha hagut.",
        "Lo que gasta en electricidad y gas cada edificio del Ayuntamiento, mes a mes, de 2022 a 2025, con la superficie y el año de la rehabilitación energética si la ha habido.",
        "What each municipal building uses in electricity and gas, month by month, from 2022 to 2025, with its floor area and the year of its energy retrofit, if any.",
    ],
    department: "Agència d’Energia",
    theme: "ener",
    frequency: "monthly",
    keywords: &[
        "energia",
        "edificis",
        "rehabilitació",
        "energía",
        "edificios",
        "energy",
        "retrofit",
    ],
    key: &["codi_edifici", "mes"],
    columns: &[
        places::DISTRICT_CODE,
        ColumnNote {
            name: "codi_edifici",
            title: ["Codi de l’edifici", "Código del edificio", "Building code"],
            description: [
                "Cinc xifres, amb els zeros del davant, que identifiquen cada equipament a l’inventari de l’Agència d’Energia.",
                "Cinco cifras, con los ceros de delante, que identifican cada equipamiento en el inventario de la Agencia de Energía.",
                "Five digits, leading zeros included, by which the energy agency’s inventory knows each facility.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "edifici",
            title: ["Edifici", "Edificio", "Building"],
            description: [
                "Com en diu l’Ajuntament, en català. Dos equipaments poden dir-se igual: per distingir-los hi ha el codi.",
                "Cómo lo llama el Ayuntamiento, en catalán. Dos equipamientos pueden llamarse igual: para distinguirlos está el código.",
                "What the town hall calls it, in Catalan. Two facilities may share a name: the code tells them apart.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "us",
            title: ["Ús", "Uso", "Use"],
            description: [
                "Per a què serveix: Escola, Institut, Biblioteca, Centre cívic, Poliesportiu, Mercat o Oficines.",
                "Para qué sirve: Escola (escuela), Institut (instituto), Biblioteca, Centre cívic (centro cívico), Poliesportiu (polideportivo), Mercat (mercado) u Oficines (oficinas).",
                "What it is for: Escola (school), Institut (secondary school), Biblioteca (library), Centre cívic (civic centre), Poliesportiu (sports centre), Mercat (market) or Oficines (offices).",
            ],
            unit: None,
        },
        ColumnNote {
            name: "mes",
            title: ["Mes", "Mes", "Month"],
            description: [
                "El període de la lectura, amb l’any al davant: 2024-03 és el març de 2024.",
                "El periodo de la lectura, con el año delante: 2024-03 es marzo de 2024.",
                "When the reading is for, year first: 2024-03 is March 2024.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "superficie",
            title: ["Superfície", "Superficie", "Floor area"],
            description: [
                "Els metres quadrats construïts segons l’inventari. Són els mateixos a totes les files de l’edifici.",
                "Los metros cuadrados construidos según el inventario. Son los mismos en todas las filas del edificio.",
                "Built square metres from the inventory, the same in every row of a building.",
            ],
            unit: Some(unit("m²")),
        },
        ColumnNote {
            name: "electricitat",
            title: ["Electricitat", "Electricidad", "Electricity"],
            description: [
                "El que va marcar el comptador elèctric durant el mes. Buit si no se’n va rebre la lectura.",
                "Lo que marcó el contador eléctrico durante el mes. Vacío si no llegó la lectura.",
                "What the electric meter counted in the month. Empty where no reading came in.",
            ],
            unit: Some(unit("kWh")),
        },
        ColumnNote {
            name: "gas",
            title: ["Gas natural", "Gas natural", "Natural gas"],
            description: [
                "L’energia del gas consumit durant el mes, segons el comptador. Buit si no se’n va rebre la lectura.",
                "La energía del gas consumido durante el mes, según el contador. Vacío si no llegó la lectura.",
                "Energy of the gas burnt in the month, from the meter. Empty where no reading came in.",
            ],
            unit: Some(unit("kWh")),
        },
        ColumnNote {
            name: "any_rehabilitacio",
            title: ["Rehabilitat l’any", "Rehabilitado el año", "Retrofitted in"],
            description: [
                "Quan se’n va millorar l’aïllament i les instal·lacions; l’estalvi es nota des del setembre d’aquell any. Buit si encara no s’ha fet.",
                "Cuándo se mejoraron su aislamiento y sus instalaciones; el ahorro se nota desde septiembre de ese año. Vacío si aún no se ha hecho.",
                "When its insulation and installations were renewed; savings show from that September on. Empty where it has not been done yet.",
            ],
            unit: None,
        },
    ],
};

/// What is in the building: its name, kWh of electricity and of gas per m² and year, closed in August.
const USES: [(&str, &str, f64, f64, bool); 7] = [
    ("Escola", "Escola", 26.0, 62.0, true),
    ("Institut", "Institut", 31.0, 58.0, true),
    ("Biblioteca", "Biblioteca", 74.0, 22.0, false),
    ("Centre cívic", "Centre Cívic", 62.0, 38.0, false),
    ("Poliesportiu", "Poliesportiu", 118.0, 166.0, false),
    ("Mercat", "Mercat", 142.0, 12.0, false),
    ("Oficines", "Oficina d'Atenció Ciutadana", 96.0, 30.0, false),
];

struct Building {
    code: String,
    name: String,
    kind: usize,
    area: i64,
    retrofit: Option<i64>,
    waste: f64,
    district: u8,
}

fn buildings(city: &City) -> Vec<Building> {
    let n = (city.residents * 25 / 100_000).clamp(7, 12_000);
    let mut dice = Dice::new(city.seed, "buildings");
    (0..n)
        .map(|k| {
            let place = dice.one_of(&city.neighbourhoods);
            let kind = dice.weighted(&[38.0, 16.0, 9.0, 13.0, 10.0, 7.0, 7.0]);
            let after = dice.one_of(crate::names::STREETS);
            Building {
                code: format!("{:05}", k * 37 + 14),
                name: format!(
                    "{} {}",
                    USES[kind].1,
                    after
                        .trim_start_matches("dels ")
                        .trim_start_matches("del ")
                        .trim_start_matches("de ")
                ),
                kind,
                area: dice.pick(4, 62) * 100 + dice.pick(0, 100),
                retrofit: dice.chance(0.34).then(|| dice.pick(2019, 2026)),
                waste: if dice.chance(0.03) {
                    2.9
                } else {
                    dice.between(0.75, 1.3)
                },
                district: place.district,
            }
        })
        .collect()
}

/// Writes a line per building and month.
pub(crate) fn write(city: &City, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}Codi edifici;Edifici;Ús;Districte;Mes;Superfície;Electricitat;Gas;Any rehabilitació\r\n".as_bytes())?;
    let mut dice = Dice::new(city.seed, "energy");
    for b in buildings(city) {
        let (what, _, power, heat, holidays) = USES[b.kind];
        for month in 0..48 {
            let year = 2022 + month / 12;
            let month = month % 12;
            let cold = cos(2.0 * PI * real(month) / 12.0);
            let done = b
                .retrofit
                .is_some_and(|r| year > r || year == r && month >= 8);
            let saved = if done { 0.64 } else { 1.0 };
            let open = if holidays && month == 7 { 0.2 } else { 1.0 };
            let area = real(b.area) / 12.0 * b.waste * saved * open;
            let electricity = power * area * (1.0 + 0.12 * cold.abs()) * (1.0 + 0.04 * dice.bell());
            let gas = heat * area * (0.9 + cold).max(0.06) * (1.0 + 0.06 * dice.bell());
            let meter = |kwh: f64, off: bool| {
                if off {
                    "-".to_owned()
                } else {
                    format!("{} kWh", thousands(whole(kwh.max(0.0))))
                }
            };
            let off = dice.chance(0.006);
            writeln!(
                out,
                "{};{};{what};{};{} {year};{} m²;{};{};{}\r",
                b.code,
                b.name,
                b.district,
                MONTHS[index(month)],
                thousands(b.area),
                meter(electricity, off),
                meter(gas, off),
                b.retrofit.map_or(String::new(), |y| y.to_string()),
            )?;
        }
    }
    Ok(())
}
