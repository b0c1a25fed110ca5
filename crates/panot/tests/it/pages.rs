// SPDX-License-Identifier: AGPL-3.0-or-later

//! The demonstration city, small: every page in every language, every download, the API's document.

use std::sync::OnceLock;

use panot_web::openapi::walk::promises;

use super::support::{Folder, Server, free_port};

/// One small city for all tests of this file.
pub fn city() -> &'static (Folder, Server) {
    static CITY: OnceLock<(Folder, Server)> = OnceLock::new();
    CITY.get_or_init(|| {
        let folder = Folder::empty();
        let dir = folder.city().display().to_string();
        let listen = format!("127.0.0.1:{}", free_port());
        let args = [
            "demo",
            "--dir",
            &dir,
            "--listen",
            &listen,
            "--residents",
            "5000",
            "--quiet",
        ];
        let server = Server::start(folder.until_we_end(&args));
        server.eventually("every dataset has its portrait", |server| {
            server.get("/en/data/qualitat-aire").text().contains("<svg")
        });
        (folder, server)
    })
}

fn names() -> Vec<String> {
    let list = city().1.get("/data.json").json();
    let datasets = list["datasets"].as_array().expect("a list").clone();
    datasets
        .iter()
        .filter_map(|d| d["name"].as_str().map(str::to_owned))
        .collect()
}

#[test]
fn the_city_has_its_datasets_and_says_on_every_page_that_it_is_invented() {
    let names = names();
    assert!(names.len() >= 8, "{names:?}");
    let (_, server) = city();
    for language in ["ca", "es", "en"] {
        for path in ["", "data", "accessibility", "privacy", "standards", "api"] {
            let page = server.get(&format!("/{language}/{path}"));
            assert_eq!(page.status, 200, "/{language}/{path}");
            let faults = panot_web::check::faults(&page.text());
            assert!(faults.is_empty(), "/{language}/{path}: {faults:?}");
        }
        for name in &names {
            for rest in ["", "/rows", "/versions"] {
                let path = format!("/{language}/data/{name}{rest}");
                let page = server.get(&path);
                assert_eq!(page.status, 200, "{path}");
                let faults = panot_web::check::faults(&page.text());
                assert!(faults.is_empty(), "{path}: {faults:?}");
            }
        }
    }
    assert!(server.get("/en/data").text().contains("invented"));
}

#[test]
fn every_download_of_every_dataset_is_whole() {
    let (_, server) = city();
    for name in names() {
        let page = server.get(&format!("/en/data/{name}.json")).json();
        let rows = page["rows"]
            .as_u64()
            .unwrap_or_else(|| panic!("{name}: {page}"));
        let csv = server.get(&format!("/data/{name}.csv"));
        assert_eq!(csv.status, 200, "{name}");
        let lines = csv.text().matches("\r\n").count();
        assert!(
            u64::try_from(lines).is_ok_and(|lines| lines > rows),
            "{name}: {lines} of {rows}"
        );
        let ndjson = server.get(&format!("/data/{name}.ndjson")).text();
        assert_eq!(
            u64::try_from(ndjson.lines().count()).ok(),
            Some(rows),
            "{name}"
        );
        let json = server.get(&format!("/data/{name}.json"));
        assert_eq!(
            json.json().as_array().map(Vec::len),
            usize::try_from(rows).ok(),
            "{name}"
        );
        let parquet = server.get(&format!("/data/{name}.parquet"));
        assert!(
            parquet.body.starts_with(b"PAR1") && parquet.body.ends_with(b"PAR1"),
            "{name}"
        );
        let sheet = server.get(&format!("/data/{name}.xlsx"));
        assert!(sheet.body.starts_with(b"PK"), "{name}");
        assert_eq!(
            csv.header("content-type"),
            "text/csv; charset=utf-8",
            "{name}"
        );
    }
}

#[test]
fn rows_are_filtered_sorted_and_paged_and_the_download_is_the_same() {
    let (_, server) = city();
    let all = server.get("/en/data/arbrat-viari/rows.json?size=5").json();
    assert_eq!(all["rows"].as_array().map(Vec::len), Some(5), "{all}");
    let columns: Vec<_> = all["columns"]
        .as_array()
        .expect("columns")
        .iter()
        .map(|c| c["name"].clone())
        .collect();
    assert!(!columns.is_empty());
}

#[test]
fn a_map_has_tiles_with_something_on_them() {
    let (_, server) = city();
    let tile_json = server.get("/tiles/arbrat-viari").json();
    assert_eq!(tile_json["tilejson"], "3.0.0", "{tile_json}");
    let bounds: Vec<f64> = serde_json::from_value(tile_json["bounds"].clone()).expect("bounds");
    let (lon, lat) = (
        f64::midpoint(bounds[0], bounds[2]),
        f64::midpoint(bounds[1], bounds[3]),
    );
    let zoom = 12_u32;
    let tiles = f64::from(1 << zoom);
    let x = (lon + 180.0) / 360.0 * tiles;
    let y = (1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * tiles;
    let tile = server.get(&format!(
        "/tiles/arbrat-viari/{zoom}/{}/{}.mvt",
        x.floor(),
        y.floor()
    ));
    assert_eq!(tile.status, 200);
    assert!(tile.body.len() > 100, "{} bytes", tile.body.len());
}

/// Every address that the description names, of every dataset: status, media type and shape.
#[test]
fn every_answer_is_what_the_description_of_the_api_says() {
    let (_, server) = city();
    let document = server.get("/api/openapi.json").json();
    let names = names();
    let mut answered = std::collections::BTreeSet::new();
    for id in names.iter().cloned().chain([format!("{}@1", names[0])]) {
        let question = format!("sql=SELECT%20%2A%20FROM%20%22{id}%22%20ORDER%20BY%201%20LIMIT%205");
        let cited = server.post("/q", &question);
        let cited = cited.header("location").trim_start_matches("/q/");
        let cited = cited.trim_end_matches(".json").to_owned();
        let fill = |name: &str| match name {
            "lang" => "es".to_owned(),
            "id" => id.clone(),
            "hash" => cited.clone(),
            "action" => "site_read".to_owned(),
            // Features are counted from one.
            "fid" => "1".to_owned(),
            _ => "0".to_owned(),
        };
        for promise in promises(&document, &fill) {
            let mut address = promise.address.clone();
            if promise.id.starts_with("askSql") {
                address.push('?');
                address.push_str(&question);
            }
            let answer = server.ask(&address, &[("accept", promise.accept)]);
            let kind = answer.header("content-type");
            let wrong = promise.faults(answer.status, kind, &answer.body);
            assert!(wrong.is_empty(), "{wrong:#?}");
            if answer.status < 400 {
                answered.insert(promise.id.to_owned());
            }
        }
    }
    // Not every dataset has a map or two versions; every operation is answered by one of them.
    let all = promises(&document, &|_| String::new());
    let silent: Vec<_> = all
        .iter()
        .filter(|promise| {
            !answered.contains(promise.id) && !promise.id.starts_with("compareVersions")
        })
        .map(|promise| promise.id)
        .collect();
    assert!(silent.is_empty(), "nobody answers {silent:?}");
}

/// A day is all of it on a column of moments, on the days of 23, 24 and 25 hours alike.
#[test]
fn leaving_a_day_out_leaves_all_of_it_out() {
    let (_, server) = city();
    let rows = "/en/data/qualitat-aire/rows.json?size=1";
    let first = server.get(rows).json();
    let columns = first["columns"].as_array().expect("columns");
    let column = columns
        .iter()
        .find(|column| {
            column["type"]
                .as_str()
                .is_some_and(|kind| kind.starts_with("Timestamp"))
        })
        .and_then(|column| column["name"].as_str())
        .expect("a column of moments");
    let total = |condition: &str| {
        let condition = condition
            .replace('=', "%3D")
            .replace('<', "%3C")
            .replace('>', "%3E");
        let page = server.get(&format!("{rows}&f.{column}={condition}")).json();
        page["total"]
            .as_u64()
            .unwrap_or_else(|| panic!("{condition}: {page}"))
    };
    let present = total("!=");
    // Two stations measure four pollutants every hour.
    for (day, hours) in [("2024-03-31", 23), ("2024-06-15", 24), ("2024-10-27", 25)] {
        let of_day = total(&format!("={day}"));
        assert_eq!(of_day, hours * 8, "{day}");
        assert_eq!(total(&format!("!={day}")), present - of_day, "{day}");
        let (before, after) = (total(&format!("<{day}")), total(&format!(">{day}")));
        assert_eq!(before + of_day + after, present, "{day}");
        assert_eq!(total(&format!("<={day}")), before + of_day, "{day}");
        assert_eq!(total(&format!(">={day}")), of_day + after, "{day}");
    }
    let page = server.get(&format!(
        "/en/data/qualitat-aire/rows?f.{column}=%3D2024-06-15"
    ));
    assert!(
        page.text().contains("2024-06-15 00:00:00"),
        "by the city's clock"
    );
}

#[test]
fn the_home_page_offers_what_exists() {
    let (_, server) = city();
    let home = server.get("/en/").text();
    for href in home
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        if href.starts_with("/en/") && !href.contains('#') && !href.contains("look=") {
            let answer = server.get(&href.replace("&amp;", "&"));
            assert_eq!(answer.status, 200, "a dead link on the home page: {href}");
        }
    }
}
