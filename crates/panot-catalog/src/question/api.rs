// SPDX-License-Identifier: AGPL-3.0-or-later

//! Answers for programs: `GET` and `POST /sql`, and `/sql.csv`, `.parquet`, `.arrow`.

use arrow_array::RecordBatch;
use arrow_ipc::writer::StreamWriter;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use panot_web::guard::Client;
use panot_web::{City, Problem, Visit};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use sha2::{Digest as _, Sha256};
use tabular::write::{Format, WriteError, write_all};

use super::api_refused::{nothing_asked, problem, too_many_rows};
use super::form::Form;
use super::view::AnswerView;
use super::{Answered, BOUNDS, ask};
use crate::address;
use crate::download::{FIXED_KEPT, maker};
use crate::pages::Fields;
use crate::version::hex;
use crate::words::Words;

/// How answers are written. One more whenever the same rows give other bytes within one version of the
/// program.
const FORMAT: u32 = 1;
/// The longest address that the page of a question is shown at.
const ADDRESS_MAX: usize = 7_000;

/// What somebody asks, from the fields of an address or a form.
pub struct Asked {
    /// The question.
    pub text: String,
    /// The form, if they name one.
    pub form: Option<Form>,
}

impl Asked {
    /// Reads `sql` and `format`; an unknown format is refused.
    pub fn of(fields: &Fields) -> Result<Self, Problem> {
        let field = |name: &str| {
            let found = fields.iter().find(|(field, _)| field == name);
            found
                .map(|(_, value)| value.trim())
                .filter(|value| !value.is_empty())
        };
        let form = field("format")
            .map(str::parse::<Form>)
            .transpose()
            .map_err(|wrong| {
                Problem::bad_request()
                    .detail(move |language| Words::of(language.tag()).sql_no_format(&wrong.0))
            })?;
        let text = field("sql")
            .ok_or_else(nothing_asked)?
            .replace("\r\n", "\n");
        Ok(Self { text, form })
    }
}

/// `GET /sql`: the answer in the form that is asked for, else the way to the page.
pub async fn get(
    city: City,
    visit: Visit,
    headers: HeaderMap,
    client: Option<Client>,
    fields: Fields,
) -> Result<Response, Problem> {
    let preferred = preferred(&headers);
    let named = fields
        .iter()
        .any(|(name, value)| name == "format" && !value.is_empty());
    if preferred.is_none() && !named {
        return to_page(&visit, &fields);
    }
    let asked = Asked::of(&fields)?;
    let form = asked.form.or(preferred).unwrap_or(Form::Json);
    answer(&city, &asked.text, form, client).await
}

/// `POST /sql`: the same of a form. Whoever prefers no form gets JSON; a browser gets the page.
pub async fn post(
    city: City,
    visit: Visit,
    headers: HeaderMap,
    client: Option<Client>,
    fields: Fields,
) -> Result<Response, Problem> {
    let asked = Asked::of(&fields)?;
    let accepts = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok());
    let is_browser = accepts.is_some_and(|accept| accept.contains("text/html"));
    match asked.form.or_else(|| preferred(&headers)) {
        None if is_browser => to_page(&visit, &fields),
        form => answer(&city, &asked.text, form.unwrap_or(Form::Json), client).await,
    }
}

/// `GET /sql.csv` and its like.
pub async fn file(
    State(city): State<City>,
    form: Form,
    client: Option<Client>,
    Query(fields): Query<Fields>,
) -> Result<Response, Problem> {
    let asked = Asked::of(&fields)?;
    answer(&city, &asked.text, form, client).await
}

fn preferred(headers: &HeaderMap) -> Option<Form> {
    let accept = headers.get(header::ACCEPT)?.to_str().ok()?;
    Form::preferred(accept)
}

/// 303 to the page in the visitor's language.
fn to_page(visit: &Visit, fields: &Fields) -> Result<Response, Problem> {
    let to = address::with_query(&visit.link("/sql"), fields);
    if to.len() > ADDRESS_MAX {
        return Err(Problem::address_too_long());
    }
    let to = HeaderValue::from_str(&to).map_err(|_| Problem::bad_request())?;
    let vary = HeaderValue::from_static("accept, accept-language");
    Ok((
        StatusCode::SEE_OTHER,
        [(header::LOCATION, to), (header::VARY, vary)],
    )
        .into_response())
}

/// Asks, and gives the whole answer in one form.
async fn answer(
    city: &City,
    text: &str,
    form: Form,
    client: Option<Client>,
) -> Result<Response, Problem> {
    let answered = ask(city, text, client, BOUNDS, false)
        .await
        .map_err(problem)?;
    whole(&answered, form)
}

/// The answer, if all of it is there: half a file would be taken for a whole one.
pub fn whole(answered: &Answered, form: Form) -> Result<Response, Problem> {
    if answered.answer.truncated {
        return Err(too_many_rows());
    }
    let body = written(answered, form)?;
    let mut response = Response::new(Body::from(body));
    describe(response.headers_mut(), answered, form);
    Ok(response)
}

/// The bytes of an answer.
pub fn written(answered: &Answered, form: Form) -> Result<Bytes, Problem> {
    let (schema, batches) = (&answered.answer.schema, &answered.answer.batches);
    let mut out = Vec::new();
    match form {
        Form::Csv => {
            write_all(Format::Csv, schema, batches.iter().cloned(), &mut out).map_err(no_column)?;
        }
        Form::Json => {
            let view = AnswerView::of(answered).map_err(Problem::internal)?;
            out = serde_json::to_vec(&view).map_err(Problem::internal)?;
        }
        Form::Parquet => {
            let how = WriterProperties::builder()
                .set_compression(Compression::ZSTD(ZstdLevel::default()))
                .build();
            let mut writer = ArrowWriter::try_new(&mut out, schema.clone(), Some(how))
                .map_err(Problem::internal)?;
            let rows = batches.iter().try_for_each(|batch| writer.write(batch));
            rows.map_err(Problem::internal)?;
            writer.close().map_err(Problem::internal)?;
        }
        Form::Arrow => {
            let mut writer = StreamWriter::try_new(&mut out, schema).map_err(Problem::internal)?;
            let rows = batches
                .iter()
                .try_for_each(|batch: &RecordBatch| writer.write(batch));
            rows.map_err(Problem::internal)?;
            writer.finish().map_err(Problem::internal)?;
        }
    }
    Ok(Bytes::from(out))
}

/// A column of a kind that no file of ours has, such as a list, is the asker's to leave out.
pub fn no_column(error: WriteError) -> Problem {
    match error {
        WriteError::Column { column, .. } => Problem::unprocessable()
            .detail(move |language| Words::of(language.tag()).sql_no_column(&column)),
        error => Problem::internal(error),
    }
}

fn describe(headers: &mut HeaderMap, answered: &Answered, form: Form) {
    let kept = if answered.is_fixed() {
        FIXED_KEPT
    } else {
        "public, no-cache"
    };
    let charset = if form == Form::Csv {
        "; charset=utf-8"
    } else {
        ""
    };
    let mut set = |name, value: &str| {
        let value = HeaderValue::from_str(value).expect("names, digits and media types are ASCII");
        headers.insert(name, value);
    };
    set(
        header::CONTENT_TYPE,
        &format!("{}{charset}", form.media_type()),
    );
    set(header::CACHE_CONTROL, kept);
    set(header::ETAG, &tag(answered, form));
    if form != Form::Json {
        let file = format!("attachment; filename=\"sql.{form}\"");
        set(header::CONTENT_DISPOSITION, &file);
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
}

/// Which answer it is: the question with its versions, and who writes it. Weak, because rows without
/// an order may come in another one.
fn tag(answered: &Answered, form: Form) -> String {
    let question = hex(&Sha256::digest(&answered.answer.meaning.canonical));
    format!("W/\"{}-{form}-{}\"", &question[..32], maker(FORMAT))
}
