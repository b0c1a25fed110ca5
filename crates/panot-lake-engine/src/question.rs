// SPDX-License-Identifier: AGPL-3.0-or-later

//! The operator's own SQL: one `SELECT`, without bounds but the machine's.

use std::collections::HashSet;
use std::sync::Arc;

use arrow_array::{RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, FieldRef, Schema, SchemaRef};
use datafusion::common::TableReference;
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::{DFParserBuilder, Statement};
use datafusion::sql::sqlparser::ast;
use datafusion::sql::sqlparser::dialect::PostgreSqlDialect;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};
use futures::StreamExt;
use panot_lake::{Error, Snapshot};

use crate::engine::Shared;
use crate::rows::Batches;
use crate::session::{Session, failed};
use crate::table::{LakeTable, Reading};

/// Answers one `SELECT`. A table has its own name (`"air-quality"`), the same with underscores where
/// that is free, and one with its version (`"air-quality@2"`); of several versions the plain name is
/// the newest's.
pub async fn sql(
    shared: &Shared,
    tables: &[Snapshot],
    text: &str,
) -> Result<(SchemaRef, Batches), Error> {
    let query = one_query(text, &LENGTH)?;
    let context = shared.session.context(shared.session.threads);
    register(&context, &shared.session, tables).await?;
    let planner = context.state();
    let plan = planner.statement_to_plan(query).await.map_err(said)?;
    let read_only = SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false);
    read_only.verify_plan(&plan).map_err(said)?;
    let answer = context.execute_logical_plan(plan).await.map_err(said)?;
    let batches = answer.execute_stream().await.map_err(said)?;
    let schema = plain_text(&batches.schema());
    let dressed = schema.clone();
    let batches = batches.map(move |batch| dress(&dressed, &batch.map_err(said)?));
    Ok((schema, batches.boxed()))
}

/// The names under which a version of a table is asked. No two tables share one: what a city calls
/// a table has no underscore.
pub fn names(snapshot: &Snapshot) -> [String; 3] {
    let name = snapshot.table.as_str();
    [
        name.to_owned(),
        format!("{name}@{}", snapshot.version),
        name.replace('-', "_"),
    ]
}

/// Makes tables known by their [names].
pub async fn register(
    context: &SessionContext,
    session: &Session,
    tables: &[Snapshot],
) -> Result<(), Error> {
    let mut newest_first: Vec<&Snapshot> = tables.iter().collect();
    newest_first.sort_by_key(|snapshot| std::cmp::Reverse(snapshot.version));
    let mut taken = HashSet::new();
    for snapshot in newest_first {
        let table = Arc::new(LakeTable::open(session, snapshot, Reading::default()).await?);
        for name in names(snapshot) {
            if taken.insert(name.clone()) {
                let name = TableReference::bare(name);
                context
                    .register_table(name, table.clone())
                    .map_err(failed)?;
            }
        }
    }
    Ok(())
}

/// Rows in a [plain schema](plain_text).
pub fn dress(schema: &SchemaRef, batch: &RecordBatch) -> Result<RecordBatch, Error> {
    let columns = batch.columns().iter().zip(schema.fields());
    let columns = columns.map(|(c, field)| arrow::compute::cast(c, field.data_type()));
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    columns
        .collect::<Result<_, _>>()
        .and_then(|c| RecordBatch::try_new_with_options(schema.clone(), c, &options))
        .map_err(|e| Error::Engine(e.into()))
}

/// How long the text of a question may be.
pub struct Length {
    /// Bytes.
    pub text: usize,
    /// Words and signs. Long chains of operators are walked by recursion: three thousand terms would
    /// end the process.
    pub tokens: usize,
    /// Brackets within brackets.
    pub depth: usize,
}

/// The operator's.
const LENGTH: Length = Length {
    text: 64 << 10,
    tokens: 2_000,
    depth: 40,
};

/// Reads a text that must be one question.
pub fn one_query(text: &str, most: &Length) -> Result<Statement, Error> {
    let refused = |why: String| Err(Error::Refused(why));
    if text.len() > most.text {
        return refused(format!("the question is longer than {} bytes", most.text));
    }
    let dialect = PostgreSqlDialect {};
    let tokens = Tokenizer::new(&dialect, text)
        .tokenize()
        .map_err(|e| Error::Refused(format!("the question cannot be read: {e}")))?;
    let words = tokens
        .iter()
        .filter(|token| !matches!(token, Token::Whitespace(_)))
        .count();
    if words > most.tokens {
        return refused(format!(
            "the question has more than {} words and signs",
            most.tokens
        ));
    }
    let mut statements = DFParserBuilder::new(text)
        .with_dialect(&dialect)
        .with_recursion_limit(most.depth)
        .build()
        .and_then(|mut parser| parser.parse_statements())
        .map_err(said)?;
    let (Some(only), None) = (statements.pop_front(), statements.pop_front()) else {
        return refused("ask exactly one question".to_owned());
    };
    match &only {
        Statement::Statement(statement) if matches!(**statement, ast::Statement::Query(_)) => {
            Ok(only)
        }
        _ => refused("only a SELECT is answered here".to_owned()),
    }
}

/// The schema with plain text for whatever way of holding text the engine chose.
pub fn plain_text(schema: &Schema) -> SchemaRef {
    let plain = |field: &FieldRef| {
        let kind = match field.data_type() {
            DataType::Utf8View | DataType::LargeUtf8 => DataType::Utf8,
            DataType::BinaryView | DataType::LargeBinary => DataType::Binary,
            DataType::Dictionary(_, value) if value.is_string() => DataType::Utf8,
            other => other.clone(),
        };
        Arc::new(field.as_ref().clone().with_data_type(kind))
    };
    Arc::new(Schema::new(
        schema.fields().iter().map(plain).collect::<Vec<_>>(),
    ))
}

/// What DataFusion says about a question: the asker's mistake, or a failure.
pub fn said(error: DataFusionError) -> Error {
    match error.find_root() {
        DataFusionError::SQL(..)
        | DataFusionError::Plan(_)
        | DataFusionError::SchemaError(..)
        | DataFusionError::NotImplemented(_)
        | DataFusionError::Configuration(_)
        | DataFusionError::Execution(_)
        | DataFusionError::ArrowError(..) => {
            // Every table is one of the city's: where the engine keeps them says nothing.
            Error::Refused(error.strip_backtrace().replace("datafusion.public.", ""))
        }
        // A pattern that does not compile is called a bug of the engine by the engine.
        DataFusionError::Internal(text) if text.contains("Regular expression") => {
            let why = text.find("Regular expression").map(|at| &text[at..]);
            let why = why.and_then(|why| why.lines().next()).unwrap_or_default();
            Error::Refused(why.to_owned())
        }
        _ => failed(error),
    }
}
