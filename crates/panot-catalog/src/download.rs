// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files to take away: `/data/{id}[@n].{csv,json,ndjson,parquet,xlsx,geojson}`, whole or as a
//! question of rows narrows them down. `.{ttl,jsonld,rdf}` is what is said about the dataset; without
//! an extension, the way to the page.

mod body;
mod range;
mod turns;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use panot_core::{DatasetRef, Extension};
use panot_lake::Ask;
use panot_web::guard::Client;
use panot_web::{City, Format, Problem, Visit, is_known};
use sha2::{Digest as _, Sha256};

use crate::address;
use crate::ask::{AskError, Marks, RowsAsk};
use crate::described_api;
use crate::harvest_api;
use crate::load;
use crate::pages::Fields;
use crate::show::Reader;
use crate::show::dataset::Loaded;
use crate::show::rows::wrong;
use crate::version::hex;
use crate::words::Words;

pub use body::Shared;
pub use turns::{Cost, Turn, Turns};

/// How long caches may keep a file of a version without asking. A version never changes, but it may
/// be withdrawn, and that has to reach whoever keeps a copy of it for others.
pub const FIXED_KEPT: &str = "public, max-age=300, must-revalidate";

/// How files are written. One more whenever the same rows give other bytes within one version of
/// the program.
const FORMAT: u32 = 1;

/// Hands out a file, or shows the way to the page.
#[expect(clippy::too_many_arguments, reason = "each is one part of the request")]
pub async fn download(
    turns: Turns,
    State(city): State<City>,
    visit: Visit,
    format: Format,
    method: Method,
    headers: HeaderMap,
    client: Option<Client>,
    Path(segment): Path<String>,
    Query(fields): Query<Fields>,
) -> Result<Response, Problem> {
    let reference = load::reference(&segment)?;
    let Some(extension) = reference.extension else {
        return to_page(&visit, &reference, format, &fields);
    };
    let loaded = load::dataset(&city, &reference).await?;
    if let Some(format) = dcat::Format::of_extension(extension.as_str()) {
        return harvest_api::dataset(&city, &headers, &loaded, format);
    }
    if let Some(document) = described_api::document(&city, &loaded, extension) {
        return described_api::written(&headers, &document, extension);
    }
    if !loaded.formats().contains(&extension) {
        return Err(no_such_file(&loaded, extension));
    }
    let zone = Reader::of(visit.language, &city.settings.time_zone).zone;
    let ask = RowsAsk::parse(
        &fields,
        &loaded.version.content.schema,
        &zone,
        Marks::Programs,
    )
    .map_err(|error| not_understood(&city, error))?;
    let file = File {
        loaded,
        extension,
        ask,
    };
    let mut response = if is_known(&headers, &file.tag()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if method == Method::HEAD {
        file.head()
    } else {
        file.body(&city, &turns, client, &headers).await?
    };
    file.describe(response.headers_mut(), reference.version.is_some());
    Ok(response)
}

/// 303 to the page in the visitor's language, or to its JSON twin for programs.
fn to_page(
    visit: &Visit,
    reference: &DatasetRef,
    format: Format,
    fields: &Fields,
) -> Result<Response, Problem> {
    let page = address::dataset(&reference.name, reference.version);
    let twin = if format == Format::Json { ".json" } else { "" };
    let to = address::with_query(&format!("{}{twin}", visit.link(&page)), fields);
    let to = HeaderValue::from_str(&to).map_err(|_| Problem::bad_request())?;
    let vary = HeaderValue::from_static("accept, accept-language");
    Ok((
        StatusCode::SEE_OTHER,
        [(header::LOCATION, to), (header::VARY, vary)],
    )
        .into_response())
}

fn no_such_file(loaded: &Loaded, extension: Extension) -> Problem {
    let problem = Problem::not_found()
        .back(address::dataset(loaded.name(), loaded.asked), |language| {
            Words::of(language.tag()).back_to_dataset()
        });
    match extension {
        Extension::Geojson => {
            problem.detail(|language| Words::of(language.tag()).no_geometry_detail())
        }
        Extension::Xlsx => problem.detail(|language| Words::of(language.tag()).download_too_long()),
        _ => problem,
    }
}

fn not_understood(city: &City, error: AskError) -> Problem {
    let zone = city.settings.time_zone.clone();
    Problem::bad_request().detail(move |language| wrong(&error, &Reader::of(language, &zone)))
}

/// A file of a version that somebody asks for.
struct File {
    loaded: Loaded,
    extension: Extension,
    ask: RowsAsk,
}

impl File {
    /// Which file it is, whenever it is asked for.
    fn tag(&self) -> String {
        tag(
            &self.loaded.version.digest(),
            self.extension,
            &self.ask.of_all(),
        )
    }

    /// The size, where it is known before the file is made.
    fn size(&self) -> Option<u64> {
        self.loaded
            .size_of(self.extension)
            .filter(|_| self.ask.is_plain())
    }

    fn head(&self) -> Response {
        let mut response = Response::new(Body::empty());
        if let Some(size) = self.size() {
            response
                .headers_mut()
                .insert(header::CONTENT_LENGTH, size.into());
        }
        response
    }

    /// The bytes. A version of one Parquet file is handed out as it lies in the lake, in parts where
    /// parts are asked for; everything else is written while it is read.
    ///
    /// Whoever asks for it waits for a turn.
    async fn body(
        &self,
        city: &City,
        turns: &Turns,
        client: Option<Client>,
        headers: &HeaderMap,
    ) -> Result<Response, Problem> {
        if let (Some(_), [only]) = (self.size(), self.loaded.version.content.files.as_slice()) {
            let tag = self.tag();
            return range::serve(&city.lake.path(only), only.bytes, headers, &tag).await;
        }
        let snapshot = self.loaded.version.snapshot(&self.loaded.dataset.table());
        let ask: Ask = self.ask.of_all();
        let cost = if self.ask.is_plain() && self.extension != Extension::Xlsx {
            Cost::Whole
        } else {
            Cost::Made
        };
        let turn = turns
            .take(cost, client.map(|Client(address)| address))
            .await?;
        let batches = city
            .lake
            .stream(&snapshot, &ask)
            .await
            .map_err(wrong_value)?;
        let batches = turn.held_by(batches);
        let body = body::write(self.extension, snapshot.schema, batches).await?;
        Ok(Response::new(body))
    }

    /// What is said about the file, with or without its bytes.
    fn describe(&self, headers: &mut HeaderMap, is_fixed: bool) {
        let file = format!(
            "attachment; filename=\"{}-{}.{}\"",
            self.loaded.name(),
            self.loaded.version.n,
            self.extension
        );
        let kept = if is_fixed {
            FIXED_KEPT
        } else {
            "public, no-cache"
        };
        let mut set = |name, value: &str| {
            let value =
                HeaderValue::from_str(value).expect("names, digests and media types are ASCII");
            headers.insert(name, value);
        };
        set(header::CONTENT_TYPE, self.extension.media_type());
        set(header::CONTENT_DISPOSITION, &file);
        set(header::CACHE_CONTROL, kept);
        set(header::ETAG, &self.tag());
        if self.extension == Extension::Csv && self.ask.is_plain() {
            // Whoever has the file finds what its columns are.
            let beside = address::file(
                self.loaded.name(),
                self.loaded.asked,
                Extension::CsvMetadata,
            );
            let kind = Extension::CsvMetadata.media_type();
            let link = format!("<{beside}>; rel=\"describedby\"; type=\"{kind}\"");
            set(header::LINK, &link);
        }
        if self.size().is_some() {
            set(header::ACCEPT_RANGES, "bytes");
        }
    }
}

/// The tag of a file: the version's digest, what the file is and who writes it, and the question as
/// the lake gets it, in which days are moments by the city's clock already.
fn tag(digest: &str, extension: Extension, ask: &Ask) -> String {
    let made = format!("{}-{extension}-{}", &digest[..32], maker(FORMAT));
    if *ask == Ask::default() {
        return format!("\"{made}\"");
    }
    let question = serde_json::to_vec(ask).expect("text, numbers and names of operators");
    let question = hex(&Sha256::digest(question));
    format!("\"{made}-{}\"", &question[..16])
}

/// Who makes an answer, for its tag: after an upgrade nobody is told that what they have is the
/// same. `format` is the number of the way in which it is made.
pub fn maker(format: u32) -> String {
    format!("{}.{format}", env!("CARGO_PKG_VERSION"))
}

/// A value that does not fit its column is the visitor's to mend.
fn wrong_value(error: panot_lake::Error) -> Problem {
    match error {
        panot_lake::Error::WrongValue { column, value, .. } => Problem::bad_request()
            .detail(move |language| Words::of(language.tag()).wrong_value(&column, &value)),
        error => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use arrow_schema::{DataType, Field, Schema, TimeUnit};
    use jiff::tz::TimeZone;

    use super::*;

    const DIGEST: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    #[test]
    fn a_tag_says_who_made_the_file() {
        let tag = tag(DIGEST, Extension::Csv, &Ask::default());
        let maker = concat!(env!("CARGO_PKG_VERSION"), ".1");
        assert_eq!(tag, format!("\"{}-csv-{maker}\"", &DIGEST[..32]));
    }

    #[test]
    fn the_same_words_by_another_clock_are_another_file() {
        let kind = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let schema = Schema::new(vec![Field::new("instant", kind, true)]);
        let tag = |written: &str, zone: &str| {
            let fields = [("f.instant".to_owned(), written.to_owned())];
            let zone = TimeZone::get(zone).expect("in the database");
            let ask = RowsAsk::parse(&fields, &schema, &zone, Marks::Programs)
                .expect("a column of the schema");
            super::tag(DIGEST, Extension::Csv, &ask.of_all())
        };
        let (here, there) = ("Europe/Madrid", "Atlantic/Canary");
        assert_ne!(tag("2026-07-01", here), tag("2026-07-01", there));
        assert_eq!(tag("2026-07-01", here), tag("1/7/2026", here));
        assert_ne!(tag("2026-07-01", here), tag("2026-07-02", here));
    }
}
