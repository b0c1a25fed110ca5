// SPDX-License-Identifier: AGPL-3.0-or-later

//! `panot sql`: one SELECT over the published tables, for the operator.
//!
//! Reads the folder beside a running server: files of versions never change.

use std::io::{BufWriter, ErrorKind};
use std::path::Path;

use futures::StreamExt as _;
use panot_catalog::store::versions;
use tabular::write::{self, Format, WriteError};

use crate::city::Reading;
use crate::failure::{Exit, Failure};
use crate::orders::{db_failure, lake_failure};
use crate::progress::Voice;

/// Answers as CSV, or as NDJSON for machines, while the rows come.
pub async fn sql(city: &Path, text: &str, voice: Voice) -> Result<(), Failure> {
    let reading = Reading::open(city).await?;
    let tables = panot_db::read!(reading.db, "tables for sql", tx -> panot_db::Error => {
        versions::readable(tx).await
    })
    .map_err(|error| db_failure(&error))?;
    let (schema, mut rows) = reading
        .lake
        .sql(&tables, text)
        .await
        .map_err(|error| lake_failure(&error))?;
    let format = if voice == Voice::Machine {
        Format::NdJson
    } else {
        Format::Csv
    };
    let mut out = write::writer(format, &schema, BufWriter::new(std::io::stdout()))
        .map_err(|error| write_failure(&error))?;
    while let Some(batch) = rows.next().await {
        let batch = batch.map_err(|error| lake_failure(&error))?;
        match out.write(&batch) {
            // `panot sql … | head` is no failure.
            Err(WriteError::Io(error)) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            written => written.map_err(|error| write_failure(&error))?,
        }
    }
    out.finish().map_err(|error| write_failure(&error))
}

fn write_failure(error: &WriteError) -> Failure {
    Failure::new(Exit::Io, error)
}
