// SPDX-License-Identifier: AGPL-3.0-or-later

//! Works of others that pages load.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{City, Format, Problem, Shell, Visit, Words, assets, respond};

/// The page's rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Licences {
    /// The licence of the program itself, as SPDX names it.
    program: &'static str,
    /// One for each work of others.
    works: Vec<Work>,
}

/// A work of others.
#[derive(Debug, Serialize, ToSchema)]
pub struct Work {
    /// Its name.
    name: &'static str,
    /// Its exact version.
    version: &'static str,
    /// Its licence, as it names it.
    licence: &'static str,
    /// The text of the licence.
    text: &'static str,
}

#[derive(Template)]
#[template(path = "licences.html")]
struct LicencesPage {
    shell: Shell,
    t: Words,
    works: &'static [assets::Embedded],
}

/// `GET /{lang}/licences`
pub(super) async fn licences(
    State(city): State<City>,
    visit: Visit,
    format: Format,
) -> Result<Response, Problem> {
    let t = Words::of(visit.language_code());
    let works = assets::embedded().iter().map(|work| Work {
        name: work.name,
        version: work.version,
        licence: work.licence,
        text: work.text,
    });
    let value = Licences {
        program: env!("CARGO_PKG_LICENSE"),
        works: works.collect(),
    };
    let shell = Shell::new(&city, &visit)
        .title(t.licences_title())
        .about(t.licences_lead())
        .json(visit.link("/licences.json"));
    respond(
        format,
        &LicencesPage {
            shell,
            t,
            works: assets::embedded(),
        },
        &value,
    )
}
