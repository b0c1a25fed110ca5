// SPDX-License-Identifier: AGPL-3.0-or-later

//! What surrounds a page.

use crate::{City, Look, Visit, Words, assets, page::weight_marks};

/// A step on the way to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Its words.
    pub name: String,
    /// Its address, with the language.
    pub href: String,
}

/// This page in one language.
#[derive(Debug, Clone)]
pub struct InLanguage {
    /// `ca`.
    pub code: &'static str,
    /// `Català`.
    pub name: &'static str,
    /// The address on this server.
    pub href: String,
    /// The address for search engines.
    pub absolute: String,
    /// Whether the visitor reads it now.
    pub here: bool,
}

/// An entry of the menu.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Its words.
    pub name: String,
    /// Its address, with the language.
    pub href: String,
    /// Whether the visitor is behind this door.
    pub here: bool,
}

/// Everything `layout.html` needs. A page's struct holds it as `shell`.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The shell's words in the visitor's language.
    pub t: Words,
    /// `ca`.
    pub lang: &'static str,
    /// `ltr`, or `rtl` for languages written from the right.
    pub dir: &'static str,
    /// The city's name.
    pub city: String,
    /// Whether city and people are invented.
    pub demo: bool,
    /// The page's title, without the city.
    pub title: String,
    /// What the page is, for search engines and previews.
    pub description: String,
    /// The look that the person chose, for `data-look`.
    pub look: Look,
    /// This page in each language.
    pub languages: Vec<InLanguage>,
    /// The menu.
    pub nav: Vec<NavItem>,
    /// The way here, home first; empty on the home page.
    pub crumbs: Vec<Crumb>,
    /// The same page as data, when there is one.
    pub json: Option<String>,
    /// Whether search engines may list the page.
    pub listed: bool,
    /// The page's own scripts beside the shell's, by asset name.
    pub scripts: Vec<&'static str>,
    path: String,
    query: Option<String>,
}

impl Shell {
    /// The shell of a page for this visit. Give it a title at least.
    pub fn new(city: &City, visit: &Visit) -> Self {
        let settings = &city.settings;
        let t = Words::of(visit.language_code());
        let languages = settings.languages.iter().map(|language| InLanguage {
            code: language.tag(),
            name: language.native_name(),
            href: visit.in_language(*language),
            absolute: settings.absolute(&visit.in_language(*language)),
            here: *language == visit.language,
        });
        let doors = city.features().iter().flat_map(|feature| &feature.doors);
        let nav = doors.map(|door| NavItem {
            name: (door.words)(visit.language).name,
            href: visit.link(door.path),
            here: visit.path == door.path
                || visit
                    .path
                    .strip_prefix(door.path)
                    .is_some_and(|rest| rest.starts_with('/')),
        });
        Self {
            t,
            lang: visit.language_code(),
            dir: visit.language.direction().as_str(),
            city: settings.name.clone(),
            demo: settings.demo,
            title: String::new(),
            description: t.site_about(&settings.name),
            look: visit.look,
            languages: languages.collect(),
            nav: nav.collect(),
            crumbs: Vec::new(),
            json: None,
            listed: true,
            scripts: Vec::new(),
            path: visit.path.clone(),
            query: visit.query.clone(),
        }
    }

    /// Sets the title, without the city's name.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Says what the page is in one or two sentences, for search engines and previews.
    #[must_use]
    pub fn about(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Adds a step between home and this page: its words and its address without a language.
    #[must_use]
    pub fn crumb(mut self, name: impl Into<String>, path: &str) -> Self {
        let href = self.link(path);
        self.crumbs.push(Crumb {
            name: name.into(),
            href,
        });
        self
    }

    /// Lets parts of the page that say so (`hx-boost:inherited`) change in place, where the build has
    /// what that needs. The page must be whole without it.
    #[must_use]
    pub fn lively(mut self) -> Self {
        self.scripts
            .extend(assets::find(assets::LIVELY).map(|asset| asset.name));
        self
    }

    /// Names the address (with the language) of the same page as JSON.
    #[must_use]
    pub fn json(mut self, href: impl Into<String>) -> Self {
        self.json = Some(href.into());
        self
    }

    /// Keeps search engines from listing the page.
    #[must_use]
    pub fn unlisted(mut self) -> Self {
        self.listed = false;
        self
    }

    /// The address of `path` (without a language) in the language of this page.
    pub fn link(&self, path: &str) -> String {
        format!("/{}{path}", self.lang)
    }

    /// The address of an asset: `asset("city.css")` is `/assets/city-1f2e3d4c5b.css`.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::href(name)
    }

    /// The address of the script that opens the large map; empty when the build has no map.
    pub fn map_script(&self) -> &'static str {
        if assets::has_map() {
            assets::href("js/map.js")
        } else {
            ""
        }
    }

    /// The typeface that is fetched early, when the build has typefaces.
    pub fn preload(&self) -> Option<&'static str> {
        assets::find("fonts/alegreya-800.woff2").map(|asset| asset.href)
    }

    /// The value of `data-look`, when the person chose one.
    pub fn data_look(&self) -> Option<&'static str> {
        (self.look != Look::Auto).then(|| self.look.name())
    }

    /// This page with another look.
    pub fn with_look(&self, name: &str) -> String {
        let mut query: Vec<&str> = self
            .query
            .as_deref()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty() && Look::of_field(pair).is_none())
            .collect();
        let look = format!("look={name}");
        query.push(&look);
        format!("/{}{}?{}", self.lang, self.path, query.join("&"))
    }

    /// The line that says what this page weighs. Its figures are filled in when the page is made.
    pub fn passport(&self) -> String {
        let (plain, with_type) = weight_marks();
        if assets::type_weight() == 0 {
            self.t.passport_plain(plain)
        } else {
            self.t.passport(plain, with_type)
        }
    }

    /// How many cookies the visitor has from us: nought, or one for the look they chose.
    pub fn cookies(&self) -> String {
        self.t.passport_cookies(u32::from(self.look != Look::Auto))
    }
}
