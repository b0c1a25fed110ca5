// SPDX-License-Identifier: AGPL-3.0-or-later

//! What can be asked of the rows of a version: its columns, in the types that filters know.

use arrow_schema::{DataType, Field, Schema};
use serde_json::{Map, Value, json};

use crate::kind::{Kind, Whereabouts, whereabouts};

/// The geometry, however its column is called.
pub const GEOMETRY: &str = "geometry";

/// What a column is, in a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// A text or a code.
    Text,
    /// A number.
    Number,
    /// A truth value.
    Boolean,
    /// A day.
    Date,
    /// A moment: of the world, or by the city's clock.
    Moment {
        /// Whether it is one of the world.
        zoned: bool,
    },
}

/// The columns that filters may name, and where the rows lie.
#[derive(Debug, Clone, PartialEq)]
pub struct Queryables {
    columns: Vec<(String, Type, Kind)>,
    /// The columns that say where a row lies.
    pub place: Whereabouts,
    /// Whether a column that is no geometry has the name of it.
    shadowed: bool,
}

impl Queryables {
    /// What can be asked of a version with this schema; nothing where its rows lie nowhere.
    pub fn of(schema: &Schema) -> Option<Self> {
        let place = whereabouts(schema)?;
        let columns: Vec<_> = schema
            .fields()
            .iter()
            .filter_map(|field| column(field))
            .collect();
        let shadowed = columns.iter().any(|(name, ..)| name == GEOMETRY);
        Some(Self {
            columns,
            place,
            shadowed,
        })
    }

    /// What the column of this name is.
    pub fn named(&self, name: &str) -> Option<Type> {
        let mut all = self.columns.iter();
        all.find(|(own, ..)| own == name).map(|(_, kind, _)| *kind)
    }

    /// Whether this names the geometry.
    pub fn is_geometry(&self, name: &str) -> bool {
        matches!(&self.place, Whereabouts::Geometry(own) if own == name)
            || (name == GEOMETRY && !self.shadowed)
    }

    /// The name under which the geometry is told to clients.
    pub fn geometry(&self) -> &str {
        match &self.place {
            Whereabouts::Geometry(own) => own,
            Whereabouts::Point { .. } => GEOMETRY,
        }
    }

    /// The column that `datetime` asks of: the first that holds moments, else the first of days.
    pub fn time(&self) -> Option<(&str, Type)> {
        let first = |is: fn(&Type) -> bool| self.columns.iter().find(|(_, kind, _)| is(kind));
        let moment = first(|kind| matches!(kind, Type::Moment { .. }));
        let found = moment.or_else(|| first(|kind| *kind == Type::Date));
        found.map(|(name, kind, _)| (name.as_str(), *kind))
    }

    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, ..)| name.as_str())
    }

    /// The properties of a JSON schema, as part 3 asks for.
    pub fn properties(&self, title: &dyn Fn(&str) -> String) -> Value {
        let mut all = Map::new();
        let format = match self.place {
            Whereabouts::Geometry(_) => "geometry-any",
            Whereabouts::Point { .. } => "geometry-point",
        };
        let geometry = json!({"format": format, "x-ogc-role": "primary-geometry"});
        let time = self.time().map(|(name, _)| name.to_owned());
        for (name, kind, of) in &self.columns {
            let mut one = match kind {
                Type::Text => json!({"type": "string"}),
                Type::Number if matches!(of, Kind::Integer | Kind::Year) => {
                    json!({"type": "integer"})
                }
                Type::Number => json!({"type": "number"}),
                Type::Boolean => json!({"type": "boolean"}),
                Type::Date => json!({"type": "string", "format": "date"}),
                Type::Moment { .. } => json!({"type": "string", "format": "date-time"}),
            };
            one["title"] = json!(title(name));
            if time.as_ref() == Some(name) {
                one["x-ogc-role"] = json!("primary-instant");
            }
            all.insert(name.clone(), one);
        }
        let name = if self.shadowed {
            self.geometry()
        } else {
            GEOMETRY
        };
        all.insert(name.to_owned(), geometry);
        Value::Object(all)
    }
}

fn column(field: &Field) -> Option<(String, Type, Kind)> {
    let kind = Kind::of(field);
    let of = match kind {
        Kind::Text | Kind::Code | Kind::YearMonth if field.data_type().is_string() => Type::Text,
        Kind::Integer | Kind::Number | Kind::Year | Kind::Latitude | Kind::Longitude
            if field.data_type().is_numeric() =>
        {
            Type::Number
        }
        Kind::Boolean => Type::Boolean,
        Kind::Date => Type::Date,
        Kind::Moment => Type::Moment {
            zoned: matches!(field.data_type(), DataType::Timestamp(_, Some(_))),
        },
        _ => return None,
    };
    Some((field.name().clone(), of, kind))
}
