// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is written is what is read again, in each format.

use std::collections::BTreeSet;

use dcat::{
    Agent, Algorithm, Catalog, Checksum, Dataset, Distribution, Format, Graph, Iri, Spain, Texts,
};
use dcat::{Bounds, Licence, Sector};
use oxjsonld::JsonLdParser;
use oxrdfxml::RdfXmlParser;
use oxttl::TurtleParser;
use proptest::prelude::*;

use crate::example::{european, iri, spanish};

fn written(graph: &Graph) -> BTreeSet<String> {
    graph.triples().map(|triple| triple.to_string()).collect()
}

fn read(text: &str, format: Format) -> BTreeSet<String> {
    let triples: Result<BTreeSet<_>, String> = match format {
        Format::Turtle => TurtleParser::new()
            .for_slice(text)
            .map(|triple| triple.map(|t| t.to_string()).map_err(|why| why.to_string()))
            .collect(),
        Format::RdfXml => RdfXmlParser::new()
            .for_slice(text)
            .map(|triple| triple.map(|t| t.to_string()).map_err(|why| why.to_string()))
            .collect(),
        Format::JsonLd => JsonLdParser::new()
            .for_slice(text)
            .map(|quad| {
                quad.map(|q| oxrdf::Triple::from(q).to_string())
                    .map_err(|why| why.to_string())
            })
            .collect(),
    };
    triples.unwrap_or_else(|why| panic!("{format:?}: {why}\n{text}"))
}

fn check(graph: &Graph) {
    let expected = written(graph);
    for format in Format::ALL {
        assert_eq!(read(&graph.write(format), format), expected, "{format:?}");
    }
}

#[test]
fn the_three_formats_hold_the_same_triples() {
    for catalog in [european(), spanish()] {
        check(&catalog.graph());
        check(&catalog.graph_of(&catalog.datasets[0]));
    }
}

#[test]
fn the_same_catalogue_gives_the_same_bytes() {
    for format in Format::ALL {
        assert_eq!(
            spanish().graph().write(format),
            spanish().graph().write(format)
        );
    }
}

#[test]
fn no_triple_is_said_twice() {
    let graph = spanish().graph();
    assert_eq!(graph.len(), written(&graph).len());
}

#[test]
fn turtle_is_what_a_person_can_read() {
    let text = spanish().graph().write(Format::Turtle);
    for part in [
        "<https://dades.vilagarbi.example/catalog> a dcat:Catalog",
        "dct:title \"Dades obertes de Vilagarbí\"@ca , \"Datos abiertos de Vilagarbí\"@es",
        "<https://dades.vilagarbi.example/catalog.ttl?page=2> a hydra:PartialCollectionView",
        "dct:issued \"2024-02-29\"^^xsd:date",
        "dct:modified \"2026-03-01T09:30:15Z\"^^xsd:dateTime",
        "dcat:previousVersion <https://dades.vilagarbi.example/data/street-trees@2>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn a_spanish_catalogue_names_the_publisher_by_its_code_and_leaves_sha_256_to_the_identifier() {
    let (european, spanish) = (european().graph(), spanish().graph());
    let (european, spanish) = (written(&european), written(&spanish));
    let has = |said: &BTreeSet<String>, part: &str| said.iter().any(|triple| triple.contains(part));
    assert!(has(
        &spanish,
        "Organismo/L01439999> <http://purl.org/dc/terms/identifier> \"L01439999\""
    ));
    assert!(!has(&spanish, "spdx") && has(&european, "spdx"));
    let name = "\"ni:///sha-256;ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8\"";
    assert!(has(&spanish, name) && has(&european, name));
    // The theme leads to a sector; where it does not, the city's own stands.
    assert!(has(
        &spanish,
        "street-trees> <http://www.w3.org/ns/dcat#theme> <http://datos.gob.es/kos/sector-publico/sector/medio-ambiente>"
    ));
    assert!(has(
        &spanish,
        "museum-visits> <http://www.w3.org/ns/dcat#theme> <http://datos.gob.es/kos/sector-publico/sector/cultura-ocio>"
    ));
    assert!(!has(&european, "sector-publico"));
}

#[test]
fn a_dataset_alone_brings_the_services_of_its_files_and_no_other_dataset() {
    let catalog = spanish();
    let said = written(&catalog.graph_of(&catalog.datasets[0]));
    let has = |part: &str| said.iter().any(|triple| triple.contains(part));
    assert!(has("street-trees@3>") && has("/ogc#service> ") && has("ns/dcat#servesDataset"));
    assert!(!has("bus-stops") && !has("dcat#Catalog>") && !has("on-another-page"));
}

#[test]
fn what_is_not_well_formed_is_refused() {
    let sector = Sector::of("turismo").expect("a sector");
    let licence = Licence::of("CC0").expect("a licence");
    for wrong in [
        "",
        "l01080193",
        "L0108019",
        "L010801933",
        "101080193",
        "L0108019ñ",
    ] {
        assert!(Spain::new(wrong, sector, licence).is_err(), "{wrong}");
    }
    assert!(Spain::new("L01080193", sector, licence).is_ok());
    assert!(Checksum::new(Algorithm::Sha1, &"0".repeat(64)).is_err());
    assert!(Checksum::new(Algorithm::Sha256, &"g".repeat(64)).is_err());
    assert!(Bounds::new(2.0, 41.0, 1.0, 42.0).is_err());
    assert!(Bounds::new(f64::NAN, 41.0, 1.0, 42.0).is_err());
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-zñ·\"'<>&\\\\\n\r\t \u{0}\u{7}\u{85}\u{2028}\u{feff}\u{fffe}]{0,40}",
        "\"{1,4}[\\\\]{0,3}|]]>|<!--|\\{\\{",
    ]
}

proptest! {
    /// Titles come from people, and from files with any bytes: quotes, ends of lines, signs of XML
    /// and JSON, characters that XML has no place for.
    #[test]
    fn every_text_in_every_language_comes_back(
        title in any_text(),
        other in any_text(),
        language in prop_oneof![Just("ca".to_owned()), Just("zh-Hant-TW".to_owned()), any::<String>()],
    ) {
        let texts = Texts::one("es", &title).with(&language, &other);
        let mut catalog = Catalog::new(iri("/catalog"), texts.clone(), Agent::new(iri("/#city"), texts.clone()));
        let mut dataset = Dataset::new(iri("/data/a"), texts.clone());
        dataset.keywords = vec![texts];
        catalog.datasets = vec![dataset];
        check(&catalog.graph());
    }

    /// Whatever stands in an address, it is refused or can be written and read.
    #[test]
    fn every_address_comes_back(path in any_text(), kind in any_text()) {
        if let Ok(address) = Iri::new(&format!("https://city.example/{path}")) {
            let mut catalog = european();
            let mut file = Distribution::new(address.clone(), address.clone());
            file.download = Some(address);
            file.media_type = Some(kind.clone());
            file.title = Texts::one("ca", &kind);
            catalog.datasets[0].distributions.push(file);
            if let Some(contact) = &mut catalog.datasets[0].contact {
                contact.email = Some(path);
                contact.telephone = Some(kind);
            }
            check(&catalog.graph());
        }
    }
}
