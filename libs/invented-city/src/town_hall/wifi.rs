// SPDX-License-Identifier: AGPL-3.0-or-later

//! Public Wi-Fi points: JSON whose records stand inside another record, positions as text, yes as
//! "SI". Two editions: between them points were added, moved and closed.

use std::io::{self, Write};

use serde_json::json;

use super::about::{ColumnNote, Note};
use super::places;
use crate::City;
use crate::dice::Dice;
use crate::numbers::{index, int};

pub(crate) const NOTE: Note = Note {
    id: "punts-wifi",
    title: [
        "Punts Wi-Fi públics",
        "Puntos wifi públicos",
        "Public Wi-Fi points",
    ],
    description: [
        "On hi ha Wi-Fi municipal i gratuït: biblioteques, centres cívics, mercats, places i platges.",
        "Dónde hay wifi municipal y gratuito: bibliotecas, centros cívicos, mercados, plazas y playas.",
        "Where there is free municipal Wi-Fi: libraries, civic centres, markets, squares and beaches.",
    ],
    department: "Institut Municipal d’Informàtica",
    theme: "gove",
    frequency: "biannual",
    keywords: &["wifi", "internet", "connexió", "conexión"],
    key: &["codi"],
    columns: &[
        ColumnNote {
            name: "codi",
            title: ["Codi", "Código", "Code"],
            description: [
                "WF i quatre xifres. Un punt el conserva encara que canviï de lloc o es tanqui, i així es poden comparar edicions.",
                "WF y cuatro cifras. Un punto lo conserva aunque cambie de sitio o se cierre, y así se pueden comparar ediciones.",
                "WF and four digits. A point keeps it when it moves or closes, so that editions can be compared.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "nom",
            title: ["Nom", "Nombre", "Name"],
            description: [
                "El de l’equipament on és i, al darrere, el del barri. Pot repetir-se: per distingir punts hi ha el codi.",
                "El del equipamiento donde está y, detrás, el del barrio. Puede repetirse: para distinguir puntos está el código.",
                "What the facility is called, followed by its neighbourhood. It may occur twice: the code tells points apart.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "tipus",
            title: ["Lloc", "Lugar", "Place"],
            description: [
                "En quina mena d’espai és: Biblioteca, Centre cívic, Mercat, Plaça, Poliesportiu, Casal de gent gran o Platja.",
                "En qué tipo de espacio está: Biblioteca, Centre cívic (centro cívico), Mercat (mercado), Plaça (plaza), Poliesportiu (polideportivo), Casal de gent gran (centro de mayores) o Platja (playa).",
                "What kind of space it is in: Biblioteca (library), Centre cívic (civic centre), Mercat (market), Plaça (square), Poliesportiu (sports centre), Casal de gent gran (seniors’ centre) or Platja (beach).",
            ],
            unit: None,
        },
        ColumnNote {
            name: "actiu",
            title: ["En servei", "En servicio", "In service"],
            description: [
                "Sí (true) si s’hi podia connectar tothom el dia de l’edició; no (false) si el punt ja s’havia tancat.",
                "Sí (true) si cualquiera podía conectarse el día de la edición; no (false) si el punto ya se había cerrado.",
                "Yes (true) if anybody could connect on the day of the edition; no (false) if the point had closed by then.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "instal_lat",
            title: ["Instal·lat el", "Instalado el", "Installed on"],
            description: [
                "Mes i any en què l’Institut Municipal d’Informàtica el va posar en marxa. El dia no es va guardar.",
                "Mes y año en que el Instituto Municipal de Informática lo puso en marcha. El día no se guardó.",
                "Month and year in which the city’s IT institute switched it on. The day was not kept.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "carrer",
            title: ["Carrer", "Calle", "Street"],
            description: [
                "Nom oficial de la via de l’adreça, en català i amb el tipus de via al davant.",
                "Nombre oficial de la vía de la dirección, en catalán y con el tipo de vía delante.",
                "Official name of the street in its address, in Catalan and beginning with the kind of street.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "numero",
            title: ["Número", "Número", "Number"],
            description: [
                "El del portal, dins de l’adreça. Buit als llocs que no en tenen, com passa en moltes places.",
                "El del portal, dentro de la dirección. Vacío en los sitios que no tienen, como pasa en muchas plazas.",
                "The door in its address. Empty for places without one, as many squares are.",
            ],
            unit: None,
        },
        places::NEIGHBOURHOOD_CODE,
        places::NEIGHBOURHOOD,
        places::DISTRICT_CODE,
        ColumnNote {
            name: "geometry",
            title: ["On és", "Dónde está", "Where it is"],
            description: [
                "El punt on és l’antena, en longitud i latitud WGS 84 amb sis decimals, tal com els dona l’Institut Municipal d’Informàtica.",
                "El punto donde está la antena, en longitud y latitud WGS 84 con seis decimales, tal como los da el Instituto Municipal de Informática.",
                "The point of the antenna, in WGS 84 longitude and latitude to six decimals, as the city’s IT institute gives them.",
            ],
            unit: None,
        },
    ],
};

const PLACES: [(&str, &str); 7] = [
    ("Biblioteca", "Biblioteca"),
    ("Centre cívic", "Centre Cívic"),
    ("Mercat", "Mercat"),
    ("Plaça", "Plaça"),
    ("Poliesportiu", "Poliesportiu"),
    ("Casal de gent gran", "Casal"),
    ("Platja", "Mòdul de platja"),
];

/// The edition of March 2025.
pub(crate) fn march(city: &City, out: &mut dyn Write) -> io::Result<()> {
    write(city, out, false)
}

/// The edition of September 2025.
pub(crate) fn september(city: &City, out: &mut dyn Write) -> io::Result<()> {
    write(city, out, true)
}

fn write(city: &City, out: &mut dyn Write, later: bool) -> io::Result<()> {
    let n = (city.residents * 35 / 100_000).clamp(6, 20_000);
    let mut dice = Dice::new(city.seed, "wifi");
    let date = if later { "15/09/2025" } else { "17/03/2025" };
    writeln!(
        out,
        "{{\"font\": \"Ajuntament de Vilagarbí\", \"actualitzat\": \"{date}\", \"punts\": ["
    )?;
    let mut first = true;
    for k in 0..n {
        let street = dice.one_of(&city.streets);
        let at = index(dice.pick(0, int(street.line.len()) - 1));
        let mut spot = street.line[at].towards(street.line[at + 1], dice.unit());
        let kind = dice.weighted(&[12.0, 16.0, 9.0, 34.0, 9.0, 14.0, 6.0]);
        let moved = dice.chance(0.02);
        let closed = dice.chance(0.04);
        let opened_later = dice.chance(0.07);
        let (month, year) = (dice.pick(1, 13), dice.pick(2009, 2025));
        let number = dice.pick(1, 180);
        // Drawn for every point, shown or not, so that both editions tell of the same points.
        let unnumbered = dice.chance(0.1);
        if moved && later {
            spot.u += 40;
        }
        let Some(place) = city.locate(spot).filter(|_| later || !opened_later) else {
            continue;
        };
        let [lon, lat] = spot.degrees();
        let point = json!({
            "codi": format!("WF{:04}", k + 1),
            "nom": format!("{} {}", PLACES[kind].1, place.name),
            "tipus": PLACES[kind].0,
            "actiu": if closed && later { "NO" } else { "SI" },
            "instal_lat": if opened_later { format!("{:02}/2025", month.min(8)) } else { format!("{month:02}/{year}") },
            "carrer": street.name,
            "numero": if unnumbered { "s/n".to_owned() } else { number.to_string() },
            "codi_barri": place.code(),
            "nom_barri": place.name,
            "codi_districte": place.district,
            "lon": format!("{lon:.6}"),
            "lat": format!("{lat:.6}"),
        });
        write!(out, "{}{point}", if first { "" } else { ",\n" })?;
        first = false;
    }
    out.write_all(b"\n]}\n")
}
