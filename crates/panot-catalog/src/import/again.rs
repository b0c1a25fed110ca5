// SPDX-License-Identifier: AGPL-3.0-or-later

//! The same file once more: whether an import would make the version that stands once again.

use panot_core::Id;
use panot_db::read;
use panot_lake::Kept;
use panot_web::City;

use super::intake::Prepared;
use super::outcome::ImportError;
use crate::dataset::Dataset;
use crate::store::{columns, datasets, imports};
use crate::version::Version;

/// The version before an import, as far as the import is compared with it.
pub(super) struct Standing {
    pub(super) dataset: Id<Dataset>,
    n: u32,
    sha256: String,
    recipe: String,
}

impl Standing {
    pub(super) fn of(version: &Version) -> Self {
        Self {
            dataset: version.dataset,
            n: version.n,
            sha256: version.content.source.sha256.clone(),
            recipe: version.content.recipe.clone(),
        }
    }
}

/// The number of the version that stands, where it was made of these bytes with this recipe and
/// no other waits to be published, and nothing new is said about the dataset: what `dataset.toml` says reaches readers with a version.
pub(super) async fn same(
    city: &City,
    prepared: &Prepared,
    standing: Option<&Standing>,
    kept: &Kept,
) -> Result<Option<u32>, ImportError> {
    let Some(standing) = standing else {
        return Ok(None);
    };
    if standing.sha256 != kept.sha256 || standing.recipe != prepared.whole_recipe().to_toml() {
        return Ok(None);
    }
    let name = &prepared.opened.name;
    // What waits would be published next: this file takes its place.
    let waits = read!(city.db, "imports that wait", tx -> panot_db::Error => {
        imports::waiting(tx).await
    })?;
    if waits.iter().any(|waits| waits.dataset == *name) {
        return Ok(None);
    }
    let Some(file) = &prepared.opened.dataset else {
        return Ok(Some(standing.n));
    };
    let (about, said) = read!(city.db, "what is said of a dataset", tx -> panot_db::Error => {
        let about = datasets::named(tx, name).await?.map(|dataset| dataset.about);
        Ok((about, columns::of(tx, standing.dataset).await?))
    })?;
    let nothing_new =
        about.as_ref() == Some(&file.about) && (file.columns.is_empty() || file.columns == said);
    Ok(nothing_new.then_some(standing.n))
}
