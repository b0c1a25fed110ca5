// SPDX-License-Identifier: AGPL-3.0-or-later

//! From a template to an answer.

use std::{
    hash::{DefaultHasher, Hasher as _},
    io::Write as _,
};

use askama::Template;
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use serde::Serialize;

use crate::{Format, Problem, assets};

/// HTML or SVG that this program made: it is not escaped again.
///
/// Never wrap what a person wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup(pub String);

impl std::fmt::Display for Markup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Markup {}

/// What `layout.html` writes where the page's own weight goes; replaced once the page is made.
const WEIGHT_PLAIN: &str = "\u{1}weight\u{1}";
const WEIGHT_WITH_TYPE: &str = "\u{1}weight-with-type\u{1}";

/// The marks that stand for the weight until it is known: without and with typefaces.
pub(crate) fn weight_marks() -> (&'static str, &'static str) {
    (WEIGHT_PLAIN, WEIGHT_WITH_TYPE)
}

/// Answers with the page that `template` makes.
pub fn page(template: &impl Template) -> Result<Response, Problem> {
    page_with_status(StatusCode::OK, template)
}

/// Answers with a page and another status than 200.
pub fn page_with_status(status: StatusCode, template: &impl Template) -> Result<Response, Problem> {
    let html = template.render()?;
    let html = weighed(html);
    let validator = validator(&html);
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    if status == StatusCode::OK {
        response.headers_mut().insert(header::ETAG, validator);
    }
    Ok(response)
}

/// A weak validator of a page: two pages with the same one say the same.
fn validator(html: &str) -> HeaderValue {
    let mut hasher = DefaultHasher::new();
    hasher.write(html.as_bytes());
    let text = format!("W/\"{:016x}\"", hasher.finish());
    HeaderValue::from_str(&text).expect("hexadecimal digits in quotes")
}

/// Answers with the page or with the same thing as JSON, as the visitor asked.
pub fn respond(
    format: Format,
    template: &impl Template,
    value: &impl Serialize,
) -> Result<Response, Problem> {
    match format {
        Format::Page => page(template),
        Format::Json => json(value),
    }
}

/// Answers with `value` as JSON.
pub fn json(value: &impl Serialize) -> Result<Response, Problem> {
    let text = serde_json::to_vec(value).map_err(Problem::internal)?;
    let kind = [(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    )];
    Ok((kind, text).into_response())
}

/// Writes into a page what it weighs on its way to the visitor, compressed as most receive it.
fn weighed(html: String) -> String {
    if !html.contains(WEIGHT_PLAIN) {
        return html;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let packed = encoder
        .write_all(html.as_bytes())
        .and_then(|()| encoder.finish());
    let own = packed.map_or(html.len(), |packed| packed.len());
    let plain = own + assets::page_weight(&html);
    let with_type = plain + assets::type_weight();
    html.replace(WEIGHT_PLAIN, &kilobytes(plain))
        .replace(WEIGHT_WITH_TYPE, &kilobytes(with_type))
}

/// Whole kilobytes, never nought.
fn kilobytes(bytes: usize) -> String {
    bytes.div_ceil(1000).to_string()
}

#[cfg(test)]
mod tests {
    use super::{WEIGHT_PLAIN, WEIGHT_WITH_TYPE, kilobytes, weighed};

    #[test]
    fn a_page_tells_what_it_weighs_with_all_it_needs() {
        let said = weighed(format!("<p>{WEIGHT_PLAIN} KB, {WEIGHT_WITH_TYPE} KB</p>"));
        assert!(!said.contains('\u{1}'), "{said}");
        assert!(said.starts_with("<p>") && said.ends_with(" KB</p>"));
    }

    #[test]
    fn a_weight_is_rounded_up() {
        assert_eq!(kilobytes(1), "1");
        assert_eq!(kilobytes(1000), "1");
        assert_eq!(kilobytes(1001), "2");
    }
}
