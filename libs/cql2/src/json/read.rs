// SPDX-License-Identifier: AGPL-3.0-or-later

//! From JSON to a tree.

use serde_json::{Map, Value};

use crate::expr::{Expr, Number};
use crate::geometry::{Geometry, Position};
use crate::limits::{Budget, Error, Limits, Why, short};
use crate::moment;
use crate::op::Kind;

/// Reads a filter.
pub fn read(text: &str, limits: &Limits) -> Result<Expr, Error> {
    let budget = Budget::new(text, limits)?;
    let at = |why| Error {
        at: "/".to_owned(),
        why,
    };
    let value: Value =
        serde_json::from_str(text).map_err(|error| at(Why::NotJson(error.to_string())))?;
    let mut reader = Reader {
        budget,
        path: Vec::new(),
    };
    let filter = reader.expr(&value, 1).map_err(|why| reader.error(why))?;
    if !filter.is(Kind::Predicate) {
        return Err(at(Why::Operand {
            op: "filter".to_owned(),
            kind: Kind::Predicate,
        }));
    }
    Ok(filter)
}

struct Reader {
    budget: Budget,
    /// Where it reads; left as it is when something is wrong.
    path: Vec<String>,
}

fn unexpected(expected: &'static str, found: &Value) -> Why {
    Why::Unexpected {
        expected,
        found: short(&found.to_string()),
    }
}

impl Reader {
    fn error(&self, why: Why) -> Error {
        Error {
            at: format!("/{}", self.path.join("/")),
            why,
        }
    }

    fn expr(&mut self, value: &Value, depth: usize) -> Result<Expr, Why> {
        self.budget.node()?;
        self.budget.depth(depth)?;
        Ok(match value {
            Value::Bool(truth) => Expr::Boolean(*truth),
            Value::String(text) => Expr::Text(text.clone()),
            Value::Number(number) => Expr::Number(match number.as_i64() {
                Some(whole) => Number::Integer(whole),
                None => Number::Real(finite(value)?),
            }),
            Value::Array(all) => Expr::List(self.each(all, depth + 1)?),
            Value::Object(object) => return self.object(object, value, depth),
            Value::Null => return Err(unexpected("an expression", value)),
        })
    }

    fn each(&mut self, all: &[Value], depth: usize) -> Result<Vec<Expr>, Why> {
        let mut read = Vec::with_capacity(all.len().min(64));
        for (at, each) in all.iter().enumerate() {
            self.path.push(at.to_string());
            read.push(self.expr(each, depth)?);
            self.path.pop();
        }
        Ok(read)
    }

    fn object(
        &mut self,
        object: &Map<String, Value>,
        value: &Value,
        depth: usize,
    ) -> Result<Expr, Why> {
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        if let Some(op) = text("op") {
            return self.operation(op, object, depth);
        }
        if let Some(name) = text("property") {
            return Ok(Expr::Property(name.to_owned()));
        }
        if let Some(date) = text("date") {
            return moment::date(date);
        }
        if let Some(time) = text("timestamp") {
            return moment::timestamp(time);
        }
        if let Some(ends) = object.get("interval") {
            return self.interval(ends, depth);
        }
        if let Some(corners) = object.get("bbox").filter(|_| !object.contains_key("type")) {
            let shape = self.bbox(corners)?;
            return Ok(Expr::Geometry(shape.checked()?));
        }
        if object.contains_key("type") {
            return Ok(Expr::Geometry(self.shape(value, false)?));
        }
        Err(unexpected(
            "op, property, date, timestamp, interval, bbox or a geometry",
            value,
        ))
    }

    fn operation(
        &mut self,
        op: &str,
        object: &Map<String, Value>,
        depth: usize,
    ) -> Result<Expr, Why> {
        let none = Vec::new();
        let args = match object.get("args") {
            Some(Value::Array(args)) => args,
            None => &none,
            Some(other) => return Err(unexpected("a list of operands", other)),
        };
        self.path.push("args".to_owned());
        let args = self.each(args, depth + 1)?;
        self.path.pop();
        match Expr::op(op, args)? {
            Expr::Call(name, _) if !Expr::may_be_called(&name) => Err(Why::Unexpected {
                expected: "the name of an operator or a function",
                found: short(&name),
            }),
            Expr::Interval(_) => Err(Why::Unexpected {
                expected: "interval without op",
                found: op.to_owned(),
            }),
            read => Ok(read),
        }
    }

    fn interval(&mut self, ends: &Value, depth: usize) -> Result<Expr, Why> {
        let Some(ends) = ends.as_array() else {
            return Err(unexpected("the two ends of an interval", ends));
        };
        let mut read = Vec::new();
        for end in ends.iter().take(3) {
            read.push(match end {
                Value::String(text) => {
                    self.budget.node()?;
                    moment::bound(text)?
                }
                end => self.expr(end, depth + 1)?,
            });
        }
        Expr::op("interval", read)
    }

    fn bbox(&mut self, corners: &Value) -> Result<Geometry, Why> {
        let all = corners
            .as_array()
            .filter(|all| matches!(all.len(), 4 | 6))
            .ok_or_else(|| unexpected("four numbers, or six", corners))?;
        let (low, high) = all.split_at(all.len() / 2);
        Ok(Geometry::Bbox(self.position(low)?, self.position(high)?))
    }

    fn position(&mut self, all: &[Value]) -> Result<Position, Why> {
        self.budget.position()?;
        let number = |at: usize| all.get(at).map(finite).transpose();
        match (number(0)?, number(1)?, number(2)?, all.len()) {
            (Some(x), Some(y), z, 2 | 3) => Ok(Position { x, y, z }),
            _ => Err(unexpected(
                "a position of two or three numbers",
                &Value::from(all.to_vec()),
            )),
        }
    }

    /// A geometry of `GeoJSON`.
    fn shape(&mut self, value: &Value, within: bool) -> Result<Geometry, Why> {
        let kind = value.get("type").and_then(Value::as_str).unwrap_or("");
        let coordinates = value.get("coordinates").unwrap_or(&Value::Null);
        let point = |this: &mut Self, one: &Value| this.position(list(one)?);
        let shape = match kind {
            "Point" => Geometry::Point(point(self, coordinates)?),
            "LineString" => Geometry::LineString(self.line(coordinates)?),
            "Polygon" => Geometry::Polygon(self.area(coordinates)?),
            "MultiPoint" => Geometry::MultiPoint(self.line(coordinates)?),
            "MultiLineString" => Geometry::MultiLineString(self.area(coordinates)?),
            "MultiPolygon" => {
                let areas = list(coordinates)?.iter().map(|area| self.area(area));
                Geometry::MultiPolygon(areas.collect::<Result<_, _>>()?)
            }
            "GeometryCollection" if !within => {
                let parts = list(value.get("geometries").unwrap_or(&Value::Null))?;
                let parts = parts.iter().map(|part| {
                    self.budget.node()?;
                    self.shape(part, true)
                });
                Geometry::Collection(parts.collect::<Result<_, _>>()?)
            }
            _ => return Err(unexpected("a geometry of GeoJSON", value)),
        };
        shape.checked()
    }

    fn line(&mut self, value: &Value) -> Result<Vec<Position>, Why> {
        let positions = list(value)?.iter();
        positions.map(|one| self.position(list(one)?)).collect()
    }

    fn area(&mut self, value: &Value) -> Result<Vec<Vec<Position>>, Why> {
        list(value)?.iter().map(|line| self.line(line)).collect()
    }
}

fn list(value: &Value) -> Result<&[Value], Why> {
    let all = value.as_array().map(Vec::as_slice);
    all.ok_or_else(|| unexpected("a list of coordinates", value))
}

fn finite(value: &Value) -> Result<f64, Why> {
    let number = value.as_f64().filter(|number| number.is_finite());
    number.ok_or_else(|| unexpected("a number", value))
}
