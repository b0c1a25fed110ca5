// SPDX-License-Identifier: AGPL-3.0-or-later

//! From the list of routes to a server.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};

use crate::{City, Feature, Problem, Visit, assets, guard};

/// The server of a city: its features' routes, the assets, and the guard around all of it.
///
/// Two routes that claim the same method and address are a bug, and panic at the start.
pub fn router(city: &City) -> Router {
    let mut at: BTreeMap<String, MethodRouter<City>> = BTreeMap::new();
    let mut derived: BTreeMap<String, MethodRouter<City>> = BTreeMap::new();
    for route in city.features().iter().flat_map(|feature| &feature.routes) {
        if !route.page {
            claim(&mut at, route.path, route.handler.clone());
            continue;
        }
        let suffix = json_twin(route.path);
        for language in &city.settings.languages {
            let here = format!("/{}{}", language.tag(), route.path);
            claim(&mut at, &here, route.handler.clone());
            if let Some(twin) = &suffix {
                let twin = format!("/{}{twin}", language.tag());
                claim(&mut at, &twin, route.handler.clone());
            }
        }
        derived.insert(route.path.to_owned(), get(to_own_language));
        if let Some(twin) = suffix {
            derived.insert(twin, route.handler.clone());
        }
    }
    for language in &city.settings.languages {
        derived.insert(format!("/{}", language.tag()), get(to_slash));
    }
    let shapes: BTreeSet<String> = at.keys().map(|path| shape(path)).collect();
    derived.retain(|path, _| !shapes.contains(&shape(path)));

    let mut router = Router::new();
    for (path, handler) in at.into_iter().chain(derived) {
        router = router.route(&path, handler);
    }
    let router = router
        .route("/assets/{*name}", get(assets::serve))
        .route("/favicon.ico", get(assets::icon))
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method);
    guard::around(router, city).with_state(city.clone())
}

fn claim(at: &mut BTreeMap<String, MethodRouter<City>>, path: &str, handler: MethodRouter<City>) {
    let known = at.remove(path).unwrap_or_default();
    at.insert(path.to_owned(), known.merge(handler));
}

/// `/data.json` for `/data`; none where the last part of the address is a parameter or home.
pub(crate) fn json_twin(path: &str) -> Option<String> {
    let fixed = path != "/" && !path.ends_with('}');
    fixed.then(|| format!("{path}.json"))
}

/// An address without the names of its parameters: two with the same shape collide.
fn shape(path: &str) -> String {
    path.split('/')
        .map(|part| if part.starts_with('{') { "{}" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

/// 303 to the same address in the visitor's language.
async fn to_own_language(visit: Visit, uri: Uri) -> Response {
    let query = uri
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    see_other(&format!("/{}{}{query}", visit.language_code(), uri.path()))
}

/// `/ca` is `/ca/`.
async fn to_slash(uri: Uri) -> Response {
    let query = uri
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    see_other(&format!("{}/{query}", uri.path()))
}

/// 303, told apart for caches by what decided it.
pub(crate) fn see_other(to: &str) -> Response {
    let Ok(to) = HeaderValue::from_str(to) else {
        return Problem::bad_request().into_response();
    };
    let vary = HeaderValue::from_static("accept, accept-language");
    (
        StatusCode::SEE_OTHER,
        [(header::LOCATION, to), (header::VARY, vary)],
    )
        .into_response()
}

async fn nothing_here(State(_): State<City>) -> Problem {
    Problem::not_found()
}

async fn wrong_method(_: Method) -> Problem {
    Problem::of_status(StatusCode::METHOD_NOT_ALLOWED)
}

/// One line of the access matrix: what may be asked, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct AccessRow {
    /// The feature.
    pub feature: &'static str,
    /// `GET`.
    pub method: String,
    /// `/{lang}/data/{id}`.
    pub path: String,
    /// `everyone`.
    pub access: &'static str,
}

/// Who may do what, for all features: generated from the same list as the router.
pub fn access_matrix(features: &[Feature]) -> Vec<AccessRow> {
    let mut rows: Vec<AccessRow> = features
        .iter()
        .flat_map(|feature| {
            feature.routes.iter().map(|route| AccessRow {
                feature: feature.name,
                method: route.method.to_string(),
                path: if route.page {
                    format!("/{{lang}}{}", route.path)
                } else {
                    route.path.to_owned()
                },
                access: route.access.name(),
            })
        })
        .collect();
    rows.sort();
    rows
}

#[cfg(test)]
mod tests {
    use super::{json_twin, shape};

    #[test]
    fn only_a_fixed_address_has_a_json_twin() {
        assert_eq!(json_twin("/data").as_deref(), Some("/data.json"));
        assert_eq!(json_twin("/data/{id}"), None);
        assert_eq!(json_twin("/"), None);
    }

    #[test]
    fn addresses_that_differ_in_names_of_parameters_collide() {
        assert_eq!(shape("/data/{id}"), shape("/data/{name}"));
        assert_ne!(shape("/data/{id}"), shape("/data/new"));
    }
}
