// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which pictures suit a version: chosen from its columns and their profile, never from its rows.

use arrow_schema::Schema;
use panot_lake::{ColumnProfile, Profile, Summary, SummaryBucket};
use serde::{Deserialize, Serialize};

use crate::kind::{Kind, UNIT_KEY};

/// The most points of a line.
const POINTS_MAX: u32 = 240;
/// The most bars.
const BARS_MAX: u32 = 12;
/// A column with more different values than this is not a category.
const CATEGORIES_MAX: u64 = 80;
/// The most areas that a map is coloured by.
const AREAS_MAX: u32 = 500;

/// What a picture shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "snake_case")]
pub enum Plan {
    /// A quantity over time.
    Line {
        /// The column of days or moments.
        time: String,
        /// `year`, `month`, `day` or `hour`.
        cut: String,
        /// What is measured.
        measure: Measure,
    },
    /// A quantity for each of a few categories.
    Bars {
        /// The column whose values are the categories.
        category: String,
        /// Whether the categories are years or other numbers, shown in their own order.
        in_order: bool,
        /// What is measured.
        measure: Measure,
    },
    /// A quantity for each neighbourhood or district, as a map.
    Areas {
        /// The column that says where.
        place: String,
        /// Neighbourhoods or districts.
        level: Level,
        /// What is measured.
        measure: Measure,
    },
}

/// What one point, bar or area stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Measure {
    /// How many rows there are.
    Count,
    /// All cells of a column added up.
    Sum {
        /// The column.
        of: String,
    },
    /// The mean of the cells of a column.
    Mean {
        /// The column.
        of: String,
    },
}

/// Which areas of the city a column names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Districts.
    District,
    /// Neighbourhoods.
    Neighbourhood,
}

/// A picture with its figures: drawn when shown, in the visitor's language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// What it shows.
    pub plan: Plan,
    /// Its figures, in the order they are drawn.
    pub buckets: Vec<SummaryBucket>,
}

impl Plan {
    /// Whether its figures follow each other, so that a line from one to the next tells something.
    pub fn is_course(&self) -> bool {
        matches!(self, Self::Line { .. } | Self::Bars { in_order: true, .. })
    }

    /// What is measured.
    pub fn measure(&self) -> &Measure {
        match self {
            Self::Line { measure, .. }
            | Self::Bars { measure, .. }
            | Self::Areas { measure, .. } => measure,
        }
    }

    /// The question that gives the figures.
    pub fn question(&self) -> Summary {
        let (by, cut, limit) = match self {
            Self::Line { time, cut, .. } => (time, Some(cut.clone()), POINTS_MAX),
            Self::Bars { category, .. } => (category, None, BARS_MAX),
            Self::Areas { place, .. } => (place, None, AREAS_MAX),
        };
        let (of, how) = match self.measure() {
            Measure::Count => (None, "sum"),
            Measure::Sum { of } => (Some(of.clone()), "sum"),
            Measure::Mean { of } => (Some(of.clone()), "avg"),
        };
        Summary {
            by: by.clone(),
            cut,
            of,
            how: how.to_owned(),
            filters: Vec::new(),
            limit,
        }
    }

    /// The chart of this plan from the answer to its [`question`](Self::question), or `None` where
    /// it would show nothing: fewer than two figures.
    pub fn draw_from(self, mut buckets: Vec<SummaryBucket>) -> Option<Chart> {
        buckets.retain(|bucket| bucket.value.is_some());
        match &self {
            Self::Line { .. } => buckets.sort_by(|a, b| a.value.cmp(&b.value)),
            Self::Bars { in_order: true, .. } => buckets.sort_by_key(order_of),
            Self::Bars { .. } | Self::Areas { .. } => buckets.sort_by(|a, b| {
                figure(&self, b)
                    .total_cmp(&figure(&self, a))
                    .then_with(|| a.value.cmp(&b.value))
            }),
        }
        (buckets.len() >= 2).then_some(Chart {
            plan: self,
            buckets,
        })
    }
}

impl Chart {
    /// The figure of one bucket: its rows where rows are counted.
    pub fn figure(&self, bucket: &SummaryBucket) -> f64 {
        figure(&self.plan, bucket)
    }
}

fn figure(plan: &Plan, bucket: &SummaryBucket) -> f64 {
    match plan.measure() {
        Measure::Count => count(bucket.rows),
        Measure::Sum { .. } | Measure::Mean { .. } => bucket.number.unwrap_or(0.0),
    }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "drawn, not cited: a bar of 2^53 rows is as long as one of 2^53 + 1"
)]
fn count(rows: u64) -> f64 {
    rows as f64
}

fn order_of(bucket: &SummaryBucket) -> i64 {
    let value = bucket.value.as_deref().unwrap_or_default();
    value.parse().unwrap_or(i64::MAX)
}

/// The pictures that suit a version, the most telling first: a line before bars, at most one of
/// each, and areas where a column names them.
pub fn choose(schema: &Schema, profile: &Profile) -> Vec<Plan> {
    let columns: Vec<Column> = schema
        .fields()
        .iter()
        .filter_map(|field| {
            let profile = profile.columns.iter().find(|c| c.name == *field.name())?;
            Some(Column {
                name: field.name(),
                kind: Kind::of(field),
                unit: field.metadata().get(UNIT_KEY).map(String::as_str),
                profile,
            })
        })
        .filter(|column| column.is_mostly_filled(profile.rows))
        .collect();

    let measure = columns
        .iter()
        .find(|column| column.is_measured(profile.rows) && column.unit.is_some())
        .or_else(|| {
            columns
                .iter()
                .find(|column| column.is_measured(profile.rows))
        })
        .map_or(Measure::Count, Column::measure);
    [
        line(&columns, &measure),
        areas(&columns, &measure),
        bars(&columns, &measure),
    ]
    .into_iter()
    .flatten()
    .collect()
}

struct Column<'a> {
    name: &'a str,
    kind: Kind,
    unit: Option<&'a str>,
    profile: &'a ColumnProfile,
}

impl Column<'_> {
    fn is_mostly_filled(&self, rows: u64) -> bool {
        self.profile.missing.saturating_mul(2) <= rows
    }

    /// A quantity that is not a number by accident: not an identifier, a year or a position.
    fn is_measured(&self, rows: u64) -> bool {
        let differs = self.profile.distinct.is_none_or(|distinct| distinct > 1);
        let is_identifier = self.kind == Kind::Integer
            && (names(self.name, IDENTIFIERS)
                || self.profile.distinct == Some(rows) && rows > 20 && self.unit.is_none());
        self.kind.is_quantity()
            && differs
            && !is_identifier
            && !names(self.name, POSITIONS)
            && !self.is_calendar_number()
    }

    /// A number that counts years, months, days or hours.
    fn is_calendar_number(&self) -> bool {
        self.kind == Kind::Year || self.kind == Kind::Integer && names(self.name, CALENDAR)
    }

    fn is_year(&self) -> bool {
        self.kind == Kind::Year || self.kind == Kind::Integer && names(self.name, YEARS)
    }

    /// Things that are counted are added up; things that are measured are averaged.
    fn measure(&self) -> Measure {
        let of = self.name.to_owned();
        let is_rate =
            self.unit.is_some_and(|unit| unit.contains(['/', '%', '°'])) || names(self.name, RATES);
        if is_rate || self.kind == Kind::Number && self.unit.is_none() {
            Measure::Mean { of }
        } else {
            Measure::Sum { of }
        }
    }
}

// Parts of column names as municipal files in Catalan, Spanish and English write them.
const IDENTIFIERS: &[&str] = &[
    "id", "codi", "codigo", "code", "num", "numero", "cp", "postal", "gid", "fid", "objectid",
];
const POSITIONS: &[&str] = &[
    "x",
    "y",
    "utm",
    "etrs89",
    "ed50",
    "coordenada",
    "coord",
    "lat",
    "lon",
    "lng",
    "latitud",
    "longitud",
    "latitude",
    "longitude",
];
const CALENDAR: &[&str] = &[
    "any",
    "ano",
    "año",
    "year",
    "mes",
    "month",
    "dia",
    "day",
    "hora",
    "hour",
    "setmana",
    "semana",
    "week",
    "trimestre",
    "quarter",
];
const YEARS: &[&str] = &["any", "ano", "año", "year"];
const RATES: &[&str] = &[
    "mean",
    "mitjana",
    "mitja",
    "media",
    "average",
    "avg",
    "preu",
    "precio",
    "price",
    "lloguer",
    "alquiler",
    "rent",
    "taxa",
    "tasa",
    "rate",
    "percentatge",
    "porcentaje",
    "percent",
    "pct",
    "index",
    "índex",
    "índice",
    "valor",
    "value",
    "temperatura",
    "temperature",
    "edat",
    "edad",
    "age",
];
const NEIGHBOURHOODS: &[&str] = &["barri", "barrio", "neighbourhood", "neighborhood"];
const DISTRICTS: &[&str] = &["districte", "distrito", "district"];

/// Whether one of the words that a column's name consists of is among `words`.
fn names(column: &str, words: &[&str]) -> bool {
    column
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .any(|part| words.contains(&part))
}

fn line(columns: &[Column], measure: &Measure) -> Option<Plan> {
    let (time, cut) = columns
        .iter()
        .filter(|column| column.kind.is_time())
        .find_map(|column| {
            let cut = cut_for(
                column.kind,
                column.profile.min.as_deref()?,
                column.profile.max.as_deref()?,
            )?;
            Some((column.name.to_owned(), cut.to_owned()))
        })?;
    Some(Plan::Line {
        time,
        cut,
        measure: measure.clone(),
    })
}

/// How finely time is cut so that a line has some tens of points: by years above twelve years, by
/// months above six, by days above three, otherwise by hours. `None` when there is one point.
fn cut_for(kind: Kind, min: &str, max: &str) -> Option<&'static str> {
    let (from, to) = (day_number(min)?, day_number(max)?);
    match to.checked_sub(from)? {
        0..=3 if kind == Kind::Moment && min != max => Some("hour"),
        0 => None,
        1..=190 => Some("day"),
        191..=4_400 => Some("month"),
        _ => Some("year"),
    }
}

/// Days since some beginning, near enough to tell three days from three months.
fn day_number(iso: &str) -> Option<u32> {
    let mut parts = iso.get(..10)?.split('-').map(str::parse::<u32>);
    let (year, month, day) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    (year < 10_000 && month <= 12 && day <= 31).then(|| year * 365 + month * 30 + day)
}

fn areas(columns: &[Column], measure: &Measure) -> Option<Plan> {
    // A code tells areas apart more surely than a name, which every file writes its own way.
    let find = |words: &[&str]| {
        let named = || columns.iter().filter(|column| names(column.name, words));
        named()
            .find(|column| names(column.name, IDENTIFIERS) || column.kind == Kind::Code)
            .or_else(|| named().next())
            .map(|column| column.name.to_owned())
    };
    let (place, level) = match (find(NEIGHBOURHOODS), find(DISTRICTS)) {
        (Some(place), _) => (place, Level::Neighbourhood),
        (None, Some(place)) => (place, Level::District),
        (None, None) => return None,
    };
    Some(Plan::Areas {
        place,
        level,
        measure: measure.clone(),
    })
}

fn bars(columns: &[Column], measure: &Measure) -> Option<Plan> {
    let is_category = |column: &&Column| {
        (column.kind.is_text() || column.kind == Kind::Boolean)
            && !names(column.name, NEIGHBOURHOODS)
            && column
                .profile
                .distinct
                .is_some_and(|distinct| (2..=CATEGORIES_MAX).contains(&distinct))
    };
    let years = columns.iter().find(|column| {
        column.is_year()
            && column
                .profile
                .distinct
                .is_some_and(|d| (2..=60).contains(&d))
    });
    // Words before codes; among them the first, because publishers put first what matters.
    let category = columns
        .iter()
        .filter(is_category)
        .find(|column| column.kind != Kind::Code)
        .or_else(|| columns.iter().find(is_category));
    let (column, in_order) = match (category, years) {
        (Some(category), _) => (category, false),
        (None, Some(years)) => (years, true),
        (None, None) => return None,
    };
    Some(Plan::Bars {
        category: column.name.to_owned(),
        in_order,
        measure: measure.clone(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use arrow_schema::{DataType, Field, TimeUnit};

    use super::*;

    struct Facts {
        fields: Vec<Field>,
        profile: Profile,
    }

    fn version(rows: u64) -> Facts {
        Facts {
            fields: Vec::new(),
            profile: Profile {
                rows,
                columns: Vec::new(),
            },
        }
    }

    impl Facts {
        fn column(mut self, field: Field, distinct: u64, range: Option<(&str, &str)>) -> Self {
            self.profile.columns.push(ColumnProfile {
                name: field.name().clone(),
                missing: 0,
                distinct: Some(distinct),
                min: range.map(|(min, _)| min.to_owned()),
                max: range.map(|(_, max)| max.to_owned()),
                mean: None,
                top: Vec::new(),
                histogram: Vec::new(),
            });
            self.fields.push(field);
            self
        }

        fn text(self, name: &str, distinct: u64) -> Self {
            self.column(Field::new(name, DataType::Utf8, true), distinct, None)
        }

        fn integer(self, name: &str, distinct: u64) -> Self {
            self.column(Field::new(name, DataType::Int64, true), distinct, None)
        }

        fn measured(self, name: &str, unit: &str) -> Self {
            let unit = HashMap::from([(UNIT_KEY.to_owned(), unit.to_owned())]);
            let field = Field::new(name, DataType::Decimal128(6, 2), true).with_metadata(unit);
            self.column(field, 300, None)
        }

        fn moments(self, name: &str, from: &str, to: &str) -> Self {
            let kind = DataType::Timestamp(TimeUnit::Microsecond, None);
            self.column(Field::new(name, kind, true), 500, Some((from, to)))
        }

        fn chosen(self) -> Vec<Plan> {
            choose(&Schema::new(self.fields), &self.profile)
        }
    }

    #[test]
    fn hourly_air_is_a_line_of_its_mean_and_bars_by_pollutant() {
        let plans = version(100_000)
            .text("estacio", 12)
            .text("contaminant", 8)
            .moments("moment", "2026-01-01T00:00:00", "2026-12-31T23:00:00")
            .measured("valor", "µg/m³")
            .chosen();
        let measure = Measure::Mean { of: "valor".into() };
        assert_eq!(
            plans,
            [
                Plan::Line {
                    time: "moment".into(),
                    cut: "month".into(),
                    measure: measure.clone()
                },
                Plan::Bars {
                    category: "estacio".into(),
                    in_order: false,
                    measure
                }
            ]
        );
    }

    #[test]
    fn population_by_neighbourhood_is_a_map_of_sums() {
        let plans = version(9_000)
            .integer("any", 10)
            .integer("codi_barri", 73)
            .text("nom_barri", 73)
            .text("sexe", 2)
            .integer("poblacio", 4_000)
            .chosen();
        let measure = Measure::Sum {
            of: "poblacio".into(),
        };
        assert_eq!(
            plans,
            [
                Plan::Areas {
                    place: "codi_barri".into(),
                    level: Level::Neighbourhood,
                    measure: measure.clone()
                },
                Plan::Bars {
                    category: "sexe".into(),
                    in_order: false,
                    measure
                }
            ]
        );
    }

    #[test]
    fn without_a_quantity_rows_are_counted() {
        let plans = version(500).integer("id", 500).text("especie", 40).chosen();
        assert_eq!(
            plans,
            [Plan::Bars {
                category: "especie".into(),
                in_order: false,
                measure: Measure::Count
            }]
        );
    }

    #[test]
    fn positions_identifiers_and_years_are_not_quantities() {
        for name in ["coordenada_utm_x", "codi_postal", "any", "latitud"] {
            let plans = version(500).integer(name, 300).text("tipus", 4).chosen();
            assert_eq!(
                plans.last().map(Plan::measure),
                Some(&Measure::Count),
                "{name}"
            );
        }
    }

    #[test]
    fn a_table_of_free_text_has_no_picture() {
        assert_eq!(
            version(500).text("nota", 499).text("adreca", 480).chosen(),
            []
        );
        assert_eq!(version(0).chosen(), []);
    }

    #[test]
    fn time_is_cut_by_its_span() {
        let cut = |from, to| cut_for(Kind::Moment, from, to);
        assert_eq!(
            cut("2026-01-01T00:00:00", "2026-01-02T00:00:00"),
            Some("hour")
        );
        assert_eq!(
            cut("2026-01-01T00:00:00", "2026-02-02T00:00:00"),
            Some("day")
        );
        assert_eq!(
            cut("2020-01-01T00:00:00", "2026-02-02T00:00:00"),
            Some("month")
        );
        assert_eq!(
            cut("1990-01-01T00:00:00", "2026-02-02T00:00:00"),
            Some("year")
        );
        assert_eq!(cut_for(Kind::Date, "2026-01-01", "2026-01-01"), None);
        assert_eq!(cut("soon", "later"), None);
    }

    #[test]
    fn a_picture_of_one_figure_is_not_drawn() {
        let plan = Plan::Bars {
            category: "tipus".into(),
            in_order: false,
            measure: Measure::Count,
        };
        let bucket = |value: Option<&str>, rows| SummaryBucket {
            value: value.map(str::to_owned),
            rows,
            number: None,
        };
        assert_eq!(
            plan.clone()
                .draw_from(vec![bucket(Some("a"), 3), bucket(None, 9)]),
            None
        );
        let chart = plan
            .draw_from(vec![bucket(Some("a"), 3), bucket(Some("b"), 9)])
            .expect("two figures");
        assert_eq!(chart.buckets[0].value.as_deref(), Some("b"));
    }
}
