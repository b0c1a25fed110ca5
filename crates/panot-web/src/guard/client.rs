// SPDX-License-Identifier: AGPL-3.0-or-later

//! From which address a request comes, behind proxies that are trusted.

use std::net::IpAddr;

use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};

use crate::City;
use crate::listen::Peer;

/// The address a request comes from: an extension of the request, for limits by visitor.
///
/// It is never logged and never kept. Absent when the server does not tell the peer's address.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Client(pub IpAddr);

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Client(…)")
    }
}

/// Puts the [`Client`] into the request.
pub(super) async fn known(State(city): State<City>, mut request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<Peer>>()
        .map(|ConnectInfo(Peer(peer))| peer.ip());
    if let Some(peer) = peer {
        let client = behind(peer, request.headers(), &city.settings.trusted_proxies);
        request.extensions_mut().insert(Client(client));
    }
    next.run(request).await
}

/// Walks `X-Forwarded-For` from its end while it was written by a trusted proxy.
///
/// What stands before the first address that is not trusted was sent by the visitor and may be
/// invented: it is not read.
fn behind(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let mut client = peer;
    let forwarded = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect::<Vec<_>>();
    for address in forwarded.iter().rev().take(16) {
        if !trusted.contains(&client.to_canonical()) {
            break;
        }
        let Ok(address) = address.trim().parse() else {
            break;
        };
        client = address;
    }
    client
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use axum::http::{HeaderMap, HeaderValue};

    use super::behind;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn client(peer: &str, forwarded: &'static str) -> IpAddr {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static(forwarded));
        behind(ip(peer), &headers, &[ip("10.0.0.1"), ip("10.0.0.2")])
    }

    #[test]
    fn a_stranger_cannot_invent_where_they_come_from() {
        assert_eq!(client("203.0.113.9", "198.51.100.1"), ip("203.0.113.9"));
    }

    #[test]
    fn a_trusted_proxy_is_believed_about_the_last_hop_only() {
        assert_eq!(
            client("10.0.0.1", "198.51.100.1, 203.0.113.9"),
            ip("203.0.113.9")
        );
        assert_eq!(
            client("10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2"),
            ip("203.0.113.9")
        );
        assert_eq!(client("10.0.0.1", "nonsense"), ip("10.0.0.1"));
    }
}
