// SPDX-License-Identifier: AGPL-3.0-or-later

//! Bicycle counters: UTF-8 with a mark, everything in quotes, days as `2025-03-01 00:00:00.0`, and
//! two systems of coordinates in each line.
//!
//! What it tells: rain empties the lanes; the lane along the diagonal, opened in May 2024, doubled
//! the counts around it.

use std::io::{self, Write};

use super::about::{ColumnNote, Note};
use super::places;
use super::write::Day;
use crate::City;
use crate::dice::{Dice, noise};
use crate::ground::{Kind, Spot};
use crate::numbers::{PI, cos, index, int, real, whole};
use crate::plan::{Street, off_diagonal_m};

pub(crate) const NOTE: Note = Note {
    id: "comptadors-bicicletes",
    title: [
        "Comptadors de bicicletes",
        "Contadores de bicicletas",
        "Bicycle counters",
    ],
    description: [
        "Quantes bicicletes passen cada dia per cada comptador de la xarxa de carrils, de 2024 a 2025.",
        "Cuántas bicicletas pasan cada día por cada contador de la red de carriles, de 2024 a 2025.",
        "How many bicycles pass each counter of the lane network every day, from 2024 to 2025.",
    ],
    department: "Àrea de Mobilitat",
    theme: "tran",
    frequency: "daily",
    keywords: &[
        "bicicleta",
        "mobilitat",
        "carril bici",
        "movilidad",
        "cycling",
    ],
    key: &["id_comptador", "data"],
    columns: &[
        ColumnNote {
            name: "id_comptador",
            title: ["Comptador", "Contador", "Counter"],
            description: [
                "Tres xifres, amb els zeros del davant, que identifiquen l’aparell dins la xarxa.",
                "Tres cifras, con los ceros de delante, que identifican el aparato dentro de la red.",
                "Three digits, leading zeros included, by which the network knows the device.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "nom",
            title: ["Nom", "Nombre", "Name"],
            description: [
                "El carrer on és l’aparell i, després de la barra, el barri. Tots dos en català.",
                "La calle donde está el aparato y, tras la barra, el barrio. Ambos en catalán.",
                "The street in which the device lies and, behind the slash, its neighbourhood. Both in Catalan.",
            ],
            unit: None,
        },
        places::NEIGHBOURHOOD_CODE,
        ColumnNote {
            name: "barri",
            description: [
                "Nom oficial, en català i tot en majúscules, tal com l’escriu el programa dels comptadors.",
                "Nombre oficial, en catalán y todo en mayúsculas, tal como lo escribe el programa de los contadores.",
                "Its official name, in Catalan and all in capitals, as the counters’ software writes it.",
            ],
            ..places::NEIGHBOURHOOD
        },
        ColumnNote {
            name: "data",
            title: ["Dia", "Día", "Day"],
            description: [
                "El dia sencer del recompte, de mitjanit a mitjanit. Els dies que l’aparell no funcionava no tenen fila.",
                "El día entero del recuento, de medianoche a medianoche. Los días en que el aparato no funcionaba no tienen fila.",
                "The whole day counted, midnight to midnight. Days on which the device was down have no row.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "bicicletes",
            title: ["Bicicletes", "Bicicletas", "Bicycles"],
            description: [
                "Quantes n’han passat durant el dia. La mateixa bici compta cada vegada que passa.",
                "Cuántas han pasado durante el día. La misma bici cuenta cada vez que pasa.",
                "How many rode past during the day. The same bike counts each time it passes.",
            ],
            unit: Some(["bicicletes", "bicicletas", "bicycles"]),
        },
        ColumnNote {
            name: "geometry",
            title: ["On és", "Dónde está", "Where it is"],
            description: [
                "El punt del carril on és l’aparell, en longitud i latitud WGS 84 amb sis decimals. És el mateix a totes les files del comptador.",
                "El punto del carril donde está el aparato, en longitud y latitud WGS 84 con seis decimales. Es el mismo en todas las filas del contador.",
                "The point of the lane where the device lies, in WGS 84 longitude and latitude to six decimals. The same in every row of a counter.",
            ],
            unit: None,
        },
    ],
};

/// Writes a line per counter and day.
pub(crate) fn write(city: &City, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}\"ID_COMPTADOR\";\"NOM\";\"COD_BARRI\";\"BARRI\";\"DATA\";\"BICICLETES\";\"COORD_X\";\"COORD_Y\";\"SISTEMA_COORD\";\"LATITUD\";\"LONGITUD\"\r\n".as_bytes())?;
    let n = (city.residents * 25 / 1_000_000).clamp(3, 1_000);
    let mut dice = Dice::new(city.seed, "bicycle counters");
    let flat: Vec<&Street> = city
        .streets
        .iter()
        .filter(|s| s.zone != Kind::Hill && s.line.len() > 3)
        .collect();
    for k in 0..n {
        let street = if k % 5 == 0 {
            &city.streets[0]
        } else {
            *dice.one_of(&flat)
        };
        let spot = if k % 5 == 0 {
            street.line[0].towards(street.line[1], dice.between(0.08, 0.92))
        } else {
            street.line[index(dice.pick(1, int(street.line.len()) - 1))]
        };
        let Some(place) = city.locate(spot) else {
            continue;
        };
        let usual =
            dice.between(260.0, 1500.0) * if place.character.grid > 0.5 { 2.2 } else { 1.0 };
        let name = format!("{} / {}", street.name, place.name);
        counts(
            city,
            out,
            &mut dice,
            &format!("{:03}", k + 1),
            &name,
            place,
            spot,
            usual,
        )?;
    }
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "the columns of one line")]
fn counts(
    city: &City,
    out: &mut dyn Write,
    dice: &mut Dice,
    id: &str,
    name: &str,
    place: &crate::Neighbourhood,
    spot: Spot,
    usual: f64,
) -> io::Result<()> {
    let (east, north) = spot.utm_cm();
    let [lon, lat] = spot.degrees();
    let near = off_diagonal_m(spot) < 300.0;
    let mut silent = 0;
    for day in Day::years(2024, 2025) {
        if silent == 0 && dice.chance(0.002) {
            silent = dice.pick(3, 22);
        }
        if silent > 0 {
            silent -= 1;
            continue;
        }
        let week = [1.0, 1.06, 1.08, 1.05, 0.97, 0.74, 0.62][day.weekday()];
        let season = 1.0 - 0.2 * cos(2.0 * PI * (real(day.of_year()) - 10.0) / 365.0);
        let august = if day.month == 8 { 0.68 } else { 1.0 };
        let rain = if noise(city.seed, 43, real(day.number) / 1.7, 0.5) > 0.58 {
            0.45
        } else {
            1.0
        };
        let opened = (day.year, day.month) >= (2024, 5);
        let lane = if near && opened { 2.05 } else { 1.0 };
        let n = usual * week * season * august * rain * lane * (1.0 + 0.06 * dice.bell());
        writeln!(
            out,
            "\"{id}\";\"{name}\";\"{}\";\"{}\";\"{}-{:02}-{:02} 00:00:00.0\";\"{}\";\"{:.2}\";\"{:.2}\";\"ETRS89\";\"{lat:.6}\";\"{lon:.6}\"\r",
            place.code(),
            place.name.to_uppercase(),
            day.year,
            day.month,
            day.date,
            whole(n.max(0.0)),
            real(east) / 100.0,
            real(north) / 100.0,
        )?;
    }
    Ok(())
}
