// SPDX-License-Identifier: AGPL-3.0-or-later

//! A draft of `dataset.toml`: what is known of a dataset and its columns, and empty places for what only
//! its publisher knows.

use arrow_schema::{Field, Schema};
use panot_core::{Language, Name, Texts};
use panot_web::City;
use toml::Value;

use crate::dataset::{About, Column};
use crate::gate::needs_unit;
use crate::kind::UNIT_KEY;
use crate::words::{FREQUENCIES, LICENCES, THEMES, Words};

/// How a column was called in the file, in the metadata of its field.
const HEADING_KEY: &str = "tabular.name";

/// The draft, in the first language of the city; all its languages have a place in it.
pub(super) fn of(
    name: &Name,
    about: &About,
    columns: &[Column],
    schema: &Schema,
    city: &City,
) -> String {
    let languages = &city.settings.languages;
    let t = Words::of(city.settings.default_language().tag());
    let or = |said: &str, known: &str| if said.is_empty() { known } else { said }.to_owned();
    let contact = city.settings.contact.clone().unwrap_or_default();
    let mut draft = Draft::new(languages);
    draft.comment(&t.draft_lead());
    draft.key("id", &text(name.as_str()), "");
    draft.texts("title", &about.title, "");
    draft.texts("description", &about.description, "");
    draft.key(
        "publisher",
        &text(&or(&about.publisher, &city.settings.name)),
        "",
    );
    draft.key("licence", &text(&about.licence), &LICENCES.join(", "));
    draft.key("theme", &text(&about.theme), &THEMES.join(", "));
    draft.key(
        "frequency",
        &text(&about.frequency),
        &FREQUENCIES.join(", "),
    );
    draft.key("contact", &text(&or(&about.contact, &contact)), "");
    draft.key("keywords", &list(&about.keywords), "");
    if !about.key.is_empty() {
        draft.key("key", &list(&about.key), "");
    }
    if let Some(period) = &about.period {
        let (from, to) = (text(&period.from), text(&period.to));
        draft.line(&format!("period = {{ from = {from}, to = {to} }}"));
    }
    for one in &about.accepted {
        draft.line("\n[[accepted]]");
        draft.key("column", &text(&one.column), "");
        draft.key("finding", &text(&one.finding), "");
        draft.texts("reason", &one.reason, "");
    }
    for field in schema.fields() {
        let said = columns.iter().find(|column| column.name == *field.name());
        draft.column(field, said.unwrap_or(&Column::default()));
    }
    draft.text
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn list(texts: &[String]) -> Value {
    Value::Array(texts.iter().map(|one| text(one)).collect())
}

struct Draft<'a> {
    languages: &'a [Language],
    text: String,
}

impl<'a> Draft<'a> {
    fn new(languages: &'a [Language]) -> Self {
        Self {
            languages,
            text: String::new(),
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn comment(&mut self, words: &str) {
        for line in words.lines() {
            self.line(&format!("# {line}"));
        }
    }

    fn key(&mut self, key: &str, value: &Value, may_be: &str) {
        let remark = match may_be {
            "" => String::new(),
            codes => format!("    # {codes}"),
        };
        self.line(&format!("{key} = {value}{remark}"));
    }

    /// A text in each language of the city; `known` where nobody said anything yet.
    fn texts(&mut self, key: &str, said: &Texts, known: &str) {
        let each = self.languages.iter().map(|language| {
            let said = said.get(*language).unwrap_or(known);
            format!("{} = {}", language.tag(), text(said))
        });
        let each = each.collect::<Vec<_>>().join(", ");
        self.line(&format!("{key} = {{ {each} }}"));
    }

    fn column(&mut self, field: &Field, said: &Column) {
        let heading = field.metadata().get(HEADING_KEY).unwrap_or(field.name());
        let heading = heading.replace('_', " ");
        self.line("\n[[columns]]");
        self.key("name", &text(field.name()), "");
        self.texts("title", &said.title, heading.trim());
        self.texts("description", &said.description, "");
        let in_file = field.metadata().get(UNIT_KEY).map_or("", String::as_str);
        let is_said = self.languages.iter().any(|l| said.unit.get(*l).is_some());
        if needs_unit(field) || is_said || !in_file.is_empty() {
            self.texts("unit", &said.unit, in_file);
        }
    }
}
