// SPDX-License-Identifier: AGPL-3.0-or-later

//! The columns of a version as people call them.

use arrow_schema::Schema;
use panot_core::Language;
use serde::Serialize;
use utoipa::ToSchema;

use crate::dataset::Column;
use crate::figures::Called;
use crate::kind::{Kind, UNIT_KEY};

/// One column: its name in files, and how people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ColumnView {
    /// Its name in files and questions.
    pub name: String,
    /// How people call it.
    pub title: String,
    /// What its cells mean; empty when nobody said.
    pub description: String,
    /// What its numbers count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Its type in Arrow's notation.
    #[serde(rename = "type")]
    pub data_type: String,
    /// What it holds.
    #[serde(skip)]
    pub kind: Kind,
}

/// The columns of a version, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns(pub Vec<ColumnView>);

impl Columns {
    /// The columns of `schema` as `explained`, for a reader of `language`.
    pub fn of(schema: &Schema, explained: &[Column], language: Language) -> Self {
        let columns = schema.fields().iter().map(|field| {
            let said = explained.iter().find(|column| column.name == *field.name());
            let text = |texts: fn(&Column) -> &panot_core::Texts| {
                said.map_or("", |said| texts(said).text(language))
                    .to_owned()
            };
            let title = text(|column| &column.title);
            let unit = text(|column| &column.unit);
            ColumnView {
                name: field.name().clone(),
                title: if title.is_empty() {
                    field.name().clone()
                } else {
                    title
                },
                description: text(|column| &column.description),
                unit: Some(unit)
                    .filter(|unit| !unit.is_empty())
                    .or_else(|| field.metadata().get(UNIT_KEY).cloned()),
                data_type: field.data_type().to_string(),
                kind: Kind::of(field),
            }
        });
        Self(columns.collect())
    }

    /// The column with this name.
    pub fn named(&self, name: &str) -> Option<&ColumnView> {
        self.0.iter().find(|column| column.name == name)
    }
}

impl Called for Columns {
    fn title<'a>(&'a self, column: &'a str) -> &'a str {
        self.named(column).map_or(column, |column| &column.title)
    }

    fn unit(&self, column: &str) -> Option<&str> {
        self.named(column)?.unit.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use arrow_schema::{DataType, Field};
    use panot_core::Texts;

    use super::*;

    #[test]
    fn what_the_publisher_says_comes_before_what_the_file_says() {
        let unit = HashMap::from([(UNIT_KEY.to_owned(), "ug/m3".to_owned())]);
        let schema = Schema::new(vec![
            Field::new("no2", DataType::Int64, true).with_metadata(unit.clone()),
            Field::new("o3", DataType::Int64, true).with_metadata(unit),
        ]);
        let explained = [Column {
            name: "no2".into(),
            title: Texts::new().with(Language::Ca, "Diòxid de nitrogen"),
            unit: Texts::new().with(Language::Ca, "µg/m³"),
            ..Column::default()
        }];
        let columns = Columns::of(&schema, &explained, Language::En);
        assert_eq!(columns.title("no2"), "Diòxid de nitrogen");
        assert_eq!(columns.unit("no2"), Some("µg/m³"));
        assert_eq!(columns.title("o3"), "o3");
        assert_eq!(columns.unit("o3"), Some("ug/m3"));
    }
}
