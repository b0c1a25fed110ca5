// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the site says about itself: accessibility (by the model of Decision (EU) 2018/1523) and
//! privacy.

use askama::Template;
use axum::{extract::State, response::Response};
use panot_core::format;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{City, Format, Problem, Shell, Visit, Words, respond};

/// When the list of failures was last gone through.
const PREPARED: jiff::civil::Date = jiff::civil::date(2026, 11, 25);

/// What we know does not work for everybody: the rule, what, and what to do meanwhile.
///
/// Add what a test or a person finds; take out what was mended. The statement is made from it.
type KnownFailure = (&'static str, fn(Words) -> String, fn(Words) -> String);
const KNOWN_FAILURES: &[KnownFailure] = &[
    (
        "WCAG 1.1.1, 2.1.1",
        Words::a11y_f_map,
        Words::a11y_f_map_way,
    ),
    ("WCAG 3.1.2", Words::a11y_f_cells, Words::a11y_f_cells_way),
    ("WCAG 1.4.10", Words::a11y_f_zoom, Words::a11y_f_zoom_way),
    ("WCAG 3.1.5", Words::a11y_f_easy, Words::a11y_f_easy_way),
    ("EN 301 549", Words::a11y_f_audit, Words::a11y_f_audit_way),
];

/// The accessibility statement.
#[derive(Debug, Serialize, ToSchema)]
pub struct Accessibility {
    /// `partially compliant`, `fully compliant` or `not compliant`, in the model's words.
    status: String,
    /// What does not work for everybody.
    failures: Vec<Failure>,
    /// When the statement was prepared, as a date.
    prepared: String,
    /// Where to write.
    contact: Option<String>,
}

/// Something that does not work for everybody yet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Failure {
    /// What.
    what: String,
    /// Which rule says that it should.
    criterion: String,
    /// What to do meanwhile.
    meanwhile: String,
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct AccessibilityPage {
    shell: Shell,
    t: Words,
    url: String,
    failures: Vec<Failure>,
    prepared: String,
    contact: Option<String>,
}

/// `GET /{lang}/accessibility`
pub(super) async fn accessibility(
    State(city): State<City>,
    visit: Visit,
    format: Format,
) -> Result<Response, Problem> {
    let t = Words::of(visit.language_code());
    let failures: Vec<Failure> = KNOWN_FAILURES
        .iter()
        .map(|(criterion, what, meanwhile)| Failure {
            what: what(t),
            criterion: (*criterion).to_owned(),
            meanwhile: meanwhile(t),
        })
        .collect();
    let statement = Accessibility {
        status: t.a11y_status_text(),
        failures: failures.clone(),
        prepared: PREPARED.to_string(),
        contact: city.settings.contact.clone(),
    };
    let page = AccessibilityPage {
        shell: Shell::new(&city, &visit)
            .title(t.a11y_title())
            .about(t.a11y_status_text())
            .json(visit.link("/accessibility.json")),
        t,
        url: city.settings.absolute("/"),
        failures,
        prepared: format::date(visit.language, PREPARED),
        contact: city.settings.contact.clone(),
    };
    respond(format, &page, &statement)
}

/// What is kept about visitors.
#[derive(Debug, Serialize, ToSchema)]
pub struct Privacy {
    /// The cookies that may be set, and when.
    cookies: Vec<Cookie>,
    /// What the log holds of a request.
    log: String,
    /// Whether the visitor's network address is kept.
    keeps_addresses: bool,
    /// Other hosts that a page loads from.
    other_hosts: Vec<String>,
}

/// A cookie that a page may set.
#[derive(Debug, Serialize, ToSchema)]
pub struct Cookie {
    /// Its name.
    name: &'static str,
    /// When it is set, and what for.
    why: String,
}

#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    shell: Shell,
    t: Words,
    contact: Option<String>,
}

/// `GET /{lang}/privacy`
pub(super) async fn privacy(
    State(city): State<City>,
    visit: Visit,
    format: Format,
) -> Result<Response, Problem> {
    let t = Words::of(visit.language_code());
    let statement = Privacy {
        cookies: vec![Cookie {
            name: crate::Look::COOKIE,
            why: t.privacy_cookie_text(),
        }],
        log: t.privacy_log_text(),
        keeps_addresses: false,
        other_hosts: Vec::new(),
    };
    let page = PrivacyPage {
        shell: Shell::new(&city, &visit)
            .title(t.privacy_title())
            .about(t.privacy_lead())
            .json(visit.link("/privacy.json")),
        t,
        contact: city.settings.contact.clone(),
    };
    respond(format, &page, &statement)
}
