// SPDX-License-Identifier: AGPL-3.0-or-later

//! One record: an object, a list, or a `GeoJSON` feature.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The members of an object, in their order, values not yet looked at.
pub(crate) struct Members<'a>(pub(crate) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((key, value)) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    members.push((key.0, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// A feature of `GeoJSON`.
#[derive(Deserialize)]
pub(super) struct Feature<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) properties: Option<Members<'a>>,
    #[serde(borrow, default)]
    pub(super) geometry: Option<&'a RawValue>,
}

/// What a value is, from its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueKind {
    Null,
    Text,
    Number,
    Boolean,
    Nested,
}

/// What a value is.
pub(crate) fn kind(value: &RawValue) -> ValueKind {
    match value.get().as_bytes().first() {
        Some(b'"') => ValueKind::Text,
        Some(b'n') => ValueKind::Null,
        Some(b't' | b'f') => ValueKind::Boolean,
        Some(b'{' | b'[') => ValueKind::Nested,
        _ => ValueKind::Number,
    }
}

/// A value as the text of a cell: strings without their marks, numbers exactly as written, what is
/// nested as JSON; `None` for `null`.
pub(crate) fn text(value: &RawValue) -> Result<Option<Cow<'_, str>>, serde_json::Error> {
    let raw = value.get();
    Ok(match kind(value) {
        ValueKind::Null => None,
        ValueKind::Text => Some(serde_json::from_str::<Key<'_>>(raw)?.0),
        _ => Some(Cow::Borrowed(raw)),
    })
}
