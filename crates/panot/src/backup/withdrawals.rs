// SPDX-License-Identifier: AGPL-3.0-or-later

//! Withdrawals that a copy does not know of: listed in the living city, repeated in the restored one.

use std::path::Path;

use panot_catalog::store::versions;
use panot_catalog::version::Withdrawn;
use panot_core::Timestamp;
use panot_db::{Error, Tx, read};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::city::Running;
use crate::failure::{Exit, Failure};
use crate::orders::{Outcome, db_failure};

/// The list, as `panot withdrawals --json` writes it and `panot restore --withdrawals` reads it.
#[derive(Debug, Serialize, Deserialize)]
struct List {
    /// When it was made.
    made_at: Timestamp,
    withdrawals: Vec<Withdrawn>,
}

/// What came of repeating withdrawals, as `trees@3`.
#[derive(Debug, Serialize)]
pub(super) struct Repeated {
    /// Withdrawn now, or in the copy already.
    withdrawn: Vec<String>,
    /// Not in the copy, or another version of this number is.
    not_in_copy: Vec<String>,
}

/// Lists every version that was withdrawn.
pub async fn withdrawals(running: &Running) -> Result<Outcome, Failure> {
    let made_at = running.city.clock.now();
    let found = read!(running.city.db, "withdrawn versions", tx -> Error => {
        versions::withdrawn(tx).await
    });
    let withdrawals = found.map_err(|error| db_failure(&error))?;
    let lines = withdrawals
        .iter()
        .map(|version| format!("{}  {}  {}", said(version), version.at, version.reason))
        .collect();
    let list = List {
        made_at,
        withdrawals,
    };
    let facts = serde_json::to_value(&list).expect("a list is plain data");
    Ok(Outcome { facts, lines })
}

/// Reads a list.
pub(super) fn read(path: &Path) -> Result<Vec<Withdrawn>, Failure> {
    let text = std::fs::read(path)
        .map_err(|error| Failure::disk("read the list of withdrawals", path, &error))?;
    let list: List = serde_json::from_slice(&text).map_err(|error| {
        Failure::new(Exit::Data, error)
            .at(path.display())
            .mend("write it with: panot withdrawals --json")
    })?;
    Ok(list.withdrawals)
}

/// Withdraws what is in the list, each as it was.
pub(super) async fn repeat(tx: &mut Tx, list: &[Withdrawn]) -> Result<Repeated, Error> {
    let (mut withdrawn, mut not_in_copy) = (Vec::new(), Vec::new());
    for version in list {
        let here = versions::withdraw_again(tx, version).await?;
        let group = if here {
            &mut withdrawn
        } else {
            &mut not_in_copy
        };
        group.push(said(version));
    }
    Ok(Repeated {
        withdrawn,
        not_in_copy,
    })
}

/// What has to be known about withdrawals in a city restored from a copy of `made_at`: a sentence,
/// and the versions.
pub(super) fn told(made_at: Timestamp, repeated: Option<Repeated>) -> (String, Value) {
    let Some(repeated) = repeated else {
        let notice = format!(
            "the copy is of {made_at}: versions that were withdrawn since are readable in it, and \
             have to be withdrawn again before it is served; restore --withdrawals FILE does that, \
             with what `panot withdrawals --json` of the city wrote"
        );
        return (notice, Value::Null);
    };
    let notice = format!(
        "the copy is of {made_at}; of the list, {} are withdrawn in it and {} are not in it. What was \
         withdrawn after the list was made has to be withdrawn again",
        counted(&repeated.withdrawn),
        repeated.not_in_copy.len()
    );
    let facts = serde_json::to_value(&repeated).expect("names are plain data");
    (notice, facts)
}

fn counted(versions: &[String]) -> String {
    match versions {
        [] => "none".to_owned(),
        versions => versions.join(", "),
    }
}

fn said(version: &Withdrawn) -> String {
    format!("{}@{}", version.dataset, version.version)
}
