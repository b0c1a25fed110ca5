// SPDX-License-Identifier: AGPL-3.0-or-later

//! Population by age, sex and neighbourhood: a workbook that somebody renamed `.csv`, with a title
//! above the header, a row of totals and two notes below the table, a second sheet of totals, and
//! `..` where fewer than five people are meant.
//!
//! What it tells: young in the old town, old on the hills, children where the new houses are.

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::about::{ColumnNote, Note, PEOPLE};
use super::places;
use crate::City;
use crate::city::Neighbourhood;
use crate::dice::{Dice, share_out};
use crate::numbers::{bell, real};

const SECRET: &str = ".. menys de cinc persones (secret estadístic)";
const SOURCE: &str = "Font: Padró municipal d'habitants";

pub(crate) const NOTE: Note = Note {
    id: "poblacio-edat-sexe",
    title: [
        "Població per edat, sexe i barri",
        "Población por edad, sexo y barrio",
        "Population by age, sex and neighbourhood",
    ],
    description: [
        "Quantes persones consten al padró l’1 de gener de 2025, per grups de cinc anys, sexe i barri. Els grups de menys de cinc persones no es diuen.",
        "Cuántas personas constan en el padrón a 1 de enero de 2025, por grupos de cinco años, sexo y barrio. Los grupos de menos de cinco personas no se dicen.",
        "How many people were on the register on 1 January 2025, by five-year group, sex and neighbourhood. Groups of fewer than five people are not told.",
    ],
    department: "Oficina d’Estadística",
    theme: "soci",
    frequency: "annual",
    keywords: &[
        "població",
        "padró",
        "edat",
        "sexe",
        "población",
        "population",
    ],
    key: &["codi_barri", "sexe", "edat"],
    columns: &[
        places::DISTRICT,
        places::DISTRICT_CODE,
        ColumnNote {
            name: "codi_barri",
            title: ["Codi del barri", "Código del barrio", "Neighbourhood code"],
            description: [
                "Número oficial, de l’1 al 73. En aquest fitxer va sense zero al davant: el 7 és el 07 d’altres conjunts.",
                "Número oficial, del 1 al 73. En este archivo va sin cero delante: el 7 es el 07 de otros conjuntos.",
                "Its official number, 1 to 73. This file leaves out leading zeros: 7 here is 07 in other datasets.",
            ],
            unit: None,
        },
        places::NEIGHBOURHOOD,
        ColumnNote {
            name: "sexe",
            title: ["Sexe", "Sexo", "Sex"],
            description: [
                "El que consta al padró: Dona o Home. El padró no preveu cap més resposta.",
                "Lo que consta en el padrón: Dona (mujer) u Home (hombre). El padrón no prevé otra respuesta.",
                "As the register has it: Dona (woman) or Home (man). The register knows no other answer.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "edat",
            title: ["Edat", "Edad", "Age"],
            description: [
                "Grup de cinc anys complerts l’1 de gener: 00_04 va dels 0 als 4, 05_09 dels 5 als 9. 95_mes són els de 95 i més.",
                "Grupo de cinco años cumplidos el 1 de enero: 00_04 va de 0 a 4, 05_09 de 5 a 9. 95_mes son los de 95 y más.",
                "Five-year group, by age on 1 January: 00_04 is 0 to 4, 05_09 is 5 to 9, and 95_mes is 95 and over.",
            ],
            unit: Some(["anys", "años", "years"]),
        },
        ColumnNote {
            name: "persones",
            title: ["Persones", "Personas", "People"],
            description: [
                "Quants veïns d’aquest grup hi ha empadronats al barri. Un 0 és un zero de debò; buit vol dir d’un a quatre, que no es diu per secret estadístic.",
                "Cuántos vecinos de este grupo están empadronados en el barrio. Un 0 es un cero de verdad; vacío quiere decir de uno a cuatro, que no se dice por secreto estadístico.",
                "How many residents of this group are registered in the neighbourhood. 0 is a true zero; empty means one to four, kept back by statistical secrecy.",
            ],
            unit: Some(PEOPLE),
        },
    ],
};

/// The five-year groups, as the file heads them.
pub(crate) fn bands() -> Vec<String> {
    (0..19)
        .map(|k| format!("{}-{}", k * 5, k * 5 + 4))
        .chain(["95 i més".to_owned()])
        .collect()
}

/// How many women and men of each five-year group live in a neighbourhood.
pub(crate) fn people(city: &City, n: &Neighbourhood) -> [Vec<i64>; 2] {
    let mut dice = Dice::new(city.seed, &format!("people {}", n.number));
    let age = n.character.age;
    let weights: Vec<f64> = (0..40)
        .map(|k| {
            let years = real(k % 20) * 5.0 + 2.0;
            let woman = k < 20;
            let young = 0.55 * bell(years - 31.0, 13.0) * (1.35 - age + 0.5 * n.character.old);
            let parents = 0.5 * bell(years - 46.0, 17.0);
            let children = 0.34 * bell(years - 7.0, 11.0) * (1.25 - age);
            let old =
                0.42 * bell(years - 70.0, 15.0) * (0.35 + age) * if woman { 1.15 } else { 0.85 };
            let last = if years > 84.0 {
                if woman { 0.8 } else { 0.42 }
            } else {
                1.0
            };
            (0.04 + young + parents + children + old)
                * last
                * dice.between(0.95, 1.05)
                * bell((years - 60.0).max(0.0), 38.0)
        })
        .collect();
    let parts = share_out(n.residents, &weights);
    [parts[..20].to_vec(), parts[20..].to_vec()]
}

/// Writes the workbook.
pub(crate) fn write(city: &City, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(city).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(city: &City) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // Without a date of its own the file would differ from one day to the next.
    let made = ExcelDateTime::from_ymd(2025, 1, 31)?;
    book.set_properties(
        &DocProperties::new()
            .set_creation_datetime(&made)
            .set_author("Oficina d'Estadística"),
    );
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet().set_name("Padró 2025")?;
    sheet.write_with_format(
        0,
        0,
        "Ajuntament de Vilagarbí. Oficina d'Estadística",
        &bold,
    )?;
    sheet.write(
        1,
        0,
        "Població per edat quinquennal, sexe i barri. 1 de gener de 2025",
    )?;
    let mut heads = vec![
        "Codi_Districte",
        "Nom_Districte",
        "Codi_Barri",
        "Nom_Barri",
        "Sexe",
    ];
    let bands = bands();
    heads.extend(bands.iter().map(String::as_str));
    heads.push("Total");
    for (column, head) in (0_u16..).zip(&heads) {
        sheet.write_with_format(3, column, *head, &bold)?;
    }
    let mut row = 4;
    let mut totals = vec![0_i64; 21];
    for n in &city.neighbourhoods {
        for (sex, counts) in ["Dona", "Home"].into_iter().zip(people(city, n)) {
            sheet.write(row, 0, n.district)?;
            sheet.write(row, 1, n.district_name)?;
            sheet.write(row, 2, n.number)?;
            sheet.write(row, 3, n.name)?;
            sheet.write(row, 4, sex)?;
            let sum: i64 = counts.iter().sum();
            for ((column, count), total) in
                (5_u16..).zip(counts.iter().chain([&sum])).zip(&mut totals)
            {
                *total += count;
                if (1..5).contains(count) {
                    sheet.write(row, column, "..")?;
                } else {
                    sheet.write(row, column, i32::try_from(*count).unwrap_or(i32::MAX))?;
                }
            }
            row += 1;
        }
    }
    // As printed: the sums, which count the few people that the table does not tell, and below an
    // empty row what `..` means and who says so.
    sheet.write_with_format(row, 0, "Total Vilagarbí", &bold)?;
    for (column, total) in (5_u16..).zip(&totals) {
        sheet.write(row, column, i32::try_from(*total).unwrap_or(i32::MAX))?;
    }
    sheet.write(row + 2, 0, SECRET)?;
    sheet.write(row + 3, 0, SOURCE)?;
    // The totals stand on a sheet of their own once more, with the notes that nobody reads.
    let notes = book.add_worksheet().set_name("Totals i notes")?;
    notes.write_with_format(0, 0, "Total Vilagarbí", &bold)?;
    for ((row, head), total) in (1_u32..)
        .zip(bands.iter().map(String::as_str).chain(["Total"]))
        .zip(totals)
    {
        notes.write(row, 0, head)?;
        notes.write(row, 1, i32::try_from(total).unwrap_or(i32::MAX))?;
    }
    notes.write(23, 0, SECRET)?;
    notes.write(24, 0, SOURCE)?;
    book.save_to_buffer()
}
