// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the name of a column says about people.

use serde::{Deserialize, Serialize};

use crate::words::words;

/// What a column is about, as far as people are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Woman, man.
    Sex,
    /// Years, or a group of them.
    Age,
    /// The day of birth.
    Birth,
    /// Where somebody comes from.
    Origin,
    /// What somebody does, has learned, earns, or is to others.
    Trait,
    /// A neighbourhood or district: some ten thousand people.
    Area,
    /// A street, a house, a point.
    Spot,
    /// A day, or a part of one.
    Moment,
    /// How many: a row with it is many people.
    Count,
    /// Somebody's name.
    Name,
    /// The number of an identity document.
    Identity,
    /// A telephone.
    Telephone,
    /// A number plate.
    Plate,
    /// Floor or door.
    Door,
    /// A number that names the row: a file, a case.
    Key,
    /// Nothing of the above.
    Other,
}

impl Role {
    /// Whether only people have such a thing. A name is found by itself: without it, nothing of a list of
    /// names and streets is about people any more.
    pub fn is_of_people(self) -> bool {
        matches!(self, Self::Sex | Self::Age | Self::Birth)
    }

    /// Whether others may know it of somebody, so that rows can be told apart by it.
    pub fn tells_apart(self) -> bool {
        matches!(
            self,
            Self::Sex
                | Self::Age
                | Self::Birth
                | Self::Origin
                | Self::Trait
                | Self::Area
                | Self::Spot
                | Self::Moment
                // Another table may say under the same number what this one does not.
                | Self::Key
        )
    }
}

/// A column, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// As the table calls it.
    pub name: String,
    /// What it is about.
    pub role: Role,
}

impl Column {
    /// What the name of a column says.
    pub fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            role: role(name),
        }
    }
}

/// Roles by words of the name; the first that has one of them wins. A word ending in `*` stands for
/// all that begin so.
const WORDS: &[(Role, &[&str])] = &[
    (
        Role::Identity,
        &["dni", "nie", "nif", "passaport", "pasaporte", "passport"],
    ),
    (
        Role::Birth,
        &[
            "naixement",
            "nacimiento",
            "birth",
            "birthdate",
            "dob",
            "naix",
        ],
    ),
    (
        Role::Telephone,
        &[
            "telefon*",
            "tel",
            "tlf",
            "phone*",
            "telephone",
            "mobil",
            "movil",
            "fax",
            "mobile",
        ],
    ),
    (Role::Plate, &["matricula*", "plate"]),
    (
        Role::Name,
        &[
            "cognom*",
            "apellido*",
            "surname*",
            "lastname",
            "firstname",
            "titular*",
            "propietari*",
            "solicitant*",
            "sollicitant*",
            "denunciant*",
            "signant*",
            "firmante*",
            "adjudicatari*",
            "interessat*",
            "interesado*",
        ],
    ),
    (
        Role::Door,
        &[
            "porta", "puerta", "door", "pis", "piso", "planta", "escala", "escalera", "floor",
        ],
    ),
    (
        Role::Count,
        &[
            "quantitat",
            "cantidad",
            "recompte",
            "recuento",
            "count",
            "total",
            "totals",
            "persones",
            "personas",
            "people",
            "habitants",
            "habitantes",
            "residents",
            "number",
            "morts",
            "lesionats*",
            "victimes",
        ],
    ),
    (
        Role::Sex,
        &["sexe", "sexo", "sex", "genere", "genero", "gender"],
    ),
    (
        Role::Age,
        &["edat", "edats", "edad", "edades", "age", "ages"],
    ),
    (
        Role::Origin,
        &[
            "nacionalitat",
            "nacionalidad",
            "nationality",
            "procedencia",
            "pais",
            "country",
            "llengua",
            "idioma",
            "lengua",
        ],
    ),
    (
        Role::Trait,
        &[
            "professio",
            "profesion",
            "ocupacio",
            "ocupacion",
            "estudis",
            "estudios",
            "titulacio",
            "renda",
            "renta",
            "ingressos",
            "ingresos",
            "civil",
            "persona",
            "victimitzacio",
            "victima",
            "lesivitat",
            "lesividad",
            "discapacitat",
            "discapacidad",
            "diagnostic*",
            "malaltia",
            "enfermedad",
            "desplacament",
            "rol",
            "role",
            "vehicle",
            "vehiculo",
            "carrec",
            "cargo",
        ],
    ),
    (
        Role::Spot,
        &[
            "carrer",
            "calle",
            "via",
            "street",
            "adreca",
            "direccio",
            "direccion",
            "domicili*",
            "address",
            "postal",
            "portal",
            "coordenada*",
            "utm",
            "latitud",
            "longitud",
            "latitude",
            "longitude",
            "lat",
            "lon",
            "lng",
            "geometry",
            "geometria",
            "lloc",
            "punt",
        ],
    ),
    (
        Role::Area,
        &[
            "barri",
            "barrio",
            "neighbourhood",
            "neighborhood",
            "districte",
            "distrito",
            "district",
            "seccio",
            "seccion",
            "zona",
            "municipi",
            "municipio",
            "aeb",
        ],
    ),
    (
        Role::Moment,
        &[
            "data", "fecha", "date", "dia", "day", "mes", "month", "hora", "hour", "time",
            "moment", "setmana", "semana", "week", "torn", "turno",
        ],
    ),
    (
        Role::Key,
        &[
            "expedient",
            "expediente",
            "id",
            "codi",
            "codigo",
            "code",
            "uuid",
            "registre",
        ],
    ),
];

fn role(name: &str) -> Role {
    let words = words(name);
    let has = |wanted: &&str| match wanted.strip_suffix('*') {
        Some(begin) => words.iter().any(|word| word.starts_with(begin)),
        None => words.iter().any(|word| word == wanted),
    };
    // The causes that an accident had are not traits of a person, nor is what names the row one.
    if words
        .iter()
        .any(|word| matches!(word.as_str(), "expedient" | "expediente"))
    {
        return Role::Key;
    }
    WORDS
        .iter()
        .find(|(_, wanted)| wanted.iter().any(&has))
        .map_or(Role::Other, |(role, _)| *role)
}
