// SPDX-License-Identifier: AGPL-3.0-or-later

//! The page shell, its components and assets, the state of a city, and what a feature hands to the
//! binary.
//!
//! A feature is a list: routes with who may use them, doors, parts of the home page. From that list
//! [`router`] makes the server, [`openapi::document`] the description of the API, and
//! [`access_matrix`] the table of who may do what. Nothing can be reached that is not on the list.
//!
//! ```ignore
//! pub fn feature() -> Feature {
//!     Feature::new("catalog")
//!         .route(Route::page("/data", Access::Everyone, pages::catalogue))
//!         .route(Route::get("/catalog.ttl", Access::Everyone, api::turtle))
//!         .door(Door { path: "/data", icon: Icon::Data, tone: Tone::Pine, words: doors::data })
//! }
//!
//! async fn catalogue(State(city): State<City>, visit: Visit) -> Result<Response, Problem> {
//!     let t = Words::of(visit.language_code());
//!     let shell = Shell::new(&city, &visit).title(t.catalogue_title()).crumb(t.data(), "/data");
//!     page(&CataloguePage { shell, t, … })      // {% extends "layout.html" %}
//! }
//! ```
//!
//! # What this crate promises
//!
//! - Every answer carries the security headers, whatever made it ([`guard`]).
//! - Every refusal is a [`Problem`]: the same one as a page in the visitor's language or as JSON.
//! - No page loads anything from another host, holds a script or a style of its own, or needs
//!   JavaScript. No cookie is set before a person asks for something that needs one.
//! - An asset's name changes with its content, so it may be kept for ever.
//!
//! # What this crate does not know
//!
//! What any feature does, who a visitor is, and where the server listens.

pub mod assets;
pub mod check;
mod city;
pub mod draw;
mod feature;
mod format;
pub mod guard;
mod known;
pub mod listen;
pub mod openapi;
mod page;
mod pages;
mod problem;
mod router;
mod shell;
mod visit;

pub use city::{City, CityParts, Settings};
pub use feature::{
    Access, Ask, Door, DoorWords, Feature, Handler, HomeFn, HomeParts, Icon, Named, Route, Sign,
    Standard, Tone,
};
pub use format::Format;
pub use known::is_known;
pub use openapi::{Operation, Query};
pub use page::{Markup, json, page, page_with_status, respond};
pub use pages::GROUND;
pub use problem::Problem;
pub use router::{AccessRow, access_matrix, router};
pub use shell::{Crumb, Shell};
pub use visit::{Look, Visit};

mod words_of_shell {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
/// The words of the shell, also of use to features: "Search", "Next page", "Copy".
pub use words_of_shell::Words;
