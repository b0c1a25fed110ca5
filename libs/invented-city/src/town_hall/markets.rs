// SPDX-License-Identifier: AGPL-3.0-or-later

//! Municipal markets: a spreadsheet's "Unicode text", which is UTF-16 with tabs, whose opening hours
//! break the line inside a cell and whose positions are written as Well-Known Text.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::about::{ColumnNote, Note};
use super::places;
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
        ColumnNote {
            name: "codi",
            title: ["Codi", "Código", "Code"],
            description: [
                "M i dues xifres que l’Institut Municipal de Mercats dona a cada mercat.",
                "M y dos cifras que el Instituto Municipal de Mercados da a cada mercado.",
                "M and two digits that the markets institute gives each market.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "mercat",
            title: ["Mercat", "Mercado", "Market"],
            description: [
                "Com es diu, en català. Porta el nom del barri on és.",
                "Cómo se llama, en catalán. Lleva el nombre del barrio donde está.",
                "What it is called, in Catalan: each goes by the name of its neighbourhood.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "adreca",
            title: ["Adreça", "Dirección", "Address"],
            description: [
                "El carrer, amb el nom oficial en català, i el número de l’entrada principal.",
                "La calle, con su nombre oficial en catalán, y el número de la entrada principal.",
                "Street, by its official name in Catalan, and number of the main entrance.",
            ],
            unit: None,
        },
        places::NEIGHBOURHOOD_CODE,
        ColumnNote {
            name: "barri",
            ..places::NEIGHBOURHOOD
        },
        ColumnNote {
            name: "any",
            title: ["Obert l’any", "Abierto en", "Opened in"],
            description: [
                "Quan va obrir al públic per primera vegada, segons l’Institut Municipal de Mercats. Les reformes de després no compten.",
                "Cuándo abrió al público por primera vez, según el Instituto Municipal de Mercados. Las reformas posteriores no cuentan.",
                "When it first received the public, as the markets institute has it. Later rebuilding does not count.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "parades",
            title: ["Parades", "Puestos", "Stalls"],
            description: [
                "Quants llocs de venda té el mercat, de qualsevol producte.",
                "Cuántos puntos de venta tiene el mercado, de cualquier producto.",
                "How many places of sale the market has, whatever they sell.",
            ],
            unit: Some(["parades", "puestos", "stalls"]),
        },
        ColumnNote {
            name: "visites_setmana",
            title: [
                "Visites per setmana",
                "Visitas por semana",
                "Visits per week",
            ],
            description: [
                "Quantes vegades hi entra algú en una setmana corrent. Qui hi va dos dies compta dues vegades.",
                "Cuántas veces entra alguien en una semana corriente. Quien va dos días cuenta dos veces.",
                "How often somebody walks in during an ordinary week. Whoever comes on two days counts twice.",
            ],
            unit: Some(["visites", "visitas", "visits"]),
        },
        ColumnNote {
            name: "accessible",
            title: [
                "Accessible amb cadira de rodes",
                "Accesible en silla de ruedas",
                "Wheelchair accessible",
            ],
            description: [
                "Sí si s’hi pot entrar i circular sense trobar cap graó; No si encara hi ha barreres.",
                "Sí si se puede entrar y circular sin encontrar ningún escalón; No si todavía hay barreras.",
                "Sí (yes) if one can enter and move about without meeting a step, No if there are barriers still.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "horari",
            title: ["Horari", "Horario", "Opening hours"],
            description: [
                "Dies i hores en què és obert, en català abreujat (dl., dt., dv., diss.), una línia per grup de dies. Els dies que no hi surten, tanca.",
                "Días y horas en que abre, en catalán abreviado (dl. lunes, dt. martes, dv. viernes, diss. sábado), una línea por grupo de días. Los días que no salen, cierra.",
                "Days and hours, in Catalan abbreviations (dl. Monday, dt. Tuesday, dv. Friday, diss. Saturday), a line for each group of days. It is closed on days not listed.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "geometry",
            title: ["On és", "Dónde está", "Where it is"],
            description: [
                "Un punt al mercat, en longitud i latitud WGS 84 amb sis decimals, tal com el dona l’Institut Municipal de Mercats.",
                "Un punto en el mercado, en longitud y latitud WGS 84 con seis decimales, tal como lo da el Instituto Municipal de Mercados.",
                "A point at the market, in WGS 84 longitude and latitude to six decimals, as the markets institute gives it.",
            ],
            unit: None,
        },
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
