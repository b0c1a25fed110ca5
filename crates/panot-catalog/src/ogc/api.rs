// SPDX-License-Identifier: AGPL-3.0-or-later

//! The door's addresses.

mod items;
pub mod problems;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use panot_core::DatasetRef;
use panot_web::guard::Client;
use panot_web::{Access, City, Problem, Route, Visit, json};
use serde_json::Value;

use super::links::{self, GEOJSON, OPENAPI, SCHEMA};
use super::queryables::Queryables;
use super::request::Fields;
use super::store::Matches;
use super::{documents, extent, openapi, operations, request};
use crate::catalogue::Catalogue;
use crate::download::FIXED_KEPT;
use crate::load;
use crate::show::dataset::Loaded;
use items::Asked;

/// Everything of the door that can be reached.
pub fn routes(catalogue: &Catalogue) -> Vec<Route> {
    let everyone = Access::Everyone;
    let (list, one, many, single) = (
        catalogue.clone(),
        catalogue.clone(),
        catalogue.clone(),
        catalogue.clone(),
    );
    let matches = Matches::default();
    vec![
        Route::get("/ogc", everyone, landing).operation(operations::landing()),
        Route::get("/ogc/", everyone, landing).operation(operations::landing_with_slash()),
        Route::get("/ogc/conformance", everyone, conformance).operation(operations::conformance()),
        Route::get("/ogc/api", everyone, description).operation(operations::description()),
        Route::get("/ogc/collections", everyone, move |asked: Common| {
            std::future::ready(collections(&list, &asked))
        })
        .operation(operations::collections()),
        Route::get(
            "/ogc/collections/{id}",
            everyone,
            move |asked: Common, id| collection(one.clone(), asked, id),
        )
        .operation(operations::collection()),
        Route::get("/ogc/collections/{id}/queryables", everyone, queryables)
            .operation(operations::queryables()),
        Route::get(
            "/ogc/collections/{id}/items",
            everyone,
            move |asked: Common, client: Option<Extension<Client>>, id| {
                features(many.clone(), matches.clone(), asked, client, id)
            },
        )
        .operation(operations::items()),
        Route::get(
            "/ogc/collections/{id}/items/{fid}",
            everyone,
            move |asked: Common, ids| feature(single.clone(), asked, ids),
        )
        .operation(operations::item()),
    ]
}

/// What every handler is asked with.
#[derive(axum::extract::FromRequestParts)]
#[from_request(state(City))]
pub struct Common {
    #[from_request(via(State))]
    city: City,
    visit: Visit,
    headers: HeaderMap,
    #[from_request(via(Query))]
    fields: Fields,
}

impl Common {
    /// Whether a page is wanted: `f` says so, else `Accept` where it names HTML and no JSON.
    fn wants_page(&self) -> Result<bool, Problem> {
        let asked = self.fields.iter().find(|(name, _)| name == "f");
        match asked.map(|(_, value)| value.as_str()) {
            Some("html" | "text/html") => Ok(true),
            Some("json" | "geojson" | "" | "application/json" | "application/geo+json") => {
                Ok(false)
            }
            Some(other) => {
                let wrong = request::Wrong::Value("f".to_owned(), other.to_owned());
                Err(problems::wrong(wrong))
            }
            None => {
                let accept = self.headers.get(header::ACCEPT);
                let accept = accept.and_then(|accept| accept.to_str().ok()).unwrap_or("");
                Ok(accept.contains("text/html") && !accept.contains("json"))
            }
        }
    }

    /// Refuses parameters that nobody reads here.
    fn alone(&self) -> Result<(), Problem> {
        match self.fields.iter().find(|(name, _)| name != "f") {
            Some((name, _)) => Err(problems::wrong(request::Wrong::Parameter(name.clone()))),
            None => Ok(()),
        }
    }

    /// The document, or the way to the page that says the same.
    fn answer(
        &self,
        kind: &'static str,
        page: &str,
        document: impl FnOnce() -> Result<Value, Problem>,
    ) -> Result<Response, Problem> {
        self.alone()?;
        if self.wants_page()? {
            return Ok(to_page(page));
        }
        let mut response = json(&document()?)?;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(
            header::VARY,
            HeaderValue::from_static("accept, accept-language"),
        );
        for_every_site(headers);
        Ok(response)
    }

    /// The version that an address names, and what can be asked of it.
    async fn loaded(&self, segment: &str) -> Result<(DatasetRef, Loaded, Queryables), Problem> {
        let reference = load::reference(segment)?;
        if reference.extension.is_some() {
            return Err(problems::no_places());
        }
        let loaded = load::dataset(&self.city, &reference).await?;
        let queryables = Queryables::of(&loaded.version.content.schema);
        Ok((
            reference,
            loaded,
            queryables.ok_or_else(problems::no_places)?,
        ))
    }
}

/// 303 to the page that says the same to people.
fn to_page(path: &str) -> Response {
    let vary = [(header::VARY, HeaderValue::from_static("accept"))];
    (vary, Redirect::to(path)).into_response()
}

const JSON: &str = "application/json";

async fn landing(asked: Common) -> Result<Response, Problem> {
    let (settings, language) = (&asked.city.settings, asked.visit.language);
    asked.answer(JSON, "/data?map=yes", || {
        Ok(documents::landing(settings, language))
    })
}

async fn conformance(asked: Common) -> Result<Response, Problem> {
    asked.answer(JSON, "/standards", || Ok(documents::conformance()))
}

async fn description(asked: Common) -> Result<Response, Problem> {
    let settings = &asked.city.settings;
    asked.answer(OPENAPI, "/api", || Ok(openapi::document(settings)))
}

fn collections(catalogue: &Catalogue, asked: &Common) -> Result<Response, Problem> {
    let (settings, language) = (&asked.city.settings, asked.visit.language);
    let cards = catalogue.cards();
    asked.answer(JSON, "/data?map=yes", || {
        Ok(documents::collections(settings, language, cards.iter()))
    })
}

async fn collection(
    catalogue: Catalogue,
    asked: Common,
    Path(segment): Path<String>,
) -> Result<Response, Problem> {
    let (_, loaded, queryables) = asked.loaded(&segment).await?;
    let extent = bounds(&catalogue, &asked.city, &loaded).await?;
    let page = links::page(loaded.name(), loaded.asked);
    let (settings, language) = (&asked.city.settings, asked.visit.language);
    asked.answer(JSON, &page, || {
        Ok(documents::collection(
            settings,
            language,
            &loaded,
            &queryables,
            extent,
        ))
    })
}

/// The box around all rows: from the portrait where it knows, else from the places on the map.
pub async fn bounds(
    catalogue: &Catalogue,
    city: &City,
    loaded: &Loaded,
) -> Result<Option<[f64; 4]>, Problem> {
    let version = &loaded.version;
    let portrait = version.portrait.as_ref();
    if let Some(known) = extent::known(&version.content.schema, portrait, version.rows()) {
        return Ok(Some(known));
    }
    let snapshot = version.snapshot(&loaded.dataset.table());
    Ok(catalogue.layers().of(&city.lake, &snapshot).await?.bounds())
}

async fn queryables(asked: Common, Path(segment): Path<String>) -> Result<Response, Problem> {
    let (_, loaded, queryables) = asked.loaded(&segment).await?;
    let page = links::page(loaded.name(), loaded.asked);
    let (settings, language) = (&asked.city.settings, asked.visit.language);
    // GDAL takes JSON for what says so alone.
    let accept = asked.headers.get(header::ACCEPT);
    let accept = accept.and_then(|accept| accept.to_str().ok()).unwrap_or("");
    let plain = accept.contains(JSON) && !accept.contains(SCHEMA) && !accept.contains("*/*");
    let kind = if plain { JSON } else { SCHEMA };
    asked.answer(kind, &page, || {
        Ok(documents::queryables(
            settings,
            language,
            &loaded,
            &queryables,
        ))
    })
}

async fn features(
    catalogue: Catalogue,
    matches: Matches,
    asked: Common,
    client: Option<Extension<Client>>,
    Path(segment): Path<String>,
) -> Result<Response, Problem> {
    let (reference, loaded, queryables) = asked.loaded(&segment).await?;
    if asked.wants_page()? {
        let rows = crate::address::beside(loaded.name(), loaded.asked, "rows");
        return Ok(to_page(&rows));
    }
    let items = request::Items::parse(&asked.fields, &queryables).map_err(problems::wrong)?;
    let caller = crate::question::caller(client.map(|Extension(client)| client));
    let crs = items.crs;
    let of = Asked {
        city: &asked.city,
        catalogue: &catalogue,
        loaded: &loaded,
        queryables: &queryables,
        fields: &asked.fields,
        items,
    };
    let text = of.collection(&matches, caller).await?;
    Ok(geojson(text, crs, reference.version.is_some()))
}

async fn feature(
    catalogue: Catalogue,
    asked: Common,
    Path((segment, fid)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (reference, loaded, queryables) = asked.loaded(&segment).await?;
    if asked.wants_page()? {
        let rows = crate::address::beside(loaded.name(), loaded.asked, "rows");
        return Ok(to_page(&rows));
    }
    let stranger = asked
        .fields
        .iter()
        .find(|(name, _)| !["f", "crs"].contains(&name.as_str()));
    if let Some((name, _)) = stranger {
        return Err(problems::wrong(request::Wrong::Parameter(name.clone())));
    }
    let items = request::Items::parse(&asked.fields, &queryables).map_err(problems::wrong)?;
    let crs = items.crs;
    let of = Asked {
        city: &asked.city,
        catalogue: &catalogue,
        loaded: &loaded,
        queryables: &queryables,
        fields: &asked.fields,
        items,
    };
    let text = items::feature(&of, &fid).await?;
    Ok(geojson(text, crs, reference.version.is_some()))
}

/// Features, with the reference system that they are in (part 2, 6.2.3).
fn geojson(text: String, crs: super::crs::Crs, fixed: bool) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(GEOJSON));
    if let Ok(system) = HeaderValue::from_str(&format!("<{}>", crs.uri())) {
        headers.insert("content-crs", system);
    }
    let kept = if fixed {
        FIXED_KEPT
    } else {
        "public, max-age=60"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    for_every_site(headers);
    response
}

/// Maps on other sites may read it (part 1, 7.8 recommends so): it is the same for everybody.
fn for_every_site(headers: &mut HeaderMap) {
    let all = HeaderValue::from_static("*");
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, all);
    let shown = HeaderValue::from_static("content-crs, link");
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, shown);
}
