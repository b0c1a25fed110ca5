// SPDX-License-Identifier: AGPL-3.0-or-later

//! What one test gets.

use std::future::Future;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use panot_core::{Random, Timestamp};
use panot_db::{Db, Migrations};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::TestClock;

/// What one test gets: an empty database, a folder, a clock and randomness, all its own.
#[derive(Debug)]
pub struct Fixture {
    /// The database, empty: no migration was run.
    pub db: Db,
    /// Where it is, for a second handle or another process.
    pub url: String,
    /// Stands at 2026-03-01T09:00:00Z until the test moves it.
    pub clock: TestClock,
    /// Gives the same bytes in every run.
    pub random: Random,
    folder: TempDir,
}

impl Fixture {
    async fn new(url: Option<String>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let url = url.unwrap_or_else(|| {
            let path = folder.path().join("panot.db");
            format!("sqlite:{}", path.display())
        });
        let start: Timestamp = "2026-03-01T09:00:00Z".parse().expect("a moment");
        Self {
            db: Db::open(&url).await.expect("the database opens"),
            url,
            clock: TestClock::at(start),
            random: Random::seeded(2026),
            folder,
        }
    }

    /// A fixture on SQLite, for tests that are about a file.
    pub async fn sqlite() -> Self {
        Self::new(None).await
    }

    /// The folder of this test; it goes away with the fixture.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs migrations.
    pub async fn migrate(&self, features: &[Migrations]) {
        self.db
            .migrate(features, self.clock.now())
            .await
            .expect("the migrations run");
    }
}

fn runtime() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime starts")
}

/// Runs a test on SQLite in a temporary folder.
pub fn run_on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(Fixture) -> F) {
    runtime().block_on(async {
        test(Fixture::sqlite().await).await;
    });
}

/// Runs a test on PostgreSQL in a database of its own, which is dropped also when the test fails;
/// or says that it was skipped.
pub fn run_on_postgres<F: Future<Output = ()>>(test: impl FnOnce(Fixture) -> F) {
    let Ok(server) = std::env::var("PANOT_TEST_POSTGRES") else {
        // Not by a print macro: the test runner would keep it to itself.
        let _ =
            std::io::stderr().write_all(b"SKIPPED on PostgreSQL: PANOT_TEST_POSTGRES is not set\n");
        return;
    };
    let runtime = runtime();
    let database = runtime.block_on(Database::create(&server));
    let fixture = runtime.block_on(Fixture::new(Some(database.url.clone())));
    runtime.block_on(test(fixture));
}

/// A database that is dropped with this value.
struct Database {
    server: PgConnectOptions,
    name: String,
    url: String,
}

impl Database {
    async fn create(server: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let options: PgConnectOptions = server
            .parse()
            .expect("PANOT_TEST_POSTGRES is a postgres:// address");
        let name = format!("panot_test_{}_{number}", std::process::id());
        let database = Self {
            url: options.clone().database(&name).to_url_lossy().to_string(),
            server: options,
            name,
        };
        // Left behind by a run that was killed.
        database
            .execute("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            .await;
        database.execute("CREATE DATABASE {}").await;
        database
    }

    async fn execute(&self, sql: &str) {
        let mut server = self
            .server
            .connect()
            .await
            .expect("the server of PANOT_TEST_POSTGRES answers");
        server
            .execute(AssertSqlSafe(sql.replace("{}", &self.name)))
            .await
            .expect("the server of PANOT_TEST_POSTGRES lets tests make databases");
        server.close().await.expect("the connection closes");
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let drop = self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)");
        runtime().block_on(drop);
    }
}
