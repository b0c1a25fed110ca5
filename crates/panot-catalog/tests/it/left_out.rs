// SPDX-License-Identifier: AGPL-3.0-or-later

//! What an import left out, cells and rows, on pages, as JSON and as CSV.

use axum::http::StatusCode;
use tabular::import::{ColumnReport, Report};

use crate::http::Town;

/// The report of an import that left cells and rows out.
pub fn told() -> serde_json::Value {
    let rejected = |line: u64, text: &str| {
        let why = "not a number";
        serde_json::json!({ "line": line, "text": text, "why": why, "misfit": "no-number" })
    };
    let column = |name: &str, rejected: u64, examples: &[serde_json::Value]| {
        let mut column = serde_json::to_value(ColumnReport::default()).expect("plain data");
        column["name"] = name.into();
        column["rejected"] = rejected.into();
        column["examples"] = examples.into();
        column
    };
    let mut report = serde_json::to_value(Report::default()).expect("plain data");
    report["columns"] = serde_json::Value::Array(vec![
        column(
            "alcada",
            1_201,
            &[rejected(9, "<b>alt</b>"), rejected(40, "n/d")],
        ),
        column("codi", 1, &[rejected(12, "a,\"b\"")]),
    ]);
    let row = |line: u64, text: &str, why: serde_json::Value| serde_json::json!({ "line": line, "text": text, "why": why });
    report["left_out"] = serde_json::json!({ "count": 240, "rows": [
        row(30, "TOTAL <i>1</i>", serde_json::json!({ "says": "codi" })),
        row(41, "Font: padró", "below".into()),
    ]});
    report
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_import_left_out_is_shown_line_by_line() {
    let town = Town::new().await;
    for address in ["/ca/data/arbres@1/left-out", "/data/arbres@1/left-out.csv"] {
        let none = town.get(address).await;
        assert_eq!(
            none.status,
            StatusCode::NOT_FOUND,
            "without a report that can be read: {address}"
        );
    }
    town.publish_with(told()).await;

    for (language, cell, row) in [
        (
            "ca",
            "no és un nombre amb els signes d’aquesta columna",
            "la columna «codi» diu que no és una fila",
        ),
        (
            "es",
            "no es un número con los signos de esta columna",
            "la columna «codi» dice que no es una fila",
        ),
        (
            "en",
            "is not a number with this column’s marks",
            "a note below the table",
        ),
    ] {
        let page = town
            .get(&format!("/{language}/data/arbres/left-out"))
            .await
            .text;
        assert!(page.contains(cell) && page.contains(row), "{page}");
        assert!(
            page.contains("TOTAL &#60;i&#62;") && page.contains("240"),
            "{page}"
        );
        let page = town.get(&format!("/{language}/data/arbres")).await.text;
        assert!(page.contains(cell) && page.contains(">240<"), "{page}");
    }
    let page = town.get("/ca/data/arbres").await.text;
    assert!(page.contains("href=\"/ca/data/arbres/left-out\""));
    let page = town.get("/ca/data/arbres/left-out").await.text;
    assert!(page.contains("1.202"), "{page}");
    assert!(
        page.contains("&#60;b&#62;alt"),
        "what people wrote is escaped"
    );
    assert!(page.contains("/data/arbres@4/left-out.csv"));
    let json = town.get("/ca/data/arbres/left-out.json").await.json();
    assert_eq!(json["rejected"], 1_202);
    let lines: Vec<_> = json["cells"].as_array().expect("a list").iter().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(
        (&lines[1]["line"], &lines[1]["column"]),
        (&12.into(), &"codi".into())
    );
    assert_eq!(
        (&json["rows_left_out"], &json["rows"][1]["line"]),
        (&240.into(), &41.into())
    );
    let csv = town.get("/data/arbres/left-out.csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        csv.text,
        "line,column,text,why\r\n\
         9,alcada,<b>alt</b>,not a number\r\n\
         12,codi,\"a,\"\"b\"\"\",not a number\r\n\
         30,,TOTAL <i>1</i>,\"the column \"\"codi\"\" says that it is no row\"\r\n\
         40,alcada,n/d,not a number\r\n\
         41,,Font: padró,a note below the table\r\n"
    );
}
