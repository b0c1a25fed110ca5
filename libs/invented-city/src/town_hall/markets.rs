// SPDX-License-Identifier: AGPL-3.0-or-later

//! Municipal markets: a spreadsheet's "Unicode text", which is UTF-16 with tabs, whose opening hours
//! break the line inside a cell and whose positions are written as Well-Known Text.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::about::Note;
use super::write::{thousands, utf_16le};
use crate::City;
use crate::dice::Dice;
use crate::numbers::{index, int, real, whole};

pub(crate) const NOTE: Note = Note {
    id: "mercats-municipals",
    title: [
        "Mercats municipals",
        "Mercados municipales",
        "Municipal markets",
    ],
    description: [
        "Els mercats de barri, on són, a quina hora obren, quantes parades tenen i quanta gent hi va cada setmana.",
        "Los mercados de barrio: dónde están, a qué hora abren, cuántos puestos tienen y cuánta gente va cada semana.",
        "The neighbourhood markets: where they are, when they open, how many stalls they have and how many people come each week.",
    ],
    department: "Institut Municipal de Mercats",
    theme: "econ",
    frequency: "annual",
    keywords: &[
        "mercats", "comerç", "mercados", "comercio", "markets", "food",
    ],
    key: &["codi"],
    columns: &[
        ("codi", ["Codi", "Código", "Code"], None),
        ("mercat", ["Mercat", "Mercado", "Market"], None),
        ("adreca", ["Adreça", "Dirección", "Address"], None),
        (
            "codi_barri",
            ["Codi del barri", "Código del barrio", "Neighbourhood code"],
            None,
        ),
        ("barri", ["Barri", "Barrio", "Neighbourhood"], None),
        ("any", ["Obert l'any", "Abierto en", "Opened in"], None),
        ("parades", ["Parades", "Puestos", "Stalls"], None),
        (
            "visites_setmana",
            [
                "Visites per setmana",
                "Visitas por semana",
                "Visits per week",
            ],
            None,
        ),
        (
            "accessible",
            [
                "Accessible amb cadira de rodes",
                "Accesible en silla de ruedas",
                "Wheelchair accessible",
            ],
            None,
        ),
        ("horari", ["Horari", "Horario", "Opening hours"], None),
        ("geometry", ["On és", "Dónde está", "Where it is"], None),
    ],
};

const HOURS: [&str; 4] = [
    "dl. a dv. 7.00-14.30\ndiss. 7.00-15.00",
    "dl. 7.00-14.00\ndt. a dv. 7.00-14.00 i 17.00-20.30\ndiss. 7.00-15.00",
    "dl. a diss. 8.00-20.30",
    "dt. a diss. 8.00-15.00",
];

/// Writes a line per market: one for every 45 000 residents, in neighbourhoods that differ.
pub(crate) fn write(city: &City, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::from(
        "\u{feff}Codi\tMercat\tAdreça\tCodi barri\tBarri\tAny\tParades\tVisites setmana\tAccessible\tHorari\tPosició\r\n",
    );
    let most = int(city.neighbourhoods.len());
    let n = index((city.residents / 45_000).clamp(4, most * 2 / 3));
    let mut dice = Dice::new(city.seed, "markets");
    let mut served = Vec::new();
    // Many draws fall into the sea or beside a market that is there already.
    for _ in 0..n * 60 {
        if served.len() == n {
            break;
        }
        let street = dice.one_of(&city.streets);
        let at = index(dice.pick(0, int(street.line.len()) - 1));
        let spot = street.line[at].towards(street.line[at + 1], dice.unit());
        let Some(place) = city.locate(spot) else {
            continue;
        };
        if served.contains(&place.number) {
            continue;
        }
        served.push(place.number);
        let old = dice.chance(0.15 + 0.6 * place.character.old);
        let year = if old {
            dice.pick(1848, 1914)
        } else {
            dice.pick(1932, 2016)
        };
        let stalls = dice.pick(22, 160);
        let visits = whole(real(stalls) * dice.between(170.0, 420.0));
        let [lon, lat] = spot.degrees();
        let _ = write!(
            text,
            "M{:02}\tMercat {}\t{}, {}\t{}\t{}\t{year}\t{stalls}\t{}\t{}\t\"{}\"\tPOINT ({lon:.6} {lat:.6})\r\n",
            served.len(),
            of(place.name),
            street.name,
            dice.pick(1, 240),
            place.code(),
            place.name,
            thousands(visits),
            if dice.chance(if old { 0.6 } else { 0.9 }) {
                "Sí"
            } else {
                "No"
            },
            dice.one_of(&HOURS),
        );
    }
    out.write_all(&utf_16le(&text))
}

/// A neighbourhood after "Mercat": `de la Marina`, `del Port`, `d'Horts`.
fn of(name: &str) -> String {
    let vowel = |c: char| "AEIOUHÀÈÉÍÒÓÚ".contains(c);
    match name.split_once(' ') {
        Some(("el", rest)) => format!("del {rest}"),
        Some(("els", rest)) => format!("dels {rest}"),
        _ if name.starts_with(vowel) => format!("d'{name}"),
        _ => format!("de {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_market_is_called_after_its_neighbourhood_as_people_say_it() {
        assert_eq!(of("el Port Vell"), "del Port Vell");
        assert_eq!(of("les Fàbriques"), "de les Fàbriques");
        assert_eq!(of("l'Horta"), "de l'Horta");
        assert_eq!(of("Estació"), "d'Estació");
        assert_eq!(of("Tres Camins"), "de Tres Camins");
    }
}
