// SPDX-License-Identifier: AGPL-3.0-or-later

//! What clients of CKAN ask for, by the letter.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::dataset;
use crate::http::{Answer, Town};

/// A town with a second dataset.
async fn town() -> Town {
    let town = Town::new().await;
    let other = dataset(&town.city, "bancs", "Bancs públics").await;
    town.publish_as(&other).await;
    dataset(&town.city, "buit", "Encara res").await;
    for name in ["bancs", "buit"] {
        let name = name.parse().expect("a name");
        let refreshed = town.catalogue.refresh(&town.city.db, &name).await;
        refreshed.expect("the index takes it");
    }
    town
}

async fn asked(town: &Town, action: &str) -> Answer {
    town.get(&format!("/api/3/action/{action}")).await
}

async fn result(town: &Town, action: &str) -> Value {
    let answer = asked(town, action).await;
    assert_eq!(answer.status, StatusCode::OK, "{action}: {}", answer.text);
    let mut answer = answer.json();
    assert_eq!(answer["success"], json!(true), "{action}");
    answer["result"].take()
}

fn names(found: &Value) -> Vec<&str> {
    let results = found["results"].as_array().expect("a list");
    results
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dataset_is_a_package_with_everything_that_clients_read() {
    let town = town().await;
    let package = result(&town, "package_show?id=arbres").await;
    for (at, value) in [
        ("/name", json!("arbres")),
        ("/title", json!("Arbres <script>dels</script> carrers")),
        (
            "/title_translated/ca",
            json!("Arbres <script>dels</script> carrers"),
        ),
        ("/version", json!("3")),
        ("/state", json!("active")),
        ("/type", json!("dataset")),
        ("/private", json!(false)),
        ("/isopen", json!(true)),
        ("/license_id", json!("CC-BY-4.0")),
        ("/organization/name", json!("parcs-i-jardins")),
        ("/organization/title", json!("Parcs i Jardins")),
        ("/groups/0/name", json!("envi")),
        ("/tags/0/name", json!("verd urbà")),
        ("/url", json!("https://vilamar.example/data/arbres")),
        (
            "/resources/0/url",
            json!("https://vilamar.example/data/arbres.csv"),
        ),
        ("/resources/0/format", json!("CSV")),
        ("/resources/0/datastore_active", json!(true)),
        ("/resources/1/datastore_active", json!(false)),
    ] {
        assert_eq!(package.pointer(at), Some(&value), "{at}: {package}");
    }
    let id = package["id"].as_str().expect("an id");
    assert_ne!(
        id,
        town.dataset.id.to_string(),
        "keys of rows are not shown"
    );
    assert_eq!(
        result(&town, &format!("package_show?id={id}")).await,
        package
    );
    assert_eq!(package["owner_org"], package["organization"]["id"]);
    let count = package["resources"].as_array().map(Vec::len);
    assert_eq!(
        package["num_resources"].as_u64(),
        count.and_then(|count| u64::try_from(count).ok())
    );
    // As every client of CKAN parses it: microseconds, and no zone.
    let changed = package["metadata_modified"].as_str().expect("a moment");
    assert_eq!(
        changed.len(),
        "2026-03-01T09:30:00.000000".len(),
        "{changed}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_uuid_of_a_file_stays_and_leads_back_to_its_version() {
    let town = town().await;
    let csv = |package: &Value| {
        package["resources"][0]["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let before = csv(&result(&town, "package_show?id=arbres").await);
    town.publish().await;
    town.catalogue.load(&town.city.db).await.expect("loaded");
    let after = result(&town, "package_show?id=arbres").await;
    assert_eq!(after["version"], json!("4"));
    assert_eq!(csv(&after), before);
    let resource = result(&town, &format!("resource_show?id={before}")).await;
    assert_eq!(resource["package_id"], after["id"]);

    let first = result(&town, "package_show?id=arbres@1").await;
    assert_eq!(first["version"], json!("1"));
    assert_eq!(
        first["resources"][0]["url"],
        json!("https://vilamar.example/data/arbres@1.csv")
    );
    let of_first = csv(&first);
    assert_ne!(of_first, before);
    let resource = result(&town, &format!("resource_show?id={of_first}")).await;
    assert_eq!(
        resource["url"],
        json!("https://vilamar.example/data/arbres@1.csv")
    );
    let rows = result(&town, &format!("datastore_search?resource_id={of_first}")).await;
    assert_eq!(rows["records"].as_array().map(Vec::len), Some(6));
}

#[tokio::test(flavor = "multi_thread")]
async fn datasets_are_searched_as_solr_is_asked() {
    let town = town().await;
    for (question, found) in [
        ("", vec!["arbres", "bancs"]),
        ("?q=*:*&sort=name+desc", vec!["bancs", "arbres"]),
        ("?q=arbre", vec!["arbres"]),
        ("?q=title:banc", vec!["bancs"]),
        ("?q=%22bancs+p%C3%BAblics%22", vec!["bancs"]),
        ("?q=%22bancs+de+p%C3%BAblics%22", vec![]),
        ("?q=zzz", vec![]),
        ("?q=name:ban*", vec!["bancs"]),
        ("?q=title:*nc*", vec!["bancs"]),
        (
            "?fq=(groups:envi+OR+groups:tran)&sort=name+asc",
            vec!["arbres", "bancs"],
        ),
        ("?fq=%2Bgroups:envi+-name:arbres", vec!["bancs"]),
        (
            "?fq=organization:(%22parcs-i-jardins%22+OR+altres)",
            vec!["arbres", "bancs"],
        ),
        (
            "?fq=tags:%22verd+urba%22+res_format:geojson",
            vec!["arbres"],
        ),
        (
            "?fq=license_id:*+AND+NOT+num_resources:[6+TO+*]",
            vec!["bancs"],
        ),
        (
            "?fq=metadata_modified:[2001-01-01T00:00:00Z+TO+*]&sort=id+asc&rows=1000",
            vec!["arbres", "bancs"],
        ),
        ("?fq=metadata_modified:[*+TO+2001-01-01T00:00:00Z]", vec![]),
        (
            "?fq=metadata_modified:[NOW-1DAY+TO+NOW%2B1DAY]",
            vec!["arbres", "bancs"],
        ),
        (
            "?fq=dataset_type:dataset+state:active+capacity:public",
            vec!["arbres", "bancs"],
        ),
        ("?fq=extras_harvest_source:*", vec![]),
        ("?rows=1&start=1&sort=name+asc", vec!["bancs"]),
        ("?q=what?+(is+this", vec![]),
    ] {
        let answer = result(&town, &format!("package_search{question}")).await;
        let mut names = names(&answer);
        if !question.contains("sort=name") {
            names.sort_unstable();
        }
        assert_eq!(names, found, "{question}");
    }
    let whole = result(&town, "package_search?rows=0").await;
    assert_eq!(
        (&whole["count"], &whole["results"]),
        (&json!(2), &json!([]))
    );
    assert_eq!(whole["sort"], json!("score desc, metadata_modified desc"));
}

#[tokio::test(flavor = "multi_thread")]
async fn facets_count_what_was_found() {
    let town = town().await;
    let fields = "%5B%22groups%22,%22res_format%22,%22organization%22%5D";
    let found = result(
        &town,
        &format!("package_search?rows=0&facet.field={fields}&facet.limit=2"),
    )
    .await;
    assert_eq!(found["facets"]["groups"], json!({ "envi": 2 }));
    assert_eq!(
        found["facets"]["res_format"]
            .as_object()
            .map(serde_json::Map::len),
        Some(2)
    );
    let organization = &found["search_facets"]["organization"];
    assert_eq!(organization["title"], json!("organization"));
    assert_eq!(
        organization["items"],
        json!([{ "name": "parcs-i-jardins", "display_name": "Parcs i Jardins", "count": 2 }])
    );
    let narrowed = result(
        &town,
        &format!("package_search?q=name:bancs&facet.field={fields}&facet.limit=-1"),
    )
    .await;
    assert_eq!(narrowed["facets"]["res_format"]["CSV"], json!(1));
    assert_eq!(narrowed["facets"]["res_format"].get("GEOJSON"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_given_as_names_and_whole() {
    let town = town().await;
    assert_eq!(
        result(&town, "package_list").await,
        json!(["arbres", "bancs"])
    );
    assert_eq!(
        result(&town, "package_list?limit=1&offset=1").await,
        json!(["bancs"])
    );
    assert_eq!(
        result(&town, "organization_list").await,
        json!(["parcs-i-jardins"])
    );
    let whole = result(&town, "organization_list?all_fields=true").await;
    assert_eq!(whole[0]["package_count"], json!(2));
    let one = result(
        &town,
        "organization_show?id=parcs-i-jardins&include_datasets=true",
    )
    .await;
    assert_eq!(one["packages"].as_array().map(Vec::len), Some(2));
    assert_eq!(one["id"], whole[0]["id"]);
    let groups = result(&town, "group_list?all_fields=true").await;
    assert_eq!(groups[0]["name"], json!("envi"));
    assert_eq!(groups[0]["title_translated"]["en"], json!("Environment"));
    assert_eq!(
        result(&town, "group_show?id=envi").await["package_count"],
        json!(2)
    );
    assert_eq!(result(&town, "tag_list").await, json!(["verd urbà"]));
    assert_eq!(
        result(&town, "tag_list?query=URBA&all_fields=true").await[0]["name"],
        json!("verd urbà")
    );
    assert_eq!(
        result(&town, "license_list").await[0]["id"],
        json!("CC-BY-4.0")
    );
    assert_eq!(result(&town, "user_list").await, json!([]));
    assert_eq!(result(&town, "resource_view_list?id=x").await, json!([]));
    assert_eq!(result(&town, "site_read").await, json!(true));
    let status = result(&town, "status_show").await;
    assert_eq!(status["site_title"], json!("Vilamar"));
    let typed = result(&town, "package_autocomplete?q=ban").await;
    assert_eq!(typed[0]["name"], json!("bancs"));
    let current = result(&town, "current_package_list_with_resources?limit=1").await;
    assert_eq!(current[0]["resources"][0]["format"], json!("CSV"));
    let help = result(&town, "help_show?name=package_search").await;
    assert!(
        help.as_str()
            .is_some_and(|help| help.contains("facet.field"))
    );
    let narrow = result(&town, "package_search?fl=id,name").await;
    assert_eq!(
        narrow["results"][0].as_object().map(serde_json::Map::len),
        Some(2)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_read_however_it_is_sent() {
    let town = town().await;
    let json = r#"{"q": "arbre", "rows": 1, "facet.field": ["tags"]}"#;
    let form = "q=arbre&rows=1&facet.field=%5B%22tags%22%5D";
    let address = town
        .get("/api/3/action/package_search?q=arbre&rows=1&facet.field=tags")
        .await;
    for (path, kind, body) in [
        ("/api/action/package_search", "application/json", json),
        (
            "/api/3/action/package_search",
            "application/x-www-form-urlencoded",
            json,
        ),
        (
            "/api/3/action/package_search",
            "application/x-www-form-urlencoded",
            form,
        ),
    ] {
        let answer = town.post_as(path, kind, body).await;
        assert_eq!(
            answer.status,
            StatusCode::OK,
            "{path} {kind}: {}",
            answer.text
        );
        assert_eq!(answer.json(), address.json(), "{path} {kind}");
    }
    let empty = town
        .post_as("/api/action/site_read", "application/json", "")
        .await;
    assert_eq!(empty.json()["result"], json!(true));
    let large = format!("{{\"q\": \"{}\"}}", "a".repeat(100_000));
    let answer = town
        .post_as("/api/action/package_search", "application/json", &large)
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.json()["success"], json!(false));
}

/// What is asked, and the status, the kind and a part of the refusal.
const REFUSED: &[(&str, u16, &str, &str)] = &[
    ("package_show?id=fonts", 404, "Not Found Error", ""),
    ("package_show?id=buit", 404, "Not Found Error", ""),
    (
        "package_show?id=arbres@2",
        410,
        "Not Found Error",
        "dades personals",
    ),
    (
        "package_show?id=../../x",
        404,
        "Not Found Error",
        "package_list",
    ),
    ("package_show", 409, "Validation Error", "id"),
    (
        "organization_show?id=ningu",
        404,
        "Not Found Error",
        "ningu",
    ),
    (
        "resource_show?id=f47ac10b-58cc-4372-a567-0e02b2c3d479",
        404,
        "Not Found Error",
        "f47",
    ),
    ("package_search?rows=many", 409, "Validation Error", "many"),
    (
        "package_search?sort=colour",
        409,
        "Validation Error",
        "colour",
    ),
    (
        "package_search?facet.field=colour",
        409,
        "Validation Error",
        "colour",
    ),
    (
        "package_search?fq=colour:red",
        409,
        "Validation Error",
        "colour",
    ),
    (
        "package_search?fq=notes:*x*",
        409,
        "Validation Error",
        "notes",
    ),
    (
        "package_search?fq=metadata_modified:[soon+TO+*]",
        409,
        "Validation Error",
        "soon",
    ),
    ("package_search?fq=(a", 400, "Search Query Error", "1"),
    (
        "package_search?fq=%7B!geofilt%7D",
        400,
        "Search Query Error",
        "{!",
    ),
    ("datastore_search", 409, "Validation Error", "resource_id"),
    (
        "datastore_search?resource_id=fonts",
        404,
        "Not Found Error",
        "",
    ),
    (
        "datastore_search?resource_id=arbres&filters=%7B%22colour%22:1%7D",
        409,
        "Validation Error",
        "colour",
    ),
    (
        "datastore_search?resource_id=arbres&filters=%7B%22codi%22:%7B%22like%22:1%7D%7D",
        409,
        "Validation Error",
        "like",
    ),
    (
        "datastore_search?resource_id=arbres&records_format=xml",
        409,
        "Validation Error",
        "objects",
    ),
    (
        "datastore_search_sql?sql=SELECT+1",
        403,
        "Authorization Error",
        "datastore_search",
    ),
    (
        "package_create",
        403,
        "Authorization Error",
        "panot publish",
    ),
    ("datastore_upsert", 403, "Authorization Error", ""),
];

#[tokio::test(flavor = "multi_thread")]
async fn refusals_have_the_status_and_the_kind_that_clients_know() {
    let town = town().await;
    for &(action, status, kind, said) in REFUSED {
        let answer = asked(&town, action).await;
        assert_eq!(answer.status.as_u16(), status, "{action}: {}", answer.text);
        assert_eq!(
            answer.header("content-type"),
            "application/json; charset=utf-8",
            "{action}"
        );
        let body = answer.json();
        assert_eq!(body["success"], json!(false), "{action}");
        assert_eq!(body["error"]["__type"], json!(kind), "{action}: {body}");
        let error = body["error"].to_string();
        assert!(error.contains(said), "{action}: {error}");
        assert!(body["help"].as_str().is_some_and(|help| {
            help.starts_with("https://vilamar.example/api/3/action/help_show?name=")
        }));
    }
    let unknown = asked(&town, "package_fly").await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert!(
        unknown
            .json()
            .as_str()
            .is_some_and(|text| text.contains("package_fly")),
        "{}",
        unknown.text
    );
    let spanish = town
        .ask(
            Method::GET,
            "/api/3/action/package_search?rows=x",
            &[("accept-language", "es")],
        )
        .await;
    assert!(
        spanish.text.contains("no es un número entero"),
        "{}",
        spanish.text
    );
    let broken = town
        .post_as("/api/3/action/package_show", "application/json", "{")
        .await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
}

/// None of them is answered with a failure of ours, and none takes the time of a search.
#[tokio::test(flavor = "multi_thread")]
async fn solr_style_queries_made_to_be_slow() {
    let town = town().await;
    let search = |query: String| {
        let body =
            json!({ "fq": query, "rows": 1_000, "facet.field": ["tags", "groups"] }).to_string();
        let town = &town;
        async move {
            town.post_as("/api/3/action/package_search", "application/json", &body)
                .await
        }
    };
    for (query, status) in [
        ("(".repeat(4_000), 400),
        (format!("{}a{}", "(".repeat(1_000), ")".repeat(1_000)), 400),
        ("a OR ".repeat(1_000) + "a", 400),
        ("a ".repeat(4_000), 400),
        ("x".repeat(9_000), 400),
        ("-".repeat(8_000) + "a", 200),
        ("name:*a*a*a*a*a*a*a*b ".repeat(9), 409),
        ("title:*a*a*a*a*a*a*a*a*a*a*b ".repeat(8), 200),
        ("notes:palabra ".repeat(65), 409),
        ("title:aa* ".repeat(8), 200),
        ("metadata_modified:[NOW-1DAY TO NOW] ".repeat(200), 200),
        (
            format!(
                "id:({})",
                vec!["f47ac10b-58cc-4372-a567-0e02b2c3d479"; 200].join(" OR ")
            ),
            200,
        ),
        (format!("\"{}\"", "a ".repeat(2_000)), 200),
        ("NOT ".repeat(1_500) + "a", 200),
        ("{!frange l=0}sum(1,2)".to_owned(), 400),
        ("a~ b~2 c".to_owned(), 400),
    ] {
        let answer = search(query.clone()).await;
        let beginning: String = query.chars().take(40).collect();
        assert_eq!(
            answer.status.as_u16(),
            status,
            "{beginning}: {}",
            answer.text
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_given_with_their_columns_and_numbers() {
    let town = town().await;
    let found = result(
        &town,
        "datastore_search?resource_id=arbres&limit=2&offset=1",
    )
    .await;
    assert_eq!(found["fields"][0], json!({ "id": "_id", "type": "int" }));
    assert_eq!(found["fields"][1]["type"], json!("text"));
    assert_eq!(found["fields"][5]["id"], json!("alcada"));
    assert_eq!(found["fields"][5]["type"], json!("numeric"));
    assert_eq!((&found["total"], &found["limit"]), (&json!(6), &json!(2)));
    assert_eq!(found["records"][0]["_id"], json!(2));
    assert_eq!(found["records"][0]["codi"], json!("002"));
    assert_eq!(found["records"][0]["alcada"], Value::Null);
    let next = found["_links"]["next"].as_str().expect("a link");
    let next = town.get(next).await.json();
    assert_eq!(next["result"]["records"][0]["codi"], json!("004"));
    for (question, records) in [
        (
            "records_format=lists&fields=codi,alcada&limit=1",
            json!([["001", 12.34]]),
        ),
        (
            "records_format=csv&fields=codi,alcada&limit=2",
            json!("001,12.34\r\n002,\r\n"),
        ),
        ("records_format=tsv&fields=codi&limit=1", json!("001\r\n")),
        (
            "fields=_id,codi&limit=1",
            json!([{ "_id": 1, "codi": "001" }]),
        ),
    ] {
        let found = result(
            &town,
            &format!("datastore_search?resource_id=arbres&{question}"),
        )
        .await;
        assert_eq!(found["records"], records, "{question}");
    }
    let uncounted = result(
        &town,
        "datastore_search?resource_id=arbres&include_total=false",
    )
    .await;
    assert_eq!(uncounted.get("total"), None);
    let most = result(&town, "datastore_search?resource_id=arbres&limit=99999999").await;
    assert_eq!(most["limit"], json!(32_000));
    let info = result(&town, "datastore_info?id=arbres@1").await;
    assert_eq!(info["meta"]["count"], json!(12));
    assert_eq!(info["fields"][0]["id"], json!("codi"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_table_is_handed_out() {
    let town = town().await;
    let csv = town.get("/datastore/dump/arbres").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        csv.header("content-disposition"),
        "attachment; filename=\"arbres-3.csv\""
    );
    assert!(
        csv.text
            .starts_with("_id,codi,nom <b>,latitud,longitud,alcada\r\n1,001,Plàtan,"),
        "{}",
        csv.text
    );
    assert_eq!(csv.text.matches("\r\n").count(), 7);
    let json = town
        .get("/datastore/dump/arbres@1?format=json&fields=codi")
        .await
        .json();
    assert_eq!(json["records"][5], json!(["006"]));
    let xml = town.get("/datastore/dump/arbres?format=xml").await.text;
    assert!(
        xml.starts_with("<data") && xml.ends_with("</data>\n"),
        "{xml}"
    );
    let marked = town
        .get("/datastore/dump/arbres?format=tsv&bom=true")
        .await
        .text;
    assert!(marked.starts_with("\u{feff}_id\tcodi"), "{marked}");
    for (address, status) in [
        ("/datastore/dump/fonts", 404),
        ("/datastore/dump/arbres@2", 410),
        ("/datastore/dump/arbres?format=exe", 400),
        ("/datastore/dump/arbres?fields=colour", 400),
    ] {
        assert_eq!(town.get(address).await.status.as_u16(), status, "{address}");
    }
}
