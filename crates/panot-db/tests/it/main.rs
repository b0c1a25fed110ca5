// SPDX-License-Identifier: AGPL-3.0-or-later

//! The promises of `panot-db`, on both engines.

mod copy;
mod killed;
mod migrations;
mod schema;
mod snapshot;
mod transactions;
mod values;

use panot_db::{Migrations, Step, Tx, args, statements};
use panot_testkit::Fixture;

/// One table of numbered counters.
const COUNTERS: Migrations = Migrations {
    feature: "count",
    steps: &[Step {
        number: 1,
        name: "counters",
        sqlite: "CREATE TABLE count_counters (id INTEGER NOT NULL PRIMARY KEY,
                 n INTEGER NOT NULL CHECK (n >= 0)) STRICT",
        postgres: "CREATE TABLE count_counters (id BIGINT NOT NULL PRIMARY KEY,
                   n BIGINT NOT NULL CHECK (n >= 0))",
    }],
};

statements! {
    /// Reads a counter.
    READ = "SELECT n FROM count_counters WHERE id = $1";
    /// Sets a counter.
    SET = "
        INSERT INTO count_counters (id, n) VALUES ($1, $2)
        ON CONFLICT (id) DO UPDATE SET n = excluded.n";
    /// Adds a counter; fails when it is there.
    ADD = "INSERT INTO count_counters (id, n) VALUES ($1, $2)";
    /// How many there are.
    COUNT = "SELECT COUNT(*) FROM count_counters";
    /// Their sum.
    TOTAL = "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM count_counters";
}

async fn counter(tx: &mut Tx, id: i64) -> Result<i64, panot_db::Error> {
    Ok(tx.find(&READ, args![id]).await?.unwrap_or(0))
}

async fn set(tx: &mut Tx, id: i64, n: i64) -> Result<(), panot_db::Error> {
    tx.run(&SET, args![id, n]).await?;
    Ok(())
}

async fn count(city: &Fixture) -> i64 {
    panot_db::read!(city.db, "count", tx -> panot_db::Error => tx.one(&COUNT, args![]).await)
        .expect("the table is read")
}
