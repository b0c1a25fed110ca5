// SPDX-License-Identifier: AGPL-3.0-or-later

//! Croissant 1.0 (MLCommons): schema.org's Dataset with what is in its files, for those who train and
//! compare models.

use panot_core::Extension;
use panot_web::Settings;
use serde_json::{Value, json};

use super::{Described, is_written_as_text};
use crate::kind::Kind;
use crate::show::columns::ColumnView;
use crate::show::dataset::Loaded;

/// What is in a version's files. Where the version is one Parquet file, that file is named with its
/// digest; otherwise it is the CSV file, which has none before it is written.
pub fn croissant(settings: &Settings, loaded: &Loaded) -> Value {
    let it = Described::of(settings, loaded, settings.default_language());
    let whole = match loaded.version.content.files.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    let name = loaded.name().as_str();
    let (format, media) = match whole {
        Some(_) => (Extension::Parquet, "application/x-parquet"),
        None => (Extension::Csv, "text/csv"),
    };
    let file = format!("{name}.{format}");
    let mut object = json!({
        "@type": "cr:FileObject",
        "@id": file,
        "name": file,
        "contentUrl": it.file(format),
        "encodingFormat": media,
    });
    if let Some(whole) = whole {
        object["sha256"] = json!(whole.sha256);
        object["contentSize"] = json!(format!("{} B", whole.bytes));
    }
    let about = &loaded.dataset.about;
    let fields: Vec<Value> = it
        .columns()
        .iter()
        .map(|column| field(column, &file))
        .collect();
    let mut dataset = json!({
        "@context": context(it.language.tag()),
        "@type": "sc:Dataset",
        "name": name,
        "alternateName": it.title(),
        "description": it.description(),
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "url": it.own(),
        "version": format!("{}.0.0", loaded.version.n),
        "datePublished": it.published(),
        "inLanguage": it.language.tag(),
        "creator": { "@type": "sc:Organization", "name": it.publisher() },
        "publisher": { "@type": "sc:Organization", "name": settings.name },
        "citeAs": format!("{}: {}. {}", it.publisher(), it.title(), it.file_page()),
        "distribution": [object],
        "recordSet": [{
            "@type": "cr:RecordSet",
            "@id": "rows",
            "name": "rows",
            "description": it.title(),
            "field": fields,
        }],
    });
    if let Some(licence) = it.licence() {
        dataset["license"] = json!(licence.address);
    }
    if !about.keywords.is_empty() {
        dataset["keywords"] = json!(about.keywords);
    }
    if whole.is_none() {
        dataset["isLiveDataset"] = json!(true);
    }
    dataset
}

impl Described<'_> {
    /// The page of this very version.
    fn file_page(&self) -> String {
        let path = crate::address::dataset(self.loaded.name(), Some(self.loaded.version.n));
        self.settings.absolute(&path)
    }
}

fn field(column: &ColumnView, file: &str) -> Value {
    let unit = column.unit.as_deref().unwrap_or_default();
    let said = [column.title.as_str(), column.description.as_str(), unit];
    let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
    json!({
        "@type": "cr:Field",
        "@id": format!("rows/{}", column.name),
        "name": column.name,
        "description": said.join(" · "),
        "dataType": kind(column),
        "source": { "fileObject": { "@id": file }, "extract": { "column": column.name } },
    })
}

fn kind(column: &ColumnView) -> &'static str {
    match column.kind {
        _ if is_written_as_text(column) => "sc:Text",
        Kind::Integer | Kind::Year => "sc:Integer",
        Kind::Number | Kind::Latitude | Kind::Longitude => "sc:Float",
        Kind::Boolean => "sc:Boolean",
        Kind::Date => "sc:Date",
        Kind::Moment => "sc:DateTime",
        Kind::Text
        | Kind::Code
        | Kind::Time
        | Kind::YearMonth
        | Kind::Duration
        | Kind::Geometry
        | Kind::Other => "sc:Text",
    }
}

/// The context that every Croissant document begins with, as the specification gives it.
fn context(language: &str) -> Value {
    json!({
        "@language": language,
        "@vocab": "https://schema.org/",
        "arrayShape": "cr:arrayShape",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "containedIn": "cr:containedIn",
        "cr": "http://mlcommons.org/croissant/",
        "data": { "@id": "cr:data", "@type": "@json" },
        "dataType": { "@id": "cr:dataType", "@type": "@vocab" },
        "dct": "http://purl.org/dc/terms/",
        "examples": { "@id": "cr:examples", "@type": "@json" },
        "extract": "cr:extract",
        "field": "cr:field",
        "fileObject": "cr:fileObject",
        "fileProperty": "cr:fileProperty",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isArray": "cr:isArray",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    })
}
