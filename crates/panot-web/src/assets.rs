// SPDX-License-Identifier: AGPL-3.0-or-later

//! What pages load: made at build time, named by content, kept for ever.

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::Problem;

/// A file that pages load.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// What templates call it: `city.css`.
    pub name: &'static str,
    /// Its address; it changes with the content: `/assets/city-1f2e3d4c5b.css`.
    pub href: &'static str,
    /// Its media type.
    pub kind: &'static str,
    /// As it is.
    pub plain: &'static [u8],
    /// Compressed at build time; empty where that gains nothing.
    pub brotli: &'static [u8],
    /// Compressed at build time; empty where that gains nothing.
    pub gzip: &'static [u8],
}

/// A work of others that is embedded, with the licence it is under.
#[derive(Debug, Clone, Copy)]
pub struct Embedded {
    /// Its name.
    pub name: &'static str,
    /// Its exact version.
    pub version: &'static str,
    /// Its licence, as SPDX names it.
    pub licence: &'static str,
    /// What it says about itself and its makers: the text of the licence file.
    pub text: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Which assets the build has: `full`, or `system typefaces` without what comes from npm.
pub fn kind() -> &'static str {
    KIND
}

/// All assets, in the order of their names.
pub fn all() -> &'static [Asset] {
    ASSETS
}

/// Works of others in this program's assets.
pub fn embedded() -> &'static [Embedded] {
    EMBEDDED
}

/// The asset that templates call `name`, if the build has it.
pub fn find(name: &str) -> Option<&'static Asset> {
    ASSETS
        .binary_search_by(|asset| asset.name.cmp(name))
        .ok()
        .map(|at| &ASSETS[at])
}

/// The address of the asset `name`; empty when the build does not have it.
pub fn href(name: &str) -> &'static str {
    find(name).map_or("", |asset| asset.href)
}

/// Whether the large map can be opened: the build has what draws it.
pub fn has_map() -> bool {
    find("maplibre/maplibre-gl.mjs").is_some()
}

/// What makes a page change in place instead of being loaded anew. Empty where the build has no npm.
pub const LIVELY: &str = "htmx/htmx.min.js";

/// What a page loads beside itself, compressed, in bytes: style, icon and pattern, and those of our
/// scripts that it names.
pub fn page_weight(html: &str) -> usize {
    let scripts = ["js/page.js", LIVELY].into_iter();
    ["city.css", "img/icon.svg", "img/panot.svg"]
        .into_iter()
        .chain(scripts.filter(|name| html.contains(href(name))))
        .filter_map(find)
        .map(Asset::weight)
        .sum()
}

/// What the typefaces weigh, in bytes; nought with the system's own.
pub fn type_weight() -> usize {
    ASSETS
        .iter()
        .filter(|asset| asset.kind == "font/woff2")
        .map(Asset::weight)
        .sum()
}

impl Asset {
    fn weight(&self) -> usize {
        if self.gzip.is_empty() {
            self.plain.len()
        } else {
            self.gzip.len()
        }
    }

    /// The smallest form that the visitor's browser reads, and its name.
    fn best(&self, headers: &HeaderMap) -> (&'static [u8], Option<&'static str>) {
        let accepted = headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let reads = |coding: &str| {
            accepted.split(',').any(|part| {
                let mut pieces = part.split(';').map(str::trim);
                pieces.next() == Some(coding)
                    && !pieces.any(|piece| piece.trim_end_matches('0') == "q=" || piece == "q=0.0")
            })
        };
        if !self.brotli.is_empty() && reads("br") {
            (self.brotli, Some("br"))
        } else if !self.gzip.is_empty() && reads("gzip") {
            (self.gzip, Some("gzip"))
        } else {
            (self.plain, None)
        }
    }

    fn response(&self, headers: &HeaderMap, cache: &'static str) -> Response {
        let (bytes, coding) = self.best(headers);
        let mut response = Response::new(Body::from(bytes));
        let out = response.headers_mut();
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Some(coding) = coding {
            out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    }
}

/// `GET /assets/{name}`: the file, to be kept for ever. A name of another build is not here.
pub(crate) async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let found = ASSETS
        .iter()
        .find(|asset| asset.href.strip_prefix("/assets/") == Some(&name));
    match found {
        Some(asset) => asset.response(&headers, "public, max-age=31536000, immutable"),
        None => Problem::not_found().into_response(),
    }
}

/// `GET /favicon.ico`, for what asks without reading the page.
pub(crate) async fn icon(headers: HeaderMap) -> Response {
    match find("img/icon.svg") {
        Some(asset) => asset.response(&headers, "public, max-age=86400"),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{ASSETS, find, href};

    #[test]
    fn names_are_sorted_so_that_they_can_be_found() {
        assert!(ASSETS.windows(2).all(|pair| pair[0].name < pair[1].name));
        assert!(find("city.css").is_some());
        assert_eq!(href("nothing.css"), "");
    }

    #[test]
    fn an_address_holds_a_digest_of_the_content() {
        for asset in ASSETS {
            let digest = asset
                .href
                .split(['-', '.', '/'])
                .any(|part| part.len() == 10 && part.bytes().all(|byte| byte.is_ascii_hexdigit()));
            assert!(digest, "{} has no digest", asset.href);
        }
    }

    #[test]
    fn a_browser_gets_the_smallest_form_it_reads() {
        let css = find("city.css").expect("the stylesheet is always there");
        let form = |accepts: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepts));
            css.best(&headers).1
        };
        assert_eq!(form("gzip, deflate, br, zstd"), Some("br"));
        assert_eq!(form("gzip, br;q=0"), Some("gzip"));
        assert_eq!(form("identity"), None);
        assert!(css.brotli.len() < css.gzip.len() && css.gzip.len() < css.plain.len());
    }

    #[test]
    fn no_asset_names_another_host_that_it_would_load_from() {
        for asset in ASSETS
            .iter()
            .filter(|asset| asset.kind.starts_with("text/css"))
        {
            let text = std::str::from_utf8(asset.plain).expect("a stylesheet is text");
            assert!(
                !text.contains("url(http"),
                "{} loads from elsewhere",
                asset.name
            );
            assert!(!text.contains("@import"), "{} imports", asset.name);
        }
    }
}
