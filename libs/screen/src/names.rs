// SPDX-License-Identifier: AGPL-3.0-or-later

//! Names of people, the most frequent of Catalonia and Spain and of those who came last, by hand.
//!
//! It misses every name that is not here. Names are folded: no accents, small letters.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::words::{fold, places_of_words, words};

const GIVEN: &str = "
    maria carmen carme ana anna isabel laura cristina marta nuria montserrat montse rosa merce mercedes
    dolors dolores josefa josepa antonia francisca teresa pilar elena helena sara paula andrea lucia julia
    claudia alba irene carla laia ona emma martina abril aina berta blanca clara eva gemma gloria ingrid
    judit judith lidia lourdes magdalena manuela margarita marina mireia monica natalia noelia olga patricia
    raquel rocio sandra silvia sonia susana silvana veronica victoria yolanda concepcio concepcion encarnacion
    consuelo angeles angels assumpta roser remei neus lola juana joana catalina catarina esther ester fatima
    khadija aicha amina nadia yasmina leila mercé valentina camila gabriela daniela alejandra ines nerea
    jose josep antonio antoni juan joan manuel francisco francesc luis lluis jordi jorge javier xavier
    carlos carles miguel miquel pedro pere angel rafael rafel david daniel sergio sergi pablo pau marc marcos
    alberto albert alejandro alex alexandre fernando ferran ramon ricardo ricard enrique enric eduardo eduard
    roberto robert oscar ivan ruben adrian adria victor vicente vicens vicenc santiago santi jaume jaime ignacio
    ignasi inigo guillermo guillem gerard oriol arnau pol biel jan nil hugo martin marti mateo lucas leo bruno
    eric erik aleix roger bernat joaquin joaquim tomas agustin agusti andres andreu alfonso alfons alfredo
    emilio emili esteban esteve felipe felip gabriel gonzalo gregorio gregori isidre julian julia julio juli
    lorenzo llorenc mariano nicolas nicolau salvador samuel sebastian sebastia teodoro valentin mohamed mohammed
    mohammad ahmed ali hassan youssef omar mustafa ibrahim abdul said rachid karim hamza amadou mamadou moussa
    ousmane li wei chen singh muhammad kevin jonathan cristian christian bryan wilson nelson edison
";

const FAMILY: &str = "
    garcia martinez lopez sanchez rodriguez fernandez perez gonzalez gomez ruiz martin jimenez moreno munoz
    hernandez diaz alvarez romero navarro torres gutierrez vazquez ramos dominguez gil serrano molina ortega
    blanco suarez castro ortiz delgado ramirez rubio marin morales sanz iglesias nunez medina garrido cortes
    castillo santos lozano guerrero cano prieto mendez cruz calvo gallego vidal leon marquez herrera pena flores
    cabrera campos vega fuentes carrasco diez reyes caballero nieto aguilar pascual santana herrero lorenzo
    montero hidalgo gimenez ibanez ferrer duran santiago benitez vargas mora arias carmona crespo roman pastor
    soto saez velasco moya soler parra bravo gallardo rojas puig roca font bosch vila serra casas pujol mas
    riera prat rovira sole costa pons sala ribas roig marti planas camps ventura coll valls oliveras mir grau
    vives ballester casanovas carbonell fabregas farre badia bonet busquets castells comas estrada esteve
    fontanals giralt llopis masip miro nadal olive palau pla puigdemont queralt rius sabate sans segarra torrent
    tort vilanova vallverdu alonso rivera salazar mendoza castaneda quispe mamani chen wang singh kaur diallo
    traore el ben ahmed khan hussain popescu popa ivanov silva santos pereira oliveira costa rossi petit
";

type Words = HashSet<&'static str>;

static GIVEN_ONES: LazyLock<Words> = LazyLock::new(|| GIVEN.split_ascii_whitespace().collect());
static FAMILY_ONES: LazyLock<Words> = LazyLock::new(|| FAMILY.split_ascii_whitespace().collect());

/// Whether a folded word is a given name.
pub(crate) fn is_given(word: &str) -> bool {
    word.len() > 2 && GIVEN_ONES.contains(word)
}

fn is_family(word: &str) -> bool {
    word.len() > 2 && FAMILY_ONES.contains(word)
}

/// Whether a folded word holds a name, as mail addresses write them: `mgarcia`, `joanp`, `montse81`.
pub(crate) fn has_name(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let after_initial = word.get(1..).unwrap_or_default();
    let before_initial = word.get(..word.len().saturating_sub(1)).unwrap_or_default();
    is_given(word)
        || is_family(word) && word.len() > 4
        || is_family(after_initial) && after_initial.len() > 3
        || is_given(before_initial) && before_initial.len() > 3
}

/// Words that stand in the names of bodies and places, and in no person's.
const BODIES: [&str; 46] = [
    "ajuntament",
    "ayuntamiento",
    "associacio",
    "asociacion",
    "fundacio",
    "fundacion",
    "escola",
    "escuela",
    "institut",
    "instituto",
    "centre",
    "centro",
    "biblioteca",
    "museu",
    "museo",
    "parc",
    "parque",
    "jardi",
    "jardins",
    "jardin",
    "jardines",
    "carrer",
    "calle",
    "placa",
    "plaza",
    "avinguda",
    "avenida",
    "passeig",
    "paseo",
    "ronda",
    "mercat",
    "mercado",
    "hospital",
    "cap",
    "casal",
    "club",
    "sl",
    "sa",
    "slu",
    "sccl",
    "scp",
    "ute",
    "ceip",
    "ies",
    "residencia",
    "farmacia",
];

/// Whether words stand in it that make it a body or a place.
pub(crate) fn is_body(text: &str) -> bool {
    words(text)
        .iter()
        .any(|word| BODIES.contains(&word.as_str()))
}

/// Whether a text reads as the name of a person: `Maria Garcia i Puig`, `PUIG FERRER, Jordi`.
pub(crate) fn is_person(text: &str) -> bool {
    if text.len() > 80 || text.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    let words = words(text);
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !matches!(*word, "i" | "y" | "de" | "del" | "la" | "las" | "los" | "d"))
        .collect();
    if !(2..=6).contains(&words.len()) || words.iter().any(|word| BODIES.contains(word)) {
        return false;
    }
    let given = words.iter().position(|word| is_given(word));
    let family = words.iter().rposition(|word| is_family(word));
    match (given, family) {
        (Some(given), Some(family)) => {
            given != family && (given < 2 || text.contains(',') && given > family)
        }
        _ => false,
    }
}

/// The first name of a person within a longer text: a given name and a family name behind each other,
/// both with a large letter, and nothing before them that is called after people.
pub(crate) fn in_prose(text: &str) -> Option<std::ops::Range<usize>> {
    let mut before: Option<(usize, String, bool)> = None;
    let mut called_after = false;
    for (at, word) in places_of_words(text) {
        let plain = fold(word);
        let large = word.starts_with(char::is_uppercase);
        if let Some((start, given, true)) = &before
            && large
            && is_given(given)
            && is_family(&plain)
            && !called_after
        {
            return Some(*start..at + word.len());
        }
        if BODIES.contains(&plain.as_str()) {
            called_after = true;
        } else if !large && !matches!(plain.as_str(), "de" | "del" | "la" | "d" | "en" | "na") {
            called_after = false;
        }
        before = Some((at, plain, large));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_places_and_bodies() {
        for name in [
            "Maria Garcia i Puig",
            "GARCÍA LÓPEZ, Antonio",
            "Mohamed Ben Ali",
            "Jordi Pujol i Soler",
        ] {
            assert!(is_person(name), "{name}");
        }
        for none in [
            "Carrer de Joan Miró",
            "Escola Pau Casas",
            "Sant Martí",
            "Gràcia",
            "Platanus x hispanica",
            "Pau",
            "el Raval",
        ] {
            assert!(!is_person(none), "{none}");
        }
    }
}
