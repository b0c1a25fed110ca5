// SPDX-License-Identifier: AGPL-3.0-or-later

//! Addresses of the door, and links between them.

use panot_core::Name;
use panot_web::Settings;
use serde_json::{Value, json};

use crate::address;

/// The door.
pub const DOOR: &str = "/ogc";
/// The media type of features.
pub const GEOJSON: &str = "application/geo+json";
/// The media type of a JSON schema.
pub const SCHEMA: &str = "application/schema+json";
/// The media type of the description of the door.
pub const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";

/// A collection: the newest version of a dataset, or the one that is named.
pub fn collection(name: &Name, version: Option<u32>) -> String {
    match version {
        Some(n) => format!("{DOOR}/collections/{name}@{n}"),
        None => format!("{DOOR}/collections/{name}"),
    }
}

/// Links in the making.
pub struct Links<'a> {
    settings: &'a Settings,
    all: Vec<Value>,
}

impl<'a> Links<'a> {
    pub fn of(settings: &'a Settings) -> Self {
        Self {
            settings,
            all: Vec::new(),
        }
    }

    /// A link to a path of ours.
    pub fn to(mut self, rel: &str, kind: &str, title: &str, path: &str) -> Self {
        let href = self.settings.absolute(path);
        self.all
            .push(json!({"rel": rel, "type": kind, "title": title, "href": href}));
        self
    }

    /// The same, where there is one.
    pub fn maybe(self, rel: &str, kind: &str, title: &str, path: Option<&str>) -> Self {
        match path {
            Some(path) => self.to(rel, kind, title, path),
            None => self,
        }
    }

    pub fn json(self) -> Value {
        Value::Array(self.all)
    }
}

/// The page of a dataset in the visitor's own language.
pub fn page(name: &Name, version: Option<u32>) -> String {
    address::dataset(name, version)
}
