// SPDX-License-Identifier: AGPL-3.0-or-later

use axum::http::StatusCode;
use panot_web::{assets, guard, router};

use crate::{ask, header, support, text};

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let router = router(&support::city_at("https://vilamar.example", false).await);
    let css = assets::href("city.css");
    for path in [
        "/",
        "/ca/",
        "/nowhere",
        css,
        "/api/openapi.json",
        "/api/1/broken",
        "/api/1/panics",
    ] {
        let response = ask(&router, path, &[]).await;
        assert_eq!(
            header(&response, "content-security-policy"),
            guard::CONTENT_SECURITY_POLICY,
            "{path}"
        );
        assert_eq!(
            header(&response, "x-content-type-options"),
            "nosniff",
            "{path}"
        );
        assert_eq!(
            header(&response, "referrer-policy"),
            "same-origin",
            "{path}"
        );
        assert_eq!(
            header(&response, "cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
        assert!(
            header(&response, "permissions-policy").contains("camera=()"),
            "{path}"
        );
        assert!(
            header(&response, "strict-transport-security").contains("max-age"),
            "{path}"
        );
        assert!(!header(&response, "cache-control").is_empty(), "{path}");
        assert!(!header(&response, "x-request-id").is_empty(), "{path}");
    }
}

#[test]
fn the_policy_allows_no_inline_code_and_no_other_host() {
    for forbidden in ["unsafe", "http", "*", "nonce"] {
        assert!(
            !guard::CONTENT_SECURITY_POLICY.contains(forbidden),
            "{forbidden}"
        );
    }
    assert!(guard::CONTENT_SECURITY_POLICY.starts_with("default-src 'none';"));
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_come_compressed() {
    let router = router(&crate::city().await);
    for asset in assets::all() {
        let headers = [("accept-encoding", "gzip, br")];
        let response = ask(&router, asset.href, &headers).await;
        assert_eq!(response.status(), StatusCode::OK, "{}", asset.href);
        assert_eq!(header(&response, "content-type"), asset.kind);
        assert_eq!(
            header(&response, "cache-control"),
            "public, max-age=31536000, immutable"
        );
        let coding = if asset.brotli.is_empty() { "" } else { "br" };
        assert_eq!(
            header(&response, "content-encoding"),
            coding,
            "{}",
            asset.href
        );
    }
    let other = assets::href("city.css").replace("city-", "city-0");
    assert_eq!(
        ask(&router, &other, &[]).await.status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        ask(&router, "/assets/../Cargo.toml", &[]).await.status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn pages_are_compressed_and_asked_about_again() {
    let router = router(&crate::city().await);
    for coding in ["br", "gzip"] {
        let response = ask(&router, "/ca/privacy", &[("accept-encoding", coding)]).await;
        assert_eq!(header(&response, "content-encoding"), coding);
        assert_eq!(header(&response, "cache-control"), "no-cache");
    }
    let plain = ask(&router, "/ca/privacy", &[]).await;
    assert_eq!(header(&plain, "content-encoding"), "");
    assert!(text(plain).await.ends_with("</html>"));
}

#[tokio::test]
async fn a_page_that_did_not_change_is_not_sent_again() {
    let router = router(&crate::city().await);
    let first = ask(&router, "/ca/privacy", &[("accept-encoding", "br")]).await;
    let tag = header(&first, "etag").to_owned();
    assert!(tag.starts_with("W/\""));
    let again = [("accept-encoding", "br"), ("if-none-match", tag.as_str())];
    let second = ask(&router, "/ca/privacy", &again).await;
    assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(header(&second, "etag"), tag);
    assert!(header(&second, "content-security-policy").starts_with("default-src"));
    assert_eq!(text(second).await, "");
    let other = ask(&router, "/es/privacy", &[("if-none-match", tag.as_str())]).await;
    assert_eq!(other.status(), StatusCode::OK);
}

#[tokio::test]
async fn any_site_may_read_what_anyone_may_read() {
    let router = router(&crate::city().await);
    let headers = [("origin", "https://other.example")];
    let response = ask(&router, "/api/openapi.json", &headers).await;
    assert_eq!(header(&response, "access-control-allow-origin"), "*");
}
