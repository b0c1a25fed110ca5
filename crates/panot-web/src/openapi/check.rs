// SPDX-License-Identifier: AGPL-3.0-or-later

//! Whether a value is what the description of the API says: the part of JSON Schema that our
//! description uses, read strictly. A member that the schema does not name is a fault too, and so is
//! a word of JSON Schema that is not read here.

use serde_json::{Map, Value};

/// Everything that is wrong with `value` by `schema`, whose references lead into `document`: each
/// fault begins with where it stands, as a JSON pointer.
pub fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let check = Check { document };
    check.value(schema, value, "", &mut faults);
    faults
}

#[derive(Clone, Copy)]
struct Check<'a> {
    document: &'a Value,
}

impl Check<'_> {
    fn value(self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let Some(words) = schema.as_object() else {
            faults.push(format!("{at}: a schema that is no object"));
            return;
        };
        for (word, said) in words {
            match word.as_str() {
                "$ref" => {
                    let pointer = said.as_str().and_then(|said| said.strip_prefix('#'));
                    match pointer.and_then(|pointer| self.document.pointer(pointer)) {
                        Some(schema) => self.value(schema, value, at, faults),
                        None => faults.push(format!("{at}: {said} leads nowhere")),
                    }
                }
                "type" if !is_of(said, value) => {
                    faults.push(format!("{at}: {value} is not of type {said}"));
                }
                "enum" if !said.as_array().is_some_and(|all| all.contains(value)) => {
                    faults.push(format!("{at}: {value} is none of {said}"));
                }
                "minimum" if value.as_f64() < said.as_f64() && value.is_number() => {
                    faults.push(format!("{at}: {value} is less than {said}"));
                }
                "maximum" if value.as_f64() > said.as_f64() && value.is_number() => {
                    faults.push(format!("{at}: {value} is more than {said}"));
                }
                "oneOf" | "anyOf" => self.any_of(said, value, at, faults),
                "items" => {
                    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.value(said, item, &format!("{at}/{n}"), faults);
                    }
                }
                "minItems" | "maxItems" => {
                    let (count, said) = (value.as_array().map(Vec::len), said.as_u64());
                    let count = count.and_then(|count| u64::try_from(count).ok());
                    let fits = if word == "minItems" {
                        count >= said
                    } else {
                        count <= said
                    };
                    if count.is_some() && !fits {
                        faults.push(format!("{at}: {count:?} items"));
                    }
                }
                "required" => {
                    let names = said.as_array().into_iter().flatten();
                    let missing = names.filter_map(Value::as_str).filter(|name| {
                        value
                            .as_object()
                            .is_some_and(|object| !object.contains_key(*name))
                    });
                    faults.extend(missing.map(|name| format!("{at}: {name} is missing")));
                }
                "propertyNames" => {
                    for name in value.as_object().into_iter().flat_map(Map::keys) {
                        let name_at = format!("{at}/{name}");
                        self.value(said, &Value::from(name.as_str()), &name_at, faults);
                    }
                }
                // Read with the members below, fitting, or saying nothing about a value.
                "properties"
                | "additionalProperties"
                | "type"
                | "enum"
                | "minimum"
                | "maximum"
                | "description"
                | "title"
                | "format"
                | "examples"
                | "default" => {}
                other => faults.push(format!("{at}: {other} is not read by this check")),
            }
        }
        if let Some(object) = value.as_object() {
            self.members(words, object, at, faults);
        }
    }

    /// The members of an object. Where a schema names some, it names all.
    fn members(
        self,
        schema: &Map<String, Value>,
        object: &Map<String, Value>,
        at: &str,
        faults: &mut Vec<String>,
    ) {
        let named = schema.get("properties").and_then(Value::as_object);
        let others = schema.get("additionalProperties");
        if named.is_none() && others.is_none() {
            return;
        }
        for (name, value) in object {
            let here = format!("{at}/{name}");
            match named.and_then(|named| named.get(name)).or(others) {
                Some(Value::Bool(true)) => {}
                Some(schema @ Value::Object(_)) => self.value(schema, value, &here, faults),
                _ => faults.push(format!("{here}: no such member is described")),
            }
        }
    }

    fn any_of(self, schemas: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let mut why = Vec::new();
        for schema in schemas.as_array().into_iter().flatten() {
            let mut here = Vec::new();
            self.value(schema, value, at, &mut here);
            if here.is_empty() {
                return;
            }
            why.append(&mut here);
        }
        faults.push(format!("{at}: fits none of several shapes"));
        faults.append(&mut why);
    }
}

/// Whether a value is of a type, or of one of several.
fn is_of(types: &Value, value: &Value) -> bool {
    match types {
        Value::Array(types) => types.iter().any(|one| is_of(one, value)),
        Value::String(name) => match name.as_str() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "number" => value.is_number(),
            "integer" => value.is_i64() || value.is_u64(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::faults;

    fn wrong(value: &serde_json::Value) -> Vec<String> {
        let document = json!({ "components": { "schemas": {
            "Tree": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": { "type": "string" },
                    "height": { "oneOf": [{ "type": "null" }, { "type": "number", "minimum": 0 }] },
                    "kind": { "type": "string", "enum": ["street", "park"] },
                },
            },
        } } });
        let schema = json!({
            "type": "array",
            "items": { "$ref": "#/components/schemas/Tree" },
        });
        faults(&document, &schema, value)
    }

    #[test]
    fn what_is_as_described_has_no_fault() {
        let trees = json!([{ "name": "a", "height": 3.5, "kind": "park" }, { "name": "b" }]);
        assert_eq!(wrong(&trees), Vec::<String>::new());
        assert_eq!(wrong(&json!([{ "name": "c", "height": null }])).len(), 0);
    }

    #[test]
    fn every_fault_says_where_it_stands() {
        for (value, said) in [
            (json!({}), ": {} is not of type \"array\""),
            (json!([{}]), "/0: name is missing"),
            (
                json!([{ "name": 3 }]),
                "/0/name: 3 is not of type \"string\"",
            ),
            (
                json!([{ "name": "a", "kind": "x" }]),
                "/0/kind: \"x\" is none of [\"street\",\"park\"]",
            ),
            (
                json!([{ "name": "a", "age": 3 }]),
                "/0/age: no such member is described",
            ),
            (
                json!([{ "name": "a", "height": -1 }]),
                "/0/height: fits none of several shapes",
            ),
        ] {
            assert_eq!(wrong(&value).first().map(String::as_str), Some(said));
        }
    }

    #[test]
    fn a_word_that_is_not_read_and_a_reference_to_nothing_are_faults() {
        let unread = faults(&json!({}), &json!({ "multipleOf": 2 }), &json!(3));
        assert_eq!(unread, [": multipleOf is not read by this check"]);
        let lost = faults(&json!({}), &json!({ "$ref": "#/nowhere" }), &json!(3));
        assert_eq!(lost, [": \"#/nowhere\" leads nowhere"]);
    }
}
