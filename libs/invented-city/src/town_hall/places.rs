// SPDX-License-Identifier: AGPL-3.0-or-later

//! Columns that say in which part of the city something is: many datasets have them, and where they
//! mean the same they are described with the same words.

use super::about::ColumnNote;

pub(crate) const DISTRICT_CODE: ColumnNote = ColumnNote {
    name: "codi_districte",
    title: ["Codi del districte", "Código del distrito", "District code"],
    description: [
        "Número de l’1 al 10, el de la divisió oficial de la ciutat. S’escriu sense zero al davant.",
        "Número del 1 al 10, el de la división oficial de la ciudad. Se escribe sin cero delante.",
        "A number from 1 to 10, as the city is officially divided. It is written without a leading zero.",
    ],
    unit: None,
};

pub(crate) const DISTRICT: ColumnNote = ColumnNote {
    name: "nom_districte",
    title: ["Districte", "Distrito", "District"],
    description: [
        "Nom oficial, en català. N’hi ha deu, i cada un aplega uns quants barris.",
        "Nombre oficial, en catalán. Hay diez, y cada uno reúne varios barrios.",
        "Its official name, in Catalan. There are ten, each made of several neighbourhoods.",
    ],
    unit: None,
};

pub(crate) const NEIGHBOURHOOD_CODE: ColumnNote = ColumnNote {
    name: "codi_barri",
    title: ["Codi del barri", "Código del barrio", "Neighbourhood code"],
    description: [
        "Les dues xifres oficials, de 01 a 73. El zero del davant en forma part.",
        "Las dos cifras oficiales, de 01 a 73. El cero de delante forma parte del código.",
        "Two official digits, 01 to 73. The leading zero belongs to it.",
    ],
    unit: None,
};

pub(crate) const NEIGHBOURHOOD: ColumnNote = ColumnNote {
    name: "nom_barri",
    title: ["Barri", "Barrio", "Neighbourhood"],
    description: [
        "Nom oficial, en català i amb l’article en minúscula, com als rètols dels carrers.",
        "Nombre oficial, en catalán y con el artículo en minúscula, como en los rótulos de las calles.",
        "Its official name, in Catalan and with its article in small letters, as on street signs.",
    ],
    unit: None,
};
