// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a feature hands to the binary.

use axum::{
    handler::Handler as AxumHandler,
    http::Method,
    routing::{MethodFilter, MethodRouter, on},
};
use futures::future::BoxFuture;
use panot_core::Language;
use panot_db::Migrations;
use panot_jobs::Job;

use crate::{City, Markup, Operation, Problem};

/// One vertical slice of a city: its routes, its rows, its work and its share of the home page.
#[non_exhaustive]
pub struct Feature {
    /// Its name in logs and matrices: `catalog`.
    pub name: &'static str,
    /// Everything of it that can be reached.
    pub routes: Vec<Route>,
    /// Its tables.
    pub migrations: Option<Migrations>,
    /// Its work in the background.
    pub jobs: Vec<Job>,
    /// What people come to it for; each stands in the menu and on the home page.
    pub doors: Vec<Door>,
    /// Where the search of the home page goes; the first feature that has one is asked.
    pub search: Option<Ask>,
    /// Its share of the home page.
    pub home: Option<HomeFn>,
    /// The standards it keeps; rows of the page `/standards`.
    pub standards: Vec<Standard>,
}

/// A standard, and what of it holds.
#[derive(Debug, Clone, Copy)]
pub struct Standard {
    /// Its own name and number: "RFC 9457, Problem Details".
    pub name: &'static str,
    /// Where it can be read.
    pub address: &'static str,
    /// What of it holds, said so that it can be checked.
    pub holds: fn(Language) -> String,
    /// What does not hold yet; `None` when no gap is known.
    pub missing: Option<fn(Language) -> String>,
}

/// Makes a feature's share of the home page, in one language.
pub type HomeFn = fn(City, Language) -> BoxFuture<'static, Result<HomeParts, Problem>>;

impl Feature {
    /// A feature without anything yet.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            routes: Vec::new(),
            migrations: None,
            jobs: Vec::new(),
            doors: Vec::new(),
            search: None,
            home: None,
            standards: Vec::new(),
        }
    }

    /// Adds a route.
    #[must_use]
    pub fn route(mut self, route: Route) -> Self {
        self.routes.push(route);
        self
    }

    /// Sets its migrations.
    #[must_use]
    pub fn migrations(mut self, migrations: Migrations) -> Self {
        self.migrations = Some(migrations);
        self
    }

    /// Adds background work.
    #[must_use]
    pub fn job(mut self, job: Job) -> Self {
        self.jobs.push(job);
        self
    }

    /// Adds a door: an entry of the menu, and a tile of the home page.
    #[must_use]
    pub fn door(mut self, door: Door) -> Self {
        self.doors.push(door);
        self
    }

    /// Says where the search of the home page goes.
    #[must_use]
    pub fn search(mut self, search: Ask) -> Self {
        self.search = Some(search);
        self
    }

    /// Adds a standard that it keeps.
    #[must_use]
    pub fn standard(mut self, standard: Standard) -> Self {
        self.standards.push(standard);
        self
    }

    /// Sets its share of the home page.
    #[must_use]
    pub fn home(mut self, home: HomeFn) -> Self {
        self.home = Some(home);
        self
    }
}

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Access {
    /// Anyone, without saying who they are.
    Everyone,
}

impl Access {
    /// As it stands in the access matrix.
    pub fn name(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
        }
    }
}

/// A handler that was made into what the router needs.
pub type Handler = MethodRouter<City>;

/// One thing that can be asked of a city.
pub struct Route {
    /// The method; `GET` answers `HEAD` too.
    pub method: Method,
    /// The address: `/data/{id}`. Of a page, what follows the language.
    pub path: &'static str,
    /// Whether the address stands under each language (`/ca/data/{id}`).
    pub page: bool,
    /// Who may use it.
    pub access: Access,
    /// How the API's description tells of it: several where the end of the address says which.
    pub operations: Vec<Operation>,
    pub(crate) handler: Handler,
}

impl Route {
    /// A page: `GET` under every language (`/ca/data`), and, where the last part of the address is
    /// fixed, as JSON with the suffix (`/ca/data.json`). The address without a language (`/data`)
    /// answers 303 to the visitor's own, unless another route has that address.
    pub fn page<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: AxumHandler<T, City>,
        T: 'static,
    {
        Self {
            page: true,
            ..Self::get(path, access, handler)
        }
    }

    /// `GET`, at this very address.
    pub fn get<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: AxumHandler<T, City>,
        T: 'static,
    {
        Self::new(Method::GET, MethodFilter::GET, path, access, handler)
    }

    /// `POST`, at this very address. Other sites' pages cannot send it.
    pub fn post<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: AxumHandler<T, City>,
        T: 'static,
    {
        Self::new(Method::POST, MethodFilter::POST, path, access, handler)
    }

    fn new<H, T>(
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self
    where
        H: AxumHandler<T, City>,
        T: 'static,
    {
        debug_assert!(
            path.starts_with('/'),
            "an address starts with a slash: {path}"
        );
        let handler = on(filter, handler);
        Self {
            method,
            path,
            page: false,
            access,
            operations: Vec::new(),
            handler,
        }
    }

    /// Describes the route for the API's document.
    #[must_use]
    pub fn operation(self, operation: Operation) -> Self {
        self.operations([operation])
    }

    /// Describes a route whose answers differ by the end of the address.
    #[must_use]
    pub fn operations(mut self, operations: impl IntoIterator<Item = Operation>) -> Self {
        self.operations.extend(operations);
        self
    }
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} ({})", self.method, self.path, self.access.name())
    }
}

/// Words for a door, in one language.
#[derive(Debug, Clone)]
pub struct DoorWords {
    /// Its name in the menu: "City data".
    pub name: String,
    /// What is behind it, in half a sentence.
    pub about: String,
}

/// What people come to do: an entry of the menu and a tile of the home page.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    /// Where it leads, without the language: `/data`.
    pub path: &'static str,
    /// Its drawing.
    pub icon: Icon,
    /// Its colour.
    pub tone: Tone,
    /// Its words.
    pub words: fn(Language) -> DoorWords,
}

/// Where the search of the home page goes.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// The page that answers, without the language: `/data`. It takes the form field `q`.
    pub path: &'static str,
    /// What may be looked for: "Search the city's data".
    pub label: fn(Language) -> String,
}

/// A link with its words, in one language.
#[derive(Debug, Clone)]
pub struct Named {
    /// The words.
    pub name: String,
    /// The address, with the language.
    pub href: String,
}

/// A sign standing in the drawn city.
#[derive(Debug, Clone)]
pub struct Sign {
    /// What happens, in a few words.
    pub title: String,
    /// The figure or the date behind it.
    pub detail: String,
    /// Where it leads, with the language.
    pub href: String,
}

/// A feature's share of the home page, in one language.
#[derive(Debug, Clone, Default)]
pub struct HomeParts {
    /// What stands on the feature's first door instead of its own words: "612 datasets".
    pub about: Option<String>,
    /// Signs in the drawn city; the home page shows the first three.
    pub signs: Vec<Sign>,
    /// What people often look for; links under the search.
    pub asked: Vec<Named>,
    /// Whole sections, each a `<section class="sec">` with its own `<h2>`.
    pub sections: Vec<Markup>,
}

/// The drawings of the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Columns of a chart.
    Data,
    /// A tick on a line.
    Decide,
    /// A pin.
    Report,
    /// A tram.
    Travel,
    /// A key.
    Mine,
    /// Angle brackets.
    Code,
    /// A ruler.
    Standards,
}

impl Icon {
    /// The outline in a box of 24 by 24, for the `d` of a path.
    pub fn outline(self) -> &'static str {
        match self {
            Self::Data => "M4 20h16M6.5 16v-5M12 16V5M17.5 16V8.5",
            Self::Decide => "M4 12l4.5 4.5L20 5M4 20h16",
            Self::Report => {
                "M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21zM12 6.5v4M12 13.3v.01"
            }
            Self::Travel => {
                "M6 4h12v11H6zM6 10h12M9 18.5l-2 2M15 18.5l2 2M9 12.6v.01M15 12.6v.01M6 15l1.5 \
                 3.5h9L18 15"
            }
            Self::Mine => {
                "M12.5 12a4.25 4.25 0 1 1-8.5 0a4.25 4.25 0 0 1 8.5 0zM12.5 12H21v4M17 12v3"
            }
            Self::Code => "M8 7l-5 5 5 5M16 7l5 5-5 5M13.5 4.5l-3 15",
            Self::Standards => "M3 8h18v8H3zM7 8v3M11 8v4.5M15 8v3M19 8v3",
        }
    }
}

/// The colours with a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Act, look up.
    Sea,
    /// Decide; what went wrong.
    Clay,
    /// Done, good.
    Pine,
    /// Now, look here.
    Sun,
}

impl Tone {
    /// Its class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Sea => "t-sea",
            Self::Clay => "t-clay",
            Self::Pine => "t-pine",
            Self::Sun => "t-sun",
        }
    }
}
