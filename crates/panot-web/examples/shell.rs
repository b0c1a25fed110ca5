// SPDX-License-Identifier: AGPL-3.0-or-later

//! Serves the shell with invented content, to look at: `cargo run -p panot-web --example shell`.

#[path = "../tests/it/support.rs"]
mod support;

use std::net::SocketAddr;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8481").await?;
    println!(
        "http://{} ({})",
        listener.local_addr()?,
        panot_web::assets::kind()
    );
    let router = panot_web::router(&support::city_at("http://127.0.0.1:8481", true).await);
    axum::serve(
        listener,
        router.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .await
}
