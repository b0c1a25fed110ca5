// SPDX-License-Identifier: AGPL-3.0-or-later

//! Whether the description of the API is true.

use axum::http::{Method, StatusCode};
use panot_web::openapi::walk::{Promise, promises};
use serde_json::Value;

use crate::http::Town;
use crate::left_out::told;

/// Asks, and says the status and what is wrong with the answer.
async fn asked(town: &Town, promise: &Promise<'_>, query: &str) -> (u16, Vec<String>) {
    // A question needs its field.
    let query = match query {
        "" if promise.id.starts_with("askSql") => "?sql=SELECT%20*%20FROM%20arbres",
        query => query,
    };
    let address = format!("{}{query}", promise.address);
    let answer = town
        .ask(Method::GET, &address, &[("accept", promise.accept)])
        .await;
    let kind = answer.header("content-type").to_owned();
    let status = answer.status.as_u16();
    (status, promise.faults(status, &kind, &answer.body))
}

async fn document(town: &Town) -> Value {
    town.get("/api/openapi.json").await.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_has_an_operation_and_every_operation_a_name_of_its_own() {
    let town = Town::new().await;
    for route in town.features().iter().flat_map(|feature| &feature.routes) {
        assert!(!route.operations.is_empty(), "{route:?} is not described");
    }
    let document = document(&town).await;
    let all = promises(&document, &|name| format!("{{{name}}}"));
    let mut names: Vec<_> = all
        .iter()
        .map(|promise| (promise.id, &promise.address))
        .collect();
    names.sort();
    names.dedup();
    for pair in names.windows(2) {
        assert_ne!(pair[0].0, pair[1].0, "two operations of one name");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_what_the_description_says() {
    let town = Town::new().await;
    town.publish_with(told()).await;
    let cited = town.post("/q", "sql=SELECT%20*%20FROM%20arbres", &[]).await;
    let cited = cited
        .header("location")
        .trim_start_matches("/ca/q/")
        .to_owned();
    let document = document(&town).await;
    for (language, id) in [("ca", "arbres"), ("en", "arbres@4")] {
        let fill = |name: &str| match name {
            "lang" => language.to_owned(),
            "id" => id.to_owned(),
            // Features are counted from one.
            "fid" => "1".to_owned(),
            "hash" => cited.clone(),
            "action" => "site_read".to_owned(),
            _ => "0".to_owned(),
        };
        let all = promises(&document, &fill);
        assert!(all.len() > 40, "{} promises", all.len());
        for promise in &all {
            let (status, wrong) = asked(&town, promise, "").await;
            assert!(wrong.is_empty(), "{wrong:#?}");
            // This city has not said what its districts are.
            let is_refused = promise.address.starts_with("/places");
            assert_eq!(status >= 400, is_refused, "{}: {status}", promise.address);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_is_what_the_description_says() {
    let town = Town::new().await;
    let document = document(&town).await;
    for (id, status) in [
        ("fonts", StatusCode::NOT_FOUND),
        ("arbres@2", StatusCode::GONE),
    ] {
        let fill = |name: &str| match name {
            "lang" => "es".to_owned(),
            "id" => id.to_owned(),
            "action" => "site_read".to_owned(),
            _ => "0".to_owned(),
        };
        let all = promises(&document, &fill);
        let of_one = all.iter().filter(|promise| promise.address.contains(id));
        for promise in of_one.filter(|promise| promise.id != "getDataset") {
            let answer = town
                .ask(Method::GET, &promise.address, &[("accept", promise.accept)])
                .await;
            assert_eq!(answer.status, status, "{}", promise.address);
            let kind = answer.header("content-type").to_owned();
            let wrong = promise.faults(status.as_u16(), &kind, &answer.body);
            assert!(wrong.is_empty(), "{wrong:#?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_of_a_question_that_is_described_is_understood() {
    let town = Town::new().await;
    let document = document(&town).await;
    let fill = |name: &str| if name == "lang" { "ca" } else { "arbres" }.to_owned();
    let all = promises(&document, &fill);
    for (id, query) in [
        (
            "listDatasets",
            "?q=arbre&theme=envi&theme=tran&map=yes&sort=title&page=1&size=20",
        ),
        (
            "listDatasets",
            "?publisher=Parcs%20i%20Jardins&frequency=monthly&licence=CC-BY-4.0",
        ),
        (
            "listRows",
            "?q=a&f.codi=%3D001&f.alcada=%3E%3D1&sort=-alcada&sort=codi&page=2&size=2",
        ),
        ("listRows", "?f.alcada=alt"),
        ("compareVersions", "?from=1&to=3"),
        ("compareVersions", "?from=one"),
        ("getCsv", "?q=a&f.codi=%3D001&sort=-alcada"),
        ("getParquet", "?sort=alcada"),
    ] {
        let promise = all.iter().find(|promise| promise.id == id).expect(id);
        let (_, wrong) = asked(&town, promise, query).await;
        assert!(wrong.is_empty(), "{id}{query}: {wrong:#?}");
    }
}

/// A page of the description that people can read names every address once.
#[tokio::test(flavor = "multi_thread")]
async fn the_readable_page_lists_what_programs_can_ask() {
    let town = Town::new().await;
    let page = town.get("/ca/api").await.text;
    for address in [
        "/data.json",
        "/{lang}/data/{id}.json",
        "/data/{id}/rows.json",
        "/data/{id}.csv",
        "/data/{id}.geojson",
        "/data/{id}/left-out.json",
        "/tiles/{id}/{z}/{x}/{y}.mvt",
        "/healthz",
    ] {
        let cell = format!("<code>{address}</code>");
        assert_eq!(page.matches(&cell).count(), 1, "{address}");
    }
}
