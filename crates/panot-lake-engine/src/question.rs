// SPDX-License-Identifier: AGPL-3.0-or-later

//! The operator's own SQL: one `SELECT`, without bounds but the machine's.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use arrow_array::{RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, FieldRef, Schema, SchemaRef};
use datafusion::common::{SchemaError, TableReference};
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::{DFParserBuilder, Statement};
use datafusion::sql::sqlparser::ast;
use datafusion::sql::sqlparser::dialect::PostgreSqlDialect;
use datafusion::sql::sqlparser::parser::ParserError;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};
use futures::StreamExt;
use panot_lake::{Error, Place, Refusal, Snapshot, Why, numbered_name};

use crate::engine::Shared;
use crate::rows::Batches;
use crate::session::{Session, failed};
use crate::spatial;
use crate::table::{LakeTable, Reading};

/// Answers one `SELECT`. A table has its own name (`"air-quality"`), the same with underscores where
/// that is free, and one with its version (`"air-quality@2"`); of several versions the plain name is
/// the newest's.
pub async fn sql(
    shared: &Shared,
    tables: &[Snapshot],
    text: &str,
) -> Result<(SchemaRef, Batches), Error> {
    let query = one_query(text, &LENGTH).map_err(Said::from)?;
    let context = shared.session.context(shared.session.threads);
    spatial::register(&context);
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

/// Makes those tables known with their rows numbered that a question names so.
pub async fn register_numbered(
    context: &SessionContext,
    session: &Session,
    tables: &[Snapshot],
    asked: &BTreeSet<String>,
) -> Result<(), Error> {
    for snapshot in tables {
        let name = numbered_name(snapshot);
        if asked.contains(&name) {
            let reading = Reading {
                numbered: true,
                ..Reading::default()
            };
            let table = LakeTable::open(session, snapshot, reading).await?;
            context
                .register_table(TableReference::bare(name), Arc::new(table))
                .map_err(failed)?;
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
pub fn one_query(text: &str, most: &Length) -> Result<Statement, Refusal> {
    let refused = |why: Why, said: String| Err(Refusal::new(why, said));
    if text.len() > most.text {
        let said = format!("the question is longer than {} bytes", most.text);
        return refused(Why::TooLong, said);
    }
    let dialect = PostgreSqlDialect {};
    let tokens = Tokenizer::new(&dialect, text)
        .tokenize()
        .map_err(|e| unreadable(format!("the question cannot be read: {e}")))?;
    let words = tokens
        .iter()
        .filter(|token| !matches!(token, Token::Whitespace(_)))
        .count();
    if words > most.tokens {
        let said = format!("the question has more than {} words and signs", most.tokens);
        return refused(Why::TooLong, said);
    }
    let mut statements = DFParserBuilder::new(text)
        .with_dialect(&dialect)
        .with_recursion_limit(most.depth)
        .build()
        .and_then(|mut parser| parser.parse_statements())
        .map_err(|error| not_parsed(&error))?;
    let (Some(only), None) = (statements.pop_front(), statements.pop_front()) else {
        return refused(Why::OnlySelect, "ask exactly one question".to_owned());
    };
    match &only {
        Statement::Statement(statement) if matches!(**statement, ast::Statement::Query(_)) => {
            Ok(only)
        }
        _ => refused(Why::OnlySelect, "only a SELECT is answered here".to_owned()),
    }
}

/// What does not parse, with the place that the parser names. Brackets in brackets beyond the bound
/// have none.
fn not_parsed(error: &DataFusionError) -> Refusal {
    match error.find_root() {
        DataFusionError::SQL(why, _) => match why.as_ref() {
            ParserError::RecursionLimitExceeded => Refusal::new(
                Why::TooLong,
                "the question has too many brackets in brackets",
            ),
            ParserError::ParserError(said) | ParserError::TokenizerError(said) => {
                unreadable(said.clone())
            }
        },
        _ => unreadable(error.strip_backtrace()),
    }
}

/// Text that is no SQL. The parser says where at the end of its words.
fn unreadable(said: String) -> Refusal {
    let at = said.rsplit_once(" at Line: ").and_then(|(_, at)| {
        let (line, column) = at.split_once(", Column: ")?;
        let digits = column.find(|c: char| !c.is_ascii_digit());
        Some(Place {
            line: line.parse().ok()?,
            column: column[..digits.unwrap_or(column.len())].parse().ok()?,
        })
    });
    let said = match at {
        Some(_) => said
            .split(" at Line: ")
            .next()
            .unwrap_or_default()
            .to_owned(),
        None => said,
    };
    Refusal {
        why: Why::Syntax,
        at,
        said,
    }
}

/// Where the name that a refusal speaks of stands in the question.
pub fn located(mut refusal: Refusal, text: &str) -> Refusal {
    let name = match &refusal.why {
        Why::NoSuchTable(name) | Why::Function(name) | Why::NotRepeatable(name) => name,
        Why::NoSuchColumn { name, .. } => name.rsplit('.').next().unwrap_or(name),
        _ => return refusal,
    };
    let name = name.trim_matches('"');
    let tokens = Tokenizer::new(&PostgreSqlDialect {}, text).tokenize_with_location();
    let place = tokens.unwrap_or_default().into_iter().find_map(|token| {
        let Token::Word(word) = &token.token else {
            return None;
        };
        let same = match word.quote_style {
            Some(_) => word.value == name,
            None => word.value.eq_ignore_ascii_case(name),
        };
        same.then_some(Place {
            line: token.span.start.line,
            column: token.span.start.column,
        })
    });
    refusal.at = refusal.at.or(place);
    refusal
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

/// What came of a question that has no answer.
#[derive(Debug)]
pub enum Said {
    /// The asker's to mend.
    Refusal(Refusal),
    /// Nobody's at the counter.
    Failure(Error),
}

impl From<Refusal> for Said {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}

impl From<Error> for Said {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(said) => Self::Refusal(Refusal::new(Why::Sense, said)),
            error => Self::Failure(error),
        }
    }
}

impl From<Said> for Error {
    fn from(said: Said) -> Self {
        match said {
            Said::Refusal(refusal) => Self::Refused(refusal.said),
            Said::Failure(error) => error,
        }
    }
}

/// What DataFusion says about a question: the asker's mistake, or a failure.
pub fn said(error: DataFusionError) -> Said {
    // Every table is one of the city's: where the engine keeps them says nothing.
    let text = error.strip_backtrace().replace("datafusion.public.", "");
    let why = match error.find_root() {
        DataFusionError::SQL(..) => return not_parsed(&error).into(),
        DataFusionError::SchemaError(schema, _) => match schema.as_ref() {
            SchemaError::FieldNotFound {
                field,
                valid_fields,
            } => Why::NoSuchColumn {
                name: field.flat_name(),
                known: valid_fields.iter().map(written).take(KNOWN_MAX).collect(),
            },
            _ => Why::Sense,
        },
        DataFusionError::Plan(text) => match function_of(text) {
            Some(name) => Why::Function(name),
            None => Why::Sense,
        },
        DataFusionError::NotImplemented(_) | DataFusionError::Configuration(_) => Why::Form,
        DataFusionError::Execution(_) | DataFusionError::ArrowError(..) => Why::Value,
        // A pattern that does not compile is called a bug of the engine by the engine, or of something
        // outside.
        DataFusionError::Internal(_) | DataFusionError::External(_) => {
            return match pattern(&text) {
                Some(said) => Refusal::new(Why::Value, said).into(),
                None => Said::Failure(failed(error)),
            };
        }
        _ => return Said::Failure(failed(error)),
    };
    Refusal::new(why, text).into()
}

/// What is said about a pattern that does not compile, if it is one.
fn pattern(text: &str) -> Option<String> {
    let begins = ["Regular expression", "regex parse error"];
    let at = begins.iter().find_map(|words| text.find(words))?;
    let end = text[at..]
        .find("This issue was likely caused")
        .map_or(text.len(), |end| at + end);
    let lines = text[at..end].lines().map(str::trim).take(5);
    Some(lines.collect::<Vec<_>>().join(" "))
}

/// The most columns that are named to somebody who looks for one.
const KNOWN_MAX: usize = 60;

/// A column as a question writes it.
fn written(column: &datafusion::common::Column) -> String {
    let name = &column.name;
    let bare = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if name.bytes().all(bare) && !name.starts_with(|c: char| c.is_ascii_digit()) {
        name.clone()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

/// The function that the planner does not know.
fn function_of(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("Invalid function '")?;
    rest.split_once('\'').map(|(name, _)| name.to_owned())
}
