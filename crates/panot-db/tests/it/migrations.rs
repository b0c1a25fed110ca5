// SPDX-License-Identifier: AGPL-3.0-or-later

//! Migrations are append-only.

use panot_db::{Error, Migrations, Step};
use panot_testkit::{Fixture, both_engines};

use crate::COUNTERS;

const SECOND: Step = same(
    2,
    "second",
    "CREATE TABLE count_second (id BIGINT NOT NULL PRIMARY KEY)",
);

const fn same(number: u32, name: &'static str, sql: &'static str) -> Step {
    Step {
        number,
        name,
        sqlite: sql,
        postgres: sql,
    }
}

const FIRST: Step = COUNTERS.steps[0];
const LONGER: Migrations = Migrations {
    feature: "count",
    steps: &[FIRST, SECOND],
};
const EDITED: Migrations = Migrations {
    feature: "count",
    steps: &[same(
        1,
        "counters",
        "CREATE TABLE count_counters (id BIGINT)",
    )],
};
const BROKEN: Migrations = Migrations {
    feature: "count",
    steps: &[FIRST, SECOND, same(3, "broken", "CREATE TABEL x")],
};
const GAP: Migrations = Migrations {
    feature: "count",
    steps: &[FIRST, same(3, "third", "SELECT 1")],
};
const DEFERRED: Migrations = Migrations {
    feature: "count",
    steps: &[same(
        1,
        "deferred",
        "CREATE TABLE count_x (y BIGINT REFERENCES count_x (y) deferrable initially deferred)",
    )],
};

async fn migrate(city: &Fixture, migrations: Migrations) -> Result<u32, Error> {
    city.db.migrate(&[migrations], city.clock.now()).await
}

async fn refusal(city: &Fixture, migrations: Migrations) -> String {
    match migrate(city, migrations).await {
        Err(error) => error.to_string(),
        Ok(count) => panic!("{count} steps were run"),
    }
}

both_engines! {
    async fn a_step_is_run_once_and_a_later_one_is_added(city: Fixture) {
        assert_eq!(migrate(&city, COUNTERS).await.expect("runs"), 2, "ours and theirs");
        assert_eq!(migrate(&city, COUNTERS).await.expect("runs"), 0);
        assert_eq!(migrate(&city, LONGER).await.expect("runs"), 1);
    }

    async fn an_edited_step_is_refused(city: Fixture) {
        migrate(&city, COUNTERS).await.expect("runs");
        let why = refusal(&city, EDITED).await;
        assert!(why.contains("count/1 (counters) was changed"), "{why}");
    }

    async fn an_older_binary_refuses_a_newer_database(city: Fixture) {
        migrate(&city, LONGER).await.expect("runs");
        let why = refusal(&city, COUNTERS).await;
        assert!(why.contains("newer Panot") && why.contains("count/2 (second)"), "{why}");
    }

    async fn a_step_that_fails_leaves_none_of_the_others(city: Fixture) {
        migrate(&city, COUNTERS).await.expect("runs");
        let before = city.db.schema().await.expect("read");
        refusal(&city, BROKEN).await;
        assert_eq!(city.db.schema().await.expect("read"), before);
        assert_eq!(migrate(&city, LONGER).await.expect("runs"), 1);
    }

    async fn a_gap_a_deferred_key_and_a_wrong_feature_are_refused(city: Fixture) {
        assert!(refusal(&city, GAP).await.contains("count/3 stands where count/2"));
        assert!(refusal(&city, DEFERRED).await.contains("defers a key"));
        let quoted = Migrations { feature: "Count\"", steps: &[] };
        assert!(refusal(&city, quoted).await.contains("cannot prefix"));
    }

    async fn two_that_start_at_once_migrate_once(city: Fixture) {
        let (one, other) = tokio::join!(migrate(&city, LONGER), migrate(&city, LONGER));
        assert_eq!(one.expect("runs") + other.expect("runs"), 3);
    }
}
