// SPDX-License-Identifier: AGPL-3.0-or-later

//! The budget as carried out: account codes whose zeros in front mean something, money in cents with
//! thousands dots, and amounts taken back with a minus behind the number.
//!
//! What it tells: what was planned, what was changed, and what was really paid.

use std::io::{self, Write};

use super::about::{ColumnNote, Note, unit};
use super::write::{fixed, windows_1252};
use crate::City;
use crate::dice::Dice;
use crate::numbers::{real, whole};

pub(crate) const NOTE: Note = Note {
    id: "pressupost-despeses",
    title: [
        "Execució del pressupost: despeses",
        "Ejecución del presupuesto: gastos",
        "The budget carried out: spending",
    ],
    description: [
        "El que l’Ajuntament va pressupostar, el que va modificar i el que ha pagat, per programa i capítol econòmic, de 2021 a 2025.",
        "Lo que el Ayuntamiento presupuestó, lo que modificó y lo que ha pagado, por programa y capítulo económico, de 2021 a 2025.",
        "What the town hall planned to spend, what it changed and what it has paid, by programme and economic chapter, from 2021 to 2025.",
    ],
    department: "Gerència de Pressupostos i Hisenda",
    theme: "econ",
    frequency: "annual",
    keywords: &[
        "pressupost",
        "despeses",
        "diners públics",
        "presupuesto",
        "gasto",
        "budget",
        "spending",
    ],
    key: &["exercici", "programa", "capitol"],
    columns: &[
        ColumnNote {
            name: "exercici",
            title: ["Any", "Año", "Year"],
            description: [
                "L’exercici, que va de gener a desembre. N’hi ha de 2021 a 2025.",
                "El ejercicio, que va de enero a diciembre. Los hay de 2021 a 2025.",
                "The financial year, January to December. There are those from 2021 to 2025.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "programa",
            title: ["Codi del programa", "Código del programa", "Programme code"],
            description: [
                "Quatre xifres que diuen per a què és la despesa. El zero del davant hi compta: 0111 és el deute públic.",
                "Cuatro cifras que dicen para qué es el gasto. El cero de delante cuenta: 0111 es la deuda pública.",
                "Four digits for what the money is meant to do. A leading zero is part of it: 0111 is public debt.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "desc_programa",
            title: ["Programa", "Programa", "Programme"],
            description: [
                "El nom de la política o del servei que es paga, en català. En correspon un a cada codi.",
                "El nombre de la política o del servicio que se paga, en catalán. Corresponde uno a cada código.",
                "The policy or service paid for, named in Catalan. There is one for each code.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "capitol",
            title: ["Codi del capítol", "Código del capítulo", "Chapter code"],
            description: [
                "Dues xifres que diuen en què es gasta: 01 personal, 02 béns i serveis, 04 transferències corrents, 06 inversions i 07 transferències de capital.",
                "Dos cifras que dicen en qué se gasta: 01 personal, 02 bienes y servicios, 04 transferencias corrientes, 06 inversiones y 07 transferencias de capital.",
                "Two digits for what is bought: 01 staff, 02 goods and services, 04 current transfers, 06 investment, 07 capital transfers.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "desc_capitol",
            title: ["Capítol", "Capítulo", "Chapter"],
            description: [
                "El nom de la classe de despesa, en català. En correspon un a cada codi.",
                "El nombre de la clase de gasto, en catalán. Corresponde uno a cada código.",
                "The kind of spending, named in Catalan. There is one for each code.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "credit_inicial",
            title: ["Pressupost inicial", "Presupuesto inicial", "First budget"],
            description: [
                "El que es va aprovar de gastar abans de començar l’any.",
                "Lo que se aprobó gastar antes de empezar el año.",
                "What was approved for spending before the year began.",
            ],
            unit: Some(unit("€")),
        },
        ColumnNote {
            name: "modificacions",
            title: ["Modificacions", "Modificaciones", "Changes"],
            description: [
                "El que s’hi va afegir al llarg de l’any o, si és negatiu, el que se’n va treure.",
                "Lo que se añadió a lo largo del año o, si es negativo, lo que se quitó.",
                "What was added in the course of the year or, where negative, taken away.",
            ],
            unit: Some(unit("€")),
        },
        ColumnNote {
            name: "obligacions",
            title: ["Gastat", "Gastado", "Spent"],
            description: [
                "Les obligacions reconegudes: factures, nòmines i altres deutes que l’Ajuntament ha acceptat de pagar durant l’any.",
                "Las obligaciones reconocidas: facturas, nóminas y otras deudas que el Ayuntamiento ha aceptado pagar durante el año.",
                "Recognised obligations: bills, wages and other debts that the town hall accepted to pay within the year.",
            ],
            unit: Some(unit("€")),
        },
    ],
};

/// Programmes with their share of the whole, in thousandths.
const PROGRAMMES: [(&str, &str, f64); 24] = [
    ("0111", "Deute públic", 62.0),
    ("1301", "Guàrdia Urbana", 104.0),
    ("1361", "Bombers", 31.0),
    ("1501", "Urbanisme", 44.0),
    ("1521", "Habitatge", 58.0),
    ("1532", "Manteniment de carrers", 39.0),
    ("1601", "Clavegueram", 16.0),
    ("1621", "Recollida de residus", 92.0),
    ("1631", "Neteja viària", 78.0),
    ("1651", "Enllumenat públic", 24.0),
    ("1711", "Parcs i jardins", 33.0),
    ("1722", "Qualitat ambiental", 9.0),
    ("2311", "Serveis socials", 118.0),
    ("2312", "Gent gran", 34.0),
    ("2411", "Foment de l'ocupació", 27.0),
    ("3231", "Escoles i llars d'infants", 61.0),
    ("3321", "Biblioteques", 21.0),
    ("3341", "Cultura i festes", 38.0),
    ("3421", "Instal·lacions esportives", 18.0),
    ("4314", "Mercats i comerç", 12.0),
    ("4411", "Transport públic", 56.0),
    ("4421", "Carrils bici", 7.0),
    ("9201", "Administració general", 41.0),
    ("9240", "Participació ciutadana", 5.0),
];

const CHAPTERS: [(&str, &str, f64); 5] = [
    ("01", "Despeses de personal", 0.31),
    ("02", "Béns corrents i serveis", 0.36),
    ("04", "Transferències corrents", 0.17),
    ("06", "Inversions reals", 0.13),
    ("07", "Transferències de capital", 0.03),
];

/// Cents as accountants write them: `1.234,56`, and `1.234,56-` for what was taken back.
fn money(cents: i64) -> String {
    let plain = fixed(cents.abs(), 2, ',', Some('.'));
    if cents < 0 {
        format!("{plain}-")
    } else {
        plain
    }
}

/// Writes a line per year, programme and chapter.
pub(crate) fn write(city: &City, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&windows_1252(
        "Exercici;Programa;Desc. programa;Capítol;Desc. capítol;Crèdit inicial;Modificacions;Obligacions reconegudes\r\n",
    ))?;
    let mut dice = Dice::new(city.seed, "budget");
    for year in 2021..2026 {
        let whole_budget = real(city.residents) * 1_880.0 * (1.0 + 0.042 * real(year - 2021));
        for (code, name, share) in PROGRAMMES {
            for (chapter, what, part) in CHAPTERS {
                let works = if code == "4421" && chapter == "06" && year == 2024 {
                    3.4
                } else {
                    1.0
                };
                let first = whole_budget * share / 1_028.0 * part * works * dice.between(0.75, 1.3);
                let change = first * dice.bell() * 0.07;
                let rate = if chapter == "06" {
                    dice.between(0.58, 0.92)
                } else {
                    dice.between(0.94, 1.0)
                };
                let line = format!(
                    "{year};{code};{name};{chapter};{what};{};{};{}\r\n",
                    money(whole(first) * 100),
                    money(whole(change * 100.0)),
                    money(whole((first + change) * rate * 100.0)),
                );
                out.write_all(&windows_1252(&line))?;
            }
        }
    }
    Ok(())
}
