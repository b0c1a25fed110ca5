// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows: `datastore_search`, `datastore_info`, and whole tables at `/datastore/dump/{id}`.

use arrow_schema::Schema;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, Method, header};
use axum::response::Response;
use ckan::wire::{Links, RowsFound};
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use panot_core::DatasetRef;
use panot_web::guard::Client;
use panot_web::{City, Problem, Visit};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::super::rows::{Rows, fields, records};
use super::super::written::{Dump, Written};
use super::{Asked, Done, Means, Refused, Why, done, reference};
use crate::address;
use crate::cells;
use crate::download::{Cost, Turn};
use crate::load;
use crate::pages::Fields;
use crate::show::dataset::Loaded;

/// Rows of an answer that is made without waiting for a turn.
const WITHOUT_TURN: u64 = 1_000;

impl Asked<'_> {
    /// The dataset and version that rows are asked of: by the UUID of a file, or by name.
    async fn table(&self, field: &'static str) -> Result<Loaded, Refused> {
        let named = self
            .params
            .text("resource_id")
            .or_else(|| self.params.text("id"));
        let id = named.ok_or(Refused::field(field, Why::Missing))?;
        let reference: DatasetRef = match self.file(&id) {
            Some((reference, _)) => reference,
            None => reference(&id)?,
        };
        Ok(load::dataset(self.city, &reference).await?)
    }

    pub(super) async fn datastore_search(&self) -> Result<Done, Refused> {
        let loaded = self.table("resource_id").await?;
        let asked = Rows::of(&self.params, &loaded.version.content.schema)?;
        let turn: Option<Turn> = if asked.limit > WITHOUT_TURN {
            Some(self.turn().await?)
        } else {
            None
        };
        let snapshot = loaded.version.snapshot(&loaded.dataset.table());
        let page = self
            .city
            .lake
            .rows(&snapshot, &asked.ask)
            .await
            .map_err(wrong)?;
        let rows = cells::rows(&page.batches).map_err(Problem::internal)?;
        let hidden = asked.hidden();
        let rows: Vec<_> = rows.into_iter().map(|row| row[hidden..].to_vec()).collect();
        let shown = asked.shown(&page.schema);
        let language = self.settings().default_language();
        let text = records(asked.records, &shown, &rows);
        let mut said = self.params.said(&[
            "filters", "q", "sort", "offset", "fields", "distinct", "plain", "language",
        ]);
        said.insert(
            "resource_id".to_owned(),
            json!(
                self.params
                    .text("resource_id")
                    .or_else(|| self.params.text("id"))
            ),
        );
        said.insert("include_total".to_owned(), json!(asked.counted));
        let format = self
            .params
            .text("records_format")
            .unwrap_or_else(|| "objects".to_owned());
        said.insert("records_format".to_owned(), json!(format));
        let found = RowsFound {
            asked: said,
            fields: fields(&shown, &loaded.explained, language),
            records: RawValue::from_string(text).map_err(Problem::internal)?,
            total: asked.counted.then_some(page.total),
            total_was_estimated: asked.counted.then_some(false),
            limit: asked.limit,
            links: self.links(&asked),
        };
        Ok(Done {
            turn,
            ..done(&found)?
        })
    }

    /// Where to go on, by the same fields.
    fn links(&self, asked: &Rows) -> Links {
        let path = "/api/3/action/datastore_search";
        let fields = self.params.fields_but(&["limit", "offset"]);
        let at = |offset: u64| {
            let mut fields = fields.clone();
            fields.push(("limit".to_owned(), asked.limit.to_string()));
            if offset > 0 {
                fields.push(("offset".to_owned(), offset.to_string()));
            }
            address::with_query(path, &fields)
        };
        let offset = asked.ask.offset;
        Links {
            start: at(0),
            next: at(offset.saturating_add(asked.limit)),
            prev: (offset > 0).then(|| at(offset.saturating_sub(asked.limit))),
        }
    }

    pub(super) async fn datastore_info(&self) -> Result<Done, Refused> {
        let loaded = self.table("id").await?;
        let (dataset, version) = (&loaded.dataset, &loaded.version);
        let language = self.settings().default_language();
        let fields = fields(&version.content.schema, &loaded.explained, language);
        let with_schema = fields.iter().map(|field| {
            let mut value = serde_json::to_value(field).unwrap_or_default();
            value["schema"] = json!({
                "native_type": field.kind,
                "notnull": false,
                "is_index": false,
                "uniquekey": false,
            });
            value
        });
        let info: Value = json!({
            "meta": {
                "id": self.params.text("id").or_else(|| self.params.text("resource_id")),
                "count": version.rows(),
                "table_type": "BASE TABLE",
                "size": version.bytes(),
                "aliases": [dataset.name.as_str(), format!("{}@{}", dataset.name, version.n)],
            },
            "fields": with_schema.collect::<Vec<_>>(),
        });
        done(&info)
    }
}

/// A value that does not fit its column, or more than is answered, is the asker's to mend.
fn wrong(error: panot_lake::Error) -> Refused {
    match error {
        panot_lake::Error::WrongValue { column, value, .. } => {
            Refused::field("filters", Why::Value(column, value))
        }
        panot_lake::Error::NoSuchColumn { name, .. } => {
            Refused::field("fields", Why::NoSuchField(name))
        }
        panot_lake::Error::Refused(_) => Refused::field("filters", Why::TooMuch),
        error => Refused::Problem(error.into()),
    }
}

/// A whole table, or what of it is asked for: `/datastore/dump/{id}?format=csv`.
pub async fn dump(
    means: Means,
    State(city): State<City>,
    visit: Visit,
    method: Method,
    client: Option<Client>,
    Path(id): Path<String>,
    Query(mut fields): Query<Fields>,
) -> Result<Response, Problem> {
    fields.retain(|(name, _)| name != "resource_id" && name != "id");
    fields.push(("resource_id".to_owned(), id));
    let asked = Asked {
        means: &means,
        city: &city,
        client,
        params: super::Params::of_form(fields),
    };
    let made = asked.dumped(&method).await;
    made.map_err(|refused| refused.into_problem(visit.language))
}

impl Asked<'_> {
    async fn dumped(&self, method: &Method) -> Result<Response, Refused> {
        let loaded = self.table("resource_id").await?;
        let name = self
            .params
            .text("format")
            .unwrap_or_else(|| "csv".to_owned());
        let format = Dump::named(&name)
            .ok_or_else(|| Refused::field("format", Why::NotOneOf(name, "csv, tsv, json, xml")))?;
        let bom = self.params.truth("bom", false)?;
        let asked = Rows::of_file(&self.params, &loaded.version.content.schema)?;
        let body = if *method == Method::HEAD {
            Body::empty()
        } else {
            self.written(&loaded, asked, format, bom).await?
        };
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        let file = format!(
            "attachment; filename=\"{}-{}.{}\"",
            loaded.name(),
            loaded.version.n,
            format.extension()
        );
        let file = HeaderValue::from_str(&file).map_err(Problem::internal)?;
        headers.insert(header::CONTENT_DISPOSITION, file);
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(format.media_type()),
        );
        Ok(response)
    }

    async fn written(
        &self,
        loaded: &Loaded,
        asked: Rows,
        format: Dump,
        bom: bool,
    ) -> Result<Body, Refused> {
        let is_plain =
            asked.ask.condition.is_none() && asked.ask.sort.is_empty() && !asked.ask.distinct;
        let cost = if is_plain { Cost::Whole } else { Cost::Made };
        let visitor = self.client.map(|Client(address)| address);
        let turn = self.means.turns.take(cost, visitor).await?;
        let snapshot = loaded.version.snapshot(&loaded.dataset.table());
        let batches = self
            .city
            .lake
            .stream(&snapshot, &asked.ask)
            .await
            .map_err(wrong)?;
        let shown = asked.schema(&loaded.version.content.schema);
        let language = self.settings().default_language();
        let columns = fields(&shown, &loaded.explained, language);
        let written = Written::new(format, &shown, columns, bom);
        let batches = turn.held_by(batches);
        Ok(Body::from_stream(pieces(batches, written, asked.hidden())))
    }
}

type AnyError = Box<dyn std::error::Error + Send + Sync>;
type Batches = BoxStream<'static, Result<arrow_array::RecordBatch, panot_lake::Error>>;

/// The file in pieces, one for each batch. A failure breaks the transfer off.
fn pieces(
    batches: Batches,
    written: Written,
    hidden: usize,
) -> BoxStream<'static, Result<Bytes, AnyError>> {
    let state = (batches, Some(written), true);
    stream::try_unfold(state, move |(mut batches, written, is_first)| async move {
        let Some(mut written) = written else {
            return Ok::<_, AnyError>(None);
        };
        let mut text = if is_first {
            written.head()
        } else {
            String::new()
        };
        let Some(batch) = batches.next().await else {
            text.push_str(written.tail());
            return Ok(Some((Bytes::from(text), (batches, None, false))));
        };
        for row in cells::rows(&[batch?])? {
            written.row(&row[hidden..], &mut text);
        }
        Ok(Some((Bytes::from(text), (batches, Some(written), false))))
    })
    .filter(|piece| std::future::ready(!piece.as_ref().is_ok_and(Bytes::is_empty)))
    .boxed()
}

impl Rows {
    /// The columns that are shown of a version's.
    fn schema(&self, version: &Schema) -> Schema {
        let number = arrow_schema::Field::new(
            super::super::rows::NUMBER,
            arrow_schema::DataType::Int64,
            false,
        );
        let number = (self.ask.number_as.is_some() && self.shows_number).then_some(number);
        let chosen = |name: &String| version.field_with_name(name).ok().cloned();
        let columns: Vec<_> = match &self.ask.columns {
            Some(names) => names.iter().filter_map(chosen).collect(),
            None => version
                .fields()
                .iter()
                .map(|field| field.as_ref().clone())
                .collect(),
        };
        Schema::new(number.into_iter().chain(columns).collect::<Vec<_>>())
    }
}
