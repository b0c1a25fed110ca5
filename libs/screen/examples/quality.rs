// SPDX-License-Identifier: AGPL-3.0-or-later

//! Measures the screen on columns with known answers, and prints a table in Markdown.
//!
//! Each column is made from a seed: of people (identity numbers, addresses, names …, written as
//! people write them, alone or in prose) or of what looks like them (file numbers, codes, streets
//! that are called after somebody, offices). A third of the names are ones that the screen does not
//! know. Found means: with the right word, in the right column.

use std::collections::BTreeMap;

use screen::{Column, Scan, What};

/// Columns of each sort.
const COLUMNS: u64 = 200;
/// Cells of a column.
const CELLS: u64 = 60;

/// A small generator (`SplitMix64`, Steele, Lea and Flood 2014): the same columns every time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.below(u64::try_from(all.len()).expect("few"))).expect("few");
        all[at]
    }

    fn digits(&mut self, count: u32) -> String {
        let most = 10_u64.pow(count);
        format!(
            "{:0width$}",
            self.below(most),
            width = usize::try_from(count).expect("few")
        )
    }
}

const GIVEN: [&str; 24] = [
    "Maria",
    "Jordi",
    "Montserrat",
    "Antonio",
    "Laia",
    "Mohamed",
    "Carmen",
    "Pau",
    "Núria",
    "Josep",
    "Fatima",
    "David",
    "Anna",
    "Marc",
    "Rosa",
    "Luis",
    "Quim",
    "Xènia",
    "Oleguer",
    "Saray",
    "Iker",
    "Zoe",
    "Txell",
    "Nayara",
];
const FAMILY: [&str; 24] = [
    "García",
    "Puig",
    "Martínez",
    "Ferrer",
    "Soler",
    "López",
    "Vila",
    "Serra",
    "Roca",
    "Sánchez",
    "Ben Ali",
    "Singh",
    "Font",
    "Romero",
    "Casas",
    "Torres",
    "Xirinacs",
    "Gelabert",
    "Arrufat",
    "Zurita",
    "Oyarzabal",
    "Bofarull",
    "Tarradellas",
    "Lloveras",
];
const STREETS: [&str; 8] = [
    "C. Aribau",
    "Carrer de Mallorca",
    "Gran Via",
    "Calle Mayor",
    "Av. Diagonal",
    "Rbla. Poblenou",
    "Pg. de Gràcia",
    "Joan Maragall",
];
const PROSE: [&str; 6] = [
    "s'ha trucat i no contesta",
    "pendent de revisar",
    "ha vingut al matí",
    "queda per demà",
    "sin novedad",
    "moved to the other office",
];

fn identity_number(dice: &mut Dice) -> String {
    const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let letter = |number: u64| char::from(LETTERS[usize::try_from(number % 23).expect("small")]);
    if dice.below(4) == 0 {
        let (first, number) = (dice.below(3), dice.below(10_000_000));
        let name = ["X", "Y", "Z"][usize::try_from(first).expect("three")];
        return format!("{name}{number:07}{}", letter(first * 10_000_000 + number));
    }
    let number = 1_000_000 + dice.below(98_000_000);
    let dash = dice.of(&["", "-", " "]);
    format!("{number:08}{dash}{}", letter(number))
}

fn account(dice: &mut Dice) -> String {
    let body = dice.digits(10) + &dice.digits(10);
    let number = format!("{body}142800");
    let rest = number
        .bytes()
        .fold(0_u32, |rest, b| (rest * 10 + u32::from(b - b'0')) % 97);
    let plain = format!("ES{:02}{body}", 98 - rest);
    if dice.below(2) == 0 {
        return plain;
    }
    let spaced: Vec<&str> = (0..6).map(|at| &plain[at * 4..at * 4 + 4]).collect();
    spaced.join(" ")
}

fn name(dice: &mut Dice) -> String {
    match dice.below(3) {
        0 => format!("{} {}", dice.of(&GIVEN), dice.of(&FAMILY)),
        1 => format!(
            "{} {} {}",
            dice.of(&GIVEN),
            dice.of(&FAMILY),
            dice.of(&FAMILY)
        ),
        _ => format!(
            "{} {}, {}",
            dice.of(&FAMILY).to_uppercase(),
            dice.of(&FAMILY).to_uppercase(),
            dice.of(&GIVEN)
        ),
    }
}

fn email(dice: &mut Dice) -> String {
    let (given, family) = (
        dice.of(&GIVEN).to_lowercase(),
        dice.of(&FAMILY).to_lowercase().replace(' ', ""),
    );
    let initial = given.chars().next().unwrap_or('x');
    let host = dice.of(&["gmail.com", "hotmail.es", "ajuntament.cat", "empresa.com"]);
    match dice.below(3) {
        0 => format!("{given}.{family}@{host}"),
        1 => format!("{initial}{family}@{host}"),
        _ => format!("{given}{}@{host}", dice.below(99)),
    }
}

fn mobile(dice: &mut Dice) -> String {
    let (a, b, c) = (600 + dice.below(180), dice.below(1_000), dice.below(1_000));
    match dice.below(4) {
        0 => format!("{a}{b:03}{c:03}"),
        1 => format!(
            "{a} {:02} {:02} {:02}",
            b / 10,
            (b % 10) * 10 + c / 100,
            c % 100
        ),
        2 => format!("+34 {a} {b:03} {c:03}"),
        _ => format!("{a}-{b:03}-{c:03}"),
    }
}

fn plate(dice: &mut Dice) -> String {
    let consonant = |dice: &mut Dice| {
        dice.of(&[
            "B", "C", "D", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "T", "V", "W",
            "X", "Y", "Z",
        ])
    };
    let dash = dice.of(&["", " ", "-"]);
    format!(
        "{}{dash}{}{}{}",
        dice.digits(4),
        consonant(dice),
        consonant(dice),
        consonant(dice)
    )
}

fn home(dice: &mut Dice) -> String {
    let floor = dice.of(&["1r", "2n", "3r", "4t", "5è", "pral.", "àtic", "2º", "pis 3"]);
    let door = dice.of(&["1a", "2a", "3a", "A", "B", "dta.", "porta 2"]);
    format!(
        "{} {}, {floor} {door}",
        dice.of(&STREETS),
        1 + dice.below(400)
    )
}

/// A sort of column: what it is called, what stands in it, what is to be found.
struct Sort {
    about: &'static str,
    names: &'static [&'static str],
    cell: fn(&mut Dice) -> String,
    /// One cell in this many says it; the others are prose.
    one_in: u64,
    found: Option<What>,
}

#[expect(clippy::too_many_lines, reason = "a list")]
fn sorts() -> Vec<Sort> {
    let sort = |about, names, cell, one_in, found| Sort {
        about,
        names,
        cell,
        one_in,
        found,
    };
    let of = Some;
    vec![
        sort(
            "identity numbers",
            &["dni", "document", "nif"],
            identity_number,
            1,
            of(What::IdentityNumber),
        ),
        sort(
            "identity numbers in prose",
            &["observacions", "notas"],
            |d| format!("DNI {}, trucar", identity_number(d)),
            20,
            of(What::IdentityNumber),
        ),
        sort(
            "bank accounts",
            &["iban", "compte"],
            account,
            1,
            of(What::BankAccount),
        ),
        sort(
            "bank accounts in prose",
            &["observacions"],
            |d| format!("ingressar a {} avui", account(d)),
            20,
            of(What::BankAccount),
        ),
        sort(
            "addresses of people",
            &["correu", "email", "contacte"],
            email,
            1,
            of(What::Email),
        ),
        sort(
            "mobile telephones",
            &["telefon", "movil", "phone"],
            mobile,
            1,
            of(What::Telephone),
        ),
        sort(
            "mobile telephones in prose",
            &["observaciones"],
            |d| format!("tel. {} (tardes)", mobile(d)),
            20,
            of(What::Telephone),
        ),
        sort(
            "number plates",
            &["matricula", "vehicle"],
            plate,
            1,
            of(What::NumberPlate),
        ),
        sort(
            "names, told by the column",
            &["titular", "cognoms i nom", "solicitante"],
            name,
            1,
            of(What::Name),
        ),
        sort(
            "names, not told by the column",
            &["nom", "camp1", "responsable"],
            name,
            1,
            of(What::Name),
        ),
        sort(
            "names in prose",
            &["observacions", "notas"],
            |d| format!("{} demana parlar amb el cap", name(d)),
            20,
            of(What::NameInProse),
        ),
        sort(
            "identity numbers without their letter",
            &["dni"],
            |d| d.digits(8),
            1,
            of(What::IdentityNumber),
        ),
        sort(
            "homes",
            &["adreca", "domicili", "direccion"],
            home,
            1,
            of(What::Home),
        ),
        sort(
            "file numbers",
            &["expedient", "codi"],
            |d| format!("2026S{}", d.digits(6)),
            1,
            None,
        ),
        sort(
            "codes like identity numbers",
            &["codi", "referencia"],
            |d| {
                format!(
                    "{}{}",
                    d.digits(8),
                    d.of(&["A", "B", "C", "E", "H", "K", "P", "T"])
                )
            },
            1,
            None,
        ),
        sort(
            "codes of nine digits",
            &["codi", "id_registre"],
            |d| format!("{}{}", d.of(&["6", "7", "9"]), d.digits(8)),
            1,
            None,
        ),
        sort(
            "offices",
            &["correu", "contacte"],
            |d| {
                format!(
                    "{}@{}",
                    d.of(&[
                        "info",
                        "biblioteca",
                        "casalbarri",
                        "premsa",
                        "cc.fontdelaguatlla"
                    ]),
                    d.of(&["bcn.cat", "madrid.es"])
                )
            },
            1,
            None,
        ),
        sort(
            "telephones of offices",
            &["telefon"],
            |d| format!("93{}", d.digits(7)),
            1,
            None,
        ),
        sort(
            "streets called after people",
            &["nom_carrer", "calle"],
            |d| format!("{} {}", d.of(&GIVEN), d.of(&FAMILY)),
            1,
            None,
        ),
        sort(
            "schools and parks",
            &["nom", "equipament"],
            |d| {
                format!(
                    "{} {} {}",
                    d.of(&["Escola", "Parc", "Jardins de", "Biblioteca", "CEIP"]),
                    d.of(&GIVEN),
                    d.of(&FAMILY)
                )
            },
            1,
            None,
        ),
        sort(
            "addresses of houses",
            &["adreca", "direccion"],
            |d| format!("{}, {}", d.of(&STREETS), 1 + d.below(400)),
            1,
            None,
        ),
        sort(
            "scientific names",
            &["especie"],
            |d| {
                format!(
                    "{} {}",
                    d.of(&["Platanus", "Celtis", "Tipuana", "Rosa", "Salvia"]),
                    d.of(&["hispanica", "australis", "tipu", "canina", "marina"])
                )
            },
            1,
            None,
        ),
        sort(
            "models",
            &["model"],
            |d| format!("{}{}", d.digits(4), d.of(&["AXB", "EUR", "GTI", "BAU"])),
            1,
            None,
        ),
        sort(
            "dates and times",
            &["data"],
            |d| {
                format!(
                    "{:02}/{:02}/2026 {:02}:{:02}",
                    1 + d.below(28),
                    1 + d.below(12),
                    d.below(24),
                    d.below(60)
                )
            },
            1,
            None,
        ),
        sort(
            "coordinates",
            &["coordenada_x"],
            |d| format!("4{}.{}", d.digits(5), d.digits(2)),
            1,
            None,
        ),
        sort(
            "prose",
            &["descripcio"],
            |d| d.of(&PROSE).to_owned(),
            1,
            None,
        ),
    ]
}

#[derive(Default)]
struct Tally {
    right: u64,
    missed: u64,
    wrong: u64,
}

fn main() {
    let mut by_kind: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut lines = Vec::new();
    for (sort, seed) in sorts().iter().zip(1_u64..) {
        let mut found = 0;
        for column in 0..COLUMNS {
            let mut dice = Dice(seed * 1_000_003 + column);
            let name = dice.of(sort.names);
            let mut scan = Scan::new(&[Column::of(name)]);
            let sure = dice.below(CELLS);
            for row in 0..CELLS {
                let says = row == sure || dice.below(sort.one_in) == 0;
                let cell = if says {
                    (sort.cell)(&mut dice)
                } else {
                    dice.of(&PROSE).to_owned()
                };
                scan.cell(0, row + 1, &cell);
            }
            let told: Vec<What> = scan
                .finish()
                .iter()
                .map(|f| f.what)
                .filter(|what| {
                    *what != What::OfficeContact
                        && (Some(*what) == sort.found || *what != What::NameInProse)
                })
                .collect();
            for what in &told {
                if Some(*what) != sort.found {
                    by_kind.entry(what.name()).or_default().wrong += 1;
                }
            }
            let right = match sort.found {
                Some(what) => {
                    let tally = by_kind.entry(what.name()).or_default();
                    let is = told.contains(&what);
                    *(if is {
                        &mut tally.right
                    } else {
                        &mut tally.missed
                    }) += 1;
                    is
                }
                None => told.is_empty(),
            };
            found += u64::from(right);
        }
        let wanted = sort.found.map_or("nothing", What::name);
        lines.push(format!(
            "| {} | {wanted} | {found} of {COLUMNS} |",
            sort.about
        ));
    }
    println!("| what is looked for | precision | recall |\n| --- | --- | --- |");
    for (name, tally) in &by_kind {
        println!(
            "| {name} | {} | {} |",
            share(tally.right, tally.wrong),
            share(tally.right, tally.missed)
        );
    }
    println!("\n| columns | should be found | right |\n| --- | --- | --- |");
    println!("{}", lines.join("\n"));
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "a share of some thousands"
)]
fn share(right: u64, not: u64) -> String {
    if right + not == 0 {
        return "–".to_owned();
    }
    format!("{:.1} %", 100.0 * right as f64 / (right + not) as f64)
}
