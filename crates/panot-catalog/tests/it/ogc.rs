// SPDX-License-Identifier: AGPL-3.0-or-later

//! The door of OGC API Features, through the router. Filters are asked of real workers in the tests of
//! the binary.

use axum::http::StatusCode;
use panot_catalog::store::versions;
use panot_db::transact;
use serde_json::{Value, json};

use crate::http::{Answer, Town};
use crate::pocket::schema;
use crate::{content, dataset};

/// A city with a dataset of six trees in one file, `placed`, and one without places, `plain`.
async fn town() -> Town {
    let town = Town::new().await;
    let city = &town.city;
    let placed = dataset(city, "placed", "Arbres").await;
    let plain = dataset(city, "plain", "Taula").await;
    town.publish_as(&plain).await;
    for _ in 0..3 {
        let now = city.clock.now();
        let mut content = content(6);
        content.schema = schema().as_ref().clone();
        transact!(city.db, "publish", tx -> panot_db::Error => {
            versions::add(tx, placed.id, &content, now).await
        })
        .expect("written");
    }
    let now = city.clock.now();
    transact!(city.db, "withdraw", tx -> panot_db::Error => {
        versions::withdraw(tx, placed.id, 2, "Un error.", "operator", now).await
    })
    .expect("written");
    for name in ["placed", "plain"] {
        let name = name.parse().expect("a name");
        town.catalogue
            .refresh(&city.db, &name)
            .await
            .expect("refreshed");
    }
    town
}

const ITEMS: &str = "/ogc/collections/placed/items";

fn link<'a>(document: &'a Value, rel: &str) -> Option<&'a str> {
    let links = document["links"].as_array()?;
    links.iter().find(|link| link["rel"] == rel)?["href"].as_str()
}

fn ids(page: &Value) -> Vec<u64> {
    let features = page["features"].as_array().expect("features");
    features
        .iter()
        .filter_map(|feature| feature["id"].as_u64())
        .collect()
}

fn refused(answer: &Answer, status: StatusCode) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    answer.json()
}

/// OGC 17-069r4, 7.2: what QGIS needs of the landing page.
#[tokio::test(flavor = "multi_thread")]
async fn the_landing_page_leads_everywhere() {
    let town = town().await;
    for accept in [
        "",
        "*/*",
        "application/json",
        "application/geo+json, application/json",
    ] {
        for path in ["/ogc", "/ogc/"] {
            let answer = town
                .ask(axum::http::Method::GET, path, &[("accept", accept)])
                .await;
            assert_eq!(answer.status, StatusCode::OK, "{accept}");
            let landing = answer.json();
            for rel in ["service-desc", "conformance", "data"] {
                let to = link(&landing, rel).expect(rel);
                let path = to
                    .strip_prefix("https://vilamar.example")
                    .expect("absolute");
                assert_eq!(town.get(path).await.status, StatusCode::OK, "{to}");
            }
        }
    }
    let page = town
        .ask(
            axum::http::Method::GET,
            "/ogc",
            &[("accept", "text/html,*/*;q=0.8")],
        )
        .await;
    assert_eq!(
        (page.status, page.header("location")),
        (StatusCode::SEE_OTHER, "/data?map=yes")
    );
    assert_eq!(town.get("/ogc?f=html").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        town.get("/ogc").await.header("access-control-allow-origin"),
        "*"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_dataset_with_places_is_a_collection_and_no_other() {
    let town = town().await;
    let all = town.get("/ogc/collections").await.json();
    let names: Vec<_> = all["collections"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|c| &c["id"])
        .collect();
    assert_eq!(names, ["arbres", "placed"]);
    assert_eq!(all["collections"][1]["crs"], json!(["#/crs"]));
    for path in ["plain", "nothing", "placed.csv", "placed@9"] {
        for rest in ["", "/items", "/items/1", "/queryables"] {
            let answer = town.get(&format!("/ogc/collections/{path}{rest}")).await;
            refused(&answer, StatusCode::NOT_FOUND);
        }
    }
    for rest in ["", "/items", "/items/1", "/queryables"] {
        let answer = town.get(&format!("/ogc/collections/placed@2{rest}")).await;
        assert_eq!(refused(&answer, StatusCode::GONE)["reason"], "Un error.");
    }
    let one = town.get("/ogc/collections/placed").await.json();
    assert_eq!(
        one["extent"]["spatial"]["bbox"],
        json!([[2.15, 41.4, 2.155, 41.405]])
    );
    assert_eq!(
        link(&one, "canonical"),
        Some("https://vilamar.example/ogc/collections/placed@3")
    );
    assert_eq!(
        link(&one, "tiles"),
        Some("https://vilamar.example/tiles/placed")
    );
    assert_eq!(
        town.get("/ogc/collections/placed@1").await.json()["id"],
        "placed@1"
    );
    let asked = town.get("/ogc/collections/placed/queryables").await;
    assert_eq!(asked.header("content-type"), "application/schema+json");
    let properties = &asked.json()["properties"];
    assert_eq!(properties["alcada"]["type"], "number");
    assert_eq!(properties["geometry"]["format"], "geometry-point");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_read_to_its_end_is_one_versions() {
    let town = town().await;
    let mut address = format!("{ITEMS}?limit=4");
    let mut seen = Vec::new();
    let mut back = None;
    loop {
        let answer = town.get(&address).await;
        assert_eq!(answer.header("content-type"), "application/geo+json");
        let page = answer.json();
        assert_eq!(page["numberMatched"], 6);
        assert_eq!(page["numberReturned"], ids(&page).len());
        seen.extend(ids(&page));
        back = link(&page, "prev").map(str::to_owned).or(back);
        let Some(next) = link(&page, "next") else {
            break;
        };
        assert!(next.contains("/placed@3/items?limit=4&offset="), "{next}");
        address = next.replace("https://vilamar.example", "");
    }
    assert_eq!(seen, [1, 2, 3, 4, 5, 6]);
    let back = back
        .expect("the last page leads back")
        .replace("https://vilamar.example", "");
    assert_eq!(ids(&town.get(&back).await.json()), [1, 2, 3, 4]);
    let beyond = town
        .get(&format!("{ITEMS}?offset=99999999999999999999"))
        .await
        .json();
    assert_eq!(
        (ids(&beyond), &beyond["numberMatched"]),
        (vec![], &json!(6))
    );
    // More than the most is the most, and no error.
    assert_eq!(
        ids(&town.get(&format!("{ITEMS}?limit=1000000")).await.json()).len(),
        6
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feature_is_called_by_its_row_and_says_what_the_download_says() {
    let town = town().await;
    let answer = town.get(&format!("{ITEMS}/3")).await;
    let feature = answer.json();
    assert_eq!(feature["id"], 3);
    let file = town.get("/data/placed.geojson").await.json();
    assert_eq!(feature["properties"], file["features"][2]["properties"]);
    assert_eq!(feature["geometry"], file["features"][2]["geometry"]);
    let crs = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>";
    assert_eq!(answer.header("content-crs"), crs);
    for fid in ["0", "7", "-1", "x", "18446744073709551616"] {
        refused(
            &town.get(&format!("{ITEMS}/{fid}")).await,
            StatusCode::NOT_FOUND,
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_finds_what_touches_it_in_every_reference_system() {
    let town = town().await;
    let found = async |query: &str| {
        let page = town.get(&format!("{ITEMS}?{query}")).await.json();
        (ids(&page), page["numberMatched"].clone())
    };
    let epsg = |code: u32| format!("http://www.opengis.net/def/crs/EPSG/0/{code}");
    let expected = (vec![2, 3], json!(2));
    assert_eq!(found("bbox=2.151,41.401,2.152,41.402").await, expected);
    let turned = format!("bbox=41.401,2.151,41.402,2.152&bbox-crs={}", epsg(4326));
    assert_eq!(found(&turned).await, expected);
    let utm = format!(
        "bbox=429000,4583600,429300,4583800&bbox-crs={}",
        epsg(25_831)
    );
    let (in_metres, _) = found(&utm).await;
    assert_eq!(in_metres, in_box_by_hand(&town).await);
    assert_eq!(
        found("bbox=2.153,41,2.2,42&limit=1&offset=1").await,
        (vec![5], json!(3))
    );
    // Around the world, and back.
    assert_eq!(found("bbox=170,41,-170,42").await, (vec![], json!(0)));
    assert_eq!(found("bbox=2.1545,41,2.1505,42").await.0, [1, 6]);
}

/// The features in a box of UTM, from their places as the door gives them in UTM.
async fn in_box_by_hand(town: &Town) -> Vec<u64> {
    let crs = "http://www.opengis.net/def/crs/EPSG/0/25831";
    let answer = town.get(&format!("{ITEMS}?crs={crs}")).await;
    assert_eq!(answer.header("content-crs"), format!("<{crs}>"));
    let page = answer.json();
    let features = page["features"].as_array().expect("features");
    let place = |feature: &Value, axis: usize| {
        feature["geometry"]["coordinates"][axis]
            .as_f64()
            .expect("metres")
    };
    let within = features.iter().filter(|feature| {
        (429_000.0..=429_300.0).contains(&place(feature, 0))
            && (4_583_600.0..=4_583_800.0).contains(&place(feature, 1))
    });
    let found: Vec<u64> = within
        .filter_map(|feature| feature["id"].as_u64())
        .collect();
    assert!(
        !found.is_empty() && found.len() < 6,
        "the box divides them: {page}"
    );
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_understood_is_refused_in_the_visitors_language() {
    let town = town().await;
    for query in [
        "bboxx=1,2,3,4",
        "bbox=1,2,3",
        "bbox=1,4,3,2",
        "limit=0",
        "limit=many",
        "offset=-1",
        "crs=EPSG:4326",
        "bbox=1,2,3,4&bbox-crs=nope",
        "datetime=yesterday",
        "filter=alcada%20%3E",
        "filter=alcada&filter-lang=ecql",
        "filter=nope%20%3D%201",
        "filter=codi%20%3D%201",
        "filter=Foo(codi)%20%3D%201",
        "alcada=high",
        "f=xml",
    ] {
        let answer = town.get(&format!("{ITEMS}?{query}")).await;
        let problem = refused(&answer, StatusCode::BAD_REQUEST);
        assert!(
            problem["detail"]
                .as_str()
                .is_some_and(|said| said.len() > 20),
            "{query}: {problem}"
        );
    }
    let spoken = async |language| {
        let headers = [("accept-language", language)];
        let path = format!("{ITEMS}?filter=alcada%20%3E");
        let answer = town.ask(axum::http::Method::GET, &path, &headers).await;
        answer.json()["detail"].as_str().expect("words").to_owned()
    };
    assert!(
        spoken("ca")
            .await
            .starts_with("El filtre no s’entén a la posició 8")
    );
    assert!(
        spoken("es")
            .await
            .starts_with("El filtro no se entiende en la posición 8")
    );
    assert!(
        spoken("en")
            .await
            .starts_with("The filter is not understood at 8")
    );
    refused(
        &town.get("/ogc/conformance?limit=3").await,
        StatusCode::BAD_REQUEST,
    );
}

/// What a filter becomes, as the workers are asked it: names looked up and quoted, nothing as it came.
#[tokio::test(flavor = "multi_thread")]
async fn a_filter_reaches_the_workers_as_a_condition_of_the_pinned_version() {
    let town = town().await;
    let filter = "alcada%20%3E%3D%209.5%20AND%20codi%20LIKE%20%27%25%27%27%3B%20--%27";
    town.get(&format!("{ITEMS}?filter={filter}")).await;
    let asked = town.pocket.questions.lock().expect("no panic").clone();
    let last = asked.last().expect("it was asked");
    assert_eq!(
        last.text,
        "SELECT \"__file\", \"__row\" FROM \"placed@3#\" WHERE ((\"alcada\" >= 9.5) AND (\"codi\" LIKE '%''; --'))"
    );
    assert_eq!(last.tables.len(), 1, "no other table exists for it");
}

/// `TileJSON` 3.0: the box is that of all rows.
#[tokio::test(flavor = "multi_thread")]
async fn tiles_are_described_with_the_box_around_all_rows() {
    let town = town().await;
    let json = town.get("/tiles/placed").await.json();
    assert_eq!(json["tilejson"], "3.0.0");
    assert_eq!(json["bounds"], json!([2.15, 41.4, 2.155, 41.405]));
    assert_eq!(json["name"], "Arbres");
    assert_eq!(json["vector_layers"][0]["id"], "rows");
    assert_eq!(town.get("/tiles/plain").await.status, StatusCode::NOT_FOUND);
}
