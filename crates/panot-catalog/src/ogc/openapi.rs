// SPDX-License-Identifier: AGPL-3.0-or-later

//! The door described in `OpenAPI` 3.0, as part 1 asks and map clients read it (the city's whole API is
//! described in 3.1 at `/api/openapi.json`).

use panot_web::Settings;
use serde_json::{Value, json};

use super::crs::{CRS84, Crs};
use super::links::{DOOR, GEOJSON, OPENAPI, SCHEMA};
use super::request::{LIMIT_DEFAULT, LIMIT_MAX};

/// The description.
pub fn document(settings: &Settings) -> Value {
    let get = |id: &str, summary: &str, kind: &str, schema: &str, parameters: &[&str]| {
        operation(id, summary, kind, schema, parameters)
    };
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": format!("{} · OGC API Features", settings.name),
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": settings.absolute(DOOR)}],
        "tags": [{"name": "Capabilities"}, {"name": "Data"}],
        "paths": {
            "/": get("getLandingPage", "The landing page", "application/json", "landingPage", &["f"]),
            "/conformance": get("getConformance", "The parts that hold", "application/json", "confClasses", &["f"]),
            "/api": get("getApi", "This description", OPENAPI, "any", &["f"]),
            "/collections": get("getCollections", "The collections", "application/json", "collections", &["f"]),
            "/collections/{collectionId}": get("describeCollection", "A collection", "application/json", "collection", &["collectionId", "f"]),
            "/collections/{collectionId}/queryables": get("getQueryables", "What can be asked", SCHEMA, "any", &["collectionId", "f"]),
            "/collections/{collectionId}/items": get(
                "getFeatures", "Features", GEOJSON, "featureCollection",
                &["collectionId", "limit", "offset", "bbox", "bbox-crs", "datetime", "crs", "filter", "filter-lang", "filter-crs", "queryable", "f"],
            ),
            "/collections/{collectionId}/items/{featureId}": get("getFeature", "A feature", GEOJSON, "feature", &["collectionId", "featureId", "crs", "f"]),
        },
        "components": {"parameters": parameters(), "responses": responses(), "schemas": schemas()},
    })
}

fn operation(id: &str, summary: &str, kind: &str, schema: &str, parameters: &[&str]) -> Value {
    let parameters: Vec<Value> = parameters
        .iter()
        .map(|name| json!({"$ref": format!("#/components/parameters/{name}")}))
        .collect();
    let refused = json!({"$ref": "#/components/responses/Refused"});
    let tag = if id.contains("Feature") {
        "Data"
    } else {
        "Capabilities"
    };
    let content = json!({kind: {"schema": {"$ref": format!("#/components/schemas/{schema}")}}});
    json!({"get": {
        "operationId": id,
        "summary": summary,
        "tags": [tag],
        "parameters": parameters,
        "responses": {
            "200": {"description": summary, "content": content},
            "default": refused,
        },
    }})
}

fn query(name: &str, description: &str, schema: &Value) -> Value {
    json!({
        "name": name, "in": "query", "required": false, "description": description,
        "schema": schema, "style": "form", "explode": false,
    })
}

fn in_path(name: &str, description: &str) -> Value {
    json!({
        "name": name, "in": "path", "required": true, "description": description,
        "schema": {"type": "string"},
    })
}

fn parameters() -> Value {
    let systems: Vec<String> = Crs::all().into_iter().map(Crs::uri).collect();
    let system = |name: &str, of: &str| {
        let schema = json!({"type": "string", "format": "uri", "enum": systems, "default": CRS84});
        query(name, &format!("The reference system of {of}"), &schema)
    };
    let numbers =
        json!({"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6});
    let limit =
        json!({"type": "integer", "minimum": 1, "maximum": LIMIT_MAX, "default": LIMIT_DEFAULT});
    let languages = json!({"type": "string", "enum": ["cql2-text", "cql2-json", "cql-text"], "default": "cql2-text"});
    json!({
        "collectionId": in_path("collectionId", "The dataset's name, with @n for one of its versions"),
        "featureId": in_path("featureId", "The number of the row in the version, from 1"),
        "f": query("f", "JSON, or the way to the page", &json!({"type": "string", "enum": ["json", "html"]})),
        "limit": query("limit", "Features on a page", &limit),
        "offset": query("offset", "Features before the page", &json!({"type": "integer", "minimum": 0, "default": 0})),
        "bbox": query("bbox", "Features that touch this box", &numbers),
        "bbox-crs": system("bbox-crs", "bbox"),
        "crs": system("crs", "the answer"),
        "datetime": query("datetime", "A moment, a day, or from/to with .. for an open end", &json!({"type": "string"})),
        "filter": query("filter", "A filter in CQL2", &json!({"type": "string"})),
        "filter-lang": query("filter-lang", "How the filter is written", &languages),
        "filter-crs": system("filter-crs", "geometries in the filter"),
        "queryable": {
            "name": "queryable", "in": "query", "required": false,
            "description": "A property of the collection's queryables with the value that features have",
            "schema": {"type": "object", "additionalProperties": {"type": "string"}},
            "style": "form", "explode": true,
        },
    })
}

fn responses() -> Value {
    let problem = json!({"$ref": "#/components/schemas/exception"});
    json!({"Refused": {
        "description": "Why not, and how to mend it",
        "content": {"application/problem+json": {"schema": problem}},
    }})
}

fn schemas() -> Value {
    let text = json!({"type": "string"});
    let links = json!({"type": "array", "items": {"$ref": "#/components/schemas/link"}});
    let list = |of: &str| json!({"type": "array", "items": {"$ref": format!("#/components/schemas/{of}")}});
    let object = |required: &[&str], properties: Value| json!({"type": "object", "required": required, "properties": properties});
    json!({
        "any": {"type": "object"},
        "link": object(&["href", "rel"], json!({"href": text, "rel": text, "type": text, "title": text})),
        "landingPage": object(&["links"], json!({"title": text, "description": text, "links": links})),
        "confClasses": object(&["conformsTo"], json!({"conformsTo": {"type": "array", "items": text}})),
        "collections": object(&["links", "collections"], json!({"links": links, "collections": list("collection")})),
        "collection": object(&["id", "links"], json!({
            "id": text, "title": text, "description": text, "links": links, "extent": {"type": "object"},
            "itemType": text, "crs": {"type": "array", "items": text}, "storageCrs": text,
        })),
        "feature": object(&["type", "geometry", "properties"], json!({
            "type": {"type": "string", "enum": ["Feature"]}, "id": {"type": "integer"},
            "geometry": {"type": "object", "nullable": true}, "properties": {"type": "object"}, "links": links,
        })),
        "featureCollection": object(&["type", "features"], json!({
            "type": {"type": "string", "enum": ["FeatureCollection"]}, "features": list("feature"),
            "links": links, "timeStamp": {"type": "string", "format": "date-time"},
            "numberMatched": {"type": "integer", "minimum": 0}, "numberReturned": {"type": "integer", "minimum": 0},
        })),
        "exception": object(&["type", "title", "status"], json!({
            "type": text, "title": text, "status": {"type": "integer"}, "detail": text,
        })),
    })
}
