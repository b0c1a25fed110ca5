// SPDX-License-Identifier: AGPL-3.0-or-later

//! Bad publications: what each is, and why it is refused.

pub const GOOD: &str = r#"
publisher = "Parcs i Jardins"
licence = "CC-BY-4.0"
theme = "envi"
frequency = "annual"
contact = "dades@vilanova.cat"
keywords = ["bancs"]
title = { ca = "Bancs", es = "Bancos", en = "Benches" }
description = { ca = "Els bancs dels carrers.", es = "Los bancos de las calles.", en = "The benches in the streets." }
"#;

/// What is said about a column, in one text for all languages.
fn column(name: &str, unit: &str) -> String {
    let unit = if unit.is_empty() {
        String::new()
    } else {
        format!("unit = '{unit}'\n")
    };
    format!(
        "[[columns]]\nname = '{name}'\ntitle = '{name}'\ndescription = 'El que hi diu.'\n{unit}"
    )
}

pub fn good_columns() -> String {
    column("codi", "") + &column("lloc", "") + &column("places", "places")
}

pub const BENCHES: &str = "codi;lloc;places\n01;Plaça Major;3\n02;Passeig;4\n03;Rambla;3\n";

/// A bad publication: what it is, its dataset file, its rows, and why it is refused.
pub struct Bad {
    pub about: &'static str,
    pub dataset: String,
    pub rows: String,
    pub why: &'static [&'static str],
}

fn without(key: &str) -> String {
    let lines = GOOD.lines().filter(|line| !line.starts_with(key));
    lines.collect::<Vec<_>>().join("\n") + "\n" + &good_columns()
}

fn with(key: &str, line: &str) -> String {
    let lines = GOOD
        .lines()
        .map(|l| if l.starts_with(key) { line } else { l });
    lines.collect::<Vec<_>>().join("\n") + "\n" + &good_columns()
}

/// Benches with one more column, which says this in its rows.
pub fn column_of(name: &str, cells: [&str; 3]) -> (String, String) {
    let rows: Vec<String> = cells
        .iter()
        .zip(1..)
        .map(|(cell, n)| format!("0{n};Plaça {n};3;{cell}\n"))
        .collect();
    let rows = format!("codi;lloc;places;{name}\n{}", rows.concat());
    (GOOD.to_owned() + &good_columns() + &column(name, ""), rows)
}

/// All of them.
pub fn bad() -> Vec<Bad> {
    let mut all = ill_said();
    all.extend(pointing_at_people());
    all.extend(of_many_kinds());
    all
}

/// What is said of them is not enough, or wrong.
fn ill_said() -> Vec<Bad> {
    let benches = |about, dataset: String, why| Bad {
        about,
        dataset,
        rows: BENCHES.to_owned(),
        why,
    };
    let only_codi = GOOD.to_owned() + &column("codi", "") + &column("lloc", "");
    vec![
        benches(
            "no description",
            without("description"),
            &["no-description"],
        ),
        benches(
            "a description in one language",
            with("description", "description = { ca = 'Els bancs.' }"),
            &["no-description"],
        ),
        benches(
            "a title in two languages",
            with("title", "title = { ca = 'Bancs', es = 'Bancos' }"),
            &["no-title"],
        ),
        benches("no publisher", without("publisher"), &["no-publisher"]),
        benches("no licence", without("licence"), &["no-licence"]),
        benches(
            "a licence that nobody knows",
            with("licence", "licence = 'Propietat de la ciutat'"),
            &["unknown-licence"],
        ),
        benches("no theme", without("theme"), &["no-theme"]),
        benches(
            "a theme of one's own",
            with("theme", "theme = 'bancs'"),
            &["unknown-theme"],
        ),
        benches("no frequency", without("frequency"), &["no-frequency"]),
        benches(
            "a frequency in words",
            with("frequency", "frequency = 'de tant en tant'"),
            &["unknown-frequency"],
        ),
        benches("nobody to ask", without("contact"), &["no-contact"]),
        benches(
            "a contact that is none",
            with("contact", "contact = 'a la segona planta'"),
            &["bad-contact"],
        ),
        benches(
            "no dictionary",
            GOOD.to_owned(),
            &[
                "columns-without-description",
                "columns-without-title",
                "columns-without-unit",
            ],
        ),
        benches(
            "a column left out of the dictionary",
            only_codi,
            &[
                "columns-without-description",
                "columns-without-title",
                "columns-without-unit",
            ],
        ),
        benches(
            "a number of nothing",
            GOOD.to_owned() + &column("codi", "") + &column("lloc", "") + &column("places", ""),
            &["columns-without-unit"],
        ),
    ]
}

/// Something in their rows points at people.
fn pointing_at_people() -> Vec<Bad> {
    let holding = |about, name: &str, cells, why| {
        let (dataset, rows) = column_of(name, cells);
        Bad {
            about,
            dataset,
            rows,
            why,
        }
    };
    vec![
        holding(
            "identity numbers",
            "document",
            ["12345678Z", "87654321X", "11111111H"],
            &["found identity-number"],
        ),
        holding(
            "an identity number in a note",
            "notes",
            ["res", "parlar amb X1234567L", "res"],
            &["found identity-number"],
        ),
        holding(
            "bank accounts",
            "compte",
            ["ES9121000418450200051332", "", ""],
            &["found bank-account"],
        ),
        holding(
            "people's addresses",
            "correu",
            ["joan.petit@gmail.com", "mgarcia@vilanova.cat", ""],
            &["found email"],
        ),
        holding(
            "mobile telephones",
            "telefon",
            ["612 34 56 78", "+34 622345678", ""],
            &["found telephone"],
        ),
        holding(
            "number plates",
            "matricula",
            ["1234BCD", "5678FGH", "9012JKL"],
            &["found number-plate"],
        ),
        holding(
            "names",
            "nom_titular",
            ["Maria Garcia Puig", "Joan Soler Vila", "Anna Roca Font"],
            &["found name"],
        ),
        holding(
            "homes",
            "adreca",
            ["C. Aribau 120, 3r 2a", "Major 12, 1r 1a", "Nou 3, pral. 2a"],
            &["found home"],
        ),
    ]
}

/// People who are alone, and a file with everything wrong.
fn of_many_kinds() -> Vec<Bad> {
    let people: String = (0..40)
        .map(|n| {
            format!(
                "{};{};{};2026-03-{:02}\n",
                ["Dona", "Home"][n % 2],
                18 + n,
                ["Clot", "Raval"][n % 2],
                1 + n % 28
            )
        })
        .collect::<Vec<_>>()
        .concat();
    let of_people =
        column("sexe", "") + &column("edat", "anys") + &column("barri", "") + &column("data", "");
    vec![
        Bad {
            about: "people who are alone",
            dataset: GOOD.to_owned() + &of_people,
            rows: format!("sexe;edat;barri;data\n{people}"),
            why: &["alone"],
        },
        Bad {
            about: "everything at once",
            dataset: "title = 'Bancs'\n".to_owned(),
            rows: "codi;nif\n1;12345678Z\n2;87654321X\n".to_owned(),
            why: &[
                "columns-without-description",
                "columns-without-title",
                "found identity-number",
                "no-contact",
                "no-description",
                "no-frequency",
                "no-licence",
                "no-publisher",
                "no-theme",
            ],
        },
    ]
}
