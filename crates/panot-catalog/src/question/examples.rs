// SPDX-License-Identifier: AGPL-3.0-or-later

//! Questions to begin with, made of the tables that a city has: what its own charts show, asked in SQL.

use arrow_schema::{DataType, Schema};

use crate::chart::{Chart, Measure, Plan};
use crate::kind::Kind;
use crate::show::columns::Columns;

/// The most columns that the list of a table names.
pub const COLUMNS_MAX: usize = 60;

/// A name as a question writes it: quoted unless it can stand alone.
pub fn written(name: &str) -> String {
    let bare = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    let begins = |c: char| c.is_ascii_lowercase() || c == '_';
    if name.starts_with(begins) && name.bytes().all(bare) && !RESERVED.contains(&name) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

/// Words that a name must be quoted for. More than necessary does no harm.
const RESERVED: &[&str] = &[
    "all",
    "and",
    "any",
    "as",
    "asc",
    "between",
    "both",
    "by",
    "case",
    "cast",
    "check",
    "column",
    "create",
    "cross",
    "cube",
    "current",
    "date",
    "day",
    "delete",
    "desc",
    "distinct",
    "drop",
    "else",
    "end",
    "except",
    "exists",
    "extract",
    "false",
    "fetch",
    "filter",
    "first",
    "for",
    "foreign",
    "from",
    "full",
    "group",
    "grouping",
    "having",
    "hour",
    "in",
    "index",
    "inner",
    "insert",
    "intersect",
    "interval",
    "into",
    "is",
    "join",
    "key",
    "last",
    "lateral",
    "left",
    "like",
    "limit",
    "minute",
    "month",
    "natural",
    "not",
    "null",
    "offset",
    "on",
    "or",
    "order",
    "outer",
    "over",
    "partition",
    "primary",
    "range",
    "right",
    "row",
    "rows",
    "second",
    "select",
    "set",
    "sets",
    "similar",
    "some",
    "start",
    "table",
    "then",
    "time",
    "timestamp",
    "to",
    "top",
    "trim",
    "true",
    "type",
    "union",
    "unique",
    "unnest",
    "update",
    "user",
    "using",
    "value",
    "values",
    "view",
    "when",
    "where",
    "window",
    "with",
    "year",
];

/// The columns of a table, and its first rows.
pub fn first_rows(table: &str, columns: &Columns) -> String {
    let names = columns.0.iter().take(COLUMNS_MAX);
    let names: Vec<String> = names.map(|column| written(&column.name)).collect();
    let names = if columns.0.len() > COLUMNS_MAX || names.is_empty() {
        "*".to_owned()
    } else {
        wrapped(&names)
    };
    format!("SELECT {names}\nFROM {}\nLIMIT 20", written(table))
}

/// Names on lines that fit a page.
fn wrapped(names: &[String]) -> String {
    let mut lines = vec![String::new()];
    for (at, name) in names.iter().enumerate() {
        let piece = if at + 1 < names.len() {
            format!("{name}, ")
        } else {
            name.clone()
        };
        if let Some(line) = lines.last_mut() {
            if line.len() + piece.len() > 68 && !line.is_empty() {
                lines.push(piece);
            } else {
                line.push_str(&piece);
            }
        }
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n       ")
}

/// What a chart of a table shows, as a question. Years, months and days are those of the clock of `zone`,
/// where moments have a zone.
pub fn of_chart(table: &str, schema: &Schema, chart: &Chart, zone: &str) -> String {
    let only = chart.plan.only().map_or_else(String::new, |only| {
        let is_number = schema
            .field_with_name(&only.column)
            .is_ok_and(|field| Kind::of(field).is_number());
        let value = if is_number {
            only.value.clone()
        } else {
            format!("'{}'", only.value.replace('\'', "''"))
        };
        format!("\nWHERE {} = {value}", written(&only.column))
    });
    let figure = match chart.plan.measure() {
        Measure::Count => "count(*) AS n".to_owned(),
        Measure::Sum { of } => format!("sum({}) AS total", written(of)),
        Measure::Mean { of } => format!("avg({}) AS mean", written(of)),
    };
    let table = written(table);
    let named = |name: &str, order: &str| {
        let name = written(name);
        format!(
            "SELECT {name}, {figure}\nFROM {table}{only}\nGROUP BY {name}\nORDER BY {order}\nLIMIT 20"
        )
    };
    match &chart.plan {
        Plan::Line { time, cut, .. } => {
            let moment = moment(time, cut, schema, zone);
            format!(
                "SELECT {moment} AS moment,\n       {figure}\nFROM {table}{only}\nGROUP BY moment\nORDER BY moment"
            )
        }
        Plan::Bars {
            category,
            in_order: true,
            ..
        } => named(category, "1"),
        Plan::Bars { category, .. } => named(category, "2 DESC, 1"),
        Plan::Areas { place, .. } => named(place, "2 DESC, 1"),
    }
}

/// The beginning of a period. Hours are those of UTC, as in charts: the one that comes twice stays two.
fn moment(time: &str, cut: &str, schema: &Schema, zone: &str) -> String {
    let has_zone = schema
        .field_with_name(time)
        .is_ok_and(|field| matches!(field.data_type(), DataType::Timestamp(_, Some(_))));
    let time = written(time);
    if has_zone && cut != "hour" {
        let zone = zone.replace('\'', "''");
        format!("date_trunc('{cut}', to_local_time({time} AT TIME ZONE '{zone}'))")
    } else {
        format!("date_trunc('{cut}', {time})")
    }
}

/// How many rows two versions of a table have.
pub fn of_versions(table: &str, newest: u32) -> Option<String> {
    let before = newest.checked_sub(1).filter(|before| *before > 0)?;
    Some(format!(
        "SELECT {before} AS version, count(*) AS n\nFROM \"{table}@{before}\"\nUNION ALL\nSELECT {newest}, count(*)\nFROM \"{table}@{newest}\"\nORDER BY version"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_quoted_where_it_must_be() {
        assert_eq!(written("no2"), "no2");
        for (name, quoted) in [
            ("air-quality", "\"air-quality\""),
            ("Any", "\"Any\""),
            ("2026", "\"2026\""),
            ("order", "\"order\""),
            ("a\"b", "\"a\"\"b\""),
            ("àrea", "\"àrea\""),
        ] {
            assert_eq!(written(name), quoted);
        }
    }

    #[test]
    fn the_first_version_is_compared_with_nothing() {
        assert_eq!(of_versions("trees", 1), None);
        assert!(of_versions("trees", 3).is_some_and(|text| text.contains("trees@2")));
    }
}
