// SPDX-License-Identifier: AGPL-3.0-or-later

//! From an address to what is read for it, or to the refusal that says why not.

use axum::http::StatusCode;
use panot_core::{DatasetRef, Language};
use panot_db::read;
use panot_web::{City, Problem};

use crate::address;
use crate::show::Reader;
use crate::show::dataset::Loaded;
use crate::store::{columns, datasets, versions};
use crate::version::{Version, Withdrawal};
use crate::words::Words;

/// Reads the segment of an address.
pub fn reference(segment: &str) -> Result<DatasetRef, Problem> {
    segment.parse().map_err(|_| no_such_dataset())
}

/// The dataset and the version that an address names, with everything a page shows of them.
///
/// Refuses with 404 what never was, and with 410 and the reason what was withdrawn.
pub async fn dataset(city: &City, reference: &DatasetRef) -> Result<Loaded, Problem> {
    let (dataset, version, headings, explained) = read!(city.db, "load dataset", tx -> Problem => {
        let dataset = datasets::named(tx, &reference.name).await?.ok_or_else(no_such_dataset)?;
        let headings = versions::of(tx, dataset.id).await?;
        let explained = columns::of(tx, dataset.id).await?;
        let version = match reference.version {
            Some(n) => versions::numbered(tx, dataset.id, n).await?,
            None => match versions::latest(tx, dataset.id).await? {
                // All were withdrawn: the newest says why.
                None => match headings.first() {
                    Some(newest) => versions::numbered(tx, dataset.id, newest.n).await?,
                    None => None,
                },
                latest => latest,
            },
        };
        Ok((dataset, version, headings, explained))
    })?;
    let version = version.ok_or_else(|| no_such_version(reference))?;
    if let Some(withdrawal) = &version.withdrawal {
        return Err(withdrawn(city, reference, &version, withdrawal));
    }
    Ok(Loaded {
        dataset,
        version,
        asked: reference.version,
        headings,
        explained,
    })
}

fn words(language: Language) -> Words {
    Words::of(language.tag())
}

fn no_such_dataset() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no-such-dataset", |language| {
        words(language).no_such_dataset()
    })
    .detail(|language| words(language).no_such_dataset_detail())
    .back(address::CATALOGUE, |language| {
        words(language).back_to_data()
    })
}

fn no_such_version(reference: &DatasetRef) -> Problem {
    let n = reference.version.unwrap_or(1).to_string();
    Problem::new(StatusCode::NOT_FOUND, "no-such-version", move |language| {
        words(language).no_such_version(&n)
    })
    .back(address::dataset(&reference.name, None), |language| {
        words(language).back_to_dataset()
    })
}

/// 410: it was here, and this is why it is not any more.
fn withdrawn(
    city: &City,
    reference: &DatasetRef,
    version: &Version,
    withdrawal: &Withdrawal,
) -> Problem {
    let (reason, at, digest) = (withdrawal.reason.clone(), withdrawal.at, version.digest());
    let zone = city.settings.time_zone.clone();
    let said = (reason.clone(), digest.clone());
    let back = match reference.version {
        Some(_) => address::dataset(&reference.name, None),
        None => address::CATALOGUE.to_owned(),
    };
    Problem::new(StatusCode::GONE, "version-withdrawn", |language| {
        words(language).withdrawn_title()
    })
    .detail(move |language| {
        let reader = Reader::of(language, &zone);
        let (reason, digest) = &said;
        reader.t.withdrawn_detail(reader.day(at), digest, reason)
    })
    .back(back, |language| words(language).back_to_data())
    .with("reason", reason)
    .with("digest", digest)
    .with("version", version.n)
    .with("withdrawn_at", at.to_string())
}
