// SPDX-License-Identifier: AGPL-3.0-or-later

//! Reading places from `GeoJSON`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Place, PlaceKind, Places, Ring, Shape};

/// Bytes of text that are read at most.
pub const BYTES_MAX: usize = 64 << 20;
/// Features that are read at most.
pub const FEATURES_MAX: usize = 5_000;
/// Points of all features together that are read at most.
pub const POINTS_MAX: usize = 2_000_000;

/// Why a file is not the places of a city.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlacesError {
    /// The text is not `GeoJSON`.
    #[error("this is not a GeoJSON FeatureCollection: {0}")]
    NotGeojson(String),
    /// There is more than a city has.
    #[error("there are more than {max} {what}")]
    TooMany {
        /// The most there can be.
        max: usize,
        /// Of what.
        what: &'static str,
    },
    /// One feature cannot be used.
    #[error("feature {number} ({name}): {why}")]
    Feature {
        /// Which feature, counted from 1.
        number: usize,
        /// What it is called, as far as that can be read.
        name: String,
        /// What is wrong and how to mend it.
        why: String,
    },
    /// No feature is a neighbourhood.
    #[error(
        "no feature is a neighbourhood: give features the property \"kind\" with \"neighbourhood\" (or TIPUS_UA with BARRI)"
    )]
    NoNeighbourhood,
}

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: String,
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    #[serde(default)]
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Value,
}

impl Places {
    /// Reads places from a `GeoJSON` `FeatureCollection` in WGS 84 (as RFC 7946 has it).
    ///
    /// Each feature says what it is by `kind` (`city`, `district`, `neighbourhood`), and has `code`,
    /// `name` and, for a neighbourhood, `district` (a code). What Barcelona publishes is understood
    /// as it is: `TIPUS_UA` (`BARRI`, `DISTRICTE`), `BARRI`, `DISTRICTE`, `NOM`. Where the file
    /// draws no districts or no city, they are made of their neighbourhoods.
    pub fn from_geojson(text: &str) -> Result<Self, PlacesError> {
        if text.len() > BYTES_MAX {
            return Err(PlacesError::TooMany {
                max: BYTES_MAX,
                what: "bytes",
            });
        }
        let text = text.trim_start_matches('\u{feff}');
        let collection: Collection = serde_json::from_str(text)
            .map_err(|error| PlacesError::NotGeojson(error.to_string()))?;
        if collection.kind != "FeatureCollection" {
            return Err(PlacesError::NotGeojson(format!(
                "its type is {:?}",
                short(&collection.kind)
            )));
        }
        if collection.features.len() > FEATURES_MAX {
            return Err(PlacesError::TooMany {
                max: FEATURES_MAX,
                what: "features",
            });
        }
        assemble(collection.features)
    }
}

fn assemble(features: Vec<Feature>) -> Result<Places, PlacesError> {
    let mut city = None;
    let mut districts: BTreeMap<String, Place> = BTreeMap::new();
    let mut neighbourhoods: BTreeMap<String, Place> = BTreeMap::new();
    let mut district_names: BTreeMap<String, String> = BTreeMap::new();
    let mut points_left = POINTS_MAX;
    for (index, feature) in features.into_iter().enumerate() {
        let properties = Properties(feature.properties.unwrap_or_default());
        let named = properties.text(&["name", "NOM", "code"]);
        let refuse = |why: String| PlacesError::Feature {
            number: index + 1,
            name: named.as_deref().map_or("without a name".into(), short),
            why,
        };
        let place = read_place(&properties, feature.geometry, &mut points_left).map_err(
            |wrong| match wrong {
                Wrong::TooManyPoints => PlacesError::TooMany {
                    max: POINTS_MAX,
                    what: "points",
                },
                Wrong::Because(why) => refuse(why),
            },
        )?;
        let twice = |place: &Place| {
            refuse(format!(
                "the {} with code {:?} occurs twice; give each its own code",
                place.kind.as_str(),
                short(&place.code)
            ))
        };
        if let (Some(code), Some(name)) = (
            &place.district,
            properties.text(&["district_name", "NOM_DISTRICTE", "nom_districte"]),
        ) {
            district_names.entry(code.clone()).or_insert(name);
        }
        let before = match place.kind {
            PlaceKind::City => city.replace(place),
            PlaceKind::District => districts.insert(place.code.clone(), place),
            PlaceKind::Neighbourhood => neighbourhoods.insert(place.code.clone(), place),
        };
        if let Some(before) = before {
            return Err(twice(&before));
        }
    }
    let neighbourhoods: Vec<Place> = neighbourhoods.into_values().collect();
    if neighbourhoods.is_empty() {
        return Err(PlacesError::NoNeighbourhood);
    }
    add_missing_districts(&mut districts, &neighbourhoods, &district_names);
    let city = city.unwrap_or_else(|| together(PlaceKind::City, "", "", &neighbourhoods.iter()));
    Ok(Places::new(
        city,
        districts.into_values().collect(),
        neighbourhoods,
    ))
}

/// Draws the districts that neighbourhoods name and the file does not draw.
fn add_missing_districts(
    districts: &mut BTreeMap<String, Place>,
    neighbourhoods: &[Place],
    names: &BTreeMap<String, String>,
) {
    let codes: BTreeSet<&str> = neighbourhoods
        .iter()
        .filter_map(|place| place.district.as_deref())
        .collect();
    for code in codes {
        if !districts.contains_key(code) {
            let parts = neighbourhoods
                .iter()
                .filter(|place| place.district.as_deref() == Some(code));
            let name = names.get(code).map_or(code, String::as_str);
            let place = together(PlaceKind::District, code, name, &parts);
            districts.insert(code.to_owned(), place);
        }
    }
}

fn together<'a>(
    kind: PlaceKind,
    code: &str,
    name: &str,
    parts: &(impl Iterator<Item = &'a Place> + Clone),
) -> Place {
    let all = || parts.clone().flat_map(|place| place.shape.rings()).cloned();
    let shape = Shape::join(parts.clone().map(|place| &place.shape))
        // Shapes that cover each other exactly cancel out; then all of them are drawn.
        .or_else(|| Shape::new(all().collect()))
        .expect("a place has at least one ring");
    Place {
        kind,
        code: code.to_owned(),
        name: name.to_owned(),
        district: None,
        shape,
    }
}

enum Wrong {
    TooManyPoints,
    Because(String),
}

impl From<String> for Wrong {
    fn from(why: String) -> Self {
        Self::Because(why)
    }
}

fn read_place(
    properties: &Properties,
    geometry: Option<Geometry>,
    points_left: &mut usize,
) -> Result<Place, Wrong> {
    let kind = properties.kind()?;
    let own: &[&str] = match kind {
        PlaceKind::City => &["code", "TERME"],
        PlaceKind::District => &["code", "DISTRICTE", "CODI_UA"],
        PlaceKind::Neighbourhood => &["code", "BARRI", "CODI_UA"],
    };
    let code = properties.text(own).unwrap_or_default();
    if code.is_empty() && kind != PlaceKind::City {
        return Err(format!("it has no code; give it one of {}", own.join(", ")).into());
    }
    let district = match kind {
        PlaceKind::Neighbourhood => Some(
            properties
                .text(&["district", "DISTRICTE", "codi_districte"])
                .ok_or_else(|| "it does not say its district; give it \"district\"".to_owned())?,
        ),
        _ => None,
    };
    let geometry =
        geometry.ok_or_else(|| "it has no geometry; draw it or leave it out".to_owned())?;
    let shape = read_shape(&geometry, points_left)?;
    Ok(Place {
        kind,
        name: properties
            .text(&["name", "NOM", "nom_barri"])
            .unwrap_or_else(|| code.clone()),
        code,
        district,
        shape,
    })
}

struct Properties(Map<String, Value>);

impl Properties {
    /// The first of these that is there and not blank, whole numbers as text.
    fn text(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| match self.0.get(*key)? {
            Value::String(text) => {
                let text = text.trim();
                // Barcelona writes a hyphen where there is nothing.
                (!text.is_empty() && text != "-").then(|| text.chars().take(200).collect())
            }
            Value::Number(number) if number.is_u64() => Some(number.to_string()),
            _ => None,
        })
    }

    fn kind(&self) -> Result<PlaceKind, String> {
        let word = self.text(&["kind", "TIPUS_UA"]).ok_or(
            "it does not say what it is; give it \"kind\" (city, district, neighbourhood)",
        )?;
        match word.to_ascii_lowercase().as_str() {
            "city" | "municipi" => Ok(PlaceKind::City),
            "district" | "districte" => Ok(PlaceKind::District),
            "neighbourhood" | "barri" => Ok(PlaceKind::Neighbourhood),
            _ => Err(format!(
                "its kind {:?} is none of city, district, neighbourhood",
                short(&word)
            )),
        }
    }
}

fn read_shape(geometry: &Geometry, points_left: &mut usize) -> Result<Shape, Wrong> {
    let list = |value: &Value| -> Result<Vec<Value>, String> {
        value
            .as_array()
            .cloned()
            .ok_or_else(|| "its coordinates are not lists of points".to_owned())
    };
    let polygons = match geometry.kind.as_str() {
        "Polygon" => vec![list(&geometry.coordinates)?],
        "MultiPolygon" => list(&geometry.coordinates)?
            .iter()
            .map(list)
            .collect::<Result<_, _>>()?,
        other => {
            return Err(format!(
                "its geometry is a {:?}; a place is a Polygon or a MultiPolygon",
                short(other)
            )
            .into());
        }
    };
    let mut rings = Vec::new();
    for ring in polygons.iter().flatten() {
        rings.push(read_ring(ring, points_left)?);
    }
    Shape::new(rings).ok_or_else(|| "its geometry is empty".to_owned().into())
}

fn read_ring(ring: &Value, points_left: &mut usize) -> Result<Ring, Wrong> {
    let points = ring
        .as_array()
        .ok_or_else(|| "its coordinates are not lists of points".to_owned())?;
    *points_left = points_left
        .checked_sub(points.len())
        .ok_or(Wrong::TooManyPoints)?;
    let mut read = Ring::with_capacity(points.len() + 1);
    for point in points {
        let number = |at: usize| point.get(at).and_then(Value::as_f64);
        let (Some(lon), Some(lat)) = (number(0), number(1)) else {
            return Err("one of its points is not two numbers".to_owned().into());
        };
        if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
            return Err(format!(
                "the point {lon}, {lat} is not in degrees of longitude and latitude; \
                 convert the file to WGS 84 (EPSG:4326)"
            )
            .into());
        }
        if read.last() != Some(&[lon, lat]) {
            read.push([lon, lat]);
        }
    }
    // Some tools leave out the last point.
    if let Some(first) = read.first().copied()
        && read.last() != Some(&first)
    {
        read.push(first);
    }
    if read.len() < 4 {
        return Err("one of its rings has fewer than three corners"
            .to_owned()
            .into());
    }
    Ok(read)
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}
