// SPDX-License-Identifier: AGPL-3.0-or-later

//! The operator's own SQL: one `SELECT`, without bounds but the machine's.

use std::collections::HashSet;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, FieldRef, Schema, SchemaRef};
use datafusion::common::TableReference;
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::sql::parser::{DFParserBuilder, Statement};
use datafusion::sql::sqlparser::ast;
use datafusion::sql::sqlparser::dialect::PostgreSqlDialect;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};
use futures::StreamExt;
use panot_lake::{Error, Snapshot};

use crate::engine::Shared;
use crate::rows::Batches;
use crate::session::failed;
use crate::table::{LakeTable, Reading};

/// Bytes of a question.
const TEXT_MAX: usize = 64 << 10;
/// Words and signs of a question. Long chains of operators are walked by recursion: three thousand
/// terms would end the process.
const TOKENS_MAX: usize = 2_000;
/// Brackets within brackets.
const DEPTH_MAX: usize = 40;

/// Answers one `SELECT`. A table has its own name (`"air-quality"`), the same with underscores where
/// that is free, and one with its version (`"air-quality@2"`); of several versions the plain name is
/// the newest's.
pub async fn sql(
    shared: &Shared,
    tables: &[Snapshot],
    text: &str,
) -> Result<(SchemaRef, Batches), Error> {
    let query = one_query(text)?;
    let context = shared.session.context(shared.session.threads);
    let mut newest_first: Vec<&Snapshot> = tables.iter().collect();
    newest_first.sort_by_key(|snapshot| std::cmp::Reverse(snapshot.version));
    let own_names: HashSet<&str> = tables.iter().map(|one| one.table.as_str()).collect();
    let mut taken = HashSet::new();
    for snapshot in newest_first {
        let table = Arc::new(LakeTable::open(shared, snapshot, Reading::default()).await?);
        let name = snapshot.table.as_str();
        let mut names = vec![name.to_owned(), format!("{name}@{}", snapshot.version)];
        let underscored = name.replace('-', "_");
        if !own_names.contains(underscored.as_str()) {
            names.push(underscored);
        }
        for name in names {
            if taken.insert(name.clone()) {
                let name = TableReference::bare(name);
                context
                    .register_table(name, table.clone())
                    .map_err(failed)?;
            }
        }
    }
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
    let dress = {
        let schema = schema.clone();
        move |batch: RecordBatch| {
            let columns = batch.columns().iter().zip(schema.fields());
            let columns = columns.map(|(c, field)| arrow::compute::cast(c, field.data_type()));
            let options =
                arrow_array::RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
            columns
                .collect::<Result<_, _>>()
                .and_then(|c| RecordBatch::try_new_with_options(schema.clone(), c, &options))
                .map_err(|e| Error::Engine(e.into()))
        }
    };
    Ok((
        schema,
        batches
            .map(move |batch| dress(batch.map_err(said)?))
            .boxed(),
    ))
}

fn one_query(text: &str) -> Result<Statement, Error> {
    let refused = |why: &str| Err(Error::Refused(why.to_owned()));
    if text.len() > TEXT_MAX {
        return refused("the question is longer than 64 KiB");
    }
    let dialect = PostgreSqlDialect {};
    let tokens = Tokenizer::new(&dialect, text)
        .tokenize()
        .map_err(|e| Error::Refused(format!("the question cannot be read: {e}")))?;
    let words = tokens
        .iter()
        .filter(|token| !matches!(token, Token::Whitespace(_)))
        .count();
    if words > TOKENS_MAX {
        return refused("the question has more than 2000 words and signs");
    }
    let mut statements = DFParserBuilder::new(text)
        .with_dialect(&dialect)
        .with_recursion_limit(DEPTH_MAX)
        .build()
        .and_then(|mut parser| parser.parse_statements())
        .map_err(said)?;
    let (Some(only), None) = (statements.pop_front(), statements.pop_front()) else {
        return refused("ask exactly one question");
    };
    match &only {
        Statement::Statement(statement) if matches!(**statement, ast::Statement::Query(_)) => {
            Ok(only)
        }
        _ => refused("only a SELECT is answered here"),
    }
}

/// The schema with plain text for whatever way of holding text the engine chose.
fn plain_text(schema: &Schema) -> SchemaRef {
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
fn said(error: DataFusionError) -> Error {
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
        _ => failed(error),
    }
}
