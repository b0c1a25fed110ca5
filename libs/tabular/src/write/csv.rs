// SPDX-License-Identifier: AGPL-3.0-or-later

//! CSV as RFC 4180 writes it.

use std::io::Write;

use arrow_array::RecordBatch;
use arrow_schema::Schema;

use super::text::{Columns, Value, check, push};
use super::{WriteBatches, WriteError};

/// Bytes that are handed over at once.
const HANDED: usize = 64 << 10;

pub(super) struct Csv<W> {
    out: W,
    text: String,
}

impl<W: Write> Csv<W> {
    pub(super) fn new(schema: &Schema, out: W) -> Result<Self, WriteError> {
        check(schema)?;
        let mut text = String::new();
        for (n, field) in schema.fields().iter().enumerate() {
            if n > 0 {
                text.push(',');
            }
            push_quoted(field.name(), &mut text);
        }
        text.push_str("\r\n");
        Ok(Self { out, text })
    }
}

/// A text, quoted where it must be. An empty one is quoted, because a cell without anything is one
/// that is missing.
fn push_quoted(text: &str, out: &mut String) {
    let quoted = text.is_empty()
        || text
            .bytes()
            .any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r'));
    if !quoted {
        out.push_str(text);
        return;
    }
    out.push('"');
    for (n, part) in text.split('"').enumerate() {
        if n > 0 {
            out.push_str("\"\"");
        }
        out.push_str(part);
    }
    out.push('"');
}

impl<W: Write + Send> WriteBatches for Csv<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), WriteError> {
        let columns = Columns::of(batch)?;
        let mut geometry = String::new();
        for row in 0..columns.rows() {
            for column in 0..columns.count() {
                if column > 0 {
                    self.text.push(',');
                }
                match columns.value(row, column) {
                    Value::Text(text) => push_quoted(text, &mut self.text),
                    value @ Value::Geometry(_) => {
                        geometry.clear();
                        push(value, &mut geometry);
                        push_quoted(&geometry, &mut self.text);
                    }
                    value => push(value, &mut self.text),
                }
            }
            self.text.push_str("\r\n");
            if self.text.len() >= HANDED {
                self.out.write_all(self.text.as_bytes())?;
                self.text.clear();
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.out.write_all(self.text.as_bytes())?;
        Ok(self.out.flush()?)
    }
}
