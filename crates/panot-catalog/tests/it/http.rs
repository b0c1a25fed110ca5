// SPDX-License-Identifier: AGPL-3.0-or-later

//! Pages, their JSON and downloads, through the whole router.

use std::future::IntoFuture as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use panot_catalog::catalogue::Catalogue;
use panot_catalog::dataset::Dataset;
use panot_catalog::feature;
use panot_catalog::jobs::{Compared, Means, portrait_of};
use panot_catalog::store::versions;
use panot_core::Language;
use panot_db::transact;
use panot_jobs::{Jobs, Runner, Tasks};
use panot_lake::{FileRef, Lake, Originals, Questions};
use panot_testkit::Fixture;
use panot_web::listen::{Patient, Peer};
use panot_web::{City, CityParts, Feature, Settings, router};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::pocket::{Pocket, schema};
use crate::{content, dataset, migrated};

/// A city with the dataset `arbres`, of which three versions were published and the second was
/// withdrawn, and its background work.
pub struct Town {
    pub city: Fixture,
    lake: Lake,
    pub pocket: Arc<Pocket>,
    pub catalogue: Catalogue,
    pub served: City,
    router: Router,
    pub dataset: Dataset,
    tasks: Tasks,
}

impl Drop for Town {
    fn drop(&mut self) {
        self.tasks.stop().cancel();
    }
}

pub struct Answer {
    pub status: StatusCode,
    headers: HeaderMap,
    pub body: Vec<u8>,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("ASCII"))
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }
}

fn spain() -> dcat::Spain {
    let sector = dcat::Sector::of("sector-publico").expect("a sector");
    let licence = dcat::Licence::of_spdx("CC0-1.0").expect("a licence");
    dcat::Spain::new("L01439999", sector, licence).expect("a code")
}

impl Town {
    pub async fn new() -> Self {
        let city = Fixture::sqlite().await;
        migrated(&city).await;
        let pocket = Arc::new(Pocket::default());
        let lake = Lake::new(pocket.clone());
        let catalogue = Catalogue::at(city.folder().join("index"));
        let means = Means {
            db: city.db.clone(),
            lake: lake.clone(),
            staging: lake.clone(),
            originals: Originals::at(city.folder().join("originals")),
            clock: city.clock.clock(),
            catalogue: catalogue.clone(),
            zone: "Europe/Madrid".into(),
            compared: Compared::default(),
        };
        let settings = Settings {
            name: "Vilamar".into(),
            public_url: "https://vilamar.example".into(),
            languages: Language::ALL.to_vec(),
            demo: true,
            time_zone: "Europe/Madrid".into(),
            trusted_proxies: vec![std::net::IpAddr::from([127, 0, 0, 1])],
            contact: None,
            spain: Some(spain()),
        };
        let parts = CityParts {
            settings,
            db: city.db.clone(),
            lake: lake.clone(),
            questions: Questions::new(pocket.clone()),
            clock: city.clock.clock(),
            places: None,
            jobs: Jobs::new(city.clock.clock(), city.random.clone()),
            hero_svg: None,
        };
        let jobs = parts.jobs.clone();
        let feature = feature(&means);
        let tasks = Tasks::new(CancellationToken::new());
        let runner = Runner::new(city.db.clone(), jobs, feature.jobs.clone());
        tasks.spawn(runner.run(tasks.stop().clone()));
        let served = City::new(parts, vec![feature]);
        let router = router(&served);
        let dataset = dataset(&city, "arbres", "Arbres <script>dels</script> carrers").await;
        let town = Self {
            city,
            lake,
            pocket,
            catalogue,
            served,
            router,
            dataset,
            tasks,
        };
        for _ in 0..3 {
            town.publish().await;
        }
        town.withdraw(2).await;
        town.catalogue.load(&town.city.db).await.expect("loaded");
        town
    }

    pub async fn publish(&self) {
        self.publish_with(content(6).report).await;
    }

    pub async fn publish_with(&self, report: serde_json::Value) {
        let now = self.city.clock.now();
        let mut content = content(6);
        content.report = report;
        content.schema = schema().as_ref().clone();
        content.files.push(FileRef {
            path: "second.parquet".into(),
            ..content.files[0].clone()
        });
        let dataset = &self.dataset;
        let version = transact!(self.city.db, "publish", tx -> panot_db::Error => {
            versions::add(tx, dataset.id, &content, now).await
        });
        let version = version.expect("written");
        let snapshot = version.snapshot(&dataset.table());
        let portrait = portrait_of(&self.lake, &snapshot, "Europe/Madrid")
            .await
            .expect("portrayed");
        transact!(self.city.db, "portray", tx -> panot_db::Error => {
            versions::portray(tx, dataset.name.as_str(), version.n, &portrait).await
        })
        .expect("written");
    }

    /// Publishes a version of another dataset, without looking at it.
    pub async fn publish_as(&self, dataset: &Dataset) {
        let now = self.city.clock.now();
        transact!(self.city.db, "publish", tx -> panot_db::Error => {
            versions::add(tx, dataset.id, &content(6), now).await
        })
        .expect("written");
    }

    pub async fn withdraw(&self, n: u32) {
        let (now, id) = (self.city.clock.now(), self.dataset.id);
        transact!(self.city.db, "withdraw", tx -> panot_db::Error => {
            versions::withdraw(tx, id, n, "Hi havia dades personals.", "operator", now).await
        })
        .expect("written");
    }

    pub async fn ask(&self, method: Method, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(method, address, headers, Body::empty()).await
    }

    /// Asks over a connection from this machine, as a proxy does that says for whom.
    pub async fn get_for(&self, address: &str, forwarded: &str) -> Answer {
        let peer = Peer(SocketAddr::from(([127, 0, 0, 1], 4_000)));
        let request = Request::get(address)
            .header("x-forwarded-for", forwarded)
            .extension(ConnectInfo(peer))
            .body(Body::empty());
        self.answered(request.expect("a request")).await
    }

    /// Sends a body of this media type.
    pub async fn post_as(&self, address: &str, kind: &str, body: &str) -> Answer {
        let headers = [("content-type", kind)];
        self.send(Method::POST, address, &headers, Body::from(body.to_owned()))
            .await
    }

    async fn send(
        &self,
        method: Method,
        address: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answered(request.body(body).expect("a request")).await
    }

    async fn answered(&self, request: Request<Body>) -> Answer {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 4 << 20)
            .await
            .expect("a whole body");
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            body: bytes.to_vec(),
        }
    }

    /// Sends a form.
    pub async fn post(&self, address: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
        let form = form.to_owned();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let headers: Vec<_> = std::iter::once(kind)
            .chain(headers.iter().copied())
            .collect();
        self.send(Method::POST, address, &headers, Body::from(form))
            .await
    }

    pub async fn get(&self, address: &str) -> Answer {
        self.ask(Method::GET, address, &[]).await
    }

    /// The city's features.
    pub fn features(&self) -> &[Feature] {
        self.served.features()
    }

    fn asked(&self) -> u32 {
        self.pocket.asked.load(Ordering::SeqCst)
    }
}

const PAGES: &[&str] = &[
    "/data",
    "/data?q=arbre",
    "/data?q=zzz",
    "/data?theme=envi&sort=title",
    "/data/arbres",
    "/data/arbres@1",
    "/data/arbres/rows",
    "/data/arbres@1/rows?f.codi=001&sort=-alcada",
    "/data/arbres/rows?page=900",
    "/data/arbres/versions",
    "/data/arbres/compare",
    "/data/arbres/compare?from=1&to=3",
    "/data/arbres/map",
    "/api",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_whole_in_every_language_and_escapes_what_people_wrote() {
    let town = Town::new().await;
    for page in PAGES {
        for language in ["ca", "es", "en"] {
            let answer = town.get(&format!("/{language}{page}")).await;
            assert_eq!(
                answer.status,
                StatusCode::OK,
                "/{language}{page}: {}",
                answer.text
            );
            assert!(answer.text.contains("</html>"), "{page} is cut off");
            assert!(
                !answer.text.contains("<script>"),
                "{page} has a script that a person wrote"
            );
            assert!(
                answer.text.len() < 200_000,
                "{page} weighs {}",
                answer.text.len()
            );
            assert_eq!(
                answer.text.matches("<h1").count(),
                1,
                "{page} has one title"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_pages_show_of_all_rows_was_looked_at_before() {
    let town = Town::new().await;
    let before = town.asked();
    for page in [
        "/ca/data",
        "/ca/data/arbres",
        "/ca/data/arbres/versions",
        "/ca/data/arbres/map",
    ] {
        town.get(page).await;
    }
    assert_eq!(town.asked(), before, "no page asks the lake");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dataset_page_says_what_it_is_and_where_to_take_it_away() {
    let town = Town::new().await;
    let page = town.get("/en/data/arbres").await.text;
    for said in [
        "/data/arbres.csv",
        "/data/arbres.geojson",
        "https://vilamar.example/data/arbres.parquet",
        "ARBRES 2026.csv",
        "CC BY 4.0",
        "Version 3",
        "draw-bars",
        "/en/data/arbres/map",
        "/en/data/arbres/compare?from=1&#38;to=3",
    ] {
        assert!(page.contains(said), "the page says {said}");
    }
    let old = town.get("/en/data/arbres@1").await.text;
    assert!(old.contains("It never changes. The newest is version 3."));
    assert!(old.contains("/data/arbres@1.csv"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_json_too() {
    let town = Town::new().await;
    let list = town.get("/ca/data.json?q=arbre").await.json();
    assert_eq!(list["total"], 1);
    assert_eq!(list["datasets"][0]["name"], "arbres");
    let dataset = town.get("/ca/data/arbres.json").await.json();
    assert_eq!(
        (&dataset["version"], &dataset["rows"]),
        (&3.into(), &12.into())
    );
    assert_eq!(dataset["preview"][0][0], "001", "a code stays text");
    assert_eq!(dataset["versions"][1]["state"], "withdrawn");
    assert_eq!(
        dataset["versions"][1]["reason"],
        "Hi havia dades personals."
    );
    let rows = town
        .get("/ca/data/arbres/rows.json?size=2&page=2")
        .await
        .json();
    assert_eq!(
        (&rows["total"], rows["rows"].as_array().map(Vec::len)),
        (&6.into(), Some(2))
    );
    assert_eq!(rows["rows"][0][0], "003");
    assert_eq!(rows["rows"][0][4], 0.05);
    assert_eq!(
        rows["next"],
        "https://vilamar.example/ca/data/arbres/rows.json?size=2&page=3"
    );
    let changes = town
        .get("/ca/data/arbres/compare.json?from=1&to=3")
        .await
        .json();
    assert_eq!(
        (&changes["added"], &changes["changed"]),
        (&1.into(), &1.into())
    );
    assert_eq!(changes["examples"][1]["after"][4], 12.34);
    assert_eq!(
        town.get("/ca/data/arbres/versions.json").await.json()[0]["version"],
        3
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_has_the_same_digits_on_pages_for_programs_as_in_files() {
    let town = Town::new().await;
    let file = town.get("/data/arbres.json").await.text;
    assert!(file.contains(r#""alcada":9.00"#), "{file}");
    assert!(file.contains(r#""latitud":41.400000,"longitud":2.150000"#));
    for page in ["/ca/data/arbres.json", "/ca/data/arbres/rows.json"] {
        let text = town.get(page).await.text;
        assert!(text.contains("41.403000,2.153000,9.00]"), "{page}: {text}");
    }
    let changes = town.get("/ca/data/arbres/compare.json?from=1&to=3").await;
    assert!(changes.text.contains("7.00]"), "{}", changes.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_is_shown_beside_what_tells_rows_apart() {
    let town = Town::new().await;
    let page = town.get("/en/data/arbres/compare?from=1&to=3").await.text;
    let heads: Vec<&str> = page
        .split("<th scope=\"col\"")
        .skip(1)
        .filter_map(|head| head.split_once("<bdi>")?.1.split_once("</bdi>"))
        .map(|(name, _)| name)
        .collect();
    let at = |name: &str| heads.iter().position(|head| *head == name);
    assert_eq!((at("codi"), at("alcada")), (Some(0), Some(1)), "{heads:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_version_is_gone_and_says_why() {
    let town = Town::new().await;
    for address in ["/ca/data/arbres@2", "/data/arbres@2.csv", "/tiles/arbres@2"] {
        let answer = town
            .ask(Method::GET, address, &[("accept", "application/json")])
            .await;
        assert_eq!(answer.status, StatusCode::GONE, "{address}");
        let problem = answer.json();
        assert_eq!(problem["reason"], "Hi havia dades personals.");
        assert_eq!(problem["digest"].as_str().map(str::len), Some(64));
    }
    let page = town.get("/es/data/arbres@2").await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.text.contains("Hi havia dades personals."));
}

/// A cache asks again after a few minutes with the tag of what it keeps.
#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_reaches_the_caches_that_keep_a_copy() {
    let town = Town::new().await;
    for address in ["/data/arbres@1.csv", "/tiles/arbres@1/0/0/0.mvt"] {
        let kept = town.get(address).await;
        assert_eq!(kept.status, StatusCode::OK, "{address}");
        assert!(!kept.header("cache-control").contains("immutable"));
    }
    let tags = [
        town.get("/data/arbres@1.csv").await,
        town.get("/tiles/arbres@1/0/0/0.mvt").await,
    ]
    .map(|kept| kept.header("etag").to_owned());
    town.withdraw(1).await;
    for (address, tag) in ["/data/arbres@1.csv", "/tiles/arbres@1/0/0/0.mvt"]
        .iter()
        .zip(&tags)
    {
        for known in [tag.as_str(), "*"] {
            let again = town
                .ask(Method::GET, address, &[("if-none-match", known)])
                .await;
            assert_eq!(again.status, StatusCode::GONE, "{address}, {known}");
            assert_eq!(again.header("cache-control"), "no-store");
        }
    }
}

/// Four readers ask for sorted rows and never read. A fifth is told when to come back, whole files
/// are handed out meanwhile, and the four are let go.
#[tokio::test(flavor = "multi_thread")]
async fn readers_who_do_not_read_keep_nobody_out_for_long() {
    const PATIENCE: Duration = Duration::from_secs(5);
    let town = Town::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it listens");
    let service = town
        .router
        .clone()
        .into_make_service_with_connect_info::<Peer>();
    let server = axum::serve(Patient::for_as_long_as(listener, PATIENCE), service);
    let readers = async {
        town.pocket.is_endless.store(true, Ordering::SeqCst);
        let mut idle = Vec::new();
        for visitor in 0..4 {
            let mut reader = TcpStream::connect(address).await.expect("it listens");
            let asked = format!(
                "GET /data/arbres.csv?sort=codi HTTP/1.1\r\nhost: vilamar.example\r\n\
                 x-forwarded-for: 192.0.2.{visitor}\r\n\r\n"
            );
            reader.write_all(asked.as_bytes()).await.expect("sent");
            let mut first = [0; 12];
            reader.read_exact(&mut first).await.expect("an answer");
            assert_eq!(&first, b"HTTP/1.1 200");
            idle.push(reader);
        }
        town.pocket.is_endless.store(false, Ordering::SeqCst);

        let fifth = town
            .ask(
                Method::GET,
                "/data/arbres.csv?sort=codi",
                &[("accept-language", "ca"), ("accept", "application/json")],
            )
            .await;
        assert_eq!(fifth.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(fifth.header("retry-after"), "10");
        let said = fifth.json()["detail"].to_string();
        assert!(said.contains("d’aquí a uns segons"), "{said}");
        let whole = town.get("/data/arbres.csv").await;
        assert_eq!(
            whole.status,
            StatusCode::OK,
            "whole files have turns of their own"
        );

        tokio::time::sleep(PATIENCE).await;
        let again = town.get("/data/arbres.csv?sort=codi").await;
        assert_eq!(again.status, StatusCode::OK, "the idle ones were let go");
        drop(idle);
    };
    tokio::select! {
        ended = server.into_future() => ended.expect("it serves until it is dropped"),
        () = readers => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_was_is_not_found() {
    let town = Town::new().await;
    for address in [
        "/ca/data/fonts",
        "/ca/data/arbres@9",
        "/ca/data/..%2f..",
        "/ca/data/ARBRES",
        "/ca/data/arbres.csv",
        "/data/fonts.csv",
        "/data/fonts.ttl",
        "/tiles/arbres/3/9/9.mvt",
        "/tiles/arbres/3/1/1.png",
    ] {
        let answer = town.get(address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_cannot_be_answered_says_what_to_mend() {
    let town = Town::new().await;
    let page = town.get("/en/data/arbres/rows?f.alcada=alt").await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(page.text.contains("“alt” does not fit the column alcada."));
    assert!(
        page.text.contains("value=\"alt\""),
        "the form keeps what was written"
    );
    let json = town.get("/en/data/arbres/rows.json?f.nope=1").await;
    assert_eq!(json.status, StatusCode::BAD_REQUEST);
    assert!(
        json.json()["detail"]
            .as_str()
            .is_some_and(|said| said.contains("nope"))
    );
    for (language, written, said) in [
        ("en", "1,234", "Write 1234 or 1.234"),
        ("ca", "1.234", "Escriviu 1234 o bé 1,234"),
        ("es", "1.234", "Escriba 1234 o bien 1,234"),
    ] {
        let page = town
            .get(&format!("/{language}/data/arbres/rows?f.alcada={written}"))
            .await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{language}");
        assert!(page.text.contains(said), "{language}");
    }
    let file = town.get("/data/arbres.csv?f.alcada=1,234").await;
    assert_eq!(file.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        town.get("/data/arbres.csv?f.alcada=1.234").await.status,
        StatusCode::OK
    );
    let page = town.get("/ca/data/arbres/rows?f.alcada=%3E1,234").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("arbres.csv?f.alcada=%3E1.234"),
        "programs are shown the way with their own marks"
    );
    assert_eq!(
        town.get("/data/arbres.csv?sort=nope").await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_without_a_language_leads_to_the_page() {
    let town = Town::new().await;
    let answer = town
        .ask(Method::GET, "/data/arbres@1", &[("accept-language", "es")])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/es/data/arbres@1");
    let headers = [("accept", "application/json"), ("accept-language", "en")];
    let json = town.ask(Method::GET, "/data/arbres", &headers).await;
    assert_eq!(json.header("location"), "/en/data/arbres.json");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_whole_named_and_tagged() {
    let town = Town::new().await;
    let csv = town.get("/data/arbres@1.csv").await;
    assert_eq!(csv.status, StatusCode::OK);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        csv.header("content-disposition"),
        "attachment; filename=\"arbres-1.csv\""
    );
    assert_eq!(
        csv.header("cache-control"),
        "public, max-age=300, must-revalidate"
    );
    assert_eq!(csv.text.lines().count(), 7);
    assert!(
        csv.text
            .lines()
            .nth(3)
            .is_some_and(|line| line.starts_with("003,Lledoner,"))
    );
    let tag = csv.header("etag").to_owned();
    let again = town
        .ask(
            Method::GET,
            "/data/arbres@1.csv",
            &[("if-none-match", &tag)],
        )
        .await;
    assert_eq!(
        (again.status, again.text.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
    let head = town.ask(Method::HEAD, "/data/arbres@1.csv", &[]).await;
    assert_eq!((head.header("etag"), head.text.len()), (tag.as_str(), 0));
    let filtered = town.get("/data/arbres@1.csv?f.codi=001").await;
    assert_ne!(filtered.header("etag"), tag, "other rows are another file");
    let newest = town.get("/data/arbres.ndjson").await;
    assert_eq!(newest.header("cache-control"), "public, no-cache");
    assert_eq!(newest.text.lines().count(), 6);
    let places = town.get("/data/arbres.geojson").await.json();
    assert_eq!(places["features"].as_array().map(Vec::len), Some(6));
    let rows = town.get("/data/arbres.json").await.json();
    assert_eq!(rows.as_array().map(Vec::len), Some(6));
}

#[tokio::test(flavor = "multi_thread")]
async fn tiles_say_where_they_are_and_hold_the_rows() {
    let town = Town::new().await;
    let json = town.get("/tiles/arbres").await.json();
    assert_eq!(json["tilejson"], "3.0.0");
    assert_eq!(
        json["tiles"][0],
        "https://vilamar.example/tiles/arbres@3/{z}/{x}/{y}.mvt"
    );
    let tile = town.get("/tiles/arbres@3/0/0/0.mvt").await;
    assert_eq!(
        tile.header("content-type"),
        "application/vnd.mapbox-vector-tile"
    );
    assert_eq!(
        tile.header("cache-control"),
        "public, max-age=300, must-revalidate"
    );
    assert!(!tile.text.is_empty());
    for address in ["/tiles/arbres@3/0/0/0.mvt", "/data/arbres@3.csv"] {
        let tag = town.get(address).await.header("etag").to_owned();
        let (weak, listed) = (format!("W/{tag}"), format!("\"other\", W/{tag}"));
        for known in [&tag, &weak, &listed, "*"] {
            let again = town
                .ask(Method::GET, address, &[("if-none-match", known)])
                .await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{address}, {known}");
        }
    }
    let asked = town.asked();
    town.get("/tiles/arbres@3/1/1/0.mvt").await;
    assert_eq!(town.asked(), asked, "the second tile comes from memory");
    assert_eq!(
        town.get("/tiles/arbres@3/5/0/0.mvt").await.text,
        "",
        "the sea is an empty tile"
    );
}
