// SPDX-License-Identifier: AGPL-3.0-or-later

//! What each kind of refusal means: where the `type` of a problem leads.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{City, Format, Problem, Shell, Visit, Words, problem::KINDS, respond};

/// The page's rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Kinds {
    /// One for each kind.
    kinds: Vec<Kind>,
}

/// A kind of refusal.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ProblemKind)]
pub struct Kind {
    /// Its stable name: what follows `#` in a problem's type.
    name: &'static str,
    /// The status of the answer.
    status: u16,
    /// Its title.
    title: String,
    /// What it means.
    detail: String,
}

#[derive(Template)]
#[template(path = "problems.html")]
struct ProblemsPage {
    shell: Shell,
    t: Words,
    kinds: Vec<Kind>,
}

/// `GET /{lang}/problems`
pub(super) async fn problems(
    State(city): State<City>,
    visit: Visit,
    format: Format,
) -> Result<Response, Problem> {
    let t = Words::of(visit.language_code());
    let kinds: Vec<Kind> = KINDS
        .iter()
        .map(|(name, status, title, detail)| Kind {
            name,
            status: status.as_u16(),
            title: title(t),
            detail: detail(t),
        })
        .collect();
    let value = Kinds {
        kinds: kinds.clone(),
    };
    let shell = Shell::new(&city, &visit)
        .title(t.problems_title())
        .about(t.problems_lead())
        .json(visit.link("/problems.json"));
    respond(format, &ProblemsPage { shell, t, kinds }, &value)
}
