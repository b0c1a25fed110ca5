// SPDX-License-Identifier: AGPL-3.0-or-later

//! JSON, NDJSON and `GeoJSON`.

use std::io::Write;

use arrow_array::RecordBatch;
use arrow_schema::Schema;

use super::text::{Columns, Value, check, is_geometry, push};
use super::{WriteBatches, WriteError};
use crate::geometry::{Coord, Geometry};

/// Bytes that are handed over at once.
const HANDED: usize = 64 << 10;

/// What stands around the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    Array,
    Lines,
    Features,
}

/// Where a feature's geometry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Column(usize),
    /// Longitude and latitude.
    Point(usize, usize),
    Nowhere,
}

pub(super) struct Json<W> {
    out: W,
    text: String,
    frame: Frame,
    place: Place,
    /// The keys as JSON, colon included.
    keys: Vec<String>,
    begun: bool,
}

impl<W: Write> Json<W> {
    pub(super) fn new(frame: Frame, schema: &Schema, out: W) -> Result<Self, WriteError> {
        check(schema)?;
        let keys = keys(schema);
        let text = match frame {
            Frame::Array => "[\n",
            Frame::Lines => "",
            Frame::Features => "{\"type\":\"FeatureCollection\",\"features\":[\n",
        };
        Ok(Self {
            out,
            text: text.to_owned(),
            frame,
            place: place(schema),
            keys,
            begun: false,
        })
    }

    fn record(&mut self, columns: &Columns, row: usize) {
        if self.begun {
            let between = if self.frame == Frame::Lines {
                "\n"
            } else {
                ",\n"
            };
            self.text.push_str(between);
        }
        self.begun = true;
        if self.frame == Frame::Features {
            self.text.push_str("{\"type\":\"Feature\",\"geometry\":");
            push_place(self.place, columns, row, &mut self.text);
            self.text.push_str(",\"properties\":");
            let apart = Some(self.place);
            push_cells(&self.keys, apart, columns, row, &mut self.text);
            self.text.push('}');
        } else {
            push_cells(&self.keys, None, columns, row, &mut self.text);
        }
    }
}

/// The names of the columns as JSON, colon included.
fn keys(schema: &Schema) -> Vec<String> {
    let key = |field: &std::sync::Arc<arrow_schema::Field>| {
        let mut key = String::new();
        push_string(field.name(), &mut key);
        key.push(':');
        key
    };
    schema.fields().iter().map(key).collect()
}

/// The cells of a row as an object, without the geometry column that stands apart.
fn push_cells(
    keys: &[String],
    apart: Option<Place>,
    columns: &Columns,
    row: usize,
    out: &mut String,
) {
    out.push('{');
    let mut first = true;
    for (column, key) in keys.iter().enumerate().take(columns.count()) {
        if apart == Some(Place::Column(column)) {
            continue;
        }
        if !first {
            out.push(',');
        }
        first = false;
        out.push_str(key);
        push_value(columns.value(row, column), out);
    }
    out.push('}');
}

/// Another place for each: easting and northing for longitude and latitude, or swapped axes.
pub type Elsewhere = Box<dyn Fn(Coord) -> Coord + Send + Sync>;

/// Rows as features of `GeoJSON` with their ids, one after the other, for whoever writes the
/// collection around them. Properties are written as in a file of [`Format::GeoJson`].
///
/// [`Format::GeoJson`]: super::Format::GeoJson
pub struct Features {
    place: Place,
    keys: Vec<String>,
    elsewhere: Option<Elsewhere>,
}

impl Features {
    /// Features of tables with this schema, their places changed where `elsewhere` says how.
    pub fn new(schema: &Schema, elsewhere: Option<Elsewhere>) -> Result<Self, WriteError> {
        check(schema)?;
        Ok(Self {
            place: place(schema),
            keys: keys(schema),
            elsewhere,
        })
    }

    /// Appends the rows of a batch for as long as there are ids for them, with commas between, until
    /// `out` has as many bytes as `most`; at least one. Says how many it appended.
    pub fn append(
        &self,
        batch: &RecordBatch,
        ids: &mut impl Iterator<Item = u64>,
        most: usize,
        out: &mut String,
    ) -> Result<usize, WriteError> {
        let columns = Columns::of(batch)?;
        let mut appended = 0;
        while appended < columns.rows() && (out.is_empty() || out.len() < most) {
            let Some(id) = ids.next() else { break };
            if !out.is_empty() {
                out.push_str(",\n");
            }
            out.push_str("{\"type\":\"Feature\",\"id\":");
            push(Value::Decimal(i128::from(id), 0), out);
            out.push_str(",\"geometry\":");
            match &self.elsewhere {
                None => push_place(self.place, &columns, appended, out),
                Some(elsewhere) => self.push_moved(elsewhere, &columns, appended, out),
            }
            out.push_str(",\"properties\":");
            push_cells(&self.keys, Some(self.place), &columns, appended, out);
            out.push('}');
            appended += 1;
        }
        Ok(appended)
    }

    fn push_moved(&self, elsewhere: &Elsewhere, columns: &Columns, row: usize, out: &mut String) {
        let number = |column: usize| {
            let mut text = String::new();
            push(columns.value(row, column), &mut text);
            text.parse().ok().filter(|n: &f64| n.is_finite())
        };
        let geometry = match self.place {
            Place::Column(at) => match columns.value(row, at) {
                Value::Geometry(bytes) => Geometry::from_wkb(bytes).ok(),
                _ => None,
            },
            Place::Point(lon, lat) => match (number(lon), number(lat)) {
                (Some(x), Some(y)) => Some(Geometry::Point(Some(Coord { x, y, z: None }))),
                _ => None,
            },
            Place::Nowhere => None,
        };
        match geometry {
            Some(mut geometry) => {
                geometry.map(&mut |at| elsewhere(at));
                out.push_str(&geometry.to_geojson());
            }
            None => out.push_str("null"),
        }
    }
}

/// The geometry column; without one, the columns with the names of longitude and latitude.
fn place(schema: &Schema) -> Place {
    if let Some(at) = schema.fields().iter().position(|field| is_geometry(field)) {
        return Place::Column(at);
    }
    let named = |names: &[&str]| {
        schema.fields().iter().position(|field| {
            let name = field.name().to_lowercase();
            field.data_type().is_numeric() && names.contains(&name.as_str())
        })
    };
    let lon = named(&["longitude", "longitud", "lon", "lng", "long"]);
    let lat = named(&["latitude", "latitud", "lat"]);
    match (lon, lat) {
        (Some(lon), Some(lat)) => Place::Point(lon, lat),
        _ => Place::Nowhere,
    }
}

fn push_place(place: Place, columns: &Columns, row: usize, out: &mut String) {
    match place {
        Place::Column(at) => push_value(columns.value(row, at), out),
        Place::Point(lon, lat) => {
            let (lon, lat) = (columns.value(row, lon), columns.value(row, lat));
            if lon == Value::Missing || lat == Value::Missing {
                out.push_str("null");
                return;
            }
            out.push_str("{\"type\":\"Point\",\"coordinates\":[");
            push_value(lon, out);
            out.push(',');
            push_value(lat, out);
            out.push_str("]}");
        }
        Place::Nowhere => out.push_str("null"),
    }
}

fn push_value(value: Value<'_>, out: &mut String) {
    match value {
        Value::Missing => out.push_str("null"),
        Value::Text(text) => push_string(text, out),
        Value::Double(n) if !n.is_finite() => out.push_str("null"),
        Value::Date(_) | Value::Timestamp(..) => {
            out.push('"');
            push(value, out);
            out.push('"');
        }
        Value::Geometry(bytes) => match Geometry::from_wkb(bytes) {
            Ok(geometry) => out.push_str(&geometry.to_geojson()),
            Err(_) => out.push_str("null"),
        },
        Value::Boolean(_) | Value::Integer(_) | Value::Decimal(..) | Value::Double(_) => {
            push(value, out);
        }
    }
}

fn push_string(text: &str, out: &mut String) {
    let plain = text.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\');
    if plain {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        out.push_str(&serde_json::to_string(text).expect("a text is always JSON"));
    }
}

impl<W: Write + Send> WriteBatches for Json<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), WriteError> {
        let columns = Columns::of(batch)?;
        for row in 0..columns.rows() {
            self.record(&columns, row);
            if self.text.len() >= HANDED {
                self.out.write_all(self.text.as_bytes())?;
                self.text.clear();
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.text.push_str(match self.frame {
            Frame::Array => "\n]\n",
            Frame::Lines if self.begun => "\n",
            Frame::Lines => "",
            Frame::Features => "\n]}\n",
        });
        self.out.write_all(self.text.as_bytes())?;
        Ok(self.out.flush()?)
    }
}
