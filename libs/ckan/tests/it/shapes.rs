// SPDX-License-Identifier: AGPL-3.0-or-later

//! Answers as other portals write them, read and written again.

use ckan::wire::{Answer, Found, Package, RowsFound};
use serde_json::{Value, json};

/// As portals with extensions answer: members of their own, numbers as text, nulls, a text for a truth
/// value.
fn foreign() -> Value {
    json!({
        "help": "https://portal.example/api/3/action/help_show?name=package_search",
        "success": true,
        "result": {
            "count": 1,
            "facets": { "tags": { "aigua": 1 } },
            "sort": "score desc",
            "search_facets": {
                "tags": { "title": "tags", "items": [{ "name": "aigua", "display_name": "Aigua", "count": 1 }] },
            },
            "results": [package()],
        },
    })
}

fn package() -> Value {
    json!({
        "id": "ab", "name": "fonts", "title": "Fonts", "notes": null, "private": "False", "isopen": true,
        "state": "active", "type": "dataset", "num_resources": "1", "num_tags": 1, "groups": null,
        "title_translated": { "ca": "Fonts", "es": "Fuentes", "en": null },
        "notes_translated": "",
        "fuente": "Portal", "api": true,
        "metadata_created": "2018-07-27T11:15:42.366215", "metadata_modified": "2026-01-02T03:04:05",
        "organization": { "id": "o", "name": "parcs", "title": "Parcs", "is_organization": true, "created": "2018" },
        "tags": [{ "name": "aigua", "display_name": "aigua", "vocabulary_id": null }],
        "extras": [{ "key": "spatial", "value": "{\"type\":\"Point\"}" }, { "key": "n", "value": 3 }],
        "resources": [{
            "id": "r", "package_id": "ab", "name": "fonts.csv", "url": "https://portal.example/fonts.csv",
            "format": "CSV", "size": "1234", "datastore_active": "true", "qa": { "score": 3 },
        }],
    })
}

#[test]
fn what_another_portal_wrote_is_read_with_what_is_its_own() {
    let answer: Answer<Found<Package>> = serde_json::from_value(foreign()).expect("readable");
    let found = answer.result.expect("a result");
    let package = &found.results[0];
    assert_eq!(package.notes, "");
    assert!(!package.private);
    assert_eq!(package.num_resources, Some(1));
    assert_eq!(
        package.title_translated.get("es").map(String::as_str),
        Some("Fuentes")
    );
    assert_eq!(package.title_translated.len(), 2);
    assert_eq!(package.more["fuente"], json!("Portal"));
    let resource = &package.resources[0];
    assert_eq!(resource.size, Some(1234));
    assert!(resource.datastore_active);
    assert_eq!(resource.more["qa"], json!({ "score": 3 }));
    assert_eq!(package.extras[1].value, json!(3));
    let organization = package.organization.as_ref().expect("one");
    assert_eq!(organization.more["created"], json!("2018"));
}

#[test]
fn what_is_written_is_read_back_the_same() {
    let answer: Answer<Found<Package>> = serde_json::from_value(foreign()).expect("readable");
    let written = serde_json::to_value(&answer).expect("plain data");
    let again: Answer<Found<Package>> = serde_json::from_value(written.clone()).expect("readable");
    assert_eq!(answer, again);
    assert_eq!(written["result"]["results"][0]["api"], json!(true));
    assert_eq!(written["error"], Value::Null);
}

#[test]
fn failures_and_rows_of_another_portal_are_read() {
    let failed: Answer<Value> = serde_json::from_value(json!({
        "help": "h", "success": false,
        "error": { "__type": "Validation Error", "resource_id": ["Missing value"] },
    }))
    .expect("readable");
    let error = failed.error.expect("one");
    assert_eq!(error.kind, "Validation Error");
    assert_eq!(error.fields["resource_id"], json!(["Missing value"]));

    let rows: RowsFound<Vec<Value>> = serde_json::from_value(json!({
        "include_total": true, "limit": 100, "records_format": "objects", "resource_id": "r",
        "total_estimation_threshold": null, "total": 1, "total_was_estimated": false,
        "records": [{ "_id": 1, "a": "x" }],
        "fields": [{ "id": "_id", "type": "int" }, { "id": "a", "type": "text", "info": { "label": "A", "notes": null } }],
        "_links": { "start": "/api/action/datastore_search?resource_id=r", "next": "/api/action/datastore_search?offset=100" },
    }))
    .expect("readable");
    assert_eq!(rows.total, Some(1));
    assert_eq!(rows.asked["resource_id"], json!("r"));
    assert_eq!(
        rows.fields[1].info.as_ref().map(|info| info.label.as_str()),
        Some("A")
    );
}
