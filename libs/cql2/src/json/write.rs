// SPDX-License-Identifier: AGPL-3.0-or-later

//! From a tree to JSON.

use serde_json::{Value, json};

use crate::expr::{Expr, Number};
use crate::geometry::{Geometry, Position};

impl Expr {
    /// The JSON encoding.
    pub fn to_json(&self) -> Value {
        let op = |name: &str| {
            let args = each(self.within());
            json!({"op": name, "args": args})
        };
        match self {
            Self::And(_) => op("and"),
            Self::Or(_) => op("or"),
            Self::Not(_) => op("not"),
            Self::Compare(which, _) => op(which.name()),
            Self::Like(_) => op("like"),
            Self::Between(_) => op("between"),
            Self::In(one, all) => json!({"op": "in", "args": [one.to_json(), each(all)]}),
            Self::IsNull(_) => op("isNull"),
            Self::Spatial(which, _) => op(which.name()),
            Self::Temporal(which, _) => op(which.name()),
            Self::Array(which, _) => op(which.name()),
            Self::Arithmetic(which, _) => op(which.name()),
            Self::Casei(_) => op("casei"),
            Self::Accenti(_) => op("accenti"),
            Self::Call(name, _) => op(name),
            Self::Property(name) => json!({"property": name}),
            Self::Text(text) => json!(text),
            Self::Number(Number::Integer(n)) => json!(n),
            Self::Number(Number::Real(n)) => json!(n),
            Self::Boolean(truth) => json!(truth),
            Self::Date(text) => json!({"date": text}),
            Self::Timestamp(text) => json!({"timestamp": text}),
            Self::Open => json!(".."),
            Self::Interval(two) => json!({"interval": [end(&two[0]), end(&two[1])]}),
            Self::Geometry(shape) => geometry(shape),
            Self::List(all) => Value::Array(each(all)),
        }
    }
}

fn each<'a>(all: impl IntoIterator<Item = &'a Expr>) -> Vec<Value> {
    all.into_iter().map(Expr::to_json).collect()
}

/// An end of an interval: days and moments are plain texts there.
fn end(end: &Expr) -> Value {
    match end {
        Expr::Date(text) | Expr::Timestamp(text) => json!(text),
        end => end.to_json(),
    }
}

fn position(at: &Position) -> Value {
    match at.z {
        Some(z) => json!([at.x, at.y, z]),
        None => json!([at.x, at.y]),
    }
}

fn line(line: &[Position]) -> Value {
    line.iter().map(position).collect()
}

fn area(area: &[Vec<Position>]) -> Value {
    area.iter().map(|each| line(each)).collect()
}

fn geometry(shape: &Geometry) -> Value {
    let with = |kind: &str, coordinates: Value| json!({"type": kind, "coordinates": coordinates});
    match shape {
        Geometry::Point(at) => with("Point", position(at)),
        Geometry::LineString(all) => with("LineString", line(all)),
        Geometry::Polygon(all) => with("Polygon", area(all)),
        Geometry::MultiPoint(all) => with("MultiPoint", line(all)),
        Geometry::MultiLineString(all) => with("MultiLineString", area(all)),
        Geometry::MultiPolygon(all) => {
            with("MultiPolygon", all.iter().map(|each| area(each)).collect())
        }
        Geometry::Collection(all) => {
            let parts: Vec<Value> = all.iter().map(geometry).collect();
            json!({"type": "GeometryCollection", "geometries": parts})
        }
        Geometry::Bbox(low, high) => {
            let numbers = |p: &Position| [Some(p.x), Some(p.y), p.z];
            let all = numbers(low).into_iter().chain(numbers(high)).flatten();
            json!({"bbox": all.collect::<Vec<f64>>()})
        }
    }
}
