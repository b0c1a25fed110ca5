// SPDX-License-Identifier: AGPL-3.0-or-later

//! The shapes that go over the wire. All of them are written and read: what we write as a CKAN does,
//! and what another CKAN wrote, with members of its own in `more`.

mod answer;
mod lenient;
mod package;
mod rows;

pub use answer::{Answer, Failure, Found, ItemOfFacet, SearchFacet};
pub use package::{Collection, Extra, License, Package, Resource, Tag};
pub use rows::{Field, FieldInfo, Links, RowsFound};
use std::collections::BTreeMap;

/// Texts by language: `{"ca": "…", "es": "…"}`.
pub type Translated = BTreeMap<String, String>;
