// SPDX-License-Identifier: AGPL-3.0-or-later

//! JSON, NDJSON and `GeoJSON`.

use std::io::Write;

use arrow_array::RecordBatch;
use arrow_schema::Schema;

use super::text::{Columns, Value, check, is_geometry, push};
use super::{WriteBatches, WriteError};
use crate::geometry::Geometry;

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
        let keys = schema
            .fields()
            .iter()
            .map(|field| {
                let mut key = String::new();
                push_string(field.name(), &mut key);
                key.push(':');
                key
            })
            .collect();
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
        }
        self.text.push('{');
        let mut first = true;
        for column in 0..columns.count() {
            if self.frame == Frame::Features && self.place == Place::Column(column) {
                continue;
            }
            if !first {
                self.text.push(',');
            }
            first = false;
            self.text.push_str(&self.keys[column]);
            push_value(columns.value(row, column), &mut self.text);
        }
        self.text.push('}');
        if self.frame == Frame::Features {
            self.text.push('}');
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
