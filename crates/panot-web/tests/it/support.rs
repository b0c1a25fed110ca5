// SPDX-License-Identifier: AGPL-3.0-or-later

//! A city for the tests and for the example: the shell, and one feature with invented content.

use std::{path::PathBuf, sync::Arc};

use arrow_schema::SchemaRef;
use askama::Template;
use async_trait::async_trait;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use futures::{FutureExt as _, future::BoxFuture, stream::BoxStream};
use panot_core::{Clock, Language, Random, Timestamp};
use panot_db::Db;
use panot_jobs::Jobs;
use panot_lake::{
    Answer, Answers, Ask as LakeAsk, Difference, Engine, Error, FileRef, Lake, Page, Profile,
    Progress, Question, Questions, RowSource, Snapshot, Standing, Summary, SummaryBucket,
    TableName, Unanswered,
};
use panot_web::{
    Access, Ask, City, CityParts, Door, DoorWords, Feature, Format, HomeParts, Icon, Markup, Named,
    Operation, Problem, Query, Route, Settings, Shell, Sign, Tone, Visit, Words, json, respond,
};

/// A city named Vilamar at this address, in three languages, whose time stands still; `demo` says
/// whether it is invented.
pub async fn city_at(public_url: &str, demo: bool) -> City {
    // The shell asks the database nothing; the open file outlives its folder.
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("panot.db");
    let db = Db::open(&format!("sqlite:{}", file.display()))
        .await
        .expect("a database");
    let settings = Settings {
        name: "Vilamar".to_owned(),
        public_url: public_url.to_owned(),
        languages: Language::ALL.to_vec(),
        demo,
        time_zone: "Europe/Madrid".to_owned(),
        trusted_proxies: Vec::new(),
        contact: (!demo).then(|| "web@vilamar.example".to_owned()),
        spain: None,
    };
    let time: Timestamp = "2026-11-25T09:42:00Z".parse().expect("a moment");
    let parts = CityParts {
        settings,
        db,
        lake: Lake::new(Arc::new(NoLake)),
        questions: Questions::new(Arc::new(NoLake)),
        clock: Clock::fixed(time),
        places: None,
        jobs: Jobs::new(Clock::fixed(time), Random::seeded(7)),
        hero_svg: Some(HERO.to_owned()),
    };
    City::new(parts, vec![feature()])
}

const HERO: &str = r##"<svg class="plan" viewBox="0 0 700 560" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false"><defs><path id="hero-b" d="M11 0H39L50 11V39L39 50H11L0 39V11z"/></defs><rect class="k-street" width="700" height="560"/><g class="k-blocks"><use href="#hero-b" x="30" y="30"/><use href="#hero-b" x="92" y="30"/><use href="#hero-b" x="154" y="30"/><use href="#hero-b" x="216" y="30" class="k-clay"/><use href="#hero-b" x="278" y="92"/><use href="#hero-b" x="340" y="92" class="k-sun"/><use href="#hero-b" x="402" y="154" class="k-sea"/><use href="#hero-b" x="464" y="154"/></g><path class="k-water" d="M0 480C180 440 480 420 700 360V560H0z"/></svg>"##;

/// A feature with a list, a thing, an image of each component, and each way of refusing.
fn feature() -> Feature {
    Feature::new("sample")
        .route(
            Route::page("/data", Access::Everyone, list).operation(
                Operation::new("listThings", "All things")
                    .query("q", Query::Text, "Words to look for")
                    .json_object("The things"),
            ),
        )
        .route(Route::page("/data/{id}", Access::Everyone, thing))
        .route(Route::get("/data/{id}", Access::Everyone, raw))
        .route(Route::post("/api/1/things", Access::Everyone, add))
        .route(Route::get("/api/1/broken", Access::Everyone, broken))
        .route(Route::get("/api/1/panics", Access::Everyone, panics))
        .route(Route::get("/api/1/busy", Access::Everyone, busy))
        .route(Route::get("/tiles/{id}", Access::Everyone, tile_json))
        .route(Route::get(
            "/tiles/{id}/{z}/{x}/{y}",
            Access::Everyone,
            tile,
        ))
        .door(Door {
            path: "/data",
            icon: Icon::Data,
            tone: Tone::Pine,
            words: door,
        })
        .search(Ask {
            path: "/data",
            label: |_| "Search the sample".to_owned(),
        })
        .home(home)
}

fn door(_: Language) -> DoorWords {
    DoorWords {
        name: "City data".to_owned(),
        about: "Tables of the city".to_owned(),
    }
}

fn home(_: City, language: Language) -> BoxFuture<'static, Result<HomeParts, Problem>> {
    let at = move |path: &str| format!("/{language}{path}");
    let sign = |title: &str, detail: &str| Sign {
        title: title.to_owned(),
        detail: detail.to_owned(),
        href: at("/data/air"),
    };
    let parts = HomeParts {
        about: Some("12 tables, 1.4 million rows".to_owned()),
        signs: vec![
            sign("Air at the harbour", "NO₂ 21 µg/m³ at 9 h"),
            sign("164,000 street trees", "Planes lead, 3 in 10"),
            sign("Rent in Gràcia", "+4% in a year"),
        ],
        asked: vec![Named {
            name: "Street trees".to_owned(),
            href: at("/data/air"),
        }],
        sections: vec![Markup(
            "<section class=\"sec\" aria-labelledby=\"new-h\"><div class=\"wrap\"><div \
             class=\"sec__head\"><h2 id=\"new-h\">New in the data</h2></div><div class=\"grid \
             grid--3\"><article class=\"card\"><span class=\"tag t-pine\">Hourly</span><h3>Air \
             quality</h3><p>One row for each hour and station.</p></article><article \
             class=\"card\"><span class=\"tag t-sun\">Points</span><h3>Street trees</h3><p>Every \
             tree with its species.</p></article><article class=\"card\"><span class=\"tag \
             t-clay\">Yearly</span><h3>Rents</h3><p>By neighbourhood.</p></article></div></div>\
             </section>"
                .to_owned(),
        )],
    };
    async move { Ok(parts) }.boxed()
}

/// An option of a facet, as the component reads it.
pub struct Choice {
    pub href: String,
    pub name: String,
    pub count: String,
    pub here: bool,
}

pub struct Fact {
    pub name: &'static str,
    pub value: &'static str,
}

pub struct Wrong {
    pub field: &'static str,
    pub text: &'static str,
}

/// Every component once: what the checks of a page look at.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout.html" %}{% import "components.html" as c %}{% block content %}
<div class="wrap with-side with-side--start">
<div class="with-side__head page__head"><h1>City data</h1>
{% call c::error_summary(w, wrong) %}{% endcall %}
{% call c::search(w, "/ca/data", "q", "Search", query) %}{% endcall %}</div>
<div class="facets"><h2 class="vh">Narrow down</h2>{% call c::facet("Topic", choices) %}{% endcall %}</div>
<div class="with-side__body">
{% call c::notice("note--sun") %}<p>Written in Catalan.</p>{% endcall %}
{% call c::facts(facts) %}{% endcall %}
<h2>Found</h2>
<ul class="results"><li><h3><a href="/ca/data/air">Air quality</a></h3><p>One row for each hour and station.</p><ul class="byline"><li>2,160,000 rows</li><li>CC BY 4.0</li></ul></li>
<li><h3><a href="/ca/data/air">Street <mark>trees</mark></a></h3><p>Every tree.</p></li></ul>
{% call c::pages(w, "/ca/data?page=1", "/ca/data?page=3", said) %}{% endcall %}
{% call c::empty("Nothing found") %}<p>Try another word.</p>{% endcall %}
<h2>A table</h2>
{% call c::frame("Air quality, first rows") %}<table><caption>Air quality, first rows</caption><thead><tr><th scope="col">Station</th><th scope="col">Hour</th><th scope="col" class="num">NO₂</th></tr></thead><tbody><tr><th scope="row">Harbour</th><td>2026-11-25 09:00</td><td class="num">21</td></tr><tr><th scope="row">Gràcia</th><td>2026-11-25 09:00</td><td class="num">18</td></tr></tbody></table>{% endcall %}
{% call c::large_map(shell, "/tiles/air", "air", "2.05,41.32,2.23,41.47", "") %}{% endcall %}
<h2>How to use it</h2>
{% call c::code(w, "curl", "curl -O https://vilamar.example/data/air.csv") %}{% endcall %}
<ul class="takeaway takeaway--2"><li>{% call c::takeaway("/data/air.csv", "CSV", "84 MB") %}{% endcall %}</li><li>{% call c::takeaway("/data/air.parquet", "Parquet", "9 MB") %}{% endcall %}</li></ul>
{% call c::card("t-pine", "New", "/ca/data/air", "Air") %}<p>Body</p>{% endcall %}
<p>{% call c::tag("t-sea", "Hourly") %}{% endcall %}</p>
</div></div>{% endblock %}"#
)]
struct ListPage {
    shell: Shell,
    w: Words,
    query: String,
    choices: Vec<Choice>,
    facts: Vec<Fact>,
    wrong: Vec<Wrong>,
    said: String,
}

async fn list(State(city): State<City>, visit: Visit, format: Format) -> Result<Response, Problem> {
    let w = Words::of(visit.language_code());
    let choice = |name: &str, count: &str, here| Choice {
        href: visit.link("/data"),
        name: name.to_owned(),
        count: count.to_owned(),
        here,
    };
    let page = ListPage {
        shell: Shell::new(&city, &visit)
            .title("City data")
            .crumb("City data", "/data"),
        w,
        query: "<script>alert(1)</script>".to_owned(),
        choices: vec![
            choice("Environment", "4", true),
            choice("Population", "3", false),
        ],
        facts: vec![
            Fact {
                name: "Rows",
                value: "2,160,000",
            },
            Fact {
                name: "Updated",
                value: "25 Nov",
            },
        ],
        wrong: vec![Wrong {
            field: "q",
            text: "Write at least two letters",
        }],
        said: w.page_of("2", "14"),
    };
    respond(format, &page, &["air", "trees"])
}

async fn thing(Path(id): Path<String>) -> Result<Response, Problem> {
    match id.as_str() {
        "gone" => Err(Problem::gone().with("reason", "a name stood in it")),
        "mine" => Err(
            Problem::new(StatusCode::CONFLICT, "taken", |_| "Taken".to_owned())
                .back("/data", |_| "All data".to_owned()),
        ),
        _ => Err(Problem::not_found()),
    }
}

async fn raw() -> &'static str {
    "raw"
}

async fn add(body: axum::body::Bytes) -> String {
    body.len().to_string()
}

async fn broken() -> Problem {
    Problem::internal("the secret of the operator")
}

async fn panics() -> Problem {
    panic!("the secret of the programmer")
}

async fn busy() -> Problem {
    Problem::busy(7)
}

/// The description of the sample's tiles (`TileJSON` 3).
async fn tile_json(State(city): State<City>) -> Result<Response, Problem> {
    json(&serde_json::json!({
        "tilejson": "3.0.0",
        "tiles": [city.settings.absolute("/tiles/air/{z}/{x}/{y}")],
        "vector_layers": [{ "id": "air", "fields": {} }],
        "minzoom": 0,
        "maxzoom": 14,
    }))
}

/// A tile with three points in a row, as a Mapbox Vector Tile.
async fn tile() -> ([(&'static str, &'static str); 1], &'static [u8]) {
    const POINTS: &[u8] =
        b"\x1a\x1b\x0a\x03air\x12\x0f\x18\x01\x22\x0b\x19\x80\x08\x80\x20\x80\x08\x00\x80\x08\x00\x28\x80\x20\x78\x02";
    (
        [("content-type", "application/vnd.mapbox-vector-tile")],
        POINTS,
    )
}

/// The shell asks the lake nothing.
struct NoLake;

const NOTHING: &str = "the shell asks the lake nothing";

#[async_trait]
impl Answers for NoLake {
    async fn ask(&self, _: Question) -> Result<Answer, Unanswered> {
        unreachable!("{NOTHING}")
    }
}

#[async_trait]
impl Engine for NoLake {
    async fn stage(
        &self,
        _: &TableName,
        _: SchemaRef,
        _: RowSource,
        _: &[String],
        _: Progress,
    ) -> Result<Vec<FileRef>, Error> {
        unreachable!("{NOTHING}")
    }

    async fn announce(&self, _: &Snapshot) -> Result<(), Error> {
        unreachable!("{NOTHING}")
    }

    async fn rows(&self, _: &Snapshot, _: &LakeAsk) -> Result<Page, Error> {
        unreachable!("{NOTHING}")
    }

    async fn stream(
        &self,
        _: &Snapshot,
        _: &LakeAsk,
    ) -> Result<BoxStream<'static, Result<arrow_array::RecordBatch, Error>>, Error> {
        unreachable!("{NOTHING}")
    }

    async fn summarize(&self, _: &Snapshot, _: &Summary) -> Result<Vec<SummaryBucket>, Error> {
        unreachable!("{NOTHING}")
    }

    async fn profile(&self, _: &Snapshot) -> Result<Profile, Error> {
        unreachable!("{NOTHING}")
    }

    async fn difference(
        &self,
        _: &Snapshot,
        _: &Snapshot,
        _: &[String],
    ) -> Result<Difference, Error> {
        unreachable!("{NOTHING}")
    }

    async fn sql(
        &self,
        _: &[Snapshot],
        _: &str,
    ) -> Result<
        (
            SchemaRef,
            BoxStream<'static, Result<arrow_array::RecordBatch, Error>>,
        ),
        Error,
    > {
        unreachable!("{NOTHING}")
    }

    fn path(&self, _: &FileRef) -> PathBuf {
        unreachable!("{NOTHING}")
    }

    async fn verify(&self, _: &Snapshot) -> Result<(), Error> {
        unreachable!("{NOTHING}")
    }

    async fn withdraw(&self, _: &TableName, _: &[FileRef], _: Standing<'_>) -> Result<(), Error> {
        unreachable!("{NOTHING}")
    }

    async fn sweep(&self, _: &[Snapshot]) -> Result<u64, Error> {
        unreachable!("{NOTHING}")
    }
}
