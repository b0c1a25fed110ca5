// SPDX-License-Identifier: AGPL-3.0-or-later

//! DCAT-AP for other portals: `/catalog.{ttl,jsonld,rdf}` and `/data/{id}.{ttl,jsonld,rdf}`.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use panot_core::Timestamp;
use panot_db::read;
use panot_web::{City, Problem, is_known};
use sha2::{Digest as _, Sha256};

use crate::catalogue::Catalogue;
use crate::download::maker;
use crate::harvest::{self, PAGE, Page, changed_at};
use crate::pages::Fields;
use crate::show::dataset::Loaded;
use crate::store::datasets;
use crate::version::hex;
use crate::words::Words;

/// How descriptions are written. One more whenever the same rows give other bytes within one version
/// of the program.
const FORMAT: u32 = 1;

/// One page of the catalogue.
pub async fn catalog(
    catalogue: Catalogue,
    format: dcat::Format,
    State(city): State<City>,
    headers: HeaderMap,
    Query(fields): Query<Fields>,
) -> Result<Response, Problem> {
    let field = |name: &str| {
        let (_, value) = fields.iter().find(|(field, _)| field == name)?;
        (!value.is_empty()).then_some(value.as_str())
    };
    let number = field("page").map_or(Ok(1), page)?;
    let since = field("modified_since");
    let from = since.map(moment).transpose()?;
    let all = read!(city.db, "list datasets", tx -> Problem => Ok(datasets::all(tx).await?))?;
    let cards = catalogue.cards();
    let in_catalogue: Vec<_> = all
        .iter()
        .filter_map(|dataset| {
            let name = dataset.name.as_str();
            let at = cards.binary_search_by(|card| card.name.as_str().cmp(name));
            Some((dataset, &cards[at.ok()?]))
        })
        .collect();
    let issued = in_catalogue
        .iter()
        .map(|(dataset, _)| dataset.created_at)
        .min();
    let changes = in_catalogue
        .iter()
        .map(|(dataset, card)| changed_at(dataset, card));
    let modified = changes.max();
    let shown: Vec<_> = in_catalogue
        .into_iter()
        .filter(|(dataset, card)| from.is_none_or(|from| changed_at(dataset, card) >= from))
        .collect();
    let total = shown.len();
    if number > Page::last(total) {
        return Err(Problem::not_found());
    }
    let shown = shown
        .into_iter()
        .skip((number - 1) * PAGE)
        .take(PAGE)
        .collect();
    let page = Page {
        shown,
        number,
        total,
        issued,
        modified,
        since,
        format,
    };
    let catalog = harvest::catalog(&city.settings, &page).map_err(Problem::internal)?;
    written(&headers, &catalog.graph(), format)
}

/// What is said about one dataset.
pub fn dataset(
    city: &City,
    headers: &HeaderMap,
    loaded: &Loaded,
    format: dcat::Format,
) -> Result<Response, Problem> {
    let catalog = harvest::dataset(&city.settings, loaded).map_err(Problem::internal)?;
    let said = catalog.datasets.first().expect("the dataset was put in");
    written(headers, &catalog.graph_of(said), format)
}

fn written(
    headers: &HeaderMap,
    graph: &dcat::Graph,
    format: dcat::Format,
) -> Result<Response, Problem> {
    let text = graph.write(format);
    let digest = hex(&Sha256::digest(text.as_bytes()));
    let tag = format!("\"{}-{}\"", &digest[..32], maker(FORMAT));
    let mut response = if is_known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        text.into_response()
    };
    let tag = HeaderValue::from_str(&tag).map_err(Problem::internal)?;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(format.media_type()),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, no-cache"),
    );
    headers.insert(header::ETAG, tag);
    Ok(response)
}

fn page(text: &str) -> Result<usize, Problem> {
    let number = text.parse().ok().filter(|&number: &usize| number > 0);
    number.ok_or_else(|| {
        let text = text.to_owned();
        Problem::bad_request().detail(move |language| Words::of(language.tag()).wrong_number(&text))
    })
}

/// A moment, or the day in UTC that begins with it.
fn moment(text: &str) -> Result<Timestamp, Problem> {
    let day = || format!("{text}T00:00:00Z").parse::<Timestamp>();
    text.parse().or_else(|_| day()).map_err(|_| {
        let text = text.to_owned();
        Problem::bad_request().detail(move |language| Words::of(language.tag()).wrong_since(&text))
    })
}
