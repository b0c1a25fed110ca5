// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the open-data officer wrote about each dataset: `dataset.toml`.

use std::fmt::Write as _;

/// A text in Catalan, Spanish and English.
pub(crate) type Three = [&'static str; 3];

/// A column as its officer describes it.
pub(crate) struct ColumnNote {
    /// Its name in the table, not that in the file.
    pub(crate) name: &'static str,
    pub(crate) title: Three,
    /// What a cell means, where it comes from, what its codes and empty cells say.
    pub(crate) description: Three,
    /// What its numbers count; none for names, codes, days and places.
    pub(crate) unit: Option<Three>,
}

/// A dataset as its officer describes it.
pub(crate) struct Note {
    pub(crate) id: &'static str,
    pub(crate) title: Three,
    pub(crate) description: Three,
    pub(crate) department: &'static str,
    pub(crate) theme: &'static str,
    pub(crate) frequency: &'static str,
    pub(crate) keywords: &'static [&'static str],
    pub(crate) key: &'static [&'static str],
    pub(crate) columns: &'static [ColumnNote],
}

/// The unit of what counts people.
pub(crate) const PEOPLE: Three = ["persones", "personas", "people"];

/// A unit that is the same in every language.
pub(crate) const fn unit(text: &'static str) -> Three {
    [text, text, text]
}

impl Note {
    /// The text of `dataset.toml`.
    pub(crate) fn to_toml(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "id = {}", quote(self.id));
        let _ = writeln!(
            out,
            "publisher = {}",
            quote(&format!("Ajuntament de Vilagarbí. {}", self.department))
        );
        let _ = writeln!(out, "licence = \"CC-BY-4.0\"");
        let _ = writeln!(out, "theme = {}", quote(self.theme));
        let _ = writeln!(out, "frequency = {}", quote(self.frequency));
        let _ = writeln!(out, "contact = \"dades@vilagarbi.example\"");
        let _ = writeln!(out, "keywords = {}", list(self.keywords));
        let _ = writeln!(out, "key = {}", list(self.key));
        out.push_str(&texts("title", &self.title));
        out.push_str(&texts("description", &self.description));
        for column in self.columns {
            let _ = write!(out, "\n[[columns]]\nname = {}\n", quote(column.name));
            let _ = writeln!(out, "title = {}", inline(&column.title));
            let _ = writeln!(out, "description = {}", inline(&column.description));
            if let Some(unit) = &column.unit {
                let _ = writeln!(out, "unit = {}", inline(unit));
            }
        }
        out
    }
}

fn texts(table: &str, [ca, es, en]: &Three) -> String {
    format!(
        "\n[{table}]\nca = {}\nes = {}\nen = {}\n",
        quote(ca),
        quote(es),
        quote(en)
    )
}

fn inline([ca, es, en]: &Three) -> String {
    format!(
        "{{ ca = {}, es = {}, en = {} }}",
        quote(ca),
        quote(es),
        quote(en)
    )
}

fn list(of: &[&str]) -> String {
    let quoted: Vec<String> = of.iter().map(|s| quote(s)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A TOML basic string.
fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
