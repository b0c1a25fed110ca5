// SPDX-License-Identifier: AGPL-3.0-or-later

//! CSV on the Web: the metadata vocabulary for tabular data of the W3C.

use panot_core::Extension;
use panot_web::Settings;
use serde_json::{Map, Value, json};

use super::{Described, is_floating, is_written_as_text, is_zoned};
use crate::address;
use crate::kind::Kind;
use crate::show::columns::ColumnView;
use crate::show::dataset::Loaded;

/// What a version's CSV file is: the document stands beside it.
pub fn csvw(settings: &Settings, loaded: &Loaded) -> Value {
    let it = Described::of(settings, loaded, settings.default_language());
    let path = address::file(loaded.name(), loaded.asked, Extension::Csv);
    let file = path.rsplit('/').next().unwrap_or_default();
    let columns = it.columns();
    let mut schema = json!({ "columns": columns.iter().map(column).collect::<Vec<_>>() });
    if let Some(key) = it.key() {
        schema["primaryKey"] = json!(name(key));
    }
    let mut table = json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": it.language.tag() }],
        "@type": "Table",
        "url": file,
        "dc:title": it.title(),
        "dc:description": it.description(),
        "dc:publisher": it.publisher(),
        "dc:modified": { "@value": it.published(), "@type": "xsd:dateTime" },
        "dcat:landingPage": { "@id": it.own() },
        "dcat:keyword": loaded.dataset.about.keywords,
        "dialect": { "encoding": "utf-8", "lineTerminators": ["\r\n"], "header": true },
        "tableSchema": schema,
    });
    if let Some(licence) = it.licence() {
        table["dc:license"] = json!({ "@id": licence.address });
    }
    table
}

fn column(column: &ColumnView) -> Value {
    let mut said = Map::new();
    let mut say = |name: &str, value: Value| drop(said.insert(name.to_owned(), value));
    say("name", json!(name(&column.name)));
    say("titles", json!(column.name));
    say("datatype", datatype(column));
    if column.title != column.name {
        say("rdfs:label", json!(column.title));
    }
    if !column.description.is_empty() {
        say("dc:description", json!(column.description));
    }
    if let Some(unit) = &column.unit {
        say("schema:unitText", json!(unit));
    }
    Value::Object(said)
}

/// A name that can stand in a URI template: letters, digits and `_`, everything else as percent and two
/// digits. One that begins with `_` is the standard's own.
fn name(column: &str) -> String {
    let mut name = String::new();
    for byte in column.bytes() {
        if byte.is_ascii_alphanumeric() || (byte == b'_' && !name.is_empty()) {
            name.push(char::from(byte));
        } else {
            use std::fmt::Write as _;
            // Writing to a String cannot fail.
            let _ = write!(name, "%{byte:02X}");
        }
    }
    name
}

fn datatype(column: &ColumnView) -> Value {
    json!(match column.kind {
        Kind::YearMonth if is_written_as_text(column) => "gYearMonth",
        _ if is_written_as_text(column) => "string",
        Kind::Integer => "integer",
        _ if is_floating(column) => "double",
        Kind::Number | Kind::Latitude | Kind::Longitude => "decimal",
        Kind::Boolean => return json!({ "base": "boolean", "format": "true|false" }),
        Kind::Date => "date",
        Kind::Moment if is_zoned(column) => "dateTimeStamp",
        Kind::Moment => "dateTime",
        Kind::Time => "time",
        Kind::Year => "gYear",
        Kind::Text
        | Kind::Code
        | Kind::YearMonth
        | Kind::Duration
        | Kind::Geometry
        | Kind::Other => "string",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_stand_in_a_template() {
        assert_eq!(name("barri_2"), "barri_2");
        assert_eq!(name("_id"), "%5Fid");
        assert_eq!(name("nom <b>·à"), "nom%20%3Cb%3E%C2%B7%C3%A0");
    }
}
