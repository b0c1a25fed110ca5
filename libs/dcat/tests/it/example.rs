// SPDX-License-Identifier: AGPL-3.0-or-later

//! A small city's catalogue: three datasets, two of them with versions.

use dcat::{
    AccessRight, Agent, AgentKind, Algorithm, Availability, Bounds, Catalog, Checksum, Contact,
    DataService, Dataset, Date, Distribution, FileType, Frequency, Iri, Language, Licence, Page,
    Period, Place, Sector, Spain, Texts, Theme, Version,
};
use jiff::{Timestamp, civil};

const CITY: &str = "https://dades.vilagarbi.example";

pub fn iri(path: &str) -> Iri {
    Iri::new(&format!("{CITY}{path}")).expect("an address")
}

pub fn texts(ca: &str, es: &str) -> Texts {
    Texts::one("ca", ca).with("es", es)
}

fn moment(text: &str) -> Date {
    Date::Moment(text.parse::<Timestamp>().expect("a moment"))
}

fn city() -> Agent {
    let mut city = Agent::new(
        iri("/#city"),
        texts("Ajuntament de Vilagarbí", "Ayuntamiento de Vilagarbí"),
    );
    city.kind = AgentKind::of("LocalAuthority");
    city
}

fn place() -> Place {
    Place {
        iri: None,
        name: texts("Vilagarbí", "Vilagarbí"),
        bounds: Bounds::new(1.55, 40.75, 1.65, 40.85).expect("a box"),
    }
}

fn contact() -> Contact {
    Contact {
        name: texts("Oficina de dades", "Oficina de datos"),
        email: Some("dades@vilagarbi.example".to_owned()),
        page: Some(iri("/ca/contacte")),
        telephone: Some("+34 977 000 000".to_owned()),
    }
}

fn file(name: &str, at: &str, extension: &str) -> Distribution {
    let address = format!("/data/{name}{at}.{extension}");
    let mut file = Distribution::new(
        iri(&format!("{address}#file")),
        iri(&format!("/data/{name}{at}")),
    );
    let (format, media) = match extension {
        "csv" => ("CSV", "text/csv"),
        "parquet" => ("PARQUET", "application/vnd.apache.parquet"),
        _ => ("GEOJSON", "application/geo+json"),
    };
    let title = format!("{name}{at}.{extension}");
    file.download = Some(iri(&address));
    file.title = texts(&title, &title);
    file.description = texts("Totes les files", "Todas las filas");
    file.format = FileType::of(format);
    file.media_type = Some(media.to_owned());
    file.size_bytes = Some(123_456);
    file.checksum = Checksum::new(Algorithm::Sha256, &"0123456789abcdef".repeat(4)).ok();
    file.licence = Licence::of_spdx("CC-BY-4.0");
    file.availability = Availability::of("STABLE");
    file.issued = Some(moment("2026-03-01T09:30:15.123456Z"));
    file.modified = Some(moment("2026-03-01T09:30:15Z"));
    file.service = Some(iri("/ogc#service"));
    file
}

fn dataset(name: &str, ca: &str, es: &str, theme: &str, versions: u32) -> Dataset {
    let mut dataset = Dataset::new(iri(&format!("/data/{name}")), texts(ca, es));
    dataset.description = texts(
        "Comptats un per un: \"tots\", també els <nous> & els vells.\nAra amb l'espècie.",
        "Contados uno a uno: «todos», también los <nuevos> & los viejos.\nAhora con la especie.",
    );
    dataset.creator = Some(Agent::new(
        iri(&format!("/data/{name}#creator")),
        texts("Parcs i Jardins", "Parques y Jardines"),
    ));
    dataset.contact = Some(contact());
    dataset.keywords = vec![texts("arbres", "árboles"), Texts::one("ca", "carrers")];
    dataset.themes = Theme::of(theme).into_iter().collect();
    dataset.frequency = Frequency::of("monthly");
    dataset.issued = Some(Date::Day(civil::date(2024, 2, 29)));
    dataset.modified = Some(moment("2026-03-01T09:30:15Z"));
    dataset.period = Period::new(Some(Date::Day(civil::date(2020, 1, 1))), None);
    dataset.place = Some(place());
    dataset.landing_page = Some(iri(&format!("/ca/data/{name}")));
    dataset.access = AccessRight::of("PUBLIC");
    dataset.legislation =
        vec![Iri::new("http://data.europa.eu/eli/dir/2019/1024/oj").expect("an address")];
    dataset.version = Some("5".to_owned());
    dataset.distributions = vec![file(name, "", "csv"), file(name, "", "parquet")];
    for number in 1..=versions {
        let at = format!("@{number}");
        dataset.versions.push(Version {
            iri: iri(&format!("/data/{name}{at}")),
            number: number.to_string(),
            notes: texts("Files corregides", "Filas corregidas"),
            issued: Some(moment("2026-02-01T00:00:00Z")),
            distributions: vec![file(name, &at, "csv"), file(name, &at, "geojson")],
        });
    }
    dataset
}

/// The catalogue without what Spain asks for.
pub fn european() -> Catalog {
    let mut catalog = Catalog::new(
        iri("/catalog"),
        texts("Dades obertes de Vilagarbí", "Datos abiertos de Vilagarbí"),
        city(),
    );
    catalog.homepage = Some(iri("/ca/"));
    catalog.languages = ["ca", "es"]
        .into_iter()
        .filter_map(Language::of_tag)
        .collect();
    catalog.licence = Licence::of_spdx("CC0-1.0");
    catalog.issued = Some(Date::Day(civil::date(2024, 1, 1)));
    catalog.modified = Some(moment("2026-03-01T09:30:15Z"));
    catalog.place = Some(place());
    catalog.datasets = vec![
        dataset("street-trees", "Arbrat viari", "Arbolado viario", "ENVI", 3),
        dataset(
            "bus-stops",
            "Parades d'autobús",
            "Paradas de autobús",
            "tran",
            1,
        ),
        // A theme that leads to no sector, and no version yet.
        dataset(
            "museum-visits",
            "Visites als museus",
            "Visitas a los museos",
            "EDUC",
            0,
        ),
    ];
    let mut service = DataService::new(
        iri("/ogc#service"),
        texts("OGC API Features", "OGC API Features"),
        iri("/ogc"),
    );
    service.endpoint_description = Some(iri("/api/openapi.json"));
    service.page = Some(iri("/ogc"));
    service.contact = Some(contact());
    service.keywords = vec![texts("mapes", "mapas")];
    service.licence = Licence::of("ODC_BL");
    service.access = AccessRight::of("PUBLIC");
    service.conforms_to = vec![
        Iri::new("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core")
            .expect("an address"),
    ];
    service.serves = vec![iri("/data/street-trees"), iri("/data/on-another-page")];
    catalog.services = vec![service];
    catalog.page = Some(Page {
        iri: iri("/catalog.ttl?page=2"),
        first: iri("/catalog.ttl?page=1"),
        last: iri("/catalog.ttl?page=3"),
        next: Some(iri("/catalog.ttl?page=3")),
        previous: Some(iri("/catalog.ttl?page=1")),
        total: 7,
        per_page: 3,
    });
    catalog
}

/// The catalogue of a Spanish city.
pub fn spanish() -> Catalog {
    let mut catalog = european();
    let sector = Sector::of("cultura-ocio").expect("a sector");
    let licence = Licence::of("CC0").expect("a licence");
    catalog.licence = None;
    catalog.spain = Some(Spain::new("L01439999", sector, licence).expect("a code"));
    catalog
}
