// SPDX-License-Identifier: AGPL-3.0-or-later

//! Places of a version for the large map, read once from the lake and held in memory within bounds.

use std::collections::VecDeque;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, Schema};
use futures::TryStreamExt as _;
use panot_lake::{Ask, Lake, Snapshot};
use tabular::geometry::{Coord, Geometry};
use tiles::{Feature, Shape, Value};
use tokio::sync::{AcquireError, Mutex, OwnedSemaphorePermit, Semaphore};

use crate::cells;
use crate::kind::{Kind, Whereabouts, whereabouts};
use crate::portrait::{naming_column, shapes};

/// The most rows of a version that the large map shows.
pub const FEATURES_MAX: u64 = 100_000;
/// The most corners of one layer: about a hundred megabytes.
const CORNERS_MAX: usize = 4_000_000;
/// How many tiles are made at a time.
const MAKERS: usize = 2;
/// The most layers that are held at once.
const LAYERS_MAX: usize = 6;
/// The most facts of a place that a tile carries.
const FIELDS_MAX: usize = 8;
/// The longest text of a fact.
const FACT_CHARS_MAX: usize = 120;

/// The rows of a version that lie somewhere, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layer {
    /// Each row with the box around it: west, south, east, north.
    features: Vec<(Feature, [f64; 4])>,
}

/// Layers that were read lately.
#[derive(Debug)]
pub struct Layers {
    makers: Arc<Semaphore>,
    /// The last used first. One lock, also while reading: two large layers at once would need twice
    /// the memory.
    held: Mutex<VecDeque<(String, u32, Arc<Layer>)>>,
}

/// Why a layer could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LayerError {
    /// The lake refused.
    #[error(transparent)]
    Lake(#[from] panot_lake::Error),
    /// Cells could not be written as text.
    #[error(transparent)]
    Cells(#[from] ArrowError),
}

impl Default for Layers {
    fn default() -> Self {
        Self {
            makers: Arc::new(Semaphore::new(MAKERS)),
            held: Mutex::default(),
        }
    }
}

impl Layers {
    /// The layer of a version; empty when its rows lie nowhere.
    pub async fn of(&self, lake: &Lake, snapshot: &Snapshot) -> Result<Arc<Layer>, LayerError> {
        let mut held = self.held.lock().await;
        let is_it = |(name, version, _): &(String, u32, Arc<Layer>)| {
            name == snapshot.table.as_str() && *version == snapshot.version
        };
        let found = match held.iter().position(is_it) {
            Some(at) => held.remove(at),
            None => None,
        };
        let entry = if let Some(entry) = found {
            entry
        } else {
            let layer = Arc::new(read(lake, snapshot).await?);
            (snapshot.table.to_string(), snapshot.version, layer)
        };
        let layer = Arc::clone(&entry.2);
        held.push_front(entry);
        held.truncate(LAYERS_MAX);
        Ok(layer)
    }

    /// Waits for one of the places where tiles are made. A tile of the whole city copies a layer,
    /// which may be a hundred megabytes.
    pub async fn permit(&self) -> Result<OwnedSemaphorePermit, AcquireError> {
        Arc::clone(&self.makers).acquire_owned().await
    }

    /// Forgets the layers of a dataset: one of its versions was withdrawn.
    pub async fn forget(&self, name: &str) {
        self.held.lock().await.retain(|(held, _, _)| held != name);
    }
}

/// The columns whose cells tiles carry: the one that names rows, then the first others.
pub fn shown_fields(schema: &Schema) -> Vec<String> {
    let is_place = |kind: Kind| matches!(kind, Kind::Geometry | Kind::Latitude | Kind::Longitude);
    let name = naming_column(schema);
    let others = schema
        .fields()
        .iter()
        .filter(|field| !is_place(Kind::of(field)) && Some(field.name().as_str()) != name)
        .map(|field| field.name().as_str());
    name.into_iter()
        .chain(others)
        .take(FIELDS_MAX)
        .map(str::to_owned)
        .collect()
}

async fn read(lake: &Lake, snapshot: &Snapshot) -> Result<Layer, LayerError> {
    let Some(place) = whereabouts(&snapshot.schema) else {
        return Ok(Layer::default());
    };
    let fields = shown_fields(&snapshot.schema);
    let mut columns = fields.clone();
    columns.extend(place.columns());
    let ask = Ask {
        columns: Some(columns),
        limit: Some(FEATURES_MAX),
        ..Ask::default()
    };
    let mut layer = Layer::default();
    let mut corners = 0;
    let mut batches = lake.stream(snapshot, &ask).await?;
    while let Some(batch) = batches.try_next().await? {
        corners += layer.add(&batch, &place, &fields)?;
        if corners > CORNERS_MAX {
            break;
        }
    }
    Ok(layer)
}

impl Layer {
    /// Adds the rows of a batch that lie somewhere; how many corners they have.
    fn add(
        &mut self,
        batch: &RecordBatch,
        place: &Whereabouts,
        fields: &[String],
    ) -> Result<usize, ArrowError> {
        let facts = batch.project(&(0..fields.len()).collect::<Vec<_>>())?;
        let facts = cells::rows(std::slice::from_ref(&facts))?;
        let mut corners = 0;
        for (geometry, facts) in shapes(batch, place).into_iter().zip(facts) {
            let Some((shape, bounds)) =
                geometry.and_then(|geometry| Some((shape(&geometry)?, geometry.bounds()?)))
            else {
                continue;
            };
            corners += size(&shape);
            let properties = facts.into_iter().zip(fields).filter_map(|(cell, field)| {
                let text: String = cell?.chars().take(FACT_CHARS_MAX).collect();
                Some((field.clone(), Value::Text(text)))
            });
            let feature = Feature {
                id: u64::try_from(self.features.len()).ok(),
                shape,
                properties: properties.collect(),
            };
            self.features.push((feature, bounds));
        }
        Ok(corners)
    }

    /// The rows that touch this box of longitudes and latitudes.
    ///
    /// They are copies: whoever asks holds a [permit](Layers::permit), so that many requests at
    /// once do not hold many copies.
    pub fn within(&self, [west, south, east, north]: [f64; 4]) -> Vec<Feature> {
        self.features
            .iter()
            .filter(|(_, [w, s, e, n])| *w <= east && *e >= west && *s <= north && *n >= south)
            .map(|(feature, _)| feature.clone())
            .collect()
    }

    /// The box around all rows.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        self.features
            .iter()
            .map(|(_, bounds)| *bounds)
            .reduce(|a, b| {
                [
                    a[0].min(b[0]),
                    a[1].min(b[1]),
                    a[2].max(b[2]),
                    a[3].max(b[3]),
                ]
            })
    }
}

/// A geometry as tiles take it. Of a collection, its first shape.
fn shape(geometry: &Geometry) -> Option<Shape> {
    let at = |c: &Coord| [c.x, c.y];
    let path = |line: &Vec<Coord>| line.iter().map(at).collect::<Vec<_>>();
    let area = |rings: &Vec<Vec<Coord>>| rings.iter().map(path).collect::<Vec<_>>();
    Some(match geometry {
        Geometry::Point(point) => Shape::Points(vec![at(point.as_ref()?)]),
        Geometry::MultiPoint(points) => Shape::Points(points.iter().map(at).collect()),
        Geometry::LineString(line) => Shape::Lines(vec![path(line)]),
        Geometry::MultiLineString(lines) => Shape::Lines(lines.iter().map(path).collect()),
        Geometry::Polygon(rings) => Shape::Areas(vec![area(rings)]),
        Geometry::MultiPolygon(areas) => Shape::Areas(areas.iter().map(area).collect()),
        Geometry::Collection(parts) => return parts.iter().find_map(shape),
    })
}

fn size(shape: &Shape) -> usize {
    match shape {
        Shape::Points(points) => points.len(),
        Shape::Lines(lines) => lines.iter().map(Vec::len).sum(),
        Shape::Areas(areas) => areas.iter().flatten().map(Vec::len).sum(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, Float64Array, StringArray};
    use arrow_schema::{DataType, Field};

    use super::*;

    #[test]
    fn tiles_carry_the_name_first_and_no_coordinates() {
        let text = |name: &str| Field::new(name, DataType::Utf8, true);
        let number = |name: &str| Field::new(name, DataType::Float64, true);
        let schema = Schema::new(vec![
            text("codi"),
            text("nom"),
            number("latitud"),
            number("alt"),
        ]);
        assert_eq!(shown_fields(&schema), ["nom", "codi", "alt"]);
    }

    #[test]
    fn rows_without_a_place_and_facts_without_a_value_are_left_out() {
        let columns: Vec<(&str, ArrayRef)> = vec![
            (
                "nom",
                Arc::new(StringArray::from(vec![Some("a"), None, Some("c")])),
            ),
            (
                "latitud",
                Arc::new(Float64Array::from(vec![Some(41.0), Some(41.5), None])),
            ),
            (
                "longitud",
                Arc::new(Float64Array::from(vec![2.0, 2.5, 3.0])),
            ),
        ];
        let batch = RecordBatch::try_from_iter(columns).expect("equal lengths");
        let place = whereabouts(&batch.schema()).expect("coordinates");
        let mut layer = Layer::default();
        assert_eq!(
            layer
                .add(&batch, &place, &["nom".to_owned()])
                .expect("text"),
            2
        );
        let here = layer.within([1.9, 40.9, 2.1, 41.1]);
        assert_eq!(here.len(), 1);
        assert_eq!(
            here[0].properties,
            [("nom".to_owned(), Value::Text("a".into()))]
        );
        assert_eq!(layer.within([-10.0, 0.0, 10.0, 50.0])[1].properties, []);
        assert_eq!(layer.bounds(), Some([2.0, 41.0, 2.5, 41.5]));
    }
}
