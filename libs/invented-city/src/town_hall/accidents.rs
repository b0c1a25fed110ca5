// SPDX-License-Identifier: AGPL-3.0-or-later

//! Traffic accidents: windows-1252, `;`, CRLF, decimal comma, text filled up with blanks, `-1` for
//! what is not known, and the date in three columns.
//!
//! What it tells: the crossings of the diagonal avenue are where it happens, Friday evenings when;
//! from July 2024, with 30 km/h on the diagonal, fewer.

use std::io::{self, Write};

use super::about::{Note, unit};
use super::write::{Day, MONTHS, WEEKDAYS, metres, windows_1252};
use crate::City;
use crate::dice::Dice;
use crate::ground::{CELL, Spot};
use crate::numbers::{floor, index, int, real};
use crate::plan::{DIAGONAL, Street};

pub(crate) const NOTE: Note = Note {
    id: "accidents-transit",
    title: [
        "Accidents de trànsit",
        "Accidentes de tráfico",
        "Traffic accidents",
    ],
    description: [
        "Els accidents en què va intervenir la Guàrdia Urbana de 2023 a 2025: on, quan i amb quantes víctimes. No hi ha cap dada de les persones.",
        "Los accidentes en los que intervino la Guardia Urbana de 2023 a 2025: dónde, cuándo y con cuántas víctimas. No hay ningún dato de las personas.",
        "The accidents that the city police attended from 2023 to 2025: where, when and with how many victims. Nothing is said about the people.",
    ],
    department: "Guàrdia Urbana",
    theme: "tran",
    frequency: "annual",
    keywords: &[
        "accidents",
        "trànsit",
        "seguretat viària",
        "accidentes",
        "tráfico",
        "road safety",
    ],
    key: &["numero_expedient"],
    columns: &[
        (
            "numero_expedient",
            ["Expedient", "Expediente", "File number"],
            None,
        ),
        ("nom_carrer", ["Carrer", "Calle", "Street"], None),
        ("nom_barri", ["Barri", "Barrio", "Neighbourhood"], None),
        (
            "codi_barri",
            ["Codi del barri", "Código del barrio", "Neighbourhood code"],
            None,
        ),
        (
            "codi_districte",
            ["Codi del districte", "Código del distrito", "District code"],
            None,
        ),
        (
            "codi_carrer",
            ["Codi del carrer", "Código de la calle", "Street code"],
            None,
        ),
        (
            "num_postal",
            ["Número del carrer", "Número de la calle", "Street number"],
            None,
        ),
        (
            "descripcio_causa_vianant",
            [
                "Causa atribuïda al vianant",
                "Causa atribuida al peatón",
                "Cause put down to the pedestrian",
            ],
            None,
        ),
        ("nom_districte", ["Districte", "Distrito", "District"], None),
        ("data", ["Data", "Fecha", "Date"], None),
        (
            "hora_dia",
            ["Hora del dia", "Hora del día", "Hour of the day"],
            Some(unit("h")),
        ),
        (
            "descripcio_dia_setmana",
            ["Dia de la setmana", "Día de la semana", "Day of the week"],
            None,
        ),
        ("descripcio_torn", ["Torn", "Turno", "Shift"], None),
        ("numero_morts", ["Morts", "Muertos", "Deaths"], None),
        (
            "numero_lesionats_lleus",
            ["Ferits lleus", "Heridos leves", "Slightly injured"],
            None,
        ),
        (
            "numero_lesionats_greus",
            ["Ferits greus", "Heridos graves", "Seriously injured"],
            None,
        ),
        (
            "numero_vehicles_implicats",
            ["Vehicles", "Vehículos", "Vehicles"],
            None,
        ),
        ("geometry", ["On és", "Dónde está", "Where it is"], None),
    ],
};

const HEADER: &str = "Numero_expedient;Codi_districte;Nom_districte;Codi_barri;Nom_barri;Codi_carrer;Nom_carrer;Num_postal;Descripcio_dia_setmana;Any;Mes_any;Nom_mes;Dia_mes;Hora_dia;Descripcio_torn;Descripcio_causa_vianant;Numero_morts;Numero_lesionats_lleus;Numero_lesionats_greus;Numero_vehicles_implicats;Coordenada_UTM_X;Coordenada_UTM_Y\r\n";

/// Writes one line per accident, in the order in which the police opened the files.
pub(crate) fn write(city: &City, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&windows_1252(HEADER))?;
    let mut dice = Dice::new(city.seed, "accidents");
    let per_day = real(city.residents) * 0.0054 / 365.0;
    let others: Vec<&Street> = city.streets.iter().skip(1).collect();
    let mut number = 0;
    for day in Day::years(2023, 2025) {
        if day.of_year() == 0 {
            number = 0;
        }
        let week = [1.0, 1.02, 1.03, 1.05, 1.2, 0.86, 0.7][day.weekday()];
        let month = if day.month == 8 { 0.7 } else { 1.0 };
        for _ in 0..dice.events(per_day * week * month) {
            number += 1;
            let slow = day.number >= Day::new_year(2024).number + 182;
            let on_diagonal = dice.chance(if slow { 0.11 } else { 0.17 });
            if slow && !on_diagonal && dice.chance(0.04) {
                continue;
            }
            let street = if on_diagonal {
                &city.streets[0]
            } else {
                *dice.one_of(&others)
            };
            let spot = if on_diagonal {
                crossing(&mut dice)
            } else {
                along(street, &mut dice)
            };
            let line = accident(city, &mut dice, day, number, street, spot);
            out.write_all(&windows_1252(&line))?;
        }
    }
    Ok(())
}

/// A crossing of the diagonal with a street of the grid; the largest squares more often.
fn crossing(dice: &mut Dice) -> Spot {
    let (a, b) = DIAGONAL;
    let column = match dice.weighted(&[2.0, 1.2, 5.0]) {
        0 => 44,
        1 => 71,
        _ => dice.pick(28, 86),
    };
    let share = real(column * CELL - a.u) / real(b.u - a.u);
    let mut spot = a.towards(b, share);
    spot.u += dice.pick(-220, 220);
    spot.v += dice.pick(-220, 220);
    spot
}

fn along(street: &Street, dice: &mut Dice) -> Spot {
    let at = index(dice.pick(0, int(street.line.len()) - 1));
    // Most happen where two streets meet.
    let share = if dice.chance(0.62) {
        dice.between(-0.04, 0.04)
    } else {
        dice.unit()
    };
    street.line[at].towards(street.line[at + 1], share)
}

fn accident(
    city: &City,
    dice: &mut Dice,
    day: Day,
    number: i64,
    street: &Street,
    spot: Spot,
) -> String {
    const HOURS: [f64; 24] = [
        14.0, 10.0, 8.0, 7.0, 7.0, 11.0, 20.0, 38.0, 60.0, 58.0, 52.0, 54.0, 60.0, 66.0, 70.0,
        62.0, 60.0, 66.0, 74.0, 70.0, 60.0, 46.0, 32.0, 22.0,
    ];
    let hour = int(dice.weighted(&HOURS));
    let shift = match hour {
        6..14 => "Matí",
        14..22 => "Tarda",
        _ => "Nit",
    };
    let place = city.locate(spot).filter(|_| !dice.chance(0.006));
    let (east, north) = spot.utm_cm();
    let (x, y) = if place.is_some() {
        (metres(east), metres(north))
    } else {
        ("-1".into(), "-1".into())
    };
    let cause = match dice.weighted(&[90.0, 4.0, 3.0, 2.0, 1.0]) {
        0 => "No és causa del vianant",
        1 => "Creuar per fora pas de vianants",
        2 => "Desobeir el senyal del semàfor",
        3 => "Transitar a peu per la calçada",
        _ => "Desconegut",
    };
    let grave = dice.events(0.031);
    let number_in_street = if dice.chance(0.9) {
        dice.pick(1, 420).to_string()
    } else {
        String::new()
    };
    format!(
        "{}S{number:06}    ;{};{};{};{};{};{:<50};{:<9};{};{};{};{};{};{hour};{shift};{cause:<50};{};{};{grave};{};{x};{y}\r\n",
        day.year,
        place.map_or(-1, |p| i64::from(p.district)),
        place.map_or("Desconegut", |p| p.district_name),
        place.map_or(-1, |p| i64::from(p.number)),
        place.map_or("Desconegut", |p| p.name),
        street.code,
        street.name,
        number_in_street,
        WEEKDAYS[day.weekday()],
        day.year,
        day.month,
        capital(MONTHS[index(day.month - 1)]),
        day.date,
        i64::from(dice.chance(0.0024)),
        dice.events(1.08),
        1 + floor(dice.unit() * 1.9).max(dice.events(0.4)),
    )
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
