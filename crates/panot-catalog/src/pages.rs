// SPDX-License-Identifier: AGPL-3.0-or-later

//! The pages of the catalogue, each the same as JSON with the suffix `.json`.

mod catalogue;
mod compare;
mod dataset;
mod home;
mod map;
mod rows;
mod versions;

pub use catalogue::catalogue;
pub use compare::compare;
pub use dataset::dataset;
pub use home::home;
pub use map::large_map;
pub use rows::rows;
pub use versions::versions;

use panot_core::Extension;
use panot_web::{City, Problem, Visit};

use crate::show::Reader;
use crate::show::dataset::Loaded;

/// How this visitor reads.
fn reader(city: &City, visit: &Visit) -> Reader {
    Reader::of(visit.language, &city.settings.time_zone)
}

/// The fields of a question, in their order.
pub(crate) type Fields = Vec<(String, String)>;

/// The dataset whose page an address names, or its JSON twin (`air.json`). Other extensions name
/// files, and files have no language.
async fn page_of(city: &City, segment: &str) -> Result<Loaded, Problem> {
    let mut reference = crate::load::reference(segment)?;
    if !matches!(reference.extension, None | Some(Extension::Json)) {
        return Err(Problem::not_found());
    }
    reference.extension = None;
    crate::load::dataset(city, &reference).await
}

/// The notice on the page of an old version: what to say, and the address of the newest.
fn old_notice(loaded: &Loaded, reader: &Reader) -> Option<(String, String)> {
    let newest = loaded.newest();
    (loaded.version.n != newest).then(|| {
        let said = reader.t.old_version(
            reader.day(loaded.version.published_at),
            newest.to_string(),
            loaded.version.n.to_string(),
        );
        let page = crate::address::dataset(loaded.name(), None);
        (said, format!("/{}{page}", reader.language))
    })
}
