// SPDX-License-Identifier: AGPL-3.0-or-later

//! All that a dataset's page shows of a version's rows, computed once after publication.
//!
//! A page reads this and never the rows, so it answers as fast for a hundred million rows as for a
//! hundred.

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, BinaryArray, RecordBatch};
use arrow_schema::{DataType, Schema};
use panot_lake::Profile;
use serde::{Deserialize, Serialize};
use tabular::geometry::{Coord, Geometry};

use crate::chart::Chart;
use crate::kind::{Kind, Whereabouts};

/// Rows of the preview.
pub const PREVIEW_ROWS: u64 = 10;
/// The most places that a drawn map shows.
pub const SPOTS_MAX: usize = 1_500;
/// The most corners of all shapes of a drawn map.
const CORNERS_MAX: usize = 12_000;
/// How far two corners must lie apart, as a share of the map's width, to be drawn as two.
const CORNER_APART: f64 = 1.0 / 600.0;

/// What a version looks like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Portrait {
    /// Each column.
    pub profile: Profile,
    /// The first rows, in canonical text.
    pub preview: Vec<Vec<Option<String>>>,
    /// Charts with their figures.
    pub charts: Vec<Chart>,
    /// The map, where rows lie on one.
    #[serde(default)]
    pub map: Option<SpotMap>,
}

/// Places of a drawn map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpotMap {
    /// West, south, east, north of all that is shown.
    pub bounds: [f64; 4],
    /// The places that are shown.
    pub spots: Vec<Spot>,
    /// How many rows of the version lie somewhere.
    pub placed: u64,
}

/// One row on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// What it is called in the list.
    pub label: String,
    /// Where it lies.
    pub shape: Shape,
}

/// A shape as it is drawn: longitudes and latitudes, with no more corners than can be seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// One or more points.
    Points(Vec<[f64; 2]>),
    /// Open lines.
    Lines(Vec<Vec<[f64; 2]>>),
    /// Rings, outer ones and holes alike.
    Areas(Vec<Vec<[f64; 2]>>),
}

impl Shape {
    /// The shape of a geometry; `None` for an empty one. Of a collection, its largest kind.
    pub fn of(geometry: &Geometry) -> Option<Self> {
        let point = |c: &Coord| [rounded(c.x), rounded(c.y)];
        let path = |line: &Vec<Coord>| line.iter().map(point).collect::<Vec<_>>();
        let shape = match geometry {
            Geometry::Point(at) => Self::Points(at.iter().map(point).collect()),
            Geometry::MultiPoint(points) => Self::Points(points.iter().map(point).collect()),
            Geometry::LineString(line) => Self::Lines(vec![path(line)]),
            Geometry::MultiLineString(lines) => Self::Lines(lines.iter().map(path).collect()),
            Geometry::Polygon(rings) => Self::Areas(rings.iter().map(path).collect()),
            Geometry::MultiPolygon(areas) => {
                Self::Areas(areas.iter().flatten().map(path).collect())
            }
            Geometry::Collection(parts) => {
                return parts.iter().filter_map(Self::of).max_by_key(Self::rank);
            }
        };
        (!shape.points().is_empty()).then_some(shape)
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Points(_) => 0,
            Self::Lines(_) => 1,
            Self::Areas(_) => 2,
        }
    }

    /// All its corners.
    pub fn points(&self) -> Vec<[f64; 2]> {
        match self {
            Self::Points(points) => points.clone(),
            Self::Lines(lines) | Self::Areas(lines) => lines.iter().flatten().copied().collect(),
        }
    }

    /// The middle of its box.
    pub fn middle(&self) -> [f64; 2] {
        let [west, south, east, north] = bounds(&self.points()).unwrap_or_default();
        [f64::midpoint(west, east), f64::midpoint(south, north)]
    }

    /// Leaves out corners that lie closer than `apart` to the one before; ends stay.
    fn thin_out(&mut self, apart: f64) {
        let (Self::Lines(lines) | Self::Areas(lines)) = self else {
            return;
        };
        for line in lines.iter_mut() {
            let last = line.len().saturating_sub(1);
            let mut kept: Vec<[f64; 2]> = Vec::new();
            for (at, point) in line.iter().enumerate() {
                let far = kept.last().is_none_or(|before: &[f64; 2]| {
                    (before[0] - point[0]).abs() + (before[1] - point[1]).abs() >= apart
                });
                if far || at == last {
                    kept.push(*point);
                }
            }
            *line = kept;
        }
        // Two corners are no area that could be seen.
        if let Self::Areas(rings) = self {
            rings.retain(|ring| ring.len() >= 4);
        }
    }
}

/// About a metre: more digits are not drawn.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}

/// Where each row of a batch lies.
pub fn shapes(batch: &RecordBatch, whereabouts: &Whereabouts) -> Vec<Option<Geometry>> {
    match whereabouts {
        Whereabouts::Geometry(column) => {
            let column = batch
                .column_by_name(column)
                .and_then(|column| column.as_any().downcast_ref::<BinaryArray>());
            column.map_or_else(
                || vec![None; batch.num_rows()],
                |cells| {
                    cells
                        .iter()
                        .map(|cell| Geometry::from_wkb(cell?).ok())
                        .collect()
                },
            )
        }
        Whereabouts::Point {
            latitude,
            longitude,
        } => {
            let (Some(latitudes), Some(longitudes)) =
                (degrees(batch, latitude), degrees(batch, longitude))
            else {
                return vec![None; batch.num_rows()];
            };
            let (latitudes, longitudes) = (
                latitudes.as_primitive::<Float64Type>(),
                longitudes.as_primitive::<Float64Type>(),
            );
            latitudes
                .iter()
                .zip(longitudes)
                .map(|(y, x)| place(x?, y?))
                .collect()
        }
    }
}

/// A column of degrees as floating numbers: for drawing, never for citing.
fn degrees(batch: &RecordBatch, column: &str) -> Option<ArrayRef> {
    arrow_cast::cast(batch.column_by_name(column)?, &DataType::Float64).ok()
}

/// A point on the earth. Nought and nought is what a form writes that nobody filled in.
fn place(x: f64, y: f64) -> Option<Geometry> {
    let on_earth = (-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y);
    (on_earth && (x != 0.0 || y != 0.0)).then_some(Geometry::Point(Some(Coord { x, y, z: None })))
}

/// The column that names rows best: one called a name, else the first of words.
pub fn naming_column(schema: &Schema) -> Option<&str> {
    const NAMES: &[&str] = &["nom", "nombre", "name", "titol", "titulo", "title", "label"];
    let words = || {
        schema
            .fields()
            .iter()
            .filter(|field| Kind::of(field) == Kind::Text)
            .map(|field| field.name().as_str())
    };
    words()
        .find(|name| {
            name.to_lowercase()
                .split(|c: char| !c.is_alphanumeric())
                .any(|part| NAMES.contains(&part))
        })
        .or_else(|| words().next())
}

/// The map of the rows of these batches, the first of a version that has `placed` rows somewhere.
/// `None` when none of them lies anywhere.
pub fn draw_from(
    batches: &[RecordBatch],
    whereabouts: &Whereabouts,
    placed: u64,
) -> Option<SpotMap> {
    let mut spots = Vec::new();
    for batch in batches {
        let schema = batch.schema();
        let labels = naming_column(&schema)
            .and_then(|name| batch.column_by_name(name))
            .and_then(|column| arrow_cast::cast(column, &DataType::Utf8).ok());
        for (row, geometry) in shapes(batch, whereabouts).into_iter().enumerate() {
            let Some(shape) = geometry.as_ref().and_then(Shape::of) else {
                continue;
            };
            let label = labels.as_ref().map(AsArray::as_string::<i32>);
            let label = label
                .filter(|labels| labels.is_valid(row))
                .map_or("", |labels| labels.value(row));
            spots.push(Spot {
                label: label.trim().chars().take(120).collect(),
                shape,
            });
        }
    }
    let corners: Vec<[f64; 2]> = spots.iter().flat_map(|spot| spot.shape.points()).collect();
    let bounds = bounds(&corners)?;
    let apart = (bounds[2] - bounds[0]).max(bounds[3] - bounds[1]) * CORNER_APART;
    let mut left = CORNERS_MAX;
    spots.retain_mut(|spot| {
        spot.shape.thin_out(apart);
        let corners = spot.shape.points().len();
        let fits = corners > 0 && corners <= left;
        left = left.saturating_sub(if fits { corners } else { 0 });
        fits
    });
    spots.truncate(SPOTS_MAX);
    Some(SpotMap {
        bounds,
        spots,
        placed,
    })
}

fn bounds(points: &[[f64; 2]]) -> Option<[f64; 4]> {
    let [x, y] = *points.first()?;
    Some(points.iter().fold([x, y, x, y], |b, [x, y]| {
        [b[0].min(*x), b[1].min(*y), b[2].max(*x), b[3].max(*y)]
    }))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{Decimal128Array, StringArray};
    use arrow_schema::Field;

    use super::*;

    fn trees() -> RecordBatch {
        let degrees = |values: Vec<Option<i128>>| {
            Arc::new(
                Decimal128Array::from(values)
                    .with_precision_and_scale(9, 6)
                    .expect("fits"),
            )
        };
        let names: ArrayRef = Arc::new(StringArray::from(vec![
            Some("Plàtan"),
            None,
            Some("Lledoner"),
        ]));
        let latitudes: ArrayRef = degrees(vec![Some(41_400_000), Some(0), Some(41_500_000)]);
        let longitudes: ArrayRef = degrees(vec![Some(2_100_000), Some(0), None]);
        RecordBatch::try_from_iter([
            ("especie", names),
            ("latitud", latitudes),
            ("longitud", longitudes),
        ])
        .expect("equal lengths")
    }

    fn at_columns() -> Whereabouts {
        Whereabouts::Point {
            latitude: "latitud".into(),
            longitude: "longitud".into(),
        }
    }

    #[test]
    fn rows_without_a_whole_place_are_not_on_the_map() {
        let map = draw_from(&[trees()], &at_columns(), 1).expect("one row has a place");
        assert_eq!(map.spots.len(), 1);
        assert_eq!(map.spots[0].label, "Plàtan");
        assert_eq!(
            map.bounds.map(|degrees| format!("{degrees}")),
            ["2.1", "41.4", "2.1", "41.4"]
        );
        assert_eq!(draw_from(&[trees().slice(1, 2)], &at_columns(), 0), None);
    }

    #[test]
    fn a_shape_keeps_its_ends_and_loses_corners_that_cannot_be_seen() {
        let ring = (0..=1000)
            .map(|i| {
                let turn = f64::from(i) / 1000.0 * std::f64::consts::TAU;
                Coord {
                    x: turn.cos(),
                    y: turn.sin(),
                    z: None,
                }
            })
            .collect();
        let mut shape = Shape::of(&Geometry::Polygon(vec![ring])).expect("not empty");
        let before = shape.points();
        shape.thin_out(0.05);
        let after = shape.points();
        assert!(after.len() < 200 && after.len() > 40, "{}", after.len());
        assert_eq!(after.first(), before.first());
        assert_eq!(after.last(), before.last());
    }

    #[test]
    fn shapes_are_read_from_their_bytes_and_damage_is_no_place() {
        let area = Geometry::from_wkt("POLYGON ((2 41, 3 41, 3 42, 2 41))")
            .expect("well known")
            .0;
        let cells = BinaryArray::from(vec![area.to_wkb().as_slice(), b"damage".as_slice()]);
        let cells: ArrayRef = Arc::new(cells);
        let batch = RecordBatch::try_from_iter([("forma", cells)]).expect("one column");
        let shapes = shapes(&batch, &Whereabouts::Geometry("forma".into()));
        assert_eq!(shapes, [Some(area), None]);
    }

    #[test]
    fn rows_are_called_by_the_column_that_is_a_name() {
        let schema = Schema::new(vec![
            Field::new("adreca", DataType::Utf8, true),
            Field::new("nom_parc", DataType::Utf8, true),
        ]);
        assert_eq!(naming_column(&schema), Some("nom_parc"));
        assert_eq!(naming_column(&Schema::empty()), None);
    }
}
