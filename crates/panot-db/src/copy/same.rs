// SPDX-License-Identifier: AGPL-3.0-or-later

//! Whether a copy is there already.

use std::collections::{BTreeMap, BTreeSet};

use super::{Table, digest_of, tables};
use crate::schema::ColumnRow;
use crate::{Db, Error, Tx, migrate, schema};

impl Db {
    /// Whether this database has the tables and rows of `other`, neither more nor fewer: after
    /// [`copy_into`](Self::copy_into), as long as nobody has written here. So whoever does not know
    /// whether that was committed finds out.
    pub async fn holds(&self, other: &Self) -> Result<bool, Error> {
        let (mut here, mut there) = (self.begin_read().await?, other.begin_read().await?);
        let same = same(&mut here, &mut there).await;
        let ended = (here.undo().await, there.undo().await);
        let same = same?;
        ended.0.and(ended.1).map(|()| same)
    }
}

async fn same(here: &mut Tx, there: &mut Tx) -> Result<bool, Error> {
    let ours = |columns: &[ColumnRow]| columns.iter().any(|(table, ..)| table == migrate::TABLE);
    // Nothing that these crates made, or nothing at all.
    if !ours(&schema::columns(here).await?) || !ours(&schema::columns(there).await?) {
        return Ok(false);
    }
    if migrate::steps(here).await? != migrate::steps(there).await? {
        return Ok(false);
    }
    let tables_here = tables(here).await?;
    if names(&tables_here) != names(&tables(there).await?) {
        return Ok(false);
    }
    for (name, table) in &tables_here {
        // The cells of both are read as the columns of one, as when they are copied.
        let (columns, kinds) = (table.names(), table.kinds(name)?);
        let found = digest_of(here, name, &columns, &kinds).await?;
        if found != digest_of(there, name, &columns, &kinds).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn names(tables: &BTreeMap<String, Table>) -> BTreeMap<&str, BTreeSet<&str>> {
    let tables = tables.iter();
    tables
        .map(|(name, table)| (name.as_str(), table.names().into_iter().collect()))
        .collect()
}
