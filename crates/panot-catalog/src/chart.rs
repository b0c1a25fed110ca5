// SPDX-License-Identifier: AGPL-3.0-or-later

//! Pictures of a version: which there are, the question that each asks, and its figures.

mod choose;

pub use choose::choose;
use panot_lake::{Filter, Operator, Summary, SummaryBucket};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most points of a line.
const POINTS_MAX: u32 = 240;
/// The most bars.
const BARS_MAX: u32 = 12;
/// The most areas that a map is coloured by.
const AREAS_MAX: u32 = 500;

/// What a picture shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
        /// Which rows, where a table holds quantities that have no mean together.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        only: Option<Only>,
    },
    /// A quantity for each of a few categories.
    Bars {
        /// The column whose values are the categories.
        category: String,
        /// Whether the categories are years or other numbers, shown in their own order.
        in_order: bool,
        /// What is measured.
        measure: Measure,
        /// Which rows, where all of them would add up what repeats.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        only: Option<Only>,
    },
    /// A quantity for each neighbourhood or district, as a map.
    Areas {
        /// The column that says where.
        place: String,
        /// Neighbourhoods or districts.
        level: Level,
        /// What is measured.
        measure: Measure,
        /// Which rows, where all of them would add up what repeats.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        only: Option<Only>,
    },
}

/// The rows in which a column has one value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Only {
    /// The column.
    pub column: String,
    /// The value, canonical.
    pub value: String,
}

/// What one point, bar or area stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Districts.
    District,
    /// Neighbourhoods.
    Neighbourhood,
}

/// A picture with its figures: drawn when shown, in the visitor's language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Chart {
    /// What it shows.
    pub plan: Plan,
    /// Its figures, in the order they are drawn.
    #[schema(value_type = Vec<crate::show::profile::BucketView>)]
    pub buckets: Vec<SummaryBucket>,
}

impl Plan {
    /// Whether its figures follow each other, so that a line from one to the next tells something.
    pub fn is_course(&self) -> bool {
        matches!(self, Self::Line { .. } | Self::Bars { in_order: true, .. })
    }

    /// The same of the rows in which a column has this value.
    #[must_use]
    pub fn only_where(mut self, one: Only) -> Self {
        match &mut self {
            Self::Line { only, .. } | Self::Bars { only, .. } | Self::Areas { only, .. } => {
                *only = Some(one);
            }
        }
        self
    }

    /// Which rows it shows, where not all.
    pub fn only(&self) -> Option<&Only> {
        match self {
            Self::Line { only, .. } | Self::Bars { only, .. } | Self::Areas { only, .. } => {
                only.as_ref()
            }
        }
    }

    /// What is measured.
    pub fn measure(&self) -> &Measure {
        match self {
            Self::Line { measure, .. }
            | Self::Bars { measure, .. }
            | Self::Areas { measure, .. } => measure,
        }
    }

    /// The question that gives the figures. Days, months and years are those of `zone`.
    pub fn question(&self, zone: &str) -> Summary {
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
            zone: Some(zone.to_owned()),
            of,
            how: how.to_owned(),
            filters: self.only().map(Only::filter).into_iter().collect(),
            limit,
        }
    }

    /// The chart of this plan from the answer to its [`question`](Self::question), or `None` where
    /// it would show nothing: fewer than two figures.
    pub fn draw_from(self, mut buckets: Vec<SummaryBucket>) -> Option<Chart> {
        // A mean of nothing is no figure.
        let counts = *self.measure() == Measure::Count;
        buckets.retain(|bucket| bucket.value.is_some() && (counts || bucket.number.is_some()));
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

impl Only {
    fn filter(&self) -> Filter {
        Filter {
            column: self.column.clone(),
            operator: Operator::Eq,
            value: self.value.clone(),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_of_nothing_is_not_nought() {
        let plan = Plan::Bars {
            category: "validesa".into(),
            in_order: false,
            measure: Measure::Mean { of: "no2".into() },
            only: None,
        };
        let bucket = |value: &str, number| SummaryBucket {
            value: Some(value.to_owned()),
            rows: 9,
            number,
        };
        let only_one = vec![bucket("true", Some(21.5)), bucket("false", None)];
        assert_eq!(plan.draw_from(only_one), None);
    }

    #[test]
    fn a_picture_of_one_figure_is_not_drawn() {
        let plan = Plan::Bars {
            category: "tipus".into(),
            in_order: false,
            measure: Measure::Count,
            only: None,
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
