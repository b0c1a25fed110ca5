// SPDX-License-Identifier: AGPL-3.0-or-later

//! Packages (CKAN's word for datasets), their resources, organisations, groups and tags.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Translated, lenient};

/// A dataset with its resources.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Package {
    /// A UUID that stays.
    #[serde(deserialize_with = "lenient::text")]
    pub id: String,
    /// The name in addresses.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// The title, in the portal's first language.
    #[serde(deserialize_with = "lenient::text")]
    pub title: String,
    /// The title by language.
    #[serde(
        deserialize_with = "lenient::translated",
        skip_serializing_if = "Translated::is_empty"
    )]
    pub title_translated: Translated,
    /// The description, in the portal's first language.
    #[serde(deserialize_with = "lenient::text")]
    pub notes: String,
    /// The description by language.
    #[serde(
        deserialize_with = "lenient::translated",
        skip_serializing_if = "Translated::is_empty"
    )]
    pub notes_translated: Translated,
    /// Who made it.
    #[serde(deserialize_with = "lenient::optional")]
    pub author: Option<String>,
    /// Their address.
    #[serde(deserialize_with = "lenient::optional")]
    pub author_email: Option<String>,
    /// Who keeps it.
    #[serde(deserialize_with = "lenient::optional")]
    pub maintainer: Option<String>,
    /// Their address.
    #[serde(deserialize_with = "lenient::optional")]
    pub maintainer_email: Option<String>,
    /// Its page.
    #[serde(deserialize_with = "lenient::optional")]
    pub url: Option<String>,
    /// Its version.
    #[serde(deserialize_with = "lenient::optional")]
    pub version: Option<String>,
    /// `active`, or `deleted`.
    #[serde(deserialize_with = "lenient::text")]
    pub state: String,
    /// `dataset`, or what an extension calls it.
    #[serde(rename = "type", deserialize_with = "lenient::text")]
    pub kind: String,
    /// Whether only its organisation sees it.
    #[serde(deserialize_with = "lenient::truth")]
    pub private: bool,
    /// Whether the licence is an open one.
    #[serde(deserialize_with = "lenient::truth")]
    pub isopen: bool,
    /// The code of the licence.
    #[serde(deserialize_with = "lenient::optional")]
    pub license_id: Option<String>,
    /// The name of the licence.
    #[serde(deserialize_with = "lenient::optional")]
    pub license_title: Option<String>,
    /// Where the licence stands.
    #[serde(deserialize_with = "lenient::optional")]
    pub license_url: Option<String>,
    /// When it was made: `2026-03-01T09:30:00.000000`, in UTC.
    #[serde(deserialize_with = "lenient::text")]
    pub metadata_created: String,
    /// When it last changed.
    #[serde(deserialize_with = "lenient::text")]
    pub metadata_modified: String,
    /// Whoever entered it.
    #[serde(deserialize_with = "lenient::optional")]
    pub creator_user_id: Option<String>,
    /// The UUID of its organisation.
    #[serde(deserialize_with = "lenient::optional")]
    pub owner_org: Option<String>,
    /// Its organisation, in short.
    pub organization: Option<Collection>,
    /// Its groups, in short.
    #[serde(deserialize_with = "lenient::list")]
    pub groups: Vec<Collection>,
    /// Its tags.
    #[serde(deserialize_with = "lenient::list")]
    pub tags: Vec<Tag>,
    /// What has no field of its own.
    #[serde(deserialize_with = "lenient::list")]
    pub extras: Vec<Extra>,
    /// Its files and other places.
    #[serde(deserialize_with = "lenient::list")]
    pub resources: Vec<Resource>,
    /// How many resources it has.
    #[serde(deserialize_with = "lenient::count")]
    pub num_resources: Option<u64>,
    /// How many tags it has.
    #[serde(deserialize_with = "lenient::count")]
    pub num_tags: Option<u64>,
    /// Always empty here.
    #[serde(deserialize_with = "lenient::list")]
    pub relationships_as_subject: Vec<Value>,
    /// Always empty here.
    #[serde(deserialize_with = "lenient::list")]
    pub relationships_as_object: Vec<Value>,
    /// What extensions of another portal add.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// A file of a dataset, or another place where it is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Resource {
    /// A UUID that stays.
    #[serde(deserialize_with = "lenient::text")]
    pub id: String,
    /// The UUID of its package.
    #[serde(deserialize_with = "lenient::text")]
    pub package_id: String,
    /// What it is called.
    #[serde(deserialize_with = "lenient::optional")]
    pub name: Option<String>,
    /// What it is.
    #[serde(deserialize_with = "lenient::optional")]
    pub description: Option<String>,
    /// Where it can be fetched.
    #[serde(deserialize_with = "lenient::text")]
    pub url: String,
    /// How the portal has it: `upload`, `datastore`, or nothing for a link.
    #[serde(deserialize_with = "lenient::optional")]
    pub url_type: Option<String>,
    /// Its format in capitals: `CSV`.
    #[serde(deserialize_with = "lenient::text")]
    pub format: String,
    /// Its media type.
    #[serde(deserialize_with = "lenient::optional")]
    pub mimetype: Option<String>,
    /// Its size in bytes, where it is known.
    #[serde(deserialize_with = "lenient::count")]
    pub size: Option<u64>,
    /// Its digest, where it is known: `sha256:…`, or bare.
    #[serde(deserialize_with = "lenient::text")]
    pub hash: String,
    /// Its place among the resources, from 0.
    #[serde(deserialize_with = "lenient::count")]
    pub position: Option<u64>,
    /// `active`.
    #[serde(deserialize_with = "lenient::text")]
    pub state: String,
    /// When it was first there.
    #[serde(deserialize_with = "lenient::optional")]
    pub created: Option<String>,
    /// When its bytes last changed.
    #[serde(deserialize_with = "lenient::optional")]
    pub last_modified: Option<String>,
    /// When something about it last changed.
    #[serde(deserialize_with = "lenient::optional")]
    pub metadata_modified: Option<String>,
    /// Whether its rows can be asked for.
    #[serde(deserialize_with = "lenient::truth")]
    pub datastore_active: bool,
    /// What extensions of another portal add.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// An organisation or a group.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Collection {
    /// A UUID that stays.
    #[serde(deserialize_with = "lenient::text")]
    pub id: String,
    /// The name in addresses.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// What people call it.
    #[serde(deserialize_with = "lenient::text")]
    pub title: String,
    /// The same.
    #[serde(
        deserialize_with = "lenient::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub display_name: Option<String>,
    /// The title by language.
    #[serde(
        deserialize_with = "lenient::translated",
        skip_serializing_if = "Translated::is_empty"
    )]
    pub title_translated: Translated,
    /// What it is.
    #[serde(deserialize_with = "lenient::text")]
    pub description: String,
    /// `organization` or `group`.
    #[serde(rename = "type", deserialize_with = "lenient::optional")]
    pub kind: Option<String>,
    /// Whether it is an organisation.
    #[serde(deserialize_with = "lenient::truth")]
    pub is_organization: bool,
    /// `active`.
    #[serde(deserialize_with = "lenient::text")]
    pub state: String,
    /// `approved`.
    #[serde(deserialize_with = "lenient::text")]
    pub approval_status: String,
    /// A picture, or empty.
    #[serde(deserialize_with = "lenient::text")]
    pub image_url: String,
    /// The same as it is shown.
    #[serde(deserialize_with = "lenient::text")]
    pub image_display_url: String,
    /// How many datasets it has; not told within a package.
    #[serde(
        deserialize_with = "lenient::count",
        skip_serializing_if = "Option::is_none"
    )]
    pub package_count: Option<u64>,
    /// What extensions of another portal add.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// A word that a dataset is found by.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tag {
    /// A UUID that stays.
    #[serde(deserialize_with = "lenient::text")]
    pub id: String,
    /// The word.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// The word as it is shown.
    #[serde(deserialize_with = "lenient::text")]
    pub display_name: String,
    /// `active`.
    #[serde(deserialize_with = "lenient::text")]
    pub state: String,
    /// The list of words that it is from, if any.
    #[serde(deserialize_with = "lenient::optional")]
    pub vocabulary_id: Option<String>,
    /// What extensions of another portal add.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// Something about a dataset that has no field of its own.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Extra {
    /// What it is.
    #[serde(deserialize_with = "lenient::text")]
    pub key: String,
    /// What it says: a text, which may be JSON.
    pub value: Value,
}

/// A licence.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct License {
    /// Its code.
    #[serde(deserialize_with = "lenient::text")]
    pub id: String,
    /// Its name.
    #[serde(deserialize_with = "lenient::text")]
    pub title: String,
    /// Where it stands.
    #[serde(deserialize_with = "lenient::text")]
    pub url: String,
    /// `active`.
    #[serde(deserialize_with = "lenient::text")]
    pub status: String,
    /// Whether the Open Definition approves of it: `approved`, `rejected`, `not reviewed`.
    #[serde(deserialize_with = "lenient::text")]
    pub od_conformance: String,
    /// Whether it is for data.
    #[serde(deserialize_with = "lenient::truth")]
    pub domain_data: bool,
    /// Whether it is for texts and pictures.
    #[serde(deserialize_with = "lenient::truth")]
    pub domain_content: bool,
    /// Whether it is for software.
    #[serde(deserialize_with = "lenient::truth")]
    pub domain_software: bool,
    /// What extensions of another portal add.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}
