// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is said about each thing, in the words of DCAT-AP.

use oxrdf::vocab::xsd;
use oxrdf::{Literal, NamedNode, NamedNodeRef};

use crate::graph::Graph;
use crate::model::{
    Agent, Algorithm, Bounds, Catalog, Checksum, Contact, DataService, Dataset, Distribution, Page,
    Period, Place, Spain, Version,
};
use crate::terms::{adms, dcat, dcatap, dct, eli, foaf, geo, hydra, rdfs, skos, spdx, vcard};
use crate::text::{Iri, Texts, clean};
use crate::vocabulary::{AccessRight, AgentKind, Licence, LicenceKind, Sector, Theme};

const DIR3: &str = "http://datos.gob.es/recurso/sector-publico/org/Organismo/";
const IANA: &str = "https://www.iana.org/assignments/media-types/";

impl Catalog {
    /// Everything that the catalogue says, with its datasets and services.
    pub fn graph(&self) -> Graph {
        let mut graph = Graph::default();
        let node = self.iri.node();
        graph.begin(&node, dcat::CATALOG);
        graph.texts(&node, dct::TITLE, &self.title);
        graph.texts(&node, dct::DESCRIPTION, or(&self.description, &self.title));
        self.publish(&mut graph, &node);
        if let Some(homepage) = &self.homepage {
            graph.refer(&node, foaf::HOMEPAGE, &homepage.node(), foaf::DOCUMENT);
        }
        for language in &self.languages {
            graph.refer(
                &node,
                dct::HAS_LANGUAGE,
                &language.node(),
                dct::LINGUISTIC_SYSTEM,
            );
        }
        let terms = self
            .licence
            .or(self.spain.as_ref().map(|spain| spain.licence));
        licence(&mut graph, &node, terms);
        graph.date(&node, dct::ISSUED, self.issued);
        graph.date(&node, dct::MODIFIED, self.modified);
        place(&mut graph, &self.iri, &node, self.place.as_ref());
        scheme(
            &mut graph,
            &node,
            Theme::SCHEME,
            &Texts::one("en", Theme::TITLE),
        );
        if self.spain.is_some() {
            scheme(
                &mut graph,
                &node,
                Sector::SCHEME,
                &Texts::one("es", Sector::TITLE),
            );
        }
        for dataset in &self.datasets {
            graph.add(&node, dcat::HAS_DATASET, dataset.iri.node());
        }
        for service in &self.services {
            graph.add(&node, dcat::HAS_SERVICE, service.iri.node());
        }
        if let Some(at) = &self.page {
            page(&mut graph, at);
        }
        for dataset in &self.datasets {
            self.dataset(&mut graph, dataset);
        }
        for service in &self.services {
            self.service(&mut graph, service);
        }
        graph
    }

    /// What one of its datasets says, without the catalogue around it.
    pub fn graph_of(&self, dataset: &Dataset) -> Graph {
        let mut graph = Graph::default();
        self.dataset(&mut graph, dataset);
        let reached = |service: &&DataService| {
            let mut versions = dataset
                .versions
                .iter()
                .flat_map(|version| &version.distributions);
            let mut uses = |file: &Distribution| file.service.as_ref() == Some(&service.iri);
            dataset.distributions.iter().any(&mut uses) || versions.any(uses)
        };
        for service in self.services.iter().filter(reached) {
            self.service(&mut graph, service);
        }
        graph
    }

    fn publish(&self, graph: &mut Graph, subject: &NamedNode) {
        let spain = self.spain.as_ref();
        let (node, id) = match spain {
            Some(spain) => (organism(spain), Some(spain.dir3())),
            None => (self.publisher.iri.node(), None),
        };
        graph.add(subject, dct::PUBLISHER, node.clone());
        agent(graph, &node, &self.publisher, id);
    }

    fn dataset(&self, graph: &mut Graph, dataset: &Dataset) {
        let node = dataset.iri.node();
        self.common(graph, dataset, &node);
        graph.add(&node, dct::IDENTIFIER, Literal::from(dataset.iri.as_str()));
        graph.date(&node, dct::ISSUED, dataset.issued);
        graph.date(&node, dct::MODIFIED, dataset.modified);
        if let Some(page) = &dataset.landing_page {
            graph.refer(&node, dcat::LANDING_PAGE, &page.node(), foaf::DOCUMENT);
        }
        for file in &dataset.distributions {
            graph.add(&node, dcat::HAS_DISTRIBUTION, file.iri.node());
        }
        let newest = dataset.versions.last();
        let number = newest
            .map(|newest| &newest.number)
            .or(dataset.version.as_ref());
        if let Some(number) = number {
            graph.add(&node, dcat::VERSION, Literal::from(clean(number)));
        }
        if let Some(newest) = newest {
            graph.add(&node, dcat::HAS_CURRENT_VERSION, newest.iri.node());
        }
        for version in &dataset.versions {
            graph.add(&node, dcat::HAS_VERSION, version.iri.node());
        }
        for file in &dataset.distributions {
            self.distribution(graph, dataset, file);
        }
        let mut previous: Option<&Version> = None;
        for version in &dataset.versions {
            self.version(graph, dataset, version, previous);
            previous = Some(version);
        }
    }

    fn version(
        &self,
        graph: &mut Graph,
        of: &Dataset,
        version: &Version,
        previous: Option<&Version>,
    ) {
        let node = version.iri.node();
        self.common(graph, of, &node);
        graph.add(&node, dct::IDENTIFIER, Literal::from(version.iri.as_str()));
        graph.date(&node, dct::ISSUED, version.issued);
        graph.add(&node, dcat::VERSION, Literal::from(clean(&version.number)));
        graph.texts(&node, adms::VERSION_NOTES, &version.notes);
        graph.add(&node, dcat::IS_VERSION_OF, of.iri.node());
        if let Some(previous) = previous {
            graph.add(&node, dcat::PREVIOUS_VERSION, previous.iri.node());
        }
        for file in &version.distributions {
            graph.add(&node, dcat::HAS_DISTRIBUTION, file.iri.node());
        }
        for file in &version.distributions {
            self.distribution(graph, of, file);
        }
    }

    /// What a dataset and each of its versions say alike.
    fn common(&self, graph: &mut Graph, dataset: &Dataset, node: &NamedNode) {
        graph.begin(node, dcat::DATASET);
        graph.texts(node, dct::TITLE, &dataset.title);
        graph.texts(
            node,
            dct::DESCRIPTION,
            or(&dataset.description, &dataset.title),
        );
        self.publish(graph, node);
        if let Some(creator) = &dataset.creator {
            let made_by = creator.iri.node();
            graph.add(node, dct::CREATOR, made_by.clone());
            agent(graph, &made_by, creator, None);
        }
        self.contact(graph, &dataset.iri, node, dataset.contact.as_ref());
        for keyword in &dataset.keywords {
            graph.texts(node, dcat::KEYWORD, keyword);
        }
        self.themes(graph, node, &dataset.themes, dataset.sector);
        if let Some(frequency) = dataset.frequency {
            graph.refer(
                node,
                dct::ACCRUAL_PERIODICITY,
                &frequency.node(),
                dct::FREQUENCY,
            );
        }
        if let Some(when) = &dataset.period {
            period(graph, &dataset.iri, node, when);
        }
        place(graph, &dataset.iri, node, dataset.place.as_ref());
        access(graph, node, dataset.access);
        legislation(graph, node, &dataset.legislation);
    }

    fn distribution(&self, graph: &mut Graph, of: &Dataset, file: &Distribution) {
        let node = file.iri.node();
        if !graph.begin(&node, dcat::DISTRIBUTION) {
            return;
        }
        graph.add(&node, dcat::ACCESS_URL, file.access.node());
        if let Some(download) = &file.download {
            graph.add(&node, dcat::DOWNLOAD_URL, download.node());
        }
        graph.texts(&node, dct::TITLE, &file.title);
        graph.texts(&node, dct::DESCRIPTION, &file.description);
        if let Some(format) = file.format {
            graph.refer(
                &node,
                dct::FORMAT,
                &format.node(),
                dct::MEDIA_TYPE_OR_EXTENT,
            );
        }
        if let Some(media) = file.media_type.as_deref().and_then(media_type) {
            graph.refer(&node, dcat::MEDIA_TYPE, &media, dct::MEDIA_TYPE);
        }
        if let Some(size) = file.size_bytes {
            let size = Literal::new_typed_literal(size.to_string(), xsd::NON_NEGATIVE_INTEGER);
            graph.add(&node, dcat::BYTE_SIZE, size);
        }
        licence(graph, &node, file.licence);
        if let Some(availability) = file.availability {
            let (meant, label) = (availability.node(), Texts::one("en", availability.label()));
            graph.add(&node, dcatap::AVAILABILITY, meant.clone());
            concept(graph, &meant, &label, None);
        }
        graph.date(&node, dct::ISSUED, file.issued);
        graph.date(&node, dct::MODIFIED, file.modified);
        for standard in &file.conforms_to {
            graph.refer(&node, dct::CONFORMS_TO, &standard.node(), dct::STANDARD);
        }
        legislation(graph, &node, &of.legislation);
        let served = |service: &&Iri| self.services.iter().any(|known| known.iri == **service);
        if let Some(service) = file.service.as_ref().filter(served) {
            graph.add(&node, dcat::ACCESS_SERVICE, service.node());
        }
        if let Some(sum) = &file.checksum {
            checksum(graph, &file.iri, &node, sum, self.spain.is_some());
        }
    }

    fn service(&self, graph: &mut Graph, service: &DataService) {
        let node = service.iri.node();
        graph.begin(&node, dcat::DATA_SERVICE);
        graph.texts(&node, dct::TITLE, &service.title);
        graph.texts(
            &node,
            dct::DESCRIPTION,
            or(&service.description, &service.title),
        );
        self.publish(graph, &node);
        graph.add(&node, dcat::ENDPOINT_URL, service.endpoint.node());
        if let Some(described) = &service.endpoint_description {
            graph.add(&node, dcat::ENDPOINT_DESCRIPTION, described.node());
        }
        if let Some(page) = &service.page {
            graph.refer(&node, foaf::PAGE, &page.node(), foaf::DOCUMENT);
        }
        self.contact(graph, &service.iri, &node, service.contact.as_ref());
        for keyword in &service.keywords {
            graph.texts(&node, dcat::KEYWORD, keyword);
        }
        self.themes(graph, &node, &service.themes, None);
        licence(graph, &node, service.licence);
        access(graph, &node, service.access);
        for standard in &service.conforms_to {
            graph.refer(&node, dct::CONFORMS_TO, &standard.node(), dct::STANDARD);
        }
        // What is served must be a dataset of this graph, for the shapes: on another page it is not.
        for dataset in service.serves.iter().map(Iri::node) {
            if graph.is_begun(&dataset) {
                graph.add(&node, dcat::SERVES_DATASET, dataset);
            }
        }
    }

    fn themes(
        &self,
        graph: &mut Graph,
        subject: &NamedNode,
        themes: &[Theme],
        said: Option<Sector>,
    ) {
        for theme in themes {
            graph.add(subject, dcat::THEME, theme.node());
            let label = Texts::one("en", theme.label());
            concept(graph, &theme.node(), &label, Some(Theme::SCHEME));
        }
        if let Some(spain) = &self.spain {
            let by_theme = themes.iter().find_map(|theme| theme.sector());
            let sector = said.or(by_theme).unwrap_or(spain.sector);
            graph.add(subject, dcat::THEME, sector.node());
            let label = Texts::one("es", sector.label());
            concept(graph, &sector.node(), &label, Some(Sector::SCHEME));
        }
    }

    fn contact(&self, graph: &mut Graph, of: &Iri, subject: &NamedNode, contact: Option<&Contact>) {
        let Some(contact) = contact else { return };
        let mail = contact
            .email
            .as_ref()
            .and_then(|to| Iri::new(&format!("mailto:{}", to.trim())).ok());
        if mail.is_none() && contact.page.is_none() {
            return;
        }
        let node = of.part("contact");
        graph.add(subject, dcat::CONTACT_POINT, node.clone());
        if !graph.begin(&node, vcard::KIND) {
            return;
        }
        graph.add(
            &node,
            oxrdf::vocab::rdf::TYPE,
            vcard::ORGANIZATION.into_owned(),
        );
        graph.texts(&node, vcard::FN, &contact.name);
        graph.texts(&node, vcard::ORGANIZATION_NAME, &contact.name);
        if let Some(mail) = mail {
            graph.add(&node, vcard::HAS_EMAIL, mail.node());
        }
        if let Some(page) = &contact.page {
            graph.add(&node, vcard::HAS_URL, page.node());
        }
        let number = |number: &String| number.split_whitespace().collect::<Vec<_>>().join("-");
        let call = contact.telephone.as_ref().map(number);
        if let Some(call) = call.and_then(|call| Iri::new(&format!("tel:{call}")).ok()) {
            graph.add(&node, vcard::HAS_TELEPHONE, call.node());
        }
        if let Some(spain) = &self.spain {
            graph.add(&node, vcard::HAS_UID, organism(spain));
        }
    }
}

fn or<'a>(texts: &'a Texts, instead: &'a Texts) -> &'a Texts {
    if texts.is_empty() { instead } else { texts }
}

/// The publisher as the Spanish register of public bodies names it.
fn organism(spain: &Spain) -> NamedNode {
    NamedNode::new_unchecked(format!("{DIR3}{}", spain.dir3()))
}

fn agent(graph: &mut Graph, node: &NamedNode, agent: &Agent, id: Option<&str>) {
    if !graph.begin(node, foaf::AGENT) {
        return;
    }
    graph.texts(node, foaf::NAME, &agent.name);
    if let Some(id) = id {
        graph.add(node, dct::IDENTIFIER, Literal::from(id));
    }
    if let Some(kind) = agent.kind {
        graph.add(node, dct::HAS_TYPE, kind.node());
        let label = Texts::one("en", kind.label());
        concept(graph, &kind.node(), &label, Some(AgentKind::SCHEME));
    }
}

fn concept(graph: &mut Graph, node: &NamedNode, label: &Texts, scheme: Option<&str>) {
    if graph.begin(node, skos::CONCEPT) {
        graph.texts(node, skos::PREF_LABEL, label);
        if let Some(scheme) = scheme {
            graph.add(node, skos::IN_SCHEME, NamedNode::new_unchecked(scheme));
        }
    }
}

fn scheme(graph: &mut Graph, catalog: &NamedNode, scheme: &str, title: &Texts) {
    let node = NamedNode::new_unchecked(scheme);
    graph.add(catalog, dcat::THEME_TAXONOMY, node.clone());
    graph.begin(&node, skos::CONCEPT_SCHEME);
    graph.texts(&node, dct::TITLE, title);
}

fn licence(graph: &mut Graph, subject: &NamedNode, licence: Option<Licence>) {
    let Some(licence) = licence else { return };
    let node = licence.node();
    graph.add(subject, dct::LICENSE, node.clone());
    if graph.begin(&node, dct::LICENSE_DOCUMENT) {
        let kind = licence.kind();
        graph.add(&node, dct::HAS_TYPE, kind.node());
        let label = Texts::one("en", kind.label());
        concept(graph, &kind.node(), &label, Some(LicenceKind::SCHEME));
    }
}

fn access(graph: &mut Graph, subject: &NamedNode, access: Option<AccessRight>) {
    if let Some(access) = access {
        graph.refer(
            subject,
            dct::ACCESS_RIGHTS,
            &access.node(),
            dct::RIGHTS_STATEMENT,
        );
    }
}

fn legislation(graph: &mut Graph, subject: &NamedNode, laws: &[Iri]) {
    for law in laws {
        let law = law.node();
        graph.refer(
            subject,
            dcatap::APPLICABLE_LEGISLATION,
            &law,
            eli::LEGAL_RESOURCE,
        );
    }
}

fn period(graph: &mut Graph, of: &Iri, subject: &NamedNode, period: &Period) {
    let node = of.part("period");
    graph.add(subject, dct::TEMPORAL, node.clone());
    if graph.begin(&node, dct::PERIOD_OF_TIME) {
        graph.date(&node, dcat::START_DATE, period.start);
        graph.date(&node, dcat::END_DATE, period.end);
    }
}

fn place(graph: &mut Graph, of: &Iri, subject: &NamedNode, place: Option<&Place>) {
    let Some(place) = place else { return };
    let node = place
        .iri
        .as_ref()
        .map_or_else(|| of.part("place"), Iri::node);
    graph.add(subject, dct::SPATIAL, node.clone());
    if graph.begin(&node, dct::LOCATION) {
        graph.texts(&node, rdfs::LABEL, &place.name);
        let Bounds {
            west,
            south,
            east,
            north,
        } = place.bounds;
        let text = format!(
            "POLYGON(({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"
        );
        graph.add(
            &node,
            dcat::BBOX,
            Literal::new_typed_literal(text, geo::WKT_LITERAL),
        );
    }
}

/// The IANA's address of a media type, when it is written as one.
fn media_type(text: &str) -> Option<NamedNode> {
    let part = |part: &str| {
        let known =
            |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"!#$&^_.+-".contains(&b);
        !part.is_empty() && part.bytes().all(known)
    };
    let (kind, name) = text.split_once('/')?;
    let written = part(kind) && part(name);
    written.then(|| NamedNode::new(format!("{IANA}{text}")).ok())?
}

fn checksum(graph: &mut Graph, of: &Iri, subject: &NamedNode, sum: &Checksum, spain: bool) {
    let (algorithm, name): (NamedNodeRef<'_>, _) = match sum.algorithm {
        Algorithm::Sha1 => (spdx::SHA1, "sha1"),
        Algorithm::Sha256 => (spdx::SHA256, "sha256"),
    };
    if sum.algorithm == Algorithm::Sha256 {
        // By RFC 6920, so that it is there in a Spanish catalogue too.
        let named = format!("ni:///sha-256;{}", base64_url(&bytes(&sum.hex)));
        graph.add(subject, dct::IDENTIFIER, Literal::from(named));
        if spain {
            return;
        }
    }
    let node = of.part(name);
    graph.add(subject, spdx::HAS_CHECKSUM, node.clone());
    graph.begin(&node, spdx::CHECKSUM);
    let algorithm = algorithm.into_owned();
    graph.refer(&node, spdx::ALGORITHM, &algorithm, spdx::CHECKSUM_ALGORITHM);
    let value = Literal::new_typed_literal(sum.hex.as_str(), xsd::HEX_BINARY);
    graph.add(&node, spdx::CHECKSUM_VALUE, value);
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16);
    let read = (0..hex.len())
        .step_by(2)
        .map(digit)
        .collect::<Result<_, _>>();
    read.expect("a Checksum is made of an even number of hexadecimal digits")
}

/// RFC 4648, section 5, without padding.
fn base64_url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..=chunk.len() {
            let six = bits >> (18 - 6 * at) & 63;
            let six = usize::try_from(six).expect("six bits");
            text.push(char::from(LETTERS[six]));
        }
    }
    text
}

fn page(graph: &mut Graph, page: &Page) {
    let node = page.iri.node();
    graph.begin(&node, hydra::PARTIAL_COLLECTION_VIEW);
    graph.add(&node, hydra::FIRST, page.first.node());
    graph.add(&node, hydra::LAST, page.last.node());
    if let Some(next) = &page.next {
        graph.add(&node, hydra::NEXT, next.node());
    }
    if let Some(previous) = &page.previous {
        graph.add(&node, hydra::PREVIOUS, previous.node());
    }
    for (word, number) in [
        (hydra::TOTAL_ITEMS, page.total),
        (hydra::ITEMS_PER_PAGE, page.per_page),
    ] {
        let number = Literal::new_typed_literal(number.to_string(), xsd::INTEGER);
        graph.add(&node, word, number);
    }
}

#[cfg(test)]
mod tests {
    use super::{base64_url, bytes, media_type};

    #[test]
    fn base64_is_as_the_rfc_says() {
        // RFC 4648, section 10, without padding.
        for (plain, written) in [
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64_url(plain.as_bytes()), written);
        }
        // RFC 6920, section 8.1: the name of "Hello World!".
        let hex = "7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069";
        let name = "f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk";
        assert_eq!(base64_url(&bytes(hex)), name);
    }

    #[test]
    fn only_what_is_written_as_a_media_type_becomes_one() {
        assert!(media_type("text/csv").is_some());
        assert!(media_type("application/vnd.apache.parquet").is_some());
        for wrong in [
            "csv",
            "text/csv; charset=utf-8",
            "Text/CSV",
            "a/b/c",
            "/csv",
            "text/",
        ] {
            assert!(media_type(wrong).is_none(), "{wrong}");
        }
    }
}
