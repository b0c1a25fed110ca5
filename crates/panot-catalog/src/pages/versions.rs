// SPDX-License-Identifier: AGPL-3.0-or-later

//! All versions of a dataset: `/{lang}/data/{id}/versions`.

use askama::Template;
use axum::response::Response;
use panot_web::{Format, Problem, Shell, json, page};

use super::Asked;
use super::compare::Choices;
use crate::address;
use crate::show::dataset::{VersionShown, VersionView, version_view, versions as shown};
use crate::words::Words;

#[derive(Template)]
#[template(path = "versions.html")]
struct Page {
    shell: Shell,
    t: Words,
    title: String,
    versions: Vec<VersionShown>,
    choices: Choices,
    home: String,
}

/// Lists the versions of a dataset.
pub async fn versions(asked: Asked) -> Result<Response, Problem> {
    let (loaded, reader) = (&asked.loaded, &asked.reader);
    if asked.format == Format::Json {
        let absolute = |path: &str| asked.absolute(path);
        let view = |heading| version_view(loaded.name(), heading, reader, &absolute);
        let versions: Vec<VersionView> = loaded.headings.iter().map(view).collect();
        return json(&versions);
    }
    let title = loaded.title(reader.language).to_owned();
    let heading = format!("{} · {title}", reader.t.versions_title());
    let newest = loaded.newest();
    let before = loaded.before().unwrap_or(newest);
    page(&Page {
        shell: asked.shell(&heading, "versions", None),
        t: reader.t,
        versions: shown(loaded, reader),
        choices: Choices::of(loaded, before, newest),
        home: asked
            .visit
            .link(&address::beside(loaded.name(), None, "compare")),
        title,
    })
}
