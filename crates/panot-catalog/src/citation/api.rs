// SPDX-License-Identifier: AGPL-3.0-or-later

//! Citations for programs: `POST /q`, and `/q/{hash}` with `.csv`, `.json` or `.bib`.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::fmt::rfc2822::DateTimePrinter;
use panot_web::guard::Client;
use panot_web::{City, Format, Problem, Visit, json};

use super::view::CitationView;
use super::{Again, Citation, Hash, Limit, NotCited, again, bibtex, cite, find, kept};
use crate::download::FIXED_KEPT;
use crate::pages::Fields;
use crate::question::api::Asked;
use crate::question::{api_refused, caller};
use crate::show::Reader;
use crate::words::Words;

/// What stands behind the dot of a citation's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Nothing: the page, or the way to it.
    None,
    /// The canonical CSV.
    Csv,
    /// What is kept about it.
    Json,
    /// For a list of references.
    Bib,
}

/// Reads the segment of an address: `{hash}[.ext]`.
pub fn reference(segment: &str) -> Result<(Hash, Ending), Problem> {
    let (hash, ending) = match segment.split_once('.') {
        None => (segment, Ending::None),
        Some((hash, "csv")) => (hash, Ending::Csv),
        Some((hash, "json")) => (hash, Ending::Json),
        Some((hash, "bib")) => (hash, Ending::Bib),
        Some(_) => return Err(no_such_citation()),
    };
    let hash = hash.parse().map_err(|_| no_such_citation())?;
    Ok((hash, ending))
}

/// 404.
pub fn no_such_citation() -> Problem {
    Problem::not_found()
        .detail(|language| Words::of(language.tag()).cite_none())
        .back("/sql", |language| Words::of(language.tag()).sql_back())
}

/// 410, with the reason of the withdrawal.
pub fn withdrawn(citation: &Citation) -> Option<Problem> {
    let (source, withdrawal) = citation.withdrawn()?;
    let (name, reason) = (
        format!("{}@{}", source.dataset, source.n),
        withdrawal.reason.clone(),
    );
    let said = (name.clone(), reason.clone());
    let problem = Problem::new(StatusCode::GONE, "citation-withdrawn", |language| {
        Words::of(language.tag()).cite_withdrawn()
    })
    .detail(move |language| {
        let (name, reason) = &said;
        Words::of(language.tag()).cite_withdrawn_detail(reason, name)
    })
    .with("reason", reason)
    .with("table", name)
    .with("withdrawn_at", withdrawal.at.to_string())
    .with("sql", citation.canonical.clone())
    .with("csv_sha256", citation.sha256.clone());
    Some(problem)
}

/// The citation that an address names; 404 where there is none.
pub async fn load(city: &City, hash: &Hash) -> Result<Citation, Problem> {
    find(city, hash).await?.ok_or_else(no_such_citation)
}

/// Why something was not cited, as a refusal.
pub fn not_cited(why: NotCited) -> Problem {
    match why {
        NotCited::Unanswered(why) => api_refused::problem(why),
        NotCited::Refused(problem) => problem,
    }
}

/// `POST /q`: cites the answer to a question, and shows the way to the citation.
pub async fn make(
    city: City,
    limit: Limit,
    visit: Visit,
    format: Format,
    client: Option<Client>,
    fields: Fields,
) -> Result<Response, Problem> {
    let asked = Asked::of(&fields)?;
    limit
        .take(&caller(client), city.clock.now())
        .map_err(|wait_s| {
            Problem::too_many(wait_s).detail(|language| {
                Words::of(language.tag()).cite_many(super::limit::OF_ONE.to_string())
            })
        })?;
    let hash = cite(&city, &asked.text, client).await.map_err(not_cited)?;
    let to = match format {
        Format::Page => visit.link(&format!("/q/{hash}")),
        Format::Json => format!("/q/{hash}.json"),
    };
    let to = HeaderValue::from_str(&to).map_err(Problem::internal)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
}

/// `GET /q/{hash}[.ext]`: a file, what is kept about it, or the way to the page.
pub async fn get(
    city: City,
    visit: Visit,
    format: Format,
    client: Option<Client>,
    segment: &str,
    fields: &Fields,
) -> Result<Response, Problem> {
    let (hash, ending) = reference(segment)?;
    let citation = load(&city, &hash).await?;
    let mut response = match ending {
        Ending::None => return Ok(to_page(&visit, format, &citation)),
        _ if citation.withdrawn().is_some() => {
            return Err(withdrawn(&citation).unwrap_or_else(Problem::gone));
        }
        Ending::Csv => csv(&city, &citation, client).await?,
        Ending::Json => {
            let came = asked_again(&city, &citation, client, fields).await?;
            let absolute = |path: &str| city.settings.absolute(path);
            json(&CitationView::of(&citation, came.as_ref(), &absolute))?
        }
        Ending::Bib => text(
            "application/x-bibtex; charset=utf-8",
            bib(&city, &visit, &citation),
        ),
    };
    if !asks_again(fields) {
        let kept = HeaderValue::from_static(FIXED_KEPT);
        response.headers_mut().insert(header::CACHE_CONTROL, kept);
    }
    describe(&city, &citation, response.headers_mut());
    Ok(response)
}

/// The entry for a list of references.
pub fn bib(city: &City, visit: &Visit, citation: &Citation) -> String {
    let zone = Reader::of(visit.language, &city.settings.time_zone).zone;
    let address = city.settings.absolute(&citation.path());
    bibtex::entry(citation, &city.settings.name, &address, &zone)
}

fn to_page(visit: &Visit, format: Format, citation: &Citation) -> Response {
    let page = match format {
        Format::Page => visit.link(&citation.path()),
        Format::Json => format!("{}.json", citation.path()),
    };
    let to = HeaderValue::from_str(&page).expect("a hash and a language are ASCII");
    let vary = HeaderValue::from_static("accept, accept-language");
    (
        StatusCode::SEE_OTHER,
        [(header::LOCATION, to), (header::VARY, vary)],
    )
        .into_response()
}

fn text(kind: &'static str, text: impl Into<Body>) -> Response {
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(kind))];
    (kind, text.into()).into_response()
}

/// The canonical CSV: as it is kept, else as it is answered now, if that is the same.
async fn csv(
    city: &City,
    citation: &Citation,
    client: Option<Client>,
) -> Result<Response, Problem> {
    let bytes = match kept(city, &citation.hash).await? {
        Some(bytes) => bytes,
        None => match again(city, citation, client).await.map_err(not_cited)? {
            (bytes, Again::Identical) => bytes,
            (_, Again::Differs { .. }) => {
                return Err(Problem::unprocessable()
                    .detail(|language| Words::of(language.tag()).cite_lost()));
            }
        },
    };
    let mut response = text("text/csv; charset=utf-8", bytes);
    let file = format!("attachment; filename=\"q-{}.csv\"", citation.hash);
    let headers = response.headers_mut();
    let file = HeaderValue::from_str(&file).expect("a hash is ASCII");
    headers.insert(header::CONTENT_DISPOSITION, file);
    let tag =
        HeaderValue::from_str(&format!("\"{}\"", citation.sha256)).map_err(Problem::internal)?;
    headers.insert(header::ETAG, tag);
    Ok(response)
}

/// Whether the visitor wants it asked again.
pub fn asks_again(fields: &Fields) -> bool {
    fields
        .iter()
        .any(|(name, value)| name == "again" && value == "yes")
}

/// Asks it again where that is wanted.
pub async fn asked_again(
    city: &City,
    citation: &Citation,
    client: Option<Client>,
    fields: &Fields,
) -> Result<Option<Again>, Problem> {
    if !asks_again(fields) || citation.withdrawn().is_some() {
        return Ok(None);
    }
    let came = again(city, citation, client).await.map_err(not_cited)?;
    Ok(Some(came.1))
}

/// Where it stands for ever (RFC 8574), and since when (RFC 7089: it is its own memento).
pub fn describe(city: &City, citation: &Citation, headers: &mut HeaderMap) {
    let address = city.settings.absolute(&citation.path());
    let link = format!("<{address}>; rel=\"cite-as\", <{address}>; rel=\"original memento\"");
    if let Ok(link) = HeaderValue::from_str(&link) {
        headers.append(header::LINK, link);
    }
    let printed = DateTimePrinter::new().timestamp_to_rfc9110_string(&citation.cited_at.to_jiff());
    if let Ok(Ok(moment)) = printed.map(|moment| HeaderValue::from_str(&moment)) {
        headers.insert("memento-datetime", moment);
    }
}
