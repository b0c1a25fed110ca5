// SPDX-License-Identifier: AGPL-3.0-or-later

use axum::http::StatusCode;
use panot_web::{access_matrix, check, router};

use crate::{ask, header, support, text};

const PAGES: &[&str] = &[
    "/",
    "/data",
    "/accessibility",
    "/privacy",
    "/standards",
    "/licences",
    "/problems",
    "/api",
];
const LANGUAGES: [&str; 3] = ["ca", "es", "en"];

#[tokio::test]
async fn every_page_is_right_in_every_language() {
    for city in [
        crate::city().await,
        support::city_at("https://vilamar.example", false).await,
    ] {
        let router = router(&city);
        for language in LANGUAGES {
            for path in PAGES {
                let address = format!("/{language}{path}");
                let response = ask(&router, &address, &[("accept", "text/html")]).await;
                assert_eq!(response.status(), StatusCode::OK, "{address}");
                let html = text(response).await;
                assert_eq!(check::faults(&html), [""; 0], "{address}");
                assert!(html.contains(&format!("<html lang=\"{language}\" dir=\"ltr\">")));
                let demo = html.contains("inventa") || html.contains("invented");
                assert_eq!(demo, city.settings.demo, "{address} tells what is invented");
            }
        }
    }
}

#[tokio::test]
async fn every_link_inside_the_site_leads_somewhere() {
    let router = router(&crate::city().await);
    for language in LANGUAGES {
        for path in PAGES {
            let html = text(ask(&router, &format!("/{language}{path}"), &[]).await).await;
            for link in links(&html).filter(|link| link.starts_with('/')) {
                // The sample's own links lead to things that it does not have.
                if ["/data/", "/tiles/", "/data?"]
                    .iter()
                    .any(|sample| link.contains(sample))
                {
                    continue;
                }
                let address = link.replace("&amp;", "&").replace("&#38;", "&");
                let status = ask(&router, &address, &[]).await.status();
                assert!(
                    status.is_success() || status == StatusCode::SEE_OTHER,
                    "{path} in {language} links to {link}: {status}"
                );
            }
        }
    }
}

fn links(html: &str) -> impl Iterator<Item = &str> {
    [
        "href=\"",
        "src=\"",
        "data-script=\"",
        "data-library=\"",
        "data-sheet=\"",
    ]
    .into_iter()
    .flat_map(|attribute| html.split(attribute).skip(1))
    .filter_map(|rest| rest.split('"').next())
    .filter(|link| !link.is_empty())
}

#[tokio::test]
async fn what_a_person_wrote_is_escaped() {
    let router = router(&crate::city().await);
    let html = text(ask(&router, "/ca/data", &[]).await).await;
    assert!(
        !html.contains("<script>alert"),
        "the search echoes a script"
    );
    assert!(html.contains("alert(1)"));
}

#[tokio::test]
async fn an_address_without_a_language_answers_with_the_visitors() {
    let router = router(&crate::city().await);
    for (path, accepts, leads) in [
        ("/", "es, en;q=0.8", "/es/"),
        ("/", "fr", "/ca/"),
        ("/standards?x=1", "en", "/en/standards?x=1"),
        ("/ca", "en", "/ca/"),
    ] {
        let response = ask(&router, path, &[("accept-language", accepts)]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{path}");
        assert_eq!(header(&response, "location"), leads);
        assert!(header(&response, "vary").contains("accept-language"));
    }
    // The sample has an address of its own there, so it is asked and not the visitor's language.
    assert_eq!(text(ask(&router, "/data/air", &[]).await).await, "raw");
}

#[tokio::test]
async fn the_same_page_comes_as_json_by_suffix_or_by_header() {
    let router = router(&crate::city().await);
    let by_suffix = text(ask(&router, "/es/standards.json", &[]).await).await;
    let by_header = ask(&router, "/es/standards", &[("accept", "application/json")]).await;
    assert_eq!(header(&by_header, "content-type"), "application/json");
    assert_eq!(text(by_header).await, by_suffix);
    let without = ask(&router, "/standards.json", &[("accept-language", "es")]).await;
    assert_eq!(text(without).await, by_suffix);
    for path in PAGES.iter().filter(|path| **path != "/") {
        let response = ask(&router, &format!("/en{path}.json"), &[]).await;
        let value: serde_json::Value = serde_json::from_str(&text(response).await).expect(path);
        assert!(value.is_object() || value.is_array(), "{path}");
    }
}

#[tokio::test]
async fn pages_name_themselves_in_every_language_by_the_public_address() {
    let router = router(&support::city_at("https://vilamar.example", false).await);
    let html = text(ask(&router, "/ca/privacy?q=a", &[("host", "evil.example")]).await).await;
    assert!(html.contains("hreflang=\"en\" href=\"https://vilamar.example/en/privacy?q=a\""));
    assert!(!html.contains("evil.example"));
}

#[tokio::test]
async fn a_chosen_look_is_one_cookie_and_auto_takes_it_away() {
    let router = router(&crate::city().await);
    let chosen = ask(&router, "/ca/data?q=a&look=dark", &[]).await;
    assert_eq!(chosen.status(), StatusCode::SEE_OTHER);
    assert_eq!(header(&chosen, "location"), "/ca/data?q=a");
    let cookie = header(&chosen, "set-cookie").to_owned();
    assert_eq!(
        cookie,
        "look=dark; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
    );
    let dark = text(ask(&router, "/ca/data", &[("cookie", "look=dark")]).await).await;
    assert!(dark.contains("data-look=\"dark\""));
    assert!(dark.contains("una galeta"));
    let auto = ask(&router, "/ca/data?look=auto", &[]).await;
    assert!(header(&auto, "set-cookie").contains("Max-Age=0"));
    let foreign = ask(&router, "//evil.example/?look=dark", &[]).await;
    assert!(!header(&foreign, "location").starts_with("//"));
}

/// A column may be called `look`: what a page asks of it is `f.look`.
#[tokio::test]
async fn choosing_a_look_keeps_what_is_asked_of_a_column_of_that_name() {
    let router = router(&crate::city().await);
    let asked = ask(&router, "/ca/data?f.look=dark", &[]).await;
    assert_eq!(asked.status(), StatusCode::OK, "no look is chosen");
    let html = text(asked).await;
    assert!(
        html.contains("/ca/data?f.look=dark&#38;look=light"),
        "{html}"
    );
    let chosen = ask(
        &router,
        "/ca/data?f.look=dark&look=light&look=pink&sort=-look",
        &[],
    )
    .await;
    let rest = "/ca/data?f.look=dark&look=pink&sort=-look";
    assert_eq!(header(&chosen, "location"), rest);
}

/// `theme` is what a dataset is about, in the catalogue's addresses: a look has a name of its own.
#[tokio::test]
async fn choosing_a_look_keeps_the_theme_of_the_catalogue() {
    let router = router(&crate::city().await);
    let about = ask(&router, "/ca/data?theme=dark", &[]).await;
    assert_eq!(about.status(), StatusCode::OK);
    assert_eq!(header(&about, "set-cookie"), "");
    let html = text(ask(&router, "/ca/data?theme=envi", &[]).await).await;
    assert!(html.contains("/ca/data?theme=envi&#38;look=dark"), "{html}");
    let chosen = ask(&router, "/ca/data?theme=envi&look=dark", &[]).await;
    assert_eq!(header(&chosen, "location"), "/ca/data?theme=envi");
}

#[tokio::test]
async fn no_page_sets_a_cookie_unasked() {
    let router = router(&crate::city().await);
    for path in PAGES {
        let response = ask(&router, &format!("/en{path}"), &[]).await;
        assert_eq!(header(&response, "set-cookie"), "", "{path}");
    }
}

#[tokio::test]
async fn the_foot_of_a_page_says_what_it_weighs() {
    let router = router(&crate::city().await);
    let html = text(ask(&router, "/en/privacy", &[]).await).await;
    let said = html
        .split("This page:</strong> ")
        .nth(1)
        .expect("the passport is there");
    let weight: usize = said
        .split(' ')
        .next()
        .and_then(|weight| weight.parse().ok())
        .expect("a number first");
    let most =
        panot_web::assets::page_weight(&html) + panot_web::assets::type_weight() + html.len();
    assert!(
        weight > 5 && weight * 1000 <= most + 1000,
        "{weight} KB, at most {most} bytes"
    );
}

#[tokio::test]
async fn the_api_document_and_the_access_matrix_come_from_the_routes() {
    let city = crate::city().await;
    let document: serde_json::Value = serde_json::from_str(city.openapi()).expect("JSON");
    assert_eq!(
        document["openapi"].as_str().map(|version| &version[..3]),
        Some("3.1")
    );
    assert_eq!(
        document["paths"]["/data.json"]["get"]["operationId"],
        "listThings"
    );
    let page = &document["paths"]["/{lang}/data"]["get"];
    assert_eq!(page["operationId"], "listThingsPage");
    assert_eq!(
        page["parameters"][0]["schema"]["enum"],
        serde_json::json!(["ca", "es", "en"])
    );
    let answers = page["responses"]["200"]["content"].as_object();
    let answers: Vec<_> = answers.expect("media types").keys().collect();
    assert_eq!(answers, ["application/json", "text/html"]);
    let refusals = &document["paths"]["/data.json"]["get"]["responses"]["default"]["content"];
    assert_eq!(refusals.as_object().map(serde_json::Map::len), Some(1));
    assert_eq!(
        document["paths"]["/standards.json"]["get"]["tags"][0],
        "shell"
    );
    let matrix = access_matrix(city.features());
    let row = matrix
        .iter()
        .find(|row| row.path == "/{lang}/data/{id}")
        .expect("it is a route");
    assert_eq!(
        (row.feature, row.method.as_str(), row.access),
        ("sample", "GET", "everyone")
    );
    let routes: usize = city
        .features()
        .iter()
        .map(|feature| feature.routes.len())
        .sum();
    assert_eq!(matrix.len(), routes, "no route is left out of the matrix");
}
