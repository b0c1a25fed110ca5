// SPDX-License-Identifier: AGPL-3.0-or-later

//! Traffic accidents: windows-1252, `;`, CRLF, decimal comma, text filled up with blanks, `-1` for
//! what is not known, and the date in three columns.
//!
//! What it tells: the crossings of the diagonal avenue are where it happens, Friday evenings when;
//! from July 2024, with 30 km/h on the diagonal, fewer.

use std::io::{self, Write};

use super::about::{ColumnNote, Note, PEOPLE, unit};
use super::places;
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
        ColumnNote {
            name: "numero_expedient",
            title: ["Expedient", "Expediente", "File number"],
            description: [
                "Any, una S i sis xifres que la Guàrdia Urbana dona a cada accident. La numeració torna a començar cada any.",
                "Año, una S y seis cifras que la Guardia Urbana da a cada accidente. La numeración vuelve a empezar cada año.",
                "Year, an S and six digits that the city police give each accident. Numbering starts afresh every January.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "nom_carrer",
            title: ["Carrer", "Calle", "Street"],
            description: [
                "La via on va passar, amb el nom oficial en català. En una cruïlla, només un dels carrers que s’hi troben.",
                "La vía donde ocurrió, con su nombre oficial en catalán. En un cruce, solo una de las calles que coinciden.",
                "Where it happened, by its official name in Catalan. At a crossing, only one of the streets that meet there.",
            ],
            unit: None,
        },
        ColumnNote {
            description: [
                "Nom oficial, en català, del barri on va passar. Buit si la patrulla no en va poder precisar el lloc.",
                "Nombre oficial, en catalán, del barrio donde ocurrió. Vacío si la patrulla no pudo precisar el lugar.",
                "Official name, in Catalan, of the neighbourhood where it happened. Empty where the patrol could not fix the place.",
            ],
            ..places::NEIGHBOURHOOD
        },
        ColumnNote {
            description: [
                "Número oficial, de l’1 al 73, sense zero al davant: el 7 és el 07 d’altres conjunts. Buit si no se sap el lloc.",
                "Número oficial, del 1 al 73, sin cero delante: el 7 es el 07 de otros conjuntos. Vacío si no se sabe el lugar.",
                "Its official number, 1 to 73, without leading zeros: 7 here is 07 in other datasets. Empty where the place is not known.",
            ],
            ..places::NEIGHBOURHOOD_CODE
        },
        ColumnNote {
            description: [
                "Número de l’1 al 10, el de la divisió oficial de la ciutat. Buit si no se sap el lloc de l’accident.",
                "Número del 1 al 10, el de la división oficial de la ciudad. Vacío si no se sabe el lugar del accidente.",
                "A number from 1 to 10, as the city is officially divided. Empty where the place of the accident is not known.",
            ],
            ..places::DISTRICT_CODE
        },
        ColumnNote {
            name: "codi_carrer",
            title: ["Codi del carrer", "Código de la calle", "Street code"],
            description: [
                "Número de la via al nomenclàtor municipal. Serveix per ajuntar accidents encara que el nom s’escrigui diferent.",
                "Número de la vía en el callejero municipal. Sirve para reunir accidentes aunque el nombre se escriba distinto.",
                "The street’s number in the municipal gazetteer: it holds accidents together even where a name is spelt another way.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "num_postal",
            title: ["Número del carrer", "Número de la calle", "Street number"],
            description: [
                "El portal més proper, segons l’atestat. Buit quan la patrulla no en va apuntar cap.",
                "El portal más cercano, según el atestado. Vacío cuando la patrulla no apuntó ninguno.",
                "The nearest door, from the police report. Empty where the patrol noted none.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "descripcio_causa_vianant",
            title: [
                "Causa atribuïda al vianant",
                "Causa atribuida al peatón",
                "Cause put down to the pedestrian",
            ],
            description: [
                "Què hi va fer el vianant segons la Guàrdia Urbana, en català: per exemple creuar fora del pas. «No és causa del vianant» vol dir que no en va ser la causa; buit, que es desconeix.",
                "Qué hizo el peatón según la Guardia Urbana, en catalán: por ejemplo, cruzar fuera del paso. «No és causa del vianant» significa que no fue la causa; vacío, que se desconoce.",
                "What the pedestrian did, in the police’s Catalan words: crossing away from the crossing, say. “No és causa del vianant” means not the cause; empty means not known.",
            ],
            unit: None,
        },
        ColumnNote {
            description: [
                "Nom oficial, en català, del districte on va passar. Buit si la patrulla no en va poder precisar el lloc.",
                "Nombre oficial, en catalán, del distrito donde ocurrió. Vacío si la patrulla no pudo precisar el lugar.",
                "Official name, in Catalan, of the district where it happened. Empty where the patrol could not fix the place.",
            ],
            ..places::DISTRICT
        },
        ColumnNote {
            name: "data",
            title: ["Data", "Fecha", "Date"],
            description: [
                "El dia que va passar l’accident segons l’atestat, amb el calendari i l’hora de la ciutat.",
                "El día en que ocurrió el accidente según el atestado, con el calendario y la hora de la ciudad.",
                "The day of the accident from the police report, by the city’s own calendar and clock.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "hora_dia",
            title: ["Hora del dia", "Hora del día", "Hour of the day"],
            description: [
                "De 0 a 23, en hora local i sense minuts: 18 vol dir entre les 18.00 i les 18.59.",
                "De 0 a 23, en hora local y sin minutos: 18 quiere decir entre las 18:00 y las 18:59.",
                "0 to 23, local time, without minutes: 18 means between 18:00 and 18:59.",
            ],
            unit: Some(unit("h")),
        },
        ColumnNote {
            name: "descripcio_dia_setmana",
            title: ["Dia de la setmana", "Día de la semana", "Day of the week"],
            description: [
                "De Dilluns a Diumenge, en català. És el que correspon a la data.",
                "De Dilluns (lunes) a Diumenge (domingo), en catalán. Es el que corresponde a la fecha.",
                "In Catalan, from Dilluns (Monday) to Diumenge (Sunday). It follows from the date.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "descripcio_torn",
            title: ["Torn", "Turno", "Shift"],
            description: [
                "El de la Guàrdia Urbana: Matí de 6 a 14 h, Tarda de 14 a 22 h i Nit de 22 a 6 h.",
                "El de la Guardia Urbana: Matí (mañana) de 6 a 14 h, Tarda (tarde) de 14 a 22 h y Nit (noche) de 22 a 6 h.",
                "That of the police: Matí (morning) is 6 to 14 h, Tarda (afternoon) 14 to 22 h, Nit (night) 22 to 6 h.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "numero_morts",
            title: ["Morts", "Muertos", "Deaths"],
            description: [
                "Quanta gent hi va perdre la vida, segons l’atestat. 0 si ningú.",
                "Cuánta gente perdió la vida, según el atestado. 0 si nadie.",
                "How many lost their lives, from the police report. 0 where nobody did.",
            ],
            unit: Some(PEOPLE),
        },
        ColumnNote {
            name: "numero_lesionats_lleus",
            title: ["Ferits lleus", "Heridos leves", "Slightly injured"],
            description: [
                "Quanta gent va prendre mal sense gravetat, anés en vehicle o a peu. 0 si ningú.",
                "Cuánta gente se hizo daño sin gravedad, fuera en vehículo o a pie. 0 si nadie.",
                "How many were hurt without grave harm, riding or on foot. 0 where nobody was.",
            ],
            unit: Some(PEOPLE),
        },
        ColumnNote {
            name: "numero_lesionats_greus",
            title: ["Ferits greus", "Heridos graves", "Seriously injured"],
            description: [
                "Quanta gent va quedar malferida, anés en vehicle o a peu. 0 si ningú.",
                "Cuánta gente sufrió lesiones de gravedad, fuera en vehículo o a pie. 0 si nadie.",
                "How many were badly hurt, riding or on foot. 0 where nobody was.",
            ],
            unit: Some(PEOPLE),
        },
        ColumnNote {
            name: "numero_vehicles_implicats",
            title: ["Vehicles", "Vehículos", "Vehicles"],
            description: [
                "Quants en van quedar implicats, de qualsevol mena. Com a mínim n’hi ha un.",
                "Cuántos se vieron implicados, de cualquier clase. Como mínimo hay uno.",
                "How many of any kind were involved. There is always at least one.",
            ],
            unit: Some(["vehicles", "vehículos", "vehicles"]),
        },
        ColumnNote {
            name: "geometry",
            title: ["On és", "Dónde está", "Where it is"],
            description: [
                "El punt de l’accident. La Guàrdia Urbana l’apunta en metres (ETRS89 / UTM 31N) i aquí es publica en longitud i latitud WGS 84. Buit si no se sap el lloc.",
                "El punto del accidente. La Guardia Urbana lo apunta en metros (ETRS89 / UTM 31N) y aquí se publica en longitud y latitud WGS 84. Vacío si no se sabe el lugar.",
                "The point of the accident. The police note it in metres (ETRS89 / UTM 31N); published here as WGS 84 longitude and latitude. Empty where the place is not known.",
            ],
            unit: None,
        },
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
