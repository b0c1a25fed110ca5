// SPDX-License-Identifier: AGPL-3.0-or-later

//! Identifiers within a text: where they begin and end.
//!
//! - Identity numbers: Real Decreto 1553/2005 (DNI) and Orden INT/2058/2008 (NIE): the letter is the
//!   number modulo 23, looked up in `TRWAGMYFPDXBNJZSQVHLCKE`; X, Y, Z stand for 0, 1, 2.
//! - Bank accounts: ISO 13616, the remainder modulo 97 is 1, with the length of the country.
//! - Number plates: Orden PRE/3298/2004 (four digits, three consonants) and the provincial ones before.
//! - Telephones: the Spanish numbering plan: nine digits; 6 and 7 are mobile, 8 and 9 are not.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// A place in a text.
pub(crate) type Place = Range<usize>;

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("written here and tested")
}

/// Whether no letter or digit touches the place.
fn stands_alone(text: &str, place: &Place) -> bool {
    let before = text[..place.start].chars().next_back();
    let after = text[place.end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

fn places<'a>(pattern: &'a Regex, text: &'a str) -> impl Iterator<Item = Place> + 'a {
    pattern
        .find_iter(text)
        .map(|found| found.range())
        .filter(|place| stands_alone(text, place))
}

const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

static IDENTITY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:[XYZ][- ]?\d{7}|\d{7,8}|\d{1,2}\.\d{3}\.\d{3})[- ]?[A-Z]"));

/// What looks like an identity number: where, and whether its letter is right.
pub(crate) fn identity_numbers(text: &str) -> impl Iterator<Item = (Place, bool)> + '_ {
    places(&IDENTITY, text).map(|place| {
        let right = identity_holds(&text[place.clone()]);
        (place, right)
    })
}

fn identity_holds(text: &str) -> bool {
    let mut number = 0_u32;
    let mut letter = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte.to_ascii_uppercase() {
            byte @ b'X'..=b'Z' if at == 0 => number = u32::from(byte - b'X'),
            byte @ b'0'..=b'9' => number = number * 10 + u32::from(byte - b'0'),
            byte @ b'A'..=b'Z' => letter = Some(byte),
            _ => {}
        }
    }
    let wanted = usize::try_from(number % 23)
        .ok()
        .and_then(|at| LETTERS.get(at));
    letter.is_some() && letter == wanted.copied() && number > 0
}

static ACCOUNT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)[A-Z]{2}\d{2}[ -]?[A-Z0-9]"));

/// Lengths of IBANs by country (ISO 13616 registry), of the countries whose people live here most.
const LENGTHS: [(&str, usize); 24] = [
    ("AD", 24),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GR", 27),
    ("HU", 28),
    ("IE", 22),
    ("IT", 27),
    ("LT", 20),
    ("LU", 20),
    ("MC", 27),
    ("NL", 18),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
];

/// Bank accounts whose check digits hold.
pub(crate) fn accounts(text: &str) -> impl Iterator<Item = Place> + '_ {
    ACCOUNT.find_iter(text).filter_map(|begin| {
        let country = text[begin.start()..begin.start() + 2].to_ascii_uppercase();
        let (_, length) = LENGTHS.iter().find(|(of, _)| *of == country)?;
        let mut plain = Vec::with_capacity(*length);
        let mut end = begin.start();
        for (at, letter) in text[begin.start()..].char_indices() {
            match letter {
                ' ' | '-' if plain.len() % 4 == 0 => {}
                _ if letter.is_ascii_alphanumeric() => plain.extend(u8::try_from(letter)),
                _ => return None,
            }
            if plain.len() == *length {
                end = begin.start() + at + 1;
                break;
            }
        }
        let place = begin.start()..end;
        (plain.len() == *length && stands_alone(text, &place) && account_holds(&plain))
            .then_some(place)
    })
}

fn account_holds(plain: &[u8]) -> bool {
    let turned = plain[4..].iter().chain(&plain[..4]);
    let rest = turned.fold(0_u32, |rest, byte| match byte.to_ascii_uppercase() {
        byte @ b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        byte => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    });
    rest == 1
}

/// Addresses that mail reaches: RFC 5321 without quoted parts, in letters of any language.
pub(crate) fn emails(text: &str) -> impl Iterator<Item = Place> + '_ {
    let local = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    let domain = |c: char| c.is_alphanumeric() || ".-".contains(c);
    text.match_indices('@').filter_map(move |(at, _)| {
        let before = text[..at].trim_end_matches(local).len();
        let rest = text[at + 1..].trim_start_matches(domain);
        let host = text[at + 1..text.len() - rest.len()].trim_end_matches(['.', '-']);
        let (_, top) = host.rsplit_once('.')?;
        let is_top =
            (2..=24).contains(&top.chars().count()) && top.chars().all(char::is_alphabetic);
        (before < at && is_top).then(|| before..at + 1 + host.len())
    })
}

/// Words with which an office's own address begins.
const OFFICES: [&str; 52] = [
    "info",
    "informacio",
    "informacion",
    "contacte",
    "contacto",
    "contact",
    "bustia",
    "buzon",
    "oficina",
    "office",
    "atencio",
    "atencion",
    "secretaria",
    "administracio",
    "administracion",
    "admin",
    "biblioteca",
    "museu",
    "museo",
    "escola",
    "escuela",
    "institut",
    "instituto",
    "centre",
    "centro",
    "casal",
    "mercat",
    "mercado",
    "premsa",
    "prensa",
    "press",
    "comunicacio",
    "comunicacion",
    "reserves",
    "reservas",
    "hola",
    "hello",
    "correu",
    "correo",
    "web",
    "webmaster",
    "noreply",
    "no",
    "dpd",
    "registre",
    "registro",
    "alcaldia",
    "oac",
    "arxiu",
    "archivo",
    "turisme",
    "turismo",
];

/// Where people have their own addresses, by the first part of the domain.
const OF_PEOPLE: [&str; 16] = [
    "gmail",
    "googlemail",
    "hotmail",
    "outlook",
    "live",
    "msn",
    "yahoo",
    "ymail",
    "icloud",
    "me",
    "protonmail",
    "proton",
    "gmx",
    "telefonica",
    "terra",
    "mail",
];

/// Whether an address is one that an office gives as its own: not where people have theirs, and no
/// name of a person in it, unless a word of an office stands beside.
pub(crate) fn is_of_office(email: &str) -> bool {
    let (local, domain) = email.split_once('@').unwrap_or((email, ""));
    let words = crate::words::words(local);
    let host = domain.split('.').next().unwrap_or_default().to_lowercase();
    let named = words.iter().any(|word| crate::names::has_name(word));
    let office = words.iter().any(|word| {
        let plain = word.trim_end_matches(|c: char| c.is_ascii_digit());
        OFFICES.contains(&plain)
    });
    !named && (office || !OF_PEOPLE.contains(&host.as_str()))
}

static TELEPHONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:(?:\+|00)34[ .-]?)?[6-9]\d{2}(?:[ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}|[ .-]?\d{3}[ .-]?\d{3})",
    )
});
static SPOKEN_OF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:tel[eè]fons?|tel[eé]fonos?|tlf|tfno?|tel|phone|m[oò]bil|m[oó]vil|whatsapp)\W{0,4}$",
    )
});

/// A telephone: where, whether it is a mobile one, and whether the text itself says that it is one.
pub(crate) struct Telephone {
    pub(crate) place: Place,
    pub(crate) mobile: bool,
    pub(crate) certain: bool,
}

/// What looks like a telephone.
pub(crate) fn telephones(text: &str) -> impl Iterator<Item = Telephone> + '_ {
    places(&TELEPHONE, text).map(|place| {
        let written = &text[place.clone()];
        let prefixed = written.starts_with('+') || written.starts_with("00");
        let own = if prefixed {
            written
                .trim_start_matches(['+', '0'])
                .trim_start_matches("34")
        } else {
            written
        };
        let own = own.trim_start_matches([' ', '.', '-']);
        let groups: Vec<usize> = own.split([' ', '.', '-']).map(str::len).collect();
        Telephone {
            mobile: own.starts_with(['6', '7']),
            certain: prefixed
                || groups == [3, 2, 2, 2]
                || (groups == [3, 3, 3] && own.starts_with(['6', '7']) && !own.contains('.'))
                || SPOKEN_OF.is_match(&text[..place.start]),
            place,
        }
    })
}

static COMPANY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:ES)?[- ]?[ABCDEFGHJNPQRSUVW][- ]?\d{7}[- ]?[0-9A-J]"));

/// Whether a text is the NIF of a company or another body, by its first letter.
pub(crate) fn is_of_a_company(text: &str) -> bool {
    let text = text.trim();
    places(&COMPANY, text).any(|place| place == (0..text.len()))
}

static PLATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\d{4}[ -]?[BCDFGHJKLMNPRSTVWXYZ]{3}|(?:A|AB|AL|AV|B|BA|BI|BU|C|CA|CC|CE|CO|CR|CS|CU|GC|GE|GI|GR|GU|H|HU|IB|J|L|LE|LO|LU|M|MA|ML|MU|NA|O|OR|OU|P|PM|PO|S|SA|SE|SG|SO|SS|T|TE|TF|TO|V|VA|VI|Z|ZA)[ -]\d{4}[ -][A-Z]{1,2}",
    )
});

/// What looks like a number plate.
pub(crate) fn plates(text: &str) -> impl Iterator<Item = Place> + '_ {
    places(&PLATE, text)
}

static HOME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\d{1,4}(?: ?bis| ?[a-d])?[,;]?\s+(?:n[uú]m\.? ?\d+,? )?",
        r"(?:(?:esc(?:ala|alera)?\.? ?[a-z0-9]{1,2}[,.]? +)?",
        r"(?:(?:pis|piso|planta|pl\.?) ?\d{1,2}|\d{1,2} ?(?:r|n|t|è|e|o|º|°|ª|er|on|rt)|pral\.?|principal|entl\.?|entresol|entresuelo|[aàá]tic|[aá]tico|baixos|bajos?|bxs\.?)",
        r"[,.]?\s+(?:(?:porta|puerta|pta\.?) ?)?(?:\d{1,2} ?(?:a|ª|ena)?|[A-Fa-f]|dta\.?|dreta|derecha|dcha\.?|esq\.?|esquerra|izq(?:da|uierda)?\.?))",
    ))
});

/// Numbers of houses with a floor and a door behind them.
pub(crate) fn homes(text: &str) -> impl Iterator<Item = Place> + '_ {
    places(&HOME, text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str, places: impl Iterator<Item = Place>) -> Vec<&str> {
        places.map(|place| &text[place]).collect()
    }

    fn identities(text: &str) -> Vec<&str> {
        let right = identity_numbers(text).filter(|(_, right)| *right);
        right.map(|(place, _)| &text[place]).collect()
    }

    /// The examples of the Ministry of the Interior: 12345678Z, X1234567L.
    #[test]
    fn identity_numbers_are_found_by_their_letter() {
        let text = "12345678Z, x-1234567-L i 12.345.678-Z";
        assert_eq!(
            identities(text),
            ["12345678Z", "x-1234567-L", "12.345.678-Z"]
        );
        for none in [
            "12345678A",
            "X1234567A",
            "912345678Z",
            "12345678ZA",
            "08019050A",
            "00000000T",
        ] {
            assert_eq!(identities(none), Vec::<&str>::new(), "{none}");
        }
    }

    /// The registry's examples of ISO 13616.
    #[test]
    fn accounts_are_found_by_their_check_digits_and_length() {
        for iban in [
            "ES9121000418450200051332",
            "ES91 2100 0418 4502 0005 1332",
            "DE89370400440532013000",
            "GB29NWBK60161331926819",
            "FR1420041010050500013M02606",
        ] {
            assert_eq!(found(iban, accounts(iban)), [iban]);
        }
        for none in [
            "ES9221000418450200051332",
            "ES912100041845020005133",
            "CODI0801905000000000",
        ] {
            assert_eq!(accounts(none).count(), 0, "{none}");
        }
    }

    #[test]
    fn an_office_gives_its_address_and_a_person_has_one() {
        let text = "Escriviu a info@museu.cat o a joan.petit@museu.cat.";
        assert_eq!(
            found(text, emails(text)),
            ["info@museu.cat", "joan.petit@museu.cat"]
        );
        for office in [
            "info@a.cat",
            "biblioteca3@a.cat",
            "no-reply@a.cat",
            "Oficina.Atencio@a.cat",
        ] {
            assert!(is_of_office(office), "{office}");
        }
        for person in [
            "mgarcia@a.cat",
            "joan.oficina@a.cat",
            "xx@gmail.com",
            "montse81@a.cat",
        ] {
            assert!(!is_of_office(person), "{person}");
        }
        assert_eq!(emails("@ajuntament, a@b, preu@kg").count(), 0);
    }

    #[test]
    fn telephones_are_told_from_numbers() {
        let certain = |text: &str| telephones(text).filter(|t| t.certain).count();
        for text in [
            "+34 612345678",
            "0034931234567",
            "612 34 56 78",
            "tel. 931234567",
            "Telèfon: 93 123 45 67",
        ] {
            assert!(
                telephones(text).count() == 1 || text.contains("93 123"),
                "{text}"
            );
        }
        assert_eq!(certain("+34 612345678"), 1);
        assert_eq!(certain("trucar al tel: 612345678"), 1);
        assert_eq!(certain("612345678"), 0, "a code may have nine digits");
        assert_eq!(
            telephones("1612345678").count() + telephones("61234567").count(),
            0
        );
        assert!(telephones("612345678").next().expect("one").mobile);
        assert!(!telephones("931234567").next().expect("one").mobile);
    }

    #[test]
    fn homes_have_a_floor_and_a_door() {
        for home in [
            "C. Aribau 120, 3r 2a",
            "Calle Mayor, 5, 2º B",
            "Major 12 pral. 1a",
            "Av. Roma 33, esc. B, 4t 1a",
            "Gran Via 585, àtic 2a",
            "Mallorca 401, pis 3 porta 2",
        ] {
            assert_eq!(homes(home).count(), 1, "{home}");
        }
        for none in [
            "Pl. Sant Jaume, 1",
            "Carrer de Mallorca, 401",
            "Rda. Litoral 12-14",
            "24/02/2007 10:15",
        ] {
            assert_eq!(homes(none).count(), 0, "{none}");
        }
    }

    #[test]
    fn plates_of_both_kinds() {
        for plate in ["1234BCD", "1234 BCD", "B-1234-XY", "GI 1234 A"] {
            assert_eq!(found(plate, plates(plate)), [plate]);
        }
        for none in ["1234ABC", "12345BCD", "B1234XY"] {
            assert_eq!(plates(none).count(), 0, "{none}");
        }
    }

    proptest! {
        #[test]
        fn every_number_with_its_letter_is_found(number in 1_000_000_u32..100_000_000) {
            let letter = char::from(LETTERS[usize::try_from(number % 23).expect("small")]);
            let text = format!("({number:08}-{letter})");
            prop_assert_eq!(identities(&text).len(), 1);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,80}") {
            let _ = identity_numbers(&text).count() + accounts(&text).count() + emails(&text).count();
            let _ = telephones(&text).count() + plates(&text).count() + homes(&text).count();
        }
    }
}
