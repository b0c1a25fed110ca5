// SPDX-License-Identifier: AGPL-3.0-or-later

//! Readers who stop reading, over real connections.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::get;
use futures::{StreamExt as _, stream};
use panot_web::listen::{Patient, Peer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const PATIENCE: Duration = Duration::from_millis(400);

/// Tells when an answer is no longer held by anybody.
struct Held(Arc<AtomicBool>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// A server with one answer that never ends, and whether it was let go.
async fn endless() -> (impl Future<Output = ()>, SocketAddr, Arc<AtomicBool>) {
    let gone = Arc::new(AtomicBool::new(false));
    let told = gone.clone();
    let answer = move || {
        let held = Held(told.clone());
        async move {
            let pieces = stream::repeat(Bytes::from(vec![b'x'; 64 << 10]));
            Body::from_stream(pieces.map(move |piece| {
                let _held = &held;
                Ok::<_, Infallible>(piece)
            }))
        }
    };
    let router = Router::new().route("/", get(answer));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it listens");
    let server = axum::serve(
        Patient::for_as_long_as(listener, PATIENCE),
        router.into_make_service_with_connect_info::<Peer>(),
    );
    let serving = async move { server.await.expect("it serves until it is dropped") };
    (serving, address, gone)
}

async fn asked(address: SocketAddr) -> TcpStream {
    let mut client = TcpStream::connect(address).await.expect("it listens");
    client
        .write_all(b"GET / HTTP/1.1\r\nhost: city.example\r\n\r\n")
        .await
        .expect("sent");
    client
}

#[tokio::test]
async fn an_answer_that_nobody_takes_is_let_go() {
    let (serving, address, gone) = endless().await;
    let idle = async {
        let client = asked(address).await;
        tokio::time::sleep(PATIENCE / 2).await;
        assert!(!gone.load(Ordering::SeqCst), "everybody may pause a little");
        for _ in 0..100 {
            if gone.load(Ordering::SeqCst) {
                break;
            }
            tokio::time::sleep(PATIENCE / 4).await;
        }
        assert!(gone.load(Ordering::SeqCst), "the answer is still held");
        drop(client);
    };
    tokio::select! {
        () = serving => {}
        () = idle => {}
    }
}

#[tokio::test]
async fn a_slow_reader_is_not_an_idle_one() {
    let (serving, address, gone) = endless().await;
    let slow = async {
        let mut client = asked(address).await;
        let mut piece = vec![0; 4 << 20];
        for _ in 0..16 {
            tokio::time::sleep(PATIENCE / 4).await;
            client.read_exact(&mut piece).await.expect("still served");
        }
        assert!(!gone.load(Ordering::SeqCst));
    };
    tokio::select! {
        () = serving => {}
        () = slow => {}
    }
}
