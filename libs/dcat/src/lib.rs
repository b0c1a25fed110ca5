// SPDX-License-Identifier: AGPL-3.0-or-later

//! Catalogues of open data as other portals harvest them: DCAT-AP 3.0.1 and, for a Spanish city,
//! DCAT-AP-ES 1.0.0, in Turtle, JSON-LD and RDF/XML.
//!
//! ```
//! use dcat::{Agent, Catalog, Format, Iri, Texts};
//!
//! let iri = |text| Iri::new(text).expect("an address");
//! let publisher = Agent::new(iri("https://city.example/#city"), Texts::one("ca", "Vilagarbí"));
//! let title = Texts::one("ca", "Dades obertes de Vilagarbí");
//! let catalog = Catalog::new(iri("https://city.example/catalog"), title, publisher);
//! let turtle = catalog.graph().write(Format::Turtle);
//! assert!(turtle.contains("a dcat:Catalog"));
//! ```
//!
//! # What this crate promises
//!
//! - The same catalogue gives the same bytes, and the three formats hold the same triples.
//! - What can be made with these types is well formed: every address is an absolute IRI, every text
//!   has a language and can stand in XML, every date exists.
//! - What is referenced is typed where it is referenced. A frequency or a licence of the EU's
//!   vocabularies is a concept elsewhere, and the shapes of DCAT-AP look for its class in the data
//!   that they are given, nowhere else.
//! - The output conforms to the shapes of DCAT-AP; and, when [`Catalog::spain`] is set, to those of
//!   DCAT-AP-ES too, which must be given more: every text in Spanish, a file for every dataset, and of
//!   the catalogue its page, its languages with Spanish among them, since when it exists and when it
//!   changed. The tests run both over one and the same output.
//!
//! # Where the two profiles pull apart
//!
//! - DCAT-AP-ES knows one algorithm for `spdx:checksum`: SHA-1. In a Spanish catalogue a SHA-256 is
//!   therefore left to `dct:identifier` alone, which has it in every catalogue as a name by RFC 6920
//!   (`ni:///sha-256;…`).
//! - A `dct:Location` needs coordinates there, so a [`Place`] has a box around it.
//! - A `dct:LicenseDocument` is asked for its type there, so a [`Licence`] knows it.
//! - The publisher there is what the state's register calls it (DIR3), so [`Spain`] replaces its
//!   address.
//!
//! # What this crate does not know
//!
//! Where a catalogue is kept, in which language a city writes, and how pages of it are served.

mod describe;
mod graph;
mod model;
mod terms;
mod text;
pub mod vocabulary;

pub use graph::{Format, Graph};
pub use model::{
    Agent, Algorithm, Bounds, Catalog, Checksum, Contact, DataService, Dataset, Date, Distribution,
    Page, Period, Place, Spain, Version, WrongBounds, WrongChecksum, WrongDir3,
};
pub use text::{Iri, NotAnIri, Texts};
pub use vocabulary::{
    AccessRight, AgentKind, Availability, FileType, Frequency, Language, Licence, Sector, Theme,
};
