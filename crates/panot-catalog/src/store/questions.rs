// SPDX-License-Identifier: AGPL-3.0-or-later

//! What questions from the public may read.

use panot_db::{Error, Tx, args};
use panot_lake::Snapshot;

use super::VERSION_READABLE;
use super::versions::{Stored, standing};
use crate::question::mentioned::Mentioned;

/// Every version among those mentioned that can be read: the newest of a name, and each that is named
/// with its number.
pub async fn tables(tx: &mut Tx, mentioned: &Mentioned) -> Result<Vec<Snapshot>, Error> {
    let mut tables = Vec::new();
    for name in &mentioned.names {
        tables.extend(standing(tx, name.as_str()).await?);
    }
    for (name, n) in &mentioned.numbered {
        tables.extend(numbered(tx, name.as_str(), *n).await?);
    }
    tables.sort_by(|a, b| (a.table.as_str(), a.version).cmp(&(b.table.as_str(), b.version)));
    tables.dedup_by(|a, b| a.table == b.table && a.version == b.version);
    Ok(tables)
}

/// The version of a dataset with this number, if it can be read.
pub async fn numbered(tx: &mut Tx, name: &str, n: u32) -> Result<Option<Snapshot>, Error> {
    let found: Option<Stored> = tx.find(&VERSION_READABLE, args![name, n]).await?;
    Ok(found.map(|Stored(snapshot)| snapshot))
}
