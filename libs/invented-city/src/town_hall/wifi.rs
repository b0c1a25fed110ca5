// SPDX-License-Identifier: AGPL-3.0-or-later

//! Public Wi-Fi points: JSON whose records stand inside another record, positions as text, yes as
//! "SI". Two editions: between them points were added, moved and closed.

use std::io::{self, Write};

use serde_json::json;

use super::about::Note;
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
    department: "Institut Municipal d'Informàtica",
    theme: "gove",
    frequency: "biannual",
    keywords: &["wifi", "internet", "connexió", "conexión"],
    key: &["codi"],
    columns: &[
        ("codi", ["Codi", "Código", "Code"], None),
        ("nom", ["Nom", "Nombre", "Name"], None),
        ("tipus", ["Lloc", "Lugar", "Place"], None),
        ("actiu", ["En servei", "En servicio", "In service"], None),
        (
            "instal_lat",
            ["Instal·lat el", "Instalado el", "Installed on"],
            None,
        ),
        ("carrer", ["Carrer", "Calle", "Street"], None),
        ("numero", ["Número", "Número", "Number"], None),
        (
            "codi_barri",
            ["Codi del barri", "Código del barrio", "Neighbourhood code"],
            None,
        ),
        ("nom_barri", ["Barri", "Barrio", "Neighbourhood"], None),
        (
            "codi_districte",
            ["Codi del districte", "Código del distrito", "District code"],
            None,
        ),
        ("geometry", ["On és", "Dónde está", "Where it is"], None),
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
