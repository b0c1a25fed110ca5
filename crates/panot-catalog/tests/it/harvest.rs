// SPDX-License-Identifier: AGPL-3.0-or-later

//! What other portals harvest.

use std::path::Path;
use std::process::Command;

use axum::http::{Method, StatusCode};
use panot_catalog::dataset::About;
use panot_catalog::store::datasets;
use panot_core::{Language, Texts};
use panot_db::transact;

use crate::dataset;
use crate::http::Town;

/// A town whose datasets are described in Spanish too, as DCAT-AP-ES asks; one of them has no version
/// that can be read.
async fn town() -> Town {
    let town = Town::new().await;
    let about = |about: &About| About {
        title: about
            .title
            .clone()
            .with(Language::Es, "Árboles <de> \"las\" calles"),
        description: Texts::new().with(Language::Es, "Inventario\nde prueba & más"),
        contact: "dades@vilamar.example".into(),
        frequency: "biannual".into(),
        ..about.clone()
    };
    let about = about(&town.dataset.about);
    let (id, now) = (town.dataset.id, town.city.clock.now());
    transact!(town.city.db, "describe", tx -> panot_db::Error => {
        datasets::describe(tx, id, &about, now).await
    })
    .expect("written");
    dataset(&town.city, "buit", "Encara res").await;
    town.catalogue.load(&town.city.db).await.expect("loaded");
    town
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_holds_what_can_be_read_at_its_newest_version() {
    let town = town().await;
    let answer = town.get("/catalog.ttl").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "text/turtle; charset=utf-8");
    for part in [
        "<https://vilamar.example/catalog> a dcat:Catalog",
        "dcat:dataset <https://vilamar.example/data/arbres>",
        "dct:publisher <http://datos.gob.es/recurso/sector-publico/org/Organismo/L01439999>",
        "dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI>",
        "<http://datos.gob.es/kos/sector-publico/sector/medio-ambiente>",
        "authority/frequency/ANNUAL_2>",
        "dcat:landingPage <https://vilamar.example/ca/data/arbres>",
        "dcat:version \"3\"",
        "dcat:downloadURL <https://vilamar.example/data/arbres.csv>",
        "hydra:totalItems 1",
        "hydra:first <https://vilamar.example/catalog.ttl?page=1>",
    ] {
        assert!(answer.text.contains(part), "{part}\n{}", answer.text);
    }
    for part in ["buit", "arbres@", "hydra:next"] {
        assert!(!answer.text.contains(part), "{part}\n{}", answer.text);
    }
    let tag = answer.header("etag").to_owned();
    let again = town
        .ask(Method::GET, "/catalog.ttl", &[("if-none-match", &tag)])
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_description_holds_the_versions_that_were_not_withdrawn() {
    let town = town().await;
    let answer = town.get("/data/arbres.ttl").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let text = answer.text;
    for part in [
        "dcat:hasVersion <https://vilamar.example/data/arbres@1> , <https://vilamar.example/data/arbres@3>",
        "dcat:previousVersion <https://vilamar.example/data/arbres@1>",
        "dcat:hasCurrentVersion <https://vilamar.example/data/arbres@3>",
        "vcard:hasEmail <mailto:dades@vilamar.example>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(
        !text.contains("arbres@2") && !text.contains("dcat:Catalog"),
        "{text}"
    );
    for (address, status) in [
        ("/data/arbres@1.rdf", StatusCode::OK),
        ("/data/arbres@2.jsonld", StatusCode::GONE),
        ("/data/buit.ttl", StatusCode::NOT_FOUND),
        ("/data/fonts.ttl", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(town.get(address).await.status, status, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_changed_since_is_given_and_other_questions_are_refused() {
    let town = town().await;
    let holds = async |since: &str| {
        let answer = town
            .get(&format!("/catalog.ttl?modified_since={since}"))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{since}: {}", answer.text);
        answer.text.contains("data/arbres")
    };
    assert!(holds("2001-01-01").await);
    assert!(holds(&town.city.clock.now().to_string()).await);
    assert!(!holds("2199-01-01").await);
    assert!(!holds("2199-01-01T00:00:00Z").await);
    for (question, status) in [
        ("page=0", StatusCode::BAD_REQUEST),
        ("page=x", StatusCode::BAD_REQUEST),
        ("page=2", StatusCode::NOT_FOUND),
        ("modified_since=01/02/2024", StatusCode::BAD_REQUEST),
    ] {
        let answer = town.get(&format!("/catalog.rdf?{question}")).await;
        assert_eq!(answer.status, status, "{question}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_catalogue_has_pages_and_every_dataset_is_on_one() {
    let town = town().await;
    let first = town
        .get("/catalog.ttl?modified_since=2001-01-01")
        .await
        .text;
    assert!(!first.contains("hydra:next"), "{first}");
    for number in 0..150 {
        let added = dataset(&town.city, &format!("d{number:03}"), "Dades").await;
        town.publish_as(&added).await;
    }
    town.catalogue.load(&town.city.db).await.expect("loaded");
    let mut seen = 0;
    let mut address = Some("/catalog.ttl?modified_since=2001-01-01".to_owned());
    while let Some(at) = address {
        let text = town.get(&at).await.text;
        seen += text.matches(" a dcat:Dataset").count();
        assert!(text.contains("hydra:totalItems 151"), "{at}");
        let next = text.split("hydra:next <https://vilamar.example").nth(1);
        address = next
            .and_then(|rest| rest.split('>').next())
            .map(str::to_owned);
    }
    assert_eq!(seen, 151);
}

/// As in `libs/dcat`: the shapes of both profiles, over what this city serves.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_served_conforms_to_both_profiles() {
    let Ok(python) = std::env::var("PANOT_PYTHON") else {
        println!("SKIPPED: PANOT_PYTHON is not set (a Python with the package pyshacl)");
        return;
    };
    let Some(data) = std::env::var_os("PANOT_REAL_DATA") else {
        println!("SKIPPED: PANOT_REAL_DATA is not set (with the shapes in dcat-ap-shacl)");
        return;
    };
    let town = town().await;
    for address in [
        "/catalog.rdf",
        "/catalog.jsonld",
        "/data/arbres.ttl",
        "/data/arbres@1.rdf",
    ] {
        let answer = town.get(address).await;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder
            .path()
            .join(address.rsplit('/').next().unwrap_or_default());
        std::fs::write(&path, &answer.text).expect("written");
        for profile in ["ap", "es"] {
            let output = Command::new(&python)
                .args([
                    "-c",
                    include_str!("../../../../libs/dcat/tests/it/validate.py"),
                ])
                .args([
                    &Path::new(&data).join("dcat-ap-shacl"),
                    Path::new(profile),
                    &path,
                ])
                .output()
                .expect("PANOT_PYTHON is a Python");
            let said = String::from_utf8_lossy(&output.stdout);
            println!("{address} {profile}: {}", said.trim());
            assert!(
                output.status.success() && said.contains(" 0 violations "),
                "{address} {profile}:\n{said}\n{}\n{}",
                String::from_utf8_lossy(&output.stderr),
                answer.text
            );
        }
    }
}
