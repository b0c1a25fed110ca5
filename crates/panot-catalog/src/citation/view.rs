// SPDX-License-Identifier: AGPL-3.0-or-later

//! A citation as JSON.

use panot_core::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Again, Citation};
use crate::question::view::AnswerColumn;

/// A citation.
#[derive(Debug, Serialize, ToSchema)]
pub struct CitationView {
    /// Which: what stands in its address.
    pub hash: String,
    /// Its address for ever.
    pub address: String,
    /// The question in one spelling.
    pub sql: String,
    /// The versions that it comes from.
    pub tables: Vec<CitedTable>,
    /// The columns.
    pub columns: Vec<AnswerColumn>,
    /// How many rows there are.
    pub row_count: u64,
    /// Bytes of its CSV.
    pub csv_bytes: u64,
    /// SHA-256 of its CSV, in hexadecimal.
    pub csv_sha256: String,
    /// Where its CSV is.
    pub csv: String,
    /// What answered it, with its version.
    pub engine: String,
    /// When it was first cited.
    #[schema(value_type = String)]
    pub cited_at: Timestamp,
    /// What came of asking it again, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub again: Option<AgainView>,
}

/// A version that a citation comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct CitedTable {
    /// The dataset.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// The digest of the version.
    pub digest: String,
    /// Its address.
    pub address: String,
}

/// What came of asking again.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgainView {
    /// Whether the bytes are the same.
    pub identical: bool,
    /// Rows now, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row_count: Option<u64>,
    /// SHA-256 now, where it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csv_sha256: Option<String>,
    /// What answers now, where the answer differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// The first line of the CSV that differs, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}

impl From<&Again> for AgainView {
    fn from(again: &Again) -> Self {
        match again {
            Again::Identical => Self {
                identical: true,
                row_count: None,
                csv_sha256: None,
                engine: None,
                line: None,
            },
            Again::Differs {
                rows,
                sha256,
                engine,
                line,
            } => Self {
                identical: false,
                row_count: Some(*rows),
                csv_sha256: Some(sha256.clone()),
                engine: Some(engine.clone()),
                line: line.as_ref().map(|(line, ..)| *line),
            },
        }
    }
}

impl CitationView {
    /// The view.
    pub fn of(
        citation: &Citation,
        again: Option<&Again>,
        absolute: &dyn Fn(&str) -> String,
    ) -> Self {
        let tables = citation.tables.iter().map(|source| CitedTable {
            name: source.dataset.to_string(),
            version: source.n,
            digest: source.digest.clone(),
            address: absolute(&crate::address::dataset(&source.dataset, Some(source.n))),
        });
        let columns = citation.schema.fields().iter().map(|field| AnswerColumn {
            name: field.name().clone(),
            r#type: field.data_type().to_string(),
        });
        Self {
            hash: citation.hash.to_string(),
            address: absolute(&citation.path()),
            sql: citation.canonical.clone(),
            tables: tables.collect(),
            columns: columns.collect(),
            row_count: citation.rows,
            csv_bytes: citation.bytes,
            csv_sha256: citation.sha256.clone(),
            csv: absolute(&format!("{}.csv", citation.path())),
            engine: citation.engine.clone(),
            cited_at: citation.cited_at,
            again: again.map(AgainView::from),
        }
    }
}
