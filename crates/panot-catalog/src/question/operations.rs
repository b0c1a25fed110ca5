// SPDX-License-Identifier: AGPL-3.0-or-later

//! How questions stand in the description of the API.

use panot_web::{Operation, Query};

use super::form::Form;
use super::view::AnswerView;

/// What can be asked.
const ASKED: &str = "One SELECT over the city's tables. A table is called by its name in quotes \
    (\"air-quality\"), or with underscores (air_quality), or with one of its versions \
    (\"air-quality@12\"). An answer has at most 100,000 rows, 32 MiB and 15 seconds.";

fn asked(operation: Operation) -> Operation {
    operation
        .describe(ASKED)
        .query("sql", Query::Text, "The question")
        .problem(
            400,
            "The question is refused; reason, line and column say why and where",
        )
        .problem(422, "It needs more than one question may have")
        .problem(
            429,
            "All who answer are busy; Retry-After says when to come back",
        )
}

fn with_forms(operation: Operation) -> Operation {
    let forms: Vec<&str> = Form::ALL.into_iter().map(Form::name).collect();
    let operation = operation.query("format", Query::OneOf(&forms), "The form of the answer");
    form(operation, Form::Csv)
        .json::<AnswerView>("The answer")
        .file(Form::Parquet.media_type(), "The rows")
        .file(Form::Arrow.media_type(), "The rows as an Arrow IPC stream")
}

fn form(operation: Operation, form: Form) -> Operation {
    match form {
        Form::Csv => operation.text(form.media_type(), "The rows"),
        Form::Json => operation.json::<AnswerView>("The answer"),
        Form::Parquet | Form::Arrow => operation.file(form.media_type(), "The rows"),
    }
}

/// The page, and its JSON.
pub fn page() -> Operation {
    asked(Operation::new("askSql", "A question in SQL")).json::<AnswerView>("The answer")
}

/// `GET /sql`.
pub fn get() -> Operation {
    with_forms(asked(Operation::new(
        "askSqlAs",
        "A question in SQL, in the form that Accept or format names",
    )))
    .empty(303, "To the page, for whoever prefers no form")
}

/// `POST /sql`.
pub fn post() -> Operation {
    with_forms(
        Operation::new("postSql", "The same, as a form")
            .describe(ASKED)
            .form(&[
                ("sql", "The question"),
                ("format", "csv, json, parquet or arrow"),
            ])
            .problem(400, "The question is refused")
            .problem(422, "It needs more than one question may have")
            .problem(429, "All who answer are busy"),
    )
    .empty(303, "To the page, for browsers")
}

/// `GET /sql.csv` and its like.
pub fn file(of: Form) -> Operation {
    let (id, summary) = match of {
        Form::Csv => ("askSqlCsv", "A question in SQL, answered as CSV"),
        Form::Json => ("askSqlJson", "A question in SQL, answered as JSON"),
        Form::Parquet => ("askSqlParquet", "A question in SQL, answered as Parquet"),
        Form::Arrow => (
            "askSqlArrow",
            "A question in SQL, answered as an Arrow IPC stream",
        ),
    };
    form(asked(Operation::new(id, summary)), of)
}
