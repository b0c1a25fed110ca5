// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is asked of the features of a collection.

use cql2::{Comparison, Expr, Limits, Number};

use super::boxes::Area;
use super::crs::Crs;
use super::queryables::{Queryables, Type};

/// Features on a page when nobody says.
pub const LIMIT_DEFAULT: u64 = 100;
/// The most features on a page; who asks for more gets so many.
pub const LIMIT_MAX: u64 = 10_000;
/// The most parameters.
const PARAMETERS_MAX: usize = 64;

/// Fields of an address, as sent.
pub type Fields = Vec<(String, String)>;

/// What is asked of the features of a collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Items {
    /// Those that touch this box.
    pub area: Option<Area>,
    /// Those for which all of these hold: the filter, a time, values of properties.
    pub filter: Option<Expr>,
    /// The reference system of geometries in the filter.
    pub filter_crs: Crs,
    /// The reference system of the answer.
    pub crs: Crs,
    /// Features on the page.
    pub limit: u64,
    /// Features before the page.
    pub offset: u64,
}

/// Why a request is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// There is no such parameter and no such property.
    Parameter(String),
    /// A parameter's value; its name, the value.
    Value(String, String),
    /// The reference system is not known.
    Crs(String),
    /// The filter cannot be read.
    Filter(cql2::Error),
    /// The filter's language is not known.
    Language(String),
}

impl Items {
    /// Reads the parameters. What is neither known nor a property is refused, so that a slip of the
    /// pen is not answered with everything.
    pub fn parse(fields: &Fields, queryables: &Queryables) -> Result<Self, Wrong> {
        let mut items = Self {
            area: None,
            filter: None,
            filter_crs: Crs::Crs84,
            crs: Crs::Crs84,
            limit: LIMIT_DEFAULT,
            offset: 0,
        };
        if fields.len() > PARAMETERS_MAX {
            return Err(Wrong::Parameter(format!("{PARAMETERS_MAX} +")));
        }
        let value = |name: &str| {
            let found = fields.iter().find(|(field, _)| field == name);
            found
                .map(|(_, value)| value.as_str())
                .filter(|value| !value.is_empty())
        };
        let crs = |name: &str| match value(name) {
            Some(text) => Crs::parse(text).ok_or_else(|| Wrong::Crs(text.to_owned())),
            None => Ok(Crs::Crs84),
        };
        items.crs = crs("crs")?;
        items.filter_crs = crs("filter-crs")?;
        if let Some(text) = value("bbox") {
            let area = Area::parse(text, crs("bbox-crs")?);
            items.area = Some(area.map_err(|_| wrong("bbox", text))?);
        }
        if let Some(text) = value("limit") {
            let limit: u64 = number("limit", text)?;
            items.limit = Some(limit)
                .filter(|n| *n > 0)
                .ok_or_else(|| wrong("limit", text))?;
            items.limit = items.limit.min(LIMIT_MAX);
        }
        if let Some(text) = value("offset") {
            items.offset = number("offset", text)?;
        }
        let mut all = Vec::new();
        if let Some(text) = value("filter") {
            all.push(filter(text, value("filter-lang"))?);
        }
        if let Some(text) = value("datetime") {
            all.extend(datetime(text, queryables)?);
        }
        for (name, text) in fields {
            if KNOWN.contains(&name.as_str()) {
                continue;
            }
            let kind = queryables
                .named(name)
                .ok_or_else(|| Wrong::Parameter(name.clone()))?;
            all.push(equals(name, text, kind)?);
        }
        items.filter = match all.len() {
            0 | 1 => all.pop(),
            _ => Some(Expr::And(all)),
        };
        Ok(items)
    }
}

/// The parameters that are no properties.
const KNOWN: [&str; 11] = [
    "f",
    "bbox",
    "bbox-crs",
    "crs",
    "datetime",
    "filter",
    "filter-lang",
    "filter-crs",
    "limit",
    "offset",
    "profile",
];

fn wrong(name: &str, value: &str) -> Wrong {
    Wrong::Value(name.to_owned(), value.to_owned())
}

fn number(name: &str, text: &str) -> Result<u64, Wrong> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits {
        return Err(wrong(name, text));
    }
    // More digits than fit are more than there is.
    Ok(text.parse().unwrap_or(u64::MAX))
}

fn filter(text: &str, language: Option<&str>) -> Result<Expr, Wrong> {
    let limits = Limits::default();
    let read = match language {
        // What GDAL sends is the draft's name of the same.
        None | Some("cql2-text" | "cql-text") => cql2::from_text(text, &limits),
        Some("cql2-json") => cql2::from_json(text, &limits),
        Some(other) => return Err(Wrong::Language(other.to_owned())),
    };
    read.map_err(Wrong::Filter)
}

/// A moment, a day, or the way from one to another (part 1, 7.15.4). Where no column knows a time,
/// every feature is of every time.
fn datetime(text: &str, queryables: &Queryables) -> Result<Option<Expr>, Wrong> {
    let refused = || wrong("datetime", text);
    let end = |text: &str| match text.trim() {
        "" | ".." => Ok(None),
        day if day.len() == 10 && day.parse::<jiff::civil::Date>().is_ok() => {
            Ok(Some(Expr::Date(day.to_owned())))
        }
        moment => match moment.parse::<jiff::Timestamp>() {
            Ok(moment) => Ok(Some(Expr::Timestamp(moment.to_string()))),
            Err(_) => Err(refused()),
        },
    };
    let (from, to) = match text.split_once('/') {
        Some((from, to)) => (end(from)?, end(to)?),
        None => (end(text)?, end(text)?),
    };
    if from.is_none() && to.is_none() {
        return Err(refused());
    }
    let Some((name, _)) = queryables.time() else {
        return Ok(None);
    };
    let is = |op, end| Expr::Compare(op, Box::new([Expr::Property(name.to_owned()), end]));
    let mut all: Vec<Expr> = from
        .map(|end| is(Comparison::Ge, end))
        .into_iter()
        .collect();
    all.extend(to.map(|end| is(Comparison::Le, end)));
    Ok(match all.len() {
        1 => all.pop(),
        _ => Some(Expr::And(all)),
    })
}

/// A property with this value.
fn equals(name: &str, text: &str, kind: Type) -> Result<Expr, Wrong> {
    let refused = || wrong(name, text);
    let value = match kind {
        Type::Text => Expr::Text(text.to_owned()),
        Type::Number => Expr::Number(if let Ok(whole) = text.parse() {
            Number::Integer(whole)
        } else {
            let number: f64 = text.parse().map_err(|_| refused())?;
            Number::Real(Some(number).filter(|n| n.is_finite()).ok_or_else(refused)?)
        }),
        Type::Boolean => Expr::Boolean(text.parse().map_err(|_| refused())?),
        Type::Date | Type::Moment { .. } => {
            let day = text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok();
            if day {
                Expr::Date(text.to_owned())
            } else {
                let moment: jiff::Timestamp = text.parse().map_err(|_| refused())?;
                Expr::Timestamp(moment.to_string())
            }
        }
    };
    let property = Expr::Property(name.to_owned());
    Ok(Expr::Compare(Comparison::Eq, Box::new([property, value])))
}

#[cfg(test)]
mod tests {
    use arrow_schema::{DataType, Field, Schema, TimeUnit};

    use super::*;

    fn queryables() -> Queryables {
        let moment = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let schema = Schema::new(vec![
            Field::new("nom", DataType::Utf8, true),
            Field::new("alt", DataType::Decimal128(6, 2), true),
            Field::new("instant", moment, true),
            Field::new("latitud", DataType::Float64, true),
            Field::new("longitud", DataType::Float64, true),
        ]);
        Queryables::of(&schema).expect("coordinates")
    }

    fn read(fields: &[(&str, &str)]) -> Result<Items, Wrong> {
        let fields: Fields = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Items::parse(&fields, &queryables())
    }

    #[test]
    fn what_is_known_is_read_and_the_limit_is_kept() {
        let items = read(&[
            ("bbox", "4580000,430000,4590000,440000"),
            ("bbox-crs", "http://www.opengis.net/def/crs/EPSG/0/25831"),
            ("crs", "http://www.opengis.net/def/crs/EPSG/0/3857"),
            ("limit", "99999999999999999999999"),
            ("offset", "200"),
            ("f", "json"),
        ]);
        let items = items.expect("all known");
        assert_eq!(items.area.map(|area| area.crs), Some(Crs::Utm(25_831)));
        assert_eq!(
            (items.crs, items.limit, items.offset),
            (Crs::Mercator, LIMIT_MAX, 200)
        );
        assert_eq!(items.filter, None);
    }

    #[test]
    fn conditions_of_every_kind_hold_together() {
        let items = read(&[
            ("filter", "alt > 3"),
            ("nom", "L'om"),
            ("datetime", "2026-01-01/2026-02-01T12:00:00+01:00"),
        ]);
        let filter = items
            .expect("all known")
            .filter
            .expect("conditions")
            .to_string();
        assert_eq!(
            filter,
            "alt > 3 AND (instant >= DATE('2026-01-01') AND instant <= TIMESTAMP('2026-02-01T11:00:00Z')) \
             AND nom = 'L''om'"
        );
        let json = read(&[
            ("filter", r#"{"op":">","args":[{"property":"alt"},3]}"#),
            ("filter-lang", "cql2-json"),
        ]);
        assert_eq!(
            json.expect("read").filter.expect("one").to_string(),
            "alt > 3"
        );
        let open = read(&[("datetime", "../2026-02-01")]).expect("read").filter;
        assert_eq!(
            open.expect("one").to_string(),
            "instant <= DATE('2026-02-01')"
        );
    }

    #[test]
    fn what_is_not_understood_is_refused_by_name() {
        let why = |name: &str, value: &str| read(&[(name, value)]).expect_err(name);
        assert_eq!(why("bboxx", "1,2,3,4"), Wrong::Parameter("bboxx".into()));
        assert_eq!(why("latitude", "1"), Wrong::Parameter("latitude".into()));
        for (name, value) in [
            ("bbox", "1,2,3"),
            ("limit", "0"),
            ("limit", "-1"),
            ("limit", "ten"),
            ("offset", "-1"),
            ("datetime", "../.."),
            ("datetime", "yesterday"),
            ("alt", "high"),
            ("alt", "inf"),
            ("instant", "noon"),
        ] {
            assert_eq!(why(name, value), Wrong::Value(name.into(), value.into()));
        }
        assert_eq!(why("crs", "EPSG:4326"), Wrong::Crs("EPSG:4326".into()));
        assert!(matches!(why("filter", "alt >"), Wrong::Filter(error) if error.at == "5"));
        let language = read(&[("filter", "a"), ("filter-lang", "ecql")]);
        assert_eq!(language, Err(Wrong::Language("ecql".into())));
    }
}
