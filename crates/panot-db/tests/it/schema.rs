// SPDX-License-Identifier: AGPL-3.0-or-later

//! The comparison of schemas finds what is planted.

use panot_db::{Migrations, Schema, Step};
use panot_testkit::{Fixture, run_on_postgres, same_schema};

use crate::COUNTERS;

const SAME: Migrations = Migrations {
    feature: "plant",
    steps: &[Step {
        number: 1,
        name: "all types",
        sqlite: "CREATE TABLE plant_a (id BLOB NOT NULL, part INTEGER NOT NULL, doc TEXT,
                 share REAL, yes INTEGER NOT NULL, PRIMARY KEY (part, id), UNIQUE (doc, share)) STRICT",
        postgres: "CREATE TABLE plant_a (id UUID NOT NULL, part BIGINT NOT NULL, doc JSONB,
                   share DOUBLE PRECISION, yes BOOLEAN NOT NULL, PRIMARY KEY (part, id),
                   UNIQUE (doc, share))",
    }],
};

const DIFFERENT: Migrations = Migrations {
    feature: "plant",
    steps: &[Step {
        number: 1,
        name: "planted",
        sqlite: "CREATE TABLE plant_a (id BLOB NOT NULL PRIMARY KEY, note TEXT, n INTEGER NOT NULL,
                 only TEXT, name TEXT UNIQUE) STRICT;
                 CREATE TABLE plant_b (id INTEGER NOT NULL PRIMARY KEY) STRICT;
                 CREATE TABLE plant_c (a INTEGER NOT NULL, b INTEGER NOT NULL,
                 PRIMARY KEY (a, b)) STRICT",
        postgres: "CREATE TABLE plant_a (id UUID NOT NULL PRIMARY KEY, note TEXT NOT NULL,
                   n TEXT NOT NULL, name TEXT);
                   CREATE TABLE plant_c (a BIGINT NOT NULL, b BIGINT NOT NULL,
                   PRIMARY KEY (b, a))",
    }],
};

#[test]
fn schemas_that_are_the_same_have_no_difference() {
    same_schema(&[COUNTERS, SAME]);
}

#[test]
fn every_planted_difference_is_found() {
    run_on_postgres(async |postgres| {
        let sqlite = Fixture::sqlite().await;
        sqlite.migrate(&[DIFFERENT]).await;
        postgres.migrate(&[DIFFERENT]).await;
        let one = sqlite.db.schema().await.expect("read");
        let other = postgres.db.schema().await.expect("read");
        assert_eq!(
            one.differences(&other),
            [
                "column plant_a.n is Number NOT NULL and Text NOT NULL",
                "column plant_a.note is Text NULL and Text NOT NULL",
                "column plant_a.only is only in the first",
                "the unique indexes of plant_a are [[\"name\"]] and []",
                "table plant_b is only in the first",
                "the primary key of plant_c is (a, b) and (b, a)",
            ]
        );
    });
}

#[test]
fn a_schema_does_not_differ_from_itself() {
    assert!(Schema::default().differences(&Schema::default()).is_empty());
}
