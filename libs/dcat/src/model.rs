// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a catalogue says, as plain types. What DCAT-AP demands is an argument of `new`; the rest is
//! there or not.

use jiff::Timestamp;
use jiff::civil;

use crate::text::{Iri, Texts};
use crate::vocabulary::{
    AccessRight, AgentKind, Availability, FileType, Frequency, Language, Licence, Sector, Theme,
};

/// A list of datasets and services, or one page of it.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// Its address.
    pub iri: Iri,
    /// Its title.
    pub title: Texts,
    /// What it is; the title again where nothing is said.
    pub description: Texts,
    /// Who publishes it and everything in it.
    pub publisher: Agent,
    /// The page that people read.
    pub homepage: Option<Iri>,
    /// The languages that it is written in.
    pub languages: Vec<Language>,
    /// What others may do with the catalogue itself.
    pub licence: Option<Licence>,
    /// Since when it exists.
    pub issued: Option<Date>,
    /// When something in it changed last.
    pub modified: Option<Date>,
    /// The area that it is about.
    pub place: Option<Place>,
    /// What a Spanish catalogue must say besides.
    pub spain: Option<Spain>,
    /// Its datasets, or those of this page.
    pub datasets: Vec<Dataset>,
    /// Its services.
    pub services: Vec<DataService>,
    /// Which page of the catalogue this is, when it is one.
    pub page: Option<Page>,
}

impl Catalog {
    /// An empty catalogue.
    pub fn new(iri: Iri, title: Texts, publisher: Agent) -> Self {
        Self {
            iri,
            title,
            description: Texts::new(),
            publisher,
            homepage: None,
            languages: Vec::new(),
            licence: None,
            issued: None,
            modified: None,
            place: None,
            spain: None,
            datasets: Vec::new(),
            services: Vec::new(),
            page: None,
        }
    }
}

/// What DCAT-AP-ES asks for that DCAT-AP does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spain {
    dir3: String,
    /// The sector of what has no theme that leads to one.
    pub sector: Sector,
    /// What others may do with the catalogue, where [`Catalog::licence`] does not say it.
    pub licence: Licence,
}

/// Why a text is no code of the Spanish register of public bodies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no DIR3 code: a capital letter and eight capital letters or digits")]
pub struct WrongDir3(pub String);

impl Spain {
    /// `dir3` is the publisher's code in the register of public bodies: `L01080193`.
    pub fn new(dir3: &str, sector: Sector, licence: Licence) -> Result<Self, WrongDir3> {
        let letters = dir3
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if dir3.len() == 9 && letters && dir3.starts_with(|c: char| c.is_ascii_uppercase()) {
            Ok(Self {
                dir3: dir3.to_owned(),
                sector,
                licence,
            })
        } else {
            Err(WrongDir3(dir3.to_owned()))
        }
    }

    /// The publisher's code.
    pub fn dir3(&self) -> &str {
        &self.dir3
    }
}

/// Who publishes or made something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Its address, which a Spanish publisher's code replaces.
    pub iri: Iri,
    /// Its name.
    pub name: Texts,
    /// What kind of body it is.
    pub kind: Option<AgentKind>,
}

impl Agent {
    /// Somebody with a name.
    pub fn new(iri: Iri, name: Texts) -> Self {
        Self {
            iri,
            name,
            kind: None,
        }
    }
}

/// Where to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Whom one reaches.
    pub name: Texts,
    /// An address to write to.
    pub email: Option<String>,
    /// A page.
    pub page: Option<Iri>,
    /// A number to call, with the country's prefix.
    pub telephone: Option<String>,
}

/// A day or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Date {
    /// A day of the calendar.
    Day(civil::Date),
    /// A moment, written to the second in UTC.
    Moment(Timestamp),
}

/// From when to when the data are; open at one end at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub(crate) start: Option<Date>,
    pub(crate) end: Option<Date>,
}

impl Period {
    /// A period, unless it has neither beginning nor end.
    pub fn new(start: Option<Date>, end: Option<Date>) -> Option<Self> {
        (start.is_some() || end.is_some()).then_some(Self { start, end })
    }
}

/// A box around something, in degrees of WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    pub(crate) west: f64,
    pub(crate) south: f64,
    pub(crate) east: f64,
    pub(crate) north: f64,
}

/// Why four numbers are no box on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("west <= east within 180 degrees and south <= north within 90 are needed")]
pub struct WrongBounds;

impl Bounds {
    /// A box that does not cross the antimeridian.
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Result<Self, WrongBounds> {
        let within = -180.0 <= west && west <= east && east <= 180.0;
        if within && -90.0 <= south && south <= north && north <= 90.0 {
            Ok(Self {
                west,
                south,
                east,
                north,
            })
        } else {
            Err(WrongBounds)
        }
    }
}

/// An area. It has a box, because DCAT-AP-ES refuses places without coordinates.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its address in a register of places, when it is in one.
    pub iri: Option<Iri>,
    /// What it is called.
    pub name: Texts,
    /// The box around it.
    pub bounds: Bounds,
}

/// A collection of data, with its versions.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Its address.
    pub iri: Iri,
    /// Its title.
    pub title: Texts,
    /// What it is; the title again where nothing is said.
    pub description: Texts,
    /// Who made it, where that is not simply the publisher.
    pub creator: Option<Agent>,
    /// Where to ask about it.
    pub contact: Option<Contact>,
    /// Words to find it by.
    pub keywords: Vec<Texts>,
    /// What it is about.
    pub themes: Vec<Theme>,
    /// Its sector in a Spanish catalogue; by its themes when not said.
    pub sector: Option<Sector>,
    /// How often it is brought up to date.
    pub frequency: Option<Frequency>,
    /// Since when it is published.
    pub issued: Option<Date>,
    /// When it changed last.
    pub modified: Option<Date>,
    /// From when to when the data are.
    pub period: Option<Period>,
    /// Where the data are.
    pub place: Option<Place>,
    /// The page that people read.
    pub landing_page: Option<Iri>,
    /// Whether everybody may have it.
    pub access: Option<AccessRight>,
    /// The laws by which it is published, by their European identifiers (ELI).
    pub legislation: Vec<Iri>,
    /// How its newest version is counted, where the versions are not said here.
    pub version: Option<String>,
    /// The files of what is newest.
    pub distributions: Vec<Distribution>,
    /// Its versions, the oldest first.
    pub versions: Vec<Version>,
}

impl Dataset {
    /// A dataset of which the title is known.
    pub fn new(iri: Iri, title: Texts) -> Self {
        Self {
            iri,
            title,
            description: Texts::new(),
            creator: None,
            contact: None,
            keywords: Vec::new(),
            themes: Vec::new(),
            sector: None,
            frequency: None,
            issued: None,
            modified: None,
            period: None,
            place: None,
            landing_page: None,
            access: None,
            legislation: Vec::new(),
            version: None,
            distributions: Vec::new(),
            versions: Vec::new(),
        }
    }
}

/// One state of a dataset that stays as it was: a dataset of its own, which says of itself what the
/// dataset says.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its address.
    pub iri: Iri,
    /// How it is counted: `3`.
    pub number: String,
    /// What is different in it.
    pub notes: Texts,
    /// When it was published.
    pub issued: Option<Date>,
    /// Its files.
    pub distributions: Vec<Distribution>,
}

/// A file of a dataset.
#[derive(Debug, Clone)]
pub struct Distribution {
    /// Its address.
    pub iri: Iri,
    /// Where one gets it, or reads how.
    pub access: Iri,
    /// The file itself.
    pub download: Option<Iri>,
    /// Its title.
    pub title: Texts,
    /// What it is.
    pub description: Texts,
    /// In what form it is.
    pub format: Option<FileType>,
    /// Its media type as the IANA registers it: `text/csv`.
    pub media_type: Option<String>,
    /// How long the file is.
    pub size_bytes: Option<u64>,
    /// What the file's bytes sum up to.
    pub checksum: Option<Checksum>,
    /// What others may do with it.
    pub licence: Option<Licence>,
    /// For how long it is meant to stay.
    pub availability: Option<Availability>,
    /// Since when it is published.
    pub issued: Option<Date>,
    /// When it changed last.
    pub modified: Option<Date>,
    /// The standards that it keeps to.
    pub conforms_to: Vec<Iri>,
    /// The service of this catalogue that gives access to it.
    pub service: Option<Iri>,
}

impl Distribution {
    /// A file of which is known where it is.
    pub fn new(iri: Iri, access: Iri) -> Self {
        Self {
            iri,
            access,
            download: None,
            title: Texts::new(),
            description: Texts::new(),
            format: None,
            media_type: None,
            size_bytes: None,
            checksum: None,
            licence: None,
            availability: None,
            issued: None,
            modified: None,
            conforms_to: Vec::new(),
            service: None,
        }
    }
}

/// How a sum over bytes is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// 160 bits; the only one that DCAT-AP-ES knows.
    Sha1,
    /// 256 bits.
    Sha256,
}

/// A sum over the bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checksum {
    pub(crate) algorithm: Algorithm,
    pub(crate) hex: String,
}

/// Why a text is no sum over bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not as many hexadecimal digits as the algorithm gives")]
pub struct WrongChecksum(pub String);

impl Checksum {
    /// A sum written in hexadecimal digits.
    pub fn new(algorithm: Algorithm, hex: &str) -> Result<Self, WrongChecksum> {
        let digits = match algorithm {
            Algorithm::Sha1 => 40,
            Algorithm::Sha256 => 64,
        };
        if hex.len() == digits && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            Ok(Self {
                algorithm,
                hex: hex.to_ascii_lowercase(),
            })
        } else {
            Err(WrongChecksum(hex.to_owned()))
        }
    }
}

/// Something that answers questions about datasets.
#[derive(Debug, Clone)]
pub struct DataService {
    /// Its address.
    pub iri: Iri,
    /// Its title.
    pub title: Texts,
    /// What it does; the title again where nothing is said.
    pub description: Texts,
    /// Where it listens.
    pub endpoint: Iri,
    /// Its description for programs: an `OpenAPI` document.
    pub endpoint_description: Option<Iri>,
    /// Its description for people.
    pub page: Option<Iri>,
    /// Where to ask about it.
    pub contact: Option<Contact>,
    /// Words to find it by.
    pub keywords: Vec<Texts>,
    /// What it is about.
    pub themes: Vec<Theme>,
    /// What others may do with it.
    pub licence: Option<Licence>,
    /// Whether everybody may use it.
    pub access: Option<AccessRight>,
    /// The standards that it keeps to.
    pub conforms_to: Vec<Iri>,
    /// The datasets that it serves; those that are not in the same graph are not written.
    pub serves: Vec<Iri>,
}

impl DataService {
    /// A service of which is known where it listens.
    pub fn new(iri: Iri, title: Texts, endpoint: Iri) -> Self {
        Self {
            iri,
            title,
            description: Texts::new(),
            endpoint,
            endpoint_description: None,
            page: None,
            contact: None,
            keywords: Vec::new(),
            themes: Vec::new(),
            licence: None,
            access: None,
            conforms_to: Vec::new(),
            serves: Vec::new(),
        }
    }
}

/// Where a page stands among the others, in the words of Hydra.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The address of this page.
    pub iri: Iri,
    /// The first page.
    pub first: Iri,
    /// The last page.
    pub last: Iri,
    /// The next one.
    pub next: Option<Iri>,
    /// The one before.
    pub previous: Option<Iri>,
    /// How many datasets there are on all pages.
    pub total: u64,
    /// How many there are on a page that is full.
    pub per_page: u64,
}
