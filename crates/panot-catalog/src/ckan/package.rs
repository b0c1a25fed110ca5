// SPDX-License-Identifier: AGPL-3.0-or-later

//! A dataset in CKAN's shape.

use ckan::wire::{Collection, Extra, Package, Resource, Tag, Translated};
use panot_core::{Extension, Language, Texts, Timestamp};
use panot_web::Settings;
use serde_json::Value;

use super::entry::Entry;
use super::ids;
use crate::address;
use crate::words::{self, Words};

/// A moment as CKAN writes it: UTC, and not said to be.
pub fn written(moment: Timestamp) -> String {
    moment
        .to_jiff()
        .strftime("%Y-%m-%dT%H:%M:%S%.6f")
        .to_string()
}

/// The organisation that publishes a dataset; the city where nobody else is named.
pub fn organization(settings: &Settings, entry: &Entry) -> Collection {
    let publisher = entry.dataset.about.publisher.trim();
    let (name, title) = match &entry.organization {
        Some(name) => (name.clone(), publisher),
        None => (of_city(settings), settings.name.as_str()),
    };
    let id = ids::of(&[
        b"organization",
        settings.public_url.as_bytes(),
        name.as_bytes(),
    ]);
    Collection {
        id: id.to_string(),
        name,
        title: title.to_owned(),
        display_name: Some(title.to_owned()),
        kind: Some("organization".to_owned()),
        is_organization: true,
        state: "active".to_owned(),
        approval_status: "approved".to_owned(),
        ..Collection::default()
    }
}

/// The name of the city as an organisation.
pub fn of_city(settings: &Settings) -> String {
    super::entry::organization(&settings.name).unwrap_or_else(|| "city".to_owned())
}

/// The group that a theme is.
pub fn group(settings: &Settings, code: &str) -> Collection {
    let each = |titles: Translated, language: &Language| {
        let mut titles = titles;
        let tag = language.tag();
        titles.insert(tag.to_owned(), words::theme(Words::of(tag), code));
        titles
    };
    let titles = settings.languages.iter().fold(Translated::new(), each);
    let first = settings.default_language().tag();
    let title = titles
        .get(first)
        .cloned()
        .unwrap_or_else(|| code.to_owned());
    Collection {
        id: ids::of(&[b"group", code.as_bytes()]).to_string(),
        name: code.to_owned(),
        display_name: Some(title.clone()),
        title,
        title_translated: titles,
        kind: Some("group".to_owned()),
        state: "active".to_owned(),
        approval_status: "approved".to_owned(),
        ..Collection::default()
    }
}

/// The tag that a keyword is.
pub fn tag(word: &str) -> Tag {
    Tag {
        id: ids::of(&[b"tag", word.as_bytes()]).to_string(),
        name: word.to_owned(),
        display_name: word.to_owned(),
        state: "active".to_owned(),
        ..Tag::default()
    }
}

/// The package of a dataset at its newest version, or at the version that an address named.
pub fn package(settings: &Settings, entry: &Entry, asked: Option<u32>) -> Package {
    let about = &entry.dataset.about;
    let language = settings.default_language();
    let organization = organization(settings, entry);
    let licence = words::licence(&about.licence);
    let contact = Some(about.contact.as_str()).filter(|contact| !contact.is_empty());
    let contact = contact.or(settings.contact.as_deref());
    let page = address::dataset(entry.name(), asked);
    let resources = resources(settings, entry, asked);
    let tags: Vec<Tag> = about.keywords.iter().map(|word| tag(word)).collect();
    let count = |length: usize| u64::try_from(length).ok();
    Package {
        id: entry.id.to_string(),
        name: entry.name().to_string(),
        title: title(entry, language).to_owned(),
        title_translated: translated(&about.title),
        notes: about.description.text(language).to_owned(),
        notes_translated: translated(&about.description),
        author: Some(organization.title.clone()),
        author_email: contact.filter(|to| to.contains('@')).map(str::to_owned),
        maintainer: Some(organization.title.clone()),
        maintainer_email: contact.filter(|to| to.contains('@')).map(str::to_owned),
        url: Some(settings.absolute(&page)),
        version: Some(entry.version.to_string()),
        state: "active".to_owned(),
        kind: "dataset".to_owned(),
        isopen: licence.is_some(),
        license_id: Some(about.licence.clone()).filter(|code| !code.is_empty()),
        license_title: licence.map(|licence| licence.name.to_owned()),
        license_url: licence.map(|licence| licence.address.to_owned()),
        metadata_created: written(entry.dataset.created_at),
        metadata_modified: written(entry.modified_at()),
        owner_org: Some(organization.id.clone()),
        organization: Some(organization),
        groups: Some(entry.group())
            .filter(|code| !code.is_empty())
            .map(|code| group(settings, &code))
            .into_iter()
            .collect(),
        extras: extras(settings, entry),
        num_resources: count(resources.len()),
        num_tags: count(tags.len()),
        tags,
        resources,
        ..Package::default()
    }
}

/// Its title for a reader; its name where it has none.
pub fn title(entry: &Entry, language: Language) -> &str {
    match entry.dataset.about.title.text(language) {
        "" => entry.name().as_str(),
        title => title,
    }
}

fn translated(texts: &Texts) -> Translated {
    let each = texts.iter();
    each.map(|(language, text)| (language.to_owned(), text.to_owned()))
        .collect()
}

/// What CKAN has no field for, under the keys that its extension for DCAT reads.
fn extras(settings: &Settings, entry: &Entry) -> Vec<Extra> {
    let about = &entry.dataset.about;
    let name = entry.name();
    let theme = dcat::Theme::of(&about.theme).map(|_| {
        let code = about.theme.to_uppercase();
        format!("[\"http://publications.europa.eu/resource/authority/data-theme/{code}\"]")
    });
    let languages: Vec<&str> = about.title.iter().map(|(language, _)| language).collect();
    let languages = serde_json::to_string(&languages).unwrap_or_default();
    [
        (
            "identifier",
            settings.absolute(&address::dataset(name, None)),
        ),
        (
            "version_url",
            settings.absolute(&address::dataset(name, Some(entry.version))),
        ),
        ("issued", written(entry.dataset.created_at)),
        ("modified", written(entry.modified_at())),
        ("publisher_name", about.publisher.clone()),
        ("frequency", about.frequency.to_lowercase()),
        ("theme", theme.unwrap_or_default()),
        ("language", languages),
        ("rows", entry.rows.to_string()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| Extra {
        key: key.to_owned(),
        value: Value::String(value),
    })
    .collect()
}

/// A format as CKAN writes it.
pub fn label(format: Extension) -> &'static str {
    match format {
        Extension::Csv => "CSV",
        Extension::Json => "JSON",
        Extension::Ndjson => "NDJSON",
        Extension::Parquet => "PARQUET",
        Extension::Xlsx => "XLSX",
        Extension::Geojson => "GEOJSON",
        other => other.as_str(),
    }
}

/// The files of a dataset as resources.
pub fn resources(settings: &Settings, entry: &Entry, asked: Option<u32>) -> Vec<Resource> {
    let numbered = (0..).zip(&entry.files);
    numbered
        .map(|(position, (format, id))| {
            let path = address::file(entry.name(), asked, *format);
            let label = label(*format).to_owned();
            let media = format.media_type().split(';').next().unwrap_or_default();
            let whole = entry
                .parquet
                .as_ref()
                .filter(|_| *format == Extension::Parquet);
            Resource {
                id: id.to_string(),
                package_id: entry.id.to_string(),
                name: Some(format!("{}.{format}", entry.name())),
                description: Some(String::new()),
                url: settings.absolute(&path),
                mimetype: Some(media.to_owned()),
                size: whole.map(|(bytes, _)| *bytes),
                hash: whole.map_or_else(String::new, |(_, sha256)| format!("sha256:{sha256}")),
                position: Some(position),
                state: "active".to_owned(),
                created: Some(written(entry.dataset.created_at)),
                last_modified: Some(written(entry.published_at)),
                metadata_modified: Some(written(entry.modified_at())),
                // One of several files of the same rows: clients would show the same table again.
                datastore_active: *format == Extension::Csv,
                format: label,
                ..Resource::default()
            }
        })
        .collect()
}
