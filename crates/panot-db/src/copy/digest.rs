// SPDX-License-Identifier: AGPL-3.0-or-later

//! A digest of the rows of a table that does not depend on their order, nor on how an engine writes
//! a document.

use std::fmt::Write as _;

use serde_json::Value as Document;
use sha2::{Digest as _, Sha256};

use crate::{Error, Value};

/// How many rows there are, and the sum of their SHA-256 as four numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Digest {
    pub rows: u64,
    sum: [u64; 4],
}

impl Digest {
    pub(super) fn add(&mut self, row: &[Value<'_>]) -> Result<(), Error> {
        let mut hash = Sha256::new();
        for value in row {
            cell(value, &mut hash)?;
        }
        let hash = hash.finalize();
        for (sum, part) in self.sum.iter_mut().zip(hash.chunks_exact(8)) {
            let part = part.try_into().expect("a chunk of eight bytes");
            *sum = sum.wrapping_add(u64::from_le_bytes(part));
        }
        self.rows += 1;
        Ok(())
    }
}

fn cell(value: &Value<'_>, hash: &mut Sha256) -> Result<(), Error> {
    let mut put = |kind: u8, bytes: &[u8]| {
        hash.update([kind]);
        // The length, so that no two rows of cells run into the same bytes.
        hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(bytes);
    };
    match value {
        Value::Int(Some(number)) => put(1, &number.to_le_bytes()),
        Value::Real(Some(number)) => put(2, &number.to_bits().to_le_bytes()),
        Value::Bool(Some(yes)) => put(3, &[u8::from(*yes)]),
        Value::Text(Some(text)) => put(4, text.as_bytes()),
        Value::Blob(Some(bytes)) => put(5, bytes),
        Value::Uuid(Some(id)) => put(6, id.as_bytes()),
        Value::Json(Some(text)) => {
            let document = serde_json::from_str(text).map_err(|error| Error::Cell {
                column: "a document".to_owned(),
                why: error.to_string(),
            })?;
            let mut plain = String::new();
            write(&document, &mut plain);
            put(7, plain.as_bytes());
        }
        _ => put(0, &[]),
    }
    Ok(())
}

/// A document in one way of writing: keys in order, no spaces, numbers by their value. PostgreSQL
/// writes the documents that it is given anew.
fn write(document: &Document, to: &mut String) {
    match document {
        Document::Array(items) => {
            to.push('[');
            for item in items {
                write(item, to);
                to.push(',');
            }
            to.push(']');
        }
        Document::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            to.push('{');
            for (name, value) in fields {
                let _ = write!(to, "{name:?}:");
                write(value, to);
                to.push(',');
            }
            to.push('}');
        }
        Document::Number(number) => {
            let whole = number
                .as_i64()
                .map(i128::from)
                .or(number.as_u64().map(i128::from));
            let float = number.as_f64().unwrap_or_default();
            // Writing to a String cannot fail. The largest exact integer of a float has 16 digits.
            let _ = match whole {
                Some(whole) => write!(to, "{whole}"),
                None if float.fract() == 0.0 && float.abs() < 1e19 => {
                    write!(to, "{:.0}", float + 0.0)
                }
                None => write!(to, "{float:e}"),
            };
        }
        Document::Null | Document::Bool(_) | Document::String(_) => {
            let _ = write!(to, "{document}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&[Value<'_>]]) -> Digest {
        let mut digest = Digest::default();
        for row in rows {
            digest.add(row).expect("they can be read");
        }
        digest
    }

    fn text(text: &str) -> Value<'_> {
        Value::Text(Some(text.into()))
    }

    fn json(text: &str) -> Value<'_> {
        Value::Json(Some(text.into()))
    }

    #[test]
    fn rows_have_no_order_and_cells_have() {
        let (a, b): (&[Value], &[Value]) = (&[text("a"), text("b")], &[text("b"), text("a")]);
        assert_eq!(of(&[a, b]), of(&[b, a]));
        assert_ne!(of(&[a]), of(&[b]));
        assert_ne!(
            of(&[&[text("ab"), text("")]]),
            of(&[&[text("a"), text("b")]])
        );
        assert_ne!(
            of(&[&[text("")]]),
            of(&[&[Value::Text(None)]]),
            "empty is not missing"
        );
        assert_ne!(of(&[a, a]), of(&[a]));
    }

    #[test]
    fn a_document_is_the_same_however_an_engine_writes_it() {
        let ours = json(r#"{"b":[1.0,1e16,-0.0,1e300],"a":"\u00e7"}"#);
        let theirs = json("{\"a\": \"ç\", \"b\": [1.0, 10000000000000000, 0.0, 1e300]}");
        assert_eq!(of(&[&[ours]]), of(&[&[theirs]]));
        assert_ne!(of(&[&[json("[1]")]]), of(&[&[json("[1,1]")]]));
        assert_ne!(of(&[&[json("[12]")]]), of(&[&[json("[1,2]")]]));
    }
}
