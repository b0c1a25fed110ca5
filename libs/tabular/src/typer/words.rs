// SPDX-License-Identifier: AGPL-3.0-or-later

//! Words that stand for "no value", for yes and no, and for units.

/// Texts that say that there is no value, in small letters. In a column of words they stay what
/// they are; in a column of numbers or dates they are found and told.
const MISSING: [&str; 62] = [
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "#n/a",
    "#n/d",
    "nd",
    "n/d",
    "n.d.",
    "s/d",
    "s.d.",
    "sd",
    "nc",
    "n/c",
    "n.c.",
    "null",
    "none",
    "nan",
    "nil",
    "-",
    "--",
    "---",
    "----",
    ".",
    "..",
    "...",
    "?",
    "??",
    "*",
    "(null)",
    "<null>",
    "\\n",
    "desconegut",
    "desconeguda",
    "desconocido",
    "desconocida",
    "unknown",
    "es desconeix",
    "se desconoce",
    "no consta",
    "no disponible",
    "not available",
    "sense dades",
    "sin datos",
    "sin dato",
    "no data",
    "sense dada",
    "no informat",
    "no informado",
    "no procede",
    "no aplica",
    "no aplicable",
    "#ref!",
    "#value!",
    "#div/0!",
    "#valor!",
    "#¡div/0!",
    "#¡ref!",
    "#¡valor!",
    "\u{2013}",
    "\u{2014}",
    "nr",
];

pub(crate) fn is_missing(text: &str) -> bool {
    text.len() <= 16 && {
        let lower = text.to_lowercase();
        MISSING.contains(&lower.as_str())
    }
}

/// Words with which a row of sums begins, in small letters.
const TOTALS: [&str; 8] = [
    "total", "totals", "totales", "totale", "suma", "sum", "summe", "subtotal",
];

/// Whether a text says that its row is a sum of others: `TOTAL`, `Total general:`.
pub(crate) fn is_total(text: &str) -> bool {
    let word = text
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    TOTALS.iter().any(|sum| {
        word.strip_prefix(sum)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// Whether a text is one of words: a number, a date or a mark of a note alone is none.
pub(crate) fn is_words(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// A word for yes or no, and the pair that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Truth {
    pub pair: u8,
    pub yes: bool,
}

/// Each pair in small letters; several pairs share a word (`no`, `n`, `f`), found by their other one.
const PAIRS: [(&[&str], &[&str]); 8] = [
    (
        &["true", "cert", "verdadero", "verdader", "veritat"],
        &["false", "fals", "falso"],
    ),
    (&["sí", "si", "yes"], &["no"]),
    (&["s", "y"], &["n"]),
    (&["v", "t"], &["f"]),
    (&["x"], &[]),
    (&["actiu", "activo"], &["inactiu", "inactivo"]),
    (&["on"], &["off"]),
    (&[".t."], &[".f."]),
];

pub(crate) fn truth(text: &str) -> Option<Truth> {
    if text.len() > 9 {
        return None;
    }
    let lower = text.to_lowercase();
    PAIRS.iter().enumerate().find_map(|(at, (yes, no))| {
        let pair = u8::try_from(at).ok()?;
        if yes.contains(&lower.as_str()) {
            Some(Truth { pair, yes: true })
        } else if no.contains(&lower.as_str()) {
            Some(Truth { pair, yes: false })
        } else {
            None
        }
    })
}

/// Whether the words of a pair say so much that one of them alone is enough.
pub(crate) fn pair_is_plain(pair: u8) -> bool {
    pair == 0
}

/// Units written directly behind a number or with a space between. A unit that is not listed is
/// seen only behind a space.
const UNITS: [&str; 66] = [
    "%", "‰", "€", "$", "£", "eur", "euros", "euro", "usd", "µg/m³", "μg/m³", "µg/m3", "μg/m3",
    "ug/m3", "mg/m³", "mg/m3", "m", "m2", "m²", "m3", "m³", "km", "km2", "km²", "km/h", "m/s",
    "cm", "mm", "ha", "kg", "g", "t", "tn", "l", "L", "hl", "kW", "kWh", "kwh", "KWh", "MW", "MWh",
    "GWh", "W", "Wh", "°C", "ºC", "°", "º", "dB", "dBA", "dB(A)", "hPa", "mbar", "ppm", "ppb",
    "min", "s", "€/m²", "€/m2", "€/mes", "€/kWh", "W/m2", "W/m²", "l/m2", "lux",
];

/// Whether `text` may be a unit; `spaced` when a space stands between it and its number.
pub(crate) fn is_unit(text: &str, spaced: bool) -> bool {
    if UNITS.contains(&text) {
        return true;
    }
    // Something like "places" or "hab./km²": short, without digits, beginning with a letter.
    spaced
        && text.len() <= 16
        && text.chars().next().is_some_and(char::is_alphabetic)
        && text.chars().all(|c| {
            c.is_alphabetic() || matches!(c, '/' | '.' | '²' | '³' | '·' | '%' | '€' | '2' | '3')
        })
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

/// A currency sign before the number: the sign and the rest.
pub(crate) fn currency(text: &str) -> Option<(&str, &str)> {
    let sign = text
        .chars()
        .next()
        .filter(|c| matches!(c, '€' | '$' | '£'))?;
    let (sign, rest) = text.split_at(sign.len_utf8());
    Some((sign, rest.trim_start()))
}
