// SPDX-License-Identifier: AGPL-3.0-or-later

//! OGC API Features of a served city: read by clients that exist, and asked filters of every kind.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::{Value, json};

use super::support::{Folder, Server};

/// Trees of the test.
const TREES: usize = 2_300;

/// Trees on a grid, each with a species, a height, a day and a moment; some without a place.
fn trees() -> String {
    let mut text = String::from("code;species;height;planted;seen;healthy;latitude;longitude\n");
    for n in 0..TREES {
        let species = ["Tilia", "Platanus × hispanica", "L'om", "tilia"][n % 4];
        let height = format!("{}.{}", n % 30, n % 10);
        let (day, hour) = (1 + n % 28, n % 24);
        let place = if n % 97 == 5 {
            ";".to_owned()
        } else {
            format!("41.{:04};2.{:04}", 4_000 + n % 50, 1_500 + n / 50)
        };
        let healthy = ["true", "false"][n % 2];
        text.extend([format!(
            "T{n:05};{species};{height};2020-03-{day:02};2024-06-{day:02}T{hour:02}:30:00Z;{healthy};{place}\n"
        )]);
    }
    text
}

/// Three squares side by side, one with a hole.
const AREAS: &str = "name;shape\n\
    west;POLYGON ((2.10 41.40, 2.12 41.40, 2.12 41.42, 2.10 41.42, 2.10 41.40))\n\
    middle;POLYGON ((2.12 41.40, 2.14 41.40, 2.14 41.42, 2.12 41.42, 2.12 41.40), (2.125 41.405, 2.135 41.405, 2.135 41.415, 2.125 41.415, 2.125 41.405))\n\
    east;POLYGON ((2.14 41.40, 2.16 41.40, 2.16 41.42, 2.14 41.42, 2.14 41.40))\n";

const TABLE: &str = "month;visits\n2026-01;10\n2026-02;12\n2026-03;9\n";

/// One city for all tests of this file.
fn city() -> &'static (Folder, Server) {
    static CITY: OnceLock<(Folder, Server)> = OnceLock::new();
    CITY.get_or_init(|| {
        let folder = Folder::with_city();
        for (name, text) in [
            ("trees", trees()),
            ("areas", AREAS.to_owned()),
            ("visits", TABLE.to_owned()),
        ] {
            let file = folder.file(&format!("{name}.csv"), text);
            folder.publish(&file, name);
        }
        // Clients follow links, which name the city's public address.
        let free = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
        let address = free.expect("a free port").to_string();
        let settings = folder.city().join("panot.toml");
        let text = std::fs::read_to_string(&settings).expect("settings");
        let text = format!("public_url = \"http://{address}\"\n{}", without_url(&text));
        std::fs::write(&settings, text).expect("written");
        let server = Server::start(folder.until_we_end(&["serve", "--listen", &address]));
        server.eventually("every dataset has its portrait", |server| {
            server.get("/data.json").text().contains("areas")
                && server.get("/tiles/trees").status == 200
        });
        (folder, server)
    })
}

fn without_url(settings: &str) -> String {
    let lines = settings
        .lines()
        .filter(|line| !line.starts_with("public_url"));
    lines.collect::<Vec<_>>().join("\n")
}

fn encoded(text: &str) -> String {
    let signs = text.bytes().map(|byte| format!("%{byte:02X}"));
    signs.collect::<Vec<_>>().concat()
}

/// The answer to a filter on a collection.
fn filtered(collection: &str, filter: &str, rest: &str) -> Value {
    let path = format!(
        "/ogc/collections/{collection}/items?limit=10000&filter={}{rest}",
        encoded(filter)
    );
    let answer = city().1.get(&path);
    assert_eq!(answer.status, 200, "{filter}: {}", answer.text());
    answer.json()
}

fn ids(page: &Value) -> Vec<u64> {
    let features = page["features"].as_array().expect("features");
    features
        .iter()
        .filter_map(|feature| feature["id"].as_u64())
        .collect()
}

fn texts(page: &Value, property: &str) -> Vec<String> {
    let features = page["features"].as_array().expect("features");
    features
        .iter()
        .map(|feature| {
            feature["properties"][property]
                .as_str()
                .unwrap_or("")
                .to_owned()
        })
        .collect()
}

/// The ids of trees for which something holds, by hand.
fn those(is: impl Fn(usize) -> bool) -> Vec<u64> {
    let fits = (0..TREES).filter(|n| is(*n));
    fits.filter_map(|n| u64::try_from(n + 1).ok()).collect()
}

/// The height of a tree, in tenths.
fn height(n: usize) -> usize {
    (n % 30) * 10 + n % 10
}

/// The day of its month.
fn day(n: usize) -> usize {
    1 + n % 28
}

fn no_place(n: usize) -> bool {
    n % 97 == 5
}

/// Whether something holds of the n-th tree.
type Holds = fn(usize) -> bool;

/// Filters, and of which trees they hold.
const FILTERS: &[(&str, Holds)] = &[
    ("species = 'Tilia'", |n| n % 4 == 0),
    ("species <> 'Tilia'", |n| n % 4 != 0),
    ("species = 'L''om'", |n| n % 4 == 2),
    ("CASEI(species) = CASEI('TILIA')", |n| {
        n % 4 == 0 || n % 4 == 3
    }),
    ("species LIKE 'T%'", |n| n % 4 == 0),
    ("CASEI(species) LIKE CASEI('T_LIA')", |n| {
        n % 4 == 0 || n % 4 == 3
    }),
    ("species NOT LIKE '%ilia'", |n| n % 4 == 1 || n % 4 == 2),
    ("height > 20.5", |n| height(n) > 205),
    ("20.5 < height", |n| height(n) > 205),
    ("height BETWEEN 10 AND 11.5", |n| {
        (100..=115).contains(&height(n))
    }),
    ("height IN (3.3, 4.4)", |n| [33, 44].contains(&height(n))),
    ("height * 2 + 1 = 7.6", |n| height(n) == 33),
    ("height / 2 > 14", |n| height(n) > 280),
    ("code IN ('T00003', 'T00001')", |n| n == 1 || n == 3),
    ("species = code OR healthy", |n| n % 2 == 0),
    ("healthy = FALSE AND NOT height > 1", |n| {
        n % 2 == 1 && height(n) <= 10
    }),
    ("planted = DATE('2020-03-05')", |n| day(n) == 5),
    ("planted >= '2020-03-20'", |n| day(n) >= 20),
    ("seen < TIMESTAMP('2024-06-02T00:00:00Z')", |n| day(n) == 1),
    ("T_AFTER(planted, DATE('2020-03-27'))", |n| day(n) == 28),
    (
        "T_DURING(seen, INTERVAL('2024-06-10T00:00:00Z', '2024-06-12T00:00:00Z'))",
        |n| (10..12).contains(&day(n)),
    ),
    ("latitude IS NULL", no_place),
    ("geometry IS NOT NULL AND height < 0.5", |n| {
        height(n) < 5 && !no_place(n)
    }),
    (
        "S_INTERSECTS(geometry, BBOX(2.1495, 41.39, 2.1505, 41.42))",
        |n| n / 50 <= 5 && !no_place(n),
    ),
    // What lies on the edge is not within.
    (
        "S_WITHIN(geometry, POLYGON((2.1495 41.39, 2.1505 41.39, 2.1505 41.42, 2.1495 41.42, 2.1495 41.39)))",
        |n| n / 50 <= 4 && !no_place(n),
    ),
    ("S_EQUALS(geometry, POINT(2.1500 41.4007))", |n| n == 7),
];

#[test]
fn filters_of_every_kind_find_the_rows_that_they_mean() {
    for (filter, is) in FILTERS {
        let page = filtered("trees", filter, "");
        let expected = those(is);
        assert_eq!(ids(&page), expected, "{filter}");
        assert_eq!(page["numberMatched"], expected.len(), "{filter}");
    }
}

/// Seven relations of areas, by three that lie side by side.
#[test]
fn areas_relate_as_simple_features_says() {
    let named = |filter: &str| texts(&filtered("areas", filter, ""), "name");
    let square = "POLYGON((2.12 41.40, 2.14 41.40, 2.14 41.42, 2.12 41.42, 2.12 41.40))";
    assert_eq!(
        named(&format!("S_INTERSECTS(shape, {square})")),
        ["west", "middle", "east"]
    );
    assert_eq!(
        named(&format!("S_TOUCHES(shape, {square})")),
        ["west", "east"]
    );
    assert_eq!(named(&format!("S_WITHIN(shape, {square})")), ["middle"]);
    assert_eq!(named("S_CONTAINS(shape, POINT(2.15 41.41))"), ["east"]);
    assert_eq!(named("S_CONTAINS(shape, POINT(2.13 41.41))"), [""; 0]);
    assert_eq!(
        named("S_DISJOINT(geometry, POINT(2.15 41.41))"),
        ["west", "middle"]
    );
    assert_eq!(
        named("S_CROSSES(LINESTRING(2.11 41.41, 2.11 41.50), shape)"),
        ["west"]
    );
    assert_eq!(
        named("S_OVERLAPS(shape, BBOX(2.15, 41.41, 2.17, 41.43))"),
        ["east"]
    );
    assert_eq!(
        named("S_EQUALS(shape, BBOX(2.10, 41.40, 2.12, 41.42))"),
        ["west"]
    );
    // A box in the hole of one of them, by the filter and by bbox.
    assert_eq!(
        named("S_INTERSECTS(shape, BBOX(2.127, 41.407, 2.13, 41.41))"),
        [""; 0]
    );
    let server = &city().1;
    let boxed = |bbox: &str| {
        let page = server
            .get(&format!("/ogc/collections/areas/items?bbox={bbox}"))
            .json();
        texts(&page, "name")
    };
    assert_eq!(boxed("2.127,41.407,2.13,41.41"), [""; 0]);
    assert_eq!(boxed("2.127,41.407,2.14,41.41"), ["middle", "east"]);
}

#[test]
fn both_languages_and_every_reference_system_mean_the_same() {
    let text = filtered(
        "trees",
        "height > 20 AND S_INTERSECTS(geometry, BBOX(2.1500,41.4000,2.1510,41.4020))",
        "",
    );
    let json = json!({"op": "and", "args": [
        {"op": ">", "args": [{"property": "height"}, 20]},
        {"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [2.15, 41.4, 2.151, 41.402]}]},
    ]});
    let as_json = filtered("trees", &json.to_string(), "&filter-lang=cql2-json");
    assert_eq!(ids(&text), ids(&as_json));
    assert!(!ids(&text).is_empty());
    let epsg = encoded("http://www.opengis.net/def/crs/EPSG/0/4326");
    let turned = filtered(
        "trees",
        "height > 20 AND S_INTERSECTS(geometry, BBOX(41.4000,2.1500,41.4020,2.1510))",
        &format!("&filter-crs={epsg}"),
    );
    assert_eq!(ids(&text), ids(&turned));
    let with_box = filtered(
        "trees",
        "height > 20",
        "&bbox=2.1500,41.4000,2.1510,41.4020",
    );
    assert_eq!(ids(&text), ids(&with_box));
    let utm = encoded("http://www.opengis.net/def/crs/EPSG/0/25831");
    let answer = city()
        .1
        .get(&format!("/ogc/collections/areas/items/1?crs={utm}"));
    assert_eq!(
        answer.header("content-crs"),
        "<http://www.opengis.net/def/crs/EPSG/0/25831>"
    );
    let corner = answer.json()["geometry"]["coordinates"][0][0].clone();
    let (x, y) = (
        corner[0].as_f64().expect("metres"),
        corner[1].as_f64().expect("metres"),
    );
    // By the projection that the importer's tests hold against PROJ.
    assert!(
        (424_767.6..424_767.8).contains(&x) && (4_583_553.1..4_583_553.3).contains(&y),
        "{x} {y}"
    );
}

/// CQL2 made to be slow is refused or ended, and the server answers on.
#[test]
fn cql2_made_to_be_slow_ends_and_harms_nobody() {
    let server = &city().1;
    let many = |one: &str, times: usize, between: &str| vec![one; times].join(between);
    let ring: Vec<String> = (0..450)
        .map(|n| format!("2.{} 41.{}", 1_000 + n * 2, if n % 2 == 0 { 1 } else { 8 }))
        .collect();
    let spiky = format!(
        "S_INTERSECTS(geometry, POLYGON(({}, {})))",
        ring.join(","),
        ring[0]
    );
    for filter in [
        many("species LIKE '%a%b%c%d%e%f%g%'", 20, " OR "),
        format!("species LIKE '{}'", "%_".repeat(4_000)),
        format!("CASEI(species) = '{}'", "x".repeat(15_000)),
        many("S_INTERSECTS(geometry, BBOX(-180,-90,180,90))", 40, " AND "),
        spiky,
        "height ^ height ^ height > 0".to_owned(),
        "height / 0 > 1 OR height % 0 = 1".to_owned(),
        format!("height{} > 1", " + height".repeat(20)),
        format!("height{} > 1", " + height".repeat(2_000)),
        "(".repeat(5_000),
        "NOT ".repeat(4_000),
        format!("code IN ({})", many("'T1'", 150, ",")),
    ] {
        let path = format!(
            "/ogc/collections/trees/items?limit=1&filter={}",
            encoded(&filter)
        );
        let answer = server.get(&path);
        let shown: String = filter.chars().take(60).collect();
        assert!(
            [200, 400, 414, 422, 503].contains(&answer.status),
            "{shown}: {} {}",
            answer.status,
            answer.text()
        );
        assert_eq!(server.get("/healthz").status, 200, "{shown}");
    }
}

#[test]
fn what_has_no_places_or_was_withdrawn_is_not_there() {
    let server = &city().1;
    for rest in ["", "/items", "/items/1", "/queryables"] {
        assert_eq!(
            server.get(&format!("/ogc/collections/visits{rest}")).status,
            404
        );
        assert_eq!(
            server
                .get(&format!("/ogc/collections/trees@2{rest}"))
                .status,
            404
        );
        assert_eq!(
            server
                .get(&format!("/ogc/collections/trees@1{rest}"))
                .status,
            200
        );
    }
    let standards = server.get("/en/standards").text();
    for name in [
        "Part 1: Core",
        "Part 2: Coordinate",
        "Part 3: Filtering",
        "CQL2",
        "TileJSON",
    ] {
        assert!(standards.contains(name), "{name}");
    }
}

/// What the clients say, and what they fetched.
fn clients(python: &str, server: &Server, folder: &Path) -> (Value, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/ogc.py");
    let output = Command::new(python)
        .arg(script)
        .arg(server.url(""))
        .arg(folder)
        .output()
        .expect("PANOT_PYTHON is a Python");
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{errors}");
    let last = said.lines().last().unwrap_or_default();
    let said = serde_json::from_str(last).unwrap_or_else(|error| panic!("{error}: {said}"));
    (said, errors.into_owned())
}

/// owslib, and GDAL's driver: every feature as the download has it, and filters answered here.
#[test]
fn clients_that_exist_read_it_unchanged() {
    let Ok(python) = std::env::var("PANOT_PYTHON") else {
        println!(
            "SKIPPED: PANOT_PYTHON is not set (a Python with the packages owslib and pyogrio)"
        );
        return;
    };
    let (folder, server) = city();
    let work = folder.path("clients");
    std::fs::create_dir_all(&work).expect("a folder");
    let (said, fetched) = clients(&python, server, &work);
    let tall = those(|n| n % 4 == 1 && height(n) > 200).len();
    let owslib = &said["owslib"];
    assert_eq!(owslib["names"], json!(["areas", "trees"]));
    assert_eq!(owslib["ids"], json!([1, TREES, TREES, TREES]));
    assert_eq!(owslib["filtered"], tall);
    assert_eq!(owslib["item"], "T00016");
    assert!(
        owslib["conformance"]
            .to_string()
            .contains("cql2/1.0/conf/cql2-text")
    );
    let gdal = &said["gdal"];
    assert_eq!(gdal["counts"], json!({"areas": 3, "trees": TREES}));
    assert_eq!(gdal["filtered"], tall);
    let pushed = fetched
        .lines()
        .find(|line| line.contains("filter=") && line.contains("height"));
    assert!(
        pushed.is_some_and(|line| line.contains("filter-lang=cql-text")),
        "{fetched}"
    );
    assert_eq!(gdal["boxed"], owslib["boxed"]);
    assert_eq!(gdal["bounds"][0], gdal["bounds"][1]);
}
