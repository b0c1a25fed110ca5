// SPDX-License-Identifier: AGPL-3.0-or-later

//! Whole tables as CKAN's `DataStore` hands them out, row by row.

use std::fmt::Write as _;

use arrow_schema::Schema;
use ckan::wire::Field;

use super::rows::{NUMBER, Records, listed, separated};
use crate::kind::Kind;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dump {
    Csv,
    Tsv,
    Json,
    Xml,
}

impl Dump {
    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            "json" => Self::Json,
            "xml" => Self::Xml,
            _ => return None,
        })
    }

    /// What follows the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }

    /// What it is served as.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Tsv => "text/tab-separated-values; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
            Self::Xml => "text/xml; charset=utf-8",
        }
    }
}

/// A file that is being written.
pub struct Written {
    format: Dump,
    names: Vec<String>,
    kinds: Vec<Kind>,
    columns: Vec<Field>,
    bom: bool,
    has_rows: bool,
}

impl Written {
    /// A file of rows with these columns. `bom` marks it as UTF-8 for spreadsheets.
    pub fn new(format: Dump, schema: &Schema, columns: Vec<Field>, bom: bool) -> Self {
        Self {
            format,
            names: schema
                .fields()
                .iter()
                .map(|field| field.name().clone())
                .collect(),
            kinds: schema
                .fields()
                .iter()
                .map(|field| Kind::of(field))
                .collect(),
            columns,
            bom,
            has_rows: false,
        }
    }

    fn separated(&self) -> Records {
        match self.format {
            Dump::Tsv => Records::Tsv,
            _ => Records::Csv,
        }
    }

    /// What stands before the first row.
    pub fn head(&self) -> String {
        let mut text = String::new();
        if self.bom {
            text.push('\u{feff}');
        }
        match self.format {
            Dump::Csv | Dump::Tsv => {
                let names = self.names.iter().map(|name| Some(name.as_str()));
                separated(names, self.separated(), &mut text);
            }
            Dump::Json => {
                let fields = serde_json::to_string(&self.columns).unwrap_or_default();
                let _ = write!(text, "{{\n  \"fields\": {fields},\n  \"records\": [");
            }
            Dump::Xml => {
                text.push_str("<data xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n");
            }
        }
        text
    }

    /// A row.
    pub fn row(&mut self, cells: &[Option<String>], text: &mut String) {
        match self.format {
            Dump::Csv | Dump::Tsv => {
                separated(cells.iter().map(Option::as_deref), self.separated(), text);
            }
            Dump::Json => {
                text.push_str(if self.has_rows { ",\n    " } else { "\n    " });
                listed(cells, &self.kinds, None, text);
            }
            Dump::Xml => self.element(cells, text),
        }
        self.has_rows = true;
    }

    fn element(&self, cells: &[Option<String>], text: &mut String) {
        text.push_str("<row");
        let numbered = self.names.first().is_some_and(|name| name == NUMBER);
        if let (true, Some(Some(number))) = (numbered, cells.first()) {
            let _ = write!(text, " _id=\"{number}\"");
        }
        text.push('>');
        let skipped = usize::from(numbered);
        for (name, cell) in self.names.iter().zip(cells).skip(skipped) {
            let (tag, said) = element_name(name);
            let _ = write!(text, "<{tag}");
            if said != tag {
                text.push_str(" name=\"");
                escaped(said, text);
                text.push('"');
            }
            match cell {
                Some(cell) => {
                    text.push('>');
                    escaped(cell, text);
                    let _ = write!(text, "</{tag}>");
                }
                None => text.push_str(" xsi:nil=\"true\"/>"),
            }
        }
        text.push_str("</row>\n");
    }

    /// What stands behind the last row.
    pub fn tail(&self) -> &'static str {
        match self.format {
            Dump::Csv | Dump::Tsv => "",
            Dump::Json => "\n]}\n",
            Dump::Xml => "</data>\n",
        }
    }
}

/// The name of a column as the name of an element, or a plain one where it cannot be one.
fn element_name(name: &str) -> (&str, &str) {
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    let is_name = name.starts_with(is_letter)
        && !name.to_ascii_lowercase().starts_with("xml")
        && name
            .chars()
            .all(|c| is_letter(c) || c.is_ascii_digit() || matches!(c, '-' | '.'));
    (if is_name { name } else { "column" }, name)
}

/// A text in XML; signs that XML cannot hold are left out.
fn escaped(said: &str, text: &mut String) {
    for letter in said.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\r' => text.push_str("&#13;"),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() && !matches!(letter, '\t' | '\n') && letter < ' ' => {}
            letter => text.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use arrow_schema::{DataType, Field as Column};

    use super::*;

    fn file(format: Dump) -> String {
        let schema = Schema::new(vec![
            Column::new("_id", DataType::Int64, false),
            Column::new("nom <b>", DataType::Utf8, true),
            Column::new("no2", DataType::Decimal128(6, 2), true),
        ]);
        let columns = super::super::rows::fields(&schema, &[], panot_core::Language::En);
        let mut written = Written::new(format, &schema, columns, false);
        let mut text = written.head();
        let some = |cell: &str| Some(cell.to_owned());
        written.row(
            &[some("1"), some("a & \"b\",\t\u{1}c"), some("1.50")],
            &mut text,
        );
        written.row(&[some("2"), None, None], &mut text);
        text + written.tail()
    }

    #[test]
    fn rows_are_written_in_every_format() {
        assert_eq!(
            file(Dump::Csv),
            "_id,nom <b>,no2\r\n1,\"a & \"\"b\"\",\t\u{1}c\",1.50\r\n2,,\r\n"
        );
        assert_eq!(
            file(Dump::Tsv),
            "_id\tnom <b>\tno2\r\n1\t\"a & \"\"b\"\",\t\u{1}c\"\t1.50\r\n2\t\t\r\n"
        );
        let json: serde_json::Value = serde_json::from_str(&file(Dump::Json)).expect("JSON");
        assert_eq!(
            json["records"][0],
            serde_json::json!([1, "a & \"b\",\t\u{1}c", 1.5])
        );
        assert_eq!(json["records"][1], serde_json::json!([2, null, null]));
        assert_eq!(json["fields"][2]["type"], "numeric");
        assert!(file(Dump::Xml).contains(
            "<row _id=\"1\"><column name=\"nom &lt;b&gt;\">a &amp; &quot;b&quot;,\tc</column><no2>1.50</no2></row>"
        ));
    }
}
