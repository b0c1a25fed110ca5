// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a text may mean by its words, before anybody reads it as SQL: so that of thousands of tables
//! only those are looked up that a question can ask for.

use std::collections::BTreeSet;

use panot_core::Name;

/// The most names that are looked up. A question has at most a thousand words, and sixteen tables.
const NAMES_MAX: usize = 400;

/// Names of tables that a text may mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentioned {
    /// Without a version: the newest.
    pub names: BTreeSet<Name>,
    /// With a version.
    pub numbered: BTreeSet<(Name, u32)>,
}

impl Mentioned {
    /// Every word of `text` that can be the name of a table. `air_quality` is `air-quality` too, as in
    /// questions; whatever the planner takes for a table's name is among them.
    pub fn in_text(text: &str) -> Self {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '@');
        let mut mentioned = Self::default();
        for word in text.split(|c: char| !is_part(c)) {
            if mentioned.names.len() + mentioned.numbered.len() >= NAMES_MAX {
                break;
            }
            let (name, version) = match word.split_once('@') {
                Some((name, version)) => (name, Some(version)),
                None => (word, None),
            };
            let name = name.to_ascii_lowercase().replace('_', "-");
            let Ok(name) = name.parse::<Name>() else {
                continue;
            };
            match version.map(str::parse) {
                None => {
                    mentioned.names.insert(name);
                }
                Some(Ok(version)) => {
                    mentioned.numbered.insert((name, version));
                }
                Some(Err(_)) => {}
            }
        }
        mentioned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_naming_a_table_is_found() {
        let text = "SELECT a.x, Air_Quality.y FROM \"air-quality@12\" a, air_quality, (select 1)";
        let mentioned = Mentioned::in_text(text);
        let air: Name = "air-quality".parse().expect("a name");
        assert!(mentioned.names.contains(&air));
        assert!(mentioned.numbered.contains(&(air, 12)));
        let names: Vec<String> = (0..5_000).map(|n| format!("c{n}")).collect();
        let text = names.join(", ");
        assert_eq!(Mentioned::in_text(&text).names.len(), NAMES_MAX);
        assert_eq!(Mentioned::in_text("à «»"), Mentioned::default());
    }
}
