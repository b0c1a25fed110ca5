// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which columns the records of a file have, together.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::outline::{Outline, Records, Sequence};
use super::record::{Feature, Members, ValueKind, kind, text};
use super::{Shape, damaged_record, members};
use crate::source::Limits;
use crate::source::backing::Backing;
use crate::{Hint, ReadError};

/// What all records have, together.
#[derive(Debug)]
pub(super) struct Survey {
    pub(super) shape: Shape,
    pub(super) rows: u64,
    /// Records that name the columns and are no rows.
    pub(super) header_records: usize,
    /// Features have an `id` of their own.
    pub(super) has_id: bool,
    /// Names of members, in the order in which they are first met.
    pub(super) keys: Vec<String>,
    kinds: Vec<Option<ValueKind>>,
    id_kind: Option<ValueKind>,
    at: BTreeMap<String, usize>,
}

impl Survey {
    pub(super) fn of(
        file: &Backing,
        outline: &Outline,
        shape: Shape,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        let mut survey = Self {
            shape,
            rows: 0,
            header_records: 0,
            has_id: false,
            keys: Vec::new(),
            kinds: Vec::new(),
            id_kind: None,
            at: BTreeMap::new(),
        };
        let mut named = match outline.names {
            Some(place) => survey.names_beside(file, place, limits)?,
            None => false,
        };
        let mut records = Records::new(file, outline.sequence, limits)?;
        while let Some((line, record)) = records.next_record()? {
            if shape == Shape::List && !named {
                named = true;
                if survey.names_in_first(record) {
                    survey.header_records = 1;
                    continue;
                }
            }
            survey.rows += 1;
            survey.look_at(line, record)?;
            if survey.keys.len() > limits.columns {
                return Err(ReadError::too_much(
                    format!("line {line}: the number of columns, {},", survey.keys.len()),
                    format!("{} columns", limits.columns),
                ));
            }
            if survey.rows > limits.rows {
                return Err(ReadError::too_much(
                    "the number of rows",
                    format!("{} rows", limits.rows),
                ));
            }
        }
        if survey.keys.is_empty() && !(shape == Shape::Feature && survey.rows > 0) {
            return Err(ReadError::damaged(
                1,
                "this JSON has no records with values",
            ));
        }
        Ok(survey)
    }

    /// Names from an array like CKAN's `fields` or Socrata's `columns`.
    fn names_beside(
        &mut self,
        file: &Backing,
        place: super::scan::Place,
        limits: &Limits,
    ) -> Result<bool, ReadError> {
        let mut records = Records::new(file, Sequence::Array(place), limits)?;
        while let Some((_, record)) = records.next_record()? {
            let Some(name) = name_of(record) else {
                return Ok(false);
            };
            self.key(&name, true);
            if self.keys.len() > limits.columns {
                break;
            }
        }
        Ok(!self.keys.is_empty())
    }

    /// A first list of nothing but texts names the columns of those that follow.
    fn names_in_first(&mut self, record: &str) -> bool {
        let Ok(names) = serde_json::from_str::<Vec<String>>(record) else {
            return false;
        };
        for name in &names {
            self.key(name, true);
        }
        !names.is_empty()
    }

    fn look_at(&mut self, line: u64, record: &str) -> Result<(), ReadError> {
        match self.shape {
            Shape::Object => {
                let members = members(line, record)?;
                self.members(&members);
            }
            Shape::Feature => {
                let feature: Feature<'_> =
                    serde_json::from_str(record).map_err(|e| damaged_record(line, &e))?;
                if let Some(id) = feature.id {
                    self.has_id = true;
                    self.id_kind = Some(merge(self.id_kind, kind(id)));
                }
                if let Some(members) = &feature.properties {
                    self.members(members);
                }
            }
            Shape::List => {
                let values: Vec<&RawValue> =
                    serde_json::from_str(record).map_err(|e| damaged_record(line, &e))?;
                if self.rows == 1 && self.keys.is_empty() {
                    for n in 1..=values.len() {
                        self.key(&format!("column_{n}"), true);
                    }
                }
                for (n, value) in values.iter().enumerate().take(self.keys.len()) {
                    self.saw(n, value);
                }
            }
        }
        Ok(())
    }

    fn members(&mut self, members: &Members<'_>) {
        for (n, (name, value)) in members.0.iter().enumerate() {
            let at = if self.keys.get(n).is_some_and(|key| key == name) {
                n
            } else {
                self.key(name, false)
            };
            self.saw(at, value);
        }
    }

    /// The number of a column; a new one where the name is new, or where every name is a column.
    fn key(&mut self, name: &str, always: bool) -> usize {
        if let (Some(at), false) = (self.at.get(name), always) {
            return *at;
        }
        let at = self.keys.len();
        self.keys.push(name.to_owned());
        self.kinds.push(None);
        self.at.insert(name.to_owned(), at);
        at
    }

    fn saw(&mut self, at: usize, value: &RawValue) {
        let kind = kind(value);
        if kind != ValueKind::Null {
            self.kinds[at] = Some(merge(self.kinds[at], kind));
        }
    }

    /// The names of the columns: a feature's own `id` first, its geometry last, both under another
    /// name where a property has theirs.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = self.keys.clone();
        if self.shape == Shape::Feature {
            let free = |wanted: [&str; 2]| {
                let taken = self
                    .keys
                    .iter()
                    .any(|key| key.eq_ignore_ascii_case(wanted[0]));
                wanted[usize::from(taken)].to_owned()
            };
            names.push(free(["geometry", "feature_geometry"]));
            if self.has_id {
                names.insert(0, free(["id", "feature_id"]));
            }
        }
        names
    }

    pub(super) fn hints(&self, epsg: Option<u32>) -> Vec<Hint> {
        let hint = |kind: &Option<ValueKind>| match kind {
            Some(ValueKind::Text) => Hint::Text,
            Some(ValueKind::Number) => Hint::Number,
            Some(ValueKind::Boolean) => Hint::Boolean,
            _ => Hint::None,
        };
        let mut hints: Vec<Hint> = self.kinds.iter().map(hint).collect();
        if self.shape == Shape::Feature {
            hints.push(Hint::Geometry(epsg));
            if self.has_id {
                hints.insert(0, hint(&self.id_kind));
            }
        }
        hints
    }
}

/// The name that an element of such an array gives.
fn name_of(record: &str) -> Option<String> {
    if let Ok(plain) = serde_json::from_str::<String>(record) {
        return Some(plain);
    }
    let members: Members<'_> = serde_json::from_str(record).ok()?;
    ["name", "id", "fieldName"].iter().find_map(|wanted| {
        let (_, value) = members.0.iter().find(|(key, _)| key == wanted)?;
        Some(text(value).ok()??.into_owned())
    })
}

/// Two kinds together: different ones are nothing in particular, which `Nested` stands for.
fn merge(before: Option<ValueKind>, now: ValueKind) -> ValueKind {
    match before {
        None | Some(ValueKind::Null) => now,
        Some(before) if before == now || now == ValueKind::Null => before,
        Some(_) => ValueKind::Nested,
    }
}
