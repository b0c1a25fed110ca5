// SPDX-License-Identifier: AGPL-3.0-or-later

//! The catalogue in the words of DCAT-AP, for other portals: what is known of each dataset becomes
//! plain types of the library `dcat`, which writes them.
//!
//! A page of the catalogue holds datasets at their newest version. Their other versions stand in the
//! description of each: harvesters take everything that is called a dataset for one of their own.

use dcat::{Agent, Contact, Date, Distribution, FileType, Iri, NotAnIri};
use panot_core::{Extension, Language, Name, Texts, Timestamp};
use panot_web::Settings;

use crate::address;
use crate::dataset::Dataset;
use crate::shelf::Card;
use crate::show::dataset::{Loaded, formats};
use crate::version::{Heading, Version};
use crate::words::Words;

/// Datasets on a page.
pub const PAGE: usize = 100;
/// The most versions in the description of a dataset, the newest ones.
pub const VERSIONS_MAX: usize = 100;

/// A page of the catalogue.
pub struct Page<'a> {
    /// Its datasets, each with its card.
    pub shown: Vec<(&'a Dataset, &'a Card)>,
    /// Its number, from 1.
    pub number: usize,
    /// How many datasets there are on all pages.
    pub total: usize,
    /// When the oldest dataset of the catalogue was published.
    pub issued: Option<Timestamp>,
    /// When something in the catalogue changed last.
    pub modified: Option<Timestamp>,
    /// The question that all pages repeat.
    pub since: Option<&'a str>,
    /// How it is written.
    pub format: dcat::Format,
}

impl Page<'_> {
    /// How many pages there are; one at least.
    pub fn last(total: usize) -> usize {
        total.div_ceil(PAGE).max(1)
    }

    fn at(&self, settings: &Settings, number: usize) -> Result<Iri, NotAnIri> {
        let mut fields = vec![("page".to_owned(), number.to_string())];
        if let Some(since) = self.since {
            fields.push(("modified_since".to_owned(), since.to_owned()));
        }
        let path = format!("{}.{}", address::CATALOG, self.format.extension());
        at(settings, &address::with_query(&path, &fields))
    }

    fn links(&self, settings: &Settings) -> Result<dcat::Page, NotAnIri> {
        let last = Self::last(self.total);
        let other =
            |there: bool, number: usize| there.then(|| self.at(settings, number)).transpose();
        Ok(dcat::Page {
            iri: self.at(settings, self.number)?,
            first: self.at(settings, 1)?,
            last: self.at(settings, last)?,
            next: other(self.number < last, self.number + 1)?,
            previous: other(self.number > 1, self.number.saturating_sub(1))?,
            total: u64::try_from(self.total).unwrap_or(u64::MAX),
            per_page: u64::try_from(PAGE).unwrap_or(u64::MAX),
        })
    }
}

/// When a dataset changed last, as far as its card tells.
pub fn changed_at(dataset: &Dataset, card: &Card) -> Timestamp {
    dataset.changed_at.max(card.updated_at)
}

/// One page of the catalogue.
pub fn catalog(settings: &Settings, page: &Page<'_>) -> Result<dcat::Catalog, NotAnIri> {
    let mut catalog = around(settings)?;
    catalog.issued = page.issued.map(|moment| Date::Moment(moment.to_jiff()));
    catalog.modified = page.modified.map(|moment| Date::Moment(moment.to_jiff()));
    catalog.page = Some(page.links(settings)?);
    for (dataset, card) in &page.shown {
        let mut said = described(settings, dataset, &formats(card.rows, card.on_map))?;
        said.version = Some(card.version.to_string());
        said.modified = Some(Date::Moment(changed_at(dataset, card).to_jiff()));
        catalog.datasets.push(said);
    }
    Ok(catalog)
}

/// What is said about one dataset, with its versions, and the catalogue that it is in.
pub fn dataset(settings: &Settings, loaded: &Loaded) -> Result<dcat::Catalog, NotAnIri> {
    let mut catalog = around(settings)?;
    let (dataset, version) = (&loaded.dataset, &loaded.version);
    let mut said = described(settings, dataset, &loaded.formats())?;
    let readable = || {
        loaded
            .headings
            .iter()
            .filter(|heading| heading.withdrawal.is_none())
    };
    // What was withdrawn changed the dataset as well.
    let withdrawn = loaded
        .headings
        .iter()
        .filter_map(|heading| heading.withdrawal.as_ref());
    let changes = loaded.headings.iter().map(|heading| heading.published_at);
    let changes = changes.chain(withdrawn.map(|withdrawal| withdrawal.at));
    let modified = changes.fold(dataset.changed_at, std::cmp::Ord::max);
    said.modified = Some(Date::Moment(modified.to_jiff()));
    said.place = place(settings, version);
    if loaded.asked.is_none() || loaded.newest() == version.n {
        weigh(&mut said.distributions, version);
    }
    let mut versions = Vec::new();
    for heading in readable().take(VERSIONS_MAX) {
        let mut one = numbered(settings, dataset, heading)?;
        if heading.n == version.n {
            weigh(&mut one.distributions, version);
        }
        versions.push(one);
    }
    versions.reverse();
    said.versions = versions;
    catalog.datasets = vec![said];
    Ok(catalog)
}

/// The catalogue without what is in it.
fn around(settings: &Settings) -> Result<dcat::Catalog, NotAnIri> {
    let words = |said: fn(Words) -> String| {
        let each = |texts: dcat::Texts, language: Language| {
            texts.with(language.tag(), &said(Words::of(language.tag())))
        };
        Language::ALL.into_iter().fold(dcat::Texts::new(), each)
    };
    let mut publisher = Agent::new(at(settings, "/#publisher")?, named(&settings.name));
    publisher.kind = dcat::AgentKind::of("LocalAuthority");
    let each = |title: dcat::Texts, language: Language| {
        let door = Words::of(language.tag()).door_data();
        title.with(language.tag(), &format!("{}: {door}", settings.name))
    };
    let title = Language::ALL.into_iter().fold(dcat::Texts::new(), each);
    let mut catalog = dcat::Catalog::new(at(settings, address::CATALOG)?, title, publisher);
    catalog.description = words(Words::door_data_about);
    catalog.homepage = Some(at(settings, "/")?);
    let languages = Language::ALL.into_iter();
    catalog.languages = languages
        .filter_map(|language| dcat::Language::of_tag(language.tag()))
        .collect();
    catalog.spain.clone_from(&settings.spain);
    Ok(catalog)
}

fn described(
    settings: &Settings,
    dataset: &Dataset,
    formats: &[Extension],
) -> Result<dcat::Dataset, NotAnIri> {
    let (name, about) = (&dataset.name, &dataset.about);
    let own = at(settings, &address::dataset(name, None))?;
    let mut title = texts(&about.title);
    if title.is_empty() {
        title = named(name.as_str());
    }
    let mut said = dcat::Dataset::new(own, title);
    said.description = texts(&about.description);
    if !about.publisher.is_empty() {
        let by = at(
            settings,
            &format!("{}#creator", address::dataset(name, None)),
        )?;
        said.creator = Some(Agent::new(by, named(&about.publisher)));
    }
    said.contact = contact(settings, &about.contact, &about.publisher);
    // Keywords are in no language that is known; it is the city's.
    let language = settings.default_language().tag();
    let keyword = |word: &String| dcat::Texts::one(language, word);
    said.keywords = about.keywords.iter().map(keyword).collect();
    said.themes = dcat::Theme::of(&about.theme).into_iter().collect();
    said.frequency = frequency(&about.frequency);
    said.issued = Some(Date::Moment(dataset.created_at.to_jiff()));
    said.landing_page = Some(at(
        settings,
        &format!("/{language}{}", address::dataset(name, None)),
    )?);
    said.access = dcat::AccessRight::of("PUBLIC");
    said.distributions = files(settings, dataset, None, formats)?;
    Ok(said)
}

fn numbered(
    settings: &Settings,
    dataset: &Dataset,
    heading: &Heading,
) -> Result<dcat::Version, NotAnIri> {
    let at_version = address::dataset(&dataset.name, Some(heading.n));
    // Whether the rows of an older version lie on a map is not known here.
    let formats = formats(heading.rows, false);
    let issued = Some(Date::Moment(heading.published_at.to_jiff()));
    let mut distributions = files(settings, dataset, Some(heading.n), &formats)?;
    for file in &mut distributions {
        file.issued = issued;
    }
    // DCAT-AP-ES refuses notes that are not there in Spanish.
    let language = settings.default_language();
    let told = settings.spain.is_none() || language == Language::Es;
    let notes = dcat::Texts::one(language.tag(), if told { &heading.note } else { "" });
    Ok(dcat::Version {
        iri: at(settings, &at_version)?,
        number: heading.n.to_string(),
        notes,
        issued,
        distributions,
    })
}

fn files(
    settings: &Settings,
    dataset: &Dataset,
    version: Option<u32>,
    formats: &[Extension],
) -> Result<Vec<Distribution>, NotAnIri> {
    let name: &Name = &dataset.name;
    let page = at(settings, &address::dataset(name, version))?;
    let mut files = Vec::new();
    for &format in formats {
        let path = address::file(name, version, format);
        let iri = at(settings, &format!("{path}#distribution"))?;
        let mut file = Distribution::new(iri, page.clone());
        let (kind, registered) = match format {
            Extension::Csv => ("CSV", true),
            Extension::Xlsx => ("XLSX", true),
            Extension::Geojson => ("GEOJSON", true),
            Extension::Parquet => ("PARQUET", true),
            // The EU's table has no other entry for JSON in lines, and the IANA has none at all.
            Extension::Ndjson => ("JSON", false),
            _ => ("JSON", true),
        };
        let media = format.media_type().split(';').next().unwrap_or_default();
        let label = format.as_str().to_uppercase();
        file.download = Some(at(settings, &path)?);
        file.title = named(&label);
        file.format = FileType::of(kind);
        file.media_type = registered.then(|| media.to_owned());
        file.licence = dcat::Licence::of_spdx(&dataset.about.licence);
        // A version stays; what is newest becomes another.
        let availability = if version.is_some() {
            "STABLE"
        } else {
            "AVAILABLE"
        };
        file.availability = dcat::Availability::of(availability);
        files.push(file);
    }
    Ok(files)
}

/// Says the length and the sum of the one file that is handed out as it lies in the lake.
fn weigh(files: &mut [Distribution], version: &Version) {
    let [only] = version.content.files.as_slice() else {
        return;
    };
    let parquet = FileType::of("PARQUET");
    for file in files.iter_mut().filter(|file| file.format == parquet) {
        file.size_bytes = Some(only.bytes);
        file.checksum = dcat::Checksum::new(dcat::Algorithm::Sha256, &only.sha256).ok();
    }
}

fn place(settings: &Settings, version: &Version) -> Option<dcat::Place> {
    let [west, south, east, north] = version.portrait.as_ref()?.map.as_ref()?.bounds;
    let bounds = dcat::Bounds::new(west, south, east, north).ok()?;
    let name = named(&settings.name);
    Some(dcat::Place {
        iri: None,
        name,
        bounds,
    })
}

/// Where to ask: about the dataset, or else the city.
fn contact(settings: &Settings, own: &str, publisher: &str) -> Option<Contact> {
    let (to, name) = match settings.contact.as_deref() {
        _ if !own.is_empty() => (own, publisher),
        Some(city) => (city, ""),
        None => return None,
    };
    let name = if name.is_empty() {
        settings.name.as_str()
    } else {
        name
    };
    let is_page = to.starts_with("https://") || to.starts_with("http://");
    Some(Contact {
        name: named(name),
        email: (!is_page && to.contains('@')).then(|| to.to_owned()),
        page: is_page.then(|| Iri::new(to).ok()).flatten(),
        telephone: None,
    })
}

fn frequency(code: &str) -> Option<dcat::Frequency> {
    let code = if code.eq_ignore_ascii_case("biannual") {
        "ANNUAL_2"
    } else {
        code
    };
    dcat::Frequency::of(code)
}

/// A name, which is the same in every language of the pages.
fn named(name: &str) -> dcat::Texts {
    let each = |texts: dcat::Texts, language: Language| texts.with(language.tag(), name);
    Language::ALL.into_iter().fold(dcat::Texts::new(), each)
}

fn texts(texts: &Texts) -> dcat::Texts {
    let each = |said: dcat::Texts, (tag, text): (&str, &str)| said.with(tag, text);
    texts.iter().fold(dcat::Texts::new(), each)
}

fn at(settings: &Settings, path: &str) -> Result<Iri, NotAnIri> {
    Iri::new(&settings.absolute(path))
}
