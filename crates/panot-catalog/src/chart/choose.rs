// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which pictures suit a version: chosen from its columns and their profile, never from its rows.

use arrow_schema::Schema;
use panot_lake::{ColumnProfile, Profile};

use super::{Level, Measure, Only, Plan};
use crate::kind::{Kind, UNIT_KEY};

/// A column with more different values than this is not a category.
const CATEGORIES_MAX: u64 = 80;

/// A period of which a table tells has at least this many rows.
const PERIOD_ROWS: u64 = 5;
/// The most lines of a table that holds several quantities.
const LINES_MAX: usize = 4;

/// The pictures that suit a version, the most telling first: a line before areas, areas before bars,
/// at most one of each. A table of several quantities, such as pollutants, has a line for each of the
/// most frequent, and nothing that would mix them.
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
            let told = |column: &&Column| names(column.name, VALUES);
            columns
                .iter()
                .filter(told)
                .find(|column| column.is_measured(profile.rows))
        })
        .or_else(|| {
            columns
                .iter()
                .find(|column| column.is_measured(profile.rows))
        })
        .map_or(Measure::Count, Column::measure);
    if let (Some(line), Some(quantities)) =
        (line(&columns, &measure), quantities(&columns, &measure))
    {
        let each = quantities
            .profile
            .top
            .iter()
            .filter_map(|top| top.value.as_deref());
        return each
            .take(LINES_MAX)
            .map(|value| line.clone().only_where(quantities.only(value)))
            .collect();
    }
    let course = line(&columns, &measure).or_else(|| by_year(&columns, profile.rows, &measure));
    let parts = [
        areas(&columns, &measure),
        bars(&columns, profile.rows, &measure),
    ];
    let parts = parts
        .into_iter()
        .flatten()
        .filter_map(|plan| of_one_period(&columns, profile.rows, plan));
    let mut plans: Vec<Plan> = course.into_iter().collect();
    for plan in parts {
        if !plans.contains(&plan) {
            plans.push(plan);
        }
    }
    plans
}

/// A picture of the parts of a city, of the last year or month alone where a table has several: a
/// budget of five years is none, and a floor that is told every month is there once. `None` where the
/// last is not known and figures would be added up.
fn of_one_period(columns: &[Column], rows: u64, plan: Plan) -> Option<Plan> {
    let several = |column: &&Column| {
        (column.is_year() || column.kind == Kind::YearMonth) && column.is_told_in_periods(rows)
    };
    if *plan.measure() == Measure::Count || plan.is_course() {
        return Some(plan);
    }
    match columns.iter().find(several) {
        None => Some(plan),
        Some(period) => {
            let last = period.profile.max.as_deref()?;
            Some(plan.only_where(period.only(last)))
        }
    }
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

    /// Whether its values are periods that a table is told in, with some rows each, and not what
    /// happened once to each row, such as the year in which a market opened.
    fn is_told_in_periods(&self, rows: u64) -> bool {
        self.profile
            .distinct
            .is_none_or(|distinct| distinct > 1 && distinct.saturating_mul(PERIOD_ROWS) <= rows)
    }

    /// The rows in which it has this value.
    fn only(&self, value: &str) -> Only {
        Only {
            column: self.name.to_owned(),
            value: value.to_owned(),
        }
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
    "id",
    "codi",
    "codigo",
    "code",
    "num",
    "numero",
    "cp",
    "postal",
    "gid",
    "fid",
    "objectid",
    "estacio",
    "estació",
    "estacion",
    "estación",
    "station",
    "magnitud",
    "magnitude",
    "provincia",
    "province",
    "municipi",
    "municipio",
    "carrer",
    "calle",
    "street",
    "portal",
    "registre",
    "registro",
    "register",
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
/// Columns that say what was measured in a row.
const QUANTITIES: &[&str] = &[
    "contaminant",
    "contaminante",
    "pollutant",
    "magnitud",
    "magnitude",
    "parametre",
    "paràmetre",
    "parametro",
    "parámetro",
    "parameter",
    "indicador",
    "indicator",
    "variable",
];
/// Columns that are the figure of their row.
const VALUES: &[&str] = &[
    "valor",
    "value",
    "total",
    "quantitat",
    "cantidad",
    "amount",
    "nombre",
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

/// The column that says what was measured, where means of all rows would mix what has no mean
/// together.
fn quantities<'a>(columns: &'a [Column], measure: &Measure) -> Option<&'a Column<'a>> {
    let is_mean = matches!(measure, Measure::Mean { .. });
    columns.iter().filter(|_| is_mean).find(|column| {
        names(column.name, QUANTITIES)
            && column
                .profile
                .distinct
                .is_some_and(|n| (2..=CATEGORIES_MAX).contains(&n))
    })
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
        only: None,
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
        only: None,
    })
}

fn bars(columns: &[Column], rows: u64, measure: &Measure) -> Option<Plan> {
    let is_category = |column: &&Column| {
        (column.kind.is_text() || column.kind == Kind::Boolean)
            && !names(column.name, NEIGHBOURHOODS)
            && column
                .profile
                .distinct
                .is_some_and(|distinct| (2..=CATEGORIES_MAX).contains(&distinct))
    };
    // Words before codes; among them the first, because publishers put first what matters.
    let category = columns
        .iter()
        .filter(is_category)
        .find(|column| column.kind != Kind::Code)
        .or_else(|| columns.iter().find(is_category));
    match category {
        Some(column) => Some(Plan::Bars {
            category: column.name.to_owned(),
            in_order: false,
            measure: measure.clone(),
            only: None,
        }),
        None => by_year(columns, rows, measure),
    }
}

/// Bars in the order of the years.
fn by_year(columns: &[Column], rows: u64, measure: &Measure) -> Option<Plan> {
    let years = columns.iter().find(|column| {
        let distinct = column.profile.distinct;
        column.is_year()
            && column.is_told_in_periods(rows)
            && distinct.is_some_and(|distinct| (2..=60).contains(&distinct))
    })?;
    Some(Plan::Bars {
        category: years.name.to_owned(),
        in_order: true,
        measure: measure.clone(),
        only: None,
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
    fn hourly_noise_is_a_line_of_its_mean_and_bars_by_station() {
        let plans = version(100_000)
            .text("estacio", 12)
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
                    measure: measure.clone(),
                    only: None
                },
                Plan::Bars {
                    category: "estacio".into(),
                    in_order: false,
                    measure,
                    only: None
                }
            ]
        );
    }

    #[test]
    fn a_table_of_several_pollutants_has_a_line_for_each_and_mixes_none() {
        let mut facts = version(100_000)
            .text("estacio", 12)
            .text("codi_contaminant", 8)
            .moments("moment", "2026-01-01T00:00:00", "2026-12-31T23:00:00")
            .measured("valor", "µg/m³");
        facts.profile.columns[1].top = ["NO2", "O3", "PM10", "NO", "SO2"]
            .map(|value| panot_lake::SummaryBucket {
                value: Some(value.to_owned()),
                rows: 1_000,
                number: None,
            })
            .to_vec();
        let plans = facts.chosen();
        let shown: Vec<&str> = plans
            .iter()
            .map(|plan| plan.only().map_or("all", |only| only.value.as_str()))
            .collect();
        assert_eq!(shown, ["NO2", "O3", "PM10", "NO"]);
        assert!(plans.iter().all(Plan::is_course));
    }

    #[test]
    fn population_is_a_course_of_years_and_a_map_of_the_last() {
        let years = Field::new("any", DataType::Int64, true);
        let plans = version(9_000)
            .column(years, 10, Some(("2016", "2025")))
            .integer("codi_barri", 73)
            .text("nom_barri", 73)
            .text("sexe", 2)
            .integer("poblacio", 4_000)
            .chosen();
        let measure = Measure::Sum {
            of: "poblacio".into(),
        };
        let last = Only {
            column: "any".into(),
            value: "2025".into(),
        };
        assert_eq!(
            plans,
            [
                Plan::Bars {
                    category: "any".into(),
                    in_order: true,
                    measure: measure.clone(),
                    only: None
                },
                Plan::Areas {
                    place: "codi_barri".into(),
                    level: Level::Neighbourhood,
                    measure: measure.clone(),
                    only: Some(last.clone())
                },
                Plan::Bars {
                    category: "sexe".into(),
                    in_order: false,
                    measure,
                    only: Some(last)
                }
            ]
        );
    }

    #[test]
    fn the_year_in_which_something_opened_is_no_period() {
        let opened = Field::new("any", DataType::Int64, true);
        let plans = version(37)
            .column(opened, 34, Some(("1851", "2014")))
            .text("barri", 37)
            .integer("parades", 33)
            .chosen();
        assert!(
            plans
                .iter()
                .all(|plan| plan.only().is_none() && !plan.is_course()),
            "{plans:?}"
        );
    }

    #[test]
    fn what_is_told_every_month_is_not_added_up_over_them() {
        let month = Field::new("mes", DataType::Utf8, true);
        let month = month.with_metadata(HashMap::from([(
            "tabular.type".to_owned(),
            "year-month".to_owned(),
        )]));
        let floors = |range| {
            let facts = version(20_400).column(month.clone(), 48, range);
            facts.text("us", 7).measured("superficie", "m²").chosen()
        };
        let told = floors(Some(("2022-01", "2025-12")));
        let only = told[0].only().expect("the last month");
        assert_eq!(
            (only.column.as_str(), only.value.as_str()),
            ("mes", "2025-12")
        );
        assert_eq!(floors(None), [], "without a last month nothing is told");
    }

    #[test]
    fn without_a_quantity_rows_are_counted() {
        let plans = version(500).integer("id", 500).text("especie", 40).chosen();
        assert_eq!(
            plans,
            [Plan::Bars {
                category: "especie".into(),
                in_order: false,
                measure: Measure::Count,
                only: None
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
}
