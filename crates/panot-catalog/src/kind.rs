// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a column holds, in the terms that pages and charts think in.

use arrow_schema::{DataType, Field, Schema};

/// The key under which `tabular` writes what Arrow's own types cannot say.
pub const TYPE_KEY: &str = "tabular.type";
/// The key under which `tabular` writes a column's unit.
pub const UNIT_KEY: &str = "tabular.unit";

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Words.
    Text,
    /// Text that names something and is not to be counted with: `08019050`, `079`.
    Code,
    /// Whole numbers.
    Integer,
    /// Exact decimals, or floating numbers where the publisher declared them.
    Number,
    /// True or false.
    Boolean,
    /// A day.
    Date,
    /// A day and a time.
    Moment,
    /// A time of day.
    Time,
    /// A year.
    Year,
    /// A month of a year, as text: `2024-03`.
    YearMonth,
    /// A length of time.
    Duration,
    /// Shapes: points, lines or areas in WGS 84.
    Geometry,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// Anything else, shown as text.
    Other,
}

impl Kind {
    /// What the column `field` holds.
    pub fn of(field: &Field) -> Self {
        match field.metadata().get(TYPE_KEY).map(String::as_str) {
            Some("code") => return Self::Code,
            Some("geometry") => return Self::Geometry,
            Some("year") => return Self::Year,
            Some("year-month") => return Self::YearMonth,
            Some("time") => return Self::Time,
            Some("latitude") => return Self::Latitude,
            Some("longitude") => return Self::Longitude,
            _ => {}
        }
        match field.data_type() {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Self::Text,
            DataType::Dictionary(_, value) if value.is_string() => Self::Text,
            DataType::Boolean => Self::Boolean,
            DataType::Date32 | DataType::Date64 => Self::Date,
            DataType::Timestamp(..) => Self::Moment,
            DataType::Time32(_) | DataType::Time64(_) => Self::Time,
            DataType::Duration(_) | DataType::Interval(_) => Self::Duration,
            DataType::Decimal32(_, 0)
            | DataType::Decimal64(_, 0)
            | DataType::Decimal128(_, 0)
            | DataType::Decimal256(_, 0) => Self::Integer,
            kind if kind.is_integer() => Self::Integer,
            kind if kind.is_numeric() => by_name(field.name()),
            _ => Self::Other,
        }
    }

    /// Whether cells have an order in which "less" means something to a reader.
    pub fn is_ordered(self) -> bool {
        self.is_number() || self.is_time() || matches!(self, Self::Year | Self::YearMonth)
    }

    /// Whether cells can be added or averaged.
    pub fn is_quantity(self) -> bool {
        matches!(self, Self::Integer | Self::Number)
    }

    /// Whether cells are written with digits.
    pub fn is_number(self) -> bool {
        self.is_quantity() || matches!(self, Self::Latitude | Self::Longitude | Self::Year)
    }

    /// Whether cells lie on a calendar.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Date | Self::Moment)
    }

    /// Whether cells are words or names.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Code | Self::Other)
    }
}

/// Decimal columns that are called as coordinates are called are coordinates: a mean latitude is
/// not a figure.
fn by_name(name: &str) -> Kind {
    match name.to_ascii_lowercase().as_str() {
        "lat" | "latitude" | "latitud" => Kind::Latitude,
        "lon" | "lng" | "long" | "longitude" | "longitud" => Kind::Longitude,
        _ => Kind::Number,
    }
}

/// Where a version's rows lie on the map, if they do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whereabouts {
    /// A column of shapes.
    Geometry(String),
    /// Two columns of degrees.
    Point {
        /// Degrees north.
        latitude: String,
        /// Degrees east.
        longitude: String,
    },
}

impl Whereabouts {
    /// The columns that say it.
    pub fn columns(&self) -> Vec<String> {
        match self {
            Self::Geometry(column) => vec![column.clone()],
            Self::Point {
                latitude,
                longitude,
            } => vec![latitude.clone(), longitude.clone()],
        }
    }
}

/// Finds where the rows lie: a geometry column before a pair of coordinates, the first of each.
pub fn whereabouts(schema: &Schema) -> Option<Whereabouts> {
    let first = |kind: Kind| {
        schema
            .fields()
            .iter()
            .find(|field| Kind::of(field) == kind)
            .map(|field| field.name().clone())
    };
    if let Some(column) = first(Kind::Geometry) {
        return Some(Whereabouts::Geometry(column));
    }
    Some(Whereabouts::Point {
        latitude: first(Kind::Latitude)?,
        longitude: first(Kind::Longitude)?,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use arrow_schema::TimeUnit;

    use super::*;

    fn field(name: &str, data_type: DataType) -> Field {
        Field::new(name, data_type, true)
    }

    fn marked(name: &str, data_type: DataType, mark: &str) -> Field {
        field(name, data_type).with_metadata(HashMap::from([(TYPE_KEY.into(), mark.into())]))
    }

    #[test]
    fn a_code_is_not_a_number_and_a_whole_decimal_is_one() {
        assert_eq!(
            Kind::of(&marked("estacio", DataType::Utf8, "code")),
            Kind::Code
        );
        assert_eq!(
            Kind::of(&field("habitants", DataType::Decimal128(9, 0))),
            Kind::Integer
        );
        assert_eq!(
            Kind::of(&field("no2", DataType::Decimal128(6, 2))),
            Kind::Number
        );
        assert_eq!(
            Kind::of(&field(
                "mesura",
                DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
            )),
            Kind::Moment
        );
    }

    #[test]
    fn shapes_come_before_coordinates_and_one_coordinate_is_none() {
        let lat = field("latitud", DataType::Decimal128(9, 6));
        let lon = field("longitud", DataType::Decimal128(9, 6));
        let shape = marked("geometria", DataType::Binary, "geometry");
        assert_eq!(
            whereabouts(&Schema::new(vec![lat.clone(), lon.clone(), shape])),
            Some(Whereabouts::Geometry("geometria".into()))
        );
        assert_eq!(
            whereabouts(&Schema::new(vec![lon, lat.clone()])),
            Some(Whereabouts::Point {
                latitude: "latitud".into(),
                longitude: "longitud".into()
            })
        );
        assert_eq!(whereabouts(&Schema::new(vec![lat])), None);
    }
}
