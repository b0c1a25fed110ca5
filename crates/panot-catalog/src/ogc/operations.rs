// SPDX-License-Identifier: AGPL-3.0-or-later

//! How the door stands in the description of the city's whole API.

use panot_web::{Operation, Query};

use super::links::{GEOJSON, SCHEMA};
use super::request::LIMIT_MAX;

fn door(id: &'static str, summary: &'static str) -> Operation {
    Operation::new(id, summary)
        .query(
            "f",
            Query::OneOf(&["json", "html"]),
            "JSON, or the way to the page",
        )
        .empty(303, "The page that says the same")
        .problem(400, "A parameter cannot be read, or is not known")
}

fn of_collection(operation: Operation) -> Operation {
    operation
        .path("id", "The dataset's name, with @n for one of its versions")
        .problem(
            404,
            "There is no such dataset or version, or its rows lie nowhere",
        )
        .problem(410, "The version was withdrawn; reason and digest say more")
}

pub fn landing() -> Operation {
    door("ogcLanding", "OGC API Features: the landing page").json_object("Links")
}

pub fn landing_with_slash() -> Operation {
    door(
        "ogcLandingWithSlash",
        "The same, for clients that end its address in a slash",
    )
    .json_object("Links")
}

pub fn conformance() -> Operation {
    door("ogcConformance", "OGC API Features: the parts that hold").json_object("Their addresses")
}

pub fn description() -> Operation {
    door(
        "ogcDescription",
        "OGC API Features: described in OpenAPI 3.0",
    )
    .file("application/vnd.oai.openapi+json", "The description")
}

pub fn collections() -> Operation {
    door(
        "ogcCollections",
        "Every dataset whose rows lie somewhere, as a collection of features",
    )
    .json_object("The collections")
}

pub fn collection() -> Operation {
    of_collection(door("ogcCollection", "One collection")).json_object("The collection")
}

pub fn queryables() -> Operation {
    of_collection(door("ogcQueryables", "What can be asked of a collection"))
        .file(SCHEMA, "A JSON schema")
}

pub fn items() -> Operation {
    of_collection(door("ogcItems", "Features of a collection, as GeoJSON"))
        .describe(
            "A parameter with the name of a queryable asks for features with this very value. The id of a \
             feature is the number of its row in the version, from 1.",
        )
        .query("bbox", Query::Text, "Four numbers: features that touch this box")
        .query("bbox-crs", Query::Text, "The reference system of bbox")
        .query("datetime", Query::Text, "A moment, a day, or from/to with .. for an open end")
        .query("filter", Query::Text, "A filter in CQL2")
        .query("filter-lang", Query::OneOf(&["cql2-text", "cql2-json", "cql-text"]), "How the filter is written")
        .query("filter-crs", Query::Text, "The reference system of geometries in the filter")
        .query("crs", Query::Text, "The reference system of the answer")
        .query("limit", Query::Number(LIMIT_MAX), "Features on a page; more are cut to the most")
        .query("offset", Query::Text, "Features before the page; follow the link next instead")
        .file(GEOJSON, "A feature collection, with numberMatched and the link next")
        .problem(422, "The filter takes more than is given to one question")
        .problem(503, "Too many questions wait")
}

pub fn item() -> Operation {
    of_collection(door("ogcItem", "One feature, as GeoJSON"))
        .path_number("fid", "The number of its row in the version, from 1")
        .query("crs", Query::Text, "The reference system of the answer")
        .file(GEOJSON, "The feature")
}
