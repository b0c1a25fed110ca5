// SPDX-License-Identifier: AGPL-3.0-or-later

//! `/api/3/action/…`, `/api/action/…` and `/datastore/dump/…`: what is asked over HTTP, and how it is
//! answered.

mod datastore;

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ckan::wire::Answer;
use futures::StreamExt as _;
use futures::stream;
use panot_core::DatasetRef;
use panot_web::guard::Client;
use panot_web::{City, Problem, Settings, Visit};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};
use uuid::Uuid;

pub use datastore::dump;

use super::actions::{self, Action};
use super::collections::{self, Of};
use super::entry::Entry;
use super::find::{ROWS_MAX, Search};
use super::package;
use super::params::Params;
use super::refused::{Refused, Why};
use super::shelf::Entries;
use crate::catalogue::Catalogue;
use crate::download::{Cost, Turn, Turns};
use crate::load;
use crate::pages::Fields;
use crate::search::{Sought, Within};

/// The largest body of a request, in bytes: many times the longest query.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// Datasets of an answer that is made without waiting for a turn.
const WITHOUT_TURN: u64 = 100;
/// Bytes of an answer that are handed over at once.
const PIECE_BYTES: usize = 64 * 1024;

/// What actions are answered from.
#[derive(Debug, Clone)]
pub struct Means {
    /// The catalogue in memory.
    pub catalogue: Catalogue,
    /// Turns for large answers, shared with the downloads.
    pub turns: Turns,
}

/// Who asks for what.
struct Asked<'a> {
    means: &'a Means,
    city: &'a City,
    client: Option<Client>,
    params: Params,
}

/// The result of an action, and the turn that is held until it is taken.
struct Done {
    result: Box<RawValue>,
    turn: Option<Turn>,
}

/// An action with its fields in the address.
pub async fn ask(
    means: Means,
    State(city): State<City>,
    visit: Visit,
    client: Option<Client>,
    Path(name): Path<String>,
    Query(fields): Query<Fields>,
) -> Response {
    let params = Ok(Params::of_form(fields));
    answered(&means, &city, &visit, client, &name, params).await
}

/// An action with its fields in the body: JSON or a form.
pub async fn post(
    means: Means,
    State(city): State<City>,
    visit: Visit,
    client: Option<Client>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let params = sent(&headers, &body);
    answered(&means, &city, &visit, client, &name, params).await
}

/// The fields of a body. Clients that say they send a form often send JSON.
fn sent(headers: &HeaderMap, body: &[u8]) -> Result<Params, Refused> {
    if body.len() > BODY_BYTES_MAX {
        return Err(Refused::Problem(Problem::too_large()));
    }
    let kind = headers.get(header::CONTENT_TYPE);
    let is_form = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form"));
    let is_json = body.trim_ascii_start().starts_with(b"{");
    if !is_form || is_json {
        return Params::of_json(body);
    }
    // The one decoder of forms that is here reads addresses.
    let text = std::str::from_utf8(body).map_err(|e| Refused::NoRequest(e.to_string()))?;
    let address = format!("/?{text}").parse::<axum::http::Uri>();
    let address = address.map_err(|e| Refused::NoRequest(e.to_string()))?;
    let fields = Query::<Fields>::try_from_uri(&address);
    let Query(fields) = fields.map_err(|e| Refused::NoRequest(e.to_string()))?;
    Ok(Params::of_form(fields))
}

async fn answered(
    means: &Means,
    city: &City,
    visit: &Visit,
    client: Option<Client>,
    name: &str,
    params: Result<Params, Refused>,
) -> Response {
    let help = format!("/api/3/action/help_show?name={name}");
    let help = city.settings.absolute(&help);
    let done = match params {
        Ok(params) => {
            let asked = Asked {
                means,
                city,
                client,
                params,
            };
            asked.run(name).await
        }
        Err(refused) => Err(refused),
    };
    match done {
        Ok(Done { result, turn }) => whole(&Answer::of(help, result), turn),
        Err(refused) => not_answered(help, &refused, visit),
    }
}

fn whole<T: Serialize>(answer: &Answer<T>, turn: Option<Turn>) -> Response {
    let text = match serde_json::to_vec(answer) {
        Ok(text) => Bytes::from(text),
        Err(error) => return Problem::internal(error).into_response(),
    };
    let body = match turn {
        None => Body::from(text),
        Some(turn) => {
            let pieces: Vec<_> = (0..text.len())
                .step_by(PIECE_BYTES)
                .map(|from| text.slice(from..text.len().min(from + PIECE_BYTES)))
                .map(Ok::<_, std::convert::Infallible>)
                .collect();
            Body::from_stream(turn.held_by(stream::iter(pieces).boxed()))
        }
    };
    json_of(StatusCode::OK, body)
}

fn json_of(status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// A refusal as clients of CKAN know it. Where something is broken, the log needs the problem itself.
fn not_answered(help: String, refused: &Refused, visit: &Visit) -> Response {
    let text = match refused.failure(visit.language) {
        Some(failure) => serde_json::to_string(&Answer::<Value>::failed(help, failure)),
        None => serde_json::to_string(&refused.text(visit.language)),
    };
    let body = Body::from(text.unwrap_or_default());
    let mut response = match refused {
        Refused::Problem(problem) => {
            if problem.status().is_server_error() {
                let operator = problem.for_operator().unwrap_or("-");
                tracing::error!(target: "panot::problem", kind = problem.kind(), operator);
            }
            let mut response = problem.clone().into_response();
            response.extensions_mut().clear();
            response
        }
        _ => Response::default(),
    };
    let made = json_of(response.status(), body);
    let (parts, body) = made.into_parts();
    response.headers_mut().extend(parts.headers);
    *response.body_mut() = body;
    *response.status_mut() =
        StatusCode::from_u16(refused.status()).unwrap_or(StatusCode::BAD_REQUEST);
    response
}

/// A result as it stands in an answer.
fn done(result: &impl Serialize) -> Result<Done, Refused> {
    let result = to_raw_value(result).map_err(Problem::internal)?;
    Ok(Done { result, turn: None })
}

impl Asked<'_> {
    async fn run(&self, name: &str) -> Result<Done, Refused> {
        let Some((action, _)) = actions::named(name) else {
            return Err(match name {
                "datastore_search_sql" => Refused::Sql,
                name if actions::writes(name) => Refused::Writes,
                name => Refused::NoSuchAction(name.chars().take(80).collect()),
            });
        };
        match action {
            Action::PackageSearch => self.search(Search::of(&self.params)?).await,
            Action::CurrentPackageList => self.search(self.current()?).await,
            Action::PackageShow => self.package().await,
            Action::ResourceShow => self.resource().await,
            Action::DatastoreSearch => self.datastore_search().await,
            Action::DatastoreInfo => self.datastore_info().await,
            Action::OrganizationShow => self.collection(Of::Organizations),
            Action::GroupShow => self.collection(Of::Groups),
            action => self.listed(action),
        }
    }

    fn settings(&self) -> &Settings {
        &self.city.settings
    }

    /// Actions that need nothing but what is in memory.
    fn listed(&self, action: Action) -> Result<Done, Refused> {
        let entries = self.means.catalogue.entries();
        let (settings, params) = (self.settings(), &self.params);
        let list = |of: Of| {
            let listed = collections::list(of, of.all(settings, &entries), params)?;
            done(&listed)
        };
        match action {
            Action::PackageList => {
                let narrow = |number| usize::try_from(number).unwrap_or(usize::MAX);
                let limit = narrow(params.number("limit", u64::MAX)?);
                let offset = narrow(params.number("offset", 0)?);
                let names = entries.iter().map(|entry| entry.name().as_str());
                done(&names.skip(offset).take(limit).collect::<Vec<_>>())
            }
            Action::PackageAutocomplete => {
                done(&collections::autocomplete(settings, &entries, params)?)
            }
            Action::OrganizationList => list(Of::Organizations),
            Action::GroupList => list(Of::Groups),
            Action::TagList => done(&collections::tags(&entries, params)?),
            Action::LicenseList => done(&collections::licences(&entries)),
            Action::UserList | Action::ResourceViewList => done(&json!([])),
            Action::StatusShow => done(&status(settings)),
            Action::HelpShow => {
                let name = params.needed("name")?;
                let (_, help) = actions::named(&name).ok_or(Refused::NotFound(name))?;
                done(&help)
            }
            _ => done(&true),
        }
    }

    /// `package_search`. What is looked through is looked through where it holds nobody up.
    async fn search(&self, search: Search) -> Result<Done, Refused> {
        let turn = if search.rows > WITHOUT_TURN {
            Some(self.turn().await?)
        } else {
            None
        };
        let (catalogue, city) = (self.means.catalogue.clone(), self.city.clone());
        let work = move || found(&catalogue, &city, &search);
        let result = tokio::task::spawn_blocking(work)
            .await
            .map_err(Problem::internal)??;
        Ok(Done { result, turn })
    }

    /// `current_package_list_with_resources` as a search.
    fn current(&self) -> Result<Search, Refused> {
        let limit = self.params.number("limit", 10)?.min(ROWS_MAX);
        let page = self.params.number("page", 1)?.max(1);
        let offset = self
            .params
            .number("offset", (page - 1).saturating_mul(limit))?;
        Search::current(limit, offset)
    }

    async fn turn(&self) -> Result<Turn, Refused> {
        let visitor = self.client.map(|Client(address)| address);
        Ok(self.means.turns.take(Cost::Made, visitor).await?)
    }

    /// The entry of a UUID, or of a name.
    fn entry(&self, id: &str) -> Option<Arc<Entry>> {
        let entries = self.means.catalogue.entries();
        if let Ok(at) = entries.binary_search_by(|entry| entry.name().as_str().cmp(id)) {
            return entries.get(at).cloned();
        }
        let id: Uuid = id.parse().ok()?;
        entries.iter().find(|entry| entry.id == id).cloned()
    }

    async fn package(&self) -> Result<Done, Refused> {
        let id = self
            .params
            .text("id")
            .or_else(|| self.params.text("name_or_id"));
        let id = id.ok_or(Refused::field("id", Why::Missing))?;
        if let Some(entry) = self.entry(&id) {
            return done(&package::package(self.settings(), &entry, None));
        }
        let reference = reference(&id)?;
        let loaded = load::dataset(self.city, &reference).await?;
        let entry = Entry::at(&loaded.dataset, &loaded.version);
        done(&package::package(
            self.settings(),
            &entry,
            reference.version,
        ))
    }

    /// The dataset and the version that the file with this UUID is of.
    fn file(&self, id: &str) -> Option<(DatasetRef, Uuid)> {
        let id: Uuid = id.parse().ok()?;
        let entries = self.means.catalogue.entries();
        let found = entries
            .iter()
            .find_map(|entry| Some((entry, entry.file(id)?)));
        found.map(|(entry, (version, _))| {
            let latest = DatasetRef::latest(entry.name().clone());
            let reference = match version {
                Some(n) => latest.at(n),
                None => latest,
            };
            (reference, id)
        })
    }

    async fn resource(&self) -> Result<Done, Refused> {
        let id = self.params.needed("id")?;
        let (reference, uuid) = self.file(&id).ok_or(Refused::NotFound(id.clone()))?;
        let loaded = load::dataset(self.city, &reference).await?;
        let entry = match reference.version {
            Some(_) => Entry::at(&loaded.dataset, &loaded.version),
            None => Entry::newest(&loaded.dataset, &loaded.version),
        };
        let uuid = uuid.to_string();
        let all = package::resources(self.settings(), &entry, reference.version);
        let one = all.into_iter().find(|resource| resource.id == uuid);
        done(&one.ok_or(Refused::NotFound(id))?)
    }

    fn collection(&self, of: Of) -> Result<Done, Refused> {
        let id = self.params.needed("id")?;
        let settings = self.settings();
        let entries = self.means.catalogue.entries();
        let mut all = of.all(settings, &entries).into_iter();
        let one = all.find(|one| one.name == id || one.id == id);
        let one = one.ok_or(Refused::NotFound(id))?;
        let mut shown = collections::shown(&one);
        if self.params.truth("include_datasets", false)? {
            let within = entries
                .iter()
                .filter(|entry| of.name(settings, entry) == one.name);
            let packages: Vec<_> = within
                .take(usize::try_from(WITHOUT_TURN).unwrap_or(100))
                .map(|entry| package::package(settings, entry, None))
                .collect();
            shown["packages"] = serde_json::to_value(packages).map_err(Problem::internal)?;
        }
        done(&shown)
    }
}

/// The dataset and version that `name` or `name@n` is.
fn reference(id: &str) -> Result<DatasetRef, Refused> {
    let reference: Option<DatasetRef> = id.parse().ok();
    let plain = reference.filter(|reference| reference.extension.is_none());
    plain.ok_or_else(|| Refused::NotFound(id.chars().take(200).collect()))
}

/// Searches, and writes what was found: with everything around it, or the list alone.
fn found(catalogue: &Catalogue, city: &City, search: &Search) -> Result<Box<RawValue>, Refused> {
    let all = catalogue.entries();
    let texts = |within: Within, sought: &Sought<'_>| {
        let names = catalogue.holding(within, sought);
        names.map_err(|error| Refused::Problem(Problem::internal(error)))
    };
    let entries = Entries {
        all: &all,
        settings: &city.settings,
        now: city.clock.now().to_jiff(),
        texts: &texts,
    };
    let ranked = |words: &str| {
        let names = catalogue.ranked(words);
        names.map_err(|error| Refused::Problem(Problem::internal(error)))
    };
    let found = search.answer(&entries, ranked)?;
    let shown = found.results.clone();
    let packages = shown
        .iter()
        .map(|entry| package::package(&city.settings, entry, None));
    let result = if search.members.is_empty() {
        let packages: Vec<_> = packages.collect();
        if search.is_list {
            to_raw_value(&packages)
        } else {
            to_raw_value(&found.with(packages))
        }
    } else {
        let narrowed = packages.map(|package| {
            let mut value = serde_json::to_value(package).unwrap_or_default();
            if let Value::Object(members) = &mut value {
                members.retain(|name, _| search.members.contains(name));
            }
            value
        });
        to_raw_value(&found.with(narrowed.collect()))
    };
    Ok(result.map_err(Problem::internal)?)
}

fn status(settings: &Settings) -> Value {
    let language = settings.default_language().tag();
    json!({
        "site_title": settings.name,
        "site_description": crate::words::Words::of(language).door_data_about(),
        "site_url": settings.absolute(""),
        "locale_default": language,
        // Clients choose by this what they may ask. It is CKAN's whose reading half is answered.
        "ckan_version": "2.11.0",
        "error_emails_to": null,
        "extensions": ["datastore", "panot"],
    })
}
