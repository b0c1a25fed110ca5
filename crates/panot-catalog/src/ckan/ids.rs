// SPDX-License-Identifier: AGPL-3.0-or-later

//! UUIDs that stay: made from what a thing is, never drawn.

use panot_core::Extension;
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use crate::dataset::Dataset;

/// The UUID of the thing that these parts name (RFC 9562, version 8). The parts are hashed, so that
/// keys of rows are not shown.
pub fn of(parts: &[&[u8]]) -> Uuid {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    let half = <[u8; 16]>::try_from(&digest[..16]).expect("SHA-256 has 32 bytes");
    Builder::from_custom_bytes(half).into_uuid()
}

/// The UUID of a dataset: another one in every city, also where names are the same.
pub fn of_dataset(dataset: &Dataset) -> Uuid {
    of(&[b"dataset", dataset.id.uuid().as_bytes()])
}

/// The UUID of a file of a dataset: of the newest version's, which stays the same from version to
/// version, or of one version's. It holds which version and format it is of, so that it can be
/// followed back without a list of all versions.
pub fn of_file(dataset: &Dataset, version: Option<u32>, format: Extension) -> Uuid {
    let own = of(&[b"file", dataset.id.uuid().as_bytes()]);
    file_beside(own, version.unwrap_or(0), format)
}

/// The UUID of another file of the dataset that `own` is a file of.
fn file_beside(own: Uuid, version: u32, format: Extension) -> Uuid {
    let mut bytes = own.into_bytes();
    bytes[6] = 0;
    bytes[7] = number(format);
    bytes[8] = 0;
    bytes[9..13].copy_from_slice(&version.to_be_bytes());
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// The number of a format in UUIDs: it stays, whatever is added.
fn number(format: Extension) -> u8 {
    match format {
        Extension::Csv => 1,
        Extension::Json => 2,
        Extension::Ndjson => 3,
        Extension::Parquet => 4,
        Extension::Xlsx => 5,
        Extension::Geojson => 6,
        // Not files of rows.
        _ => u8::MAX,
    }
}

/// The version and the format of the file with this UUID, if it is one of the dataset that `own` is a
/// file of; no version for the newest's.
pub fn file_of(own: Uuid, id: Uuid) -> Option<(Option<u32>, Extension)> {
    let bytes = id.as_bytes();
    let version = u32::from_be_bytes([bytes[9], bytes[10], bytes[11], bytes[12]]);
    let mut formats = Extension::ALL.into_iter();
    let format = formats.find(|format| number(*format) == bytes[7])?;
    let is_ours = file_beside(own, version, format) == id;
    is_ours.then_some(((version > 0).then_some(version), format))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Harvesters know a dataset by its UUID for ever: this one must never change.
    #[test]
    fn the_same_parts_have_the_same_uuid_for_ever() {
        let id = of(&[b"organization", b"https://vilamar.example", b"parcs"]);
        assert_eq!(id.to_string(), "e21d947f-cac6-8136-836c-6053d077db71");
        assert_eq!(id.get_version_num(), 8);
        assert_ne!(of(&[b"ab", b"c"]), of(&[b"a", b"bc"]));
    }

    #[test]
    fn a_file_is_followed_back_to_its_version_and_format() {
        let (one, other) = (of(&[b"file", b"1"]), of(&[b"file", b"2"]));
        let newest = file_beside(one, 0, Extension::Csv);
        for version in [1, 70_000, u32::MAX] {
            let id = file_beside(newest, version, Extension::Parquet);
            assert_eq!(
                file_of(newest, id),
                Some((Some(version), Extension::Parquet))
            );
            assert_eq!(file_of(file_beside(other, 0, Extension::Csv), id), None);
            assert_eq!(id.get_version_num(), 8);
        }
        assert_eq!(file_of(newest, newest), Some((None, Extension::Csv)));
        assert_eq!(file_of(newest, one), None);
    }
}
