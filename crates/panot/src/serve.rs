// SPDX-License-Identifier: AGPL-3.0-or-later

//! Serving a city: its pages, its door, its metrics, and an end that leaves nothing half done.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use panot_web::listen::{Patient, Peer};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::city::Running;
use crate::failure::{Exit, Failure};
use crate::folder::Folder;
use crate::{metrics, socket};

/// How long requests may take to end once the server was told to.
const DRAIN: Duration = Duration::from_secs(20);

/// The ports of a city, taken and not yet answered on.
pub struct Ports {
    pages: TcpListener,
    address: SocketAddr,
    metrics: Option<TcpListener>,
}

impl Ports {
    /// Takes the ports before the city is opened: where one is taken already, nothing was begun.
    pub async fn take(
        folder: &Folder,
        listen: SocketAddr,
        metrics: Option<SocketAddr>,
    ) -> Result<Self, Failure> {
        let pages = match bind(listen, "name with --listen").await {
            Ok(pages) => pages,
            // The same command twice meets its own port before its own lock.
            Err(_) if socket::knock(folder.root()).await.is_some() => {
                let what = "another process owns this folder and serves it";
                return Err(Failure::new(Exit::TryAgain, what)
                    .at(folder.root().display())
                    .mend("stop it first; import and publish go through it as it runs"));
            }
            Err(failure) => return Err(failure),
        };
        let address = pages
            .local_addr()
            .map_err(|error| bind_failure(listen, "name with --listen", &error))?;
        let metrics = match metrics {
            Some(listen) => Some(bind(listen, "name as `metrics` in panot.toml").await?),
            None => None,
        };
        Ok(Self {
            pages,
            address,
            metrics,
        })
    }
}

/// Serves until it is told to stop. `ready` gets the address once requests are answered.
///
/// At the end no new request is taken, running ones have twenty seconds, then the background work
/// ends, and the database is closed last.
pub async fn serve(
    running: Running,
    ports: Ports,
    stop: CancellationToken,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), Failure> {
    let running = Arc::new(running);
    let meter = metrics::Meter::new(running.city.clock.clone());
    let router = meter.around(panot_web::router(&running.city));
    let figures = ports
        .metrics
        .map(|listener| (listener, meter.router(running.city.clone())));

    let door = socket::listen(running.clone(), stop.clone());
    let pages = answer(ports.pages, router, stop.clone());
    let figures = async {
        match figures {
            Some((listener, router)) => answer(listener, router, stop.clone()).await,
            None => Ok(()),
        }
    };
    ready(ports.address);
    let ended = tokio::select! {
        ended = async { tokio::try_join!(door, pages, figures).map(|_| ()) } => ended,
        () = overdue(&stop) => {
            tracing::warn!(seconds = DRAIN.as_secs(), "requests were still running and were cut");
            Ok(())
        }
    };
    stop.cancel();
    running.end().await;
    ended
}

/// Answers until `stop`, then lets running requests end. Who takes next to nothing of an answer for a minute
/// is let go.
async fn answer(
    listener: TcpListener,
    router: Router,
    stop: CancellationToken,
) -> Result<(), Failure> {
    let service = router.into_make_service_with_connect_info::<Peer>();
    axum::serve(Patient::new(listener), service)
        .with_graceful_shutdown(async move { stop.cancelled().await })
        .into_future()
        .await
        .map_err(|error| Failure::new(Exit::Io, format!("the server failed: {error}")))
}

async fn overdue(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(DRAIN).await;
}

/// Takes a port; `choose` says how to take another.
async fn bind(listen: SocketAddr, choose: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(listen)
        .await
        .map_err(|error| bind_failure(listen, choose, &error))
}

fn bind_failure(listen: SocketAddr, choose: &str, error: &std::io::Error) -> Failure {
    let failure = |what: &str| Failure::new(Exit::Unavailable, what).at(listen);
    if error.kind() == std::io::ErrorKind::AddrInUse {
        let mend = format!(
            "stop it, or {choose} another port, such as {}",
            beside(listen)
        );
        return failure("another program listens there already").mend(mend);
    }
    let failure = failure(&format!("cannot listen: {error}"));
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => {
            failure.mend("ports below 1024 need a privilege; listen above and put a proxy before")
        }
        _ => failure.mend("write an address of this machine and a port: --listen 127.0.0.1:8480"),
    }
}

/// The next port, as an example of another.
fn beside(listen: SocketAddr) -> SocketAddr {
    SocketAddr::new(listen.ip(), listen.port().checked_add(1).unwrap_or(8480))
}

/// A token that is cancelled by Ctrl-C and SIGTERM. A second one ends the process at once, for a
/// person who does not want to wait.
#[expect(
    clippy::disallowed_methods,
    reason = "signals come before there is a city with jobs"
)]
pub fn stop_on_signals() -> CancellationToken {
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        signalled().await;
        told.cancel();
        signalled().await;
        std::process::exit(i32::from(Exit::TryAgain.code()));
    });
    stop
}

async fn signalled() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate =
        signal(SignalKind::terminate()).expect("the system lets a process watch for SIGTERM");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
