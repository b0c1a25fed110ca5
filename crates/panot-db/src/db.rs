// SPDX-License-Identifier: AGPL-3.0-or-later

//! The database of a city.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use panot_core::{Random, Timestamp};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::SqlitePool;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor as _};

use crate::sqlite::{self, Writer};
use crate::tx::{Inner, Tx};
use crate::{Error, args, statements};

/// Connections to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 16;

/// Which engine a database runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, in a file of the city's folder.
    Sqlite,
    /// PostgreSQL, or what speaks its protocol.
    Postgres,
}

impl Engine {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The database of a city. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Shared>);

struct Shared {
    pools: Pools,
    jitter: Random,
    retries: AtomicU64,
}

enum Pools {
    Sqlite {
        path: PathBuf,
        writer: Writer,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// What the connections are doing, for the metrics listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metrics {
    /// Open connections that read (SQLite) or do either (PostgreSQL).
    pub connections: u32,
    /// Those of them that wait for work.
    pub idle: u32,
    /// Bodies that the SQLite writer ran; 0 on PostgreSQL.
    pub bodies: u64,
    /// Commits that the SQLite writer made for them; 0 on PostgreSQL.
    pub commits: u64,
    /// Transactions that were run again after a conflict.
    pub retries: u64,
}

impl Db {
    /// Opens `sqlite:path` (making the file when it is not there) or `postgres://…`.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let pools = if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.contains(":memory:") || path.contains('?') {
                return Err(Error::Address(url.to_owned()));
            }
            let path = PathBuf::from(path);
            let (writer, readers) = sqlite::open(&path).await?;
            Pools::Sqlite {
                path,
                writer: Writer::new(writer),
                readers,
            }
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Pools::Postgres(open_postgres(url).await?)
        } else {
            // What stands behind the scheme may be a password.
            let scheme = url.split(':').next().unwrap_or_default();
            return Err(Error::Address(scheme.chars().take(20).collect()));
        };
        Ok(Self(Arc::new(Shared {
            pools,
            // Spreads retries out, nothing more; processes need not differ in it, their moments do.
            jitter: Random::seeded(u64::from(std::process::id())),
            retries: AtomicU64::new(0),
        })))
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.0.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// What the connections are doing.
    pub fn metrics(&self) -> Metrics {
        let idle = |idle: usize| u32::try_from(idle).unwrap_or(u32::MAX);
        let retries = self.0.retries.load(Ordering::Relaxed);
        match &self.0.pools {
            Pools::Sqlite {
                writer, readers, ..
            } => Metrics {
                connections: readers.size(),
                idle: idle(readers.num_idle()),
                bodies: writer.counts().bodies.load(Ordering::Relaxed),
                commits: writer.counts().commits.load(Ordering::Relaxed),
                retries,
            },
            Pools::Postgres(pool) => Metrics {
                connections: pool.size(),
                idle: idle(pool.num_idle()),
                bodies: 0,
                commits: 0,
                retries,
            },
        }
    }

    /// Whether the database can be written to, found out by writing to it. For `/healthz`.
    pub async fn check(&self, now: Timestamp) -> Result<(), Error> {
        crate::transact!(self, "check", tx -> Error => {
            tx.run(&CHECK, args![now]).await?;
            Ok(())
        })
    }

    /// Writes a consistent copy of a SQLite database to `path`, which must not be there yet, and
    /// puts it on the disk. Writers are not held up. [`save_to`](Self::save_to) does it for both
    /// engines.
    pub async fn snapshot_to(&self, path: &Path) -> Result<(), Error> {
        let fail = |why: String| Error::Disk {
            doing: "write a copy of the database to",
            path: path.display().to_string(),
            why,
        };
        let Pools::Sqlite { readers, .. } = &self.0.pools else {
            return Err(fail(
                "PostgreSQL has no file of its own; its rows are saved one by one".to_owned(),
            ));
        };
        if path.exists() {
            return Err(fail("there is a file of this name already".to_owned()));
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let _ = std::fs::remove_file(&part);
        let target = part
            .to_str()
            .ok_or_else(|| fail("the path is not UTF-8".to_owned()))?;
        let sql = format!("VACUUM INTO '{}'", target.replace('\'', "''"));
        let mut reader = readers.acquire().await?;
        // query_only forbids every write, also into another file.
        reader.execute("PRAGMA query_only = OFF").await?;
        let copied = reader.execute(AssertSqlSafe(sql)).await;
        reader.execute("PRAGMA query_only = ON").await?;
        copied.map_err(|error| fail(error.to_string()))?;
        let finish = || {
            std::fs::File::open(&part)?.sync_all()?;
            std::fs::rename(&part, path)
        };
        finish().map_err(|error| fail(error.to_string()))?;
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        sqlite::sync_folder(folder.unwrap_or(Path::new(".")))
    }

    /// The file, on SQLite.
    pub fn path(&self) -> Option<&Path> {
        match &self.0.pools {
            Pools::Sqlite { path, .. } => Some(path),
            Pools::Postgres(_) => None,
        }
    }

    /// Closes every connection. What was acknowledged is on the disk already; this lets SQLite fold
    /// its log into the file.
    pub async fn close(&self) {
        match &self.0.pools {
            Pools::Sqlite {
                writer, readers, ..
            } => {
                readers.close().await;
                if let Err(error) = writer.close().await {
                    tracing::warn!(%error, "the database was not closed in order");
                }
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    pub(crate) async fn begin_write(&self, name: &'static str) -> Result<Tx, Error> {
        let inner = match &self.0.pools {
            Pools::Sqlite { writer, .. } => Inner::Writer(writer.turn(name).await?),
            Pools::Postgres(pool) => Inner::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE")
                    .await
                    .map_err(|source| Error::statement("BEGIN", source))?,
            ),
        };
        Ok(Tx::new(inner))
    }

    pub(crate) async fn begin_read(&self) -> Result<Tx, Error> {
        let inner = match &self.0.pools {
            Pools::Sqlite { readers, .. } => Inner::Reader(readers.begin().await?),
            Pools::Postgres(pool) => Inner::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        };
        Ok(Tx::new(inner))
    }

    /// A transaction whose isolation does not look back before the migration lock.
    pub(crate) async fn begin_migration(&self) -> Result<Tx, Error> {
        match &self.0.pools {
            Pools::Sqlite { .. } => self.begin_write("migrate").await,
            Pools::Postgres(pool) => Ok(Tx::new(Inner::Postgres(pool.begin().await?))),
        }
    }

    pub(crate) fn count_retry(&self) {
        self.0.retries.fetch_add(1, Ordering::Relaxed);
    }

    /// How long to wait before the next attempt: up to 5, 10, 20 … milliseconds, by chance, so that
    /// those who met do not meet again.
    pub(crate) fn pause(&self, attempt: u32) -> Duration {
        let most = 5_000_u64 << attempt.min(8);
        Duration::from_micros(self.0.jitter.number() % most)
    }
}

async fn open_postgres(url: &str) -> Result<PgPool, Error> {
    let fail = |source: sqlx::Error| Error::Disk {
        doing: "open the database",
        // Without the password.
        path: url.rsplit('@').next().unwrap_or_default().to_owned(),
        why: source.to_string(),
    };
    let options = PgConnectOptions::from_str(url)
        .map_err(fail)?
        .application_name("panot")
        .disable_statement_logging();
    PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(options)
        .await
        .map_err(fail)
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Db({})", self.engine())
    }
}

statements! {
    /// Writes one row, for the question whether one can write.
    CHECK = "
        INSERT INTO panot_check (id, checked_at) VALUES (1, $1)
        ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at";
}
