// SPDX-License-Identifier: AGPL-3.0-or-later

//! Hourly air quality: wide, with a flag beside each hour and the date in three columns.
//!
//! What it tells: traffic has two peaks and rests on Sundays; nitrogen dioxide falls where the
//! Eixample was calmed in March 2025; ozone is its mirror; dust from the Sahara comes in spring.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::about::{ColumnNote, Note, unit};
use super::write::Day;
use crate::City;
use crate::dice::{Dice, noise};
use crate::numbers::{PI, cos, real, whole};

pub(crate) const NOTE: Note = Note {
    id: "qualitat-aire",
    title: [
        "Qualitat de l’aire, hora a hora",
        "Calidad del aire, hora a hora",
        "Air quality, hour by hour",
    ],
    description: [
        "El que han mesurat les estacions automàtiques de la ciutat cada hora de 2024 i 2025: diòxid de nitrogen, ozó i partícules. Les hores que no s’han pogut validar queden sense valor.",
        "Lo que han medido las estaciones automáticas de la ciudad cada hora de 2024 y 2025: dióxido de nitrógeno, ozono y partículas. Las horas que no se han podido validar quedan sin valor.",
        "What the city’s automatic stations measured in every hour of 2024 and 2025: nitrogen dioxide, ozone and particles. Hours that could not be validated have no value.",
    ],
    department: "Àrea d’Ecologia Urbana",
    theme: "envi",
    frequency: "hourly",
    keywords: &[
        "aire",
        "contaminació",
        "NO2",
        "ozó",
        "PM10",
        "contaminación",
        "pollution",
    ],
    key: &["estacio", "contaminant", "moment"],
    columns: &[
        ColumnNote {
            name: "estacio",
            title: ["Estació", "Estación", "Station"],
            description: [
                "Número de l’estació a la xarxa de vigilància, el mateix tot el període. Cada estació mesura només alguns contaminants.",
                "Número de la estación en la red de vigilancia, el mismo durante todo el periodo. Cada estación mide solo algunos contaminantes.",
                "The station’s number in the monitoring network, the same throughout. Each station measures some of the pollutants only.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "contaminant",
            title: ["Contaminant", "Contaminante", "Pollutant"],
            description: [
                "Què s’ha mesurat: NO (monòxid de nitrogen), NO2 (diòxid de nitrogen), O3 (ozó), PM10 (partícules de fins a 10 µm) o PM2.5 (de fins a 2,5 µm).",
                "Qué se ha medido: NO (monóxido de nitrógeno), NO2 (dióxido de nitrógeno), O3 (ozono), PM10 (partículas de hasta 10 µm) o PM2.5 (de hasta 2,5 µm).",
                "What was measured: NO (nitrogen monoxide), NO2 (nitrogen dioxide), O3 (ozone), PM10 (particles up to 10 µm) or PM2.5 (up to 2.5 µm).",
            ],
            unit: None,
        },
        ColumnNote {
            name: "moment",
            title: ["Hora", "Hora", "Hour"],
            description: [
                "Quan comença l’hora mesurada, en temps universal (UTC). Les estacions van tot l’any amb l’hora d’hivern (UTC+1): les seves 0 h són les 23 h UTC del dia abans.",
                "Cuándo empieza la hora medida, en tiempo universal (UTC). Las estaciones siguen todo el año la hora de invierno (UTC+1): sus 0 h son las 23 h UTC del día anterior.",
                "When the measured hour begins, in universal time (UTC). Stations keep winter time (UTC+1) all year, so their midnight is 23:00 UTC of the day before.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "valor",
            title: ["Concentració", "Concentración", "Concentration"],
            description: [
                "Quant contaminant hi havia a l’aire durant aquella hora, segons l’aparell de l’estació. Buit quan la mesura no s’ha pogut validar.",
                "Cuánto contaminante había en el aire durante esa hora, según el aparato de la estación. Vacío cuando la medida no se ha podido validar.",
                "How much of the pollutant was in the air during that hour, as the station’s instrument read it. Empty where the reading could not be validated.",
            ],
            unit: Some(unit("µg/m³")),
        },
        ColumnNote {
            name: "validesa",
            title: ["Validada", "Validada", "Validated"],
            description: [
                "Sí (true) si la xarxa dona per bona la mesura. No (false) si l’ha descartada, per exemple per una avaria: llavors no hi ha concentració.",
                "Sí (true) si la red da por buena la medida. No (false) si la ha descartado, por ejemplo por una avería: entonces no hay concentración.",
                "Yes (true) where the network stands by the reading. No (false) where it was thrown out, after a breakdown for example; there is no concentration then.",
            ],
            unit: None,
        },
    ],
};

/// What stations measure, as the network writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pollutant {
    /// Nitrogen monoxide.
    No,
    /// Nitrogen dioxide.
    No2,
    /// Fine particles.
    Pm25,
    /// Particles.
    Pm10,
    /// Ozone.
    O3,
}

impl Pollutant {
    const ALL: [Self; 5] = [Self::No, Self::No2, Self::Pm25, Self::Pm10, Self::O3];

    fn written(self) -> &'static str {
        match self {
            Self::No => "NO",
            Self::No2 => "NO2",
            Self::Pm25 => "PM2.5",
            Self::Pm10 => "PM10",
            Self::O3 => "O3",
        }
    }
}

/// How a station stands: how much traffic passes, and how far from it the sea breeze blows.
struct Station {
    code: i64,
    traffic: f64,
    breeze: f64,
    calmed: bool,
    measures: Vec<Pollutant>,
}

fn stations(city: &City) -> Vec<Station> {
    let n = (city.residents * 12 / 1_700_000).clamp(2, 96);
    let mut dice = Dice::new(city.seed, "air stations");
    (0..n)
        .map(|k| {
            let calmed = k % 6 == 0;
            let busy = calmed || k % 3 == 2;
            let measures = Pollutant::ALL
                .into_iter()
                .filter(|p| !busy || *p != Pollutant::O3)
                .filter(|p| *p != Pollutant::Pm25 || k % 4 != 1)
                .collect();
            Station {
                code: [43, 4, 44, 50, 54, 57, 58, 42, 61, 63, 66, 69]
                    [crate::numbers::index(k % 12)]
                    + k / 12 * 100,
                traffic: if busy {
                    dice.between(0.8, 1.15)
                } else {
                    dice.between(0.3, 0.6)
                },
                breeze: dice.between(0.0, 1.0),
                calmed,
                measures,
            }
        })
        .collect()
}

/// The weather of one day, the same over the whole city.
struct Weather {
    stagnation: f64,
    heat: f64,
    dust: f64,
}

fn weather(seed: u64, day: Day) -> Weather {
    let t = real(day.number);
    let season = cos(2.0 * PI * (real(day.of_year()) - 15.0) / 365.25);
    let storm = noise(seed, 41, t / 3.1, 0.5);
    let dust = (noise(seed, 42, t / 4.3, 0.5) - 0.62).max(0.0)
        * 4.2
        * (1.0 + 0.7 * cos(2.0 * PI * (real(day.of_year()) - 75.0) / 365.25));
    Weather {
        stagnation: (1.0 + 0.22 * season + 0.38 * storm).max(0.25),
        heat: -season,
        dust,
    }
}

/// How much traffic an hour has, against the busiest.
fn traffic(weekday: usize, hour: i64) -> f64 {
    const WORK: [i64; 24] = [
        22, 15, 11, 10, 13, 26, 55, 88, 100, 86, 74, 70, 71, 74, 76, 75, 78, 87, 95, 92, 76, 56,
        42, 31,
    ];
    const REST: [i64; 24] = [
        38, 30, 24, 20, 17, 17, 21, 28, 36, 46, 56, 62, 64, 58, 50, 48, 52, 58, 64, 68, 62, 50, 40,
        30,
    ];
    let at = crate::numbers::index(hour % 24);
    match weekday {
        6 => real(REST[at]) / 110.0,
        5 => real(REST[at]) / 96.0,
        _ => real(WORK[at]) / 100.0,
    }
}

/// Writes a year and a half of a million numbers, one line per station, pollutant and day.
pub(crate) fn write(city: &City, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "\"CODI_PROVINCIA\",\"PROVINCIA\",\"CODI_MUNICIPI\",\"MUNICIPI\",\"ESTACIO\",\"CONTAMINANT\",\"ANY\",\"MES\",\"DIA\""
    )?;
    for hour in 1..=24 {
        write!(out, ",\"H{hour:02}\",\"V{hour:02}\"")?;
    }
    writeln!(out)?;
    let days: Vec<(Day, Weather)> = Day::years(2024, 2025)
        .map(|day| (day, weather(city.seed, day)))
        .collect();
    let mut line = String::new();
    for station in stations(city) {
        for pollutant in &station.measures {
            let mut dice = Dice::new(
                city.seed,
                &format!("air {} {}", station.code, pollutant.written()),
            );
            let mut broken = 0;
            for (day, weather) in &days {
                line.clear();
                // The province is 05; whoever saved this in a spreadsheet lost the zero.
                let _ = write!(
                    line,
                    "5,\"Vilagarbí\",43,\"Vilagarbí\",{},\"{}\",{},{},{}",
                    station.code,
                    pollutant.written(),
                    day.year,
                    day.month,
                    day.date
                );
                for hour in 0..24 {
                    if broken == 0 && dice.chance(0.0011) {
                        broken = dice.pick(2, 30);
                    }
                    if broken > 0 {
                        broken -= 1;
                        line.push_str(",,\"N\"");
                        continue;
                    }
                    let value = measure(&station, *pollutant, *day, weather, hour, &mut dice);
                    let _ = write!(line, ",{value},\"V\"");
                }
                line.push('\n');
                out.write_all(line.as_bytes())?;
            }
        }
    }
    Ok(())
}

fn measure(
    station: &Station,
    pollutant: Pollutant,
    day: Day,
    weather: &Weather,
    hour: i64,
    dice: &mut Dice,
) -> i64 {
    // The stations keep winter time; people do not.
    let clock = hour + i64::from((4..=10).contains(&day.month));
    let mut cars = traffic(day.weekday(), clock) * station.traffic;
    if day.month == 8 {
        cars *= 0.72;
    }
    if station.calmed && (day.year, day.month) >= (2025, 3) {
        cars *= 0.66;
    }
    let sun = (cos(2.0 * PI * (real(hour) - 14.5) / 24.0)).max(0.0) * (1.0 + 0.45 * weather.heat);
    let breeze = 1.0 - 0.22 * station.breeze * sun.min(1.0);
    let no2 = (9.0 + 46.0 * cars) * weather.stagnation * breeze;
    let jitter = 1.0 + 0.11 * dice.bell();
    let value = match pollutant {
        Pollutant::No => {
            (1.5 + 38.0 * cars * cars * weather.stagnation * weather.stagnation) * jitter
        }
        Pollutant::No2 => no2 * jitter,
        Pollutant::Pm25 => {
            (6.0 + 7.0 * cars + 5.0 * (weather.stagnation - 0.6) + 9.0 * weather.dust) * jitter
        }
        Pollutant::Pm10 => {
            (12.0 + 11.0 * cars + 7.0 * (weather.stagnation - 0.6) + 34.0 * weather.dust) * jitter
        }
        Pollutant::O3 => {
            (58.0 + 46.0 * sun + 12.0 * weather.heat - 0.62 * no2) * (1.0 + 0.05 * dice.bell())
        }
    };
    whole(value.max(1.0))
}
