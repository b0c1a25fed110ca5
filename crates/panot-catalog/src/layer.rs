// SPDX-License-Identifier: AGPL-3.0-or-later

//! Places of a version for the large map, read once from the lake and held in memory within bounds.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arrow_array::{RecordBatch, UInt32Array};
use arrow_schema::{ArrowError, Schema};
use arrow_select::take::take_record_batch;
use futures::TryStreamExt as _;
use panot_lake::{Ask, Lake, Snapshot};
use panot_web::Problem;
use tabular::geometry::{Coord, Geometry};
use tiles::{Feature, Limits, Shape, Value};
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};

use crate::cells;
use crate::kind::{Kind, Whereabouts, whereabouts};
use crate::portrait::{naming_column, shapes};

/// The most rows of a version that the large map shows.
pub const FEATURES_MAX: u64 = 1_000_000;
/// The most memory of one layer, in bytes; a layer that would be larger ends there.
const LAYER_BYTES_MAX: usize = 200 << 20;
/// The most memory of all layers that are held while nobody reads them.
const HELD_BYTES_MAX: usize = 300 << 20;
/// The most layers that are held or waited for.
const HELD_MAX: usize = 32;
/// How many tiles are made at a time.
const MAKERS: usize = 2;
/// How long a tile waits for its turn.
const MAKER_WAIT: Duration = Duration::from_secs(10);
/// The most facts of a place that a tile carries.
const FIELDS_MAX: usize = 8;
/// The longest text of a fact.
const FACT_CHARS_MAX: usize = 120;

/// The rows of a version that lie somewhere, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layer {
    places: Vec<Place>,
    /// What is known about each row, those without a place included, as they were read.
    facts: Vec<RecordBatch>,
    /// The box around all of it.
    bounds: Option<[f64; 4]>,
    bytes: usize,
}

/// A row, and where it lies.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    /// Which of the batches of facts, and which of its rows.
    batch: u32,
    row: u32,
    at: At,
}

/// Nearly every place is a point: it stands here itself, without an allocation.
#[derive(Debug, Clone, PartialEq)]
enum At {
    Point([f64; 2]),
    /// Another shape, with the box around it: west, south, east, north.
    Shape(Box<(Shape, [f64; 4])>),
}

/// Where one row lies.
#[derive(Debug, Clone, Copy)]
pub enum Spot<'a> {
    /// A longitude and a latitude.
    Point([f64; 2]),
    /// Another shape. Of a collection, its first.
    Shape(&'a Shape),
}

/// Layers that were read lately.
#[derive(Debug)]
pub struct Layers {
    makers: Arc<Semaphore>,
    /// One layer is read at a time: two large ones at once would need twice the memory.
    reader: Semaphore,
    /// The last used first. Never held while anything is waited for.
    held: Mutex<VecDeque<Held>>,
}

/// A version, and its layer once it is read.
#[derive(Debug, Clone)]
struct Held {
    name: String,
    version: u32,
    layer: Arc<OnceCell<Arc<Layer>>>,
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
    /// Too many tiles are asked for at once.
    #[error("too many tiles are asked for at once")]
    Busy,
    /// The city is closing.
    #[error("the city is closing")]
    Closed,
}

impl From<LayerError> for Problem {
    fn from(error: LayerError) -> Self {
        match error {
            LayerError::Busy | LayerError::Closed => Self::busy(10),
            LayerError::Lake(_) | LayerError::Cells(_) => Self::internal(error),
        }
    }
}

impl Default for Layers {
    fn default() -> Self {
        Self {
            makers: Arc::new(Semaphore::new(MAKERS)),
            reader: Semaphore::new(1),
            held: Mutex::default(),
        }
    }
}

impl Layers {
    /// The layer of a version; empty when its rows lie nowhere.
    pub async fn of(&self, lake: &Lake, snapshot: &Snapshot) -> Result<Arc<Layer>, LayerError> {
        let cell = self.cell(snapshot.table.as_str(), snapshot.version);
        let reading = async || {
            let _turn = self
                .reader
                .acquire()
                .await
                .map_err(|_| LayerError::Closed)?;
            Ok::<_, LayerError>(Arc::new(read(lake, snapshot).await?))
        };
        let layer = Arc::clone(cell.get_or_try_init(reading).await?);
        self.make_room();
        Ok(layer)
    }

    /// The place of a version, now the last used.
    fn cell(&self, name: &str, version: u32) -> Arc<OnceCell<Arc<Layer>>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |held: &Held| held.name == name && held.version == version;
        let found = held.iter().position(is_it);
        let entry = found
            .and_then(|at| held.remove(at))
            .unwrap_or_else(|| Held {
                name: name.to_owned(),
                version,
                layer: Arc::default(),
            });
        held.push_front(entry.clone());
        entry.layer
    }

    /// Forgets the layers used longest ago, until the rest is small enough. The first is the one
    /// that is asked for now, whatever its size.
    fn make_room(&self) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = 0;
        let kept = held.iter().take_while(|held| {
            bytes += held.layer.get().map_or(0, |layer| layer.bytes);
            bytes <= HELD_BYTES_MAX
        });
        let kept = kept.count().clamp(1, HELD_MAX);
        held.truncate(kept);
    }

    /// Waits for one of the places where tiles are made, for a while. A tile of the whole city copies
    /// the coordinates of a layer.
    pub async fn permit(&self) -> Result<OwnedSemaphorePermit, LayerError> {
        let makers = Arc::clone(&self.makers).acquire_owned();
        match tokio::time::timeout(MAKER_WAIT, makers).await {
            Ok(permit) => permit.map_err(|_| LayerError::Closed),
            Err(_) => Err(LayerError::Busy),
        }
    }

    /// Forgets the layers of a dataset: one of its versions was withdrawn.
    pub fn forget(&self, name: &str) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|held| held.name != name);
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
    let mut batches = lake.stream(snapshot, &ask).await?;
    while let Some(batch) = batches.try_next().await? {
        layer.add(&batch, &place, fields.len())?;
        if layer.bytes > LAYER_BYTES_MAX {
            break;
        }
    }
    Ok(layer)
}

impl Layer {
    /// Adds the rows of a batch that lie somewhere. Its first `fields` columns are facts.
    fn add(
        &mut self,
        batch: &RecordBatch,
        place: &Whereabouts,
        fields: usize,
    ) -> Result<(), ArrowError> {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let before = self.places.len();
        for (row, geometry) in shapes(batch, place).into_iter().enumerate() {
            let at = match geometry {
                Some(Geometry::Point(Some(Coord { x, y, .. }))) => At::Point([x, y]),
                Some(geometry) => match (shape(&geometry), geometry.bounds()) {
                    (Some(shape), Some(bounds)) => {
                        self.bytes += 96 + 16 * size(&shape);
                        At::Shape(Box::new((shape, bounds)))
                    }
                    _ => continue,
                },
                None => continue,
            };
            let here = at.bounds();
            self.bounds = Some(self.bounds.map_or(here, |all| around(all, here)));
            self.places.push(Place {
                batch: number(self.facts.len()),
                row: number(row),
                at,
            });
        }
        let facts = batch.project(&(0..fields).collect::<Vec<_>>())?;
        self.bytes += (self.places.len() - before) * size_of::<Place>();
        self.bytes += facts.get_array_memory_size();
        self.facts.push(facts);
        Ok(())
    }

    /// The rows that touch this box of longitudes and latitudes, ready for a tile within `limits`.
    /// Points that are too many for one come as a single feature without facts, to be counted.
    ///
    /// They are copies: whoever asks holds a [permit](Layers::permit), so that many requests at
    /// once do not hold many copies.
    pub fn within(&self, area: [f64; 4], limits: &Limits) -> Result<Vec<Feature>, ArrowError> {
        let [west, south, east, north] = area;
        let touches = |[w, s, e, n]: [f64; 4]| w <= east && e >= west && s <= north && n >= south;
        if !self.bounds.is_some_and(touches) {
            return Ok(Vec::new());
        }
        let mut here: Vec<(usize, &Place)> = self
            .places
            .iter()
            .enumerate()
            .filter(|(_, place)| touches(place.at.bounds()))
            .collect();
        let mut crowd = Vec::new();
        if here.iter().filter(|(_, p)| p.at.point().is_some()).count() > limits.points_max {
            crowd.extend(here.iter().filter_map(|(_, place)| place.at.point()));
            here.retain(|(_, place)| place.at.point().is_none());
        }
        let mut features = Vec::with_capacity(here.len() + 1);
        // Rows of one batch stand together, in order.
        for same in here.chunk_by(|(_, a), (_, b)| a.batch == b.batch) {
            let Some(facts) = same
                .first()
                .and_then(|(_, place)| self.facts.get(usize::try_from(place.batch).ok()?))
            else {
                continue;
            };
            let rows: UInt32Array = same.iter().map(|(_, place)| Some(place.row)).collect();
            let taken = take_record_batch(facts, &rows)?;
            let schema = taken.schema();
            for ((id, place), cells) in same.iter().zip(cells::rows(&[taken])?) {
                let known = cells.into_iter().zip(schema.fields());
                let properties = known.filter_map(|(cell, field)| {
                    let text: String = cell?.chars().take(FACT_CHARS_MAX).collect();
                    Some((field.name().clone(), Value::Text(text)))
                });
                features.push(Feature {
                    id: u64::try_from(*id).ok(),
                    shape: place.at.shape(),
                    properties: properties.collect(),
                });
            }
        }
        if !crowd.is_empty() {
            features.push(Feature {
                id: None,
                shape: Shape::Points(crowd),
                properties: Vec::new(),
            });
        }
        Ok(features)
    }

    /// The numbers, from 0, of the rows for which `is` holds of the box around their place and of the
    /// place itself, ascending. Only those that were read: see [`rows`](Self::rows).
    pub fn numbers(&self, mut is: impl FnMut([f64; 4], Spot<'_>) -> bool) -> Vec<u32> {
        let mut firsts = Vec::with_capacity(self.facts.len());
        let mut before = 0_usize;
        for batch in &self.facts {
            firsts.push(before);
            before += batch.num_rows();
        }
        let number = |place: &Place| {
            let first = *firsts.get(usize::try_from(place.batch).ok()?)?;
            u32::try_from(first + usize::try_from(place.row).ok()?).ok()
        };
        let here = self.places.iter().filter(|place| match &place.at {
            At::Point(point) => is(place.at.bounds(), Spot::Point(*point)),
            At::Shape(shape) => is(shape.1, Spot::Shape(&shape.0)),
        });
        here.filter_map(number).collect()
    }

    /// How many rows were read, those without a place included.
    pub fn rows(&self) -> u64 {
        let rows: usize = self.facts.iter().map(RecordBatch::num_rows).sum();
        u64::try_from(rows).unwrap_or(u64::MAX)
    }

    /// The box around all rows.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        self.bounds
    }
}

/// The box around two boxes.
fn around(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

impl At {
    fn bounds(&self) -> [f64; 4] {
        match self {
            Self::Point([x, y]) => [*x, *y, *x, *y],
            Self::Shape(shape) => shape.1,
        }
    }

    fn point(&self) -> Option<[f64; 2]> {
        match self {
            Self::Point(point) => Some(*point),
            Self::Shape(_) => None,
        }
    }

    fn shape(&self) -> Shape {
        match self {
            Self::Point(point) => Shape::Points(vec![*point]),
            Self::Shape(shape) => shape.0.clone(),
        }
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
        // Facts stand first, as `read` asks for them.
        layer.add(&batch, &place, 1).expect("text");
        assert_eq!(layer.places.len(), 2);
        let limits = Limits::default();
        let here = layer.within([1.9, 40.9, 2.1, 41.1], &limits).expect("text");
        assert_eq!(here.len(), 1);
        assert_eq!(
            here[0].properties,
            [("nom".to_owned(), Value::Text("a".into()))]
        );
        let all = layer
            .within([-10.0, 0.0, 10.0, 50.0], &limits)
            .expect("text");
        assert_eq!(all[1].properties, []);
        assert_eq!(all[1].id, Some(1));
        assert_eq!(layer.bounds(), Some([2.0, 41.0, 2.5, 41.5]));
    }

    #[test]
    fn a_crowd_of_points_is_counted_and_shapes_beside_it_keep_their_facts() {
        let area = Geometry::from_wkt("POLYGON ((2 41, 3 41, 3 42, 2 41))");
        let (area, _) = area.expect("well known");
        let point = Geometry::Point(Some(Coord {
            x: 2.1,
            y: 41.1,
            z: None,
        }));
        let shapes: ArrayRef = Arc::new(arrow_array::BinaryArray::from(vec![
            point.to_wkb().as_slice(),
            area.to_wkb().as_slice(),
            point.to_wkb().as_slice(),
        ]));
        let names: ArrayRef = Arc::new(StringArray::from(vec!["a", "parc", "c"]));
        let batch = RecordBatch::try_from_iter([("nom", names), ("forma", shapes)]);
        let batch = batch.expect("equal lengths");
        let mut layer = Layer::default();
        let place = Whereabouts::Geometry("forma".into());
        layer.add(&batch, &place, 1).expect("text");
        let limits = Limits {
            points_max: 1,
            ..Limits::default()
        };
        let here = layer.within([0.0, 40.0, 5.0, 45.0], &limits).expect("text");
        assert_eq!(here.len(), 2);
        assert_eq!(
            here[0].properties,
            [("nom".to_owned(), Value::Text("parc".into()))]
        );
        assert_eq!(here[1].shape, Shape::Points(vec![[2.1, 41.1]; 2]));
        assert_eq!(here[1].properties, []);
    }
}
