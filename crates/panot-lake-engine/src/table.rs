// SPDX-License-Identifier: AGPL-3.0-or-later

//! A version as DataFusion reads it: a plain scan of exactly the files that the version names.

use std::io;
use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Schema, SchemaRef};
use async_trait::async_trait;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::stats::Precision;
use datafusion::common::{DFSchema, ScalarValue, Statistics};
use datafusion::datasource::TableType;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::parquet::metadata::DFParquetMetadata;
use datafusion::datasource::physical_plan::parquet::{
    CachedParquetFileReaderFactory, ParquetAccessPlan,
};
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::datasource::table_schema::{TableSchema, TableSchemaBuilder};
use datafusion::error::Result as DataFusionResult;
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown};
use datafusion::physical_plan::ExecutionPlan;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStoreExt};
use panot_lake::{Error, FileRef, Snapshot, number_columns};
use parquet::arrow::RowNumber;
use parquet::arrow::arrow_reader::{RowSelection, RowSelector};

use crate::engine::inside;
use crate::session::{Session as Asking, failed};

/// How a version is to be read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Text as string views, which group faster; else as the version's schema says.
    pub views: bool,
    /// With the hidden columns that number the files and the rows in them, for breaking ties.
    pub numbered: bool,
    /// Only these rows of the version: each range is the number of its first row, and how many. They
    /// ascend and do not overlap.
    pub only: Option<Vec<(u64, u64)>>,
}

/// The files of a version, ready to be scanned.
#[derive(Debug)]
pub struct LakeTable {
    schema: SchemaRef,
    scanned: TableSchema,
    files: Vec<PartitionedFile>,
    statistics: Statistics,
    readers: Arc<CachedParquetFileReaderFactory>,
    url: datafusion::execution::object_store::ObjectStoreUrl,
    /// Names of the hidden columns: number of the file, number of the row in it.
    pub hidden: Option<[String; 2]>,
}

impl LakeTable {
    /// Opens a version: every file must be there and be what the version says.
    pub async fn open(
        session: &Asking,
        snapshot: &Snapshot,
        reading: Reading,
    ) -> Result<Self, Error> {
        let schema = if reading.views {
            views(&snapshot.schema)
        } else {
            snapshot.schema.clone()
        };
        let hidden = reading.numbered.then(|| number_columns(&schema));
        let scanned = scanned(&schema, hidden.as_ref());
        let cache = session.runtime.cache_manager.get_file_metadata_cache();
        let mut files = Vec::with_capacity(snapshot.files.len());
        let mut each = Vec::with_capacity(snapshot.files.len());
        let mut first_row = 0;
        for (number, file) in (0_i32..).zip(&snapshot.files) {
            let meta = head(session, file).await?;
            let footer = DFParquetMetadata::new(session.store.as_ref(), &meta)
                .with_file_metadata_cache(Some(cache.clone()));
            let parquet = footer
                .fetch_metadata()
                .await
                .map_err(|e| damaged(file, &e))?;
            let stats = DFParquetMetadata::statistics_from_parquet_metadata(&parquet, &schema)
                .map_err(|e| damaged(file, &e))?;
            if stats.num_rows != Precision::Exact(usize::try_from(file.rows).unwrap_or(usize::MAX))
            {
                return Err(damaged(
                    file,
                    &"it does not have the rows that its version counts",
                ));
            }
            let mut part = PartitionedFile::new_from_meta(meta);
            let here = first_row;
            first_row += file.rows;
            if let Some(only) = &reading.only {
                let Some(rows) = overlap(only, here, file.rows) else {
                    continue;
                };
                let plan = ParquetAccessPlan::try_new_from_overall_row_selection(
                    rows,
                    parquet.row_groups(),
                )
                .map_err(failed)?;
                part = part.with_extension(plan);
            } else if hidden.is_none() {
                part = part.with_statistics(Arc::new(stats.clone()));
            }
            if hidden.is_some() {
                part = part.with_partition_values(vec![ScalarValue::Int32(Some(number))]);
            }
            files.push(part);
            each.push(stats);
        }
        let statistics = if hidden.is_some() || reading.only.is_some() || each.is_empty() {
            Statistics::new_unknown(scanned.table_schema())
        } else {
            Statistics::try_merge_iter(each.iter(), schema.as_ref()).map_err(failed)?
        };
        debug_assert_eq!(
            statistics.column_statistics.len(),
            scanned.table_schema().fields().len()
        );
        Ok(Self {
            schema: scanned.table_schema().clone(),
            scanned,
            files,
            statistics,
            readers: Arc::new(CachedParquetFileReaderFactory::new(
                session.store.clone(),
                cache,
            )),
            url: session.url.clone(),
            hidden,
        })
    }
}

async fn head(session: &Asking, file: &FileRef) -> Result<ObjectMeta, Error> {
    inside(&file.path)?;
    let meta = match session.store.head(&Path::from(file.path.as_str())).await {
        Err(object_store::Error::NotFound { .. }) => return Err(damaged(file, &"it is missing")),
        meta => meta.map_err(|e| Error::Disk {
            doing: "read",
            path: file.path.clone(),
            source: io::Error::other(e),
        })?,
    };
    if meta.size != file.bytes {
        let why = format!("it has {} bytes instead of {}", meta.size, file.bytes);
        return Err(damaged(file, &why));
    }
    Ok(meta)
}

fn damaged(file: &FileRef, why: &dyn ToString) -> Error {
    Error::Damaged {
        path: file.path.clone(),
        why: why.to_string(),
    }
}

/// The rows of a file that begins with row `first` of the version and has `rows`, which lie in the
/// ranges.
fn overlap(ranges: &[(u64, u64)], first: u64, rows: u64) -> Option<RowSelection> {
    let size = |rows| usize::try_from(rows).unwrap_or(usize::MAX);
    let end = first + rows;
    let from = ranges.partition_point(|(start, count)| start.saturating_add(*count) <= first);
    let mut selectors = Vec::new();
    let mut at = first;
    for (start, count) in &ranges[from..] {
        let (start, stop) = ((*start).max(at), start.saturating_add(*count).min(end));
        if start >= stop {
            break;
        }
        if start > at {
            selectors.push(RowSelector::skip(size(start - at)));
        }
        selectors.push(RowSelector::select(size(stop - start)));
        at = stop;
    }
    if selectors.is_empty() {
        return None;
    }
    if at < end {
        selectors.push(RowSelector::skip(size(end - at)));
    }
    Some(selectors.into())
}

/// The schema with string views for text.
fn views(schema: &Schema) -> SchemaRef {
    let view = |field: &FieldRef| {
        if field.data_type() == &DataType::Utf8 {
            Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8View))
        } else {
            field.clone()
        }
    };
    let fields: Vec<FieldRef> = schema.fields().iter().map(view).collect();
    Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

fn scanned(schema: &SchemaRef, hidden: Option<&[String; 2]>) -> TableSchema {
    let builder = TableSchemaBuilder::new(schema.clone());
    let Some([file, row]) = hidden else {
        return builder.build();
    };
    let file = Arc::new(Field::new(file, DataType::Int32, false));
    let row = Field::new(row, DataType::Int64, false).with_extension_type(RowNumber);
    builder
        .with_table_partition_cols(vec![file])
        .with_virtual_columns(vec![Arc::new(row)])
        .build()
}

#[async_trait]
impl TableProvider for LakeTable {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        let mut source = ParquetSource::new(self.scanned.clone())
            .with_table_parquet_options(state.default_table_options().parquet)
            .with_parquet_file_reader_factory(self.readers.clone());
        if let Some(all) = conjunction(filters.to_vec()) {
            let schema = DFSchema::try_from(self.schema.as_ref().clone())?;
            source = source.with_predicate(state.create_physical_expr(all, &schema)?);
        }
        let scan = FileScanConfigBuilder::new(self.url.clone(), Arc::new(source))
            .with_file_group(FileGroup::new(self.files.clone()))
            .with_statistics(self.statistics.clone())
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .with_preserve_order(state.config().target_partitions() == 1)
            .build();
        Ok(DataSourceExec::from_data_source(scan))
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> DataFusionResult<Vec<TableProviderFilterPushDown>> {
        // Used to pass over row groups and pages; the rows themselves are filtered above. What the
        // files do not hold, they cannot be passed over by.
        let names_hidden = |filter: &&Expr| {
            let hidden = self.hidden.iter().flatten();
            let named = filter.column_refs();
            hidden
                .into_iter()
                .any(|name| named.iter().any(|column| column.name == *name))
        };
        let of = |filter| {
            if names_hidden(filter) {
                TableProviderFilterPushDown::Unsupported
            } else {
                TableProviderFilterPushDown::Inexact
            }
        };
        Ok(filters.iter().map(of).collect())
    }

    fn statistics(&self) -> Option<Statistics> {
        Some(self.statistics.clone())
    }
}
