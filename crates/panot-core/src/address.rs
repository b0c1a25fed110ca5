// SPDX-License-Identifier: AGPL-3.0-or-later

//! Names in addresses, and the one segment that names a dataset, a version and a format.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::fold::fold;

/// A name in an address: `[a-z0-9-]{1,80}`. Once public it never means anything else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// A text that cannot be a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} cannot be a name: use 1 to 80 of the letters a to z, digits and hyphens")]
pub struct InvalidName(pub String);

impl Name {
    /// The most bytes a name has.
    pub const BYTES_MAX: usize = 80;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A name made from a title, or `None` when the title has neither a letter nor a digit that can
    /// be written in one: accents are folded, `l·l` is `ll`, everything else is a hyphen; cut at a
    /// word where it is too long.
    ///
    /// ```
    /// # use panot_core::Name;
    /// let name = Name::slug("Qualitat de l'aire: estacions (Paral·lel, España)");
    /// assert_eq!(name.unwrap().as_str(), "qualitat-de-l-aire-estacions-parallel-espana");
    /// ```
    pub fn slug(title: &str) -> Option<Self> {
        let mut slug = String::new();
        // Ten times the length of a name is more than any title that ends in one.
        let start: String = title.chars().take(Self::BYTES_MAX * 10).collect();
        for letter in fold(&start).chars() {
            if letter.is_ascii_lowercase() || letter.is_ascii_digit() {
                slug.push(letter);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        if slug.len() > Self::BYTES_MAX {
            let at_a_word = slug[..=Self::BYTES_MAX]
                .rfind('-')
                .filter(|at| *at >= Self::BYTES_MAX / 2);
            slug.truncate(at_a_word.unwrap_or(Self::BYTES_MAX));
        }
        slug.truncate(slug.trim_end_matches('-').len());
        slug.parse().ok()
    }

    /// The name with a number behind it, for when the plain one is taken: `trees-2`. Cut so that it
    /// fits.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Self {
        let tail = format!("-{number}");
        let room = Self::BYTES_MAX - tail.len();
        let head = &self.0[..self.0.len().min(room)];
        Self(format!("{head}{tail}"))
    }
}

impl FromStr for Name {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if (1..=Self::BYTES_MAX).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidName(text.chars().take(100).collect()))
        }
    }
}

impl TryFrom<String> for Name {
    type Error = InvalidName;

    fn try_from(text: String) -> Result<Self, InvalidName> {
        text.parse()
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What stands behind the dot of a dataset's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Extension {
    /// Comma-separated values.
    Csv,
    /// The page as JSON.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// Apache Parquet.
    Parquet,
    /// A spreadsheet.
    Xlsx,
    /// Features with geometry.
    Geojson,
    /// The description in Turtle.
    Ttl,
    /// The description in JSON-LD.
    Jsonld,
    /// The description in RDF/XML.
    Rdf,
    /// What the table is and what its columns are, as a Data Package.
    DataPackage,
    /// The same of the CSV file, as CSV on the Web.
    CsvMetadata,
    /// The same for those who train models.
    Croissant,
}

impl Extension {
    /// Every extension, in the order in which downloads are listed.
    pub const ALL: [Self; 12] = [
        Self::Csv,
        Self::Json,
        Self::Ndjson,
        Self::Parquet,
        Self::Xlsx,
        Self::Geojson,
        Self::Ttl,
        Self::Jsonld,
        Self::Rdf,
        Self::DataPackage,
        Self::CsvMetadata,
        Self::Croissant,
    ];

    /// The extension without its dot.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Parquet => "parquet",
            Self::Xlsx => "xlsx",
            Self::Geojson => "geojson",
            Self::Ttl => "ttl",
            Self::Jsonld => "jsonld",
            Self::Rdf => "rdf",
            Self::DataPackage => "datapackage.json",
            // Where CSV on the Web looks for it: the address of the file, and this behind it.
            Self::CsvMetadata => "csv-metadata.json",
            Self::Croissant => "croissant.json",
        }
    }

    /// The media type it is served as.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json | Self::DataPackage => "application/json",
            Self::Ndjson => "application/x-ndjson",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Geojson => "application/geo+json",
            Self::Ttl => "text/turtle; charset=utf-8",
            Self::Jsonld | Self::Croissant => "application/ld+json",
            Self::Rdf => "application/rdf+xml",
            Self::CsvMetadata => "application/csvm+json",
        }
    }
}

impl fmt::Display for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Extension {
    type Err = InvalidRef;

    fn from_str(text: &str) -> Result<Self, InvalidRef> {
        Self::ALL
            .into_iter()
            .find(|extension| extension.as_str() == text)
            .ok_or_else(|| InvalidRef::Extension(text.chars().take(32).collect()))
    }
}

/// The segment `{id}[@n][.ext]` of an address: a dataset, perhaps one version of it, perhaps in one
/// format. What is parsed is written back the same, so one address has one spelling.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DatasetRef {
    /// The dataset.
    pub name: Name,
    /// The version, from 1; the latest where none is named.
    pub version: Option<u32>,
    /// The format; a page where none is named.
    pub extension: Option<Extension>,
}

/// Why a segment does not name a dataset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRef {
    /// The name is none.
    #[error(transparent)]
    Name(#[from] InvalidName),
    /// The version is not a number that a version can have.
    #[error("{0:?} is not a version: versions are whole numbers from 1, without leading zeros")]
    Version(String),
    /// The extension is not one that is served.
    #[error(
        "{0:?} is not a format: there are csv, json, ndjson, parquet, xlsx, geojson, ttl, jsonld, rdf, \
         datapackage.json, csv-metadata.json, croissant.json"
    )]
    Extension(String),
}

impl DatasetRef {
    /// The latest version of a dataset, as a page.
    pub fn latest(name: Name) -> Self {
        Self {
            name,
            version: None,
            extension: None,
        }
    }

    /// The same at one version.
    #[must_use]
    pub fn at(mut self, version: u32) -> Self {
        self.version = Some(version);
        self
    }

    /// The same in one format.
    #[must_use]
    pub fn as_format(mut self, extension: Extension) -> Self {
        self.extension = Some(extension);
        self
    }
}

impl FromStr for DatasetRef {
    type Err = InvalidRef;

    fn from_str(text: &str) -> Result<Self, InvalidRef> {
        // Neither a name nor a version has a dot, and some formats have one.
        let (rest, extension) = match text.split_once('.') {
            Some((rest, extension)) => (rest, Some(extension.parse()?)),
            None => (text, None),
        };
        let (name, version) = match rest.split_once('@') {
            Some((name, version)) => (name, Some(parse_version(version)?)),
            None => (rest, None),
        };
        Ok(Self {
            name: name.parse()?,
            version,
            extension,
        })
    }
}

fn parse_version(text: &str) -> Result<u32, InvalidRef> {
    let canonical = !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|_| canonical)
        .ok_or_else(|| InvalidRef::Version(text.chars().take(32).collect()))
}

impl fmt::Display for DatasetRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name.as_str())?;
        if let Some(version) = self.version {
            write!(f, "@{version}")?;
        }
        if let Some(extension) = self.extension {
            write!(f, ".{extension}")?;
        }
        Ok(())
    }
}

impl Serialize for DatasetRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DatasetRef {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Result<DatasetRef, InvalidRef> {
        text.parse()
    }

    #[test]
    fn a_segment_names_a_dataset_a_version_and_a_format() {
        let full = parse("air-quality@12.parquet").expect("a reference");
        assert_eq!(full.name.as_str(), "air-quality");
        assert_eq!(full.version, Some(12));
        assert_eq!(full.extension, Some(Extension::Parquet));
        assert_eq!(parse("trees").map(|r| r.version), Ok(None));
    }

    #[test]
    fn there_is_one_spelling_of_an_address() {
        for bad in [
            "",
            "trees@",
            "trees@0",
            "trees@01",
            "trees@+1",
            "trees@1@2",
            "trees@-1",
            "trees.",
            "trees.CSV",
            "trees.exe",
            "Trees",
            "../trees",
            "trees.csv.csv",
            "trees.csv-metadata",
            "trees.datapackage.json.json",
            "trees@99999999999",
            ".csv",
            "@1",
            "trees @1",
            "trees.csv@1",
        ] {
            assert!(parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_title_becomes_a_name_without_accents() {
        let slug = |title| Name::slug(title).map(|name| name.to_string());
        assert_eq!(slug("Arbrat viari"), Some("arbrat-viari".into()));
        assert_eq!(slug("  ¿Qué pasó?  "), Some("que-paso".into()));
        assert_eq!(slug("Col·legis Plaça ñ"), Some("collegis-placa-n".into()));
        assert_eq!(slug("…"), None);
        assert_eq!(slug("中文"), None);
        let long = slug(&"paraula ".repeat(20)).expect("a name");
        assert!(long.len() <= 80 && long.ends_with("paraula"), "{long}");
    }

    proptest! {
        #[test]
        fn any_title_makes_a_name_or_none(title in "\\PC{0,300}") {
            if let Some(name) = Name::slug(&title) {
                prop_assert_eq!(name.as_str().parse(), Ok(name.clone()));
                prop_assert!(!name.as_str().starts_with('-') && !name.as_str().ends_with('-'));
                prop_assert!(name.numbered(u32::MAX).as_str().parse::<Name>().is_ok());
            }
        }

        #[test]
        fn what_is_written_is_read_back(
            name in "[a-z0-9-]{1,80}",
            version in proptest::option::of(1..=u32::MAX),
            extension in proptest::option::of(0..Extension::ALL.len()),
        ) {
            let reference = DatasetRef {
                name: name.parse().expect("a name"),
                version,
                extension: extension.map(|i| Extension::ALL[i]),
            };
            prop_assert_eq!(reference.to_string().parse(), Ok(reference));
        }

        #[test]
        fn what_is_read_is_written_back(text in "[a-z]{1,3}(@[0-9]{1,3})?(\\.[a-z]{1,7})?") {
            if let Ok(reference) = parse(&text) {
                prop_assert_eq!(reference.to_string(), text);
            }
        }
    }
}
