// SPDX-License-Identifier: AGPL-3.0-or-later

//! Questions in SQL and citations, through the whole router, with a pocket in place of the workers: what
//! may be read, in which form it is answered, and how it is refused.

use std::fmt::Write as _;

use axum::http::{Method, StatusCode};
use panot_catalog::store::versions;
use panot_db::transact;

use crate::dataset;
use crate::http::Town;

const SQL: &str = "SELECT%20*%20FROM%20arbres";

/// The tables that the last question was given, as `name@n`.
fn given(town: &Town) -> Vec<String> {
    let questions = town.pocket.questions.lock().expect("no panic");
    let last = questions.last().expect("something was asked");
    let names = last.tables.iter();
    names
        .map(|table| format!("{}@{}", table.table, table.version))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_given_what_can_be_read_of_what_it_mentions_and_nothing_else() {
    let town = Town::new().await;
    let other = dataset(&town.city, "bancs", "Bancs").await;
    town.publish_as(&other).await;
    for (text, tables) in [
        // Version 2 is withdrawn.
        ("SELECT * FROM arbres", vec!["arbres@3"]),
        ("SELECT * FROM \"arbres@1\", \"arbres@2\"", vec!["arbres@1"]),
        ("SELECT * FROM \"arbres@9\"", vec![]),
        ("SELECT * FROM ARBRES, bancs", vec!["arbres@3", "bancs@1"]),
        ("SELECT 1", vec![]),
    ] {
        let address = format!("/sql.csv?sql={}", encoded(text));
        let answer = town.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert_eq!(given(&town), tables, "{text}");
    }
    // The newest is withdrawn too: the one before stands.
    town.withdraw(3).await;
    town.get(&format!("/sql.csv?sql={SQL}")).await;
    assert_eq!(given(&town), ["arbres@1"]);
    // A staged import has no version: there is nothing that a question could be given.
    town.withdraw(1).await;
    town.get(&format!("/sql.csv?sql={SQL}")).await;
    assert_eq!(given(&town), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_is_the_visitor_behind_the_proxy_and_the_bounds_are_ours() {
    let town = Town::new().await;
    let address = format!("/sql.csv?sql={SQL}&rows=999999999&deadline=99&caller=somebody");
    town.get_for(&address, "198.51.100.1, 203.0.113.9").await;
    let questions = town.pocket.questions.lock().expect("no panic");
    let asked = questions.last().expect("asked");
    assert_eq!(asked.bounds.rows, 100_000);
    assert_eq!(asked.bounds.bytes, 32 << 20);
    assert!(
        asked.bounds.deadline.as_secs() < 30,
        "before the request is given up"
    );
    assert!(!asked.repeatable);
    assert_eq!(
        asked.caller, "203.0.113.9",
        "what a stranger wrote before it is not read"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_comes_in_the_form_that_is_asked_for() {
    let town = Town::new().await;
    let forms: [(&str, &str, &[u8]); 4] = [
        ("csv", "text/csv", b"codi,"),
        ("json", "application/json", b"{"),
        ("parquet", "application/vnd.apache.parquet", b"PAR1"),
        ("arrow", "application/vnd.apache.arrow.stream", &[0xff; 4]),
    ];
    for (name, kind, begins) in forms {
        for (address, accept) in [
            (format!("/sql.{name}?sql={SQL}"), "*/*"),
            (format!("/sql?sql={SQL}&format={name}"), "text/html"),
            (format!("/sql?sql={SQL}"), kind),
        ] {
            let answer = town.ask(Method::GET, &address, &[("accept", accept)]).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text);
            let said = answer
                .header("content-type")
                .split(';')
                .next()
                .map(str::to_owned);
            assert_eq!(said.as_deref(), Some(kind), "{address}");
            assert!(answer.body.starts_with(begins), "{address}");
            assert!(answer.header("etag").starts_with("W/\""), "{address}");
            assert!(
                answer.header("cache-control").contains("max-age"),
                "all is fixed"
            );
            let tag = answer.header("etag").to_owned();
            let known = [("accept", accept), ("if-none-match", tag.as_str())];
            let again = town.ask(Method::GET, &address, &known).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{address}");
        }
    }
    let json = town.get(&format!("/sql.json?sql={SQL}")).await.json();
    assert_eq!(json["row_count"], 6);
    assert_eq!(json["rows"][0][0], "001", "a code stays text");
    assert_eq!(json["tables"][0]["version"], 3);
    let posted = town
        .post("/sql", &format!("sql={SQL}&format=csv"), &[])
        .await;
    assert_eq!(posted.status, StatusCode::OK, "{}", posted.text);
    let wrong = town.get(&format!("/sql?sql={SQL}&format=xml")).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let browser = [("accept", "text/html")];
    for answer in [
        town.ask(Method::GET, &format!("/sql?sql={SQL}"), &browser)
            .await,
        town.post("/sql", &format!("sql={SQL}"), &browser).await,
    ] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(
            answer.header("location"),
            "/ca/sql?sql=SELECT%20%2A%20FROM%20arbres"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_without_an_answer_says_why_where_and_how_to_mend_it() {
    let town = Town::new().await;
    for (text, status) in [("DROP", 400), ("slow", 422), ("busy", 429), ("broken", 500)] {
        for end in ["sql.json", "sql.csv", "sql.parquet", "sql.arrow"] {
            let answer = town.get(&format!("/{end}?sql={text}")).await;
            assert_eq!(answer.status.as_u16(), status, "{end} {text}");
            assert!(
                !answer.text.contains("a worker ended"),
                "the operator's alone"
            );
        }
        let answer = town.get(&format!("/en/sql?sql={text}")).await;
        assert_eq!(answer.status.as_u16(), status);
        assert!(answer.text.contains("</html>"));
    }
    let busy = town.get("/sql.json?sql=busy").await;
    assert_eq!(busy.header("retry-after"), "2");
    let problem = town.get("/sql.json?sql=DROP").await.json();
    assert_eq!(problem["reason"], "only-select");
    assert_eq!(
        (&problem["line"], &problem["column"]),
        (&1.into(), &1.into())
    );
    let mut pages = Vec::new();
    for language in ["ca", "es", "en"] {
        let page = town.get(&format!("/{language}/sql?sql=DROP")).await.text;
        assert!(
            page.contains(">DROP</textarea>"),
            "the question is still there"
        );
        assert!(
            page.contains("role=\"alert\"") && page.contains("&#60;b&#62;SELECT"),
            "{page}"
        );
        pages.push(page);
    }
    assert_ne!(pages[0], pages[1]);
    assert_eq!(town.get("/sql.csv").await.status, StatusCode::BAD_REQUEST);
    let other_site = [("sec-fetch-site", "cross-site")];
    for address in ["/sql", "/q"] {
        let answer = town.post(address, &format!("sql={SQL}"), &other_site).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_has_the_citys_own_tables_and_examples() {
    let town = Town::new().await;
    for language in ["ca", "es", "en"] {
        let page = town.get(&format!("/{language}/sql")).await;
        assert_eq!(page.status, StatusCode::OK);
        for said in [
            "<code>arbres</code>",
            "<code>&#34;arbres@3&#34;</code>",
            "<code>&#34;nom &#60;b&#62;&#34;</code>",
            "FROM arbres",
            "&#34;arbres@2&#34;",
            "https://vilamar.example/sql.csv",
        ] {
            assert!(page.text.contains(said), "{language}: {said}");
        }
        assert_eq!(page.text.matches("<h1").count(), 1);
        assert!(page.text.len() < 100_000);
    }
    let page = town.get(&format!("/en/sql?sql={SQL}")).await.text;
    for said in [
        "6 rows",
        "draw-bars",
        "/sql.parquet?sql=SELECT",
        "/en/data/arbres@3",
        "action=\"/q\"",
        "&#60;script&#62;alert(1)",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("<script>alert"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_question_is_one_citation_with_the_same_bytes_for_ever() {
    let town = Town::new().await;
    let form = format!("sql={SQL}");
    let cite = || town.post("/q", &form, &[("accept", "application/json")]);
    let made = cite().await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let address = made.header("location").to_owned();
    let named = address
        .strip_prefix("/q/")
        .and_then(|name| name.strip_suffix(".json"));
    assert_eq!(named.map(str::len), Some(32), "{address}");
    assert!(
        town.pocket
            .questions
            .lock()
            .expect("whole")
            .last()
            .expect("one")
            .repeatable
    );
    assert_eq!(cite().await.header("location"), address, "once");
    let browser = town
        .post("/q", &format!("sql={SQL}"), &[("accept", "text/html")])
        .await;
    let page = address.replace(".json", "");
    assert_eq!(browser.header("location"), format!("/ca{page}"));

    let kept = town.get(&address).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text);
    let link = format!("<https://vilamar.example{page}>; rel=\"cite-as\"");
    assert!(
        kept.header("link").contains(&link),
        "{}",
        kept.header("link")
    );
    assert!(kept.header("memento-datetime").ends_with(" GMT"));
    let kept = kept.json();
    assert_eq!(kept["row_count"], 6);
    assert_eq!(kept["tables"][0]["name"], "arbres");
    let csv = town.get(&format!("{page}.csv")).await;
    assert_eq!(csv.status, StatusCode::OK);
    let digest = kept["csv_sha256"].as_str().expect("a text");
    assert_eq!(csv.header("etag"), format!("\"{digest}\""));
    assert_eq!(sha256(&csv.body), digest);
    let bib = town.get(&format!("{page}.bib")).await;
    assert!(
        bib.text.starts_with("@misc{q-") && bib.text.contains(digest),
        "{}",
        bib.text
    );
    for language in ["ca", "es", "en"] {
        let shown = town.get(&format!("/{language}{page}")).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.header("link").contains("cite-as"));
        for said in [
            digest,
            "sha256sum",
            "@misc",
            "arbres@3",
            "&#60;script&#62;alert(1)",
        ] {
            assert!(shown.text.contains(said), "{language}: {said}");
        }
    }
    // A newer version changes nothing of it.
    town.publish().await;
    let again = town.get(&format!("{address}?again=yes")).await.json();
    assert_eq!(again["again"]["identical"], true);
    let shown = town.get(&format!("/en{page}?again=yes")).await.text;
    assert!(shown.contains("Identical"), "{shown}");
    for none in [
        "/q/0",
        "/q/00000000000000000000000000000000",
        &format!("{page}.xml"),
    ] {
        assert_eq!(town.get(none).await.status, StatusCode::NOT_FOUND, "{none}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_takes_the_rows_of_a_citation_and_says_so() {
    let town = Town::new().await;
    let made = town
        .post("/q", &format!("sql={SQL}"), &[("accept", "text/html")])
        .await;
    let page = made.header("location").trim_start_matches("/ca").to_owned();
    town.withdraw(3).await;
    for end in [".csv", ".json", ".bib"] {
        let gone = town
            .ask(
                Method::GET,
                &format!("{page}{end}"),
                &[("accept", "application/json")],
            )
            .await;
        assert_eq!(gone.status, StatusCode::GONE, "{end}");
        assert_eq!(gone.json()["reason"], "Hi havia dades personals.", "{end}");
    }
    let shown = town.get(&format!("/en{page}?again=yes")).await;
    assert_eq!(shown.status, StatusCode::GONE);
    assert!(shown.text.contains("Hi havia dades personals."));
    assert!(!shown.text.contains("Plàtan"), "no cell is left");
    let hash = page.trim_start_matches("/q/").parse().expect("a hash");
    let left = transact!(town.city.db, "look", tx -> panot_db::Error => {
        panot_catalog::store::citations::csv(tx, &hash).await
    });
    assert_eq!(left.expect("read"), None, "in the rows neither");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_cited_is_refused_and_one_visitor_makes_so_many() {
    let town = Town::new().await;
    let cite = |text: &str| {
        let body = format!("sql={}", encoded(text));
        let town = &town;
        async move { town.post("/q", &body, &[]).await.status.as_u16() }
    };
    assert_eq!(cite("DROP").await, 400);
    assert_eq!(cite("slow").await, 422);
    assert_eq!(cite("busy").await, 429);
    assert_eq!(cite("SELECT 1").await, 422, "it comes from no table");
    // Withdrawn while it was answered: nothing is kept of it.
    let mut last = 0;
    for n in 0..40 {
        last = cite(&format!("SELECT {n} FROM arbres")).await;
    }
    assert_eq!(last, 429);
    let many = town.post("/q", &format!("sql={SQL}"), &[]).await;
    assert!(
        many.header("retry-after")
            .parse::<u32>()
            .is_ok_and(|s| s > 0)
    );
}

/// Between the answer and the citation a version is withdrawn.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_meanwhile_is_not_cited() {
    let town = Town::new().await;
    let (now, id) = (town.city.clock.now(), town.dataset.id);
    let made = panot_catalog::store::citations::Made {
        meaning: panot_lake::Meaning {
            canonical: "SELECT 1".into(),
            tables: vec![panot_lake::Read {
                table: "arbres".parse().expect("a name"),
                version: 3,
                is_fixed: true,
            }],
            engine: "a pocket".into(),
        },
        schema: arrow_schema::Schema::empty(),
        rows: 0,
        bytes: 0,
        sha256: "0".repeat(64),
        packed: None,
    };
    let hash = transact!(town.city.db, "withdraw and cite", tx -> panot_db::Error => {
        versions::withdraw(tx, id, 3, "Error.", "operator", now).await?;
        panot_catalog::store::citations::add(tx, &made, now).await
    });
    assert_eq!(hash.expect("written"), None);
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "%{byte:02X}");
        all
    })
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    panot_catalog::version::hex(&sha2::Sha256::digest(bytes))
}
