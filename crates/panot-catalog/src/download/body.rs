// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows written as a file while they are read: memory holds one batch, whatever the table's size.

use std::io::{self, Seek as _, Write};
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use axum::body::{Body, Bytes};
use futures::stream::{BoxStream, try_unfold};
use futures::{StreamExt as _, TryStreamExt as _};
use panot_core::Extension;
use panot_web::Problem;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use tabular::write::{Format, WriteBatches, WriteError, writer};
use tokio_util::io::ReaderStream;

/// The rows of an answer.
type Batches = BoxStream<'static, Result<RecordBatch, panot_lake::Error>>;
type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// Rows in one group of a Parquet file that is written here: what is held at once.
const GROUP_ROWS: usize = 131_072;

/// The body of a file of this format. A failure after the first byte breaks the transfer off, so
/// that half a file is never taken for a whole one.
pub async fn write(
    extension: Extension,
    schema: SchemaRef,
    batches: Batches,
) -> Result<Body, Problem> {
    let out = Shared::default();
    let format = match extension {
        Extension::Csv => Format::Csv,
        Extension::Json => Format::Json,
        Extension::Ndjson => Format::NdJson,
        Extension::Geojson => Format::GeoJson,
        Extension::Xlsx => return workbook(schema, batches).await,
        Extension::Parquet => {
            let writer = Parquet::new(&schema, out.clone()).map_err(Problem::internal)?;
            return Ok(streamed(Box::new(writer), out, batches));
        }
        _ => return Err(Problem::not_found()),
    };
    let writer = writer(format, &schema, out.clone()).map_err(Problem::internal)?;
    Ok(streamed(writer, out, batches))
}

fn streamed(writer: Box<dyn WriteBatches>, out: Shared, batches: Batches) -> Body {
    let pieces = try_unfold(
        (Some(writer), out, batches),
        |(writer, out, mut batches)| async move {
            let Some(mut writer) = writer else {
                return Ok::<_, AnyError>(None);
            };
            if let Some(batch) = batches.next().await {
                writer.write(&batch?)?;
                Ok(Some((out.take(), (Some(writer), out, batches))))
            } else {
                writer.finish()?;
                Ok(Some((out.take(), (None, out, batches))))
            }
        },
    );
    Body::from_stream(pieces.try_filter(|piece| std::future::ready(!piece.is_empty())))
}

/// A workbook is whole only when its last row is known, so it is made in a file that nobody else
/// sees, and handed out from there.
async fn workbook(schema: SchemaRef, mut batches: Batches) -> Result<Body, Problem> {
    let mut file = tempfile::tempfile().map_err(Problem::internal)?;
    let target = file.try_clone().map_err(Problem::internal)?;
    let mut writer =
        writer(Format::Xlsx, &schema, io::BufWriter::new(target)).map_err(Problem::internal)?;
    while let Some(batch) = batches.next().await {
        let batch = batch?;
        writer.write(&batch).map_err(does_not_fit)?;
    }
    let done = tokio::task::spawn_blocking(move || {
        writer.finish()?;
        file.rewind()?;
        Ok::<_, WriteError>(file)
    });
    let file = done
        .await
        .map_err(Problem::internal)?
        .map_err(does_not_fit)?;
    Ok(Body::from_stream(ReaderStream::new(
        tokio::fs::File::from_std(file),
    )))
}

/// Too many rows or too long a text for a sheet is the visitor's to choose around.
fn does_not_fit(error: WriteError) -> Problem {
    match error {
        WriteError::TooManyRows | WriteError::LongText { .. } => {
            let why = error.to_string();
            Problem::unprocessable().detail(move |_| why.clone())
        }
        error => Problem::internal(error),
    }
}

/// Bytes that were written and not sent yet.
#[derive(Clone, Default)]
pub struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    /// What was written since the last time.
    pub fn take(&self) -> Bytes {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Bytes::from(std::mem::take(&mut *held))
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A Parquet file of the rows that fit, for when the stored file holds others too.
struct Parquet {
    schema: SchemaRef,
    writer: ArrowWriter<Shared>,
}

impl Parquet {
    fn new(schema: &SchemaRef, out: Shared) -> Result<Self, parquet::errors::ParquetError> {
        let how = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .build();
        Ok(Self {
            schema: SchemaRef::clone(schema),
            writer: ArrowWriter::try_new(out, SchemaRef::clone(schema), Some(how))?,
        })
    }
}

impl WriteBatches for Parquet {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), WriteError> {
        let batch = RecordBatch::try_new(SchemaRef::clone(&self.schema), batch.columns().to_vec())
            .map_err(io::Error::other)?;
        self.writer.write(&batch).map_err(io::Error::other)?;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), WriteError> {
        self.writer.close().map_err(io::Error::other)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::{ArrayRef, Int64Array};
    use futures::stream;

    use super::*;

    fn numbers(from: i64) -> RecordBatch {
        let cells: Vec<i64> = (from..from + 3).collect();
        let cells: ArrayRef = Arc::new(Int64Array::from(cells));
        RecordBatch::try_from_iter([("n", cells)]).expect("one column")
    }

    async fn bytes(
        extension: Extension,
        batches: Vec<Result<RecordBatch, panot_lake::Error>>,
    ) -> Result<Bytes, axum::Error> {
        let body = write(
            extension,
            numbers(0).schema(),
            stream::iter(batches).boxed(),
        )
        .await
        .expect("a format that is written");
        axum::body::to_bytes(body, 1 << 20).await
    }

    #[tokio::test]
    async fn rows_of_all_batches_stand_in_one_file() {
        let text = bytes(Extension::Csv, vec![Ok(numbers(1)), Ok(numbers(4))])
            .await
            .expect("whole");
        assert_eq!(text.as_ref(), b"n\r\n1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n");
        let text = bytes(Extension::Json, Vec::new()).await.expect("whole");
        let value: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
        assert_eq!(value, serde_json::json!([]));
    }

    #[tokio::test]
    async fn a_parquet_file_and_a_workbook_are_what_they_say() {
        let parquet = bytes(Extension::Parquet, vec![Ok(numbers(1))])
            .await
            .expect("whole");
        assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
        let sheet = bytes(Extension::Xlsx, vec![Ok(numbers(1))])
            .await
            .expect("whole");
        assert!(sheet.starts_with(b"PK"));
    }

    #[tokio::test]
    async fn a_failure_in_the_middle_breaks_the_transfer_off() {
        let broken = Err(panot_lake::Error::Refused("the disk is gone".into()));
        assert!(
            bytes(Extension::Csv, vec![Ok(numbers(1)), broken])
                .await
                .is_err()
        );
    }
}
