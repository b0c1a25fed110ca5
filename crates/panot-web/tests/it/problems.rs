// SPDX-License-Identifier: AGPL-3.0-or-later

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use panot_web::{check, guard, router};
use serde_json::Value;

use crate::{ask, header, send, text};

#[tokio::test]
async fn nothing_at_an_address_is_a_page_in_the_visitors_language() {
    let router = router(&crate::city().await);
    for (address, accepts, title) in [
        ("/ca/res", "en", "En aquesta adreça no hi ha res"),
        ("/es/nada", "en", "En esta dirección no hay nada"),
        ("/nothing", "en", "There is nothing at this address"),
        ("/ca/data/unknown", "en", "En aquesta adreça no hi ha res"),
    ] {
        let response = ask(&router, address, &[("accept-language", accepts)]).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert_eq!(header(&response, "cache-control"), "no-store");
        let html = text(response).await;
        assert!(html.contains(title), "{address}");
        assert_eq!(check::faults(&html), [""; 0], "{address}");
    }
}

#[tokio::test]
async fn the_same_problem_comes_as_json() {
    let router = router(&crate::city().await);
    let asked = [("accept", "application/json"), ("accept-language", "en")];
    let response = ask(&router, "/en/data/gone", &asked).await;
    assert_eq!(response.status(), StatusCode::GONE);
    assert_eq!(
        header(&response, "content-type"),
        "application/problem+json"
    );
    let problem: Value = serde_json::from_str(&text(response).await).expect("JSON");
    assert_eq!(problem["type"], "http://127.0.0.1:8480/problems#gone");
    assert_eq!(problem["title"], "This was here and has been withdrawn");
    assert_eq!(problem["status"], 410);
    assert_eq!(problem["reason"], "a name stood in it");
    assert_eq!(problem["back"], "http://127.0.0.1:8480/en/");
}

#[tokio::test]
async fn a_feature_says_its_own_way_back() {
    let router = router(&crate::city().await);
    let response = ask(&router, "/es/data/mine", &[]).await;
    assert_eq!(response.status(), StatusCode::CONFLICT);
    let html = text(response).await;
    assert!(html.contains("href=\"/es/data\">All data</a>"));
    assert_eq!(check::faults(&html), [""; 0]);
}

#[tokio::test]
async fn the_operators_words_never_reach_the_visitor() {
    let router = router(&crate::city().await);
    for path in ["/api/1/broken", "/api/1/panics"] {
        let response = ask(&router, path, &[]).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let said = text(response).await;
        assert!(!said.contains("secret"), "{said}");
        assert!(said.contains("problems#our-fault"), "{said}");
    }
}

#[tokio::test]
async fn a_wrong_method_says_which_are_right() {
    let router = router(&crate::city().await);
    let request = Request::post("/ca/privacy")
        .body(Body::empty())
        .expect("a request");
    let response = send(&router, request).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(header(&response, "allow").contains("GET"));
    assert!(text(response).await.contains("Això aquí no es pot fer"));
}

#[tokio::test]
async fn what_is_too_long_or_too_large_is_refused_with_its_own_problem() {
    let router = router(&crate::city().await);
    let long = format!("/ca/?q={}", "a".repeat(guard::ADDRESS_BYTES_MAX));
    assert_eq!(
        ask(&router, &long, &[]).await.status(),
        StatusCode::URI_TOO_LONG
    );
    let heavy = "a".repeat(guard::HEADER_BYTES_MAX);
    let response = ask(&router, "/ca/", &[("x-a", &heavy)]).await;
    assert_eq!(
        response.status(),
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
    );
    let fits = post("/api/1/things", &[], guard::BODY_BYTES_MAX);
    assert_eq!(
        text(send(&router, fits).await).await,
        guard::BODY_BYTES_MAX.to_string()
    );
    let response = send(
        &router,
        post("/api/1/things", &[], guard::BODY_BYTES_MAX + 1),
    )
    .await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(text(response).await.contains("problems#too-large"));
}

#[tokio::test]
async fn another_site_cannot_change_anything() {
    let router = router(&crate::city().await);
    for (headers, status) in [
        (
            vec![("sec-fetch-site", "cross-site")],
            StatusCode::FORBIDDEN,
        ),
        (
            vec![("origin", "https://evil.example")],
            StatusCode::FORBIDDEN,
        ),
        (vec![("origin", "http://127.0.0.1:8480")], StatusCode::OK),
        (vec![("sec-fetch-site", "same-origin")], StatusCode::OK),
        (vec![], StatusCode::OK),
    ] {
        let response = send(&router, post("/api/1/things", &headers, 3)).await;
        assert_eq!(response.status(), status, "{headers:?}");
    }
}

#[tokio::test]
async fn when_everyone_comes_they_are_told_when_to_come_back() {
    let router = router(&crate::city().await);
    let response = ask(&router, "/api/1/busy", &[]).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(header(&response, "retry-after"), "7");
}

#[tokio::test]
async fn every_kind_that_a_problem_names_is_explained() {
    let router = router(&crate::city().await);
    let kinds: Value =
        serde_json::from_str(&text(ask(&router, "/problems.json", &[]).await).await).expect("JSON");
    let html = text(ask(&router, "/en/problems", &[]).await).await;
    for kind in kinds["kinds"].as_array().expect("a list") {
        let name = kind["name"].as_str().expect("a name");
        assert!(html.contains(&format!("<tr id=\"{name}\">")), "{name}");
    }
}

fn post(path: &str, headers: &[(&str, &str)], size: usize) -> Request<Body> {
    let mut request = Request::post(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request
        .body(Body::from(vec![b'a'; size]))
        .expect("a request")
}
