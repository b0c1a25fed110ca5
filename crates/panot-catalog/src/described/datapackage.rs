// SPDX-License-Identifier: AGPL-3.0-or-later

//! Data Package 2.0 and Table Schema 2.0 (datapackage.org).

use panot_core::Extension;
use panot_web::Settings;
use serde_json::{Map, Value, json};

use super::{Described, is_written_as_text};
use crate::kind::Kind;
use crate::show::columns::ColumnView;
use crate::show::dataset::Loaded;

/// The package of a version: one table, its CSV file at its own address.
pub fn data_package(settings: &Settings, loaded: &Loaded) -> Value {
    let it = Described::of(settings, loaded, settings.default_language());
    let about = &loaded.dataset.about;
    let mut package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": loaded.name().as_str(),
        "id": it.own(),
        "title": it.title(),
        "description": it.description(),
        "homepage": it.own(),
        "version": format!("{}.0.0", loaded.version.n),
        "created": it.published(),
        "keywords": about.keywords,
        "contributors": [contributor(&it)],
        "resources": [resource(&it)],
    });
    if let (Value::Object(members), Some(licence)) = (&mut package, it.licence()) {
        let licence = json!({
            "name": about.licence,
            "title": licence.name,
            "path": licence.address,
        });
        members.insert("licenses".to_owned(), json!([licence]));
    }
    if about.keywords.is_empty() {
        // A list of them has one at least.
        package
            .as_object_mut()
            .map(|members| members.remove("keywords"));
    }
    package
}

fn contributor(it: &Described) -> Value {
    let mut contributor = json!({ "title": it.publisher(), "roles": ["publisher"] });
    match it.contact() {
        Some(page) if page.starts_with("http") => contributor["path"] = json!(page),
        Some(address) if address.contains('@') => contributor["email"] = json!(address),
        _ => {}
    }
    contributor
}

fn resource(it: &Described) -> Value {
    let columns = it.columns();
    let mut schema = json!({
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": columns.iter().map(field).collect::<Vec<_>>(),
        "missingValues": [""],
    });
    if let Some(key) = it.key() {
        schema["primaryKey"] = json!([key]);
    }
    json!({
        "name": it.loaded.name().as_str(),
        "type": "table",
        "title": it.title(),
        "path": it.file(Extension::Csv),
        "scheme": if it.settings.public_url.starts_with("https") { "https" } else { "http" },
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": true, "header": true },
        "schema": schema,
    })
}

fn field(column: &ColumnView) -> Value {
    let mut field = Map::new();
    let mut say = |name: &str, value: Value| drop(field.insert(name.to_owned(), value));
    say("name", json!(column.name));
    say("type", json!(kind(column)));
    if column.title != column.name {
        say("title", json!(column.title));
    }
    let unit = column.unit.as_deref().unwrap_or_default();
    let said = [column.description.as_str(), unit];
    let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
    if !said.is_empty() {
        say("description", json!(said.join(" · ")));
    }
    if column.kind == Kind::Geometry {
        say(
            "rdfType",
            json!("http://www.opengis.net/ont/geosparql#wktLiteral"),
        );
    }
    Value::Object(field)
}

fn kind(column: &ColumnView) -> &'static str {
    match column.kind {
        Kind::YearMonth if is_written_as_text(column) => "yearmonth",
        _ if is_written_as_text(column) => "string",
        Kind::Integer => "integer",
        Kind::Number | Kind::Latitude | Kind::Longitude => "number",
        Kind::Boolean => "boolean",
        Kind::Date => "date",
        Kind::Moment => "datetime",
        Kind::Time => "time",
        Kind::Year => "year",
        Kind::Text
        | Kind::Code
        | Kind::YearMonth
        | Kind::Duration
        | Kind::Geometry
        | Kind::Other => "string",
    }
}
