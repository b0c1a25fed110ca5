// SPDX-License-Identifier: AGPL-3.0-or-later

//! An Arrow schema as JSON in a row.
//!
//! A list of fields, each with its name, its type in Arrow's own notation (`Decimal128(6, 2)`),
//! whether cells may be empty, and its metadata. Not Arrow's IPC bytes, which nobody can read in a
//! row, and not the library's own serialization, which may change under a stored version.

use std::collections::{BTreeMap, HashMap};

use arrow_schema::{ArrowError, DataType, Field, Schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One field as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stored {
    name: String,
    #[serde(rename = "type")]
    data_type: String,
    nullable: bool,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    metadata: BTreeMap<String, String>,
}

/// Why a stored schema cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FieldsError {
    /// It is not a list of fields.
    #[error("the stored schema is damaged: {0}")]
    Json(#[from] serde_json::Error),
    /// A type that this version of Arrow does not know.
    #[error("the stored schema has a type that cannot be read: {0}")]
    Type(#[from] ArrowError),
}

fn stored(schema: &Schema) -> Vec<Stored> {
    schema
        .fields()
        .iter()
        .map(|field| Stored {
            name: field.name().clone(),
            data_type: field.data_type().to_string(),
            nullable: field.is_nullable(),
            metadata: field
                .metadata()
                .iter()
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
        })
        .collect()
}

fn schema(fields: Vec<Stored>) -> Result<Schema, ArrowError> {
    let fields = fields
        .into_iter()
        .map(|field| {
            let data_type: DataType = field.data_type.parse()?;
            let metadata: HashMap<_, _> = field.metadata.into_iter().collect();
            Ok(Field::new(field.name, data_type, field.nullable).with_metadata(metadata))
        })
        .collect::<Result<Vec<_>, ArrowError>>()?;
    Ok(Schema::new(fields))
}

/// The schema as JSON.
pub fn to_json(schema: &Schema) -> String {
    serde_json::to_string(&stored(schema)).expect("texts and truth values are always JSON")
}

/// The schema that was stored.
pub fn from_json(json: &str) -> Result<Schema, FieldsError> {
    Ok(schema(serde_json::from_str(json)?)?)
}

/// For `#[serde(with = "fields")]`.
pub fn serialize<S: Serializer>(schema: &Schema, serializer: S) -> Result<S::Ok, S::Error> {
    stored(schema).serialize(serializer)
}

/// For `#[serde(with = "fields")]`.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Schema, D::Error> {
    let fields = Vec::<Stored>::deserialize(deserializer)?;
    schema(fields).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use arrow_schema::TimeUnit;

    use super::*;

    fn every_type() -> Schema {
        let field = |name: &str, data_type| Field::new(name, data_type, true);
        Schema::new(vec![
            field("text", DataType::Utf8).with_metadata(HashMap::from([(
                "tabular.type".to_owned(),
                "code".to_owned(),
            )])),
            field("large", DataType::LargeUtf8),
            field("whole", DataType::Int64),
            field("exact", DataType::Decimal128(18, 3)),
            field("floating", DataType::Float64),
            field("truth", DataType::Boolean),
            field("day", DataType::Date32),
            field("time", DataType::Time64(TimeUnit::Microsecond)),
            field(
                "moment",
                DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            ),
            field("here", DataType::Timestamp(TimeUnit::Microsecond, None)),
            field("shape", DataType::Binary),
            Field::new("always", DataType::Utf8, false),
        ])
    }

    #[test]
    fn a_schema_comes_back_as_it_was_stored() {
        let schema = every_type();
        assert_eq!(from_json(&to_json(&schema)).expect("what we wrote"), schema);
    }

    /// Rows written today are read for ever: when a new Arrow no longer reads these words, its
    /// upgrade must translate them.
    #[test]
    fn the_words_that_are_stored_today_are_still_read() {
        let stored = r#"[
            {"name":"a","type":"Utf8","nullable":true,"metadata":{"tabular.type":"code"}},
            {"name":"b","type":"Decimal128(18, 3)","nullable":true},
            {"name":"c","type":"Timestamp(µs, \"UTC\")","nullable":true},
            {"name":"d","type":"Date32","nullable":false}]"#;
        let schema = from_json(stored).expect("readable");
        assert_eq!(*schema.field(1).data_type(), DataType::Decimal128(18, 3));
        assert_eq!(
            *schema.field(2).data_type(),
            DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
        );
    }

    #[test]
    fn damage_is_told() {
        assert!(matches!(from_json("{"), Err(FieldsError::Json(_))));
        let unknown = r#"[{"name":"a","type":"Colour","nullable":true}]"#;
        assert!(matches!(from_json(unknown), Err(FieldsError::Type(_))));
    }
}
