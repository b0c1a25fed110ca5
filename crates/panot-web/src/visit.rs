// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is known about a visit: never who, only how they want to read.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Uri, header, request::Parts},
};
use panot_core::Language;

use crate::{City, Settings};

/// Light or dark, when the person chose; else the device decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// As the device is set.
    #[default]
    Auto,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

impl Look {
    /// The name of the cookie. It is set only when a person chooses a look, holds only the choice,
    /// and goes away with "same as my device".
    pub const COOKIE: &'static str = "look";

    /// The look with this name in an address or a cookie.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "auto" => Some(Self::Auto),
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }

    /// The look that a field of an address chooses: `look=dark`. A field of that name with any other
    /// value is not ours.
    pub(crate) fn of_field(pair: &str) -> Option<Self> {
        pair.strip_prefix("look=").and_then(Self::parse)
    }

    /// Its name in addresses and cookies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn of(headers: &HeaderMap) -> Self {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == Self::COOKIE)
            .and_then(|(_, value)| Self::parse(value))
            .unwrap_or_default()
    }
}

/// How somebody visits: extract it in every handler that makes a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The language of the address, else the preferred one of the visitor.
    pub language: Language,
    /// The address without the language: `/data/air` for `/ca/data/air`.
    pub path: String,
    /// What follows the `?`, as it was sent.
    pub query: Option<String>,
    /// Light or dark, when chosen.
    pub look: Look,
    /// Whether htmx asks for a part of the page.
    pub is_htmx: bool,
}

impl Visit {
    /// What the address and the headers of a request tell.
    pub fn of(settings: &Settings, uri: &Uri, headers: &HeaderMap) -> Self {
        let (named, path) = split_language(uri.path());
        let language = named
            .filter(|language| settings.languages.contains(language))
            .unwrap_or_else(|| preferred(settings, headers));
        Self {
            language,
            path: if named.is_some() {
                path.to_owned()
            } else {
                uri.path().to_owned()
            },
            query: uri.query().map(str::to_owned),
            look: Look::of(headers),
            is_htmx: headers
                .get("hx-request")
                .is_some_and(|value| value == "true"),
        }
    }

    /// The tag of the language: `ca`.
    pub fn language_code(&self) -> &'static str {
        self.language.tag()
    }

    /// The address of `path` (without a language) for this visitor: `/ca/data`.
    pub fn link(&self, path: &str) -> String {
        format!("/{}{path}", self.language_code())
    }

    /// This very page in another language, with the same question.
    pub fn in_language(&self, language: Language) -> String {
        let query = self
            .query
            .as_ref()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        format!("/{}{}{query}", language.tag(), self.path)
    }
}

/// The language that the visitor's browser asks for among the city's, else the city's first.
fn preferred(settings: &Settings, headers: &HeaderMap) -> Language {
    headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| Language::negotiate(value, &settings.languages))
        .unwrap_or_else(|| settings.default_language())
}

/// The language with exactly this tag: addresses have one spelling.
fn of_tag(tag: &str) -> Option<Language> {
    Language::ALL
        .into_iter()
        .find(|language| language.tag() == tag)
}

/// `/ca/data` as its language and `/data`.
fn split_language(path: &str) -> (Option<Language>, &str) {
    let rest = path.strip_prefix('/').unwrap_or(path);
    let (first, _) = rest.split_once('/').unwrap_or((rest, ""));
    match of_tag(first) {
        Some(language) => {
            let after = &rest[first.len()..];
            (Some(language), if after.is_empty() { "/" } else { after })
        }
        None => (None, path),
    }
}

impl FromRequestParts<City> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, city: &City) -> Result<Self, Infallible> {
        Ok(Self::of(&city.settings, &parts.uri, &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, Uri, header};
    use panot_core::Language::{Ca, En, Es};

    use super::{Look, Visit, split_language};
    use crate::Settings;

    fn settings() -> Settings {
        Settings {
            name: "Vila".to_owned(),
            public_url: "https://vila.example".to_owned(),
            languages: vec![Ca, Es, En],
            demo: true,
            time_zone: "Europe/Madrid".to_owned(),
            trusted_proxies: Vec::new(),
            contact: None,
            spain: None,
        }
    }

    fn visit(address: &'static str, cookie: &'static str) -> Visit {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("es"));
        headers.insert(header::COOKIE, HeaderValue::from_static(cookie));
        Visit::of(&settings(), &Uri::from_static(address), &headers)
    }

    #[test]
    fn the_address_says_the_language_and_the_header_only_when_it_does_not() {
        assert_eq!(visit("/ca/data?q=a", "").language, Ca);
        assert_eq!(visit("/data", "").language, Es);
        assert_eq!(split_language("/catalog"), (None, "/catalog"));
        assert_eq!(split_language("/ca"), (Some(Ca), "/"));
    }

    #[test]
    fn a_page_in_another_language_keeps_its_question() {
        let visit = visit("/ca/data/air?page=2", "");
        assert_eq!(visit.in_language(En), "/en/data/air?page=2");
        assert_eq!(visit.link("/privacy"), "/ca/privacy");
    }

    #[test]
    fn the_look_is_what_the_cookie_says_and_nothing_else() {
        assert_eq!(visit("/ca/", "a=b; look=dark").look, Look::Dark);
        assert_eq!(visit("/ca/", "look=pink").look, Look::Auto);
        assert_eq!(visit("/ca/", "").look, Look::Auto);
    }
}
