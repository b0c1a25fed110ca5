// SPDX-License-Identifier: AGPL-3.0-or-later

//! Why an action gives no result, in the words and the shape that clients of CKAN know.

use ckan::filters::FiltersError;
use ckan::query::QueryError;
use ckan::wire::Failure;
use ckan::words::WordsError;
use panot_core::Language;
use panot_web::Problem;
use serde_json::{Map, Value, json};

use crate::words::Words;

/// Why an action gives no result.
#[derive(Debug, Clone)]
pub enum Refused {
    /// A field cannot be read, or not be answered.
    Field {
        /// The field.
        name: &'static str,
        /// Why.
        why: Why,
    },
    /// Nothing is there under this name.
    NotFound(String),
    /// It changes something, which nobody may over this API.
    Writes,
    /// It asks in SQL.
    Sql,
    /// The request is no JSON object; with what the reader said.
    NoRequest(String),
    /// There is no such action.
    NoSuchAction(String),
    /// What any other address of the city would answer.
    Problem(Problem),
}

impl PartialEq for Refused {
    fn eq(&self, other: &Self) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}

impl<E> From<E> for Refused
where
    Problem: From<E>,
{
    fn from(error: E) -> Self {
        Self::Problem(error.into())
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is needed.
    Missing,
    /// It is not a whole number from 0 on.
    NotANumber(String),
    /// It is neither true nor false.
    NotATruth(String),
    /// It is not a list of texts.
    NotAList,
    /// It is none of these.
    NotOneOf(String, &'static str),
    /// It is no query.
    Query(QueryError),
    /// It asks for more than is answered.
    TooMuch,
    /// There is no such field or column.
    NoSuchField(String),
    /// That field cannot be asked for in this way.
    CannotBe(String),
    /// They are no filters.
    Filters(FiltersError),
    /// They are no words.
    Words(WordsError),
    /// A value does not fit its column.
    Value(String, String),
}

impl Refused {
    /// A field that cannot be read.
    pub fn field(name: &'static str, why: Why) -> Self {
        Self::Field { name, why }
    }

    /// The status of the answer.
    pub fn status(&self) -> u16 {
        match self {
            Self::Field {
                why: Why::Query(_), ..
            }
            | Self::NoRequest(_)
            | Self::NoSuchAction(_) => 400,
            Self::Field { .. } => 409,
            Self::NotFound(_) => 404,
            Self::Writes | Self::Sql => 403,
            Self::Problem(problem) => problem.status().as_u16(),
        }
    }

    /// What is said in the answer, in `language`; nothing where CKAN answers with a text alone.
    pub fn failure(&self, language: Language) -> Option<Failure> {
        let t = Words::of(language.tag());
        let said = |kind: &str, message: String| Failure {
            kind: kind.to_owned(),
            message: Value::String(message),
            fields: Map::new(),
        };
        Some(match self {
            Self::Field { name, why } => {
                let text = why.said(t, name);
                match why {
                    Why::Query(_) => said("Search Query Error", text),
                    _ => Failure {
                        fields: [((*name).to_owned(), json!([text]))].into_iter().collect(),
                        ..said("Validation Error", text.clone())
                    },
                }
            }
            Self::NotFound(name) => said("Not Found Error", t.ckan_not_found(name)),
            Self::Writes => said("Authorization Error", t.ckan_writes()),
            Self::Sql => said("Authorization Error", t.ckan_sql()),
            Self::NoRequest(_) | Self::NoSuchAction(_) => return None,
            Self::Problem(problem) => {
                let kind = match problem.status().as_u16() {
                    404 | 410 => "Not Found Error",
                    403 => "Authorization Error",
                    400..500 => "Validation Error",
                    _ => "Internal Server Error",
                };
                let detail = problem.said(language);
                said(kind, detail.unwrap_or_else(|| problem.title(language)))
            }
        })
    }

    /// The same as a problem, where an address has no shape of CKAN's.
    pub fn into_problem(self, language: Language) -> Problem {
        let said = self.failure(language).map(|failure| failure.message);
        let problem = match self {
            Self::Problem(problem) => return problem,
            Self::NotFound(_) => Problem::not_found(),
            _ => Problem::bad_request(),
        };
        match said {
            Some(Value::String(text)) => problem.detail(move |_| text.clone()),
            _ => problem,
        }
    }

    /// The text alone, where CKAN answers so.
    pub fn text(&self, language: Language) -> String {
        let t = Words::of(language.tag());
        match self {
            Self::NoSuchAction(name) => t.ckan_no_such_action(name),
            Self::NoRequest(why) => t.ckan_no_request(why),
            _ => String::new(),
        }
    }
}

impl Why {
    fn said(&self, t: Words, name: &str) -> String {
        match self {
            Self::Missing => t.ckan_missing(name),
            Self::NotANumber(text) => t.ckan_not_a_number(text),
            Self::NotATruth(text) => t.ckan_not_a_truth(text),
            Self::NotAList => t.ckan_not_a_list(name),
            Self::NotOneOf(text, these) => t.ckan_not_one_of(these, text),
            Self::Query(error) => query(t, error),
            Self::TooMuch | Self::Words(WordsError::TooMuch) => t.ckan_too_much(),
            Self::NoSuchField(field) => t.ckan_no_such_field(field),
            Self::CannotBe(field) => t.ckan_cannot_be(field),
            Self::Filters(error) => match error {
                FiltersError::Shape => t.ckan_filters_shape(),
                FiltersError::NoSuchComparison(word) => t.ckan_filters_comparison(word),
                FiltersError::Value(field) => t.ckan_filters_value(field),
                FiltersError::TooMuch => t.ckan_too_much(),
            },
            Self::Words(WordsError::Unexpected { found, at }) => {
                t.ckan_words(at.to_string(), found)
            }
            Self::Value(column, value) => t.wrong_value(column, value),
        }
    }
}

fn query(t: Words, error: &QueryError) -> String {
    match error {
        QueryError::TooLong | QueryError::TooDeep | QueryError::TooMany => {
            t.ckan_query_too_much(error.to_string())
        }
        QueryError::Open { sign, at } => t.ckan_query_open(at.to_string(), sign.to_string()),
        QueryError::Unexpected { found, at } if found.is_empty() => {
            t.ckan_query_ends(at.to_string())
        }
        QueryError::Unexpected { found, at } => t.ckan_query_unexpected(at.to_string(), found),
        QueryError::NotHere { what, at } => t.ckan_query_not_here(at.to_string(), *what),
    }
}
