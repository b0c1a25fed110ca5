// SPDX-License-Identifier: AGPL-3.0-or-later

//! All versions of a dataset: `/{lang}/data/{id}/versions`.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use panot_web::{City, Format, Problem, Shell, Visit, json, page};

use super::compare::Choices;
use super::{page_of, reader};
use crate::address::{self, CATALOGUE};
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
pub async fn versions(
    State(city): State<City>,
    visit: Visit,
    format: Format,
    Path(segment): Path<String>,
) -> Result<Response, Problem> {
    let loaded = page_of(&city, &segment).await?;
    let reader = reader(&city, &visit);
    if format == Format::Json {
        let absolute = |path: &str| city.settings.absolute(path);
        let view = |heading| version_view(loaded.name(), heading, &reader, &absolute);
        let versions: Vec<VersionView> = loaded.headings.iter().map(view).collect();
        return json(&versions);
    }
    let title = loaded.title(reader.language).to_owned();
    let here = address::beside(loaded.name(), None, "versions");
    let shell = Shell::new(&city, &visit)
        .title(format!("{} · {title}", reader.t.versions_title()))
        .crumb(reader.t.catalogue_title(), CATALOGUE)
        .crumb(title.as_str(), &address::dataset(loaded.name(), None))
        .json(visit.link(&format!("{here}.json")));
    let newest = loaded.newest();
    let before = loaded.before().unwrap_or(newest);
    page(&Page {
        t: reader.t,
        versions: shown(&loaded, &reader),
        choices: Choices::of(&loaded, before, newest),
        home: visit.link(&address::beside(loaded.name(), None, "compare")),
        title,
        shell,
    })
}
