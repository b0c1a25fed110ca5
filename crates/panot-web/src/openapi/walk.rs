// SPDX-License-Identifier: AGPL-3.0-or-later

//! A walk over everything that the description of the API promises, to see whether it is kept.

use serde_json::Value;

use super::check;

/// A question that the description promises an answer to.
#[derive(Debug, Clone)]
pub struct Promise<'a> {
    document: &'a Value,
    responses: &'a Value,
    /// The stable name of the operation.
    pub id: &'a str,
    /// The address, with every part of it filled in.
    pub address: String,
    /// What to accept: one of the media types that are promised.
    pub accept: &'a str,
}

/// All promises of a description: one for each operation that reads and each media type of its
/// answer. `fill` says what stands for the part `{name}` of an address.
pub fn promises<'a>(document: &'a Value, fill: &dyn Fn(&str) -> String) -> Vec<Promise<'a>> {
    let mut all = Vec::new();
    for (path, operations) in members(&document["paths"]) {
        let operation = &operations["get"];
        let Some(id) = operation["operationId"].as_str() else {
            continue;
        };
        let promise = |accept| Promise {
            document,
            responses: &operation["responses"],
            id,
            address: filled(path, fill),
            accept,
        };
        let kinds: Vec<_> = members(&operation["responses"]["200"]["content"]).collect();
        if kinds.is_empty() {
            all.push(promise("text/html"));
        }
        all.extend(kinds.into_iter().map(|(kind, _)| promise(kind)));
    }
    all
}

impl Promise<'_> {
    /// Everything that is wrong with an answer. Only what the description names by its status is
    /// right: "any other refusal" is for what cannot be foreseen.
    pub fn faults(&self, status: u16, media_type: &str, body: &[u8]) -> Vec<String> {
        let response = &self.responses[status.to_string()];
        if response.is_null() {
            return vec![format!("{}: {status} is not described", self.address)];
        }
        let kind = media_type.split(';').next().unwrap_or_default().trim();
        let content = &response["content"];
        if content.is_null() && body.is_empty() {
            return Vec::new();
        }
        if status == 200 && kind != self.accept {
            return vec![format!("{}: {kind}, not {}", self.address, self.accept)];
        }
        let schema = match content.get(kind) {
            None => return vec![format!("{}: {kind} is not described", self.address)],
            Some(content) => content.get("schema"),
        };
        // Bytes without a schema are what their media type says.
        let faults = schema.map_or_else(Vec::new, |schema| match value(kind, body) {
            Ok(value) => check::faults(self.document, schema, &value),
            Err(error) => vec![error],
        });
        let located = |fault| format!("{} ({}) {fault}", self.address, self.id);
        faults.into_iter().map(located).collect()
    }
}

/// What a body says: JSON as what it holds, everything else as text.
fn value(kind: &str, body: &[u8]) -> Result<Value, String> {
    if kind == "application/json" || kind.ends_with("+json") {
        serde_json::from_slice(body).map_err(|error| format!("is no JSON: {error}"))
    } else {
        std::str::from_utf8(body)
            .map(Value::from)
            .map_err(|error| format!("is no text: {error}"))
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn filled(path: &str, fill: &dyn Fn(&str) -> String) -> String {
    let mut rest = path;
    let mut address = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        address.push_str(before);
        address.push_str(&fill(name));
        rest = behind;
    }
    address + rest
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Promise, promises};

    fn document() -> Value {
        let text = json!({ "schema": { "type": "string" } });
        let named = json!({ "schema": {
            "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } },
        } });
        json!({ "paths": { "/{lang}/data/{id}.json": { "get": {
            "operationId": "describe",
            "responses": {
                "200": { "content": { "application/json": named } },
                "304": { "description": "the same" },
                "404": { "content": { "text/html": text } },
            },
        } } } })
    }

    fn only(document: &Value) -> Promise<'_> {
        let fill = |name: &str| if name == "lang" { "ca" } else { "air" }.to_owned();
        let mut all = promises(document, &fill);
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    #[test]
    fn an_address_is_filled_in_and_asked_for_in_each_of_its_media_types() {
        let document = document();
        let promise = only(&document);
        assert_eq!(promise.address, "/ca/data/air.json");
        assert_eq!(promise.accept, "application/json");
    }

    #[test]
    fn an_answer_is_right_when_status_media_type_and_shape_are_described() {
        let document = document();
        let promise = only(&document);
        let right = |status, kind: &str, body: &str| {
            promise.faults(status, kind, body.as_bytes()).is_empty()
        };
        assert!(right(200, "application/json", r#"{"name":"air"}"#));
        assert!(right(304, "", ""));
        assert!(right(404, "text/html; charset=utf-8", "<html>"));
        assert!(!right(200, "application/json", r#"{"name":3}"#));
        assert!(!right(200, "application/json", "<html>"));
        assert!(!right(200, "text/html", "<html>"));
        assert!(!right(404, "application/json", "{}"));
        assert!(!right(418, "text/html", "tea"));
    }
}
