// SPDX-License-Identifier: AGPL-3.0-or-later

//! The owner's door: commands that write reach a running server through a socket in its folder.
//!
//! One order is one HTTP request on the socket; the answer is a line of JSON per event and a last
//! line with the outcome or the failure. When the command goes away, the server stops the work and
//! cleans up, as it would have for its own Ctrl-C. Who may open the socket is who may write in the
//! folder: its mode is 0600.

use std::convert::Infallible;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header::ACCEPT_LANGUAGE};
use axum::response::Response;
use axum::routing::post;
use http_body_util::BodyExt;
use hyper_util::rt::TokioIo;
use panot_catalog::import::Event;
use serde::{Deserialize, Serialize};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::UnboundedReceiverStream;
use tokio_util::sync::CancellationToken;

use crate::city::Running;
use crate::failure::{Exit, Failure};
use crate::orders::{self, Order, Outcome};
use crate::words::{self, Words};

/// The longest line of an answer; outcomes with many questions are some hundred kilobytes.
const LINE_BYTES_MAX: usize = 64 << 20;

/// One line of an answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Event(Event),
    Done(Outcome),
    Failed(Failure),
}

/// Opens the door of a running city, until `stop`.
///
/// A socket file of an owner that died is replaced: holding the folder's lock proves that nobody
/// listens on it.
pub async fn listen(running: Arc<Running>, stop: CancellationToken) -> Result<(), Failure> {
    let path = running.folder.socket();
    let disk = |error: io::Error| Failure::disk("open the folder's socket", &path, &error);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(disk(error)),
        _ => {}
    }
    let short = ShortPath::of(running.folder.root()).map_err(disk)?;
    let listener = UnixListener::bind(short.join("panot.sock")).map_err(disk)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).map_err(disk)?;
    let router = Router::new()
        .route("/order", post(receive))
        .with_state(Door {
            running,
            stop: stop.clone(),
        });
    let served = axum::serve(listener, router)
        .with_graceful_shutdown(async move { stop.cancelled().await })
        .await;
    let _ = std::fs::remove_file(&path);
    served.map_err(disk)
}

#[derive(Clone)]
struct Door {
    running: Arc<Running>,
    stop: CancellationToken,
}

async fn receive(
    State(door): State<Door>,
    headers: HeaderMap,
    axum::Json(order): axum::Json<Order>,
) -> Response {
    let language = headers.get(ACCEPT_LANGUAGE);
    let t = Words::of(words::of_locale(language.and_then(|tag| tag.to_str().ok())));
    let (tell, lines) = mpsc::unbounded_channel();
    let stop = door.stop.child_token();
    // The guard stops the work when the command goes away and the answer is dropped with it.
    let guard = stop.clone().drop_guard();
    let tasks = door.running.tasks.clone();
    tasks.spawn(async move {
        let events = tell.clone();
        let on_event = move |event| {
            let _ = events.send(Line::Event(event));
        };
        let outcome = orders::carry_out(&door.running, order, t, &on_event, &stop).await;
        let _ = tell.send(match outcome {
            Ok(outcome) => Line::Done(outcome),
            Err(failure) => Line::Failed(failure),
        });
    });
    let body = UnboundedReceiverStream::new(lines).map(move |line| {
        let _held = &guard;
        let mut text = serde_json::to_string(&line).expect("lines are plain data");
        text.push('\n');
        Ok::<_, Infallible>(text)
    });
    Response::new(Body::from_stream(body))
}

/// Whether somebody answers at the door of this folder.
pub async fn knock(folder: &Path) -> Option<UnixStream> {
    let short = ShortPath::of(folder).ok()?;
    UnixStream::connect(short.join("panot.sock")).await.ok()
}

/// Gives an order to the server behind `stream` and waits for the outcome.
pub async fn send(
    stream: UnixStream,
    order: &Order,
    t: Words,
    on_event: &(dyn Fn(Event) + Send + Sync),
) -> Result<Outcome, Failure> {
    let gone = |error: &dyn std::fmt::Display| {
        Failure::new(
            Exit::TryAgain,
            format!("the running server went away: {error}"),
        )
        .mend("see whether it still runs, then run the command again; nothing is half done")
    };
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|e| gone(&e))?;
    let body = serde_json::to_string(order).expect("orders are plain data");
    let request = axum::http::Request::post("/order")
        .header("host", "panot")
        .header("content-type", "application/json")
        .header(ACCEPT_LANGUAGE, t.language())
        .body(body)
        .expect("the request is a constant but for its body");
    let talk = async {
        let mut answer = sender.send_request(request).await.map_err(|e| gone(&e))?;
        let mut pending = Vec::new();
        while let Some(frame) = answer.frame().await {
            let frame = frame.map_err(|e| gone(&e))?;
            pending.extend_from_slice(frame.data_ref().map_or(&[][..], |data| data));
            while let Some(end) = pending.iter().position(|&byte| byte == b'\n') {
                let line: Vec<u8> = pending.drain(..=end).collect();
                match serde_json::from_slice(&line).map_err(|e| gone(&e))? {
                    Line::Event(event) => on_event(event),
                    Line::Done(outcome) => return Ok(outcome),
                    Line::Failed(failure) => return Err(failure),
                }
            }
            if pending.len() > LINE_BYTES_MAX {
                return Err(gone(&"its answer has no end"));
            }
        }
        Err(gone(&"it closed the connection"))
    };
    tokio::pin!(connection, talk);
    tokio::select! {
        outcome = &mut talk => outcome,
        // The last bytes may have arrived together with the end of the connection.
        _ = &mut connection => talk.await,
    }
}

/// A folder under a short name: a socket's path may have 107 bytes at most, a folder's has 4 095.
struct ShortPath {
    _open: std::fs::File,
    path: PathBuf,
}

impl ShortPath {
    fn of(folder: &Path) -> io::Result<Self> {
        use std::os::fd::AsRawFd;
        let open = std::fs::File::open(folder)?;
        let path = PathBuf::from(format!("/proc/self/fd/{}", open.as_raw_fd()));
        Ok(Self { _open: open, path })
    }

    fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}
