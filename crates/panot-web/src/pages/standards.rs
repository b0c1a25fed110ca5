// SPDX-License-Identifier: AGPL-3.0-or-later

//! The standards that hold, and the gaps: each feature brings its rows.

use askama::Template;
use axum::{extract::State, response::Response};
use panot_core::Language;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{City, Format, Problem, Shell, Standard, Visit, Words, respond};

/// The page's rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Standards {
    /// One for each standard.
    standards: Vec<Row>,
}

/// A standard, and what of it holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Row {
    /// Its own name.
    name: &'static str,
    /// Where it can be read.
    address: &'static str,
    /// What holds.
    holds: String,
    /// What does not, yet.
    missing: Option<String>,
}

#[derive(Template)]
#[template(path = "standards.html")]
struct StandardsPage {
    shell: Shell,
    t: Words,
    rows: Vec<Row>,
}

/// `GET /{lang}/standards`
pub(super) async fn standards(
    State(city): State<City>,
    visit: Visit,
    format: Format,
) -> Result<Response, Problem> {
    let t = Words::of(visit.language_code());
    let rows: Vec<Row> = city
        .features()
        .iter()
        .flat_map(|feature| &feature.standards)
        .map(|standard| Row {
            name: standard.name,
            address: standard.address,
            holds: (standard.holds)(visit.language),
            missing: standard.missing.map(|missing| missing(visit.language)),
        })
        .collect();
    let value = Standards {
        standards: rows.clone(),
    };
    let shell = Shell::new(&city, &visit)
        .title(t.standards_title())
        .about(t.standards_door_about())
        .json(visit.link("/standards.json"));
    respond(format, &StandardsPage { shell, t, rows }, &value)
}

/// A row with a gap.
macro_rules! row {
    ($name:literal, $address:literal, $holds:ident) => {
        Standard {
            name: $name,
            address: $address,
            holds: |l| words(l).$holds(),
            missing: None,
        }
    };
    ($name:literal, $address:literal, $holds:ident, $missing:ident) => {
        Standard {
            name: $name,
            address: $address,
            holds: |l| words(l).$holds(),
            missing: Some(|l| words(l).$missing()),
        }
    };
}

fn words(language: Language) -> Words {
    Words::of(language.tag())
}

/// What the shell itself keeps.
pub(super) fn ours() -> Vec<Standard> {
    vec![
        row!(
            "WCAG 2.2 AA",
            "https://www.w3.org/TR/WCAG22/",
            std_wcag_holds,
            std_wcag_missing
        ),
        row!(
            "Decision (EU) 2018/1523",
            "https://eur-lex.europa.eu/eli/dec_impl/2018/1523/oj",
            std_1523_holds,
            std_1523_missing
        ),
        row!("HTML", "https://html.spec.whatwg.org/", std_html_holds),
        row!(
            "RFC 9110, HTTP Semantics",
            "https://www.rfc-editor.org/rfc/rfc9110",
            std_9110_holds
        ),
        row!(
            "RFC 9457, Problem Details",
            "https://www.rfc-editor.org/rfc/rfc9457",
            std_9457_holds
        ),
        row!(
            "OpenAPI 3.1",
            "https://spec.openapis.org/oas/v3.1.0",
            std_openapi_holds
        ),
        row!(
            "Content Security Policy 3",
            "https://www.w3.org/TR/CSP3/",
            std_csp_holds
        ),
    ]
}
