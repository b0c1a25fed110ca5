// SPDX-License-Identifier: AGPL-3.0-or-later

//! Housing rents by quarter and neighbourhood: tabs, UTF-16 with the little end first, money as
//! `1.234,56 €` and `--` where there were too few contracts.
//!
//! What it tells: dearer by the sea and uphill in the west, a dip in 2020, a cap from 2024.

use std::io::{self, Write};

use super::about::{ColumnNote, Note, unit};
use super::places;
use super::write::{fixed, thousands, utf_16le};
use crate::City;
use crate::dice::Dice;
use crate::numbers::{exp, real, whole};

pub(crate) const NOTE: Note = Note {
    id: "lloguer-habitatge",
    title: [
        "Lloguer mitjà dels habitatges",
        "Alquiler medio de las viviendas",
        "Average rents of homes",
    ],
    description: [
        "El que es paga de mitjana pels lloguers nous de cada trimestre, per barri, de 2014 a 2025. Amb menys de cinc contractes no es diu.",
        "Lo que se paga de media por los alquileres nuevos de cada trimestre, por barrio, de 2014 a 2025. Con menos de cinco contratos no se dice.",
        "What new tenants pay on average in each quarter, by neighbourhood, from 2014 to 2025. Not told where there were fewer than five contracts.",
    ],
    department: "Institut Municipal de l’Habitatge",
    theme: "soci",
    frequency: "quarterly",
    keywords: &[
        "lloguer",
        "habitatge",
        "preus",
        "alquiler",
        "vivienda",
        "rent",
        "housing",
    ],
    key: &["any", "trimestre", "codi_barri"],
    columns: &[
        places::DISTRICT_CODE,
        places::DISTRICT,
        ColumnNote {
            name: "any",
            title: ["Any", "Año", "Year"],
            description: [
                "El de la signatura dels contractes, de 2014 a 2025.",
                "El de la firma de los contratos, de 2014 a 2025.",
                "When the contracts were signed, 2014 to 2025.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "trimestre",
            title: ["Trimestre", "Trimestre", "Quarter"],
            description: [
                "De l’1 al 4: l’1 va de gener a març i el 4, d’octubre a desembre.",
                "Del 1 al 4: el 1 va de enero a marzo y el 4, de octubre a diciembre.",
                "1 to 4: 1 is January to March, 4 is October to December.",
            ],
            unit: Some(["trimestre", "trimestre", "quarter"]),
        },
        places::NEIGHBOURHOOD_CODE,
        places::NEIGHBOURHOOD,
        ColumnNote {
            name: "lloguer_mitja",
            title: ["Lloguer al mes", "Alquiler al mes", "Rent a month"],
            description: [
                "El que paga cada mes, de mitjana, qui ha signat contracte aquell trimestre al barri. Buit si n’hi va haver menys de cinc.",
                "Lo que paga cada mes, de media, quien ha firmado contrato ese trimestre en el barrio. Vacío si hubo menos de cinco.",
                "What those who signed a contract in the neighbourhood that quarter pay each month, on average. Empty where fewer than five did.",
            ],
            unit: Some(unit("€")),
        },
        ColumnNote {
            name: "lloguer_m2",
            title: [
                "Lloguer per metre quadrat",
                "Alquiler por metro cuadrado",
                "Rent per square metre",
            ],
            description: [
                "El preu mensual dels contractes nous repartit per la superfície de l’habitatge. Buit si n’hi va haver menys de cinc.",
                "El precio mensual de los contratos nuevos repartido por la superficie de la vivienda. Vacío si hubo menos de cinco.",
                "The monthly price of new contracts, shared over the floor area of the home. Empty where there were fewer than five.",
            ],
            unit: Some(unit("€/m²")),
        },
        ColumnNote {
            name: "contractes",
            title: ["Contractes nous", "Contratos nuevos", "New contracts"],
            description: [
                "Quants se’n van signar al barri durant el trimestre. Es diu sempre, també quan són massa pocs per dir-ne el preu.",
                "Cuántos se firmaron en el barrio durante el trimestre. Se dice siempre, también cuando son demasiado pocos para decir el precio.",
                "How many were signed in the neighbourhood in the quarter. Always told, even where they are too few for a price.",
            ],
            unit: Some(["contractes", "contratos", "contracts"]),
        },
    ],
};

/// The city's rents against those of early 2014, quarter by quarter.
fn index_of(quarter: i64) -> f64 {
    let years = real(quarter) / 4.0;
    let trend = 1.0 + 0.058 * years.min(6.0) + 0.055 * (years - 6.6).max(0.0);
    let dip = if (25..31).contains(&quarter) {
        0.9
    } else {
        1.0
    };
    let cap = if quarter >= 41 {
        0.955 - 0.008 * real(quarter - 41)
    } else {
        1.0
    };
    trend * dip * cap
}

/// Writes a line per quarter and neighbourhood.
pub(crate) fn write(city: &City, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&[0xff, 0xfe])?;
    out.write_all(&utf_16le(
        "Any\tTrimestre\tCodi_Districte\tNom_Districte\tCodi_Barri\tNom_Barri\tLloguer_mitja\tLloguer_m2\tContractes\r\n",
    ))?;
    let mut dice = Dice::new(city.seed, "rents");
    for quarter in 0..48 {
        for n in &city.neighbourhoods {
            let c = n.character;
            let sea = exp(-c.sea_m / 1500.0);
            let per_m2 = (7.6 + 5.2 * c.wealth + 4.4 * sea + 1.1 * c.old)
                * index_of(quarter)
                * (1.0 + 0.016 * dice.bell());
            let size = 52.0 + 24.0 * c.wealth - 7.0 * c.old + 1.2 * dice.bell();
            let contracts = dice.events(real(n.residents) * 0.0052);
            let (rent, square) = if contracts < 5 {
                ("--".to_owned(), "--".to_owned())
            } else {
                (
                    format!(
                        "{} €",
                        fixed(whole(per_m2 * size * 100.0), 2, ',', Some('.'))
                    ),
                    format!("{} €/m²", fixed(whole(per_m2 * 100.0), 2, ',', None)),
                )
            };
            let line = format!(
                "{}\t{}\t{}\t{}\t{}\t{}\t{rent}\t{square}\t{}\r\n",
                2014 + quarter / 4,
                quarter % 4 + 1,
                n.district,
                n.district_name,
                n.code(),
                n.name,
                thousands(contracts),
            );
            out.write_all(&utf_16le(&line))?;
        }
    }
    Ok(())
}
