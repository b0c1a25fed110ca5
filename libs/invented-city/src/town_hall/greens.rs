// SPDX-License-Identifier: AGPL-3.0-or-later

//! Green areas: a zipped shapefile in ETRS89 / UTM 31N, its letters UTF-8 although nothing says so
//! (no `.cpg`, language byte 0), as the town hall's own program exports it.
//!
//! The four files are written byte by byte: the format is a page long, and a library would put
//! today's date into the table's header.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;

use super::about::{ColumnNote, Note, unit};
use super::places;
use crate::City;
use crate::ground::Spot;
use crate::numbers::{real, whole};
use crate::plan::{Park, area_m2};

pub(crate) const NOTE: Note = Note {
    id: "zones-verdes",
    title: ["Parcs i jardins", "Parques y jardines", "Parks and gardens"],
    description: [
        "El perímetre de cada parc, jardí i plaça enjardinada, i el del parc forestal, amb la superfície i l’any d’obertura.",
        "El perímetro de cada parque, jardín y plaza ajardinada, y el del parque forestal, con la superficie y el año de apertura.",
        "The outline of every park, garden and planted square, and of the forest park, with its area and the year it opened.",
    ],
    department: "Parcs i Jardins",
    theme: "envi",
    frequency: "annual",
    keywords: &[
        "parcs", "jardins", "verd", "parques", "jardines", "parks", "gardens",
    ],
    key: &["codi"],
    columns: &[
        ColumnNote {
            name: "codi",
            title: ["Codi", "Código", "Code"],
            description: [
                "Sis xifres, amb els zeros del davant, que Parcs i Jardins dona a cada espai verd.",
                "Seis cifras, con los ceros de delante, que Parques y Jardines da a cada espacio verde.",
                "Six digits, leading zeros included, that the parks department gives each green space.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "nom",
            title: ["Nom", "Nombre", "Name"],
            description: [
                "Com es diu oficialment l’espai, en català. N’hi ha que comparteixen nom: per distingir-los hi ha el codi.",
                "Cómo se llama oficialmente el espacio, en catalán. Algunos comparten nombre: para distinguirlos está el código.",
                "What the space is officially called, in Catalan. Some share a name: the code tells them apart.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "tipus",
            title: ["Tipus", "Tipo", "Kind"],
            description: [
                "Parc urbà (gran, dins la ciutat), Jardí (petit, també les places enjardinades) o Parc forestal (el bosc de la serra).",
                "Parc urbà (parque grande dentro de la ciudad), Jardí (jardín pequeño, también las plazas ajardinadas) o Parc forestal (el bosque de la sierra).",
                "Parc urbà (a large park in town), Jardí (a small garden or planted square) or Parc forestal (the woods on the ridge).",
            ],
            unit: None,
        },
        ColumnNote {
            description: [
                "Les dues xifres oficials, de 01 a 73, del barri on cau el centre de l’espai. Buit si cau fora de tots els barris.",
                "Las dos cifras oficiales, de 01 a 73, del barrio donde cae el centro del espacio. Vacío si cae fuera de todos los barrios.",
                "Two official digits, 01 to 73, of the neighbourhood in which the middle of the space lies. Empty where it lies in none.",
            ],
            ..places::NEIGHBOURHOOD_CODE
        },
        ColumnNote {
            name: "area_m2",
            title: ["Superfície", "Superficie", "Area"],
            description: [
                "Metres quadrats de terreny, calculats a partir del perímetre.",
                "Metros cuadrados de terreno, calculados a partir del perímetro.",
                "Square metres of ground, worked out from the outline.",
            ],
            unit: Some(unit("m²")),
        },
        ColumnNote {
            name: "any_obert",
            title: ["Any d’obertura", "Año de apertura", "Opened in"],
            description: [
                "Des de quan hi pot entrar tothom, segons l’arxiu de Parcs i Jardins.",
                "Desde cuándo puede entrar todo el mundo, según el archivo de Parques y Jardines.",
                "Since when everybody has been able to walk in, from the parks department’s archive.",
            ],
            unit: None,
        },
        ColumnNote {
            name: "geometry",
            title: ["On és", "Dónde está", "Where it is"],
            description: [
                "El perímetre de l’espai; el parc forestal en pot tenir més d’un. Parcs i Jardins el dibuixa en metres (ETRS89 / UTM 31N) i aquí es publica en longitud i latitud WGS 84.",
                "El perímetro del espacio; el parque forestal puede tener más de uno. Parques y Jardines lo dibuja en metros (ETRS89 / UTM 31N) y aquí se publica en longitud y latitud WGS 84.",
                "The outline of the space; the forest park may have several. Drawn in metres (ETRS89 / UTM 31N) by the parks department and published here as WGS 84 longitude and latitude.",
            ],
            unit: None,
        },
    ],
};

const PRJ: &str = r#"PROJCS["ETRS89_UTM_zone_31N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",3.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

/// Name, kind (C or N), length, decimals.
const FIELDS: [(&str, u8, u8, u8); 6] = [
    ("CODI", b'C', 6, 0),
    ("NOM", b'C', 60, 0),
    ("TIPUS", b'C', 20, 0),
    ("BARRI", b'C', 2, 0),
    ("AREA_M2", b'N', 14, 2),
    ("ANY_OBERT", b'N', 4, 0),
];

/// Writes the archive.
pub(crate) fn write(city: &City, out: &mut dyn Write) -> io::Result<()> {
    let (shp, shx) = shapes(&city.parks);
    let files = [
        ("zones_verdes.shp", shp),
        ("zones_verdes.shx", shx),
        ("zones_verdes.dbf", table(city)),
        ("zones_verdes.prj", PRJ.as_bytes().to_vec()),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // The same date every time, or the archive would differ from one run to the next.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, bytes) in files {
        zip.start_file(name, options).map_err(io::Error::other)?;
        zip.write_all(&bytes)?;
    }
    out.write_all(&zip.finish().map_err(io::Error::other)?.into_inner())
}

fn size(n: usize) -> i32 {
    i32::try_from(n).expect("a city's parks fit in two gigabytes")
}

fn metres(spot: Spot) -> [f64; 2] {
    let (east, north) = spot.utm_cm();
    [real(east) / 100.0, real(north) / 100.0]
}

/// The lowest and highest coordinates: x, y, X, Y.
fn bounds<'a>(spots: impl Iterator<Item = &'a Spot>) -> [f64; 4] {
    let mut b = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    for [x, y] in spots.map(|s| metres(*s)) {
        b = [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)];
    }
    b
}

fn header(length: usize, bounds: [f64; 4]) -> Vec<u8> {
    let mut out = vec![0_u8; 100];
    out[..4].copy_from_slice(&9994_i32.to_be_bytes());
    out[24..28].copy_from_slice(&size(length / 2).to_be_bytes());
    out[28..32].copy_from_slice(&1000_i32.to_le_bytes());
    out[32..36].copy_from_slice(&5_i32.to_le_bytes());
    for (at, value) in bounds.into_iter().enumerate() {
        out[36 + at * 8..44 + at * 8].copy_from_slice(&value.to_le_bytes());
    }
    out
}

fn shapes(parks: &[Park]) -> (Vec<u8>, Vec<u8>) {
    let mut records = Vec::new();
    let mut places = Vec::new();
    for (at, park) in parks.iter().enumerate() {
        let record = polygon(&park.rings);
        places.push((50 + records.len() / 2, record.len() / 2));
        records.extend(size(at + 1).to_be_bytes());
        records.extend(size(record.len() / 2).to_be_bytes());
        records.extend(record);
    }
    let all = bounds(parks.iter().flat_map(|p| p.rings.iter().flatten()));
    let mut shp = header(100 + records.len(), all);
    shp.extend(records);
    let mut shx = header(100 + places.len() * 8, all);
    for (at, length) in places {
        shx.extend(size(at).to_be_bytes());
        shx.extend(size(length).to_be_bytes());
    }
    (shp, shx)
}

/// A polygon record: in shapefiles outer rings run with the clock, the other way round from ours.
fn polygon(rings: &[Vec<Spot>]) -> Vec<u8> {
    let mut out = 5_i32.to_le_bytes().to_vec();
    for value in bounds(rings.iter().flatten()) {
        out.extend(value.to_le_bytes());
    }
    let points: usize = rings.iter().map(|r| r.len() + 1).sum();
    out.extend(size(rings.len()).to_le_bytes());
    out.extend(size(points).to_le_bytes());
    let mut begin = 0;
    for ring in rings {
        out.extend(size(begin).to_le_bytes());
        begin += ring.len() + 1;
    }
    for ring in rings {
        for spot in ring.iter().rev().chain(ring.last()) {
            for value in metres(*spot) {
                out.extend(value.to_le_bytes());
            }
        }
    }
    out
}

fn table(city: &City) -> Vec<u8> {
    let row: usize = 1 + FIELDS.iter().map(|f| usize::from(f.2)).sum::<usize>();
    let head = 33 + 32 * FIELDS.len();
    let mut out = vec![0_u8; 32];
    out[..4].copy_from_slice(&[3, 125, 6, 30]);
    out[4..8].copy_from_slice(&size(city.parks.len()).to_le_bytes());
    out[8..10].copy_from_slice(&u16::try_from(head).expect("six fields").to_le_bytes());
    out[10..12].copy_from_slice(&u16::try_from(row).expect("six fields").to_le_bytes());
    for (name, kind, length, decimals) in FIELDS {
        let mut field = [0_u8; 32];
        field[..name.len()].copy_from_slice(name.as_bytes());
        field[11] = kind;
        field[16] = length;
        field[17] = decimals;
        out.extend(field);
    }
    out.push(0x0d);
    for park in &city.parks {
        let area = park.rings.iter().map(|r| area_m2(r)).sum::<f64>();
        let cells = [
            format!("{:06}", park.code),
            park.name.clone(),
            park.class.to_owned(),
            city.locate(park.middle)
                .map_or(String::new(), crate::Neighbourhood::code),
            super::write::fixed(whole(area * 100.0), 2, '.', None),
            park.opened.to_string(),
        ];
        out.push(b' ');
        for (cell, (_, kind, length, _)) in cells.iter().zip(FIELDS) {
            out.extend(padded(cell, usize::from(length), kind == b'N'));
        }
    }
    out.push(0x1a);
    out
}

/// A cell of a fixed number of bytes, cut between letters where it is too long.
fn padded(cell: &str, length: usize, right: bool) -> Vec<u8> {
    let mut end = cell.len().min(length);
    while !cell.is_char_boundary(end) {
        end -= 1;
    }
    let blanks = vec![b' '; length - end];
    let text = cell[..end].bytes();
    if right {
        blanks.into_iter().chain(text).collect()
    } else {
        text.chain(blanks).collect()
    }
}
