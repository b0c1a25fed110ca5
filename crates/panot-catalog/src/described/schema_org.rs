// SPDX-License-Identifier: AGPL-3.0-or-later

//! schema.org's Dataset, as search engines read it in a page.

use panot_core::Extension;
use panot_web::Settings;
use serde_json::{Value, json};

use super::Described;
use crate::address;
use crate::show::dataset::Loaded;
use panot_core::Language;

/// What a version is, for a page in `language`.
pub fn schema_org(settings: &Settings, loaded: &Loaded, language: Language) -> Value {
    let it = Described::of(settings, loaded, language);
    let about = &loaded.dataset.about;
    let organization = |name: &str| json!({ "@type": "Organization", "name": name });
    let mut dataset = json!({
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": it.own(),
        "name": it.title(),
        "description": it.description(),
        "url": settings.absolute(&format!("/{language}{}", address::dataset(loaded.name(), loaded.asked))),
        "identifier": it.own(),
        "version": loaded.version.n.to_string(),
        "datePublished": loaded.dataset.created_at.to_string(),
        "dateModified": it.published(),
        "isAccessibleForFree": true,
        "creator": organization(it.publisher()),
        "publisher": organization(&settings.name),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": settings.name,
            "url": settings.absolute(&format!("/{language}{}", address::CATALOGUE)),
        },
        "variableMeasured": it.columns().iter().map(|column| column.title.clone()).collect::<Vec<_>>(),
        "distribution": loaded.formats().into_iter().map(|format| download(&it, format)).collect::<Vec<_>>(),
    });
    if !about.keywords.is_empty() {
        dataset["keywords"] = json!(about.keywords);
    }
    if let Some(licence) = it.licence() {
        dataset["license"] = json!(licence.address);
    }
    let map = loaded
        .version
        .portrait
        .as_ref()
        .and_then(|portrait| portrait.map.as_ref());
    if let Some(map) = map {
        let [west, south, east, north] = map.bounds;
        dataset["spatialCoverage"] = json!({
            "@type": "Place",
            "name": settings.name,
            // South and west first, as schema.org has them.
            "geo": { "@type": "GeoShape", "box": format!("{south} {west} {north} {east}") },
        });
    }
    dataset
}

fn download(it: &Described, format: Extension) -> Value {
    let path = address::file(it.loaded.name(), it.loaded.asked, format);
    let media = format.media_type().split(';').next().unwrap_or_default();
    json!({
        "@type": "DataDownload",
        "encodingFormat": media,
        "contentUrl": it.settings.absolute(&path),
    })
}

/// JSON that can stand within a script element: nothing in it ends the element, or begins another.
pub fn data_block(value: &Value) -> String {
    let text = value.to_string();
    text.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_cannot_end_the_block() {
        let block = data_block(&json!({ "name": "a</script><script>alert(1)</script>&amp;" }));
        assert!(!block.contains(['<', '>', '&']), "{block}");
        let read: Value = serde_json::from_str(&block).expect("JSON");
        assert_eq!(
            read["name"],
            json!("a</script><script>alert(1)</script>&amp;")
        );
    }
}
