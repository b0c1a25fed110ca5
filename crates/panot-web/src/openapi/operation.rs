// SPDX-License-Identifier: AGPL-3.0-or-later

//! How one route stands in the description of the API.

use std::collections::BTreeMap;

use utoipa::ToSchema;
use utoipa::openapi::path::{OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::{AdditionalProperties, Array, Schema, Type};
use utoipa::openapi::{
    Content, ContentBuilder, ObjectBuilder, Ref, RefOr, Required, ResponseBuilder,
};

use crate::Settings;

/// How one route stands in the description of the API.
#[derive(Clone)]
pub struct Operation {
    /// Its stable name for generated clients: `listDatasets`.
    pub id: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    description: Option<String>,
    ending: &'static str,
    form: Option<RequestBody>,
    parameters: Vec<Parameter>,
    answers: Vec<Answer>,
    schemas: Vec<(String, RefOr<Schema>)>,
}

/// One way of answering.
#[derive(Clone)]
struct Answer {
    status: u16,
    description: String,
    /// The media type and what it holds; none for an answer without a body, or a problem.
    body: Option<(&'static str, Content)>,
}

/// What may follow the `?`.
#[derive(Debug, Clone, Copy)]
pub enum Query<'a> {
    /// A text.
    Text,
    /// A whole number from one on, at most so much.
    Number(u64),
    /// One of these.
    OneOf(&'a [&'a str]),
    /// Any of these, each as a field of its own.
    AnyOf(&'a [&'a str]),
    /// Texts, each as a field of its own.
    Many,
    /// Fields whose names begin like this, each with a text.
    Named(&'a str),
}

impl Query<'_> {
    fn schema(self) -> RefOr<Schema> {
        let text = || ObjectBuilder::new().schema_type(Type::String);
        match self {
            Self::Text => text().into(),
            Self::Number(most) => ObjectBuilder::new()
                .schema_type(Type::Integer)
                .minimum(Some(1_u64))
                .maximum((most < u64::MAX).then_some(most))
                .into(),
            Self::OneOf(values) => text().enum_values(Some(values.iter().copied())).into(),
            Self::AnyOf(values) => {
                let one = text().enum_values(Some(values.iter().copied()));
                Array::new(one).into()
            }
            Self::Many => Array::new(text()).into(),
            Self::Named(beginning) => {
                let names = text().pattern(Some(format!("^{}", beginning.replace('.', "\\."))));
                ObjectBuilder::new()
                    .schema_type(Type::Object)
                    .property_names(Some(Schema::from(names)))
                    .additional_properties(Some(AdditionalProperties::RefOr(text().into())))
                    .into()
            }
        }
    }
}

impl Operation {
    /// An operation with its stable name and what it does.
    pub fn new(id: &'static str, summary: &'static str) -> Self {
        Self {
            id,
            summary,
            description: None,
            ending: "",
            form: None,
            parameters: Vec::new(),
            answers: Vec::new(),
            schemas: Vec::new(),
        }
    }

    /// Says more, in whole sentences.
    #[must_use]
    pub fn describe(mut self, text: &str) -> Self {
        self.description = Some(text.to_owned());
        self
    }

    /// Says what follows the route's own address: `.csv`, where a parameter holds both.
    #[must_use]
    pub fn ends_in(mut self, ending: &'static str) -> Self {
        self.ending = ending;
        self
    }

    /// Adds a part of the address: `{id}`.
    #[must_use]
    pub fn path(mut self, name: &str, description: &str) -> Self {
        let schema = ObjectBuilder::new().schema_type(Type::String);
        self.parameters.push(in_path(name, description, schema));
        self
    }

    /// Adds a part of the address that is one of these.
    #[must_use]
    pub fn path_one_of(mut self, name: &str, values: &[&str], description: &str) -> Self {
        let schema = ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(values.iter().copied()));
        self.parameters.push(in_path(name, description, schema));
        self
    }

    /// Adds a whole number as a part of the address.
    #[must_use]
    pub fn path_number(mut self, name: &str, description: &str) -> Self {
        let schema = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(0_u64));
        self.parameters.push(in_path(name, description, schema));
        self
    }

    /// Adds what may follow the `?`.
    #[must_use]
    pub fn query(mut self, name: &str, what: Query, description: &str) -> Self {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .description(Some(description))
            .schema(Some(what.schema()));
        self.parameters.push(parameter.build());
        self
    }

    /// Takes a form with these fields, each a text; the first must be there.
    #[must_use]
    pub fn form(mut self, fields: &[(&str, &str)]) -> Self {
        let mut form = ObjectBuilder::new().schema_type(Type::Object);
        for (name, description) in fields {
            let text = ObjectBuilder::new().schema_type(Type::String);
            form = form.property(*name, text.description(Some(*description)));
        }
        if let Some((first, _)) = fields.first() {
            form = form.required(*first);
        }
        let content = ContentBuilder::new().schema(Some(form)).build();
        let body = RequestBodyBuilder::new()
            .content("application/x-www-form-urlencoded", content)
            .required(Some(Required::True));
        self.form = Some(body.build());
        self
    }

    /// Answers 200 with a `T` as JSON.
    #[must_use]
    pub fn json<T: ToSchema>(self, description: &str) -> Self {
        self.typed::<T>("application/json", description)
    }

    /// Answers 200 with a list of `T` as JSON.
    #[must_use]
    pub fn json_list<T: ToSchema>(mut self, description: &str) -> Self {
        let list = Array::new(self.named::<T>());
        self.answer(200, "application/json", Some(list.into()), description)
    }

    /// Answers 200 with a `T` in another media type than JSON's.
    #[must_use]
    pub fn typed<T: ToSchema>(mut self, media_type: &'static str, description: &str) -> Self {
        let schema = self.named::<T>();
        self.answer(200, media_type, Some(schema.into()), description)
    }

    /// Answers 200 with text of this media type.
    #[must_use]
    pub fn text(self, media_type: &'static str, description: &str) -> Self {
        let text = ObjectBuilder::new().schema_type(Type::String);
        self.answer(200, media_type, Some(text.into()), description)
    }

    /// Answers 200 with JSON whose shape a standard says.
    #[must_use]
    pub fn json_object(self, description: &str) -> Self {
        self.json_object_as("application/json", description)
    }

    /// The same in another media type.
    #[must_use]
    pub fn json_object_as(self, media_type: &'static str, description: &str) -> Self {
        let object = ObjectBuilder::new().schema_type(Type::Object);
        self.answer(200, media_type, Some(object.into()), description)
    }

    /// Answers 200 with bytes of this media type.
    #[must_use]
    pub fn file(self, media_type: &'static str, description: &str) -> Self {
        self.answer(200, media_type, None, description)
    }

    /// Answers 202 with a `T` as JSON: it is worked on, and `Retry-After` says when to ask again.
    #[must_use]
    pub fn soon<T: ToSchema>(mut self, description: &str) -> Self {
        let schema = self.named::<T>();
        self.answer(202, "application/json", Some(schema.into()), description)
    }

    /// Answers 206 with some of the bytes of a file.
    #[must_use]
    pub fn part(self, media_type: &'static str, description: &str) -> Self {
        self.answer(206, media_type, None, description)
    }

    /// May answer without a body: 303, 304.
    #[must_use]
    pub fn empty(mut self, status: u16, description: &str) -> Self {
        self.answers.push(Answer {
            status,
            description: description.to_owned(),
            body: None,
        });
        self
    }

    /// May answer with a problem of this status.
    #[must_use]
    pub fn problem(self, status: u16, description: &str) -> Self {
        self.empty(status, description)
    }

    /// May answer with a refusal of this status that has a shape of its own, as JSON.
    #[must_use]
    pub fn refused<T: ToSchema>(mut self, status: u16, description: &str) -> Self {
        let schema = self.named::<T>();
        self.answer(status, "application/json", Some(schema.into()), description)
    }

    /// May answer with a refusal of this status that is a text, as JSON.
    #[must_use]
    pub fn refused_with_text(self, status: u16, description: &str) -> Self {
        let text = ObjectBuilder::new().schema_type(Type::String);
        self.answer(status, "application/json", Some(text.into()), description)
    }

    /// Refers to `T`, and keeps its schema with all that it refers to.
    fn named<T: ToSchema>(&mut self) -> Ref {
        let name = T::name().into_owned();
        self.schemas.push((name.clone(), T::schema()));
        T::schemas(&mut self.schemas);
        Ref::from_schema_name(name)
    }

    fn answer(
        mut self,
        status: u16,
        media_type: &'static str,
        schema: Option<RefOr<Schema>>,
        description: &str,
    ) -> Self {
        let content = ContentBuilder::new().schema(schema).build();
        self.answers.push(Answer {
            status,
            description: description.to_owned(),
            body: Some((media_type, content)),
        });
        self
    }

    /// What follows the route's own address.
    pub(super) fn ending(&self) -> &'static str {
        self.ending
    }

    /// Whether it answers with JSON.
    pub(super) fn has_json(&self) -> bool {
        self.answers.iter().any(Answer::is_json)
    }

    /// The schemas that it refers to.
    pub(super) fn schemas(&self) -> impl Iterator<Item = (String, RefOr<Schema>)> + '_ {
        self.schemas.iter().cloned()
    }

    /// The operation at its very address.
    pub(super) fn at(&self, path: &str) -> OperationBuilder {
        let answers = self.answers.clone();
        self.written(self.id.to_owned(), None, answers, !is_json_address(path))
    }

    /// The operation as a page, which is also JSON for whoever accepts that.
    pub(super) fn as_page(&self, settings: &Settings) -> OperationBuilder {
        let page = |status| Answer {
            status,
            description: "The page".to_owned(),
            body: Some(("text/html", text_content())),
        };
        let soon = self.answers.iter().any(|answer| answer.status == 202);
        let pages = std::iter::once(page(200)).chain(soon.then(|| page(202)));
        let answers = pages.chain(self.answers.iter().cloned()).collect();
        let id = format!("{}Page", self.id);
        self.written(id, Some(language(settings)), answers, true)
    }

    /// The page as JSON, in the language of its address.
    pub(super) fn as_json(&self, settings: &Settings) -> OperationBuilder {
        let id = format!("{}InLanguage", self.id);
        self.written(id, Some(language(settings)), self.answers.clone(), false)
    }

    /// The page as JSON, in the language that the visitor prefers.
    pub(super) fn as_preferred_json(&self) -> OperationBuilder {
        self.written(self.id.to_owned(), None, self.answers.clone(), false)
    }

    fn written(
        &self,
        id: String,
        language: Option<Parameter>,
        answers: Vec<Answer>,
        refuses_with_pages: bool,
    ) -> OperationBuilder {
        let mut responses: BTreeMap<String, ResponseBuilder> = BTreeMap::new();
        for answer in answers {
            let known = responses
                .remove(&answer.status.to_string())
                .unwrap_or_else(|| ResponseBuilder::new().description(answer.description.as_str()));
            let made = match answer.body {
                Some((media_type, content)) => known.content(media_type, content),
                None if answer.status >= 400 => refusal(known, refuses_with_pages),
                None => known,
            };
            responses.insert(answer.status.to_string(), made);
        }
        let other = ResponseBuilder::new().description("Any other refusal");
        responses.insert("default".to_owned(), refusal(other, refuses_with_pages));
        let operation = OperationBuilder::new()
            .operation_id(Some(id))
            .summary(Some(self.summary))
            .description(self.description.clone())
            .request_body(self.form.clone());
        let operation = language
            .into_iter()
            .chain(self.parameters.iter().cloned())
            .fold(operation, OperationBuilder::parameter);
        responses
            .into_iter()
            .fold(operation, |operation, (status, response)| {
                operation.response(status, response.build())
            })
    }
}

impl Answer {
    fn is_json(&self) -> bool {
        self.status == 200
            && self
                .body
                .as_ref()
                .is_some_and(|(media_type, _)| *media_type == "application/json")
    }
}

/// A problem, as JSON and where it may be one as a page.
fn refusal(response: ResponseBuilder, with_pages: bool) -> ResponseBuilder {
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem")));
    let response = response.content("application/problem+json", problem.build());
    if with_pages {
        response.content("text/html", text_content())
    } else {
        response
    }
}

fn text_content() -> Content {
    let text = ObjectBuilder::new().schema_type(Type::String);
    ContentBuilder::new().schema(Some(text)).build()
}

/// Whether everything at this address is JSON, whatever a visitor accepts; see
/// [`Format::of`](crate::Format::of).
fn is_json_address(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, suffix)| suffix == "json")
        || path.starts_with("/api/")
        || path == "/ogc"
        || path.starts_with("/ogc/")
}

/// The language of a page, among those of the city.
fn language(settings: &Settings) -> Parameter {
    let tags = settings.languages.iter().map(|language| language.tag());
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(tags));
    in_path("lang", "The language", schema)
}

fn in_path(name: &str, description: &str, schema: ObjectBuilder) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}
