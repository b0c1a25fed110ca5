// SPDX-License-Identifier: AGPL-3.0-or-later

//! A PostgreSQL cluster for one run of the tests: its own files, a free port on the loopback
//! interface, a password nobody else knows, and nothing of it left afterwards.

use std::fs::File;
use std::io::Read as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::shell::{self, Cleanup, Outcome, Running, Stopwatch, TempFolder};

/// How long a cluster may take to start on a busy machine.
const START: Duration = Duration::from_mins(1);

/// A running cluster; dropping it stops it and removes its files, and so do Ctrl-C and SIGTERM.
///
/// The fields are dropped in this order: first the server ends, then its files go.
pub struct Postgres {
    server: Running,
    _waits: Cleanup,
    folder: TempFolder,
    url: String,
}

impl Postgres {
    /// Makes a new cluster and waits until it answers.
    pub fn start() -> Outcome<Self> {
        let programs = programs()?;
        let folder = TempFolder::new("postgres")?;
        let data = folder.path().join("data");
        let password = password()?;
        let password_file = folder.path().join("password");
        std::fs::write(&password_file, &password)
            .map_err(|why| format!("{}: {why}", password_file.display()))?;
        let account = Account::for_servers()?;
        account.give(folder.path())?;

        shell::read(
            account
                .command(&programs.join("initdb"))
                .args([
                    "--username=postgres",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                ])
                .args(["--locale=C", "--no-sync", "--no-instructions"])
                .arg("--pwfile")
                .arg(&password_file)
                .arg("--pgdata")
                .arg(&data),
        )?;

        let port = free_port()?;
        let log = folder.path().join("log");
        let log_file = File::create(&log).map_err(|why| format!("{}: {why}", log.display()))?;
        let log_too = log_file
            .try_clone()
            .map_err(|why| format!("{}: {why}", log.display()))?;
        let child = account
            .command(&programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1", "-p", &port.to_string(), "-k", ""])
            // The files live for minutes: nothing is gained by making them survive a power cut.
            .args(["-c", "fsync=off", "-c", "full_page_writes=off"])
            .args(["-c", "synchronous_commit=off", "-c", "max_connections=200"])
            .stdin(Stdio::null())
            .stdout(log_file)
            .stderr(log_too)
            .spawn()
            .map_err(|why| format!("PostgreSQL: {why}"))?;
        // SIGINT is PostgreSQL's "fast" shutdown: it does not wait for clients to leave.
        let server = Running::ending_on("INT", child);
        let lock = data.join("postmaster.pid");
        let stop = server.stopper();
        let waits = Cleanup::new(move || {
            stop();
            let clock = Stopwatch::start();
            while lock.exists() && clock.elapsed() < Duration::from_secs(5) {
                std::thread::sleep(Duration::from_millis(20));
            }
        });

        let url = format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres");
        let mut postgres = Self {
            server,
            _waits: waits,
            folder,
            url,
        };
        postgres.wait_until_ready(&programs, port)?;
        Ok(postgres)
    }

    /// Where it is, as a superuser: tests make databases of their own.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn wait_until_ready(&mut self, programs: &Path, port: u16) -> Outcome {
        let clock = Stopwatch::start();
        let mut ready = Command::new(programs.join("pg_isready"));
        ready.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]);
        while self.server.ended().is_none() && clock.elapsed() < START {
            if ready.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        Err(format!("PostgreSQL did not start:\n{log}"))
    }
}

/// The folder with PostgreSQL's own programs, the newest where there are several.
fn programs() -> Outcome<PathBuf> {
    // Debian keeps one folder for each major version and puts only some programs on the path.
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest = versions
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse::<u32>().ok()?,
                entry.path(),
            ))
        })
        .map(|(version, folder)| (version, folder.join("bin")))
        .filter(|(_, programs)| programs.join("initdb").is_file())
        .max();
    if let Some((_, programs)) = newest {
        return Ok(programs);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .find(|folder| folder.join("initdb").is_file())
        .ok_or_else(|| {
            "PostgreSQL is not installed; on Debian and Ubuntu: apt-get install postgresql"
                .to_owned()
        })
}

/// Whom the server runs as: PostgreSQL refuses to run as root.
enum Account {
    Ours,
    Postgres,
}

impl Account {
    fn for_servers() -> Outcome<Self> {
        let id = shell::read(Command::new("id").arg("-u"))?;
        Ok(if id.trim() == "0" {
            Self::Postgres
        } else {
            Self::Ours
        })
    }

    fn command(&self, program: &Path) -> Command {
        if !shell::installed("setpriv") {
            return Command::new(program);
        }
        // Should we be killed outright, the server gets the signal that ends it.
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "INT"]);
        if matches!(self, Self::Postgres) {
            command.args([
                "--reuid",
                "postgres",
                "--regid",
                "postgres",
                "--init-groups",
            ]);
        }
        command.arg(program).current_dir("/");
        command
    }

    fn give(&self, folder: &Path) -> Outcome {
        match self {
            Self::Ours => Ok(()),
            Self::Postgres => {
                let mut chown = Command::new("chown");
                chown.args(["-R", "postgres:postgres"]).arg(folder);
                shell::read(&mut chown).map(drop)
            }
        }
    }
}

/// A port that is free now. Another process may take it before the server does, which then says so.
pub fn free_port() -> Outcome<u16> {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|why| format!("no free port: {why}"))
}

/// Without one, everybody on this machine could become the account that runs the server.
fn password() -> Outcome<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .map_err(|why| format!("no randomness for a password: {why}"))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}
