// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the name of a column says, and what the table calls it.

use std::collections::{BTreeMap, BTreeSet};

/// The name without padding, a byte order mark, or doubled spaces.
pub(crate) fn tidy(name: &str) -> String {
    let mut tidy = String::with_capacity(name.len());
    for word in name
        .split(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{a0}'))
        .filter(|word| !word.is_empty())
    {
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    tidy
}

/// A letter without its accent, as ASCII; `None` for what has no such letter.
pub(crate) fn fold(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'ª' => {
            "a"
        }
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => "i",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' | 'º' | '°' => {
            "o"
        }
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' | 'µ' | 'μ' => "u",
        'ç' | 'Ç' => "c",
        'ñ' | 'Ñ' => "n",
        'ÿ' | 'ý' | 'Ý' => "y",
        'ß' => "ss",
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        '€' => "eur",
        '%' => "pct",
        _ => return None,
    })
}

/// The words of a name, folded: `Coordenada_UTM_X` → coordenada, utm, x; `codiBarri` → codi, barri.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before_lower = false;
    for c in name.chars() {
        let folded = fold(c);
        if !(c.is_ascii_alphanumeric() || folded.is_some() || c == '·') {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            before_lower = false;
            continue;
        }
        if c.is_uppercase() && before_lower && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        before_lower = c.is_lowercase();
        match folded {
            Some(text) => word.push_str(text),
            None if c == '·' => {}
            None => word.push(c.to_ascii_lowercase()),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// `NK_` stands before the year in files of Open Data BCN: a key of their warehouse, no word.
fn without_prefix(mut words: Vec<String>) -> Vec<String> {
    if words.len() > 1 && matches!(words[0].as_str(), "nk" | "sk" | "fk") {
        words.remove(0);
    }
    words
}

/// A safe name for a table: `Nom_districte` → `nom_districte`, ` ID-EVENTO` → `id_evento`.
fn safe(name: &str, at: usize) -> String {
    let mut safe = without_prefix(words(name)).join("_");
    safe.truncate(60);
    if safe.is_empty() {
        return format!("column_{}", at + 1);
    }
    if safe.starts_with(|c: char| c.is_ascii_digit()) {
        safe.insert_str(0, "c_");
    }
    safe
}

/// Names for all columns of a table: safe, different from each other, and the same whenever the
/// file has the same header.
pub(crate) fn safe_names(names: &[String]) -> Vec<String> {
    let mut used = BTreeSet::new();
    names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let first = safe(name, at);
            let mut next = first.clone();
            let mut n = 2;
            while !used.insert(next.clone()) {
                next = format!("{first}_{n}");
                n += 1;
            }
            next
        })
        .collect()
}

/// The names of a file's columns, each different from all others: a second `valor` becomes
/// `valor (2)`, so that the n-th column of one name is found again in the next file. Padding does
/// not make a name another one.
pub(crate) fn distinct(names: &[String]) -> Vec<String> {
    let mut used: BTreeSet<String> = names.iter().map(|name| tidy(name)).collect();
    let mut seen = BTreeSet::new();
    let mut counts = BTreeMap::<String, usize>::new();
    let name_apart = |name: &String| {
        let plain = tidy(name);
        if seen.insert(plain.clone()) {
            return name.clone();
        }
        let n = counts.entry(plain.clone()).or_insert(1);
        loop {
            *n += 1;
            let next = tidy(&format!("{plain} ({n})"));
            if used.insert(next.clone()) {
                return next;
            }
        }
    };
    names.iter().map(name_apart).collect()
}

/// The name without the number that [`distinct`] gives to a second column of one name, padding
/// aside: `valor (2)` → `valor`, 2.
pub(crate) fn numbered(name: &str) -> (String, usize) {
    let plain = tidy(name);
    let number = plain
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
        .and_then(|(before, digits)| Some((before.trim_end(), digits.parse().ok()?)))
        .filter(|(_, n)| *n >= 2);
    match number {
        Some((before, n)) => (before.to_owned(), n),
        None => (plain, 1),
    }
}

/// What a name says about its column. Evidence, never proof.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing the name may say, independently"
)]
pub(crate) struct Says {
    pub code: bool,
    pub date: bool,
    pub year: bool,
    pub month: bool,
    pub day: bool,
    pub hour: bool,
    pub longitude: bool,
    pub latitude: bool,
    /// Easting, or `x` beside some word of coordinates.
    pub x: bool,
    pub y: bool,
    pub amount: bool,
    pub question: bool,
    pub count: bool,
}

#[expect(clippy::too_many_lines, reason = "one list of words after the other")]
pub(crate) fn says(name: &str) -> Says {
    let words = without_prefix(words(&numbered(name).0));
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let first = |list: &[&str]| {
        words
            .first()
            .is_some_and(|word| list.contains(&word.as_str()))
    };
    let last = |list: &[&str]| {
        words
            .last()
            .is_some_and(|word| list.contains(&word.as_str()))
    };
    let coordinates = any(&[
        "coord",
        "coordenada",
        "coordenadas",
        "coordenades",
        "coordinate",
        "utm",
        "epsg",
        "epgs",
        "etrs89",
        "geo",
        "gis",
        "x",
        "y",
    ]);
    let epsg_degrees = any(&["4326", "wgs84", "4258"]);
    Says {
        code: any(&[
            "codi",
            "codigo",
            "cod",
            "code",
            "id",
            "ids",
            "pk",
            "cp",
            "postal",
            "zip",
            "eoi",
            "expedient",
            "expediente",
            "nif",
            "cif",
            "isbn",
            "iban",
            "ref",
            "referencia",
            "zqa",
            "ine",
            "matricula",
            "telefon",
            "telefono",
            "phone",
            "fax",
            "codis",
            "identificador",
            "ndp",
            "uuid",
            "clave",
            "clau",
        ]),
        date: any(&[
            "data",
            "dates",
            "fecha",
            "date",
            "datetime",
            "timestamp",
            "generat",
            "created",
            "modified",
            "dia",
            "inici",
            "inicio",
            "fi",
            "fin",
            "alta",
            "baja",
            "baixa",
            "time",
            "actualitzacio",
            "actualizacion",
            "moment",
            "momento",
            "instant",
            "datahora",
        ]),
        year: any(&[
            "any",
            "ano",
            "anio",
            "anyo",
            "year",
            "exercici",
            "ejercicio",
            "anys",
            "curs",
        ]) && !any(&["mes", "month", "nom", "dia"]),
        month: first(&["mes", "month", "mesos"])
            || (last(&["mes", "month"]) && !any(&["nom", "dia", "day"])),
        day: (first(&["dia", "day"]) && !any(&["setmana", "semana", "week"]))
            || (words.len() == 1 && first(&["d"])),
        hour: any(&["hora", "hour", "hores", "horas", "hours", "hh"]),
        longitude: any(&["longitud", "longitude", "lon", "lng", "long"])
            || (epsg_degrees && last(&["lon", "x"])),
        latitude: any(&["latitud", "latitude", "lat"]) || (epsg_degrees && last(&["y"])),
        x: (coordinates && any(&["x", "este", "easting"]) || any(&["easting"])) && !epsg_degrees,
        y: (coordinates && any(&["y", "norte", "northing", "nord"]) || any(&["northing"]))
            && !epsg_degrees,
        amount: any(&[
            "import",
            "importe",
            "amount",
            "preu",
            "precio",
            "price",
            "cost",
            "coste",
            "lloguer",
            "renda",
            "renta",
            "eur",
            "euros",
            "valor",
            "value",
            "pressupost",
            "presupuesto",
            "superficie",
            "area",
            "consum",
            "consumo",
            "kwh",
            "mitjana",
            "media",
            "mean",
            "pct",
            "percentatge",
            "porcentaje",
            "temperatura",
        ]),
        question: first(&[
            "es",
            "is",
            "te",
            "has",
            "tiene",
            "gratuit",
            "gratuito",
            "actiu",
            "activo",
            "active",
            "accessible",
            "accesible",
            "adaptat",
            "adaptado",
            "valid",
            "valido",
            "obert",
            "abierto",
            "public",
            "outstanding",
            "main",
            "larga",
        ]) || any(&["flag", "gratuito", "gratuit", "indicador", "accessible"]),
        count: any(&[
            "numero",
            "nombre",
            "num",
            "number",
            "count",
            "total",
            "quantitat",
            "cantidad",
            "poblacio",
            "poblacion",
            "population",
            "habitants",
            "habitantes",
            "persones",
            "personas",
            "vehicles",
            "vehiculos",
            "n",
        ]),
    }
}

/// How alike two names are, from 0 to 1: shared words first, then shared pairs of letters.
pub(crate) fn alike(one: &str, other: &str) -> f64 {
    let one = without_prefix(words(one));
    let other = without_prefix(words(other));
    if one == other {
        return 1.0;
    }
    let (one, other) = (one.concat(), other.concat());
    if one == other {
        return 0.99;
    }
    let pairs = |text: &str| -> Vec<[u8; 2]> {
        text.as_bytes()
            .windows(2)
            .map(|pair| [pair[0], pair[1]])
            .collect()
    };
    let (mine, mut theirs) = (pairs(&one), pairs(&other));
    let all = mine.len() + theirs.len();
    if all == 0 {
        return 0.0;
    }
    let mut shared = 0_u32;
    for pair in mine {
        if let Some(at) = theirs.iter().position(|known| *known == pair) {
            theirs.swap_remove(at);
            shared += 1;
        }
    }
    f64::from(2 * shared) / f64::from(u32::try_from(all).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_safe_and_stay_different() {
        let names = [
            "Nom_districte",
            " ID-EVENTO",
            "NK_ Any",
            "Mes_ any",
            "Any",
            "",
            "2024",
            "Distància (m)",
            "codiBarri",
            "Percentatge %",
            "  ",
            "codi barri",
            "Paral·lel",
        ];
        let names: Vec<String> = names.iter().map(|&n| n.to_owned()).collect();
        assert_eq!(
            safe_names(&names),
            [
                "nom_districte",
                "id_evento",
                "any",
                "mes_any",
                "any_2",
                "column_6",
                "c_2024",
                "distancia_m",
                "codi_barri",
                "percentatge_pct",
                "column_11",
                "codi_barri_2",
                "parallel",
            ]
        );
    }

    #[test]
    fn trap_18_columns_of_one_name_get_names_of_their_own() {
        let names = ["valor", "", "valor ", "valor (2)", "", "Valor"].map(str::to_owned);
        assert_eq!(
            distinct(&names),
            ["valor", "", "valor (3)", "valor (2)", "(2)", "Valor"]
        );
        assert_eq!(numbered(" valor (3)"), ("valor".to_owned(), 3));
        assert_eq!(numbered("Distància (m)"), ("Distància (m)".to_owned(), 1));
        assert!(
            says("Mes (2)").month,
            "the number is not a word of the name"
        );
    }

    #[test]
    fn a_name_says_what_its_column_may_be() {
        assert!(says("Codi_districte").code && says("CODIGO-POSTAL").code);
        assert!(says("NK_ Any").year && !says("Mes_ any").year);
        assert!(says("Mes_any").month && !says("Nom_mes").month && !says("Nom_mes").year);
        assert!(says("Coordenada_UTM_X").x && says("geo_epgs_25831_y").y);
        assert!(says("geo_epgs_4326_x").longitude && says("geo_epgs_4326_y").latitude);
        assert!(!says("Descripcio_dia_setmana").day && says("DIA").day);
    }

    #[test]
    fn likeness_sees_through_spelling() {
        assert!(alike("Mes_any", "Mes_ any") > 0.98);
        assert!(alike("Numero_expedient", "Num_expedient") > 0.7);
        assert!(alike("Longitud", "Nom_barri") < 0.3);
    }
}
