// SPDX-License-Identifier: AGPL-3.0-or-later

//! Why something was refused (RFC 9457): the same problem as a page or as JSON.

use std::{fmt, sync::Arc};

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use panot_core::Language;
use serde_json::{Map, Value, json};

use crate::{Settings, Visit, Words};

type Say = Arc<dyn Fn(Language) -> String + Send + Sync>;

/// Why something was refused, with the way back.
///
/// A handler returns it; the shell turns it into a page in the visitor's language, or into
/// `application/problem+json`. Its `type` is the stable address `/problems#kind`, which explains
/// the kinds that the shell knows.
#[derive(Clone)]
pub struct Problem(Box<Inner>);

#[derive(Clone)]
struct Inner {
    status: StatusCode,
    kind: &'static str,
    title: Say,
    detail: Option<Say>,
    operator: Option<String>,
    back: Option<(String, Say)>,
    retry_after_s: Option<u32>,
    members: Map<String, Value>,
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Problem({} {}", self.0.status.as_u16(), self.0.kind)?;
        if let Some(operator) = &self.0.operator {
            write!(f, ": {operator}")?;
        }
        f.write_str(")")
    }
}

/// A kind of the shell: its name, its status, its title, what it means.
type Kind = (
    &'static str,
    StatusCode,
    fn(Words) -> String,
    fn(Words) -> String,
);

/// The kinds of the shell, with the words of each; `/problems` lists them.
pub(crate) const KINDS: &[Kind] = &[
    (
        "bad-request",
        StatusCode::BAD_REQUEST,
        Words::p_bad_request,
        Words::p_bad_request_detail,
    ),
    (
        "forbidden",
        StatusCode::FORBIDDEN,
        Words::p_forbidden,
        Words::p_forbidden_detail,
    ),
    (
        "cross-site",
        StatusCode::FORBIDDEN,
        Words::p_cross_site,
        Words::p_cross_site_detail,
    ),
    (
        "not-found",
        StatusCode::NOT_FOUND,
        Words::p_not_found,
        Words::p_not_found_detail,
    ),
    (
        "wrong-method",
        StatusCode::METHOD_NOT_ALLOWED,
        Words::p_method,
        Words::p_method_detail,
    ),
    (
        "too-slow",
        StatusCode::REQUEST_TIMEOUT,
        Words::p_slow,
        Words::p_slow_detail,
    ),
    (
        "gone",
        StatusCode::GONE,
        Words::p_gone,
        Words::p_gone_detail,
    ),
    (
        "too-large",
        StatusCode::PAYLOAD_TOO_LARGE,
        Words::p_large,
        Words::p_large_detail,
    ),
    (
        "address-too-long",
        StatusCode::URI_TOO_LONG,
        Words::p_long,
        Words::p_long_detail,
    ),
    (
        "unknown-kind",
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Words::p_media,
        Words::p_media_detail,
    ),
    (
        "cannot-be-done",
        StatusCode::UNPROCESSABLE_ENTITY,
        Words::p_unprocessable,
        Words::p_unprocessable_detail,
    ),
    (
        "too-many",
        StatusCode::TOO_MANY_REQUESTS,
        Words::p_many,
        Words::p_many_detail,
    ),
    (
        "headers-too-large",
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        Words::p_headers,
        Words::p_headers_detail,
    ),
    (
        "our-fault",
        StatusCode::INTERNAL_SERVER_ERROR,
        Words::p_fault,
        Words::p_fault_detail,
    ),
    (
        "busy",
        StatusCode::SERVICE_UNAVAILABLE,
        Words::p_busy,
        Words::p_busy_detail,
    ),
];

impl Problem {
    /// A problem of a feature's own: a stable `kind` (`version-withdrawn`) and its title.
    pub fn new(
        status: StatusCode,
        kind: &'static str,
        title: impl Fn(Language) -> String + Send + Sync + 'static,
    ) -> Self {
        Self(Box::new(Inner {
            status,
            kind,
            title: Arc::new(title),
            detail: None,
            operator: None,
            back: None,
            retry_after_s: None,
            members: Map::new(),
        }))
    }

    /// One of the shell's own kinds.
    fn known(kind: &'static str) -> Self {
        let (kind, status, title, detail) = KINDS
            .iter()
            .find(|(name, ..)| *name == kind)
            .expect("every kind that the shell uses stands in KINDS");
        let (title, detail) = (*title, *detail);
        Self::new(*status, kind, move |language| {
            title(Words::of(language.tag()))
        })
        .detail(move |language| detail(Words::of(language.tag())))
    }

    /// 404: nothing is here, or it is not the visitor's to know.
    pub fn not_found() -> Self {
        Self::known("not-found")
    }

    /// 400: the request cannot be read.
    pub fn bad_request() -> Self {
        Self::known("bad-request")
    }

    /// 410: it was here and was taken away.
    pub fn gone() -> Self {
        Self::known("gone")
    }

    /// 422: understood, and cannot be done.
    pub fn unprocessable() -> Self {
        Self::known("cannot-be-done")
    }

    /// 403: another site sent this.
    pub fn cross_site() -> Self {
        Self::known("cross-site")
    }

    /// 413: more than is taken.
    pub fn too_large() -> Self {
        Self::known("too-large")
    }

    /// 414: a longer address than any of ours.
    pub fn address_too_long() -> Self {
        Self::known("address-too-long")
    }

    /// 431: more headers than any honest browser sends.
    pub fn headers_too_large() -> Self {
        Self::known("headers-too-large")
    }

    /// 429: this visitor asked too often; come back in `wait_s` seconds.
    pub fn too_many(wait_s: u32) -> Self {
        Self::known("too-many").retry_after(wait_s)
    }

    /// 503: everyone asks at once; come back in `wait_s` seconds.
    pub fn busy(wait_s: u32) -> Self {
        Self::known("busy").retry_after(wait_s)
    }

    /// 500: nobody at the counter can act on this. `error` goes to the log, never to the visitor.
    pub fn internal(error: impl fmt::Display) -> Self {
        Self::known("our-fault").operator(error.to_string())
    }

    /// The problem that belongs to a status of which nothing else is known.
    pub fn of_status(status: StatusCode) -> Self {
        let known = KINDS.iter().filter(|(kind, ..)| *kind != "cross-site");
        let kind = known.clone().find(|(_, of, ..)| *of == status).map_or(
            if status.is_server_error() {
                "our-fault"
            } else {
                "bad-request"
            },
            |it| it.0,
        );
        let mut problem = Self::known(kind);
        problem.0.status = status;
        problem
    }

    /// Says what happened, to the visitor.
    #[must_use]
    pub fn detail(mut self, detail: impl Fn(Language) -> String + Send + Sync + 'static) -> Self {
        self.0.detail = Some(Arc::new(detail));
        self
    }

    /// Says what the operator needs; it goes to the log only.
    #[must_use]
    pub fn operator(mut self, text: impl Into<String>) -> Self {
        self.0.operator = Some(text.into());
        self
    }

    /// The way back: an address without a language, and the words of the link.
    #[must_use]
    pub fn back(
        mut self,
        path: impl Into<String>,
        words: impl Fn(Language) -> String + Send + Sync + 'static,
    ) -> Self {
        self.0.back = Some((path.into(), Arc::new(words)));
        self
    }

    /// Adds a member of its own to the JSON: `reason`, `digest`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.0.members.insert(name.to_owned(), value.into());
        self
    }

    fn retry_after(mut self, wait_s: u32) -> Self {
        self.0.retry_after_s = Some(wait_s);
        self
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Its stable name.
    pub fn kind(&self) -> &'static str {
        self.0.kind
    }

    /// What the operator needs to know.
    pub fn for_operator(&self) -> Option<&str> {
        self.0.operator.as_deref()
    }

    /// Its title in `language`.
    pub fn title(&self, language: Language) -> String {
        (self.0.title)(language)
    }

    /// What happened, in `language`.
    pub fn said(&self, language: Language) -> Option<String> {
        self.0.detail.as_ref().map(|detail| detail(language))
    }

    /// The way back for `visit`: an address and its words. Home when nothing better is known.
    pub fn way_back(&self, visit: &Visit) -> (String, String) {
        match &self.0.back {
            Some((path, words)) => (visit.link(path), words(visit.language)),
            None => (
                visit.link("/"),
                Words::of(visit.language_code()).back_home(),
            ),
        }
    }

    /// The problem as JSON for `visit`, with absolute addresses.
    pub fn as_json(&self, settings: &Settings, visit: &Visit) -> Value {
        let (back, _) = self.way_back(visit);
        let mut members = self.0.members.clone();
        members.insert(
            "type".to_owned(),
            json!(settings.absolute(&format!("/problems#{}", self.0.kind))),
        );
        members.insert("title".to_owned(), json!(self.title(visit.language)));
        members.insert("status".to_owned(), json!(self.0.status.as_u16()));
        if let Some(detail) = self.said(visit.language) {
            members.insert("detail".to_owned(), json!(detail));
        }
        members.insert("back".to_owned(), json!(settings.absolute(&back)));
        Value::Object(members)
    }
}

impl IntoResponse for Problem {
    /// An answer that carries the problem; [`guard`](crate::guard) writes its body.
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.0.status;
        if let Some(wait_s) = self.0.retry_after_s {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(wait_s));
        }
        response.extensions_mut().insert(self);
        response
    }
}

macro_rules! nobody_at_the_counter_can_act_on {
    ($($error:ty),*) => {$(
        impl From<$error> for Problem {
            fn from(error: $error) -> Self {
                Self::internal(error)
            }
        }
    )*};
}

nobody_at_the_counter_can_act_on!(askama::Error, panot_db::Error, panot_lake::Error);

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::{KINDS, Problem};

    #[test]
    fn every_kind_has_another_name() {
        for (at, (kind, ..)) in KINDS.iter().enumerate() {
            assert!(
                KINDS[..at].iter().all(|(other, ..)| other != kind),
                "{kind} stands twice"
            );
        }
    }

    #[test]
    fn a_bare_status_becomes_the_problem_that_belongs_to_it() {
        assert_eq!(
            Problem::of_status(StatusCode::NOT_FOUND).kind(),
            "not-found"
        );
        assert_eq!(
            Problem::of_status(StatusCode::FORBIDDEN).kind(),
            "forbidden"
        );
        assert_eq!(
            Problem::of_status(StatusCode::BAD_GATEWAY).kind(),
            "our-fault"
        );
        assert_eq!(
            Problem::of_status(StatusCode::IM_A_TEAPOT)
                .status()
                .as_u16(),
            418
        );
    }

    #[test]
    fn what_the_operator_needs_is_not_what_the_visitor_reads() {
        let problem = Problem::internal("disk 7 burns");
        assert_eq!(problem.for_operator(), Some("disk 7 burns"));
        let said = problem
            .said(panot_core::Language::En)
            .expect("the kind has words");
        assert!(!said.contains("disk 7"), "{said}");
    }
}
