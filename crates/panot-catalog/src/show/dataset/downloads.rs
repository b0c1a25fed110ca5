// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files to take away, in words.

use panot_core::Extension;

use super::Loaded;
use crate::address;
use crate::show::Reader;

/// A download in words.
#[derive(Debug, Clone)]
pub struct DownloadShown {
    /// Its address.
    pub href: String,
    /// What it is and for whom.
    pub name: String,
    /// Its size, or empty.
    pub size: String,
}

/// The downloads of a version in words. `fields` repeats a question of rows.
pub fn downloads(
    loaded: &Loaded,
    fields: &[(String, String)],
    reader: &Reader,
) -> Vec<DownloadShown> {
    let t = reader.t;
    loaded
        .formats()
        .into_iter()
        .map(|format| DownloadShown {
            href: address::with_query(&address::file(loaded.name(), loaded.asked, format), fields),
            name: match format {
                Extension::Csv => t.download_csv(),
                Extension::Xlsx => t.download_xlsx(),
                Extension::Json => t.download_json(),
                Extension::Ndjson => t.download_ndjson(),
                Extension::Parquet => t.download_parquet(),
                _ => t.download_geojson(),
            },
            size: loaded
                .size_of(format)
                .filter(|_| fields.is_empty())
                .map_or_else(String::new, |bytes| reader.bytes(bytes)),
        })
        .collect()
}
