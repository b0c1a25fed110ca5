// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is bound comes back the same.

use std::collections::BTreeMap;

use panot_core::{Cents, Id, Language, Name, Timestamp};
use panot_db::{Error, Json, Migrations, Step, args, from_row, statements, transact};
use panot_testkit::{Fixture, both_engines};
use uuid::Uuid;

const MIGRATIONS: Migrations = Migrations {
    feature: "value",
    steps: &[Step {
        number: 1,
        name: "values",
        sqlite: "CREATE TABLE value_values (id BLOB NOT NULL PRIMARY KEY, n INTEGER, share REAL,
                 yes INTEGER, name TEXT, bytes BLOB, doc TEXT, at INTEGER, cents INTEGER,
                 language TEXT) STRICT",
        postgres: "CREATE TABLE value_values (id UUID NOT NULL PRIMARY KEY, n BIGINT,
                   share DOUBLE PRECISION, yes BOOLEAN, name TEXT, bytes BYTEA, doc JSONB,
                   at BIGINT, cents BIGINT, language TEXT)",
    }],
};

statements! {
    /// Adds a row and gives it back.
    INSERT = "
        INSERT INTO value_values (id, n, share, yes, name, bytes, doc, at, cents, language)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        RETURNING id, n, share, yes, name, bytes, doc, at, cents, language";
    /// Those whose answer is yes.
    YES = "SELECT id FROM value_values WHERE yes = $1 ORDER BY id";
    /// Texts.
    NAMES = "SELECT name FROM value_values";
}

#[derive(Debug, PartialEq, Clone)]
struct Values {
    id: Id<Values>,
    n: Option<u64>,
    share: Option<f64>,
    yes: Option<bool>,
    name: Option<Name>,
    bytes: Option<Vec<u8>>,
    doc: Option<Json<BTreeMap<String, Vec<u8>>>>,
    at: Option<Timestamp>,
    cents: Option<Cents>,
    language: Option<Language>,
}
from_row!(Values {
    id,
    n,
    share,
    yes,
    name,
    bytes,
    doc,
    at,
    cents,
    language
});

both_engines! {
    async fn every_type_and_every_null_comes_back_as_it_was_bound(city: Fixture) {
        city.migrate(&[MIGRATIONS]).await;
        let id = || Id::new(city.clock.now(), &city.random);
        let full = Values {
            id: id(),
            n: Some(1 << 62),
            share: Some(-0.1),
            yes: Some(true),
            name: Some("arbres".parse().expect("a name")),
            bytes: Some(vec![0, 255, 39]),
            doc: Some(Json(BTreeMap::from([("l·l \" ' \u{1F333}".to_owned(), vec![1, 2])]))),
            at: Some(Timestamp::MAX),
            cents: Some(Cents(i64::MIN)),
            language: Some(Language::Ca),
        };
        let empty = Values {
            id: id(),
            n: None, share: None, yes: None, name: None, bytes: None, doc: None, at: None,
            cents: None, language: None,
        };
        for values in [full.clone(), empty] {
            let v = values.clone();
            let back: Values = transact!(city.db, "insert", tx -> Error => {
                let args = args![
                    v.id, v.n, v.share, v.yes, v.name, v.bytes, v.doc, v.at, v.cents, v.language
                ];
                tx.one(&INSERT, args).await
            })
            .expect("a row");
            assert_eq!(back, values);
        }
        let yes: Vec<Uuid> = transact!(city.db, "yes", tx -> Error => {
            tx.list(&YES, args![true]).await
        })
        .expect("rows");
        assert_eq!(yes, [full.id.uuid()]);
    }

    async fn a_cell_that_is_not_what_the_code_expects_says_which(city: Fixture) {
        city.migrate(&[MIGRATIONS]).await;
        let id = Id::<Values>::new(city.clock.now(), &city.random);
        let result = transact!(city.db, "read", tx -> Error => {
            let args = args![
                id, Some(-1_i64), None::<f64>, None::<bool>, Some("Not A Name"),
                None::<Vec<u8>>, None::<Json<u8>>, None::<Timestamp>, None::<Cents>, None::<Language>
            ];
            tx.list::<panot_db::Row, _>(&INSERT, args).await?;
            tx.list::<Name, _>(&NAMES, args![]).await
        });
        let why = result.expect_err("it is no name").to_string();
        assert!(why.starts_with("column name:") && why.contains("Not A Name"), "{why}");
    }
}
