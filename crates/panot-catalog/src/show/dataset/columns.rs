// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the columns of a version look like, in words.

use panot_web::Markup;

use super::{Fact, Loaded};
use crate::kind::Kind;
use crate::show::Reader;
use crate::show::columns::ColumnView;
use crate::{cells, words};

/// What a column looks like, in words.
#[derive(Debug, Clone)]
pub struct ColumnShown {
    /// Its title.
    pub title: String,
    /// Its name in files, where that is another.
    pub name: String,
    /// What its cells mean.
    pub description: String,
    /// Its type in words, with the unit.
    pub kind: String,
    /// Facts: empty cells, different values, range, mean.
    pub facts: Vec<Fact>,
    /// Its values spread from the smallest to the largest, as SVG; empty without.
    pub histogram: Markup,
    /// The most frequent values with how many rows have them.
    pub top: Vec<(String, String)>,
}

/// What the columns look like, in words.
pub fn columns(loaded: &Loaded, reader: &Reader) -> Vec<ColumnShown> {
    let Some(portrait) = &loaded.version.portrait else {
        return Vec::new();
    };
    let rows = portrait.profile.rows;
    let columns = loaded.columns(reader.language);
    columns
        .0
        .iter()
        .filter_map(|column| {
            let profile = portrait
                .profile
                .columns
                .iter()
                .find(|p| p.name == column.name)?;
            Some(column_shown(column, profile, rows, reader))
        })
        .collect()
}

fn column_shown(
    column: &ColumnView,
    profile: &panot_lake::ColumnProfile,
    rows: u64,
    reader: &Reader,
) -> ColumnShown {
    let t = reader.t;
    let is_shape = column.kind == Kind::Geometry;
    let cell = |text: &Option<String>| {
        let text = text.as_deref().filter(|_| !is_shape).unwrap_or_default();
        cells::readable(column.kind, text, reader.language, &reader.zone)
    };
    let distinct = match profile.distinct {
        Some(distinct) => reader.count(distinct),
        None => t.column_distinct_many(),
    };
    let missing = if profile.missing == 0 {
        reader.count(0)
    } else {
        format!(
            "{} ({})",
            reader.count(profile.missing),
            reader.share(profile.missing, rows)
        )
    };
    let mean = profile.mean.filter(|_| column.kind.is_quantity());
    let ordered = column.kind.is_ordered();
    let facts = [
        (t.column_missing(), missing),
        (
            t.column_distinct(),
            if is_shape { String::new() } else { distinct },
        ),
        (
            t.column_min(),
            if ordered {
                cell(&profile.min)
            } else {
                String::new()
            },
        ),
        (
            t.column_max(),
            if ordered {
                cell(&profile.max)
            } else {
                String::new()
            },
        ),
        (
            t.column_mean(),
            mean.map_or_else(String::new, |mean| cells::figure(mean, reader.language)),
        ),
    ];
    let spread = profile.histogram.iter().filter(|count| **count > 0).count() > 1;
    let unit = column
        .unit
        .as_deref()
        .map_or_else(String::new, |unit| format!(" ({unit})"));
    ColumnShown {
        title: column.title.clone(),
        name: if column.name == column.title {
            String::new()
        } else {
            column.name.clone()
        },
        description: column.description.clone(),
        kind: format!("{}{unit}", words::kind(t, column.kind)),
        facts: facts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| Fact {
                name,
                value,
                href: String::new(),
            })
            .collect(),
        histogram: if spread && ordered {
            let label = t.histogram(&column.title, cell(&profile.max), cell(&profile.min));
            Markup(panot_web::draw::histogram(&label, &profile.histogram))
        } else {
            Markup::default()
        },
        top: top(column, profile, rows, reader),
    }
}

/// The most frequent values: for columns whose values repeat.
fn top(
    column: &ColumnView,
    profile: &panot_lake::ColumnProfile,
    rows: u64,
    reader: &Reader,
) -> Vec<(String, String)> {
    let repeats = profile.top.first().is_some_and(|bucket| bucket.rows > 1);
    if !repeats || column.kind == Kind::Geometry || column.kind == Kind::Number {
        return Vec::new();
    }
    profile
        .top
        .iter()
        .take(5)
        .map(|bucket| {
            let value = match bucket.value.as_deref() {
                None => reader.t.empty_cell(),
                Some(text) => cells::readable(column.kind, text, reader.language, &reader.zone),
            };
            let times = format!(
                "{} ({})",
                reader.count(bucket.rows),
                reader.share(bucket.rows, rows)
            );
            (value, times)
        })
        .collect()
}
