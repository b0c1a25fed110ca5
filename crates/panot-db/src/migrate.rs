// SPDX-License-Identifier: AGPL-3.0-or-later

//! Bringing the schema up to what the binary needs.

use std::collections::{BTreeMap, BTreeSet};

use panot_core::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::tx::Tx;
use crate::{Db, Engine, Error, args, statements};

/// The migrations of one feature. Its tables are called `{feature}_…`, so that features cannot step
/// on each other's; its numbers are its own.
#[derive(Debug, Clone, Copy)]
pub struct Migrations {
    /// The feature: letters a to z and `_`.
    pub feature: &'static str,
    /// The steps, numbered 1, 2, 3 …; only ever added to.
    pub steps: &'static [Step],
}

/// One step: the same change written for each engine.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// Its number within the feature.
    pub number: u32,
    /// What it does, as a short name.
    pub name: &'static str,
    /// For SQLite.
    pub sqlite: &'static str,
    /// For PostgreSQL.
    pub postgres: &'static str,
}

const OWN: Migrations = Migrations {
    feature: "panot",
    steps: &[Step {
        number: 1,
        name: "check",
        sqlite: "CREATE TABLE panot_check (id INTEGER PRIMARY KEY NOT NULL, checked_at INTEGER NOT NULL) STRICT",
        postgres: "CREATE TABLE panot_check (id BIGINT PRIMARY KEY NOT NULL, checked_at BIGINT NOT NULL)",
    }],
};

statements! {
    /// The steps that were done, with the digest of the text that was run.
    DONE = "SELECT feature, number, name, checksum FROM panot_migrations ORDER BY feature, number";

    /// Remembers a step.
    REMEMBER = "
        INSERT INTO panot_migrations (feature, number, name, checksum, applied_at)
        VALUES ($1, $2, $3, $4, $5)";
}

/// The table that remembers the steps.
pub(crate) const TABLE: &str = "panot_migrations";

/// Held until the end of the transaction, so that two processes that start at once do not both
/// migrate. The number is ours and means nothing.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7203641)";

const TABLE_SQLITE: &str = "CREATE TABLE IF NOT EXISTS panot_migrations (
    feature TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL,
    applied_at INTEGER NOT NULL, PRIMARY KEY (feature, number)) STRICT";
const TABLE_POSTGRES: &str = "CREATE TABLE IF NOT EXISTS panot_migrations (
    feature TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL,
    applied_at BIGINT NOT NULL, PRIMARY KEY (feature, number))";

impl Db {
    /// Runs the steps that were not run yet, in order, all of them or none. Refuses, and changes
    /// nothing, when a step that was run reads differently now, or when the database knows steps
    /// that this binary does not: then an older binary would work on a newer schema. Returns how
    /// many steps were run.
    pub async fn migrate(&self, features: &[Migrations], now: Timestamp) -> Result<u32, Error> {
        let all = with_own(features)?;
        let mut tx = self.begin_migration().await?;
        match run(&mut tx, &all, now).await {
            Ok(count) => tx.commit().await.map(|()| count),
            Err(error) => {
                let _ = tx.undo().await;
                Err(error)
            }
        }
    }
}

/// The migrations of the features, and those of this crate before them; refused when their steps
/// cannot be right.
pub(crate) fn with_own(features: &[Migrations]) -> Result<Vec<Migrations>, Error> {
    let mut all = vec![OWN];
    all.extend_from_slice(features);
    all.iter().try_for_each(Migrations::check)?;
    Ok(all)
}

/// The steps that were run, by feature and number.
pub(crate) async fn steps(tx: &mut Tx) -> Result<BTreeSet<(String, u32)>, Error> {
    let done: Vec<(String, u32, String, String)> = tx.list(&DONE, args![]).await?;
    let steps = done.into_iter();
    Ok(steps
        .map(|(feature, number, ..)| (feature, number))
        .collect())
}

/// Runs the steps that were not run yet, in the caller's transaction.
pub(crate) async fn run(tx: &mut Tx, all: &[Migrations], now: Timestamp) -> Result<u32, Error> {
    let table = match tx.engine() {
        Engine::Sqlite => TABLE_SQLITE,
        Engine::Postgres => {
            script(tx, "migration lock", LOCK).await?;
            TABLE_POSTGRES
        }
    };
    script(tx, "panot_migrations", table).await?;
    let done: Vec<(String, u32, String, String)> = tx.list(&DONE, args![]).await?;
    let mut done: BTreeMap<(String, u32), (String, String)> = done
        .into_iter()
        .map(|(feature, number, name, sum)| ((feature, number), (name, sum)))
        .collect();
    let mut count = 0;
    for migrations in all {
        let feature = migrations.feature;
        for step in migrations.steps {
            let text = step.text(tx.engine());
            let sum = checksum(text);
            match done.remove(&(feature.to_owned(), step.number)) {
                Some((_, old)) if old == sum => {}
                Some((name, _)) => {
                    return Err(Error::Migration(format!(
                        "migration {feature}/{} ({name}) was changed after it was run on this \
                         database; put its text back and add a new step instead",
                        step.number
                    )));
                }
                None => {
                    if done.keys().any(|(f, n)| f == feature && *n > step.number) {
                        return Err(Error::Migration(format!(
                            "migration {feature}/{} ({}) was added before a step that was \
                             already run; number it after the last one",
                            step.number, step.name
                        )));
                    }
                    script(tx, step.name, text).await?;
                    tx.run(&REMEMBER, args![feature, step.number, step.name, sum, now])
                        .await?;
                    count += 1;
                }
            }
        }
    }
    if let Some(((feature, number), (name, _))) = done.into_iter().next() {
        return Err(Error::Migration(format!(
            "the database was used by a newer Panot: it knows migration {feature}/{number} \
             ({name}) and this binary does not; use the newer binary, or restore a backup"
        )));
    }
    Ok(count)
}

/// Runs a text of several statements.
async fn script(tx: &mut Tx, name: &'static str, text: &'static str) -> Result<(), Error> {
    let result = match tx.connection() {
        crate::Connection::Sqlite(c) => sqlx::raw_sql(text).execute(c).await.map(|_| ()),
        crate::Connection::Postgres(c) => sqlx::raw_sql(text).execute(c).await.map(|_| ()),
    };
    tx.noted(name, result)
}

fn checksum(text: &str) -> String {
    use std::fmt::Write as _;
    let mut hex = String::new();
    // A checkout with other line ends is the same text.
    for byte in Sha256::digest(text.replace("\r\n", "\n")) {
        write!(hex, "{byte:02x}").expect("a String takes everything");
    }
    hex
}

impl Step {
    fn text(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

impl Migrations {
    /// What can be said about the steps without a database.
    fn check(&self) -> Result<(), Error> {
        let wrong = |why: String| Err(Error::Migration(why));
        let feature = self.feature;
        if feature.is_empty() || !feature.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            return wrong(format!(
                "the feature {feature:?} cannot prefix tables: use the letters a to z and _"
            ));
        }
        for (number, step) in (1..).zip(self.steps) {
            if step.number != number {
                return wrong(format!(
                    "migration {feature}/{} stands where {feature}/{number} is expected",
                    step.number
                ));
            }
            // A deferred key is checked at COMMIT, where one body would fail a whole group.
            if step.sqlite.to_ascii_uppercase().contains("DEFERRABLE") {
                return wrong(format!(
                    "migration {feature}/{number} defers a key; on SQLite it cannot"
                ));
            }
        }
        Ok(())
    }
}
