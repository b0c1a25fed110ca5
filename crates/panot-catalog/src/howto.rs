// SPDX-License-Identifier: AGPL-3.0-or-later

//! Lines to copy: how other tools read a dataset from its address.

use arrow_schema::Schema;

use crate::kind::{Kind, whereabouts};

/// One way of using a dataset: a tool's name and lines that work as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HowTo {
    /// The tool, as it calls itself.
    pub tool: &'static str,
    /// For `id` attributes.
    pub id: &'static str,
    /// The lines.
    pub lines: String,
}

/// The lines for a dataset whose files stand at `{address}.csv`, `{address}.parquet` and so on.
///
/// Parquet comes first where a tool reads it, because types and codes survive in it. For CSV the
/// columns that hold codes are named, so that `08019050` does not become 8019050.
pub fn lines(address: &str, file: &str, schema: &Schema) -> Vec<HowTo> {
    let codes: Vec<&str> = schema
        .fields()
        .iter()
        .filter(|field| Kind::of(field) == Kind::Code)
        .map(|field| field.name().as_str())
        .collect();
    let how = |tool, id, lines| HowTo { tool, id, lines };
    let mut all = vec![
        how(
            "curl",
            "curl",
            format!("curl --fail --location --output '{file}.csv' '{address}.csv'"),
        ),
        how("Python, pandas", "pandas", pandas(address, &codes)),
        how(
            "Python, DuckDB",
            "python-duckdb",
            format!(
                "import duckdb\n\n\
                 table = duckdb.sql(\"SELECT * FROM read_parquet('{address}.parquet')\")\n\
                 table.limit(10).show()"
            ),
        ),
        how("R", "r", r(address, &codes)),
        how(
            "DuckDB",
            "duckdb",
            format!("SELECT *\nFROM read_parquet('{address}.parquet')\nLIMIT 10;"),
        ),
    ];
    // Through OGC API Features, where there are places.
    if let Some((city, name)) = address.rsplit_once("/data/")
        && whereabouts(schema).is_some()
    {
        let lines = format!(
            "# QGIS: Layer, Add Layer, Add WFS / OGC API - Features Layer, with the address\n\
             # {city}/ogc\n\
             ogr2ogr '{file}.gpkg' 'OAPIF:{city}/ogc/collections/{name}'"
        );
        all.push(how("QGIS, GDAL", "gdal", lines));
    }
    all
}

fn pandas(address: &str, codes: &[&str]) -> String {
    let dtype: Vec<String> = codes
        .iter()
        .map(|name| format!("{}: str", quoted(name)))
        .collect();
    let dtype = if dtype.is_empty() {
        String::new()
    } else {
        format!(", dtype={{{}}}", dtype.join(", "))
    };
    format!(
        "import pandas as pd\n\n\
         table = pd.read_csv(\"{address}.csv\"{dtype})\n\
         # or, with every type kept (needs pyarrow):\n\
         table = pd.read_parquet(\"{address}.parquet\")"
    )
}

fn r(address: &str, codes: &[&str]) -> String {
    let classes: Vec<String> = codes
        .iter()
        .map(|name| format!("{} = \"character\"", quoted(name)))
        .collect();
    let classes = if classes.is_empty() {
        String::new()
    } else {
        format!(", colClasses = c({})", classes.join(", "))
    };
    format!(
        "table <- read.csv(\"{address}.csv\", encoding = \"UTF-8\", check.names = FALSE{classes})"
    )
}

/// A name as a text literal of Python and of R.
fn quoted(name: &str) -> String {
    let mut literal = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use arrow_schema::{DataType, Field};

    use super::*;

    #[test]
    fn codes_are_read_as_text_and_names_cannot_leave_their_quotes() {
        let code = HashMap::from([("tabular.type".to_owned(), "code".to_owned())]);
        let schema = Schema::new(vec![
            Field::new("codi \"eoi\"", DataType::Utf8, true).with_metadata(code),
            Field::new("valor", DataType::Int64, true),
        ]);
        let lines = lines("https://dades.example/data/aire", "aire", &schema);
        assert_eq!(
            lines[0].lines,
            "curl --fail --location --output 'aire.csv' 'https://dades.example/data/aire.csv'"
        );
        assert!(lines[1].lines.contains(r#"dtype={"codi \"eoi\"": str})"#));
        assert!(
            lines[3]
                .lines
                .contains(r#"colClasses = c("codi \"eoi\"" = "character"))"#)
        );
    }

    #[test]
    fn without_codes_the_lines_are_short() {
        let lines = lines(
            "https://dades.example/data/aire@2",
            "aire-2",
            &Schema::empty(),
        );
        assert!(
            lines[1]
                .lines
                .contains("read_csv(\"https://dades.example/data/aire@2.csv\")")
        );
        assert_eq!(
            lines[4].lines,
            "SELECT *\nFROM read_parquet('https://dades.example/data/aire@2.parquet')\nLIMIT 10;"
        );
    }

    #[test]
    fn map_programs_are_told_where_there_are_places() {
        let degrees = |name: &str| Field::new(name, DataType::Float64, true);
        let schema = Schema::new(vec![degrees("latitud"), degrees("longitud")]);
        let all = lines("https://dades.example/data/arbres@2", "arbres-2", &schema);
        let last = all.last().expect("lines");
        assert_eq!(last.id, "gdal");
        let command =
            "ogr2ogr 'arbres-2.gpkg' 'OAPIF:https://dades.example/ogc/collections/arbres@2'";
        assert!(last.lines.ends_with(command), "{}", last.lines);
    }
}
