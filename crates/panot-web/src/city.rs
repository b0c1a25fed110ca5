// SPDX-License-Identifier: AGPL-3.0-or-later

//! The state of a city that every handler can reach.

use std::{net::IpAddr, ops::Deref, sync::Arc};

use panot_core::{Clock, Language, Places};
use panot_db::Db;
use panot_jobs::Jobs;
use panot_lake::{Lake, Questions};

use crate::Feature;

/// What a city sets about its pages.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The city's name, as its people say it.
    pub name: String,
    /// The address people use, without a slash at the end: `https://city.example`.
    pub public_url: String,
    /// The languages of the pages; the first is the one when nothing else decides.
    pub languages: Vec<Language>,
    /// Whether city and people are invented; every page says so.
    pub demo: bool,
    /// The zone of local times, as in the IANA database.
    pub time_zone: String,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where people write when something does not work for them; statements name it.
    pub contact: Option<String>,
    /// What the catalogue says besides when the city is in Spain.
    pub spain: Option<dcat::Spain>,
}

impl Settings {
    /// `https://city.example/ca/data` for `/ca/data`.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.trim_end_matches('/'))
    }

    /// The language when the visitor did not say.
    pub fn default_language(&self) -> Language {
        self.languages.first().copied().unwrap_or(Language::En)
    }
}

/// What a city is made of.
pub struct CityParts {
    /// What it sets.
    pub settings: Settings,
    /// Its rows.
    pub db: Db,
    /// Its measurements.
    pub lake: Lake,
    /// Where SQL from the public is answered.
    pub questions: Questions,
    /// Its time.
    pub clock: Clock,
    /// Its districts and neighbourhoods, once it has given them.
    pub places: Option<Places>,
    /// Its work in the background.
    pub jobs: Jobs,
    /// The drawing of the home page, as SVG with classes of the stylesheet.
    pub hero_svg: Option<String>,
}

/// A cheap handle to a running city; the state of the router.
#[derive(Clone)]
pub struct City(Arc<Inner>);

/// What a [`City`] points to.
struct Inner {
    /// What the city is made of; its fields read as the city's own.
    parts: CityParts,
    features: Vec<Feature>,
    openapi: String,
}

impl City {
    /// Puts a city together from its parts and features.
    ///
    /// The shell's own pages (statements, standards, the API) are added as a feature like others.
    pub fn new(parts: CityParts, mut features: Vec<Feature>) -> Self {
        features.push(crate::pages::feature());
        let document = crate::openapi::document(&parts.settings, &features);
        let openapi = serde_json::to_string(&document).expect("an OpenAPI document is plain data");
        Self(Arc::new(Inner {
            parts,
            features,
            openapi,
        }))
    }

    /// The city's features, the shell's own pages last.
    pub fn features(&self) -> &[Feature] {
        &self.0.features
    }

    /// The description of the API, as JSON.
    pub fn openapi(&self) -> &str {
        &self.0.openapi
    }
}

impl Deref for City {
    type Target = CityParts;

    fn deref(&self) -> &CityParts {
        &self.0.parts
    }
}

impl std::fmt::Debug for City {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("City")
            .field(&self.0.parts.settings.name)
            .finish()
    }
}
