// SPDX-License-Identifier: AGPL-3.0-or-later

//! Citations: written once, found for ever.

use arrow_schema::Schema;
use panot_core::{Id, Name, Timestamp};
use panot_db::{Error, FromRow, Json, Row, Tx, args};
use panot_lake::Meaning;

use super::versions::withdrawal;
use super::{
    CITATION_ADD, CITATION_CSV, CITATION_FOUND, CITATION_TABLE_ADD, CITATION_TABLES,
    CITATIONS_FORGET, CITATIONS_KEPT, Fields, datasets, questions,
};
use crate::citation::{ALL_KEPT_BYTES_MAX, Citation, Hash, Source};
use crate::dataset::Dataset;
use crate::{fields, version};

/// A citation on its way into the rows.
#[derive(Debug)]
pub struct Made {
    /// What was answered.
    pub meaning: Meaning,
    /// The columns.
    pub schema: Schema,
    /// How many rows there are.
    pub rows: u64,
    /// Bytes of the CSV.
    pub bytes: u64,
    /// SHA-256 of the CSV.
    pub sha256: String,
    /// The CSV, compressed, where it is kept.
    pub packed: Option<Vec<u8>>,
}

/// What stands in a citation's own row.
struct Own(Citation);

impl FromRow for Own {
    fn from_row(mut row: Row) -> Result<Self, Error> {
        let hash: String = row.take("hash")?;
        let Json(Fields(schema)) = row.take("fields")?;
        Ok(Self(Citation {
            hash: hash
                .parse()
                .map_err(|why: crate::citation::NoHash| Error::Cell {
                    column: "hash".to_owned(),
                    why: why.to_string(),
                })?,
            canonical: row.take("canonical")?,
            engine: row.take("engine")?,
            schema,
            rows: row.take("row_count")?,
            bytes: row.take("csv_bytes")?,
            sha256: row.take("csv_sha256")?,
            cited_at: row.take("cited_at")?,
            tables: Vec::new(),
        }))
    }
}

impl FromRow for Source {
    fn from_row(mut row: Row) -> Result<Self, Error> {
        Ok(Self {
            dataset: row.take("name")?,
            n: row.take("n")?,
            digest: row.take("digest")?,
            withdrawal: withdrawal(&mut row)?,
        })
    }
}

/// Adds a citation, unless it is there; `None` when a version that it comes from was withdrawn
/// meanwhile. The rows are kept while there is room.
pub async fn add(tx: &mut Tx, made: &Made, now: Timestamp) -> Result<Option<Hash>, Error> {
    let mut tables = Vec::new();
    for read in &made.meaning.tables {
        let name = read.table.as_str();
        let Some(snapshot) = questions::numbered(tx, name, read.version).await? else {
            return Ok(None);
        };
        let dataset = match name.parse::<Name>() {
            Ok(name) => datasets::named(tx, &name).await?,
            Err(_) => None,
        };
        let Some(dataset) = dataset else {
            return Ok(None);
        };
        let table = format!("{name}@{}", read.version);
        tables.push((
            table,
            version::digest(&snapshot.files),
            dataset.id,
            read.version,
        ));
    }
    let named = tables
        .iter()
        .map(|(table, digest, ..)| (table.as_str(), digest.as_str()));
    let hash = Hash::of(&made.meaning.canonical, named);
    let kept: u64 = tx.one(&CITATIONS_KEPT, args![]).await?;
    let packed = made.packed.as_ref().filter(|_| kept < ALL_KEPT_BYTES_MAX);
    let packed_bytes = packed.map_or(0, |packed| u64::try_from(packed.len()).unwrap_or(u64::MAX));
    let added = tx
        .run(
            &CITATION_ADD,
            args![
                hash.as_str(),
                made.meaning.canonical,
                made.meaning.engine,
                fields::to_json(&made.schema),
                made.rows,
                made.bytes,
                made.sha256,
                now,
                packed,
                packed_bytes,
            ],
        )
        .await?;
    if added == 1 {
        for (_, _, dataset, n) in &tables {
            tx.run(&CITATION_TABLE_ADD, args![hash.as_str(), *dataset, *n])
                .await?;
        }
    }
    Ok(Some(hash))
}

/// The citation with this hash.
pub async fn find(tx: &mut Tx, hash: &Hash) -> Result<Option<Citation>, Error> {
    let own: Option<Own> = tx.find(&CITATION_FOUND, args![hash.as_str()]).await?;
    let Some(Own(citation)) = own else {
        return Ok(None);
    };
    let tables = tx.list(&CITATION_TABLES, args![hash.as_str()]).await?;
    Ok(Some(Citation { tables, ..citation }))
}

/// The compressed rows of a citation, where they are kept.
pub async fn csv(tx: &mut Tx, hash: &Hash) -> Result<Option<Vec<u8>>, Error> {
    let found: Option<Option<Vec<u8>>> = tx.find(&CITATION_CSV, args![hash.as_str()]).await?;
    Ok(found.flatten())
}

/// Forgets the rows of every citation that comes from a version.
pub(super) async fn forget(tx: &mut Tx, dataset: Id<Dataset>, n: u32) -> Result<(), Error> {
    tx.run(&CITATIONS_FORGET, args![dataset, n]).await?;
    Ok(())
}
