// SPDX-License-Identifier: AGPL-3.0-or-later

//! How what clients of CKAN ask for stands in the description of the API.

use panot_web::{Operation, Query};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::ckan::{described, names};

/// An answer of CKAN's shape.
#[derive(Serialize, ToSchema)]
struct CkanAnswer {
    /// Where the action is explained.
    help: String,
    /// Whether there is a result.
    success: bool,
    /// What was asked for.
    #[schema(value_type = Option<Object>)]
    result: Option<Value>,
    /// Why there is none: `__type`, `message`, and what is wrong with which field.
    #[schema(value_type = Option<Object>)]
    error: Option<Value>,
}

pub fn action(id: &'static str) -> Operation {
    let names: Vec<&str> = names().collect();
    Operation::new(id, "CKAN's action API, for reading")
        .describe(&described())
        .path_one_of("action", &names, "The action")
        .json_object("help, success and result")
        .refused::<CkanAnswer>(403, "It would change something")
        .refused::<CkanAnswer>(404, "There is nothing of this name")
        .refused::<CkanAnswer>(409, "A field cannot be read; the error says which, and why")
        .refused::<CkanAnswer>(410, "The version was withdrawn")
        .refused_with_text(
            400,
            "There is no such action, or the request cannot be read",
        )
}

pub fn dump() -> Operation {
    Operation::new("ckanDump", "The rows of a dataset, as CKAN's DataStore hands them out")
        .describe(
            "The first column, _id, is the number of the row. Besides CSV there are tsv, json and xml, by \
             the field format.",
        )
        .path("id", "The dataset's name, with @n for one of its versions, or the UUID of a file")
        .query("format", Query::OneOf(&["csv", "tsv", "json", "xml"]), "The format")
        .query("fields", Query::Text, "Only these columns, with commas between them")
        .query("filters", Query::Text, "As of datastore_search: JSON")
        .query("q", Query::Text, "Words anywhere, or JSON of columns with words")
        .query("sort", Query::Text, "Columns with asc or desc, with commas between them")
        .query("limit", Query::Number(u64::MAX), "At most so many rows")
        .query("offset", Query::Number(u64::MAX), "After so many rows")
        .query("bom", Query::OneOf(&["true", "false"]), "Marked as UTF-8, for spreadsheets")
        .text("text/csv", "The rows, with a head")
        .problem(400, "A field cannot be read")
        .problem(404, "There is no such dataset or version")
        .problem(410, "The version was withdrawn; reason and digest say more")
        .problem(503, "Too many are made at this moment; Retry-After says when to come back")
}
