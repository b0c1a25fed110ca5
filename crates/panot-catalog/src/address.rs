// SPDX-License-Identifier: AGPL-3.0-or-later

//! Addresses of the catalogue: built in one place, so that they never differ.

use std::fmt::Write as _;

use panot_core::{DatasetRef, Extension, Name};

/// The catalogue, without a language.
pub const CATALOGUE: &str = "/data";

/// The page of a dataset, without a language: `/data/air`, `/data/air@3`.
pub fn dataset(name: &Name, version: Option<u32>) -> String {
    let reference = DatasetRef {
        name: name.clone(),
        version,
        extension: None,
    };
    format!("/data/{reference}")
}

/// A page of a dataset beside its own: `/data/air@3/rows`.
pub fn beside(name: &Name, version: Option<u32>, page: &str) -> String {
    format!("{}/{page}", dataset(name, version))
}

/// A download: `/data/air@3.csv`.
pub fn file(name: &Name, version: Option<u32>, extension: Extension) -> String {
    format!("{}.{extension}", dataset(name, version))
}

/// The catalogue for other portals, without its extension.
pub const CATALOG: &str = "/catalog";

/// The `TileJSON` of a dataset's map.
pub fn tiles(name: &Name) -> String {
    format!("/tiles/{name}")
}

/// An address with a question: `path?q=a%20b`. Without fields, the path alone.
pub fn with_query(path: &str, fields: &[(String, String)]) -> String {
    let mut address = path.to_owned();
    for (at, (name, value)) in fields.iter().enumerate() {
        address.push(if at == 0 { '?' } else { '&' });
        encode(name, &mut address);
        address.push('=');
        encode(value, &mut address);
    }
    address
}

/// What is neither letter, digit nor `-._~` as percent and two digits, as RFC 3986 says.
fn encode(text: &str, address: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(address, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_dataset_version_and_file() {
        let air: Name = "air".parse().expect("a name");
        assert_eq!(dataset(&air, None), "/data/air");
        assert_eq!(beside(&air, Some(3), "rows"), "/data/air@3/rows");
        assert_eq!(file(&air, Some(3), Extension::Csv), "/data/air@3.csv");
    }

    #[test]
    fn a_question_keeps_every_sign_of_its_values() {
        let fields = [("f.a&b".to_owned(), ">= 4%, à".to_owned())];
        assert_eq!(
            with_query("/x", &fields),
            "/x?f.a%26b=%3E%3D%204%25%2C%20%C3%A0"
        );
        assert_eq!(with_query("/x", &[]), "/x");
    }
}
