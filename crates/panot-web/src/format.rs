// SPDX-License-Identifier: AGPL-3.0-or-later

//! Whether a visitor wants a page or JSON.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Uri, header, request::Parts},
};

/// The shape of the answer: the same thing as a page or as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// HTML, for people.
    Page,
    /// JSON, for programs.
    Json,
}

impl Format {
    /// A path that ends in `.json` asks for JSON; otherwise `Accept` decides, and a page is the
    /// answer when it does not.
    pub fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        if uri
            .path()
            .rsplit_once('.')
            .is_some_and(|(_, suffix)| suffix == "json")
            || uri.path().starts_with("/api/")
            // Programs' own door, which has no pages: they send whatever they like as Accept.
            || uri.path() == "/ogc"
            || uri.path().starts_with("/ogc/")
        {
            return Self::Json;
        }
        let accept = headers
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok());
        let accept = accept.unwrap_or_default();
        let weight = |kinds: &[&str]| {
            accept
                .split(',')
                .take(32)
                .filter_map(|part| {
                    let mut pieces = part.split(';');
                    let kind = pieces.next()?.trim();
                    let weight = pieces
                        .find_map(|piece| piece.trim().strip_prefix("q="))
                        .map_or(Some(1000), thousandths)?;
                    kinds.contains(&kind).then_some(weight)
                })
                .max()
                .unwrap_or(0)
        };
        let page = weight(&["text/html", "application/xhtml+xml"]);
        let json = weight(&["application/json", "application/problem+json"]);
        if json > page { Self::Json } else { Self::Page }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Format {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.uri, &parts.headers))
    }
}

/// `0.8` as 800, without floating point; `None` for what is not a weight (RFC 9110, 12.4.2).
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, part) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    if part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: u16 = whole.parse().ok().filter(|whole| *whole <= 1)?;
    let part: u16 = format!("{part:0<3}").parse().ok()?;
    Some((whole * 1000 + part).min(1000))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, Uri, header};

    use super::Format;

    fn asked(path: &'static str, accept: Option<&'static str>) -> Format {
        let mut headers = HeaderMap::new();
        if let Some(accept) = accept {
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        }
        Format::of(&Uri::from_static(path), &headers)
    }

    #[test]
    fn the_suffix_decides_before_the_header() {
        assert_eq!(asked("/ca/data.json", Some("text/html")), Format::Json);
        assert_eq!(asked("/ca/data", Some("text/html")), Format::Page);
    }

    #[test]
    fn the_heavier_kind_wins_and_a_page_is_the_answer_without_one() {
        assert_eq!(asked("/ca/data", None), Format::Page);
        assert_eq!(asked("/ca/data", Some("*/*")), Format::Page);
        assert_eq!(asked("/ca/data", Some("application/json")), Format::Json);
        assert_eq!(
            asked("/ca/data", Some("text/html;q=0.9,application/json")),
            Format::Json
        );
        assert_eq!(
            asked("/ca/data", Some("text/html,application/json;q=0.9")),
            Format::Page
        );
    }
}
