// SPDX-License-Identifier: AGPL-3.0-or-later

//! The catalogue against real databases and a real index.

mod api;
mod catalogue;
mod ckan;
mod comparing;
mod harvest;
mod http;
mod left_out;
mod ogc;
mod pocket;
mod questions;
mod store;

use std::collections::HashMap;

use arrow_schema::{DataType, Field, Schema};
use panot_catalog::dataset::{About, Dataset};
use panot_catalog::store::datasets;
use panot_catalog::version::{Content, Source};
use panot_core::{Id, Language, Name, Texts};
use panot_db::transact;
use panot_lake::FileRef;
use panot_testkit::Fixture;

/// What is said about a dataset, in short.
pub fn about(title: &str) -> About {
    About {
        title: Texts::new().with(Language::Ca, title),
        description: Texts::new().with(Language::Ca, "Inventari \u{0} de prova"),
        publisher: "Parcs i Jardins".into(),
        licence: "CC-BY-4.0".into(),
        theme: "envi".into(),
        frequency: "monthly".into(),
        contact: String::new(),
        keywords: vec!["verd urbà".into()],
        key: vec!["codi".into()],
        period: None,
        accepted: Vec::new(),
    }
}

/// A version of one file with this many rows.
pub fn content(rows: u64) -> Content {
    let code = HashMap::from([("tabular.type".to_owned(), "code".to_owned())]);
    Content {
        files: vec![FileRef {
            path: format!("arbres/part-{rows}.parquet"),
            bytes: rows * 10,
            rows,
            sha256: format!("{rows:064x}"),
        }],
        schema: Schema::new(vec![
            Field::new("codi", DataType::Utf8, true).with_metadata(code),
            Field::new("alcada", DataType::Decimal128(6, 2), true),
        ]),
        recipe: "refuse_above = 0.01\n".into(),
        // A damaged file is quoted with its NUL: the row must bear it on both engines.
        report: serde_json::json!({ "rejected": "a\u{0}b" }),
        source: Source {
            name: "ARBRES 2026.csv".into(),
            sha256: "ab".repeat(32),
            kept_at: None,
        },
        screened: None,
        note: String::new(),
    }
}

/// A city with the tables of the catalogue and of its jobs.
pub async fn migrated(city: &Fixture) {
    city.migrate(&[panot_catalog::MIGRATIONS, panot_jobs::MIGRATIONS])
        .await;
}

/// Adds a dataset.
pub async fn dataset(city: &Fixture, name: &str, title: &str) -> Dataset {
    let now = city.clock.now();
    let id = Id::new(now, &city.random);
    let name: Name = name.parse().expect("a name");
    let about = about(title);
    let added = transact!(city.db, "add dataset", tx -> panot_db::Error => {
        datasets::add(tx, id, &name, &about, now).await
    });
    added.expect("written").expect("the name is free")
}
