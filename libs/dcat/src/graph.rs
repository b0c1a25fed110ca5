// SPDX-License-Identifier: AGPL-3.0-or-later

//! Triples in the order in which they were said, and the three formats.

use std::collections::BTreeMap;

use oxjsonld::JsonLdSerializer;
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{GraphNameRef, Literal, NamedNode, NamedNodeRef, Term, Triple, TripleRef};
use oxrdfxml::RdfXmlSerializer;
use oxttl::TurtleSerializer;

use crate::model::Date;
use crate::terms::PREFIXES;
use crate::text::Texts;

/// How a graph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Turtle.
    Turtle,
    /// JSON-LD 1.1.
    JsonLd,
    /// RDF/XML, which older harvesters read.
    RdfXml,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Turtle, Self::JsonLd, Self::RdfXml];

    /// The format with this ending: `ttl`, `jsonld`, `rdf`.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == extension)
    }

    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Turtle => "ttl",
            Self::JsonLd => "jsonld",
            Self::RdfXml => "rdf",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Turtle => "text/turtle; charset=utf-8",
            Self::JsonLd => "application/ld+json",
            Self::RdfXml => "application/rdf+xml",
        }
    }
}

/// Triples, together by what they are about.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    subjects: Vec<(NamedNode, Vec<(NamedNode, Term)>)>,
    places: BTreeMap<NamedNode, usize>,
}

impl Graph {
    /// Every triple, in the order in which it is written.
    pub fn triples(&self) -> impl Iterator<Item = Triple> {
        self.subjects.iter().flat_map(|(subject, said)| {
            said.iter().map(move |(predicate, object)| {
                Triple::new(subject.clone(), predicate.clone(), object.clone())
            })
        })
    }

    /// How many triples there are.
    pub fn len(&self) -> usize {
        self.subjects.iter().map(|(_, said)| said.len()).sum()
    }

    /// Is nothing said?
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }

    /// The graph as text.
    pub fn write(&self, format: Format) -> String {
        let bytes = match format {
            Format::Turtle => self.turtle(),
            Format::JsonLd => self.json_ld(),
            Format::RdfXml => self.rdf_xml(),
        };
        let bytes = bytes.expect("a Vec takes everything, and no term is reserved in RDF/XML");
        String::from_utf8(bytes).expect("the formats are UTF-8")
    }

    fn turtle(&self) -> std::io::Result<Vec<u8>> {
        let mut serializer = TurtleSerializer::new();
        for (prefix, iri) in PREFIXES {
            serializer = serializer
                .with_prefix(prefix, iri)
                .expect("the prefixes are IRIs");
        }
        let mut writer = serializer.for_writer(Vec::new());
        for triple in self.borrowed() {
            writer.serialize_triple(triple)?;
        }
        writer.finish()
    }

    fn json_ld(&self) -> std::io::Result<Vec<u8>> {
        let mut serializer = JsonLdSerializer::new();
        for (prefix, iri) in PREFIXES {
            serializer = serializer
                .with_prefix(prefix, iri)
                .expect("the prefixes are IRIs");
        }
        let mut writer = serializer.for_writer(Vec::new());
        for triple in self.borrowed() {
            writer.serialize_quad(triple.in_graph(GraphNameRef::DefaultGraph))?;
        }
        writer.finish()
    }

    fn rdf_xml(&self) -> std::io::Result<Vec<u8>> {
        let mut serializer = RdfXmlSerializer::new();
        for (prefix, iri) in PREFIXES {
            serializer = serializer
                .with_prefix(prefix, iri)
                .expect("the prefixes are IRIs");
        }
        let mut writer = serializer.for_writer(Vec::new());
        for triple in self.borrowed() {
            writer.serialize_triple(triple)?;
        }
        writer.finish()
    }

    fn borrowed(&self) -> impl Iterator<Item = TripleRef<'_>> {
        self.subjects.iter().flat_map(|(subject, said)| {
            said.iter()
                .map(move |(predicate, object)| TripleRef::new(subject, predicate, object))
        })
    }

    /// Begins what is said about something, with its class; false when it has begun already.
    pub(crate) fn begin(&mut self, subject: &NamedNode, class: NamedNodeRef<'_>) -> bool {
        if self.places.contains_key(subject) {
            return false;
        }
        self.add(subject, rdf::TYPE, class.into_owned());
        true
    }

    pub(crate) fn is_begun(&self, subject: &NamedNode) -> bool {
        self.places.contains_key(subject)
    }

    pub(crate) fn add(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        object: impl Into<Term>,
    ) {
        let place = *self.places.entry(subject.clone()).or_insert_with(|| {
            self.subjects.push((subject.clone(), Vec::new()));
            self.subjects.len() - 1
        });
        let said = &mut self.subjects[place].1;
        said.push((predicate.into_owned(), object.into()));
    }

    /// Refers to something that need not be described here, and types it for the shapes.
    pub(crate) fn refer(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        object: &NamedNode,
        class: NamedNodeRef<'_>,
    ) {
        self.add(subject, predicate, object.clone());
        let class = Term::from(class.into_owned());
        let typed = self.places.get(object).is_some_and(|&place| {
            let said = &self.subjects[place].1;
            said.iter()
                .any(|(p, known)| p.as_ref() == rdf::TYPE && *known == class)
        });
        if !typed {
            self.add(object, rdf::TYPE, class);
        }
    }

    pub(crate) fn texts(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        texts: &Texts,
    ) {
        for literal in texts.literals() {
            self.add(subject, predicate, literal);
        }
    }

    pub(crate) fn date(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        date: Option<Date>,
    ) {
        let Some(date) = date else { return };
        let literal = match date {
            Date::Day(day) => Literal::new_typed_literal(day.to_string(), xsd::DATE),
            Date::Moment(moment) => {
                let text = moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
                Literal::new_typed_literal(text, xsd::DATE_TIME)
            }
        };
        self.add(subject, predicate, literal);
    }
}
