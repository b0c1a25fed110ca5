// SPDX-License-Identifier: AGPL-3.0-or-later

//! What datasets are put together by: organisations, groups and tags; and the licences.

use std::collections::BTreeMap;
use std::sync::Arc;

use ckan::wire::{Collection, License, Tag};
use panot_core::fold::fold;
use panot_web::Settings;
use serde_json::{Value, json};

use super::entry::Entry;
use super::package;
use super::params::Params;
use super::refused::{Refused, Why};
use crate::words::licence;

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Those who publish.
    Organizations,
    /// Themes.
    Groups,
}

impl Of {
    /// The name of the one that a dataset is in; empty for none.
    pub fn name(self, settings: &Settings, entry: &Entry) -> String {
        match self {
            Self::Organizations => match &entry.organization {
                Some(name) => name.clone(),
                None => package::of_city(settings),
            },
            Self::Groups => entry.group(),
        }
    }

    /// All of them, by name, each with how many datasets it has.
    pub fn all(self, settings: &Settings, entries: &[Arc<Entry>]) -> Vec<Collection> {
        let mut found = BTreeMap::<String, (&Entry, u64)>::new();
        for entry in entries {
            let name = self.name(settings, entry);
            if !name.is_empty() {
                found.entry(name).or_insert((entry, 0)).1 += 1;
            }
        }
        let each = found.into_iter().map(|(name, (entry, count))| Collection {
            package_count: Some(count),
            ..match self {
                Self::Organizations => package::organization(settings, entry),
                Self::Groups => package::group(settings, &name),
            }
        });
        each.collect()
    }
}

/// `organization_list` and `group_list`: names, or all that is said.
pub fn list(of: Of, all: Vec<Collection>, params: &Params) -> Result<Vec<Value>, Refused> {
    let only = match of {
        Of::Organizations => params.list("organizations")?,
        Of::Groups => params.list("groups")?,
    };
    let whole = params.truth("all_fields", false)?;
    let limit = params.number("limit", u64::MAX)?;
    let offset = params.number("offset", 0)?;
    let mut all: Vec<Collection> = all
        .into_iter()
        .filter(|one| only.is_empty() || only.contains(&one.name))
        .collect();
    let sort = params
        .text("sort")
        .unwrap_or_else(|| "title asc".to_owned());
    let (key, direction) = sort.trim().split_once(' ').unwrap_or((&sort, "asc"));
    match key {
        "name" => all.sort_by(|a, b| a.name.cmp(&b.name)),
        "title" | "display_name" => all.sort_by_cached_key(|one| fold(&one.title)),
        "package_count" | "packages" => all.sort_by_key(|one| one.package_count),
        other => return Err(Refused::field("sort", Why::CannotBe(other.to_owned()))),
    }
    if direction.trim().eq_ignore_ascii_case("desc") {
        all.reverse();
    }
    let narrow = |number| usize::try_from(number).unwrap_or(usize::MAX);
    let page = all.into_iter().skip(narrow(offset)).take(narrow(limit));
    Ok(page
        .map(|one| if whole { shown(&one) } else { json!(one.name) })
        .collect())
}

/// One of them as it is shown by itself: with the lists that clients expect, which are empty here.
pub fn shown(one: &Collection) -> Value {
    let mut value = serde_json::to_value(one).unwrap_or_default();
    if let Value::Object(members) = &mut value {
        for name in ["users", "groups", "extras", "tags"] {
            members.insert(name.to_owned(), json!([]));
        }
        members.insert("num_followers".to_owned(), json!(0));
    }
    value
}

/// `tag_list`: the keywords of all datasets, or all that is said of them.
pub fn tags(entries: &[Arc<Entry>], params: &Params) -> Result<Value, Refused> {
    let sought = params.text("query").map(|text| fold(&text));
    let mut words = BTreeMap::<String, &str>::new();
    for entry in entries {
        for (word, folded) in entry.dataset.about.keywords.iter().zip(&entry.tags) {
            if sought.as_ref().is_none_or(|sought| folded.contains(sought)) {
                words.insert(format!("{folded} {word}"), word);
            }
        }
    }
    if params.truth("all_fields", false)? {
        let all: Vec<Tag> = words.into_values().map(package::tag).collect();
        return Ok(json!(all));
    }
    Ok(json!(words.into_values().collect::<Vec<_>>()))
}

/// `license_list`: those that are known, and then whatever else datasets say.
pub fn licences(entries: &[Arc<Entry>]) -> Vec<License> {
    let known = [
        "CC-BY-4.0",
        "CC-BY-SA-4.0",
        "CC0-1.0",
        "ODbL-1.0",
        "ODC-BY-1.0",
        "PDDL-1.0",
        "EUPL-1.2",
    ];
    let mut codes: Vec<&str> = known.to_vec();
    for entry in entries {
        let code = entry.dataset.about.licence.as_str();
        if !code.is_empty() && !codes.iter().any(|known| known.eq_ignore_ascii_case(code)) {
            codes.push(code);
        }
    }
    let each = codes.into_iter().map(|code| {
        let found = licence(code);
        let is_open = found.is_some();
        License {
            id: code.to_owned(),
            title: found.map_or(code, |licence| licence.name).to_owned(),
            url: found.map_or("", |licence| licence.address).to_owned(),
            status: "active".to_owned(),
            od_conformance: if is_open { "approved" } else { "not reviewed" }.to_owned(),
            domain_data: true,
            domain_content: code.starts_with("CC"),
            domain_software: code.starts_with("EUPL"),
            ..License::default()
        }
    });
    each.collect()
}

/// `package_autocomplete`: datasets whose name or title begins so, or has a word that does.
pub fn autocomplete(
    settings: &Settings,
    entries: &[Arc<Entry>],
    params: &Params,
) -> Result<Vec<Value>, Refused> {
    let typed = params.text("q").or_else(|| params.text("incomplete"));
    let sought = fold(&typed.ok_or(Refused::field("q", Why::Missing))?);
    let limit = usize::try_from(params.number("limit", 10)?.min(100)).unwrap_or(100);
    let fits = |title: &String| {
        title.starts_with(&sought) || title.split(' ').any(|word| word.starts_with(&sought))
    };
    let found = entries.iter().filter_map(|entry| {
        let name = entry.name().as_str();
        let title = package::title(entry, settings.default_language());
        let (field, shown) = if name.starts_with(&sought) {
            ("name", name)
        } else if entry.titles.iter().any(fits) {
            ("title", title)
        } else {
            return None;
        };
        Some(
            json!({ "name": name, "title": title, "match_field": field, "match_displayed": shown }),
        )
    });
    Ok(found.take(limit).collect())
}
