// SPDX-License-Identifier: AGPL-3.0-or-later

//! The pages of the catalogue, each the same as JSON with the suffix `.json`.

mod catalogue;
mod compare;
mod dataset;
mod home;
mod left_out;
mod map;
mod rows;
mod versions;

pub use catalogue::catalogue;
pub use compare::compare;
pub use dataset::dataset;
pub use home::home;
pub use left_out::{left_out, left_out_csv};
pub use map::large_map;
pub use rows::rows;
pub use versions::versions;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use panot_core::Extension;
use panot_web::{City, Format, Problem, Shell, Visit};

use crate::address::{self, CATALOGUE};
use crate::show::Reader;
use crate::show::dataset::Loaded;

/// How this visitor reads.
fn reader(city: &City, visit: &Visit) -> Reader {
    Reader::of(visit.language, &city.settings.time_zone)
}

/// A page of a dataset that somebody asks for: the dataset at the version that the address names, and
/// how they read.
pub struct Asked {
    city: City,
    visit: Visit,
    format: Format,
    loaded: Loaded,
    reader: Reader,
}

impl FromRequestParts<City> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, city: &City) -> Result<Self, Problem> {
        let Ok(visit) = Visit::from_request_parts(parts, city).await;
        let Ok(format) = Format::from_request_parts(parts, city).await;
        let segment = Path::<String>::from_request_parts(parts, city).await;
        let Path(segment) = segment.map_err(|_| Problem::not_found())?;
        Ok(Self {
            loaded: page_of(city, &segment).await?,
            reader: reader(city, &visit),
            city: city.clone(),
            visit,
            format,
        })
    }
}

impl Asked {
    /// The shell of a page beside the dataset's own (`rows`), with the way back to `version`.
    fn shell(&self, title: &str, page: &str, version: Option<u32>) -> Shell {
        let name = self.loaded.name();
        let twin = format!("{}.json", address::beside(name, version, page));
        Shell::new(&self.city, &self.visit)
            .title(title)
            .crumb(self.reader.t.catalogue_title(), CATALOGUE)
            .crumb(
                self.loaded.title(self.reader.language),
                &address::dataset(name, version),
            )
            .json(self.visit.link(&twin))
    }

    /// An address of this city as programs need it.
    fn absolute(&self, path: &str) -> String {
        self.city.settings.absolute(path)
    }
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
