// SPDX-License-Identifier: AGPL-3.0-or-later

//! The versions of a dataset, in words.

use super::Loaded;
use crate::address;
use crate::show::Reader;
use crate::version::Heading;

/// A version in a list, in words.
#[derive(Debug, Clone)]
pub struct VersionShown {
    /// Its page.
    pub href: String,
    /// "Version 3".
    pub name: String,
    /// When it was published.
    pub day: String,
    /// How many rows it has.
    pub rows: String,
    /// What the publisher says about it.
    pub note: String,
    /// The file that it was made from.
    pub source: String,
    /// Its digest.
    pub digest: String,
    /// That and why it was withdrawn, or empty.
    pub withdrawn: String,
    /// Whether it is the newest.
    pub newest: bool,
    /// The comparison with the version before, and its words; empty for the first.
    pub compare: (String, String),
}

/// The versions of a dataset in words, newest first.
pub fn versions(loaded: &Loaded, reader: &Reader) -> Vec<VersionShown> {
    let newest = loaded.newest();
    let readable = |heading: &&Heading| heading.withdrawal.is_none();
    let shown = |(at, heading): (usize, &Heading)| {
        let before = loaded.headings[at + 1..].iter().find(readable);
        let compare = before.filter(|_| readable(&heading)).map(|before| {
            let fields = [
                ("from".to_owned(), before.n.to_string()),
                ("to".to_owned(), heading.n.to_string()),
            ];
            let page = address::beside(loaded.name(), None, "compare");
            (
                address::with_query(&format!("/{}{page}", reader.language), &fields),
                reader.t.version_compare(before.n.to_string()),
            )
        });
        VersionShown {
            href: format!(
                "/{}{}",
                reader.language,
                address::dataset(loaded.name(), Some(heading.n))
            ),
            name: reader.t.version(heading.n.to_string()),
            day: reader.day(heading.published_at),
            rows: reader.t.rows_count(heading.rows),
            note: heading.note.clone(),
            source: heading.source.name.clone(),
            digest: heading.digest.clone(),
            withdrawn: heading
                .withdrawal
                .as_ref()
                .map_or_else(String::new, |withdrawal| {
                    reader
                        .t
                        .version_withdrawn(reader.day(withdrawal.at), &withdrawal.reason)
                }),
            newest: heading.n == newest,
            compare: compare.unwrap_or_default(),
        }
    };
    loaded.headings.iter().enumerate().map(shown).collect()
}
