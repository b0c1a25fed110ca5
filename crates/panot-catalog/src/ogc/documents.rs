// SPDX-License-Identifier: AGPL-3.0-or-later

//! What clients read before they ask for features: the door, what it keeps, the collections.

use panot_core::{Language, Name, Timestamp};
use panot_web::Settings;
use serde_json::{Value, json};

use super::crs::{CRS84, Crs};
use super::links::{self, DOOR, GEOJSON, Links, OPENAPI, SCHEMA};
use super::queryables::{Queryables, Type};
use crate::address;
use crate::figures::Called as _;
use crate::shelf::Card;
use crate::show::dataset::Loaded;
use crate::words::{self, Words};

/// The parts of the standards that hold, each by its address.
pub const CONFORMS_TO: &[&str] = &[
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
    "http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
];

const JSON: &str = "application/json";
const HTML: &str = "text/html";

/// The landing page.
pub fn landing(settings: &Settings, language: Language) -> Value {
    let t = Words::of(language.tag());
    let conformance = format!("{DOOR}/conformance");
    let collections = format!("{DOOR}/collections");
    let links = Links::of(settings)
        .to("self", JSON, &t.ogc_this(), DOOR)
        .to("alternate", HTML, &t.ogc_as_page(), "/data?map=yes")
        .to(
            "service-desc",
            OPENAPI,
            "OpenAPI 3.0",
            &format!("{DOOR}/api"),
        )
        .to("service-doc", HTML, &t.ogc_manual(), "/api")
        .to("conformance", JSON, &t.ogc_conformance(), &conformance)
        .to(
            "http://www.opengis.net/def/rel/ogc/1.0/conformance",
            JSON,
            &t.ogc_conformance(),
            &conformance,
        )
        .to("data", JSON, &t.ogc_collections(), &collections)
        .to(
            "http://www.opengis.net/def/rel/ogc/1.0/data",
            JSON,
            &t.ogc_collections(),
            &collections,
        );
    json!({
        "title": t.ogc_title(&settings.name),
        "description": t.ogc_about(),
        "links": links.json(),
    })
}

/// Which parts of the standards hold.
pub fn conformance() -> Value {
    json!({"conformsTo": CONFORMS_TO})
}

/// Every dataset whose rows lie somewhere, at its newest version.
pub fn collections<'a>(
    settings: &Settings,
    language: Language,
    cards: impl Iterator<Item = &'a Card>,
) -> Value {
    let t = Words::of(language.tag());
    let all: Vec<Value> = cards
        .filter(|card| card.on_map)
        .filter_map(|card| {
            let about = About {
                name: card.name.parse().ok()?,
                title: card.title.text(language),
                description: card.description.text(language),
                licence: &card.licence,
                publisher: &card.publisher,
                extent: card.extent,
                version: card.version,
                asked: None,
            };
            Some(about.collection(settings, language, &json!(["#/crs"])))
        })
        .collect();
    let here = format!("{DOOR}/collections");
    let links = Links::of(settings)
        .to("self", JSON, &t.ogc_this(), &here)
        .to("alternate", HTML, &t.ogc_as_page(), "/data?map=yes");
    json!({"links": links.json(), "crs": systems(), "collections": all})
}

fn systems() -> Vec<String> {
    Crs::all().into_iter().map(Crs::uri).collect()
}

/// One collection.
pub fn collection(
    settings: &Settings,
    language: Language,
    loaded: &Loaded,
    queryables: &Queryables,
    extent: Option<[f64; 4]>,
) -> Value {
    let about = &loaded.dataset.about;
    let mut said = About {
        name: loaded.name().clone(),
        title: loaded.title(language),
        description: about.description.text(language),
        licence: &about.licence,
        publisher: &about.publisher,
        extent,
        version: loaded.version.n,
        asked: loaded.asked,
    }
    .collection(settings, language, &json!(systems()));
    if let Some(interval) = times(loaded, queryables) {
        said["extent"]["temporal"] = json!({"interval": [interval]});
    }
    said
}

/// What is said of a collection.
struct About<'a> {
    name: Name,
    title: &'a str,
    description: &'a str,
    licence: &'a str,
    publisher: &'a str,
    extent: Option<[f64; 4]>,
    /// The version that is meant.
    version: u32,
    /// The version that the address names; nothing for the newest.
    asked: Option<u32>,
}

impl About<'_> {
    fn collection(&self, settings: &Settings, language: Language, crs: &Value) -> Value {
        let t = Words::of(language.tag());
        let here = links::collection(&self.name, self.asked);
        let tiles = match self.asked {
            Some(n) => format!("{}@{n}", address::tiles(&self.name)),
            None => address::tiles(&self.name),
        };
        let versions = address::beside(&self.name, None, "versions");
        let pinned = links::collection(&self.name, Some(self.version));
        let file = address::file(&self.name, self.asked, panot_core::Extension::Geojson);
        let mut links = Links::of(settings)
            .to("self", JSON, self.title, &here)
            .to("items", GEOJSON, &t.ogc_items(), &format!("{here}/items"))
            .to(
                "http://www.opengis.net/def/rel/ogc/1.0/queryables",
                SCHEMA,
                &t.ogc_queryables(),
                &format!("{here}/queryables"),
            )
            // As GDAL looks for it.
            .to(
                "queryables",
                SCHEMA,
                &t.ogc_queryables(),
                &format!("{here}/queryables"),
            )
            .to(
                "alternate",
                HTML,
                &t.ogc_as_page(),
                &links::page(&self.name, self.asked),
            )
            .to("enclosure", GEOJSON, "GeoJSON", &file)
            .to("tiles", JSON, "TileJSON 3.0", &tiles)
            .to("canonical", JSON, &t.ogc_version(self.version), &pinned)
            .to("version-history", HTML, &t.ogc_versions(), &versions)
            .json();
        if let (Some(licence), Value::Array(all)) = (words::licence(self.licence), &mut links) {
            let link = json!({"rel": "license", "type": HTML, "title": licence.name, "href": licence.address});
            all.push(link);
        }
        let id = here.rsplit('/').next().unwrap_or_default();
        let mut said = json!({
            "id": id,
            "title": if self.title.is_empty() { self.name.as_str() } else { self.title },
            "description": self.description,
            "itemType": "feature",
            "links": links,
            "crs": crs,
            "storageCrs": CRS84,
        });
        if !self.publisher.is_empty() {
            said["attribution"] = json!(self.publisher);
        }
        if let Some(bounds) = self.extent {
            said["extent"] = json!({"spatial": {"bbox": [bounds], "crs": CRS84}});
        }
        said
    }
}

/// The first and the last moment of the column that `datetime` asks of.
fn times(loaded: &Loaded, queryables: &Queryables) -> Option<[String; 2]> {
    let (name, kind) = queryables.time()?;
    let portrait = loaded.version.portrait.as_ref()?;
    let column = portrait
        .profile
        .columns
        .iter()
        .find(|column| column.name == name)?;
    let moment = |text: &String| match kind {
        Type::Date => Some(format!("{text}T00:00:00Z")),
        // What a wall clock showed is no moment yet.
        _ => text.parse::<Timestamp>().ok().map(|at| at.to_string()),
    };
    Some([moment(column.min.as_ref()?)?, moment(column.max.as_ref()?)?])
}

/// What can be asked, as a JSON schema.
pub fn queryables(
    settings: &Settings,
    language: Language,
    loaded: &Loaded,
    queryables: &Queryables,
) -> Value {
    let columns = loaded.columns(language);
    let here = format!(
        "{}/queryables",
        links::collection(loaded.name(), loaded.asked)
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": settings.absolute(&here),
        "type": "object",
        "title": loaded.title(language),
        "properties": queryables.properties(&|name| columns.title(name).to_owned()),
        "additionalProperties": false,
        // As GDAL reads it, from a draft of part 3.
        "queryables": written_plainly(queryables),
    })
}

/// The columns that GDAL may filter by: it writes their names without quotation marks.
fn written_plainly(queryables: &Queryables) -> Vec<Value> {
    let plain = queryables.names().filter(|name| cql2::is_plain(name));
    plain.map(|id| json!({"id": id})).collect()
}
